"""The command for saved views: list, keep, rename, remove, bring back, take along and take in."""

from __future__ import annotations

from pathlib import Path

import click
from rdflib import URIRef

from ontology import load_model, pick
from ontology.namespaces import CONCEPT

from .. import saving
from ..errors import ParameterError
from ..i18n import mark
from ..plan_graph import PlanGraph
from ..saved_views import SavedView, now
from ..whole_files import write_whole
from .frame import Setup, pairs
from .history import by_option, record_as
from .output import emit, output_options, table_of, write

_LISTED = {
    "name": mark("Name"),
    "title": mark("Title"),
    "picture": mark("Picture"),
    "saved": mark("Saved"),
    "changed": mark("Plans changed since"),
    "description": mark("Description"),
}
_PICTURES = URIRef(f"{CONCEPT}picture")


@click.group(
    invoke_without_command=True,
    epilog="""
\b
Examples:
  planweave saved                                          all saved views
  planweave saved add "Around bullying" --picture focus -p focus=kemi-hyvinvointi-2023:P1.6
  planweave saved remove around-bullying
  planweave saved export views.ttl
""",
)
@output_options
@click.pass_context
def saved(context: click.Context, form: str, output: Path | None) -> None:
    """List the saved views, or change them.

    A saved view is a picture that somebody kept: which one, with all that was chosen in it. They stay
    when plans are added again or removed. `views` lists the networks that can be drawn, and has nothing
    to do with them.
    """
    if context.invoked_subcommand is not None:
        return
    setup: Setup = context.obj
    with setup.reading() as plans:
        rows = [_row(setup, plans, view) for view in saving.saved(plans).values()]
    emit(table_of("saved", _LISTED, rows), setup.lang, form, output)
    if not rows:
        setup.say(mark("no view is saved; save one in the viewer, or with: planweave saved add"))


def _row(setup: Setup, plans: PlanGraph, view: SavedView) -> tuple[str, ...]:
    lang = setup.lang
    changed = saving.changed_since(plans, view)
    answer = mark("not known") if changed is None else mark("yes") if changed else mark("no")
    concept = load_model().schemes[_PICTURES].get(view.picture)
    names = load_model().labels(concept) if concept else {}
    return (
        view.name,
        saving.title_of(view, lang).text,
        pick(names, lang, fallback=view.picture).text,
        view.created.date().isoformat(),
        setup.word(answer),
        pick(view.descriptions, lang, fallback="").text,
    )


@saved.command()
@click.argument("title")
@click.option("--picture", default="network", show_default=True, metavar="NAME", help="Which picture.")
@click.option(
    "-p", "settings", multiple=True, metavar="KEY=VALUE", help="What is chosen in it, as its address has it."
)
@click.option("--description", default="", metavar="TEXT", help="What the view is for.")
@by_option
@click.pass_obj
def add(setup: Setup, title: str, picture: str, settings: tuple[str, ...], description: str, by: str) -> None:
    """Keep a picture under a TITLE.

    The viewer saves with one click, and then also knows later whether what the picture shows has changed;
    of a view that was saved here it knows whether its plans have.
    """
    chosen, pictures = pairs(settings), load_model().schemes[_PICTURES]
    if picture not in pictures:
        message = mark("no picture {name}; expected one of: {known}")
        raise ParameterError(message, name=picture, known=", ".join(pictures))
    with setup.writing() as plans:
        record_as(setup, plans, "saved add", by)
        named = [plan for plan in chosen.get("plan", "").split(",") if plan and plan != "all"]
        view = SavedView(
            name="",
            picture=picture,
            titles={setup.lang: title},
            created=now(),
            descriptions={setup.lang: description},
            creator=by.strip(),
            settings=chosen,
            shows=saving.things_of(plans, chosen),
            drawn_from=saving.revisions_of(plans, named),
        )
        kept = saving.save(plans.store, view)
    click.echo(kept.name)
    setup.say(mark("saved: {name}"), name=kept.name)


@saved.command()
@click.argument("name")
@click.argument("title")
@click.option("--description", metavar="TEXT", help="What the view is for.  [default: as it was]")
@by_option
@click.pass_obj
def rename(setup: Setup, name: str, title: str, description: str | None, by: str) -> None:
    """Give the view NAME another TITLE; its address stays as it is."""
    with setup.writing() as plans:
        record_as(setup, plans, "saved rename", by)
        view = saving.saved_view(plans, name)
        told = view.descriptions if description is None else {setup.lang: description}
        saving.rename(plans.store, name, {**view.titles, setup.lang: title}, {**view.descriptions, **told})
    setup.say(mark("saved: {name}"), name=name)


@saved.command()
@click.argument("name")
@by_option
@click.pass_obj
def remove(setup: Setup, name: str, by: str) -> None:
    """Remove the view NAME; `undo` brings it back."""
    with setup.writing() as plans:
        record_as(setup, plans, "saved remove", by)
        saving.remove(plans.store, name)
    message = mark("removed: {name}; bring it back with: planweave saved undo {name}")
    setup.say(message, name=name)


@saved.command()
@click.argument("name")
@by_option
@click.pass_obj
def undo(setup: Setup, name: str, by: str) -> None:
    """Bring back the view NAME as it was before it was removed or changed last."""
    with setup.writing() as plans:
        record_as(setup, plans, "saved undo", by)
        saving.bring_back(plans.store, name)
    setup.say(mark("saved: {name}"), name=name)


@saved.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.argument("names", nargs=-1, metavar="[NAME...]")
@click.pass_obj
def export(setup: Setup, file: Path, names: tuple[str, ...]) -> None:
    """Write saved views as Turtle to FILE, or to standard output where it is -; all, or those named."""
    with setup.reading() as plans:
        views = saving.saved(plans)
        chosen = [saving.saved_view(plans, name) for name in names] or list(views.values())
    data = saving.as_turtle(chosen)
    if str(file) == "-":
        write(data.decode(), None)
        return
    write_whole(file, data)
    setup.say(mark("written: {file} ({size} bytes)"), file=file, size=len(data))


@saved.command(name="import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@by_option
@click.pass_obj
def import_views(setup: Setup, file: Path, by: str) -> None:
    """Take in the saved views of a Turtle FILE, in the place of those of the same name."""
    with setup.writing(new=True) as plans:
        record_as(setup, plans, "saved import", by)
        try:
            views = saving.take_in(plans.store, file.read_bytes())
        except ParameterError as error:
            reason = error.text(setup.lang)
            raise ParameterError(mark("{file}: {reason}"), file=file.name, reason=reason) from error
    for view in views:
        click.echo(view.name)
