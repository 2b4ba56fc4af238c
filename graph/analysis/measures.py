"""What each measure finds in a network: a table, and a sentence made from its numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from rdflib import Literal

from ..i18n import mark
from ..table import Cell, Table
from .asking import Known, Said, label_of, table
from .centrality import betweenness, degree, strength
from .cutting import MOST, cuts
from .groups import communities, cores
from .holes import constraint, effective_size
from .ties import Floats, Integers

_NAMES, _DIGITS = 3, 6
_WHO = mark("Body or thing")


@dataclass(frozen=True)
class Found:
    """What a measure found: the table, what it says in a sentence, what else is to be known, and numbers."""

    table: Table
    said: Said
    notes: tuple[Said, ...] = ()
    numbers: Mapping[str, float | int | str] | None = None


@dataclass(frozen=True)
class Measure:
    """A measure: its name, what it means to a planner, and how it is taken."""

    title: str
    meaning: str
    take: Callable[[Known], Found]


def _number(value: float) -> Cell:
    """Return a number as a cell; one that is not known is empty."""
    if np.isnan(value):
        return Cell(None)
    return Cell(Literal(Decimal(f"{value:.{_DIGITS}f}")))


def _whole(value: float) -> Cell:
    return Cell(Literal(int(value)))


def _order(*keys: Floats | Integers) -> list[int]:
    """Return places by keys, the largest first, and by place where all are equal."""
    columns = [-np.nan_to_num(np.asarray(key, dtype=np.float64), nan=-np.inf) for key in reversed(keys)]
    return [int(place) for place in np.lexsort(columns)]


def _leading(network: Known, order: Iterable[int], told: Callable[[int], str]) -> str:
    """Return the first names of an order, each with its number."""
    first = list(order)[:_NAMES]
    return ", ".join(f"{label_of(network.cells[place])} ({told(place)})" for place in first)


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %" if share >= 0.01 else "< 1 %"


# ---- central

_CENTRAL = mark("Most contacts: {names}.")


def central(network: Known) -> Found:
    """Return with how many others each thing is in contact."""
    contacts, links = degree(network.ties), strength(network.ties)
    order = _order(contacts, links)
    others = max(network.ties.count - 1, 1)
    names = {
        "thing": _WHO,
        "degree": mark("Contacts"),
        "links": mark("Links"),
        "share": mark("Share of all others (0–1)"),
    }
    rows = [
        (network.cells[at], _whole(contacts[at]), _whole(links[at]), _number(contacts[at] / others))
        for at in order
    ]
    said = Said(_CENTRAL, {"names": _leading(network, order, lambda at: str(contacts[at]))})
    return Found(table("central", names, rows), said)


# ---- bridges

_BRIDGES = mark("Most of the shortest routes between others pass through: {names}.")
_NO_BRIDGE = mark("Nobody stands between others: all who are in contact are so directly.")
_SAMPLED = mark(
    "A large network: the routes were counted from {pivots} of {things} things drawn by lot; "
    "a share may be off by {error} at most."
)


def bridges(network: Known) -> Found:
    """Return who connects others: betweenness, effective size and constraint."""
    estimate = betweenness(network.ties)
    sizes, bound = effective_size(network.ties), constraint(network.ties)
    order = _order(estimate.values, sizes, -bound)
    sampled = estimate.pivots < network.ties.count
    names = {
        "thing": _WHO,
        "betweenness": mark("Share of routes (0–1)"),
        **({"error": mark("Standard error")} if sampled else {}),
        "effectiveSize": mark("Separate contacts"),
        "constraint": mark("Constraint"),
    }
    errors = [[_number(error)] if sampled else [] for error in estimate.errors.tolist()]
    rows = [
        (
            network.cells[at],
            _number(estimate.values[at]),
            *errors[at],
            _number(sizes[at]),
            _number(bound[at]),
        )
        for at in order
    ]
    between = [at for at in order if estimate.values[at] > 0]
    leading = _leading(network, between, lambda at: _percent(float(estimate.values[at])))
    said = Said(_BRIDGES, {"names": leading}) if between else Said(_NO_BRIDGE, {})
    worst = estimate.bound
    values = {"pivots": estimate.pivots, "things": network.ties.count, "error": float(f"{worst:.2g}")}
    notes = (Said(_SAMPLED, values),) if sampled else ()
    return Found(table("bridges", names, rows), said, notes, {"pivots": estimate.pivots, "error": worst})


# ---- communities

_GROUPS = mark("{groups} groups; the largest has {largest} members. Modularity {modularity}.")
_CLEAR = mark("Modularity above 0.3 is usually taken as a clear division; this one is {modularity}.")


def groups(network: Known) -> Found:
    """Return which things work more with one another than with others."""
    found = communities(network.ties)
    sizes = np.bincount(found.groups) if network.ties.count else np.zeros(0, dtype=np.int64)
    inside = _links_inside(network, found.groups)
    links = strength(network.ties)
    names = {
        "group": mark("Group"),
        "thing": _WHO,
        "inside": mark("Links within the group"),
        "outside": mark("Links to other groups"),
    }
    order = sorted(range(network.ties.count), key=lambda at: (found.groups[at], -inside[at], at))
    rows = [
        (
            _whole(found.groups[at] + 1),
            network.cells[at],
            _whole(inside[at]),
            _whole(links[at] - inside[at]),
        )
        for at in order
    ]
    rounded = round(found.modularity, 2)
    said = Said(_GROUPS, {"groups": len(sizes), "largest": int(sizes.max(initial=0)), "modularity": rounded})
    numbers: dict[str, float | int | str] = {"groups": len(sizes), "modularity": found.modularity}
    numbers["method"] = found.method
    parts = network.parts()
    notes = (Said(_CLEAR, {"modularity": rounded}), *([parts] if parts else []))
    return Found(table("communities", names, rows), said, notes, numbers)


def _links_inside(network: Known, group: Integers) -> Floats:
    pairs, weights = network.ties.pairs, network.ties.weights
    same = group[pairs[:, 0]] == group[pairs[:, 1]]
    both = np.concatenate([pairs[same, 0], pairs[same, 1]])
    inside = np.bincount(both, np.concatenate([weights[same]] * 2), minlength=network.ties.count)
    return inside.astype(np.float64)


# ---- cores

_CORE = mark(
    "The innermost core has {count} members, each in contact with at least {core} others of it: {names}."
)


def densest(network: Known) -> Found:
    """Return how deep in the network each thing is."""
    numbers, contacts = cores(network.ties), degree(network.ties)
    order = _order(numbers, contacts)
    names = {"thing": _WHO, "core": mark("Core"), "degree": mark("Contacts")}
    rows = [(network.cells[at], _whole(numbers[at]), _whole(contacts[at])) for at in order]
    most = int(numbers.max(initial=0))
    inner = [label_of(network.cells[at]) for at in order if numbers[at] == most]
    values = {"core": most, "count": len(inner), "names": shortened(inner)}
    return Found(table("cores", names, rows), Said(_CORE, values), (), {"core": most})


# ---- what falls apart

_FALLS = mark("If {name} leaves, {count} lose contact with the others: {names}.")
_ONLY = mark("Only the {most} bodies with the most contacts were looked at.")
_HOLDS = mark("Nothing falls apart if any one of them leaves.")


def falls_apart(network: Known) -> Found:
    """Return who holds others in contact, and whom."""
    names = {
        "thing": mark("If this one leaves"),
        "count": mark("How many lose contact"),
        "lost": mark("Who loses contact with the others"),
        "parts": mark("Parts that are left"),
    }
    rows: list[tuple[Cell, ...]] = []
    said = Said(_HOLDS, {})
    for cut in cuts(network.ties):
        lost = shortened([label_of(network.cells[at]) for at in cut.lost], most=20)
        who = network.cells[cut.place]
        if not rows:
            said = Said(_FALLS, {"name": label_of(who), "count": len(cut.lost), "names": lost})
        rows.append((who, _whole(len(cut.lost)), Cell(Literal(lost)), _whole(cut.parts)))
    notes = [Said(_ONLY, {"most": MOST})] if len(rows) == MOST else []
    parts = network.parts()
    return Found(table("falls-apart", names, rows), said, (*notes, *([parts] if parts else [])))


def shortened(names: Sequence[str], most: int = 8) -> str:
    """Return names in a row, of many the first and how many more there are.

    >>> shortened(["a", "b", "c"], 2)
    'a, b, + 1'
    """
    more = len(names) - most
    return ", ".join([*names[:most], *([f"+ {more}"] if more > 0 else [])])


MEASURES: Mapping[str, Measure] = {
    "central": Measure(
        mark("Who is in contact with most others"),
        mark(
            "A body with many contacts reaches many others at once, and has most to fit together. "
            "Ask whether it has the time for it."
        ),
        central,
    ),
    "bridges": Measure(
        mark("Who connects others"),
        mark(
            "Bodies through which others hang together: if one of them is not at the table, word does not "
            "pass. A large share of routes and a low constraint tell a bridge; a high constraint tells a "
            "body whose contacts all know one another."
        ),
        bridges,
    ),
    "communities": Measure(
        mark("Who works together in groups"),
        mark(
            "Bodies in one group work more with one another than with others. Where two groups hardly meet, "
            "ask whether they should."
        ),
        groups,
    ),
    "cores": Measure(
        mark("The core and the edge of the network"),
        mark(
            "In core k each body is in contact with at least k others of that core, so a deep core bears it "
            "that one leaves. A body in core 1 hangs on few contacts. One action with many bodies is a core "
            "by itself."
        ),
        densest,
    ),
    "falls-apart": Measure(
        mark("What falls apart if one leaves"),
        mark(
            "If the body named first leaves, those listed lose contact with the others. "
            "Agree on a second contact, or on who takes over."
        ),
        falls_apart,
    ),
}
