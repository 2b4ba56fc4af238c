"""The triples of a big plan on their way to a store: compressed N-Triples in a temporary file."""

from __future__ import annotations

import gzip
import tempfile
import weakref
from collections.abc import Sequence
from typing import IO

from rdflib import Graph


class Staged:
    """Triples that were written down part after part; one may stand there twice.

    The file has no name where the system allows that, and goes with the object in any case.
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        self._file: IO[bytes] = tempfile.TemporaryFile(buffering=0, prefix="planweave-")  # noqa: SIM115
        weakref.finalize(self, self._file.close)
        #: How many triples were written, those that stand there twice counted twice.
        self.count = 0

    def add(self, triples: Graph) -> None:
        """Write down more triples."""
        self._file.seek(0, 2)
        with gzip.GzipFile(fileobj=self._file, mode="wb", compresslevel=1) as packed:
            packed.write(triples.serialize(format="nt", encoding="utf-8"))
        self.count += len(triples)

    def add_lines(self, lines: Sequence[bytes]) -> None:
        """Write down more triples, each a line of N-Triples."""
        self._file.seek(0, 2)
        with gzip.GzipFile(fileobj=self._file, mode="wb", compresslevel=1) as packed:
            packed.writelines(lines)
        self.count += len(lines)

    def open(self) -> IO[bytes]:
        """Return all triples as N-Triples, from the first one on."""
        self._file.seek(0)
        return gzip.GzipFile(fileobj=self._file, mode="rb")  # type: ignore[return-value]
