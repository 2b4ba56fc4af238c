"""Finds and parses the files of the ontology.

A folder named by the environment variable `PLANWEAVE_ONTOLOGY` adds Turtle files of an
organisation's own: a property shape there is a column everywhere, with no line of Python.
"""

from __future__ import annotations

import hashlib
import os
from functools import lru_cache
from pathlib import Path

from rdflib import BNode, Graph, URIRef
from rdflib.term import Node

from .namespaces import PREFIXES

FOLDER = Path(__file__).parent
EXTRA = "PLANWEAVE_ONTOLOGY"
_GENID = "https://w3id.org/.well-known/genid/planweave-"


def turtle_files() -> list[Path]:
    """Return every Turtle file of the ontology, ours first, in a fixed order."""
    folders = [FOLDER, FOLDER / "concepts", FOLDER / "shapes"]
    own = [file for folder in folders for file in sorted(folder.glob("*.ttl"))]
    extra = os.environ.get(EXTRA)
    return own + (sorted(Path(extra).rglob("*.ttl")) if extra else [])


@lru_cache(maxsize=4)
def _parse(files: tuple[Path, ...]) -> Graph:
    parsed = Graph()
    for prefix, namespace in PREFIXES.items():
        parsed.bind(prefix, namespace, replace=True)
    for file in files:
        parsed.parse(file, format="turtle")
    return parsed


def terms_graph() -> Graph:
    """Return terms and concepts without the shapes: what a store keeps beside the plans.

    Lists and other nodes without a name get one by what they say, the same in every reading, so that
    a store can write a difference.
    """
    return _named(_parse(tuple(file for file in turtle_files() if file.parent != FOLDER / "shapes")))


@lru_cache(maxsize=4)
def _named(source: Graph) -> Graph:
    named = Graph(namespace_manager=source.namespace_manager)
    for subject, predicate, value in source:
        named.add((_name(source, subject), predicate, _name(source, value)))
    return named


def _name(source: Graph, node: Node) -> Node:
    if not isinstance(node, BNode):
        return node
    said = sorted(f"{p.n3()} {_name(source, o).n3()}" for p, o in source.predicate_objects(node))
    return URIRef(_GENID + hashlib.sha256("\n".join(said).encode()).hexdigest()[:16])


def ontology_graph() -> Graph:
    """Return terms, concepts and shapes as one graph; shared, so not to be changed."""
    return _parse(tuple(turtle_files()))
