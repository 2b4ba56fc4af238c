"""The guard before a service: passes a stranger's query on, over the graphs of the store alone.

What the query uses of processor and memory is the service's to limit. Here it is held to its time, to the
rows and bytes of its answer, and to so many queries at once.
"""

from __future__ import annotations

import io
import time
from collections.abc import Mapping, Sequence
from typing import IO, cast

import pyoxigraph as ox
from rdflib import URIRef

from .errors import ParameterError, QueryLimitError, QuerySyntaxError
from .guard import Answer, Guard, Limits, out_of_time, refuse_hostile
from .guard_answer import too_big
from .guard_turns import Turns
from .guard_writing import write_answer
from .i18n import mark
from .query_text import add_prefixes, names_dataset
from .remote import remote_state
from .remote_address import Service, Where
from .remote_http import Reply
from .remote_protocol import ANY_ANSWER, Dataset, Protocol

_LIMITS = Limits()


class RemoteGuard:
    """Answers queries over a store at a service, from any thread."""

    def __init__(self, service: Service, limits: Limits = _LIMITS) -> None:
        """Take a service; nothing is sent yet."""
        self.service = service
        self.limits = limits
        self._protocol = Protocol(service)
        self._turns = Turns(limits.processes, limits.waiting)

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
        client: str = "",
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
        refuse_hostile(text)
        if names_dataset(text):
            message = mark("FROM is refused here; name the graphs with default-graph-uri and named-graph-uri")
            raise QuerySyntaxError(message)
        whole = add_prefixes(text, prefixes or {})
        started, seconds = time.monotonic(), self.limits.seconds
        try:
            with self._turns.taken(client, seconds):
                dataset = self._dataset(default_graphs, named_graphs)
                left = max(0.1, started + seconds - time.monotonic())
                with self._protocol.asked(whole, dataset, ANY_ANSWER, left) as reply:
                    return self._answered(reply, accept, prefixes or {})
        except QuerySyntaxError as error:
            raise _without_prefixes(error, len(whole) - len(text)) from error
        except QueryLimitError as error:
            if error.limit != "time":
                raise
            raise out_of_time(seconds) from error
        except (SyntaxError, ValueError) as error:
            raise self._protocol.malformed(error) from error

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

    def _answered(self, reply: Reply, accept: Sequence[str], prefixes: Mapping[str, str]) -> Answer:
        """Read as much of an answer as may be sent on, and write it in the form that was asked for."""
        most, rows = self.limits.body_mb, self.limits.rows
        found = self._protocol.parsed(reply.media_type, cast("IO[bytes]", _Bounded(reply, most)))
        answer = write_answer(found, accept, prefixes, rows)
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


def _without_prefixes(error: QuerySyntaxError, length: int) -> QuerySyntaxError:
    """Return an error whose place is that in the text as it was given."""
    values = dict(error.values)
    if values.get("line") == 1:
        values["column"] = int(str(values["column"])) - length
    return QuerySyntaxError(error.message, **values)


def guard_of(place: Where, limits: Limits = _LIMITS) -> Guard | RemoteGuard:
    """Return the guard before a store, in a folder or at a service."""
    return RemoteGuard(place, limits) if isinstance(place, Service) else Guard(place / "store", limits)
