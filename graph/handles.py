"""Handles of Oxigraph on a folder: opened beside a writer, for writing, and let go."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pyoxigraph as ox

from . import recognition, writers
from .errors import StoreError
from .i18n import mark

PATIENCE_SECONDS = 2.0
Opened = TypeVar("Opened")
brief = recognition.brief


def patiently(folder: Path, attempt: Callable[[], Opened]) -> Opened:
    """Open a store for reading; beside a writer, try again for two seconds, or raise `StoreError`."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return attempt()
        # A file that the writer has just put in place of others looks like damage for a moment.
        except (OSError, RuntimeError) as error:
            if time.monotonic() > deadline:
                raise recognition.unreadable(folder, error) from error
            time.sleep(0.05)


def writable(folder: Path) -> ox.Store:
    """Open a store for writing, made where there is none, and say so; or raise `StoreError`."""
    recognition.require_place(folder)
    try:
        (folder / "store").mkdir(parents=True, exist_ok=True)
        opened = ox.Store(str(folder / "store"))
    except (OSError, RuntimeError) as error:
        raise recognition.unwritable(folder, error) from error
    writers.claim(folder)
    return opened


class Closed:
    """Stands in for a handle that was let go: whatever is asked of it is an error."""

    def __getattr__(self, name: str) -> object:
        """Raise `StoreError`."""
        raise StoreError(mark("the store is closed"))

    def __len__(self) -> int:
        """Raise `StoreError`."""
        raise StoreError(mark("the store is closed"))
