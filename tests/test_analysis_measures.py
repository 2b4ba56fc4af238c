"""Measures of networks beside published values, networkx and networkit."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.analysis import (
    Ties,
    betweenness,
    communities,
    constraint,
    cores,
    cuts,
    degree,
    effective_size,
    external_internal_index,
    large,
    modularity,
    sampled_betweenness,
    strength,
)

# Values as Zachary's and Padgett's networks are told in the literature: betweenness of Freeman, both
# networks in Wasserman and Faust 1994 and in Newman 2010; the best modularity of the karate club with
# four groups is 0.4198 (Brandes et al. 2008, "On modularity clustering").
KARATE_BETWEENNESS = {1: 231.0714, 34: 160.5516, 33: 76.6905, 3: 75.8508, 32: 73.0095, 9: 29.5294}
KARATE_BEST = 0.41978961
FLORENCE = {"Medici": 0.5220, "Guadagni": 0.2546, "Albizzi": 0.2125, "Salviati": 0.1429, "Pazzi": 0.0}


def ties_of(edges: Iterable[tuple[Hashable, Hashable]], nodes: Iterable[Hashable] = ()) -> Ties:
    return Ties.of([(name_of(a), name_of(b)) for a, b in edges], [name_of(node) for node in nodes])


def name_of(node: Hashable) -> str:
    """Return a name in whose order numbers keep theirs."""
    return f"{node:03}" if isinstance(node, int) else str(node)


def by_name(ties: Ties, values: Iterable[float]) -> dict[str, float]:
    return dict(zip(ties.names, values, strict=True))


@pytest.fixture(scope="module")
def karate() -> nx.Graph[int]:
    weighted = nx.karate_club_graph()
    return nx.Graph([(a + 1, b + 1) for a, b in weighted.edges()])


@pytest.fixture(scope="module")
def florence() -> nx.Graph[str]:
    return nx.florentine_families_graph()


def test_betweenness_of_the_karate_club_is_as_published(karate: nx.Graph[int]) -> None:
    ties = ties_of(karate.edges())
    pairs = 33 * 32 / 2
    found = {int(name): value * pairs for name, value in by_name(ties, betweenness(ties).values).items()}
    assert {member: found[member] for member in KARATE_BETWEENNESS} == pytest.approx(
        KARATE_BETWEENNESS, abs=1e-4
    )
    assert betweenness(ties).errors.max() == 0


def test_florentine_families_are_as_published(florence: nx.Graph[str]) -> None:
    ties = ties_of(florence.edges())
    found = by_name(ties, betweenness(ties).values)
    assert {family: found[family] for family in FLORENCE} == pytest.approx(FLORENCE, abs=1e-4)
    degrees = by_name(ties, degree(ties).tolist())
    assert degrees["Medici"] == 6
    assert sorted(degrees.values(), reverse=True)[:3] == [6, 4, 4]
    lost = {ties.names[cut.place]: len(cut.lost) for cut in cuts(ties)}
    assert lost == {"Medici": 3, "Albizzi": 1, "Guadagni": 1, "Salviati": 1}


def test_the_karate_club_has_its_best_known_groups(karate: nx.Graph[int]) -> None:
    ties = ties_of(karate.edges())
    found = communities(ties)
    assert found.modularity == pytest.approx(KARATE_BEST, abs=1e-8)
    assert np.bincount(found.groups).tolist() == [12, 11, 6, 5]
    assert np.array_equal(found.groups, communities(ties).groups)


def test_the_innermost_core_of_the_karate_club_has_ten_members(karate: nx.Graph[int]) -> None:
    ties = ties_of(karate.edges())
    found = by_name(ties, cores(ties).tolist())
    assert {int(name) for name, core in found.items() if core == 4} == {1, 2, 3, 4, 8, 9, 14, 31, 33, 34}


def test_burts_measures_of_a_contact_between_two_groups() -> None:
    # A bridges {B, C}, who know each other, and D: by hand after Burt 1992.
    # p(A, x) = 1/3; c = (1/3 + 1/3 * 1/2)^2 * 2 + (1/3)^2 = 0.25 * 2 + 0.1111; e = 3 - 2 * 1/3.
    ties = ties_of([("A", "B"), ("A", "C"), ("B", "C"), ("A", "D")])
    assert by_name(ties, constraint(ties))["A"] == pytest.approx(11 / 18)
    assert by_name(ties, effective_size(ties))["A"] == pytest.approx(7 / 3)
    assert by_name(ties, constraint(ties))["D"] == pytest.approx(1)


def test_links_to_others_and_within_give_the_index_of_krackhardt_and_stern() -> None:
    assert [external_internal_index(*counts) for counts in ((4, 0), (2, 2), (0, 3))] == [-1, 0, 1]
    assert np.isnan(external_internal_index(0, 0))


@st.composite
def networks(draw: st.DrawFn) -> list[tuple[int, int]]:
    ends = st.integers(0, draw(st.integers(2, 14)))
    return draw(st.lists(st.tuples(ends, ends), min_size=1, max_size=40))


def drawn(links: list[tuple[int, int]]) -> nx.Graph[int]:
    made: nx.Graph[int] = nx.Graph()
    for a, b in links:
        made.add_nodes_from((a, b))
        if a != b:
            made.add_edge(a, b, weight=made.get_edge_data(a, b, {"weight": 0})["weight"] + 1)
    return made


@settings(max_examples=60, deadline=None)
@given(networks())
def test_every_measure_is_that_of_networkx(links: list[tuple[int, int]]) -> None:
    made, ties = drawn(links), ties_of(links, [end for link in links for end in link])
    names = [int(name) for name in ties.names]

    def same(ours: Iterable[float], theirs: dict[int, float]) -> None:
        assert list(ours) == pytest.approx([theirs[name] for name in names], abs=1e-9, nan_ok=True)

    same(degree(ties), dict(made.degree()))
    same(strength(ties), dict(made.degree(weight="weight")))
    same(betweenness(ties).values, nx.betweenness_centrality(made))
    same(constraint(ties), nx.constraint(made, weight="weight"))
    # With all things asked for at once, networkx 3.6 divides columns where it means rows.
    same(effective_size(ties), nx.effective_size(made, nodes=list(made), weight="weight"))
    same(cores(ties), nx.core_number(made))
    assert {names[cut.place] for cut in cuts(ties)} == set(nx.articulation_points(made))
    found = communities(ties)
    groups = [{names[at] for at in np.flatnonzero(found.groups == g)} for g in set(found.groups.tolist())]
    if made.number_of_edges():
        assert found.modularity == pytest.approx(nx.community.modularity(made, groups), abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(networks(), st.permutations(range(15)))
def test_measures_do_not_depend_on_names_or_order(links: list[tuple[int, int]], names: list[int]) -> None:
    ties = ties_of(links)
    other = ties_of([(names[b], names[a]) for a, b in reversed(links)])
    for measure in (degree, strength, cores, constraint, effective_size):
        values, moved = by_name(ties, measure(ties)), by_name(other, measure(other))
        assert {name_of(names[int(name)]): value for name, value in values.items()} == pytest.approx(
            moved, abs=1e-9, nan_ok=True
        )
    assert sum(degree(ties)) == 2 * len(ties.pairs)
    assert -0.5 <= modularity(ties, np.zeros(ties.count, dtype=np.int64)) <= 1


@settings(max_examples=40, deadline=None)
@given(networks())
def test_whoever_is_lost_has_lost_contact(links: list[tuple[int, int]]) -> None:
    made, ties = drawn(links), ties_of(links)
    for cut in cuts(ties):
        left = made.copy()
        left.remove_node(int(ties.names[cut.place]))
        part = nx.node_connected_component(made, int(ties.names[cut.place])) - {int(ties.names[cut.place])}
        lost = {int(ties.names[at]) for at in cut.lost}
        parts = list(nx.connected_components(left.subgraph(part)))
        assert len(parts) == cut.parts
        assert lost in (part, part - max(parts, key=len)) or len(lost) == len(part) - max(map(len, parts))
        assert not any(left.has_edge(a, b) for a in lost for b in part - lost)


def test_a_sample_comes_near_to_the_exact_values_and_says_how_near() -> None:
    made = nx.powerlaw_cluster_graph(800, 3, 0.3, seed=7)
    ties = ties_of(made.edges())
    exact = betweenness(ties).values
    samples = [sampled_betweenness(ties, 100, seed) for seed in range(20)]
    high, within = np.argsort(-exact)[:10], []
    for sample in samples:
        off = np.abs(sample.values - exact)
        assert np.corrcoef(exact, sample.values)[0, 1] >= 0.97
        assert off.max() <= sample.bound
        within.append(off[high] <= 2 * sample.errors[high])
    assert np.mean(within) >= 0.85
    assert np.mean([sample.values[high] for sample in samples], axis=0) == pytest.approx(exact[high], rel=0.1)
    sample = sampled_betweenness(ties, 100)
    assert np.array_equal(sample.values, sampled_betweenness(ties, 100).values)
    assert sampled_betweenness(ties, 800).values == pytest.approx(exact, abs=1e-12)


def test_networkit_finds_groups_no_worse_than_networkx() -> None:
    if not large.is_installed():
        pytest.skip("networkit is not installed: pip install 'planweave[large]'")
    made = nx.powerlaw_cluster_graph(6_000, 3, 0.3, seed=5)
    ties = ties_of(made.edges())
    found = communities(ties)
    assert found.method == "plm"
    louvain = nx.community.louvain_communities(made, seed=20)
    assert found.modularity >= nx.community.modularity(made, louvain)
    assert np.array_equal(found.groups, communities(ties).groups)


def test_nothing_is_found_where_nothing_is() -> None:
    nothing, alone = Ties.of([]), Ties.of([], ["a", "b"])
    for ties in (nothing, alone):
        assert betweenness(ties).values.tolist() == degree(ties).tolist() == cores(ties).tolist()
        assert communities(ties).modularity == 0
        assert cuts(ties) == ()
        assert all(np.isnan(measure(ties)).all() for measure in (constraint, effective_size))
