"""Reads the tables of a presentation, and measures whether their texts fit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from graph.drawing.text_measure import width_of

from .slide_geometry import EMU

#: Arial, the typeface without a template, as a share of the widest: plain and bold.
ARIAL = (0.9, 0.87)


@dataclass(frozen=True)
class Told:
    """A cell: its text in paragraphs, and where it stands; measures in points."""

    row: int
    column: int
    lines: tuple[str, ...]
    wide: float
    high: float
    size: float
    bold: bool
    shade: bool
    link: str

    @property
    def text(self) -> str:
        whole = ""
        for line in self.lines:
            whole = whole[:-1] + line if whole.endswith("-") else f"{whole} {line}".strip()
        return whole


def tables(slide) -> list:
    """Return the frames of a slide that hold a table."""
    return [each for each in slide.shapes if each.has_table]


def cells(frame) -> Iterator[Told]:
    """Yield the cells of a table that are not covered by one beside them."""
    table = frame.table
    for r, row in enumerate(table.rows):
        for c, cell in enumerate(row.cells):
            if cell.is_spanned:
                continue
            tc = cell._tc
            turned = tc.xpath("./a:tcPr/@vert") == ["vert270"]
            wide = sum(table.columns[c + n].width for n in range(cell.span_width or 1))
            wide -= cell.margin_left + cell.margin_right
            high = row.height - cell.margin_top - cell.margin_bottom
            if turned:
                wide, high = high, wide
            sizes = {int(size) / 100 for size in tc.xpath(".//@sz")}
            assert len(sizes) <= 1
            link = tc.xpath(".//a:hlinkClick/@r:id")
            yield Told(
                r,
                c,
                tuple(cell.text_frame.text.replace("\n", "\v").split("\v")),
                wide / EMU,
                high / EMU,
                min(sizes, default=0.0),
                "1" in tc.xpath(".//a:rPr/@b"),
                bool(tc.xpath("./a:tcPr/a:solidFill")),
                frame.part.rels[link[0]].target_ref if link else "",
            )


def too_full(frame) -> list[tuple[str, float]]:
    """Return the texts of a table that need more room than their cells have, and how much more."""
    found = []
    for cell in cells(frame):
        lines = [line for part in cell.lines for line in _broken(part, cell)]
        high = len(lines) * cell.size * 1.2 - cell.high
        wide = max((_wide(line, cell) - cell.wide for line in lines), default=0.0)
        if max(high, wide) > 0.5:
            found.append((cell.text, round(max(high, wide), 1)))
    return found


def _wide(text: str, cell: Told) -> float:
    return width_of(text, cell.size, bold=cell.bold) * ARIAL[cell.bold]


def _broken(text: str, cell: Told) -> Iterator[str]:
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}".strip()
        if line and _wide(longer, cell) > cell.wide + 0.01:
            yield line
            line = word
        else:
            line = longer
    yield line
