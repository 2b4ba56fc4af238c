"""Commands that ask by name: questions, ask, views, search."""

from __future__ import annotations

from pathlib import Path

import click
from rdflib import URIRef

from ontology import load_model, pick
from ontology.namespaces import CONCEPT

from ..i18n import mark
from ..library import NamedQuery, load_library
from ..search import Hit, find
from ..table import Cell
from .frame import DONE, NO, Setup, pairs
from .output import emit, output_options, table_of

_LISTED = {"name": mark("Name"), "title": mark("Title"), "group": mark("Group")}
_TOLD = {"key": mark("Property"), "value": mark("Value")}
_EXPECTED = {
    "empty": mark("no rows"),
    "rows": mark("at least one row"),
    "any": mark("rows or none"),
}
_HIT = {"thing": mark("Name"), "kind": mark("Kind"), "plan": mark("Plan")}


@click.command(
    epilog="""
\b
Examples:
  planweave questions                          all questions
  planweave questions actions-of-field         what one answers, and its parameters
"""
)
@click.argument("name", required=False)
@output_options
@click.pass_obj
def questions(setup: Setup, name: str | None, form: str, output: Path | None) -> None:
    """List the questions, or tell of one.

    With NAME: what the question answers, and which parameters it takes.
    """
    library = load_library()
    if name is None:
        rows = [_listed(query, setup) for query in library.questions.values()]
        emit(table_of("questions", _LISTED, rows), setup.lang, form, output)
        return
    told = _told(library.question(name), setup)
    emit(table_of(name, _TOLD, told), setup.lang, form, output)


@click.command(
    epilog="""
\b
Examples:
  planweave views                all views, for `planweave export --view`
  planweave views -f json
"""
)
@output_options
@click.pass_obj
def views(setup: Setup, form: str, output: Path | None) -> None:
    """List the views: the networks that can be drawn and exported."""
    rows = [_listed(query, setup)[:2] for query in load_library().views.values()]
    names = {key: _LISTED[key] for key in ("name", "title")}
    emit(table_of("views", names, rows), setup.lang, form, output)


def _listed(query: NamedQuery, setup: Setup) -> tuple[str, str, str]:
    return query.name, query.summary[setup.lang], _group(query, setup.lang)


def _group(query: NamedQuery, lang: str) -> str:
    concept = URIRef(f"{CONCEPT}question-group/{query.group}")
    return pick(load_model().labels(concept), lang, fallback=query.group).text


def _told(query: NamedQuery, setup: Setup) -> list[tuple[str, str]]:
    lang = setup.lang
    return [
        (setup.word(mark("Name")), query.name),
        (setup.word(mark("Title")), query.summary[lang]),
        (setup.word(mark("What it answers")), query.description[lang]),
        (setup.word(mark("Group")), _group(query, lang)),
        (setup.word(mark("A healthy plan gives")), setup.word(_EXPECTED[query.expect])),
        *((setup.word(mark("Parameter")), f"{name} ({param.type})") for name, param in query.params.items()),
        *((setup.word(mark("Column")), f"{key}: {names[lang]}") for key, names in query.columns.items()),
    ]


@click.command(
    epilog="""
\b
Examples:
  planweave ask actions-of-field --plan kemi-hyvinvointi-2023
  planweave ask actions-of-field --named -f csv -o fields.csv
"""
)
@click.argument("name")
@click.option("--plan", metavar="ID", help="Ask this plan with the registers; without it, all plans.")
@click.option("-p", "--param", "params", multiple=True, metavar="KEY=VALUE", help="A parameter's value.")
@click.option("--named", is_flag=True, help="Only links that the source names itself; -p named=true.")
@click.option("--fail-on-gaps", is_flag=True, help="Exit with 1 where a healthy plan would answer otherwise.")
@output_options
@click.pass_context
def ask(
    context: click.Context,
    name: str,
    plan: str | None,
    params: tuple[str, ...],
    form: str,
    output: Path | None,
    *,
    named: bool,
    fail_on_gaps: bool,
) -> None:
    """Answer a question.

    NAME is a question that `planweave questions` lists.
    """
    setup: Setup = context.obj
    values = pairs(params) | ({"named": "true"} if named else {})
    with setup.reading() as plans:
        table = plans.ask(name, setup.lang, plan, values)
        expected = plans.library.question(name).expect
    emit(table, setup.lang, form, output)
    gap = expected != "any" and bool(table.rows) != (expected == "rows")
    setup.say(mark("rows: {count}"), count=len(table.rows))
    if gap:
        setup.say(mark("a healthy plan gives: {expected}"), expected=setup.word(_EXPECTED[expected]))
    context.exit(NO if gap and fail_on_gaps else DONE)


@click.command(
    epilog="""
\b
Examples:
  planweave search kirjasto               forgives case, endings and a slip of the finger
  planweave search A1.13                  an ID, or its beginning
  planweave search "mobile games" --plan kemi-hyvinvointi-2023 -f json
"""
)
@click.argument("text")
@click.option("--plan", metavar="ID", help="Search this plan alone; without it, all plans and registers.")
@output_options
@click.pass_obj
def search(setup: Setup, text: str, plan: str | None, form: str, output: Path | None) -> None:
    """Find plans and things by name or ID.

    The first column is the ID that `planweave show` takes.
    """
    with setup.reading() as plans:
        hits = find(plans, text, setup.lang, plan_id=plan)
    emit(table_of("search", _HIT, [_hit(hit, setup.lang) for hit in hits]), setup.lang, form, output)
    if not hits:
        setup.say(mark("nothing is called {text}"), text=text)


def _hit(hit: Hit, lang: str) -> tuple[object, ...]:
    return Cell(hit.iri, hit.label), hit.kind.names[lang] if hit.kind else "", hit.plan.text
