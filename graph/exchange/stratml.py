"""A plan as StratML Part 2: a `PerformancePlanOrReport` of ISO 17469.

Which class or property of ours is which element is read from `ontology/alignments/stratml.ttl`. StratML
has two levels, goals and objectives: all that stands under a goal is one of its objectives, and the
sequence indicator says the level, as in `1.2.3`. A goal of another plan that this one serves is written
too, and a level without a goal stands under a goal named after the plan. Forecasts, other kinds of links,
schedules and money have no place in StratML and are left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from xml.etree.ElementTree import Element, indent, register_namespace, tostring

from rdflib import URIRef

from ..errors import ParameterError
from ..i18n import mark, translate
from ..plan_graph import PlanGraph
from .said import page_of
from .stratml_content import Content
from .stratml_levels import Levels
from .stratml_parts import NAMESPACE, add, child, dated, indicator, stakeholders
from .words import ids


def stratml(plans: PlanGraph, plan: str, lang: str) -> bytes:
    """Return a plan as a StratML document.

    Raises
    ------
    UnknownQueryError
        No plan of that ID is stored.
    ParameterError
        It is a register, which has neither goals nor actions.
    """
    iri = plans.iri_of_plan(plan)
    if any(info.iri == iri and info.kind != "plan" for info in plans.plans(lang)):
        raise ParameterError(mark("{plan} is a register, and StratML holds plans"), plan=plan)
    register_namespace("", NAMESPACE)
    content = Content(plans, iri, lang)
    root = _Document(content, Levels(content)).made()
    indent(root)
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))


@dataclass(frozen=True)
class _Document:
    content: Content
    levels: Levels

    @cached_property
    def ids(self) -> Mapping[str, str]:
        """An identifier for each thing, as XML Schema takes them."""
        things = (*self.content.things, *self.content.levels, self.content.plan)
        return {thing: f"_{name}" for thing, name in ids(things).items()}

    def made(self) -> Element:
        said, plan = self.content, self.content.plan
        root = Element(f"{{{NAMESPACE}}}PerformancePlanOrReport", Type=self._type())
        add(root, "Name", said.name(plan), required=True)
        add(root, "Description", said.text(plan, "Description"))
        add(root, "OtherInformation", said.text(plan, "OtherInformation"))
        self._core(child(root, "StrategicPlanCore"))
        about = child(root, "AdministrativeInformation")
        add(about, "Identifier", self.ids[plan])
        for element in ("StartDate", "EndDate", "PublicationDate"):
            add(about, element, dated(said.value_of_plan(element), last=element == "EndDate"))
        add(about, "Source", page_of(said.plans, plan) or str(plan))
        return root

    def _type(self) -> str:
        """Return the type of the document: by the kind of the plan where that says it, else by its class."""
        said = self.content.statements[self.content.plan]
        values = {value for found in said.values() for value in found}
        cls = self.content.described[self.content.plan].cls
        known = self.content.alignment.terms["PerformancePlanOrReport"]
        return min((term == cls, value) for term, value in known if term in values)[1]

    # ---- the core

    def _core(self, core: Element) -> None:
        said = self.content
        for owner in said.owners:
            made = child(core, "Organization")
            add(made, "Name", said.name(owner))
            add(made, "Acronym", said.text(owner, "Acronym"))
            add(made, "Identifier", self.ids[owner])
            add(made, "Description", said.text(owner, "Description"))
        for element in ("Vision", "Mission"):
            self._statement(core, element, said.of(element))
        for value in said.of("Value"):
            made = child(core, "Value")
            add(made, "Name", said.name(value))
            add(made, "Description", said.text(value, "Description"))
        for place, goal in enumerate(self.levels.goals, 1):
            self._goal(core, goal, str(place))

    def _statement(self, core: Element, element: str, things: Sequence[URIRef]) -> None:
        """Add all visions or missions of a plan as the one that StratML has."""
        texts = (text for thing in things for text in self._texts(thing))
        if things:
            made = child(core, element)
            add(made, "Description", "\n".join(text for text in texts if text))
            add(made, "Identifier", self.ids[things[0]])

    def _texts(self, thing: URIRef) -> tuple[str, str]:
        return self.content.name(thing), self.content.text(thing, "Description")

    # ---- levels

    def _goal(self, core: Element, goal: URIRef, number: str) -> None:
        made = child(core, "Goal")
        self._head(made, goal, number)
        below = list(self.levels.below(goal))
        for place, thing in below:
            objective = child(made, "Objective")
            self._head(objective, thing, f"{number}.{place}")
            self._indicators(objective, thing)
        if self.levels.measured_by(goal):
            place = f"{number}.{1 + sum('.' not in place for place, _ in below)}"
            objective = child(made, "Objective")
            add(objective, "Name", self.content.name(goal))
            add(objective, "SequenceIndicator", place)
            self._indicators(objective, goal)

    def _head(self, made: Element, thing: URIRef, number: str) -> None:
        said = self.content
        is_plan = thing == said.plan
        add(made, "Name", said.name(thing), required=True)
        add(made, "Description", said.text(thing, "Description"), required=True)
        add(made, "Identifier", "" if is_plan else self.ids[thing])
        add(made, "SequenceIndicator", number)
        stakeholders(made, said, thing)
        others = "; ".join(said.name(other) for other in self.levels.others(thing))
        also = translate(mark("Also under: {names}"), said.lang, names=others) if others else ""
        note = "" if is_plan else said.text(thing, "OtherInformation")
        add(made, "OtherInformation", "\n".join(text for text in (note, also) if text))

    def _indicators(self, objective: Element, thing: URIRef) -> None:
        for place, found in enumerate(self.levels.measured_by(thing), 1):
            others = self.levels.others(found)
            indicator(objective, self.content, found, str(place), self.ids, others)
