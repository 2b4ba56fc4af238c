"""How close the columns of a layered picture may stand, and how long its texts may be."""

from __future__ import annotations

from dataclasses import dataclass, replace

#: Between boxes of a column where there is room.
BETWEEN = 14.0


@dataclass(frozen=True)
class Closeness:
    """How close columns stand: the narrowest box, the widest word beside a tie, the least between words.

    Texts end in an ellipsis after so many `lines`, titles of columns after `titles`, words after `words`.
    """

    box: float
    word: float
    gap: float
    lines: int = 6
    titles: int = 3
    words: int = 4
    #: Between boxes of a column.
    between: float = BETWEEN


#: From the roomiest to the closest.
CLOSENESS = (Closeness(134, 96, 46), Closeness(124, 84, 36), Closeness(112, 74, 28))
#: For slides, which cannot be scrolled: with long texts cut, and whole.
CUT = (*CLOSENESS, Closeness(98, 62, 24))
CLOSER = tuple(replace(close, lines=20, titles=6, words=8) for close in CUT)
#: Those with boxes near each other, for what is too high otherwise.
DENSE = tuple(replace(close, between=6.0) for close in CLOSER)
