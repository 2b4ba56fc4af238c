"""Commands that bring foreign spreadsheets and StratML in: mapping, read."""

from __future__ import annotations

from pathlib import Path

import click

from ontology import Model, load_model, pick

from ..errors import ParameterError
from ..i18n import mark
from ..readers.stratml import SUFFIX as STRATML
from ..readers.stratml import read_stratml
from ..readers.table import Read, TableReader
from ..readers.table_drafting import draft
from ..readers.table_mapping import Mapped, parse_mapping, read_mapping
from ..severities import SEVERITIES
from ..spreadsheets import write_workbook
from ..spreadsheets.reading import read_grids
from ..spreadsheets.suffixes import XLSX
from .frame import Setup
from .output import write


@click.command(
    epilog="""
\b
Examples:
  planweave mapping budget.xlsx -o budget.toml        to be looked through and corrected
  planweave mapping actions.ods --sheet Toimenpiteet  only this sheet, to the screen
"""
)
@click.argument("foreign", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Write to a file."
)
@click.option("--sheet", default="", metavar="NAME", help="Only the sheet of that name.")
@click.pass_obj
def mapping(setup: Setup, foreign: Path, output: Path | None, sheet: str) -> None:
    """Draft how a foreign spreadsheet is read.

    The draft is a text file (TOML): which rows hold headers, which columns are levels of the plan, and
    what the other columns are. It is guessed from headers and cells, and for a person to correct.
    """
    write(draft(foreign, read_grids(foreign), load_model(), setup.lang, sheet), output)
    if output is not None:
        message = mark(
            "written: {file}; look it through, then: planweave read {foreign} --mapping {file} -o plan.xlsx"
        )
        setup.say(message, file=output, foreign=foreign)


@click.command(
    epilog="""
\b
Examples:
  planweave read budget.xlsx --mapping budget.toml -o plan.xlsx
  planweave read actions.csv -o plan                a folder of CSV; the mapping is guessed
  planweave read plan.xml -o plan                   a plan in StratML, which needs no mapping
"""
)
@click.argument("foreign", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--mapping", "mapped", type=click.Path(path_type=Path), metavar="FILE", help="How it is read.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), required=True, metavar="WORKBOOK", help="Where to."
)
@click.option("--force", is_flag=True, help="Write over a workbook that is there.")
@click.pass_obj
def read(setup: Setup, foreign: Path, mapped: Path | None, output: Path, *, force: bool) -> None:
    """Read a foreign spreadsheet, or a plan in StratML, into a workbook of ours.

    Every cell is carried over, or the column and the number of values that were left out are told.
    WORKBOOK is a spreadsheet (.xlsx), or else a folder for CSV files.
    """
    if output.suffix.casefold() not in {XLSX, ""}:
        message = mark("{file}: expected a name that ends in .xlsx, or one without an ending for a folder")
        raise ParameterError(message, file=output)
    if not force and output.exists() and not (output.is_dir() and not any(output.iterdir())):
        raise ParameterError(mark("{file} is there already; --force writes over it"), file=output)
    model = load_model()
    if foreign.suffix.casefold() == STRATML:
        if mapped is not None:
            raise ParameterError(mark("{file}: StratML needs no mapping; leave out --mapping"), file=foreign)
        _keep(setup, read_stratml(foreign), output, model)
        return
    grids = read_grids(foreign)
    if mapped is None:
        text = draft(foreign, grids, model, setup.lang)
        how: Mapped = parse_mapping(text, foreign.with_suffix(".toml"), model, setup.lang)
        setup.say(
            mark("no mapping given: what columns mean is guessed; see: planweave mapping {file}"),
            file=foreign,
        )
    else:
        how = read_mapping(mapped, model, setup.lang)
    _keep(setup, TableReader(foreign, how, model).read(grids), output, model)


def _keep(setup: Setup, result: Read, output: Path, model: Model) -> None:
    """Write what was read as a workbook, and tell of it."""
    write_workbook(result.workbook, output, model, setup.lang)
    _tell(setup, result, output, model)


def _tell(setup: Setup, result: Read, output: Path, model: Model) -> None:
    for finding in result.findings:
        word = setup.word(SEVERITIES[finding.severity])
        where = f"{finding.where()}: " if finding.where() else ""
        click.echo(f"{where}{word}: {finding.text(setup.lang)}", err=True)
    for name, sheet in result.workbook.sheets.items():
        click.echo(f"{pick(model.sheets[name].names, setup.lang).text}: {len(sheet.rows)}")
    cells = {key: result.cells.get(key, 0) for key in ("carried", "ignored", "left out")}
    message = mark("rows read: {rows}; values carried over: {carried}, ignored: {ignored}, left out: {left}")
    setup.say(
        message, rows=result.rows, carried=cells["carried"], ignored=cells["ignored"], left=cells["left out"]
    )
    setup.say(mark("written: {file}; check it with: planweave check {file}"), file=output)
