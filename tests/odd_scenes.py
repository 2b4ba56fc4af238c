"""Pictures with names that mean something to the formats that they are written in."""

from __future__ import annotations

from graph.drawing import Box, Column, Tie
from webviz.presentation import Layered, Scene

from .hostile_plan import TEXTS
from .scenes import layered, scene, spread

SCENES = (scene(layered(12)), scene(spread(30)))


def odd(*labels: str) -> Scene:
    """Return a picture of two columns where everything that is written has such a label."""
    boxes = tuple(Box(f"p:{n}", label, n % 2, note=label) for n, label in enumerate(labels))
    ties = tuple(Tie(f"p:{n}", f"p:{n - 1}", label, n % 2 > 0) for n, label in enumerate(labels) if n)
    columns = tuple(Column(label, "", len(labels)) for label in (*labels, "x")[:2])
    title = labels[0]
    return scene(Layered(columns, boxes, ties), title=title, scope=title, desc=title, left_out=title)


HOSTILE = odd(*TEXTS, "%%{init: {}}%%", "1. eka", "- a", "end", "`a`", "\\", 'a\\"', "&amp;", "--", "[\\N]")
