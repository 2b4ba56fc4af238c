"""The one form of every JSON answer, and tables as files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask import Response, jsonify

from graph import Table

from . import current
from .delimited import BYTE_ORDER_MARK, delimited

_TYPES = {
    "svg": "image/svg+xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def envelope(
    columns: Sequence[str], rows: Sequence[Mapping[str, Any]], *, truncated: bool = False, **more: object
) -> Response:
    """Return the envelope: `ok`, `columns`, `rows`, `truncated`, and what a page adds."""
    return jsonify(ok=True, columns=list(columns), rows=list(rows), truncated=truncated, **more)


def table_json(table: Table, **more: object) -> Response:
    """Return a table in the envelope."""
    columns = [column.key for column in table.columns]
    return envelope(columns, table.records(), truncated=table.truncated, **more)


def table_csv(table: Table) -> Response:
    """Return a table as a CSV file, with a byte order mark so that Excel reads its letters."""
    return _csv(table.name, BYTE_ORDER_MARK + table.csv(current.lang()))


def rows_csv(name: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    """Return rows as a CSV file as spreadsheets in the language of this request open it by a click."""
    return _csv(name, delimited(current.lang(), heads, rows))


def _csv(name: str, text: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return Response(text, mimetype="text/csv", headers=headers)


def file(name: str, content: bytes) -> Response:
    """Return a file to be kept, of the media type that its suffix stands for."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, content_type=_TYPES[name.rpartition(".")[2]], headers=headers)
