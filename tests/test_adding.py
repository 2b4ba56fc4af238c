"""Adding workbooks: registers first, and all of them or none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from graph import PlanGraph
from graph.adding import check_against, check_workbooks, known_plans
from graph.answers import Change
from graph.errors import SourceError
from graph.revision import is_settled
from ontology.namespaces import ID, ONTOLOGY, PLAN

Make = Callable[..., Path]

REGISTER = {
    "info": [{"id": "zreg", "kind": "register", "title.fi": "Rekisteri"}],
    "bodies": [{"id": "B1", "kind": "organisation", "title.fi": "Kunta", "field": "sport"}],
}
GOOD = {
    "info": [{"id": "aplan", "kind": "plan", "title.fi": "Suunnitelma"}],
    "actions": [{"id": "A1", "title.fi": "x", "responsible": "zreg:B1"}],
}
BAD = {
    "info": [{"id": "bplan", "kind": "plan", "title.fi": "Suunnitelma"}],
    "actions": [{"id": "A1", "title.fi": "x", "year": "soon"}],
}


def test_registers_come_first_whatever_their_names(make_workbook: Make, tmp_path: Path) -> None:
    make_workbook("all/a", **GOOD)
    make_workbook("all/z", **REGISTER)
    steps: list[tuple[str, int, int]] = []
    plans = PlanGraph.in_memory()
    results = plans.add(tmp_path / "all", progress=lambda *step: steps.append(step))
    assert [added.plan_id for added in results] == ["zreg", "aplan"]
    assert [added.report.findings for added in results] == [(), ()]
    read = [("reading", 0, 2), ("reading", 1, 2)]
    assert steps == [*read, ("zreg", 0, 2), ("aplan", 1, 2), ("", 2, 2), ("storing", 0, 1)]


def test_nothing_is_stored_where_one_workbook_has_an_error(make_workbook: Make, tmp_path: Path) -> None:
    make_workbook("all/a", **GOOD)
    make_workbook("all/b", **BAD)
    make_workbook("all/z", **REGISTER)
    plans = PlanGraph.in_memory()
    results = plans.add(tmp_path / "all")
    assert [added.change for added in results] == [None, None, None]
    assert [added.report.ok for added in results] == [True, True, False]
    assert len(plans.store) == 0


def test_the_ontology_is_stored_beside_the_plans_without_the_shapes(make_workbook: Make) -> None:
    plans = PlanGraph.in_memory()
    plans.add(make_workbook("reg", **REGISTER))
    assert plans.store.graphs() == sorted([ID["zreg"], ONTOLOGY])
    assert plans.store.ask(f"ASK {{ GRAPH <{ONTOLOGY}> {{ <{PLAN.Action}> a ?class }} }}")
    assert not plans.store.ask("ASK { ?shape a <http://www.w3.org/ns/shacl#NodeShape> }")


def test_a_plan_added_again_changes_only_what_changed(make_workbook: Make) -> None:
    plans = PlanGraph.in_memory()
    plans.add(make_workbook("reg", **REGISTER))
    (again,) = plans.add(make_workbook("reg", **REGISTER))
    bodies = [{**REGISTER["bodies"][0], "title.fi": "Kaupunki"}]
    (renamed,) = plans.add(make_workbook("reg", **REGISTER | {"bodies": bodies}))
    assert again.change == Change(0, 0)
    assert renamed.change == Change(1, 1)


def test_stored_plans_may_be_referred_to(make_workbook: Make) -> None:
    plans = PlanGraph.in_memory()
    plans.add(make_workbook("reg", **REGISTER))
    (added,) = plans.add(make_workbook("plan", **GOOD))
    assert added.report.findings == ()
    known = known_plans(plans.store)
    assert known.plans.keys() == {"zreg", "aplan"}
    assert known.plans["aplan"].things == {"A1": PLAN.Action}
    (checked,) = check_workbooks([make_workbook("plan", **GOOD)])
    assert not checked[1].ok


def test_two_workbooks_of_one_id_are_told_apart_by_their_paths(make_workbook: Make, tmp_path: Path) -> None:
    make_workbook("all/one", **REGISTER)
    make_workbook("all/two", **REGISTER)
    with pytest.raises(SourceError, match=r"two: has the ID zreg, which .*one has too"):
        PlanGraph.in_memory().add(tmp_path / "all")


def test_a_workbook_named_twice_is_read_once(make_workbook: Make) -> None:
    folder = make_workbook("reg", **REGISTER)
    assert len(PlanGraph.in_memory().add(folder, folder)) == 1


@pytest.mark.parametrize(
    ("info", "expected"),
    [
        ([{"id": "", "kind": "plan"}], "expected an id such as kemi-2023"),
        ([{"id": "../x", "kind": "plan"}], "expected an id such as kemi-2023"),
        ([{"id": "x", "kind": "poem"}], "as kind one of: plan, register"),
        ([], "the sheet info is missing or empty"),
    ],
)
def test_a_workbook_must_say_who_it_is(
    make_workbook: Make, info: list[dict[str, str]], expected: str
) -> None:
    with pytest.raises(SourceError, match=expected):
        PlanGraph.in_memory().add(make_workbook(info=info))


# ---- all or none, and what others refer to


def test_several_plans_are_stored_in_one_write(make_workbook: Make, tmp_path: Path) -> None:
    make_workbook("all/a", **GOOD)
    make_workbook("all/z", **REGISTER)
    with PlanGraph.create(tmp_path / "store").store as store:
        before = store.revision
        PlanGraph(store).add(tmp_path / "all")
        assert store.revision == before + 2


def test_an_error_while_several_plans_are_stored_leaves_none_of_them(
    make_workbook: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_workbook("all/a", **GOOD)
    make_workbook("all/z", **REGISTER)
    with PlanGraph.create(tmp_path / "store").store as store:
        plans = PlanGraph(store)
        plans.add(make_workbook("all/z", **REGISTER))
        before = store.serialise(".nq")

        def full(*_: object) -> None:
            raise OSError(28, "No space left on device")

        bodies = [{**REGISTER["bodies"][0], "title.fi": "Kaupunki"}]
        make_workbook("all/z", **REGISTER | {"bodies": bodies})
        monkeypatch.setattr(store, "_apply", full)
        with pytest.raises(OSError, match="No space left"):
            plans.add(tmp_path / "all")
        assert store.serialise(".nq") == before
        assert is_settled(store.revision)


def test_a_register_that_loses_what_a_stored_plan_refers_to_tells_it(make_workbook: Make) -> None:
    plans = PlanGraph.in_memory()
    plans.add(make_workbook("reg", **REGISTER), make_workbook("plan", **GOOD))
    assert plans.referrers("zreg") == [("zreg:B1", "aplan")]
    assert plans.referrers("aplan") == []
    other = [{"id": "B2", "kind": "organisation", "title.fi": "Toinen", "field": "sport"}]
    (added,) = plans.add(make_workbook("reg", **REGISTER | {"bodies": other}))
    (found,) = added.report.warnings
    assert found.line() == "info: zreg:B1 is no longer here, and aplan refers to it"
    assert added.change is not None
    # A plan that is given too is checked itself.
    both = plans.add(make_workbook("reg", **REGISTER | {"bodies": other}), make_workbook("plan", **GOOD))
    assert [len(added.report.errors) for added in both] == [0, 1]


def test_what_was_checked_is_checked_again_where_others_wrote_meanwhile(make_workbook: Make) -> None:
    store = PlanGraph.in_memory().store
    folder = make_workbook("plan", **GOOD)
    checked = check_against(store, [folder])
    assert not checked.ok
    PlanGraph(store).add(make_workbook("reg", **REGISTER))
    (added,) = PlanGraph(store).add(folder, checked=checked)
    assert added.change is not None
