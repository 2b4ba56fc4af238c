"""Answers kept in memory: at most so many bytes, those asked for last, each made by one thread at a time."""

from __future__ import annotations

import gzip
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

#: How long a request waits for another that is making the same answer; then it makes its own.
_PATIENCE_SECONDS = 20.0
#: An answer of so many bytes, as it is kept, pushes out too many others.
_MOST_OF_ONE = 4_000_000
#: About how many bytes an entry takes beside its body.
_ENTRY_BYTES = 1_000


@dataclass(frozen=True)
class Kept:
    """The body of an answer, compressed where it is `zipped`, and the headers that its page gave it."""

    body: bytes
    zipped: bool
    headers: tuple[tuple[str, str], ...]

    @property
    def plain(self) -> bytes:
        """The body as it was before it was compressed."""
        return gzip.decompress(self.body) if self.zipped else self.body

    @property
    def size(self) -> int:
        """About how many bytes it takes."""
        return len(self.body) + _ENTRY_BYTES


class PageCache:
    """Answers by key, for several threads; where there is no room, those asked for longest ago go."""

    def __init__(self, most_bytes: int, patience: float = _PATIENCE_SECONDS) -> None:
        """Take how many bytes all answers may have, and how many seconds one waits for another."""
        self._most = most_bytes
        self._patience = patience
        self._found: OrderedDict[str, Kept] = OrderedDict()
        self._bytes = 0
        self._making: dict[str, threading.Event] = {}
        self._lock = threading.Lock()

    @property
    def bytes(self) -> int:
        """About how many bytes all answers have."""
        return self._bytes

    def once(self, key: str, make: Callable[[], Kept | None]) -> Kept | None:
        """Return the answer of a key, made where there is none; nothing where what is made is not to be kept.

        Whoever asks while it is being made waits for that, for a limited time. What `make` raises goes to
        the one who makes; the others then make their own.
        """
        found, made_by_another = self._begin(key)
        if found is not None:
            return found
        if made_by_another is not None:
            made_by_another.wait(self._patience)
            return self._get(key) or self._put(key, make())
        try:
            return self._put(key, make())
        finally:
            with self._lock:
                self._making.pop(key).set()

    def _begin(self, key: str) -> tuple[Kept | None, threading.Event | None]:
        """Return what is kept, else what tells that another has made it; neither: the caller makes it."""
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
                return self._found[key], None
            waiting = self._making.get(key)
            if waiting is None:
                self._making[key] = threading.Event()
            return None, waiting

    def _get(self, key: str) -> Kept | None:
        with self._lock:
            return self._found.get(key)

    def _put(self, key: str, made: Kept | None) -> Kept | None:
        if made is None or made.size > min(_MOST_OF_ONE, self._most):
            return made
        with self._lock:
            before = self._found.pop(key, None)
            self._bytes += made.size - (before.size if before else 0)
            self._found[key] = made
            while self._bytes > self._most:
                _, gone = self._found.popitem(last=False)
                self._bytes -= gone.size
        return made
