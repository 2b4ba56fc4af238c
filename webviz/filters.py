"""The filters of a picture as they are chosen: what there is to choose, and what has been chosen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from graph import Network
from graph.facets import Facets
from graph.i18n import mark
from ontology import Label, Model, pick
from ontology.namespaces import CONCEPT

from . import current
from .filtering import relation_key
from .pictures import Picture, known_facets
from .state import State

_NONE: dict[str, object] = {
    "without": (),
    "basis": (),
    "field": "",
    "year": "",
    "named": False,
    "hide": (),
}
_RELATION, _BASIS = mark("Left out: {name}"), mark("Rests on: {name}")
_FIELD, _YEAR = mark("Field of activity: {name}"), mark("Year: {name}")
_NAMED = mark("Only links based on the source")


@dataclass(frozen=True)
class Option:
    """Something to filter by: its value in the address, its name, how many there are, whether chosen."""

    value: str
    name: Label
    count: int
    chosen: bool


@dataclass(frozen=True)
class Chip:
    """A filter that is on: in words, and the state without it."""

    text: str
    without: State


@dataclass(frozen=True)
class Filters:
    """All filters of a picture; what is unknown of the things shown is counted."""

    relations: tuple[Option, ...]
    bases: tuple[Option, ...]
    fields: tuple[Option, ...]
    years: tuple[Option, ...]
    chips: tuple[Chip, ...]
    #: The state without any filter.
    cleared: State
    #: Arguments of the address that are no filters, and that a form keeps.
    kept: dict[str, str]
    #: Of how many things no field, and no year, is known, of the kinds that have them.
    fieldless: int
    yearless: int


def filters_of(shown: Picture) -> Filters:
    """Return the filters of a picture, counted on what it showed without them."""
    state, network, model = shown.state, shown.network, current.plans().model
    known = known_facets(shown.chosen) or Facets({}, {})
    fields, years = _fields(model, network, known, state), _years(network, known, state)
    relations, bases = _relations(model, network, state), _bases(model, network, state)
    cleared = _changed(state, **_NONE)
    return Filters(
        relations=relations,
        bases=bases,
        fields=fields,
        years=years,
        chips=tuple(_chips(state, relations, bases, fields)),
        cleared=cleared,
        kept=_changed(state, without=(), basis=(), field="", year="").params(),
        fieldless=_unknown(network, known.fields),
        yearless=_unknown(network, known.years),
    )


def _changed(state: State, **changes: object) -> State:
    return State(**{**vars(state), **changes})


def _options(
    counts: Counter[str], name: Callable[[str], Label], chosen: Iterable[str], order: Iterable[str]
) -> tuple[Option, ...]:
    """Return options in an order; what was chosen stays among them where there is none of it."""
    wanted = set(chosen)
    present = [
        key for key in dict.fromkeys([*order, *counts, *sorted(wanted)]) if counts[key] or key in wanted
    ]
    return tuple(Option(key, name(key), counts[key], key in wanted) for key in present)


def _relations(model: Model, network: Network, state: State) -> tuple[Option, ...]:
    by_key = {relation_key(link.relation): link.relation for link in network.links}
    by_key |= {relation_key(iri): iri for iri in model.relation_order if relation_key(iri) not in by_key}
    counts = Counter(relation_key(link.relation) for link in network.links)

    def name(key: str) -> Label:
        iri = by_key.get(key)
        return pick(model.relation_names(iri), current.lang(), fallback=key) if iri else Label(key, "")

    order = sorted(by_key, key=lambda key: model.relation_order.get(by_key[key], 99))
    return _options(counts, name, state.without, order)


def _bases(model: Model, network: Network, state: State) -> tuple[Option, ...]:
    counts = Counter(link.basis for link in network.links if link.basis)
    scheme = model.schemes[CONCEPT.basis]
    return _options(counts, _concept(model, CONCEPT.basis), state.basis, scheme)


def _fields(model: Model, network: Network, known: Facets, state: State) -> tuple[Option, ...]:
    counts = Counter(field for thing in network.things for field in known.fields.get(thing.iri, ()))
    chosen = [state.field] if state.field else []
    return _options(counts, _concept(model, CONCEPT.field), chosen, model.schemes[CONCEPT.field])


def _years(network: Network, known: Facets, state: State) -> tuple[Option, ...]:
    things = {thing.iri for thing in network.things}
    years = known.named_years(things)
    counts = Counter({str(year): sum(known.in_year(thing, year) or 0 for thing in things) for year in years})
    chosen = [state.year] if state.year else []
    return _options(counts, lambda key: Label(key, ""), chosen, sorted({*counts, *chosen}))


def _concept(model: Model, scheme: object) -> Callable[[str], Label]:
    concepts = model.schemes[scheme]  # type: ignore[index]

    def name(key: str) -> Label:
        found = concepts.get(key)
        return pick(model.labels(found), current.lang(), fallback=key) if found else Label(key, "")

    return name


def _unknown(network: Network, known: object) -> int:
    """Return how many things have no value, of the kinds of which some have one."""
    kinds = {thing.kind for thing in network.things if thing.iri in known}  # type: ignore[operator]
    return sum(thing.kind in kinds and thing.iri not in known for thing in network.things)  # type: ignore[operator]


def _chips(
    state: State, relations: Iterable[Option], bases: Iterable[Option], fields: Iterable[Option]
) -> Iterator[Chip]:
    """Return what is on, each with the state without it."""
    if state.named:
        yield Chip(current.word(_NAMED), _changed(state, named=False))
    yield from _chips_of(_RELATION, relations, lambda left: _changed(state, without=left))
    yield from _chips_of(_BASIS, bases, lambda left: _changed(state, basis=left))
    yield from _chips_of(_FIELD, fields, lambda _: _changed(state, field=""))
    if state.year:
        yield Chip(current.word(_YEAR, name=state.year), _changed(state, year=""))


def _chips_of(
    message: str, options: Iterable[Option], without: Callable[[tuple[str, ...]], State]
) -> Iterator[Chip]:
    chosen = [option for option in options if option.chosen]
    for option in chosen:
        left = tuple(other.value for other in chosen if other != option)
        yield Chip(current.word(message, name=option.name.text), without(left))
