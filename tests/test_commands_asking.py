"""Commands that ask: by name, for a thing, in SPARQL."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from rdflib import Graph

import webviz.cli  # noqa: F401 - adds `serve`
from graph.commands.questioning import EXPECTED
from graph.errors import QuerySyntaxError
from graph.query_checks import EXPECT
from graph.store import Store

Run = Callable[..., Result]
FOLLOW_UP = "kemi-hyvinvointi-2023"


def rows_of(result: Result) -> list[list[str]]:
    return list(csv.reader(io.StringIO(result.stdout)))


def test_questions_and_views_are_listed_by_name(run: Run) -> None:
    for command in ("questions", "views"):
        result = run(command, "-f", "json")
        records = json.loads(result.stdout)
        assert [list(record)[:2] for record in records] == [["name", "title"]] * len(records)
        assert "actions-per-goal" in {r["name"] for r in records} or command == "views"
        assert all(record["title"] for record in records)


def test_a_question_tells_its_parameters_and_columns(run: Run) -> None:
    result = run("--lang", "fi", "questions", "actions-of-field", "-f", "csv")
    told = [tuple(row) for row in rows_of(result)]
    assert ("Nimi", "actions-of-field") in told
    assert ("Parametri", "field (concept)") in told
    assert ("Sarake", "action: Toimenpide") in told


def test_ask_answers_in_every_format(run: Run, tmp_path: Path) -> None:
    asked = ("ask", "actions-of-field", "--plan", FOLLOW_UP, "-p", "priority=kemi-hyvinvointi-2023:P1.1")
    records = json.loads(run(*asked, "-f", "json").stdout)
    table = rows_of(run(*asked, "-f", "csv"))
    file = tmp_path / "answer.csv"
    written = run(*asked, "-o", str(file))
    assert records
    assert {record["priority"] for record in records} == {f"{FOLLOW_UP}:P1.1"}
    assert len(table) == len(records) + 1
    assert [row[0] for row in table[1:]] == [record["action"] for record in records]
    assert written.stdout == ""
    assert list(csv.reader(io.StringIO(file.read_text(encoding="utf-8")))) == table
    text = run(*asked)
    assert text.stdout.splitlines()[2].startswith(records[0]["action"])
    assert text.stderr.startswith(f"rows: {len(records)}\n")


def test_named_leaves_out_what_a_reader_thought(run: Run) -> None:
    everything = run("ask", "actions-of-field", "-f", "csv")
    named, same = (
        run("ask", "actions-of-field", *more, "-f", "csv") for more in (["--named"], ["-p", "named=true"])
    )
    assert named.stdout == same.stdout
    assert 1 < len(rows_of(named)) < len(rows_of(everything))


def test_gaps_fail_only_where_that_is_asked_for(run: Run) -> None:
    gaps = run("ask", "priorities-without-action", "--plan", FOLLOW_UP)
    assert gaps.exit_code == 0
    assert "a healthy plan gives: no rows\n" in gaps.stderr
    assert run("ask", "priorities-without-action", "--plan", FOLLOW_UP, "--fail-on-gaps").exit_code == 1
    assert run("ask", "actions-per-goal", "--plan", FOLLOW_UP, "--fail-on-gaps").exit_code == 0


def test_every_expectation_of_a_question_has_words() -> None:
    assert set(EXPECTED) == set(EXPECT)


def test_search_gives_what_show_takes(run: Run) -> None:
    found = json.loads(run("search", "kirjastossa", "-f", "json").stdout)
    ids = [hit["thing"] for hit in found]
    assert "kemi:kirjasto" in ids
    assert run("show", ids[0]).exit_code == 0
    of_plan = json.loads(run("search", "kirjastossa", "--plan", FOLLOW_UP, "-f", "json").stdout)
    assert {hit["thing"].partition(":")[0] for hit in of_plan} == {FOLLOW_UP}
    nothing = run("search", "qqqqqqqq")
    assert (nothing.exit_code, nothing.stderr) == (0, "nothing is called qqqqqqqq\n")


def test_show_tells_basis_confidence_and_lines(run: Run) -> None:
    text = run("--lang", "fi", "show", f"{FOLLOW_UP}:A1.01").stdout
    assert text.startswith(
        f"Liikuntaneuvonta, ohjattu ja soveltava liikunta  [{FOLLOW_UP}:A1.01]\nToimenpide · "
    )
    assert f"  Hyvinvoinnin ongelmien ennaltaehkäisy  [{FOLLOW_UP}:P1.1]  (Tulkinta, 0.8, T1!60-62)\n" in text
    record = json.loads(run("show", f"{FOLLOW_UP}:A1.01", "-f", "json").stdout)
    assert (record["id"], record["plan"]) == (f"{FOLLOW_UP}:A1.01", FOLLOW_UP)
    (link,) = [said for said in record["statements"] if said["value"] == f"{FOLLOW_UP}:P1.1"]
    assert (link["basis"], link["confidence"], link["lines"]) == ("Reading", 0.8, "T1!60-62")


def test_show_quotes_the_source_where_it_is(run: Run, shared: Path) -> None:
    quoted = run("show", f"{FOLLOW_UP}:A1.01", "--sources", str(shared)).stdout
    assert "In the source:\n  T1!60-62: “Liikkuminen on Makiaa" in quoted
    by_environment = run("show", f"{FOLLOW_UP}:A1.01", env={"PLANWEAVE_SOURCES": str(shared)}).stdout
    assert by_environment == quoted


# ---- sparql


def test_sparql_from_a_file_and_from_standard_input(run: Run, tmp_path: Path) -> None:
    query = "SELECT ?a { ?a a plan:Action } ORDER BY ?a LIMIT 2"
    (tmp_path / "q.rq").write_text(query, encoding="utf-8-sig")
    by_file = run("sparql", str(tmp_path / "q.rq"), "-f", "csv")
    assert by_file.stdout.splitlines() == [
        "a",
        f"https://w3id.org/planweave/id/{FOLLOW_UP}/A1.01",
        f"https://w3id.org/planweave/id/{FOLLOW_UP}/A1.02",
    ]
    assert run("sparql", "-f", "csv", input=query).stdout == by_file.stdout
    assert run("sparql", "-", "-f", "csv", input=query).stdout == by_file.stdout
    results = json.loads(run("sparql", "-f", "json", input=query).stdout)
    assert results["head"] == {"vars": ["a"]}
    assert results["results"]["bindings"][0]["a"]["type"] == "uri"
    assert f"{FOLLOW_UP}:A1.01" in run("sparql", input=query).stdout.splitlines()


def test_sparql_asks_no_other_service(run: Run) -> None:
    result = run("sparql", input="SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "planweave: line 1, column 12: SERVICE is refused; only this store is asked\n"


def test_sparql_answers_ask_with_a_word_and_triples_as_turtle(run: Run) -> None:
    assert run("sparql", input="ASK { ?a a plan:Action }").stdout == "yes\n"
    no = run("--lang", "fi", "sparql", input="ASK { ?a a plan:Nothing }")
    assert (no.exit_code, no.stdout) == (0, "ei\n")
    assert json.loads(run("sparql", "-f", "json", input="ASK {}").stdout) == {"head": {}, "boolean": True}
    described = Graph().parse(data=run("sparql", input="DESCRIBE id:kemi").stdout, format="turtle")
    assert len(described) == 5


def test_sparql_tells_where_a_query_is_wrong(run: Run, kemi_store: Store) -> None:
    """The prefixes that the program adds in front must not move the place."""
    for query in ("SELECT ?a { ?a }", "SELECT ?a\n{ ?a }", "SELECT ?a { ?a a plan:Action } LIMIT ten"):
        with pytest.raises(QuerySyntaxError) as caught:
            kemi_store.select(query.replace("plan:Action", "?long__word"))
        result = run("sparql", input=query)
        assert (result.exit_code, result.stderr) == (2, f"planweave: {caught.value}\n")
    assert run("sparql", input=b"\xff").stderr == "planweave: the query is not UTF-8\n"


def test_sparql_asks_one_plan_where_that_is_wanted(run: Run) -> None:
    query = "SELECT (COUNT(?a) AS ?n) { ?a a plan:Action }"
    assert run("sparql", "--plan", FOLLOW_UP, "-f", "csv", input=query).stdout == "n\n52\n"
    assert run("sparql", "-f", "csv", input=query).stdout == "n\n200\n"
