"""Folders that are no store, another's, or damaged: told in one line, and left as they are."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from graph import PlanGraph
from graph.errors import StoreError
from graph.revision import read_revision
from graph.store import Store
from ontology.namespaces import ID
from webviz.cli import planweave

from .conftest import MakeWorkbook

RESTORE = "planweave restore FILE --force"
Change = Callable[[Path], object]


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.handles.PATIENCE_SECONDS", 0.05)
    monkeypatch.setattr("graph.recognition._MOMENT_SECONDS", 0.01)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with a history."""
    from rdflib import Graph

    from .conftest import TINY

    folder = tmp_path_factory.mktemp("sound") / "store"
    with PlanGraph.create(folder).store as store:
        store.replace(ID["tiny"], Graph().parse(data=TINY, format="turtle"))
        store.remove(ID["tiny"])
        store.undo(ID["tiny"])
    PlanGraph.create(folder).store.close()  # the ontology is written, and the log made a table
    return folder


@pytest.fixture
def folder(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sound, tmp_path / "db"))


def files(folder: Path) -> dict[str, str]:
    """Return what stands in a folder, without the log and lock of the storage."""
    if not folder.is_dir():
        return {"": folder.read_text(encoding="utf-8")}
    found = (path for path in folder.rglob("*") if path.is_file() and path.name[:3] not in {"LOG", "LOC"})
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


def largest(folder: Path) -> Path:
    return max((folder / "store").glob("*.sst"), key=lambda file: file.stat().st_size)


def manifest(folder: Path) -> Path:
    return next((folder / "store").glob("MANIFEST-*"))


def truncate(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def only_oxigraph(folder: Path) -> None:
    shutil.rmtree(folder)
    store = ox.Store(str(folder))
    store.add(ox.Quad(ox.NamedNode("x:s"), ox.NamedNode("x:p"), ox.Literal("x")))
    store.flush()


def other_database(folder: Path) -> None:
    only_oxigraph(folder)
    for options in folder.glob("OPTIONS-*"):
        options.write_text('[CFOptions "default"]\n', encoding="ascii")


def emptied(folder: Path) -> None:
    shutil.rmtree(folder / "store")
    (folder / "store").mkdir()


def a_file(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.write_text("a letter", encoding="utf-8")


def a_home(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.mkdir()
    (folder / "letter.txt").touch()


CASES: dict[str, tuple[Change, str]] = {
    "no CURRENT": (lambda folder: (folder / "store" / "CURRENT").unlink(), RESTORE),
    "empty CURRENT": (
        lambda folder: (folder / "store" / "CURRENT").write_text("", encoding="ascii"),
        RESTORE,
    ),
    "no MANIFEST": (lambda folder: manifest(folder).unlink(), RESTORE),
    "cut table": (lambda folder: truncate(largest(folder)), RESTORE),
    "no table": (lambda folder: largest(folder).unlink(), RESTORE),
    "no folder store": (lambda folder: shutil.rmtree(folder / "store"), RESTORE),
    "empty folder store": (emptied, RESTORE),
    "Oxigraph's own": (only_oxigraph, "a store that Oxigraph itself made"),
    "another program's": (other_database, "the database of another program"),
    "a file": (a_file, "a file, and no store"),
    "other files": (a_home, "no store; name another folder"),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_no_store_or_damaged_is_told_by_every_command_and_left_as_it_is(
    folder: Path, case: str, runner: CliRunner, make_workbook: MakeWorkbook
) -> None:
    change, expected = CASES[case]
    change(folder)
    before = files(folder)
    book = str(make_workbook("uusi", goals=[{"id": "G1", "title.fi": "x"}]))
    for command in (["plans"], ["add", book], ["remove", "tiny"], ["undo", "tiny"], ["serve"], ["backup"]):
        result = runner.invoke(planweave, ["--store", str(folder), *command])
        assert result.exit_code == 2, command
        assert result.stderr.count("\n") == 1, (command, result.stderr)
        assert str(folder) in result.stderr
        assert expected in result.stderr, command
        assert files(folder) == before, command


def test_a_damage_that_shows_only_when_it_is_read_is_told_too(folder: Path, runner: CliRunner) -> None:
    for file in (folder / "store").glob("*.sst"):
        data = bytearray(file.read_bytes())
        data[: len(data) // 2] = b"X" * (len(data) // 2)
        file.write_bytes(data)
    for command in (["plans"], ["export", str(folder.parent / "x.nq")], ["backup", str(folder.parent)]):
        result = runner.invoke(planweave, ["--store", str(folder), *command])
        assert result.exit_code == 2
        assert result.stderr.count("\n") == 1
        assert RESTORE in result.stderr
    assert [path.name for path in folder.parent.iterdir()] == ["db"]


def test_no_tables_of_ours_are_made_in_the_database_of_another_program(folder: Path) -> None:
    for options in (folder / "store").glob("OPTIONS-*"):
        options.write_text('[CFOptions "default"]\n', encoding="ascii")
    before = files(folder)
    with pytest.raises(StoreError, match="the database of another program"):
        Store.create(folder)
    assert files(folder) == before


@pytest.mark.parametrize("counter", ["", "nonsense", None])
def test_a_counter_that_is_lost_begins_anew(folder: Path, counter: str | None) -> None:
    (folder / "revision").unlink()
    if counter is not None:
        (folder / "revision").write_text(counter, encoding="ascii")
    with Store.open(folder) as store:
        assert len(store)
    with Store.create(folder) as store:
        store.remove(ID["tiny"])
    assert read_revision(folder) > 0


def test_a_folder_that_a_killed_writer_had_just_begun_is_taken(tmp_path: Path) -> None:
    (tmp_path / "db" / "store").mkdir(parents=True)
    with pytest.raises(StoreError, match="no store here"):
        Store.open(tmp_path / "db")
    Store.create(tmp_path / "db").close()


def test_a_store_put_aside_is_named_where_none_took_its_place(folder: Path) -> None:
    folder.rename(folder.with_name("db.before-restore-1"))
    with pytest.raises(StoreError, match=r"an earlier one in .*db\.before-restore-1"):
        Store.open(folder)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may open everything")
def test_a_folder_that_may_not_be_opened_is_told(folder: Path) -> None:
    for file in (folder / "store").iterdir():
        file.chmod(0)
    with pytest.raises(StoreError, match="not allowed to open the store"):
        Store.open(folder)


FULL = """
import resource, sys
from webviz.cli import main
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv.pop(1)), resource.RLIM_INFINITY))
sys.argv[0] = "planweave"
main()
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no such limit there")
@pytest.mark.parametrize("command", ["add", "backup", "restore"])
def test_a_full_disk_leaves_all_as_it_was(
    folder: Path, command: str, make_workbook: MakeWorkbook, runner: CliRunner
) -> None:
    with Store.open(folder) as store:
        before = store.serialise(".nq")
    saved = folder.parent / "saved.zip"
    assert runner.invoke(planweave, ["--store", str(folder), "backup", str(saved)]).exit_code == 0
    rows = [{"id": f"G{n}", "title.fi": f"Tavoite {n} " + os.urandom(200).hex()} for n in range(1000)]
    words = {
        "add": ["add", str(make_workbook("uusi", goals=rows))],
        "backup": ["backup", str(folder.parent / "other.zip")],
        "restore": ["restore", str(saved), "--force"],
    }[command]
    size = {"add": 400_000, "backup": 10_000, "restore": 30_000}[command]
    ended = subprocess.run(
        [sys.executable, "-c", FULL, str(size), "--store", str(folder), "--lang", "en", *words],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stderr.count("\n")) == (2, 1), ended.stderr
    assert "Traceback" not in ended.stderr
    assert "a fault in the program" not in ended.stderr
    with Store.open(folder) as store:
        assert store.serialise(".nq") == before
    PlanGraph.create(folder).store.close()
    assert {path.name for path in folder.parent.iterdir()} <= {"db", "saved.zip", "uusi"}
