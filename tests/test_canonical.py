"""The one form of a workbook: what is written in many ways is written in one."""

from __future__ import annotations

import pytest

from graph.canonical import UnreadableError, canonical
from graph.spreadsheets import read_workbook
from graph.workbook import Workbook

from .conftest import MakeWorkbook, Rows


@pytest.fixture
def book(make_workbook: MakeWorkbook) -> Workbook:
    actions: Rows = [
        {
            "ID": "A2",
            "Nimi (fi)": "Retki",
            "Toteuttaa (painopisteet, tavoitteet)": "P2 | P1",
            "year": "2025",
            "Vastuutaho": "",
        },
        {
            "ID": "",
            "Nimi (fi)": "Kävely",
            "Toteuttaa (painopisteet, tavoitteet)": "P1 Liike",
            "year": "",
            "Vastuutaho": "",
        },
    ]
    priorities: Rows = [{"id": "P1", "title.fi": "Liike"}, {"id": "P2", "title.fi": "Ravinto"}]
    links: Rows = [
        {"from": "A2", "relation": "implements", "to": "P1", "basis": "inferred", "confidence": "0,50"},
        {"from": "A2", "relation": "implements", "to": "P2", "basis": "stated", "confidence": ""},
        {
            "from": "A1",
            "relation": "Toteuttaa (painopisteet, tavoitteet)",
            "to": "P1",
            "basis": "curated",
            "confidence": "",
        },
    ]
    return read_workbook(make_workbook(actions=actions, priorities=priorities, links=links))


def test_every_way_of_writing_becomes_one(book: Workbook) -> None:
    sheets = canonical(book).sheets
    assert list(sheets) == ["info", "priorities", "actions", "links"]
    assert sheets["actions"].headers == ("id", "title.fi", "implements", "year")
    assert [dict(row.cells) for row in sheets["actions"].rows] == [
        {"id": "A2", "title.fi": "Retki", "implements": "P1; P2", "year": "2025"},
        {"id": "A1", "title.fi": "Kävely", "implements": "P1"},
    ]
    assert [dict(row.cells) for row in sheets["links"].rows] == [
        {"from": "A2", "relation": "implements", "to": "P1", "basis": "inferred", "confidence": "0.5"},
        {"from": "A1", "relation": "implements", "to": "P1", "basis": "curated"},
    ]


def test_once_more_gives_the_same(book: Workbook) -> None:
    once = canonical(book)
    assert canonical(once) == once


def test_the_order_of_link_rows_is_kept(make_workbook: MakeWorkbook) -> None:
    ends = [("A2", "P1"), ("A1", "P2"), ("A1", "P1")]
    links: Rows = [{"from": a, "relation": "implements", "to": p, "basis": "curated"} for a, p in ends]
    actions: Rows = [
        {"id": "A1", "title.fi": "a", "implements": "P1;P2"},
        {"id": "A2", "title.fi": "b", "implements": "P1"},
    ]
    priorities: Rows = [{"id": "P1", "title.fi": "c"}, {"id": "P2", "title.fi": "d"}]
    found = canonical(read_workbook(make_workbook(links=links, actions=actions, priorities=priorities)))
    assert [(row.cells["from"], row.cells["to"]) for row in found.sheets["links"].rows] == ends


@pytest.mark.parametrize(
    ("sheets", "message"),
    [
        ({"actions": [{"id": "A1", "title.fi": "a", "year": "ensi vuonna"}]}, "ensi vuonna"),
        ({"actions": [{"id": "A1", "title.fi": "a", "implements": "P9"}]}, "P9"),
        ({"muistio": [{"id": "1", "teksti": "b"}]}, "no such sheet"),
    ],
)
def test_what_cannot_be_read_is_not_thrown_away(
    make_workbook: MakeWorkbook, sheets: dict[str, Rows], message: str
) -> None:
    book = read_workbook(make_workbook(**sheets))
    with pytest.raises(UnreadableError, match=message) as caught:
        canonical(book)
    assert {where for where in sheets if str(caught.value).startswith(f"{where}:")}
    assert caught.value.text("fi") != caught.value.text("en")
