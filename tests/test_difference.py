"""What became of a plan, told as a planner would tell it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from graph import PlanGraph
from graph.difference import Difference, difference, facts
from graph.difference_words import lines
from graph.known import Known, outline
from graph.mapped import Mapped
from graph.mapping import map_workbook
from graph.recording import compared
from graph.workbook import Row, Sheet, Workbook
from ontology import load_model

Rows = Sequence[Mapping[str, str]]
INFO = [{"id": "tiny", "kind": "plan", "title.fi": "Pieni"}]
BODIES = [
    {"id": "B1", "kind": "unit", "title.fi": "Kirjasto"},
    {"id": "B2", "kind": "unit", "title.fi": "Museo"},
]
A1 = {"id": "A1", "title.fi": "Kävely", "responsible": "B1", "schedule-start": "2024"}
A2 = {"id": "A2", "title.fi": "Pyöräily", "partner": "B1; B2"}


def mapped(actions: Rows, **sheets: Rows) -> Mapped:
    rows = {"info": INFO, "bodies": BODIES, "actions": actions, **sheets}
    book = Workbook(Path("tiny"), {name: sheet(name, found) for name, found in rows.items()})
    made = map_workbook(book, outline(book, load_model()), load_model(), Known())
    assert not [f.text() for f in made.findings if f.severity.value == "error"]
    return made


def sheet(name: str, rows: Rows) -> Sheet:
    headers = tuple(dict.fromkeys(header for row in rows for header in row))
    return Sheet(name, Path(f"{name}.csv"), headers, tuple(Row(n, row) for n, row in enumerate(rows, 2)))


def between(old: Mapped, new: Mapped) -> Difference:
    return difference(facts(old.graph), facts(new.graph), load_model(), old.outline.iri)


def told(old: Mapped, new: Mapped, lang: str = "en") -> list[str]:
    return lines(between(old, new), lang)


def test_nothing_is_told_of_what_stayed() -> None:
    made = between(mapped([A1, A2]), mapped([A1, A2]))
    assert not made
    assert lines(made, "en") == []


def test_things_are_counted_by_sheet_and_told_by_name() -> None:
    new = mapped([{**A1, "title.fi": "Kävelyretki"}, {"id": "A3", "title.fi": "Uinti"}])
    assert told(mapped([A1, A2]), new) == [
        "Actions: 1 added, 1 changed, 1 removed",
        "A2 Pyöräily: removed",
        "A1 Kävelyretki: renamed (fi): “Kävely” → “Kävelyretki”",
        "A3 Uinti: added",
    ]
    assert told(mapped([A1, A2]), new, "fi")[0] == "Toimenpiteet: 1 lisätty, 1 muutettu, 1 poistettu"


def test_a_changed_cell_has_its_column_and_both_values() -> None:
    (_, line) = told(mapped([A1]), mapped([{**A1, "title.sv": "Promenad", "schedule-start": "2025"}]))
    assert "Name (sv): + “Promenad”" in line
    assert "2024 → 2025" in line


def test_links_are_told_on_the_row_that_lists_them() -> None:
    new = mapped([{**A1, "responsible": "B2"}, {**A2, "partner": "B1"}])
    assert told(mapped([A1, A2]), new)[1:] == [
        "A1 Kävely: Responsible body: B1 Kirjasto → B2 Museo",
        "A2 Pyöräily: Partner: − B2 Museo",
    ]


def test_what_a_link_rests_on_is_told_with_the_link() -> None:
    link = {"from": "A1", "relation": "responsible", "to": "B1", "basis": "stated"}
    made = told(mapped([A1], links=[link]), mapped([A1], links=[{**link, "basis": "curated"}]))
    assert made[1].startswith("A1 Kävely: B1 Kirjasto, Basis: ")


def test_another_kind_is_a_change_of_the_thing() -> None:
    bodies = [{**BODIES[0], "kind": "organisation"}, BODIES[1]]
    made = between(mapped([A1]), mapped([A1], bodies=bodies))
    assert (len(made.added), len(made.removed), len(made.changed)) == (0, 0, 1)
    assert "Kind" in lines(made, "en")[1]


def test_a_row_put_in_front_moves_nothing_and_one_put_elsewhere_is_one_move() -> None:
    others = [{"id": f"A{n}", "title.fi": f"Toimi {n}"} for n in range(3, 9)]
    assert told(mapped(others), mapped([A1, *others])) == ["Actions: 1 added", "A1 Kävely: added"]
    assert told(mapped(others), mapped([others[-1], *others[:-1]])) == ["rows in another place: 1"]


def test_of_a_plan_that_is_all_new_only_the_numbers_are_told() -> None:
    made = difference([], facts(mapped([A1, A2]).graph), load_model(), mapped([A1]).outline.iri)
    assert lines(made, "en") == ["Basic facts: 1 added; Actions: 2 added; Bodies: 2 added"]


def test_only_so_many_things_are_told() -> None:
    new = mapped([A1, *({"id": f"X{n}", "title.fi": "x"} for n in range(9))])
    assert lines(between(mapped([A1]), new), "en", 3)[-1] == "… and 6 more"


def test_what_comes_and_goes_is_enough_with_a_store_to_ask(kemi: PlanGraph) -> None:
    """The same is told of all triples and of those that differ."""
    plan = kemi.iri_of_plan("kemi-hyvinvointi-2023")
    stored = kemi.rdf("kemi-hyvinvointi-2023")
    changed = kemi.rdf("kemi-hyvinvointi-2023")
    for triple in list(changed.triples((plan + "/A1.01", None, None))):
        changed.remove(triple)
    for triple in list(changed.triples((plan + "/P1.2", None, None)))[:-1]:
        changed.remove(triple)
    with kemi.store.planned({plan: changed}) as (change,):
        found = compared(kemi.store, load_model(), plan, change.removed, change.added)
    whole = difference(facts(stored), facts(changed), load_model(), plan)
    assert found.removed == whole.removed
    assert found.changed == whole.changed
    assert found.removed.keys() >= {plan + "/A1.01"}


@pytest.mark.parametrize("lang", ["fi", "sv", "en"])
def test_every_language_has_its_words(lang: str) -> None:
    new = mapped([{**A1, "title.fi": "Kävelyretki", "responsible": "B2"}, {"id": "A3", "title.fi": "Uinti"}])
    found = told(mapped([A1, A2]), new, lang)
    assert len(found) == 4
    assert not [line for line in found if "{" in line]
