"""The four matrices and the start page around them, against what Kemi's facts say."""

from __future__ import annotations

import csv
import io
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from graph import PlanGraph
from graph.library import load_library

from .kemi_facts import Facts
from .webpage import BROWSER, Tag, WebPage

PLAN, STRATEGY = "kemi-hyvinvointi-2023", "kemi-strategia-2022"
MATRICES = load_library().matrices


def page_at(client: FlaskClient, url: str) -> WebPage:
    answer = client.get(url, headers=BROWSER)
    assert answer.status_code == 200
    return WebPage(answer.text)


def opened(cell: Tag) -> tuple[str, dict[str, str]]:
    """Return the question that a number opens, and the values of its parameters."""
    address = urlsplit(cell["href"])
    return address.path.rpartition("/")[2], dict(parse_qsl(address.query))


@pytest.mark.parametrize("plan", [PLAN, STRATEGY, f"{PLAN},{STRATEGY}"])
@pytest.mark.parametrize("name", MATRICES)
def test_a_number_of_any_matrix_opens_just_so_many_actions(
    client: FlaskClient, kemi: PlanGraph, name: str, plan: str
) -> None:
    cells = page_at(client, f"/?matrix={name}&plan={plan}").all("a", class_="count")
    assert cells or name == "status-by-year"  # no status of an action is recorded in Kemi
    for cell in cells[:: max(1, len(cells) // 6)]:
        question, asked = opened(cell)
        assert set(asked["plan"].split(",")) == set(plan.split(","))
        values = {key: asked[key] for key in kemi.library.question(question).params if key in asked}
        rows = kemi.ask(question, "fi", asked["plan"], values).named_rows()
        assert len({row["action"].iri for row in rows}) == int(cell.text)


def test_a_sentence_says_how_many_priorities_have_actions(client: FlaskClient) -> None:
    for named in (True, False):
        facts = Facts(named=named)
        page = page_at(client, f"/?named={'true' if named else ''}")
        found, total = len({link.end for link in facts.covering}), len(facts.priorities)
        said = f"Toimenpide on kirjattu {found} painopisteelle, kun painopisteitä on {total}."
        assert page.one("p", class_="matrix-said").text == said
        assert len(page.all("tr", class_="gap")) == total - found
    assert (found, total) == (21, 24)


def test_the_end_of_a_row_counts_each_action_once(client: FlaskClient) -> None:
    facts = Facts(named=False)
    rows = client.get("/index.json").json["rows"]
    totals = {row["row"]: row["actions"] for row in rows if row["column"] is None and row["actions"]}
    wanted = {aim: len({x.start for x in facts.covering if x.end == aim}) for aim in totals}
    assert totals == wanted
    assert sum(totals.values()) > max(totals.values()) > 1


def rows_of(page: WebPage) -> list[tuple[str, int]]:
    names = [tag.text.strip() for tag in page.all("span", class_="name")]
    return list(zip(names, [int(tag.text) for tag in page.all("td", class_="total")], strict=True))


def test_rows_are_sorted_by_a_column_or_by_all_actions(client: FlaskClient) -> None:
    as_planned = rows_of(page_at(client, "/"))
    down, up = (rows_of(page_at(client, f"/?order=total{way}")) for way in ("", "&up=true"))
    assert [count for _, count in down] == sorted((count for _, count in as_planned), reverse=True)
    assert [count for _, count in up] == sorted(count for _, count in as_planned)
    assert sorted(down) == sorted(up) == sorted(as_planned)
    page = page_at(client, "/?order=sport")
    [head] = [tag for tag in page.all("th") if tag["aria-sort"]]
    assert (head.text, head["aria-sort"]) == ("Liikunta", "descending")
    assert rows_of(page)[0][0] in {name for name, _ in as_planned}
    assert page.all("tr", class_="group") == [] != page_at(client, "/").all("tr", class_="group")


def test_only_gaps_are_shown_and_each_says_why(client: FlaskClient) -> None:
    page = page_at(client, "/?gaps=true")
    assert len(rows_of(page)) == len(page.all("tr", class_="gap")) == 3
    said = [tag.text for tag in page.all("td", class_="reason")]
    assert sum("Yksikkö ei raportoinut: Ympäristötoimiala" in text for text in said) == 2
    assert sum("Toimenpiteet toisen päämäärän alla" in text for text in said) == 1
    groups = page_at(client, "/?gaps=true&matrix=groups-by-aim")
    assert any("Toimenpiteille ei ole nimetty kohderyhmää" in tag.text for tag in groups.all("td"))


def test_a_row_is_highlighted_by_the_address(client: FlaskClient) -> None:
    page = page_at(client, f"/?row={PLAN}:P1.2")
    [row] = page.all("tr", class_="lit")
    assert "Syrjäytymisen ehkäisy" in row.text
    [pick] = [tag for tag in page.all("a", class_="pick") if tag["aria-current"]]
    assert "row=" not in pick["href"]
    assert len({tag["aria-label"] for tag in page.all("a", class_="pick")}) > 20


def test_the_matrix_is_taken_along_as_a_file(client: FlaskClient) -> None:
    page = page_at(client, "/?order=total")
    head, *rows = csv.reader(io.StringIO(client.get("/index.csv?order=total").text.removeprefix("\ufeff")))
    assert head[:4] == ["Päämäärä (ID)", "Päämäärä", "Painopiste tai tavoite (ID)", "Painopiste tai tavoite"]
    place = head.index("Toimenpiteitä")
    assert [(row[3], int(row[place])) for row in rows] == rows_of(page)
    assert any("Yksikkö ei raportoinut" in row[-1] for row in rows)
    both = client.get(f"/index.xlsx?plan={PLAN},{STRATEGY}&beside=true")
    assert len(load_workbook(io.BytesIO(both.data)).sheetnames) == 2


def test_two_plans_stand_side_by_side_or_in_one_table(client: FlaskClient) -> None:
    beside = page_at(client, f"/?plan={PLAN}&plan={STRATEGY}&beside=true")
    assert len(beside.all("table", class_="matrix")) == 2
    single = [rows_of(page_at(client, f"/?plan={plan}")) for plan in (STRATEGY, PLAN)]
    assert rows_of(beside) == [*single[0], *single[1]]
    together = page_at(client, f"/?plan={PLAN},{STRATEGY}")
    assert sorted(rows_of(together)) == sorted(rows_of(beside))
    [chosen] = [tag for tag in together.all("option") if tag["value"] == f"{STRATEGY},{PLAN}"]
    assert "selected" in chosen.attributes


@pytest.mark.parametrize("url", ["/?plan=kemi,nope", "/?matrix=nope", "/list?plan=nope,kemi"])
def test_what_is_unknown_is_told_on_one_page(client: FlaskClient, url: str) -> None:
    answer = client.get(url, headers=BROWSER)
    assert answer.status_code == 404
    assert "nope" in WebPage(answer.text).one("main").text


@pytest.mark.parametrize("lang", ["fi", "sv", "en"])
def test_what_stands_below_says_what_the_questions_find(
    client: FlaskClient, kemi: PlanGraph, lang: str
) -> None:
    page = page_at(client, f"/?lang={lang}")
    links = {urlsplit(tag["href"]).path.rpartition("/")[2]: tag.text for tag in page.all("a")}
    lines = [tag.text for tag in page.all("li")]
    for name in ("actions-without-responsible-body", "priorities-without-action", "planned-not-reported"):
        question = kemi.library.question(name)
        found = {row[question.counts].iri for row in kemi.ask(name, lang, PLAN).named_rows()}
        assert links[name] == question.summary[lang]
        assert any(line.split() == f"{len(found)} {question.summary[lang]}".split() for line in lines)
    units = {x.end for x in Facts(named=False).of("notReportedBy")}
    shown = {urlsplit(tag["href"]).path.removeprefix("/id/").replace("/", ":") for tag in page.all("a")}
    assert len(units & shown) == len(units) == 4


def test_a_store_without_plans_says_how_to_get_one_in(make_viewer, tmp_path) -> None:
    PlanGraph.create(tmp_path / "store").store.close()
    client = make_viewer(tmp_path / "store").test_client()
    page = page_at(client, "/")
    assert "planweave add" in page.one("main").text
    [download] = [tag for tag in page.all("a", class_="button") if "template" in tag["href"]]
    book = load_workbook(io.BytesIO(client.get(download["href"]).data))
    assert len(book.sheetnames) > 3
    for url in ("/index.json", "/index.csv", "/embed/matrix", "/network", "/list"):
        assert client.get(url, headers=BROWSER).status_code == 200


def test_what_no_field_is_named_for_comes_last_under_a_short_name(client: FlaskClient) -> None:
    heads = [tag.text.strip() for tag in page_at(client, "/").all("th", scope="col")]
    assert heads[-2:] == ["Yksikköä ei nimetty", "Toimenpiteitä yhteensä"]
    by_it = page_at(client, "/?order=unspecified")
    [head] = [tag for tag in by_it.all("th") if tag["aria-sort"]]
    assert head.text.strip() == heads[-2]
    assert rows_of(page_at(client, "/?order=nope")) == rows_of(page_at(client, "/"))


def test_the_end_of_a_row_opens_all_its_actions_where_a_question_tells_them(
    client: FlaskClient, kemi: PlanGraph
) -> None:
    page = page_at(client, "/?matrix=partners-by-goal")
    totals = [tag for tag in page.all("a") if "actions-with-partner" in tag["href"] and not tag["class"]]
    for cell in totals:
        question, asked = opened(cell)
        rows = kemi.ask(question, "fi", asked["plan"], {"body": asked["body"]}).named_rows()
        assert len({row["action"].iri for row in rows}) == int(cell.text)
    assert len(totals) == len(page.all("td", class_="total")) > 0


def test_how_the_matrix_is_shown_is_part_of_the_state(client: FlaskClient) -> None:
    [tab] = [
        tag
        for tag in page_at(client, "/?order=sport&up=true&gaps=true&row=kemi:x").all("a")
        if tag.text.strip() == "Kokonaiskuva" and tag["href"].startswith("/network")
    ]
    kept = dict(parse_qsl(urlsplit(tab["href"]).query))
    assert kept == kept | {"order": "sport", "up": "true", "gaps": "true", "row": "kemi:x"}
