"""Faults of what is written in a workbook: one each, and the finding that tells of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .good import Sheets

Change = Callable[[Sheets], object]


@dataclass(frozen=True)
class Fault:
    """A change of the good plan, the place that is told (`sheet:row:column`), and a part of what is said."""

    change: Change
    where: str
    text: str


def cell(sheet: str, row: int, header: str, value: Any) -> Change:
    """Write one cell, in the row as a spreadsheet counts it."""

    def change(sheets: Sheets) -> None:
        rows = sheets[sheet]
        rows[row - 1][rows[0].index(header)] = value

    return change


def headed(sheet: str, header: str, now: str) -> Change:
    """Write another header."""
    return cell(sheet, 1, header, now)


def row(sheet: str, *cells: Any) -> Change:
    """Add a row below the others."""
    return lambda sheets: sheets[sheet].append(list(cells))


def column(sheet: str, header: Any, *cells: Any) -> Change:
    """Add a column to the right of the others."""

    def change(sheets: Sheets) -> None:
        for cells_of_row, value in zip(sheets[sheet], (header, *cells), strict=False):
            cells_of_row.append(value)

    return change


def renamed(sheet: str, now: str) -> Change:
    """Give a sheet another name."""

    def change(sheets: Sheets) -> None:
        sheets[now] = sheets.pop(sheet)

    return change


CONTENTS: dict[str, Fault] = {
    # ---- References
    "a reference to nothing": Fault(
        cell("actions", 2, "implements", "P9"), "actions:2:implements", "no “P9” in lahti-koe"
    ),
    "a reference that is nearly right": Fault(
        cell("actions", 3, "responsible", "B22"), "actions:3:responsible", "did you mean B2"
    ),
    "one of several references to nothing": Fault(
        cell("actions", 3, "implements", "P1; P7"), "actions:3:implements", "no “P7”"
    ),
    "a reference to a thing of the wrong kind": Fault(
        cell("actions", 2, "responsible", "P1"), "actions:2:responsible", "expected Organisation"
    ),
    "a reference to a plan that is not known": Fault(
        cell("actions", 2, "partner", "oulu:liikunta"), "actions:2:partner", "oulu"
    ),
    "a goal that is part of itself": Fault(cell("goals", 2, "part-of", "G1"), "goals:2:part-of", "“G1”"),
    "goals that are part of each other": Fault(cell("goals", 2, "part-of", "G2"), "goals:2:part-of", "“G2”"),
    # ---- Values
    "a day that does not exist": Fault(
        cell("actions", 3, "deadline", "31.2.2026"), "actions:3:deadline", "“31.2.2026” is not a date"
    ),
    "a word for a day": Fault(
        cell("actions", 3, "deadline", "pian"), "actions:3:deadline", "“pian” is not a date such as"
    ),
    "a day and a time": Fault(
        cell("actions", 3, "deadline", "2026-03-31T14:30"), "actions:3:deadline", "is not a date"
    ),
    "a year in two figures": Fault(cell("actions", 2, "year", 25), "actions:2:year", "“25” is not a year"),
    "a text in a number": Fault(
        cell("measurements", 2, "value", "paljon"), "measurements:2:value", "“paljon” is not a number"
    ),
    "a broken number": Fault(
        cell("sources", 2, "line-count", 200.5), "sources:2:line-count", "“200.5” is not a whole number"
    ),
    "a number out of range": Fault(
        cell("links", 2, "confidence", 7), "links:2:confidence", "“7” is out of range"
    ),
    "neither yes nor no": Fault(
        cell("budget", 2, "binding", "ehkä"), "budget:2:binding", "“ehkä” is not yes or no"
    ),
    "a code that is in no list": Fault(
        cell("indicators", 2, "unit", "kg"), "indicators:2:unit", "“kg” is not one of"
    ),
    "a kind that is in no list": Fault(
        cell("bodies", 3, "kind", "osasto"), "bodies:3:kind", "“osasto” is not one of"
    ),
    "a second value in a column of one": Fault(
        cell("indicators", 2, "unit", "persons; percent"), "indicators:2:unit", "persons; percent"
    ),
    "an error of a formula": Fault(
        cell("measurements", 2, "value", "#REF!"), "measurements:2:value", "“#REF!” is a formula"
    ),
    "a formula in a number": Fault(
        cell("measurements", 2, "value", "=1+1"), "measurements:2:value", "“=1+1” is a formula"
    ),
    "a formula that asks for itself": Fault(
        cell("measurements", 2, "value", "=D2"), "measurements:2:value", "“=D2” is a formula"
    ),
    "a formula over another file": Fault(
        cell("measurements", 2, "value", "='[1]Sheet1'!A1"),
        "measurements:2:value",
        "“='[1]Sheet1'!A1” is a formula",
    ),
    "a formula in a reference": Fault(
        cell("actions", 2, "responsible", '=HYPERLINK("https://x.example";"B2")'),
        "actions:2:responsible",
        "=HYPERLINK",
    ),
    "a command for an ID": Fault(
        cell("actions", 2, "id", "=cmd|'/C calc'!A0"), "actions:2:id", "“=cmd|'/C calc'!A0” is no ID"
    ),
    # ---- Empty cells
    "no title": Fault(cell("actions", 3, "title.fi", None), "actions:3:title.fi", "is empty"),
    "blanks for a title": Fault(cell("actions", 3, "title.fi", " \u00a0 "), "actions:3:title.fi", "is empty"),
    "no kind": Fault(cell("bodies", 3, "kind", None), "bodies:3:kind", "is empty; expected one of"),
    "a link without an end": Fault(cell("links", 2, "to", None), "links:2:to", "is empty; expected an ID"),
    "no name of the plan": Fault(cell("info", 2, "title.fi", None), "info:2:title.fi", "is empty"),
    # ---- IDs
    "an ID twice in a sheet": Fault(cell("actions", 3, "id", "A1"), "actions:3:id", "stands at actions:2"),
    "an ID twice in two sheets": Fault(cell("actions", 2, "id", "P1"), "actions:2:id", "IDs are unique"),
    "an ID with a blank": Fault(cell("actions", 4, "id", "A 3"), "actions:4:id", "“A 3” is no ID"),
    # ---- Sheets, columns, rows
    "an unknown sheet": Fault(renamed("indicators", "indicaters"), "indicaters", "did you mean indicators"),
    "a sheet of something else": Fault(
        lambda sheets: sheets.update(xyzzy=[["a"], [1]]), "xyzzy", "no such sheet"
    ),
    "an unknown column": Fault(
        headed("actions", "responsible", "responsable"), "actions:1:responsable", "did you mean responsible"
    ),
    "a column that is nothing like any": Fault(
        column("actions", "qwxyz", 1), "actions:1:qwxyz", "no such column"
    ),
    "two headers alike": Fault(
        column("actions", "year", 2026), "actions:1:year", "the same column stands here twice"
    ),
    "two columns for the ID": Fault(
        column("actions", "ID", "A1"), "actions:1:ID", "this is the same column as id"
    ),
    "a cell without a header": Fault(
        column("actions", None, None, "irti"), "actions:3:#10", "“irti” stands in a column without a header"
    ),
    "a second row of the plan itself": Fault(row("info", "toinen"), "info:3", "this sheet has one row"),
    # ---- Lines of the source
    "a line beyond the end of the source": Fault(
        cell("actions", 2, "lines", "T1!10-300"), "actions:2:lines", "line 300 is past the end"
    ),
    "lines in the wrong order": Fault(
        cell("actions", 2, "lines", "T1!12-10"), "actions:2:lines", "is not a line or lines"
    ),
    "lines of no source": Fault(cell("actions", 2, "lines", "T7!10"), "actions:2:lines", "T7"),
    # ---- Links
    "a link of no known relation": Fault(
        cell("links", 2, "relation", "friend"), "links:2:relation", "“friend” is no relation of this row"
    ),
    "a link twice": Fault(
        row("links", "A1", "partner", "B3"), "links:3:to", "the same link stands at row 2 already"
    ),
    "a link that only the links sheet has": Fault(
        cell("actions", 2, "partner", None), "links:2:to", "does not list this link under Partner"
    ),
    "a partner twice in a cell": Fault(
        cell("actions", 2, "partner", "B3; B3"), "actions:2:partner", "the same link stands here twice"
    ),
}
