"""Makes pictures of points out of SVG, for files that take no SVG."""

from __future__ import annotations

import resvg_py

_ZOOM = 2.0


def png(svg: str) -> bytes:
    """Return an SVG as a PNG at twice its size, on white.

    Raises
    ------
    ValueError
        The text is no SVG.
    """
    return bytes(
        resvg_py.svg_to_bytes(svg_string=svg, zoom=_ZOOM, background="#ffffff", sans_serif_family="Noto Sans")
    )
