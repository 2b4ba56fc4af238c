"""A network too large to be read as groups, and what is left around some things and of much linked ones."""

from __future__ import annotations

from collections import Counter

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import URIRef

from graph import Network, PlanGraph
from graph.network import NetworkLink, NetworkThing, degrees
from graph.table import short
from ontology import Label, load_model
from webviz import summary as summaries
from webviz.filtering import filtered
from webviz.nearness import near
from webviz.network_looks import PALETTE, REST, STEPS
from webviz.state import State
from webviz.summary import is_too_large, summary

from .test_network_view import AA, contrast

KINDS = load_model().kinds
ID = "https://w3id.org/planweave/id/plan/"


def thing(name: str, kind: str) -> NetworkThing:
    return NetworkThing(URIRef(ID + name), Label(f"Nimi {name}", "fi"), URIRef("urn:class"), kind)


def link(source: str, target: str, *, named: bool = True) -> NetworkLink:
    return NetworkLink(
        URIRef(ID + source),
        URIRef(ID + target),
        URIRef("urn:r"),
        URIRef("urn:l"),
        "",
        named=named,
        confidence=None,
    )


def town(goals: int = 2, actions: int = 600) -> Network:
    """Return goals with a priority each, actions under them by turns, and one body that all share."""
    things = [thing(f"G{n}", "goal") for n in range(goals)] + [
        thing(f"P{n}", "priority") for n in range(goals)
    ]
    things += [thing(f"A{n:04}", "action") for n in range(actions)] + [thing("B", "body"), thing("Z", "body")]
    links = [link(f"P{n}", f"G{n}") for n in range(goals)]
    links += [link(f"A{n:04}", f"P{n % goals}", named=n % 3 > 0) for n in range(actions)]
    links += [link("B", f"A{n:04}") for n in range(actions)] + [link("Z", "Z")]
    return Network("town", tuple(things), tuple(links))


@pytest.mark.parametrize("opened", [(), ("plan:G0~action",), ("plan:G1~action", "plan:G1~action~2")])
def test_every_thing_is_in_one_group_and_every_link_is_counted(opened: tuple[str, ...]) -> None:
    network = town()
    found = summary(network, KINDS, opened)
    alone = [one.iri for one in found.network.things if one.iri not in found.groups]
    held = [one.iri for group in found.groups.values() for one in group.members]
    assert Counter(alone + held) == Counter(one.iri for one in network.things)
    inside = sum(group.inside for group in found.groups.values())
    assert inside + sum(counts.total() for counts in found.bundles.values()) == len(network.links)
    assert len(found.network.links) == len(found.bundles)
    assert len(found.network.things) <= summaries.MOST_THINGS


def test_groups_are_by_goal_and_kind_and_say_what_is_shared_and_what_hangs_on_none() -> None:
    found = summary(town(), KINDS, ())
    groups = {(group.about, group.kind): len(group.members) for group in found.groups.values()}
    assert found.by_goal
    assert groups == {("plan:G0", "action"): 300, ("plan:G1", "action"): 300}
    shared = summaries.goals_of(town(), {kind.name: kind.ring for kind in KINDS})
    assert (shared[URIRef(ID + "B")], shared[URIRef(ID + "Z")]) == ("several", "none")


def test_without_goals_or_with_too_many_groups_are_by_plan_and_kind() -> None:
    network = town(goals=70, actions=700)
    found = summary(network, KINDS, ())
    assert not found.by_goal
    assert {group.about for group in found.groups.values()} == {"plan"}
    loose = Network("loose", network.things[140:], ())
    assert not summary(loose, KINDS, ()).by_goal


def test_an_opened_group_shows_its_things_and_a_large_one_its_parts() -> None:
    whole = summary(town(actions=400), KINDS, ["plan:G0~action"])
    assert URIRef(f"{ID}A0000") in {one.iri for one in whole.network.things}
    parts = summary(town(actions=1200), KINDS, ["plan:G0~action"])
    keys = sorted(group.key for group in parts.groups.values() if group.part[0])
    assert keys == [f"plan:G0~action~{n}" for n in range(1, 5)]
    opened = summary(town(actions=1200), KINDS, ["plan:G0~action", "plan:G0~action~1"])
    assert len(opened.groups) == len(parts.groups) - 1
    assert summary(town(), KINDS, ["no-such-group"]).groups == summary(town(), KINDS, ()).groups


def test_what_is_too_large() -> None:
    assert is_too_large(town(actions=1200))
    assert not is_too_large(town(actions=600))


# ---- around, and much linked


@settings(deadline=None, max_examples=30)
@given(
    st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=25),
    st.integers(0, 8),
    st.integers(1, 4),
)
def test_what_is_left_is_near_and_linked_enough(pairs: list[tuple[int, int]], focus: int, least: int) -> None:
    network = Network(
        "any",
        tuple(thing(f"T{n}", "action") for n in range(9)),
        tuple(link(f"T{a}", f"T{b}") for a, b in pairs),
    )
    one, two = (near(network, State(focus=(f"plan:T{focus}",), depth=depth)) for depth in ("", "2"))
    assert all(f"plan:T{focus}" in {short(each.source), short(each.target)} for each in one.links)
    assert set(one.links) <= set(two.links)
    assert near(network, State(focus=(f"plan:T{focus}",), depth="0")) == network
    degree = degrees(network.links)
    for each in near(network, State(least=str(least))).links:
        assert least == 1 or min(degree[each.source], degree[each.target]) >= least


def test_unreadable_numbers_filter_nothing() -> None:
    network = town(actions=3)
    for least in ("", "x", "-4", "99999999999", "1"):
        assert filtered(network, State(least=least)).links == network.links


# ---- pages


def test_all_colours_are_dark_enough_for_the_letters_on_them() -> None:
    assert all(contrast(colour, "#ffffff") >= AA for colour in (*PALETTE, REST, *STEPS[1:]))
    assert contrast(STEPS[0], "#ffffff") >= 4
    assert len({*PALETTE, REST}) == len(PALETTE) + 1


@pytest.mark.parametrize("colour", ["field", "community", "between", "no-such"])
def test_the_legend_counts_every_thing_once(client: FlaskClient, kemi: PlanGraph, colour: str) -> None:
    data = client.get(f"/network.json?colour={colour}&size=between").json
    assert data is not None
    letters = {node.get("letter") for node in data["things"]}
    assert None not in letters if colour != "no-such" else letters == {None}
    assert {"ok", "columns", "rows", "truncated", "things", "links", "options", "positions"} <= data.keys()


def test_a_network_too_large_is_told_in_a_sentence(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(summaries, "MOST_THINGS", 100)
    # Pages are kept by their addresses: these are of this test alone.
    page = client.get("/network?lang=fi&for=groups").text
    assert "233 asiaa on koottu ryhmiin" in page
    data = client.get("/network.json?for=groups").json
    assert data is not None
    assert len(data["things"]) < 100
    assert any("group_key" in node for node in data["things"])
    key = next(node["group_key"] for node in data["things"] if "group_key" in node)
    opened = client.get("/network.json", query_string={"open": key, "for": "groups"}).json
    assert opened is not None
    assert len(opened["things"]) != len(data["things"])
