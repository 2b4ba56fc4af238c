"""The worker of the guard: one thread that forks processes for queries ahead of them, and ends them in time.

POSIX only. A process with threads must not fork (a lock held by another thread stays locked in the
child), so this one has none, and is started by `exec`. It never reads a query: each comes with a
socket of its own, which a child reads and answers; the worker only adds how the child ended.

A child answers queries of one revision of the store only, the one that was asked for when it was forked:
what it sees is no older. A revision that is odd, or unknown, says nothing of what a child sees later, so
that its child answers one query.
"""

from __future__ import annotations

import contextlib
import gc
import os
import resource
import select
import signal
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from .guard_child import Answering, become_child
from .guard_confine import forbid_sockets
from .guard_effort import Effort
from .guard_messages import FRESH, PROCESS, QUERY, Ended

_CHILD_STDERR = 8192
_IDLE_SECONDS = 60.0
_LESS_URGENT = 5  # as `nice` counts


def serve(control: int, store: Path, engine: Answering, places: int, long_after: float) -> None:
    """Answer queries until the other end of the socket `control` is closed, by hand or by death.

    So many `places` are kept warm where queries come often; after `long_after` seconds of work one is less
    urgent than the others.
    """
    gc.disable()  # a child ends before collecting would pay
    gc.freeze()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    forbid_sockets()
    with socket.socket(fileno=control) as listening:
        _Worker(listening, store, engine, places, long_after).run()


@dataclass
class _Query:
    """A query that runs: who waits for it, when it counts as long, and when it must have ended."""

    caller: socket.socket
    deadline: float
    effort: Effort
    long_at: float
    late: bool = False
    long: bool = False

    @property
    def next(self) -> float:
        """When the worker must look at it again."""
        if self.late:
            return float("inf")
        return self.deadline if self.long else min(self.long_at, self.deadline)


@dataclass(eq=False)
class _Child:
    """A process that answers: the channel to it, whose end tells of its end, and its standard error."""

    process: int
    channel: socket.socket
    stderr: int
    revision: int
    files: frozenset[str]
    leaving: bool = False
    query: _Query | None = None
    idle_since: float = field(default_factory=time.monotonic)

    @property
    def next(self) -> float:
        """When the worker must look at it again."""
        if self.query is not None:
            return self.query.next
        return float("inf") if self.leaving else self.idle_since + _IDLE_SECONDS


class _Worker:
    """The loop that starts, watches and ends children."""

    def __init__(
        self, control: socket.socket, store: Path, engine: Answering, places: int, long_after: float
    ) -> None:
        self._control = control
        self._store = store
        self._engine = engine
        self._places = places
        self._long_after = long_after
        self._children: list[_Child] = []
        self._handlers: dict[int, Callable[[], None]] = {}
        self._revision = FRESH
        self._poll = select.poll()
        self._poll.register(control, select.POLLIN)

    def run(self) -> None:
        """Take turns until the caller is gone; then leave no child behind."""
        while self._turn():
            pass
        for child in self._children:
            os.kill(child.process, signal.SIGKILL)
            os.waitpid(child.process, 0)

    def _turn(self) -> bool:
        next_ = min((child.next for child in self._children), default=float("inf"))
        patience = None if next_ == float("inf") else 1000 * max(0.0, next_ - time.monotonic()) + 1
        for descriptor, _ in self._poll.poll(patience):
            if descriptor == self._control.fileno():
                if not self._begin():
                    return False
            elif descriptor in self._handlers:
                self._handlers[descriptor]()
        self._look()
        return True

    # ---- queries

    def _begin(self) -> bool:
        """Give the next query to a child; false when the caller is gone."""
        try:
            message, sockets, _, _ = socket.recv_fds(self._control, QUERY.size, 1)
        except ConnectionError:
            return False
        if not message:
            return False
        _, self._revision = QUERY.unpack(message)
        caller = socket.socket(fileno=sockets[0])
        for child in self._children:
            if child.query is None and not self._is_usable(child):
                self._dismiss(child)
        self._hand_over(message, caller)
        self._prepare()
        return True

    def _hand_over(self, message: bytes, caller: socket.socket) -> None:
        """Give a query to a child that waits, else to a new one; where that just ended, drop the query."""
        free = (child for child in self._children if child.query is None and self._is_usable(child))
        child = next(free, None) or self._fork()
        try:
            caller.send(PROCESS.pack(child.process), socket.MSG_DONTWAIT)
            socket.send_fds(child.channel, [message], [caller.fileno()])
        except OSError:
            child.leaving = True
            caller.close()
            return
        seconds, _ = QUERY.unpack(message)
        now = time.monotonic()
        effort = Effort(child.process)
        child.query = _Query(caller, now + seconds, effort, now + effort.until_long(self._long_after))

    def _is_usable(self, child: _Child) -> bool:
        """Tell whether a child may answer more queries of those that come now."""
        lasts = self._revision != FRESH and self._revision % 2 == 0
        return lasts and child.revision == self._revision and not child.leaving

    def _prepare(self) -> None:
        """Have a child wait for the next query, up to the number of places."""
        if self._revision == FRESH or self._revision % 2:
            return
        usable = [child for child in self._children if self._is_usable(child)]
        if len(usable) < self._places and all(child.query for child in usable):
            self._fork()

    def _fork(self) -> _Child:
        """Fork a child, which opens the store and waits."""
        files = self._files()
        ours, theirs = socket.socketpair()
        stderr, childs_stderr = os.pipe()
        process = os.fork()
        if process == 0:
            self._forget(ours, stderr)
            become_child(theirs, childs_stderr, self._store, self._engine)
        theirs.close()
        os.close(childs_stderr)
        child = _Child(process, ours, stderr, self._revision, files)
        self._children.append(child)
        self._poll.register(ours, select.POLLIN)
        self._handlers[ours.fileno()] = lambda: self._hear(child)
        return child

    def _files(self) -> frozenset[str]:
        """Return the names of the files that hold what is stored."""
        with contextlib.suppress(OSError):
            return frozenset(name for name in os.listdir(self._store) if name.endswith(".sst"))  # noqa: PTH208
        return frozenset()

    def _forget(self, channel: socket.socket, stderr: int) -> None:
        """Close in a child what belongs to the worker."""
        channel.close()
        os.close(stderr)
        self._control.close()
        for other in self._children:
            other.channel.close()
            os.close(other.stderr)
            if other.query is not None:
                other.query.caller.close()

    # ---- what becomes of them

    def _hear(self, child: _Child) -> None:
        """Let a child that is ready wait for the next query; when it ended, tell its caller how."""
        try:
            ready = child.channel.recv(1, socket.MSG_DONTWAIT)
        except BlockingIOError:
            return  # the descriptor of another that ended in this turn was taken for it
        except ConnectionError:
            ready = b""
        if not ready:
            self._bury(child)
            return
        long = child.query is not None and child.query.long
        self._close(child)
        child.idle_since = time.monotonic()
        # One more may have been forked while this one was ready, and had not been heard yet.
        many = sum(map(self._is_usable, self._children)) > self._places
        if long or many or not self._is_usable(child):
            self._dismiss(child)

    def _bury(self, child: _Child) -> None:
        """Wait for a child that ends, and tell the caller how it ended and what it last said."""
        self._ignore(child.channel)
        self._children.remove(child)
        child.channel.close()
        _, status = os.waitpid(child.process, 0)
        signalled = max(0, -os.waitstatus_to_exitcode(status))
        said = os.read(child.stderr, _CHILD_STDERR)
        os.close(child.stderr)
        if child.query is not None:
            moved = signalled > 0 and self._files() != child.files
            ended = Ended(signalled, child.query.late, said.decode("utf-8", "replace"), moved)
            with contextlib.suppress(OSError):
                # A caller that does not read any more must not hold up the others.
                child.query.caller.send(ended.to_bytes(), socket.MSG_DONTWAIT)
            self._close(child)
            self._prepare()

    def _close(self, child: _Child) -> None:
        """Forget the query of a child."""
        if child.query is None:
            return
        self._ignore(child.query.caller)
        child.query.caller.close()
        child.query = None

    def _ignore(self, end: socket.socket) -> None:
        """Hear no more of this socket."""
        if self._handlers.pop(end.fileno(), None):
            self._poll.unregister(end)

    def _dismiss(self, child: _Child) -> None:
        """Send a child away: it ends when it finds its channel closed."""
        child.leaving = True
        with contextlib.suppress(OSError):
            child.channel.shutdown(socket.SHUT_WR)

    def _look(self) -> None:
        """End what is late, make room for others before what takes long, and dismiss who is idle."""
        now = time.monotonic()
        for child in self._children:
            if child.next > now:
                continue
            if child.query is None:
                self._dismiss(child)
            elif child.query.deadline <= now:
                self._kill(child)
            else:
                self._slow_down(child, child.query)

    def _kill(self, child: _Child) -> None:
        if child.query is not None:
            child.query.late = True
            self._ignore(child.query.caller)
        os.kill(child.process, signal.SIGKILL)

    def _slow_down(self, child: _Child, query: _Query) -> None:
        """Let a query that takes long go behind all others, and end it when its caller gives up."""
        left = query.effort.until_long(self._long_after)
        if left:
            query.long_at = time.monotonic() + left
            return
        query.long = True
        os.setpriority(os.PRIO_PROCESS, child.process, _LESS_URGENT)
        self._poll.register(query.caller, 0)  # a closed end is always told
        self._handlers[query.caller.fileno()] = lambda: self._kill(child)
