"""Saved views: they come back as they were saved, stay when plans change, and are no part of any plan."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import URIRef

from graph import PlanGraph, saving
from graph.cli import planweave
from graph.errors import ParameterError, UnknownQueryError
from graph.rdf_text import read_rdf
from graph.saved_views import MOST_ROWS, Contents, SavedView, read_views, triples
from graph.search import find
from graph.visibility_reading import open_public
from graph.visibility_state import PUBLIC
from ontology.files import ontology_graph
from ontology.namespaces import ID, NO_PLANS, SAVED_VIEWS

from .conftest import MakeWorkbook
from .internal_plans import INTERNAL

WHEN = datetime(2026, 11, 24, 12, tzinfo=UTC)
PLAN = "kemi-hyvinvointi-2023"
texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40)
points = st.floats(-5000, 5000).map(lambda value: round(value, 1) + 0.0)
things = st.integers(1, 99).map(lambda number: ID[f"kemi/A{number}"])
views = st.builds(
    SavedView,
    name=st.from_regex(r"[a-z0-9]{1,12}", fullmatch=True),
    picture=st.sampled_from(["matrix", "network", "question"]),
    titles=st.dictionaries(st.sampled_from(["fi", "sv", "en"]), texts, min_size=1),
    created=st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    descriptions=st.dictionaries(st.sampled_from(["fi", "sv"]), texts),
    creator=st.just("") | texts,
    settings=st.dictionaries(texts, texts, max_size=12),
    places=st.dictionaries(things, st.tuples(points, points), max_size=12),
    shows=st.frozensets(things),
    drawn_from=st.dictionaries(things, st.just("20261124T120000000000Z"), max_size=3),
    contents=st.none() | st.lists(texts).map(Contents.of),
    internal=st.booleans(),
)


def view(title: str = "Kiusaamista vastaan", **more: object) -> SavedView:
    made: Mapping[str, object] = {"picture": "network", "titles": {"fi": title}, "created": WHEN, **more}
    return SavedView(name="", **made)  # type: ignore[arg-type]


@settings(deadline=None, max_examples=50)
@given(views)
def test_a_view_comes_back_as_it_was_saved(one: SavedView) -> None:
    turtle = triples([one]).serialize(format="turtle", encoding="utf-8")
    back = read_views(read_rdf(turtle, "text/turtle", str(SAVED_VIEWS)))
    assert back == {one.name: one}
    assert list(back[one.name].settings) == list(one.settings)
    assert list(back[one.name].places) == list(one.places)


def test_what_is_written_fits_the_shapes() -> None:
    from pyshacl import validate

    one = view(
        settings={"plan": PLAN}, places={ID["kemi/kirjasto"]: (1.5, -2.0)}, shows=frozenset([ID[PLAN]]),
        drawn_from={ID[PLAN]: "20261124T120000000000Z"}, contents=Contents.of(["a"]), internal=True,
    )  # fmt: skip
    data = triples([SavedView(**{**vars(one), "name": "x"})]) + ontology_graph()
    focus = [URIRef(f"{SAVED_VIEWS}/x{part}") for part in ("", "/setting-1", "/placement-1")]
    ok, _, text = validate(data, shacl_graph=ontology_graph(), focus_nodes=focus, advanced=False)
    assert ok, text


def test_digests_tell_what_came_and_went() -> None:
    then = Contents.of(["a", "b", "c"])
    assert Contents.of(["c", "b", "a"]) == then
    assert Contents.of(["b", "c", "d"]).since(then) == (1, 1)
    many = Contents.of(map(str, range(MOST_ROWS + 1)))
    assert many != Contents.of(map(str, range(1, MOST_ROWS + 2)))
    assert many.since(then) is None
    assert Contents.read(many.text) == many


GOALS = [{"id": "G1", "title.fi": "Terve arki"}, {"id": "G2", "title.fi": "Turva"}]


@pytest.fixture
def writer(make_workbook: MakeWorkbook, tmp_path: Path) -> PlanGraph:
    """A small plan, and the store open for writing."""
    plans = PlanGraph.create(tmp_path / "small")
    assert plans.add(make_workbook("oma", goals=GOALS))[0].change
    return plans


@pytest.fixture
def kemi_writer(kemi_copy: Path) -> PlanGraph:
    return PlanGraph.create(kemi_copy)


def test_views_are_saved_renamed_removed_and_brought_back(writer: PlanGraph) -> None:
    with writer.store as store:
        one, other = saving.save(store, view()), saving.save(store, view())
        assert [one.name, other.name] == ["kiusaamista-vastaan", "kiusaamista-vastaan-2"]
        assert saving.rename(store, one.name, {"fi": " Uusi  nimi "}, {"fi": ""}).titles == {
            "fi": "Uusi nimi"
        }
        saving.remove(store, one.name)
        assert list(saving.saved(writer)) == [other.name]
        assert saving.bring_back(store, one.name).titles == {"fi": "Uusi nimi"}
        assert saving.bring_back(store, one.name).titles == one.titles
        assert saving.saved_view(writer, other.name) == other
        with pytest.raises(UnknownQueryError, match="did you mean kiusaamista-vastaan"):
            saving.saved_view(writer, "kiusaamista-vastan")
        for title in ("", " ", "x" * 201):
            with pytest.raises(ParameterError):
                saving.save(store, view(title))
        assert len(saving.saved(writer)) == 2


def test_views_stay_when_a_plan_is_removed_and_added_again(
    writer: PlanGraph, make_workbook: MakeWorkbook
) -> None:
    plan = ID["oma"]
    with writer.store as store:
        drawn = saving.revisions_of(writer, ["oma"])
        assert set(drawn) == {plan}
        kept = saving.save(store, view(shows=frozenset([plan, ID["oma/G1"]]), drawn_from=drawn))
        assert writer.referrers("oma") == []
        assert saving.changed_since(writer, kept) == ()
        writer.remove("oma")
        assert saving.gone(writer, kept) == (plan, ID["oma/G1"])
        assert [one.gone for one in saving.changed_since(writer, kept) or ()] == [True]
        writer.add(make_workbook("oma", goals=GOALS))
        assert saving.gone(writer, kept) == ()
        assert saving.saved_view(writer, kept.name) == kept
        [changed] = saving.changed_since(writer, kept) or ()
        assert (changed.iri, changed.revision, changed.gone) == (plan, 1, False)


def test_views_are_no_plan_and_change_no_answer(kemi: PlanGraph, kemi_writer: PlanGraph) -> None:
    priority, body = kemi.iri_of(f"{PLAN}:P1.4"), kemi.iri_of("kemi:kirjasto")
    shows = frozenset([ID[PLAN], priority, body])
    with kemi_writer.store as store:
        saving.save(store, view("Kirjaston ympärillä", shows=shows, places={body: (1.0, 2.0)}))
        assert SAVED_VIEWS in store.graphs()
        assert SAVED_VIEWS in NO_PLANS
        assert [p.plan_id for p in kemi_writer.plans("fi")] == [p.plan_id for p in kemi.plans("fi")]
        assert list(kemi_writer.ever_stored()) == list(kemi.ever_stored())
        for name in (
            "actions-per-responsible-body",
            "links-by-basis",
            "priorities-with-action",
            "levels-and-links",
        ):
            for plan in (None, PLAN):
                mine, theirs = (plans.ask(name, "fi", plan).rows for plans in (kemi_writer, kemi))
                assert sorted(map(str, mine)) == sorted(map(str, theirs)), (name, plan)
        for name in ("neighbours", "connections"):
            mine, theirs = (set(plans.view(name, "fi").links) for plans in (kemi_writer, kemi))
            assert mine == theirs
        assert [hit.iri for hit in find(kemi_writer, "kirjaston ympärillä", "fi", limit=5)] == [
            hit.iri for hit in find(kemi, "kirjaston ympärillä", "fi", limit=5)
        ]


def test_a_view_of_what_is_internal_is_in_no_public_copy(make_workbook: MakeWorkbook, tmp_path: Path) -> None:
    folder = tmp_path / "store"
    with PlanGraph.create(folder).store as store:
        rows = [{"id": "G1", "title.fi": "Avoin"}, {"id": "G2", "title.fi": "Salainen", **INTERNAL}]
        plans = PlanGraph(store)
        plans.add(make_workbook("oma", goals=rows))
    for shows, more in (("G1", {}), ("G2", {}), ("G1", {"internal": True})):
        with PlanGraph.create(folder).store as store:
            kept = view(f"Näkymä {shows} {len(more)}", shows=frozenset([ID[f"oma/{shows}"]]), **more)
            saving.save(store, kept)
    assert (folder / PUBLIC).is_dir()
    public = open_public(folder, PlanGraph.open)
    with public.store:
        assert [one.titles["fi"] for one in saving.saved(public).values()] == ["Näkymä G1 0"]
        assert b"Salainen" not in b"".join(public.store.n_quads(SAVED_VIEWS))


def test_the_command_lists_keeps_and_takes_views_along(
    runner: CliRunner, kemi_copy: Path, tmp_path: Path
) -> None:
    def run(*args: str, code: int = 0) -> str:
        found = runner.invoke(planweave, ["--store", str(kemi_copy), "saved", *args])
        assert found.exit_code == code, found.output
        return found.output

    file = tmp_path / "views.ttl"
    assert "no view is saved" in run()
    run(
        "add",
        "Koulut",
        "--picture",
        "focus",
        "-p",
        f"plan={PLAN}",
        "-p",
        "focus=kemi:koulut",
        "--by",
        "Maija",
    )
    assert "no picture map" in run("add", "Koulut", "--picture", "map", code=2)
    run("rename", "koulut", "Koulujen ympärillä", "--description", "Iltakouluun")
    listed = run("-f", "json")
    assert all(word in listed for word in ("koulut", "Koulujen ympärillä", "Iltakouluun", "Focus"))
    run("export", str(file))
    run("remove", "koulut")
    assert "no saved view koulut" in run("remove", "koulut", code=2)
    run("import", str(file))
    run("undo", "koulut")
    assert "koulut" in run()
    file.write_text("nothing", encoding="utf-8")
    assert "views.ttl" in run("import", str(file), code=2)
