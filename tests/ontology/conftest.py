"""The ontology as graphs, each read once, and what HermiT and the OWL API say of it."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
from rdflib import Graph

from ontology.namespaces import PREFIXES

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "ontology"
EXAMPLES = FOLDER / "examples"
HYGIENE = FOLDER / "hygiene"
WORKER = Path(__file__).with_name("java_worker.py")

Judgement = Mapping[str, Any]
Judge = Callable[..., Judgement]


def turtle(*folders: str) -> list[Path]:
    """Return the Turtle files of folders of the ontology; `.` are the files beside them."""
    return [file for folder in folders for file in sorted((FOLDER / folder).glob("*.ttl"))]


def read(files: Iterable[Path], prefixes: bool = True) -> Graph:
    """Return files as one graph."""
    graph = Graph()
    for prefix, namespace in PREFIXES.items() if prefixes else ():
        graph.bind(prefix, namespace, replace=True)
    for file in files:
        graph.parse(file, format="turtle")
    return graph


def short(iri: object) -> str:
    """Return a text with prefixes for the IRIs in it, as a person writes them."""
    text = str(iri)
    for prefix, namespace in sorted(PREFIXES.items(), key=lambda item: -len(item[1])):
        text = text.replace(namespace, f"{prefix}:")
    return text


def logic_files() -> list[Path]:
    """Return what a reasoner reads: terms, concepts and alignments, without the shapes."""
    return turtle(".", "concepts", "alignments")


@pytest.fixture(scope="session")
def logic() -> Graph:
    """Terms, concepts and alignments."""
    return read(logic_files())


@pytest.fixture(scope="session")
def shapes() -> Graph:
    """The shapes alone."""
    return read(turtle("shapes"))


@pytest.fixture(scope="session")
def whole() -> Graph:
    """Terms, concepts, alignments and shapes."""
    return read([*logic_files(), *turtle("shapes")])


@pytest.fixture(scope="session")
def java() -> str:
    """The jar of HermiT; without Java or the jar a loud skip, and in CI a failure."""
    spec = importlib.util.find_spec("owlready2")
    jar = Path(spec.origin or "").parent / "hermit" / "HermiT.jar" if spec else None
    missing = [
        name
        for name, found in (
            ("Java", shutil.which("java")),
            ("HermiT (package owlready2)", jar and jar.exists()),
            ("JPype (package jpype1)", importlib.util.find_spec("jpype")),
        )
        if not found
    ]
    if missing:
        reason = f"the ontology is NOT checked by a reasoner: {', '.join(missing)} is missing"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return str(jar)


@pytest.fixture(scope="session")
def judge(java: str, tmp_path_factory: pytest.TempPathFactory) -> Judge:
    """A function that returns what HermiT and the OWL 2 DL profile say of a graph."""
    folder = tmp_path_factory.mktemp("owl")

    def run(**graphs: Graph) -> Judgement:
        files = {name: folder / f"{name}.rdf" for name in graphs}
        for name, file in files.items():
            graphs[name].serialize(file, format="xml", encoding="utf-8")
        command = [sys.executable, str(WORKER), java, *map(str, files.values())]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        if done.returncode:
            pytest.fail(f"HermiT stopped:\n{done.stderr[-4000:]}")
        answer = json.loads(done.stdout)
        return {name: answer[str(file)] for name, file in files.items()}

    return run


def header(file: Path, key: str) -> list[str]:
    """Return the values of `# key: value` in the comments that a file begins with.

    Lines that are set in further than the key go on with its value.
    """
    found: list[str] = []
    inside = False
    for line in file.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            break
        match = re.match(r"# (\w[\w ]*):\s*(.*)$", line)
        if match:
            inside = match[1] == key
            if inside:
                found.append(match[2])
        elif inside and line.startswith("#   "):
            found[-1] = f"{found[-1]}\n{line[4:]}".strip()
        else:
            inside = False
    return found
