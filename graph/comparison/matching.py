"""Which thing of one plan is which thing of the other: by ID, by links of one deed, by suggestion.

IDs tell only within one plan: two cities both have an `A1.01`. So equal IDs count between two states of
one plan; between a plan and the one that follows it where the names are at least half alike too; else
only where the user says so. Then count the links by which a plan itself says that two rows are one deed,
and last what is called alike in a like place, which stays a suggestion and is told as one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum

from .. import program
from .assigning import Candidate, assigned
from .likeness import percent
from .places import Places
from .sides import Side
from .suggesting import suggestions

#: How alike the names must be for one ID to mean one thing in a plan and in the one that follows it.
_HALF = 50
_WHOLE = 100


class Matching(Enum):
    """What may match two things; suggestions come on top."""

    AUTO = "auto"
    ID = "id"
    LINKS = "links"


class By(Enum):
    """What a match rests on."""

    ID = "id"
    LINK = "link"
    SUGGESTION = "suggestion"


@dataclass(frozen=True)
class Match:
    """Two things that are compared: `relation` is the link that says they are one, `likeness` of names."""

    before: str
    after: str
    by: By
    likeness: int
    relation: str = ""


@dataclass(frozen=True)
class Matches:
    """The matches of two plans, each thing in one at most; `beside` are further rows of a matched deed."""

    pairs: tuple[Match, ...] = ()
    beside: tuple[Match, ...] = ()
    forward: Mapping[str, str] = field(default_factory=dict)


def matches(before: Side, after: Side, matching: Matching, threshold: float | None) -> Matches:
    """Return the matches of two plans.

    Parameters
    ----------
    before, after
        The plans.
    matching
        What may match beside suggestions.
    threshold
        How alike in per cent things must be called to be suggested; nothing for no suggestions.
    """
    found = _Found(before, after)
    found.take(_by_id(before, after, matching))
    links = list(_links(before, after))
    if matching is not Matching.ID:
        found.take(assigned([link for link in links if found.is_free(link)]))
    if threshold is not None and before.plan != after.plan:
        _suggest(found, threshold)
    beside = tuple(link.match for link in links if found.is_beside(link.match))
    return Matches(tuple(found.pairs), beside, found.forward)


@dataclass
class _Found:
    before: Side
    after: Side
    pairs: list[Match] = field(default_factory=list)
    forward: dict[str, str] = field(default_factory=dict)
    back: dict[str, str] = field(default_factory=dict)

    def take(self, matched: Iterable[Match]) -> None:
        for match in matched:
            self.pairs.append(match)
            self.forward[match.before] = match.after
            self.back[match.after] = match.before

    def is_free(self, candidate: Candidate) -> bool:
        match = candidate.match
        return match.before not in self.forward and match.after not in self.back

    def is_beside(self, match: Match) -> bool:
        """Whether a link names a matched thing and one that has no match of its own."""
        if self.forward.get(match.before) == match.after:
            return False
        return (match.before in self.forward) != (match.after in self.back)


def _by_id(before: Side, after: Side, matching: Matching) -> Iterator[Match]:
    yield Match(str(before.plan), str(after.plan), By.ID, _likeness(before, after, *_plans(before, after)))
    if matching is Matching.LINKS and before.plan != after.plan:
        return
    same = before.plan == after.plan
    if not (same or matching is Matching.ID or is_next(before, after) or is_next(after, before)):
        return
    there = {after.local(thing): thing for thing in after.things if thing != str(after.plan)}
    for thing in before.things:
        other = there.get(before.local(thing))
        if thing == str(before.plan) or other is None:
            continue
        likeness = _likeness(before, after, thing, other)
        if same or (before.sheet(thing) == after.sheet(other) and _enough(likeness, matching)):
            yield Match(thing, other, By.ID, likeness)


def _plans(before: Side, after: Side) -> tuple[str, str]:
    return str(before.plan), str(after.plan)


def _enough(likeness: int, matching: Matching) -> bool:
    return matching is Matching.ID or likeness >= _HALF


def is_next(before: Side, after: Side) -> bool:
    """Whether a plan follows another one, or is a revision of it."""
    return _related(after, before, "version")


def is_report(before: Side, after: Side) -> bool:
    """Whether a plan reports on another one, or carries out its aims."""
    return _related(after, before, "report")


def _related(plan: Side, other: Side, how: str) -> bool:
    return (how, str(other.plan)) in plan.related


def _likeness(before: Side, after: Side, thing: str, other: str) -> int:
    """Return how alike two things are called: in the language in which they are most alike."""
    ones, others = before.labels.get(thing, {}), after.labels.get(other, {})
    return max((percent(ones[lang], others[lang]) for lang in ones.keys() & others.keys()), default=0)


def _links(before: Side, after: Side) -> Iterator[Candidate]:
    """Yield what the plans themselves say is one deed, wholly or in part."""
    seen: set[tuple[str, str]] = set()
    sides = [before, after] if before.plan != after.plan else []
    for side in sides:
        for one, relation, other in program.rows(side.store, "same-things", graphs=[side.plan]):
            for ends in ((str(one), str(other)), (str(other), str(one))):
                known = ends[0] in before.things and ends[1] in after.things
                # What a plan says of itself as a whole, as that it restates an aim, makes it no aim.
                if known and ends not in seen and not {*ends} & {*_plans(before, after)}:
                    seen.add(ends)
                    likeness = _likeness(before, after, *ends)
                    match = Match(*ends, By.LINK, likeness, str(relation))
                    yield Candidate(match, likeness + 1)


def _suggest(found: _Found, threshold: float) -> None:
    """Match what is called alike, sheet by sheet as a workbook has them, so that aims come before actions."""
    before, after = found.before, found.after
    places = Places(before, after)
    for sheet in before.model.sheets:
        ones = [t for t in before.things if t not in found.forward and before.sheet(t) == sheet]
        others = [t for t in after.things if t not in found.back and after.sheet(t) == sheet]
        if ones and others:
            made = suggestions(before, after, ones, others, threshold, places.same(found.forward))
            found.take(
                Match(one, other, By.SUGGESTION, _likeness(before, after, one, other))
                for one, other in assigned_pairs(made)
            )


def assigned_pairs(candidates: Iterable[tuple[str, str, float]]) -> list[tuple[str, str]]:
    """Return the pairs that together weigh most, each thing in one at most."""
    made = [Candidate(Match(one, other, By.SUGGESTION, 0), weight) for one, other, weight in candidates]
    return [(match.before, match.after) for match in assigned(made)]
