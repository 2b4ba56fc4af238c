"""Asks a view for the network that is measured, and tells in sentences what it rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from babel.numbers import format_decimal

from ontology import LANGUAGES, Label

from ..errors import ParameterError
from ..i18n import mark, translate
from ..library import NamedQuery
from ..network import Network, NetworkLink
from ..plan_graph import PlanGraph
from ..table import Cell, Table, TableColumn
from .ties import Ties

#: With fewer things than this a single link may change the order of all.
FEW = 50

_RESTS = mark("Rests on {links} links between {things} bodies or other things.")
_READINGS = mark("{readings} of the links are a planner's reading; the others are based on the sources.")
_NAMED = mark("Only links that the source names are counted.")
_SURE = mark("Only links with a confidence of at least {confidence} are counted.")
_FEW = mark(
    "Indicative only: with fewer than {few} things in the network, one link more or less can change it."
)
_CUT = mark("The network is cut: only its first {links} links are counted. Choose one plan.")
_PARTS = mark(
    "The network has {parts} parts without contact to one another; the largest has {largest} things."
)


class Said(NamedTuple):
    """A sentence that can be told in each language."""

    message: str
    values: Mapping[str, object]

    def text(self, lang: str) -> str:
        """Return the sentence in a language."""
        told = {key: _told(value, lang) for key, value in self.values.items()}
        return translate(self.message, lang, **told)


def _told(value: object, lang: str) -> object:
    """Return a number as it is written in a language; all else as it is."""
    return format_decimal(value, "#,##0.####", locale=lang) if isinstance(value, int | float) else value


@dataclass(frozen=True)
class Wish:
    """Which network is measured: a view of one plan, or of all, with its parameters, in a language.

    `most` is how many links are counted at most, where not all of them are wanted.
    """

    lang: str
    view: str
    plan_id: str | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    most: int | None = None


@dataclass(frozen=True, eq=False)
class Known:
    """The network that a wish gives, ready to be measured."""

    wish: Wish
    view: NamedQuery
    network: Network

    @cached_property
    def ties(self) -> Ties:
        """The network with each pair once."""
        links = ((str(link.source), str(link.target)) for link in self.network.links)
        return Ties.of(links, (str(thing.iri) for thing in self.network.things))

    @cached_property
    def cells(self) -> list[Cell]:
        """The things as cells, in the order of `ties`."""
        by_name = {str(thing.iri): Cell(thing.iri, thing.label) for thing in self.network.things}
        return [by_name[name] for name in self.ties.names]

    @cached_property
    def between(self) -> Mapping[frozenset[str], list[NetworkLink]]:
        """The links of each pair."""
        found: dict[frozenset[str], list[NetworkLink]] = {}
        for link in self.network.links:
            found.setdefault(frozenset((str(link.source), str(link.target))), []).append(link)
        return found

    def notes(self) -> list[Said]:
        """Return what the network rests on: how much, on whose word, and whether that is enough."""
        links, things = self.network.links, self.network.things
        readings = sum(not link.named for link in links)
        said = [Said(_RESTS, {"links": len(links), "things": len(things)})]
        if readings:
            said.append(Said(_READINGS, {"readings": readings}))
        said += which_count(self.wish.values)
        if self.network.truncated:
            said.append(Said(_CUT, {"links": len(links)}))
        if 0 < len(things) < FEW:
            said.append(Said(_FEW, {"few": FEW}))
        return said

    def parts(self) -> Said | None:
        """Return into how many parts the network falls, where it is not one."""
        sizes: dict[int, int] = {}
        for part in self.ties.components.tolist():
            sizes[part] = sizes.get(part, 0) + 1
        if len(sizes) < 2:
            return None
        return Said(_PARTS, {"parts": len(sizes), "largest": max(sizes.values())})


def which_count(values: Mapping[str, str]) -> list[Said]:
    """Return which links count, where not all of them do."""
    named = [Said(_NAMED, {})] if values.get("named") == "true" else []
    sure = values.get("confidence")
    return [*named, *([Said(_SURE, {"confidence": float(sure)})] if sure else [])]


def known(plans: PlanGraph, wish: Wish) -> Known:
    """Return the network of a wish.

    Raises
    ------
    UnknownQueryError
        There is no such view, or no such plan.
    ParameterError
        The view takes no such parameter, or the value is not of its type.
    """
    view = plans.library.view(wish.view)
    missing = [key for key in wish.values if key not in view.params]
    if missing:
        message = mark("the view {view} cannot leave links out by {name}; one that can: {choices}")
        able = [one.name for one in plans.library.views.values() if missing[0] in one.params]
        raise ParameterError(message, view=wish.view, name=missing[0], choices=", ".join(able) or "-")
    network = plans.view(wish.view, wish.lang, wish.plan_id, wish.values, wish.most)
    return Known(wish, view, network)


def table(name: str, names: Mapping[str, str], rows: Sequence[tuple[Cell, ...]]) -> Table:
    """Return rows as a table; `names` gives each column's key its marked name."""
    columns = tuple(
        TableColumn(key, {lang: translate(message, lang) for lang in LANGUAGES})
        for key, message in names.items()
    )
    return Table(name, columns, tuple(rows))


def label_of(cell: Cell) -> str:
    """Return the name that a reader sees."""
    return (cell.label or Label("", "")).text or cell.text
