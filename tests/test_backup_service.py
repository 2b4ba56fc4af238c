"""Backups of a store at a service: saved, and brought to another one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from rdflib import Graph, Literal

from graph import PlanGraph
from graph.cli import planweave
from graph.remote_address import where
from graph.store import Store
from ontology.namespaces import ID, PLAN

from .sparql_servers import OXIGRAPH, oxigraph

TINY = ID["tiny"]


@pytest.mark.skipif(not shutil.which(OXIGRAPH), reason="the server of Oxigraph is not installed")
def test_a_store_at_a_service_is_saved_and_restored_there_and_elsewhere(
    tmp_path: Path, tiny: Graph, runner: CliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLANWEAVE_HISTORY", str(tmp_path / "history"))
    monkeypatch.chdir(tmp_path)
    saved = tmp_path / "saved.zip"

    def invoke(store: object, *words: object) -> str:
        result = runner.invoke(planweave, ["--store", str(store), *map(str, words)])
        assert result.exit_code == 0, result.output
        return result.output

    with oxigraph(tmp_path / "served") as url:
        with PlanGraph.create(where(url)).store as store:
            store.replace(TINY, Graph().add((TINY, PLAN.note, Literal("first"))))
            store.replace(TINY, tiny)
            before = store.serialise(".nq")
        assert "earlier states: 1" in invoke(url, "backup", saved)
        invoke(tmp_path / "db", "restore", saved)
        with Store.open(tmp_path / "db") as copied:
            assert copied.serialise(".nq") == before
        with Store.create(where(url)) as store:
            store.replace(ID["other"], Graph().add((ID["other"], PLAN.note, Literal("later"))))
        refused = runner.invoke(planweave, ["--store", url, "restore", str(saved)])
        assert (refused.exit_code, refused.stderr.count("\n")) == (2, 1)
        assert "holds plans" in refused.stderr
        told = invoke(url, "restore", saved, "--force")
        assert "before-restore-planweave-" in told
        with Store.open(where(url)) as store:
            assert store.serialise(".nq") == before
    [former] = tmp_path.glob("before-restore-*.zip")
    invoke(tmp_path / "former", "restore", former)
    with Store.open(tmp_path / "former") as found:
        assert ID["other"] in found.graphs()
