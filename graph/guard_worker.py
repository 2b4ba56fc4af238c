"""The worker of the guard: one thread that forks a child for every query, and ends it in time.

POSIX only. A process with threads must not fork (a lock held by another thread stays locked in the
child), so this one has none, and is started by `exec`. It never reads a query: each comes with a
socket of its own, which the child reads and answers; the worker only adds how the child ended.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os
import resource
import selectors
import signal
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from .guard_messages import SECONDS, Ended

_CHILD_STDERR = 8192
_OWN_CLOCK = 1.0  # a child whose worker is gone ends itself this long after its wall clock

Confine = Callable[[Path, int, int], None]
Answer = Callable[[bytes, Confine], bytes]


def serve(control: int, answer: Answer) -> None:
    """Answer queries until the other end of the socket `control` is closed, by hand or by death."""
    gc.disable()  # a child ends before collecting would pay
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    forbid_sockets()
    with socket.socket(fileno=control) as listening:
        _Worker(listening, answer).run()


@dataclass
class _Child:
    """A query that runs: its process, its caller, and its standard error, whose end tells of its end."""

    process: int
    caller: socket.socket
    stderr: int
    deadline: float
    said: bytes = b""
    late: bool = False


class _Worker:
    """The loop that starts, watches and ends children."""

    def __init__(self, control: socket.socket, answer: Answer) -> None:
        self._control = control
        self._answer = answer
        self._children: list[_Child] = []
        self._selector = selectors.DefaultSelector()
        self._selector.register(control, selectors.EVENT_READ)

    def run(self) -> None:
        """Take turns until the caller is gone; then leave no child behind."""
        while self._turn():
            pass
        for child in self._children:
            os.kill(child.process, signal.SIGKILL)
            os.waitpid(child.process, 0)

    def _turn(self) -> bool:
        waits = [child.deadline for child in self._children if not child.late]
        patience = max(0.0, min(waits) - time.monotonic()) if waits else None
        for key, _ in self._selector.select(patience):
            if key.data is None:
                if not self._begin():
                    return False
            else:
                self._hear(key.data)
        self._kill_late()
        return True

    def _begin(self) -> bool:
        """Fork a child for the next query; false when the caller is gone."""
        try:
            message, sockets, _, _ = socket.recv_fds(self._control, SECONDS.size, 1)
        except ConnectionError:
            return False
        if not message:
            return False
        caller = socket.socket(fileno=sockets[0])
        (seconds,) = SECONDS.unpack(message)
        stderr, childs_stderr = os.pipe()
        process = os.fork()
        if process == 0:
            os.close(stderr)
            self._become_child(caller, childs_stderr, seconds)
        os.close(childs_stderr)
        child = _Child(process, caller, stderr, time.monotonic() + seconds)
        self._children.append(child)
        self._selector.register(stderr, selectors.EVENT_READ, child)
        return True

    def _become_child(self, caller: socket.socket, stderr: int, seconds: float) -> None:
        """Answer the query of this caller, and end; whatever happens, never return."""
        try:
            os.dup2(stderr, 2)
            os.close(stderr)
            signal.signal(signal.SIGALRM, signal.SIG_DFL)
            signal.setitimer(signal.ITIMER_REAL, seconds + _OWN_CLOCK)
            self._selector.close()
            self._control.close()
            for other in self._children:
                other.caller.close()
                os.close(other.stderr)
            with caller.makefile("rb") as request:
                caller.sendall(self._answer(request.read(), confine))
        finally:
            os._exit(0)

    def _hear(self, child: _Child) -> None:
        """Keep the last words of a child; when there are no more, tell its caller how it ended."""
        words = os.read(child.stderr, _CHILD_STDERR)
        if words:
            child.said = (child.said + words)[-_CHILD_STDERR:]
            return
        self._selector.unregister(child.stderr)
        os.close(child.stderr)
        self._children.remove(child)
        _, status = os.waitpid(child.process, 0)
        signalled = max(0, -os.waitstatus_to_exitcode(status))
        ended = Ended(signalled, child.late, child.said.decode("utf-8", "replace"))
        with child.caller, contextlib.suppress(OSError):
            # A caller that does not read any more must not hold up the others.
            child.caller.send(ended.to_bytes(), socket.MSG_DONTWAIT)

    def _kill_late(self) -> None:
        now = time.monotonic()
        for child in self._children:
            if not child.late and child.deadline <= now:
                child.late = True
                os.kill(child.process, signal.SIGKILL)


def confine(store: Path, memory_mb: int, cpu_seconds: int) -> None:
    """Leave this process, which has opened the store, so much more memory, time and no new files.

    What it has mapped already does not count as memory. RocksDB opens only the first 16 files of a store
    at once and the others when it needs them: as many more may still be opened.
    """
    mapped = address_space()
    files = _files_allowed(store)
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
    if mapped is not None:
        space = mapped + memory_mb * 2**20
        resource.setrlimit(resource.RLIMIT_AS, (space, space))
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))


def address_space() -> int | None:
    """Return the bytes of address space in use, where the system tells."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[0]
    except OSError:
        return None
    return int(pages) * resource.getpagesize()


def _files_allowed(store: Path) -> int:
    """Return the limit that lets exactly those files of the store be opened that are not open yet."""
    opened = _open_files()
    held = {target.rpartition("/")[2] for target in opened.values()}
    missing = sum(1 for name in os.listdir(store) if name.endswith(".sst") and name not in held)  # noqa: PTH208
    allowed = 0
    while missing:
        missing -= allowed not in opened
        allowed += 1
    return allowed


def _open_files() -> dict[int, str]:
    """Return the open descriptors, with what they stand for where the system tells."""
    opened = {}
    for name in os.listdir("/dev/fd"):  # noqa: PTH208
        try:
            opened[int(name)] = os.readlink(f"/dev/fd/{name}")  # noqa: PTH115
        except FileNotFoundError:
            continue  # the descriptor of this listing itself
        except OSError:
            opened[int(name)] = ""
    return opened


class _Filter(ctypes.Structure):
    """`struct sock_filter` of linux/filter.h."""

    _fields_ = (
        ("code", ctypes.c_ushort),
        ("if_true", ctypes.c_ubyte),
        ("if_false", ctypes.c_ubyte),
        ("value", ctypes.c_uint),
    )


class _Program(ctypes.Structure):
    """`struct sock_fprog` of linux/filter.h."""

    _fields_ = (("length", ctypes.c_ushort), ("filters", ctypes.POINTER(_Filter)))


_SOCKET_CALLS = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
_LOAD, _JUMP_IF_EQUAL, _RETURN = 0x20, 0x15, 0x06
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | 13  # EACCES
_NO_NEW_PRIVILEGES, _SECCOMP, _SECCOMP_FILTER = 38, 22, 2


def forbid_sockets() -> bool:
    """Let this process and its children make no socket any more; return whether the system could do so.

    Linux only (seccomp); elsewhere the scan of the query and the limit of open files must do.
    """
    architecture, call = _SOCKET_CALLS.get(os.uname().machine, (0, 0))
    if not call or not Path("/proc/self/status").exists():
        return False
    steps = (_Filter * 6)(
        _Filter(_LOAD, 0, 0, 4),
        _Filter(_JUMP_IF_EQUAL, 0, 3, architecture),
        _Filter(_LOAD, 0, 0, 0),
        _Filter(_JUMP_IF_EQUAL, 0, 1, call),
        _Filter(_RETURN, 0, 0, _REFUSE),
        _Filter(_RETURN, 0, 0, _ALLOW),
    )
    program = _Program(len(steps), steps)
    prctl = ctypes.CDLL(None).prctl
    refused: int = prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    refused = refused or prctl(_SECCOMP, _SECCOMP_FILTER, ctypes.byref(program), 0, 0)
    return not refused
