"""All that is said of one thing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from graph import PlanGraph
from graph.errors import UnknownQueryError
from graph.things import Statement, Thing, ThingReader
from ontology.namespaces import ID, PLAN

Make = Callable[..., Path]
ACTION = ID["kemi-hyvinvointi-2023/A1.01"]


@pytest.fixture(scope="module")
def action(kemi: PlanGraph) -> Thing:
    return ThingReader(kemi, "fi").read(ACTION)


def statement(thing: Thing, key: str, *, incoming: bool = False) -> Statement:
    return next(s for s in thing.statements if s.key == key and s.incoming is incoming)


def test_a_thing_has_names_a_kind_a_plan_and_lines(action: Thing) -> None:
    assert action.short == "kemi-hyvinvointi-2023:A1.01"
    assert action.label.text == "Liikuntaneuvonta, ohjattu ja soveltava liikunta"
    assert action.labels.keys() == {"fi", "sv", "en"}
    assert action.class_name.text == "Toimenpide"
    assert action.kind is not None
    assert action.kind.name == "action"
    assert action.plan is not None
    assert action.plan.text == "Kemin hyvinvointisuunnitelman seuranta 2023"
    assert [(passage.first, passage.last) for passage in action.passages] == [(60, 62)]
    assert [note.lang for note in action.notes] == ["en"]


def test_a_link_tells_its_basis_its_confidence_and_its_lines(action: Thing) -> None:
    links = {value.cell.text: value for value in statement(action, str(PLAN.implements)).values}
    record = links["Hyvinvoinnin ongelmien ennaltaehkäisy"].record
    assert record is not None
    assert (record.basis.text, record.named, record.confidence) == ("Tulkinta", False, 0.8)
    assert record.sure is not None
    assert record.sure.text == "varma"
    assert [(passage.first, passage.last) for passage in record.passages] == [(60, 62)]


def test_literals_and_concepts_stand_under_the_names_of_their_columns(action: Thing) -> None:
    kind, year = statement(action, "row-kind"), statement(action, "year")
    assert (kind.name.text, kind.values[0].cell.text) == ("Rivin laji", "Teko")
    assert (year.name.text, year.values[0].cell.text) == ("Vuosi", "2023")


def test_links_from_others_are_told_from_their_side(kemi: PlanGraph) -> None:
    priority = ThingReader(kemi, "fi").read(ID["kemi-hyvinvointi-2023/P1.1"])
    found = statement(priority, str(PLAN.implements), incoming=True)
    assert ACTION in {value.cell.term for value in found.values}
    assert found.name.text == "toteuttavat toimenpiteet"


def test_parts_of_a_thing_are_told_as_its_own(kemi: PlanGraph) -> None:
    action = ThingReader(kemi, "en").read(ID["kemi-strategia-2022/S1.01"])
    keys = {found.key for found in action.statements}
    assert {"schedule-kind", "schedule-start"} & keys


def test_no_statement_is_told_twice(kemi: PlanGraph) -> None:
    for thing in ("kemi-hyvinvointi-2023/A2.07", "kemi/kirjasto", "kemi-strategia-2022/O1.1"):
        told = [(s.key, s.incoming) for s in ThingReader(kemi, "fi").read(ID[thing]).statements]
        assert len(told) == len(set(told)), thing


def test_a_plan_is_a_thing_too(kemi: PlanGraph) -> None:
    plan = ThingReader(kemi, "sv").read(ID["kemi-hyvinvointi-2023"])
    assert plan.label.text == "Uppföljning av Kemi välfärdsplan 2023"
    assert any(found.key == "scope-note" for found in plan.statements)


def test_what_is_not_stored_is_an_error(kemi: PlanGraph) -> None:
    with pytest.raises(UnknownQueryError, match="kemi:nobody"):
        ThingReader(kemi, "fi").read(ID["kemi/nobody"])


# ---- a thing that much is linked to


def test_however_much_is_linked_to_a_thing_few_queries_tell_it(
    kemi: PlanGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    select = type(kemi.store).select
    monkeypatch.setattr(
        type(kemi.store), "select", lambda *args, **more: asked.append(args) or select(*args, **more)
    )
    goal = ThingReader(kemi, "fi").read(ID["kemi-strategia-2022/G1"])
    records = [value.record for found in goal.statements for value in found.values if value.record]
    assert len(records) > 20
    assert any(record.passages for record in records)
    assert len(asked) <= 12


def test_of_many_links_as_many_are_told_as_are_asked_for(kemi: PlanGraph) -> None:
    whole, part = (
        ThingReader(kemi, "fi", most=most).read(ID["kemi-strategia-2022/G1"]) for most in (None, 3)
    )
    assert [(s.key, s.incoming, s.count) for s in part.statements] == [
        (s.key, s.incoming, s.count) for s in whole.statements
    ]
    assert all(s.count == len(s.values) for s in whole.statements)
    cut = [(one, all_) for one, all_ in zip(part.statements, whole.statements, strict=True) if one.linked]
    assert any(len(one.values) < one.count for one, _ in cut)
    for one, all_ in cut:
        assert len(one.values) == min(3, one.count)
        told = [str(value.cell.term) for value in one.values]
        assert set(told) <= {str(value.cell.term) for value in all_.values}
        assert one.count <= 3 or told == sorted(str(value.cell.term) for value in all_.values)[:3]


# ---- wording of sources


def test_a_quote_is_in_the_language_of_its_plan(make_workbook: Make) -> None:
    plans = PlanGraph.in_memory()
    info = [{"id": "tiny", "kind": "plan", "title.sv": "x", "language": "sv"}]
    source = [{"id": "T1", "title.sv": "Text", "file": "t.txt", "line-count": "3"}]
    plans.add(make_workbook(info=info, sources=source, actions=[{"id": "A1", "title.sv": "x", "lines": "2"}]))
    (passage,) = ThingReader(plans, "fi").read(ID["tiny/A1"]).passages
    assert passage.lang == "sv"


def sources(make_workbook: Make, file: str) -> PlanGraph:
    plans = PlanGraph.in_memory()
    (added,) = plans.add(
        make_workbook(
            sources=[{"id": "T1", "title.fi": "Teksti", "file": file, "line-count": "3"}],
            actions=[{"id": "A1", "title.fi": "x", "lines": "2-3"}],
        )
    )
    assert added.change is not None
    return plans


def quote(plans: PlanGraph, folder: Path | None) -> str:
    (passage,) = ThingReader(plans, "fi", folder).read(ID["tiny/A1"]).passages
    return passage.quote


def test_lines_are_quoted_where_the_source_is_at_hand(make_workbook: Make, tmp_path: Path) -> None:
    plans = sources(make_workbook, "deep/t.txt")
    (tmp_path / "deep").mkdir()
    # A form feed begins a page and no line, and Windows ends lines with two characters.
    (tmp_path / "deep" / "t.txt").write_bytes(b"yksi\r\n\x0ckaksi\r\nkolme\r\n")
    assert quote(plans, tmp_path) == "kaksi kolme"
    assert quote(plans, None) == ""
    assert quote(plans, tmp_path / "elsewhere") == ""


def test_nothing_outside_the_folder_of_sources_is_quoted(make_workbook: Make, tmp_path: Path) -> None:
    plans = sources(make_workbook, "../secret.txt")
    (tmp_path / "secret.txt").write_text("a\nb\nc\n", encoding="utf-8")
    (tmp_path / "sources").mkdir()
    assert quote(plans, tmp_path / "sources") == ""


def test_kemis_lines_are_those_of_the_source(kemi: PlanGraph, shared: Path) -> None:
    (passage,) = ThingReader(kemi, "fi", shared).read(ACTION).passages
    lines = (shared / passage.file).read_text(encoding="utf-8").split("\n")
    assert passage.quote == " ".join(" ".join(lines[passage.first - 1 : passage.last]).split())
    assert "Makiaa" in passage.quote
