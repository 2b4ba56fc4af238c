"""The matrix: things in rows and in columns, and how many actions they share; all from one query."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from rdflib import Literal, URIRef

from graph import Cell, Table
from graph.library import NamedQuery
from graph.plan_names import short
from graph.query_matrix import BARE, EMPTY, REST, SOME
from graph.table import TableColumn
from ontology import Label, pick

from . import current
from .chosen import Chosen
from .reasons import Reason, together
from .state import State

_SHADES = 4
#: The columns of the answer that are no reason, and have no things that a reason is about.
_OWN = ("plan", "group", "kind", "row", "column", "actions", "reason")
TOTAL = "total"


@dataclass(frozen=True)
class Order:
    """How rows are sorted: by a column, by `total`, else in the order of the plan."""

    by: str = ""
    up: bool = False


@dataclass(frozen=True)
class MatrixRow:
    """A row: a count for each column, the distinct actions, and why there are none."""

    head: Cell
    kind: str
    group: Cell | None
    counts: tuple[int, ...]
    total: int
    reasons: tuple[Reason, ...]

    @property
    def key(self) -> str:
        """What the row is called in an address."""
        return key_of(self.head)

    @property
    def is_bare(self) -> bool:
        """Whether no column has a number."""
        return not any(self.counts)


@dataclass(frozen=True)
class MatrixGroup:
    """Rows under one heading; without it where they are in no groups."""

    head: Cell | None
    rows: tuple[MatrixRow, ...]


@dataclass(frozen=True)
class Matrix:
    """The whole: the query, the columns, all rows in their order, and those shown."""

    query: NamedQuery
    columns: tuple[Cell, ...]
    rows: tuple[MatrixRow, ...]
    answer: Table
    order: Order = Order()
    only_gaps: bool = False
    too_much: bool = False

    @cached_property
    def most(self) -> int:
        """The largest number of a cell."""
        return max((count for row in self.rows for count in row.counts), default=0)

    def shade(self, count: int) -> int:
        """Return how dark a count is shown, from 0 for none to 4 for the most."""
        return -(-count * _SHADES // self.most) if self.most else 0

    @cached_property
    def groups(self) -> tuple[MatrixGroup, ...]:
        """The rows shown: under the headings that the plan has, or in another order without these."""
        rows = [row for row in self.rows if self.is_gap(row) or not self.only_gaps]
        if self.order.by in {TOTAL, *map(key_of, self.columns)}:
            return (MatrixGroup(None, tuple(self._sorted(rows))),) if rows else ()
        found: dict[str, tuple[Cell | None, list[MatrixRow]]] = {}
        for row in rows:
            found.setdefault(key_of(row.group), (row.group, []))[1].append(row)
        return tuple(MatrixGroup(head, tuple(inside)) for head, inside in found.values())

    def _sorted(self, rows: Sequence[MatrixRow]) -> list[MatrixRow]:
        keys = [key_of(column) for column in self.columns]
        place = keys.index(self.order.by) if self.order.by in keys else None
        sign = 1 if self.order.up else -1
        return sorted(rows, key=lambda row: sign * (row.total if place is None else row.counts[place]))

    @property
    def gaps(self) -> int:
        """How many rows are gaps."""
        return sum(map(self.is_gap, self.rows))

    def is_gap(self, row: MatrixRow) -> bool:
        """Whether a row has no action, or, where the columns are what is asked about, no number."""
        return row.is_bare if self.query.gap_is_bare else not row.total

    @property
    def row_name(self) -> Label:
        """What the things in the rows are called: by their class where all have one, else by the query."""
        kinds = {row.kind for row in self.rows}
        names = current.plans().model.labels(URIRef(kinds.pop())) if len(kinds) == 1 else {}
        return pick(names or self.query.columns["row"], current.lang())

    @property
    def said(self) -> str:
        """The sentence above: how many rows have actions, of how many."""
        lang, says = current.lang(), self.query.says
        if not self.rows:
            return says[EMPTY][lang]
        filled = sum(not row.is_bare for row in self.rows)
        if self.query.gap_is_bare and not filled:
            return self.bare
        kinds = {row.kind.rpartition("#")[2] for row in self.rows}
        case = kinds.pop() if len(kinds) == 1 else SOME
        used = {place for row in self.rows for place, count in enumerate(row.counts) if count}
        return says.get(case, says[SOME])[lang].format(
            found=sum(row.total > 0 for row in self.rows),
            filled=filled,
            total=len(self.rows),
            columns=len(used),
            allColumns=len(self.columns),
        )

    @property
    def bare(self) -> str:
        """What stands in a row that has actions, but in none of the columns."""
        return self.query.says[BARE][current.lang()]

    def opens(self, row: MatrixRow, column: int) -> dict[str, str]:
        """Return the question that a number opens, and its values, as parameters of an address."""
        opens = self.query.opens
        values = {opens["row"]: _value(row.head), opens["column"]: _value(self.columns[column])}
        return {"name": opens["question"], **values}

    def opens_all(self, row: MatrixRow) -> dict[str, str]:
        """Return the question that the end of a row opens, likewise; nothing where there is none."""
        opens = self.query.opens
        return {"name": opens["total"], opens["row"]: _value(row.head)} if "total" in opens else {}

    def is_rest(self, column: Cell) -> bool:
        """Whether a column tells of what is in none of the others."""
        return key_of(column) == self.query.rest

    @cached_property
    def table(self) -> Table:
        """The matrix as a table of its own: a line for each row, with a column for each of its columns."""
        names = self.query.columns
        heads = [TableColumn(key, names[key]) for key in ("group", "row") if key in names]
        heads += [TableColumn(key_of(cell), {current.lang(): cell.text}) for cell in self.columns]
        heads.append(TableColumn(TOTAL, names["actions"]))
        with_reasons = "reason" in names
        if with_reasons:
            heads.append(TableColumn("reason", names["reason"]))
        lines = []
        for row in (row for group in self.groups for row in group.rows):
            line = [row.group or Cell(None)] if "group" in names else []
            line += [row.head, *(Cell(Literal(count)) for count in (*row.counts, row.total))]
            if with_reasons:
                line.append(Cell(Literal("; ".join(each.in_words for each in row.reasons))))
            lines.append(tuple(line))
        return Table(self.query.name, tuple(heads), tuple(lines))


def matrix(chosen: Chosen, state: State) -> Matrix:
    """Return the matrix of some plans; an empty one where all of them are too much for one page.

    Raises
    ------
    UnknownQueryError
        There is no such matrix.
    """
    plans = current.plans()
    query = plans.library.matrix(state.matrix)
    columns = tuple(TableColumn(key, names) for key, names in query.columns.items())
    empty = Table(query.name, columns, ())
    if not chosen.plans:
        return Matrix(query, (), (), empty)
    if chosen.are_all and plans.are_many():
        return Matrix(query, (), (), replace(empty, truncated=True), too_much=True)
    asked = plans.asked(query, chosen.plan_id)
    values = {key: value for key, value in state.values().items() if key in query.params}
    found = asked.store.select(plans.bound(query, values, chosen.plan_id), asked.graphs)
    heads = [TableColumn(key, query.columns[key]) for key in found.variables]
    table = plans.table(query.name, heads, found.rows, current.lang())
    return Matrix(query, *_read(query, table), table, Order(state.order, state.up), state.gaps)


def _read(query: NamedQuery, table: Table) -> tuple[tuple[Cell, ...], tuple[MatrixRow, ...]]:
    """Return the columns and rows that an answer has."""
    lines = table.named_rows()
    columns = {key_of(line["column"]): line["column"] for line in lines if line["column"].term is not None}
    if REST in query.says and query.rest in columns:
        columns[query.rest] = replace(columns[query.rest], label=pick(query.says[REST], current.lang()))
    numbers: defaultdict[str, Counter[str]] = defaultdict(Counter)
    # What is part of two goals comes once for each; what several plans count is theirs together.
    told = {
        (key_of(line["row"]), key_of(line["column"]), key_of(line.get("plan"))): line["actions"].term
        for line in lines
        if line["row"].term is not None and line["actions"].term is not None
    }
    for (row, column, _), count in told.items():
        numbers[row][column] += int(str(count))
    keys = list(columns)
    if query.fullest_first:
        sums = sum(numbers.values(), Counter[str]())
        keys.sort(key=lambda key: (key == query.rest, -sums[key]))
    return tuple(columns[key] for key in keys), tuple(_rows(lines, numbers, keys))


def _rows(
    lines: Sequence[Mapping[str, Cell]], numbers: Mapping[str, Counter[str]], columns: Sequence[str]
) -> Iterable[MatrixRow]:
    by_row: dict[str, list[Mapping[str, Cell]]] = {}
    for line in lines:
        if line["row"].term is not None:
            by_row.setdefault(key_of(line["row"]), []).append(line)
    for key, inside in by_row.items():
        first = inside[0]
        group, kind = first.get("group"), first.get("kind")
        yield MatrixRow(
            head=first["row"],
            kind=str(kind.term or "") if kind else "",
            group=group if group and group.term is not None else None,
            counts=tuple(numbers[key][column] for column in columns),
            total=numbers[key][""],
            reasons=_reasons(inside),
        )


def _reasons(lines: Iterable[Mapping[str, Cell]]) -> tuple[Reason, ...]:
    """Return the reasons of a row."""
    told = ((line["reason"], line) for line in lines if "reason" in line)
    return together(
        (reason, [cell for key, cell in reversed([*line.items()]) if key not in _OWN])
        for reason, line in told
        if reason.term is not None
    )


def key_of(cell: Cell | None) -> str:
    """Return what a row or column is called in an address: `plan:ID`, the key of a concept, or its text."""
    if cell is None or cell.term is None:
        return ""
    name = short(cell.term)
    return name if name != str(cell.term) else name.rpartition("/")[2]


def _value(cell: Cell) -> str:
    """Return what stands for a thing, a concept or a text in the address of a question."""
    return short(cell.term) if cell.iri else cell.text
