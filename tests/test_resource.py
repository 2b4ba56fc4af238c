"""Things at their addresses: as a page, as RDF and as data, and the files that the viewer gives away."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from rdflib import PROV, RDF, SKOS, Graph, URIRef

from graph import PlanGraph
from graph.things import ThingReader
from ontology import LANGUAGES
from ontology.namespaces import ID, PLAN

from .webpage import BROWSER, WebPage

# Inside rdflib's own parser of JSON-LD.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")

ACTION = "kemi-hyvinvointi-2023/A1.30"
IRI = ID[ACTION]
TURTLE, JSON_LD, HTML = "text/turtle", "application/ld+json", "text/html"


def rdf(answer) -> Graph:
    assert answer.status_code == 200
    form = {TURTLE: "turtle", JSON_LD: "json-ld"}[answer.mimetype]
    return Graph().parse(data=answer.get_data(as_text=True), format=form)


# ---- which form


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        (None, HTML),
        ("", HTML),
        ("*/*", HTML),
        (BROWSER["Accept"], HTML),
        ("text/html;q=0.5, text/turtle", TURTLE),
        ("text/turtle", TURTLE),
        ("text/turtle;q=0.9, application/ld+json", JSON_LD),
        ("application/ld+json;q=0.8, text/turtle;q=0.9, */*;q=0.1", TURTLE),
        ("application/ld+json, text/html;q=0.1", JSON_LD),
        ("text/turtle;q=0, */*", HTML),
        ("image/png", HTML),
    ],
)
def test_the_form_follows_what_is_accepted(client: FlaskClient, accept: str | None, form: str) -> None:
    answer = client.get(f"/id/{ACTION}", headers={} if accept is None else {"Accept": accept})
    assert (answer.status_code, answer.mimetype) == (200, form)
    assert {"Accept", "Accept-Language"} <= set(answer.headers["Vary"].split(", "))
    assert "nosniff" in answer.headers["X-Content-Type-Options"]


@pytest.mark.parametrize(
    ("suffix", "form"),
    [(".ttl", TURTLE), (".jsonld", JSON_LD), (".json", "application/json"), (".html", HTML)],
)
def test_a_suffix_goes_before_what_is_accepted(client: FlaskClient, suffix: str, form: str) -> None:
    for accept in (BROWSER["Accept"], TURTLE, JSON_LD):
        answer = client.get(f"/id/{ACTION}{suffix}", headers={"Accept": accept})
        assert (answer.status_code, answer.mimetype) == (200, form)


@pytest.mark.parametrize("url", ["/id/nope/A1", "/id/kemi/nope", "/id/kemi/kirjasto.nope", "/id/nope"])
@pytest.mark.parametrize("suffix", ["", ".ttl", ".jsonld", ".json", ".html"])
def test_what_is_not_known_is_not_found(client: FlaskClient, url: str, suffix: str) -> None:
    answer = client.get(url + suffix, headers=BROWSER)
    assert answer.status_code == 404
    assert answer.mimetype == ("application/json" if suffix == ".json" else HTML)


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("fi", "mitään ei ole tallennettu nimellä tai tunnuksella kemi:nope"),
        ("sv", "inget är lagrat med namnet eller koden kemi:nope"),
        ("en", "no thing kemi:nope is stored"),
    ],
)
def test_what_is_not_known_is_told_in_the_readers_language(
    client: FlaskClient, lang: str, sentence: str
) -> None:
    answer = client.get(f"/id/kemi/nope?lang={lang}", headers=BROWSER)
    page = WebPage(answer.text)
    assert (answer.status_code, page.lang) == (404, lang)
    assert sentence in page.one("main").text


@pytest.mark.parametrize("path", ["a b", "a%3E%3Cb", "a%22b.ttl", "a%7Bb%7D.json", "a%5Cb", "%25zz", "a%01b"])
def test_what_is_no_address_of_a_thing_is_not_found(client: FlaskClient, path: str) -> None:
    assert client.get(f"/id/{path}", headers=BROWSER).status_code == 404


# ---- RDF


@pytest.mark.parametrize("suffix", [".ttl", ".jsonld"])
def test_rdf_describes_the_thing_its_links_and_their_passages(
    client: FlaskClient, kemi: PlanGraph, suffix: str
) -> None:
    found = rdf(client.get(f"/id/{ACTION}{suffix}"))
    assert (IRI, RDF.type, PLAN.Action) in found
    labels = {label.language for label in found.objects(IRI, SKOS.prefLabel)}
    assert labels == set(LANGUAGES)
    known = {
        URIRef(str(row[0]))
        for row in kemi.store.select(
            f"SELECT ?link {{ ?link a <{PLAN.Link}> {{ ?link <{RDF.subject}> <{IRI}> }}"
            f" UNION {{ ?link <{RDF.object}> <{IRI}> }} }}"
        ).rows
    }
    links = set(found.subjects(RDF.type, PLAN.Link))
    assert links == known
    assert len(links) > 5
    for link in links:
        subject, value = found.value(link, RDF.subject), found.value(link, RDF.object)
        assert IRI in (subject, value)
        assert found.value(link, PLAN.basis) is not None
        if subject == IRI:
            assert (IRI, found.value(link, RDF.predicate), value) in found
    passages = set(found.objects(None, PROV.wasDerivedFrom))
    assert passages
    assert all((passage, RDF.type, PLAN.Passage) in found for passage in passages)


@pytest.mark.parametrize("plan", ["kemi-hyvinvointi-2023", "kemi"])
def test_rdf_of_a_plan_is_its_graph(client: FlaskClient, kemi: PlanGraph, plan: str) -> None:
    assert set(rdf(client.get(f"/id/{plan}.ttl"))) == set(kemi.rdf(plan))


def test_both_forms_of_rdf_say_the_same(client: FlaskClient) -> None:
    turtle, json_ld = (rdf(client.get(f"/id/kemi/kirjasto{suffix}")) for suffix in (".ttl", ".jsonld"))
    assert set(turtle) == set(json_ld)
    assert len(turtle) > 50


# ---- pages


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("path", [ACTION, "kemi/kirjasto", "kemi-strategia-2022/O1.1"])
def test_a_page_shows_all_that_is_said(client: FlaskClient, kemi: PlanGraph, path: str, lang: str) -> None:
    thing = ThingReader(kemi, lang).read(ID[path])
    page = WebPage(client.get(f"/id/{path}?lang={lang}", headers=BROWSER).text)
    assert page.one("h1").text == thing.label.text
    titles = [tag.text.rstrip(" 0123456789") for tag in (*page.all("h3"), *page.all("dt"))]
    assert [statement.name.text for statement in thing.statements if statement.name.text not in titles] == []
    values = [value for statement in thing.statements for value in statement.values]
    shown = [*page.all("li", class_="value"), *page.all("dd", class_="value")]
    assert len(shown) == len(values)
    records = {str(value.record.iri).rpartition("/")[2] for value in values if value.record}
    assert {tag["id"] for tag in page.all("li") if tag["id"]} == records
    data = client.get(f"/id/{path}.json?lang={lang}").json
    assert (data["id"], data["iri"], data["label"]) == (thing.short, str(thing.iri), thing.label.text)
    assert len(data["rows"]) == len(values)


def test_a_part_for_the_panel_is_no_whole_page(client: FlaskClient) -> None:
    page = WebPage(client.get(f"/id/{ACTION}?part=details&lang=sv", headers=BROWSER).text)
    assert [page.all(name) for name in ("html", "head", "script", "form", "h1")] == [[]] * 5
    assert page.one("h2", class_="thing-title").text
    assert f"/id/{ACTION}?lang=sv" in page.addresses


def test_a_link_has_the_address_of_its_thing(client: FlaskClient, kemi: PlanGraph) -> None:
    thing = ThingReader(kemi, "fi").read(IRI)
    records = [v.record for s in thing.statements if not s.incoming for v in s.values if v.record]
    assert records
    for record in records:
        answer = client.get(urlsplit(str(record.iri)).path.removeprefix("/planweave"), headers=BROWSER)
        tail = str(record.iri).rpartition("/")[2]
        assert (answer.status_code, answer.headers["Location"]) == (303, f"/id/{ACTION}#{tail}")
        assert "Accept" in answer.headers["Vary"]
    path = str(records[0].iri).removeprefix(str(ID))
    described = rdf(client.get(f"/id/{path}", headers={"Accept": TURTLE}))
    assert (records[0].iri, RDF.type, PLAN.Link) in described


def test_a_page_quotes_the_source_where_it_is_at_hand(
    client: FlaskClient, make_viewer, kemi_path, kemi: PlanGraph, tmp_path
) -> None:
    [passage] = ThingReader(kemi, "fi").read(IRI).passages
    source = tmp_path / passage.file
    source.parent.mkdir(parents=True, exist_ok=True)
    source.write_text("\n".join(f"<i>rivi {n}</i>" for n in range(1, 200)), encoding="utf-8")
    quoting = make_viewer(kemi_path, sources=tmp_path).test_client()
    page = WebPage(quoting.get(f"/id/{ACTION}", headers=BROWSER).text)
    assert page.one("blockquote")["lang"] == "fi"
    assert page.one("blockquote").text.startswith(f"<i>rivi {passage.first}</i>")
    assert page.all("i") == []
    assert WebPage(client.get(f"/id/{ACTION}", headers=BROWSER).text).all("blockquote") == []


def test_a_plan_shows_when_and_of_whom_it_is(client: FlaskClient) -> None:
    found = rdf(client.get("/id/kemi.ttl"))
    assert (ID["kemi"], RDF.type, PLAN.Register) in found
    page = WebPage(client.get("/id/kemi-strategia-2022?lang=en", headers=BROWSER).text)
    assert "Kemi" in page.one("h1").text


# ---- files


@pytest.mark.parametrize(
    ("name", "kind"), [("vis-network.min.js", "text/javascript"), ("vis-network.css", "text/css")]
)
def test_the_drawing_library_comes_from_its_package(client: FlaskClient, name: str, kind: str) -> None:
    answer = client.get(f"/vis/{name}")
    assert (answer.status_code, answer.mimetype) == (200, kind)
    assert len(answer.data) > 10_000
    assert answer.headers["Cache-Control"] == "public, no-cache"  # who asks by its mark keeps it for a year


@pytest.mark.parametrize(
    "path",
    [
        "/vis/template.html",
        "/vis/vis-network.js",
        "/vis/",
        "/vis/../template.html",
        "/vis/..%2Ftemplate.html",
        "/vis/%2e%2e/%2e%2e/network.py",
        "/vis/..%5Cnetwork.py",
        "/vis//etc/passwd",
        "/vis/%2Fetc%2Fpasswd",
        "/vis/vis-network.css/../../network.py",
        "/vis/lib/vis-9.1.2/vis-network.css",
        "/static/../app.py",
        "/static/..%2Fapp.py",
        "/static/%2e%2e/templates/base.html",
        "/static//etc/passwd",
    ],
)
def test_no_other_file_is_given_away(client: FlaskClient, path: str) -> None:
    answer = client.get(path, headers=BROWSER)
    assert answer.status_code in {404, 308}
    assert "import" not in answer.text
    assert "root:" not in answer.text


def test_json_ld_is_json(client: FlaskClient) -> None:
    assert isinstance(json.loads(client.get(f"/id/{ACTION}.jsonld").data), list | dict)


def test_a_page_of_a_much_linked_thing_shows_the_first_and_leads_to_all(
    make_viewer, make_workbook, tmp_path
) -> None:
    rows = [{"id": f"A{n}", "title.fi": f"Teko {n}", "goal": "G1"} for n in range(60)]
    book = make_workbook("suuri", goals=[{"id": "G1", "title.fi": "Tavoite"}], actions=rows)
    with PlanGraph.create(tmp_path / "store").store as store:
        PlanGraph(store).add(book)
    visitor = make_viewer(tmp_path / "store").test_client()
    page = WebPage(visitor.get("/id/suuri/G1?lang=en", headers=BROWSER).text)
    assert len([tag for tag in page.all("a") if tag["href"].startswith("/id/suuri/A")]) == 50
    assert "The first 50 of 60 are shown." in page.one("article").text
    [more] = [tag["href"] for tag in page.all("a") if tag.text == "All in the list"]
    listed = WebPage(visitor.get(more, headers=BROWSER).text)
    assert len(listed.all("tr")) == 1 + 60
    assert len(visitor.get("/id/suuri/G1.json").json["rows"]) >= 60


@pytest.mark.parametrize("suffix", [".ttl", ".json", ".jsonld", ".html"])
def test_an_id_may_end_like_a_file(make_viewer, make_workbook, tmp_path, suffix: str) -> None:
    book = make_workbook("pieni", goals=[{"id": f"G1{suffix}", "title.fi": "Tavoite"}])
    with PlanGraph.create(tmp_path / "store").store as store:
        assert PlanGraph(store).add(book)[0].change
    visitor = make_viewer(tmp_path / "store").test_client()
    page = visitor.get(f"/id/pieni/G1{suffix}", headers=BROWSER)
    assert (page.status_code, page.mimetype) == (200, HTML)
    assert WebPage(page.text).one("h1").text == "Tavoite"
    assert visitor.get(f"/id/pieni/G1{suffix}.json").json["id"] == f"pieni:G1{suffix}"


def test_a_name_that_is_in_another_language_stands_once(make_viewer, make_workbook, tmp_path) -> None:
    book = make_workbook("pieni", goals=[{"id": "G1", "title.sv": "Ett mål"}])
    with PlanGraph.create(tmp_path / "store").store as store:
        PlanGraph(store).add(book)
    visitor = make_viewer(tmp_path / "store").test_client()
    page = WebPage(visitor.get("/id/pieni/G1?lang=fi", headers=BROWSER).text)
    assert page.one("h1").text == "Ett mål"
    assert page.all("p", class_="other-names") == []
