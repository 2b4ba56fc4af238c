"""Several processes that answer on one socket: started, started again, and ended by this one.

Each is a fresh interpreter, so no thread is ever forked, and has a guard of its own. It takes the sockets
from here: what comes in while one of them dies is answered by another. It ends when its standard input
does, so none outlives this process, whatever ends that.
"""

from __future__ import annotations

import json
import os
import pickle
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from .settings import Settings

_LOOK_SECONDS = 0.1
#: A worker that ends sooner than this is started again later and later.
_LONG_ENOUGH_SECONDS = 10.0
_FIRST_PAUSE_SECONDS, _LONGEST_PAUSE_SECONDS = 0.5, 30.0
#: How long a worker may take to answer what it has begun.
_PATIENCE_SECONDS = 10.0
# Not `-m`: that would look for our packages in the folder where the user stands.
_BOOT = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from webviz.worker import main; main()"
#: Hears of a worker that ended: its process, and its exit code or signal.
Told = Callable[[int, str], None]


def can_have_workers() -> bool:
    """Whether this system can hand a socket to another process as we do."""
    return os.name == "posix"


@dataclass
class _Worker:
    process: subprocess.Popen[bytes]
    started: float = field(default_factory=time.monotonic)
    #: How long to wait before the next one takes its place, once it has ended.
    pause: float = 0.0


class Workers:
    """Processes that answer on the same sockets, until this one is told to end."""

    def __init__(self, settings: Settings, sockets: Sequence[socket.socket], lang: str, told: Told) -> None:
        """Take what a viewer is started with, where it listens, and what hears of ends."""
        self._given = pickle.dumps((settings, [made.fileno() for made in sockets], lang))
        self._numbers = [made.fileno() for made in sockets]
        self._told = told
        self._workers: list[_Worker] = []

    def run(self, count: int, ready: Callable[[], None]) -> bool:
        """Keep so many workers at work until a signal; return whether they could be started at all."""
        try:
            # The first one alone: what keeps it from starting is told once.
            if not self._begin(1) or not self._begin(count - 1):
                return False
            ready()
            while True:
                time.sleep(_LOOK_SECONDS)
                self._workers = [self._looked_after(worker) for worker in self._workers]
        except (SystemExit, KeyboardInterrupt):
            return True
        finally:
            self._end()

    def _begin(self, count: int) -> bool:
        begun = [_Worker(self._start()) for _ in range(count)]
        self._workers += begun
        return all(_is_ready(worker.process) for worker in begun)

    def _looked_after(self, worker: _Worker) -> _Worker:
        code = worker.process.poll()
        if code is None:
            return worker
        now = time.monotonic()
        if worker.process.stdin and not worker.process.stdin.closed:
            _close(worker.process)
            self._told(worker.process.pid, _named(code))
            lived, pause = now - worker.started, max(_FIRST_PAUSE_SECONDS, 2 * worker.pause)
            worker.pause = 0.0 if lived > _LONG_ENOUGH_SECONDS else min(pause, _LONGEST_PAUSE_SECONDS)
            worker.started = now
        if now - worker.started < worker.pause:
            return worker
        return _Worker(self._start(), pause=worker.pause)

    def _start(self) -> subprocess.Popen[bytes]:
        path = [entry or str(Path.cwd()) for entry in sys.path]
        process = subprocess.Popen(  # noqa: S603  this interpreter, with a text of ours
            [sys.executable, "-I", "-c", _BOOT, json.dumps(path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            pass_fds=self._numbers,
            start_new_session=True,  # an interrupt from the terminal is for this process to handle
        )
        assert process.stdin is not None
        with suppress(BrokenPipeError):
            process.stdin.write(self._given)
            process.stdin.flush()
        return process

    def _end(self) -> None:
        """End all workers, and wait until they have; the user may not interrupt that."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        for worker in self._workers:
            worker.process.terminate()
        deadline = time.monotonic() + _PATIENCE_SECONDS
        for worker in self._workers:
            with worker.process as process:
                try:
                    process.wait(max(0.0, deadline - time.monotonic()))
                except subprocess.TimeoutExpired:
                    process.kill()


def _is_ready(process: subprocess.Popen[bytes]) -> bool:
    """Wait until a worker answers requests, or has ended before that."""
    assert process.stdout is not None
    return bool(process.stdout.readline())


def _close(process: subprocess.Popen[bytes]) -> None:
    """Close our ends of the pipes to a worker that has ended."""
    for pipe in (process.stdin, process.stdout):
        if pipe:
            with suppress(BrokenPipeError):
                pipe.close()


def _named(code: int) -> str:
    """Return an exit code, or the name of the signal that ended a process."""
    if code >= 0:
        return str(code)
    try:
        return signal.Signals(-code).name
    except ValueError:
        return str(code)
