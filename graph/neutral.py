"""Cells that a spreadsheet program would run: written so that they stay text, and read back as they were."""

from __future__ import annotations

import re

# What a formula or a command begins with; a plain number or a lone sign runs nothing.
_RUNS = re.compile(r"[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?\s?[\d.,\s]*%?", re.ASCII)
_NEUTRAL = re.compile(r"'+[=+\-@\t\r]")


def neutral(text: str) -> str:
    """Return a cell of a CSV file that no spreadsheet program runs.

    >>> neutral("=HYPERLINK(1)"), neutral("-5,2"), neutral("- kävely"), neutral("'=1")
    ("'=HYPERLINK(1)", '-5,2', "'- kävely", "''=1")
    """
    runs = _RUNS.match(text) and not _NUMBER.fullmatch(text)
    return f"'{text}" if runs or _NEUTRAL.match(text) else text


def as_written(cell: str) -> str:
    """Return what a person wrote in a cell that was made neutral.

    >>> as_written("'=HYPERLINK(1)"), as_written("''=1"), as_written("'s-Hertogenbosch")
    ('=HYPERLINK(1)', "'=1", "'s-Hertogenbosch")
    """
    return cell[1:] if _NEUTRAL.match(cell) else cell
