"""Tables as the sheets of an `.xlsx` file: of answers, comparisons and the network analysis."""

from __future__ import annotations

from collections.abc import Mapping

from .spreadsheets.plain_writing import Value, sheet_name, tables_as_bytes
from .table import Cell, Table


def xlsx(tables: Mapping[str, Table], lang: str) -> bytes:
    """Return tables as an `.xlsx` file, each on a sheet of that name; things have a column with their ID."""
    named = {sheet_name(name): table for name, table in tables.items()}
    return tables_as_bytes({name: rows_for_sheet(table, lang) for name, table in named.items()})


def rows_for_sheet(table: Table, lang: str) -> tuple[list[str], list[list[Value]]]:
    """Return headers and rows; things have their ID in a column before their name."""
    things = [any(row[n].iri for row in table.rows) for n in range(len(table.columns))]
    headers: list[str] = []
    for column, thing in zip(table.columns, things, strict=True):
        name = column.names.get(lang) or column.key
        headers += [f"{name} (ID)", name] if thing else [name]
    rows: list[list[Value]] = []
    for row in table.rows:
        cells: list[Value] = []
        for cell, thing in zip(row, things, strict=True):
            cells += [cell.plain, cell.text] if thing else [_value(cell)]
        rows.append(cells)
    return headers, rows


def _value(cell: Cell) -> Value:
    """Return a number as one, and else what a reader sees."""
    plain = cell.plain
    return plain if isinstance(plain, (int, float)) else cell.text
