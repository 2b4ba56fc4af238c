"""An upgrade from outside: a process that is killed, the command line, the viewer at its start."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from rdflib import DCTERMS, Graph, Literal

from graph import PlanGraph, migration
from graph.cli import planweave
from graph.errors import StoreError
from graph.migration import Release, Upgrade, freshen, installed, recorded
from graph.revision import read_revision
from graph.store import Store
from ontology import terms_graph
from ontology.namespaces import ONTOLOGY, PLAN
from ontology.version import FIRST

from .test_migration import NEXT, PLAN_IRI, make_release, terms

# ---- a killed process

UPGRADER = """
    import sys
    from pathlib import Path
    from rdflib import OWL, RDFS, Graph, Literal
    from graph.migration import Release, upgrade
    from graph.store import Store
    from ontology.namespaces import ID, ONTOLOGY, PLAN
    from ontology.version import Version

    folder = Path(sys.argv[1])
    steps = folder / "steps"
    steps.mkdir()
    MOVE = "DELETE {{ GRAPH ?g {{ ?s <{0}> ?o }} }} INSERT {{ GRAPH ?g {{ ?s <{1}> ?o }} }} "
    MOVE += "WHERE {{ GRAPH ?g {{ ?s <{0}> ?o }} }}"

    def terms(minor):
        found = Graph().add((ONTOLOGY, OWL.versionInfo, Literal(f"0.{minor}.0")))
        for number in range(500):
            found.add((PLAN[f"term{number}"], RDFS.label, Literal(f"0.{minor}.0")))
        return found

    with Store.create(folder / "store") as store:
        data = Graph()
        for number in range(2000):
            data.add((ID[f"tiny/{number}"], PLAN.word1, Literal(number)))
        store.replace(ONTOLOGY, terms(1))
        store.replace(ID["tiny"], data)
        print("ready", flush=True)
        for minor in range(1, 10000):
            move = MOVE.format(PLAN[f"word{minor}"], PLAN[f"word{minor + 1}"])
            (steps / f"0.{minor}.0-0.{minor + 1}.0.ru").write_text(move)
            upgrade(store, Release(Version(0, minor + 1), lambda: terms(minor + 1), steps))
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no SIGKILL here")
@pytest.mark.parametrize("delay", [0.05, 0.13, 0.29])
def test_an_upgrade_that_is_killed_leaves_the_old_store_or_the_new(tmp_path: Path, delay: float) -> None:
    command = [sys.executable, "-c", textwrap.dedent(UPGRADER), str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as upgrader:
        assert upgrader.stdout is not None
        assert upgrader.stdout.readline() == "ready\n"
        time.sleep(delay)
        os.kill(upgrader.pid, signal.SIGKILL)
    with Store.create(tmp_path / "store") as store:
        version = recorded(store)
        labels = {str(label) for label in store.triples(ONTOLOGY).objects(PLAN.term7)}
        predicates = list(store.triples(PLAN_IRI).predicates())
    assert labels == {str(version)}
    assert predicates == [PLAN[f"word{version.minor}"]] * 2000


# ---- on disk, and by the command line


@pytest.fixture
def written_by_first(tmp_path: Path, tiny: Graph) -> Path:
    """The folder of a store as 0.1.0 wrote it: the ontology tells its version by its IRI alone."""
    with Store.create(tmp_path / "first") as store:
        store.replace(ONTOLOGY, terms("0.1.0"))
        store.replace(PLAN_IRI, tiny)
    return tmp_path / "first"


def invoke(folder: Path, *words: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(planweave, ["--store", str(folder), *words])
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def newer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Release:
    """Let another release be the installed one."""
    release = make_release(tmp_path)
    monkeypatch.setattr(migration, "installed", lambda: release)
    return release


def test_a_store_of_the_first_version_is_read_and_upgraded(written_by_first: Path) -> None:
    with PlanGraph.open(written_by_first).store as store:
        assert recorded(store) == FIRST
    version = installed().version
    line = f"{written_by_first}: upgraded from version 0.1.0 of the ontology to {version}\n"
    code, out, err = invoke(written_by_first, "upgrade")
    assert (code, out) == (0, f"{written_by_first}: version {version} of the ontology\n")
    assert err == (line if version != FIRST else "")
    assert invoke(written_by_first, "upgrade") == (0, out, "")
    assert "Pieni suunnitelma" in invoke(written_by_first, "plans")[1]


def test_commands_that_read_refuse_in_one_line_and_those_that_write_upgrade(
    written_by_first: Path, newer: Release
) -> None:
    before = read_revision(written_by_first)
    for words in (("plans",), ("export", "x.ttl"), ("search", "x"), ("check", str(written_by_first))):
        code, out, err = invoke(written_by_first, *words)
        assert (code, out) == (2, ""), words
    assert invoke(written_by_first, "plans")[2].count("\n") == 1
    assert read_revision(written_by_first) == before
    code, _, err = invoke(written_by_first, "remove", "tiny")
    assert (code, err.splitlines()[0]) == (
        0,
        f"{written_by_first}: upgraded from version 0.1.0 of the ontology to 0.9.0",
    )
    assert invoke(written_by_first, "plans")[0] == 0


def test_the_viewer_upgrades_at_its_start_where_it_may_write(written_by_first: Path, newer: Release) -> None:
    with Store.create(written_by_first):
        assert freshen(written_by_first) is None
        with pytest.raises(StoreError, match=r"upgrade it with: planweave --store .*first upgrade"):
            PlanGraph.open(written_by_first)
    assert freshen(written_by_first) == Upgrade(FIRST, NEXT)
    assert freshen(written_by_first) is None
    PlanGraph.open(written_by_first).store.close()


@pytest.mark.parametrize("way", [freshen, lambda folder: PlanGraph.create(folder).store.close()])
def test_an_ontology_that_changed_within_its_version_is_written_anew(
    written_by_first: Path, way: Callable[[Path], object]
) -> None:
    stale = terms_graph() + Graph().add((PLAN.gone, DCTERMS.description, Literal("gone")))
    with Store.create(written_by_first) as store:
        store.replace(ONTOLOGY, stale)
    assert way(written_by_first) is None
    with Store.open(written_by_first) as store:
        assert store.holds(ONTOLOGY, terms_graph())
    revision = read_revision(written_by_first)
    assert way(written_by_first) is None
    assert read_revision(written_by_first) == revision
