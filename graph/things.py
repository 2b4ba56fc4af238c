"""All that is said of one thing, in the order and the words of its shape."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from rdflib import DCTERMS, OWL, PROV, RDF, SKOS, URIRef

from ontology import Column, DisplayKind, Form, Label, Model, pick
from ontology.namespaces import CONCEPT, PLAN

from . import program
from .errors import UnknownQueryError
from .i18n import mark
from .plan_graph import Described, PlanGraph
from .store import Row, Term
from .table import Cell, short

_CONFIDENCE = URIRef(f"{CONCEPT}confidence")


@dataclass(frozen=True)
class Passage:
    """A place in a source: its lines, and the wording where the file is at hand."""

    iri: URIRef
    source: Label
    file: str
    first: int
    last: int
    quote: str = ""


@dataclass(frozen=True)
class LinkRecord:
    """What a link rests on; `sure` is the confidence as a word."""

    iri: URIRef
    basis: Label
    named: bool
    confidence: float | None
    sure: Label | None
    passages: tuple[Passage, ...]
    details: tuple[tuple[str, Label], ...] = ()
    notes: tuple[Label, ...] = ()


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
    _files: dict[str, list[str]] = field(default_factory=dict)

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
            passages=self._passages(v for p, v in found if p == PROV.wasDerivedFrom),
            notes=_notes(v for p, v in found if p == SKOS.editorialNote),
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
        records = self._records(row[0] for row in links)
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

    # ---- records and passages

    def _records(self, iris: Iterable[Term]) -> dict[str, LinkRecord]:
        said: dict[str, dict[str, list[Term]]] = {}
        for link, key, value in program.rows(self.plans.store, "records", iris):
            said.setdefault(str(link), {}).setdefault(str(key), []).append(value)
        terms = [v for keys in said.values() for vs in keys.values() for v in vs if isinstance(v, URIRef)]
        described = self.plans.describe(terms, self.lang)
        return {link: self._record(URIRef(link), keys, described) for link, keys in said.items()}

    def _record(
        self, iri: URIRef, said: Mapping[str, list[Term]], described: Mapping[URIRef, Described]
    ) -> LinkRecord:
        basis = URIRef(str(said["basis"][0]))
        confidence = float(str(said["confidence"][0])) if "confidence" in said else None
        return LinkRecord(
            iri=iri,
            basis=described[basis].label,
            named=str(self.plans.model.graph.value(basis, PLAN.named)) == "true",
            confidence=confidence,
            sure=sure(self.plans.model, confidence, self.lang),
            passages=self._passages(said.get("passage", [])),
            details=tuple(
                (key, described[URIRef(str(value))].label)
                for key in ("ground", "extent", "via")
                for value in said.get(key, [])
            ),
            notes=_notes(said.get("note", [])),
        )

    def _passages(self, iris: Iterable[Term]) -> tuple[Passage, ...]:
        rows = list(program.rows(self.plans.store, "passages", iris))
        labels = self.plans.describe((row[1] for row in rows), self.lang)
        found = [
            self._passage(row, labels[URIRef(str(row[1]))].label, int(str(row[3])), int(str(row[4])))
            for row in rows
        ]
        return tuple(sorted(found, key=lambda passage: (passage.file, passage.first)))

    def _passage(self, row: Row, source: Label, first: int, last: int) -> Passage:
        file = str(row[2] or "")
        return Passage(URIRef(str(row[0])), source, file, first, last, self._quote(file, first, last))

    def _quote(self, file: str, first: int, last: int) -> str:
        """Cut the wording out of the source, where a folder of sources holds the file."""
        if self.sources is None or not file:
            return ""
        if file not in self._files:
            path = (self.sources / file).resolve()
            inside = path.is_relative_to(self.sources.resolve()) and path.is_file()
            # Lines are split on \\n only: form feeds begin a line and do not make one.
            text = path.read_bytes().decode("utf-8-sig", errors="replace") if inside else ""
            self._files[file] = text.split("\n")
        return " ".join(" ".join(self._files[file][first - 1 : last]).split())


def sure(model: Model, confidence: float | None, lang: str) -> Label | None:
    """Return a confidence as a word: the first of its scheme that it is high enough for."""
    for concept in model.schemes[_CONFIDENCE].values() if confidence is not None else ():
        if confidence >= float(str(model.graph.value(concept, PLAN.atLeast))):
            return pick(model.labels(concept), lang)
    return None


def _spoken(values: list[Term], lang: str) -> list[Term]:
    """Of texts in several languages keep the ones in the reader's; other values stay."""
    tagged = {getattr(value, "language", None) for value in values}
    if tagged == {None}:
        return values
    chosen = pick({tag or "": tag or "x" for tag in tagged}, lang).lang
    return [value for value in values if (getattr(value, "language", None) or "") == chosen]


def _notes(values: Iterable[Term]) -> tuple[Label, ...]:
    return tuple(Label(str(value), getattr(value, "language", "") or "") for value in values)
