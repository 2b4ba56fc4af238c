"""Two plans beside each other: what changed, or what was promised and what is reported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from graph import Table
from graph.comparison import Comparison, Kind, Matching, Side, compare
from graph.comparison.changes import THRESHOLD
from graph.comparison.matching import is_report
from graph.comparison.opening import earlier_of, named_twice, revision_or_stored
from graph.comparison.promised import Promised, promised, promised_summary, promised_table
from graph.comparison.summary import summary
from graph.comparison.tables import table
from graph.errors import ParameterError
from graph.i18n import mark
from graph.table_sheets import xlsx

from . import current, formats
from .comparison_picture import Drawn, drawn
from .paging import paged
from .pictures import chosen_plan
from .state import current as current_state
from .urls import with_args

comparison = Blueprint("comparison", __name__)

_ROWS = 200
_PARAMETERS = {"as", "match", "threshold", "kind", "show", "lang"}
_CHANGES, _PROMISED = "changes", "promised"


@comparison.get("/compare")
def index() -> ResponseReturnValue:
    """What makes one plan of another: sums, picture, table."""
    asked = _Asked()
    if asked.sides is None:
        return render_template("compare.html", asked=asked, table=None)
    made = asked.table
    rows = paged(made.rows, _ROWS)
    return render_template(
        "compare.html", asked=asked, table=made, rows=rows, twin=asked.twin, with_args=with_args
    )


@comparison.get("/compare.json")
def index_json() -> Response:
    """The rows as data, with the sums in words."""
    asked = _Asked()
    return formats.table_json(asked.table, summary=asked.summary)


@comparison.get("/compare.csv")
def index_csv() -> Response:
    """The rows as a CSV file."""
    return formats.table_csv(_Asked().table)


@comparison.get("/compare.xlsx")
def index_xlsx() -> Response:
    """The rows as a spreadsheet."""
    made = _Asked().table
    data = xlsx({current.word(mark("Comparison")): made}, current.lang())
    return formats.file(f"{made.name}.xlsx", data)


@comparison.get("/compare.svg")
def index_svg() -> Response:
    """The picture alone, for a slide."""
    picture = _Asked().picture
    if picture is None or not picture.svg:
        raise ParameterError(mark("these plans cannot be drawn: they are too large, or nothing differs"))
    return Response(picture.svg, mimetype="image/svg+xml")


@dataclass(frozen=True)
class KindLink:
    """A kind of change as a filter: its word, how often it came, and the address of the rows of it."""

    name: str
    count: int
    url: str
    chosen: bool


class _Asked:
    """What an address asks to be compared."""

    def __init__(self) -> None:
        self.before, self.after = request.args.get("a", ""), request.args.get("b", "")
        if not self.after:
            newest = chosen_plan(current_state())
            self.after = newest.plan_id if newest else ""
        if not self.before and self.after:
            self.before = earlier_of(current.plans(), self.after)
        self.matching = _one_of("match", [matching.value for matching in Matching])
        self.threshold = _percent()
        self.show = _one_of("show", ["both", "before", "after"])
        self.kind = request.args.get("kind", "")

    @cached_property
    def sides(self) -> tuple[Side, Side] | None:
        """The plans; nothing where there is only one."""
        if not self.before or not self.after:
            return None
        if self.before == self.after:
            raise named_twice(self.before)
        revisions = not current.settings().is_public
        one, other = (
            revision_or_stored(current.plans(), text, revisions=revisions)
            for text in (self.before, self.after)
        )
        return (other, one) if is_report(other, one) else (one, other)

    @cached_property
    def mode(self) -> str:
        """Whether what changed is asked, or what was promised; by itself as fits the plans."""
        asked = _one_of("as", ["", _CHANGES, _PROMISED])
        return asked or (_PROMISED if self.is_report else _CHANGES)

    @cached_property
    def is_report(self) -> bool:
        """Whether one plan reports on the other."""
        return self.sides is not None and is_report(*self.sides)

    @cached_property
    def changes(self) -> Comparison:
        """What changed."""
        return compare(*self._required(), Matching(self.matching), self.threshold)

    @cached_property
    def promises(self) -> Promised:
        """What was promised."""
        return promised(*self._required())

    def _required(self) -> tuple[Side, Side]:
        if self.sides is None:
            raise ParameterError(mark("name two plans to compare, as in ?a=PLAN&b=PLAN"))
        return self.sides

    @cached_property
    def table(self) -> Table:
        """The rows that are shown, in the language of the request."""
        if self.mode == _PROMISED:
            return promised_table(self.promises, current.plans(), current.lang())
        shown = self.changes
        if self.kind:
            kinds = [kind for kind in Kind if kind.value == self.kind]
            shown = replace(shown, rows=tuple(row for row in shown.rows if {*kinds} & {*row.kinds}))
        return table(shown, current.lang())

    @cached_property
    def summary(self) -> Sequence[str]:
        """What it comes to, in sentences."""
        if self.mode == _PROMISED:
            return promised_summary(self.promises, current.lang())
        return summary(self.changes, current.lang())

    @cached_property
    def picture(self) -> Drawn | None:
        """The picture of what changed."""
        if self.mode == _PROMISED or self.sides is None:
            return None
        return drawn(self.changes, current.lang(), self.show)

    def twin(self, form: str) -> str:
        """Return the address of the same as a file or as data."""
        args = {key: text for key, text in request.args.items() if key in _PARAMETERS}
        args |= {"a": self.before, "b": self.after}
        return url_for(f"comparison.index_{form}", **dict[str, Any](args))

    @property
    def kinds(self) -> list[KindLink]:
        """The kinds of change that came, each a filter."""
        counts: Mapping[Kind, int] = self.changes.counts
        return [
            KindLink(
                current.plain(kind.name_message),
                counts[kind],
                with_args(kind="" if kind.value == self.kind else kind.value, page=""),
                kind.value == self.kind,
            )
            for kind in Kind
            if counts.get(kind)
        ]


def _one_of(key: str, known: Sequence[str]) -> str:
    text = request.args.get(key, known[0])
    if text not in known:
        choices = ", ".join(filter(None, known))
        message = mark("{name}: expected one of {choices}, and got {value}")
        raise ParameterError(message, name=key, choices=choices, value=text)
    return text


def _percent() -> float | None:
    text = request.args.get("threshold", "")
    if text == "none":
        return None
    if not text:
        return THRESHOLD
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        number = 0.0
    if not 1 <= number <= 100:
        raise ParameterError(mark("threshold: expected a number from 1 to 100, and got {value}"), value=text)
    return number
