"""Where things stand: the same content gives the same picture, and no two things stand on each other."""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import URIRef

from graph import Network, PlanGraph
from graph.network import NetworkLink, NetworkThing
from graph.network_layout import Positions, positions
from ontology import Label, load_model

RINGS = {kind.name: kind.ring for kind in load_model().kinds}
VIEWS = ["whole-plan", "goal-tree", "networks-and-members", "partners-around", "neighbours"]


def thing(name: str, kind: str = "action") -> NetworkThing:
    return NetworkThing(URIRef(f"urn:{name}"), Label(name, "fi"), URIRef("urn:class"), kind)


def link(source: str, target: str) -> NetworkLink:
    ends = URIRef(f"urn:{source}"), URIRef(f"urn:{target}")
    relation, record = URIRef("urn:relation"), URIRef("urn:record")
    return NetworkLink(*ends, relation, record, "stated", named=True, confidence=None)


def network(things: Sequence[NetworkThing], links: Sequence[NetworkLink] = ()) -> Network:
    return Network("drawn", tuple(things), tuple(links))


@st.composite
def networks(draw: st.DrawFn) -> Network:
    kinds = draw(st.lists(st.sampled_from([*sorted(RINGS), "unheard-of"]), max_size=24))
    names = [f"t{n}" for n in range(len(kinds))]
    pairs = st.tuples(st.sampled_from(names), st.sampled_from(names)) if names else st.nothing()
    links = draw(st.lists(pairs, max_size=40)) if names else []
    return network(
        [thing(name, kind) for name, kind in zip(names, kinds, strict=True)], [link(*ends) for ends in links]
    )


def nearest(placed: Positions) -> float:
    """Return how near the two nearest things are."""
    return min((math.dist(a, b) for a, b in itertools.combinations(placed.values(), 2)), default=math.inf)


@settings(deadline=None, max_examples=60)
@given(networks(), st.randoms(use_true_random=False))
def test_every_network_is_placed_whole_and_the_order_of_its_parts_is_nothing(
    drawn: Network, chance: random.Random
) -> None:
    placed = positions(drawn, RINGS)
    assert placed.keys() == {str(one.iri) for one in drawn.things}
    assert all(math.isfinite(x) and math.isfinite(y) for x, y in placed.values())
    assert nearest(placed) >= 10
    things, links = list(drawn.things), list(drawn.links)
    chance.shuffle(things)
    chance.shuffle(links)
    assert positions(network(things, links), RINGS) == placed


@pytest.mark.parametrize("plan", ["kemi-hyvinvointi-2023", "kemi-strategia-2022", None])
@pytest.mark.parametrize("view", VIEWS)
def test_plans_of_kemi_are_placed_alike_each_time(kemi: PlanGraph, view: str, plan: str | None) -> None:
    values = {"focus": "kemi:kirjasto"} if "focus" in kemi.library.view(view).params else {}
    drawn = kemi.view(view, "fi", plan, values)
    placed = positions(drawn, RINGS)
    assert placed.keys() == {str(one.iri) for one in drawn.things}
    assert all(math.isfinite(x) and math.isfinite(y) for x, y in placed.values())
    # The smallest symbol is 18 pixels wide.
    assert nearest(placed) >= 18
    turned = network(drawn.things[::-1], drawn.links[::-1])
    assert positions(turned, RINGS) == placed


def test_the_language_of_labels_moves_nothing(kemi: PlanGraph) -> None:
    plan = "kemi-hyvinvointi-2023"
    finnish, swedish = (positions(kemi.view("goal-tree", lang, plan), RINGS) for lang in ("fi", "sv"))
    assert finnish == swedish


def test_nothing_has_no_places() -> None:
    assert positions(network([]), RINGS) == {}
    assert positions(network([]), {}) == {}


def test_one_thing_has_a_place() -> None:
    assert len(positions(network([thing("a")]), RINGS)) == 1
    assert len(positions(network([thing("a", "goal")], [link("a", "a")]), RINGS)) == 1
    assert len(positions(network([thing("a"), thing("b")]), {})) == 2


def test_goals_stand_further_in_than_actions() -> None:
    kinds = {"goal": 2, "priority": 6, "action": 12}
    things = [thing(f"{kind}{n}", kind) for kind, count in kinds.items() for n in range(count)]
    links = [link(f"priority{n}", f"goal{n % 2}") for n in range(6)]
    links += [link(f"action{n}", f"priority{n % 6}") for n in range(12)]
    placed = positions(network(things, links), RINGS)
    out = {name: math.hypot(x / 1.25, y) for name, (x, y) in placed.items()}
    most = [max(out[f"urn:{kind}{n}"] for n in range(count)) for kind, count in kinds.items()]
    assert most == sorted(most)
    assert len({round(one) for one in most}) == 3


def test_linked_things_stand_near_each_other() -> None:
    things = [thing(f"g{n}", "goal") for n in range(4)] + [thing(f"p{n}", "priority") for n in range(12)]
    links = [link(f"p{n}", f"g{n % 4}") for n in range(12)]
    placed = positions(network(things, links), RINGS)
    near = [math.dist(placed[f"urn:p{n}"], placed[f"urn:g{n % 4}"]) for n in range(12)]
    far = [math.dist(placed[f"urn:p{n}"], placed[f"urn:g{(n + 2) % 4}"]) for n in range(12)]
    assert max(near) < min(far)
