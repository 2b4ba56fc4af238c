"""What happened to a thing between two plans, in the words of a planner."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum
from functools import cache

from rdflib import URIRef

from ontology import Form

from .. import program
from ..difference import Edit
from ..i18n import mark
from ..store import Store


class Kind(Enum):
    """What happened; the order is that of tables and sums."""

    REMOVED = "removed"
    ADDED = "added"
    MOVED = "moved"
    RESPONSIBILITY = "responsibility"
    KIND = "kind"
    INDICATOR = "indicator"
    TARGET = "target"
    REWORDED = "reworded"
    RELINKED = "relinked"
    CHANGED = "changed"
    BASIS = "basis"
    PLACE = "place"
    BESIDE = "beside"
    SAME = "same"

    @property
    def name_message(self) -> str:
        """The word for it, to be translated."""
        return _NAMES[self]


_NAMES = {
    Kind.REMOVED: mark("removed"),
    Kind.ADDED: mark("added"),
    Kind.MOVED: mark("moved under another aim"),
    Kind.RESPONSIBILITY: mark("responsibility changed"),
    Kind.KIND: mark("kind changed"),
    Kind.INDICATOR: mark("indicator changed"),
    Kind.TARGET: mark("target changed"),
    Kind.REWORDED: mark("reworded"),
    Kind.RELINKED: mark("links changed"),
    Kind.CHANGED: mark("details changed"),
    Kind.BASIS: mark("grounds of a link changed"),
    Kind.PLACE: mark("place in the source changed"),
    Kind.BESIDE: mark("another row of the same deed"),
    Kind.SAME: mark("suggested as the same, nothing changed"),
}


@cache
def kinds() -> Mapping[URIRef, Kind]:
    """Return what a change of a property means, where that is more than a changed link or detail."""
    # The query holds what it tells, whatever it is asked of.
    rows = program.rows(Store.in_memory(), "change-kinds")
    return {URIRef(str(prop)): Kind(str(kind)) for prop, kind in rows}


def kinds_of(edits: Iterable[Edit], meanings: Mapping[URIRef, Kind]) -> tuple[Kind, ...]:
    """Return what the edits of a thing mean, each kind once, in order."""
    found = {kind_of(edit, meanings) for edit in edits}
    return tuple(kind for kind in Kind if kind in found)


def kind_of(edit: Edit, meanings: Mapping[URIRef, Kind]) -> Kind:
    """Return what an edit means; only what stands under an aim before and after is moved."""
    if edit.column is None:
        return Kind.KIND
    kind = meanings.get(edit.column.path[0])
    if kind is Kind.PLACE or edit.column.form is Form.PASSAGES:
        return Kind.PLACE
    if edit.link is not None:
        return Kind.BASIS
    return _of_values(edit, kind) or _of_form(edit)


def _of_values(edit: Edit, kind: Kind | None) -> Kind | None:
    """Return what a change means by its values: only what was there before and is there after is another."""
    if edit.old and edit.new:
        return kind
    if kind is Kind.MOVED:
        return Kind.RELINKED
    return Kind.CHANGED if kind is Kind.REWORDED else kind


def _of_form(edit: Edit) -> Kind:
    form = edit.column.form if edit.column is not None else None
    if form is Form.TEXT and edit.old and edit.new:
        return Kind.REWORDED
    return Kind.RELINKED if form is Form.REFERENCE else Kind.CHANGED
