"""What falls apart if one thing leaves."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from . import classical
from .centrality import degree
from .ties import Ties

#: For how many things it is looked at what falls apart: those with the most contacts come first.
MOST = 100


@dataclass(frozen=True)
class Cut:
    """A thing that holds others in contact.

    Attributes
    ----------
    place
        The place of the thing in `names`.
    lost
        The places of those that lose contact: all outside the largest part that is left; all where that
        is a single thing.
    parts
        Into how many parts the rest falls.
    """

    place: int
    lost: tuple[int, ...]
    parts: int


def cuts(ties: Ties, most: int = MOST) -> tuple[Cut, ...]:
    """Return the articulation points of a network, those with which most is lost first.

    A thing is an articulation point where its connected part has more parts without it (Hopcroft and
    Tarjan 1973, "Algorithm 447: efficient algorithms for graph manipulation", CACM 16). Of the parts
    that are left the largest counts as the rest (of equal ones that with the first thing), and the things
    in all others as lost; where all parts are single things, all are lost. Unit: things.
    """
    contacts = degree(ties)
    points = sorted(classical.cut_points(ties), key=lambda place: (-contacts[place], place))[:most]
    members: dict[int, list[int]] = defaultdict(list)
    for place, part in enumerate(ties.components.tolist()):
        members[part].append(place)
    found = []
    for place in points:
        parts = ties.without(place, members[int(ties.components[place])])
        rest = 1 if len(parts[0]) > 1 else 0
        lost = sorted(other for part in parts[rest:] for other in part)
        found.append(Cut(place, tuple(lost), len(parts)))
    return tuple(sorted(found, key=lambda cut: (-len(cut.lost), cut.place)))
