"""The guard before a service: passes a stranger's query on, over the graphs of the store alone.

What the query uses of processor and memory is the service's to limit. Here it is held to its time, to the
rows and bytes of its answer, and to so many queries at once.
"""

from __future__ import annotations

import io
import threading
import time
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import IO, Any, cast

import pyoxigraph as ox
from rdflib import URIRef

from .errors import NotAcceptableError, ParameterError, QueryLimitError, QuerySyntaxError
from .guard import GRAPH_TYPES, RESULT_TYPES, TRUTH_TYPES, Answer, Guard, Limits
from .guard_answer import too_big, write_solutions
from .i18n import mark
from .query_text import add_prefixes, names_dataset, refuse_federation
from .remote import remote_state
from .remote_address import Service, Where
from .remote_http import Reply
from .remote_protocol import ANY_ANSWER, Dataset, Protocol
from .store_reading import Found

_LONGEST_TEXT = 200_000
_LIMITS = Limits()


class RemoteGuard:
    """Answers queries over a store at a service, from any thread."""

    def __init__(self, service: Service, limits: Limits = _LIMITS) -> None:
        """Take a service; nothing is sent yet."""
        self.service = service
        self.limits = limits
        self._protocol = Protocol(service)
        self._turns = threading.BoundedSemaphore(limits.held)
        self._slots = threading.BoundedSemaphore(limits.processes)

    def __enter__(self) -> RemoteGuard:
        """Use the guard in a with statement."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let the service go."""
        self.close()

    def close(self) -> None:
        """Close the connections of this thread."""
        self._protocol.client.close()

    def query(
        self,
        text: str,
        accept: Sequence[str] = (),
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        prefixes: Mapping[str, str] | None = None,
    ) -> Answer:
        """Answer a query as `Guard.query` does.

        Raises
        ------
        QuerySyntaxError
            It is no SPARQL query, asks for another service, is too long, or names its graphs itself.
        QueryLimitError
            It met a limit: time, size, or busy when its turn did not come.
        NotAcceptableError
            None of the media types can hold the answer.
        ParameterError
            A graph is not named by an IRI.
        StoreError
            The service cannot be reached.
        """
        if len(text) > _LONGEST_TEXT:
            message = mark("this query is longer than {most} characters")
            raise QuerySyntaxError(message, most=_LONGEST_TEXT)
        whole = add_prefixes(text, prefixes or {})
        refuse_federation(text)
        if names_dataset(text):
            message = mark("FROM is refused here; name the graphs with default-graph-uri and named-graph-uri")
            raise QuerySyntaxError(message)
        if not self._turns.acquire(blocking=False):
            message = mark("too many queries are being answered just now; try again in a moment")
            raise QueryLimitError(message, limit="busy")
        try:
            return self._in_turn(whole, accept, self._dataset(default_graphs, named_graphs), prefixes or {})
        except QuerySyntaxError as error:
            raise _without_prefixes(error, len(whole) - len(text)) from error
        finally:
            self._turns.release()

    def _dataset(self, default: Sequence[str], named: Sequence[str]) -> Dataset | None:
        """Return the graphs that may be seen of those asked for: all of the store, or some."""
        for name in (*default, *named):
            try:
                ox.NamedNode(name)
            except ValueError as error:
                message = mark("{graph}: expected the IRI of a graph ({reason})")
                raise ParameterError(message, graph=name, reason=str(error)) from error
        state = remote_state(self.service)
        if not state.datasets:
            if default or named:
                message = mark("this service cannot be asked for some graphs alone")
                raise ParameterError(message)
            return None
        every = sorted(state.graphs)
        seen = [name for name in named if URIRef(name) in state.graphs]
        if not (default or named):
            return Dataset(every, every)
        return Dataset([n for n in default if URIRef(n) in state.graphs] if default else every, seen)

    def _in_turn(
        self, text: str, accept: Sequence[str], dataset: Dataset | None, prefixes: Mapping[str, str]
    ) -> Answer:
        seconds, started = self.limits.seconds, time.monotonic()
        if not self._slots.acquire(timeout=seconds):
            message = mark("other queries took all of {seconds} s; try again in a moment")
            raise QueryLimitError(message, limit="busy", seconds=f"{seconds:g}")
        try:
            left = max(0.1, started + seconds - time.monotonic())
            with self._protocol.asked(text, dataset, ANY_ANSWER, left) as reply:
                return self._answered(reply, accept, prefixes)
        except QueryLimitError as error:
            if error.limit != "time":
                raise
            message = mark("stopped after {seconds} s; ask for less, or more narrowly")
            raise QueryLimitError(message, limit="time", seconds=f"{seconds:g}") from error
        except (SyntaxError, ValueError) as error:
            raise self._protocol.malformed(error) from error
        finally:
            self._slots.release()

    def _answered(self, reply: Reply, accept: Sequence[str], prefixes: Mapping[str, str]) -> Answer:
        """Read as much of an answer as may be sent on, and write it in the form that was asked for."""
        most, rows = self.limits.body_mb, self.limits.rows
        found = self._protocol.parsed(reply.media_type, cast("IO[bytes]", _Bounded(reply, most)))
        answer = _written(found, accept, prefixes, rows)
        if len(answer.body) > most << 20:
            raise too_big(most)
        return answer


class _Bounded(io.RawIOBase):
    """An answer of which only so much is read."""

    def __init__(self, reply: Reply, megabytes: int) -> None:
        super().__init__()
        self._reply = reply
        self._megabytes = megabytes
        self._left = (megabytes << 20) * 4  # what is read is more wordy than what is written

    def read(self, size: int = -1, /) -> bytes:
        piece = self._reply.read(size)
        self._left -= len(piece)
        if self._left < 0:
            raise too_big(self._megabytes)
        return piece


def _written(found: Found, accept: Sequence[str], prefixes: Mapping[str, str], most: int) -> Answer:
    if isinstance(found, ox.QueryBoolean):
        media_type = _chosen(accept, TRUTH_TYPES)
        body = found.serialize(format=TRUTH_TYPES[media_type]) or b""
        return Answer("ask", media_type, body, truncated=False)
    if isinstance(found, ox.QuerySolutions):
        media_type = _chosen(accept, RESULT_TYPES)
        rows = list(islice(found, most + 1))
        body = write_solutions(found.variables, rows[:most], RESULT_TYPES[media_type])
        return Answer("select", media_type, body, truncated=len(rows) > most)
    media_type = _chosen(accept, GRAPH_TYPES)
    triples = list(islice(found, most + 1))
    body = ox.serialize(triples[:most], format=GRAPH_TYPES[media_type], prefixes=dict(prefixes)) or b""
    return Answer("graph", media_type, body, truncated=len(triples) > most)


def _without_prefixes(error: QuerySyntaxError, length: int) -> QuerySyntaxError:
    """Return an error whose place is that in the text as it was given."""
    values = dict(error.values)
    if values.get("line") == 1:
        values["column"] = int(str(values["column"])) - length
    return QuerySyntaxError(error.message, **values)


def _chosen(accept: Sequence[str], offered: Mapping[str, Any]) -> str:
    """Return the first media type wanted that is offered."""
    for wanted in accept or ("*/*",):
        name = wanted.partition(";")[0].strip().lower()
        for media_type in offered:
            if name in (media_type, media_type.partition("/")[0] + "/*", "*/*"):
                return media_type
    message = mark("this answer cannot be had as {wanted}; expected {offered}")
    raise NotAcceptableError(message, wanted=", ".join(accept), offered=", ".join(offered))


def guard_of(place: Where, limits: Limits = _LIMITS) -> Guard | RemoteGuard:
    """Return the guard before a store, in a folder or at a service."""
    return RemoteGuard(place, limits) if isinstance(place, Service) else Guard(place / "store", limits)
