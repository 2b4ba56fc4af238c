"""Answers as pages: what they cover, their order, as files, drawn, ringed on the network, and when wrong."""

from __future__ import annotations

import html
import io
import zipfile
from urllib.parse import parse_qsl, urlsplit
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from graph import PlanGraph
from graph.evaluation import answer
from graph.network import NetworkThing
from graph.table import short
from ontology import LANGUAGES

from .internal_plans import SECRET, opened
from .webpage import BROWSER, WebPage

PLAN = "kemi-hyvinvointi-2023"
GAPS = "priorities-without-action"
BARS = "actions-per-priority"


def page_at(client: FlaskClient, url: str, status: int = 200) -> WebPage:
    got = client.get(url, headers=BROWSER)
    assert got.status_code == status
    return WebPage(got.text)


def texts(page: WebPage, name: str) -> list[str]:
    return [tag.text for tag in page.all(name)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_tells_what_the_answer_covers_and_how_sure_it_is(
    client: FlaskClient, kemi: PlanGraph, lang: str
) -> None:
    found = answer(kemi, GAPS, lang, PLAN)
    page = page_at(client, f"/questions/{GAPS}?plan={PLAN}&lang={lang}")
    assert found.count is not None
    told = " ".join(texts(page, "dd"))
    cells = (*found.scope.reported, *found.scope.not_reported, *found.scope.fields_not_reported)
    assert [cell.text for cell in cells if cell.text not in told] == []
    assert found.scope.note is not None
    assert found.scope.note.text in told
    assert f"{found.count.total} {found.count.noun[lang]}" in told
    for part in (found.question.matters, found.question.reading, found.question.healthy):
        assert " ".join(part[lang].split()) in told
    assert found.sensitivity(lang) in page.one("p", class_="count-line").text
    assert page.one("p", class_="said-of").text == " ".join(found.said(lang).split())


def test_the_least_confidence_is_chosen_in_words(client: FlaskClient, kemi: PlanGraph) -> None:
    page = page_at(client, f"/questions/{GAPS}?plan={PLAN}&confidence=0.8&lang=fi")
    select = page.one("select", name="confidence")
    options = [tag for tag in page.all("option") if select.first <= tag.first <= (select.last or 0)]
    assert [tag["value"] for tag in options] == ["", "0.8", "0.5", "0.0"]
    assert [
        word in tag.text
        for word, tag in zip(("varma", "todennäköinen", "epävarma"), options[1:], strict=True)
    ]
    assert "selected" in options[1].attributes
    rows = client.get(f"/questions/{GAPS}.json?plan={PLAN}&confidence=0.8").json["rows"]
    assert rows == kemi.ask(GAPS, "fi", PLAN, {"confidence": "0.8"}).records()


def test_rows_stand_in_the_order_asked_for(client: FlaskClient) -> None:
    url = f"/questions/{BARS}?plan={PLAN}&lang=fi"
    head = next(tag for tag in page_at(client, url).all("a") if tag.text == "Toimenpiteitä")
    seen = []
    for _ in range(3):
        page = page_at(client, head["href"])
        [state] = [tag["aria-sort"] for tag in page.all("th") if "aria-sort" in tag.attributes]
        seen.append((state, [int(tag.text) for tag in page.all("td", class_="number")]))
        head = next(tag for tag in page.all("a") if tag.text == "Toimenpiteitä")
        assert dict(parse_qsl(urlsplit(head["href"]).query))["plan"] == PLAN
    assert [state for state, _ in seen] == ["ascending", "descending", "ascending"]
    assert seen[0][1] == sorted(seen[0][1]) == seen[1][1][::-1]
    assert seen[0][1][0] < seen[0][1][-1]


def test_the_chart_stands_in_the_page_and_is_a_file(client: FlaskClient) -> None:
    args = f"plan={PLAN}&lang=fi"
    page = client.get(f"/questions/{BARS}?{args}", headers=BROWSER).text
    file = client.get(f"/questions/{BARS}.svg?{args}")
    assert file.mimetype == "image/svg+xml"
    assert file.text.strip() in page
    root = ElementTree.fromstring(file.text)
    said = root.findtext("{http://www.w3.org/2000/svg}desc")
    assert said
    assert said in page
    assert client.get(f"/questions/links-by-basis.svg?{args}").status_code in {200, 404}


def test_an_answer_is_a_spreadsheet_with_what_it_covers(client: FlaskClient) -> None:
    file = client.get(f"/questions/{BARS}.xlsx?plan={PLAN}&lang=fi")
    assert file.headers["Content-Disposition"] == f'attachment; filename="{BARS}.xlsx"'
    with zipfile.ZipFile(io.BytesIO(file.data)) as book:
        words = html.unescape("".join(book.read(name).decode() for name in book.namelist()))
    assert "Hyvinvoinnin ongelmien ennaltaehkäisy" in words
    assert "Ympäristötoimiala" in words


def test_data_tell_scope_count_and_query(client: FlaskClient, kemi: PlanGraph) -> None:
    data = client.get(f"/questions/{GAPS}.json?plan={PLAN}&lang=en").json
    found = answer(kemi, GAPS, "en", PLAN)
    assert found.count is not None
    assert list(data)[:4] == ["ok", "columns", "rows", "truncated"]
    assert (data["found"], data["total"], data["named"]) == (
        found.count.found,
        found.count.total,
        found.count.named,
    )
    assert data["scope"]["notReported"] == [cell.plain for cell in found.scope.not_reported]
    assert data["sensitivity"] == found.sensitivity("en")
    assert len(kemi.store.select(data["sparql"], kemi.dataset(PLAN)).rows) == len(data["rows"])


def test_the_list_says_what_each_question_finds(client: FlaskClient, kemi: PlanGraph) -> None:
    page = page_at(client, f"/questions?plan={PLAN}&lang=en")
    for _ in range(5):  # a slow computer leaves some for the next time
        if page.source.count("In this plan:") < len(kemi.library.questions):
            page = page_at(client, f"/questions?plan={PLAN}&lang=en")
    cards = {
        urlsplit(link["href"]).path.rpartition("/")[2]: card.text
        for card in page.all("li")
        for link in page.all("a")
        if card.first <= link.first <= (card.last or 0) and link["href"].startswith("/questions/")
    }
    for name, text in cards.items():
        found = answer(kemi, name, "en", PLAN)
        assert ("does not apply" in text) == (not found.applies), name
        assert ("needs attention" in text) == found.gap, name
        if found.applies and found.count:
            assert f"{found.count.found} of {found.count.total}" in text, name


@pytest.mark.parametrize(("wanted", "number"), [("PROJEKTI RAHA zzz", 0), ("kumppani", 1)])
def test_questions_are_found_by_their_words(client: FlaskClient, wanted: str, number: int) -> None:
    page = page_at(client, f"/questions?lang=fi&find={wanted.replace(' ', '+')}")
    links = [tag for tag in page.all("a") if tag["href"].startswith("/questions/")]
    assert bool(links) == bool(number)
    assert page.one("input", name="find")["value"] == wanted
    assert all("plan" in tag["href"] or "lang=fi" in tag["href"] for tag in links)


def test_the_network_rings_what_an_answer_names(client: FlaskClient, kemi: PlanGraph) -> None:
    page = page_at(client, f"/questions/{GAPS}?plan={PLAN}&lang=en")
    address = next(tag["href"] for tag in page.all("a") if tag.text == "Show this on the network")
    named = {cell.iri for row in kemi.ask(GAPS, "en", PLAN).rows for cell in row if cell.iri}
    things: tuple[NetworkThing, ...] = kemi.view("whole-plan", "en", PLAN).things
    wanted = {short(thing.iri) for thing in things if str(thing.iri) in named}
    assert wanted
    network = page_at(client, address)
    drawn = client.get(network.one("div", id="network")["data-url"]).json["things"]
    assert {thing["id"] for thing in drawn if thing.get("marked")} == wanted
    assert all(thing["title"].endswith("(ringed)") for thing in drawn if thing.get("marked"))
    panel = [tag["data-focus"] for tag in network.all("a") if "data-focus" in tag.attributes]
    assert wanted <= set(panel)
    listed = page_at(client, address.replace("/network", "/list"))
    assert len(listed.all("span", class_="marked")) > 0
    note = listed.one("p", class_="ringed").text
    assert kemi.library.question(GAPS).summary["en"] in note


def test_rings_stay_when_the_picture_changes_and_go_when_asked(client: FlaskClient) -> None:
    url = (
        f"/list?plan={PLAN}&of=actions-of-field&of-field=field:sport&of-named=true&mark=kemi:kirjasto&lang=en"
    )
    page = page_at(client, url)
    chip = next(tag["href"] for tag in page.all("a", class_="chip"))
    kept = dict(parse_qsl(urlsplit(chip).query))
    assert {key: kept[key] for key in ("of", "of-field", "of-named", "mark")} == {
        "of": "actions-of-field",
        "of-field": "field:sport",
        "of-named": "true",
        "mark": "kemi:kirjasto",
    }
    hidden = {tag["name"]: tag["value"] for tag in page.all("input", type="hidden")}
    assert hidden["of-field"] == "field:sport"
    back = next(tag["href"] for tag in page.all("a") if tag["href"].startswith("/questions/actions-of-field"))
    assert dict(parse_qsl(urlsplit(back).query))["named"] == "true"
    away = next(tag["href"] for tag in page.all("a") if tag.text == "Without rings")
    assert "of" not in dict(parse_qsl(urlsplit(away).query))
    assert page_at(client, away).all("span", class_="marked") == []
    assert client.get("/network?of=no-such-question").status_code == 404


@pytest.mark.parametrize(
    ("args", "words"),
    [
        ("field=x%20y", ["Tehtäväalue", "käsite"]),
        ("field=field:nothing", ["Tehtäväalue"]),
        ("named=perhaps", ["Mitkä yhteydet", "kyllä tai ei"]),
        ("confidence=much", ["Kuinka varma", "luku"]),
    ],
)
def test_a_wrong_value_is_told_in_words_with_a_way_back(
    client: FlaskClient, args: str, words: list[str]
) -> None:
    page = page_at(client, f"/questions/actions-of-field?plan={PLAN}&lang=fi&{args}", 400)
    said = " ".join(texts(page, "p"))
    assert [word for word in words if word not in said] == []
    back = [tag["href"] for tag in page.all("a") if tag.text.startswith("Takaisin kysymykseen")]
    assert [dict(parse_qsl(urlsplit(href).query)) for href in back] == [{"plan": PLAN, "lang": "fi"}]
    page_at(client, back[0])


def test_an_unknown_question_leads_to_all_of_them(client: FlaskClient) -> None:
    page = page_at(client, "/questions/nothing?lang=en", 404)
    assert [tag.text for tag in page.all("a") if urlsplit(tag["href"]).path == "/questions"][
        -1
    ] == "To all questions"


def test_an_answer_can_be_embedded(client: FlaskClient) -> None:
    page = page_at(client, f"/questions/{BARS}?plan={PLAN}&named=true&lang=sv")
    way = next(tag["href"] for tag in page.all("a") if tag["href"].startswith("/present/question/"))
    got = client.get(page_at(client, way).one("a", id="alone")["href"])
    embedded = WebPage(got.text)
    assert "frame-ancestors 'self'" in got.headers["Content-Security-Policy"]
    assert len(embedded.all("td")) == len(page.all("td"))
    assert len(embedded.all("svg", role="img")) == 1


@pytest.mark.parametrize("form", ["", ".json", ".csv", ".xlsx", ".svg"])
def test_no_twin_of_an_answer_shows_what_is_internal(make_viewer, internal_path, form: str) -> None:
    stranger = make_viewer(internal_path, public_url="https://plans.example.fi").test_client()
    own = make_viewer(internal_path).test_client()
    seen = set()
    for name in ("actions-per-goal", "actions-of-field", GAPS):
        for client, prefix in ((stranger, "/questions"), (own, "/embed/question")):
            if prefix == "/questions" or not form:
                got = client.get(f"{prefix}/{name}{form}?plan=julki&lang=fi")
                assert SECRET not in opened(got.data)
                seen.add(got.status_code)
        assert stranger.get(f"/questions/{name}{form}?plan=zqxplan").status_code == 404
    assert 200 in seen
    things = stranger.get("/network.json?plan=julki&mark=julki:zqxA2,julki:P1&lang=en").json["things"]
    assert [thing["id"] for thing in things if thing.get("marked")] == ["julki:P1"]
