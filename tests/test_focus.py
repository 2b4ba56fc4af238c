"""The close-up: what stands around things, as a page, as data, as a file and in a frame."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from flask import Flask
from flask.testing import FlaskClient
from rdflib import URIRef

from graph import Network
from graph.drawing import Tie
from graph.network import NetworkLink, NetworkThing
from graph.store import Store
from ontology import Label
from webviz.focus_choice import MOST, choose
from webviz.focus_picture import without_detours

from .conftest import PUBLIC

BULLYING = "kemi-hyvinvointi-2023:P2.2"
ACTIONS = {f"kemi-hyvinvointi-2023:{name}" for name in ("A1.05", "A1.06", "A3.08")}
LIBRARY = "kemi:kirjasto"
SVG = "{http://www.w3.org/2000/svg}"


def things(client: FlaskClient, kind: str, **args: str) -> set[str]:
    data = client.get("/focus.json", query_string=args).get_json()
    return {thing["id"] for thing in data["things"] if thing["kind"] == kind}


def test_who_works_against_bullying(client: FlaskClient) -> None:
    assert things(client, "action", focus=BULLYING) == ACTIONS
    rows = client.get("/focus.json", query_string={"focus": BULLYING}).get_json()["rows"]
    under = {(row["from"], row["to"]) for row in rows if row["relation"].endswith("underGoal")}
    assert {action for action, _ in under} == ACTIONS
    assert {goal.rpartition(":")[2] for _, goal in under} == {"G1", "G3"}
    assert not [row for row in rows if row["relation"].endswith("partner")]
    bodies = things(client, "body", focus=BULLYING)
    assert {"kemi:perusopetus", "kemi:koulut"} <= bodies


def test_several_things_stand_in_one_picture(client: FlaskClient) -> None:
    data = client.get("/focus.json", query_string={"focus": ",".join(sorted(ACTIONS))}).get_json()
    assert {thing["id"] for thing in data["things"] if thing["focus"]} == ACTIONS
    assert BULLYING in {thing["id"] for thing in data["things"]}


def test_around_a_body_stand_its_actions_their_aims_and_the_partners_in_them(client: FlaskClient) -> None:
    assert "kemi-hyvinvointi-2023:A1.13" in things(client, "action", focus=LIBRARY)
    assert things(client, "goal", focus=LIBRARY)
    assert "kemi:koulut" in things(client, "body", focus=LIBRARY)


def test_only_what_the_source_names_and_only_some_kinds(client: FlaskClient) -> None:
    every = client.get("/focus.json", query_string={"focus": LIBRARY}).get_json()["rows"]
    named = client.get("/focus.json", query_string={"focus": LIBRARY, "named": "true"}).get_json()["rows"]
    assert {row["basis"] for row in named} < {row["basis"] for row in every}
    assert things(client, "body", focus=BULLYING, hide="body") == set()
    assert things(client, "action", focus=BULLYING, hide="body") == ACTIONS
    assert things(client, "action", focus="kemi-hyvinvointi-2023:P1.1", plan="kemi-strategia-2022") == set()


def test_a_column_opens_and_closes(client: FlaskClient) -> None:
    goal = "kemi-strategia-2022:G1"
    assert len(things(client, "action", focus=goal)) == MOST
    opened = things(client, "action", focus=goal, open="action")
    assert len(opened) > 50
    page = client.get("/focus", query_string={"focus": goal, "lang": "en"}).text
    assert f"{MOST} / {len(opened)}, show all" in page
    assert (
        "show fewer"
        in client.get("/focus", query_string={"focus": goal, "open": "action", "lang": "en"}).text
    )


def test_the_picture_is_made_of_links_with_names(client: FlaskClient) -> None:
    page = client.get("/focus", query_string={"focus": BULLYING, "lang": "fi"}).text
    root = ElementTree.fromstring(page[page.index("<svg xmlns") : page.rindex("</svg></div>") + 6])
    names = {link.get("aria-label"): link.get("href") for link in root.iter(f"{SVG}a")}
    assert f"trail={BULLYING}" in names["Toimija: Perusopetus"]
    assert names["Painopiste: Kiusaamisen ehkäiseminen"].startswith("/id/")
    assert "katkoviiva: valmistelijan tulkinta" in "".join(root.itertext())
    assert root.get("role") == "group"
    for heading in ("Toteuttavat toimenpiteet", "Kuuluu päämäärään", "Sama luettelona"):
        assert heading.casefold() in page.casefold()


def test_the_way_back_is_told(client: FlaskClient) -> None:
    page = client.get("/focus", query_string={"focus": LIBRARY, "trail": f"{BULLYING},kemi:nothing"}).text
    assert 'rel="prev"' in page
    assert page.count("Kiusaamisen ehkäiseminen") >= 1


def test_without_a_focus_there_is_something_to_begin_with(client: FlaskClient) -> None:
    for plan in ("", "all", "kemi-strategia-2022"):
        page = client.get("/focus", query_string={"plan": plan}).text
        assert "focus=kemi-strategia-2022:G1" in page


@pytest.mark.parametrize("name", ["kemi:no-such", "nonsense", "kemi:%3Cb%3E", "a b", "http://example.org/x"])
def test_what_is_not_there_is_told_with_a_way_on(client: FlaskClient, name: str) -> None:
    answer = client.get("/focus", query_string={"focus": name, "lang": "en"})
    assert answer.status_code == 404
    assert "perhaps removed" in answer.text or "may be one of these" in answer.text
    assert "<b>" not in answer.text
    assert client.get("/focus.json", query_string={"focus": name}).status_code == 404
    file = client.get("/focus.svg", query_string={"focus": name}, follow_redirects=True)
    assert file.status_code == 404
    assert client.get("/embed/focus", query_string={"focus": name}).status_code == 404
    with_another = client.get("/focus", query_string={"focus": f"{LIBRARY},{name}", "lang": "en"})
    assert with_another.status_code == 200
    assert 'class="meant"' in with_another.text


def test_a_thing_is_added_by_its_name_or_by_what_was_chosen(client: FlaskClient) -> None:
    args = [("focus", BULLYING), ("focus-chosen", BULLYING), ("focus", "Kirjasto"), ("focus-chosen", "")]
    answer = client.get("/focus", query_string=args)
    assert answer.status_code == 302
    assert answer.location.startswith(f"/focus?focus={BULLYING},{LIBRARY}")
    unclear = client.get("/focus", query_string=[("focus", "kiusaa"), ("focus-chosen", "")])
    assert f"focus={BULLYING}" in unclear.text


def test_filters_of_other_pictures_hold_here_and_can_be_taken_off(client: FlaskClient) -> None:
    args = {"focus": LIBRARY, "without": "responsible", "lang": "en"}
    rows = client.get("/focus.json", query_string=args).get_json()["rows"]
    assert rows
    assert not [row for row in rows if row["relation"].endswith("responsible")]
    page = client.get("/focus", query_string=args).text
    assert "remove this filter" in page


def test_the_file_stands_alone(viewer: Flask, public: Flask) -> None:
    plain = viewer.test_client().get("/export/focus.svg", query_string={"focus": BULLYING})
    assert plain.mimetype == "image/svg+xml"
    assert not list(ElementTree.fromstring(plain.text).iter(f"{SVG}a"))
    there = public.test_client().get("/export/focus.svg", query_string={"focus": BULLYING})
    root = ElementTree.fromstring(there.text)
    links = [link.get("href", "") for link in root.iter(f"{SVG}a")]
    assert links
    assert all(link.startswith(f"{PUBLIC}/") for link in links)


def test_the_frame_stays_in_the_frame(client: FlaskClient) -> None:
    page = client.get("/embed/focus", query_string={"focus": BULLYING}).text
    picture = page[page.index("<svg xmlns") :]
    assert "/embed/focus?focus=" in picture
    assert 'href="/focus' not in picture


def test_a_page_asks_little(viewer: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    client, asked = viewer.test_client(), []
    client.get("/focus", query_string={"focus": "kemi:kemi"})  # what is kept for as long as nothing changes
    select = Store.select
    monkeypatch.setattr(Store, "select", lambda *args: asked.append(args) or select(*args))
    client.get("/focus", query_string={"focus": "kemi-hyvinvointi-2023:P1.8,kemi:liikuntapalvelut"})
    assert 2 <= len(asked) <= 3


def network(*pairs: tuple[str, str], kinds: dict[str, str]) -> Network:
    iris = {name: URIRef(f"https://w3id.org/planweave/id/p/{name}") for name in kinds}
    made = [NetworkThing(iri, Label(name, ""), iri, kinds[name]) for name, iri in iris.items()]
    none = URIRef("")
    links = [NetworkLink(iris[a], iris[b], none, none, "", True, None) for a, b in pairs]
    return Network("around", tuple(made), tuple(links))


def test_the_nine_with_the_most_links_are_shown_in_the_order_of_the_plan() -> None:
    kinds = {"P": "priority", **{f"A{n}": "action" for n in range(1, 14)}, "B": "body"}
    pairs = [(f"A{n}", "P") for n in range(1, 14)] + [("A13", "B"), ("P", "B")]
    choice = choose(found := network(*pairs, kinds=kinds), found.things[:1], ["priority", "action", "body"])
    assert [thing.label.text for thing in choice.of_kind("action")] == [f"A{n}" for n in range(1, 10)]
    assert choice.counts == {"priority": 1, "action": 13, "body": 1}
    both = (found.things[0], found.things[-1])
    assert "A13" in {
        t.label.text for t in choose(found, both, ["priority", "action", "body"]).of_kind("action")
    }


def test_what_hangs_on_nothing_shown_is_left_out() -> None:
    kinds = {"P": "priority", **{f"A{n}": "action" for n in range(1, 12)}, "B": "body"}
    pairs = [(f"A{n}", "P") for n in range(1, 12)] + [("A11", "B")]
    found = network(*pairs, kinds=kinds)
    assert not choose(found, found.things[:1], ["action", "body"]).of_kind("body")
    assert choose(found, found.things[:1], ["action", "body"], opened=["action"]).of_kind("body")


def test_a_tie_that_boxes_between_lead_to_is_not_drawn_again() -> None:
    columns = {"goal": 0, "priority": 1, "action": 2, "other": 2}
    ties = [
        Tie("action", "priority", "toteuttaa", True),
        Tie("priority", "goal", "kuuluu", True),
        Tie("action", "goal", "alla", True),
        Tie("other", "goal", "alla", True),
    ]
    assert without_detours(ties, columns) == (*ties[:2], ties[3])


def test_a_relation_that_holds_both_ways_is_told_and_drawn_once(client: FlaskClient) -> None:
    args = {"focus": "kemi-hyvinvointi-2023:P1.4"}
    rows = client.get("/focus.json", query_string=args).get_json()["rows"]
    repeated = [frozenset((row["from"], row["to"])) for row in rows if row["relation"].endswith("#repeats")]
    assert len(repeated) == len(set(repeated)) == 2
    page = client.get("/focus", query_string={**args, "lang": "fi"}).get_data(as_text=True)
    assert page.count("<h3>toistuu painopisteenä") == 1
    assert page.count("<title>toistuu painopisteenä") == 2
