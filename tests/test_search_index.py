"""The index of names is in step with the store, whatever was written and however it ended."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from graph import PlanGraph, search_index, search_reading
from graph.revision import read_revision
from graph.search import find
from graph.search_index import FILE, SearchIndex, opened, stamp
from graph.store import Store
from graph.table import short

MakeWorkbook = Callable[..., Path]


def bodies(*titles: str) -> list[dict[str, str]]:
    return [
        {"id": f"U{at}", "kind": "organisation", "field": "sport", "title.fi": title}
        for at, title in enumerate(titles, 1)
    ]


def called(plans: PlanGraph, text: str) -> list[str]:
    return [short(hit.iri) for hit in find(plans, text, "fi")]


def found(folder: Path, text: str) -> list[str]:
    with Store.open(folder) as store:
        return called(PlanGraph(store), text)


def indexed(folder: Path) -> set[tuple[str, ...]]:
    """All that an index holds, without the numbers that things happen to have."""
    query = (
        "SELECT iri, thing, label, lang, other, text FROM name JOIN graph ON graph.id = name.graph "
        "LEFT JOIN place ON place.graph = name.graph LEFT JOIN word ON word.id = word"
    )
    with closing(opened(folder / FILE)) as index:
        keys = index.execute("SELECT key, text FROM form JOIN word ON word = id").fetchall()
        return {*index.execute(query), *keys}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "store"


@pytest.fixture
def plans(folder: Path, make_workbook: MakeWorkbook) -> Iterator[PlanGraph]:
    made = PlanGraph.create(folder)
    with made.store:
        made.add(make_workbook(bodies=bodies("Uimahalli", "Kirjasto")))
        yield made


@pytest.fixture
def unbuilt(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no reader build an index of its own."""

    def refuse(_: Store) -> sqlite3.Connection:
        raise AssertionError("the index of the store was not used")

    monkeypatch.setattr(search_index, "in_memory", refuse)


@pytest.mark.usefixtures("unbuilt")
def test_each_write_is_followed(plans: PlanGraph, make_workbook: MakeWorkbook) -> None:
    assert called(plans, "kirjastossa") == ["tiny:U2"]
    plans.add(make_workbook(bodies=bodies("Uimahalli", "Museo")))
    assert (called(plans, "kirjasto"), called(plans, "museossa")) == ([], ["tiny:U2"])
    plans.undo("tiny")
    assert (called(plans, "kirjasto"), called(plans, "museo")) == (["tiny:U2"], [])
    plans.redo("tiny")
    assert (called(plans, "kirjasto"), called(plans, "museo")) == ([], ["tiny:U2"])
    plans.store.update(
        "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> DELETE { GRAPH ?g { ?t skos:prefLabel ?old } }"
        ' INSERT { GRAPH ?g { ?t skos:prefLabel "Jäähalli"@fi } }'
        ' WHERE { GRAPH ?g { ?t skos:prefLabel ?old FILTER(STR(?old) = "Museo") } }'
    )
    assert (called(plans, "museo"), called(plans, "jäähallissa")) == ([], ["tiny:U2"])
    plans.remove("tiny")
    assert called(plans, "uimahalli") == []


def test_what_was_changed_bit_by_bit_is_what_is_built_anew(
    plans: PlanGraph, folder: Path, make_workbook: MakeWorkbook, tmp_path: Path
) -> None:
    plans.add(make_workbook(bodies=bodies("Museo", "Kirjasto ja uimahalli", "Taidemuseo")))
    plans.add(make_workbook(bodies=bodies("Museo", "Taidemuseo")))
    SearchIndex(tmp_path).follow(plans.store, None, plans.store.revision)
    assert indexed(folder) == indexed(tmp_path)
    assert stamp(folder / FILE) == read_revision(folder)


def test_an_index_that_missed_a_write_is_built_anew(
    plans: PlanGraph, folder: Path, make_workbook: MakeWorkbook
) -> None:
    companions, plans.store.companions = plans.store.companions, ()
    plans.add(make_workbook(bodies=bodies("Museo")))
    plans.store.companions = companions
    assert called(plans, "museo") == ["tiny:U1"]
    plans.add(make_workbook(bodies=bodies("Museo", "Jäähalli")))
    assert stamp(folder / FILE) == read_revision(folder)
    assert called(plans, "museo") == ["tiny:U1"]


def damage(file: Path) -> None:
    file.write_bytes(b"SQLite format 3\0" + bytes(5000))


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:9000])


def age(file: Path) -> None:
    with closing(sqlite3.connect(file)) as index, index:
        index.execute("UPDATE stamp SET format = 0")


@pytest.mark.parametrize("spoil", [Path.unlink, damage, cut, age, lambda file: file.write_text("words")])
def test_a_reader_builds_what_is_missing_damaged_or_laid_out_otherwise(
    plans: PlanGraph, folder: Path, spoil: Callable[[Path], object]
) -> None:
    plans.store.close()
    spoil(folder / FILE)
    assert found(folder, "kirjastossa") == ["tiny:U2"]
    with PlanGraph.create(folder).store:
        pass
    assert stamp(folder / FILE) == read_revision(folder)


def test_damage_that_is_met_on_the_way_is_worked_round(
    plans: PlanGraph, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = folder / FILE
    with closing(sqlite3.connect(file)) as index, index:
        index.execute("DROP TABLE place")
    assert stamp(file) == plans.store.revision
    assert called(plans, "kirjastossa") == ["tiny:U2"]


def test_readers_of_one_revision_build_once(
    plans: PlanGraph, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / FILE).unlink()
    built = []
    original = search_index.in_memory
    monkeypatch.setattr(search_index, "in_memory", lambda store: built.append(store) or original(store))
    threads = [threading.Thread(target=found, args=(folder, "kirjasto")) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(built) == 1


def test_a_write_succeeds_where_the_index_cannot_be_written(
    plans: PlanGraph, folder: Path, make_workbook: MakeWorkbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(search_index, "_update", refuse)
    plans.add(make_workbook(bodies=bodies("Museo")))
    monkeypatch.undo()
    assert not (folder / FILE).exists()
    assert called(plans, "museo") == ["tiny:U1"]


KILLED = """
    import os, signal, sys
    from pathlib import Path
    from graph import PlanGraph, search_index
    plans = PlanGraph.create(Path(sys.argv[1]))
    work = getattr(search_index, sys.argv[3])
    def killed(*args):
        if sys.argv[4] == "after":
            work(*args)
        os.kill(os.getpid(), signal.SIGKILL)
    setattr(search_index, sys.argv[3], killed)
    plans.add(Path(sys.argv[2]))
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no signal ends a process so here")
@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_writer_that_is_killed_leaves_an_index_that_is_not_taken_for_new(
    plans: PlanGraph, folder: Path, make_workbook: MakeWorkbook, moment: str
) -> None:
    plans.store.close()
    workbook = make_workbook(bodies=bodies("Museo"))
    command = [sys.executable, "-c", textwrap.dedent(KILLED), str(folder), str(workbook), "_write", moment]
    root = Path(__file__).parents[1]
    subprocess.run(command, cwd=root, check=False)
    assert read_revision(folder) % 2 == 1
    assert (found(folder, "museo"), found(folder, "kirjasto")) == (["tiny:U1"], [])
    with PlanGraph.create(folder).store:
        pass
    assert stamp(folder / FILE) == read_revision(folder)
    assert found(folder, "museo") == ["tiny:U1"]
    assert [*folder.glob(".search*")] == []


def test_an_index_of_any_folder_follows_a_store(kemi_store: Store, tmp_path: Path) -> None:
    index = SearchIndex(tmp_path)
    index.follow(kemi_store, None, 10)
    whole = (tmp_path / FILE).stat().st_mtime_ns
    index.follow(kemi_store, kemi_store.graphs()[-1:], 12)
    assert stamp(tmp_path / FILE) == 12
    assert (tmp_path / FILE).stat().st_mtime_ns > whole


@pytest.mark.usefixtures("unbuilt")
def test_an_index_that_is_only_read_is_not_written_to(kemi_path: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(kemi_path, tmp_path / "copy"))
    before = {file.name: file.stat().st_mtime_ns for file in copy.iterdir() if file.is_file()}
    (copy / FILE).chmod(0o444)
    assert found(copy, "kirjasto")[0] == "kemi:kirjasto"
    assert {file.name: file.stat().st_mtime_ns for file in copy.iterdir() if file.is_file()} == before


def test_an_old_index_serves_while_a_writer_is_at_work_on_much(
    plans: PlanGraph, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "revision").write_text(str(plans.store.revision + 1))
    monkeypatch.setattr(search_reading, "_MUCH", 0)
    monkeypatch.setattr(search_index, "in_memory", lambda _: pytest.fail("it was built anew"))
    assert found(folder, "kirjasto") == ["tiny:U2"]


def test_what_a_handle_does_not_see_is_not_found(
    plans: PlanGraph, folder: Path, make_workbook: MakeWorkbook
) -> None:
    with Store.open(folder) as old:
        plans.add(make_workbook(bodies=bodies("Uimahalli", "Kirjasto", "Kirjastoauto")))
        hits = find(PlanGraph(old), "kirjasto", "fi")
        assert [short(hit.iri) for hit in hits] == ["tiny:U2"]
