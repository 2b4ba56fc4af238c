"""Where things stand: under which aims, in two plans of which some things are matched."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from .kinds import Kind, kinds
from .sides import Side

#: Whether two things stand in one place; nothing where it is not known.
SamePlace = Callable[[str, str], bool | None]


@dataclass(frozen=True)
class Places:
    """The aims above the things of two plans."""

    before: Side
    after: Side

    @cached_property
    def _above(self) -> tuple[Mapping[str, set[str]], Mapping[str, set[str]]]:
        return _above(self.before), _above(self.after)

    def same(self, forward: Mapping[str, str]) -> SamePlace:
        """Return what tells whether two things stand under matched aims; an aim in both is its own match."""
        ones, others = self._above

        def same(one: str, other: str) -> bool | None:
            mine, yours = ones.get(one, set()), others.get(other, set())
            if not mine or not yours:
                return None
            return any(forward.get(aim, aim) in yours for aim in mine)

        return same


def _above(side: Side) -> dict[str, set[str]]:
    up = {str(prop) for prop, kind in kinds().items() if kind is Kind.MOVED}
    found: dict[str, set[str]] = {}
    for subject, predicate, value in side.facts:
        if predicate in up:
            found.setdefault(subject, set()).add(str(value))
    return found
