"""All that is said of one thing, in the order and the words of its shape."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from rdflib import DCTERMS, OWL, PROV, RDF, SKOS, URIRef

from ontology import Column, DisplayKind, Form, Label, pick

from . import program
from .errors import UnknownQueryError
from .i18n import mark
from .plan_graph import Described, PlanGraph
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
    """One property of a thing, or one relation of others to it."""

    key: str
    name: Label
    incoming: bool
    values: tuple[Value, ...]


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


@dataclass
class ThingReader:
    """Reads things from a store; with a folder of sources, passages are quoted."""

    plans: PlanGraph
    lang: str
    sources: Path | None = None

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
        found = self._statements([iri])[iri]
        if not found:
            raise UnknownQueryError(mark("no thing {thing} is stored"), thing=short(iri))
        links = self._links(iri)
        own = self._own(iri, found, links)
        described = self.plans.describe([iri, *self._mentioned(found, own, links, iri)], self.lang)
        described |= {iri: self._described_class(iri, found, described)}
        cls = described[iri].cls
        plan = next((value for prop, value in found if prop == DCTERMS.isPartOf), None)
        return Thing(
            iri=iri,
            short=short(iri),
            label=described[iri].label,
            labels={getattr(v, "language", "") or "": str(v) for p, v in found if p == SKOS.prefLabel},
            class_name=pick(self.plans.model.labels(cls), self.lang) if cls is not None else Label("", ""),
            kind=self.plans.model.kind_of(cls) if cls is not None else None,
            plan=Cell(plan, described[plan].label) if isinstance(plan, URIRef) else None,
            statements=tuple(self._all(iri, own, links, described)),
            passages=self._records.passages(v for p, v in found if p == PROV.wasDerivedFrom),
            notes=notes(v for p, v in found if p == SKOS.editorialNote),
        )

    # ---- what is said of the thing itself

    def _described_class(
        self, iri: URIRef, found: list[tuple[URIRef, Term]], described: Mapping[URIRef, Described]
    ) -> Described:
        classes = [URIRef(str(value)) for prop, value in found if prop == RDF.type]
        known = [cls for cls in classes if self.plans.model.shape_of(cls)]
        return Described(described[iri].label, next(iter(known or classes), None))

    def _statements(self, things: Iterable[URIRef]) -> dict[URIRef, list[tuple[URIRef, Term]]]:
        wanted = list(things)
        found: dict[URIRef, list[tuple[URIRef, Term]]] = {thing: [] for thing in wanted}
        for thing, prop, value in program.rows(self.plans.store, "statements", wanted):
            found[URIRef(str(thing))].append((URIRef(str(prop)), value))
        return found

    def _own(
        self, iri: URIRef, found: list[tuple[URIRef, Term]], links: list[Row]
    ) -> list[tuple[Column, list[Term]]]:
        """Return the values of each column of the thing's shape that has any, links left out."""
        linked = {(predicate, value) for _, subject, predicate, value in links if subject == iri}
        parts = self._parts(iri, found)
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

    def _parts(
        self, iri: URIRef, found: list[tuple[URIRef, Term]]
    ) -> dict[URIRef, list[tuple[URIRef, Term]]]:
        parts = {p: URIRef(str(v)) for p, v in found if str(v).startswith(f"{iri}/")}
        statements = self._statements(parts.values()) if parts else {}
        return {prop: statements[part] for prop, part in parts.items()}

    # ---- links and other references

    def _links(self, iri: URIRef) -> list[Row]:
        return list(program.rows(self.plans.store, "links-of", [iri]))

    def _mentioned(
        self,
        found: list[tuple[URIRef, Term]],
        own: list[tuple[Column, list[Term]]],
        links: list[Row],
        iri: URIRef,
    ) -> Iterator[Term]:
        yield from (value for prop, value in found if prop == DCTERMS.isPartOf)
        yield from (value for _, values in own for value in values if isinstance(value, URIRef))
        yield from (end for _, subject, _, value in links for end in (subject, value))
        yield from (row[0] for row in self._references(iri))

    def _references(self, iri: URIRef) -> list[Row]:
        return list(program.rows(self.plans.store, "references-to", [iri]))

    def _all(
        self,
        iri: URIRef,
        own: list[tuple[Column, list[Term]]],
        links: list[Row],
        described: Mapping[URIRef, Described],
    ) -> Iterator[Statement]:
        yield from self._linked(iri, links, described)
        for column, values in own:
            name = pick(column.names, self.lang)
            shown = tuple(self._value(value, described) for value in _spoken(values, self.lang))
            yield Statement(column.key, name, incoming=False, values=shown)
        linked = {(row[1], row[2], row[3]) for row in links}
        others: dict[URIRef, list[Term]] = {}
        for thing, prop, value in self._references(iri):
            if (thing, prop, value) not in linked:
                others.setdefault(URIRef(str(prop)), []).append(thing)
        for prop, things in others.items():
            shown = tuple(self._value(thing, described) for thing in things)
            yield Statement(str(prop), self._relation(prop, incoming=True), incoming=True, values=shown)

    def _linked(
        self, iri: URIRef, links: list[Row], described: Mapping[URIRef, Described]
    ) -> Iterator[Statement]:
        """Return links from the thing and to it, in the order in which columns stand in the sheets."""
        records = self._records.read(row[0] for row in links)
        groups: dict[tuple[bool, URIRef], list[Row]] = {}
        both = {(row[1], row[2], row[3]) for row in links}
        for row in links:
            # A relation that reads the same both ways is told once.
            if row[1] == iri or not (self._symmetric(row[2]) and (iri, row[2], row[1]) in both):
                groups.setdefault((row[1] != iri, URIRef(str(row[2]))), []).append(row)
        order = self.plans.model.relation_order
        in_order = sorted(groups.items(), key=lambda group: (group[0][0], order.get(group[0][1], 99)))
        for (incoming, predicate), rows in in_order:
            shown = tuple(
                self._value(row[1] if incoming else row[3], described, records.get(str(row[0])))
                for row in rows
            )
            yield Statement(str(predicate), self._relation(predicate, incoming=incoming), incoming, shown)

    def _symmetric(self, predicate: Term) -> bool:
        return (predicate, RDF.type, OWL.SymmetricProperty) in self.plans.model.graph

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


def _spoken(values: list[Term], lang: str) -> list[Term]:
    """Of texts in several languages keep the ones in the reader's; other values stay."""
    tagged = {getattr(value, "language", None) for value in values}
    if tagged == {None}:
        return values
    chosen = pick({tag or "": tag or "x" for tag in tagged}, lang).lang
    return [value for value in values if (getattr(value, "language", None) or "") == chosen]
