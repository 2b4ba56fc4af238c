"""The page /compare and its twins: what is asked in the address, what is refused, what is kept back."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import load_workbook

from graph import PlanGraph

from .conftest import MakeWorkbook
from .internal_plans import SECRET

PAIR = "a=vuosi-2024&b=vuosi-2025&lang=en"
Make = Callable[..., Flask]


@pytest.fixture
def two_years(make_workbook: MakeWorkbook, tmp_path: Path) -> Path:
    """A store with a plan of two years: an action goes, one comes, one is moved."""
    goals = [{"id": "G1", "title.fi": "Terveys"}, {"id": "G2", "title.fi": "Osallisuus"}]

    def actions(*rows: tuple[str, str, str]) -> list[dict[str, str]]:
        return [{"id": key, "title.fi": title, "goal": goal} for key, title, goal in rows]

    def info(year: str, **more: str) -> list[dict[str, str]]:
        return [{"id": f"vuosi-{year}", "kind": "plan", "title.fi": year, "language": "fi", **more}]

    old = actions(("A1", "Uintikortti", "G1"), ("A2", "Lukupiiri <b>", "G2"), ("A3", "Kuoro", "G1"))
    new = actions(("A1", "Uintikortti", "G2"), ("A3", "Kuoro", "G1"), ("A4", "Nuorten kahvila", "G2"))
    books = [
        make_workbook("vuosi-2024", info=info("2024"), goals=goals, actions=old),
        make_workbook("vuosi-2025", info=info("2025", follows="vuosi-2024"), goals=goals, actions=new),
    ]
    folder = tmp_path / "store"
    with PlanGraph.create(folder).store as store:
        assert all(added.change for added in PlanGraph(store).add(*books))
    return folder


@pytest.fixture
def years(make_viewer: Make, two_years: Path) -> FlaskClient:
    return make_viewer(two_years).test_client()


def test_the_page_tells_sums_picture_and_rows(years: FlaskClient) -> None:
    page = years.get(f"/compare?{PAIR}").text
    for said in ("moved under another aim", "A4 Nuorten kahvila", "Lukupiiri &lt;b&gt;", "<svg", "added: 1"):
        assert said in page
    assert "Lukupiiri <b>" not in page
    newest = years.get("/compare?lang=en").text  # the newest plan, and the one that it follows
    assert "A4 Nuorten kahvila" in newest


def test_the_twins_have_the_same_rows(years: FlaskClient) -> None:
    data = years.get(f"/compare.json?{PAIR}").get_json()
    happened = {row["after"] or row["before"]: row["happened"] for row in data["rows"]}
    assert happened["vuosi-2025:A1"] == "moved under another aim"
    assert (happened["vuosi-2024:A2"], happened["vuosi-2025:A4"]) == ("removed", "added")
    assert "vuosi-2025:A3" not in happened
    assert any(line.startswith("What happened") for line in data["summary"])
    assert years.get(f"/compare.csv?{PAIR}").text.count("\n") == len(data["rows"]) + 1
    sheet = load_workbook(io.BytesIO(years.get(f"/compare.xlsx?{PAIR}").data)).active
    assert sheet is not None
    assert sheet.max_row == len(data["rows"]) + 1


def test_rows_of_one_kind_can_be_chosen(years: FlaskClient) -> None:
    rows = years.get(f"/compare.json?{PAIR}&kind=removed").get_json()["rows"]
    assert [row["before"] for row in rows] == ["vuosi-2024:A2"]


def test_every_thing_keeps_its_place_whichever_plan_is_shown(years: FlaskClient) -> None:
    def places(show: str) -> dict[str, str]:
        root = fromstring(years.get(f"/compare.svg?{PAIR}&show={show}").text)
        space = root.tag.removesuffix("svg")
        found = {}
        for group in root.iter(f"{space}g"):
            title, shape = group.find(f"{space}title"), list(group)[1]
            assert title is not None
            found[str(title.text)] = str(sorted(shape.attrib.items()))
        return found

    both, before, after = places("both"), places("before"), places("after")
    assert before.items() | after.items() == both.items()
    assert (len(both) - len(after), len(both) - len(before)) == (1, 1)  # the one that went, the one that came


@pytest.mark.parametrize(
    ("address", "status", "says"),
    [
        ("/compare?a=vuosi-2023&b=vuosi-2025", 404, "did you mean vuosi-202"),
        ("/compare?a=vuosi-2025&b=vuosi-2025", 400, "named twice"),
        (f"/compare?{PAIR}&threshold=0", 400, "from 1 to 100"),
        (f"/compare?{PAIR}&match=names", 400, "expected one of auto, id, links"),
        ("/compare?a=vuosi-2025@9&b=vuosi-2025", 404, "no change has the number 9"),
        ("/compare?a=/etc/passwd&b=vuosi-2025", 404, "no plan /etc/passwd is stored"),
    ],
)
def test_what_cannot_be_compared_is_told_in_a_line(
    years: FlaskClient, address: str, status: int, says: str
) -> None:
    answer = years.get(address, headers={"Accept-Language": "en"})
    assert (answer.status_code, says in answer.text) == (status, True)


def test_a_report_is_shown_beside_what_was_promised(client: FlaskClient) -> None:
    data = client.get("/compare.json?a=kemi-strategia-2022&b=kemi-hyvinvointi-2023&lang=fi").get_json()
    assert {"promised", "status", "reported"} <= set(data["columns"])
    swapped = client.get("/compare.json?b=kemi-strategia-2022&a=kemi-hyvinvointi-2023&lang=fi").get_json()
    assert swapped["rows"] == data["rows"]


def test_strangers_compare_only_what_is_public(make_viewer: Make, internal_path: Path) -> None:
    stranger = make_viewer(internal_path, public_url="https://plans.example.fi").test_client()
    for form in ("", ".json", ".csv", ".svg"):
        answer = stranger.get(f"/compare{form}?a=julki&b=toinen&lang=en")
        assert answer.status_code in {200, 400, 404}
        assert SECRET not in answer.text.casefold()
    assert stranger.get("/compare?a=julki&b=zqxplan").status_code == 404
    assert stranger.get("/compare?a=julki@1&b=julki").status_code == 404


@pytest.mark.slow
def test_plans_side_by_side_have_charts_and_numbers(client: FlaskClient) -> None:
    both = "plans=kemi-strategia-2022&plans=kemi-hyvinvointi-2023"
    page = client.get(f"/benchmark?{both}&lang=en")
    assert (page.status_code, page.text.count("<svg") > 1) == (200, True)
    assert "Units that did not report" in page.text
    data = client.get(f"/benchmark.json?{both}&lang=en").get_json()
    rows = {
        row["measure"]: (row["kemi-strategia-2022"], row["kemi-hyvinvointi-2023"]) for row in data["rows"]
    }
    assert rows["actions"] == (148, 52)
    assert any(value[1] == "21 / 24" for value in rows.values())
    assert all(
        0 <= share["kemi-hyvinvointi-2023"] <= 1 for share in data["shares"] if share["kemi-hyvinvointi-2023"]
    )
    assert client.get("/benchmark?plans=nobody").status_code == 404
    assert client.get("/benchmark?" + "&".join(f"plans=p{n}" for n in range(9))).status_code == 400
