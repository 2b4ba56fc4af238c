"""Earlier revisions of a graph: compressed N-Quads files below a store, never part of what is asked."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path


@dataclass(frozen=True)
class History:
    """The folder `history/` of a store: a folder per graph, a file per revision, named by its time."""

    folder: Path

    def files(self, name: str) -> list[Path]:
        """Return the revisions of a graph, the oldest first."""
        return sorted((self.folder / name).glob("*.nq.gz"))

    def keep(self, name: str, quads: bytes) -> None:
        """Keep a revision; a file appears there whole or not at all."""
        folder = self.folder / name
        folder.mkdir(parents=True, exist_ok=True)
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
        written = folder / f"{stamp}.new"
        written.write_bytes(gzip.compress(quads))
        written.replace(folder / f"{stamp}.nq.gz")


def read(file: Path) -> bytes:
    """Return the N-Quads of a revision."""
    with gzip.open(file, "rb") as packed:
        return packed.read()
