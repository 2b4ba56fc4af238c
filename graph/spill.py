"""Triples on their way into a store: on disk where they are many."""

from __future__ import annotations

import gzip
import os
import shutil
import tempfile
import weakref
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from typing import IO, cast

import pyoxigraph as ox
from rdflib import Graph

from .placement import LINKS, with_links
from .staging import Staged

#: More than this is not held in memory: a triple takes about half a kilobyte.
MANY = 100_000
#: What a store on disk may take at once that need not be whole.
_CHUNK_BYTES = 1 << 25
_MUCH_PACKED = 1 << 20

#: What a graph is to hold.
Content = Graph | Staged | set[ox.Triple] | Path


class Spilled(Collection[ox.Triple]):
    """Many triples, written down in a temporary file; each pass reads them anew."""

    def __init__(self, triples: Iterable[ox.Triple]) -> None:
        """Write the triples down."""
        self._file: IO[bytes] = tempfile.TemporaryFile(prefix="planweave-")  # noqa: SIM115
        weakref.finalize(self, self._file.close)
        self._count = 0
        with gzip.GzipFile(fileobj=self._file, mode="wb", compresslevel=1) as packed:
            for triple in triples:
                packed.write(f"{triple} .\n".encode())
                self._count += 1

    def __len__(self) -> int:
        """Return how many triples these are."""
        return self._count

    def __iter__(self) -> Iterator[ox.Triple]:
        """Read the triples."""
        self._file.seek(0)
        with gzip.GzipFile(fileobj=self._file, mode="rb") as packed:
            yield from (
                quad.triple for quad in ox.parse(cast("IO[bytes]", packed), format=ox.RdfFormat.N_TRIPLES)
            )

    def __contains__(self, triple: object) -> bool:
        """Whether a triple is among them, by reading all."""
        return any(triple == one for one in self)


def collect(triples: Iterable[ox.Triple]) -> Collection[ox.Triple]:
    """Return triples in memory, or on disk where they are many; each comes once."""
    every = iter(triples)
    first = set(islice(every, MANY))
    following = list(islice(every, 1))
    return Spilled(chain(first, following, every)) if following else first


@contextmanager
def staging(
    folder: Path | None, wanted: Mapping[ox.NamedNode, Content], update: str = ""
) -> Iterator[ox.Store]:
    """Hold what graphs are to be in a store of its own: in memory, or on disk where it is much.

    The update brings revisions, which are read from files, to the terms of today. A writer that is killed
    leaves its folder; whoever writes next removes it.
    """
    if not any(map(_is_much, wanted.values())):
        yield _filled(ox.Store(), wanted, update)
        return
    with tempfile.TemporaryDirectory(prefix=STAGING, dir=folder, ignore_cleanup_errors=True) as made:
        store = ox.Store(made)
        yield _filled(store, wanted, update)
        del store


#: What the name of such a folder begins with.
STAGING = "staging-"


def load_whole(store: ox.Store, quads: Iterable[ox.Quad]) -> None:
    """Add many quads, all or none: the files that hold them become the store's at once."""
    with one_processor():
        store.bulk_extend(quads)


@contextmanager
def one_processor() -> Iterator[None]:
    """Work on one processor: for each further one the loader would hold a million quads more."""
    free = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else set()
    if free:
        os.sched_setaffinity(0, {min(free)})
    try:
        yield
    finally:
        if free:
            os.sched_setaffinity(0, free)


def clear(folder: Path) -> None:
    """Remove what writers left that were killed; nobody else may write meanwhile."""
    for left in folder.glob(f"{STAGING}*"):
        shutil.rmtree(left, ignore_errors=True)


def _is_much(content: Content) -> bool:
    if isinstance(content, Path):
        return content.stat().st_size > _MUCH_PACKED
    return isinstance(content, Staged)


def _filled(store: ox.Store, wanted: Mapping[ox.NamedNode, Content], update: str) -> ox.Store:
    for name, content in wanted.items():
        if isinstance(content, Staged):
            _load(store, content.open(), ox.RdfFormat.N_TRIPLES, name)
        elif isinstance(content, Path):
            with gzip.open(content, "rb") as packed:
                _load(store, packed, ox.RdfFormat.N_QUADS, None)  # type: ignore[arg-type]
        elif isinstance(content, Graph):
            lines = content.serialize(format="nt", encoding="utf-8")
            store.bulk_load(lines, ox.RdfFormat.N_TRIPLES, to_graph=name)
            store.update(LINKS.replace("?graph", str(name)))
        else:
            store.extend(ox.Quad(t.subject, t.predicate, t.object, name) for t in with_links(content))
    if any(isinstance(content, Path) for content in wanted.values()):
        store.update("\n;\n".join(filter(None, (update, LINKS))))
    return store


def _load(store: ox.Store, lines: IO[bytes], form: ox.RdfFormat, name: ox.NamedNode | None) -> None:
    """Load lines in chunks, each with little memory."""
    while chunk := lines.readlines(_CHUNK_BYTES):
        store.bulk_load(b"".join(chunk), form, to_graph=name)
