"""The archive of a backup: a ZIP file with the content, the history, and a manifest that tells both.

    manifest.json               format, versions, date, triples per graph, digests (`Manifest`)
    graphs.nq                   all graphs as N-Quads
    history/PLAN-…/*.nq.gz      earlier revisions, as in the store
    history/PLAN-…/*.prov.ttl   their records

An archive comes from anywhere, so nothing in it is believed: no member is read that the manifest does not
tell, none further than it says, and none that unpacks to more than such a file can.
"""

from __future__ import annotations

import errno
import hashlib
import json
import struct
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from .backup_manifest import FORMAT, GRAPHS, VERSION, Manifest, Member, Tally, manifest_of
from .errors import SourceError
from .i18n import mark

MANIFEST = "manifest.json"
BLOCK = 1 << 20
_MOST_MANIFEST = 64 << 20
#: What text packs to at best here, and what is too little to matter.
_MOST_TIMES, _LITTLE = 300, 1 << 20
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_PACKED = (".gz", ".zip")
_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    KeyError,
    OverflowError,
    SyntaxError,
    TypeError,
)


class Sink:
    """Where a store writes its N-Quads: into a member of the archive, counted and summed up on the way."""

    def __init__(self, write: Callable[[bytes], object], step: Callable[[int], object]) -> None:
        """Take what writes a piece, and what hears how many triples were written."""
        self.tally, self._write, self._step, self._told = Tally(), write, step, 0
        #: What went wrong while writing, and is no fault of the store that is read.
        self.failed: OSError | None = None

    def write(self, piece: bytes) -> int:
        """Write a piece."""
        try:
            self._write(piece)
        except OSError as error:
            self.failed = error
            raise
        self.tally.feed(piece)
        if self.tally.triples - self._told > 20_000:
            self._told = self.tally.triples
            self._step(self._told)
        return len(piece)

    def flush(self) -> None:
        """Do nothing, as all is written."""


class Writer:
    """Writes the members of an archive one after the other, and keeps account of them."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        """Take an archive that is open for writing."""
        self._archive = archive
        self.members: list[Member] = []

    @contextmanager
    def member(self, name: str) -> Iterator[Callable[[bytes], None]]:
        """Give what writes the pieces of a member; it counts once all of them are there."""
        digest, size = hashlib.sha256(), 0
        with self._archive.open(_info(name), "w", force_zip64=True) as out:

            def write(piece: bytes) -> None:
                nonlocal size
                out.write(piece)
                digest.update(piece)
                size += len(piece)

            yield write
        self.members.append(Member(name, size, digest.hexdigest()))

    def copy(self, file: Path, name: str) -> None:
        """Write a file as a member."""
        with file.open("rb") as source, self.member(name) as write:
            for block in iter(lambda: source.read(BLOCK), b""):
                write(block)

    def finish(self, manifest: bytes) -> None:
        """Write the manifest, last of all."""
        self._archive.writestr(_info(MANIFEST), manifest)


class Archive:
    """An archive that is open for reading, with a manifest that can be true."""

    def __init__(self, file: Path, archive: zipfile.ZipFile) -> None:
        """Read the manifest, or raise `SourceError` or what else damage brings about."""
        self.file = file
        self._archive = archive
        self.manifest = self._manifest()
        names = [info.filename for info in archive.infolist() if not info.is_dir()]
        told = [MANIFEST, *(member.name for member in self.manifest.members)]
        if sorted(names) != sorted(told) or GRAPHS not in told:
            raise ValueError("members")

    def pieces(self, member: Member) -> Iterator[bytes]:
        """Yield a member in pieces, and raise `SourceError` where it is not what the manifest tells."""
        info = self._checked(member.name)
        digest, size = hashlib.sha256(), 0
        if info.file_size != member.bytes:
            raise damaged(self.file, member.name)
        with self._archive.open(info) as source:
            while piece := source.read(BLOCK):
                digest.update(piece)
                size += len(piece)
                yield piece
        if (size, digest.hexdigest()) != (member.bytes, member.sha256):
            raise damaged(self.file, member.name)

    def member(self, name: str) -> Member:
        """Return a member by its name."""
        return next(member for member in self.manifest.members if member.name == name)

    def _manifest(self) -> Manifest:
        if MANIFEST not in self._archive.namelist():
            raise foreign(self.file)
        with self._archive.open(self._checked(MANIFEST, _MOST_MANIFEST)) as source:
            told = json.loads(source.read(_MOST_MANIFEST))
        if not isinstance(told, dict) or told.get("format") != FORMAT:
            raise foreign(self.file)
        if told.get("version") != VERSION:
            message = mark(
                "{file}: a backup in format {found}, and this version of Planweave reads {known}; "
                "update Planweave"
            )
            raise SourceError(message, file=self.file, found=told.get("version"), known=VERSION)
        return manifest_of(told)

    def _checked(self, name: str, most: int | None = None) -> zipfile.ZipInfo:
        """Return a member that may be unpacked."""
        info = self._archive.getinfo(name)
        too_much = info.file_size > _LITTLE + _MOST_TIMES * info.compress_size
        if info.compress_type not in _METHODS or too_much or (most and info.file_size > most):
            message = mark("{file}: {member} would unpack to {size} bytes, which no backup does")
            raise SourceError(message, file=self.file, member=name, size=info.file_size)
        return info


@contextmanager
def writing(file: Path) -> Iterator[Writer]:
    """Give what writes the members of a new archive."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        yield Writer(archive)


@contextmanager
def reading(file: Path) -> Iterator[Archive]:
    """Open an archive; whatever is wrong with it ends in one `SourceError`.

    Raises
    ------
    SourceError
        The file is none, is damaged, was made by something else, or by a later version.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            yield Archive(file, archive)
    except _FAULTS as error:
        raise damaged(file, "") from error
    except OSError as error:
        if error.errno == errno.EINVAL:  # it tells of a place before its beginning
            raise damaged(file, "") from error
        raise


def damaged(file: Path, member: str) -> SourceError:
    """Return the error of an archive that is not what it was."""
    if member:
        message = mark("{file}: damaged, as {member} is not what was saved; use another backup")
        return SourceError(message, file=file, member=member)
    message = mark("{file}: damaged, cut off, or no backup at all; use another backup")
    return SourceError(message, file=file)


def foreign(file: Path) -> SourceError:
    """Return the error of a ZIP file of another kind."""
    message = mark("{file}: no backup of Planweave; a backup is made with: planweave backup")
    return SourceError(message, file=file)


def _info(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, time.localtime()[:6])
    info.compress_type = zipfile.ZIP_STORED if name.endswith(_PACKED) else zipfile.ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    return info
