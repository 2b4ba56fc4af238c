"""The terms of the ontology as a reader looks them up: read from the model, with no term named here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, Graph, URIRef

from ontology import Column, DisplayKind, Form, Model, Shape, SheetModel, load_model
from ontology.model import texts
from ontology.namespaces import ONTOLOGY, PLAN

from .reference_lists import Scheme, Use, matches_of, schemes_of, uses_of
from .reference_rows import RowHeading, row_headings
from .term_names import curie

Texts = Mapping[str, str]
#: A column that stands the same on so many sheets is told of once.
_MANY = 4


@dataclass(frozen=True)
class Joint:
    """A relation of a class, read from it: the words, and the classes at its other end."""

    predicate: URIRef
    names: Texts
    classes: tuple[URIRef, ...]


@dataclass(frozen=True)
class Term:
    """A class or property: its names, what it means, and what it stands under."""

    iri: URIRef
    names: Texts
    definitions: Texts
    types: tuple[URIRef, ...]
    supers: tuple[URIRef, ...]
    matches: tuple[tuple[URIRef, URIRef], ...]


@dataclass(frozen=True)
class ClassTerm(Term):
    """A class, with the columns in which its things are described."""

    kind: DisplayKind | None
    sheet: SheetModel | None
    shape: Shape | None
    word: str
    columns_at: URIRef | None
    row_headings: tuple[RowHeading, ...]
    outgoing: tuple[Joint, ...]
    incoming: tuple[Joint, ...]
    parts: tuple[Use, ...]


@dataclass(frozen=True)
class PropertyTerm(Term):
    """A property, with the columns that hold it."""

    inverse_names: Texts
    uses: tuple[Use, ...]


@dataclass(frozen=True)
class Section:
    """Classes that a planner thinks of as one; the last has no name: classes that stand on no sheet."""

    name: str
    names: Texts
    classes: tuple[ClassTerm, ...]


@dataclass(frozen=True)
class Reference:
    """All that the reference page tells."""

    model: Model
    version: str
    titles: Texts
    descriptions: Texts
    sections: tuple[Section, ...]
    properties: tuple[PropertyTerm, ...]
    schemes: tuple[Scheme, ...]

    def first_columns(self, term: ClassTerm) -> set[str]:
        """Return the keys of the columns of a class that no class before it on its sheet has."""
        assert term.sheet is not None
        assert term.shape is not None
        before = term.sheet.shapes[: term.sheet.shapes.index(term.shape)]
        known = {column.key for shape in before for column in shape.columns}
        return {column.key for column in term.shape.columns} - known

    def is_first(self, term: ClassTerm) -> bool:
        """Whether the sheet of a class is told of here first."""
        return term.sheet is not None and term.shape is term.sheet.shapes[0] and term.columns_at == term.iri

    def told_at(self, term: ClassTerm, column: Column) -> Use | None:
        """Return where the page has told of a column that many sheets have; else nothing."""
        told = self._told[_told_key(column)]
        first = next(iter(told.values()))
        many = len(told) >= _MANY and term.sheet is not None and first.sheet.name != term.sheet.name
        return first if many else None

    @cached_property
    def _told(self) -> dict[object, dict[str, Use]]:
        """The columns of which the same is told, by sheet, in the order of the page."""
        found: dict[object, dict[str, Use]] = {}
        for section in self.sections:
            for cls in section.classes:
                if cls.sheet is None or cls.shape is None:
                    continue
                for column in cls.shape.columns:
                    told = found.setdefault(_told_key(column), {})
                    told.setdefault(cls.sheet.name, Use(cls.sheet, column))
        return found

    @property
    def terms(self) -> Iterator[Term]:
        """Every class and property."""
        for section in self.sections:
            yield from section.classes
        yield from self.properties


def _told_key(column: Column) -> object:
    words = (tuple(sorted(texts.items())) for texts in (column.names, column.descriptions))
    return column.key, column.path, column.inverse, *words


def reference() -> Reference:
    """Return the reference of the ontology, an organisation's own files included."""
    return _reference(load_model().graph)


@lru_cache(maxsize=2)
def _reference(source: Graph) -> Reference:
    model = load_model()
    assert model.graph is source
    return Reference(
        model=model,
        version=str(source.value(ONTOLOGY, OWL.versionInfo) or ""),
        titles=texts(source, ONTOLOGY, DCTERMS.title),
        descriptions=texts(source, ONTOLOGY, DCTERMS.description),
        sections=tuple(_sections(model)),
        properties=tuple(_properties(model)),
        schemes=tuple(schemes_of(model)),
    )


def _sections(model: Model) -> Iterator[Section]:
    sheets = list(model.sheets.values())
    grouped = {group.name: [s for s in sheets if s.group == group.name] for group in model.groups}
    names = {group.name: group.names for group in model.groups}
    for sheet in sheets:
        if sheet.group not in names:
            grouped[sheet.name], names[sheet.name] = [sheet], sheet.names
    for name, inside in grouped.items():
        classes = [c for sheet in inside for shape in sheet.shapes for c in _classes(model, sheet, shape)]
        yield Section(name, names[name], tuple(classes))
    others = sorted(_others(model), key=lambda cls: (not cls.startswith(str(PLAN)), curie(cls)))
    yield Section("others", {}, tuple(_class(model, cls) for cls in others))


def _classes(model: Model, sheet: SheetModel, shape: Shape) -> Iterator[ClassTerm]:
    # The classes of a sheet of several kinds stand in the order in which the sheet names them.
    places = {cls: place for place, cls in enumerate(sheet.kinds.values())}
    inside = sorted(shape.classes, key=lambda cls: (places.get(cls, 0), cls))
    for cls in inside:
        yield _class(model, cls, sheet, shape, inside[0])


def _others(model: Model) -> Iterator[URIRef]:
    for cls in model.graph.subjects(RDF.type, OWL.Class):
        if isinstance(cls, URIRef) and not model.sheet_of(cls):
            yield cls


def _frame(model: Model, term: URIRef) -> tuple[URIRef, Texts, Texts, tuple[URIRef, ...]]:
    source = model.graph
    types = sorted(t for t in source.objects(term, RDF.type) if isinstance(t, URIRef))
    return term, model.labels(term), texts(source, term, SKOS.definition), tuple(types)


def _supers(model: Model, term: URIRef, predicate: URIRef) -> tuple[URIRef, ...]:
    return tuple(sorted(s for s in model.graph.objects(term, predicate) if isinstance(s, URIRef)))


def _class(
    model: Model,
    cls: URIRef,
    sheet: SheetModel | None = None,
    shape: Shape | None = None,
    first: URIRef | None = None,
) -> ClassTerm:
    kinds = sheet.kinds.items() if sheet else ()
    return ClassTerm(
        *_frame(model, cls),
        supers=_supers(model, cls, RDFS.subClassOf),
        matches=matches_of(cls),
        kind=model.kind_of(cls),
        sheet=sheet,
        shape=shape,
        word=next((word for word, of in kinds if of == cls), ""),
        columns_at=first,
        row_headings=tuple(row_headings(model, sheet)) if sheet else (),
        outgoing=tuple(_outgoing(model, shape)) if shape else (),
        incoming=tuple(_incoming(model, cls)),
        parts=tuple(use for use in uses_of(model) if use.column.part_class == cls),
    )


def _outgoing(model: Model, shape: Shape) -> Iterator[Joint]:
    for column in shape.columns:
        if column.form is Form.REFERENCE:
            names = model.relation_names(column.predicate, inverse=column.inverse)
            yield Joint(column.predicate, names, column.classes)


def _incoming(model: Model, cls: URIRef) -> Iterator[Joint]:
    found: dict[URIRef, list[URIRef]] = {}
    for sheet in model.sheets.values():
        for shape in sheet.shapes:
            for column in shape.columns:
                if column.form is Form.REFERENCE and cls in column.classes and not column.inverse:
                    found.setdefault(column.predicate, []).extend(shape.classes)
    for predicate, classes in found.items():
        names = model.relation_names(predicate, inverse=True)
        yield Joint(predicate, names, tuple(dict.fromkeys(classes)))


def _properties(model: Model) -> Iterator[PropertyTerm]:
    kinds = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, RDF.Property)
    found = {p for kind in kinds for p in model.graph.subjects(RDF.type, kind) if isinstance(p, URIRef)}
    for term in sorted(found, key=lambda p: (not p.startswith(str(PLAN)), curie(p).casefold())):
        yield PropertyTerm(
            *_frame(model, term),
            supers=_supers(model, term, RDFS.subPropertyOf),
            matches=matches_of(term),
            inverse_names=model.relation_names(term, inverse=True) if _has_inverse(model, term) else {},
            uses=tuple(use for use in uses_of(model) if term in use.column.path),
        )


def _has_inverse(model: Model, term: URIRef) -> bool:
    return model.relation_names(term, inverse=True) != model.relation_names(term)
