"""The page of a thing: all kinds of the town, both directions, few questions, history and citation."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from rdflib import RDF, URIRef

from graph import PlanGraph
from graph.table import short
from ontology.namespaces import ID

from .conftest import TOWN
from .query_counting import counted
from .webpage import BROWSER, WebPage

PLAN = "suvikoski-hyvinvointi-2025"


@pytest.fixture(scope="module")
def town(town_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The town, where one action was renamed after it was added."""
    folder = tmp_path_factory.mktemp("town")
    shutil.copytree(town_path, folder / "store")
    plans = PlanGraph.create(folder / "store")
    changed = Path(shutil.copytree(TOWN / PLAN, folder / PLAN))
    actions = changed / "actions.csv"
    text = actions.read_text(encoding="utf-8")
    assert "kaikissa kylissä" in text
    actions.write_text(text.replace("kaikissa kylissä", "jokaisessa kylässä"), encoding="utf-8")
    plans.add(changed)
    plans.store.close()
    return folder / "store"


@pytest.fixture(scope="module")
def visitor(make_viewer: Callable[..., Flask], town: Path) -> FlaskClient:
    return make_viewer(town, kept_bytes=0).test_client()


def test_a_thing_of_each_kind_has_a_page_that_asks_at_most_three_times(
    visitor: FlaskClient, town: Path
) -> None:
    plans = PlanGraph.open(town)
    whole = plans.store.triples(plans.iri_of_plan(PLAN)) + plans.store.triples(plans.iri_of_plan("suvikoski"))
    some: dict[object, URIRef] = {}
    for subject, cls in whole.subject_objects(RDF.type):
        if plans.model.shape_of(URIRef(str(cls))) and str(subject).startswith(str(ID)):
            some.setdefault(cls, URIRef(str(subject)))
    assert len(some) > 20
    for iri in some.values():
        path = "/id/" + str(iri).removeprefix(str(ID))
        visitor.get(path, headers=BROWSER)  # what things are called is read once
        with counted() as texts:
            answer = visitor.get(path, headers=BROWSER)
        assert answer.status_code in {200, 303}, short(iri)
        assert len(texts) <= 3, (short(iri), texts)


def test_links_are_told_at_both_ends(visitor: FlaskClient) -> None:
    action = WebPage(visitor.get(f"/id/{PLAN}/A1?lang=fi", headers=BROWSER).text)
    assert "/id/suvikoski/liikunta?lang=fi" in action.addresses
    body = WebPage(visitor.get("/id/suvikoski/liikunta?lang=fi", headers=BROWSER).text)
    assert f"/id/{PLAN}/A1?lang=fi" in body.addresses
    assert "vastuulla" in {tag.text.rstrip(" 0123456789") for tag in body.all("h3")}
    assert "Mukana suunnitelmissa:" in body.source


def test_history_tells_what_was_reworded_and_when(visitor: FlaskClient) -> None:
    text = visitor.get(f"/id/{PLAN}/A1?lang=fi", headers=BROWSER).text
    assert "”Liikuntaneuvontaa kaikissa kylissä” on nyt ”Liikuntaneuvontaa jokaisessa kylässä”" in text
    assert 'class="history"' not in visitor.get(f"/id/{PLAN}/A2?lang=fi", headers=BROWSER).text


def test_others_are_not_told_what_was_before(make_viewer: Callable[..., Flask], town: Path) -> None:
    public = make_viewer(town, public_url="https://plans.example.fi", internal=False).test_client()
    text = public.get(f"/id/{PLAN}/A1?lang=fi", headers=BROWSER).text
    assert "kaikissa kylissä" not in text
    assert f"https://plans.example.fi/id/{PLAN}/A1" in text


def test_a_citation_names_plan_page_and_address(visitor: FlaskClient) -> None:
    page = WebPage(visitor.get(f"/id/{PLAN}/A1?lang=fi", headers=BROWSER).text)
    cited = page.one("textarea", id="citation").text
    assert cited.startswith("Liikuntaneuvontaa jokaisessa kylässä. Suvikosken hyvinvointisuunnitelma")
    assert "s. 14" in cited
    assert f"{ID}{PLAN}/A1" in cited
