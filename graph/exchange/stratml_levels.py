"""The levels of a plan in the two levels of StratML: which goal each stands under, and in which order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from rdflib import URIRef

from .stratml_content import Content


@dataclass(frozen=True)
class Levels:
    """The levels of a plan; what has no goal stands under the plan itself."""

    content: Content

    @cached_property
    def _are_goals(self) -> set[URIRef]:
        return {iri for iri, level in self.content.levels.items() if self._is(iri, "Goal")}

    def _is(self, thing: URIRef, element: str) -> bool:
        return self.content.levels[thing].cls in self.content.alignment.of(element)

    @cached_property
    def goals(self) -> list[URIRef]:
        """The goals in their order, the plan itself last where something stands under it, or alone."""
        known = [iri for iri in self.content.levels if iri in self._are_goals]
        plan = self.content.plan
        return [*known, plan] if not known or plan in self._below or plan in self._measures else known

    def others(self, thing: URIRef) -> list[URIRef]:
        """Return what else a thing stands under or measures, beside what it is written under."""
        if thing not in self.content.levels:
            return []
        known = self._above(thing)
        return [
            above for above in known if above != self._parents.get(thing) and above not in self._are_goals
        ]

    @cached_property
    def _order(self) -> dict[URIRef, int]:
        return {iri: place for place, iri in enumerate(self.content.levels)}

    def _above(self, thing: URIRef) -> list[URIRef]:
        """Return the levels that a thing stands under in their order, goals last."""
        order = self._order
        found = [above for above in dict.fromkeys(self.content.levels[thing].above) if above in order]
        fit = [above for above in found if above != thing and not self._is(above, "PerformanceIndicator")]
        return sorted(fit, key=lambda above: (above in self._are_goals, order[above]))

    @cached_property
    def _parents(self) -> dict[URIRef, URIRef]:
        """What each thing is written under; the plan where that leads to no goal."""
        found: dict[URIRef, URIRef] = {}
        for thing in self.content.levels:
            if thing not in self._are_goals:
                found[thing] = next(iter(self._above(thing)), self.content.plan)
        for thing in found:
            if self._comes_round(thing, found):
                found[thing] = self.content.plan
        return found

    @staticmethod
    def _comes_round(thing: URIRef, parents: Mapping[URIRef, URIRef]) -> bool:
        seen: set[URIRef] = set()
        place: URIRef | None = thing
        while place is not None and place not in seen:
            seen.add(place)
            place = parents.get(place)
        return place is not None

    def below(self, goal: URIRef) -> Iterator[tuple[str, URIRef]]:
        """Yield what stands under a goal, each with its number there, as `2.1`."""
        waiting = [("", goal)]
        while waiting:
            number, thing = waiting.pop()
            if thing != goal:
                yield number, thing
            inner = list(enumerate(self._below.get(thing, ()), 1))
            waiting += [(f"{number}.{n}".lstrip("."), found) for n, found in reversed(inner)]

    @cached_property
    def _below(self) -> dict[URIRef, list[URIRef]]:
        return self._children(indicators=False)

    @cached_property
    def _measures(self) -> dict[URIRef, list[URIRef]]:
        return self._children(indicators=True)

    def _children(self, *, indicators: bool) -> dict[URIRef, list[URIRef]]:
        found: dict[URIRef, list[URIRef]] = {}
        for thing, above in self._parents.items():
            if self._is(thing, "PerformanceIndicator") == indicators:
                found.setdefault(above, []).append(thing)
        return found

    def measured_by(self, thing: URIRef) -> list[URIRef]:
        """Return the indicators that are written under a thing."""
        return self._measures.get(thing, [])
