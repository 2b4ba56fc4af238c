"""The command `sparql`: any query in SPARQL, and its answer in the formats of the standard."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click
from rdflib import Graph, URIRef
from rdflib.query import Result
from rdflib.term import Identifier, Variable

from ontology import Label
from ontology.namespaces import PREFIXES

from ..answers import Solutions
from ..errors import QuerySyntaxError, SourceError
from ..i18n import mark
from ..plan_graph import PlanGraph
from ..query_text import add_prefixes, refuse_federation
from ..table import Cell, Table, TableColumn, short
from ..terms import Row, Term
from .frame import Setup
from .output import as_json, emit, output_options, write


@click.command(
    epilog="""
\b
Examples:
  planweave sparql query.rq
  echo "SELECT ?a { ?a a plan:Action }" | planweave sparql -f csv
"""
)
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option(
    "--plan",
    metavar="ID[,ID]",
    help="Ask this plan, or several together, with the registers; without it, all plans.",
)
@output_options
@click.pass_obj
def sparql(setup: Setup, file: Path | None, plan: str | None, form: str, output: Path | None) -> None:
    """Answer a query in SPARQL, from FILE or standard input.

    The usual prefixes need not be declared. Rows are written as a table, or as the CSV or JSON that
    SPARQL 1.1 defines; the triples of CONSTRUCT and DESCRIBE as Turtle; the answer to ASK as a word.
    Only this store is asked: SERVICE is refused.
    """
    text = _query_text(setup, file)
    with setup.reading() as plans:
        found = _answer(plans, text, plan)
    if isinstance(found, Graph):
        write(_turtle(found), output)
    elif isinstance(found, Solutions):
        _emit_solutions(found, setup, form, output)
    else:
        word = setup.word(mark("yes")) if found else setup.word(mark("no"))
        write(as_json({"head": {}, "boolean": found}) if form == "json" else f"{word}\n", output)


def _answer(plans: PlanGraph, text: str, plan: str | None) -> Solutions | bool | Graph:
    refuse_federation(text)
    prefixed = add_prefixes(text, PREFIXES)
    try:
        return plans.store.answer(prefixed, plans.dataset(plan))
    except QuerySyntaxError as error:
        values = dict(error.values)
        if values.get("line") == 1:
            values["column"] = int(str(values["column"])) - (len(prefixed) - len(text))
        raise QuerySyntaxError(error.message, **values) from error


def _query_text(setup: Setup, file: Path | None) -> str:
    if file is None or str(file) == "-":
        if sys.stdin.isatty():
            setup.say(mark("type a query, and end it with Ctrl-D (on Windows Ctrl-Z and Enter)"))
        data: bytes = sys.stdin.buffer.read()
    elif file.is_file():
        data = file.read_bytes()
    else:
        raise SourceError(mark("{path}: no such file or folder"), path=file)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise QuerySyntaxError(mark("the query is not UTF-8")) from error


def _turtle(triples: Graph) -> str:
    for prefix, namespace in PREFIXES.items():
        triples.bind(prefix, namespace, replace=True)
    written: str = triples.serialize(format="turtle")
    return written


def _emit_solutions(found: Solutions, setup: Setup, form: str, output: Path | None) -> None:
    if form == "table":
        columns = tuple(TableColumn(name, {}) for name in found.variables)
        rows = tuple(tuple(Cell(term, _compact(term)) for term in row) for row in found.rows)
        emit(Table("sparql", columns, rows), setup.lang, form, output)
        return
    result = Result("SELECT")
    result.vars = [Variable(name) for name in found.variables]
    result.bindings = [_bound(result.vars, row) for row in found.rows]
    written = (result.serialize(format=form) or b"").decode()
    write(written.replace("\r\n", "\n").rstrip("\n") + "\n", output)


def _bound(names: Sequence[Variable], row: Row) -> dict[Variable, Identifier]:
    return {name: term for name, term in zip(names, row, strict=True) if term is not None}


def _compact(term: Term) -> Label | None:
    """Return the short form of an IRI, for a table that people read."""
    if not isinstance(term, URIRef):
        return None
    if short(term) != str(term):
        return Label(short(term), "")
    fitting = [(base, prefix) for prefix, base in PREFIXES.items() if term.startswith(base)]
    base, prefix = max(fitting, key=lambda pair: len(pair[0]), default=("", ""))
    return Label(f"{prefix}:{term.removeprefix(base)}" if prefix else str(term), "")
