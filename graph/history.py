"""Earlier revisions of a graph: compressed N-Quads files below a store, never part of what is asked.

A revision is what a graph held until the time that its file is named by. Beside it, under the same time,
stands the record of the write that replaced it (`graph.provenance`). Whatever ended a writer, each file is
there whole or not at all: a record without a revision is that of a write before which there was nothing,
or of a revision that an undo took back; a revision without a record is one whose write was cut off, or
was done by an earlier version.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import chain
from pathlib import Path

from rdflib import URIRef

from .placement import Placed
from .provenance import STAMP, Record, Revision, read_record, time_of, turtle

#: Says what is written down of a change of a plan, before it is done.
Recorder = Callable[[Placed], Record]
#: Keeps what a graph held before a change, and returns the name of its time; empty where it keeps nothing.
Keep = Callable[[URIRef, Iterable[bytes]], str]
# Comments in N-Quads, the first lines of a file.
_VERSION = b"# ontology "
_GRAPH = b"# graph "
_NAME_OF_QUAD = re.compile(rb"<([^<>]*)> \.\s*$")
_SUFFIX = ".nq.gz"
_RECORD = ".prov.ttl"
# Of what was undone, below the folder of a graph.
_UNDONE = "undone"
# A name may have 255 bytes, of which a hyphen and a hash need 17.
_LONGEST_TAIL = 238


@dataclass(frozen=True)
class History:
    """The folder `history/` of a store: a folder per graph, a file per revision, named by its time.

    What an undo took back stands apart from the earlier revisions, and is theirs again with the next
    change: nothing that was stored is ever lost.
    """

    folder: Path

    def files(self, graph: URIRef, *, undone: bool = False) -> list[Path]:
        """Return the earlier revisions of a graph, or those that were undone, the oldest first."""
        if undone:
            return _files(self._folder(graph) / _UNDONE)
        # Earlier versions named the folder by the end of the IRI alone, so several graphs may share it.
        shared = [file for file in _files(self.folder / _tail(graph)) if graph_of(file) == graph]
        return sorted([*shared, *_files(self._folder(graph))], key=lambda file: file.name)

    def graphs(self) -> list[URIRef]:
        """Return the graphs that a revision is kept of, the one changed last at the end."""
        files = sorted(self.folder.rglob(f"*{_SUFFIX}"), key=lambda file: file.name, reverse=True)
        names = dict.fromkeys(graph_of(file) for file in files)
        return [name for name in reversed(names) if name is not None]

    def keep(self, graph: URIRef, quads: Iterable[bytes], version: str, *, undone: bool = False) -> str:
        """Keep a revision, its N-Quads in pieces, and return its time as a name.

        The file tells the version of the ontology. It appears there whole or not at all, and is on the
        disk before the write that replaces it.
        """
        folder = self._folder(graph) / _UNDONE if undone else self._folder(graph)
        folder.mkdir(parents=True, exist_ok=True)
        head = _VERSION + f"{version}\n".encode() + _GRAPH + f"{graph}\n".encode()
        stamp = self._next_stamp(graph)
        _write_packed(folder / f"{stamp}{_SUFFIX}", chain([head], quads))
        return stamp

    def records(self, graph: URIRef) -> list[Path]:
        """Return the records of the writes of a graph, the oldest first."""
        return sorted(self._folder(graph).glob(f"*{_RECORD}"))

    def record(self, records: Mapping[URIRef, Record], stamps: Mapping[URIRef, str]) -> None:
        """Write down what was done to graphs; what has no stamp, as nothing was before it, is of now."""
        for graph, record in records.items():
            # The write is done: that it cannot be told of is no failure of it.
            with suppress(OSError):
                folder, earlier = self._folder(graph), self.records(graph)
                folder.mkdir(parents=True, exist_ok=True)
                stamp = stamps[graph] or self._next_stamp(graph)
                previous = _stamp(earlier[-1]) if earlier else ""
                write_whole(folder / f"{stamp}{_RECORD}", turtle(record, graph, stamp, previous))

    def revisions(self, graph: URIRef) -> list[Revision]:
        """Return the changes of a graph, the oldest first, with what is written down of each."""
        records = {_stamp(file): file for file in self.records(graph)}
        return [
            Revision(n, time_of(s), read_record(records[s].read_bytes()) if s in records else None)
            for n, s in enumerate(self.stamps(graph), 1)
        ]

    def stamps(self, graph: URIRef) -> list[str]:
        """Return the times of the changes of a graph as their files are named, the oldest first."""
        files = (*self.records(graph), *self.files(graph), *self.files(graph, undone=True))
        return sorted(set(map(_stamp, files)))

    def latest(self) -> datetime | None:
        """Return when anything was last written that is recorded here; nothing where nothing is."""
        stamps = [_stamp(file) for file in self.folder.glob(f"*/*{_RECORD}")]
        return time_of(max(stamps)) if stamps else None

    def resume(self, graph: URIRef) -> None:
        """Take what was undone among the earlier revisions, before a new change of the graph."""
        for file in self.files(graph, undone=True):
            file.replace(self._folder(graph) / file.name)

    def _next_stamp(self, graph: URIRef) -> str:
        """Return a time after those of all files of a graph, undone ones too: they may stand beside it."""
        return _stamp_after([*self.files(graph), *self.files(graph, undone=True), *self.records(graph)])

    def _folder(self, graph: URIRef) -> Path:
        return self.folder / f"{_tail(graph)}-{hashlib.sha256(graph.encode()).hexdigest()[:16]}"


def write_whole(file: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all."""
    written = file.with_name(f"{file.name.partition('.')[0]}.new")
    written.write_bytes(data)
    written.replace(file)


def _write_packed(file: Path, pieces: Iterable[bytes]) -> None:
    written = file.with_name(f"{file.name.partition('.')[0]}.new")
    with written.open("wb") as raw:
        with gzip.GzipFile(fileobj=raw, mode="wb", compresslevel=6) as packed:
            for piece in pieces:
                packed.write(piece)
        raw.flush()
        os.fsync(raw.fileno())
    written.replace(file)


def read(file: Path) -> bytes:
    """Return the N-Quads of a revision."""
    with gzip.open(file, "rb") as packed:
        return packed.read()


def version(file: Path) -> str:
    """Return the version of the ontology that a revision was written with, empty where none is told."""
    with gzip.open(file, "rb") as packed:
        first = packed.readline()
    return first.removeprefix(_VERSION).decode().strip() if first.startswith(_VERSION) else ""


def graph_of(file: Path) -> URIRef | None:
    """Return the graph that a revision is of: as it says, else as its first quad does."""
    with gzip.open(file, "rb") as packed:
        for line in packed:
            if line.startswith(_GRAPH):
                return URIRef(line.removeprefix(_GRAPH).decode().strip())
            quad = _NAME_OF_QUAD.search(line)
            if quad and not line.startswith(b"#"):
                return URIRef(quad[1].decode())
    return None


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob(f"*{_SUFFIX}"))


def _stamp(file: Path) -> str:
    return file.name.partition(".")[0]


def _stamp_after(files: list[Path]) -> str:
    """Return the time as a name that comes after those of the files, whatever the clock says."""
    now = datetime.now(UTC)
    if files:
        now = max(now, time_of(max(map(_stamp, files))) + timedelta(microseconds=1))
    return now.strftime(STAMP)


def _tail(graph: URIRef) -> str:
    """Return the end of an IRI as a part of a path: not too long for one, and never the folder above."""
    name = re.split("[/#]", graph)[-1].encode()[:_LONGEST_TAIL].decode(errors="ignore")
    return "" if name in {".", ".."} else name
