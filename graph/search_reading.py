"""Reads an index of names: words that are like a word, the names that they are in, things by their ID."""

from __future__ import annotations

import sqlite3
import threading
import weakref
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from . import search_index
from .revision import is_settled, revision_age
from .store import Store

_END = "\U0010ffff"
_NAMED = "SELECT iri, thing, label, lang, other FROM name JOIN graph ON graph = id"
# A writer that has been silent for so long is taken for one that was killed.
_PATIENCE_SECONDS = 60.0
# An index of so many bytes takes more than a second to build.
_MUCH = 4_000_000
_OPEN: weakref.WeakKeyDictionary[Store, Index] = weakref.WeakKeyDictionary()
_BUILT: dict[Path, Index] = {}
_LOCK = threading.Lock()
Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Named:
    """A thing as an index has it under one name; without a name it is found by its ID."""

    graph: str
    thing: str
    label: str
    lang: str
    other: bool

    @property
    def iri(self) -> str:
        """The IRI of the thing."""
        if not self.thing:
            return self.graph
        return self.thing if "://" in self.thing else f"{self.graph}/{self.thing}"


class Vocabulary:
    """All words of an index, sorted."""

    def __init__(self, rows: Iterable[tuple[str, int]]) -> None:
        """Take words with their numbers."""
        pairs = sorted(rows)
        self.texts = [text for text, _ in pairs]
        self._numbers = [number for _, number in pairs]

    def number(self, at: int) -> int:
        """Return the number of a word by its place."""
        return self._numbers[at]

    def beginning(self, start: str) -> range:
        """Return the places of the words that begin so."""
        return range(bisect_left(self.texts, start), bisect_left(self.texts, start + _END))

    def holding(self, part: str) -> list[int]:
        """Return the places of the words in which this stands somewhere."""
        return [at for at, text in enumerate(self.texts) if part in text]


class Index:
    """An index that is open for reading, by several threads."""

    def __init__(self, connection: sqlite3.Connection, revision: int, *, exact: bool) -> None:
        """Take an open index, the revision that it is used for, and whether it is just of that one."""
        self._connection = connection
        self._lock = threading.Lock()
        self.revision, self.exact = revision, exact
        self.vocabulary = Vocabulary(self._rows("SELECT text, id FROM word"))
        self._keys: list[str] | None = None
        weakref.finalize(self, connection.close)

    def _rows(self, query: str, *values: object) -> list[Any]:
        return self._each(query, [values])

    def _each(self, query: str, values: Iterable[Sequence[object]]) -> list[Any]:
        """Return the rows of a query that is asked once for each of the values."""
        with self._lock:
            return [row for some in values for row in self._connection.execute(query, some)]

    def with_keys(self, keys: Iterable[str]) -> list[tuple[str, int]]:
        """Return the words that have one of these keys."""
        query = "SELECT text, id FROM form JOIN word ON word = id WHERE key = ?"
        return self._each(query, [(key,) for key in keys])

    def keys(self) -> list[str]:
        """Return all keys of a vocabulary."""
        if self._keys is None:
            self._keys = [str(row[0]) for row in self._rows("SELECT DISTINCT key FROM form")]
        return self._keys

    def places(self, words: Iterable[int], graph: str = "") -> Iterator[tuple[int, array[int]]]:
        """Yield graphs and the numbers of their names in which one of these words is."""
        query = (
            "SELECT graph, names FROM place "
            "WHERE word = ? AND (? = '' OR graph = (SELECT id FROM graph WHERE iri = ?))"
        )
        for at, names in self._each(query, [(word, graph, graph) for word in words]):
            yield at, array("I", names)

    def named(self, names: Iterable[tuple[int, int]]) -> list[Named]:
        """Return names by graph and number, in this order."""
        query = f"{_NAMED} WHERE graph = ? AND number = ?"
        return [_named(row) for row in self._each(query, names)]

    def by_id(self, plan: str, thing: str, limit: int) -> list[Named]:
        """Return the things whose ID begins so, the shortest first, in any plan where none is told."""
        query = (
            f"{_NAMED} WHERE thing >= ? AND thing < ? AND (? = '' OR plan = ?) "
            "ORDER BY length(thing), thing, iri, other LIMIT ?"
        )
        return [_named(row) for row in self._rows(query, thing, thing + _END, plan, plan, limit)]

    def plans(self, plan: str, limit: int) -> list[Named]:
        """Return the plans and registers whose ID begins so, the shortest first."""
        query = (
            f"{_NAMED} WHERE plan >= ? AND plan < ? AND thing = '' ORDER BY length(plan), plan, other LIMIT ?"
        )
        return [_named(row) for row in self._rows(query, plan, plan + _END, limit)]


def index_of(store: Store) -> Index:
    """Return the index of a store: its file where that is in step, else one built in memory, once."""
    found = _OPEN.get(store)
    if found is None or found.revision != store.revision:
        with _LOCK:
            found = _OPEN.get(store)
            if found is None or found.revision != store.revision:
                found = _from_file(store) or _built(store)
                _OPEN[store] = found
    return found


def ask(store: Store, question: Callable[[Index], Answer]) -> Answer:
    """Ask the index of a store; where its file turns out to be damaged, ask one built in memory."""
    try:
        return question(index_of(store))
    except sqlite3.DatabaseError:
        with _LOCK:
            built = _OPEN[store] = _built(store)
        return question(built)


def _from_file(store: Store) -> Index | None:
    if store.folder is None:
        return None
    file = store.folder / search_index.FILE
    stamp = search_index.stamp(file)
    if stamp is None or not _is_in_step(stamp, store, file):
        return None
    try:
        return Index(search_index.opened(file), store.revision, exact=stamp == store.revision)
    except (sqlite3.Error, OSError):
        return None


def _is_in_step(stamp: int, store: Store, file: Path) -> bool:
    """Whether an index is of a store as it is; one that is a write ahead will do while somebody writes.

    One that is a write behind will do where to build another takes long and the writer is at work still.
    """
    revision = store.revision
    if stamp == revision or revision < stamp <= revision + 2:
        return True
    behind = stamp == revision - 1 and not is_settled(revision) and file.stat().st_size > _MUCH
    return behind and revision_age(file.parent) < _PATIENCE_SECONDS


def _built(store: Store) -> Index:
    """Return an index in memory; all readers of one revision of a folder share it."""
    shared = _BUILT.get(store.folder) if store.folder else None
    if shared is not None and shared.revision == store.revision:
        return shared
    made = Index(search_index.in_memory(store), store.revision, exact=True)
    if store.folder:
        _BUILT[store.folder] = made
    return made


def _named(row: tuple[object, ...]) -> Named:
    graph, thing, label, lang, other = row
    return Named(str(graph), str(thing), str(label), str(lang), bool(other))
