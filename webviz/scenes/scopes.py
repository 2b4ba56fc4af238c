"""The basis and the scope of a picture in one line, to stand on the picture itself."""

from __future__ import annotations

from collections.abc import Sequence

from graph import PlanInfo
from graph.evaluation import scope_of
from graph.i18n import mark
from graph.network import NetworkLink

from .. import current
from ..words import number

_ALL_NAMED = mark("All links are based on the source")
_ALL_READ = mark("The links are a planner's reading")
_MIXED = mark("Of {all} links, {readings} rest on a planner's reading and {named} on the source")
ONLY_NAMED = mark("Only links based on the source count")
_ALL_COUNT = mark("Links that are a planner's reading count too")
_PLANS = mark("{number} plans")
#: What the strokes of a picture mean that stands alone.
NAMED, READING = mark("solid: based on the source"), mark("dashed: a planner's reading")
_MOST_NAMED = 2


def line(*parts: str) -> str:
    """Return parts of the line together, those that say anything."""
    told = "; ".join(dict.fromkeys(filter(None, parts)))
    return told[:1].upper() + told[1:]


def of_links(links: Sequence[NetworkLink], plans: Sequence[PlanInfo]) -> str:
    """Return on what links rest, and which reports they are from."""
    return line(basis(sum(not link.named for link in links), len(links)), reports(plans))


def basis(readings: int, every: int) -> str:
    """Return on what so many links rest, of which so many are readings; nothing of none."""
    if not every:
        return ""
    if not readings:
        return current.word(_ALL_NAMED)
    if readings == every:
        return current.word(_ALL_READ)
    named = number(every - readings)
    return current.word(_MIXED, readings=number(readings), all=number(every), named=named)


def of_numbers(links: Sequence[NetworkLink], plans: Sequence[PlanInfo], *, named: bool) -> str:
    """Return which links count in numbers, told of the links of the same plans, and the reports."""
    told = ""
    if named:
        told = current.word(ONLY_NAMED)
    elif links:
        told = current.word(_ALL_COUNT if any(not link.named for link in links) else _ALL_NAMED)
    return line(told, reports(plans))


def reports(plans: Sequence[PlanInfo]) -> str:
    """Return what a picture covers: who reported where a plan tells that, else what the plans are called."""
    if len(plans) > _MOST_NAMED:
        return current.word(_PLANS, number=number(len(plans)))
    return "; ".join(_report(info) for info in plans)


def _report(info: PlanInfo) -> str:
    found = scope_of(current.plans(), current.lang(), info.plan_id)
    return found.report(current.lang()) or info.label.text


def strokes(named: bool, reading: bool) -> list[tuple[str, str]]:
    """Return the stroke and the words of those that are drawn."""
    told = ((named, "named", NAMED), (reading, "reading", READING))
    return [(stroke, current.word(words)) for shown, stroke, words in told if shown]
