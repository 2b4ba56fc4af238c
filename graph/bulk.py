"""Loads files into a store that holds no plan yet, without an object per triple.

What is loaded is made ready beside the store, in memory or in a folder, and put in its place at once:
until then the store is what it was.
"""

from __future__ import annotations

import gzip
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from pathlib import Path

import pyoxigraph as ox
from rdflib import URIRef

from ontology.namespaces import ONTOLOGY

from .answers import FORMATS
from .errors import SourceError
from .handles import brief
from .i18n import mark
from .spill import STAGING, one_processor

_PACKED = ".gz"
#: What may come after the IRI of a graph in that of a thing of its own, or ends it.
_BELOW = (b"/", b"#", b">")
#: The triples that stand in two graphs.
_TWICE = "SELECT DISTINCT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } GRAPH ?h { ?s ?p ?o } FILTER(STR(?g) < STR(?h)) }"
_EVERY = (None, None, None)


def beside(held: ox.Store, folder: Path | None, file: Path, graph: URIRef | None) -> ox.Store:
    """Return a new store of what is held and what a file says: in memory, or in a folder.

    Triples go to `graph`, and quads to their own. A triple of several graphs stays in one of them: in
    that of the thing that it is about, where there is one.

    Raises
    ------
    SourceError
        The file cannot be read.
    """
    fresh = ox.Store(str(folder)) if folder else ox.Store()
    with one_processor() if folder else nullcontext(), ThreadPoolExecutor(1) as second:
        looked = second.submit(_beyond, file) if graph is None else None
        _load(fresh, file, graph)
        kept = [name for name in held.named_graphs() if name not in set(fresh.named_graphs())]
        before = [quad for name in kept for quad in held.quads_for_pattern(*_EVERY, name)]
        fresh.extend(before)
        found = before if looked is None else looked.result()
        _keep_once(fresh, _twice(fresh) if found is None else found)
    return fresh


def _load(store: ox.Store, file: Path, graph: URIRef | None) -> None:
    packed = file.suffix == _PACKED
    form = FORMATS.get(file.with_suffix("").suffix if packed else file.suffix)
    if form is None:
        message = mark("{path}: expected a file of RDF that ends in {suffixes}")
        raise SourceError(message, path=file, suffixes=", ".join(FORMATS))
    name = ox.NamedNode(graph) if graph else None
    try:
        if packed:
            with gzip.open(file, "rb") as stream:
                store.bulk_load(stream, form, to_graph=name)  # type: ignore[arg-type]
        else:
            store.bulk_load(path=file, format=form, to_graph=name)
    except (OSError, SyntaxError, ValueError) as error:
        message = mark("{path}: cannot be read as RDF ({reason})")
        raise SourceError(message, path=file, reason=brief(error)) from error


def _beyond(file: Path) -> list[ox.Quad] | None:
    """Return the quads of N-Quads about no thing of their graph; nothing where that tells not enough.

    Of two graphs that state one triple, at most one is the graph of the thing that it is about.
    """
    if ".nq" not in file.suffixes:
        return None
    lines, names = [], set()
    tail = b"\0"
    starts: tuple[bytes, ...] = ()
    with gzip.open(file, "rb") if file.suffix == _PACKED else file.open("rb") as stream:
        for line in stream:
            if not line.endswith(tail):
                tail = line[line.rfind(b" <") :]
                names.add(tail)
                starts = tuple(b"<" + tail[2:].partition(b">")[0] + end for end in _BELOW)
            if not line.startswith(starts):
                lines.append(line)
    if any(
        one != other and other[:-4].startswith(one.partition(b">")[0] + b"/")
        for one in names
        for other in names
    ):
        return None
    return list(ox.parse(b"".join(lines), format=ox.RdfFormat.N_QUADS))


def _twice(store: ox.Store) -> list[ox.Quad]:
    return [ox.Quad(row[0], row[1], row[2]) for row in store.query(_TWICE)]  # type: ignore[union-attr]


def _keep_once(store: ox.Store, quads: list[ox.Quad]) -> None:
    for quad in quads:
        found = [*store.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)]
        for other in sorted(found, key=_rank)[1:]:
            store.remove(other)


def _rank(quad: ox.Quad) -> tuple[bool, bool, str]:
    name, subject = str(quad.graph_name)[1:-1], str(quad.subject)[1:]
    return name != str(ONTOLOGY), not subject.startswith((f"{name}/", f"{name}>")), name


@contextmanager
def room(folder: Path | None) -> Iterator[Path | None]:
    """Give a place for a new store beside that of a folder, nothing in memory; a later writer clears it."""
    if folder is None:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix=STAGING, dir=folder, ignore_cleanup_errors=True) as made:
        yield Path(made) / "new"


def in_place(data: Path, made: Path) -> ox.Store:
    """Put a folder of Oxigraph in the place of another; nobody has either open. Return it opened."""
    data.replace(made.with_name("old"))
    made.replace(data)
    return ox.Store(str(data))
