"""Files that would blow up, lead astray or are something else: each is refused in one line that says why."""

from __future__ import annotations

import os
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.errors import SourceError
from graph.spreadsheets import package, read_workbook
from graph.spreadsheets.gathering import LONGEST

from .spreadsheet_files import SHEET, ods_table, sheet_xml, with_part, write_ods, write_xlsx, xlsx_of

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LAUGHS = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>' + sheet_xml("")


def good(file: Path) -> Path:
    rows = [["id", "title"], ["A1", "Kävely"]]
    return write_ods(file, ods_table(rows)) if file.suffix == ".ods" else write_xlsx(file, {"actions": rows})


def content(data: bytes) -> Callable[[Path], object]:
    return lambda file: file.write_bytes(data)


def part(name: str, data: bytes | str) -> Callable[[Path], object]:
    return lambda file: with_part(good(file), name, data)


def cut(share: float) -> Callable[[Path], object]:
    def change(file: Path) -> None:
        data = good(file).read_bytes()
        file.write_bytes(data[: int(len(data) * share)])

    return change


def flip(file: Path) -> None:
    """Change a byte in the middle of a packed part, so that its check sum no longer holds."""
    with_part(good(file), SHEET, sheet_xml("<row/>" * 200), deflate=False)
    data = bytearray(file.read_bytes())
    data[data.index(b"<row/>") + 3] ^= 0xFF
    file.write_bytes(bytes(data))


def lock(file: Path) -> None:
    """Set the flag of an encrypted part in the directory of the zip."""
    data = bytearray(good(file).read_bytes())
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    file.write_bytes(bytes(data))


def twice(file: Path) -> None:
    good(file)
    with zipfile.ZipFile(file, "a") as out, pytest.warns(UserWarning, match="Duplicate name"):
        out.writestr(SHEET, sheet_xml(""))


def lying(file: Path) -> None:
    """Let the directory of the zip say that a part is smaller than it is."""
    with_part(good(file), SHEET, sheet_xml("<row/>" * 10_000))
    data = bytearray(file.read_bytes())
    at = data.rindex(SHEET.encode()) - 46 + 24
    data[at : at + 4] = struct.pack("<I", 100)
    file.write_bytes(bytes(data))


def long_cell(file: Path) -> None:
    write_xlsx(file, {"actions": [["id", "title"]]})
    cell = f'<row r="7"><c r="B7" t="inlineStr"><is><t>{"x" * 10_000_000}</t></is></c></row>'
    with_part(file, SHEET, sheet_xml(cell))


FILES: dict[str, tuple[str, Callable[[Path], object], str]] = {
    "nothing in it": ("p.xlsx", content(b""), "the content is no XLSX"),
    "a PDF": ("p.xlsx", content(b"%PDF-1.7\n"), "the content is PDF, and XLSX is expected"),
    "a web page": ("p.xlsx", content(b"\n<html><table>"), "the content is HTML, and XLSX"),
    "CSV": ("p.xlsx", content(b"id;title\n"), "the content is no XLSX"),
    "an old Excel file": ("p.xlsx", content(OLE + b"\0" * 2000), "the content is XLS, and XLSX"),
    "a new Excel file by an old name": ("p.xls", good, "the content is ZIP, and XLS"),
    "no Excel file by an old name": ("p.xls", content(OLE + b"\0" * 2000), "p.xls: "),
    "a Word file": ("p.xlsx", part("word/document.xml", "<x/>"), "the content is DOCX, and XLSX"),
    "a presentation": ("p.xlsx", part("ppt/presentation.xml", "<x/>"), "the content is PPTX, and XLSX"),
    "a binary workbook": ("p.xlsx", part("xl/workbook.bin", b"\0"), "the content is XLSB, and XLSX"),
    "an OpenDocument by another name": (
        "p.xlsx",
        lambda file: write_ods(file, ods_table([["id"]])),
        "the content is ODS, and XLSX",
    ),
    "an OpenDocument text": (
        "p.ods",
        part("mimetype", "application/vnd.oasis.opendocument.text"),
        "the content is ODT, and ODS",
    ),
    "a password": (
        "p.xlsx",
        content(OLE + "EncryptedPackage".encode("utf-16-le")),
        "protected by a password",
    ),
    "a password on a zip": ("p.xlsx", lock, "protected by a password"),
    "a password on an OpenDocument": (
        "p.ods",
        part("META-INF/manifest.xml", "<m><encryption-data/></m>"),
        "protected by a password",
    ),
    "cut off early": ("p.xlsx", cut(0.3), "damaged or cut off"),
    "cut off late": ("p.xlsx", cut(0.98), "damaged or cut off"),
    "a cut OpenDocument": ("p.ods", cut(0.5), "damaged or cut off"),
    "a wrong check sum": ("p.xlsx", flip, "damaged or cut off"),
    "a size that is not true": ("p.xlsx", lying, "damaged or cut off"),
    "entities": ("p.xlsx", part(SHEET, LAUGHS), "declares a document type"),
    "entities in another encoding": (
        "p.xlsx",
        part("xl/styles.xml", LAUGHS.replace('"1.0"', '"1.0" encoding="utf-16"').encode("utf-16")),
        "declares a document type",
    ),
    "entities in an OpenDocument": ("p.ods", part("content.xml", LAUGHS), "declares a document type"),
    "a zip bomb": ("p.xlsx", part("xl/media/x", b"\0" * 60_000_000), "times its size, as no spreadsheet"),
    "very many parts": (
        "p.xlsx",
        lambda file: write_many(good(file)),
        f"parts; no more than {package.MOST_PARTS} are read",
    ),
    "a path out of the file": ("p.xlsx", part("../../etc/passwd", "x"), "leads out of the file"),
    "an absolute path": ("p.xlsx", part("/etc/passwd", "x"), "leads out of the file"),
    "the path of another system": ("p.xlsx", part("xl\\..\\..\\x", "x"), "leads out of the file"),
    "a part twice": ("p.xlsx", twice, "stands there twice"),
    "a cell of 10 MB": ("p.xlsx", long_cell, "actions, row 7, column B: 10000000 characters in one cell"),
    "no sheet": ("p.xlsx", lambda file: without_sheet(good(file)), "no sheet can be read"),
    "XML that ends early": ("p.xlsx", part(SHEET, sheet_xml("<row/>")[:-5]), "after row 0: damaged"),
    "a text that is not there": (
        "p.xlsx",
        lambda file: xlsx_of(file, '<row><c t="s"><v>99</v></c></row>'),
        "after row 0: damaged",
    ),
    "a column beyond all": ("p.xlsx", lambda file: xlsx_of(file, '<row><c r="ZZZZ1"/></row>'), "damaged"),
}


def write_many(file: Path) -> None:
    with zipfile.ZipFile(file, "a") as out:
        for number in range(package.MOST_PARTS):
            out.writestr(f"xl/media/{number}", "")


def without_sheet(file: Path) -> None:
    with zipfile.ZipFile(file) as parts:
        text = parts.read("xl/workbook.xml").decode()
    start, end = text.index("<sheets>"), text.index("</sheets>")
    with_part(file, "xl/workbook.xml", text[:start] + "<sheets>" + text[end:])


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_not_sound_is_refused_in_one_line(tmp_path: Path, name: str) -> None:
    file, make, expected = FILES[name]
    make(tmp_path / file)
    with pytest.raises(SourceError) as caught:
        read_workbook(tmp_path / file)
    text = str(caught.value)
    assert text.startswith(file)
    assert expected in text
    assert "\n" not in text
    assert len(text) < 250


def test_what_a_file_may_unpack_to_has_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package, "MOST_UNPACKED", 1_000_000)
    file = with_part(good(tmp_path / "p.xlsx"), "xl/media/x", os.urandom(1_500_000))
    with pytest.raises(SourceError, match=r"p\.xlsx: unpacks to 1 MB; no more than 1 MB are read"):
        read_workbook(file)


def test_a_cell_may_be_as_long_as_a_spreadsheet_lets_it_be(tmp_path: Path) -> None:
    text = "x" * LONGEST
    book = read_workbook(write_xlsx(tmp_path / "p.xlsx", {"actions": [["id"], [text]]}))
    assert book.sheets["actions"].rows[0].cells["id"] == text


def test_a_file_cut_off_anywhere_or_changed_anywhere_never_ends_otherwise(tmp_path: Path) -> None:
    for suffix in (".xlsx", ".ods"):
        data = good(tmp_path / f"good{suffix}").read_bytes()
        for at in range(0, len(data), 41):
            changed = data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1 :]
            for number, spoiled in enumerate((data[:at], changed)):
                file = tmp_path / f"{number}{suffix}"
                file.write_bytes(spoiled)
                try:
                    read_workbook(file)
                except SourceError as error:
                    assert file.name in str(error)  # noqa: PT017 - some changes do no harm
