"""What commands write: tables that fit, and files by their suffix."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from rdflib import Dataset

import webviz.cli  # noqa: F401 - adds `serve`
from graph.commands.output import as_text, table_of
from graph.store import Store
from ontology.namespaces import ID

Run = Callable[..., Result]
FOLLOW_UP = "kemi-hyvinvointi-2023"


def test_a_table_fits_the_terminal_and_stays_aligned() -> None:
    names = {"id": "ID", "name": "Name", "count": "Things"}
    long = "Määräaikaisten työntekijöiden perehdyttäminen ja a\u0308a\u0308net " * 2
    table = table_of("x", names, [("kemi-hyvinvointi-2023", long, 5), ("b", "\x1b[31mred\nline", 12345)])
    text = as_text(table, "en", 60)
    lines = text.splitlines()
    assert max(map(len, lines)) <= 60
    assert lines[1].split("  ")[0] == "-" * len("kemi-hyvinvointi-2023")
    assert {
        line.rindex(number) + len(number) for line, number in ((lines[2], "5"), (lines[-1], "12345"))
    } == {len(lines[1])}
    assert "äänet" in " ".join(text.split())
    assert "\x1b" not in text


def test_a_table_that_goes_to_a_program_is_not_wrapped(run: Run) -> None:
    assert len(run("plans").stdout.splitlines()) == 5
    wrapped = run("plans", env={"COLUMNS": "90"}).stdout.splitlines()
    assert len(wrapped) > 5
    assert max(map(len, wrapped)) <= 90


def test_a_terminal_too_narrow_for_the_columns_gets_blocks(run: Run) -> None:
    text = run("plans", env={"COLUMNS": "40"}).stdout
    assert max(map(len, text.splitlines())) <= 40
    assert text.endswith("\n\nID: kemi\nName: Kemi register\nKind: register\nThings: 251\nLinks: 87\n")


# ---- export


@pytest.mark.parametrize(
    ("suffix", "form"),
    [("ttl", "turtle"), ("nt", "nt"), ("nq", "nquads"), ("trig", "trig"), ("jsonld", "json-ld")],
)
@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")
def test_export_writes_a_plan_in_every_format(
    run: Run, kemi_store: Store, tmp_path: Path, suffix: str, form: str
) -> None:
    file = tmp_path / f"kemi.{suffix.upper()}"
    result = run("export", str(file), "--plan", "kemi")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == f"written: {file} ({file.stat().st_size} bytes)\n"
    read = Dataset(default_union=True).parse(data=file.read_bytes(), format=form)
    assert len(set(read.triples((None, None, None)))) == len(kemi_store.triples(ID["kemi"]))


def test_export_of_everything_can_be_told_apart_by_graph(run: Run, kemi_store: Store, tmp_path: Path) -> None:
    file = tmp_path / "all.nq"
    assert run("--quiet", "export", str(file)).stderr == ""
    assert len(file.read_text(encoding="utf-8").splitlines()) == len(kemi_store)


def test_export_of_a_view(run: Run, tmp_path: Path) -> None:
    whole, one = tmp_path / "whole.graphml", tmp_path / "one.graphml"
    assert run("export", str(whole), "--plan", FOLLOW_UP).exit_code == 0
    focus = f"focus={FOLLOW_UP}:P1.1"
    assert run("export", str(one), "--view", "partners-around", "-p", focus).exit_code == 0
    assert one.stat().st_size < whole.stat().st_size
    assert "<graphml" in one.read_text(encoding="utf-8")
