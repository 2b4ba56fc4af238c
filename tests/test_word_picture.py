"""A picture as a Word file: its text, its picture with words, and its links as a table."""

from __future__ import annotations

import io

import docx
import pytest

from webviz.presentation import Grid, GridCell, GridRow
from webviz.presentation.word import docx as word

from .scenes import HARM, STAMP, grid, layered, scene, spread


@pytest.mark.parametrize("content", [layered(8), spread(12), grid(4, 3), layered(6, HARM)])
def test_a_picture_becomes_a_word_file_that_says_it(content) -> None:
    made = scene(content, listed=grid(3, 2))
    file = docx.Document(io.BytesIO(word(made)))
    texts = [paragraph.text for paragraph in file.paragraphs]
    assert texts[0] == made.title
    assert made.scope in texts
    assert made.sources[0] in texts
    assert STAMP.said in texts
    (table,) = file.tables
    assert table.cell(0, 0).text == "Painopiste"
    said = [shape._inline.docPr.get("descr") for shape in file.inline_shapes]
    assert said == ([] if isinstance(content, Grid) else ["Kuvassa on asioita. Niillä on yhteyksiä."])


def test_cells_of_another_language_say_so() -> None:
    row = GridRow((GridCell("Bibliotek", lang="sv"), GridCell("3", 3.0)))
    content = Grid((GridCell("Painopiste"), GridCell("Toimenpiteitä")), (row,))
    file = docx.Document(io.BytesIO(word(scene(content))))
    assert "sv" in file.tables[0].cell(1, 0)._tc.xpath(".//w:lang/@w:val")[0]
