"""Two plans beside each other: what is found, that both ways agree, and what matches what."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph import PlanGraph
from graph.comparison import Kind, Matching, compare, side_of
from graph.comparison.changes import Comparison
from graph.comparison.likeness import alike, percent
from graph.comparison.matching import By
from ontology.namespaces import ID

from .compared_plans import Action, Plan, local

WORDS = ["uinti", "luistelu", "kirjasto", "retki", "neuvonta", "kahvila", "kuoro", "pyöräily"]
MIRROR = {Kind.ADDED: Kind.REMOVED, Kind.REMOVED: Kind.ADDED}

names = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
actions = st.builds(
    Action,
    name=names,
    goal=st.sampled_from(["G1", "G2"]),
    responsible=st.lists(st.sampled_from(["a", "b", "c"]), max_size=2, unique=True).map(tuple),
    year=st.sampled_from(["", "2023", "2024"]),
)
keys = st.integers(1, 9).map("A{}".format)
plans = st.builds(
    Plan,
    actions=st.dictionaries(keys, actions, min_size=1, max_size=7),
    targets=st.dictionaries(st.integers(1, 3).map("I{}".format), st.integers(1, 99), max_size=2),
)


def rows_of(made: Comparison, *, mirrored: bool = False) -> set[tuple[object, ...]]:
    found = set()
    for row in made.rows:
        kinds, ends = row.kinds, (row.before, row.after)
        if mirrored:
            kinds, ends = tuple(MIRROR.get(kind, kind) for kind in kinds), ends[::-1]
        found.add((frozenset(kinds), *ends, row.likeness, row.match.by if row.match else None))
    return found


@given(plans)
@settings(max_examples=25, deadline=None)
def test_a_plan_beside_itself_differs_in_nothing(plan: Plan) -> None:
    made = compare(plan.side(), plan.side())
    assert not made
    assert made.unchanged == len(plan.side().things)


@given(plans, plans, st.booleans())
@settings(max_examples=40, deadline=None)
def test_both_ways_tell_the_same(one: Plan, other: Plan, same_plan: bool) -> None:
    other = other if same_plan else replace(other, name="toinen")
    there, back = compare(one.side(), other.side()), compare(other.side(), one.side())
    assert rows_of(there) == rows_of(back, mirrored=True)
    assert (there.unchanged, there.suggested) == (back.unchanged, back.suggested)


def edited(plan: Plan, key: str, **changes: object) -> Plan:
    action = replace(plan.actions[key], **changes)  # type: ignore[arg-type]
    return replace(plan, actions={**plan.actions, key: action})


@given(plans, st.sampled_from(["name", "goal", "responsible", "year", "remove", "add"]), st.data())
@settings(max_examples=40, deadline=None)
def test_one_edit_is_found_as_just_that(plan: Plan, edit: str, data: st.DataObject) -> None:
    key = data.draw(st.sampled_from(sorted(plan.actions)))
    action = plan.actions[key]
    made, kind = {
        "name": lambda: (edited(plan, key, name=f"{action.name} talvella"), Kind.REWORDED),
        "goal": lambda: (edited(plan, key, goal="G2" if action.goal == "G1" else "G1"), Kind.MOVED),
        "responsible": lambda: (
            edited(plan, key, responsible=(*action.responsible, "uusi")),
            Kind.RESPONSIBILITY,
        ),
        "year": lambda: (edited(plan, key, year="2030"), Kind.CHANGED),
        "remove": lambda: (
            replace(plan, actions={k: a for k, a in plan.actions.items() if k != key}),
            Kind.REMOVED,
        ),
        "add": lambda: (replace(plan, actions={**plan.actions, "A99": action}), Kind.ADDED),
    }[edit]()
    found = compare(plan.side(), made.side())
    assert [row.kinds for row in found.rows] == [(kind,)]
    assert local(found.rows[0].after or found.rows[0].before) == ("A99" if edit == "add" else key)


def test_a_new_target_is_told_as_one() -> None:
    old, new = Plan(targets={"I1": 5}), Plan(targets={"I1": 7})
    (row,) = compare(old.side(), new.side()).rows
    assert row.kinds == (Kind.TARGET,)


def test_equal_ids_of_strangers_do_not_match() -> None:
    kemi = Plan({"A1": Action("Uimahallin kortti")}, name="kemi-2023")
    tornio = Plan({"A1": Action("Kirjaston lukupiiri")}, name="tornio-2023")
    made = compare(kemi.side(), tornio.side())
    assert {local(row.before or row.after): row.kinds for row in made.rows if "A1" in str(row)}
    assert [row.kinds for row in made.rows if local(row.before) == "A1"] == [(Kind.REMOVED,)]
    forced = compare(kemi.side(), tornio.side(), Matching.ID)
    assert [row.match.by for row in forced.rows if row.match] == [By.ID]


def test_what_is_called_alike_is_a_suggestion_and_never_silent() -> None:
    kemi = Plan({"A1": Action("Liikuntaneuvonta ikääntyneille")}, name="kemi-2023")
    tornio = Plan({"A7": Action("Liikuntaneuvontaa ikääntyneille")}, name="tornio-2023")
    made = compare(kemi.side(), tornio.side())
    suggested = {local(r.before): (local(r.after), r.likeness, r.match.by) for r in made.rows if r.match}
    assert suggested["A1"] == ("A7", 98, By.SUGGESTION)
    assert suggested["G1"] == ("G1", 100, By.SUGGESTION)  # nothing changed, and told all the same
    none = compare(kemi.side(), tornio.side(), threshold=None)
    assert none.suggested == 0
    assert none.counts[Kind.ADDED] == none.counts[Kind.REMOVED] == 3


def test_another_place_asks_for_a_better_likeness() -> None:
    kemi = Plan({"A1": Action("kesäinen retki metsään", "G1")}, name="kemi")
    near = Plan({"A1": Action("kesäinen retki merelle", "G1")}, name="tornio")
    far = Plan({"A1": Action("kesäinen retki merelle", "G2")}, name="tornio")
    assert 70 < percent("kesäinen retki metsään", "kesäinen retki merelle") < 85
    assert [compare(kemi.side(), other.side()).suggested for other in (near, far)] == [3, 2]


def test_a_link_of_one_deed_matches_whatever_the_names_are() -> None:
    kemi = Plan({"A1": Action("Kahvila")}, name="kemi-2023")
    after = Plan({"A5": Action("Nuorten talo", same_as=f"{ID}kemi-2023/A1")}, name="kemi-2024")
    made = compare(kemi.side(), after.side())
    (row,) = [row for row in made.rows if row.match and row.match.by is By.LINK]
    assert (local(row.before), local(row.after), row.kinds) == ("A1", "A5", (Kind.REWORDED,))


def test_a_second_row_of_a_deed_is_told_beside_it() -> None:
    kemi = Plan({"A1": Action("Kahvila")}, name="kemi-2023")
    both = {
        key: Action(name, same_as=f"{ID}kemi-2023/A1") for key, name in (("A5", "Kahvila"), ("A6", "Talo"))
    }
    made = compare(kemi.side(), Plan(both, name="kemi-2024").side(), threshold=None)
    beside = [(local(r.before), local(r.after)) for r in made.rows if r.kinds == (Kind.BESIDE,)]
    assert beside == [("A1", "A6")]
    assert not any(local(row.after) in both for row in made.rows if row.kinds == (Kind.ADDED,))


def test_likeness_is_never_whole_where_the_texts_differ() -> None:
    assert percent("a" * 400, "a" * 399 + "b") == 99
    assert list(alike(["lapset ja nuoret"], ["Nuoret ja lapset"], 90)) == [(0, 0, 100)]
    assert list(alike(["abc"], ["xyz"], 50)) == []


@pytest.mark.parametrize("pair", [("kemi-strategia-2022", "kemi-hyvinvointi-2023")])
def test_kemi_is_compared_by_what_its_report_says(kemi: PlanGraph, pair: tuple[str, str]) -> None:
    one, other = (side_of(kemi.store, kemi.model, kemi.iri_of_plan(plan)) for plan in pair)
    made = compare(one, other)
    assert (len(made.restated.restated), len(made.restated.left_out)) == (18, 1)
    matched = [m for m in made.matches.pairs if m.by is By.LINK]
    assert len(matched) == 13
    assert {m.relation.rpartition("#")[2] for m in matched} == {"realises"}
    assert not any(m.by is By.ID for m in made.matches.pairs if m.before != str(one.plan))
    assert rows_of(made) == rows_of(compare(other, one), mirrored=True)
