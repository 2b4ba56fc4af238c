"""Every question has an answer that was looked over: over the fictional town, and over Kemi's follow-up."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph import PlanGraph
from graph.library import load_library
from tools.make_golden import ALL, DATA, asked, text

QUESTIONS = sorted(load_library().questions)
KEPT = [(key, file) for key, data in ALL.items() for file in sorted(data.folder.glob("*.csv"))]


@pytest.mark.parametrize("key", DATA)
@pytest.mark.parametrize("name", QUESTIONS)
def test_every_question_has_an_answer_that_was_looked_over(name: str, key: str) -> None:
    file = DATA[key].folder / f"{name}.csv"
    assert file.is_file(), f"look over the answer that this writes: python -m tools.make_golden {name}"


@pytest.mark.parametrize(("key", "file"), KEPT, ids=[f"{key}/{file.stem}" for key, file in KEPT])
def test_the_answer_is_the_one_that_was_looked_over(key: str, file: Path, kemi: PlanGraph) -> None:
    plans = kemi if key == "kemi" else ALL[key].plans()
    found, wanted = text(asked(ALL[key], file.stem, plans)), file.read_text(encoding="utf-8")
    assert found.splitlines() == wanted.splitlines(), f"python -m tools.make_golden {file.stem}"


@pytest.mark.parametrize(("key", "file"), KEPT, ids=[f"{key}/{file.stem}" for key, file in KEPT])
def test_no_answer_is_kept_of_a_question_that_is_gone(key: str, file: Path) -> None:
    assert file.stem.partition("@")[0] in QUESTIONS, f"{key}/{file.name}"


def test_every_question_finds_something_somewhere() -> None:
    """A question that always gave no rows would pass: what finds none here has a plan made up for it."""
    tests = [file.read_text(encoding="utf-8") for file in Path(__file__).parent.glob("test_questions_*.py")]
    names = {file.stem.partition("@")[0] for _, file in KEPT}
    full = {
        file.stem.partition("@")[0] for _, file in KEPT if file.read_text(encoding="utf-8").count("\n") > 1
    }
    assert [name for name in sorted(names - full) if not any(f'"{name}"' in text for text in tests)] == []
