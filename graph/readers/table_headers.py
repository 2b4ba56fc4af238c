"""The headers of a foreign sheet, which may stand on several rows."""

from __future__ import annotations

from collections.abc import Sequence

from ..headers import plain
from ..spreadsheets.grids import Grid, clean

#: Between a caption and the header below it.
ABOVE = " / "


def headers_of(grid: Grid, rows: Sequence[int]) -> dict[int, str]:
    """Return the header of each column, counted from 0; a caption goes on to the right until the next one."""
    records = dict(grid.rows)
    found: dict[int, list[str]] = {}
    width = max((len(record) for record in records.values()), default=0)
    for number in rows:
        caption = ""
        record = records.get(number, ())
        for at in range(width):
            text = " ".join(clean(record[at]).split()) if at < len(record) else ""
            caption = text or (caption if number != rows[-1] else "")
            if caption:
                found.setdefault(at, []).append(caption)
    last = records.get(rows[-1], ())
    own = {at for at in found if any(at < len(records.get(n, ())) and clean(records[n][at]) for n in rows)}
    return {at: ABOVE.join(parts) for at, parts in sorted(found.items()) if at in own or at < len(last)}


def same_header(header: str, wanted: str) -> bool:
    """Whether a header is the one that is wanted: with its captions, or without.

    >>> same_header("Aikataulu / Alku", "alku"), same_header("Aikataulu / Alku", "Aikataulu")
    (True, False)
    """
    parts = header.split(ABOVE)
    return plain(wanted) in {plain(ABOVE.join(parts[n:])) for n in range(len(parts))}


def lowest(header: str) -> str:
    """Return a header without its captions."""
    return header.rsplit(ABOVE, maxsplit=1)[-1]


def number_of(letter: str) -> int:
    """Return the number of a column, counted from 1.

    >>> number_of("A"), number_of("AB")
    (1, 28)
    """
    number = 0
    for sign in letter:
        number = number * 26 + ord(sign) - ord("A") + 1
    return number
