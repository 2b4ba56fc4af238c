"""A process that answers strangers: opens the store, is confined, and answers one query after another.

Nothing of a query goes over into the next: the text, the answer and all that the engine makes of them
belong to one call, and what stays is the open store, which is a snapshot that nobody can write. A process
ends as soon as anything but an answer, or a plain refusal of the query, came out of the engine, and when
it has grown; what a query costs is counted from what was used before it.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
from pathlib import Path
from typing import Protocol

from .errors import StoreError
from .guard_confine import Allowance
from .guard_messages import QUERY, Reply, Request

READY = b"+"
"""What a process tells the worker when it can take another query."""

_OWN_CLOCK = 1.0  # a process whose worker is gone ends itself this long after the wall clock of its query
_MOST_QUERIES = 1000
_PATIENCE = 2.0


class Answering(Protocol):
    """An engine over one store."""

    def open(self, patience: float = ...) -> None:
        """Open the store unless it is open, within some seconds, or raise StoreError."""

    def answer(self, asked: Request) -> tuple[bytes, bool]:
        """Answer a request; also tell whether the engine is as sound as before."""


def become_child(channel: socket.socket, stderr: int, store: Path, engine: Answering) -> None:
    """Be the process of queries that come over the channel; whatever happens, never return."""
    try:
        os.set_blocking(stderr, False)  # last words that nobody reads hold nothing up
        os.dup2(stderr, 2)
        os.close(stderr)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        _Child(channel, store, engine).run()
    finally:
        os._exit(0)  # the store needs no farewell


class _Child:
    def __init__(self, channel: socket.socket, store: Path, engine: Answering) -> None:
        self._channel = channel
        self._store = store
        self._engine = engine
        self._allowance: Allowance | None = None
        self._cpu_seconds = 0

    def run(self) -> None:
        """Answer queries until the worker sends no more, or this process is used up."""
        with contextlib.suppress(StoreError):
            self._open(0, sockets=1)
        for _ in range(_MOST_QUERIES):
            message, sockets, _, _ = socket.recv_fds(self._channel, QUERY.size, 1)
            if not message:
                return
            seconds, _ = QUERY.unpack(message)
            signal.setitimer(signal.ITIMER_REAL, seconds + _OWN_CLOCK)
            with socket.socket(fileno=sockets[0]) as caller:
                lasts = self._answer(caller)
            signal.setitimer(signal.ITIMER_REAL, 0)
            if not (lasts and self._allowance and self._allowance.lasts(self._cpu_seconds)):
                return
            self._channel.send(READY)

    def _answer(self, caller: socket.socket) -> bool:
        """Answer the query of this caller; tell whether the engine is as sound as before."""
        with caller.makefile("rb") as stream:
            asked = Request.from_bytes(stream.read())
        self._cpu_seconds = asked.cpu_seconds
        try:
            self._open(_PATIENCE, sockets=0).grant(asked.memory_mb, asked.cpu_seconds)
            reply, sound = self._engine.answer(asked)
        except StoreError as error:
            reply, sound = Reply.failed(error).to_bytes(), False
        with contextlib.suppress(ConnectionError):
            caller.sendall(reply)
        return sound

    def _open(self, patience: float, sockets: int) -> Allowance:
        """Open the store unless it is open, and be confined; nothing is run where it cannot be opened."""
        if self._allowance is None:
            self._engine.open(patience)
            self._allowance = Allowance.after_opening(self._store, sockets)
        return self._allowance
