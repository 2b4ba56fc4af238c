"""What the guard and the processes that answer for it say to each other."""

from __future__ import annotations

import contextlib
import json
import struct
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, asdict, dataclass, field, fields
from typing import Any, BinaryIO, TypeVar

from . import errors
from .errors import PlanweaveError, QueryError
from .i18n import mark

_LONGEST_HEAD, _MOST_BYTES = 2**20, 2**30

QUERY = struct.Struct("dq")
"""What goes with the socket of a query: its wall clock, and the revision of the store that it asks for."""

PROCESS = struct.Struct("i")
"""What a caller hears first: which process has its query."""

FRESH = -1
"""In place of a revision: the store as it is now, whatever a process that has it open has seen."""


@dataclass(frozen=True)
class Request:
    """A query, its dataset, what its answer may look like, and what it may use."""

    text: str
    accept: Sequence[str]
    default_graphs: Sequence[str]
    named_graphs: Sequence[str]
    prefixes: Mapping[str, str]
    rows: int
    body_mb: int
    memory_mb: int
    cpu_seconds: int

    def to_bytes(self) -> bytes:
        """Return the request as it travels."""
        return json.dumps(vars(self)).encode()

    @classmethod
    def from_bytes(cls, written: bytes) -> Request:
        """Read a request."""
        return cls(**json.loads(written))


@dataclass(frozen=True)
class Reply:
    """What the process of a query said: an answer, or the error that it met."""

    kind: str = ""
    media_type: str = ""
    truncated: bool = False
    error: str = ""
    message: str = ""
    values: Mapping[str, object] = field(default_factory=dict)
    body: bytes = b""

    @classmethod
    def failed(cls, error: PlanweaveError) -> Reply:
        """Take an error apart, so that it can travel."""
        values = dict(error.values)
        if isinstance(error, errors.QueryLimitError):
            values["limit"] = error.limit
        return cls(error=type(error).__name__, message=error.message, values=values)

    def raised(self) -> PlanweaveError | None:
        """Return the error that the process met, if it met one."""
        if not self.error:
            return None
        kind = getattr(errors, self.error, None)
        with contextlib.suppress(TypeError, ValueError, LookupError, AttributeError):
            if isinstance(kind, type) and issubclass(kind, PlanweaveError):
                return kind(self.message, **self.values)
        return QueryError(mark("the process that answers queries ended unexpectedly"))

    def to_bytes(self) -> bytes:
        """Return the reply as it travels: a line of JSON, then the body."""
        head = asdict(self) | {"body": len(self.body)}
        return json.dumps(head, default=str).encode() + b"\n" + self.body


@dataclass(frozen=True)
class Ended:
    """How the process of a query ended without a reply: by which signal, whether late, its last words.

    `moved` says that files of the store came or went since it was opened: the engine collects the error of
    a file that is gone again and again, until its memory is full.
    """

    signal: int = 0
    late: bool = False
    said: str = ""
    moved: bool = False

    def to_bytes(self) -> bytes:
        """Return this as it travels: a line that may follow a reply broken off, or stand alone."""
        return b"\n" + json.dumps(asdict(self)).encode()


_Message = TypeVar("_Message", Reply, Ended)


def received(stream: BinaryIO) -> Reply | Ended | None:
    """Read a reply, or how its process ended; nothing where neither comes, as nobody was left to tell."""
    first = stream.readline(_LONGEST_HEAD)
    if first.strip():
        head = _read(first)
        size = head.pop("body", None)
        if not isinstance(size, int) or not 0 <= size <= _MOST_BYTES:
            return None
        body = stream.read(size)
        if len(body) == size:
            return _made(Reply, head | {"body": body})
        last = body.rpartition(b"\n")[2]
    else:
        last = stream.readline(_LONGEST_HEAD)
    return _made(Ended, _read(last))


def _read(line: bytes) -> dict[str, Any]:
    """Return the object of a line of JSON; an empty one where it is none."""
    with contextlib.suppress(ValueError, RecursionError):
        found = json.loads(line)
        return found if isinstance(found, dict) else {}
    return {}


def _made(kind: type[_Message], head: dict[str, Any]) -> _Message | None:
    """Return a message of that kind, if the object has the fields of one, and values of their types."""
    wanted = {one.name: type(one.default) for one in fields(kind) if one.default is not MISSING}
    known = {one.name for one in fields(kind)}
    if not head or not set(head) <= known or not isinstance(head.get("values", {}), dict):
        return None
    if not all(type(head[name]) is wanted[name] for name in head if name in wanted):
        return None
    return kind(**head)
