"""How things are connected, in the words of the reader: sentences, ways, and what they rest on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from rdflib import ORG, URIRef

from graph.analysis.connected import Answer, Connection, Group, grouped
from graph.analysis.ground import Ground
from graph.analysis.paths import Step
from graph.analysis.ways import relations
from graph.records import sure
from graph.table import Plain, short
from ontology import DisplayKind, Label, pick
from ontology.namespaces import CONCEPT

from . import current, urls

COLUMNS = ("way", "from", "relation", "to", "named", "basis", "confidence")


@dataclass(frozen=True)
class Told:
    """A thing as it is shown."""

    name: str
    label: Label
    kind: DisplayKind | None

    @property
    def short(self) -> Label:
        """What it is called, cut where that is very long."""
        text = self.label.text
        return Label(f"{text[:_LONGEST]}…" if len(text) > _LONGEST else text, self.label.lang)

    @property
    def iri(self) -> URIRef:
        """The IRI of the thing."""
        return URIRef(self.name)

    @property
    def url(self) -> str:
        """The address of what stands around it."""
        return urls.around(short(self.name))


@dataclass(frozen=True)
class ToldStep:
    """A step in words, in the direction in which it is read, and what it rests on."""

    source: Told
    relation: str
    target: Told
    named: bool
    basis: Label
    sure: Label | None
    confidence: float | None

    def record(self, way: int) -> dict[str, Plain]:
        """Return the step as data."""
        return {
            "way": way,
            "from": short(self.source.name),
            "fromLabel": self.source.label.text,
            "relation": self.relation,
            "to": short(self.target.name),
            "toLabel": self.target.label.text,
            "named": self.named,
            "basis": self.basis.text,
            "confidence": self.confidence,
        }


@dataclass(frozen=True)
class ToldWay:
    """One connection: the steps of its way, or of the ways that meet."""

    arms: tuple[tuple[ToldStep, ...], ...]
    point: Told | None
    #: Aims on it, whose actions are parallel work only.
    parallel: tuple[Told, ...]


@dataclass(frozen=True)
class ToldGroup:
    """Connections through the same bodies."""

    bodies: tuple[Told, ...]
    ways: tuple[ToldWay, ...]


class Telling:
    """An answer, with what its things are called; all names are read at once."""

    def __init__(self, ground: Ground, answer: Answer, more: Iterable[str] = ()) -> None:
        """Take an answer on its ground, and further things that are to be named."""
        self.ground, self.answer = ground, answer
        shown = {name for one in answer.connections for way in one.ways for name in way.names}
        shown |= {name for one in answer.shared for name in one.things[:_FEW]}
        shown |= {one.name for one in answer.nearest} | set(answer.ends) | set(more)
        if not answer.connections:
            shown |= {name for end in answer.ends for name in self._neighbours(end)}
        self._described = current.plans().describe(shown, current.lang())

    def thing(self, name: str) -> Told:
        """Return a thing as it is shown."""
        return Told(name, self._described[URIRef(name)].label, self.ground.kind(name))

    @property
    def ends(self) -> list[Told]:
        """The things that are connected."""
        return [self.thing(end) for end in self.answer.ends]

    @property
    def shared(self) -> list[tuple[Label, list[Told], int]]:
        """For each grade of co-operation, the closest first: what is said, what is shared, how much."""
        kinds = {kind.name: kind for kind in self.ground.every_kind}
        told = []
        for one in self.answer.shared:
            kind = kinds[one.kind]
            said = pick(kind.shared if one.things else kind.none_shared, current.lang())
            told.append((said, [self.thing(name) for name in one.things[:_FEW]], len(one.things)))
        return told

    @cached_property
    def groups(self) -> list[Group]:
        """The connections by the bodies on them."""
        body = current.plans().model.kind_of(ORG.Organization)
        return grouped(self.ground, self.answer.connections, body.name if body else "")

    def told(self, groups: Sequence[Group]) -> list[ToldGroup]:
        """Return groups in words."""
        return [
            ToldGroup(
                tuple(self.thing(name) for name in group.bodies),
                tuple(self._way(one) for one in group.connections),
            )
            for group in groups
        ]

    def records(self) -> list[dict[str, Plain]]:
        """Return all steps of all connections as data."""
        return [
            self.step(step).record(way)
            for way, one in enumerate(self.answer.connections, 1)
            for step in one.steps
        ]

    def step(self, step: Step) -> ToldStep:
        """Return a step in words: of several links, all their words, and what the surest rests on."""
        links = self.ground.between[frozenset(step)]
        best = max(links, key=lambda link: (link.named, 1.0 if link.confidence is None else link.confidence))
        model, lang = current.plans().model, current.lang()
        concept = model.schemes[CONCEPT.basis].get(best.basis)
        return ToldStep(
            self.thing(step.source),
            ", ".join(relations(current.plans(), links, step.source, lang)),
            self.thing(step.target),
            best.named,
            pick(model.labels(concept), lang) if concept else Label("", ""),
            sure(model, best.confidence, lang),
            best.confidence,
        )

    @property
    def opening(self) -> list[DisplayKind]:
        """The kinds that would have to be stepping stones for a connection."""
        return [kind for kind in self.ground.every_kind if kind.name in self.answer.opening]

    @property
    def nearest(self) -> list[tuple[Told, tuple[int, ...]]]:
        """The things that are nearest where there is no connection, and how many steps from each end."""
        return [(self.thing(one.name), one.steps) for one in self.answer.nearest]

    @property
    def neighbours(self) -> list[tuple[Told, list[Told], int]]:
        """What each end is linked with: some of it, and how much that is in all."""
        return [
            (
                self.thing(end),
                [self.thing(name) for name in self._neighbours(end)],
                len(self.ground.near.get(end, ())),
            )
            for end in self.answer.ends
        ]

    def _neighbours(self, end: str) -> list[str]:
        return sorted(self.ground.near.get(end, ()))[:_FEW]

    def _way(self, one: Connection) -> ToldWay:
        arms = tuple(tuple(self.step(step) for step in way.steps) for way in one.ways if way.steps)
        between = [self.thing(name) for name in one.between]
        parallel = tuple(thing for thing in between if thing.kind and thing.kind.parallel)
        return ToldWay(arms, self.thing(one.point) if one.point else None, parallel)


#: How many things a sentence names, and how many letters of a name it has at most.
_FEW, _LONGEST = 6, 160
