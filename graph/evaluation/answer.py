"""An answer as an evaluator reads it: the rows, what they cover, of how many, and how sure it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from babel.lists import format_list
from babel.numbers import format_decimal

from ..i18n import mark, translate
from ..library import NamedQuery
from ..plan_graph import PlanGraph
from ..query_header import Texts
from ..query_parts import CONFIDENCE, NAMED, SUM
from ..table import Table
from .counting import Asking, Count, Found, count_of, counted_cells, found_of, lacking
from .scope import Scope, scope_of

_MOST_NAMES = 3
_NOT_HERE = mark("The plan has no {noun} that the question is about.")
_NOTHING = mark("Nothing was found.")
_FOUND = mark("Found: {found}.")
_OTHERS = mark("{number} others")


@dataclass(frozen=True)
class Answer:
    """The answer to a question about a plan, or about all plans."""

    question: NamedQuery
    table: Table
    #: The values of parameters that the question was asked with, without the defaults.
    values: Mapping[str, str]
    scope: Scope
    #: How many of all; nothing where the question has no denominator.
    count: Count | None
    found: Found
    #: The noun of what the plan has none of, though the question is asked within it.
    lacks: Texts | None = None

    def _repr_html_(self) -> str:
        from ..notebook import answer_html

        return answer_html(self)

    @property
    def applies(self) -> bool:
        """Whether the plan has any of what the question is about."""
        return self.lacks is None and (self.count is None or self.count.total > 0)

    @property
    def gap(self) -> bool:
        """Whether a healthy plan would answer otherwise."""
        expected = self.question.expect
        return self.applies and expected != "any" and bool(self.table.rows) != (expected == "rows")

    @property
    def sound(self) -> bool:
        """Whether it is what a healthy plan gives: none of all, or all of all.

        Where nobody knows of how many, no rows may mean that there was nothing to find, and some rows
        that most are missing.
        """
        if self.count is None or not self.applies or self.gap:
            return False
        return self.question.expect == "empty" or (
            self.question.expect == "rows" and self.count.found == self.count.total
        )

    def said(self, lang: str) -> str:
        """Return the sentence of a report that is made from the numbers."""
        if not self.applies:
            noun = self.lacks or (self.count.noun if self.count else {})
            return translate(_NOT_HERE, lang, noun=noun[lang])
        case = "some" if self.found.all else "none"
        if not self.question.says:
            return (
                translate(_FOUND, lang, found=self.found.all) if self.found.all else translate(_NOTHING, lang)
            )
        return self.question.says[case][lang].format(**self._places(lang))

    def sensitivity(self, lang: str) -> str:
        """Return what was found of how many, and what remains with fewer links; `21 of 24; 15 by …`."""
        said = [self._of_all(lang)]
        if self.found.named is not None:
            message = mark("{found} by links based on the source alone")
            said.append(translate(message, lang, found=self.found.named))
        if self.found.sure is not None:
            least = self.question.sensitive[CONFIDENCE]
            message = mark("{found} by links with a confidence of at least {least}")
            said.append(translate(message, lang, found=self.found.sure, least=_number(least, lang)))
        return "; ".join(said)

    def _of_all(self, lang: str) -> str:
        if self.count is None or not self.count.total:
            told = str(self.found.all)
        else:
            told = translate(mark("{found} of {total}"), lang, found=self.count.found, total=self.count.total)
        if self.values.get(NAMED) == "true":
            told = translate(mark("{found} by links based on the source alone"), lang, found=told)
        if CONFIDENCE in self.values:
            message = mark("{found} by links with a confidence of at least {least}")
            told = translate(message, lang, found=told, least=_number(self.values[CONFIDENCE], lang))
        return told

    def _places(self, lang: str) -> dict[str, object]:
        """Return what fills the places of a sentence.

        What was asked with fewer links already has no lower number than what was found.
        """
        found = self.found
        total = self.count.total if self.count else 0
        every = [cell.text for cell in counted_cells(self.question, self.table)]
        names = every[:_MOST_NAMES]
        return {
            "found": found.all,
            "total": total,
            "share": round(100 * found.all / total) if total else 0,
            "named": found.all if found.named is None else found.named,
            "sure": found.all if found.sure is None else found.sure,
            "names": format_list(names, locale=lang) if names else "",
            "which": _which(every, lang),
            "rows": len(self.table.rows),
            **_sums(self.table),
            "where": self.scope.where(lang),
        }


def answer(
    plans: PlanGraph,
    name: str,
    lang: str,
    plan_id: str | None = None,
    values: Mapping[str, str] | None = None,
    *,
    asking: Asking | None = None,
) -> Answer:
    """Answer a question, with the scope of the answer and what it rests on.

    Parameters
    ----------
    plans
        The store of plans.
    name
        The name of a question.
    lang
        The language of labels.
    plan_id
        The plan that is asked; without it, all plans.
    values
        Values of parameters by name; those not given have their default, or stay open.
    asking
        Asks a question in another way than the store itself, as a guard does.

    Raises
    ------
    UnknownQueryError
        There is no such question, or no such plan.
    ParameterError
        The question has no such parameter, or does not take that value.
    """
    question, given = plans.library.question(name), dict(values or {})

    def direct(asked: NamedQuery, its_values: Mapping[str, str]) -> Table:
        return plans.ask(asked.name, lang, plan_id, its_values)

    ask = asking or direct
    table = ask(question, given)
    found = found_of(plans, question, table, plan_id, given, ask)
    count = count_of(plans, question, plan_id, found)
    return Answer(
        question,
        table,
        given,
        scope_of(plans, lang, plan_id),
        count,
        found,
        lacking(plans, question, plan_id),
    )


def _sums(table: Table) -> dict[str, object]:
    """Return the sum of each column by the name of its place; what is no number adds nothing."""
    sums: dict[str, object] = {}
    for place, column in enumerate(table.columns):
        values = (row[place].plain for row in table.rows)
        numbers = [value for value in values if isinstance(value, int | float)]
        sums[f"{SUM}{column.key}"] = round(sum(numbers), 2)
    return sums


def _which(names: list[str], lang: str) -> str:
    """Return all names where they are few, else the first and how many others there are."""
    if len(names) > _MOST_NAMES + 1:
        others = translate(_OTHERS, lang, number=len(names) - _MOST_NAMES)
        names = [*names[:_MOST_NAMES], others]
    return format_list(names, locale=lang) if names else ""


def _number(value: str, lang: str) -> str:
    return str(format_decimal(value, locale=lang))
