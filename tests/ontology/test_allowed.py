"""Every IRI of others that the ontology uses stands in ontology/allowed.txt, with where it was read."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import pytest
from rdflib import Graph, Literal, URIRef, namespace
from rdflib.namespace import DefinedNamespace

from .conftest import FOLDER, ROOT

FILE = FOLDER / "allowed.txt"
OURS = "https://w3id.org/planweave/"
#: Vocabularies' own files that may stand beside the project; the list names them.
SHARED = sorted((ROOT.parent / "shared" / "rdf").glob("*.ttl"))


@lru_cache(maxsize=1)
def allowed() -> dict[str, str]:
    """Return the IRIs of the list, each with where it was read."""
    found: dict[str, str] = {}
    source = ""
    for number, line in enumerate(FILE.read_text(encoding="utf-8").splitlines(), start=1):
        if line.startswith("# read in:"):
            source = line.removeprefix("# read in:").strip()
        elif line.startswith("#   "):
            source = f"{source} {line.removeprefix('#').strip()}"
        elif not line:
            source = ""
        elif not line.startswith("#"):
            assert line not in found, f"{FILE.name}, line {number}: {line} stands there twice"
            assert source, f"{FILE.name}, line {number}: no line `# read in:` above {line}"
            found[line] = source
    return found


def used_in(file: Path) -> set[str]:
    """Return the IRIs of others in a file, those of datatypes too."""
    nodes = {node for triple in Graph().parse(file, format="turtle") for node in triple}
    datatypes = {node.datatype for node in nodes if isinstance(node, Literal) and node.datatype}
    iris = {str(node) for node in nodes | datatypes if isinstance(node, URIRef)}
    return {iri for iri in iris if not iri.startswith(OURS)}


def closed() -> dict[str, type[DefinedNamespace]]:
    """Return the vocabularies whose terms rdflib knows one by one, by namespace."""
    vocabularies = (getattr(namespace, name) for name in dir(namespace))
    return {
        str(vocabulary._NS): vocabulary
        for vocabulary in vocabularies
        if isinstance(vocabulary, type)
        and issubclass(vocabulary, DefinedNamespace)
        and vocabulary is not DefinedNamespace
    }


def unknown(iris: set[str]) -> list[str]:
    """Return the IRIs that the vocabulary of their namespace does not hold, where rdflib knows its terms."""
    return sorted(
        iri
        for space, vocabulary in closed().items()
        for iri in iris
        if re.fullmatch(re.escape(space) + r"[\w-]+", iri) and URIRef(iri) not in vocabulary
    )


@pytest.mark.parametrize(
    "file", sorted(FOLDER.rglob("*.ttl")), ids=lambda file: f"{file.parent.name}/{file.stem}"
)
def test_every_iri_of_others_is_allowed(file: Path) -> None:
    missing = used_in(file) - set(allowed())
    hint = f"read each in its vocabulary's own file, and add it to {FILE.name} with where:"
    assert not missing, f"{hint}\n" + "\n".join(sorted(missing))


def test_every_allowed_iri_is_a_term_of_its_vocabulary() -> None:
    assert unknown(set(allowed())) == []
    assert not [iri for iri in allowed() if iri.startswith("http://schema.org/")], (
        "we write https://schema.org/"
    )


def test_allowed_iris_stand_in_the_files_at_hand() -> None:
    read = {file: {iri for iri, source in allowed().items() if file.name in source} for file in SHARED}
    if not any(read.values()):
        pytest.skip("none of the files that the list names is at hand: ../shared/rdf")
    for file, iris in read.items():
        known = (
            {str(node) for triple in Graph().parse(file, format="turtle") for node in triple}
            if iris
            else set()
        )
        assert sorted(iris - known) == [], f"not in {file.name}"


def test_an_iri_from_memory_is_seen(tmp_path: Path) -> None:
    file = tmp_path / "a.ttl"
    file.write_text(
        "<https://w3id.org/planweave/id/a> <http://www.w3.org/ns/org#unitof> 1 .", encoding="utf-8"
    )
    assert used_in(file) - set(allowed()) == {"http://www.w3.org/ns/org#unitof"}
    assert unknown(used_in(file)) == ["http://www.w3.org/ns/org#unitof"]
