"""A picture, or a report, as a PowerPoint presentation of native shapes."""

from __future__ import annotations

from pathlib import Path

from ..scene import Chart, Deck, Layered, Scene, Spread
from .charts import add_chart
from .deck import add_deck
from .frame import Frame, used_kinds
from .grid import add_grid
from .grid_fit import MOST_SLIDES
from .layered import add_layered
from .spread import add_spread

__all__ = ["pptx"]


def pptx(shown: Scene | Deck, *, template: Path | None = None) -> bytes:
    """Return a picture, or a report, as a .pptx file: equal content gives equal bytes.

    Parameters
    ----------
    shown
        What is shown; a picture that does not fit on a slide takes several.
    template
        A .pptx or .potx file whose masters, fonts, colours and size are taken; own ones without.

    Raises
    ------
    ParameterError
        If the template is no PowerPoint presentation.
    """
    frame = Frame(used_kinds(shown), shown.lang, template)
    if isinstance(shown, Deck):
        add_deck(frame, shown, add_scene)
    else:
        add_scene(frame, shown)
    return frame.written(title=shown.title, stamp=shown.stamp)


def add_scene(frame: Frame, scene: Scene, most: int = MOST_SLIDES) -> None:
    """Add the slides of a picture; of a table or a chart `most` at most."""
    content = scene.content
    if isinstance(content, Layered):
        add_layered(frame, scene, content)
    elif isinstance(content, Spread):
        add_spread(frame, scene, content)
    elif isinstance(content, Chart):
        add_chart(frame, scene, content, most)
    else:
        add_grid(frame, scene, content, most)
