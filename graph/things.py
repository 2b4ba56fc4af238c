"""All that is said of one thing, in the order and the words of its shape."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from rdflib import DCTERMS, OWL, PROV, RDF, SKOS, URIRef

from ontology import Column, DisplayKind, Form, Label, pick

from . import program
from .described import Described
from .errors import UnknownQueryError
from .i18n import mark
from .much_linked import MANY, some_references
from .plan_graph import PlanGraph
from .records import LinkRecord, Passage, RecordReader, notes
from .table import Cell, short
from .terms import Row, Term


@dataclass(frozen=True)
class Value:
    """A value of a statement, with its record where it is a link."""

    cell: Cell
    kind: DisplayKind | None = None
    record: LinkRecord | None = None


@dataclass(frozen=True)
class Statement:
    """One property of a thing, or one relation of others to it.

    Of `count` values as many are told as the reader was asked for; `linked` ones have records.
    """

    key: str
    name: Label
    incoming: bool
    values: tuple[Value, ...]
    count: int = 0
    linked: bool = False


@dataclass(frozen=True)
class _Group:
    """Others in one relation, each with the record of its link if there is one; in all so many."""

    predicate: URIRef
    incoming: bool
    others: tuple[tuple[URIRef, Term], ...]
    count: int

    @property
    def linked(self) -> bool:
        return any(record for _, record in self.others)


@dataclass(frozen=True)
class Thing:
    """A thing of a plan, ready to be shown."""

    iri: URIRef
    short: str
    label: Label
    labels: Mapping[str, str]
    class_name: Label
    kind: DisplayKind | None
    plan: Cell | None
    statements: tuple[Statement, ...]
    passages: tuple[Passage, ...]
    notes: tuple[Label, ...] = ()
    #: What is said of it and of its parts, as it stands: thing, property, value.
    said: tuple[tuple[Term, URIRef, Term], ...] = ()


@dataclass
class ThingReader:
    """Reads things from a store; with a folder of sources, passages are quoted.

    `most` is how many others are told of one relation, where not all of them are wanted.
    """

    plans: PlanGraph
    lang: str
    sources: Path | None = None
    most: int | None = None

    @cached_property
    def _records(self) -> RecordReader:
        return RecordReader(self.plans, self.lang, self.sources)

    def read(self, iri: URIRef) -> Thing:
        """Return a thing with all its statements.

        Raises
        ------
        UnknownQueryError
            Nothing is known of it.
        """
        told = list(program.rows(self.plans.store, "thing", [iri]))
        said = [(row[0], URIRef(str(row[1])), row[2]) for row in told if row[0] is not None]
        found = [(prop, value) for thing, prop, value in said if thing == iri]
        if not found:
            raise UnknownQueryError(mark("no thing {thing} is stored"), thing=short(iri))
        counts = {URIRef(str(row[1])): int(str(row[3])) for row in told if row[3] is not None}
        some = self.most is not None and sum(counts.values()) > MANY
        rows = (
            some_references(self.plans.store, iri, counts)
            if some
            else list(program.rows(self.plans.store, "thing-links", [iri]))
        )
        # What is linked with itself comes from both ends.
        links = list(dict.fromkeys(row for row in rows if row[0] is not None))
        own = self._own(iri, said, links)
        groups = [*self._linked(iri, links), *self._referring(links, rows)]
        groups = [_counted(group, counts if some else {}) for group in groups]
        described = self.plans.describe([iri, *_mentioned(found, own, groups)], self.lang)
        described |= {iri: self._described_class(iri, found, described)}
        cls = described[iri].cls
        linked = [record for group in groups for _, record in group.others if record]
        records, passages = self._records.read_with_places([iri, *linked])
        plan = next((value for prop, value in found if prop == DCTERMS.isPartOf), None)
        return Thing(
            iri=iri,
            short=short(iri),
            label=described[iri].label,
            labels={getattr(v, "language", "") or "": str(v) for p, v in found if p == SKOS.prefLabel},
            class_name=pick(self.plans.model.labels(cls), self.lang) if cls is not None else Label("", ""),
            kind=self.plans.model.kind_of(cls) if cls is not None else None,
            plan=Cell(plan, described[plan].label) if isinstance(plan, URIRef) else None,
            statements=tuple(self._all(own, groups, described, records)),
            passages=passages.get(str(iri), ()),
            notes=notes(v for p, v in found if p == SKOS.editorialNote),
            said=tuple(said),
        )

    # ---- what is said of the thing itself

    def _described_class(
        self, iri: URIRef, found: list[tuple[URIRef, Term]], described: Mapping[URIRef, Described]
    ) -> Described:
        classes = [URIRef(str(value)) for prop, value in found if prop == RDF.type]
        known = [cls for cls in classes if self.plans.model.shape_of(cls)]
        return Described(described[iri].label, next(iter(known or classes), None))

    def _own(
        self, iri: URIRef, said: Sequence[tuple[Term, URIRef, Term]], links: list[Row]
    ) -> list[tuple[Column, list[Term]]]:
        """Return the values of each column of the thing's shape that has any, links left out."""
        linked = {(predicate, value) for _, subject, predicate, value in links if subject == iri}
        found = [(prop, value) for thing, prop, value in said if thing == iri]
        parts = {
            p: [(q, v) for part, q, v in said if part == o] for p, o in found if str(o).startswith(f"{iri}/")
        }
        result: list[tuple[Column, list[Term]]] = []
        for column in self._columns(found):
            holder = parts.get(column.path[0], []) if len(column.path) > 1 else found
            values = [v for p, v in holder if p == column.predicate and (p, v) not in linked]
            if values and not column.linked:
                result.append((column, values))
        return result

    def _columns(self, found: list[tuple[URIRef, Term]]) -> Iterator[Column]:
        shown_apart = {SKOS.prefLabel, SKOS.editorialNote}
        for prop, value in found:
            shape = self.plans.model.shape_of(URIRef(str(value))) if prop == RDF.type else None
            for column in shape.columns if shape else ():
                passage = column.form is Form.PASSAGES and column.predicate == PROV.wasDerivedFrom
                if len(column.path) > 1 or not (column.predicate in shown_apart or passage):
                    yield column

    # ---- links and other references

    def _linked(self, iri: URIRef, links: list[Row]) -> Iterator[_Group]:
        """Return links from the thing and to it, in the order in which columns stand in the sheets."""
        groups: dict[tuple[bool, URIRef], list[tuple[URIRef, Term]]] = {}
        both = {(row[1], row[2], row[3]) for row in links}
        for record, subject, predicate, value in links:
            # A relation that reads the same both ways is told once.
            if subject == iri or not (predicate in self._symmetric and (iri, predicate, subject) in both):
                incoming = subject != iri
                other = URIRef(str(subject if incoming else value))
                groups.setdefault((incoming, URIRef(str(predicate))), []).append((other, record))
        order = self.plans.model.relation_order
        in_order = sorted(groups.items(), key=lambda group: (group[0][0], order.get(group[0][1], 99)))
        return (self._group(predicate, others, incoming=way) for (way, predicate), others in in_order)

    def _referring(self, links: list[Row], rows: list[Row]) -> Iterator[_Group]:
        """Return what refers to the thing without a link record."""
        linked = {(row[1], row[2], row[3]) for row in links}
        groups: dict[URIRef, list[tuple[URIRef, Term]]] = {}
        for _, thing, prop, value in (row for row in rows if row[0] is None):
            if (thing, prop, value) not in linked:
                groups.setdefault(URIRef(str(prop)), []).append((URIRef(str(thing)), None))
        return (self._group(prop, others, incoming=True) for prop, others in groups.items())

    def _group(self, predicate: URIRef, others: list[tuple[URIRef, Term]], *, incoming: bool) -> _Group:
        """Return a group with no more than so many others: those whose IRIs come first."""
        told = (
            others
            if self.most is None or len(others) <= self.most
            else sorted(others, key=_by_iri)[: self.most]
        )
        return _Group(predicate, incoming, tuple(told), len(others))

    def _all(
        self,
        own: list[tuple[Column, list[Term]]],
        groups: list[_Group],
        described: Mapping[URIRef, Described],
        records: Mapping[str, LinkRecord],
    ) -> Iterator[Statement]:
        """Return links first, then what the columns say, then what else refers to the thing."""
        yield from (self._statement(group, described, records) for group in groups if group.linked)
        for column, values in own:
            name = pick(column.names, self.lang)
            shown = tuple(self._value(value, described) for value in _spoken(values, self.lang))
            yield Statement(column.key, name, incoming=False, values=shown, count=len(shown))
        yield from (self._statement(group, described, records) for group in groups if not group.linked)

    def _statement(
        self, group: _Group, described: Mapping[URIRef, Described], records: Mapping[str, LinkRecord]
    ) -> Statement:
        return Statement(
            key=str(group.predicate),
            name=self._relation(group.predicate, incoming=group.incoming),
            incoming=group.incoming,
            values=tuple(
                self._value(other, described, records.get(str(record))) for other, record in group.others
            ),
            count=group.count,
            linked=group.linked,
        )

    @cached_property
    def _symmetric(self) -> set[Term]:
        found = self.plans.model.graph.subjects(RDF.type, OWL.SymmetricProperty)
        return {prop for prop in found if isinstance(prop, URIRef)}

    def _relation(self, predicate: URIRef, *, incoming: bool) -> Label:
        names = self.plans.model.relation_names(predicate, inverse=incoming)
        return pick(names, self.lang, fallback=short(predicate))

    def _value(
        self, term: Term, described: Mapping[URIRef, Described], record: LinkRecord | None = None
    ) -> Value:
        if not isinstance(term, URIRef):
            return Value(Cell(term), None, record)
        found = described.get(term)
        if found is None:
            return Value(Cell(term), None, record)
        kind = self.plans.model.kind_of(found.cls) if found.cls is not None else None
        return Value(Cell(term, found.label), kind, record)


def _counted(group: _Group, counts: Mapping[URIRef, int]) -> _Group:
    """Return a group with the number of all references, of which only some were read."""
    count = counts.get(group.predicate, 0) if group.incoming else 0
    return replace(group, count=max(group.count, count))


def _by_iri(other: tuple[URIRef, Term]) -> str:
    return str(other[0])


def _mentioned(
    found: list[tuple[URIRef, Term]], own: list[tuple[Column, list[Term]]], groups: list[_Group]
) -> Iterator[Term]:
    """Return all things that a page of a thing names."""
    yield from (value for prop, value in found if prop == DCTERMS.isPartOf)
    yield from (value for _, values in own for value in values if isinstance(value, URIRef))
    yield from (other for group in groups for other, _ in group.others)


def _spoken(values: list[Term], lang: str) -> list[Term]:
    """Of texts in several languages keep the ones in the reader's; other values stay."""
    tagged = {getattr(value, "language", None) for value in values}
    if tagged == {None}:
        return values
    chosen = pick({tag or "": tag or "x" for tag in tagged}, lang).lang
    return [value for value in values if (getattr(value, "language", None) or "") == chosen]
