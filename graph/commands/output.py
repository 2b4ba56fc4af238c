"""How rows come out: a table that fits the terminal, CSV, or JSON; to standard output or a file."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import textwrap
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import zip_longest
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

import click
from rdflib import Literal

from ontology import LANGUAGES

from ..errors import ParameterError
from ..i18n import mark, translate
from ..table import Cell, Plain, Table, TableColumn
from ..whole_files import write_whole

FORMATS = ("table", "csv", "json")
XLSX = "xlsx"
_GAP = "  "
_NARROWEST = 6
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]+")

Command = TypeVar("Command", bound=Callable[..., object])


def output_options(command: Command) -> Command:
    """Add `--format` and `-o` to a command."""
    return output_in(FORMATS)(command)


def output_in(formats: Sequence[str], *, by_ending: bool = False) -> Callable[[Command], Command]:
    """Return what adds `--format`, with these formats, and `-o` to a command.

    `by_ending` leaves the format open where it is not given: the ending of the file may tell it.
    """
    return lambda command: _with_output(command, formats, by_ending=by_ending)


def _with_output(command: Command, formats: Sequence[str], *, by_ending: bool) -> Command:
    open_one = "  [default: by the ending of FILE, else table]" if by_ending else ""
    command = click.option(
        "-o",
        "--output",
        type=click.Path(dir_okay=False, path_type=Path),
        metavar="FILE",
        help="Write to a file instead of standard output.",
    )(command)
    return click.option(
        "-f",
        "--format",
        "form",
        type=click.Choice(formats),
        default=None if by_ending else "table",
        show_default=not by_ending,
        help=f"How rows are written.{open_one}",
    )(command)


def form_of(form: str | None, output: Path | None, others: Mapping[str, str] = MappingProxyType({})) -> str:
    """Return the format that is told, else that of the ending of the file, else a table.

    `others` are endings of files beside the names of formats, each with its format.

    Raises
    ------
    ParameterError
        No format is told, and the ending is that of none, as in `rows.docx`; or a spreadsheet is wanted,
        and no file is named.
    """
    ending = output.suffix.casefold().removeprefix(".") if output else ""
    known = {"": "table", "txt": "table", "csv": "csv", "json": "json", XLSX: XLSX, **others}
    if form is None and ending not in known:
        message = mark("{file}: unknown suffix; expected one of: {choices}")
        choices = " ".join(f".{name}" for name in known if name)
        raise ParameterError(message, file=output, choices=choices)
    form = form or known[ending]
    if form == XLSX and output is None:
        message = mark("a spreadsheet goes to a file; name it with -o, as in -o {file}")
        raise ParameterError(message, file=f"out.{XLSX}")
    return form


def emit(table: Table, lang: str, form: str, output: Path | None) -> None:
    """Write a table in a format."""
    if form == "csv":
        write(table.csv(lang), output)
    elif form == "json":
        write(as_json(table.records()), output)
    else:
        write(as_text(table, lang, width(output)), output)


def write(text: str, output: Path | None) -> None:
    """Write text to a file in UTF-8, or to standard output."""
    if output is None:
        click.echo(text, nl=False)
    else:
        write_whole(output, text.encode())


def as_json(value: object) -> str:
    """Return a value as JSON that a person can read."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def table_of(name: str, names: Mapping[str, str], rows: Iterable[Sequence[object]]) -> Table:
    """Return rows of values or cells as a table: `names` gives each column's key its marked name."""
    columns = tuple(
        TableColumn(key, {lang: translate(message, lang) for lang in LANGUAGES})
        for key, message in names.items()
    )
    return Table(name, columns, tuple(tuple(map(_cell, row)) for row in rows))


def _cell(value: object) -> Cell:
    if isinstance(value, Cell):
        return value
    return Cell(None if value is None or value == "" else Literal(value))


# ---- a table for people


def as_text(table: Table, lang: str, width: int | None) -> str:
    """Return a table as lines of text no wider than `width`, long cells wrapped."""
    heads, rows, right = _texts(table, lang)
    natural = [max(map(_columns_of, column)) for column in zip(heads, *rows, strict=True)]
    widths = _fit(natural, width)
    if width and sum(widths) + len(_GAP) * (len(widths) - 1) > width:
        return _blocks(heads, rows, width)
    lines = [*_lines(heads, widths, [False] * len(heads)), _GAP.join("-" * wide for wide in widths)]
    for row in rows:
        lines += _lines(row, widths, right)
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _blocks(heads: Sequence[str], rows: Sequence[Sequence[str]], wide: int) -> str:
    """Return rows as blocks of lines, for a terminal that is too narrow for the columns."""
    blocks = (
        [wrap(f"{head}: {text}", wide) for head, text in zip(heads, row, strict=True) if text] for row in rows
    )
    return "\n".join("".join(f"{line}\n" for line in block) for block in blocks)


def _texts(table: Table, lang: str) -> tuple[list[str], list[list[str]], list[bool]]:
    """Return header, rows, and which columns hold numbers; a thing in front gets its ID before it."""
    first = [row[0] for row in table.rows]
    first_is_thing = any(cell.iri and cell.text != cell.plain for cell in first)
    extra = [translate(mark("ID"), lang)] if first_is_thing else []
    heads = extra + [column.names.get(lang) or column.key for column in table.columns]
    rows = []
    for row in table.rows:
        before = [str(row[0].plain or "")] if first_is_thing else []
        rows.append([clean(text) for text in before + [cell.text for cell in row]])
    right = [False] * len(extra) + [
        all(_is_number(row[place].plain) for row in table.rows) for place in range(len(table.columns))
    ]
    return heads, rows, right


def _is_number(value: Plain) -> bool:
    return value is None or (isinstance(value, (int, float)) and not isinstance(value, bool))


def clean(text: str) -> str:
    """Compose accents, and keep what steers a terminal out of it."""
    return _CONTROLS.sub(" ", unicodedata.normalize("NFC", text))


def _columns_of(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    return len(text) + wide - sum(map(bool, map(unicodedata.combining, text)))


def _fit(natural: Sequence[int], width: int | None) -> list[int]:
    """Narrow the widest columns until all fit; an ID in front stays whole, so that it can be copied."""
    widths = list(natural)
    room = width - len(_GAP) * (len(widths) - 1) if width else sum(widths)
    start = 1 if widths[0] <= room // 2 else 0
    while sum(widths) > room and max(widths[start:], default=0) > _NARROWEST:
        widest = max(widths[start:])
        second = max([wide for wide in widths[start:] if wide < widest] + [_NARROWEST])
        at = [place for place, wide in enumerate(widths) if wide == widest and place >= start]
        cut = min(widest - second, -(-(sum(widths) - room) // len(at)))
        for place in at:
            widths[place] -= max(1, cut)
    return widths


def _lines(row: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> Iterable[str]:
    wrapped = [
        textwrap.wrap(text, max(wide, 1), break_on_hyphens=False) or [""]
        for text, wide in zip(row, widths, strict=True)
    ]
    for parts in zip_longest(*wrapped, fillvalue=""):
        yield _GAP.join(
            " " * (wide - _columns_of(part)) + part if number else part + " " * (wide - _columns_of(part))
            for part, wide, number in zip(parts, widths, right, strict=True)
        )


def wrap(line: str, wide: int | None) -> str:
    """Break a line to a width, what follows set in below its first word."""
    indent = " " * (len(line) - len(line.lstrip()) + 2)
    return textwrap.fill(line, wide, subsequent_indent=indent, break_on_hyphens=False) if wide else line


def width(output: Path | None) -> int | None:
    """Return how wide the terminal is; what goes to a file or a program is not wrapped."""
    if output is None and ("COLUMNS" in os.environ or sys.stdout.isatty()):
        return shutil.get_terminal_size().columns
    return None
