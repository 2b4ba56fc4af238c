"""Builds a store from a backup, beside the one that is there, and puts it in its place.

Nothing is touched before the backup was read from end to end and found right, and the store that was
there is kept whole: under its own name until the new one is ready, beside it from then on.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BufferedReader, RawIOBase
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

from ontology.version import Version

from . import backup_archive, recognition, swapping, writers
from .adding import Progress
from .backup import checked
from .backup_archive import Archive, Sink
from .backup_manifest import GRAPHS, HISTORY, Manifest
from .errors import SourceError, StoreError
from .i18n import mark
from .migration import installed
from .plan_graph import PlanGraph
from .store import Store

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_BUILDING = "building"


@dataclass(frozen=True)
class Restored:
    """What came of a restore: what the backup tells, and where the former store is kept, if any."""

    manifest: Manifest
    former: Path | None
    #: Whether each term is as it was: a service may write some otherwise, such as 1.0 for 1.00.
    exact: bool = True


def restore(file: Path, folder: Path, *, force: bool = False, progress: Progress | None = None) -> Restored:
    """Build a store from a backup, in a folder that holds none; with `force`, in the place of one.

    Raises
    ------
    SourceError
        The file is no backup, is damaged, or holds data of a later version. Nothing was touched.
    StoreError
        The folder holds a store and `force` is not given, holds other things, or is being written to.
    OSError
        The new store cannot be written. The former one is as it was.
    """
    step = progress or _silent
    place = folder.resolve()
    with backup_archive.reading(file) as archive:
        require_known(archive, checked(archive, step))
        with _held(place):
            occupied = _is_occupied(place, folder, force=force)
            stamp = f"{datetime.now(UTC):%Y%m%dT%H%M%S%fZ}"
            former = place.with_name(f"{place.name}.before-restore-{stamp}")
            with _building(place, stamp) as new:
                _build(archive, new, step)
                if occupied:
                    swapping.put_in_place(new, place, former)
                else:
                    swapping.put(new, place)
    return Restored(archive.manifest, former if occupied else None)


def require_known(archive: Archive, manifest: Manifest) -> None:
    """Take an archive whose data is not newer than what is installed, or raise `SourceError`."""
    release = installed()
    found = Version.parse(manifest.ontology)
    if found is not None and found > release.version:
        message = mark(
            "{file}: holds data of version {found} of the ontology, newer than the installed {version}; "
            "update Planweave"
        )
        raise SourceError(message, file=archive.file, found=found, version=release.version)


def _is_occupied(place: Path, folder: Path, *, force: bool) -> bool:
    """Whether something of ours is in a folder, which is only put aside where that was asked for."""
    if not place.exists() or (place.is_dir() and not any(place.iterdir())):
        return False
    ours = place.is_dir() and ((place / "store").is_dir() or (place / recognition.REVISION).is_file())
    if not ours:
        message = mark("{folder}: holds other files and is no store; name another folder")
        raise StoreError(message, folder=folder)
    if not force:
        message = mark(
            "{folder}: holds a store; name another folder with --store, or put the backup in its place with "
            "--force, which keeps the store beside"
        )
        raise StoreError(message, folder=folder)
    return True


@contextmanager
def _held(place: Path) -> Iterator[None]:
    """Keep all writers away from a store, by the lock that they take themselves."""
    if writers.is_claimed_here(place):
        raise writers.locked(place)
    lock = place / "store" / "LOCK"
    if not lock.is_file():
        yield
        return
    with _locked(lock) as free:
        if not free:
            raise writers.locked(place)
        yield


@contextmanager
def _locked(file: Path) -> Iterator[bool]:
    """Lock a file while something is done, and tell whether nobody else has; Windows keeps files in use."""
    try:
        import fcntl
    except ImportError:
        yield True
        return
    with file.open("rb+") as opened:
        try:
            fcntl.lockf(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
            return
        yield True


@contextmanager
def _building(place: Path, stamp: str) -> Iterator[Path]:
    """Give the path of a folder to build, in one beside the store that goes again in any case."""
    place.parent.mkdir(parents=True, exist_ok=True)
    for left in place.parent.glob(f"{place.name}.restoring-*"):
        _clear(left)
    around = place.with_name(f"{place.name}.restoring-{stamp}")
    around.mkdir()
    (around / _BUILDING).touch()
    try:
        with _locked(around / _BUILDING):
            yield around / place.name
    finally:
        shutil.rmtree(around, ignore_errors=True)


def _clear(left: Path) -> None:
    """Remove what a restore left that was killed, and not what another one is building."""
    with suppress(OSError), _locked(left / _BUILDING) as free:
        if free:
            shutil.rmtree(left, ignore_errors=True)


def _build(archive: Archive, new: Path, step: Progress) -> None:
    """Build a store in a folder of its own, and compare what it holds with what the backup tells."""
    manifest = archive.manifest
    content = archive.member(GRAPHS)
    total = max(content.bytes, 1)
    lines = _Pieces(archive.pieces(content), lambda done: step(mark("building the store"), done, total))
    try:
        with PlanGraph.create(new).store as store:
            store.fill(BufferedReader(lines, backup_archive.BLOCK))
        _extract_history(archive, new)
        with Store.open(new) as store:
            count = max(manifest.triples, 1)
            sink = Sink(lambda _: None, lambda done: step(mark("checking the new store"), done, count))
            store.dump(cast("IO[bytes]", sink))
    except RuntimeError as error:
        raise recognition.told(new, error) or error from error
    if not sink.tally.agrees(manifest):
        message = mark("{folder}: the new store is not what {file} tells; nothing was changed")
        raise StoreError(message, folder=new, file=archive.file)


def _extract_history(archive: Archive, folder: Path) -> None:
    for member in archive.manifest.members:
        if not member.name.startswith(HISTORY):
            continue
        file = folder / member.name
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("wb") as out:
            for piece in archive.pieces(member):
                out.write(piece)
            out.flush()
            os.fsync(out.fileno())


class _Pieces(RawIOBase):
    """A file of the pieces that a member of an archive comes in."""

    def __init__(self, pieces: Iterator[bytes], step: Callable[[int], object]) -> None:
        self._pieces, self._step, self._rest, self._done = pieces, step, memoryview(b""), 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        if not self._rest:
            self._rest = memoryview(next(self._pieces, b""))
            self._done += len(self._rest)
            self._step(self._done)
        view = memoryview(buffer)
        taken = self._rest[: len(view)]
        self._rest = self._rest[len(taken) :]
        view[: len(taken)] = taken
        return len(taken)


def _silent(what: str, done: int, total: int) -> None:
    """Tell nobody."""
