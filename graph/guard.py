"""The guard: answers a query that a stranger wrote, under limits of time, memory and rows, without network.

Queries run in other processes, one at a time in each, which open the store for reading only and are
confined. Nothing that a query does can hold up, fill or stop the process that asked, and a query that was
stopped takes its process with it.
"""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from .errors import QueryError, QueryLimitError, QuerySyntaxError, StoreError
from .guard_answer import too_big
from .guard_messages import FRESH, Ended, Reply, Request
from .guard_process import processes
from .guard_turns import Turn, Turns, busy, gave_way
from .guard_writing import GRAPH_TYPES, RESULT_TYPES, TRUTH_TYPES, Answer
from .i18n import mark
from .query_text import refuse_federation
from .revision import read_revision

__all__ = ["GRAPH_TYPES", "RESULT_TYPES", "TRUTH_TYPES", "Answer", "Guard", "Limits"]

_LONGEST_TEXT = 200_000
_OUT_OF_TIME = (getattr(signal, "SIGXCPU", 24), getattr(signal, "SIGALRM", 14))


@dataclass(frozen=True)
class Limits:
    """What a query may use: wall clock, processor time, memory, rows of the answer and its size.

    So many `processes` run at once; so many other queries are `waiting`, and their wall clock runs
    meanwhile; more are refused at once, so that no more threads than these are ever held. `guard_turns`
    says whose turn it is.
    """

    seconds: float = 10.0
    cpu_seconds: int = 10
    memory_mb: int = 1024
    rows: int = 10_000
    processes: int = 4
    waiting: int = 12
    body_mb: int = 64

    @property
    def held(self) -> int:
        """How many threads queries can hold at once."""
        return self.processes + self.waiting


class Guard:
    """Answers queries over a store on disk, from any thread."""

    def __init__(
        self, store: Path, limits: Limits = Limits(), revision: Callable[[], int] | None = None
    ) -> None:
        """Take the folder of the store, the one that Oxigraph writes, and start the worker process.

        `revision` tells how the store stands: after every write it is another even number, and odd while
        one is on its way. Without it the counter beside the folder is read. Where there is none,
        every query opens the store anew, and takes longer.
        """
        self.store = store
        self.limits = limits
        self._revision = revision or _counter_beside(store)
        self._turns = Turns(limits.processes, limits.waiting)
        self._processes = processes(store, limits.processes)

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
        client: str = "",
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
        client
            Who asks, as far as known, such as an address: where there are too many queries, those give
            way first who hold most.

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
        refuse_hostile(text)
        limits = self.limits
        request = Request(
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
        reply = self._reply(request.to_bytes(), client)
        return Answer(reply.kind, reply.media_type, reply.body, truncated=reply.truncated)

    def _reply(self, request: bytes, client: str) -> Reply:
        """Wait for a turn, and have the request answered in what is left of its wall clock."""
        started = time.monotonic()
        seconds = self.limits.seconds
        with self._turns.taken(client, seconds) as turn:
            waited = time.monotonic() - started
            reply = self._ask(request, seconds - waited, self._revision(), turn)
            if _has_lost_files(reply) and not turn.given_way:
                # A writer removed files of the store under the query: it is asked once more.
                left = max(0.1, started + seconds - time.monotonic())
                reply = self._ask(request, left, FRESH, turn)
        if isinstance(reply, Reply):
            error = reply.raised()
            if error is not None:
                raise error
            return reply
        if turn.given_way:
            raise gave_way()
        raise busy(seconds) if reply.late and waited > seconds / 2 else self._stopped(reply)

    def _ask(self, request: bytes, seconds: float, revision: int, turn: Turn) -> Reply | Ended:
        return self._processes.ask(request, seconds, revision, lambda stop: self._turns.turn_long(turn, stop))

    def _stopped(self, ended: Ended) -> QueryError:
        """Tell why a query ended without an answer."""
        if ended.late or ended.signal in _OUT_OF_TIME:
            return out_of_time(self.limits.seconds)
        if ended.signal == signal.SIGSEGV:
            return QueryLimitError(mark("nested too deeply for the memory allowed"), limit="memory")
        if ended.signal:
            return too_big(self.limits.memory_mb)
        return QueryError(mark("the process that answers queries ended unexpectedly"))


def refuse_hostile(text: str) -> None:
    """Raise `QuerySyntaxError` where a query asks for another service, or is too long to be read."""
    if len(text) > _LONGEST_TEXT:
        message = mark("this query is longer than {most} characters")
        raise QuerySyntaxError(message, most=_LONGEST_TEXT)
    refuse_federation(text)


def out_of_time(seconds: float) -> QueryLimitError:
    """Return the error of a query that took too long."""
    message = mark("stopped after {seconds} s; ask for less, or more narrowly")
    return QueryLimitError(message, limit="time", seconds=f"{seconds:g}")


def _has_lost_files(reply: Reply | Ended) -> bool:
    """Tell whether it may have been for want of files that there is no answer.

    A process also ends by itself where it cannot even list them.
    """
    if isinstance(reply, Ended):
        return not reply.late and (reply.moved or not reply.signal)
    return isinstance(reply.raised(), StoreError)


def _counter_beside(store: Path) -> Callable[[], int]:
    """Return what reads the counter of the store of which this is the folder that Oxigraph writes."""

    def revision() -> int:
        return read_revision(store.parent) or FRESH

    return revision
