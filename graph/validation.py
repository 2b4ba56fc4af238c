"""Checks a mapped workbook against the SHACL shapes; each finding names sheet, row and column."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import pyshacl
import pyshacl.constraints
import pyshacl.shape
from rdflib import RDF, RDFS, SH, Graph, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from ontology import LANGUAGES, Column, Model
from ontology.model import texts

from .errors import Place
from .findings import Finding, Report, Severity, in_order
from .i18n import mark
from .known import Known
from .mapped import Mapped, path_key
from .rules import Data, rules_for
from .sheet_checks import missing_column
from .table import short
from .workbook import Workbook

_MESSAGES = {
    SH.MinCountConstraintComponent: mark("is empty; expected {name}"),
    SH.MaxCountConstraintComponent: mark("holds several values; expected one"),
    SH.DatatypeConstraintComponent: mark("“{found}” is not of the expected kind"),
    SH.ClassConstraintComponent: mark("“{found}” is {kind}; expected {expected}"),
    SH.OrConstraintComponent: mark("“{found}” is {kind}; expected {expected}"),
    SH.MinInclusiveConstraintComponent: mark("“{found}” is out of range; expected {limit}"),
    SH.MaxInclusiveConstraintComponent: mark("“{found}” is out of range; expected {limit}"),
    SH.PatternConstraintComponent: mark("“{found}” is not written as expected; see {name}"),
    SH.UniqueLangConstraintComponent: mark("holds several texts in one language; expected one"),
}


class _Parameters(list[URIRef]):
    """The parameters of constraints as the validator lists them, found without reading the list."""

    def __init__(self, parameters: Iterable[URIRef]) -> None:
        super().__init__(parameters)
        self._found = frozenset(self)

    def __contains__(self, parameter: object) -> bool:
        return parameter in self._found


# The validator looks every predicate of a shape up in this list, for every thing: a third of its time.
pyshacl.shape.CONSTRAINT_PARAMS = (  # type: ignore[attr-defined]
    _Parameters(pyshacl.constraints.ALL_CONSTRAINT_PARAMETERS),
    pyshacl.constraints.CONSTRAINT_PARAMETERS_MAP,
)
_RULE = mark("{rule}")
_SEVERITIES = {SH.Violation: Severity.ERROR, SH.Warning: Severity.WARNING, SH.Info: Severity.NOTE}


def check(mapped: Mapped, model: Model, known: Known) -> Report:
    """Return all findings of a workbook: of its mapping, and of the shapes."""
    return report_of(mapped.workbook, findings_of(mapped, model, known), model)


def findings_of(mapped: Mapped, model: Model, known: Known) -> list[Finding]:
    """Return the findings of a workbook, or of a part of one: of its mapping, and of the shapes."""
    return [*mapped.findings, *_shacl(mapped, model, known)]


def report_of(workbook: Workbook, findings: Iterable[Finding], model: Model) -> Report:
    """Return findings as a report, in the order of the sheets."""
    found = in_order(findings, model.sheets)
    return Report(
        workbook.path,
        tuple(finding for finding in found if finding.severity is not Severity.NOTE),
        tuple(finding for finding in found if finding.severity is Severity.NOTE),
        workbook,
    )


def _shacl(mapped: Mapped, model: Model, known: Known) -> Iterator[Finding]:
    data = _with_context(mapped, model, known)
    rules = rules_for(model.graph, data)
    _, report, _ = pyshacl.validate(data, shacl_graph=rules, inference="none", inplace=True)
    assert isinstance(report, Graph)
    reader = _ResultReader(report, mapped, model, known)
    for result in report.objects(None, SH.result):
        found = reader.finding(result)
        # Things of other plans stand here only with their class: what they lack is not ours.
        if found is not None:
            yield found


def _with_context(mapped: Mapped, model: Model, known: Known) -> Data:
    """Return the plan with the classes of the things and concepts of others that it refers to.

    SHACL reads the tree of classes in the data, and not in the shapes.
    """
    data = Data()
    data += mapped.graph
    data += model.graph.triples((None, RDFS.subClassOf, None))
    for thing in {value for value in mapped.graph.objects() if isinstance(value, URIRef)}:
        cls = known.classes.get(thing)
        if cls is not None:
            if (thing, RDF.type, None) not in mapped.graph:
                data.beside.add(thing)
            data.add((thing, RDF.type, cls))
        data += model.graph.triples((thing, RDF.type, None))
    return data


@dataclass(frozen=True)
class _ResultReader:
    """Turns the results of a SHACL report into findings with places and words."""

    report: Graph
    mapped: Mapped
    model: Model
    known: Known

    def finding(self, result: Node) -> Finding | None:
        """Return a result as a finding; nothing where its thing is no row of the workbook."""
        value = self._get(result, SH.value)
        focus, path = self._row(self._get(result, SH.focusNode), self._path(self._get(result, SH.resultPath)))
        if focus is None:
            return None
        column = self._column(focus, path)
        component = URIRef(str(self._get(result, SH.sourceConstraintComponent)))
        severity = _SEVERITIES[URIRef(str(self._get(result, SH.resultSeverity)))]
        lacks = component == SH.MinCountConstraintComponent and (focus, path) not in self.mapped.cells
        if lacks and column is not None and severity is Severity.ERROR:
            return missing_column(self.mapped, focus, column)
        place = self.mapped.place_of(focus, path, value) or Place()
        if component == SH.MinCountConstraintComponent and place in self._unread:
            return None
        if not place.column and column is not None:
            place = replace(place, column=column.headers[0])
        values = self._values(value, column, component, path)
        values["rule"] = self._message(result) or component.rpartition("#")[2]
        # Advice is told in the words of its shape; of an error the words say what was found.
        message = _MESSAGES.get(component, _RULE) if severity is Severity.ERROR else _RULE
        return Finding(severity, message, place, values)

    @cached_property
    def _unread(self) -> set[Place]:
        """Cells that hold something that could not be read: they are not empty."""
        return {found.place for found in self.mapped.findings if found.severity is Severity.ERROR}

    def _row(self, focus: Node, path: str) -> tuple[Node | None, str]:
        """Return the row that a node is, or is a part of, with the path from there."""
        if focus in self.mapped.rows:
            return focus, path
        for row, step in self.mapped.graph.subject_predicates(focus):
            if row in self.mapped.rows and str(focus).startswith(f"{row}/"):
                return row, f"{step}/{path}" if path else str(step)
        return None, path

    def _message(self, result: Node) -> dict[str, str]:
        """Return what the shape itself says of a broken rule, by language."""
        # pyshacl drops the languages of a query's messages, and keeps the query with them.
        asked = self.report.value(result, SH.sourceConstraint)
        said = texts(self.report, asked, SH.message) if asked is not None else {}
        return said or texts(self.report, result, SH.resultMessage)

    def _values(
        self, value: Node | None, column: Column | None, component: URIRef, path: str
    ) -> dict[str, object]:
        cls = self.known.classes.get(URIRef(str(value))) if value is not None else None
        return {
            "found": short(value),
            "name": column.names if column else path,
            "kind": self.model.labels(cls) if cls is not None else "?",
            "expected": _either([self.model.labels(c) for c in (column.classes if column else ())]),
            "limit": _limit(column, component) if column else "",
        }

    def _get(self, result: Node, predicate: URIRef) -> Node:
        return self.report.value(result, predicate)  # type: ignore[return-value]

    def _column(self, focus: Node, path: str) -> Column | None:
        for cls in self.mapped.graph.objects(focus, RDF.type):
            shape = self.model.shape_of(URIRef(str(cls)))
            for column in shape.columns if shape else ():
                if path_key(column) == path:
                    return column
        return None

    def _path(self, node: Node | None) -> str:
        if node is None or isinstance(node, URIRef):
            return str(node or "")
        inverse = self.report.value(node, SH.inversePath)
        if inverse is not None:
            return f"^{inverse}"
        return "/".join(str(step) for step in Collection(self.report, node))


def _limit(column: Column, component: URIRef) -> str:
    """Return the range of a column; where only one end is set, the sign says which."""
    sign = "≥ " if component == SH.MinInclusiveConstraintComponent else "≤ "
    return " – ".join(column.limits) if len(column.limits) > 1 else sign + "".join(column.limits)


def _either(names: Sequence[Mapping[str, str]]) -> dict[str, str]:
    return {lang: " / ".join(name.get(lang, "") for name in names) for lang in LANGUAGES}
