"""What the generated pages share: tables, and names in three languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ontology import LANGUAGES

IN_WORDS = {"fi": "Suomi", "sv": "Svenska", "en": "English"}
GENERATED = "<!-- Written by `make docs`; do not edit. -->"


def table(headers: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table in Markdown; a bar within a cell is escaped.

    >>> print(table(["a", "b"], [["1", "2"]]), end="")
    | a | b |
    |---|---|
    | 1 | 2 |
    """
    written = [f"| {' | '.join(map(_escaped, line))} |" for line in (headers, *rows)]
    written.insert(1, f"|{'---|' * len(headers)}")
    return "\n".join(written) + "\n"


def _escaped(cell: str) -> str:
    return cell.replace("|", r"\|")


def one_per_line(texts: Mapping[str, str]) -> str:
    """Return the texts of one cell, a language on each line."""
    return "<br>".join(texts[lang] for lang in LANGUAGES if texts.get(lang))


def side_by_side(texts: Mapping[str, str]) -> str:
    """Return names in all languages in one line.

    >>> side_by_side({"fi": "Tavoite", "sv": "Mål", "en": "Objective"})
    'Tavoite · Mål · Objective'
    """
    return " · ".join(texts[lang] for lang in LANGUAGES if texts.get(lang))
