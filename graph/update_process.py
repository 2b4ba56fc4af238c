"""The process that runs one update: under limits of time and memory, without network, and ended with it.

The engine cannot be told to stop, and a process can. What it has not written whole when it is ended is
not there: an update is one transaction, and the store takes it up whole or not at all.
"""

from __future__ import annotations

import contextlib
import io
import json
import queue
import subprocess
import sys
import threading
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import IO

from .errors import PlanweaveError, QueryError, QueryLimitError
from .guard_messages import Reply, received
from .i18n import mark
from .store import Store
from .updating import Update, checked, run_update

_WRITTEN = b"written\n"
_BOOT = """\
import json, sys
sys.path[:] = json.loads(sys.argv[1])
from graph.update_process import main
main()
"""


@dataclass(frozen=True)
class UpdateLimits:
    """What an update may use until all is written: wall clock, which is processor time too, and memory."""

    seconds: float = 60.0
    memory_mb: int = 2048


def run_limited(folder: Path, update: Update, limits: UpdateLimits = UpdateLimits()) -> None:
    """Run an update over the store in a folder, in a process of its own.

    Raises
    ------
    QueryLimitError
        It took too much time or memory. Nothing is changed.
    PlanweaveError
        As `run_update` has it.
    """
    checked(update)  # what cannot be read needs no process
    request = {"folder": str(folder), "update": asdict(update), "limits": asdict(limits)}
    path = [entry or str(Path.cwd()) for entry in sys.path]
    command = [sys.executable, "-I", "-c", _BOOT, json.dumps(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:  # noqa: S603
        try:
            _hand_over(process, json.dumps(request).encode())
            error = _heard(process, limits)
        finally:
            process.kill()
    if error is not None:
        if isinstance(error, QueryLimitError):
            # Whoever was ended left the counter of writes where nobody knows how the write ended.
            with contextlib.suppress(PlanweaveError):
                Store.create(folder).close()
        raise error


def _hand_over(process: subprocess.Popen[bytes], request: bytes) -> None:
    assert process.stdin is not None
    with contextlib.suppress(BrokenPipeError), process.stdin as there:
        there.write(request)


def _heard(process: subprocess.Popen[bytes], limits: UpdateLimits) -> PlanweaveError | None:
    """Wait for what the process says, and return the error that it met."""
    assert process.stdout is not None
    lines: queue.Queue[bytes] = queue.Queue()
    threading.Thread(target=_pump, args=(process.stdout, lines), daemon=True).start()
    try:
        said = lines.get(timeout=limits.seconds)
    except queue.Empty:
        return _late(limits)
    while said == _WRITTEN:
        # What follows a write is not stopped half-way.
        said = lines.get()
    reply = received(io.BytesIO(said))
    if isinstance(reply, Reply):
        return reply.raised()
    return _ended(process.wait(), limits)


def _pump(stream: IO[bytes], lines: queue.Queue[bytes]) -> None:
    for line in stream:
        lines.put(line)
    lines.put(b"")


def _late(limits: UpdateLimits) -> QueryLimitError:
    message = mark("stopped after {seconds} s; ask for less, or more narrowly")
    return QueryLimitError(message, limit="time", seconds=f"{limits.seconds:g}")


def _ended(status: int, limits: UpdateLimits) -> PlanweaveError:
    import signal

    if -status in {getattr(signal, "SIGXCPU", 24), getattr(signal, "SIGALRM", 14)}:
        return _late(limits)
    if status < 0:
        message = mark("needs more memory than the {megabytes} MB allowed; ask for less, or more narrowly")
        return QueryLimitError(message, limit="memory", megabytes=limits.memory_mb)
    return QueryError(mark("the process that answers queries ended unexpectedly"))


# ---- in the process


def main() -> None:
    """Run the update on standard input, and say on standard output what became of it."""
    asked = json.loads(sys.stdin.buffer.read())
    limits = UpdateLimits(**asked["limits"])
    try:
        update = Update(**asked["update"])
        run_update(Path(asked["folder"]), update, partial(_confine, limits), _say_written)
        reply = Reply()
    except PlanweaveError as error:
        reply = Reply.failed(error)
    except MemoryError:
        message = mark("needs more memory than the {megabytes} MB allowed; ask for less, or more narrowly")
        reply = Reply.failed(QueryLimitError(message, limit="memory", megabytes=limits.memory_mb))
    sys.stdout.buffer.write(reply.to_bytes())
    sys.stdout.buffer.flush()


def _say_written() -> None:
    sys.stdout.buffer.write(_WRITTEN)
    sys.stdout.buffer.flush()


def _confine(limits: UpdateLimits) -> None:
    """Leave this process so much more time and memory, and no network, where the system can."""
    try:
        import resource

        from .guard_confine import address_space, forbid_sockets
    except ImportError:  # Windows: the wall clock alone
        return
    forbid_sockets()
    seconds = int(limits.seconds) + 1
    mapped = address_space()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    if mapped is not None:
        space = mapped + limits.memory_mb * 2**20
        resource.setrlimit(resource.RLIMIT_AS, (space, space))
