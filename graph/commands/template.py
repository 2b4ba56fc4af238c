"""The command `template`: an empty workbook to begin with."""

from __future__ import annotations

from pathlib import Path

import click

from ontology import LANGUAGES, load_model

from ..errors import ParameterError
from ..i18n import mark
from ..spreadsheets import write_workbook
from ..spreadsheets.suffixes import XLSX
from ..template import in_front_only
from ..template import template as make
from .frame import Setup


@click.command(
    epilog="""
\b
Examples:
  planweave template plan.xlsx --lang fi      a spreadsheet in Finnish
  planweave template plan.xlsx --sheet goals  with the goals in front too
  planweave template plan                     a folder of CSV files
"""
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--lang", type=click.Choice(LANGUAGES), help="The language of the workbook.")
@click.option("--sheet", "sheets", multiple=True, metavar="NAME", help="One more sheet in front.")
@click.option("--register", is_flag=True, help="For a register of bodies that several plans share.")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@click.pass_obj
def template(
    setup: Setup, file: Path, lang: str | None, sheets: tuple[str, ...], *, register: bool, force: bool
) -> None:
    """Write an empty workbook to begin with.

    FILE is a spreadsheet (.xlsx), or else a folder for CSV files. Priorities, actions and bodies stand in
    front and are enough to begin; its first sheet tells the rest.
    """
    suffix = file.suffix.casefold()
    if suffix not in {XLSX, ""}:
        message = mark("{file}: expected a name that ends in .xlsx, or one without an ending for a folder")
        raise ParameterError(message, file=file)
    if not force and file.exists() and not _is_empty_folder(file):
        raise ParameterError(mark("{file} is there already; --force writes over it"), file=file)
    model, lang = load_model(), lang or setup.lang
    made = make(model, lang, file, sheets, register=register)
    workbook = made.workbook if suffix else in_front_only(made)
    write_workbook(workbook, file, model, lang, front=made.front)
    setup.say(mark("written: {file}; check it with: planweave check {file}"), file=file)


def _is_empty_folder(path: Path) -> bool:
    return path.is_dir() and not any(path.iterdir())
