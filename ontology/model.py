"""What the shapes say, as values: sheets, columns, kinds of things."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property

from rdflib import RDF, RDFS, SKOS, Graph, URIRef
from rdflib.term import Node

from .former import successor
from .labels import LANGUAGES
from .namespaces import WB


def texts(source: Graph, node: Node, predicate: URIRef) -> dict[str, str]:
    """Return the texts of a property by language."""
    return {
        str(getattr(value, "language", None) or ""): str(value) for value in source.objects(node, predicate)
    }


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
    acyclic: bool = False
    default_from: str = ""
    default_value: Node | None = None
    part_class: URIRef | None = None
    limits: tuple[str, ...] = ()
    examples: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

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
    """A node shape: the classes that it describes and their columns; `former` ones went away."""

    iri: URIRef
    classes: tuple[URIRef, ...]
    columns: tuple[Column, ...]
    former: tuple[Column, ...] = ()

    def column(self, key: str) -> Column | None:
        """Return the column of that key, or nothing."""
        return next((column for column in self.columns if column.key == key), None)


@dataclass(frozen=True)
class SheetGroup:
    """Sheets that a planner thinks of as one."""

    name: str
    names: Mapping[str, str]
    order: int


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
    #: Words that went away from the kind column, and the classes that their rows have now.
    former_kinds: Mapping[str, URIRef] = field(default_factory=dict)
    group: str = ""
    #: When a planner needs the sheet, by language.
    descriptions: Mapping[str, str] = field(default_factory=dict)

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
    #: Whether a way from one thing to another may lead through things of this kind.
    stone: bool = False
    #: How close a co-operation is that shares such a thing, 1 the closest; 0 where sharing it is none.
    grade: int = 0
    #: Whether sharing such a thing is parallel work only, and no contact yet.
    parallel: bool = False
    #: What a shared thing of this kind is called, and how it is said that there is none.
    shared: Mapping[str, str] = field(default_factory=dict)
    none_shared: Mapping[str, str] = field(default_factory=dict)
    #: The words after a number of several shared things.
    many_shared: Mapping[str, str] = field(default_factory=dict)
    #: When the title of a picture tells of things of this kind, 1 first; 0 for never. How it says one of
    #: them, several after their number, and none; and the sentence about what stands around one.
    telling: int = 0
    one: Mapping[str, str] = field(default_factory=dict)
    many: Mapping[str, str] = field(default_factory=dict)
    none_told: Mapping[str, str] = field(default_factory=dict)
    tells: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Model:
    """All that the shapes say."""

    sheets: Mapping[str, SheetModel]
    kinds: tuple[DisplayKind, ...]
    schemes: Mapping[URIRef, Mapping[str, URIRef]]
    graph: Graph = field(repr=False, compare=False)
    groups: tuple[SheetGroup, ...] = ()
    #: Names of sheets that stand in a workbook beside those of the model, and that are not read.
    aside: tuple[Mapping[str, str], ...] = ()
    #: Names of sheets that went away, and the sheets in their place.
    former_sheets: Mapping[str, str] = field(default_factory=dict)
    #: Concepts that went away, by scheme and notation.
    former_concepts: Mapping[URIRef, Mapping[str, URIRef]] = field(default_factory=dict)

    @cached_property
    def gaps_told(self) -> tuple[tuple[URIRef, Mapping[str, str]], ...]:
        """The relations that the title of a picture says are missing, in order, each with its words."""
        kinds = set(self.graph.subjects(RDF.type, WB.DisplayKind))
        told = set(self.graph.subjects(WB.noneTold)) - kinds
        order = sorted(told, key=lambda term: int(str(self.graph.value(term, WB.telling) or 0)))
        return tuple((URIRef(str(term)), texts(self.graph, term, WB.noneTold)) for term in order)

    def successor(self, term: Node) -> URIRef | None:
        """Return the term in use that stands in the place of one that went away, or nothing."""
        return successor(self.graph, term)

    def column_after(self, shape: Shape, former: Column) -> Column | None:
        """Return the column in the place of one that went away: that of the terms which follow its own."""
        path = tuple(self.successor(step) for step in former.path)
        return next((c for c in shape.columns if c.path == path and c.inverse == former.inverse), None)

    def history_note(self, term: Node) -> dict[str, str]:
        """Return what became of a term that went away, by language."""
        return texts(self.graph, term, SKOS.historyNote)

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
        return texts(self.graph, term, RDFS.label) or texts(self.graph, term, SKOS.prefLabel)

    def definitions(self, term: Node) -> dict[str, str]:
        """Return what a term of the ontology means, by language."""
        return texts(self.graph, term, SKOS.definition)

    def relation_names(self, predicate: URIRef, *, inverse: bool = False) -> dict[str, str]:
        """Return the words that stand between two things linked by a property, read either way."""
        names = texts(self.graph, predicate, WB.inverseName) if inverse else {}
        return names or texts(self.graph, predicate, RDFS.label)

    @cached_property
    def relation_order(self) -> dict[URIRef, int]:
        """The order of linked properties: as their columns stand in the sheets."""
        columns = [c for sheet in self.sheets.values() for c in sheet.columns if c.linked]
        return {column.predicate: place for place, column in reversed(list(enumerate(columns)))}
