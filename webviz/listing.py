"""The list: the links of a picture as a table that is sorted, searched, grouped, paged and kept as a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from graph.i18n import mark
from graph.spreadsheets.plain_writing import Value, tables_as_bytes
from ontology import Label

from . import current, formats, links, urls
from .link_places import places
from .links import LinkRow
from .pages import pages, picture_context
from .paging import paged
from .pictures import MOST_LISTED, Picture, chosen, picture, scope
from .state import State
from .state import current as current_state
from .tree import tree, wanted_tree

#: How many rows stand on a page.
ROWS = 200
_HEADS = {
    "from": mark("From"),
    "relation": mark("Relation"),
    "to": mark("To"),
    "basis": mark("What it rests on"),
    "place": mark("Where it stands"),
    "plan": mark("Plan"),
}
_FILE_HEADS = (
    mark("From (ID)"),
    mark("From"),
    mark("Relation"),
    mark("To (ID)"),
    mark("To"),
    mark("What it rests on"),
    mark("Confidence"),
    mark("Document"),
    mark("Section"),
    mark("Page"),
    mark("Lines in the source"),
    mark("Plan"),
)
GROUPS = {"": mark("No groups"), "relation": mark("By relation"), "kind": mark("By kind")}


@dataclass(frozen=True)
class Wanted:
    """How the reader wants the list: sorted by a column, with some words, in groups."""

    sort: str
    down: bool
    find: str
    group: str

    def args(self, **changes: str) -> dict[str, str]:
        """Return this as arguments of an address, with changes; what is empty is left out."""
        own = {"sort": self.sort, "dir": "down" if self.down else "", "find": self.find, "group": self.group}
        return {key: text for key, text in {**own, **changes}.items() if text}


@dataclass(frozen=True)
class Head:
    """The head of a column: its name, the address that sorts by it, and how it is sorted now."""

    key: str
    text: str
    url: str
    sorted: str


@dataclass(frozen=True)
class Group:
    """Rows of one relation or kind; `name` is nothing where there are no groups."""

    name: Label | None
    rows: Sequence[LinkRow]


@pages.get("/list")
def listing() -> ResponseReturnValue:
    """The same as a table or as a tree, the equal of each picture."""
    name = wanted_tree()
    if name:
        return render_template("tree.html", **tree_context(name))
    return render_template("list.html", **list_context())


@pages.get("/list.json")
def listing_json() -> Response:
    """The list as data."""
    shown = picture(current_state(), MOST_LISTED)
    rows = links.records(_rows(shown, _wanted()))
    return formats.envelope(links.COLUMNS, rows, truncated=shown.network.truncated)


@pages.get("/list.csv")
def listing_csv() -> Response:
    """The whole list as a CSV file, as spreadsheets of the language read it."""
    heads, rows = _for_file()
    return formats.rows_csv("list", heads, rows)


@pages.get("/list.xlsx")
def listing_xlsx() -> Response:
    """The whole list as a spreadsheet."""
    heads, rows = _for_file()
    table = {current.word(mark("List")): (heads, rows)}
    return formats.file("list.xlsx", tables_as_bytes(table, for_people=True))


def list_context() -> dict[str, Any]:
    """Return what the templates of lists know: one page of the rows."""
    shown, wanted = picture(current_state(), MOST_LISTED), _wanted()
    found = _rows(shown, wanted)
    rows = paged(found, ROWS)
    seen = rows.rows
    if wanted.sort != "place":  # else all have their places already
        seen = links.placed(seen, places([row.link.record for row in seen], shown.chosen.plan_id))
    return {
        "rows": rows,
        "groups": _groups(seen, wanted.group),
        "wanted": wanted,
        "heads": _heads(wanted, several=shown.plan is None),
        "choices": {key: current.word(text) for key, text in GROUPS.items()},
        "has_internal": any(_is_internal(row) for row in found),
        **picture_context(shown),
    }


def tree_context(name: str) -> dict[str, Any]:
    """Return what the template of trees knows."""
    state = current_state()
    asked = chosen(state)
    return {
        "tree": tree(name, state),
        "which": name,
        "chosen": asked,
        "plan": asked.plan,
        "scope": scope(asked.plan),
    }


def shown_rows(state: State) -> tuple[Picture, list[LinkRow], dict[str, str]]:
    """Return a picture of a state, its links as this request wants them, and the arguments that say how."""
    shown, wanted = picture(state, MOST_LISTED), _wanted()
    return shown, _rows(shown, wanted), wanted.args()


def _wanted() -> Wanted:
    args = request.args
    group = args.get("group", "")
    return Wanted(
        sort=args.get("sort", "") if args.get("sort", "") in _HEADS else "",
        down=args.get("dir") == "down",
        find=args.get("find", ""),
        group=group if group in GROUPS else "",
    )


def _rows(shown: Picture, wanted: Wanted) -> list[LinkRow]:
    found = links.with_words(links.rows(shown.shown), wanted.find)
    if wanted.sort == "place":
        found = links.placed(found, places([row.link.record for row in found], shown.chosen.plan_id))
    found = links.in_order(found, wanted.sort, down=wanted.down)
    return sorted(found, key=lambda row: _group_of(row, wanted.group)[0]) if wanted.group else found


def _group_of(row: LinkRow, group: str) -> tuple[tuple[int, str], Label | None]:
    """Return what groups are sorted by, and the name of the group that a row belongs to."""
    if group == "relation":
        return (
            current.plans().model.relation_order.get(row.link.relation, 99),
            row.relation.text,
        ), row.relation
    if group == "kind" and row.source_kind is not None:
        names = row.source_kind.names
        return (row.source_kind.order, ""), Label(names.get(current.lang(), ""), "")
    return (99, ""), None


def _groups(rows: Sequence[LinkRow], group: str) -> list[Group]:
    together = groupby(rows, key=lambda row: _group_of(row, group))
    return [Group(name, list(inside)) for (_, name), inside in together]


def _heads(wanted: Wanted, *, several: bool) -> list[Head]:
    keys = [key for key in _HEADS if key != "plan" or several]
    return [_head(key, wanted) for key in keys]


def _head(key: str, wanted: Wanted) -> Head:
    by_this = wanted.sort == key
    way = "down" if by_this and not wanted.down else ""
    url = urls.with_args(sort=key, dir=way, page="")
    now = ("descending" if wanted.down else "ascending") if by_this else ""
    return Head(key, current.word(_HEADS[key]), url, now)


def _is_internal(row: LinkRow) -> bool:
    return current.is_internal(row.source.iri) or current.is_internal(row.target.iri)


def _for_file() -> tuple[list[str], list[list[Value]]]:
    """Return heads and rows for a file, from which what is internal is left out."""
    shown, wanted = picture(current_state(), MOST_LISTED), _wanted()
    found = [row for row in _rows(shown, wanted) if not _is_internal(row)]
    if wanted.sort != "place":
        found = links.placed(found, places([row.link.record for row in found], shown.chosen.plan_id))
    return [current.word(head) for head in _FILE_HEADS], [_file_row(row) for row in found]


def _file_row(row: LinkRow) -> list[Value]:
    place = row.place
    said = row.record()
    return [
        str(said["from"]),
        row.source.label.text,
        row.relation.text,
        str(said["to"]),
        row.target.label.text,
        row.basis.text,
        row.sure.text if row.sure else "",
        place.document.text if place.document else "",
        place.section.text if place.section else "",
        place.page,
        place.lines_text,
        row.plan.text,
    ]
