"""The header of a matrix: what is wrong there is told with its line, and one of one's own is offered too."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.errors import UnknownQueryError
from graph.library import load_library

TEXT = """#+ summary: {fi: Oma, sv: Egen, en: Own}
#+ description: {fi: Oma taulukko, sv: Egen tabell, en: A table of our own}
#+ order: 0
#+ opens: {question: actions-of-field, row: priority, column: field}
#+ says:
#+   some: {fi: "{found} / {total}", sv: "{found} av {total}", en: "{found} of {total}"}
#+   bare: {fi: Ei, sv: Ingen, en: None}
#+   empty: {fi: Ei, sv: Ingen, en: None}
#+ columns:
#+   row: {fi: Rivi, sv: Rad, en: Row}
#+   column: {fi: Sarake, sv: Kolumn, en: Column}
#+   actions: {fi: Lukumäärä, sv: Antal, en: Number}
SELECT ?row ?column ?actions WHERE { ?row ?column ?actions }
"""


def written(folder: Path, text: str) -> Path:
    (folder / "matrices").mkdir()
    (folder / "matrices" / "own.rq").write_text(text, encoding="utf-8")
    return folder


def test_a_matrix_of_ones_own_is_offered_in_its_place(tmp_path: Path) -> None:
    library = load_library(written(tmp_path, TEXT))
    assert next(iter(library.matrices)) == "own"
    assert "own" not in load_library().matrices
    assert library.matrix() is library.matrix("own")
    assert library.matrix("own").opens["question"] == "actions-of-field"
    assert library.broken == ()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("{found} of", "{fuond} of", "line 6"),
        ("#+ order: 0", "#+ ordre: 0", "ordre"),
        ("row: priority", "rwo: priority", "rwo"),
        ("#+   bare: {fi: Ei, sv: Ingen, en: None}\n", "", "bare"),
        ("?actions WHERE", "?number WHERE", "columns"),
    ],
)
def test_what_is_wrong_is_told(tmp_path: Path, old: str, new: str, told: str) -> None:
    library = load_library(written(tmp_path, TEXT.replace(old, new)))
    assert "own" not in library.matrices
    assert any(told in str(fault) for fault in library.broken)


def test_an_unknown_matrix_says_which_was_meant() -> None:
    with pytest.raises(UnknownQueryError, match="fields-by-aim"):
        load_library().matrix("fields-by-iam")
