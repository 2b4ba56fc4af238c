"""A workbook as RDF, together with the cell that each triple came from."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from rdflib import Graph, URIRef
from rdflib.term import Node

from ontology import Column, Model
from ontology.namespaces import PLAN

from .errors import Place
from .findings import Finding, Severity
from .known import Outline
from .staging import Staged
from .workbook import INFO, Workbook


def path_key(column: Column) -> str:
    """Return the path of a column as a text: `^` marks an inverse step."""
    return ("^" if column.inverse else "") + "/".join(column.path)


@dataclass
class Mapped:
    """The triples of a workbook, the findings of its mapping, and where everything stands."""

    workbook: Workbook
    outline: Outline
    model: Model
    graph: Graph = field(default_factory=Graph)
    findings: list[Finding] = field(default_factory=list)
    rows: dict[Node, Place] = field(default_factory=dict)
    cells: dict[tuple[Node, str], Place] = field(default_factory=dict)
    values: dict[tuple[Node, str, Node], Place] = field(default_factory=dict)
    #: How many rows of sheets other than the Links sheet were mapped.
    count: int = 0
    #: Of a workbook that was mapped in parts: all triples, and none in `graph`.
    staged: Staged | None = None

    @property
    def content(self) -> Graph | Staged:
        """All triples, as a store takes them."""
        return self.graph if self.staged is None else self.staged

    def place_of(self, focus: Node, path: str, value: Node | None) -> Place | None:
        """Return the cell of a value, else of its column, else the row of the thing."""
        if value is not None and (focus, path, value) in self.values:
            return self.values[focus, path, value]
        return self.cells.get((focus, path)) or self.rows.get(focus)

    def find(
        self, place: Place, message: str, severity: Severity = Severity.ERROR, /, **values: object
    ) -> None:
        """Note a finding."""
        self.findings.append(Finding(severity, message, place, values))

    def info(self, key: str) -> Node | None:
        """Return what the info sheet gives for a column."""
        column = self.model.sheets[INFO].shapes[0].column(key)
        return self.graph.value(self.outline.iri, column.predicate) if column else None

    def document_of(self, thing: URIRef) -> URIRef:
        """Return the document that a thing stands in: its own, else the main one, else the plan."""
        found = self.graph.value(thing, PLAN.inDocument) or self.info("document")
        return URIRef(str(found)) if found is not None else self.outline.iri


def at(place: Place, column: str) -> Place:
    """Return the cell of a column in the row of a place."""
    return replace(place, column=column)
