"""A store in memory in which some plans are as they were after a change, and the others as they are."""

from __future__ import annotations

import gzip
import io
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from rdflib import URIRef

from .earlier import Earlier
from .errors import QueryLimitError
from .history import History, read, version
from .i18n import mark
from .migration import revision_steps
from .provenance import STAMP
from .store import Store
from .visibility import INTERNAL, Hidden, hidden, is_marked
from .visibility_copy import public_part

#: How many triples of the other plans are taken along, for the names of their things.
MOST_BESIDE = 400_000
#: How many packed bytes of the history are read for a page.
MOST_READ = 20_000_000
_INTERNAL = f"<{INTERNAL}>".encode()


def beside(store: Store, left_out: Iterable[URIRef], graphs: Iterable[URIRef] | None = None) -> Store:
    """Copy into memory all graphs, or some, without those left out; empty where it is too large."""
    without = set(left_out)
    named = [graph for graph in (store.graphs() if graphs is None else graphs) if graph not in without]
    return store.copied(named, MOST_BESIDE) or Store.in_memory()


def restored(made: Store, file: Path) -> Store:
    """Bring back in a store in memory what a file of the history holds, in the terms of today."""
    made.fill(io.BytesIO(read(file)))
    steps = revision_steps(version(file))
    if steps:
        made.update(steps)
    return made


def public_then(then: Store, now: Store, history: History, since: Mapping[URIRef, Earlier]) -> Store:
    """Return what of a store may be public in which plans are as they were after a change.

    What was internal then stays hidden, what is internal now, and what was marked so in between.

    Raises
    ------
    QueryLimitError
        There is too much history since to be looked through.
    """
    for graph, state in since.items():
        lines = b"".join(_marks(history, graph, state))
        if lines:
            then.fill(io.BytesIO(lines))
    what = Hidden()
    for store in filter(is_marked, (then, now)):
        what |= hidden(store)
    return public_part(then, what) if what.names else then


def require_small(files: Iterable[Path]) -> None:
    """Raise `QueryLimitError` where files of the history are too large to be read for a page.

    One without anything in it, which was never written so, raises `EOFError` like others that are cut off.
    """
    sizes = [file.stat().st_size for file in files]
    if 0 in sizes:
        raise EOFError("a file of the history is empty")
    if sum(sizes) > MOST_READ:
        message = mark("this plan, or its history, is too large to be shown as it was")
        raise QueryLimitError(message, "memory")


def _marks(history: History, graph: URIRef, since: Earlier) -> Iterator[bytes]:
    """Yield the N-Quads with which later states of a graph mark something internal."""
    stamp = since.time.strftime(STAMP)
    files = (*history.files(graph), *history.files(graph, undone=True))
    later = [file for file in files if file.name.partition(".")[0] > stamp]
    require_small(later)
    for file in later:
        with gzip.open(file, "rb") as packed:
            yield from (line for line in packed if _INTERNAL in line)
