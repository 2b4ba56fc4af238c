"""`planweave questions`, and what `ask` tells beside the rows; questions of one's own."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook
from rdflib import Dataset

from graph import PlanGraph, answer
from graph.cli import planweave
from graph.evaluation.sheets import as_xlsx
from graph.library import FOLDER

PLAN = "kemi-hyvinvointi-2023"
#: A question of ours that takes both parameters that let fewer links count, and has a denominator.
NAME = "actions-per-priority"


@pytest.fixture(scope="module")
def place(kemi_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with a folder of one's own questions beside it; only for reading."""
    folder = tmp_path_factory.mktemp("place")
    shutil.copytree(kemi_path, folder / "store")
    (folder / "questions" / "counts").mkdir(parents=True)
    text = (FOLDER / "start" / "question.rq").read_text(encoding="utf-8")
    given = "#+   named: {type: boolean, label: {fi: nimetyt, sv: nämnda, en: named}}\n"
    text = text.replace("#+   named: boolean\n", given).replace(
        "#+ group: partners\n", "#+ group: partners\n#+ of: deeds\n"
    )
    text = text.replace(
        "#+   confidence: number\n",
        "#+   confidence: {type: number, default: 0.1, choices: [0.1, 0.5, 0.9]}\n",
    )
    (folder / "questions" / "ours.rq").write_text(text, encoding="utf-8")
    (folder / "questions" / "broken.rq").write_text("SELECT ?a { ?a ?b ?c }", encoding="utf-8")
    count = "#+ summary: {fi: tekoa, sv: gärningar, en: deeds}\nPREFIX plan: <https://w3id.org/planweave/ontology#>\n"
    count += "SELECT (COUNT(?a) AS ?total) { ?a a plan:Action }"
    (folder / "questions" / "counts" / "deeds.rq").write_text(count, encoding="utf-8")
    return folder


@pytest.fixture
def ours(runner: CliRunner, place: Path) -> Callable[..., Result]:
    """Run a command on that store."""
    return lambda *args, **more: runner.invoke(planweave, ["--store", str(place / "store"), *args], **more)


def test_one_s_own_questions_are_picked_up_and_what_is_broken_is_told(ours: Callable[..., Result]) -> None:
    listed = ours("questions", "-f", "json")
    assert "ours" in {record["name"] for record in json.loads(listed.stdout)}
    assert listed.stderr == "left out: broken.rq, line 1: expected a header of lines that begin with #+\n"
    assert ours("--quiet", "questions").stderr == ""


@pytest.mark.parametrize("how", ["option", "environment"])
def test_the_folder_may_be_elsewhere(
    run: Callable[..., Result], place: Path, kemi_path: Path, how: str
) -> None:
    assert run("ask", "ours").exit_code == 2
    folder = str(place / "questions")
    if how == "option":
        found = CliRunner().invoke(
            planweave, ["--store", str(kemi_path), "--questions", folder, "ask", "ours", "-f", "csv"]
        )
    else:
        found = run("ask", "ours", "-f", "csv", env={"PLANWEAVE_QUESTIONS": folder})
    assert found.exit_code == 0
    assert len(found.stdout.splitlines()) > 10


def test_a_question_tells_all_that_its_header_does(ours: Callable[..., Result]) -> None:
    told = {(r["key"], r["value"]) for r in json.loads(ours("questions", "ours", "-f", "json").stdout)}
    assert ("Why it matters", "Why it matters.") in told
    assert ("A healthy plan", "What a healthy plan shows.") in told
    assert ("Counted against", "deeds") in told
    assert ("Parameter", "named (boolean): named") in told
    assert ("Parameter", "confidence (number); 0.1 if not given; one of: 0.1, 0.5, 0.9") in told


@pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")
def test_the_whole_query_is_printed_and_runs_elsewhere(ours: Callable[..., Result]) -> None:
    for name in ("ours", NAME):
        text = ours("questions", name, "--sparql").stdout
        assert "#+" not in text
        assert list(Dataset(default_union=True).query(text)) == []


def test_ask_tells_scope_denominator_and_what_remains(ours: Callable[..., Result]) -> None:
    told = ours("ask", "ours", "--plan", PLAN, "-f", "csv")
    lines = told.stderr.splitlines()
    assert "Units that reported: Wellbeing department" in lines
    assert any(line.startswith("Units that did not report: Environment department, ") for line in lines)
    assert "counted against: 52 deeds" in lines
    found = len(told.stdout.splitlines()) - 1
    assert any(line.startswith(f"found: {found} of 52; ") for line in lines)
    assert ours("--quiet", "ask", "ours", "--plan", PLAN, "-f", "csv").stdout == told.stdout


def test_ask_takes_only_what_may_be_chosen(ours: Callable[..., Result]) -> None:
    wrong = ours("ask", "ours", "--confidence", "0.7")
    assert wrong.exit_code == 2
    assert wrong.stderr.splitlines()[-1].endswith(
        "“0.7” is no value for confidence; expected one of: 0.1, 0.5, 0.9"
    )
    assert ours("ask", "ours", "--confidence", "7").exit_code == 2
    assert ours("ask", "ours", "--confidence", "0.9").exit_code == 0


def test_an_answer_is_a_spreadsheet(ours: Callable[..., Result], tmp_path: Path) -> None:
    file = tmp_path / "answer.xlsx"
    by_name = ours("--lang", "fi", "ask", "links-by-basis", "--plan", PLAN, "-o", str(file))
    assert (by_name.exit_code, by_name.stdout) == (0, "")
    book = load_workbook(file)
    assert book.sheetnames == ["Vastaus", "Tietoja vastauksesta"]
    sheet, about = book.worksheets
    assert sheet.freeze_panes == "A2"
    assert sheet["A1"].font.bold
    assert sheet.column_dimensions["B"].width > 15
    records = json.loads(ours("ask", "links-by-basis", "--plan", PLAN, "-f", "json").stdout)
    assert sheet.max_row == len(records) + 1
    assert any(isinstance(cell.value, (int, float)) for cell in sheet[2])
    said = {row[0].value: row[1].value for row in about.iter_rows()}
    assert "SELECT" in said["SPARQL"]
    assert datetime.now(UTC).astimezone().date().isoformat() in said.values()
    assert said["Nimi"] == "links-by-basis"
    assert "hyvinvointitoimiala" in said["Laajuus"]
    assert ours("ask", NAME, "-f", "xlsx").exit_code == 2


def test_a_long_query_stands_in_several_cells(kemi: PlanGraph) -> None:
    found = answer(kemi, NAME, "en", PLAN)
    written = as_xlsx(found, "x" * 70_000, "en", date(2026, 1, 1))
    about = load_workbook(io.BytesIO(written)).worksheets[1]
    texts = [row[1].value for row in about.iter_rows() if row[0].value == "SPARQL"]
    assert "".join(texts) == "x" * 70_000
    assert written == as_xlsx(found, "x" * 70_000, "en", date(2026, 1, 1))


def test_json_is_full_where_that_is_asked_for(ours: Callable[..., Result]) -> None:
    rows = json.loads(ours("ask", "ours", "--plan", PLAN, "-f", "json").stdout)
    full = json.loads(ours("ask", "ours", "--plan", PLAN, "-f", "json", "--full").stdout)
    assert full["rows"] == rows
    assert (full["plan"], full["total"], full["found"]) == (PLAN, 52, len(rows))
    assert full["scope"]["reported"] == ["kemi:hyvinvointitoimiala"]
    assert full["values"] == {"confidence": "0.1"}


# ---- writing one's own


def test_a_file_to_begin_with_is_as_it_should_be(ours: Callable[..., Result], tmp_path: Path) -> None:
    file = tmp_path / "new" / "mine.rq"
    assert ours("questions", "--new", str(file)).exit_code == 0
    checked = ours("questions", "--check", str(file))
    assert checked.exit_code == 0
    assert checked.stdout.startswith("mine.rq: as it should be; rows: ")
    again = ours("questions", "--new", str(file))
    assert (again.exit_code, "there already" in again.stderr) == (2, True)


def test_all_that_is_wrong_is_told(ours: Callable[..., Result], tmp_path: Path) -> None:
    text = (FOLDER / "start" / "question.rq").read_text(encoding="utf-8")
    file = tmp_path / "mine.rq"
    wrong = text.replace("group: partners", "group: friends").replace("expect: any", "expect: much")
    file.write_text(wrong.replace("#+   action: {fi: Toimenpide, ", "#+   action: {"), encoding="utf-8")
    told = ours("questions", "--check", str(file))
    assert told.exit_code == 1
    assert [line.partition(":")[0] for line in told.stdout.splitlines()] == [
        "mine.rq, line 21",
        "mine.rq, line 22",
        "mine.rq, line 27",
    ]
    assert ours("questions", "--check", str(tmp_path / "none.rq")).exit_code == 2
    assert ours("questions", "--check").exit_code == 2


@pytest.mark.parametrize(
    ("old", "new", "hint"),
    [
        ("ORDER BY ?plan ?order ?action", "", "no ORDER BY at the end"),
        ("#+   confidence: number\n", "", "takes no parameter confidence"),
        ("expect: any", "expect: empty", "name a denominator with `of`"),
        ("", "", "the header does not tell: says"),
    ],
)
def test_hints_say_what_may_be_better(
    ours: Callable[..., Result], tmp_path: Path, old: str, new: str, hint: str
) -> None:
    text = (FOLDER / "start" / "question.rq").read_text(encoding="utf-8")
    (tmp_path / "mine.rq").write_text(text.replace(old, new) if old else text, encoding="utf-8")
    told = ours("questions", "--check", str(tmp_path / "mine.rq"))
    assert told.exit_code == 0
    assert hint in told.stderr
    assert hint in told.stderr.partition("mine.rq: hint: ")[2]


def test_a_query_reaches_no_other_service(ours: Callable[..., Result], tmp_path: Path) -> None:
    text = (FOLDER / "start" / "question.rq").read_text(encoding="utf-8")
    file = tmp_path / "mine.rq"
    reaching = text.replace("MINUS {", "SERVICE <http://127.0.0.1:9/> { ?x ?y ?z }\n  MINUS {")
    file.write_text(reaching, encoding="utf-8")
    told = ours("questions", "--check", str(file))
    assert (told.exit_code, "SERVICE is refused" in told.stdout) == (1, True)


def test_parts_and_denominators_are_checked_too(
    ours: Callable[..., Result], place: Path, tmp_path: Path
) -> None:
    good = ours("questions", "--check", str(place / "questions" / "counts" / "deeds.rq"))
    assert good.exit_code == 0
    (tmp_path / "parts").mkdir()
    part = tmp_path / "parts" / "some.rq"
    part.write_text("SELECT ?a WHERE { ?a a ?b }", encoding="utf-8")
    assert ours("questions", "--check", str(part)).stdout == "some.rq: as it should be\n"
    part.write_text("SELECT ?a WHERE { ?a a ?b", encoding="utf-8")
    assert ours("questions", "--check", str(part)).exit_code == 1
