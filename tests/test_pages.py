"""The pictures as pages: what matrix, network, list and search show is what the questions and views say."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from graph import PlanGraph, collation
from graph.network import Network, NetworkLink
from graph.search import find
from graph.table import short
from webviz.links import COLUMNS
from webviz.listing import ROWS

from .webpage import BROWSER, Tag, WebPage

PLAN = "kemi-hyvinvointi-2023"
THING = f"{PLAN}:A1.30"
STATES = ["", f"plan={PLAN}&named=true", "plan=kemi-strategia-2022", "plan=kemi", "plan=all"]


def page_at(client: FlaskClient, url: str) -> WebPage:
    answer = client.get(url, headers=BROWSER)
    assert answer.status_code == 200
    return WebPage(answer.text)


def pages_at(client: FlaskClient, url: str) -> list[WebPage]:
    """Return a page and those that follow it, as far as the list goes."""
    found = [page_at(client, url)]
    while following := found[-1].all("a", rel="next"):
        found.append(page_at(client, following[0]["href"]))
    return found


def rows_at(client: FlaskClient, url: str) -> list[dict[str, object]]:
    answer = client.get(url)
    assert answer.status_code == 200
    assert answer.json is not None
    return list(answer.json["rows"])


def thing_of(link: Tag) -> str:
    """Return the short form of the thing that a link leads to."""
    return urlsplit(link["href"]).path.removeprefix("/id/").replace("/", ":", 1)


# ---- data


@pytest.mark.parametrize(
    "url",
    [
        "/index.json",
        "/index.json?plan=all&named=true&lang=sv",
        f"/network.json?view=neighbours&focus={THING}",
        "/list.json?view=goal-tree",
        "/questions.json",
        "/questions/actions-per-goal.json",
        "/search.json?q=kirjaston",
        "/search.json",
        "/id/kemi/kirjasto.json",
        f"/id/{PLAN}.json",
    ],
)
def test_data_has_one_form(client: FlaskClient, url: str) -> None:
    answer = client.get(url)
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    assert list(answer.json)[:4] == ["ok", "columns", "rows", "truncated"]
    assert (answer.json["ok"], answer.json["truncated"]) == (True, False)
    for row in answer.json["rows"]:
        assert set(answer.json["columns"]) <= set(row)
        assert all(isinstance(value, str | int | float | bool | None) for value in row.values())


@pytest.mark.parametrize(
    ("url", "status", "said"),
    [
        ("/index.json?plan=nope", 404, "nope"),
        ("/network.json?view=whole-pan", 404, "whole-plan"),
        ("/list.json?view=neighbours&focus=%3Cb%3E", 400, "<b>"),
        ("/questions/nope.json", 404, "nope"),
        ("/questions/actions-of-field.json?priority=%3Cb%3E", 400, "<b>"),
        ("/id/kemi/nope.json", 404, "kemi:nope"),
        ("/nope.json", 404, "There is no such page"),
    ],
)
def test_errors_as_data_have_one_form(client: FlaskClient, url: str, status: int, said: str) -> None:
    answer = client.get(url, headers={"Accept-Language": "en"})
    assert (answer.status_code, answer.mimetype) == (status, "application/json")
    assert answer.json.keys() == {"ok", "error"}
    assert answer.json["ok"] is False
    assert said in answer.json["error"]
    other = client.get(url, headers={"Accept-Language": "fi"}).json["error"]
    assert other != answer.json["error"]


# ---- matrix


@pytest.mark.parametrize("state", STATES)
def test_numbers_of_the_matrix_are_those_of_the_questions(client: FlaskClient, state: str) -> None:
    page = page_at(client, f"/?{state}")
    shown = {}
    for cell in page.all("a", class_="count"):
        asked = dict(parse_qsl(urlsplit(cell["href"]).query))
        shown[asked["priority"], asked["field"]] = int(cell.text)
        assert cell["aria-label"].endswith(f": {cell.text} toimenpide{'' if cell.text == '1' else 'ttä'}")
    kinds = ("priority", "objective")
    counts = [rows_at(client, f"/questions/fields-per-{kind}.json?{state}") for kind in kinds]
    every = [(row[kind], row) for kind, rows in zip(kinds, counts, strict=True) for row in rows]
    assert shown == {(aim, row["field"]): row["actions"] for aim, row in every}
    data = rows_at(client, f"/index.json?{state}")
    assert sum(row["column"] is not None for row in data) == len(every)
    totals = [int(tag.text) for tag in page.all("td", class_="total")]
    asked = [rows_at(client, f"/questions/actions-per-{kind}.json?{state}") for kind in kinds]
    assert sorted(totals) == sorted(row["actions"] for rows in asked for row in rows)


@pytest.mark.parametrize("state", ["", "named=true"])
def test_a_row_without_action_says_why(client: FlaskClient, state: str) -> None:
    page = page_at(client, f"/?{state}")
    gaps = rows_at(client, f"/questions/priorities-without-action.json?{state}")
    reasons = page.all("td", class_="reason")
    assert len(page.all("tr", class_="gap")) == len({row["priority"] for row in gaps}) > 0
    without = [tag for tag in page.all("td", class_="reason") if "tehtäväalueen toimijaa" in tag.text]
    assert len(reasons) == len(page.all("tr", class_="gap")) + len(without)
    assert all(reason.text for reason in reasons)
    assert all(any(str(row["reasonLabel"]) in reason.text for reason in reasons) for row in gaps)


@pytest.mark.parametrize("state", ["", "named=true"])
def test_a_number_leads_to_just_so_many_actions(client: FlaskClient, kemi: PlanGraph, state: str) -> None:
    cells = page_at(client, f"/?{state}").all("a", class_="count")
    assert cells
    for cell in cells:
        asked = dict(parse_qsl(urlsplit(cell["href"]).query))
        values = {key: asked[key] for key in ("priority", "field", "named") if key in asked}
        rows = kemi.ask("actions-of-field", "fi", PLAN, values).named_rows()
        assert len({row["action"].iri for row in rows}) == int(cell.text)


def test_the_darkest_shade_is_that_of_the_largest_number(client: FlaskClient) -> None:
    cells = page_at(client, "/").all("a", class_="count")
    shades = {int(cell.text): cell["class"].removeprefix("count shade") for cell in cells}
    in_order = [shades[count] for count in sorted(shades)]
    assert in_order == sorted(in_order)
    assert (min(in_order) >= "1", max(in_order)) == (True, "4")


def test_the_newest_plan_is_shown_first_and_says_its_scope(client: FlaskClient, kemi: PlanGraph) -> None:
    page = page_at(client, "/")
    [chosen] = [tag for tag in page.all("option") if "selected" in tag.attributes]
    assert chosen["value"] == PLAN
    assert page.one("p", class_="scope").text
    plans = {plan.plan_id for plan in kemi.plans("fi") if plan.kind == "plan"}
    assert {*plans, "all"} < {tag["value"] for tag in page.all("option")}


def test_a_plan_without_priorities_says_so(client: FlaskClient) -> None:
    page = page_at(client, "/?plan=kemi&lang=en")
    assert page.all("table", class_="matrix") == []
    assert "no priorities" in page.one("p", class_="empty").text


# ---- list and network


def ends(links: tuple[NetworkLink, ...]) -> list[tuple[str, str, str]]:
    return sorted((short(link.source), short(link.relation), short(link.target)) for link in links)


def listed(page: WebPage) -> list[tuple[str, str]]:
    """Return from and to of each row of the list, as short forms."""
    links = page.all("a", class_="to-thing")
    things = [dict(parse_qsl(urlsplit(tag["href"]).query))["focus"] for tag in links]
    return list(zip(things[::2], things[1::2], strict=True))


@pytest.fixture
def whole(kemi: PlanGraph) -> Network:
    return kemi.view("whole-plan", "fi", PLAN)


def test_rows_of_the_list_are_those_of_the_view(client: FlaskClient, whole: Network) -> None:
    pages, rows = pages_at(client, "/list"), rows_at(client, "/list.json")
    assert len(pages) == -(-len(rows) // ROWS)
    page = pages[0]
    assert sorted((row["from"], row["relation"], row["to"]) for row in rows) == ends(whole.links)
    every = [pair for page in pages for pair in listed(page)]
    assert sorted(every) == sorted((row["from"], row["to"]) for row in rows)
    readings = sum(not link.named for link in whole.links)
    assert sum(len(page.all("tr", class_="reading")) for page in pages) == readings > 0
    assert f"{len(rows)} yhteyttä" in page.one("main").text
    assert f"niistä {readings} valmistelijan tulkintaa" in page.one("main").text


@pytest.mark.parametrize(
    ("filters", "kept"),
    [
        ("named=true", lambda link, kinds: link.named),
        ("hide=body,network", lambda link, kinds: not {"body", "network"} & kinds),
        (f"focus={THING}", lambda link, kinds: THING in {short(link.source), short(link.target)}),
        ("hide=nonsense&focus=", lambda link, kinds: True),
        ("focus=kemi:nope", lambda link, kinds: False),
    ],
)
def test_filters_leave_just_what_they_say(client: FlaskClient, whole: Network, filters: str, kept) -> None:
    kind = {thing.iri: thing.kind for thing in whole.things}
    links = tuple(link for link in whole.links if kept(link, {kind[link.source], kind[link.target]}))
    rows = rows_at(client, f"/list.json?{filters}")
    assert sorted((row["from"], row["relation"], row["to"]) for row in rows) == ends(links)


def test_named_links_alone_can_be_had_of_a_view_that_does_not_ask(make_viewer, kemi_path, tmp_path) -> None:
    names = "{fi: Oma, sv: Egen, en: Own}"
    text = f"""#+ summary: {names}
#+ description: {names}
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
SELECT ?from ?relation ?to ?link WHERE {{
  ?link rdf:subject ?from ; rdf:predicate ?relation ; rdf:object ?to .
}}"""
    (tmp_path / "views").mkdir()
    (tmp_path / "views" / "own.rq").write_text(text, encoding="utf-8")
    own = make_viewer(kemi_path, queries=(tmp_path,)).test_client()
    every, named = (
        [pair for page in pages_at(own, f"/list?view=own&plan={PLAN}{more}") for pair in listed(page)]
        for more in ("", "&named=true")
    )
    assert len(every) > len(named) > 0
    assert page_at(own, f"/list?view=own&plan={PLAN}&named=true").all("tr", class_="reading") == []


def test_a_view_may_leave_the_record_of_a_link_open(make_viewer, kemi_path, tmp_path) -> None:
    names = "{fi: Oma, sv: Egen, en: Own}"
    text = f"""#+ summary: {names}
#+ description: {names}
PREFIX plan: <https://w3id.org/planweave/ontology#>
SELECT ?from ?relation ?to ?link WHERE {{
  VALUES ?relation {{ plan:implements }} ?from ?relation ?to . OPTIONAL {{ ?link plan:nothing ?from }}
}}"""
    (tmp_path / "views").mkdir()
    (tmp_path / "views" / "own.rq").write_text(text, encoding="utf-8")
    own = make_viewer(kemi_path, queries=(tmp_path,)).test_client()
    assert listed(page_at(own, f"/list?view=own&plan={PLAN}"))
    assert own.get(f"/network.json?view=own&plan={PLAN}").json["links"]


@pytest.mark.parametrize(("key", "column"), [("from", 0), ("relation", 1), ("to", 2), ("basis", 3)])
def test_the_list_is_sorted_by_the_column_chosen(client: FlaskClient, key: str, column: int) -> None:
    page = page_at(client, f"/list?view=goal-tree&sort={key}&lang=en")
    cells = [tag.text for tag in page.all("td")]
    # A confidence may stand behind the basis.
    texts = [cell.partition(",")[0] if key == "basis" else cell for cell in cells[column::5]]
    assert texts == sorted(texts, key=lambda text: collation.key(text, "en")[0])
    assert [tag.text for tag in page.all("th") if "aria-sort" in tag.attributes] == [
        ["From", "Relation", "To", "What it rests on"][column]
    ]


def test_data_of_the_network_is_the_list_and_the_drawing(client: FlaskClient, whole: Network) -> None:
    answer = client.get("/network.json").json
    assert answer["columns"] == list(COLUMNS)
    assert sorted(answer["rows"], key=str) == sorted(rows_at(client, "/list.json"), key=str)
    assert len(answer["things"]) == len(whole.things)
    assert len(answer["links"]) == len(answer["rows"]) == len(whole.links)


def test_the_page_of_the_network_asks_for_its_own_state(client: FlaskClient, kemi: PlanGraph) -> None:
    named = kemi.view("whole-plan", "sv", PLAN, {"named": "true"})
    page = page_at(client, f"/network?plan={PLAN}&named=true&hide=body&focus={THING}&lang=sv")
    stage = page.one("div", id="network")
    own = {"plan": PLAN, "named": "true", "hide": "body", "focus": THING, "lang": "sv"}
    assert (dict(parse_qsl(urlsplit(stage["data-url"]).query)), stage["data-lang"]) == (own, "sv")
    in_panel = {tag["data-focus"] for tag in page.all("a") if tag["data-focus"]}
    assert in_panel == {short(thing.iri) for thing in named.things if thing.kind}
    chips = [tag for tag in page.all("a", class_="chip") if tag["data-kind"]]
    pressed = {tag["data-kind"]: tag["data-shown"] for tag in chips}
    assert pressed.keys() == {thing.kind for thing in named.things if thing.kind}
    assert {kind for kind, state in pressed.items() if state == "false"} == {"body"}


# ---- search


@pytest.mark.parametrize("lang", ["fi", "sv", "en"])
def test_search_shows_what_is_called_like_that(client: FlaskClient, kemi: PlanGraph, lang: str) -> None:
    hits = find(kemi, "kirjasto", lang, limit=60)
    page = page_at(client, f"/search?q=kirjasto&lang={lang}")
    shown = [thing_of(tag) for tag in page.all("a") if tag["href"].startswith("/id/")]
    assert shown == [short(hit.iri) for hit in hits] != []
    assert page.one("input", id="q")["value"] == "kirjasto"
    rows = rows_at(client, f"/search.json?q=kirjasto&lang={lang}")
    assert [row["id"] for row in rows] == shown[:8]
    assert all(client.get(str(row["url"]), headers=BROWSER).status_code == 200 for row in rows)


def test_search_tells_when_it_finds_nothing(client: FlaskClient) -> None:
    page = page_at(client, "/search?q=zzzz&lang=en")
    assert "Nothing is called like that" in page.one("main").text
    assert rows_at(client, "/search.json?q=zzzz") == []


# ---- sharing


def embed_code(answer: TestResponse) -> str:
    page = WebPage(answer.text)
    return page.one("textarea", id="embed-code").text if page.all("textarea", id="embed-code") else ""


@pytest.mark.parametrize("name", ["matrix", "network", "list"])
def test_code_for_embedding_has_the_public_address(client: FlaskClient, make_viewer, kemi_path, name) -> None:
    url = f"/present/{name}?named=true&view=goal-tree"
    public = make_viewer(kemi_path, public_url="https://plans.example.fi/").test_client()
    code = embed_code(public.get(url, headers=BROWSER))
    assert 'src="https://plans.example.fi/embed/' in code
    assert "named=true" in code
    assert 'title="' in code
    assert embed_code(client.get(url, headers=BROWSER)) == ""


def test_chips_are_links_where_no_script_makes_them_buttons(client: FlaskClient) -> None:
    page = page_at(client, "/list?hide=body&lang=en")
    chips = {tag["data-kind"]: tag for tag in page.all("a", class_="chip")}
    assert {tag["role"] + tag["aria-pressed"] for tag in chips.values()} == {""}
    assert chips["body"].text.endswith(", left out")
    assert chips["action"].text.endswith(", shown")


@pytest.mark.parametrize(("text", "said"), [("zzzz", "Nothing found"), ("kirjasto", "suggestions")])
def test_suggestions_say_how_many_they_are(client: FlaskClient, text: str, said: str) -> None:
    assert said in client.get(f"/search.json?q={text}&lang=en").json["said"]


def test_a_number_of_the_matrix_opens_the_question_that_the_matrix_names(client: FlaskClient) -> None:
    assert {urlsplit(cell["href"]).path for cell in page_at(client, "/").all("a", class_="count")} == {
        "/questions/actions-of-field"
    }


def test_health(client: FlaskClient, kemi: PlanGraph) -> None:
    assert client.get("/-/health").json == {"ok": True, "triples": len(kemi.store)}
