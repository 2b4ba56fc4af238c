"""Answers the query of a stranger, in a process that exists for that: opens the store, asks, and writes."""

from __future__ import annotations

import faulthandler
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pyoxigraph as ox

from .errors import (
    ParameterError,
    PlanweaveError,
    QueryError,
    QueryLimitError,
    StoreError,
)
from .guard_messages import Reply, Request
from .guard_writing import write_answer
from .i18n import mark
from .query_text import names_dataset, syntax_error

_PATIENCE_SECONDS = 2.0


def serve(control: int, store: str, places: int, long_after: float) -> None:
    """Be the worker process, until the other end of the socket `control` is closed."""
    from . import guard_worker

    guard_worker.serve(control, Path(store), Engine(Path(store)), places, long_after)


def answer_once(store: str, seconds: float) -> None:
    """Be the process of one query, on standard input and output; end after so many seconds at any rate."""
    faulthandler.dump_traceback_later(seconds, exit=True)
    reply, _ = Engine(Path(store)).answer(Request.from_bytes(sys.stdin.buffer.read()))
    sys.stdout.buffer.write(reply)
    sys.stdout.buffer.flush()
    os._exit(0)  # the store needs no farewell


class Engine:
    """Answers queries over one store, which it opens once, for reading only."""

    def __init__(self, folder: Path) -> None:
        """Take the folder of the store; nothing is read yet."""
        self.folder = folder
        self._store: ox.Store | None = None

    def open(self, patience: float = _PATIENCE_SECONDS) -> None:
        """Open the store unless it is open; beside a writer, try again for some seconds.

        Raises
        ------
        StoreError
            It cannot be read.
        """
        deadline = time.monotonic() + (patience if self.folder.is_dir() else 0.0)
        while self._store is None:
            try:
                self._store = ox.Store.read_only(str(self.folder))
            except (OSError, RuntimeError) as error:  # a file removed meanwhile is a RuntimeError
                if time.monotonic() > deadline:
                    raise _unreadable(str(self.folder), error) from error
                time.sleep(0.05)

    def answer(self, asked: Request) -> tuple[bytes, bool]:
        """Return the reply to a request, and whether the engine can be trusted with another one."""
        try:
            self.open()
            assert self._store is not None
            return _answered(self._store, asked).to_bytes(), True
        except BaseException as error:  # noqa: BLE001  a panic of the engine is no Exception
            ours = _as_ours(error, asked, self.folder)
            return Reply.failed(ours).to_bytes(), _is_refusal(error)


def _is_refusal(error: BaseException) -> bool:
    """Tell whether the query was at fault, and nothing in the process can have been harmed by it."""
    harmful = isinstance(error, StoreError | QueryLimitError)
    return isinstance(error, PlanweaveError | SyntaxError | ValueError) and not harmful


def _as_ours(error: BaseException, asked: Request, folder: Path) -> PlanweaveError:
    """Return the error of ours that says what the engine's error says."""
    if isinstance(error, PlanweaveError):
        return error
    if isinstance(error, SyntaxError):
        return syntax_error(asked.text, str(error))
    if isinstance(error, MemoryError):
        return too_big(asked.memory_mb)
    if isinstance(error, OSError) or "Corruption" in str(error):
        return _unreadable(str(folder), error)
    return QueryError(mark("cannot be answered: {reason}"), reason=_short(error))


def too_big(megabytes: int) -> QueryLimitError:
    """Return the error of a query that needs too much memory."""
    message = mark("needs more memory than the {megabytes} MB allowed; ask for less, or more narrowly")
    return QueryLimitError(message, limit="memory", megabytes=megabytes)


def _unreadable(store: str, error: BaseException) -> StoreError:
    message = mark("{store}: cannot be read as a store ({reason})")
    return StoreError(message, store=store, reason=_short(error))


def _short(error: BaseException) -> str:
    return " ".join(str(error).split())[:200]


def _answered(store: ox.Store, asked: Request) -> Reply:
    """Ask the store, and write what it says."""
    found = write_answer(_asked(store, asked), asked.accept, asked.prefixes, asked.rows)
    if len(found.body) > asked.body_mb * 2**20:
        raise too_big(asked.body_mb)
    return Reply(found.kind, found.media_type, found.truncated, body=found.body)


def _asked(store: ox.Store, asked: Request) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
    """Run the query over its dataset; a dataset given beside the query goes before its own."""
    prefixes = dict(asked.prefixes)
    default, named = _names(asked.default_graphs), _names(asked.named_graphs)
    if default:
        return store.query(asked.text, prefixes=prefixes, default_graph=[*default], named_graphs=[*named])
    # The union would go before FROM.
    union = bool(named) or not names_dataset(asked.text)
    return store.query(
        asked.text,
        prefixes=prefixes,
        use_default_graph_as_union=union,
        named_graphs=[*named] if named else None,
    )


def _names(graphs: Sequence[str]) -> list[ox.NamedNode]:
    names = []
    for iri in graphs:
        try:
            names.append(ox.NamedNode(iri))
        except ValueError as error:
            message = mark("{graph}: expected the IRI of a graph ({reason})")
            raise ParameterError(message, graph=iri, reason=str(error)) from error
    return names
