"""Which rows left their place: a row put in front of others shifts them all, and moves none of them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Mapping


def moved(old: Mapping[str, int], new: Mapping[str, int], groups: Mapping[str, Hashable]) -> int:
    """Return how many things stand elsewhere among those of their group, by their places before and after.

    >>> moved({"a": 1, "b": 2, "c": 3}, {"a": 2, "b": 3, "c": 1}, dict.fromkeys("abc"))
    1
    """
    by_group: dict[Hashable, list[int]] = {}
    for thing in sorted(groups, key=old.__getitem__):
        by_group.setdefault(groups[thing], []).append(new[thing])
    return sum(len(places) - longest_rise(places) for places in by_group.values())


def longest_rise(numbers: list[int]) -> int:
    """Return the length of the longest rising part of a list, gaps allowed.

    >>> longest_rise([2, 3, 1, 4])
    3
    """
    ends: list[int] = []
    for number in numbers:
        place = bisect_left(ends, number)
        ends[place : place + 1] = [number]
    return len(ends)
