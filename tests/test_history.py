"""Earlier revisions: undo and redo, step by step, and where they are kept."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import RDFS, Graph, Literal, URIRef
from rdflib.compare import isomorphic

from graph.answers import Change
from graph.store import Store
from ontology.namespaces import ID

from .test_store import COUNT, PLAN_IRI, with_label


@pytest.fixture(params=["disk", "remote"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    place = tmp_path / "store" if request.param == "disk" else request.getfixturevalue("remote")
    with Store.create(place) as made:
        yield made


def test_undo_goes_back_step_by_step(store: Store, tiny: Graph) -> None:
    first, second = with_label(tiny, "first"), with_label(tiny, "second")
    for state in (first, second, tiny):
        store.replace(PLAN_IRI, state)
    assert store.undo(PLAN_IRI) == Change(1, 0)
    assert isomorphic(store.triples(PLAN_IRI), second)
    assert store.undo(PLAN_IRI) == Change(1, 1)
    assert isomorphic(store.triples(PLAN_IRI), first)
    assert store.undo(PLAN_IRI) is None


def test_undo_brings_back_a_removed_plan(store: Store, tiny: Graph) -> None:
    store.replace(PLAN_IRI, tiny)
    store.remove(PLAN_IRI)
    assert store.undo(PLAN_IRI) == Change(len(tiny), 0)
    assert store.graphs() == [PLAN_IRI]


def test_undo_passes_over_a_revision_that_nothing_followed(store: Store, tiny: Graph) -> None:
    """A process that ends between history and write leaves what the graph holds anyway."""
    store.replace(PLAN_IRI, with_label(tiny, "old"))
    store.replace(PLAN_IRI, tiny)
    assert store.history is not None
    (kept,) = store.history.folder.rglob("*.nq.gz")
    current = store.serialise(".nq", PLAN_IRI)
    kept.with_name("99991231T000000000000Z.nq.gz").write_bytes(gzip.compress(current))
    assert store.undo(PLAN_IRI) == Change(1, 0)
    assert isomorphic(store.triples(PLAN_IRI), with_label(tiny, "old"))


def test_history_is_never_part_of_what_is_asked(store: Store, tiny: Graph) -> None:
    store.replace(PLAN_IRI, with_label(tiny, "an old word"))
    store.replace(PLAN_IRI, tiny)
    store.remove(PLAN_IRI)
    assert store.select(COUNT).rows == ((Literal(0),),)
    assert not store.ask("ASK { ?s ?p 'an old word' }")


def said(store: Store, graph: URIRef = PLAN_IRI) -> list[str]:
    return [str(label) for label in store.triples(graph).objects(None, RDFS.label)]


def word(text: str) -> Graph:
    return with_label(Graph(), text)


def test_redo_brings_back_what_undo_replaced_step_by_step(store: Store) -> None:
    for text in "abc":
        store.replace(PLAN_IRI, word(text))
    assert store.redo(PLAN_IRI) is None
    seen = []
    for step in (
        store.undo,
        store.undo,
        store.undo,
        store.redo,
        store.undo,
        store.redo,
        store.redo,
        store.redo,
    ):
        step(PLAN_IRI)
        seen += said(store)
    assert seen == ["b", "a", "a", "b", "a", "b", "c", "c"]


def test_a_removal_is_undone_and_done_again(store: Store) -> None:
    store.replace(PLAN_IRI, word("a"))
    store.remove(PLAN_IRI)
    assert store.undo(PLAN_IRI) == Change(1, 0)
    assert store.redo(PLAN_IRI) == Change(0, 1)
    assert store.graphs() == []
    assert store.undo(PLAN_IRI) == Change(1, 0)


def test_what_was_undone_is_an_earlier_revision_after_the_next_change(store: Store) -> None:
    for text in "ab":
        store.replace(PLAN_IRI, word(text))
    store.undo(PLAN_IRI)
    store.replace(PLAN_IRI, word("c"))
    assert store.redo(PLAN_IRI) is None
    seen = []
    while store.undo(PLAN_IRI):
        seen += said(store)
    assert seen == ["a", "b"]


@pytest.mark.parametrize(
    "other", ["https://kemi.fi/id/tiny", "https://kemi.fi/x#tiny", "https://w3id.org/planweave/id/Tiny"]
)
def test_graphs_whose_iris_end_alike_have_histories_of_their_own(store: Store, other: str) -> None:
    names = [PLAN_IRI, URIRef(other)]
    for text in "ab":
        for number, name in enumerate(names):
            store.replace(name, word(f"{text}{number}"))
    assert store.kept() == names
    for number, name in enumerate(names):
        store.undo(name)
        assert said(store, name) == [f"a{number}"]
        assert store.undo(name) is None
    assert store.history is not None
    assert len({folder.name.casefold() for folder in store.history.folder.iterdir()}) == 2


def test_revisions_in_the_folders_of_earlier_versions_are_found(store: Store) -> None:
    """They were named by the end of the IRI alone, and told no graph but in their quads."""
    assert store.history is not None
    old = store.history.folder / "tiny"
    old.mkdir(parents=True)
    for number, graph in enumerate([PLAN_IRI, URIRef("https://kemi.fi/id/tiny")]):
        quad = f'<{ID["tiny/P1"]}> <{RDFS.label}> "old {number}" <{graph}> .\n'
        packed = gzip.compress(b"# ontology 0.1.0\n" + quad.encode())
        (old / f"2026010{number + 1}T000000000000Z.nq.gz").write_bytes(packed)
    store.replace(PLAN_IRI, word("new"))
    assert store.undo(PLAN_IRI) == Change(1, 1)
    assert said(store) == ["old 0"]
    assert store.undo(PLAN_IRI) is None
    assert store.redo(PLAN_IRI) == Change(1, 1)
    assert store.kept()[-1] == PLAN_IRI


def test_revisions_stay_in_order_where_the_clock_goes_back(store: Store) -> None:
    store.replace(PLAN_IRI, word("a"))
    store.replace(PLAN_IRI, word("b"))
    assert store.history is not None
    (kept,) = store.history.folder.rglob("*.nq.gz")
    kept.rename(kept.with_name("29990101T000000000000Z.nq.gz"))
    store.replace(PLAN_IRI, word("c"))
    store.undo(PLAN_IRI)
    assert said(store) == ["b"]


def test_an_undo_that_was_cut_off_is_passed_over(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it kept before the write is what the graph holds anyway."""
    for text in "ab":
        store.replace(PLAN_IRI, word(text))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(store, "_commit", full)
        with pytest.raises(OSError, match="No space left"):
            store.undo(PLAN_IRI)
    assert said(store) == ["b"]
    assert store.redo(PLAN_IRI) is None
    seen = []
    for step in (store.undo, store.redo, store.redo, store.undo):
        step(PLAN_IRI)
        seen += said(store)
    assert seen == ["a", "b", "b", "a"]


@pytest.mark.parametrize("end", ["ä" * 300, "..", ".", ""], ids=["long", "above", "here", "none"])
def test_a_graph_of_any_name_is_kept_below_the_history(store: Store, tiny: Graph, end: str) -> None:
    name = URIRef(f"https://plans.example.fi/{end}")
    for state in (tiny, with_label(tiny, "second")):
        store.replace(name, state)
    assert store.undo(name) == Change(0, 1)
    assert isomorphic(store.triples(name), tiny)
