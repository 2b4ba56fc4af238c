"""The report as files: the same facts in each, and each as its readers need it."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from html.parser import HTMLParser
from itertools import pairwise, product

import docx
import pytest
from docx.document import Document as WordFile
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from rdflib import Literal

from graph.evaluation.report_cells import Folded, folded
from graph.evaluation.report_docx import write_docx
from graph.evaluation.report_html import write_html
from graph.evaluation.report_md import write_md
from graph.evaluation.report_model import (
    Bullets,
    Document,
    Facts,
    Figure,
    Paragraph,
    Run,
    Section,
    TableBlock,
    line,
)
from graph.spreadsheets.answers import Page, pages_as_bytes
from graph.table import Cell, Table, TableColumn

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="9" height="9"/></svg>'
TABLE = TableBlock(
    "Kuvio & taulu",
    (line("Painopiste"), line("Määrä")),
    (
        ((line(Run("Öljy | <b>vesi</b>")),), (line("1 200"),)),
        ((line(Run("Trygghet", lang="sv")), line("Toinen")), ()),
    ),
    numbers=frozenset({1}),
)
DOCUMENT = Document(
    lang="fi",
    title="Arviointi: Åland & muut",
    about=(Facts((("Kausi", (line("2022–2025"),)),)),),
    contents="Sisällys",
    sections=(
        Section(
            "alku",
            line("Mitä puuttuu"),
            (
                Paragraph(line("Kolme *tähteä*."), "said"),
                Bullets((line("Yksi"), line(Run("ks.", link="loppu")))),
            ),
            (Section("osa", line("Osa"), (Paragraph(line(Run("planweave ask", code=True)), "note"),)),),
        ),
        Section("loppu", line("Taulu"), (TABLE, Figure(SVG, "Eniten: 12.", "Kuva")), wide=True),
    ),
    foot="Loppu",
)


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def tags(page: str) -> list[tuple[str, dict[str, str | None]]]:
    parser = _Tags()
    parser.feed(page)
    return parser.found


def test_the_page_needs_nothing_else_and_its_headings_stand_in_order() -> None:
    page = write_html(DOCUMENT).decode()
    found = tags(page)
    assert ("html", {"lang": "fi"}) in found
    assert not {"script", "link", "iframe"} & {tag for tag, _ in found}
    assert all(str(more.get("src", "data:")).startswith("data:") for _, more in found)
    assert "http://" not in page.replace("http://www.w3.org", "")
    levels = [int(tag[1]) for tag, _ in found if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    keys = [more["id"] for _, more in found if "id" in more]
    assert len(keys) == len(set(keys))
    assert {more["href"] for tag, more in found if tag == "a"} <= {f"#{key}" for key in keys}


def test_the_page_marks_headers_languages_and_pictures() -> None:
    page = write_html(DOCUMENT).decode()
    found = tags(page)
    assert [more["scope"] for tag, more in found if tag == "th"] == ["col", "col", "row", "row"]
    assert ("span", {"lang": "sv"}) in found
    assert [more["alt"] for tag, more in found if tag == "img"] == ["Eniten: 12."]
    assert "<caption>Kuvio &amp; taulu</caption>" in page
    assert "<b>vesi</b>" not in page


@pytest.fixture(scope="module")
def word() -> WordFile:
    return docx.Document(io.BytesIO(write_docx(DOCUMENT)))


def test_the_word_file_has_headings_language_and_properties(word: WordFile) -> None:
    headings = [(p.style.name, p.text) for p in word.paragraphs if p.style and "Heading" in str(p.style.name)]
    assert headings == [("Heading 1", "Mitä puuttuu"), ("Heading 2", "Osa"), ("Heading 1", "Taulu")]
    core = word.core_properties
    assert (core.title, core.author, core.language) == ("Arviointi: Åland & muut", "", "fi-FI")
    languages = word.styles.element.xpath("w:docDefaults//w:lang/@w:val")
    assert languages == ["fi-FI"]
    assert word.element.body.xpath(".//w:instrText[contains(., 'TOC')]")


def test_the_word_file_marks_header_rows_and_pictures(word: WordFile) -> None:
    (table,) = word.tables
    assert len(table._tbl.xpath("w:tr[1]/w:trPr/w:tblHeader")) == 1
    assert [cell.text for cell in table.rows[1].cells] == ["Öljy | <b>vesi</b>", "1 200"]
    assert table._tbl.xpath(".//w:lang/@w:val") == ["sv-FI"]
    (picture,) = word.inline_shapes
    assert picture._inline.docPr.get("descr") == "Eniten: 12."
    sides = [section.orientation for section in word.sections]
    assert len(set(sides)) == 2
    footers = word.sections[0].footer._element.xpath(".//w:instrText/text()")
    assert footers == ["PAGE", "NUMPAGES"]


def test_markdown_keeps_its_tables_whole() -> None:
    text = write_md(DOCUMENT).decode()
    assert text.startswith("# Arviointi: Åland & muut\n")
    assert "| Öljy \\| \\<b\\>vesi\\</b\\> | 1 200 |" in text
    assert "| Trygghet<br>Toinen |  |" in text
    assert "| --- | ---: |" in text
    assert "**Kolme \\*tähteä\\*.**" in text
    assert "Eniten: 12." in text


def test_the_spreadsheet_leads_from_its_contents_to_each_sheet() -> None:
    front = Page("Sisällys", ("Arviointi",), ("Ryhmä", "Kysymys"), [("a", "=1+1"), ("b", "Toinen: [x]")])
    pages = [Page(title, ("Lause.",), ("Nimi", "Luku"), [("=x", 3)]) for title in ("=1+1", "Toinen: [x]")]
    book = load_workbook(io.BytesIO(pages_as_bytes(front, pages, "Arviointi", "fi")))
    assert book.sheetnames == ["Sisällys", "1 =1+1", "2 Toinen   x"]
    links = [cell.hyperlink.location for row in book["Sisällys"] for cell in row if cell.hyperlink]
    assert links == ["'1 =1+1'!A1", "'2 Toinen   x'!A1"]
    last = list(book.worksheets[1].values)[-1]
    assert last == ("=x", 3)
    assert book.worksheets[1].cell(4, 1).data_type == "s"


@pytest.mark.parametrize("text", ["a\x00b\x07", "\ud800", "]]>", "&amp;"])
def test_a_strange_text_spoils_no_file(text: str) -> None:
    clean = text.encode("utf-8", "ignore").decode()
    strange = Document("fi", clean, (), "S", (Section("k", line(Run(clean)), (TABLE,)),))
    with zipfile.ZipFile(io.BytesIO(write_docx(strange))) as archive:
        assert archive.testzip() is None
    assert write_html(strange)
    assert write_md(strange)


def table_of(rows: list[tuple[int, int, int]]) -> Table:
    columns = tuple(TableColumn(key, {"fi": key}) for key in "abc")
    return Table("t", columns, tuple(tuple(Cell(Literal(f"x{n}")) for n in row) for row in rows))


def unfolded(rows: list[Folded]) -> list[tuple[str, ...]]:
    return [tuple(str(cell.term) for cell in one) for row in rows for one in product(*row)]


@given(st.lists(st.tuples(*[st.integers(0, 2)] * 3), max_size=12))
def test_rows_that_are_put_together_say_what_they_said_apart(rows: list[tuple[int, int, int]]) -> None:
    table = table_of(rows)
    short = folded(table, 0)
    assert Counter(unfolded(short)) == Counter(unfolded([tuple((c,) for c in row) for row in table.rows]))
    assert len(short) <= len(table.rows)
    assert all(len(row[0]) == 1 for row in short)


def test_rows_with_numbers_stay_apart() -> None:
    columns = tuple(TableColumn(key, {"fi": key}) for key in "abc")
    rows = tuple((Cell(Literal("x")), Cell(Literal(name)), Cell(Literal(1))) for name in "pq")
    assert len(folded(Table("t", columns, rows))) == 2
