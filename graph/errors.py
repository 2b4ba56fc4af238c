"""Every error that Planweave raises on purpose, under one root.

    PlanweaveError
    ├─ SourceError          a file, sheet or line cannot be read; what was expected
    ├─ ShapeError           the ontology's own files are wrong
    ├─ StoreError           unreachable, not a store
    │  └─ LockedError       another process writes to it; who, since when
    └─ QueryError
       ├─ QuerySyntaxError  the place in the query where reading stopped
       ├─ UnknownQueryError no question, view, plan or thing of that name
       ├─ ParameterError    a value that a parameter does not take
       ├─ QueryLimitError   time, memory, or busy with other queries; which
       └─ NotAcceptableError  none of the media types asked for can hold the answer

A plan with findings is a `Report`, not an exception. HTTP statuses live in `webviz.errors`, exit
codes in `graph.cli`.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from .i18n import translate


class PlanweaveError(Exception):
    """The root: its text is one line that says what, where and what was expected."""

    def __init__(self, message: str, **values: object) -> None:
        """Take a message that can be translated, and the values that stand in it."""
        super().__init__(translate(message, "en", **values))
        self.message = message
        self.values = values

    def text(self, lang: str) -> str:
        """Return the message in a language."""
        return translate(self.message, lang, **self.values)


@dataclass(frozen=True)
class Place:
    """Where in a source something stands; empty parts are unknown."""

    file: Path | None = None
    sheet: str = ""
    row: int | None = None
    column: str = ""
    line: int | None = None


class SourceError(PlanweaveError):
    """A source that cannot be read at all."""

    def __init__(self, message: str, place: Place | None = None, **values: object) -> None:
        """Keep the place, so that a caller can show it as a finding."""
        super().__init__(message, **values)
        self.place = place or Place()


class ShapeError(PlanweaveError):
    """A file of the ontology that does not say what it must."""


class StoreError(PlanweaveError):
    """A store that is locked, missing, or no store."""


class LockedError(StoreError):
    """A store that another process writes to just now."""


class QueryError(PlanweaveError):
    """A query that could not be answered."""


class QuerySyntaxError(QueryError):
    """A query that is not SPARQL, or that asks for what is refused."""


class UnknownQueryError(QueryError):
    """A name that stands for nothing here."""


class ParameterError(QueryError):
    """A parameter that the query does not have, or a value that it does not take."""


class QueryLimitError(QueryError):
    """A query that was stopped: `limit` is time, memory or busy."""

    def __init__(self, message: str, limit: str, **values: object) -> None:
        """Keep which limit was met."""
        super().__init__(message, **values)
        self.limit = limit


class NotAcceptableError(QueryError):
    """An answer that none of the media types asked for can hold."""


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the known name that is most like `name`, or an empty text.

    >>> nearest("responsable", ["responsible", "partner"])
    'responsible'
    """
    found = difflib.get_close_matches(name, list(known), n=1, cutoff=0.6)
    return found[0] if found else ""
