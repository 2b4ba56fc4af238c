"""A picture, or a report, as a PowerPoint presentation of native shapes."""

from __future__ import annotations

from pathlib import Path

from ..scene import Deck, Layered, Scene, Spread
from .frame import Frame, said_of, used_kinds
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
        raise NotImplementedError
    add_scene(frame, shown)
    return frame.written(title=shown.title, stamp=shown.stamp)


def add_scene(frame: Frame, scene: Scene) -> None:
    """Add the slides of a picture."""
    if isinstance(scene.content, Layered):
        add_layered(frame, scene, scene.content)
    elif isinstance(scene.content, Spread):
        add_spread(frame, scene, scene.content)
    else:
        said = said_of(scene)
        frame.finish(frame.slide(said), said)
