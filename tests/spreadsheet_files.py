"""Makes spreadsheet files for tests, also such as no spreadsheet program would write."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import openpyxl
from openpyxl import Workbook as Book
from openpyxl.worksheet.worksheet import Worksheet

from graph.spreadsheets import read_workbook
from graph.workbook import Sheet

Rows = Iterable[Sequence[Any]]
SHEET = "xl/worksheets/sheet1.xml"
MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
NAMES = "urn:oasis:names:tc:opendocument:xmlns"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def write_xlsx(
    file: Path, sheets: Mapping[str, Rows], change: Callable[[Worksheet], object] | None = None
) -> Path:
    """Write sheets from A1 on, and let a test change the first of them."""
    book = Book()
    del book[book.sheetnames[0]]
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row, 1):
                cell = sheet.cell(number, column, value)
                if isinstance(value, str):
                    cell.data_type = "s"
    if change:
        change(book.worksheets[0])
    book.save(file)
    return file


def change_xlsx(file: Path, change: Callable[[Book], object]) -> Path:
    """Change a file through openpyxl."""
    book = openpyxl.load_workbook(file)
    change(book)
    book.save(file)
    return file


def with_part(
    file: Path, name: str, data: bytes | str, *, drop: Iterable[str] = (), deflate: bool = True
) -> Path:
    """Write a part of a zip file anew, or add it; other parts may go."""
    kind = zipfile.ZIP_DEFLATED if deflate else zipfile.ZIP_STORED
    with zipfile.ZipFile(file) as source:
        gone = {name, *drop}
        parts = {part: source.read(part) for part in source.namelist() if part not in gone}
    with zipfile.ZipFile(file, "w", kind) as out:
        for part, content in parts.items():
            out.writestr(part, content)
        out.writestr(name, data)
    return file


def sheet_xml(data: str, after: str = "") -> str:
    """Return the XML of an Excel sheet with the rows as given."""
    return f'<worksheet xmlns="{MAIN}"><sheetData>{data}</sheetData>{after}</worksheet>'


def xlsx_of(file: Path, data: str, after: str = "") -> Path:
    """Write an Excel file whose only sheet has the XML of its rows as given."""
    write_xlsx(file, {"Sheet": []})
    return with_part(file, SHEET, sheet_xml(data, after))


def ods_xml(tables: str, root: str = "document-content") -> str:
    """Return the XML of an OpenDocument spreadsheet with the tables as given."""
    names = "".join(f' xmlns:{name}="{NAMES}:{name}:1.0"' for name in ("office", "table", "text"))
    body = f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
    return f"<office:{root}{names}>{body}</office:{root}>"


def ods_table(rows: Rows, name: str = "Sheet") -> str:
    """Return a table whose cells are all text."""
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    written = (
        f"<table:table-row>{''.join(cell.format(escape(str(value))) for value in row)}</table:table-row>"
        for row in rows
    )
    return f'<table:table table:name="{name}">{"".join(written)}</table:table>'


def write_ods(file: Path, tables: str) -> Path:
    """Write an OpenDocument spreadsheet with the XML of its tables as given."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("mimetype", MIMETYPE)
        out.writestr("META-INF/manifest.xml", "<manifest/>")
        out.writestr("content.xml", ods_xml(tables))
    return file


def only_sheet(file: Path) -> Sheet:
    """Read a file that has one sheet."""
    (sheet,) = read_workbook(file).sheets.values()
    return sheet


def columns(file: Path) -> dict[str, list[str]]:
    """Read the cells of the only sheet, by header and in the order of its rows."""
    sheet = only_sheet(file)
    return {header: [row.cells.get(header, "") for row in sheet.rows] for header in sheet.headers if header}
