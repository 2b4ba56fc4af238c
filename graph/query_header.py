"""The header of a query file: YAML behind `#+`, read with the line of each key and all that is wrong.

What is wrong is gathered and not raised, so that whoever writes a file hears all of it at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from ontology import LANGUAGES

from .errors import ShapeError
from .i18n import mark

#: A text by language.
Texts = Mapping[str, str]
START = "#+"

_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Header:
    """What the header of a file says, where, and what is wrong in the file.

    Parameters
    ----------
    file
        The file, named in each fault.
    text
        Its text.
    """

    def __init__(self, file: Path, text: str) -> None:
        """Read the header; that there is none, or that it is not YAML, is its first fault."""
        self.file = file
        self.faults: list[ShapeError] = []
        self.values: dict[str, Any] = {}
        self._lines: dict[tuple[str, ...], int] = {}
        numbered = [(n, line) for n, line in enumerate(text.splitlines(), 1) if line.startswith(START)]
        self._numbers = [n for n, _ in numbered]
        try:
            self._read("\n".join(line[len(START) :].removeprefix(" ") for _, line in numbered))
        except yaml.YAMLError as error:
            place = getattr(error, "problem_mark", None)
            message = mark(
                "{file}, line {line}: the header is not YAML; a text with a colon stands in quotes"
            )
            self.at(message, self._number(place.line if place else 0))

    def _read(self, text: str) -> None:
        loader = _Loader(text)
        node = loader.get_single_node()
        if not isinstance(node, yaml.MappingNode):
            self.at(mark("{file}, line 1: expected a header of lines that begin with #+"), 1)
            return
        self._note(node, ())
        self.values = {plain(key): value for key, value in loader.construct_document(node).items()}

    def _note(self, node: yaml.MappingNode, above: tuple[str, ...]) -> None:
        """Keep the line of each key."""
        for key, value in node.value:
            path = (*above, str(key.value))
            line = self._number(key.start_mark.line)
            if path in self._lines:
                self.at(mark("{file}, line {line}: the key {key} stands here twice"), line, key=path[-1])
            self._lines[path] = line
            if isinstance(value, yaml.MappingNode):
                self._note(value, path)

    def _number(self, line: int) -> int:
        """Return the line of the file by the line of the header."""
        return self._numbers[min(line, len(self._numbers) - 1)] if self._numbers else 1

    # ---- what is wrong

    def line(self, *path: str) -> int:
        """Return the line of a key, or of what it would stand under; 1 where neither is there."""
        while path and path not in self._lines:
            path = path[:-1]
        return self._lines.get(path, 1)

    def at(self, message: str, line: int, **values: object) -> None:
        """Note a fault at a line."""
        self.faults.append(ShapeError(message, file=self.file.name, line=line, **values))

    def wrong(self, message: str, *path: str, choices: Iterable[str] = (), **values: object) -> None:
        """Note a fault at a key; `choices` are what was expected."""
        told = ", ".join(sorted(choices))
        self.at(message, self.line(*path), key=path[-1], choices=told, **values)

    # ---- what it says

    def get(self, *path: str) -> object:
        """Return what stands at a key, or nothing."""
        found: object = self.values
        for key in path:
            found = named(found).get(key)
        return found

    def text(self, key: str, default: str = "") -> str:
        """Return a plain value as text."""
        found = self.values.get(key)
        return default if found is None else plain(found)

    def texts(self, *path: str, languages: Sequence[str] = LANGUAGES) -> dict[str, str]:
        """Return a text in all languages; that one is missing is a fault."""
        found = self.get(*path)
        if isinstance(found, dict) and set(found) > set(languages):
            message = mark(
                "{file}, line {line}: {key} holds {found} too; a text with a comma stands in quotes"
            )
            more = ", ".join(sorted(map(plain, set(found) - set(languages))))
            self.at(message, self.line(*path), key=path[-1], found=more)
            return {}
        if not isinstance(found, dict) or set(found) != set(languages) or not all(found.values()):
            message = mark("{file}, line {line}: {key} is missing, or not in all of: {choices}")
            self.wrong(message, *path, choices=languages)
            return {}
        return {str(lang): str(value) for lang, value in found.items()}

    def texts_if_any(self, *path: str) -> dict[str, str]:
        """Return a text in all languages, or nothing where the key is not there."""
        return {} if self.get(*path) is None else self.texts(*path)

    def mapping(self, key: str) -> dict[str, Any]:
        """Return lines of the form `name: value`."""
        found = self.values.get(key) or {}
        if not isinstance(found, dict):
            message = mark("{file}, line {line}: {key} must be lines of the form {choices}")
            self.wrong(message, key, choices=["name: value"])
            return {}
        return named(found)

    def only(self, known: Iterable[str], *path: str) -> None:
        """Note a fault for each key, below a path, that is not known."""
        known = tuple(known)
        for key in sorted(named(self.get(*path)).keys() - set(known)):
            message = mark("{file}, line {line}: unknown key {key}; expected one of: {choices}")
            self.wrong(message, *path, key, choices=known)

    def one_of(self, key: str, choices: Iterable[str], default: str = "") -> str:
        """Return a value that is one of those."""
        choices, found = tuple(choices), self.text(key, default)
        if found not in choices:
            message = mark("{file}, line {line}: {key} must be one of: {choices}")
            self.wrong(message, key, choices=choices)
        return found


def named(found: object) -> dict[str, Any]:
    """Return a mapping with its keys as texts; what is none is empty."""
    return {plain(key): value for key, value in found.items()} if isinstance(found, dict) else {}


def plain(value: object) -> str:
    """Return a value of YAML as the text that a user would give: `true` and not `True`."""
    return str(value).lower() if isinstance(value, bool) else str(value)
