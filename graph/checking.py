"""Maps and checks one workbook: a small one at once, a big one part after part."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain

from ontology import Model

from .findings import Report
from .known import Known, Outline
from .link_sheet import LINKS
from .mapped import Mapped
from .mapping import map_parts
from .parts import CELLS
from .staging import Staged
from .tally import Tally
from .validation import findings_of, report_of
from .workbook import Workbook

#: Told how many rows of how many are mapped and checked.
Rows = Callable[[int, int], None]


def check_book(
    book: Workbook, outline: Outline, model: Model, known: Known, told: Rows, cells: int = CELLS
) -> tuple[Mapped, Report]:
    """Map and check a workbook. The triples of one that has several parts are staged in a file."""
    parts = map_parts(book, outline, model, known, cells)
    first = next(parts)
    second = next(parts, None)
    tally = Tally()
    if second is None:
        tally.add(findings_of(first, model, known))
        return first, report_of(book, tally.findings(), model)
    whole = Mapped(book, outline, model, staged=Staged())
    assert whole.staged is not None
    done, total = 0, sum(len(sheet.rows) for name, sheet in book.sheets.items() if name != LINKS)
    for part in chain(_taken(first, second), parts):
        whole.staged.add(part.graph)
        tally.add(findings_of(part, model, known))
        done += part.count
        told(min(done, total), total)
    return whole, report_of(book, tally.findings(), model)


def _taken(*parts: Mapped) -> Iterator[Mapped]:
    """Yield parts and keep none."""
    kept = list(parts)
    del parts
    while kept:
        yield kept.pop(0)
