"""The words of foreign spreadsheets, from `synonyms.toml`, and how near a header is to one."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher, get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any

from ontology import Form, Model

from ..headers import plain

FILE = Path(__file__).with_name("synonyms.toml")
_NEAR = 0.84
_SHORTEST, _LONGEST = 5, 60
#: What a header is guessed to be, where it is no column of ours.
NOTED, PERSONS = "noted", "persons"


@dataclass(frozen=True)
class Guess:
    """What a header may mean: a level of things, or a column; `score` is 1 where it is the very word."""

    score: float
    word: str
    depth: int = 0
    sheet: str = ""
    to: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Words:
    """Synonyms in plain form, with what each means."""

    headers: Mapping[str, Guess]
    parents: Mapping[str, str]
    always: Mapping[str, str]
    make: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]]
    #: The sheets of things by depth, from the topmost aim to the smallest deed.
    levels: tuple[tuple[int, str], ...]
    action_depth: int
    _guessed: dict[str, Guess | None] = field(default_factory=dict)

    @property
    def action_sheet(self) -> str:
        """The sheet whose rows a table without levels holds."""
        return next(sheet for depth, sheet in self.levels if depth == self.action_depth)

    def by_depth(self, depth: int) -> tuple[str, ...]:
        """Return the sheets of codes of so many parts at most, from above.

        >>> from ontology import load_model
        >>> words(load_model()).by_depth(3)
        ('goals', 'objectives', 'actions')
        """
        sheets = list(dict.fromkeys(sheet for _, sheet in self.levels))
        deeds = [sheet for number, sheet in self.levels if number >= self.action_depth]
        deeds = deeds[: max(1, depth - 2)]
        aims = [sheet for sheet in sheets if sheet not in deeds][:2]
        above = max(depth - len(deeds), 0)
        return (*([aims[0]] * max(above - 1, min(above, 1))), *([aims[1]] if above > 1 else []), *deeds)

    def guess(self, header: str) -> Guess | None:
        """Return what a header means: the same word, else the nearest that is near enough.

        >>> from ontology import load_model
        >>> words(load_model()).guess("Vastuutahot (yksikkö)").to
        'responsible'
        """
        key = bare(header)
        if key not in self._guessed:
            self._guessed[key] = self._nearest(key)
        return self._guessed[key]

    def _nearest(self, key: str) -> Guess | None:
        found = self.headers.get(key)
        if found is not None or not _SHORTEST <= len(key) <= _LONGEST:
            return found
        near = get_close_matches(key, self.headers, n=1, cutoff=_NEAR)
        if not near:
            return None
        return replace(self.headers[near[0]], score=SequenceMatcher(None, near[0], key).ratio())

    def values_of(self, to: str) -> Mapping[str, str]:
        """Return what the words of cells mean in a column, by the word in plain form."""
        return self.values.get(to, {})


def bare(header: str) -> str:
    """Return a header in plain form, without what stands in brackets and currency words behind it.

    >>> bare("Budget prévisionnel total € HT"), bare("Sous-axe (x.x)")
    ('budgetprevisionneltotal', 'sousaxe')
    """
    text = re.sub(r"\([^)]*\)|\[[^]]*\]", " ", header)
    text = re.sub(r"\s*€.*$", "", text)
    return plain(text)


def _levels(read: Mapping[str, Any]) -> tuple[tuple[int, str], ...]:
    return tuple(sorted((level["depth"], level["sheet"]) for level in read["level"]))


@lru_cache(maxsize=4)
def _read(file: Path) -> dict[str, Any]:
    with file.open("rb") as source:
        return tomllib.load(source)


def words(model: Model) -> Words:
    """Return the words of the file, and the names that our own columns have in every language."""
    read = _read(FILE)
    headers = dict(_of_model(model))
    for kind in (NOTED, PERSONS):
        headers |= {bare(word): Guess(1, word, kind=kind) for word in read[kind]["words"]}
    for to, names in read["columns"].items():
        headers |= {bare(word): Guess(1, word, to=to) for word in names}
    for level in read["level"]:
        for word in level["words"]:
            headers[bare(word)] = Guess(1, word, level["depth"], level["sheet"])
    values = {
        to: {plain(word): value for value, names in by_value.items() for word in names}
        for to, by_value in read["values"].items()
    }
    return Words(
        headers,
        read["parents"],
        read["always"],
        read["make"],
        values,
        _levels(read),
        read["deeds"]["from-depth"],
    )


def _of_model(model: Model) -> list[tuple[str, Guess]]:
    """Return the names of the columns of the actions, of which foreign tables mostly are."""
    sheet = model.sheets[_read(FILE)["level"][-2]["sheet"]]
    return [
        (bare(name), Guess(1, name, to=column.key))
        for column in reversed(sheet.columns)
        if column.form is not Form.PASSAGES
        for name in column.names.values()
    ]
