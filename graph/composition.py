"""A query put together: a line `#use NAME` becomes the SELECT of another query.

The line stands alone inside a group. `NAME` is a question, or a part in `parts/NAME.rq`; its prefixes
move to the front, its header and its declarations are left out. What comes out is one SPARQL text,
which runs in any tool.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from .errors import ShapeError
from .i18n import mark
from .query_text import declarations, line_and_column, tokens

_USE = re.compile(r"[ \t]*#use[ \t]+(?P<name>\S+)[ \t]*")

#: Finds the file of a question or a part by name.
Find = Callable[[str], Path | None]


@dataclass(frozen=True)
class Line:
    """A line of a composed query, and where it was written."""

    text: str
    file: Path
    number: int


@dataclass
class Composed:
    """A whole query: its lines, and the prefixes that the used ones brought."""

    lines: list[Line]
    prefixes: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The query with the prefixes of all that it uses."""
        text = "\n".join(line.text for line in self.lines) + "\n"
        declared = {found["prefix"] for found in declarations(text) if found["prefix"] is not None}
        missing = [f"PREFIX {name}: <{iri}> " for name, iri in self.prefixes.items() if name not in declared]
        start = _first_word(text)
        return text[:start] + "".join(missing) + text[start:]

    def origin(self, line: int) -> Line:
        """Return where a line of the text was written."""
        return self.lines[min(max(line, 1), len(self.lines)) - 1]


def uses(text: str) -> list[str]:
    """Return the names that a text uses, in their order."""
    return [found["name"] for line in text.splitlines() if (found := _USE.fullmatch(line))]


def composed(file: Path, text: str, find: Find) -> Composed:
    """Return a query with all that it uses, and all that those use.

    Raises
    ------
    ShapeError
        What is used is not there, uses itself, or gives a prefix another meaning.
    """
    made = Composed([])
    made.lines = list(_lines(file, text, find, made, (file.stem,)))
    return made


def _lines(file: Path, text: str, find: Find, made: Composed, above: tuple[str, ...]) -> Iterator[Line]:
    _take_prefixes(file, text, made)
    for number, line in enumerate(text.splitlines(), 1):
        found = _USE.fullmatch(line)
        if found is None:
            yield Line(line, file, number)
            continue
        name = found["name"]
        used = _used(Line(line, file, number), name, find, above)
        yield Line(f"{{ # {name}", file, number)
        yield from _body(used, find, made, (*above, name))
        yield Line("}", file, number)


def _used(line: Line, name: str, find: Find, above: tuple[str, ...]) -> Path:
    told = {"file": line.file.name, "line": line.number, "name": name}
    if name in above:
        chain = " → ".join((*above[above.index(name) :], name))
        raise ShapeError(mark("{file}, line {line}: {name} uses itself: {chain}"), chain=chain, **told)
    used = find(name)
    if used is None:
        message = mark("{file}, line {line}: #use {name}: there is no such question, and no such part")
        raise ShapeError(message, **told)
    return used


def _body(file: Path, find: Find, made: Composed, above: tuple[str, ...]) -> Iterator[Line]:
    """Yield the lines of a used query from its SELECT on."""
    text = file.read_text(encoding="utf-8-sig")
    _take_prefixes(file, text, made)
    start = _after_prologue(text)
    before = line_and_column(text, start)[0] - 1
    yield from list(_lines(file, "\n" * before + text[start:], find, made, above))[before:]


def _after_prologue(text: str) -> int:
    """Return where the query begins that follows comments and declarations."""
    end = max((found.end() for found in declarations(text)), default=0)
    return end + _first_word(text[end:])


def _first_word(text: str) -> int:
    """Return where the first token stands that is no space and no comment."""
    return next((token.start() for token in tokens(text) if token.lastgroup != "gap"), len(text))


def _take_prefixes(file: Path, text: str, made: Composed) -> None:
    for found in declarations(text):
        if found["prefix"] is None:
            continue
        name, iri = found["prefix"], found["namespace"][1:-1]
        if made.prefixes.setdefault(name, iri) != iri:
            line = line_and_column(text, found.start("namespace"))[0]
            message = mark(
                "{file}, line {line}: the prefix {name}: stands for something else where this is used"
            )
            raise ShapeError(message, file=file.name, line=line, name=name)
