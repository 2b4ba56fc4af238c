"""Puts a folder in the place of another one: whatever ends the program, one of them stands there whole."""

from __future__ import annotations

import ctypes
import os
from contextlib import suppress
from pathlib import Path

_HERE, _EXCHANGE = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of Linux


def put_in_place(new: Path, folder: Path, former: Path) -> None:
    """Give a new folder the name of another one, and the other the name of a former one.

    Where the system can exchange two names at once, there is no moment without a folder of that name. Else
    there is a short one; both are whole then, the one as `new` and the other as `former`.
    """
    new.rename(former)
    if not _exchanged(former, folder):
        former.rename(new)
        folder.rename(former)
        try:
            new.rename(folder)
        except OSError:
            former.rename(folder)
            raise
    _flush(folder.parent)


def put(new: Path, folder: Path) -> None:
    """Give a new folder a name that nothing has, or an empty folder."""
    if folder.exists():
        folder.rmdir()
    new.rename(folder)
    _flush(folder.parent)


def _exchanged(one: Path, other: Path) -> bool:
    with suppress(OSError, AttributeError, TypeError):
        exchange = ctypes.CDLL(None, use_errno=True).renameat2
        return bool(exchange(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0)
    return False


def _flush(folder: Path) -> None:
    """Have new names written to the disk, where the system offers that."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
