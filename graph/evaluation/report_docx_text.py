"""The text of a Word file as XML: paragraphs, headings, links, tables, fields."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from html import escape

from .report_model import Line, Run, TableBlock, plain

_SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_LANGUAGES = {"fi": "fi-FI", "sv": "sv-FI", "en": "en-GB"}
#: Takes an address, and returns the number under which the file knows it.
Address = Callable[[str], str]
_GROUND, _ABOVE, _RULE = "E1EAEF", "F3F6F8", "C5CED6"
#: In twentieths of a point: what a cell takes beside its text, and a letter; and a long text in letters.
_CELL, _LETTER, _LONGEST = 190, 98, 40
_INSIDE = (("top", 40), ("left", 80), ("bottom", 40), ("right", 80))


def language_of(lang: str) -> str:
    """Return a language with its country, as Word has it."""
    return _LANGUAGES.get(lang, lang)


def paragraph(runs: Line, style: str, address: Address) -> str:
    """Return a paragraph of a style, known by its name."""
    return f"<w:p {_SPACES}>{_style(style)}{_runs(runs, address)}</w:p>"


def space() -> str:
    """Return a low, empty paragraph, which keeps what follows a table apart from it."""
    look = '<w:spacing w:before="0" w:after="0" w:line="120" w:lineRule="exact"/>'
    return f"<w:p {_SPACES}><w:pPr>{look}</w:pPr></w:p>"


def heading(title: Line, level: int, key: str, address: Address) -> str:
    """Return a heading that links can lead to."""
    return (
        f"<w:p {_SPACES}>{_style(f'Heading{level}')}"
        f'<w:bookmarkStart w:id="{_number(key)}" w:name="{_bookmark(key)}"/>{_runs(title, address)}'
        f'<w:bookmarkEnd w:id="{_number(key)}"/></w:p>'
    )


def caption(text: str) -> str:
    """Return the caption of a table or figure, which stays with it."""
    return f"<w:p {_SPACES}>{_style('Caption')}{_text(text)}</w:p>"


def contents(title: str, listed: Sequence[tuple[int, str, Line]], address: Address) -> Iterator[str]:
    """Give a list of contents: a field that Word brings up to date, filled with links as it is."""
    yield (
        f'<w:p {_SPACES}><w:pPr><w:keepNext/><w:spacing w:before="240"/></w:pPr><w:r><w:rPr><w:b/>'
        f'<w:sz w:val="26"/></w:rPr><w:t>{_clean(title)}</w:t></w:r></w:p>'
    )
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText xml:space="preserve"> TOC \\o "1-1" \\h \\z \\u </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    for place, (level, key, line) in enumerate(listed):
        spacing = f'<w:pPr><w:spacing w:after="20"/><w:ind w:left="{(level - 1) * 360}"/></w:pPr>'
        link = f'<w:hyperlink w:anchor="{_bookmark(key)}" w:history="1">{_runs(line, address)}</w:hyperlink>'
        first = begin if place == 0 else ""
        last = end if place == len(listed) - 1 else ""
        yield f"<w:p {_SPACES}>{spacing}{first}{link}{last}</w:p>"


def footer(text: str) -> Iterator[str]:
    """Give the paragraph at the foot of each page, with its number and how many there are."""
    yield (
        f'<w:p {_SPACES}><w:pPr><w:jc w:val="right"/></w:pPr>{_text(text + "   ", small=True)}'
        f"{_field('PAGE')}{_text(' / ', small=True)}{_field('NUMPAGES')}</w:p>"
    )


def table(block: TableBlock, width: int, address: Address) -> str:
    """Return a table that is so many twentieths of a point wide; its first row stands on every page."""
    widths = _widths(block, width)
    grid = "".join(f'<w:gridCol w:w="{wide}"/>' for wide in widths)
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{_RULE}"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    head = "".join(
        _cell((Run(plain(name), strong=True),), wide, address, ground=True)
        for name, wide in zip(block.columns, widths, strict=True)
    )
    rows = "".join(
        _heading(row[0], widths, address) if place in block.headings else _row(block, row, widths, address)
        for place, row in enumerate(block.rows)
    )
    side = "".join(f'<w:{name} w:w="{wide}" w:type="dxa"/>' for name, wide in _INSIDE)
    return (
        f'<w:tbl {_SPACES}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{side}</w:tblCellMar>"
        '<w:tblLook w:val="06A0" w:firstRow="1" w:lastRow="0" w:firstColumn="1" w:lastColumn="0" '
        f'w:noHBand="1" w:noVBand="1"/><w:tblCaption w:val="{_clean(block.caption)}"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>"
        f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>{rows}</w:tbl>"
    )


def _heading(lines: Sequence[Line], widths: Sequence[int], address: Address) -> str:
    """Return a row of one cell above those that follow."""
    inside = "".join(_small(one, address, keep=True) for one in lines)
    look = (
        f'<w:tcPr><w:tcW w:w="{sum(widths)}" w:type="dxa"/><w:gridSpan w:val="{len(widths)}"/>'
        f'<w:shd w:val="clear" w:color="auto" w:fill="{_ABOVE}"/></w:tcPr>'
    )
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc>{look}{inside}</w:tc></w:tr>"


def _row(block: TableBlock, row: Sequence[tuple[Line, ...]], widths: Sequence[int], address: Address) -> str:
    cells = "".join(
        _several(lines, wide, address, number=place in block.numbers)
        for place, (lines, wide) in enumerate(zip(row, widths, strict=True))
    )
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"


def _several(lines: Sequence[Line], wide: int, address: Address, *, number: bool) -> str:
    inside = "".join(_small(one, address, number=number) for one in lines or ((),))
    return f'<w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/></w:tcPr>{inside}</w:tc>'


def _cell(runs: Line, wide: int, address: Address, *, ground: bool) -> str:
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{_GROUND}"/>' if ground else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/>{shade}</w:tcPr>{_small(runs, address)}</w:tc>'


def _small(runs: Line, address: Address, *, number: bool = False, keep: bool = False) -> str:
    side = '<w:jc w:val="right"/>' if number else ""
    kept = "<w:keepNext/>" if keep else ""
    look = f'<w:pPr>{kept}<w:spacing w:after="0" w:line="240" w:lineRule="auto"/>{side}</w:pPr>'
    return f"<w:p>{look}{_runs(runs, address, small=True)}</w:p>"


def _widths(block: TableBlock, width: int) -> list[int]:
    """Share the width between columns: to each its longest word, and the rest by how long its texts are."""
    least, wanted = [], []
    for place, name in enumerate(block.columns):
        below = [row for at, row in enumerate(block.rows) if at not in block.headings]
        texts = [plain(name), *(plain(one) for row in below for one in row[place])]
        words = max((len(word) for text in texts for word in text.split()), default=1)
        least.append(_CELL + _LETTER * min(words, _LONGEST))
        wanted.append(min(max(map(len, texts)), _LONGEST) + sum(map(len, texts)) / len(texts))
    left = width - sum(least)
    if left < 0:
        return [width * one // sum(least) for one in least]
    return [one + round(left * share / sum(wanted)) for one, share in zip(least, wanted, strict=True)]


def _runs(runs: Iterable[Run], address: Address, *, small: bool = False) -> str:
    return "".join(_run(run, address, small=small) for run in runs)


def _run(run: Run, address: Address, *, small: bool) -> str:
    text = _text(run.text, lang=run.lang, strong=run.strong, code=run.code, small=small)
    if not run.link:
        return text
    if "://" in run.link:
        return f'<w:hyperlink r:id="{address(run.link)}">{text}</w:hyperlink>'
    return f'<w:hyperlink w:anchor="{_bookmark(run.link)}">{text}</w:hyperlink>'


def _text(text: str, *, lang: str = "", strong: bool = False, code: bool = False, small: bool = False) -> str:
    look = '<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas"/>' if code else ""
    look += "<w:b/>" if strong else ""
    look += '<w:sz w:val="17"/>' if small else ""
    look += f'<w:lang w:val="{_clean(language_of(lang))}"/>' if lang else ""
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{_clean(text)}</w:t></w:r>'


def _field(name: str) -> str:
    look = '<w:rPr><w:sz w:val="17"/></w:rPr>'
    return (
        f'<w:r>{look}<w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r>{look}<w:instrText>{name}</w:instrText></w:r>"
        f'<w:r>{look}<w:fldChar w:fldCharType="separate"/></w:r><w:r>{look}<w:t>1</w:t></w:r>'
        f'<w:r>{look}<w:fldChar w:fldCharType="end"/></w:r>'
    )


def _style(name: str) -> str:
    return f'<w:pPr><w:pStyle w:val="{name.replace(" ", "")}"/></w:pPr>'


def _bookmark(key: str) -> str:
    """Return the name of a bookmark: letters, digits and underlines, forty at most."""
    known = "".join(letter if letter.isalnum() and letter.isascii() else "_" for letter in key)
    return f"_{known}"[:30] + f"_{_number(key) % 100_000_000}"


def _number(key: str) -> int:
    return int.from_bytes(key.encode()[-64:], "big") % 2_000_000_011


def _clean(text: str) -> str:
    return escape(printable(text))


def printable(text: str) -> str:
    """Return a text without what XML cannot hold, such as control characters."""
    return "".join(letter for letter in text if _is_held(letter))


def _is_held(letter: str) -> bool:
    return (
        letter in "\n\t"
        or (" " <= letter < "\ud800")
        or (letter >= "\ue000" and letter not in "\ufffe\uffff")
    )
