"""The processes that answer for the guard, seen from the caller: one that forks, or one per query.

Both are fresh interpreters, so that any thread may start them at any time, and import no more of
this package than the guard needs.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import select
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from .errors import QueryError
from .guard_effort import LONG_AFTER, Effort
from .guard_messages import FRESH, PROCESS, QUERY, Ended, Reply, received
from .i18n import mark

_GRACE = 5.0
"""Seconds beyond the wall clock after which a silent worker counts as dead."""

# The package is entered by the back door: its own __init__ would import all of it, and threads with it.
_BOOT = """\
import json, sys, types
package = types.ModuleType("graph")
package.__path__ = [sys.argv[1]]
sys.modules["graph"] = package
sys.path[:] = json.loads(sys.argv[2])
from graph import guard_answer
"""


Stop = Callable[[], None]
Long = Callable[[Stop], None]
"""Hears that a query takes long, and how it can be stopped before its time."""


def _no_matter(_: Stop) -> None:
    """Let a query take its time."""


class Processes(Protocol):
    """Where queries are answered."""

    def ask(
        self, request: bytes, seconds: float, revision: int = FRESH, long: Long = _no_matter, /
    ) -> Reply | Ended:
        """Have a request answered within so many seconds, by who has seen this revision of the store."""

    def close(self) -> None:
        """End all processes."""


def processes(store: Path, places: int = 1, long_after: float = LONG_AFTER) -> Processes:
    """Return the best way that this system has; so many `places` are kept warm where queries come often."""
    kind = Forking if hasattr(os, "fork") else Spawning
    return kind(store, places, long_after)


class Forking:
    """A worker that lives as long as this object, and forks children that answer (POSIX)."""

    def __init__(self, store: Path, places: int, long_after: float) -> None:
        self._long_after = long_after
        self._call = f"{str(store)!r}, {places}, {long_after}"
        self._lock = threading.Lock()
        self._closed = False
        self._process, self._control = self._start()

    def ask(
        self, request: bytes, seconds: float, revision: int = FRESH, long: Long = _no_matter, /
    ) -> Reply | Ended:
        """Have a request answered; a worker that died is replaced, and the request asked once more."""
        asked = (request, seconds, revision, long)
        return self._ask(*asked) or self._ask(*asked) or Ended()

    def close(self) -> None:
        """End the worker and its children."""
        with self._lock:
            self._closed = True
            self._stop()

    def _ask(self, request: bytes, seconds: float, revision: int, long: Long) -> Reply | Ended | None:
        ours, theirs = socket.socketpair()
        with ours:
            with theirs:
                process = self._hand_over(theirs, QUERY.pack(seconds, revision))
            ours.settimeout(seconds + _GRACE)
            stopped = threading.Event()
            try:
                with contextlib.suppress(ConnectionError):
                    ours.sendall(request)
                    ours.shutdown(socket.SHUT_WR)
                if not self._is_quick(ours):
                    long(lambda: _break_off(ours, stopped))
                with ours.makefile("rb") as stream:
                    return received(stream) or (Ended() if stopped.is_set() else None)
            except ConnectionError:
                return None
            except TimeoutError:
                process.kill()
                return Ended(late=True)

    def _is_quick(self, ours: socket.socket) -> bool:
        """Wait for the beginning of an answer as long as the query is none that takes long."""
        said = ours.recv(PROCESS.size)
        if len(said) < PROCESS.size:
            return True
        effort = Effort(*PROCESS.unpack(said))
        while left := effort.until_long(self._long_after):
            if _is_readable(ours, left):
                return True
        return False

    def _hand_over(self, query: socket.socket, message: bytes) -> subprocess.Popen[bytes]:
        """Give the worker a query's socket, and return the worker."""
        with self._lock:
            for _ in range(2):
                if self._closed:
                    raise QueryError(mark("no queries are answered any more"))
                if self._process.poll() is None:
                    with contextlib.suppress(ConnectionError):
                        socket.send_fds(self._control, [message], [query.fileno()])
                        break
                self._stop()
                self._process, self._control = self._start()
            return self._process

    def _start(self) -> tuple[subprocess.Popen[bytes], socket.socket]:
        ours, theirs = socket.socketpair()
        with theirs:
            command = _command(f"guard_answer.serve({theirs.fileno()}, {self._call})")
            process = subprocess.Popen(  # noqa: S603  this interpreter, with a text of ours
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                start_new_session=True,  # an interrupt from the terminal is for the caller to handle
            )
        return process, ours

    def _stop(self) -> None:
        """Let the worker end, by closing its control, or make it."""
        self._control.close()
        try:
            self._process.wait(_GRACE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


class Spawning:
    """A process of its own for every query: slower, and all that Windows can do."""

    def __init__(self, store: Path, _: int = 1, long_after: float = LONG_AFTER) -> None:
        self._store = store
        self._long_after = long_after
        self._running: set[subprocess.Popen[bytes]] = set()
        self._closed = False

    def ask(
        self, request: bytes, seconds: float, _: int = FRESH, long: Long = _no_matter, /
    ) -> Reply | Ended:
        """Have a request answered; a process that has just begun sees every revision."""
        if self._closed:
            raise QueryError(mark("no queries are answered any more"))
        process = subprocess.Popen(  # noqa: S603  this interpreter, with a text of ours
            _command(f"guard_answer.answer_once({str(self._store)!r}, {seconds + _GRACE})"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        with process:
            self._running.add(process)
            try:
                answer, said = self._communicated(process, request, seconds, long)
            except subprocess.TimeoutExpired:
                process.kill()
                return Ended(late=True)
            finally:
                self._running.discard(process)
        ended = Ended(max(0, -process.returncode), said=said.decode("utf-8", "replace"))
        return received(io.BytesIO(answer)) or ended

    def _communicated(
        self, process: subprocess.Popen[bytes], request: bytes, seconds: float, long: Long
    ) -> tuple[bytes, bytes]:
        short = min(seconds, self._long_after)
        with contextlib.suppress(subprocess.TimeoutExpired):
            return process.communicate(request, short)
        long(process.kill)
        return process.communicate(None, seconds - short)

    def close(self) -> None:
        """End all processes."""
        self._closed = True
        for process in tuple(self._running):
            process.kill()


def _is_readable(end: socket.socket, seconds: float) -> bool:
    """Wait until there is something to read, or for so many seconds; tell which."""
    poll = select.poll()
    poll.register(end, select.POLLIN)
    return bool(poll.poll(seconds * 1000))


def _break_off(end: socket.socket, stopped: threading.Event) -> None:
    """Let the one who reads from this socket go; the worker ends the query that nobody waits for."""
    stopped.set()
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)


def _command(call: str) -> list[str]:
    here = Path(__file__).parent
    path = [entry or str(Path.cwd()) for entry in sys.path]
    return [sys.executable, "-I", "-c", f"{_BOOT}{call}", str(here), json.dumps(path)]
