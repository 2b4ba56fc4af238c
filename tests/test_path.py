"""How things are connected: the ways, what is shared, what is nearest, and the page that shows it."""

from __future__ import annotations

import re
from itertools import islice, pairwise
from urllib.parse import unquote

import networkx as nx
import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import URIRef

from graph import PlanGraph
from graph.analysis.answers import WAYS_VIEW, path
from graph.analysis.asking import Wish
from graph.analysis.connected import Answer, connected, grouped
from graph.analysis.ground import Ground, ground_from, ground_of, left_out
from graph.analysis.paths import meeting_points, near_of, shortest_ways
from graph.table import short
from ontology import load_model

from .webpage import BROWSER, WebPage

REPORT, STRATEGY = "kemi-hyvinvointi-2023", "kemi-strategia-2022"
SPORT, COUNTY, LIBRARY = "kemi:liikuntapalvelut", "kemi:lapha", "kemi:kirjasto"
PAGE = f"/path?focus={SPORT},{COUNTY}&lang=fi"

pairs = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=30)
names = st.integers(0, 9).map(str)


# ---- ways


@settings(max_examples=150)
@given(pairs, names, names, st.sets(names, max_size=4))
def test_ways_are_the_shortest_all_counted_and_in_one_order(
    links: list[tuple[int, int]], start: str, end: str, closed: set[str]
) -> None:
    linked = [(str(one), str(other)) for one, other in links]
    near = near_of(linked)
    found = shortest_ways(near, start, end, closed, 1000)
    drawn = nx.Graph(linked)
    drawn.add_nodes_from((start, end))
    drawn.remove_nodes_from(closed - {start, end})
    wanted = (
        sorted(map(tuple, nx.all_shortest_paths(drawn, start, end))) if nx.has_path(drawn, start, end) else []
    )
    assert [way.names for way in found.ways] == wanted
    assert found.count == len(wanted)
    back = near_of([(other, one) for one, other in reversed(linked)])
    assert shortest_ways(back, start, end, closed, 2).ways == found.ways[:2]


@settings(max_examples=100)
@given(pairs, names)
def test_of_the_shortest_ways_those_that_cost_least_come_first(
    links: list[tuple[int, int]], end: str
) -> None:
    near = near_of([(str(one), str(other)) for one, other in links])

    def cost(one: str, other: str) -> tuple[int, int]:
        return (int(other) % 2, abs(int(one) - int(other)))

    every = shortest_ways(near, "0", end, (), 1000, cost).ways
    assert list(every) == sorted(every)
    assert shortest_ways(near, "0", end, (), 3, cost).ways == every[:3]


@settings(max_examples=100)
@given(pairs, st.sets(names, max_size=3))
def test_three_things_meet_where_it_takes_fewest_steps(
    links: list[tuple[int, int]], closed: set[str]
) -> None:
    ends = ["0", "1", "2"]
    near = near_of([(str(one), str(other)) for one, other in links])
    drawn = nx.Graph([(str(one), str(other)) for one, other in links])
    drawn.add_nodes_from(ends)
    drawn.remove_nodes_from(closed - set(ends))
    reached = [nx.single_source_shortest_path_length(drawn, end) for end in ends]
    totals = {
        name: sum(one[name] for one in reached) for name in drawn if all(name in one for one in reached)
    }
    points, least = meeting_points(near, ends, closed)
    assert least == min(totals.values(), default=0)
    assert list(points) == sorted(name for name, total in totals.items() if total == least)
    for point, count in points.items():
        ways = [len(list(nx.all_shortest_paths(drawn, end, point))) for end in ends]
        assert count == ways[0] * ways[1] * ways[2]


def test_many_ways_are_counted_without_being_made() -> None:
    layers = [[f"{layer}-{number}" for number in range(20)] for layer in range(12)]
    links = [(one, other) for before, after in pairwise(layers) for one in before for other in after]
    links += [("a", name) for name in layers[0]] + [(name, "b") for name in layers[-1]]
    found = shortest_ways(near_of(links), "a", "b", (), 5)
    assert (found.count, found.length, len(found.ways)) == (20**12, 13, 5)


# ---- the ontology says what a way may lead through


def test_stepping_stones_and_grades_come_from_the_ontology() -> None:
    kinds = load_model().kinds
    graded = sorted((kind for kind in kinds if kind.grade), key=lambda kind: kind.grade)
    assert [kind.name for kind in graded] == ["action", "network", "priority", "objective"]
    assert [kind.name for kind in graded if kind.parallel] == ["priority", "objective"]
    assert all(kind.shared.keys() == kind.none_shared.keys() == {"fi", "sv", "en"} for kind in graded)
    assert {"goal", "group", "indicator"} <= set(left_out(kinds))
    assert not {"body", "action", "network", "priority"} & set(left_out(kinds))


@pytest.fixture(scope="module")
def ground(kemi: PlanGraph) -> Ground:
    return ground_of(kemi, REPORT)


@pytest.mark.parametrize("plan", [REPORT, STRATEGY, None])
def test_the_ground_of_the_page_is_the_view_of_the_command(kemi: PlanGraph, plan: str | None) -> None:
    read, seen = ground_of(kemi, plan), ground_from(kemi, kemi.view(WAYS_VIEW, "fi", plan))
    assert set(read.links) == set(seen.links)
    linked = read.near.keys()
    assert {name: read.kinds.get(name, "") for name in linked} == {name: seen.kinds[name] for name in linked}
    assert read.closed == seen.closed


def answer_of(kemi: PlanGraph, ground: Ground, *ends: str, hidden: list[str] | None = None) -> Answer:
    kinds = left_out(kemi.model.kinds) if hidden is None else hidden
    return connected(ground, [str(kemi.iri_of(end)) for end in ends], kinds)


# ---- the judged case


def test_sport_and_the_county_share_nothing_and_the_nearest_is_through_the_library(
    kemi: PlanGraph, ground: Ground
) -> None:
    answer = answer_of(kemi, ground, SPORT, COUNTY)
    assert [(one.kind, one.things) for one in answer.shared] == [
        ("action", ()),
        ("network", ()),
        ("priority", ()),
        ("objective", ()),
    ]
    first = grouped(ground, answer.connections, "body")[0]
    assert short(first.bodies[-1]) == LIBRARY
    every = {name for one in answer.connections for name in one.between}
    assert not any(ground.kinds[name] == "goal" for name in every)
    assert not {"kemi:kemi", "kemi:hyvinvointitoimiala"} & {short(URIRef(name)) for name in every}
    back = answer_of(kemi, ground, COUNTY, SPORT)
    assert {way.names for one in answer.connections for way in one.ways} == {
        way.names[::-1] for one in back.connections for way in one.ways
    }


def test_the_command_says_the_same(kemi: PlanGraph, ground: Ground) -> None:
    found = path(kemi, SPORT, COUNTY, Wish("en", WAYS_VIEW, REPORT))
    assert [note.text("en") for note in found.notes[:3]] == [
        "no shared action",
        "no shared network",
        "no shared priority",
    ]
    told = [(str(row["from"].iri), str(row["to"].iri)) for row in found.table.named_rows()]
    wanted = [
        tuple(step) for one in answer_of(kemi, ground, SPORT, COUNTY).connections[:5] for step in one.steps
    ]
    assert told == wanted
    three = path(kemi, SPORT, COUNTY, Wish("en", WAYS_VIEW, REPORT), LIBRARY)
    assert three.found
    assert three.said.text("en").startswith("Steps that join Sports services, ")


def test_without_priorities_there_is_no_way_and_the_nearest_is_no_goal(
    kemi: PlanGraph, ground: Ground
) -> None:
    hidden = [*left_out(kemi.model.kinds), "priority", "objective"]
    answer = answer_of(kemi, ground, SPORT, COUNTY, hidden=hidden)
    assert (answer.connections, answer.opening) == ((), ("priority",))
    assert answer.nearest
    assert not any(ground.kinds[one.name] == "goal" for one in answer.nearest)
    assert all(sum(one.steps) == sum(answer.nearest[0].steps) for one in answer.nearest)


def test_what_is_shared_is_told_by_grade(kemi: PlanGraph, ground: Ground) -> None:
    links = [link for link in ground.links if ground.kinds.get(str(link.source)) == "action"]
    by_action: dict[str, list[str]] = {}
    for link in links:
        if ground.kinds.get(str(link.target)) == "body":
            by_action.setdefault(str(link.source), []).append(str(link.target))
    action, bodies = next((action, bodies) for action, bodies in by_action.items() if len(set(bodies)) > 1)
    one, other = islice(dict.fromkeys(bodies), 2)
    answer = connected(ground, [one, other], left_out(kemi.model.kinds))
    assert (answer.shared[0].kind, action in answer.shared[0].things) == ("action", True)


# ---- the page


def test_the_page_answers_in_order_in_words(client: FlaskClient) -> None:
    page = WebPage(client.get(PAGE, headers=BROWSER).text)
    said = page.one("div", role="status").text
    order = ["ei yhteistä toimenpidettä", "ei yhteistä verkostoa", "ei yhteistä painopistettä", "Kirjasto"]
    places = [said.index(text) for text in order]
    assert places == sorted(places)
    assert "Hyvinvoivat kuntalaiset" not in page.one("main").text
    assert "rinnakkaista työtä" in page.one("main").text
    assert len(page.all("svg", class_="layered")) == 1
    steps = page.all("ol", class_="chain")[0].text
    assert "kuuluu yksikköön" in steps
    assert "Tulkinta, todennäköinen" in steps


def test_the_data_and_the_file_are_those_of_the_page(client: FlaskClient) -> None:
    data = client.get(PAGE.replace("/path", "/path.json")).get_json()
    assert (data["steps"], data["shared"]) == (
        6,
        {"action": [], "network": [], "priority": [], "objective": []},
    )
    assert {row["way"] for row in data["rows"]} == set(range(1, data["count"] + 1))
    file = client.get(PAGE.replace("/path", "/path.svg"), follow_redirects=True)
    assert (file.status_code, file.mimetype) == (200, "image/svg+xml")
    assert "Kirjasto" in file.text
    assert "Kirjasto" in client.get(PAGE.replace("/path", "/embed/path")).text


@pytest.mark.parametrize(
    ("asked", "there"),
    [
        ("focus=kirjasto&focus=kemi:lapha", f"focus={LIBRARY},{COUNTY}"),
        (
            "focus=Kirjasto&focus-chosen=kemi:kirjasto&focus=lapha&focus-chosen=kemi:lapha",
            f"focus={LIBRARY},{COUNTY}",
        ),
        (
            f"focus=Yhteistyö hyvinvointialueen yhdyspinnoilla&focus-chosen={REPORT}:P2.8&focus={LIBRARY}",
            ":P2.8,",
        ),
    ],
)
def test_a_form_without_a_script_takes_names(client: FlaskClient, asked: str, there: str) -> None:
    answer = client.get(f"/path?{asked}", headers=BROWSER)
    assert answer.status_code == 302
    assert there in unquote(answer.headers["Location"])


def test_what_may_mean_several_things_is_asked_back(client: FlaskClient) -> None:
    page = WebPage(client.get(f"/path?focus={SPORT}&focus=hyvinvointialue", headers=BROWSER).text)
    which = page.one("section", class_="which")
    assert "Lapin hyvinvointialue" in which.text
    assert "P2.8" in which.text  # three priorities are called the same
    choices = [tag["href"] for tag in page.all("a") if COUNTY in tag["href"].replace("%3A", ":")]
    assert any(SPORT in url.replace("%3A", ":") for url in choices)


def test_one_thing_asks_for_the_other(client: FlaskClient) -> None:
    page = WebPage(client.get(f"/path?focus={SPORT}&lang=fi", headers=BROWSER).text)
    assert re.search(r"Lapin hyvinvointialue 6 askelta", page.one("ul", class_="proposed").text)


@pytest.mark.parametrize(
    "url",
    [
        f"/path?focus={SPORT},{SPORT}",
        f"/path?focus={SPORT},nope:nope",
        "/path?focus=%3Cb%3E,😀",
        f"/path?focus={SPORT},{COUNTY}&hide=none",
        f"/path?focus={SPORT},{COUNTY}&hide=nope&page=99",
        f"/path?focus={STRATEGY}:S1.21,{COUNTY}",
        f"/path?focus={STRATEGY}:S1.21,{REPORT}:A1.30,{LIBRARY}",
        "/path?focus=" + "x" * 2000,
        "/path?focus=" + ",".join([SPORT, COUNTY, LIBRARY, "kemi:nuorisotyo"]),
        f"/path?focus={REPORT},{COUNTY}",
    ],
)
def test_whatever_is_asked_there_is_a_page(client: FlaskClient, url: str) -> None:
    answer = client.get(url, headers=BROWSER)
    assert answer.status_code == 200
    assert WebPage(answer.text).problems == []


def test_data_of_what_is_not_stored_is_an_error(client: FlaskClient) -> None:
    assert client.get(f"/path.json?focus={SPORT},nope:nope").status_code == 404
    assert client.get("/path.svg", follow_redirects=True).status_code == 404
    assert client.get("/path.json?plan=nope").status_code == 404
