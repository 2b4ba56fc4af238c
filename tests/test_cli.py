"""The command line: its words, its exit codes, and what goes where."""

from __future__ import annotations

import csv
import io
import json
import os
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from rdflib import Dataset, Graph

import webviz.cli  # noqa: F401 - adds `serve`
from graph.cli import planweave
from graph.commands.asking import _EXPECTED
from graph.commands.frame import Setup, default_language
from graph.commands.output import as_text, table_of
from graph.errors import QuerySyntaxError
from graph.library import EXPECT
from graph.store import Store
from ontology.namespaces import ID

Make = Callable[..., Path]
Run = Callable[..., Result]
FOLLOW_UP = "kemi-hyvinvointi-2023"
MAIN = "import webviz.cli; webviz.cli.main()"


@pytest.fixture
def run(runner: CliRunner, kemi_path: Path) -> Run:
    """Run a command line on the store of Kemi's plans."""

    def invoke(*args: str, **extra: object) -> Result:
        return runner.invoke(planweave, ["--store", str(kemi_path), *args], **extra)

    return invoke


def rows_of(result: Result) -> list[list[str]]:
    return list(csv.reader(io.StringIO(result.stdout)))


# ---- help


def commands() -> Iterator[tuple[str, click.Command]]:
    yield "", planweave
    yield from planweave.commands.items()


def examples(command: click.Command) -> list[list[str]]:
    """Return the example lines of a help text as words; what follows two blanks explains them."""
    lines = (command.epilog or "").partition("Examples:")[2].splitlines()
    return [shlex.split(line.strip().partition("  ")[0]) for line in lines if line.strip()]


@pytest.mark.parametrize(("name", "command"), list(commands()))
def test_every_help_text_has_a_worked_example(runner: CliRunner, name: str, command: click.Command) -> None:
    result = runner.invoke(planweave, [*name.split(), "--help"])
    assert result.exit_code == 0
    assert "\n  Examples:\n    " in result.stdout
    assert any(f"planweave {name}".strip() in " ".join(words) for words in examples(command))


@pytest.mark.parametrize(("name", "command"), list(commands()))
def test_every_example_is_a_command_line_that_exists(name: str, command: click.Command) -> None:
    for example in examples(command):
        first, *words = example[example.index("|") + 1 :] if "|" in example else example
        assert first == "planweave"
        with planweave.make_context("planweave", words, resilient_parsing=False, obj=Setup()) as context:
            called, found, rest = planweave.resolve_command(
                context, [*context._protected_args, *context.args]
            )
            assert found is not None
            parser = found.make_parser(click.Context(found, info_name=called))
            parser.parse_args(rest)


def test_every_option_and_command_says_what_it_does() -> None:
    for name, command in commands():
        assert command.get_short_help_str(limit=200).endswith("."), name
        assert not command.get_short_help_str(limit=200).endswith("..."), name
        for option in command.params:
            assert isinstance(option, click.Argument) or option.help, (name, option.name)


def test_version_and_help_go_to_standard_output(runner: CliRunner) -> None:
    result = runner.invoke(planweave, ["--version"])
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("planweave, version ")


# ---- errors


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (["pland"], "No such command 'pland'. Did you mean 'plans'?"),
        (["plans", "--formt", "csv"], "--format"),
        (["plans", "-f", "xml"], "'xml' is not one of 'table', 'csv', 'json'"),
        (["ask", "actions-per-goal", "-p", "focus"], "-p expects key=value, and got 'focus'"),
        (["ask", "actions-per-goal", "-p", "=x"], "-p expects key=value, and got '=x'"),
        (["add"], "Missing argument"),
        (["--lang", "de", "plans"], "'de' is not one of"),
    ],
)
def test_a_wrong_command_line_exits_with_2(run: Run, args: list[str], expected: str) -> None:
    result = run(*args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert expected in result.stderr


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (["ask", "actions-per-gaol"], "no question or view actions-per-gaol; did you mean actions-per-goal?"),
        (["ask", "actions-per-goal", "--plan", "kemi-strategia-202"], "did you mean kemi-strategia-2022?"),
        (["ask", "actions-per-goal", "-p", "nmed=true"], "actions-per-goal has no parameter nmed; it has: "),
        (
            ["ask", "actions-per-goal", "-p", "named=perhaps"],
            "“perhaps” is no value for named; expected: boolean",
        ),
        (["questions", "qqqqqq"], "no question qqqqqq; see: planweave questions"),
        (["show", "kemi:kirjastto"], "no thing kemi:kirjastto is stored; did you mean kemi:kirjasto?"),
        (["show", "P1.1"], f"did you mean {FOLLOW_UP}:P1.1?"),
        (["show", "a b>"], "look for it with: planweave search TEXT"),
        (["show", "kemi:kirjasto", "--sources", "/nowhere"], "/nowhere: no such file or folder"),
        (["export", "x.docx"], "x.docx: unknown suffix; expected one of: "),
        (["export", "x.ttl", "--view", "whole-plan"], "a view is written to a .graphml file"),
        (["export", "/nowhere/x.ttl"], "x.ttl: No such file or directory"),
        (["sparql", "nothing.rq"], "nothing.rq: no such file or folder"),
        (["remove", "kemii"], "no plan kemii is stored; did you mean kemi?"),
        (["undo", "kemii"], "no plan kemii is stored; did you mean kemi?"),
        (["check", "/nowhere"], "/nowhere: no such file or folder"),
    ],
)
def test_an_error_of_ours_is_one_line_and_exits_with_2(run: Run, args: list[str], expected: str) -> None:
    result = run(*args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("planweave: ")
    assert result.stderr.count("\n") == 1
    assert expected in result.stderr


@pytest.mark.parametrize("args", [["plans"], ["remove", "kemi"], ["undo", "kemi"], ["search", "x"]])
def test_without_a_store_nothing_is_made(runner: CliRunner, tmp_path: Path, args: list[str]) -> None:
    result = runner.invoke(planweave, ["--store", str(tmp_path / "none"), *args])
    assert result.exit_code == 2
    assert "no store here; make one with: planweave add FOLDER" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_an_unexpected_fault_shows_no_traceback(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def broken(_: object) -> None:
        raise ZeroDivisionError("deep inside")

    monkeypatch.setattr(Store, "open", broken)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    result = run("--lang", "fi", "plans")
    (report,) = tmp_path.glob("planweave-*.txt")
    assert result.exit_code == 2
    assert result.stderr.startswith("planweave: vika itse ohjelmassa (ZeroDivisionError); ilmoita siitä")
    assert result.stderr.endswith(f"tiedosto {report}\n")
    assert result.stderr.count("\n") == 1
    text = report.read_text(encoding="utf-8")
    assert "Traceback" in text
    assert "deep inside" in text


def test_an_interrupt_exits_as_shells_expect(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Store, "open", interrupted)
    result = run("plans")
    assert (result.exit_code, result.stderr.strip()) == (130, "")


def test_a_closed_pipe_is_no_error(kemi_path: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-c", MAIN, "--store", str(kemi_path), "plans"]
    done = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, check=False)
    os.close(write)
    assert (done.returncode, done.stderr) == (141, b"")


# ---- plans


def test_add_tells_what_was_added_and_what_to_do_next(
    runner: CliRunner, make_workbook: Make, tmp_path: Path
) -> None:
    folder = make_workbook(actions=[{"id": "A1", "title.fi": "x"}, {"title.fi": "y"}])
    store = str(tmp_path / "store")
    first = runner.invoke(planweave, ["--store", store, "add", str(folder)])
    assert (first.exit_code, first.stdout) == (0, "tiny: 11 triples added, 0 removed\n")
    assert first.stderr.splitlines() == [
        "tiny/actions:3:id: warning: no ID; it is read as A2: write it there, so that it stays",
        f"see it in a browser: planweave --store {store} serve",
    ]
    again = runner.invoke(planweave, ["--store", store, "--lang", "sv", "--quiet", "add", str(folder)])
    assert again.stdout == "tiny: oförändrad\n"
    assert again.stderr.startswith("tiny/actions:3:id: varning: koden saknas")


def test_remove_and_undo(runner: CliRunner, kemi_copy: Path) -> None:
    def run(*args: str) -> Result:
        return runner.invoke(planweave, ["--store", str(kemi_copy), *args])

    with Store.open(kemi_copy) as store:
        before = store.serialise(".nq")
    removed = run("remove", FOLLOW_UP)
    assert removed.exit_code == 0
    assert removed.stderr == f"bring it back with: planweave undo {FOLLOW_UP}\n"
    assert FOLLOW_UP not in [row[0] for row in rows_of(run("plans", "-f", "csv"))]
    assert run("undo", FOLLOW_UP).exit_code == 0
    with Store.open(kemi_copy) as store:
        assert store.serialise(".nq") == before
    none = run("undo", FOLLOW_UP)
    assert (none.exit_code, none.stdout) == (1, "")
    assert none.stderr == f"{FOLLOW_UP}: no earlier revision is kept\n"


def test_plans_are_listed_with_their_ids_first(run: Run) -> None:
    result = run("plans", "-f", "csv")
    assert rows_of(result) == [
        ["ID", "Name", "Kind", "Year", "Period", "Language", "Things", "Links"],
        [
            FOLLOW_UP,
            "Follow-up of the Kemi wellbeing plan 2023",
            "plan",
            "2023",
            "2022–2025",
            "fi",
            "97",
            "595",
        ],
        ["kemi-strategia-2022", "Kemi city strategy 2022–2025", "plan", "", "2022–2025", "fi", "310", "1280"],
        ["kemi", "Kemi register", "register", "", "", "", "251", "87"],
    ]
    records = json.loads(run("--lang", "fi", "plans", "-f", "json").stdout)
    assert records[2] == {
        "id": "kemi", "name": "Kemin rekisteri", "kind": "rekisteri", "year": None, "period": None,
        "language": None, "things": 251, "links": 87,
    }  # fmt: skip


def test_an_empty_store_says_how_to_fill_it(runner: CliRunner, tmp_path: Path) -> None:
    Store.create(tmp_path / "store").close()
    result = runner.invoke(planweave, ["--store", str(tmp_path / "store"), "plans"])
    assert result.exit_code == 0
    assert result.stderr == "no plan is stored; add one with: planweave add FOLDER\n"


def test_check_lists_findings_and_exits_with_1(runner: CliRunner, make_workbook: Make) -> None:
    folder = make_workbook(actions=[{"id": "A1", "title.fi": "x", "year": "23"}, {"title.fi": "y"}])
    lines = runner.invoke(planweave, ["check", str(folder)])
    assert lines.exit_code == 1
    assert lines.stdout.splitlines() == [
        "tiny/actions:2:year: error: “23” is not a year such as 2023",
        "tiny/actions:3:id: warning: no ID; it is read as A2: write it there, so that it stays",
    ]
    assert lines.stderr == "workbooks: 1, errors: 1, warnings: 1\n"
    table = rows_of(runner.invoke(planweave, ["--lang", "fi", "check", str(folder), "-f", "csv"]))
    assert table[:2] == [
        ["Suunnitelma", "Vakavuus", "Välilehti", "Rivi", "Sarake", "Havainto"],
        ["tiny", "virhe", "actions", "2", "year", "”23” ei ole vuosi, kuten 2023"],
    ]


def test_check_knows_the_plans_of_the_store(run: Run, runner: CliRunner, make_workbook: Make) -> None:
    folder = make_workbook(actions=[{"id": "A1", "title.fi": "x", "responsible": "kemi:kirjasto"}])
    assert run("check", str(folder)).exit_code == 0
    assert runner.invoke(planweave, ["--store", "nowhere", "check", str(folder)]).exit_code == 1


# ---- asking


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
    written = run(*asked, "-f", "csv", "-o", str(file))
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
    assert set(_EXPECTED) == set(EXPECT)


def test_search_gives_what_show_takes(run: Run) -> None:
    found = json.loads(run("search", "kirjastossa", "-f", "json").stdout)
    ids = [hit["thing"] for hit in found]
    assert "kemi:kirjasto" in ids
    assert run("show", ids[0]).exit_code == 0
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


# ---- export


@pytest.mark.parametrize(
    ("suffix", "form"),
    [("ttl", "turtle"), ("nt", "nt"), ("nq", "nquads"), ("trig", "trig"), ("jsonld", "json-ld")],
)
@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
def test_export_writes_a_plan_in_every_format(
    run: Run, kemi_store: Store, tmp_path: Path, suffix: str, form: str
) -> None:
    file = tmp_path / f"kemi.{suffix.upper()}"
    result = run("export", str(file), "--plan", "kemi")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == f"written: {file} ({file.stat().st_size} bytes)\n"
    read = Dataset(default_union=True).parse(data=file.read_bytes(), format=form)
    assert len(set(read.triples((None, None, None)))) == len(kemi_store.triples(ID["kemi"]))


def test_export_of_everything_can_be_told_apart_by_graph(run: Run, kemi_store: Store, tmp_path: Path) -> None:
    file = tmp_path / "all.nq"
    assert run("--quiet", "export", str(file)).stderr == ""
    assert len(file.read_text(encoding="utf-8").splitlines()) == len(kemi_store)


def test_export_of_a_view(run: Run, tmp_path: Path) -> None:
    whole, one = tmp_path / "whole.graphml", tmp_path / "one.graphml"
    assert run("export", str(whole), "--plan", FOLLOW_UP).exit_code == 0
    focus = f"focus={FOLLOW_UP}:P1.1"
    assert run("export", str(one), "--view", "partners-around", "-p", focus).exit_code == 0
    assert one.stat().st_size < whole.stat().st_size
    assert "<graphml" in one.read_text(encoding="utf-8")


# ---- tables, languages and settings


def test_a_table_fits_the_terminal_and_stays_aligned() -> None:
    names = {"id": "ID", "name": "Name", "count": "Things"}
    long = "Määräaikaisten työntekijöiden perehdyttäminen ja a\u0308a\u0308net " * 2
    table = table_of("x", names, [("kemi-hyvinvointi-2023", long, 5), ("b", "\x1b[31mred\nline", 12345)])
    text = as_text(table, "en", 60)
    lines = text.splitlines()
    assert max(map(len, lines)) <= 60
    assert lines[1].split("  ")[0] == "-" * len("kemi-hyvinvointi-2023")
    assert {
        line.rindex(number) + len(number) for line, number in ((lines[2], "5"), (lines[-1], "12345"))
    } == {len(lines[1])}
    assert "äänet" in " ".join(text.split())
    assert "\x1b" not in text


def test_a_table_that_goes_to_a_program_is_not_wrapped(run: Run) -> None:
    assert len(run("plans").stdout.splitlines()) == 5
    wrapped = run("plans", env={"COLUMNS": "90"}).stdout.splitlines()
    assert len(wrapped) > 5
    assert max(map(len, wrapped)) <= 90


def test_a_terminal_too_narrow_for_the_columns_gets_blocks(run: Run) -> None:
    text = run("plans", env={"COLUMNS": "40"}).stdout
    assert max(map(len, text.splitlines())) <= 40
    assert text.endswith("\n\nID: kemi\nName: Kemi register\nKind: register\nThings: 251\nLinks: 87\n")


@pytest.mark.parametrize(
    ("environment", "lang"),
    [
        ({"LANG": "fi_FI.UTF-8"}, "fi"),
        ({"LANG": "fi_FI.UTF-8", "LC_ALL": "sv_FI.UTF-8"}, "sv"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LC_ALL": "C"}, "en"),
        ({}, "en"),
    ],
)
def test_the_language_is_that_of_the_system_else_english(environment: dict[str, str], lang: str) -> None:
    assert default_language(environment) == lang


def test_settings_come_from_options_before_the_environment(runner: CliRunner, kemi_path: Path) -> None:
    by_environment = {"PLANWEAVE_STORE": str(kemi_path), "PLANWEAVE_LANG": "sv"}
    swedish = runner.invoke(planweave, ["plans", "-f", "csv"], env=by_environment)
    finnish = runner.invoke(planweave, ["--lang", "fi", "plans", "-f", "csv"], env=by_environment)
    assert "Kemi register" in swedish.stdout
    assert swedish.stdout.startswith("Kod,Namn,")
    assert finnish.stdout.startswith("Tunnus,Nimi,")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stream", "quiet", "shown"),
    [(Terminal(), False, True), (Terminal(), True, False), (io.StringIO(), False, False)],
)
def test_a_bar_is_shown_on_a_terminal_only(
    monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, quiet: bool, shown: bool
) -> None:
    monkeypatch.setattr(sys, "stderr", stream)
    with Setup(quiet=quiet).progress() as progress:
        assert (progress is not None) is shown
        if progress:
            progress("kemi", 1, 2)
    assert ("50%" in stream.getvalue() and "kemi" in stream.getvalue()) is shown


def test_quiet_keeps_hints_back_and_data_not(run: Run) -> None:
    quiet = run("--quiet", "ask", "actions-per-goal")
    assert quiet.stderr == ""
    assert quiet.stdout


def test_the_installed_command_speaks_utf8_whatever_the_system_does(kemi_path: Path) -> None:
    command = [
        sys.executable,
        "-c",
        MAIN,
        "--store",
        str(kemi_path),
        "--lang",
        "fi",
        "search",
        "työllisyys",
        "-f",
        "csv",
    ]
    environment = os.environ | {"PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"}
    done = subprocess.run(command, capture_output=True, env=environment, check=False)
    assert done.returncode == 0
    assert "työllisyys" in done.stdout.decode("utf-8").casefold()
