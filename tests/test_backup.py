"""Backups: what is saved comes back, and what is damaged, foreign or built to do harm is refused."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from rdflib import BNode, Graph, Literal

from graph import PlanGraph, restore
from graph.backup import check, save
from graph.backup_manifest import Tally
from graph.cli import planweave
from graph.errors import LockedError, StoreError
from graph.restore import Restored
from graph.store import Store
from ontology.namespaces import ID, PLAN

from .conftest import TINY as TINY_PLAN

TINY, OTHER = ID["tiny"], ID["other"]


def text(word: str) -> Graph:
    return Graph().add((ID["tiny/P1"], PLAN.note, Literal(word)))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store of two plans, one of which was something else before, and its backup."""
    place = tmp_path_factory.mktemp("built")
    tiny = Graph().parse(data=TINY_PLAN, format="turtle")
    with PlanGraph.create(place / "store").store as store:
        store.replace(TINY, text("first"))
        store.replace(TINY, tiny)
        store.replace(OTHER, Graph().add((BNode("x1"), PLAN.note, Literal('"\n\\ä'))))
    save(lambda: Store.open(place / "store"), place / "saved.zip")
    return place


@pytest.fixture
def folder(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built / "store", tmp_path / "store"))


@pytest.fixture
def saved(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(built / "saved.zip", tmp_path))


def content(folder: Path) -> bytes:
    with Store.open(folder) as store:
        return store.serialise(".nq")


def test_what_is_restored_is_what_was_saved_and_can_be_undone(
    folder: Path, saved: Path, tmp_path: Path
) -> None:
    place = tmp_path / "deep" / "restored"
    found = restore.restore(saved, place)
    assert found == Restored(check(saved), None)
    assert found.manifest.graphs == {str(TINY): 8, str(OTHER): 1} | found.manifest.graphs
    assert found.manifest.revisions == 1
    assert content(place) == content(folder)
    assert [p.name for p in place.parent.iterdir()] == ["restored"]
    with PlanGraph.create(place).store as store:
        PlanGraph(store).undo("tiny")
        assert set(store.triples(TINY)) == set(text("first"))


def test_a_store_that_is_being_written_to_is_saved_as_it_was(folder: Path, tmp_path: Path) -> None:
    with PlanGraph.create(folder).store as store:
        before, reader = content(folder), Store.open(folder)
        store.replace(TINY, text("later"))
        save(lambda: reader, tmp_path / "saved.zip")
    restore.restore(tmp_path / "saved.zip", tmp_path / "restored")
    assert content(tmp_path / "restored") == before
    # The history was read later, and ends with what was saved: no step back is lost.
    with PlanGraph.create(tmp_path / "restored").store as made:
        PlanGraph(made).undo("tiny")
        assert set(made.triples(TINY)) == set(text("first"))


@given(
    st.permutations([b"<a> <b> <c> <g> .\n", b'<a> <b> "x" <g> .\n', b"_:x <b> <c> <h> .\n"]),
    st.integers(1, 9),
)
def test_the_digest_depends_on_no_order_and_no_pieces(lines: list[bytes], size: int) -> None:
    whole, pieces = Tally(), Tally()
    whole.feed(b"".join(sorted(lines)))
    data = b"".join(lines)
    for start in range(0, len(data), size):
        pieces.feed(data[start : start + size])
    assert (pieces.digest, pieces.graphs) == (whole.digest, whole.graphs)
    assert whole.graphs == {"<g>": 2, "<h>": 1}
    whole.feed(lines[0])
    assert whole.digest != pieces.digest


# ---- a place that is taken


def test_a_store_is_only_replaced_when_that_is_asked_for_and_kept_beside(folder: Path, saved: Path) -> None:
    with Store.create(folder) as store:
        store.remove(TINY)
    before = content(folder)
    with pytest.raises(StoreError, match="holds a store; name another folder"):
        restore.restore(saved, folder)
    assert content(folder) == before
    former = restore.restore(saved, folder, force=True).former
    assert former is not None
    assert content(former) == before
    assert content(folder) != before
    assert {path.name for path in folder.parent.iterdir()} == {"store", "saved.zip", former.name}


def test_a_damaged_store_is_kept_beside_too(folder: Path, saved: Path) -> None:
    before = content(folder)
    (folder / "store" / "CURRENT").unlink()
    former = restore.restore(saved, folder, force=True).former
    assert former is not None
    assert not (former / "store" / "CURRENT").exists()
    assert content(folder) == before


def test_a_store_that_is_written_to_is_not_replaced(folder: Path, saved: Path) -> None:
    with Store.create(folder), pytest.raises(LockedError):
        restore.restore(saved, folder, force=True)


def test_other_files_are_never_moved(saved: Path, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "letter.txt").touch()
    with pytest.raises(StoreError, match="holds other files and is no store"):
        restore.restore(saved, tmp_path / "home", force=True)
    assert (tmp_path / "home" / "letter.txt").exists()


def test_what_cannot_be_built_whole_leaves_all_as_it_was(
    folder: Path, saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = content(folder)
    monkeypatch.setattr(Store, "fill", lambda *_: None)
    with pytest.raises(StoreError, match=r"the new store is not what .* tells"):
        restore.restore(saved, folder, force=True)
    assert content(folder) == before
    assert {path.name for path in folder.parent.iterdir()} == {"store", "saved.zip"}


def test_without_an_exchange_of_names_both_stores_are_kept_too(
    folder: Path, saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph.swapping._exchanged", lambda *_: False)
    before = content(folder)
    former = restore.restore(saved, folder, force=True).former
    assert former is not None
    assert content(former) == content(folder) == before


# ---- the commands


@pytest.fixture
def invoke(runner: CliRunner, folder: Path) -> Callable[..., Result]:
    return lambda *words: runner.invoke(planweave, ["--store", str(folder), *map(str, words)])


def test_the_commands_save_and_restore(invoke: Callable[..., Result], folder: Path, tmp_path: Path) -> None:
    backups = tmp_path / "backups"
    backups.mkdir()
    before = content(folder)
    result = invoke("backup", backups)
    assert result.exit_code == 0
    [file] = backups.iterdir()
    assert result.stdout.startswith(f"{file}: ")
    assert "earlier states: 1" in result.stdout
    for command in ("backup", "restore"):
        assert "whole" in invoke(command, file, "--check").stdout
    refused = invoke("restore", file)
    assert (refused.exit_code, refused.stderr.count("\n")) == (2, 1)
    done = invoke("restore", file, "--force")
    assert "the former store is kept in" in done.stderr
    assert content(folder) == before


def test_a_file_is_written_over_only_when_that_is_asked_for(
    invoke: Callable[..., Result], tmp_path: Path
) -> None:
    (tmp_path / "kept.zip").write_bytes(b"precious")
    assert invoke("backup", tmp_path / "kept.zip").exit_code == 2
    assert (tmp_path / "kept.zip").read_bytes() == b"precious"
    assert invoke("backup", tmp_path / "kept.zip", "--force").exit_code == 0
    assert zipfile.is_zipfile(io.BytesIO((tmp_path / "kept.zip").read_bytes()))
