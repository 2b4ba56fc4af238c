"""Archives that are damaged, cut off, of another kind, or built to do harm are refused in one line."""

from __future__ import annotations

import json
import random
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Graph

from graph import PlanGraph, restore
from graph.backup import check, save
from graph.backup_archive import MANIFEST
from graph.backup_manifest import GRAPHS
from graph.errors import SourceError
from graph.store import Store
from ontology.namespaces import ID

from .conftest import TINY


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of a store with an earlier revision."""
    place = tmp_path_factory.mktemp("built")
    tiny = Graph().parse(data=TINY, format="turtle")
    with PlanGraph.create(place / "store").store as store:
        store.replace(ID["tiny"], tiny)
        store.remove(ID["tiny"])
        store.undo(ID["tiny"])
    save(lambda: Store.open(place / "store"), place / "saved.zip")
    return place / "saved.zip"


@pytest.fixture
def saved(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(built, tmp_path))


def changed(file: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """Write an archive anew with other members."""
    with zipfile.ZipFile(file) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    other = file.with_name("changed.zip")
    with zipfile.ZipFile(other, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return other


def told(**values: object) -> Callable[[dict[str, bytes]], None]:
    def change(members: dict[str, bytes]) -> None:
        members[MANIFEST] = json.dumps(json.loads(members[MANIFEST]) | values).encode()

    return change


def refused(file: Path, expected: str) -> None:
    place = file.parent / "never"
    with pytest.raises(SourceError, match=expected) as error:
        restore.restore(file, place)
    assert "\n" not in str(error.value)
    assert file.name in str(error.value)
    assert not place.exists()


def test_any_byte_that_is_not_what_it_was_is_noticed(saved: Path, tmp_path: Path) -> None:
    data, good = saved.read_bytes(), check(saved)

    @settings(max_examples=150, deadline=None)
    @given(st.integers(0, len(data) - 1), st.integers(1, 255))
    def flip(place: int, bits: int) -> None:
        file = tmp_path / "flipped.zip"
        file.write_bytes(data[:place] + bytes([data[place] ^ bits]) + data[place + 1 :])
        try:
            found = check(file)
        except SourceError:
            return
        assert found == good  # a date or a right in the frame, which nobody reads

    flip()


def test_an_archive_that_is_cut_off_is_refused_wherever(saved: Path, tmp_path: Path) -> None:
    data = saved.read_bytes()
    chance = random.Random(1)
    for length in [0, 1, len(data) - 1, *(chance.randrange(len(data)) for _ in range(40))]:
        file = tmp_path / "cut.zip"
        file.write_bytes(data[:length])
        refused(file, "damaged, cut off, or no backup at all")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda members: members.pop(MANIFEST), "no backup of Planweave"),
        (lambda members: members.update({MANIFEST: b"{"}), "damaged"),
        (lambda members: members.update({MANIFEST: b"[" * 100_000}), "damaged"),
        (told(format="other"), "no backup of Planweave"),
        (told(version=2), "a backup in format 2, and this version of Planweave reads 1"),
        (told(ontology="99.0.0"), "holds data of version 99.0.0 of the ontology, newer than"),
        (told(digest="0" * 64), "graphs.nq is not what was saved"),
        (told(graphs={}), "graphs.nq is not what was saved"),
        (told(triples="many"), "damaged"),
        (told(members=[]), "damaged"),
        (lambda members: members.update({GRAPHS: members[GRAPHS][:-9]}), "graphs.nq is not what was saved"),
        (lambda members: members.update({"../evil": b""}), "damaged"),
        (lambda members: members.pop(next(name for name in members if name.endswith(".nq.gz"))), "damaged"),
    ],
)
def test_an_archive_that_tells_something_else_is_refused(
    saved: Path, change: Callable[[dict[str, bytes]], None], expected: str
) -> None:
    refused(changed(saved, change), expected)


@pytest.mark.parametrize("name", ["history/../../evil", "/evil", "history/.ssh", "history\\..\\evil"])
def test_no_member_is_written_elsewhere(saved: Path, name: str) -> None:
    def change(members: dict[str, bytes]) -> None:
        known = json.loads(members[MANIFEST])["members"]
        members[name] = b""
        empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        told(members=[*known, {"name": name, "bytes": 0, "sha256": empty}])(members)

    refused(changed(saved, change), "damaged")


def test_what_unpacks_to_too_much_is_not_unpacked(saved: Path) -> None:
    refused(changed(saved, lambda members: members.update({GRAPHS: b"\0" * 50_000_000})), "no backup does")
    refused(changed(saved, lambda members: members.update({MANIFEST: b" " * 50_000_000})), "no backup does")


def test_another_file_is_no_backup(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("x" * 1000, encoding="utf-8")
    refused(tmp_path / "letter.txt", "no backup at all")
    with zipfile.ZipFile(tmp_path / "photos.zip", "w") as archive:
        archive.writestr("a.jpg", b"x")
    refused(tmp_path / "photos.zip", "no backup of Planweave")
