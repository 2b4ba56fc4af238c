"""Writes a report as one HTML file that needs nothing else: no script, no style sheet, no request."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from functools import singledispatch
from html import escape
from pathlib import Path

from .report_model import (
    Block,
    Bullets,
    Document,
    Facts,
    Figure,
    Line,
    Paragraph,
    Run,
    Section,
    TableBlock,
)

STYLE = Path(__file__).with_name("report.css")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def write_html(document: Document) -> bytes:
    """Return the report as the bytes of a page in UTF-8."""
    style = STYLE.read_text(encoding="utf-8")
    return (
        f'<!doctype html>\n<html lang="{document.lang}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        f"<title>{escape(document.title)}</title>\n<style>\n{style}</style>\n</head>\n"
        f"<body>\n<main>\n{body(document)}</main>\n</body>\n</html>\n"
    ).encode()


def body(document: Document) -> str:
    """Return what stands in the body of the page: one `h1`, and all else below it."""
    contents = "".join(_entry(section) for section in document.sections)
    parts = [
        '<div class="report">\n<header>\n',
        f"<h1>{escape(document.title)}</h1>\n",
        *(_block(block) for block in document.about),
        "</header>\n",
        '<nav class="contents" aria-labelledby="contents">',
        f'<h2 id="contents">{escape(document.contents)}</h2>\n',
        f"<ol>\n{contents}</ol></nav>\n",
        *(_section(section, 2) for section in document.sections),
        f"<footer><p>{escape(document.foot)}</p></footer>\n</div>\n",
    ]
    return "".join(parts)


def _entry(section: Section) -> str:
    below = "".join(f"<li>{_anchor(part)}</li>" for part in section.parts)
    inside = f"<ol>{below}</ol>" if below else ""
    return f"<li>{_anchor(section)}{inside}</li>\n"


def _anchor(section: Section) -> str:
    return f'<a href="#{escape(section.key)}">{_line(section.title)}</a>'


def _section(section: Section, level: int) -> str:
    shown = min(level, 6)
    wide = ' class="wide"' if section.wide else ""
    return (
        f"<section{wide}>"
        f'<h{shown} id="{escape(section.key)}">{_line(section.title)}</h{shown}>\n'
        + "".join(_block(block) for block in section.blocks)
        + "".join(_section(part, level + 1) for part in section.parts)
        + "</section>\n"
    )


@singledispatch
def _block(block: Block) -> str:
    raise TypeError(block)


@_block.register
def _(block: Paragraph) -> str:
    role = "" if block.role == "text" else f' class="{block.role}"'
    return f"<p{role}>{_line(block.runs)}</p>\n"


@_block.register
def _(block: Bullets) -> str:
    items = "".join(f"<li>{_line(item)}</li>\n" for item in block.items)
    return f"<ul>\n{items}</ul>\n"


@_block.register
def _(block: Facts) -> str:
    items = "".join(
        f"<div><dt>{escape(name)}</dt>{''.join(f'<dd>{_line(one)}</dd>' for one in lines)}</div>\n"
        for name, lines in block.items
    )
    return f'<dl class="facts">\n{items}</dl>\n'


@_block.register
def _(block: TableBlock) -> str:
    heads = "".join(f'<th scope="col">{_line(name)}</th>' for name in block.columns)
    rows = "".join(_row(block, place) for place in range(len(block.rows)))
    return (
        f'<div class="scroll" role="group" aria-label="{escape(block.caption)}" tabindex="0">'
        f"<table><caption>{escape(block.caption)}</caption>\n"
        f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}</tbody></table></div>\n"
    )


def _row(block: TableBlock, place: int) -> str:
    """Return a row; a heading begins a body of its own."""
    row = block.rows[place]
    if place not in block.headings:
        return f"<tr>{''.join(_cells(block, row))}</tr>\n"
    title = "".join(map(_line, row[0]))
    begin = "</tbody>\n<tbody>\n" if place else ""
    return f'{begin}<tr><th colspan="{len(block.columns)}" scope="rowgroup">{title}</th></tr>\n'


def _cells(block: TableBlock, row: Iterable[tuple[Line, ...]]) -> Iterable[str]:
    for place, lines in enumerate(row):
        inside = _line(lines[0]) if len(lines) == 1 else _several(lines)
        number = ' class="number"' if place in block.numbers else ""
        if place == block.head:
            yield f'<th scope="row"{number}>{inside}</th>'
        else:
            yield f"<td{number}>{inside}</td>"


def _several(lines: tuple[Line, ...]) -> str:
    return "<ul>" + "".join(f"<li>{_line(one)}</li>" for one in lines) + "</ul>" if lines else ""


@_block.register
def _(block: Figure) -> str:
    data = base64.b64encode(block.svg.encode()).decode()
    return (
        f'<figure><div class="scroll" role="group" aria-label="{escape(block.caption)}" tabindex="0">'
        f'<img alt="{escape(block.alt)}" src="data:image/svg+xml;base64,{data}"></div>\n'
        f"<figcaption>{escape(block.caption)}</figcaption></figure>\n"
    )


def _line(runs: Line) -> str:
    return "".join(map(_run, runs))


def _run(run: Run) -> str:
    text = escape(run.text)
    if run.code:
        text = f"<code>{text}</code>"
    if run.lang:
        text = f'<span lang="{escape(run.lang)}">{text}</span>'
    if run.strong:
        text = f"<strong>{text}</strong>"
    if run.link:
        address = run.link if "://" in run.link else f"#{run.link}"
        text = f'<a href="{escape(address)}">{text}</a>'
    return text
