"""Pictures as PDF: tagged, in a language, with a text for each picture, and always the same."""

from __future__ import annotations

import re
import shutil
import subprocess
import zlib
from pathlib import Path

import pytest

from webviz.presentation import Deck, Grid
from webviz.presentation import pdf as writer
from webviz.presentation.pdf import pdf

from .scenes import HARM, STAMP, grid, layered, scene, spread
from .test_svg_files import chart


def opened(made: bytes) -> bytes:
    """Return a PDF with what is compressed in it made readable."""
    parts = [made]
    for found in re.finditer(rb"stream\r?\n", made):
        try:
            parts.append(zlib.decompressobj().decompress(made[found.end() :]))
        except zlib.error:
            continue
    return b"\n".join(parts)


def tags(content: bytes) -> set[bytes]:
    return set(re.findall(rb"/S/(\w+)", content))


def utf16(text: str) -> bytes:
    return text.encode("utf-16-be").hex().upper().encode()


def test_a_picture_is_tagged_has_its_language_title_text_and_list() -> None:
    title = "Kirjasto tekee yhteistyötä äänekkäästi"
    made = pdf(scene(layered(8), listed=grid(3, 2), title=title))
    content = opened(made)
    assert made.startswith(b"%PDF-1.")
    assert b"/MarkInfo<</Marked true" in content
    assert b"<pdfuaid:part>1</pdfuaid:part>" in content
    assert b"/DisplayDocTitle true" in content
    assert b"/Lang(fi)" in content
    assert {b"H1", b"H2", b"P", b"Figure", b"Table", b"THead", b"TH", b"TD", b"Link", b"L"} <= tags(content)
    assert b"/Alt<FEFF" + utf16(title) in content
    assert b"https://plans.example/q" in content


def test_every_typeface_is_embedded_and_can_be_searched() -> None:
    content = opened(pdf(scene(layered(8))))
    faces = content.count(b"/Type/Font/Subtype/Type0")
    assert faces
    assert content.count(b"/FontFile") >= faces
    assert content.count(b"/ToUnicode") >= faces


def test_the_same_picture_gives_the_same_file_with_the_day_of_its_revision() -> None:
    made = pdf(scene(spread(30)))
    assert made == pdf(scene(spread(30)))
    assert b"D:20260501" in opened(made)


def test_a_report_has_a_page_for_each_picture_behind_the_first() -> None:
    scenes = (scene(layered(6)), scene(grid()), scene(chart(), stamp=STAMP), scene(spread(9)))
    deck = Deck("raportti", "sv", "Rapport", "Omfattning", scenes, ("Först.",), ("Källa",), STAMP)
    content = opened(pdf(deck))
    assert len(re.findall(rb"/Type/Page\b", content)) >= len(scenes) + 1
    assert b"/Lang(sv)" in content
    assert content.count(b"/S/Figure") == 3
    assert content.count(b"/Alt<FEFF") >= 3
    assert b"<pdfuaid:part>1</pdfuaid:part>" in content


@pytest.mark.parametrize("content", [layered(6, HARM), spread(12, HARM), grid(4, 4, HARM), Grid((), ())])
def test_texts_that_mean_harm_are_only_shown(content) -> None:
    harm = " ".join(text for text in HARM if len(text) < 100)
    made = pdf(scene(content, title=harm, scope=harm, desc=harm, sources=(harm,), listed=grid(3, 2, HARM)))
    assert b"H1" in tags(opened(made))
    assert (b"Table" in tags(opened(made))) == (content != Grid((), ()))


def test_what_the_machine_has_no_typeface_for_takes_the_claim_and_not_the_tags() -> None:
    content = opened(pdf(scene(layered(3), title="\U0001fbf0\U00013460 Kirjasto")))
    assert {b"H1", b"Figure"} <= tags(content)


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="needs poppler")
def test_texts_of_picture_and_list_can_be_copied(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf(scene(layered(6), listed=grid(3, 2, HARM[4:]))))
    done = subprocess.run(["pdftotext", "a.pdf", "-"], cwd=tmp_path, capture_output=True, check=True)
    said = done.stdout.decode()
    assert "Ikääntyneiden" in said
    assert '#panic("x") *b* $y$' in " ".join(said.split())


def test_a_long_table_ends_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "MOST_ROWS", 5)
    written = writer._grid(grid(9, 3), "fi")
    assert written is not None
    assert len(written["rows"]) == 6
    ((last,),) = written["rows"][5:]
    assert (last["text"], last["span"]) == ("Ja 6 muuta riviä; kaikki ovat verkkosivun luettelossa.", 4)
    assert pdf(scene(grid(9, 3))).startswith(b"%PDF")
