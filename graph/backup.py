"""Saves a store in one file that holds all it needs to be built anew: what it is, and what it was.

What is saved is the state of one moment: a reading handle sees no later write. The history is read after
that, so it may end with the very state that is saved, which `undo` knows to be no change.
"""

from __future__ import annotations

import importlib.metadata
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

from . import backup_archive, recognition
from .backup_archive import Archive, Sink, Writer
from .backup_manifest import GRAPHS, HISTORY, Manifest, Tally
from .errors import SourceError, StoreError
from .i18n import mark
from .revision import read_revision
from .store import Store
from .whole_files import written_whole

if TYPE_CHECKING:
    from .adding import Progress

#: How often a backup begins anew where a writer removed files of the storage under it.
_TRIES = 5
#: Gives the store that is to be saved, open for reading.
Open = Callable[[], Store]


def default_name(moment: datetime | None = None) -> str:
    """Return the name of a backup that is made now, or at a moment.

    >>> default_name(datetime(2026, 11, 24, 15, 30, 5))
    'planweave-2026-11-24-153005.zip'
    """
    return f"planweave-{moment or datetime.now().astimezone():%Y-%m-%d-%H%M%S}.zip"


def save(open_store: Open, file: Path, progress: Progress | None = None) -> Manifest:
    """Save a store in a file, which appears there once it was read again and found right.

    Parameters
    ----------
    open_store
        Opens the store; called again where a writer takes files away under the handle.
    file
        What the backup is written to; one that stands there is replaced.
    progress
        Hears how many triples were written, and how many bytes were read again.

    Raises
    ------
    StoreError
        The store cannot be opened, or is damaged.
    OSError
        The file cannot be written.
    """
    for attempt in range(_TRIES):
        with suppress(_MovedError), open_store() as store:
            return save_open(store, file, progress)
        time.sleep(0.2 * attempt)
    message = mark("the store was changed again and again while it was being saved; try again in a moment")
    raise StoreError(message)


def save_open(store: Store, file: Path, progress: Progress | None = None) -> Manifest:
    """Save a store that is open, as `save` does."""
    with written_whole(file) as beside:
        made = _written(store, beside, progress or _silent)
        with _named(file):
            if check(beside, progress) != made:
                raise backup_archive.damaged(file, backup_archive.MANIFEST)
    return made


def check(file: Path, progress: Progress | None = None) -> Manifest:
    """Read a backup from end to end, and return what it tells of itself.

    Raises
    ------
    SourceError
        The file is no backup, is damaged, or was made by a later version.
    """
    with backup_archive.reading(file) as archive:
        return checked(archive, progress)


def checked(archive: Archive, progress: Progress | None = None) -> Manifest:
    """Read an open archive from end to end: each member has its digest, and the content too."""
    step, manifest = progress or _silent, archive.manifest
    total, done = sum(member.bytes for member in manifest.members), 0
    tally = Tally()
    for member in manifest.members:
        for piece in archive.pieces(member):
            if member.name == GRAPHS:
                tally.feed(piece)
            done += len(piece)
            step(mark("reading the backup again"), done, max(total, 1))
    if not tally.agrees(manifest):
        raise backup_archive.damaged(archive.file, GRAPHS)
    return manifest


class _MovedError(Exception):
    """A writer has removed files of the storage under a reading handle."""


def _written(store: Store, file: Path, progress: Progress) -> Manifest:
    with backup_archive.writing(file) as writer:
        tally = _content(store, writer, progress)
        _history(store, writer)
        named = {name.strip("<>"): count for name, count in sorted(tally.graphs.items())}
        made = Manifest(
            made=datetime.now(UTC).isoformat(timespec="seconds"),
            planweave=importlib.metadata.version("planweave"),
            ontology=store.ontology_version,
            triples=tally.triples,
            digest=tally.digest,
            graphs=named,
            members=tuple(writer.members),
        )
        writer.finish(made.to_bytes())
    return made


def _content(store: Store, writer: Writer, progress: Progress) -> Tally:
    total = max(len(store), 1)
    with writer.member(GRAPHS) as write:
        sink = Sink(write, lambda done: progress(mark("saving the graphs"), done, total))
        if store.folder is None:
            for graph in store.graphs():
                sink.write(store.serialise(".nq", graph))
            return sink.tally
        try:
            store.dump(cast("IO[bytes]", sink))
        except (OSError, RuntimeError) as error:
            if sink.failed is not None:
                raise sink.failed from error
            if read_revision(store.folder) != store.revision:
                raise _MovedError from error
            raise recognition.unreadable(store.folder, error) from error
    return sink.tally


def _history(store: Store, writer: Writer) -> None:
    """Save the earlier revisions; one that an undo takes away meanwhile is found in its new place."""
    if store.history is None:
        return
    folder, saved = store.history.folder, set[Path]()
    while new := [file for file in _files(folder) if file not in saved]:
        for file in new:
            saved.add(file)
            with suppress(FileNotFoundError):
                writer.copy(file, HISTORY + file.relative_to(folder).as_posix())


def _files(folder: Path) -> list[Path]:
    return sorted(file for file in folder.rglob("*") if file.suffix != ".new" and file.is_file())


@contextmanager
def _named(file: Path) -> Iterator[None]:
    """Let errors of what is written beside a file name the file."""
    try:
        yield
    except SourceError as error:
        raise SourceError(error.message, error.place, **{**error.values, "file": file}) from error


def _silent(what: str, done: int, total: int) -> None:
    """Tell nobody."""
