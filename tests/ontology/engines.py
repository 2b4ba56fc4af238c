"""Two SHACL engines that know nothing of each other, and their results in one form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyrudof
import pyshacl
from rdflib import RDF, RDFS, SH, SKOS, BNode, Graph, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

#: What an engine must know of the ontology to judge data: the kinds of things, and the schemes of concepts.
CONTEXT = {RDF.type, RDFS.subClassOf, RDFS.subPropertyOf, SKOS.inScheme, SKOS.notation, SKOS.broader}
NESTED = (SH["or"], SH["and"], SH.xone)
INNER = (SH["not"], SH.node, SH.qualifiedValueShape)
NAMED = "https://w3id.org/planweave/.well-known/genid/"


@dataclass(frozen=True, order=True)
class Result:
    """One result of a validation; a path is written as in SPARQL, and `-` where there is none."""

    focus: str
    path: str
    component: str
    value: str
    severity: str
    shape: str


def context(logic: Graph) -> Graph:
    """Return the part of the ontology that stands beside the data."""
    graph = Graph()
    for triple in logic:
        if triple[1] in CONTEXT:
            graph.add(triple)
    return graph


def named(shapes: Graph) -> Graph:
    """Return the shapes with a name for each, so that both engines can say which one was broken.

    pyrudof also reports what a member of `sh:or` finds; by its name such a result can be told apart.
    """
    names: dict[Node, Node] = {
        node: URIRef(f"{NAMED}{node}") for node in _shapes(shapes) if isinstance(node, BNode)
    }
    graph = Graph()
    for s, p, o in shapes:
        graph.add((names.get(s, s), p, names.get(o, o)))
    return graph


def _shapes(shapes: Graph) -> Iterator[Node]:
    for predicate in (SH.property, *INNER):
        yield from shapes.objects(None, predicate)
    for predicate in NESTED:
        for members in shapes.objects(None, predicate):
            yield from Collection(shapes, members)


def asked(shapes: Graph) -> set[str]:
    """Return the shapes whose results count: those with a target, and their property shapes."""
    targets = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)
    todo: list[Node] = [node for target in targets for node in shapes.subjects(target)]
    found: set[Node] = set()
    while todo:
        node = todo.pop()
        if node not in found:
            found.add(node)
            todo += shapes.objects(node, SH.property)
    return {str(node) for node in found}


class Engines:
    """Both engines with the shapes read, and what they found, each file once."""

    def __init__(self, shapes: Graph, beside: Graph) -> None:
        self.shapes = named(shapes)
        self._beside = beside
        self._rudof = rudof(self.shapes)
        self._found: dict[tuple[Path, str], set[Result]] = {}

    def data(self, file: Path) -> Graph:
        """Return an example with what an engine must know of the ontology."""
        return self._beside + Graph().parse(file, format="turtle")

    def pyshacl(self, file: Path) -> set[Result]:
        """Return the results of pyshacl."""
        key = file, "pyshacl"
        if key not in self._found:
            self._found[key] = with_pyshacl(self.data(file), self.shapes)
        return self._found[key]

    def pyrudof(self, file: Path) -> set[Result]:
        """Return the results of pyrudof."""
        key = file, "pyrudof"
        if key not in self._found:
            self._found[key] = with_pyrudof(self._rudof, self.data(file), self.shapes)
        return self._found[key]


def with_pyshacl(data: Graph, shapes: Graph) -> set[Result]:
    """Return the results of pyshacl."""
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none", inplace=True)
    assert isinstance(report, Graph)
    return _results(report, shapes)


def rudof(shapes: Graph) -> Any:
    """Return a pyrudof that has read the shapes."""
    engine = pyrudof.Rudof(pyrudof.RudofConfig())
    strict = pyrudof.ReaderMode.Strict
    engine.read_shacl(shapes.serialize(format="turtle"), pyrudof.ShaclFormat.Turtle, reader_mode=strict)
    return engine


def with_pyrudof(engine: Any, data: Graph, shapes: Graph) -> set[Result]:
    """Return the results of pyrudof."""
    strict = pyrudof.ReaderMode.Strict
    engine.read_data(data.serialize(format="nt"), pyrudof.RDFFormat.NTriples, reader_mode=strict, merge=False)
    engine.validate_shacl()
    text = engine.serialize_shacl_validation_results(format=pyrudof.ResultShaclValidationFormat.Turtle)
    return _results(Graph().parse(data=text, format="turtle"), shapes)


def _results(report: Graph, shapes: Graph) -> set[Result]:
    counted = asked(shapes)
    found = {_result(report, node) for node in report.objects(None, SH.result)}
    return {result for result in found if result.shape in counted}


def _result(report: Graph, node: Node) -> Result:
    value = report.value(node, SH.value)
    return Result(
        str(report.value(node, SH.focusNode)),
        path_of(report, report.value(node, SH.resultPath)),
        str(report.value(node, SH.sourceConstraintComponent)),
        value.n3() if value is not None else "",
        str(report.value(node, SH.resultSeverity)),
        str(report.value(node, SH.sourceShape)),
    )


def path_of(graph: Graph, path: Node | None) -> str:
    """Return a SHACL path as SPARQL writes it, with full IRIs."""
    if path is None:
        return "-"
    if isinstance(path, URIRef):
        return str(path)
    inverse = graph.value(path, SH.inversePath)
    if inverse is not None:
        return f"^{path_of(graph, inverse)}"
    for predicate, sign in ((SH.zeroOrMorePath, "*"), (SH.oneOrMorePath, "+"), (SH.zeroOrOnePath, "?")):
        inner = graph.value(path, predicate)
        if inner is not None:
            return f"{path_of(graph, inner)}{sign}"
    choice = graph.value(path, SH.alternativePath)
    steps = [path_of(graph, step) for step in Collection(graph, path if choice is None else choice)]
    return ("/" if choice is None else "|").join(steps)
