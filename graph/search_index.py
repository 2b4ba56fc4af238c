"""The index of names: an SQLite file beside a store, or in memory, stamped with the store's revision.

A file is never changed where it lies: a new one is put in its place, whole or not at all. So readers,
however many, lock nothing and are locked by nobody. An index that is missing, damaged or of another
revision is no error: whoever reads builds one in memory.

In it, *names* of a graph have numbers that begin with how many words the name has; a *word* stands
there once, with the names that it is in as sorted numbers, and with the keys that its forms share.
"""

from __future__ import annotations

import shutil
import sqlite3
from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import closing, suppress
from pathlib import Path

from rdflib import Literal, URIRef

from ontology.namespaces import NO_PLANS

from . import program
from .plan_names import plan_id
from .search_words import keys, words
from .store import Store
from .whole_files import written_whole

FILE = "search.db"
#: Counts the ways in which an index was ever laid out, and words compared; one of another way is built anew.
FORMAT = 1
_SCHEMA = """
CREATE TABLE stamp (format INTEGER, revision INTEGER);
CREATE TABLE graph (id INTEGER PRIMARY KEY, iri TEXT UNIQUE, plan TEXT COLLATE NOCASE, following INTEGER);
CREATE TABLE name (graph INTEGER, number INTEGER, thing TEXT COLLATE NOCASE, label TEXT, lang TEXT,
    other INTEGER, PRIMARY KEY (graph, number)) WITHOUT ROWID;
CREATE TABLE word (id INTEGER PRIMARY KEY, text TEXT UNIQUE);
CREATE TABLE form (key TEXT, word INTEGER, PRIMARY KEY (key, word)) WITHOUT ROWID;
CREATE TABLE place (word INTEGER, graph INTEGER, names BLOB, PRIMARY KEY (word, graph)) WITHOUT ROWID;
"""
_LAST = "CREATE INDEX IF NOT EXISTS thing ON name (thing COLLATE NOCASE)"
#: What stands above this in the number of a name is how many words it has.
_COUNT_BITS = 26
_MOST_WORDS = 63

#: A name: its thing (as the graph has it, or what follows the IRI of the graph), text, language, whether
#: it is another name than the first one.
Name = tuple[str, str, str, int]


class SearchIndex:
    """Keeps the index in a folder in step with a store; it is the store's own folder where none is named."""

    def __init__(self, folder: Path | None = None) -> None:
        """Take the folder of the index."""
        self._folder = folder

    def follow(self, store: Store, graphs: Collection[URIRef] | None, revision: int) -> None:
        """Take up what was written to these graphs, or to any where none are told.

        An index that cannot be written is taken away, so that nobody takes an old one for a new one.
        """
        folder = self._folder or store.folder
        if folder is None:
            return
        file = folder / FILE
        try:
            with written_whole(file) as made:
                _write(made, file, store, graphs, revision)
        except (sqlite3.Error, OSError):
            with suppress(OSError):
                file.unlink()

    def mend(self, store: Store) -> None:
        """Write the index where it is missing, or not of the revision that a store has.

        What writers left that were killed is removed; nobody else may write meanwhile.
        """
        folder = self._folder or store.folder
        for left in folder.glob(f".{Path(FILE).stem}-*") if folder else ():
            left.unlink(missing_ok=True)
        if folder is not None and stamp(folder / FILE) != store.revision and store.graphs():
            self.follow(store, None, store.revision)


def stamp(file: Path) -> int | None:
    """Return the revision that an index is of, nothing where it is missing, damaged or of another kind."""
    try:
        with closing(opened(file)) as index:
            return _stamp(index)
    except (sqlite3.Error, OSError):
        return None


def opened(file: Path) -> sqlite3.Connection:
    """Open the file of an index for reading, without locks, for any thread."""
    address = f"{file.resolve().as_uri()}?mode=ro&immutable=1"
    return sqlite3.connect(address, uri=True, check_same_thread=False)


def in_memory(store: Store) -> sqlite3.Connection:
    """Build an index of all that a store holds, in memory, for any thread."""
    index = sqlite3.connect(":memory:", check_same_thread=False)
    _build(index, store)
    return index


def _stamp(index: sqlite3.Connection) -> int | None:
    found = index.execute("SELECT revision FROM stamp WHERE format = ?", (FORMAT,)).fetchone()
    return int(found[0]) if found else None


def _write(made: Path, file: Path, store: Store, graphs: Collection[URIRef] | None, revision: int) -> None:
    # The counter was even before the write, and will be with the next even number after it.
    in_step = graphs is not None and stamp(file) == revision - 2
    if in_step:
        shutil.copyfile(file, made)
    with closing(sqlite3.connect(made)) as index:
        index.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        with index:
            if in_step:
                _update(index, store, graphs or ())
                index.execute("DELETE FROM stamp")
            else:
                _build(index, store)
            index.execute("INSERT INTO stamp VALUES (?, ?)", (FORMAT, revision))


def _build(index: sqlite3.Connection, store: Store) -> None:
    for statement in _SCHEMA.split(";"):
        index.execute(statement)
    _update(index, store, store.graphs())
    index.execute(_LAST)


def _update(index: sqlite3.Connection, store: Store, graphs: Iterable[URIRef]) -> None:
    removed = False
    vocabulary: dict[str, int] = dict(index.execute("SELECT text, id FROM word"))
    known: set[tuple[str, str]] = set()
    for graph in graphs:
        if graph not in NO_PLANS:
            removed |= _Graph(index, graph, vocabulary, known).become(set(_names(store, graph)))
    if removed:
        index.execute("DELETE FROM word WHERE id NOT IN (SELECT word FROM place)")
        index.execute("DELETE FROM form WHERE word NOT IN (SELECT id FROM word)")


def _names(store: Store, graph: URIRef) -> Iterator[Name]:
    """Yield the names of a graph."""
    below = f"{graph}/"
    for thing, first, also in program.rows(store, "names", [graph], [graph]):
        own = "" if str(thing) == str(graph) else str(thing).removeprefix(below)
        name = also if first is None else first
        lang = (name.language or "") if isinstance(name, Literal) else ""
        yield own, str(name or ""), lang, int(first is None)


class _Graph:
    """One graph in an index that is being written."""

    def __init__(
        self,
        index: sqlite3.Connection,
        graph: URIRef,
        vocabulary: dict[str, int],
        known: set[tuple[str, str]],
    ) -> None:
        """Find the graph, and make it where it is new."""
        self._index, self._vocabulary, self._known = index, vocabulary, known
        index.execute("INSERT OR IGNORE INTO graph VALUES (NULL, ?, ?, 0)", (str(graph), plan_id(graph)))
        row = index.execute("SELECT id, following FROM graph WHERE iri = ?", (str(graph),)).fetchone()
        self._id: int = row[0]
        self._following: int = row[1]

    def become(self, wanted: set[Name]) -> bool:
        """Let the graph hold just these names; tell whether any went."""
        rows = self._index.execute(
            "SELECT thing, label, lang, other, number FROM name WHERE graph = ?", (self._id,)
        )
        held: dict[Name, int] = {row[:4]: row[4] for row in rows}
        gone = {name: number for name, number in held.items() if name not in wanted}
        come = {name: self._number(name) for name in sorted(wanted - held.keys())}
        self._index.executemany(
            "DELETE FROM name WHERE graph = ? AND number = ?",
            ((self._id, number) for number in gone.values()),
        )
        self._index.executemany(
            "INSERT INTO name VALUES (?, ?, ?, ?, ?, ?)",
            sorted((self._id, number, *name) for name, number in come.items()),
        )
        self._learn(come)
        self._place(gone, come)
        if wanted:
            self._index.execute("UPDATE graph SET following = ? WHERE id = ?", (self._following, self._id))
        else:
            self._index.execute("DELETE FROM graph WHERE id = ?", (self._id,))
        return bool(gone)

    def _number(self, name: Name) -> int:
        self._following += 1
        return min(len(words(name[1])), _MOST_WORDS) << _COUNT_BITS | self._following

    def _learn(self, names: Iterable[Name]) -> None:
        """Note the words of names, and the keys of their forms."""
        index, vocabulary = self._index, self._vocabulary
        met = {(word, lang) for _, label, lang, _ in names for word in words(label)} - self._known
        self._known |= met
        following = 1 + (index.execute("SELECT max(id) FROM word").fetchone()[0] or 0)
        new = sorted({word for word, _ in met if word not in vocabulary})
        vocabulary.update(zip(new, range(following, following + len(new)), strict=True))
        index.executemany("INSERT INTO word VALUES (?, ?)", ((vocabulary[word], word) for word in new))
        index.executemany(
            "INSERT OR IGNORE INTO form VALUES (?, ?)",
            sorted((f"{lang}:{key}", vocabulary[word]) for word, lang in met for key in keys(word, lang)),
        )

    def _place(self, gone: Mapping[Name, int], come: Mapping[Name, int]) -> None:
        """Note in which names words are, and no longer are."""
        off, on = self._by_word(gone), self._by_word(come)
        for word in sorted(off.keys() | on.keys()):
            row = self._index.execute(
                "SELECT names FROM place WHERE word = ? AND graph = ?", (word, self._id)
            ).fetchone()
            numbers = (set(array("I", row[0])) if row else set()) - off.get(word, set()) | on.get(word, set())
            at = (word, self._id)
            if numbers:
                blob = array("I", sorted(numbers)).tobytes()
                self._index.execute("INSERT OR REPLACE INTO place VALUES (?, ?, ?)", (*at, blob))
            else:
                self._index.execute("DELETE FROM place WHERE word = ? AND graph = ?", at)

    def _by_word(self, names: Mapping[Name, int]) -> dict[int, set[int]]:
        found: dict[int, set[int]] = defaultdict(set)
        for name, number in names.items():
            for word in words(name[1]):
                found[self._vocabulary[word]].add(number)
        return found
