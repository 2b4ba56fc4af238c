"""What is ringed in a picture: things told by their IDs, or all that an answer names."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from flask import g
from rdflib import URIRef

from graph import Network, Table
from graph.library import NamedQuery
from graph.network import NetworkThing
from graph.table import short

from . import current
from .answers import table_of
from .chosen import Chosen
from .state import State


@dataclass(frozen=True)
class Marks:
    """The things to be ringed, the question whose answer names them, and those that the picture has."""

    things: frozenset[URIRef]
    question: NamedQuery | None
    values: dict[str, str]
    shown: tuple[NetworkThing, ...]

    def __contains__(self, iri: object) -> bool:
        """Whether a thing is ringed."""
        return iri in self.things

    @property
    def missing(self) -> int:
        """How many of the things the picture does not have."""
        return len(self.things) - len(self.shown)


def marks(state: State, chosen: Chosen, network: Network) -> Marks:
    """Return what is ringed in the picture of a state.

    Raises
    ------
    UnknownQueryError
        There is no such question.
    ParameterError
        The question does not take a value.
    """
    things: set[URIRef] = set()
    for name in state.mark:
        with suppress(ValueError):
            things.add(current.plans().iri_of(name))
    question, values = None, {}
    if state.of:
        question = current.plans().library.question(state.of)
        values = {key: text for key, text in state.given if key in question.params}
        # A page may tell of the same marks in several places.
        answers, key = g.setdefault("named_things", {}), (state, str(chosen))
        if key not in answers:
            answers[key] = named_things(table_of(question, chosen, values))
        things |= answers[key]
    shown = tuple(thing for thing in network.things if thing.iri in things)
    return Marks(frozenset(things), question, values, shown)


def named_things(table: Table) -> set[URIRef]:
    """Return the things of plans and registers that a table names."""
    cells = {cell.iri: cell for row in table.rows for cell in row if cell.iri and cell.label}
    return {URIRef(iri) for iri in cells if short(iri) != iri and ":" in short(iri)}


def can_be_marked(table: Table) -> bool:
    """Whether a table names anything that a picture can show."""
    return bool(named_things(table))
