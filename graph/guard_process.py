"""The processes that answer for the guard, seen from the caller: one that forks, or one per query.

Both are fresh interpreters, so that any thread may start them at any time, and import no more of
this package than the guard needs.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import Protocol

from .errors import QueryError
from .guard_messages import SECONDS, Ended, Reply, received
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


class Processes(Protocol):
    """Where queries are answered."""

    def ask(self, request: bytes, seconds: float) -> Reply | Ended:
        """Have a request answered within so many seconds."""

    def close(self) -> None:
        """End all processes."""


def processes() -> Processes:
    """Return the best way that this system has."""
    return Forking() if hasattr(os, "fork") else Spawning()


class Forking:
    """A worker that lives as long as this object, and forks a child for every query (POSIX)."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._closed = False
        self._process, self._control = self._start()

    def ask(self, request: bytes, seconds: float) -> Reply | Ended:
        """Have a request answered; a worker that died is replaced, and the request asked once more."""
        return self._ask(request, seconds) or self._ask(request, seconds) or Ended()

    def close(self) -> None:
        """End the worker and its children."""
        with self._lock:
            self._closed = True
            self._stop()

    def _ask(self, request: bytes, seconds: float) -> Reply | Ended | None:
        ours, theirs = socket.socketpair()
        with ours:
            with theirs:
                process = self._hand_over(theirs, SECONDS.pack(seconds))
            ours.settimeout(seconds + _GRACE)
            try:
                with contextlib.suppress(ConnectionError):
                    ours.sendall(request)
                    ours.shutdown(socket.SHUT_WR)
                with ours.makefile("rb") as stream:
                    return received(stream)
            except ConnectionError:
                return None
            except TimeoutError:
                process.kill()
                return Ended(late=True)

    def _hand_over(self, query: socket.socket, seconds: bytes) -> subprocess.Popen[bytes]:
        """Give the worker a query's socket, and return the worker."""
        with self._lock:
            for _ in range(2):
                if self._closed:
                    raise QueryError(mark("no queries are answered any more"))
                if self._process.poll() is None:
                    with contextlib.suppress(ConnectionError):
                        socket.send_fds(self._control, [seconds], [query.fileno()])
                        break
                self._stop()
                self._process, self._control = self._start()
            return self._process

    def _start(self) -> tuple[subprocess.Popen[bytes], socket.socket]:
        ours, theirs = socket.socketpair()
        with theirs:
            command = _command(f"guard_answer.serve({theirs.fileno()})")
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

    def __init__(self) -> None:
        self._running: set[subprocess.Popen[bytes]] = set()
        self._closed = False

    def ask(self, request: bytes, seconds: float) -> Reply | Ended:
        """Have a request answered."""
        if self._closed:
            raise QueryError(mark("no queries are answered any more"))
        process = subprocess.Popen(  # noqa: S603  this interpreter, with a text of ours
            _command(f"guard_answer.answer_once({seconds + _GRACE})"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        with process:
            self._running.add(process)
            try:
                answer, said = process.communicate(request, seconds)
            except subprocess.TimeoutExpired:
                process.kill()
                return Ended(late=True)
            finally:
                self._running.discard(process)
        ended = Ended(max(0, -process.returncode), said=said.decode("utf-8", "replace"))
        return received(io.BytesIO(answer)) or ended

    def close(self) -> None:
        """End all processes."""
        self._closed = True
        for process in tuple(self._running):
            process.kill()


def _command(call: str) -> list[str]:
    here = Path(__file__).parent
    path = [entry or str(Path.cwd()) for entry in sys.path]
    return [sys.executable, "-I", "-c", f"{_BOOT}{call}", str(here), json.dumps(path)]
