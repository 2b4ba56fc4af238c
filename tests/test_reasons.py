"""Why an aim has no action is told once for each kind of reason, the same in the matrix and the tree."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from rdflib import Literal, URIRef

from graph import Cell
from ontology import Label
from webviz.reasons import together

from .webpage import WebPage


def thing(name: str) -> Cell:
    return Cell(URIRef(f"https://example.org/{name}"), Label(name, ""))


def test_reasons_of_one_kind_stand_together_and_a_thing_once() -> None:
    late, elsewhere = Cell(Literal("did not report")), Cell(Literal("elsewhere"))
    found = together([(late, [thing("b")]), (elsewhere, []), (late, [thing("a"), thing("b")])])
    assert [one.in_words for one in found] == ["did not report: b, a", "elsewhere"]


@pytest.mark.parametrize("path", ["/", "/list?as=tree"])
def test_a_gap_tells_its_reason_once_and_leads_to_what_it_is_about(path: str, client: FlaskClient) -> None:
    page = WebPage(client.get(f"{path}{'&' if '?' in path else '?'}lang=fi").text)
    start, name = "Toimenpiteet toisen päämäärän alla: ", "Yhteistyö hyvinvointialueen yhdyspinnoilla"
    said = [tag.text for tag in page.all("span") if tag.text.startswith(start)]
    assert said == [f"{start}{name}, {name}"]


def test_a_matrix_of_what_is_not_recorded_says_so_instead_of_counting_nothing(client: FlaskClient) -> None:
    page = WebPage(client.get("/?matrix=status-by-year&lang=fi").text)
    assert "Toimenpiteiden tilaa ei ole kirjattu." in {tag.text for tag in page.all("p")}
