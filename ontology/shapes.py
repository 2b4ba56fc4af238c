"""Reads the SHACL shapes into typed descriptions: sheets, columns, kinds.

Everything that knows which properties a plan has reads it from here, and this reads it from
`shapes/*.ttl`: the workbook, the mapping to RDF, the checks, the details panel.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property, lru_cache

from rdflib import RDF, RDFS, SH, SKOS, Graph, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from .files import ontology_graph
from .labels import LANGUAGES
from .namespaces import PLAN, WB


class Form(Enum):
    """How the cells of a column are read."""

    TEXT = "text"  # a column per language
    LITERAL = "literal"  # one datatype
    CONCEPT = "concept"  # a notation of a closed scheme
    REFERENCE = "reference"  # the ID of another thing
    PASSAGES = "passages"  # lines of a source


@dataclass(frozen=True)
class Column:
    """One property of a sheet: `path` leads from the row's thing to the value."""

    key: str
    names: Mapping[str, str]
    descriptions: Mapping[str, str]
    path: tuple[URIRef, ...]
    inverse: bool
    form: Form
    order: int
    datatype: URIRef | None = None
    classes: tuple[URIRef, ...] = ()
    scheme: URIRef | None = None
    separator: str = ""
    required: bool = False
    linked: bool = False
    link_only: bool = False
    default_from: str = ""
    default_value: Node | None = None
    part_class: URIRef | None = None
    limits: tuple[str, ...] = ()

    @property
    def predicate(self) -> URIRef:
        """The last step: the property that holds the value."""
        return self.path[-1]

    @property
    def headers(self) -> tuple[str, ...]:
        """The headers that this column has in a folder of CSV."""
        if self.form is Form.TEXT:
            return tuple(f"{self.key}.{lang}" for lang in LANGUAGES)
        return (self.key,)


@dataclass(frozen=True)
class Shape:
    """A node shape: the classes that it describes and their columns."""

    iri: URIRef
    classes: tuple[URIRef, ...]
    columns: tuple[Column, ...]

    def column(self, key: str) -> Column | None:
        """Return the column of that key, or nothing."""
        return next((column for column in self.columns if column.key == key), None)


@dataclass(frozen=True)
class SheetModel:
    """A sheet of the workbook; where `kinds` has several entries, a column says which."""

    name: str
    names: Mapping[str, str]
    order: int
    id_prefix: str
    kind_column: str
    kinds: Mapping[str, URIRef]
    shapes: tuple[Shape, ...]

    def shape_of(self, cls: URIRef) -> Shape | None:
        """Return the shape of a class of this sheet."""
        return next((shape for shape in self.shapes if cls in shape.classes), None)

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """All columns, each key once, in order."""
        found = {column.key: column for shape in reversed(self.shapes) for column in shape.columns}
        return tuple(sorted(found.values(), key=lambda column: column.order))


@dataclass(frozen=True)
class DisplayKind:
    """A kind of thing as the legend shows it."""

    name: str
    names: Mapping[str, str]
    order: int
    ring: int
    colour: str
    symbol: str
    classes: tuple[URIRef, ...]


@dataclass(frozen=True)
class Model:
    """All that the shapes say."""

    sheets: Mapping[str, SheetModel]
    kinds: tuple[DisplayKind, ...]
    schemes: Mapping[URIRef, Mapping[str, URIRef]]
    graph: Graph = field(repr=False, compare=False)

    def sheet_of(self, cls: URIRef) -> SheetModel | None:
        """Return the sheet whose rows are of that class."""
        return next((sheet for sheet in self.sheets.values() if sheet.shape_of(cls)), None)

    def shape_of(self, cls: URIRef) -> Shape | None:
        """Return the shape of a class."""
        sheet = self.sheet_of(cls)
        return sheet.shape_of(cls) if sheet else None

    def kind_of(self, cls: URIRef) -> DisplayKind | None:
        """Return how the legend shows a class."""
        return next((kind for kind in self.kinds if cls in kind.classes), None)

    def labels(self, term: Node) -> dict[str, str]:
        """Return the labels of a class, property or concept of the ontology by language."""
        return _texts(self.graph, term, RDFS.label) or _texts(self.graph, term, SKOS.prefLabel)

    def relation_names(self, predicate: URIRef, *, inverse: bool = False) -> dict[str, str]:
        """Return the words that stand between two things linked by a property, read either way."""
        names = _texts(self.graph, predicate, WB.inverseName) if inverse else {}
        return names or _texts(self.graph, predicate, RDFS.label)

    @cached_property
    def relation_order(self) -> dict[URIRef, int]:
        """The order of linked properties: as their columns stand in the sheets."""
        columns = [c for sheet in self.sheets.values() for c in sheet.columns if c.linked]
        return {column.predicate: place for place, column in reversed(list(enumerate(columns)))}


_LIMITS = (SH.minInclusive, SH.maxInclusive)


def _texts(source: Graph, node: Node, predicate: URIRef) -> dict[str, str]:
    return {
        str(getattr(value, "language", None) or ""): str(value) for value in source.objects(node, predicate)
    }


def _value(source: Graph, node: Node, predicate: URIRef) -> str:
    value = source.value(node, predicate)
    return "" if value is None else str(value)


def _iri(node: Node) -> URIRef:
    return URIRef(str(node))


def _is_true(source: Graph, node: Node, predicate: URIRef) -> bool:
    return _value(source, node, predicate) == "true"


def _path(source: Graph, node: Node) -> tuple[tuple[URIRef, ...], bool]:
    path = source.value(node, SH.path)
    if isinstance(path, URIRef):
        return (path,), False
    assert path is not None
    inverse = source.value(path, SH.inversePath)
    if inverse is not None:
        return (_iri(inverse),), True
    return tuple(_iri(step) for step in Collection(source, path)), False


def _classes(source: Graph, node: Node) -> tuple[URIRef, ...]:
    direct = [_iri(cls) for cls in source.objects(node, SH["class"])]
    choices = source.value(node, SH["or"])
    if choices is not None:
        direct += [
            _iri(cls) for choice in Collection(source, choices) for cls in source.objects(choice, SH["class"])
        ]
    return tuple(direct)


def _form(source: Graph, node: Node) -> Form:
    if source.value(node, WB.form) == WB.Passages:
        return Form.PASSAGES
    if source.value(node, WB.scheme) is not None:
        return Form.CONCEPT
    datatype = source.value(node, SH.datatype)
    if datatype == RDF.langString:
        return Form.TEXT
    return Form.LITERAL if datatype is not None else Form.REFERENCE


def _column(source: Graph, node: Node) -> Column:
    path, inverse = _path(source, node)
    scheme = source.value(node, WB.scheme)
    datatype = source.value(node, SH.datatype)
    part_class = source.value(node, WB.partClass)
    descriptions = _texts(source, node, SH.description)
    return Column(
        key=_value(source, node, WB.column),
        names=_texts(source, node, SH.name),
        descriptions=descriptions or _texts(source, path[-1], SKOS.definition),
        path=path,
        inverse=inverse,
        form=_form(source, node),
        order=int(_value(source, node, SH.order) or 0),
        datatype=_iri(datatype) if datatype is not None else None,
        classes=_classes(source, node),
        scheme=_iri(scheme) if scheme is not None else None,
        separator=_value(source, node, WB.separator),
        required=int(_value(source, node, SH.minCount) or 0) > 0,
        linked=_is_true(source, node, WB.linked),
        link_only=_is_true(source, node, WB.linkOnly),
        default_from=_value(source, node, WB.defaultFrom),
        default_value=source.value(node, SH.defaultValue),
        part_class=_iri(part_class) if part_class is not None else None,
        limits=tuple(filter(None, (_value(source, node, p) for p in _LIMITS))),
    )


def _shape(source: Graph, node: Node) -> Shape:
    columns = [_column(source, prop) for prop in source.objects(node, SH.property)]
    return Shape(
        iri=_iri(node),
        classes=tuple(sorted(_iri(cls) for cls in source.objects(node, SH.targetClass))),
        columns=tuple(sorted((c for c in columns if c.key), key=lambda column: column.order)),
    )


def _kinds(source: Graph, shape: Node) -> Iterator[tuple[str, URIRef]]:
    for kind in source.objects(shape, WB.kind):
        yield _value(source, kind, WB.value), URIRef(_value(source, kind, WB["class"]))


def _sheet(source: Graph, node: Node) -> SheetModel:
    shapes = sorted(map(_iri, source.subjects(WB.sheet, node)))
    return SheetModel(
        name=_value(source, node, WB.name),
        names=_texts(source, node, SH.name),
        order=int(_value(source, node, SH.order)),
        id_prefix=_value(source, node, WB.idPrefix),
        kind_column=_value(source, node, WB.kindColumn),
        kinds=dict(kind for shape in shapes for kind in _kinds(source, shape)),
        shapes=tuple(_shape(source, shape) for shape in shapes),
    )


def _display(source: Graph, node: Node) -> DisplayKind:
    return DisplayKind(
        name=_value(source, node, WB.name),
        names=_texts(source, node, SH.name),
        order=int(_value(source, node, SH.order)),
        ring=int(_value(source, node, WB.ring)),
        colour=_value(source, node, WB.colour),
        symbol=_value(source, node, WB.symbol),
        classes=tuple(sorted(_iri(cls) for cls in source.objects(node, WB["class"]))),
    )


def _schemes(source: Graph) -> dict[URIRef, dict[str, URIRef]]:
    found: dict[URIRef, dict[str, URIRef]] = {}
    for concept, scheme in source.subject_objects(SKOS.inScheme):
        found.setdefault(_iri(scheme), {})[_value(source, concept, SKOS.notation)] = _iri(concept)
    for scheme, concepts in found.items():
        order = {c: int(_value(source, c, PLAN.order) or 0) for c in concepts.values()}
        found[scheme] = dict(sorted(concepts.items(), key=lambda item: order[item[1]]))
    return found


@lru_cache(maxsize=4)
def _model(source: Graph) -> Model:
    sheets = [_sheet(source, node) for node in source.subjects(RDF.type, WB.Sheet)]
    kinds = [_display(source, node) for node in source.subjects(RDF.type, WB.DisplayKind)]
    return Model(
        sheets={sheet.name: sheet for sheet in sorted(sheets, key=lambda sheet: sheet.order)},
        kinds=tuple(sorted(kinds, key=lambda kind: kind.order)),
        schemes=_schemes(source),
        graph=source,
    )


def load_model() -> Model:
    """Return what the shapes of the ontology say, an organisation's own files included."""
    return _model(ontology_graph())
