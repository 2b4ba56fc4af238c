"""The command `export` with pictures: all that `graph` writes, and what the viewer adds to it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from graph.cli import planweave
from graph.commands.exporting import WRITERS
from graph.commands.frame import Setup
from graph.errors import ParameterError
from graph.i18n import mark, translate

from .presentation.outputs import NARROWEST, OUTPUTS, WIDEST, suffix_of

_TRANSLATIONS = Path(__file__).parent / "translations"
_PLAIN = planweave.commands["export"]
_EXAMPLES = """
\b
Pictures, by the end of FILE:
  .pptx                a slide for PowerPoint, with shapes and text to be edited
  .png .svg            a picture of any --width, --transparent or on white
  .pdf                 a page to be printed
  .docx                a picture with its links as a table, for Word
  .html                a page of its own that needs no network
  .docx                a Word document with a picture and its links as a table
  .graphml .gexf       a picture with its places and colours, for other programs
  .things.csv .links.csv .mmd .dot .jsonld
                       what a picture shows, as data
  .csv                 the table of a matrix, a list or an answer
"""
_MORE_EXAMPLES = """  planweave export slide.pptx                             the matrix of the newest plan
  planweave export slide.pptx --view focus -p focus=kemi-hyvinvointi-2023:P1.1
  planweave export picture.png --view network --width 1920 --transparent
  planweave export answer.pptx --question priorities-without-action --plan kemi-hyvinvointi-2023
  planweave export report.pptx --report --template city.pptx
  planweave export page.html --view my-saved-view --public-url https://plans.example.fi
"""


def _epilog() -> str:
    """Return the formats and examples of the plain command, with those of pictures among them."""
    told = (_PLAIN.epilog or "").strip("\n")
    formats, examples, commands = told.partition("\n\b\nExamples:\n")
    return f"{formats.rstrip()}\n{_EXAMPLES}{examples}{commands.rstrip()}\n{_MORE_EXAMPLES}"


_VIEW = (
    "A picture (focus, path, network, matrix, list), a saved view, or the view of a network.  "
    "[default: what is in focus, else matrix; for networks whole-plan]"
)
_PARAM = "A view's parameter, or a choice of a picture: focus, year, hide, named, ...; may be given again."


def _changed(option: click.Parameter) -> click.Parameter:
    """Return an option of the plain command, with what it says of pictures."""
    helps = {"view": _VIEW, "params": _PARAM}
    if isinstance(option, click.Option) and option.name in helps:
        option.help = helps[option.name]
    return option


@click.command(epilog=_epilog(), params=[_changed(option) for option in _PLAIN.params])
@click.option("--question", default="", metavar="NAME", help="The answer to this question.")
@click.option("--report", is_flag=True, help="The evaluation report of a plan, as slides or pages.")
@click.option("--title", default="", metavar="TEXT", help="In place of the title made from the numbers.")
@click.option(
    "--template",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="A .pptx or .potx of your own, whose fonts and colours slides take.",
)
@click.option(
    "--width",
    type=click.IntRange(NARROWEST, WIDEST),
    metavar="NUMBER",
    help="How wide a .png or .svg is, in pixels.",
)
@click.option("--transparent", is_flag=True, help="Leave out the white ground of a .png or .svg.")
@click.option(
    "--public-url", default="", metavar="URL", help="Where the viewer is: things lead to the live page there."
)
@click.pass_context
def export(context: click.Context, /, **given: Any) -> None:  # noqa: ANN401 - as click has it
    """Write a plan, the whole store, a view or a picture to a file.

    The end of FILE says how; the formats are listed below. Words are written in the language of --lang.
    What is marked internal is left out. A workbook has it, as it is what work goes on with.
    """
    setup: Setup = context.obj
    wishes = {name: given.pop(name) for name in _WISHES}
    suffix = suffix_of(given["file"].name)
    if not _is_picture(setup, suffix, given, wishes):
        _require_no_wish(given["file"], wishes)
        context.invoke(_PLAIN, **given)
        return
    _require_one(given, wishes)
    # Every command of the command line passes here, and few of them need pictures.
    from .cli_pictures import Asked, write

    write(
        setup,
        Asked(
            given["file"],
            suffix,
            given["view"] or "",
            plan=given["plan"] or "",
            params=given["params"],
            **wishes,
        ),
    )


_WISHES = ("question", "report", "title", "template", "width", "transparent", "public_url")


def _is_picture(setup: Setup, suffix: str, given: dict[str, Any], wishes: dict[str, Any]) -> bool:
    """Whether a file holds a picture: some suffixes are those of plans and of named views too."""
    if not suffix or f".{suffix}" not in WRITERS:
        return bool(suffix)
    if wishes["question"] or wishes["report"] or not given["view"]:
        return bool(wishes["question"] or wishes["report"])
    from .cli_pictures import is_for

    with setup.reading() as plans:
        return is_for(plans, given["view"])


def _require_no_wish(file: Path, wishes: dict[str, Any]) -> None:
    """Raise `ParameterError` where a file that holds no picture is wanted like one."""
    for name, value in wishes.items():
        if value:
            message = mark("{option} is for pictures, and {file} will hold none; pictures end in: {choices}")
            choices = " ".join(f".{suffix}" for suffix in OUTPUTS)
            raise _error(message, option=f"--{name.replace('_', '-')}", file=file, choices=choices)


def _require_one(given: dict[str, Any], wishes: dict[str, Any]) -> None:
    """Raise `ParameterError` where several pictures are asked for, or what is internal."""
    named = [name for name in ("question", "report") if wishes[name]] + ["view"] * bool(given["view"])
    if len(named) > 1:
        raise _error(
            mark("choose one of: {choices}"), choices=" ".join(f"--{name}" for name in sorted(named))
        )
    if given["internal"]:
        raise _error(mark("a picture never holds what is internal; leave out --internal"))


def _error(message: str, **values: object) -> ParameterError:
    """Return an error in the user's language: its text is one of the viewer."""
    setup: Setup = click.get_current_context().obj
    return ParameterError("{text}", text=translate(message, setup.lang, _TRANSLATIONS, **values))
