"""Files of the ontology that cannot be read are told in one line; what goes in a circle has a name."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from graph.cli import planweave
from ontology.files import EXTRA, OntologyFileError, ontology_graph, terms_graph

BROKEN = "@prefix x: <http://example.org/> .\nx:a x:b x:c .\nx:a x:b .\n"
CIRCLE = "@prefix x: <http://example.org/> .\n_:a x:next _:b . _:b x:next _:a . x:start x:first _:a .\n"


def told(lang: str) -> str:
    answer = CliRunner().invoke(planweave, ["--lang", lang, "questions"])
    assert (answer.exit_code, answer.stderr.count("\n")) == (2, 1)
    assert answer.stderr.startswith("planweave: ")
    return answer.stderr


def test_a_folder_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(EXTRA, str(tmp_path / "nowhere"))
    with pytest.raises(OntologyFileError, match="nowhere: no folder"):
        ontology_graph()
    lines = {told(lang) for lang in ("fi", "sv", "en")}
    assert len(lines) == 3
    assert all("nowhere" in line for line in lines)


@pytest.mark.parametrize(("text", "line"), [(BROKEN.encode(), 3), (b"\xff\xfe", None)])
def test_a_file_that_is_no_turtle_is_told_with_its_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: bytes, line: int | None
) -> None:
    (tmp_path / "own.ttl").write_bytes(text)
    monkeypatch.setenv(EXTRA, str(tmp_path))
    with pytest.raises(OntologyFileError, match=r"own\.ttl") as wrong:
        ontology_graph()
    assert wrong.value.line == line
    assert "own.ttl" in told("fi")


def test_nodes_without_names_may_refer_to_each_other(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "own.ttl").write_text(CIRCLE, encoding="utf-8")
    monkeypatch.setenv(EXTRA, str(tmp_path))
    first = set(terms_graph())
    (tmp_path / "own.ttl").rename(tmp_path / "other.ttl")
    assert set(terms_graph()) == first
