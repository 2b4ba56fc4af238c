"""Tables as the sheets of an `.xlsx` file."""

from __future__ import annotations

from collections.abc import Mapping

from ..spreadsheets.plain_writing import Value, tables_as_bytes
from ..table import Cell, Table

#: Signs that the name of a sheet may not have, and its most letters.
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_LONGEST = 31


def xlsx(tables: Mapping[str, Table], lang: str) -> bytes:
    """Return tables as an `.xlsx` file, each on a sheet of that name; things have a column with their ID."""
    ready = {name.translate(_FORBIDDEN)[:_LONGEST]: _written(table, lang) for name, table in tables.items()}
    return tables_as_bytes(ready)


def _written(table: Table, lang: str) -> tuple[list[str], list[list[Value]]]:
    things = [any(row[n].iri for row in table.rows) for n in range(len(table.columns))]
    headers: list[str] = []
    for column, thing in zip(table.columns, things, strict=True):
        name = column.names.get(lang) or column.key
        headers += [f"{name} (ID)", name] if thing else [name]
    rows: list[list[Value]] = []
    for row in table.rows:
        cells: list[Value] = []
        for one, thing in zip(row, things, strict=True):
            cells += [one.plain, one.text] if thing else [_value(one)]
        rows.append(cells)
    return headers, rows


def _value(one: Cell) -> Value:
    plain = one.plain
    return plain if isinstance(plain, (int, float)) and not isinstance(plain, bool) else one.text
