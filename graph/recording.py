"""Writes down what a change of a plan is, while it can still be compared with what is stored."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from rdflib import Literal, URIRef

from ontology import LANGUAGES, Model

from . import program
from .difference import Difference, LookUp, Named, difference
from .difference_words import lines
from .links import Relation
from .placement import Changed, Placed
from .provenance import Record, source_of
from .store import Store
from .terms import Facts

#: At most so many lines of a change are written down, in each language.
_LINES = 12


@dataclass(frozen=True)
class Origin:
    """How a write came about: the command, who gave it, and what each plan was read from."""

    command: str
    by: str = ""
    sources: Mapping[URIRef, Path] = field(default_factory=dict)


@dataclass(frozen=True)
class Recorder:
    """Makes the record of each change; `tell` is given what changes before it is written."""

    store: Store
    model: Model
    origin: Origin
    tell: Callable[[URIRef, Difference], None] = lambda *_: None

    def __call__(self, change: Placed) -> Record:
        """Return the record of a change that is not written yet."""
        plan = URIRef(change.name.value)
        added, removed = change.added, change.removed
        made = compared(self.store, self.model, plan, removed, added)
        self.tell(plan, made)
        path = self.origin.sources.get(plan)
        return Record(
            command=self.origin.command,
            by=self.origin.by,
            source=source_of(path) if path is not None else None,
            counts={
                "triplesAdded": len(added),
                "triplesRemoved": len(removed),
                "thingsAdded": len(made.added),
                "thingsChanged": len(made.changed),
                "thingsRemoved": len(made.removed),
            },
            comments={lang: "\n".join(lines(made, lang, _LINES)) for lang in LANGUAGES},
        )


def compared(store: Store, model: Model, plan: URIRef, removed: Changed, added: Changed) -> Difference:
    """Return what a change of a stored plan is, by the triples that go and those that come."""
    return difference(Facts(removed), Facts(added), model, plan, looking_up(store, model))


def looking_up(store: Store, model: Model) -> LookUp:
    """Return what a difference asks a store for."""
    return LookUp(lambda things: _names(store, model, things), lambda records: _links(store, records))


def _names(store: Store, model: Model, things: Iterable[URIRef]) -> dict[URIRef, Named]:
    labels: dict[URIRef, dict[str, str]] = {}
    classes: dict[URIRef, URIRef] = {}
    for thing, label, cls in program.rows(store, "labels", things):
        iri = URIRef(str(thing))
        labels.setdefault(iri, {})
        if isinstance(label, Literal):
            labels[iri][label.language or ""] = str(label)
        elif cls is not None and (iri not in classes or model.shape_of(URIRef(str(cls)))):
            classes[iri] = URIRef(str(cls))
    return {iri: Named(texts, classes.get(iri)) for iri, texts in labels.items()}


def _links(store: Store, records: Iterable[URIRef]) -> dict[URIRef, Relation]:
    rows = program.rows(store, "link-ends", records)
    return {URIRef(str(row[0])): Relation(*(URIRef(str(end)) for end in row[1:4])) for row in rows}
