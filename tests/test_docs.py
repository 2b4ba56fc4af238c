"""The pages hold what they promise: generated parts are up to date, links lead somewhere, examples run."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

import webviz.cli  # noqa: F401 - adds its command
from graph import PlanGraph
from graph.adding import check_workbooks, known_plans
from graph.cli import planweave
from ontology import load_model
from ontology.namespaces import PREFIXES

ROOT = Path(__file__).parents[1]
PAGES = sorted(
    file
    for pattern in ("*.md", "docs/**/*.md", "data/**/*.md", "ontology/**/*.md", "bench/*.md")
    for file in ROOT.glob(pattern)
)
NAMES = [file.relative_to(ROOT).as_posix() for file in PAGES]
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[[^\]]*\]\(\s*([^)\s]+)(?:\s+\"[^\"]*\")?\s*\)")
HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*$", re.MULTILINE)
FILE_BLOCK = re.compile(r"^`([\w-]+)/([\w-]+\.csv)`[^\n]*\n\n```csv\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(name: str, language: str) -> list[str]:
    page = (ROOT / name).read_text(encoding="utf-8")
    return [text for found, text in BLOCK.findall(page) if found == language]


def links(page: str) -> Iterator[str]:
    """Yield where the links of a page lead, code left out."""
    prose = re.sub(r"`[^`\n]*`", "", BLOCK.sub("", page))
    yield from LINK.findall(prose)


def anchors(page: str) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    headings = HEADING.findall(BLOCK.sub("", page))
    plain = (re.sub(r"[^\w\- ]", "", heading.casefold()) for heading in headings)
    return {heading.replace(" ", "-") for heading in plain}


def broken(file: Path) -> Iterator[str]:
    for target in links(file.read_text(encoding="utf-8")):
        if not re.match(r"[a-z]+:", target) and not leads_somewhere(file, target):
            yield target


def leads_somewhere(file: Path, target: str) -> bool:
    path, _, anchor = unquote(target).partition("#")
    other = (file.parent / path).resolve() if path else file
    if not other.exists() or ROOT not in other.parents:
        return False
    return not anchor or anchor in anchors(other.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", NAMES)
def test_relative_links_lead_somewhere(name: str) -> None:
    assert list(broken(ROOT / name)) == []


def test_broken_links_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(globals(), "ROOT", tmp_path)
    page = tmp_path / "page.md"
    page.write_text("# A b!\n[a](none.md) [b](#a-b) [c](#none) `[d](code.md)` [e](https://x.fi)", "utf-8")
    assert list(broken(page)) == ["none.md", "#none"]


@pytest.mark.slow
def test_generated_pages_and_outputs_are_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tools.make_docs", "--check"],
        cwd=ROOT,
        env={**os.environ, "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


EXAMPLES = [
    pytest.param(query, id=f"{name}-{number}")
    for name in ("README.md", "docs/evaluate.md", "docs/extend.md")
    for number, query in enumerate(blocks(name, "sparql"), 1)
]


@pytest.mark.parametrize("query", EXAMPLES)
def test_sparql_examples_give_rows(query: str, kemi: PlanGraph) -> None:
    declared = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
    assert kemi.store.select(declared + query).rows


def test_evaluate_has_sparql_examples() -> None:
    assert len(blocks("docs/evaluate.md", "sparql")) >= 3


def test_example_workbook_has_no_findings(kemi: PlanGraph, tmp_path: Path) -> None:
    files = FILE_BLOCK.findall((ROOT / "docs/plan.md").read_text(encoding="utf-8"))
    for folder, name, text in files:
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / name).write_text(text, encoding="utf-8")
    [(mapped, report)] = check_workbooks([tmp_path], known_plans(kemi.store))
    assert [finding.line() for finding in report.findings] == []
    assert len(mapped.workbook.sheets) == len(files) >= 4


def test_example_column_becomes_a_column(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    [turtle] = blocks("docs/extend.md", "turtle")
    (tmp_path / "own.ttl").write_text(turtle, encoding="utf-8")
    monkeypatch.setenv("PLANWEAVE_ONTOLOGY", str(tmp_path))
    shape = load_model().sheets["actions"].shapes[0]
    column = shape.column("reached")
    assert column is not None
    assert (column.names["en"], column.limits) == ("Residents reached", ("0",))


def test_example_questions_give_rows(tmp_path: Path, kemi: PlanGraph) -> None:
    question, count, use, _header_of_matrix = blocks("docs/extend.md", "text")
    columns = "".join(f"#+   {key}: {{fi: f, sv: s, en: e}}\n" for key in ("goal", "actions"))
    texts = "".join(f"#+ {key}: {{fi: f, sv: s, en: e}}\n" for key in ("summary", "description"))
    header = f"{texts}#+ group: coverage\n#+ columns:\n{columns}PREFIX plan: <{PREFIXES['plan']}>\n"
    (tmp_path / "counts").mkdir()
    for name, text in {"own": question, "counts/actions": count, "composed": header + use}.items():
        (tmp_path / f"{name}.rq").write_text(text, encoding="utf-8")
    plans = PlanGraph(kemi.store, [tmp_path])
    assert [str(fault) for fault in plans.library.broken] == []
    assert all(plans.ask(name, "fi").rows for name in ("own", "composed"))


def test_pages_name_commands_that_exist() -> None:
    pattern = re.compile(r"planweave (?:--quiet |--\w+ \S+ )*([a-z]+)\b")
    written = {command for file in PAGES for text in code(file) for command in pattern.findall(text)}
    assert "add" in written
    assert written <= set(planweave.commands)


def code(file: Path) -> Iterator[str]:
    """Yield the blocks of a page in which commands stand."""
    found = BLOCK.findall(file.read_text(encoding="utf-8"))
    yield from (text for language, text in found if language in {"sh", "console"})
