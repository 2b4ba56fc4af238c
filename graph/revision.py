"""The counter of a store's writes, a file that readers watch.

It begins at a random even number, so that a store built anew is not taken for the one before it. It
is odd while a write is on its way: a reader that opened then, or finds it so after a writer was
killed, cannot know whether it has seen that write.
"""

from __future__ import annotations

import secrets
from pathlib import Path

from .history import write_whole
from .remote_address import Service, Where

_FILE = "revision"


def read_revision(folder: Path) -> int:
    """Return the revision counter of a store on disk, 0 where it was never written."""
    try:
        return int((folder / _FILE).read_text(encoding="ascii"))
    except (FileNotFoundError, ValueError):
        return 0


def counter(place: Where) -> int:
    """Return the revision counter of a folder or a service, 0 where it was never written."""
    if isinstance(place, Service):
        from .remote import remote_revision

        return remote_revision(place)
    return read_revision(place)


def write_revision(folder: Path, revision: int) -> None:
    """Write the revision counter of a store on disk, whole or not at all."""
    write_whole(folder / _FILE, str(revision).encode())


def first_revision() -> int:
    """Return what a new store counts from."""
    return 2 * secrets.randbits(48)


def is_settled(revision: int) -> bool:
    """Whether no write was on its way when a counter stood so."""
    return revision % 2 == 0
