"""What makes one plan of the other: a row for each thing that came, went or changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from rdflib import SKOS, URIRef

from ..difference import Difference, Edit, LookUp, Named, difference
from ..links import Relation
from ..recording import looking_up
from .kinds import Kind, kind_of, kinds, kinds_of
from .likeness import percent
from .matching import By, Match, Matches, Matching, matches
from .renaming import Renaming
from .restated import Restated, restated
from .sides import Side

#: How alike names must be, in per cent, to suggest that two things are the same.
THRESHOLD = 70.0
_WHOLE = 100


@dataclass(frozen=True)
class Row:
    """What happened to one thing: `likeness` is that of its names, in per cent.

    `left_out` says that the plan after tells itself that it leaves the thing out.
    """

    kinds: tuple[Kind, ...]
    before: str = ""
    after: str = ""
    edits: tuple[Edit, ...] = ()
    likeness: int | None = None
    match: Match | None = None
    left_out: bool = False
    #: The name of the sheet that the thing stands on.
    sheet: str = ""


@dataclass(frozen=True)
class Comparison:
    """Two plans beside each other.

    `made` is their difference in the names of the plan after, `unchanged` the number of things matched by
    ID or link in which nothing changed, `moved` that of rows in another place of their sheet.
    """

    before: Side
    after: Side
    rows: tuple[Row, ...]
    made: Difference
    matches: Matches
    restated: Restated
    unchanged: int
    moved: int

    def __bool__(self) -> bool:
        """Whether anything is another."""
        return bool(self.rows or self.moved)

    @cached_property
    def counts(self) -> Mapping[Kind, int]:
        """How many things each kind of change happened to."""
        return Counter(kind for row in self.rows for kind in row.kinds)

    @property
    def suggested(self) -> int:
        """How many things are matched by a suggestion."""
        return sum(match.by is By.SUGGESTION for match in self.matches.pairs)


def compare(
    before: Side, after: Side, matching: Matching = Matching.AUTO, threshold: float | None = THRESHOLD
) -> Comparison:
    """Return what makes the plan `after` of the plan `before`.

    Parameters
    ----------
    before, after
        The plans, as `side_of` gives them.
    matching
        What may match two things: IDs and links as fits the plans, only IDs, or only links.
    threshold
        How alike in per cent things must be called to be suggested as the same (0 to 100); nothing for
        no suggestions.
    """
    found = matches(before, after, matching, threshold)
    renamed = Renaming(before, after, found.forward).facts()
    made = difference(renamed, after.facts, after.model, after.plan, _look_up(before, after))
    made = replace(made, names=_names(before, after, made))
    printed = restated(before, after)
    rows = tuple(_Rows(before, after, found, made, printed).rows())
    sure = [row for row in rows if row.match and row.match.by is not By.SUGGESTION]
    told_of = sum(row.match not in found.beside for row in sure)
    same = sum(match.by is not By.SUGGESTION for match in found.pairs) - told_of
    moved = made.moved if before.plan == after.plan else 0
    return Comparison(before, after, rows, made, found, printed, same, moved)


def _look_up(before: Side, after: Side) -> LookUp:
    """Return what is asked of both stores; the plan after has the last word."""
    stores = list({id(side.store): side.store for side in (before, after)}.values())
    asked = [looking_up(store, after.model) for store in stores]

    def names(things: Iterable[URIRef]) -> Mapping[URIRef, Named]:
        wanted = list(things)
        return {thing: named for look_up in asked for thing, named in look_up.names(wanted).items()}

    def links(records: Iterable[URIRef]) -> Mapping[URIRef, Relation]:
        wanted = list(records)
        return {record: ends for look_up in asked for record, ends in look_up.links(wanted).items()}

    return LookUp(names, links)


def _names(before: Side, after: Side, made: Difference) -> dict[URIRef, Named]:
    """Return the names of what the words mention; things of the plans are called as they are there."""
    found = dict(made.names)
    for side in (before, after):
        for thing in found.keys() & {URIRef(text) for text in side.labels}:
            found[thing] = Named(side.labels[str(thing)], side.things[str(thing)])
    return found


@dataclass(frozen=True)
class _Rows:
    before: Side
    after: Side
    found: Matches
    made: Difference
    printed: Restated

    @cached_property
    def _order(self) -> Mapping[str, int]:
        return {sheet: place for place, sheet in enumerate(self.after.model.sheets)}

    def rows(self) -> Iterator[Row]:
        """Yield the rows, sheet by sheet; in each, what went, what came, what changed."""
        rows = [*self._gone(), *self._come(), *self._changed(), *self._beside()]
        yield from sorted((replace(row, sheet=self._sheet(row)) for row in rows), key=self._place)

    def _sheet(self, row: Row) -> str:
        thing = row.after or row.before
        cls = self.after.things.get(thing) or self.before.things.get(thing)
        cls = cls or self.made.classes.get(URIRef(thing))
        found = self.after.model.sheet_of(cls) if cls is not None else None
        return found.name if found else ""

    def _place(self, row: Row) -> tuple[int, int, str, str]:
        first = list(Kind).index(row.kinds[0])
        return self._order.get(row.sheet, 0), first, row.before, row.after

    def _gone(self) -> Iterator[Row]:
        beside = {match.before for match in self.found.beside}
        for thing in map(str, self.made.removed):
            if thing not in beside and thing not in self.printed.restated:
                yield Row((Kind.REMOVED,), before=thing, left_out=thing in self.printed.left_out)

    def _come(self) -> Iterator[Row]:
        beside = {match.after for match in self.found.beside}
        for thing in map(str, self.made.added):
            if thing not in beside and thing not in self.printed.restated:
                yield Row((Kind.ADDED,), after=thing, left_out=thing in self.printed.left_out)

    def _beside(self) -> Iterator[Row]:
        for match in self.found.beside:
            yield Row((Kind.BESIDE,), match.before, match.after, (), match.likeness, match)

    def _changed(self) -> Iterator[Row]:
        changed = dict(self.made.changed)
        for match in self.found.pairs:
            edits = self._edits(match, changed.pop(URIRef(match.after), ()))
            if edits:
                found = kinds_of(edits, self._meanings)
                yield Row(found, match.before, match.after, edits, _likeness(match, edits), match)
            elif match.by is By.SUGGESTION:
                yield Row((Kind.SAME,), match.before, match.after, (), match.likeness, match)
        for thing, edits in changed.items():
            # What the plans say of a thing of neither, as who sits in a network of a register.
            if str(thing) not in self.before.things and str(thing) not in self.after.things:
                yield Row(kinds_of(edits, self._meanings), str(thing), str(thing), edits)

    @cached_property
    def _meanings(self) -> Mapping[URIRef, Kind]:
        return kinds()

    @cached_property
    def _ties(self) -> Mapping[str, set[URIRef]]:
        """What each thing is linked with as the same deed, itself as the match included."""
        found: dict[str, set[URIRef]] = {}
        for match in (*self.found.pairs, *self.found.beside):
            if match.by is By.LINK:
                here = self.found.forward.get(match.before, match.before)
                found.setdefault(match.after, set()).update({URIRef(here), URIRef(match.before)})
                found.setdefault(here, set()).add(URIRef(match.after))
        return found

    def _edits(self, match: Match, edits: Iterable[Edit]) -> tuple[Edit, ...]:
        """Leave out that two rows are the same deed, which is why they are compared.

        Where something stands in another document is no change of what a plan says, unless both are
        states of one plan.
        """
        tied = self._ties.get(match.after, set())
        left = (
            replace(
                edit,
                old=tuple(v for v in edit.old if v not in tied),
                new=tuple(v for v in edit.new if v not in tied),
            )
            for edit in edits
            if edit.link not in tied
        )
        versions = self.before.plan == self.after.plan
        return tuple(
            edit
            for edit in left
            if (edit.old or edit.new) and (versions or kind_of(edit, self._meanings) is not Kind.PLACE)
        )


def _likeness(match: Match, edits: Iterable[Edit]) -> int | None:
    """Return how alike the names are, of a reworded name where it is least; 100 is told of suggestions."""
    names = [e for e in edits if e.column is not None and e.column.path == (SKOS.prefLabel,)]
    found = [percent(str(e.old[0]), str(e.new[0])) for e in names if e.old and e.new]
    if found:
        return min(found)
    return match.likeness if match.by is not By.ID else None
