"""Many plans in one table: numbers, shares as small charts, and the partners that municipalities share."""

from __future__ import annotations

from functools import cached_property

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from graph import PlanInfo, Table
from graph.comparison.benchmark import Benchmark, benchmark, benchmark_table, shares_table
from graph.comparison.multiples import municipalities, small_multiples
from graph.comparison.shared import SharedPartners, shared_partners, shared_table
from graph.errors import ParameterError
from graph.evaluation import scope_of
from graph.i18n import mark
from graph.table_sheets import xlsx

from . import current, formats

side_by_side = Blueprint("side_by_side", __name__)

#: Each plan is asked all questions that have a denominator, so a page takes only some.
MOST = 8
_CHOSEN, _OFFERED = 4, 60


@side_by_side.get("/benchmark")
def index() -> ResponseReturnValue:
    """Plans side by side: table, charts, shared partners."""
    return render_template("benchmark.html", asked=_Asked())


@side_by_side.get("/benchmark.json")
def index_json() -> Response:
    """The table as data, with the shares from 0 to 1."""
    asked = _Asked()
    shares = shares_table(asked.made, current.lang()).records()
    return formats.table_json(asked.table, shares=shares, shared=asked.shared_table.records())


@side_by_side.get("/benchmark.csv")
def index_csv() -> Response:
    """The table as a CSV file."""
    return formats.table_csv(_Asked().table)


@side_by_side.get("/benchmark.xlsx")
def index_xlsx() -> Response:
    """The table, the shares and the shared partners as a spreadsheet."""
    asked, lang = _Asked(), current.lang()
    tables = {
        current.word(mark("Plans side by side")): asked.table,
        current.word(mark("Shares")): shares_table(asked.made, lang),
        current.word(mark("Shared partners")): asked.shared_table,
    }
    return formats.file("benchmark.xlsx", xlsx(tables, lang))


class _Asked:
    """Which plans an address asks for."""

    def __init__(self) -> None:
        known = [info for info in current.plans().plans(current.lang()) if info.kind == "plan"]
        self.offered = sorted(known, key=lambda info: (info.year, info.period, info.plan_id))[-_OFFERED:]
        given = list(dict.fromkeys(request.args.getlist("plans")))
        if len(given) > MOST:
            message = mark("at most {most} plans fit on a page; planweave benchmark takes any number")
            raise ParameterError(message, most=MOST)
        self.chosen = given or [info.plan_id for info in self.offered[-_CHOSEN:]]
        for plan_id in self.chosen:
            current.plans().iri_of_plan(plan_id)

    @cached_property
    def made(self) -> Benchmark:
        """The plans side by side; none where none is stored."""
        if not self.chosen:
            return Benchmark((), ())
        return benchmark(current.plans(), self.chosen, current.lang())

    @cached_property
    def table(self) -> Table:
        """The numbers as a table."""
        return benchmark_table(self.made, current.lang())

    @cached_property
    def shared(self) -> SharedPartners:
        """What municipalities share."""
        return shared_partners(current.plans(), self.chosen)

    @property
    def shared_table(self) -> Table:
        """What municipalities share, as a table."""
        return shared_table(self.shared, current.plans(), current.lang())

    @property
    def charts(self) -> str:
        """The shares as small charts."""
        return small_multiples(self.made, current.lang())

    @property
    def network(self) -> str:
        """The municipalities as a network; empty for one alone."""
        many = len(self.shared.owners) > 1
        return municipalities(self.shared, current.plans(), current.lang()) if many else ""

    @property
    def scopes(self) -> list[tuple[PlanInfo, list[str]]]:
        """What each plan says of who reported."""
        plans, lang = current.plans(), current.lang()
        said = [(info, scope_of(plans, lang, info.plan_id).lines(lang)) for info in self.made.plans]
        return [(info, lines) for info, lines in said if lines]

    def twin(self, form: str) -> str:
        """Return the address of the same as a file or as data."""
        lang = request.args.get("lang") or None
        return url_for(f"side_by_side.index_{form}", plans=self.chosen, lang=lang)
