"""The list as a tree: from goals to actions and bodies, or from organisations to units and posts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request
from rdflib import URIRef

from graph import Cell
from graph.collation import key
from graph.library import NamedQuery
from graph.numbers import number_of
from graph.records import sure
from graph.table import TableColumn
from ontology import DisplayKind, Label, pick
from ontology.namespaces import PLAN

from . import current
from .chosen import Chosen, chosen
from .filtering import relation_key
from .pictures import known_facets
from .reasons import Reason, together
from .state import State

#: What a tree begins with, by its name in the address.
TREES: Mapping[str, str] = {"tree": "tree-of-goals", "bodies": "tree-of-bodies"}
ALL = "all"
#: Up to how many lines a tree comes whole, its branches closed; of a larger one the open branches come.
_MOST_WHOLE = 3_000
_LAST = 10**9
_NAMED = PLAN.named
_BY_PLACE = ("implements", "underGoal")
_Line = Mapping[str, Cell]


@dataclass(frozen=True)
class Branch:
    """A thing of a tree, with what hangs below it.

    `actions` counts different actions anywhere below; `relation`, `basis` and `sure` tell how it hangs
    there, if by a link. Where `held_back`, it has branches below that are not told until it is opened.
    """

    cell: Cell
    name: str
    level: Label
    kind: DisplayKind | None
    relation: Label | None
    basis: Label | None
    named: bool
    sure: Label | None
    actions: int
    gaps: tuple[Reason, ...]
    branches: tuple[Branch, ...]
    below: int
    is_open: bool
    held_back: bool


@dataclass(frozen=True)
class Tree:
    """The branches at the top, in their order, and the actions that hang nowhere."""

    query: NamedQuery
    top: tuple[Branch, ...]
    loose: tuple[Branch, ...]
    is_whole: bool
    too_much: bool = False


def tree(name: str, state: State) -> Tree:
    """Return a tree of some plans; an empty one where all of them are too much for one page.

    Raises
    ------
    UnknownQueryError
        A plan of the state is not stored.
    """
    plans, wanted = current.plans(), chosen(state)
    query = plans.library.summaries[TREES[name]]
    if not wanted.plans or (wanted.are_all and plans.are_many()):
        return Tree(query, (), (), is_whole=True, too_much=bool(wanted.plans))
    asked = plans.asked(query, wanted.plan_id)
    found = asked.store.select(plans.bound(query, state.values(), wanted.plan_id), asked.graphs)
    heads = [TableColumn(key, query.columns[key]) for key in found.variables]
    table = plans.table(query.name, heads, found.rows, current.lang())
    return _Maker(query, table.named_rows(), state, wanted).tree()


class _Maker:
    """Makes a tree out of the rows of an answer."""

    def __init__(self, query: NamedQuery, rows: Sequence[_Line], state: State, wanted: Chosen) -> None:
        self._query, self._state = query, state
        self._model, self._lang = current.plans().model, current.lang()
        self._known = known_facets(wanted) if state.field or state.year else None
        self._by_part: dict[str, list[_Line]] = {}
        for row in rows:
            self._by_part.setdefault(row["part"].text, []).append(row)
        self._levels = {row["class"].iri: row["item"].label for row in self._part("level")}
        self._place = {iri: place for place, iri in enumerate(self._levels)}
        things = {row["item"].iri for part in ("action", "body") for row in self._part(part)}
        described = current.plans().describe(things - {None}, self._lang)
        self._classes = {str(iri): said.cls for iri, said in described.items()}
        self._gaps: dict[str | None, list[tuple[Cell, tuple[Cell]]]] = {}
        for row in self._part("gap"):
            self._gaps.setdefault(row["above"].iri, []).append((row["item"], (row["class"],)))
        self._under = self._children()
        self._whole = len(rows) <= _MOST_WHOLE
        self._counted: dict[str, frozenset[str]] = {}

    def _part(self, name: str) -> list[_Line]:
        return self._by_part.get(name, [])

    # ---- what hangs where

    def _children(self) -> dict[str | None, list[tuple[str, _Line]]]:
        """Return what hangs below each thing, each with its part; below nothing are those at the top."""
        found: dict[str | None, list[tuple[str, _Line]]] = {}
        for part in ("aim", "action", "body"):
            for row in sorted(self._kept(part), key=self._order):
                found.setdefault(row["above"].iri, []).append((part, row))
        items = {row["item"].iri for row in self._part("aim")}
        for above in [above for above in found if above is not None and above not in items]:
            if found[above][0][0] == "aim":  # an aim above that is stored nowhere
                found.setdefault(None, []).extend(found.pop(above))
        return found

    def _order(self, row: _Line) -> tuple[int, int, int, Any]:
        relation = row["relation"].iri
        place = self._model.relation_order.get(URIRef(relation), 99) if relation else 0
        order = row["order"].text
        level = self._place.get(row["class"].iri, _LAST)
        return (level, place, int(order) if order.isdecimal() else _LAST, key(row["item"].text, self._lang))

    def _kept(self, part: str) -> Iterator[_Line]:
        """Return the rows of a part that the filters leave."""
        rows = self._part(part)
        linked = {row["item"].iri for row in rows if _last(row["relation"]) == "implements"}
        for row in rows:
            under_goal = part == "action" and _last(row["relation"]) == "underGoal"
            if not (under_goal and row["item"].iri in linked) and self._fits(part, row):
                yield row

    def _fits(self, part: str, row: _Line) -> bool:
        state, basis = self._state, _last(row["basis"])
        if _last(row["relation"]) in state.without or (state.basis and basis and basis not in state.basis):
            return False
        if part == "action" and self._known is not None:
            action = URIRef(row["item"].iri or "")
            in_field = not state.field or self._known.in_field(action, state.field)
            return bool(in_field and (not state.year or self._known.in_year(action, int(state.year))))
        return True

    # ---- branches

    def tree(self) -> Tree:
        """Return the tree."""
        top: list[Branch] = []
        loose: list[Branch] = []
        for part, row in self._under.get(None, ()):
            (loose if part == "action" else top).append(self._branch(part, row, ()))
        return Tree(self._query, tuple(_once(top)), tuple(loose), self._whole)

    def _branch(self, part: str, row: _Line, above: tuple[str, ...]) -> Branch:
        cell = row["item"]
        iri = cell.iri or ""
        name = str(cell.plain)
        inside = [] if iri in above else _once_below(self._under.get(iri, ()))
        is_open = name in self._state.open or ALL in self._state.open
        # Aims are few: they are told, whatever hangs below them.
        told = [each for each in inside if self._whole or is_open or each[0] == "aim"]
        basis = row["basis"].iri
        # What an action is for is told by where it hangs.
        relation = row["relation"].iri if _last(row["relation"]) not in _BY_PLACE else None
        kind = self._kind(row)
        confidence = row["confidence"].term
        return Branch(
            cell=cell,
            name=name,
            level=self._level(row),
            kind=kind,
            relation=pick(self._model.relation_names(URIRef(relation)), self._lang) if relation else None,
            basis=row["basis"].label if basis else None,
            named=not basis or str(self._model.graph.value(URIRef(basis), _NAMED)) == "true",
            sure=sure(self._model, number_of(confidence), self._lang),
            actions=len(self._actions(iri, ())),
            gaps=together(self._gaps.get(iri, ())) if part == "aim" else (),
            branches=tuple(self._branch(each, line, (*above, iri)) for each, line in told),
            below=len(inside),
            is_open=is_open,
            held_back=len(told) < len(inside),
        )

    def _actions(self, iri: str, above: tuple[str, ...]) -> frozenset[str]:
        """Return the different actions that hang anywhere below a thing."""
        if iri in above:
            return frozenset()
        if iri not in self._counted:
            found: set[str] = set()
            for part, row in self._under.get(iri, ()):
                item = row["item"].iri or ""
                found |= {item} if part == "action" else self._actions(item, (*above, iri))
            self._counted[iri] = frozenset(found)
        return self._counted[iri]

    def _level(self, row: _Line) -> Label:
        """Return the word for what a thing is: the plan's own, where it has levels of its own."""
        cls = row["class"].iri
        return self._levels.get(cls) or row["class"].label or Label("", "")

    def _kind(self, row: _Line) -> DisplayKind | None:
        cls = row["class"].iri or self._classes.get(row["item"].iri or "")
        return self._model.kind_of(URIRef(cls)) if cls else None


def _last(cell: Cell) -> str:
    return relation_key(URIRef(cell.iri)) if cell.iri else ""


def _once(branches: Iterable[Branch]) -> list[Branch]:
    return list({branch.name: branch for branch in branches}.values())


def _once_below(found: Iterable[tuple[str, _Line]]) -> list[tuple[str, _Line]]:
    """Return what hangs below a thing, each once in each relation."""
    return list({(row["item"].iri, row["relation"].iri): (part, row) for part, row in found}.values())


def wanted_tree() -> str:
    """Return the tree that this request asks for, if it does."""
    name = request.args.get("as", "")
    return name if name in TREES else ""
