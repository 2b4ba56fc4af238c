"""What a report holds, whatever file it becomes: sections of paragraphs, lists, tables and figures.

The writers (`report_html`, `report_docx`, `report_md`) render the same values, so that the same facts stand
in every file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Run:
    """A piece of text; `lang` only where it is not the language of the document."""

    text: str
    lang: str = ""
    strong: bool = False
    code: bool = False
    #: The key of a section of the document, or a whole address.
    link: str = ""


Line = tuple[Run, ...]


def line(*parts: Run | str) -> Line:
    """Return runs and texts as a line; what is empty is left out.

    >>> plain(line("a ", Run("b", strong=True)))
    'a b'
    """
    runs = (part if isinstance(part, Run) else Run(part) for part in parts)
    return tuple(run for run in runs if run.text)


def plain(runs: Line) -> str:
    """Return the text of a line."""
    return "".join(run.text for run in runs)


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; `role` is text, lead, said (the sentence of an answer) or note (in small print)."""

    runs: Line
    role: str = "text"


@dataclass(frozen=True)
class Bullets:
    """A list of lines."""

    items: tuple[Line, ...]


@dataclass(frozen=True)
class Facts:
    """Names and what stands beside them."""

    items: tuple[tuple[str, tuple[Line, ...]], ...]


@dataclass(frozen=True)
class TableBlock:
    """A table: its caption, the names of its columns, and rows of cells of one line or more.

    `head` is the column that names its row, `numbers` are the columns that hold numbers alone, and `headings`
    the rows of one cell that stand above those which follow.
    """

    caption: str
    columns: tuple[Line, ...]
    rows: tuple[tuple[tuple[Line, ...], ...], ...]
    head: int = 0
    numbers: frozenset[int] = frozenset()
    headings: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Figure:
    """A picture as SVG, and a text that says its content to those who do not see it."""

    svg: str
    alt: str
    caption: str


Block = Paragraph | Bullets | Facts | TableBlock | Figure


@dataclass(frozen=True)
class Section:
    """A heading and what stands below it; a wide one wants a page on its side."""

    key: str
    title: Line
    blocks: tuple[Block, ...] = ()
    parts: tuple[Section, ...] = ()
    wide: bool = False


@dataclass(frozen=True)
class Document:
    """A report: its title, what stands below the title, the sections, and its language."""

    lang: str
    title: str
    about: tuple[Block, ...]
    contents: str
    sections: tuple[Section, ...]
    #: Said at the end of every page.
    foot: str = ""

    def listed(self) -> Iterator[tuple[int, Section]]:
        """Give all sections in order, each with its level: 1 for the sections of the document."""
        yield from _below(self.sections, 1)


def _below(sections: tuple[Section, ...], level: int) -> Iterator[tuple[int, Section]]:
    for section in sections:
        yield level, section
        yield from _below(section.parts, level + 1)
