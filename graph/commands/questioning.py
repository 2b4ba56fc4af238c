"""Commands that tell which questions and views there are, and help to write one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import click
from rdflib import URIRef

from ontology import load_model, pick
from ontology.namespaces import CONCEPT

from ..i18n import mark
from ..library import FOLDER, Library, NamedQuery, Param
from ..whole_files import write_whole
from .frame import DONE, NO, Setup
from .output import emit, output_options, table_of, write
from .trying import told_of

_LISTED = {"name": mark("Name"), "title": mark("Title"), "group": mark("Group")}
_TOLD = {"key": mark("Property"), "value": mark("Value")}
EXPECTED = {
    "empty": mark("no rows"),
    "rows": mark("at least one row"),
    "any": mark("rows or none"),
}
_START = FOLDER / "start" / "question.rq"


@click.command(
    epilog="""
\b
Examples:
  planweave questions                          all questions
  planweave questions actions-of-field         what one answers, and its parameters
  planweave questions actions-of-field --sparql    the whole query, for any SPARQL tool
  planweave questions --new questions/ours.rq  a file to begin a question of your own with
  planweave questions --check questions/ours.rq    what is wrong with it, and what it gives
"""
)
@click.argument("names", nargs=-1, metavar="[NAME | FILE...]")
@click.option("--sparql", "as_sparql", is_flag=True, help="Print the query of NAME as a whole.")
@click.option("--check", "is_check", is_flag=True, help="Tell all that is wrong with question files.")
@click.option("--new", "is_new", is_flag=True, help="Write a question file to begin with.")
@output_options
@click.pass_context
def questions(
    context: click.Context,
    names: tuple[str, ...],
    form: str,
    output: Path | None,
    *,
    as_sparql: bool,
    is_check: bool,
    is_new: bool,
) -> None:
    """List the questions, or tell of one.

    With NAME: what the question answers, why it matters, how its answer is read, and which parameters it
    takes. With --check: each FILE is read, and asked of the store where there is one; exit code 1 where
    something is wrong.
    """
    setup: Setup = context.obj
    if is_check or is_new:
        if not names:
            raise click.UsageError("--check and --new expect the name of a file.")
        files = [Path(name) for name in names]
        context.exit(_check(setup, _whole(files)) if is_check else _begin(setup, files))
    if len(names) > 1:
        raise click.UsageError("expected one NAME; several files go with --check.")
    library = setup.library()
    if not names:
        rows = [_listed(query, setup) for query in _by_group(library.questions.values())]
        emit(table_of("questions", _LISTED, rows), setup.lang, form, output)
    elif as_sparql:
        write(library.question(names[0]).sparql, output)
    else:
        told = list(_told(library, library.question(names[0]), setup))
        emit(table_of(names[0], _TOLD, told), setup.lang, form, output)


def _whole(files: list[Path]) -> list[Path]:
    """Return the files, and in the place of a folder the question files that it holds."""
    return [each for file in files for each in (sorted(file.glob("*.rq")) or [file])]


def _check(setup: Setup, files: list[Path]) -> int:
    code = DONE
    for file in files:
        told = told_of(setup, file)
        for line in told.lines:
            setup.line(line)
        for hint in told.hints:
            setup.say(mark("{file}: hint: {hint}"), file=file.name, hint=hint)
        code = NO if told.is_wrong else code
    return code


def _begin(setup: Setup, files: list[Path]) -> int:
    for file in files:
        if file.exists():
            raise click.UsageError(f"{file} is there already.")
    for file in files:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, _START.read_bytes())
        setup.say(mark("written: {file}; see: planweave questions --check {file}"), file=file)
    return DONE


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
    rows = [_listed(query, setup)[:2] for query in setup.library().views.values()]
    names = {key: _LISTED[key] for key in ("name", "title")}
    emit(table_of("views", names, rows), setup.lang, form, output)


def _by_group(queries: Iterable[NamedQuery]) -> list[NamedQuery]:
    """Return questions in the order of their groups, each group by name."""
    groups = list(load_model().schemes[URIRef(f"{CONCEPT}question-group")])
    return sorted(queries, key=lambda query: (groups.index(query.group), query.name))


def _listed(query: NamedQuery, setup: Setup) -> tuple[str, str, str]:
    return query.name, query.summary[setup.lang], _group(query, setup.lang)


def _group(query: NamedQuery, lang: str) -> str:
    concept = URIRef(f"{CONCEPT}question-group/{query.group}")
    return pick(load_model().labels(concept), lang, fallback=query.group).text


def _told(library: Library, query: NamedQuery, setup: Setup) -> Iterator[tuple[str, str]]:
    lang = setup.lang
    denominator = library.counts.get(query.of)
    told = (
        (mark("Name"), query.name),
        (mark("Title"), query.summary[lang]),
        (mark("What it answers"), query.description[lang]),
        (mark("Why it matters"), query.matters.get(lang, "")),
        (mark("How to read it"), query.reading.get(lang, "")),
        (mark("A healthy plan"), query.healthy.get(lang, "")),
        (mark("Group"), _group(query, lang)),
        (mark("A healthy plan gives"), setup.word(EXPECTED[query.expect])),
        (mark("Counted against"), denominator.summary[lang] if denominator else ""),
        (mark("Chart"), query.chart.type if query.chart else ""),
    )
    yield from ((setup.word(key), value) for key, value in told if value)
    for name, param in query.params.items():
        yield setup.word(mark("Parameter")), _parameter(setup, name, param)
    for key, names in query.columns.items():
        yield setup.word(mark("Column")), f"{key}: {names[lang]}"


def _parameter(setup: Setup, name: str, param: Param) -> str:
    """Return a parameter in a line: `days (number): since how many days; 30 if not given; one of: 30, 60`."""
    label = param.label.get(setup.lang)
    parts = [f"{name} ({param.type})" + (f": {label}" if label else "")]
    if param.default:
        parts.append(setup.word(mark("{value} if not given"), value=param.default))
    if param.choices:
        parts.append(setup.word(mark("one of: {choices}"), choices=", ".join(param.choices)))
    return "; ".join(parts)
