"""How two things of the plans are connected: the shortest ways, with the relation in words on each step."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from rdflib import Literal, URIRef

from ontology import pick

from .. import program
from ..errors import UnknownQueryError
from ..i18n import mark
from ..plan_graph import PlanGraph
from ..search import find
from ..table import Cell, short
from .asking import Known, Said, Wish, known, label_of, table
from .measures import Found, shortened
from .paths import MOST, Step, shortest_paths

TITLE = mark("How two things are connected")
MEANING = mark(
    "The shortest ways from one to the other, for a first contact. Goals, departments, the city as a whole, "
    "umbrella words and fields are no steps on the way, as all things are near through them. Two actions of "
    "one priority are parallel work, and no contact yet."
)
_NAMES = {
    "way": mark("Way"),
    "from": mark("From thing"),
    "relation": mark("How they are linked"),
    "to": mark("To thing"),
    "named": mark("Named in the source"),
}
#: How well a name fits that is just what was asked for.
_SAME_NAME = 0.99
#: Of so many of the shortest ways those are told first that rest least on somebody's reading.
_WEIGHED = 200
_SAME = mark("{start} and {end} are the same.")
_DIRECT = mark("{start} and {end} are linked directly.")
_FOUND = mark("Steps from {start} to {end}: {steps}. Shortest ways shown: {count}.")
_ONLY_THROUGH = mark("No path from {start} to {end}: the nearest is that both are linked with {names}.")
_ALONE = mark("No path from {start} to {end}: {names} has no link in this network.")
_NOTHING = mark("No path from {start} to {end}. {start} is linked with: {near}. {end} is linked with: {far}.")


def thing_of(plans: PlanGraph, text: str, lang: str) -> URIRef:
    """Return a thing by its ID or by its name.

    Raises
    ------
    UnknownQueryError
        Nothing has this ID, and no one thing this name; the message tells what is called most like it.
    """
    iri = _by_id(plans, text)
    if iri is not None:
        return iri
    hits = find(plans, text, lang, limit=5)
    same = [hit for hit in hits if hit.score >= _SAME_NAME] or hits
    if len(same) == 1:
        return same[0].iri
    if not hits:
        raise UnknownQueryError(mark("no thing {thing} is stored"), thing=text)
    choices = ", ".join(f"{short(hit.iri)} ({hit.label.text})" for hit in hits)
    raise UnknownQueryError(mark("{thing} may be one of: {choices}"), thing=text, choices=choices)


def _by_id(plans: PlanGraph, text: str) -> URIRef | None:
    try:
        iri = plans.iri_of(text)
    except ValueError:
        return None
    return iri if any(program.rows(plans.store, "exists", [iri])) else None


def ways(plans: PlanGraph, wish: Wish, start: URIRef, end: URIRef) -> tuple[Known, Found, bool]:
    """Return the network, the shortest ways between two things in it, and whether there are any.

    A way goes along links in any direction, and through no thing of `no-stepping-stones.rq`; those come
    first that the sources name most of. Where there is none, what is told is the nearest: through what
    else both are linked, or what each is linked with.
    """
    network = known(plans, wish)
    closed = _closed(plans)
    pairs = [(str(link.source), str(link.target)) for link in network.network.links]
    every = shortest_paths(pairs, str(start), str(end), closed, _WEIGHED)
    found = sorted(every, key=lambda way: _readings(network, way))[:MOST]
    described = plans.describe([start, end], wish.lang)
    names = {"start": described[start].label.text, "end": described[end].label.text}
    rows = [row for number, way in enumerate(found, 1) for row in _rows(plans, network, number, way)]
    said = _said(found, names) if found else _nearest(network, pairs, (str(start), str(end)), closed, names)
    return network, Found(table("path", _NAMES, rows), said), bool(found)


def _readings(network: Known, way: Sequence[Step]) -> int:
    """Return how many steps of a way no source names."""
    return sum(not any(link.named for link in network.between[frozenset(step)]) for step in way)


def _closed(plans: PlanGraph) -> frozenset[str]:
    """Return what is no stepping stone in any plan: the goals of a report are those of its parent plan."""

    def read() -> frozenset[str]:
        return frozenset(str(thing) for (thing,) in program.rows(plans.store, "no-stepping-stones"))

    return plans.remembered.once("no stepping stones", read)


def _rows(plans: PlanGraph, network: Known, number: int, way: Sequence[Step]) -> Iterable[tuple[Cell, ...]]:
    cells = dict(zip(network.ties.names, network.cells, strict=True))
    for step in way:
        links = network.between[frozenset(step)]
        words = dict.fromkeys(
            pick(
                plans.model.relation_names(link.relation, inverse=str(link.source) != step.source),
                network.wish.lang,
                fallback=short(link.relation),
            ).text
            for link in links
        )
        named = any(link.named for link in links)
        relation = Cell(Literal(", ".join(words)))
        yield Cell(Literal(number)), cells[step.source], relation, cells[step.target], Cell(Literal(named))


def _said(found: Sequence[Sequence[Step]], names: dict[str, str]) -> Said:
    steps = len(found[0])
    if steps < 2:
        return Said(_DIRECT if steps else _SAME, names)
    return Said(_FOUND, {**names, "steps": steps, "count": len(found)})


def _nearest(
    network: Known,
    pairs: Sequence[tuple[str, str]],
    ends: tuple[str, str],
    closed: Collection[str],
    names: dict[str, str],
) -> Said:
    """Return what is nearest where there is no way: what it would lead through, or each one's neighbours."""
    start, end = ends
    by_name = dict(zip(network.ties.names, network.cells, strict=True))
    beyond = shortest_paths(pairs, start, end, most=MOST)
    through = dict.fromkeys(step.target for way in beyond for step in way if step.target in closed)
    through.pop(end, None)
    if through:
        told = shortened([label_of(by_name[name]) for name in through])
        return Said(_ONLY_THROUGH, {**names, "names": told})
    near, far = (_neighbours(pairs, name, by_name) for name in ends)
    if not (near and far):
        return Said(_ALONE, {**names, "names": names["end"] if near else names["start"]})
    return Said(_NOTHING, {**names, "near": near, "far": far})


def _neighbours(pairs: Iterable[tuple[str, str]], name: str, cells: dict[str, Cell]) -> str:
    others = sorted({other for pair in pairs if name in pair for other in pair} - {name})
    return shortened([label_of(cells[other]) for other in others], most=5)
