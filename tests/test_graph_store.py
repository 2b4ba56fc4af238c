"""The Graph Store HTTP Protocol: the tests of the W3C, which are prose, and more of our own.

https://www.w3.org/2009/sparql/docs/tests/data-sparql11/http-rdf-update/ (18 tests)
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from rdflib import Graph
from rdflib.compare import isomorphic
from werkzeug.test import TestResponse

from graph import PlanGraph
from graph.rdf_text import read_rdf
from graph.store import Store
from ontology.namespaces import ID, ONTOLOGY
from webviz import graph_store

from . import w3c

TOKEN = "a-token-of-the-tests"
MINE = {"Authorization": f"Bearer {TOKEN}"}
STORE = "/graph-store"
#: The tests of the W3C that cannot apply, and why.
UNION = "the default graph is the union of all graphs: nobody could say which plan a triple there belongs to"
NOT_APPLICABLE = {"put__default_graph": UNION, "get_of_put__default_graph": UNION}
PREFIXES = "@prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix v: <http://www.w3.org/2006/vcard/ns#> .\n"
PERSON = f"<http://localhost{STORE}/person/1>"
JOHN, JANE = (
    f'{PREFIXES}{PERSON} a foaf:Person ; foaf:businessCard [ a v:VCard ; v:fn "{name} Doe" ] .'
    for name in ("John", "Jane")
)
ALICE = f'{PREFIXES}[] a foaf:Person ; foaf:businessCard [ a v:VCard ; v:given-name "Alice" ] .'


@pytest.fixture(scope="module")
def service(make_viewer: Callable[..., Flask], tmp_path_factory: pytest.TempPathFactory) -> Flask:
    folder = tmp_path_factory.mktemp("graphs") / "store"
    Store.create(folder).close()
    made = make_viewer(folder, edit_token=TOKEN)
    made.config["STORE"] = folder
    return made


@pytest.fixture
def editor(service: Flask) -> FlaskClient:
    return service.test_client()


def send(editor: FlaskClient, method: str, path: str, text: str = "", **more: object) -> TestResponse:
    kind = {"content_type": "text/turtle; charset=utf-8"} if text else {}
    return editor.open(f"{STORE}{path}", method=method, headers=MINE, **{"data": text, **kind, **more})


def read(editor: FlaskClient, path: str, method: str = "GET") -> tuple[int, Graph]:
    answer = editor.open(f"{STORE}{path}", method=method, headers={"Accept": "text/turtle"})
    if answer.status_code == 200:
        assert answer.content_type == "text/turtle; charset=utf-8"
        assert answer.content_length > 0
    found = Graph()
    if answer.status_code == 200 and method == "GET":
        found.parse(data=answer.text, format="turtle")
    return answer.status_code, found


def same(found: tuple[int, Graph], text: str) -> bool:
    return found[0] == 200 and isomorphic(found[1], Graph().parse(data=text, format="turtle"))


@pytest.mark.usefixtures("shared")
def test_every_test_of_the_w3c_is_cited_or_cannot_apply() -> None:
    found = w3c.manifest("http-rdf-update")
    names = {str(test).rpartition("#")[2] for test in w3c.entries(found)}
    cited = [test_w3c_graphs_are_put_read_and_deleted.__doc__, test_w3c_graphs_are_posted_to.__doc__]
    assert {name.strip(",.") for text in cited for name in text.split()} == names - NOT_APPLICABLE.keys()
    assert len(names) == 18


def test_w3c_graphs_are_put_read_and_deleted(editor: FlaskClient) -> None:
    """put__initial_state, get_of_put__initial_state, put__graph_already_in_store,
    get_of_put__graph_already_in_store, head_on_an_existing_graph, head_on_a_nonexisting_graph,
    delete__existing_graph, get_of_delete__existing_graph, delete__nonexistent_graph."""
    assert send(editor, "PUT", "/person/1.ttl", JOHN).status_code == 201
    assert same(read(editor, f"?graph=http://localhost{STORE}/person/1.ttl"), JOHN)
    assert same(read(editor, "/person/1.ttl"), JOHN)
    assert send(editor, "PUT", "/person/1.ttl", JANE).status_code == 204
    assert same(read(editor, f"?graph=http://localhost{STORE}/person/1.ttl"), JANE)
    assert read(editor, "/person/1.ttl", "HEAD")[0] == 200
    assert read(editor, "/person/4.ttl", "HEAD")[0] == 404
    assert send(editor, "PUT", "/person/2.ttl", ALICE).status_code == 201
    assert send(editor, "DELETE", "/person/2.ttl").status_code == 200
    assert read(editor, "/person/2.ttl")[0] == 404
    assert send(editor, "DELETE", "/person/2.ttl").status_code == 404


def test_w3c_graphs_are_posted_to(editor: FlaskClient) -> None:
    """post__existing_graph, get_of_post__existing_graph, post__multipart_formdata,
    get_of_post__multipart_formdata, post__create__new_graph, get_of_post__create__new_graph,
    get_of_post__after_noop."""
    send(editor, "PUT", "/person/1.ttl", JANE)
    name = f'{PREFIXES}{PERSON} foaf:name "Jane Doe" .'
    assert send(editor, "POST", "/person/1.ttl", name).status_code == 200
    assert same(read(editor, "/person/1.ttl"), f"{JANE}\n{name}")
    bound = "a6fe4cd636164618814be9f8d3d1a0de"
    parts = [f'{PREFIXES}{PERSON} foaf:familyName "Doe" .', f'{PREFIXES}{PERSON} foaf:givenName "Jane" .']
    form = "".join(
        f'--{bound}\r\nContent-Disposition: form-data; name="{n}.ttl"; filename="{n}.ttl"\r\n'
        f"Content-Type: text/turtle; charset=utf-8\r\n\r\n{part}\r\n"
        for n, part in enumerate(parts)
    )
    kind = f"multipart/form-data; boundary={bound}"
    answer = send(editor, "POST", "/person/1.ttl", f"{form}--{bound}--\r\n", content_type=kind)
    assert answer.status_code == 200
    assert same(read(editor, "/person/1.ttl"), "\n".join([JANE, name, *parts]))
    created = send(editor, "POST", "", ALICE)
    assert created.status_code == 201
    path = created.headers["Location"].removeprefix(f"http://localhost{STORE}")
    assert path.startswith("/")
    assert same(read(editor, path), ALICE)
    assert send(editor, "POST", path, "# nothing").status_code == 200
    assert same(read(editor, path), ALICE)


def test_the_default_graph_and_the_ontology_are_not_written(editor: FlaskClient) -> None:
    for method in ("PUT", "POST", "DELETE"):
        for path, said in (
            ("?default", "union of all graphs"),
            (f"?graph={ONTOLOGY}", "comes with Planweave"),
        ):
            answer = send(editor, method, path, ALICE)
            assert (answer.status_code, answer.mimetype) == (403, "text/plain")
            assert said in answer.text


def test_what_is_written_can_be_undone(editor: FlaskClient, service: Flask) -> None:
    path = f"?graph={ID['sent']}"
    first, second = (
        f"<{ID['sent']}> a <https://w3id.org/planweave/ontology#Plan> ; <urn:number> {number} ."
        for number in (1, 2)
    )
    assert send(editor, "PUT", path, first).status_code == 201
    assert send(editor, "PUT", path, second).status_code == 204
    assert send(editor, "DELETE", path).status_code == 200
    for earlier in (second, first):
        with PlanGraph.create(service.config["STORE"]).store as store:
            assert PlanGraph(store).undo("sent")
        assert same(read(editor, path), earlier)
    with Store.open(service.config["STORE"]) as store:
        commands = [revision.record.command for revision in store.history.revisions(ID["sent"])]
    assert {"PUT /graph-store", "DELETE /graph-store"} <= set(commands)


@pytest.mark.parametrize(
    ("text", "kind", "status", "said"),
    [
        ("<urn:a> <urn:b> 1 .\n<urn:a> <urn:b>", "text/turtle", 400, "line 2, column"),
        ("<urn:a> <urn:b> .", "application/n-triples", 400, "line 1, column"),
        ("<a", "application/rdf+xml", 400, "cannot be read as application/rdf+xml"),
        ("{", "application/ld+json", 400, "cannot be read as application/ld+json"),
        ('{"@context": "http://example.org/c", "a": 1}', "application/ld+json", 400, "application/ld+json"),
        (
            '{"@id": "urn:g", "@graph": [{"@id": "urn:a", "urn:b": 1}]}',
            "application/ld+json",
            400,
            "one graph",
        ),
        ("<urn:a> <urn:b> <<( <urn:a> <urn:b> 1 )>> .", "text/turtle", 400, "RDF 1.1"),
        ("<urn:a> <urn:b> 1 .", "text/plain", 415, "expected a graph as one of: text/turtle"),
        ("<urn:a> <urn:b> 1 .", "application/n-quads", 415, "expected a graph"),
        ("<urn:a> <urn:b> 1 .", "", 415, "expected a graph"),
        ("<urn:a> <urn:b> 1 .", "text/turtle; charset=utf-16", 415, "UTF-8"),
        (b"<urn:a> <urn:b> '\xe4' .", "text/turtle", 400, "line 1"),
    ],
)
def test_what_is_no_graph_is_told_and_changes_nothing(
    editor: FlaskClient, text: str | bytes, kind: str, status: int, said: str
) -> None:
    for method in ("PUT", "POST"):
        answer = send(editor, method, "?graph=urn:refused", data=text, content_type=kind)
        assert (answer.status_code, answer.mimetype) == (status, "text/plain")
        assert said in answer.text
        assert answer.text.count("\n") == 1
    assert read(editor, "?graph=urn:refused")[0] == 404


def test_a_big_graph_is_taken_and_a_bigger_one_is_not(editor: FlaskClient) -> None:
    big = f'<urn:a> <urn:b> "{"a" * 1_500_000}" .'
    assert send(editor, "PUT", "?graph=urn:big", big).status_code == 201
    assert editor.get(f"{STORE}?graph=urn:big").content_length > 1_500_000
    assert send(editor, "DELETE", "?graph=urn:big").status_code == 200
    answer = send(editor, "PUT", "?graph=urn:big", big * 15)
    assert (answer.status_code, answer.text) == (413, "expected at most 20000000 bytes\n")


def test_a_form_that_sends_no_files_is_told(editor: FlaskClient) -> None:
    answer = send(editor, "POST", "?graph=urn:x", data={"a": "1"}, content_type="multipart/form-data")
    assert (answer.status_code, answer.text) == (400, "expected a file in the form\n")


# ---- reading, without a token


@pytest.mark.parametrize(
    "media", ["text/turtle", "application/n-triples", "application/ld+json", "application/rdf+xml"]
)
def test_a_plan_is_read_whole_in_every_form(client: FlaskClient, kemi: PlanGraph, media: str) -> None:
    plan = ID["kemi"]
    answer = client.get(STORE, query_string={"graph": plan}, headers={"Accept": f"image/png, {media};q=0.3"})
    assert (answer.status_code, answer.mimetype) == (200, media)
    assert {"Accept"} <= {name.strip() for name in answer.headers["Vary"].split(",")}
    assert kemi.store.holds(plan, read_rdf(answer.data, media, str(plan)))


def test_the_default_graph_is_the_union(client: FlaskClient, kemi: PlanGraph) -> None:
    answer = client.get(f"{STORE}?default", headers={"Accept": "application/n-triples"})
    assert len(answer.data.splitlines()) == len(kemi.store)


def test_much_is_sent_piece_by_piece(client: FlaskClient, kemi: PlanGraph, monkeypatch) -> None:
    monkeypatch.setattr(graph_store, "_MOST_IN_MEMORY", 1_000)
    with client.get(f"{STORE}?graph={ID['kemi']}") as answer:
        assert answer.is_streamed
        assert answer.content_length == len(answer.data)
        assert kemi.store.holds(ID["kemi"], read_rdf(answer.data, "text/turtle", "urn:x"))


def test_as_json_ld_the_union_names_no_graphs(editor: FlaskClient) -> None:
    send(editor, "PUT", "/person/1.ttl", JANE)
    answer = editor.get(f"{STORE}?default&format=jsonld")
    assert (answer.status_code, answer.mimetype) == (200, "application/ld+json")
    assert read_rdf(answer.data, answer.mimetype, "urn:x")  # which takes one graph alone


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("", 400),
        ("?graph=no%20address", 400),
        ("?graph=relative", 400),
        ("?graph=urn:a&graph=urn:b", 400),
        ("?graph=urn:a&default", 400),
        ("/x?default", 400),
        ("?graph=urn:not-there", 404),
        ("/not-there", 404),
    ],
)
def test_what_names_no_graph_is_told(client: FlaskClient, path: str, status: int) -> None:
    answer = client.get(f"{STORE}{path}")
    assert (answer.status_code, answer.mimetype) == (status, "text/plain")
    assert answer.text.count("\n") == 1


def test_where_too_many_read_the_next_is_told_to_come_again(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(graph_store, "_PATIENCE_SECONDS", 0.01)
    for _ in range(2):
        assert graph_store._readers.acquire(blocking=False)
    answer = client.get(f"{STORE}?default")
    for _ in range(2):
        graph_store._readers.release()
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
    assert client.get(f"{STORE}?default").status_code == 200


def test_a_form_that_a_graph_has_not_is_refused(client: FlaskClient) -> None:
    answer = client.get(f"{STORE}?default", headers={"Accept": "text/csv"})
    assert answer.status_code == 406
    assert "text/turtle" in answer.text


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
def test_without_edit_nothing_is_written(client: FlaskClient, kemi: PlanGraph, method: str) -> None:
    before = len(kemi.store)
    answer = client.open(f"{STORE}?graph={ID['kemi']}", method=method, headers=MINE, data=ALICE)
    assert answer.status_code == 403
    assert "planweave serve --edit" in answer.text
    assert len(kemi.store) == before


def test_other_methods_are_refused(editor: FlaskClient) -> None:
    answer = editor.patch(f"{STORE}?graph=urn:x", headers=MINE)
    assert answer.status_code == 405
    assert {"GET", "PUT", "POST", "DELETE", "HEAD"} <= set(answer.headers["Allow"].split(", "))
