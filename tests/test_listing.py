"""The list and the tree: order, words, groups, files; from goals to bodies."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest
from flask.testing import FlaskClient

from graph import PlanGraph
from graph.collation import key
from webviz.listing import ROWS

from .webpage import BROWSER, WebPage

PLAN = "kemi-hyvinvointi-2023"


def listed(client: FlaskClient, more: str) -> WebPage:
    answer = client.get(f"/list?plan={PLAN}&lang=fi&{more}", headers=BROWSER)
    assert answer.status_code == 200
    return WebPage(answer.text)


def data(client: FlaskClient, more: str) -> list[dict[str, str]]:
    return list(client.get(f"/list.json?plan={PLAN}&lang=fi&{more}").json["rows"])


@pytest.mark.parametrize(
    ("column", "label"), [("from", "fromLabel"), ("to", "toLabel"), ("relation", "relationLabel")]
)
def test_both_directions_of_each_column(client: FlaskClient, column: str, label: str) -> None:
    up = [key(row[label], "fi") for row in data(client, f"sort={column}")]
    down = [key(row[label], "fi") for row in data(client, f"sort={column}&dir=down")]
    assert up == sorted(up)
    assert down == sorted(up, reverse=True)
    heads = {tag.text: tag["aria-sort"] for tag in listed(client, f"sort={column}&dir=down").all("th")}
    assert list(heads.values()).count("descending") == 1


@pytest.mark.parametrize("column", ["basis", "place", "plan"])
def test_other_columns_sort_the_same_rows(client: FlaskClient, column: str) -> None:
    def pairs(more: str) -> list[tuple[str, ...]]:
        return sorted((row["from"], row["relation"], row["to"]) for row in data(client, more))

    assert pairs(f"sort={column}") == pairs("")


def test_words_are_looked_for_in_all_columns(client: FlaskClient) -> None:
    found = data(client, "find=Kirjasto VASTUUTAHO")
    assert found
    assert all(
        "kirjasto" in f"{row['fromLabel']}{row['toLabel']}".casefold()
        and row["relationLabel"] == "vastuutaho"
        for row in found
    )
    assert "Näitä sanoja ei ole" in client.get("/list?find=zzzz&lang=fi").text


def test_groups_have_headings_and_pages_their_number_of_rows(client: FlaskClient) -> None:
    page = listed(client, "group=kind")
    assert next(tag.text for tag in page.all("tr", class_="group-head")) == "Painopiste"
    assert len(page.all("td", class_="place")) == ROWS


@pytest.mark.parametrize(("lang", "mark"), [("fi", ";"), ("sv", ";"), ("en", ",")])
def test_a_file_opens_in_the_spreadsheets_of_the_language(client: FlaskClient, lang: str, mark: str) -> None:
    text = client.get(f"/list.csv?plan={PLAN}&lang={lang}").data.decode("utf-8")
    assert text.startswith("\N{BYTE ORDER MARK}")
    rows = list(csv.reader(io.StringIO(text[1:]), delimiter=mark))
    assert {len(row) for row in rows} == {12}
    assert len(rows) == len(data(client, "")) + 1


def test_a_workbook_holds_the_same_rows(client: FlaskClient) -> None:
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/list.xlsx?plan={PLAN}&lang=fi").data))
    assert book.active.max_row == len(data(client, "")) + 1


def test_the_tree_tells_each_priority_and_why_one_has_no_action(client: FlaskClient, kemi: PlanGraph) -> None:
    page = listed(client, "as=tree")
    names = {tag.text for tag in (*page.all("span", class_="tree-name"), *page.all("a", class_="tree-name"))}
    asked = kemi.ask("actions-per-priority", "fi", PLAN).named_rows()
    assert {row["priority"].text for row in asked} <= names
    gaps = kemi.ask("priorities-without-action", "fi", PLAN).named_rows()
    assert len(page.all("span", class_="gap-said")) == len({row["priority"].iri for row in gaps}) > 0
    reasons = " ".join(tag.text for tag in page.all("span", class_="reason"))
    assert all(row["reason"].text in reasons for row in gaps)


def test_only_named_links_make_a_smaller_tree(client: FlaskClient) -> None:
    def length(more: str) -> int:
        return len(listed(client, f"as=tree&{more}").all("li"))

    assert length("named=true") < length("")
    assert length("field=sport") < length("")


def test_the_tree_of_bodies_and_an_unknown_tree(client: FlaskClient) -> None:
    assert listed(client, "as=bodies&open=all").all("details", open="")
    assert listed(client, "as=nonsense").all("table")
