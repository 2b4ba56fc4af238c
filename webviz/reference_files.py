"""Workbooks to begin with, as archives: the small example, and sheets with nothing but headings."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from functools import lru_cache
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from rdflib import Graph

from graph.i18n import mark, translate
from graph.start import empty_sheets, start, written
from ontology import load_model

from .current import TRANSLATIONS

#: Spreadsheet programs read it as UTF-8 by this mark.
_ENCODING = "utf-8-sig"
#: What separates cells where the comma separates decimals.
_OTHER = ";"
_FOLDER = mark("empty-workbook")


def example_archive(lang: str) -> bytes:
    """Return the small example as an archive, in a language."""
    return _example(load_model().graph, lang)


def empty_archive(lang: str) -> bytes:
    """Return all sheets as an archive, with their headings alone."""
    return _empty(load_model().graph, lang)


@lru_cache(maxsize=6)
def _example(_source: Graph, lang: str) -> bytes:
    book = start(lang)
    files = {sheet.file: _file([sheet.headers, *sheet.rows], lang) for sheet in book.sheets}
    return _archive(book.name, files)


@lru_cache(maxsize=6)
def _empty(_source: Graph, lang: str) -> bytes:
    files = {f"{name}.csv": _file([headers], lang) for name, headers in empty_sheets(lang).items()}
    return _archive(translate(_FOLDER, lang, TRANSLATIONS), files)


def _file(rows: Iterable[tuple[str, ...]], lang: str) -> bytes:
    return written(rows, "," if lang == "en" else _OTHER).replace("\n", "\r\n").encode(_ENCODING)


def _archive(folder: str, files: Mapping[str, bytes]) -> bytes:
    """Return an archive of files in a folder, the same for the same files."""
    target = io.BytesIO()
    with ZipFile(target, "w") as archive:
        for name, data in files.items():
            archive.writestr(ZipInfo(f"{folder}/{name}"), data, ZIP_DEFLATED)
    return target.getvalue()
