"""Finds and parses the files of the ontology.

A folder named by the environment variable `PLANWEAVE_ONTOLOGY` adds Turtle files of an
organisation's own: a property shape there is a column everywhere, with no line of Python.
"""

from __future__ import annotations

import hashlib
import os
import re
from functools import lru_cache
from pathlib import Path

from rdflib import BNode, Graph, URIRef
from rdflib.plugins.parsers.notation3 import BadSyntax
from rdflib.term import Node

from .namespaces import PREFIXES

FOLDER = Path(__file__).parent
EXTRA = "PLANWEAVE_ONTOLOGY"
_ABOVE = URIRef("https://w3id.org/.well-known/genid/above")
_GENID = "https://w3id.org/.well-known/genid/planweave-"


class OntologyFileError(ValueError):
    """A file or folder of the ontology that cannot be read; without a line, the whole of it."""

    def __init__(self, file: Path, reason: str, line: int | None = None) -> None:
        """Keep what is wrong, and where."""
        super().__init__(f"{file}: {reason}" if line is None else f"{file}, line {line}: {reason}")
        self.file = file
        self.reason = reason
        self.line = line


def turtle_files() -> list[Path]:
    """Return every Turtle file of the ontology, ours first, in a fixed order.

    Raises
    ------
    OntologyFileError
        What `PLANWEAVE_ONTOLOGY` names is no folder.
    """
    folders = [FOLDER, FOLDER / "concepts", FOLDER / "shapes"]
    own = [file for folder in folders for file in sorted(folder.glob("*.ttl"))]
    extra = os.environ.get(EXTRA)
    if not extra:
        return own
    if not Path(extra).is_dir():
        raise OntologyFileError(Path(extra), f"no folder, as {EXTRA} must name")
    return own + sorted(Path(extra).rglob("*.ttl"))


@lru_cache(maxsize=4)
def _parse(files: tuple[Path, ...]) -> Graph:
    parsed = Graph()
    for prefix, namespace in PREFIXES.items():
        parsed.bind(prefix, namespace, replace=True)
    for file in files:
        try:
            parsed.parse(file, format="turtle")
        except BadSyntax as error:
            raise OntologyFileError(file, f"no Turtle ({_reason(error)})", error.lines + 1) from error
        except (OSError, UnicodeDecodeError) as error:
            raise OntologyFileError(file, f"cannot be read ({error})") from error
    return parsed


def _reason(error: BadSyntax) -> str:
    """Return what the parser says is wrong, without the text around it."""
    said = re.search(r"Bad syntax \((.*)\) at \^ in:", str(error), re.DOTALL)
    return " ".join((said[1] if said else str(error)).split())[:200]


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


def _name(source: Graph, node: Node, above: tuple[Node, ...] = ()) -> Node:
    """Return a name that says what a node says; where it comes round to itself, that it does."""
    if not isinstance(node, BNode):
        return node
    if node in above:
        return _ABOVE
    below = (*above, node)
    said = sorted(f"{p.n3()} {_name(source, o, below).n3()}" for p, o in source.predicate_objects(node))
    return URIRef(_GENID + hashlib.sha256("\n".join(said).encode()).hexdigest()[:16])


def ontology_graph() -> Graph:
    """Return terms, concepts and shapes as one graph; shared, so not to be changed."""
    return _parse(tuple(turtle_files()))
