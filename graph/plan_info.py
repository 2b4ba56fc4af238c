"""What a list of plans shows of each plan and register."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rdflib import URIRef

from ontology import Label
from ontology.namespaces import PLAN

from .described import Described
from .plan_names import plan_id
from .terms import Term

_PLAN_KINDS = {PLAN.Plan: "plan", PLAN.Register: "register"}


@dataclass(frozen=True)
class PlanInfo:
    """A plan or register as a list shows it."""

    plan_id: str
    iri: URIRef
    kind: str
    label: Label
    language: str
    year: str
    period: str
    #: Whose plan it is; nothing where that is not told.
    publisher: Label | None = None
    #: The day on which it was given, as `2023-02-01`; empty where that is not told.
    issued: str = ""
    #: The plan before this one, and the plan that this one reports on.
    before: URIRef | None = None
    parent: URIRef | None = None

    @property
    def when(self) -> str:
        """The year that it reports on, else its period."""
        return self.year or self.period


@dataclass(frozen=True)
class Size:
    """How many things and links a plan or register has."""

    things: int
    links: int


def plan_info(row: tuple[Term, ...], described: Mapping[URIRef, Described]) -> PlanInfo:
    """Return a row of the query `plans` with the label of the plan."""
    iri, cls, language, year, start, end, publisher, issued, before, parent = row
    plan = URIRef(str(iri))
    return PlanInfo(
        plan_id=plan_id(plan),
        iri=plan,
        kind=_PLAN_KINDS[URIRef(str(cls))],
        label=described[plan].label,
        language=str(language or ""),
        year=str(year or ""),
        period="–".join(str(part) for part in (start, end) if part is not None),
        publisher=described[URIRef(str(publisher))].label if publisher is not None else None,
        issued=str(issued or ""),
        before=_iri(before),
        parent=_iri(parent),
    )


def _iri(term: Term) -> URIRef | None:
    return term if isinstance(term, URIRef) else None
