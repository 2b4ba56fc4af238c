"""Earlier revisions of a graph: compressed N-Quads files below a store, never part of what is asked."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

# A comment in N-Quads, the first line of a file.
_VERSION = b"# ontology "


@dataclass(frozen=True)
class History:
    """The folder `history/` of a store: a folder per graph, a file per revision, named by its time."""

    folder: Path

    def files(self, name: str) -> list[Path]:
        """Return the revisions of a graph, the oldest first."""
        return sorted((self.folder / name).glob("*.nq.gz"))

    def keep(self, name: str, quads: bytes, version: str) -> None:
        """Keep a revision with the version of the ontology; a file appears there whole or not at all."""
        folder = self.folder / name
        folder.mkdir(parents=True, exist_ok=True)
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
        packed = gzip.compress(_VERSION + f"{version}\n".encode() + quads)
        write_whole(folder / f"{stamp}.nq.gz", packed)


def write_whole(file: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all."""
    written = file.with_name(f"{file.name.partition('.')[0]}.new")
    written.write_bytes(data)
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
