"""Finds and parses the files of the ontology.

A folder named by the environment variable `PLANWEAVE_ONTOLOGY` adds Turtle files of an
organisation's own: a property shape there is a column everywhere, with no line of Python.
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from rdflib import Graph

from .namespaces import PREFIXES

FOLDER = Path(__file__).parent
EXTRA = "PLANWEAVE_ONTOLOGY"


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
    """Return terms and concepts without the shapes: what a store keeps beside the plans."""
    return _parse(tuple(file for file in turtle_files() if file.parent != FOLDER / "shapes"))


def ontology_graph() -> Graph:
    """Return terms, concepts and shapes as one graph; shared, so not to be changed."""
    return _parse(tuple(turtle_files()))
