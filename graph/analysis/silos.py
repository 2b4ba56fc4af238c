"""How much work stays within its own field."""

from __future__ import annotations


def external_internal_index(inside: float, outside: float) -> float:
    """Return by how much links to others outweigh those within.

    E-I = (E - I) / (E + I), with I links within a group and E links to others (Krackhardt and Stern 1988,
    "Informal networks and organizational crises", Social Psychology Quarterly 51). No unit: from -1, all
    links stay within, over 0, as many within as to others, to 1; not a number without links.

    >>> external_internal_index(inside=3, outside=1)
    -0.5
    """
    both = inside + outside
    return (outside - inside) / both if both else float("nan")
