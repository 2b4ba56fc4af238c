"""The aims that one of two plans prints again from the other, or leaves out: they are the other's own."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass

from .. import program
from .sides import Side


@dataclass(frozen=True)
class Restated:
    """Aims that stand in one plan alone, and that the other one names."""

    restated: Set[str]
    left_out: Set[str]


def restated(before: Side, after: Side) -> Restated:
    """Return the aims of each plan that the other one prints again, and those it says it leaves out."""
    found: dict[str, set[str]] = {"restated": set(), "left out": set()}
    for side, other in ((after, before), (before, after)):
        rows = program.rows(side.store, "aims-in-report", [side.plan], [side.plan])
        for _, how, aim in rows:
            if str(aim) in other.things and side.plan != other.plan:
                found[str(how)].add(str(aim))
    return Restated(found["restated"], found["left out"])
