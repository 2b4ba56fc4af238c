"""Small plans as triples, to be compared: what they hold is told in a few words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from rdflib import RDF, SKOS, XSD, Literal, URIRef
from rdflib.term import Node

from graph.comparison import Side
from graph.store import Store
from ontology import load_model
from ontology.namespaces import ID, PLAN

STORE = Store.in_memory()
MODEL = load_model()
SCHEMA_VALUE = "https://schema.org/value"


@dataclass(frozen=True)
class Action:
    """An action: its name, its goal, who is responsible, and the year."""

    name: str
    goal: str = "G1"
    responsible: tuple[str, ...] = ()
    year: str = ""
    same_as: str = ""


@dataclass(frozen=True)
class Plan:
    """A plan with goals, actions and indicators with their target by ID."""

    actions: Mapping[str, Action] = field(default_factory=dict)
    goals: Mapping[str, str] = field(default_factory=lambda: {"G1": "Terveys", "G2": "Osallisuus"})
    targets: Mapping[str, int] = field(default_factory=dict)
    name: str = "koe"

    def side(self) -> Side:
        """Return the plan as a side of a comparison."""
        facts: list[tuple[str, str, Node]] = []
        plan = f"{ID}{self.name}"

        def say(thing: str, predicate: object, value: Node) -> None:
            facts.append((f"{plan}/{thing}".removesuffix("/"), str(predicate), value))

        say("", RDF.type, PLAN.Plan)
        for key, title in self.goals.items():
            say(key, RDF.type, PLAN.Goal)
            say(key, SKOS.prefLabel, Literal(title, lang="fi"))
        for key, action in self.actions.items():
            say(key, RDF.type, PLAN.Action)
            say(key, SKOS.prefLabel, Literal(action.name, lang="fi"))
            ends = [(PLAN.underGoal, f"{plan}/{action.goal}")]
            ends += [(PLAN.responsible, f"{ID}rekisteri/{body}") for body in action.responsible]
            ends += [(PLAN.sameDeedAs, action.same_as)] if action.same_as else []
            for number, (predicate, end) in enumerate(ends):
                self._link(say, key, number, predicate, URIRef(end))
            if action.year:
                say(key, PLAN.year, Literal(action.year, datatype=XSD.gYear))
        for key, target in self.targets.items():
            say(key, RDF.type, PLAN.Indicator)
            say(key, SKOS.prefLabel, Literal(f"Mittari {key}", lang="fi"))
            say(f"{key}/target", SCHEMA_VALUE, Literal(target))
        return Side(URIRef(plan), self.name, self._store(facts), MODEL, facts)

    def _link(self, say: object, key: str, number: int, predicate: URIRef, end: URIRef) -> None:
        assert callable(say)
        say(key, predicate, end)
        record, owner = f"link/{key}-{number}", URIRef(f"{ID}{self.name}/{key}")
        for part, value in ((RDF.subject, owner), (RDF.predicate, predicate), (RDF.object, end)):
            say(record, part, value)
        say(record, RDF.type, PLAN.Link)

    def _store(self, facts: list[tuple[str, str, Node]]) -> Store:
        """Return a store for the links of one deed, where there are any."""
        ties = [fact for fact in facts if fact[1] == str(PLAN.sameDeedAs)]
        if not ties:
            return STORE
        from rdflib import Graph

        made, graph = Store.in_memory(), Graph()
        for subject, predicate, value in ties:
            graph.add((URIRef(subject), URIRef(predicate), value))
        made.replace(URIRef(f"{ID}{self.name}"), graph)
        return made


def local(thing: str) -> str:
    """Return the ID of a thing alone."""
    return thing.rpartition("/")[2]
