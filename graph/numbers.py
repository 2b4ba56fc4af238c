"""Numbers out of what somebody wrote: a text may claim to be one that is none, or that no file can hold."""

from __future__ import annotations

import math

#: A place in a text or an order is no larger number than this.
_MOST = 2**53


def number_of(term: object) -> float | None:
    """Return a number, or nothing where a value is none, or no finite one.

    >>> number_of("0.5"), number_of("abc"), number_of("NaN"), number_of(None)
    (0.5, None, None, None)
    """
    try:
        found = float(str(term))
    except ValueError:
        return None
    return found if math.isfinite(found) else None


def whole_of(term: object) -> int:
    """Return a whole number, 0 where a value is none or is beyond all reason.

    >>> whole_of("12"), whole_of("eilen"), whole_of("-INF"), whole_of("1e300")
    (12, 0, 0, 0)
    """
    found = number_of(term)
    return int(found) if found is not None and abs(found) <= _MOST else 0
