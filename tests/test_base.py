"""A plan with a base of its own: it is stored, shown, undone and found as any other."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from rdflib import URIRef

from graph import PlanGraph
from graph.cli import planweave
from graph.errors import SourceError
from graph.plan_names import short
from graph.store import Store
from ontology.namespaces import ID, ONTOLOGY

from .conftest import MakeWorkbook

BASE = "https://kemi.example/id/"


def info(base: str, plan: str = "omat", **cells: str) -> list[dict[str, str]]:
    return [{"id": plan, "kind": "plan", "title.fi": "Omat", "language": "fi", "base": base, **cells}]


@pytest.fixture(params=[BASE, "https://kemi.example/plans#"])
def base(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def folder(make_workbook: MakeWorkbook, base: str) -> Path:
    return make_workbook(
        "omat",
        info=info(base),
        goals=[{"id": "G1", "title.fi": "Ravut"}],
        actions=[{"id": "A1", "title.fi": "Ravunsyönti", "goal": "G1"}],
    )


@pytest.fixture
def store(tmp_path: Path, folder: Path) -> Path:
    with PlanGraph.create(tmp_path / "store").store as opened:
        assert all(added.change for added in PlanGraph(opened).add(folder))
    return tmp_path / "store"


def test_remove_and_undo_bring_it_back_where_it_stood(store: Path, base: str, folder: Path) -> None:
    with PlanGraph.create(store).store as opened:
        plans = PlanGraph(opened)
        before = opened.serialise(".nq")
        plans.remove("omat")
        assert plans.undo("omat")
        assert opened.serialise(".nq") == before
        assert opened.graphs() == sorted([URIRef(f"{base}omat"), ONTOLOGY])
        (again,) = plans.add(folder)
        assert again.change is not None
        assert (again.change.added, again.change.removed) == (0, 0)


def test_it_is_known_by_short_names(store: Path, base: str) -> None:
    with Store.open(store) as opened:
        plans = PlanGraph(opened)
        thing = URIRef(f"{base}omat/A1")
        assert short(thing) == "omat:A1"
        assert plans.iri_of("omat:A1") == plans.iri_of(str(thing)) == thing
        assert plans.iri_of("omat") == plans.iri_of_plan("omat") == URIRef(f"{base}omat")
        assert plans.iri_of("other:A1") == ID["other/A1"]
        assert plans.iri_of("omatunto:A1") == ID["omatunto/A1"]
        found = plans.view("neighbours", "fi", values={"focus": "omat:A1"})
        assert {short(thing.iri) for thing in found.things} == {"omat:A1", "omat:G1"}


def test_the_command_line_finds_it(store: Path) -> None:
    def run(*args: str) -> str:
        result = CliRunner().invoke(planweave, ["--store", str(store), *args])
        assert (result.exit_code, result.exception) == (0, None)
        return result.stdout

    assert next(csv.reader(run("plans", "-f", "csv").splitlines()[1:]))[0] == "omat"
    assert "Ravut  [omat:G1]" in run("show", "omat:A1")
    assert "omat:A1" in run("search", "ravunsyönti")


@pytest.fixture
def visitor(make_viewer, store: Path) -> FlaskClient:
    return make_viewer(store).test_client()


def test_the_viewer_has_a_page_of_it(visitor: FlaskClient, base: str) -> None:
    hit = visitor.get("/search.json?q=ravunsyönti").json["rows"][0]
    assert (hit["id"], hit["url"]) == ("omat:A1", "/id/omat/A1")
    page = visitor.get("/id/omat/A1")
    assert page.status_code == 200
    assert 'href="/id/omat/G1"' in page.text
    assert 'href=""' not in page.text
    assert f"<{base}omat/A1>" in visitor.get("/id/omat/A1.ttl").text
    assert visitor.get("/id/omat.ttl").status_code == 200
    assert visitor.get("/id/omat/A2").status_code == 404


def test_a_link_record_leads_to_the_page_of_its_thing(visitor: FlaskClient, store: Path, base: str) -> None:
    with Store.open(store) as opened:
        query = "SELECT ?l { ?l a <https://w3id.org/planweave/ontology#Link> }"
        ((record,),) = opened.select(query).rows
    path = str(record).removeprefix(f"{base}omat/")
    answer = visitor.get(f"/id/omat/{path}")
    assert answer.status_code == 303
    assert answer.location == f"/id/omat/A1#{path.rpartition('/')[2]}"


def test_one_id_stands_for_one_plan(store: Path, make_workbook: MakeWorkbook) -> None:
    moved = make_workbook("omat", info=info(""))
    with PlanGraph.create(store).store as opened:
        with pytest.raises(SourceError, match="the plan omat is stored as https"):
            PlanGraph(opened).add(moved)
        PlanGraph(opened).remove("omat")
        assert PlanGraph(opened).add(moved)[0].change
        assert PlanGraph(opened).iri_of("omat:A1") == ID["omat/A1"]


def test_no_plan_takes_the_graph_of_the_ontology(make_workbook: MakeWorkbook) -> None:
    base, _, plan = ONTOLOGY.rpartition("/")
    with pytest.raises(SourceError, match="is a graph of Planweave’s own; give the plan another ID"):
        PlanGraph.in_memory().add(make_workbook(plan, info=info(f"{base}/", plan)))


@pytest.mark.parametrize("base", ["kemi/", "http://kemi fi/", "https://kemi.fi/id"])
def test_what_is_no_base_is_an_error(make_workbook: MakeWorkbook, base: str) -> None:
    (added,) = PlanGraph.in_memory().add(make_workbook("omat", info=info(base)))
    assert [finding.place.column for finding in added.report.errors] == ["base"]
    assert added.change is None


def test_a_label_falls_back_to_the_language_of_its_plan(make_workbook: MakeWorkbook) -> None:
    titles = {"title.fi": "suomeksi", "title.sv": "på svenska"}
    for base in ("", BASE):
        plans = PlanGraph.in_memory()
        plans.add(
            make_workbook(
                "svenska",
                info=[{**info(base, "svenska")[0], **titles, "language": "sv"}],
                actions=[{"id": "A1", **titles}],
            )
        )
        described = plans.describe([plans.iri_of("svenska"), plans.iri_of("svenska:A1")], "en")
        assert [found.label.lang for found in described.values()] == ["sv", "sv"]
        assert plans.describe([plans.iri_of("svenska:A1")], "fi").popitem()[1].label.lang == "fi"
