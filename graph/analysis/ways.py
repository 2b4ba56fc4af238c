"""How things of the plans are connected, as sentences and a table: the relation in words on each step."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from rdflib import Literal, URIRef

from ontology import pick

from .. import program
from ..errors import UnknownQueryError
from ..i18n import mark
from ..network import NetworkLink
from ..plan_graph import PlanGraph
from ..search import find
from ..table import Cell, short
from .asking import Known, Said, Wish, known, table
from .connected import Answer, Connection, connected
from .ground import Ground, ground_from, left_out
from .measures import Found, shortened
from .paths import MOST

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
_SAME = mark("{start} and {end} are the same.")
_DIRECT = mark("{start} and {end} are linked directly.")
_FOUND = mark("Steps from {start} to {end}: {steps}. Shortest ways shown: {count}.")
_JOINED = mark("Steps that join {names}: {steps}. Smallest connections shown: {count}.")
_ONLY_THROUGH = mark("No path from {start} to {end}: the nearest is that both are linked with {names}.")
_ALONE = mark("No path from {start} to {end}: {names} has no link in this network.")
_NOTHING = mark("No path from {start} to {end}. {start} is linked with: {near}. {end} is linked with: {far}.")
_NOT_JOINED = mark("No connection joins {names}.")
#: With a grade of co-operation, what is shared or that nothing is.
_SHARED = mark("{kind}: {names}")


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


def ways(
    plans: PlanGraph, wish: Wish, ends: Sequence[URIRef], hidden: Collection[str] | None = None
) -> tuple[Known, Found, bool, tuple[Said, ...]]:
    """Return the network, the shortest ways between things in it, whether there are any, what is shared.

    A way goes along links in any direction, and through no thing of `no-stepping-stones.rq` or of a hidden
    kind; those come first that have the least parallel work, and of which the sources name most. Where
    there is none, what is told is the nearest: through what else both are linked, or what each is linked
    with.
    """
    network = known(plans, wish)
    ground = ground_from(plans, network.network)
    kinds = left_out(plans.model.kinds) if hidden is None else hidden
    names = [str(end) for end in ends]
    if len(set(names)) < len(names):
        answer = Answer(tuple(names), (), (), 0, 0)
    else:
        answer = connected(ground, names, kinds, MOST)
    told = _Told(plans, ground, wish.lang, answer)
    rows = [row for at, one in enumerate(answer.connections, 1) for row in told.rows(at, one)]
    found = Found(table("path", _NAMES, rows), told.said())
    is_same = len(set(names)) == 1
    return network, found, bool(answer.connections) or is_same, tuple(told.shared())


class _Told:
    """An answer in the words of a language."""

    def __init__(self, plans: PlanGraph, ground: Ground, lang: str, answer: Answer) -> None:
        """Read what the things on it are called."""
        self._plans, self._ground, self._lang, self._answer = plans, ground, lang, answer
        shown = {name for one in answer.connections for way in one.ways for name in way.names}
        shown |= {name for one in answer.shared for name in one.things}
        shown |= {one.name for one in answer.nearest} | set(answer.ends)
        if not answer.connections:
            shown |= {name for end in answer.ends for name in ground.near.get(end, ())}
        self._described = plans.describe(shown, lang)

    def rows(self, at: int, one: Connection) -> Iterable[tuple[Cell, ...]]:
        """Yield the steps of a connection as cells of a table."""
        for step in one.steps:
            links = self._ground.between[frozenset(step)]
            relation = ", ".join(relations(self._plans, links, step.source, self._lang))
            ends = (self._cell(step.source), Cell(Literal(relation)), self._cell(step.target))
            yield Cell(Literal(at)), *ends, Cell(Literal(any(link.named for link in links)))

    def said(self) -> Said:
        """Return what was found, in a sentence."""
        answer, names = self._answer, [self._label(end) for end in self._answer.ends]
        if len(names) > 2:
            values = {"names": ", ".join(names), "steps": answer.length, "count": len(answer.connections)}
            return Said(_JOINED if answer.connections else _NOT_JOINED, values)
        ends = {"start": names[0], "end": names[-1]}
        if len(set(answer.ends)) == 1:
            return Said(_SAME, ends)
        if not answer.connections:
            return self._nearest(ends)
        values = {**ends, "steps": answer.length, "count": len(answer.connections)}
        return Said(_FOUND if answer.length > 1 else _DIRECT, values)

    def shared(self) -> Iterable[Said]:
        """Yield for each grade of co-operation what is shared, or that nothing is."""
        for one in self._answer.shared:
            kind = next(kind for kind in self._plans.model.kinds if kind.name == one.kind)
            if one.things:
                names = shortened([self._label(name) for name in one.things])
                yield Said(_SHARED, {"kind": pick(kind.shared, self._lang).text, "names": names})
            else:
                yield Said("{kind}", {"kind": pick(kind.none_shared, self._lang).text})

    def _nearest(self, ends: dict[str, str]) -> Said:
        """Return what is nearest where there is no way: what it would lead through, or the neighbours."""
        near = [sorted(self._ground.near.get(end, ())) for end in self._answer.ends]
        if not all(near):
            alone = ends["end"] if near[0] else ends["start"]
            return Said(_ALONE, {**ends, "names": alone})
        nearest = self._answer.nearest
        through = [one.name for one in nearest if sorted(one.steps) == sorted(nearest[0].steps)]
        if through:
            return Said(_ONLY_THROUGH, {**ends, "names": shortened([self._label(name) for name in through])})
        told = [shortened([self._label(name) for name in some], most=5) for some in near]
        return Said(_NOTHING, {**ends, "near": told[0], "far": told[1]})

    def _cell(self, name: str) -> Cell:
        iri = URIRef(name)
        return Cell(iri, self._described[iri].label)

    def _label(self, name: str) -> str:
        return self._described[URIRef(name)].label.text


def relations(plans: PlanGraph, links: Iterable[NetworkLink], source: str, lang: str) -> list[str]:
    """Return in words how a thing is linked with another, each word once."""
    names = (plans.model.relation_names(x.relation, inverse=str(x.source) != source) for x in links)
    words = (pick(name, lang, fallback=short(x.relation)) for name, x in zip(names, links, strict=True))
    return [*dict.fromkeys(word.text for word in words)]
