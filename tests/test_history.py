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


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "store") as made:
        yield made


def test_undo_goes_back_step_by_step(disk: Store, tiny: Graph) -> None:
    first, second = with_label(tiny, "first"), with_label(tiny, "second")
    for state in (first, second, tiny):
        disk.replace(PLAN_IRI, state)
    assert disk.undo(PLAN_IRI) == Change(1, 0)
    assert isomorphic(disk.triples(PLAN_IRI), second)
    assert disk.undo(PLAN_IRI) == Change(1, 1)
    assert isomorphic(disk.triples(PLAN_IRI), first)
    assert disk.undo(PLAN_IRI) is None


def test_undo_brings_back_a_removed_plan(disk: Store, tiny: Graph) -> None:
    disk.replace(PLAN_IRI, tiny)
    disk.remove(PLAN_IRI)
    assert disk.undo(PLAN_IRI) == Change(len(tiny), 0)
    assert disk.graphs() == [PLAN_IRI]


def test_undo_passes_over_a_revision_that_nothing_followed(disk: Store, tiny: Graph) -> None:
    """A process that ends between history and write leaves what the graph holds anyway."""
    disk.replace(PLAN_IRI, with_label(tiny, "old"))
    disk.replace(PLAN_IRI, tiny)
    assert disk.folder is not None
    (kept,) = (disk.folder / "history").rglob("*.nq.gz")
    current = disk.serialise(".nq", PLAN_IRI)
    kept.with_name("99991231T000000000000Z.nq.gz").write_bytes(gzip.compress(current))
    assert disk.undo(PLAN_IRI) == Change(1, 0)
    assert isomorphic(disk.triples(PLAN_IRI), with_label(tiny, "old"))


def test_history_is_never_part_of_what_is_asked(disk: Store, tiny: Graph) -> None:
    disk.replace(PLAN_IRI, with_label(tiny, "an old word"))
    disk.replace(PLAN_IRI, tiny)
    disk.remove(PLAN_IRI)
    assert disk.select(COUNT).rows == ((Literal(0),),)
    assert not disk.ask("ASK { ?s ?p 'an old word' }")


def said(store: Store, graph: URIRef = PLAN_IRI) -> list[str]:
    return [str(label) for label in store.triples(graph).objects(None, RDFS.label)]


def word(text: str) -> Graph:
    return with_label(Graph(), text)


def test_redo_brings_back_what_undo_replaced_step_by_step(disk: Store) -> None:
    for text in "abc":
        disk.replace(PLAN_IRI, word(text))
    assert disk.redo(PLAN_IRI) is None
    seen = []
    for step in (disk.undo, disk.undo, disk.undo, disk.redo, disk.undo, disk.redo, disk.redo, disk.redo):
        step(PLAN_IRI)
        seen += said(disk)
    assert seen == ["b", "a", "a", "b", "a", "b", "c", "c"]


def test_a_removal_is_undone_and_done_again(disk: Store) -> None:
    disk.replace(PLAN_IRI, word("a"))
    disk.remove(PLAN_IRI)
    assert disk.undo(PLAN_IRI) == Change(1, 0)
    assert disk.redo(PLAN_IRI) == Change(0, 1)
    assert disk.graphs() == []
    assert disk.undo(PLAN_IRI) == Change(1, 0)


def test_what_was_undone_is_an_earlier_revision_after_the_next_change(disk: Store) -> None:
    for text in "ab":
        disk.replace(PLAN_IRI, word(text))
    disk.undo(PLAN_IRI)
    disk.replace(PLAN_IRI, word("c"))
    assert disk.redo(PLAN_IRI) is None
    seen = []
    while disk.undo(PLAN_IRI):
        seen += said(disk)
    assert seen == ["a", "b"]


@pytest.mark.parametrize(
    "other", ["https://kemi.fi/id/tiny", "https://kemi.fi/x#tiny", "https://w3id.org/planweave/id/Tiny"]
)
def test_graphs_whose_iris_end_alike_have_histories_of_their_own(disk: Store, other: str) -> None:
    names = [PLAN_IRI, URIRef(other)]
    for text in "ab":
        for number, name in enumerate(names):
            disk.replace(name, word(f"{text}{number}"))
    assert disk.kept() == names
    for number, name in enumerate(names):
        disk.undo(name)
        assert said(disk, name) == [f"a{number}"]
        assert disk.undo(name) is None
    assert disk.folder is not None
    assert len({folder.name.casefold() for folder in (disk.folder / "history").iterdir()}) == 2


def test_revisions_in_the_folders_of_earlier_versions_are_found(disk: Store) -> None:
    """They were named by the end of the IRI alone, and told no graph but in their quads."""
    assert disk.folder is not None
    old = disk.folder / "history" / "tiny"
    old.mkdir(parents=True)
    for number, graph in enumerate([PLAN_IRI, URIRef("https://kemi.fi/id/tiny")]):
        quad = f'<{ID["tiny/P1"]}> <{RDFS.label}> "old {number}" <{graph}> .\n'
        packed = gzip.compress(b"# ontology 0.1.0\n" + quad.encode())
        (old / f"2026010{number + 1}T000000000000Z.nq.gz").write_bytes(packed)
    disk.replace(PLAN_IRI, word("new"))
    assert disk.undo(PLAN_IRI) == Change(1, 1)
    assert said(disk) == ["old 0"]
    assert disk.undo(PLAN_IRI) is None
    assert disk.redo(PLAN_IRI) == Change(1, 1)
    assert disk.kept()[-1] == PLAN_IRI


def test_revisions_stay_in_order_where_the_clock_goes_back(disk: Store) -> None:
    disk.replace(PLAN_IRI, word("a"))
    disk.replace(PLAN_IRI, word("b"))
    assert disk.folder is not None
    (kept,) = (disk.folder / "history").rglob("*.nq.gz")
    kept.rename(kept.with_name("29990101T000000000000Z.nq.gz"))
    disk.replace(PLAN_IRI, word("c"))
    disk.undo(PLAN_IRI)
    assert said(disk) == ["b"]


def test_an_undo_that_was_cut_off_is_passed_over(disk: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it kept before the write is what the graph holds anyway."""
    for text in "ab":
        disk.replace(PLAN_IRI, word(text))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(disk, "_apply", full)
        with pytest.raises(OSError, match="No space left"):
            disk.undo(PLAN_IRI)
    assert said(disk) == ["b"]
    assert disk.redo(PLAN_IRI) is None
    seen = []
    for step in (disk.undo, disk.redo, disk.redo, disk.undo):
        step(PLAN_IRI)
        seen += said(disk)
    assert seen == ["a", "b", "b", "a"]
