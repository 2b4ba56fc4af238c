"""The reference of the ontology: complete, at lasting addresses, in every form, and with true examples."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from rdflib import OWL, RDF, SH, SKOS, BNode, Graph, URIRef

from graph.examples import examples
from graph.reference import reference
from graph.term_names import alignments, anchor, curie
from ontology import LANGUAGES, Form, load_model, ontology_graph, pick
from ontology.namespaces import CONCEPT, PLAN, SHAPES, WB
from webviz.reference_diagram import diagram
from webviz.reference_page import standalone

from .webpage import BROWSER, WebPage, untranslated

# Inside rdflib's own parser and writer of JSON-LD.
pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")

MEDIA = {
    "ttl": ("text/turtle", "turtle"),
    "jsonld": ("application/ld+json", "json-ld"),
    "rdf": ("application/rdf+xml", "xml"),
    "nt": ("application/n-triples", "nt"),
}
HTML = "text/html"


def page(client: FlaskClient, lang: str = "en") -> WebPage:
    return WebPage(client.get(f"/ontology?lang={lang}", headers=BROWSER).text)


def rdf(answer) -> Graph:
    assert answer.status_code == 200
    form = next(form for media, form in MEDIA.values() if media == answer.mimetype)
    return Graph().parse(data=answer.get_data(as_text=True), format=form)


def named(found: Graph) -> list[str]:
    """Return the triples, with blank nodes all alike: their names differ from reading to reading."""
    return sorted(
        " ".join("_" if isinstance(term, BNode) else term.n3() for term in triple) for triple in found
    )


def own_terms() -> set[URIRef]:
    source = ontology_graph()
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
    return {
        term
        for kind in kinds
        for term in source.subjects(RDF.type, kind)
        if isinstance(term, URIRef) and term.startswith((str(PLAN), str(WB)))
    }


# ---- the page


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_term_stands_on_the_page_with_its_name(client: FlaskClient, lang: str) -> None:
    found, model = page(client, lang), load_model()
    at = {tag["id"]: tag.text for tag in found.tags if tag["id"]}
    concepts = {concept for scheme in model.schemes.values() for concept in scheme.values()}
    for term in {*own_terms(), *model.schemes, *concepts}:
        name = pick(model.labels(term), lang).text
        assert " ".join(name.split()) in at[anchor(term)], term


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_is_sound(client: FlaskClient, lang: str) -> None:
    found = page(client, lang)
    ids = {tag["id"] for tag in found.tags}
    assert found.problems == []
    assert [
        tag["href"] for tag in found.all("a") if tag["href"][:1] == "#" and tag["href"][1:] not in ids
    ] == []
    written = {text for example in examples(lang).values() for text in example.cells.values()}
    assert untranslated(found, lang) - names_of_terms() - written == set()


def names_of_terms() -> set[str]:
    model = load_model()
    return {text for term in set(model.graph.subjects()) for text in model.labels(term).values()}


def test_columns_stand_with_what_goes_in_the_cell(client: FlaskClient) -> None:
    found = page(client)
    for sheet in load_model().sheets.values():
        for column in sheet.columns:
            text = next(tag for tag in found.tags if tag["id"] == f"{sheet.name}/{column.key}").text
            assert column.names["en"] in text
            filled = column.default_from or column.default_value is not None
            assert ("required" in text) is (column.required and not filled)
            if column.scheme is not None:
                assert pick(load_model().labels(column.scheme), "en").text in text


def test_classes_are_grouped_as_the_model_says() -> None:
    found, model = reference(), load_model()
    assert [section.name for section in found.sections[: len(model.groups)]] == [g.name for g in model.groups]
    for section in found.sections[:-1]:
        assert {cls.sheet.group for cls in section.classes if cls.sheet} <= {section.name}
    told = [cls.iri for section in found.sections for cls in section.classes]
    assert len(told) == len(set(told))


def test_relations_are_told_in_both_directions() -> None:
    classes = {cls.iri: cls for section in reference().sections for cls in section.classes}
    there = {joint.predicate: joint for joint in classes[PLAN.Action].outgoing}
    back = {joint.predicate: joint for joint in classes[PLAN.Priority].incoming}
    assert PLAN.Priority in there[PLAN.implements].classes
    assert PLAN.Action in back[PLAN.implements].classes
    assert there[PLAN.implements].names != back[PLAN.implements].names


def test_a_page_comes_quickly(client: FlaskClient) -> None:
    page(client)
    began = time.perf_counter()
    client.get("/ontology?lang=en", headers=BROWSER)
    assert time.perf_counter() - began < 0.3


def test_alignments_stand_with_their_terms(client: FlaskClient) -> None:
    text = client.get("/ontology?lang=en", headers=BROWSER).text
    known = set(ontology_graph().subjects())
    for subject, value in alignments().subject_objects():
        if subject in own_terms() & known and isinstance(value, URIRef):
            assert curie(value) in text


# ---- examples


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_class_of_a_sheet_has_an_example_that_is_really_mapped(lang: str) -> None:
    found = examples(lang)
    for section in reference().sections:
        for cls in section.classes:
            if cls.sheet is None:
                continue
            example = found[cls.iri]
            said = Graph().parse(data=example.turtle, format="turtle")
            assert (None, RDF.type, cls.iri) in said, cls.iri
            assert len(said) > 1
            assert example.cells


def test_the_examples_of_columns_can_be_read() -> None:
    """An example of a column that its own mapping refuses would mislead: it must stand in the row."""
    for cls, example in examples("fi").items():
        shape = load_model().shape_of(cls)
        assert shape is not None
        required = [c for c in shape.columns if c.required and c.examples and not c.link_only]
        for column in required:
            headers = {f"{column.key}.fi", column.key}
            assert headers & set(example.cells), (cls, column.key)


def test_an_example_takes_the_values_that_the_columns_give(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "own.ttl").write_text(
        """
@prefix plan: <https://w3id.org/planweave/ontology#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix shapes: <https://w3id.org/planweave/shapes#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix wb: <https://w3id.org/planweave/workbook#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
shapes:ActionsShape sh:property
  [ sh:path plan:reached ; wb:column "reached" ; sh:order 1 ; sh:name "Tavoitetut"@fi, "Nådda"@sv ;
    sh:datatype xsd:integer ; sh:maxCount 1 ; sh:minCount 1 ; skos:example "340" ] ,
  [ sh:path plan:wrong ; wb:column "wrong" ; sh:order 2 ; sh:name "Väärä"@fi, "Fel"@sv ;
    sh:datatype xsd:integer ; sh:maxCount 1 ; sh:minCount 1 ; skos:example "many" ] ,
  [ sh:path plan:led ; wb:column "led" ; sh:order 3 ; sh:name "Vetäjä"@fi, "Ledare"@sv ;
    sh:nodeKind sh:IRI ; sh:class plan:Network ; sh:minCount 1 ; skos:example "N77" ] .
""",
        encoding="utf-8",
    )
    monkeypatch.setenv("PLANWEAVE_ONTOLOGY", str(tmp_path))
    example = examples("fi")[PLAN.Action]
    assert (example.cells["reached"], example.cells["led"]) == ("340", "N77")
    assert "wrong" not in example.cells
    assert re.search(r"plan:led :N77", example.turtle)
    assert "plan:reached 340" in example.turtle


# ---- the picture


def test_the_picture_tells_what_the_linked_columns_join() -> None:
    model = load_model()
    found = diagram(model, "en")
    shown = {kind.name for one in found.joined for kind in (one.source, one.target)}
    expected = set()
    for sheet in model.sheets.values():
        for shape in sheet.shapes:
            for column in shape.columns:
                if not (column.linked and column.form is Form.REFERENCE):
                    continue
                for cls in shape.classes:
                    for other in column.classes:
                        one, two = model.kind_of(cls), model.kind_of(other)
                        if one and two and {one.name, two.name} <= shown:
                            ends = (two, one) if column.inverse else (one, two)
                            expected.add((ends[0].name, ends[1].name, column.predicate))
    told = {(one.source.name, one.target.name, p) for one in found.joined for p in one.predicates}
    assert told == expected
    assert ("action", "body", PLAN.responsible) in told


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_picture_has_a_title_and_stays_within_its_frame(client: FlaskClient, lang: str) -> None:
    found = page(client, lang)
    [svg] = [tag for tag in found.all("svg") if tag["role"] == "img"]
    named = svg["aria-labelledby"].split()
    assert all(any(tag["id"] == name and tag.text for tag in found.tags) for name in named)
    shown = diagram(load_model(), lang)
    assert all(0 < line.x < shown.width and 0 < line.y < shown.height for line in shown.lines)
    assert all(box.x + box.width < shown.width and box.y + box.height < shown.height for box in shown.boxes)


# ---- which form


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, HTML),
        ("*/*", HTML),
        (BROWSER["Accept"], HTML),
        ("text/turtle", "text/turtle"),
        ("text/html;q=0.5, text/turtle", "text/turtle"),
        ("application/rdf+xml", "application/rdf+xml"),
        ("application/n-triples, text/turtle;q=0.9", "application/n-triples"),
        ("text/turtle;q=0.3, application/ld+json;q=0.7, */*;q=0.1", "application/ld+json"),
        ("text/turtle;q=0, */*", HTML),
        ("text/*", HTML),
    ],
)
@pytest.mark.parametrize("path", ["/ontology", "/shapes", "/workbook", "/ontology/Action", "/concept/basis"])
def test_the_form_follows_what_is_accepted(
    client: FlaskClient, path: str, accept: str | None, expected: str
) -> None:
    headers = {} if accept is None else {"Accept": accept}
    first = client.get(path, headers=headers)
    assert first.headers["Vary"].startswith("Accept, Accept-Language")
    answer = client.get(path, headers=headers, follow_redirects=True)
    assert (answer.status_code, answer.mimetype) == (200, expected)


@pytest.mark.parametrize(
    "path", ["/ontology", "/shapes", "/workbook", "/ontology/Action", "/concept/basis/stated"]
)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_cannot_be_had_is_said_in_one_line(client: FlaskClient, path: str, lang: str) -> None:
    answer = client.get(f"{path}?lang={lang}", headers={"Accept": "image/png"})
    assert (answer.status_code, answer.mimetype) == (406, "text/plain")
    assert answer.headers["Vary"].startswith("Accept, Accept-Language")
    assert answer.text.count("\n") == 1
    assert all(media in answer.text for media, _ in MEDIA.values())


@pytest.mark.parametrize("form", MEDIA)
def test_every_form_says_the_same(client: FlaskClient, form: str) -> None:
    answer = client.get(f"/ontology.{form}", headers=BROWSER)
    assert answer.mimetype == MEDIA[form][0]
    assert named(rdf(answer)) == named(ontology_graph())


@pytest.mark.parametrize("form", MEDIA)
def test_shapes_stand_alone(client: FlaskClient, form: str) -> None:
    found = rdf(client.get(f"/shapes.{form}"))
    source = ontology_graph()
    assert set(found.subjects(RDF.type, SH.NodeShape)) == set(source.subjects(RDF.type, SH.NodeShape))
    assert (PLAN.Action, RDF.type, OWL.Class) not in found


@pytest.mark.parametrize(
    "path", ["/ontology", "/ontology.ttl", "/ontology.jsonld", "/shapes.nt", "/ontology/context.jsonld"]
)
def test_what_a_client_has_it_need_not_read_again(client: FlaskClient, path: str) -> None:
    first = client.get(path, headers=BROWSER)
    again = client.get(path, headers={**BROWSER, "If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code, again.data) == (200, 304, b"")
    assert client.get(path, headers={**BROWSER, "If-None-Match": '"other"'}).status_code == 200


def test_pages_in_two_languages_have_two_names(client: FlaskClient) -> None:
    tags = {client.get(f"/ontology?lang={lang}", headers=BROWSER).headers["ETag"] for lang in LANGUAGES}
    assert len(tags) == len(LANGUAGES)


# ---- one term


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("/ontology/Action", "/ontology#Action"),
        ("/ontology/implements?lang=sv", "/ontology?lang=sv#implements"),
        ("/ontology/org:Post", "/ontology#org:Post"),
        ("/ontology/Action.html", "/ontology#Action"),
        ("/concept/basis", "/ontology#concept:basis"),
        ("/concept/basis/stated", "/ontology#concept:basis/stated"),
        ("/shapes/ActionsShape", "/ontology#shapes:ActionsShape"),
        ("/shapes", "/ontology"),
    ],
)
def test_a_term_leads_to_its_place_on_the_page(client: FlaskClient, path: str, place: str) -> None:
    answer = client.get(path, headers=BROWSER)
    assert (answer.status_code, answer.headers["Location"]) == (303, place)
    if "#" in place:
        ids = {tag["id"] for tag in page(client).tags}
        assert place.partition("#")[2] in ids


@pytest.mark.parametrize(
    ("path", "iri"),
    [
        ("/ontology/Action", PLAN.Action),
        ("/concept/basis/stated", CONCEPT["basis/stated"]),
        ("/shapes/ActionsShape", SHAPES.ActionsShape),
    ],
)
@pytest.mark.parametrize("form", MEDIA)
def test_a_term_alone(client: FlaskClient, path: str, iri: URIRef, form: str) -> None:
    answer = client.get(path, headers={"Accept": MEDIA[form][0]})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{path}.{form}")
    found = rdf(client.get(answer.headers["Location"]))
    assert set(found.objects(iri, RDF.type)) == set(ontology_graph().objects(iri, RDF.type))
    assert {s for s in found.subjects() if isinstance(s, URIRef)} == {iri}


@pytest.mark.parametrize(
    "path",
    [
        "/ontology/Nope",
        "/ontology/nope:Post",
        "/ontology.pdf",
        "/concept/basis/nope",
        "/shapes/Nope.ttl",
        "/concept/",
    ],
)
def test_what_is_no_term_is_not_found(client: FlaskClient, path: str) -> None:
    assert client.get(path, headers=BROWSER).status_code == 404


def test_the_version_leads_to_the_ontology(client: FlaskClient) -> None:
    version = reference().version
    assert version
    assert client.get(f"/ontology/{version}", headers={"Accept": "text/turtle"}).mimetype == "text/turtle"


# ---- the same as a file


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_file_needs_nothing_else(lang: str) -> None:
    text = standalone(lang)
    assert not re.search(r"<(?:link|img|iframe|script src|object)|@import|url\(", text)
    body = re.sub(r"<(style|script)>.*?</\1>", "", text, flags=re.DOTALL)
    found = WebPage(body)
    ids = {tag["id"] for tag in found.tags}
    assert found.problems == []
    assert found.lang == lang
    local = [tag["href"] for tag in found.all("a") if not tag["href"].startswith(("https://", "http://"))]
    files = {f"ontology-reference.{other}.html" for other in LANGUAGES}
    assert [href for href in local if href not in files and href.removeprefix("#") not in ids] == []
    assert {"Action", "implements", "concept:basis"} <= ids


def test_names_of_terms_are_short() -> None:
    assert curie(SKOS.prefLabel) == "skos:prefLabel"
    assert curie("https://nowhere.example/x") == "https://nowhere.example/x"
    assert (anchor(PLAN.Action), anchor(CONCEPT["basis/stated"])) == ("Action", "concept:basis/stated")
