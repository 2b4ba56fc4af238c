"""From sheets to triples: the frame of every thing, and each form of column."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import DCAT, DCTERMS, PROV, RDF, SKOS, XSD, Literal, URIRef

from graph import PlanGraph
from graph.adding import check_workbooks
from graph.mapped import Mapped
from ontology.namespaces import CONCEPT, ID, OA, PLAN

Make = Callable[..., Path]

A1, TINY = ID["tiny/A1"], ID["tiny"]


def mapped(folder: Path) -> Mapped:
    ((found, _),) = check_workbooks([folder])
    return found


def findings(folder: Path) -> list[str]:
    ((_, report),) = check_workbooks([folder])
    return [finding.line("en") for finding in report.findings]


def test_every_row_gets_the_frame_of_a_thing(make_workbook: Make) -> None:
    rows = [{"id": "A2", "title.fi": "Toinen"}, {"id": "A1", "title.fi": "Ensin"}]
    data = mapped(make_workbook(actions=rows)).graph
    assert set(data.triples((A1, None, None))) == {
        (A1, RDF.type, PLAN.Action),
        (A1, DCTERMS.isPartOf, TINY),
        (A1, PLAN.order, Literal(2)),
        (A1, SKOS.prefLabel, Literal("Ensin", lang="fi")),
    }


def test_the_info_sheet_describes_the_plan_itself(make_workbook: Make) -> None:
    data = mapped(make_workbook()).graph
    assert set(data) == {
        (TINY, RDF.type, PLAN.Plan),
        (TINY, SKOS.prefLabel, Literal("tiny", lang="fi")),
        (TINY, DCTERMS.language, Literal("fi")),
    }


def test_values_of_one_part_stand_on_one_node(make_workbook: Make) -> None:
    row = {
        "id": "A1",
        "title.fi": "x",
        "schedule-start": "2022",
        "schedule-kind": "years",
        "deadline": "1.6.2023",
    }
    data = mapped(make_workbook(actions=[row])).graph
    part = URIRef(f"{A1}/schedule")
    assert set(data.triples((part, None, None))) == {
        (part, RDF.type, PLAN.Schedule),
        (part, DCAT.startDate, Literal("2022", datatype=XSD.gYear)),
        (part, PLAN.scheduleKind, URIRef(f"{CONCEPT}schedule-kind/years")),
        (part, PLAN.deadline, Literal("2023-06-01", datatype=XSD.date)),
    }
    assert data.value(A1, PLAN.schedule) == part


def test_an_inverse_column_points_the_other_way(make_workbook: Make) -> None:
    folder = make_workbook(
        actions=[{"id": "A1", "title.fi": "x", "measured-by": "I1"}],
        indicators=[{"id": "I1", "title.fi": "y"}],
    )
    assert (ID["tiny/I1"], PLAN.measures, A1) in mapped(folder).graph


def test_lines_become_passages_of_the_only_source(make_workbook: Make) -> None:
    folder = make_workbook(
        sources=[{"id": "T1", "title.fi": "Teksti", "file": "t.txt", "line-count": "50"}],
        actions=[{"id": "A1", "title.fi": "x", "lines": "34-35; 40"}],
    )
    data = mapped(folder).graph
    passage = URIRef(f"{ID['tiny/T1']}/34-35")
    assert set(data.objects(A1, PROV.wasDerivedFrom)) == {passage, URIRef(f"{ID['tiny/T1']}/40-40")}
    assert (data.value(passage, PLAN.firstLine), data.value(passage, PLAN.lastLine)) == (
        Literal(34),
        Literal(35),
    )
    assert data.value(passage, OA.hasSource) == ID["tiny/T1"]
    selector = data.value(passage, OA.hasSelector)
    assert data.value(selector, RDF.value) == Literal("line=33,35")


def test_an_empty_cell_takes_the_default_of_the_plan(make_workbook: Make) -> None:
    folder = make_workbook(
        info=[{"id": "tiny", "kind": "plan", "title.fi": "x", "document": "X1"}],
        others=[
            {"id": "X1", "kind": "document", "title.fi": "Asiakirja"},
            {"id": "X2", "kind": "document", "title.fi": "Muu"},
        ],
        actions=[{"id": "A1", "title.fi": "x"}, {"id": "A2", "title.fi": "y", "document": "X2"}],
    )
    data = mapped(folder).graph
    assert data.value(A1, PLAN.inDocument) == ID["tiny/X1"]
    assert data.value(ID["tiny/A2"], PLAN.inDocument) == ID["tiny/X2"]


def test_a_row_without_an_id_gets_the_next_free_one_and_a_warning(make_workbook: Make) -> None:
    folder = make_workbook(actions=[{"id": "A1", "title.fi": "a"}, {"title.fi": "b"}])
    assert (ID["tiny/A2"], SKOS.prefLabel, Literal("b", lang="fi")) in mapped(folder).graph
    assert findings(folder) == ["actions:3:id: no ID; it is read as A2: write it there, so that it stays"]


def test_a_reference_may_carry_a_title_after_the_id(make_workbook: Make) -> None:
    folder = make_workbook(
        actions=[{"id": "A1", "title.fi": "x", "implements": "P1 Liikkuminen"}],
        priorities=[{"id": "P1", "title.fi": "Liikkuminen"}],
    )
    assert (A1, PLAN.implements, ID["tiny/P1"]) in mapped(folder).graph


def test_a_thing_of_another_workbook_is_found_by_plan_and_id(make_workbook: Make, tmp_path: Path) -> None:
    make_workbook(
        "all/reg",
        info=[{"id": "reg", "kind": "register", "title.fi": "Rekisteri"}],
        bodies=[{"id": "kirjasto", "kind": "organisation", "title.fi": "Kirjasto", "field": "sport"}],
    )
    make_workbook(
        "all/tiny",
        info=[{"id": "tiny", "kind": "plan", "title.fi": "x"}],
        actions=[{"id": "A1", "title.fi": "x", "responsible": "reg:kirjasto"}],
    )
    (_, register), (plan, report) = check_workbooks([tmp_path / "all"])
    assert register.ok
    assert report.findings == ()
    assert (A1, PLAN.responsible, ID["reg/kirjasto"]) in plan.graph


@pytest.mark.parametrize(
    ("sheet", "row", "expected"),
    [
        ("actions", {"id": "A 1"}, "actions:2:id: “A 1” is no ID; expected letters"),
        ("actions", {"year": "23"}, "actions:2:year: “23” is not a year such as 2023"),
        ("actions", {"implements": "P9"}, "actions:2:implements: no “P9” in tiny"),
        (
            "actions",
            {"responsible": "reg:x"},
            "actions:2:responsible: “reg:x”: no plan or register reg is stored",
        ),
        ("actions", {"lines": "4"}, "actions:2:lines: “4-4” is no source of this plan; expected one of: -"),
        ("actions", {"colour": "red"}, "actions:1:colour: no such column"),
        ("actions", {"titel.fi": "red"}, "actions:1:titel.fi: no such column; did you mean title.fi?"),
        ("action", {}, "action: no such sheet; did you mean actions?"),
        ("bodies", {"kind": "club", "field": "sport"}, "bodies:2:kind: “club” is not one of: organisation"),
    ],
)
def test_what_cannot_be_read_becomes_a_finding_at_its_cell(
    make_workbook: Make, sheet: str, row: dict[str, str], expected: str
) -> None:
    found = findings(make_workbook(**{sheet: [{"id": "A1", "title.fi": "x", **row}]}))
    assert any(line.startswith(expected) for line in found), found


def test_a_column_that_stands_twice_is_found_before_it_hides_the_other(
    make_workbook: Make,
) -> None:
    folder = make_workbook(actions=[{"id": "A1", "title.fi": "x"}])
    (folder / "actions.csv").write_text("id,title.fi,title.fi\nA1,yksi,kaksi\n", encoding="utf-8")
    assert findings(folder) == ["actions:1:title.fi: the same column stands here twice"]


def test_a_second_row_of_the_info_sheet_is_not_dropped_in_silence(make_workbook: Make) -> None:
    info = [{"id": "tiny", "kind": "plan", "title.fi": "x"}, {"id": "other", "kind": "plan", "title.fi": "y"}]
    assert findings(make_workbook(info=info)) == [
        "info:3: this sheet has one row; what stands here is not read"
    ]


def test_a_cell_without_a_header_is_found(make_workbook: Make) -> None:
    folder = make_workbook(actions=[{"id": "A1", "title.fi": "x"}])
    (folder / "actions.csv").write_text("id,title.fi\nA1,yksi,kaksi\n", encoding="utf-8")
    assert findings(folder) == ["actions:2:#3: “kaksi” stands in a column without a header"]


def test_a_header_that_is_a_number_sign_is_one_unknown_column(make_workbook: Make) -> None:
    folder = make_workbook(actions=[{"id": "A1", "title.fi": "x"}])
    (folder / "actions.csv").write_text("id,title.fi,#\nA1,yksi,1\n", encoding="utf-8")
    assert findings(folder) == ["actions:1:#: no such column"]


def test_two_headers_for_the_id_of_a_row_are_found(make_workbook: Make) -> None:
    folder = make_workbook()
    (folder / "actions.csv").write_text("id,Tunnus,title.fi\nA1,B1,yksi\n", encoding="utf-8")
    told = "actions:1:Tunnus: this is the same column as id; write all into one of them"
    assert told in findings(folder)


def test_a_number_that_may_mean_thousands_is_told(make_workbook: Make) -> None:
    folder = make_workbook(indicators=[{"id": "I1", "title.fi": "x", "target-value": "1,234"}])
    told = "“1,234” is read as 1.234; if thousands are meant, write 1234"
    assert f"indicators:2:target-value: {told}" in findings(folder)


def test_a_file_that_only_looks_like_a_sheet_is_told(make_workbook: Make) -> None:
    folder = make_workbook()
    (folder / "actions.xlsx").write_bytes(b"")
    assert findings(folder) == ["actions.xlsx: this file is not read; save each of its sheets as CSV UTF-8"]


def test_a_column_of_another_kind_is_found(make_workbook: Make) -> None:
    folder = make_workbook(
        bodies=[{"id": "B1", "kind": "organisation", "title.fi": "x", "field": "sport", "unit-of": "B1"}]
    )
    assert findings(folder) == ["bodies:2:unit-of: “B1” does not belong to a row of this kind"]


def test_what_is_mapped_is_what_the_store_gives_back(kemi: PlanGraph, kemi_folder: Path) -> None:
    assert set(kemi.rdf("kemi")) == set(mapped(kemi_folder / "kemi").graph)


def test_kemi_maps_without_a_single_finding(kemi_folder: Path) -> None:
    register = check_workbooks([kemi_folder / "kemi"])
    assert [report.findings for _, report in register] == [()]


@pytest.mark.parametrize("cell", ["P2 P1", "P1 ja P2", "P2 Liikkuminen, P1", "P1 / tiny:P2"])
def test_a_second_id_in_one_value_is_told_and_never_dropped(
    make_workbook: Callable[..., Path], cell: str
) -> None:
    folder = make_workbook(
        priorities=[{"id": "P1", "title.fi": "x"}, {"id": "P2", "title.fi": "y"}],
        actions=[{"id": "A1", "title.fi": "x", "implements": cell}],
    )
    ((_, report),) = check_workbooks([folder])
    assert [finding.where() for finding in report.errors] == ["actions:2:implements"]
    assert "semicolon" in report.errors[0].text()


def test_a_title_as_a_menu_shows_it_may_hold_a_word_that_is_an_id(make_workbook: Callable[..., Path]) -> None:
    body = {"kind": "unit", "field": "sport"}
    folder = make_workbook(
        bodies=[
            {"id": "kaupunki", "title.fi": "Kemin kaupunki; kirjasto", **body},
            {"id": "kirjasto", "title.fi": "x", **body},
        ],
        actions=[{"id": "A1", "title.fi": "x", "responsible": "kaupunki Kemin kaupunki, kirjasto"}],
    )
    ((_, report),) = check_workbooks([folder])
    assert report.errors == ()


def test_a_line_break_parts_values(make_workbook: Callable[..., Path]) -> None:
    folder = make_workbook(
        priorities=[{"id": "P1", "title.fi": "x"}, {"id": "P2", "title.fi": "y"}],
        actions=[{"id": "A1", "title.fi": "x", "implements": "P1\nP2"}],
    )
    ((mapped, report),) = check_workbooks([folder])
    assert report.findings == ()
    assert len(set(mapped.graph.objects(None, PLAN.implements))) == 2
