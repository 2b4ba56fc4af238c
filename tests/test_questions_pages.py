"""Questions as pages, as data and as files: the same answer in each."""

from __future__ import annotations

import csv
import io
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask.testing import FlaskClient

from graph import PlanGraph
from graph.evaluation import answer
from graph.library import load_library
from ontology import LANGUAGES
from webviz.paging import ROWS

from .webpage import BROWSER, Tag, WebPage

PLAN = "kemi-hyvinvointi-2023"
QUESTIONS = sorted(load_library().questions)
STATES = ["plan=all", f"plan={PLAN}&named=true"]
BOM = "\N{BYTE ORDER MARK}"


def page_at(client: FlaskClient, url: str) -> WebPage:
    answer = client.get(url, headers=BROWSER)
    assert answer.status_code == 200
    return WebPage(answer.text)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_all_questions_stand_in_their_groups(client: FlaskClient, kemi: PlanGraph, lang: str) -> None:
    page = page_at(client, f"/questions?lang={lang}")
    cards = [tag for tag in page.all("a") if tag["href"].startswith("/questions/")]
    assert sorted(urlsplit(tag["href"]).path.removeprefix("/questions/") for tag in cards) == QUESTIONS
    summaries = {question.summary[lang] for question in kemi.library.questions.values()}
    assert {tag.text for tag in cards} == summaries
    groups = {question.group for question in kemi.library.questions.values()}
    assert len(page.all("h2")) == len(groups)
    rows = client.get(f"/questions.json?lang={lang}").json["rows"]
    assert {row["summary"] for row in rows} == summaries
    assert {row["group"] for row in rows} == groups


@pytest.mark.parametrize("name", QUESTIONS)
def test_an_answer_is_the_same_as_page_data_and_file(client: FlaskClient, kemi: PlanGraph, name: str) -> None:
    for state in STATES:
        plan = None if "all" in state else PLAN
        takes_basis = "named" in state and "named" in kemi.library.question(name).params
        values = {"named": "true"} if takes_basis else {}
        table = kemi.ask(name, "sv", plan, values)
        page = page_at(client, f"/questions/{name}?{state}&lang=sv")
        data = client.get(f"/questions/{name}.json?{state}&lang=sv").json
        file = client.get(f"/questions/{name}.csv?{state}&lang=sv")
        assert data["rows"] == table.records()
        assert data["columns"] == [column.key for column in table.columns]
        assert file.text == BOM + table.csv("sv")
        assert len(page.all("td")) == min(len(table.rows), ROWS) * len(table.columns)
        shown = [cell.text for cell in page.all("td")][: len(table.columns)]
        if table.rows and len(table.rows[0]) == len(shown):
            texts = [" ".join(cell.text.split()) for cell in table.rows[0] if cell.label is not None]
            assert [text for text in texts if text not in shown] == []
        heads = [tag.text for tag in page.all("th", scope="col")]
        assert heads == ([column.names["sv"] for column in table.columns] if table.rows else [])


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_question_shown_in_sparql_gives_the_answer_shown(
    client: FlaskClient, kemi: PlanGraph, name: str
) -> None:
    args = f"plan={PLAN}&named=true&priority={PLAN}:P1.1"
    page = page_at(client, f"/questions/{name}?{args}")
    text = page.one("input", name="query")["value"]
    assert " ".join(text.split()) == page.one("pre", class_="code").text
    found = kemi.store.select(text, kemi.dataset(PLAN))
    assert len(found.rows) == len(client.get(f"/questions/{name}.json?{args}").json["rows"])


def test_a_file_for_excel_is_read_as_a_table(client: FlaskClient) -> None:
    answer = client.get("/questions/actions-per-priority.csv?lang=fi")
    assert answer.mimetype == "text/csv"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="actions-per-priority.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix(BOM))))
    assert len(rows) == 24
    assert all(row["Painopiste (ID)"].startswith(f"{PLAN}:P") for row in rows)


def test_the_answer_for_one_thing_names_and_links_it(client: FlaskClient, kemi: PlanGraph) -> None:
    field = "https://w3id.org/planweave/concept/field/sport"
    page = page_at(client, f"/questions/actions-of-field?priority={PLAN}:P1.1&field={field}&lang=en")
    scopes = page.all("p", class_="scope")
    label = kemi.describe([f"https://w3id.org/planweave/id/{PLAN}/P1.1"], "en")
    assert scopes[0].text == next(iter(label.values())).label.text
    assert scopes[1].text == "Sport and physical activity"
    assert f"/id/{PLAN}/P1.1?lang=en" in page.addresses
    assert "" not in page.addresses
    short = page_at(client, f"/questions/actions-of-field?priority={PLAN}:P1.1&field=field:sport&lang=en")
    assert [tag.text for tag in short.all("p", class_="scope")] == [tag.text for tag in scopes]
    assert len(short.all("td")) == len(page.all("td"))


def test_the_form_has_a_field_of_its_type_for_each_parameter(client: FlaskClient) -> None:
    url = f"/questions/actions-of-field?plan={PLAN}&priority={PLAN}:P1.1&field=field:sport&named=true&lang=sv"
    page = page_at(client, url)
    chosen = {tag["name"]: chosen_of(page, tag["name"]) for tag in page.all("select")}
    assert [chosen[key][0] for key in ("plan", "field")] == [PLAN, "field:sport"]
    assert chosen["named"] == ("true", "Bara de som grundar sig på källan")
    typed = page.one("input", name="priority")
    assert (typed["type"], typed["value"]) == ("search", f"{PLAN}:P1.1")
    assert {tag["value"] for tag in page.all("input", name="lang")} == {"sv"}
    named = {"plan": PLAN, "priority": f"{PLAN}:P1.1", "field": "field:sport", "named": "true", "lang": "sv"}
    files = [tag for tag in page.all("a", class_="button") if "/questions/" in tag["href"]]
    assert [parameters(tag) for tag in files] == [named] * len(files)
    assert {urlsplit(tag["href"]).path.rpartition(".")[2] for tag in files} == {"xlsx", "csv", "json"}


def chosen_of(page: WebPage, name: str) -> tuple[str, str]:
    select = page.one("select", name=name)
    inside = [tag for tag in page.all("option") if select.first <= tag.first <= (select.last or 0)]
    return next((tag["value"], tag.text) for tag in inside if "selected" in tag.attributes)


def parameters(link: Tag) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(link["href"]).query))


def test_an_answer_says_whether_it_is_as_it_should_be(client: FlaskClient, kemi: PlanGraph) -> None:
    for name in kemi.library.questions:
        page = page_at(client, f"/questions/{name}?lang=en")
        said = page.one("p", class_="count-line").text
        table = kemi.ask(name, "en", PLAN)
        assert said.startswith(f"{len(table.rows)} row")
        found = answer(kemi, name, "en", PLAN)
        assert ("as it should be" in said, "needs attention" in said) == (found.sound, found.gap)


def test_what_a_question_does_not_take_changes_nothing(client: FlaskClient) -> None:
    plain = client.get("/questions/actions-per-goal.json").json
    assert client.get("/questions/actions-per-goal.json?priority=%3Cb%3E&view=x&hide=body").json == plain


def test_questions_of_ones_own_are_shown_and_take_texts(make_viewer, kemi_path, tmp_path) -> None:
    (tmp_path / "questions").mkdir()
    names = "{fi: Nimi, sv: Namn, en: Name}"
    text = f"""#+ summary: {names}
#+ description: {names}
#+ group: coverage
#+ params: {{word: string, most: number}}
#+ columns: {{name: {names}}}
SELECT ?name WHERE {{
  VALUES ?word {{ UNDEF }}
  VALUES ?most {{ UNDEF }}
  ?goal a <https://w3id.org/planweave/ontology#Goal> ; <http://www.w3.org/2004/02/skos/core#prefLabel> ?name .
  FILTER(COALESCE(CONTAINS(STR(?name), ?word), true))
}}"""
    (tmp_path / "questions" / "own.rq").write_text(text, encoding="utf-8")
    client = make_viewer(kemi_path, queries=(tmp_path,)).test_client()
    whole = page_at(client, "/questions/own?plan=kemi-strategia-2022")
    some = page_at(client, "/questions/own?plan=kemi-strategia-2022&word=a%20%22b&most=1.5")
    assert len(whole.all("td")) > len(some.all("td")) == 0
    assert client.get("/questions/own?most=many", headers=BROWSER).status_code == 400


def test_an_error_of_the_viewers_own_speaks_the_language_of_the_page(client: FlaskClient) -> None:
    got = client.get("/analysis?confidence=2&lang=sv")
    assert got.status_code == 400
    assert "”2” duger inte som värde för confidence" in got.text
