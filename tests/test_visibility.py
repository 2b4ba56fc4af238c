"""What is internal, and the public copy that is kept in step with a store."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from graph import PlanGraph
from graph.errors import StoreError
from graph.revision import read_revision, write_revision
from graph.store import Store
from graph.visibility import hidden, is_marked, kept_back
from graph.visibility_copy import left_out_of
from graph.visibility_reading import open_public, require_public
from graph.visibility_state import PUBLIC, copy_folder, read_state

from .conftest import MakeWorkbook
from .internal_plans import SECRET, open_plan

JULKI = "https://w3id.org/planweave/id/julki"
PREFIXES = """
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX julki: <https://w3id.org/planweave/id/julki/>
PREFIX visibility: <https://w3id.org/planweave/concept/visibility/>
"""
MARK = f"{PREFIXES} INSERT DATA {{ GRAPH <{JULKI}> {{ julki:P1 dcterms:accessRights visibility:internal }} }}"
UNMARK = MARK.replace("INSERT", "DELETE").replace("P1", "zqxP3")
KILLED = """
import os, sys
from pathlib import Path
from graph import PlanGraph, visibility_copy
place, folder, text = sys.argv[1:]
if place == "before":
    visibility_copy.PublicCopy.follow = lambda *_: os._exit(9)
else:
    visibility_copy.write_state = lambda *args: os._exit(9)
PlanGraph.create(Path(folder)).store.update(text)
"""


@pytest.fixture
def store(internal_path: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(internal_path, tmp_path / "store"))


def public(folder: Path) -> str:
    with open_public(folder, PlanGraph.open).store as store:
        return store.serialise(".nq").decode()


def lines(folder: Path) -> set[str]:
    with Store.open(folder) as store:
        return set(store.serialise(".nq").decode().splitlines())


def assert_in_step(folder: Path) -> None:
    """The copy is what it would be if it were made anew, and of the store's revision."""
    found = set(public(folder).splitlines())
    state = read_state(folder)
    assert state is None or state.revision == read_revision(folder)
    shutil.rmtree(folder / PUBLIC, ignore_errors=True)
    assert found == set(public(folder).splitlines())


def test_the_copy_holds_all_but_what_is_internal(internal_path: Path) -> None:
    text = public(internal_path).casefold()
    assert SECRET not in text
    # Lines of a source that only internal things were read from, a target, and a measured value.
    assert not any(told in text for told in ("/t1/81", "line=812", '"8127"', '"8128"'))
    gone = lines(internal_path) - set(public(internal_path).splitlines())
    assert all(
        SECRET in line.casefold() or "/link/" in line or "/T1/8" in line or "A5" in line for line in gone
    )


def test_what_is_public_stays_with_all_that_is_public_of_it(internal_path: Path) -> None:
    with open_public(internal_path, PlanGraph.open).store as store:
        plans = PlanGraph(store)
        assert [info.plan_id for info in plans.plans("fi")] == ["julki", "toinen", "rek"]
        actions = plans.ask("actions-per-priority", "fi", "julki")
        assert [[cell.text for cell in row] for row in actions.rows] == [["Avoin maali", "Avoin paino", "2"]]
        assert store.ask(f"ASK {{ <{JULKI}/T1/1-2> ?said ?so }}")


def test_what_only_an_internal_plan_says_of_public_things_is_internal(internal_path: Path) -> None:
    said = f"<{JULKI}/A5> <https://w3id.org/planweave/ontology#partner>"
    assert any(line.startswith(said) for line in lines(internal_path))
    assert said not in public(internal_path)


def test_a_link_that_an_internal_plan_states_too_stays(store: Path, make_workbook: MakeWorkbook) -> None:
    # The internal plan said it first, so the triple lives in its graph.
    book = open_plan(make_workbook)
    rows = (book / "actions.csv").read_text(encoding="utf-8").splitlines()
    table = [row.split(",") for row in rows]
    table[0].append("partner")
    table = [table[0], *([*row, "rek:kirjasto" if row[0] == "A5" else ""] for row in table[1:])]
    (book / "actions.csv").write_text("\n".join(",".join(row) for row in table) + "\n", encoding="utf-8")
    with PlanGraph.create(store).store as writer:
        assert all(added.change for added in PlanGraph(writer).add(book))
    said = f"<{JULKI}/A5> <https://w3id.org/planweave/ontology#partner>"
    (line,) = [line for line in lines(store) if line.startswith(said)]
    assert "id/zqxplan>" in line
    (line,) = [line for line in public(store).splitlines() if line.startswith(said)]
    assert f"<{JULKI}> ." in line
    assert_in_step(store)


def test_what_a_planner_counts_is_told(internal_path: Path) -> None:
    with Store.open(internal_path) as store:
        found = kept_back(store, hidden(store))
    ids = {iri.rpartition("/id/")[2] for iri in found}
    assert ids == left_out_ids(internal_path)
    assert len(ids) == 15
    assert "julki/zqxA4" in ids, "it carries out nothing but an internal priority"


def left_out_ids(folder: Path) -> set[str]:
    return {iri.rpartition("/id/")[2] for iri in left_out_of(folder)}


def test_marks_come_and_go_with_every_write(store: Path, make_workbook: MakeWorkbook) -> None:
    marked = public(store)
    with PlanGraph.create(store).store as writer:
        plans = PlanGraph(writer)
        plans.add(open_plan(make_workbook, marks=False))
        # Rows of an internal plan stay so; the others are found again by whoever mentioned them.
        assert "Zqxmaali" in public(store)
        assert "Zqxsuunnitelma" not in public(store)
        assert f"{JULKI}/zqxA2> <https://w3id.org/planweave/id/toinen>" in public(store)
        plans.undo("julki")
        assert public(store) == marked
        plans.redo("julki")
        assert "Zqxmaali" in public(store)
        plans.remove("zqxrek")
        plans.remove("zqxplan")
        assert not (store / PUBLIC).exists()
        assert open_public(store, PlanGraph.open).store.folder == store
        plans.undo("zqxplan")
        assert "Zqxsuunnitelma" not in public(store)
    assert_in_step(store)


def test_an_update_of_sparql_is_followed(store: Path) -> None:
    said = f"""
    INSERT DATA {{ GRAPH <{JULKI}> {{
      julki:A5 dcterms:accessRights visibility:internal ; dcterms:relation [ dcterms:title "Qvz" ] .
      [] dcterms:relation julki:A5 ; dcterms:title "Qvx" .
      julki:A1 dcterms:title "{JULKI}/A5" .
    }} }}"""
    with PlanGraph.create(store).store as writer:
        writer.update(PREFIXES + said)
    text = public(store)
    assert not any(secret in text for secret in ("Qvz", "Qvx", "julki/A5"))
    assert_in_step(store)


def killed(place: str, folder: Path, text: str) -> None:
    """Have a writer killed before it reaches the copy, or when the copy is not yet told to be done."""
    done = subprocess.run(
        [sys.executable, "-c", KILLED, place, str(folder), text], check=False, capture_output=True
    )
    assert done.returncode == 9, done.stderr.decode()


@pytest.mark.slow
@pytest.mark.parametrize("place", ["before", "between"])
def test_a_writer_that_is_killed_shows_nothing_internal(place: str, store: Path) -> None:
    assert "Avoin paino" in public(store)
    killed(place, store, MARK)
    assert "Avoin paino" not in public(store)
    assert_in_step(store)


@pytest.mark.slow
@pytest.mark.parametrize("place", ["before", "between"])
def test_the_next_writer_mends_what_a_killed_one_left(place: str, store: Path) -> None:
    killed(place, store, UNMARK)
    with PlanGraph.create(store).store as writer:
        writer.update(MARK)
        state = read_state(store)
        assert state
        assert state.revision == read_revision(store)
    assert "Zqxpaino" in public(store)
    assert "Avoin paino" not in public(store)


def test_a_copy_that_is_old_missing_or_damaged_is_made_anew(store: Path) -> None:
    wanted = public(store)
    write_revision(store, read_revision(store) + 2)
    assert public(store) == wanted
    state = read_state(store)
    assert state
    for file in (copy_folder(store, state) / "store").glob("*"):
        file.write_bytes(b"x")
    assert public(store) == wanted
    (store / PUBLIC / "state.json").write_text('{"revision": 1, "folder": "../..", "things": 0}')
    assert public(store) == wanted


def test_without_a_copy_nothing_is_shown(store: Path) -> None:
    shutil.rmtree(store / PUBLIC)
    with PlanGraph.create(store).store:  # somebody writes
        with pytest.raises(StoreError, match="a copy without that cannot be made now"):
            open_public(store, PlanGraph.open)
        with Store.open(store) as whole, pytest.raises(StoreError, match="marked internal"):
            require_public(whole)


def test_beside_a_writer_the_copy_before_is_shown(store: Path) -> None:
    wanted, revision = public(store), read_revision(store)
    with PlanGraph.create(store).store:
        write_revision(store, revision + 1)
        assert public(store) == wanted
        write_revision(store, revision + 3)
        with pytest.raises(StoreError):
            public(store)


def test_where_nothing_is_internal_there_is_no_copy(kemi_path: Path) -> None:
    with open_public(kemi_path, PlanGraph.open).store as store:
        assert store.folder == kemi_path
        assert not is_marked(store)
        require_public(store)
    assert not (kemi_path / PUBLIC).exists()
