"""The answer to a view as a picture of its own: in columns where it is small, else spread out in rings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from ontology import DisplayKind, Model, pick
from ontology.namespaces import CONCEPT

from .drawing import (
    Box,
    Column,
    Entry,
    Frame,
    Spot,
    Tie,
    framed,
)
from .drawing.drawn import Drawn, layered_drawn, spread_drawn
from .i18n import mark, translate
from .network import Network, NetworkLink, degrees
from .network_layout import positions
from .plan_names import short

#: How many things stand in columns at most, and in how many columns; further kinds share the last one.
_FEW, _COLUMNS = 60, 6
_COUNTS = mark("Links: {links}; based on the source: {named}; a planner's reading: {readings}")
_TRUNCATED = mark("Only the first {links} links are shown.")
_NAMES = mark("Names shown: {shown} of {all}.")
_NAMED, _READING = mark("solid: based on the source"), mark("dashed: a planner's reading")


@dataclass(frozen=True)
class NetworkDrawing:
    """A network with the words of the model in its language."""

    network: Network
    model: Model

    @property
    def lang(self) -> str:
        """The language of the picture."""
        return self.network.lang

    def word(self, message: str, **values: object) -> str:
        """Return a text in the language of the picture."""
        return translate(message, self.lang, **values)

    def svg(self) -> str:
        """Return the picture as a whole SVG file that needs no other."""
        size, draw, (shown, every) = self._drawn()
        note = "" if shown == every else self.word(_NAMES, shown=shown, all=every)
        network = self.network
        cut = self.word(_TRUNCATED, links=len(network.links)) if network.truncated else ""
        frame = Frame(
            lang=self.lang,
            title=self.title,
            desc="\n".join((self.counts, *(" – ".join(row) for row in self.rows()))),
            scope=self.counts,
            legend=tuple(self._legend()),
            notes=tuple(filter(None, (note, cut))),
        )
        return framed(frame, size, draw, self._kinds).decode()

    @property
    def title(self) -> str:
        """What the picture is called."""
        return self.network.title or self.network.name

    @property
    def counts(self) -> str:
        """How many links there are, and on what they rest."""
        links = self.network.links
        named = sum(link.named for link in links)
        return self.word(_COUNTS, links=len(links), named=named, readings=len(links) - named)

    def rows(self) -> list[tuple[str, str, str, str]]:
        """Return the links in words: from, relation, to, and what each rests on."""
        names = {thing.iri: thing.label.text for thing in self.network.things}
        return [
            (names[link.source], self._relation(link), names[link.target], self._basis(link))
            for link in self.network.links
            if link.source in names and link.target in names
        ]

    # ---- parts

    @cached_property
    def _kinds(self) -> dict[str, DisplayKind]:
        return {kind.name: kind for kind in self.model.kinds}

    @cached_property
    def _present(self) -> list[str]:
        """The kinds that are shown, in the order of the legend; what has none comes last."""
        present = {thing.kind if thing.kind in self._kinds else "" for thing in self.network.things}
        return [name for name in (*self._kinds, "") if name in present]

    @property
    def _stands_in_columns(self) -> bool:
        kinds = {thing.iri: thing.kind for thing in self.network.things}
        within = sum(kinds.get(link.source) == kinds.get(link.target) for link in self.network.links)
        return len(kinds) <= _FEW and 2 * within <= len(self.network.links)

    def _relation(self, link: NetworkLink) -> str:
        names = self.model.relation_names(link.relation)
        return pick(names, self.lang, fallback=short(link.relation)).text

    def _basis(self, link: NetworkLink) -> str:
        bases = self.model.schemes[CONCEPT.basis]
        return pick(self.model.labels(bases[link.basis]), self.lang).text if link.basis in bases else ""

    def ties(self) -> tuple[Tie, ...]:
        """Return a tie for each pair of things and each way in which their links are known."""
        together: dict[tuple[str, str, bool, str], dict[str, None]] = {}
        for link in self.network.links:
            key = (short(link.source), short(link.target), link.named, self._basis(link))
            together.setdefault(key, {})[self._relation(link)] = None
        return tuple(
            Tie(source, target, ", ".join(words), named, basis=basis)
            for (source, target, named, basis), words in together.items()
        )

    def _kind_name(self, kind: str) -> str:
        known = self._kinds.get(kind)
        return pick(known.names, self.lang).text if known else self.word(mark("Other"))

    def columns(self) -> tuple[tuple[Column, ...], tuple[Box, ...]]:
        """Return a column for each kind, and all things as boxes."""
        present = self._present
        shared = len(present) > _COLUMNS
        places = {kind: min(place, _COLUMNS - 1) for place, kind in enumerate(present)}
        kinds = [thing.kind if thing.kind in self._kinds else "" for thing in self.network.things]
        sizes = Counter(places[kind] for kind in kinds)
        columns = []
        for place, size in sorted(sizes.items()):
            kind = "" if shared and place == _COLUMNS - 1 else present[place]
            columns.append(Column(f"{self._kind_name(kind)} ({size})", kind, size))
        boxes = tuple(
            Box(
                id=short(thing.iri),
                text=thing.label.text,
                column=places[kind],
                kind=kind,
                note="" if columns[places[kind]].kind or not kind else self._kind_name(kind),
                lang=thing.label.lang,
            )
            for thing, kind in zip(self.network.things, kinds, strict=True)
        )
        return tuple(columns), boxes

    def spots(self) -> tuple[Spot, ...]:
        """Return all things at the places that the viewer gives them, larger where there are more links."""
        rings = {name: kind.ring for name, kind in self._kinds.items()}
        places, near = positions(self.network, rings), degrees(self.network.links)
        found = []
        for thing in self.network.things:
            ring, degree = rings.get(thing.kind, 3), near.get(thing.iri, 0)
            found.append(
                Spot(
                    short(thing.iri),
                    thing.label.text,
                    thing.kind,
                    *places[str(thing.iri)],
                    radius=(22 if ring == 0 else 9) + min(14.0, 2.2 * float(degree**0.7)),
                    lang=thing.label.lang,
                    weight=(3 - ring) * 100.0 + degree,
                )
            )
        return tuple(found)

    def _drawn(self) -> Drawn:
        if self._stands_in_columns:
            return layered_drawn(*self.columns(), self.ties(), self._kinds)
        return spread_drawn(self.spots(), self.ties(), self._kinds, self.lang)

    def _legend(self) -> Iterator[Entry]:
        if not self._stands_in_columns:
            yield from (Entry(self._kind_name(kind), kind=kind) for kind in self._present if kind)
        strokes: Sequence[tuple[bool, str, str]] = ((True, "named", _NAMED), (False, "reading", _READING))
        found = {link.named for link in self.network.links}
        yield from (Entry(self.word(words), stroke) for named, stroke, words in strokes if named in found)
