"""Writes files that are there whole or not at all, whatever ends the program meanwhile."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def write_whole(file: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all, also where there was one before.

    Raises
    ------
    OSError
        The file cannot be written; the error names it, and not what is written beside it.
    """
    with written_whole(file) as target:
        target.write_bytes(data)


@contextmanager
def written_whole(file: Path) -> Iterator[Path]:
    """Give a path to write to, and put what was written in the place of a file when it is on the disk.

    A link stays one, and the new file has the rights of the one that it replaces. What is no common file,
    such as a device, is written to as it is.
    """
    target = file.resolve()
    if target.exists() and not target.is_file():
        yield target
        return
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.stem}-", suffix=target.suffix)
        os.close(handle)
        beside = Path(name)
        try:
            yield beside
            _flush(beside)
            _open_to_all(beside, target)
            beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(file)) from error


def _flush(file: Path) -> None:
    with file.open("rb+") as written:
        os.fsync(written.fileno())


def _open_to_all(temporary: Path, file: Path) -> None:
    """Give the new file the rights of the one that it replaces, else those of any new file."""
    if file.exists():
        temporary.chmod(file.stat().st_mode & 0o777)
        return
    mask = os.umask(0)
    os.umask(mask)
    temporary.chmod(0o666 & ~mask)
