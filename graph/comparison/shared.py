"""Which bodies take part in the plans of several municipalities, and how these are linked by them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from rdflib import URIRef

from .. import program
from ..i18n import mark
from ..plan_graph import PlanGraph
from ..table import Cell, Table
from .tables import cell, named_columns

NAME = "shared-partners"
_COLUMNS = {
    "one": mark("Municipality"),
    "other": mark("Other municipality"),
    "body": mark("Shared partner"),
    "oneActions": mark("Actions of the first"),
    "otherActions": mark("Actions of the other"),
}


@dataclass(frozen=True)
class Shared:
    """Two municipalities and the bodies that take part in actions of both, with the numbers of actions."""

    one: URIRef
    other: URIRef
    bodies: Mapping[URIRef, tuple[int, int]]


@dataclass(frozen=True)
class SharedPartners:
    """The municipalities of plans, with how many bodies take part in each, and what they share."""

    owners: Mapping[URIRef, int]
    pairs: tuple[Shared, ...]


def shared_partners(plans: PlanGraph, plan_ids: Sequence[str]) -> SharedPartners:
    """Return which bodies the plans of different municipalities share; plans of one count together.

    A body is the same where both plans name it from one register, or where it is said to be the same
    body as another.
    """
    wanted = [plans.iri_of_plan(plan_id) for plan_id in plan_ids]
    found: dict[URIRef, dict[URIRef, int]] = {}
    for _, owner, body, actions in program.rows(plans.store, "shared-bodies", wanted):
        if owner is None or body is None:
            continue
        bodies = found.setdefault(URIRef(str(owner)), {})
        name = URIRef(str(body))
        bodies[name] = bodies.get(name, 0) + int(str(actions))
    pairs = (
        Shared(
            one,
            other,
            {b: (found[one][b], found[other][b]) for b in sorted(found[one].keys() & found[other].keys())},
        )
        for one, other in combinations(sorted(found), 2)
    )
    owners = {owner: len(bodies) for owner, bodies in sorted(found.items())}
    return SharedPartners(owners, tuple(pair for pair in pairs if pair.bodies))


def _pair(one: URIRef, other: URIRef, found: Mapping[URIRef, Mapping[URIRef, int]]) -> Shared:
    both = sorted(found[one].keys() & found[other].keys())
    return Shared(one, other, {body: (found[one][body], found[other][body]) for body in both})


def shared_table(made: SharedPartners, plans: PlanGraph, lang: str) -> Table:
    """Return the shared bodies as a table: a row for each body of each pair of municipalities."""
    things = {end for pair in made.pairs for end in (pair.one, pair.other, *pair.bodies)}
    named = plans.describe(things, lang)

    def thing(iri: URIRef) -> Cell:
        return Cell(iri, named[iri].label)

    rows = tuple(
        (thing(pair.one), thing(pair.other), thing(body), cell(first), cell(second))
        for pair in made.pairs
        for body, (first, second) in pair.bodies.items()
    )
    return Table(NAME, named_columns(_COLUMNS), rows)
