"""Faults of files: what a workbook cannot be read for at all, one each, and the line that says so."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ..spreadsheet_files import SHEET, sheet_xml, with_part
from .good import good_plan, write

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
_BOMB = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "ha">{_LAUGHS}]>'


@dataclass(frozen=True)
class FileFault:
    """The name of a file or folder, what spoils the good workbook there, and what is said."""

    name: str
    spoil: Callable[[Path], object]
    text: str


def cut(path: Path) -> None:
    """Leave two thirds of a file."""
    data = path.read_bytes()
    path.write_bytes(data[: len(data) * 2 // 3])


def content(data: bytes) -> Callable[[Path], object]:
    """Put other content in place of the workbook."""
    return lambda path: path.write_bytes(data)


def part(name: str, data: bytes | str) -> Callable[[Path], object]:
    """Write a part of the zip file anew, or add it."""
    return lambda path: with_part(path, name, data)


def sheet(name: str, data: bytes | str) -> Callable[[Path], object]:
    """Write a sheet of a folder anew, or add it."""
    return lambda path: (path / name).write_bytes(data.encode() if isinstance(data, str) else data)


def long_cell(path: Path) -> None:
    """Write a cell of 10 MB into the first sheet."""
    cell = f'<row r="3"><c r="B3" t="inlineStr"><is><t>{"x" * 10_000_000}</t></is></c></row>'
    with_part(path, SHEET, sheet_xml(cell))


def zeros(path: Path) -> None:
    """Add a part of 600 MB that packs to less than one."""
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as out,
        out.open("xl/media/x.png", "w", force_zip64=True) as file,
    ):
        for _ in range(60):
            file.write(bytes(10_000_000))


def as_folder(path: Path) -> None:
    """Put a folder in the place of the file."""
    path.unlink()
    path.mkdir()


def remove(name: str) -> Callable[[Path], object]:
    """Take a sheet out of a folder."""
    return lambda path: (path / name).unlink()


def twice(path: Path) -> None:
    """Add a sheet under a name that differs by case."""
    shutil.copy(path / "actions.csv", path / "Actions.csv")


def ods_of(path: Path) -> None:
    """Write an OpenDocument file under the name of an Excel file."""
    write(good_plan(), path.with_suffix(".ods")).replace(path)


FILES: dict[str, FileFault] = {
    # ---- Excel files
    "an empty file": FileFault("p.xlsx", content(b""), "p.xlsx: the content is no XLSX"),
    "a file cut off": FileFault("p.xlsx", cut, "p.xlsx: damaged or cut off"),
    "a PDF by the name of a workbook": FileFault("p.xlsx", content(b"%PDF-1.7 ..."), "the content is PDF"),
    "a web page by the name of a workbook": FileFault(
        "p.xlsx", content(b"<html><table><tr><td>id</table>"), "the content is HTML"
    ),
    "CSV by the name of a workbook": FileFault("p.xlsx", content(b"id;title.fi\nA1;x\n"), "is no XLSX"),
    "a text document by the name of a workbook": FileFault(
        "p.xlsx", part("word/document.xml", "<x/>"), "the content is DOCX"
    ),
    "an OpenDocument by the name of an Excel file": FileFault("p.xlsx", ods_of, "the content is ODS"),
    "an old Excel file by a new name": FileFault("p.xlsx", content(_OLE + bytes(3000)), "the content is XLS"),
    "a password": FileFault(
        "p.xlsx", content(_OLE + "EncryptedPackage".encode("utf-16-le")), "is protected by a password"
    ),
    "a zip bomb": FileFault("p.xlsx", zeros, "unpacks to 600 MB; no more than 500 MB are read"),
    "entities that grow without end": FileFault(
        "p.xlsx", part(SHEET, _BOMB + sheet_xml("<row><c><v>&l9;</v></c></row>")), "declares a document type"
    ),
    "a cell of 10 MB": FileFault(
        "p.xlsx", long_cell, "info, row 3, column B: 10000000 characters in one cell"
    ),
    "a part that leads out of the file": FileFault("p.xlsx", part("../../x", "x"), "leads out of the file"),
    "a sheet that is no XML": FileFault("p.xlsx", part(SHEET, "id;title"), "p.xlsx: damaged or cut off"),
    "a text that is not there": FileFault(
        "p.xlsx", part(SHEET, sheet_xml('<row><c t="s"><v>9999</v></c></row>')), "p.xlsx, info, after row 0"
    ),
    "headers far down": FileFault(
        "p.xlsx",
        part(SHEET, sheet_xml('<row r="30"><c r="A30" t="str"><v>id</v></c></row>')),
        "p.xlsx, info: the first 20 rows are empty",
    ),
    "an empty sheet of the plan itself": FileFault(
        "p.xlsx", part(SHEET, sheet_xml("")), "the sheet info is missing or empty"
    ),
    "a folder by the name of a workbook": FileFault("p.xlsx", as_folder, "p.xlsx: no workbook here"),
    "no file at all": FileFault("p.xlsx", Path.unlink, "p.xlsx: no such file or folder"),
    "a text file": FileFault(
        "p.txt", content(b"id"), "p.txt: no workbook here; expected a folder with info.csv"
    ),
    # ---- OpenDocument files
    "an OpenDocument cut off": FileFault("p.ods", cut, "p.ods: damaged or cut off"),
    "a password on an OpenDocument": FileFault(
        "p.ods", part("META-INF/manifest.xml", "<m><encryption-data/></m>"), "is protected by a password"
    ),
    "an OpenDocument text": FileFault(
        "p.ods", part("mimetype", "application/vnd.oasis.opendocument.text"), "the content is ODT"
    ),
    "entities in an OpenDocument": FileFault("p.ods", part("content.xml", _BOMB + "<x/>"), "a document type"),
    # ---- Old Excel files
    "an old Excel file that is damaged": FileFault(
        "p.xls", content(_OLE + bytes(3000)), "p.xls: the content is no XLS"
    ),
    "a new Excel file by an old name": FileFault(
        "p.xls", content(b"PK\x03\x04"), "p.xls: the content is ZIP"
    ),
    # ---- Folders of CSV
    "no sheet of the plan itself": FileFault("p", remove("info.csv"), "the sheet info is missing or empty"),
    "an ID that is none": FileFault(
        "p", sheet("info.csv", "id,kind\nlahti koe,plan\n"), "expected an id such as kemi-2023"
    ),
    "a kind of plan that is none": FileFault(
        "p", sheet("info.csv", "id,kind\nlahti,ohjelma\n"), "as kind one of: plan, register"
    ),
    "a sheet with a fault in its encoding": FileFault(
        "p",
        sheet("actions.csv", "id,title.fi\nA1,Kävely ".encode() + b"\xe4\n"),
        "actions.csv, line 2: not UTF-8",
    ),
    "a sheet that is no text": FileFault("p", sheet("actions.csv", b"PK\x03\x04"), "the content is ZIP"),
    "quotes that do not end": FileFault(
        "p", sheet("actions.csv", 'id,title.fi\nA1,"Kävely\n'), "actions.csv, line 2: not CSV"
    ),
    "an empty row for headers": FileFault(
        "p", sheet("actions.csv", ",\nid,title.fi\nA1,Kävely\n"), "actions.csv: row 1 is empty"
    ),
    "one sheet in two files": FileFault("p", twice, "Actions.csv and actions.csv are one sheet"),
    "a cell of 10 MB in CSV": FileFault(
        "p",
        sheet("actions.csv", f"id,title.fi\nA1,{'x' * 10_000_000}\n"),
        "row 2, column B: 10000000 characters",
    ),
}
