"""A small plan without a fault, as every kind of workbook file: what the spoiled ones are made from."""

from __future__ import annotations

import copy
import csv
from datetime import date
from pathlib import Path
from typing import Any

from ..spreadsheet_files import ods_table, write_ods, write_xlsx

Sheets = dict[str, list[list[Any]]]

_PLAN: Sheets = {
    "info": [
        ["id", "kind", "title.fi", "owner", "language", "start", "end"],
        ["lahti-koe", "plan", "Hyvinvointisuunnitelma 2025–2028", "B1", "fi", 2025, 2028],
    ],
    "sources": [
        ["id", "title.fi", "file", "line-count"],
        ["T1", "Suunnitelma", "suunnitelma.txt", 200],
    ],
    "goals": [
        ["id", "title.fi", "part-of"],
        ["G1", "Arki, joka liikuttaa", None],
        ["G2", "Kylät liikkuvat", "G1"],
    ],
    "priorities": [
        ["id", "title.fi", "goal"],
        ["P1", "Liikkuminen", "G1"],
        ["P2", "Yhdessä tekeminen", "G2"],
    ],
    "actions": [
        [
            "id",
            "title.fi",
            "implements",
            "responsible",
            "partner",
            "year",
            "schedule-kind",
            "deadline",
            "lines",
        ],
        ["A1", "Liikuntaneuvonta kylissä", "P1", "B2", "B3", 2025, None, None, "T1!10-12"],
        ["A2", "Kävelyretket", "P1; P2", "B2", None, None, "years", date(2026, 3, 31), "T1!20"],
        ["A3", "Latuverkon opasteet", "P2", "B3", "B2", None, None, None, None],
    ],
    "indicators": [
        ["id", "title.fi", "measures", "unit", "baseline-value", "baseline-year"],
        ["I1", "Kävijät", "P1", "persons", 38.5, 2024],
    ],
    "measurements": [
        ["id", "indicator", "value-kind", "value", "year"],
        ["MT1", "I1", "actual", 41.2, 2025],
    ],
    "budget": [
        ["id", "title.fi", "for", "binding", "amount", "currency", "year"],
        ["TA1", "Liikuntaneuvonta", "A1", True, 62000, "EUR", 2025],
    ],
    "bodies": [
        ["id", "kind", "title.fi", "unit-of", "field"],
        ["B1", "organisation", "Kaupunki", None, "sport"],
        ["B2", "unit", "Liikuntapalvelut", "B1", "sport"],
        ["B3", "organisation", "Latuyhdistys", None, "sport"],
    ],
    "links": [
        ["from", "relation", "to", "basis", "confidence"],
        ["A1", "partner", "B3", "inferred", 0.8],
    ],
}


def good_plan() -> Sheets:
    """Return a copy of the plan: sheets as rows, headers first; a row has its place in the list."""
    return copy.deepcopy(_PLAN)


def write(sheets: Sheets, path: Path) -> Path:
    """Write sheets as the kind of workbook that a path names; without a suffix, a folder of CSV."""
    if path.suffix == ".ods":
        return write_ods(path, "".join(ods_table(_texts(rows), name) for name, rows in sheets.items()))
    if path.suffix:
        return write_xlsx(path, sheets)
    path.mkdir()
    for name, rows in sheets.items():
        with (path / f"{name}.csv").open("w", encoding="utf-8", newline="") as out:
            csv.writer(out, lineterminator="\n").writerows(_texts(rows))
    return path


def _texts(rows: list[list[Any]]) -> list[list[str]]:
    names = {None: "", True: "kyllä", False: "ei"}
    return [[names[v] if v is None or isinstance(v, bool) else str(v) for v in row] for row in rows]
