"""Valid examples break no shape, invalid ones exactly what they name, and two engines agree on both."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import RDF, RDFS, SH, BNode, Graph, URIRef

from ontology.namespaces import PREFIXES

from .conftest import EXAMPLES, header, read, short
from .engines import Engines, Result, context, rudof, with_pyrudof

VALID = sorted((EXAMPLES / "valid").glob("*.ttl"))
INVALID = sorted((EXAMPLES / "invalid").glob("*.ttl"))
STEP = re.compile(r"[\w-]+:[\w-]+")

Broken = Counter[tuple[str, str, str]]


@pytest.fixture(scope="module")
def engines(shapes: Graph, logic: Graph) -> Engines:
    return Engines(shapes, context(logic))


def expand(text: str) -> str:
    """Return names with a prefix as full IRIs, also inside a path."""
    return STEP.sub(lambda name: PREFIXES[name[0].partition(":")[0]] + name[0].partition(":")[2], text)


def expected(file: Path) -> Broken:
    """Return what an invalid example says that it breaks: shape, path, component."""
    lines = [line.split() for line in header(file, "breaks")]
    assert all(len(line) == 3 for line in lines), f"{file.name}: write `# breaks: SHAPE PATH COMPONENT`"
    return Counter((expand(shape), expand(path), expand(component)) for shape, path, component in lines)


def broken(file: Path, engines: Engines) -> Broken:
    """Return what pyshacl finds, by the node shape that the broken thing is the target of."""
    data = engines.data(file)
    return Counter((node_shape(r, data, engines.shapes), r.path, r.component) for r in engines.pyshacl(file))


def _owners(shape: URIRef, shapes: Graph) -> Iterator[URIRef]:
    """Yield the node shapes that a shape stands in; a list of values stands in a column of theirs."""
    if (shape, RDF.type, SH.NodeShape) in shapes:
        yield shape
    for outer in shapes.subjects(SH.property, shape):
        yield from _owners(URIRef(str(outer)), shapes)


def node_shape(result: Result, data: Graph, shapes: Graph) -> str:
    owners = list(_owners(URIRef(result.shape), shapes))
    classes = {
        cls
        for kind in data.objects(URIRef(result.focus), RDF.type)
        for cls in data.transitive_objects(kind, RDFS.subClassOf)
    }
    fitting = [str(owner) for owner in owners if classes & set(shapes.objects(owner, SH.targetClass))]
    return min(fitting or [str(owner) for owner in owners])


def told(results: set[Result]) -> str:
    return "\n".join(
        "  ".join(short(part) for part in (r.focus, r.path, r.component, r.value)) for r in sorted(results)
    )


def test_there_are_examples() -> None:
    assert len(VALID) >= 3
    assert len(INVALID) >= 6


@pytest.mark.parametrize("file", [*VALID, *INVALID], ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_every_thing_of_an_example_has_a_name(file: Path) -> None:
    found = {node for triple in read([file], prefixes=False) for node in triple if isinstance(node, BNode)}
    assert not found, "engines number nodes without a name each in their own way: give it an IRI"


@pytest.mark.parametrize("file", VALID, ids=lambda file: file.stem)
def test_a_valid_example_breaks_nothing(file: Path, engines: Engines) -> None:
    assert not engines.pyshacl(file), f"pyshacl:\n{told(engines.pyshacl(file))}"
    assert not engines.pyrudof(file), f"pyrudof:\n{told(engines.pyrudof(file))}"


@pytest.mark.parametrize("file", INVALID, ids=lambda file: file.stem)
def test_an_invalid_example_breaks_what_it_names(file: Path, engines: Engines) -> None:
    wanted = expected(file)
    assert wanted, "it does not say what it breaks: # breaks: SHAPE PATH COMPONENT"
    assert broken(file, engines) == wanted, f"found:\n{told(engines.pyshacl(file))}"


@pytest.mark.parametrize("file", INVALID, ids=lambda file: file.stem)
def test_two_engines_find_the_same(file: Path, engines: Engines) -> None:
    ours, theirs = engines.pyshacl(file), engines.pyrudof(file)
    assert ours == theirs, f"only pyshacl:\n{told(ours - theirs)}\nonly pyrudof:\n{told(theirs - ours)}"


def test_a_result_that_one_engine_misses_is_seen(engines: Engines) -> None:
    fewer = Graph()
    for triple in engines.shapes:
        if triple[1] not in (SH.minCount, SH.maxCount, SH["class"], SH["or"], SH.datatype, SH.sparql):
            fewer.add(triple)
    file = INVALID[0]
    assert with_pyrudof(rudof(fewer), engines.data(file), fewer) != engines.pyshacl(file)


def test_every_shape_that_is_said_to_be_broken_is_there(shapes: Graph) -> None:
    known = {str(shape) for shape in shapes.subjects(RDF.type, SH.NodeShape)}
    unknown = {file.name: shape for file in INVALID for shape, _, _ in expected(file) if shape not in known}
    assert unknown == {}
