"""Real plans as workbooks and back: Kemi's, the towns of the examples, and what is stored."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from rdflib import RDF, Graph, URIRef

from graph.adding import check_workbooks
from graph.canonical import canonical
from graph.cli import planweave
from graph.known import Known, outline
from graph.link_sheet import LINKS
from graph.mapped import Mapped
from graph.mapping import map_workbook
from graph.spreadsheets import read_workbook
from graph.unmapping import to_workbook
from graph.workbook import Workbook
from ontology import load_model
from ontology.files import FOLDER
from ontology.namespaces import ID, PLAN

EXAMPLES = FOLDER / "examples"
MODEL = load_model()


def ends(workbook: Workbook) -> list[tuple[str, ...]]:
    rows = workbook.sheets[LINKS].rows if LINKS in workbook.sheets else ()
    return [tuple(row.cells[end].rpartition(":")[2] for end in ("from", "relation", "to")) for row in rows]


@pytest.fixture(scope="module", params=["kemi", "town", "start"])
def plans(request: pytest.FixtureRequest, kemi_folder: Path) -> tuple[list[Mapped], Known]:
    folders = {"kemi": kemi_folder, "town": EXAMPLES / "town", "start": EXAMPLES / "start"}
    found = [mapped for mapped, report in check_workbooks([folders[request.param]]) if report.ok]
    assert found
    return found, Known().with_outlines(mapped.outline for mapped in found)


def test_every_plan_comes_back_with_the_same_triples(plans: tuple[list[Mapped], Known]) -> None:
    books, known = plans
    for mapped in books:
        found = to_workbook(mapped.graph, mapped.outline.iri, MODEL, known)
        assert (set(found.left_over), set(found.added)) == (set(), set())
        again = map_workbook(found.workbook, outline(found.workbook, MODEL), MODEL, known)
        assert set(again.graph) == set(mapped.graph)


def test_canonical_form_is_one_and_keeps_the_order_of_rows(plans: tuple[list[Mapped], Known]) -> None:
    books, known = plans
    for mapped in books:
        once = canonical(mapped.workbook, known)
        assert canonical(once, known) == once
        for name, sheet in mapped.workbook.sheets.items():
            if name != LINKS:
                kept = [row.cells["id"] for row in once.sheets[name].rows]
                assert kept == [row.cells["id"] for row in sheet.rows]
        assert ends(once) == ends(mapped.workbook)


@pytest.mark.parametrize("file", sorted((EXAMPLES / "valid").glob("*.ttl")), ids=lambda file: file.stem)
def test_an_example_written_by_hand_keeps_all_that_its_rows_say(file: Path) -> None:
    """Parts and link records get the names that the mapping gives; the values of rows stay."""
    plan = URIRef(f"{ID}example")
    triples = Graph()
    for triple in Graph().parse(file):
        triples.add(tuple(plan if node == URIRef(f"{plan}/plan") else node for node in triple))
    triples.add((plan, RDF.type, PLAN.Plan))
    found = to_workbook(triples, plan, MODEL)
    assert len(found.workbook.sheets) > 1
    rows = {outline(found.workbook, MODEL).iri_of(key) for key in outline(found.workbook, MODEL).things}
    lost = {triple[:2] for triple in found.left_over if triple[0] in rows}
    assert lost <= {triple[:2] for triple in found.added}
    first = map_workbook(found.workbook, outline(found.workbook, MODEL), MODEL, Known()).graph
    again = to_workbook(first, plan, MODEL)
    assert (again.workbook, set(again.left_over)) == (found.workbook, set())


@pytest.fixture
def at_copy(kemi_copy: Path) -> Callable[..., Result]:
    """Run a command line on a store with Kemi's plans that may be written."""
    return lambda *args: CliRunner().invoke(planweave, ["--store", str(kemi_copy), *args])


@pytest.mark.slow
@pytest.mark.parametrize("plan", ["kemi", "kemi-hyvinvointi-2023", "kemi-strategia-2022"])
@pytest.mark.parametrize("name", ["plan.xlsx", "plan"])
def test_an_exported_plan_is_the_stored_one(
    at_copy: Callable[..., Result], tmp_path: Path, plan: str, name: str
) -> None:
    target = str(tmp_path / name)
    assert at_copy("export", target, "--plan", plan).exit_code == 0
    assert at_copy("check", target).exit_code == 0
    added = at_copy("add", target)
    assert f"{plan}: unchanged" in added.output


def test_an_export_says_which_plans_there_are(run: Callable[..., Result], tmp_path: Path) -> None:
    done = run("export", str(tmp_path / "plan.xlsx"))
    assert done.exit_code == 2
    assert "kemi, " not in done.output
    assert "kemi-hyvinvointi-2023, kemi-strategia-2022" in done.output
    assert not list(tmp_path.iterdir())


def test_an_export_does_not_write_over_a_workbook(run: Callable[..., Result], tmp_path: Path) -> None:
    target = tmp_path / "plan"
    assert run("export", str(target), "--plan", "kemi").exit_code == 0
    before = read_workbook(target)
    refused = run("export", str(target), "--plan", "kemi-hyvinvointi-2023")
    assert refused.exit_code == 2
    assert "--force" in refused.output
    assert read_workbook(target) == before
    assert run("export", str(target), "--plan", "kemi-hyvinvointi-2023", "--force").exit_code == 0
    assert "bodies" not in read_workbook(target).sheets


def test_an_export_tells_what_no_workbook_can_hold(
    at_copy: Callable[..., Result], kemi_copy: Path, tmp_path: Path
) -> None:
    from graph import PlanGraph

    plans = PlanGraph.create(kemi_copy)
    with plans.store:
        iri = plans.iri_of_plan("kemi")
        triples = plans.store.triples(iri)
        triples.add((URIRef(f"{iri}/kirjasto"), URIRef("https://example.org/rating"), URIRef(f"{iri}/kemi")))
        plans.store.replace_all({iri: triples})
    done = at_copy("export", str(tmp_path / "plan"), "--plan", "kemi")
    assert done.exit_code == 0
    assert "kemi:kirjasto https://example.org/rating kemi:kemi" in done.output
