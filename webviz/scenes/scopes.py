"""The basis and the scope of a picture in one line, to stand on the picture itself."""

from __future__ import annotations

from collections.abc import Sequence

from graph import PlanInfo
from graph.i18n import mark
from graph.network import NetworkLink

from .. import current

_ALL_NAMED = mark("All links are named in the source")
_ALL_READ = mark("The links are a planner's reading")
_MIXED = mark("Of the links, {readings} / {all} are a planner's reading")


def scope_line(links: Sequence[NetworkLink], plans: Sequence[PlanInfo]) -> str:
    """Return on what the links of a picture rest, and of which plans they are."""
    readings, every = sum(not link.named for link in links), len(links)
    parts = [basis(readings, every), *(info.label.text for info in plans[:3])]
    return "; ".join(filter(None, parts))


def basis(readings: int, every: int) -> str:
    """Return on what so many links rest, of which so many are readings; nothing of none."""
    if not every:
        return ""
    if not readings:
        return current.word(_ALL_NAMED)
    return current.word(_ALL_READ if readings == every else _MIXED, readings=readings, all=every)
