"""Makes the report of a plan: asks every question of the library, and puts the answers into one document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from ontology.namespaces import CONCEPT

from ..adding import Progress
from ..errors import ParameterError
from ..i18n import mark
from ..library import NamedQuery
from ..plan_graph import PlanGraph
from ..plan_info import PlanInfo
from .answer import Answer, answer

GROUPS = CONCEPT["question-group"]
_ASKING = mark("asking")
_ORDER = ("empty", "rows", "any")


@dataclass(frozen=True)
class Wish:
    """What a report is wanted of: a plan, in a language, with values of parameters, on a day."""

    plans: PlanGraph
    plan: PlanInfo
    lang: str
    values: Mapping[str, str]
    today: date


@dataclass(frozen=True)
class Evaluation:
    """All answers of a plan, in the order of the groups."""

    wish: Wish
    answers: tuple[Answer, ...]

    @property
    def gaps(self) -> tuple[Answer, ...]:
        """The answers that say that something is missing."""
        return tuple(one for one in self.answers if one.applies and one.gap)

    @property
    def fine(self) -> tuple[Answer, ...]:
        """The answers to questions that ask for gaps, and find none."""
        return tuple(one for one in self.answers if one.applies and is_fine(one))

    @property
    def apart(self) -> tuple[Answer, ...]:
        """The answers to questions that do not concern the plan."""
        return tuple(one for one in self.answers if not one.applies)

    def of_group(self, group: str) -> tuple[Answer, ...]:
        """Return the answers of a group that concern the plan."""
        return tuple(one for one in self.answers if one.applies and one.question.group == group)

    def reported(self, use: str) -> tuple[Answer, ...]:
        """Return the answers that have a use of their own in a report: table, owed or lead."""
        return tuple(one for one in self.answers if one.applies and one.question.report == use)


def is_fine(one: Answer) -> bool:
    """Whether an answer says that all is as it should be; that there is something at all does not say it."""
    return one.sound and one.question.expect == "empty"


def evaluate(wish: Wish, progress: Progress | None = None) -> Evaluation:
    """Ask a plan every question of the library.

    Raises
    ------
    ParameterError
        A value is given for a parameter that no question has, or is not of its type.
    """
    questions = ordered(wish.plans)
    _require_parameters(questions, wish.values)
    found = []
    for place, question in enumerate(questions):
        if progress is not None:
            progress(_ASKING, place, len(questions))
        values = {key: value for key, value in wish.values.items() if key in question.params}
        found.append(answer(wish.plans, question.name, wish.lang, wish.plan.plan_id, values))
    if progress is not None:
        progress("", len(questions), len(questions))
    return Evaluation(wish, tuple(found))


def ordered(plans: PlanGraph) -> list[NamedQuery]:
    """Return the questions that can be asked of a whole plan, by group; in a group gaps come first."""
    groups = list(plans.model.schemes[GROUPS])
    every = [question for question in plans.library.questions.values() if not question.needs]
    return sorted(every, key=lambda one: (groups.index(one.group), _ORDER.index(one.expect), one.name))


def _require_parameters(questions: Iterable[NamedQuery], values: Mapping[str, str]) -> None:
    known = {name for question in questions for name in question.params}
    for name in values:
        if name not in known:
            message = mark("no question of the report has a parameter {name}; there are: {choices}")
            raise ParameterError(message, name=name, choices=", ".join(sorted(known)))
