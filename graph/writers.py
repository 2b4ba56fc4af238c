"""Who writes to a store: a small file for others to read, and no lock, which is the system's own.

While a process writes, the file `writer` stands in the folder of the store and tells its command, process,
user, computer, and since when. A process that was killed leaves it there: its lock went with it, and whoever
writes next puts its own file in the place of the old one.
"""

from __future__ import annotations

import atexit
import getpass
import json
import os
import socket
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from .errors import LockedError
from .i18n import mark

_FILE = "writer"
_LONGEST = 4096
_claimed: set[Path] = set()


@dataclass(frozen=True)
class Writer:
    """A process that writes: `since` is an ISO time with its zone."""

    command: str
    process: int
    user: str
    computer: str
    since: str


class _Running:
    """What this process was told that it runs as."""

    command = Path(sys.argv[0] or "python").stem


def running(command: str) -> None:
    """Say under which name this process writes, such as `planweave add`."""
    _Running.command = command


def claim(folder: Path) -> None:
    """Tell others that this process writes to a store; whoever cannot be told will not be."""
    _claimed.add(folder.resolve())
    since = datetime.now(UTC).isoformat(timespec="seconds")
    own = Writer(_Running.command, os.getpid(), _user(), socket.gethostname(), since)
    with suppress(OSError):
        (folder / _FILE).write_text(json.dumps(asdict(own)) + "\n", encoding="utf-8")


def release(folder: Path) -> None:
    """Tell others that this process writes no more."""
    if folder.resolve() in _claimed:
        _claimed.discard(folder.resolve())
        writer = told(folder)
        if writer is not None and writer.process == os.getpid():  # and not one that came after us
            with suppress(OSError):
                (folder / _FILE).unlink(missing_ok=True)


@atexit.register
def _release_all() -> None:
    """Leave no file behind of a store that nobody has closed."""
    for folder in tuple(_claimed):
        release(folder)


def is_claimed_here(folder: Path) -> bool:
    """Whether this very process writes to a store."""
    return folder.resolve() in _claimed


def told(folder: Path) -> Writer | None:
    """Return who says that it writes to a store; nobody where that process is known to be gone."""
    try:
        with (folder / _FILE).open(encoding="utf-8") as file:
            found = json.loads(file.read(_LONGEST))
        writer = Writer(
            str(found["command"]),
            int(found["process"]),
            str(found["user"]),
            str(found["computer"]),
            str(datetime.fromisoformat(found["since"])),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return writer if _may_live(writer) else None


def locked(folder: Path) -> LockedError:
    """Return the error of a store that another process writes to."""
    writer = told(folder)
    if writer is None:
        message = mark("{folder}: another program writes to this store now; try again in a moment")
        return LockedError(message, folder=folder)
    message = mark(
        "{folder}: “{command}” writes to this store since {since} (process {process} of {user} on "
        "{computer}); try again when it is done"
    )
    since = datetime.fromisoformat(writer.since).astimezone().isoformat(" ", timespec="seconds")
    return LockedError(message, **asdict(writer) | {"since": since, "folder": folder})


def _may_live(writer: Writer) -> bool:
    """Whether a process may still be there: of another computer, nobody knows."""
    if writer.computer != socket.gethostname() or os.name != "posix":
        return True
    try:
        os.kill(writer.process, 0)
    except PermissionError:
        return True
    except (OSError, OverflowError):
        return False
    return True


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a process of no known user, as in some containers
        return "?"
