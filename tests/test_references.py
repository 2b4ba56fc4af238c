"""References as people write them: an ID, an ID with a title, another case, a title alone; never a guess."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.adding import check_workbooks
from graph.findings import Report
from graph.mapped import Mapped
from ontology.namespaces import ID, PLAN

Make = Callable[..., Path]

PRIORITIES = [
    {"id": "P1.1", "title.fi": "Liikkuminen", "title.sv": "Rörelse"},
    {"id": "P1.2", "title.fi": "Yhteisöt"},
    {"id": "P1.3", "title.fi": "Yhteisöt"},
    {"id": "P2", "title.fi": "Yhdessä P1.1 kanssa"},
]
REGISTER = {
    "info": [{"id": "reg", "kind": "register", "title.fi": "Rekisteri"}],
    "bodies": [
        {"id": "kirjasto", "kind": "organisation", "title.fi": "Kaupunginkirjasto", "field": "culture"},
        {"id": "liikkuminen", "kind": "organisation", "title.fi": "Liikkuminen", "field": "sport"},
    ],
}


def read(make: Make, folder: Path, **cells: str) -> tuple[Mapped, Report]:
    make("all/reg", **REGISTER)
    make(
        "all/tiny",
        info=[{"id": "tiny", "kind": "plan", "title.fi": "x"}],
        priorities=PRIORITIES,
        actions=[{"id": "A1", "title.fi": "x", **cells}],
    )
    return check_workbooks([folder / "all"])[1]


@pytest.mark.parametrize(
    ("cell", "thing", "note"),
    [
        ("P1.1", "P1.1", ""),
        ("P1.1 Liikkuminen", "P1.1", ""),
        ("P2 Yhdessä P1.1 kanssa", "P2", ""),
        ("p1.1", "P1.1", "“p1.1” is read as the ID P1.1"),
        ("liikkuminen", "P1.1", "“liikkuminen” is read as P1.1"),
        ("RÖRELSE", "P1.1", "“RÖRELSE” is read as P1.1"),
    ],
)
def test_a_reference_is_read_and_told_where_it_is_no_id(
    make_workbook: Make, tmp_path: Path, cell: str, thing: str, note: str
) -> None:
    mapped, report = read(make_workbook, tmp_path, implements=cell)
    assert report.findings == ()
    assert list(mapped.graph.objects(ID["tiny/A1"], PLAN.implements)) == [ID[f"tiny/{thing}"]]
    told = [found.line() for found in report.notes if found.place.column == "implements"]
    assert told == ([f"actions:2:implements: {note}"] if note else [])


def test_a_title_is_looked_for_among_what_the_column_expects(make_workbook: Make, tmp_path: Path) -> None:
    """A priority and a body have one title."""
    mapped, report = read(make_workbook, tmp_path, implements="Liikkuminen", responsible="Liikkuminen")
    assert report.findings == ()
    assert (ID["tiny/A1"], PLAN.responsible, ID["reg/liikkuminen"]) in mapped.graph
    assert (ID["tiny/A1"], PLAN.implements, ID["tiny/P1.1"]) in mapped.graph


@pytest.mark.parametrize(
    ("column", "cell", "expected"),
    [
        ("implements", "Yhteisöt", "“Yhteisöt” may be any of: P1.2, P1.3; write the ID"),
        ("implements", "Liikkumine", "no “Liikkumine” in tiny; did you mean reg:liikkuminen?"),
        ("implements", "Yhdessä P1.1 kansa", "no “Yhdessä P1.1 kansa” in tiny; did you mean P2?"),
        ("implements", "=P1.1", "“=P1.1” is a formula, which is not read; write the value"),
        ("responsible", "kirjasto", "no “kirjasto” in tiny; did you mean reg:kirjasto?"),
        ("responsible", "kirjastto", "no “kirjastto” in tiny; did you mean reg:kirjasto?"),
        ("responsible", "reg:kirjastto", "no “reg:kirjastto” in reg; did you mean reg:kirjasto?"),
        ("goal", "P1.1; P2", "“P1.1; P2” holds 2 values, and this column takes one"),
    ],
)
def test_what_is_no_single_thing_is_told_and_not_read(
    make_workbook: Make, tmp_path: Path, column: str, cell: str, expected: str
) -> None:
    mapped, report = read(make_workbook, tmp_path, **{column: cell})
    assert [found.line() for found in report.findings] == [f"actions:2:{column}: {expected}"]
    assert list(mapped.graph.objects(ID["tiny/A1"], PLAN.implements)) == []


def test_the_title_of_a_stored_body_is_known_too(
    kemi_path: Path, make_workbook: Make, tmp_path: Path
) -> None:
    from graph.adding import check_against
    from graph.store import Store

    folder = make_workbook(actions=[{"id": "A1", "title.fi": "x", "responsible": "Kemin kaupunki"}])
    with Store.open(kemi_path) as store:
        ((mapped, report),) = check_against(store, [folder]).books
    assert report.findings == ()
    assert (ID["tiny/A1"], PLAN.responsible, ID["kemi/kemi"]) in mapped.graph


def test_an_id_with_a_space_is_one_finding_and_no_broken_iri(make_workbook: Make) -> None:
    rows = [{"id": "A 1", "title.fi": "x"}, {"id": "A2", "title.fi": "y", "depends-on": "A 1"}]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ((mapped, report),) = check_workbooks([make_workbook(actions=rows)])
        assert mapped.graph.serialize(format="nt")
    assert [found.where() for found in report.findings] == ["actions:2:id"]


def test_an_id_that_stands_twice_is_told_where_it_stands_again_and_nowhere_else(make_workbook: Make) -> None:
    folder = make_workbook(
        priorities=[{"id": "X1", "title.fi": "Painopiste"}],
        actions=[
            {"id": "X1", "title.fi": "x", "year": "2023"},
            {"id": "A2", "title.fi": "y", "implements": "X1"},
        ],
    )
    ((_, report),) = check_workbooks([folder])
    (found,) = report.findings
    assert (
        found.line() == "actions:2:id: the ID “X1” stands at priorities:2 already; IDs are unique in a plan"
    )


def test_ids_that_were_filled_in_are_told_once_for_a_sheet(make_workbook: Make) -> None:
    ((_, report),) = check_workbooks([make_workbook(actions=[{"title.fi": text} for text in "abcd"])])
    (found,) = report.findings
    assert found.text().startswith("4 rows have no ID; they get A1 – A4")
