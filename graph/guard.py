"""The guard: answers a query that a stranger wrote, under limits of time, memory and rows, without network.

Each query runs in a process of its own that opens the store for reading only, is confined, answers,
and ends. Nothing that a query does can hold up, fill or stop the process that asked.
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from .errors import QueryError, QueryLimitError, QuerySyntaxError, StoreError
from .guard_answer import GRAPH_TYPES, RESULT_TYPES, TRUTH_TYPES, too_big
from .guard_messages import Ended, Reply, Request
from .guard_process import processes
from .i18n import mark
from .query_text import refuse_federation

__all__ = ["GRAPH_TYPES", "RESULT_TYPES", "TRUTH_TYPES", "Answer", "Guard", "Limits"]

_LONGEST_TEXT = 200_000
_OUT_OF_TIME = (getattr(signal, "SIGXCPU", 24), getattr(signal, "SIGALRM", 14))


@dataclass(frozen=True)
class Limits:
    """What a query may use: wall clock, processor time, memory, rows of the answer and its size.

    So many `processes` run at once; so many other queries are `waiting`, and their wall clock runs
    meanwhile; more are refused at once, so that no more threads than these are ever held.
    """

    seconds: float = 10.0
    cpu_seconds: int = 10
    memory_mb: int = 1024
    rows: int = 10_000
    processes: int = 4
    waiting: int = 4
    body_mb: int = 64

    @property
    def held(self) -> int:
        """How many threads queries can hold at once."""
        return self.processes + self.waiting


@dataclass(frozen=True)
class Answer:
    """An answer as it is sent: `kind` is select, ask or graph; `truncated` says that there was more."""

    kind: str
    media_type: str
    body: bytes
    truncated: bool


class Guard:
    """Answers queries over a store on disk, from any thread."""

    def __init__(self, store: Path, limits: Limits = Limits()) -> None:
        """Take the folder of the store, the one that Oxigraph writes, and start the worker process."""
        self.store = store
        self.limits = limits
        self._turns = threading.BoundedSemaphore(limits.held)
        self._slots = threading.BoundedSemaphore(limits.processes)
        self._processes = processes()

    def __enter__(self) -> Guard:
        """Use the guard in a with statement."""
        return self

    def __exit__(self, *_: object) -> None:
        """End its processes."""
        self.close()

    def close(self) -> None:
        """End the worker process and every query that runs."""
        self._processes.close()

    def query(
        self,
        text: str,
        accept: Sequence[str] = (),
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        prefixes: Mapping[str, str] | None = None,
    ) -> Answer:
        """Answer a query.

        Parameters
        ----------
        text
            SPARQL 1.1 or 1.2.
        accept
            Media types in order of preference, also as `text/*` or `*/*`; none means any.
        default_graphs, named_graphs
            IRIs of the dataset. Without default graphs, and without FROM in the query, it is the union
            of all graphs.
        prefixes
            Prefixes that the query need not declare; Turtle and RDF/XML are written with them.

        Raises
        ------
        QuerySyntaxError
            It is no SPARQL query, asks for another service, or is too long to be read.
        QueryLimitError
            It met a limit: time, memory, or busy when its turn did not come.
        NotAcceptableError
            None of the media types can hold the answer.
        ParameterError
            A graph is not named by an IRI.
        StoreError
            The store cannot be read.
        """
        if len(text) > _LONGEST_TEXT:
            message = mark("this query is longer than {most} characters")
            raise QuerySyntaxError(message, most=_LONGEST_TEXT)
        refuse_federation(text)
        limits = self.limits
        request = Request(
            store=str(self.store),
            text=text,
            accept=list(accept),
            default_graphs=list(default_graphs),
            named_graphs=list(named_graphs),
            prefixes=dict(prefixes or {}),
            rows=limits.rows,
            body_mb=limits.body_mb,
            memory_mb=limits.memory_mb,
            cpu_seconds=limits.cpu_seconds,
        )
        reply = self._reply(request.to_bytes())
        return Answer(reply.kind, reply.media_type, reply.body, truncated=reply.truncated)

    def _reply(self, request: bytes) -> Reply:
        """Have a request answered, or refuse it where too many others wait already."""
        if not self._turns.acquire(blocking=False):
            message = mark("too many queries are being answered just now; try again in a moment")
            raise QueryLimitError(message, limit="busy")
        try:
            return self._in_turn(request)
        finally:
            self._turns.release()

    def _in_turn(self, request: bytes) -> Reply:
        """Wait for a turn, and have the request answered in what is left of its wall clock."""
        started = time.monotonic()
        seconds = self.limits.seconds
        if not self._slots.acquire(timeout=seconds):
            raise _busy(seconds)
        try:
            waited = time.monotonic() - started
            reply = self._processes.ask(request, seconds - waited)
            error = reply.raised() if isinstance(reply, Reply) else None
            if isinstance(error, StoreError):
                # A writer may have removed files of the store under the query: it is asked once more.
                reply = self._processes.ask(request, max(0.1, started + seconds - time.monotonic()))
                error = reply.raised() if isinstance(reply, Reply) else None
        finally:
            self._slots.release()
        if error is not None:
            raise error
        if isinstance(reply, Reply):
            return reply
        raise _busy(seconds) if reply.late and waited > seconds / 2 else self._stopped(reply)

    def _stopped(self, ended: Ended) -> QueryError:
        """Tell why a query ended without an answer."""
        if ended.late or ended.signal in _OUT_OF_TIME:
            message = mark("stopped after {seconds} s; ask for less, or more narrowly")
            return QueryLimitError(message, limit="time", seconds=f"{self.limits.seconds:g}")
        if ended.signal == signal.SIGSEGV:
            return QueryLimitError(mark("nested too deeply for the memory allowed"), limit="memory")
        if ended.signal:
            return too_big(self.limits.memory_mb)
        return QueryError(mark("the process that answers queries ended unexpectedly"))


def _busy(seconds: float) -> QueryLimitError:
    message = mark("other queries took all of {seconds} s; try again in a moment")
    return QueryLimitError(message, limit="busy", seconds=f"{seconds:g}")
