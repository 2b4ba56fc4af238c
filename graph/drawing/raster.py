"""Pictures of points out of SVG, for files and places that take no SVG: the one module that knows resvg."""

from __future__ import annotations

from functools import lru_cache

import resvg_py

from ..errors import PlanweaveError
from ..i18n import mark
from .strokes import WHITE
from .text_measure import FONTS

#: Where none of the typefaces is there that a picture names.
_OTHERS = (
    "Helvetica Neue", "Helvetica", "Roboto", "Open Sans", "Ubuntu", "Cantarell", "Lato", "Verdana", "Tahoma",
    "FreeSans", "Nimbus Sans",
)  # fmt: skip
_PROBE = '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="24"><text x="2" y="18">{}</text></svg>'
_LETTERS = "Mäki"
_NO_FONT = mark(
    "no typeface was found on this machine, so a PNG would have no text: install a font such as Noto Sans, "
    "or choose SVG or PDF"
)
_NO_SUCH = "No Such Typeface 0"


class NoTypefaceError(PlanweaveError):
    """A machine without any typeface, on which a picture would be drawn without its text."""


def png(svg: str, *, width: int | None = None, zoom: float | None = None, transparent: bool = False) -> bytes:
    """Return an SVG as a PNG.

    Parameters
    ----------
    svg
        The whole file.
    width
        How many points it is wide, exactly; its height follows.
    zoom
        How many times as large as the SVG says, where no width is given.
    transparent
        Whether what nothing is drawn on stays clear; else it is white.

    Raises
    ------
    ValueError
        The text is no SVG.
    NoTypefaceError
        The machine has no typeface at all.
    """
    family = sans_serif()
    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg,
            width=width,
            zoom=zoom,
            background=None if transparent else WHITE,
            font_family=family,
            sans_serif_family=family,
        )
    )


@lru_cache(maxsize=1)
def sans_serif() -> str:
    """Return the first sans-serif typeface of the machine, or raise `NoTypefaceError`.

    One that is none of those known is better than none: an empty name lets the machine choose.
    """
    any_face = _drawn(_NO_SUCH)
    if any_face == _drawn(_NO_SUCH, ""):
        raise NoTypefaceError(_NO_FONT)
    names = [*FONTS.split(", ")[:-1], *_OTHERS]
    return next((name for name in names if _drawn(name) != any_face), "")


def _drawn(family: str, letters: str = _LETTERS) -> bytes:
    return bytes(
        resvg_py.svg_to_bytes(svg_string=_PROBE.format(letters), font_family=family, background=WHITE)
    )
