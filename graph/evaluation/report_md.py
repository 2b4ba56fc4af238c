"""Writes a report as Markdown with tables as GitHub reads them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import singledispatch

from .report_model import (
    Block,
    Bullets,
    Document,
    Facts,
    Figure,
    Line,
    Paragraph,
    Run,
    TableBlock,
)

_SPECIAL = re.compile(r"([\\`*_\[\]<>|])")
#: What would begin a list or a heading at the start of a line.
_BEGINS = re.compile(r"^(\s*)([#+-]|\d+[.)])(?=\s)")
_DEEPEST = 6


def write_md(document: Document) -> bytes:
    """Return the report as Markdown in UTF-8; a figure is told by its text."""
    parts = [f"# {_escape(document.title)}", *map(_block, document.about)]
    parts += [f"## {_escape(document.contents)}", _contents(document)]
    for level, section in document.listed():
        parts += [f"{'#' * min(level + 1, _DEEPEST)} {_line(section.title)}", *map(_block, section.blocks)]
    parts += ["---", _escape(document.foot)]
    return ("\n\n".join(part for part in parts if part) + "\n").encode()


def _contents(document: Document) -> str:
    return "\n".join(
        f"{'  ' * (level - 1)}- {_line(section.title)}" for level, section in document.listed() if level <= 2
    )


@singledispatch
def _block(block: Block) -> str:
    raise TypeError(block)


@_block.register
def _(block: Paragraph) -> str:
    text = _BEGINS.sub(r"\1\\\2", _line(block.runs))
    return f"**{text}**" if block.role == "said" and "**" not in text else text


@_block.register
def _(block: Bullets) -> str:
    return "\n".join(f"- {_line(item)}" for item in block.items)


@_block.register
def _(block: Facts) -> str:
    return "\n".join(f"- **{_escape(name)}:** {_joined(lines, '; ')}" for name, lines in block.items)


@_block.register
def _(block: TableBlock) -> str:
    rules = ["---:" if place in block.numbers else "---" for place in range(len(block.columns))]
    rows = [_row(map(_line, block.columns)), _row(rules)]
    empty = [""] * (len(block.columns) - 1)
    for place, row in enumerate(block.rows):
        cells = [_joined(lines, "<br>") for lines in row]
        rows.append(_row([*cells, *empty] if place in block.headings else cells))
    return f"*{_escape(block.caption)}*\n\n" + "\n".join(rows)


@_block.register
def _(block: Figure) -> str:
    return f"*{_escape(block.caption)}:* {_escape(block.alt)}"


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _joined(lines: Iterable[Line], between: str) -> str:
    return between.join(map(_line, lines))


def _line(runs: Line) -> str:
    return "".join(map(_run, runs))


def _run(run: Run) -> str:
    if run.code:
        return f"`{run.text}`"
    text = _escape(run.text)
    if run.strong and text.strip():
        text = f"**{text.strip()}**" + " " * (len(text) - len(text.rstrip()))
    return f"[{text}]({run.link})" if "://" in run.link else text


def _escape(text: str) -> str:
    """Return a text that says the same in Markdown, on one line."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split(" ")).replace("\n", " "))
