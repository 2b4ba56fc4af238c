"""Fields of activity and years of things: what pictures are narrowed by, read once per revision."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from rdflib import URIRef

from . import program
from .network import Network, NetworkLink
from .plan_graph import PlanGraph
from .terms import Term

#: A span of years, the last one included; 0 and 9999 stand for an open end.
Years = tuple[int, int]
_OPEN: Years = (0, 9999)
_Fits = Callable[[URIRef], bool | None]


@dataclass(frozen=True)
class Facets:
    """The fields of activity of things, by the last part of their IRI, and their spans of years."""

    fields: Mapping[URIRef, frozenset[str]]
    years: Mapping[URIRef, tuple[Years, ...]]

    def in_field(self, thing: URIRef, field: str) -> bool | None:
        """Whether a thing is of a field; nothing where no field of it is known."""
        found = self.fields.get(thing)
        return None if found is None else field in found

    def in_year(self, thing: URIRef, year: int) -> bool | None:
        """Whether a thing goes on in a year; nothing where no year of it is known."""
        found = self.years.get(thing)
        return None if found is None else any(first <= year <= last for first, last in found)

    def named_years(self, things: set[URIRef]) -> list[int]:
        """Return the years in which at least one of these things goes on, open ends left out."""
        spans = {span for thing in things for span in self.years.get(thing, ())}
        ends = [year for span in spans for year in span if year not in _OPEN]
        if not ends:
            return []
        within = range(min(ends), max(ends) + 1)
        return [year for year in within if any(first <= year <= last for first, last in spans)]


def facets(plans: PlanGraph, plan_id: str | None) -> Facets:
    """Return what is known of the things of a plan, of several with commas between them, or of all."""
    return plans.remembered.once(("facets", plan_id), lambda: _read(plans, plan_id))


def _read(plans: PlanGraph, plan_id: str | None) -> Facets:
    any_view = next(iter(plans.library.views.values()))
    asked = plans.asked(any_view, plan_id)
    fields: dict[URIRef, set[str]] = {}
    years: dict[URIRef, set[Years]] = {}
    for thing, field, first, last in program.rows(asked.store, "facets", graphs=asked.graphs):
        iri = URIRef(str(thing))
        if field is not None:
            fields.setdefault(iri, set()).add(str(field).rpartition("/")[2])
        elif first is not None or last is not None:
            years.setdefault(iri, set()).add((_year(first, _OPEN[0]), _year(last, _OPEN[1])))
    return Facets(
        {iri: frozenset(found) for iri, found in fields.items()},
        {iri: tuple(sorted(found)) for iri, found in years.items()},
    )


def _year(term: Term, otherwise: int) -> int:
    text = "" if term is None else str(term)
    return int(text) if text.isdecimal() else otherwise


def of_field(network: Network, known: Facets, field: str) -> tuple[NetworkLink, ...]:
    """Return the links of a network that touch a field of activity; see `_touching`."""
    return _touching(network.links, lambda thing: known.in_field(thing, field))


def of_year(network: Network, known: Facets, year: int) -> tuple[NetworkLink, ...]:
    """Return the links of a network that touch a year; see `_touching`."""
    return _touching(network.links, lambda thing: known.in_year(thing, year))


def _touching(links: tuple[NetworkLink, ...], fits: _Fits) -> tuple[NetworkLink, ...]:
    """Return links with an end that fits, and those that lead on from such ends to what is above them.

    Goals and groups have no field and no year: a link between two of these stays where it begins at
    a thing that stays. So the way from an action up to its goal is whole.
    """
    ends = {end for link in links for end in (link.source, link.target)}
    fit = {end: fits(end) for end in ends}
    kept = {link for link in links if fit[link.source] or fit[link.target]}
    neutral = [link for link in links if fit[link.source] is None and fit[link.target] is None]
    stay = {end for link in kept for end in (link.source, link.target) if fit[end] is None}
    following: dict[URIRef, list[NetworkLink]] = {}
    for link in neutral:
        following.setdefault(link.source, []).append(link)
    waiting = list(stay)
    while waiting:
        for link in following.pop(waiting.pop(), ()):
            kept.add(link)
            if link.target not in stay:
                stay.add(link.target)
                waiting.append(link.target)
    return tuple(link for link in links if link in kept)
