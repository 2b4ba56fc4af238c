"""The command `merge`: two people edited one plan."""

from __future__ import annotations

from pathlib import Path

import click

from ontology import Model, load_model, pick

from ..errors import Place, SourceError
from ..i18n import mark
from ..merging import MINE, THEIRS, Merged, merge
from ..recognised import recognised
from ..spreadsheets import is_workbook, read_workbook, write_workbook
from ..spreadsheets.suffixes import XLSX
from ..workbook import Workbook
from .frame import DONE, NO, Setup

_SHEETS = ".csv"


@click.command(
    "merge",
    epilog="""
\b
Examples:
  planweave merge kemi-2023.xlsx anna.xlsx ville.xlsx -o merged.xlsx
  planweave merge old mine theirs -o merged                  folders of CSV
  planweave merge old.xlsx mine.xlsx theirs.xlsx -o merged.xlsx --prefer mine
""",
)
@click.argument("base", type=click.Path(path_type=Path))
@click.argument("mine", type=click.Path(path_type=Path))
@click.argument("theirs", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The merged workbook: an .xlsx file, or a folder of CSV.",
)
@click.option(
    "--prefer", type=click.Choice((MINE, THEIRS)), help="Take this side in every conflict, and mark nothing."
)
@click.option("--force", is_flag=True, help="Write over a workbook that is there.")
@click.pass_context
def merge_command(
    context: click.Context,
    base: Path,
    mine: Path,
    theirs: Path,
    output: Path,
    prefer: str | None,
    *,
    force: bool,
) -> None:
    """Merge two versions of a workbook that were made from one.

    BASE is what both began with, MINE and THEIRS what came of it. Rows are matched by ID. What both
    changed, and not alike, is a conflict: the cell keeps what MINE has, is coloured, and its comment
    tells the rest; every conflict is a line of the answer too. The exit code is 1 when there are
    conflicts to settle.
    """
    setup: Setup = context.obj
    model = load_model()
    merged = merge(_read(base), _read(mine), _read(theirs), model, prefer or "")
    _require_writable(output, merged.workbook)
    if not force and (output.is_file() or is_workbook(output)):
        raise SourceError(mark("{file} is there already; --force writes over it"), Place(output), file=output)
    write_workbook(merged.workbook, output, model, setup.lang, merged.marks(setup.lang))
    for line in merged.lines(setup.lang, _names(output, model, setup.lang)):
        click.echo(line)
    _say(setup, merged, output)
    context.exit(NO if merged.open else DONE)


def _say(setup: Setup, merged: Merged, output: Path) -> None:
    setup.say(
        mark("{mine} changes from mine, {theirs} from theirs, {conflicts} conflicts; written: {file}"),
        mine=merged.from_mine,
        theirs=merged.from_theirs,
        conflicts=len(merged.conflicts),
        file=output,
    )
    if merged.conflicts and merged.preferred:
        setup.say(mark("every conflict was settled for {side}"), side=merged.preferred)


def _names(output: Path, model: Model, lang: str) -> dict[str, str]:
    """Return the names that the sheets have in the merged file."""
    if output.suffix.casefold() != XLSX:
        return {}
    return {name: pick(sheet.names, lang).text for name, sheet in model.sheets.items()}


def _read(path: Path) -> Workbook:
    if not path.exists():
        raise SourceError(mark("{path}: no such file or folder"), Place(path), path=path)
    if not is_workbook(path):
        message = mark(
            "{path}: is no workbook; expected a spreadsheet, or a folder with info.csv and other sheets"
        )
        raise SourceError(message, Place(path), path=path)
    return recognised(read_workbook(path), load_model())


def _require_writable(output: Path, workbook: Workbook) -> None:
    """Refuse a name that is neither kind of workbook, and a folder that would keep sheets of another."""
    if output.suffix.casefold() == XLSX and not output.is_dir():
        return
    if (output.suffix and not output.is_dir()) or output.is_file():
        message = mark("{path}: a merged workbook is an .xlsx file or a folder of CSV; name one of these")
        raise SourceError(message, Place(output), path=output)
    for file in sorted(output.iterdir()) if output.is_dir() else []:
        if file.suffix.casefold() == _SHEETS and file.stem not in workbook.sheets:
            message = mark("{path}: holds {file}, which is no part of the merged workbook; name a new folder")
            raise SourceError(message, Place(output), path=output, file=file.name)
