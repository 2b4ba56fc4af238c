"""The closed lists of the ontology as the reference tells them, and where its terms are used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rdflib import SKOS, URIRef

from ontology import Column, Model, SheetModel
from ontology.model import texts
from ontology.namespaces import PLAN

from .term_names import alignments


@dataclass(frozen=True)
class Use:
    """A column of a sheet in which a term is used."""

    sheet: SheetModel
    column: Column

    @property
    def anchor(self) -> str:
        """Where the column stands on the page."""
        return f"{self.sheet.name}/{self.column.key}"


@dataclass(frozen=True)
class Concept:
    """A value of a closed list."""

    iri: URIRef
    notation: str
    names: Mapping[str, str]
    definitions: Mapping[str, str]
    matches: tuple[tuple[URIRef, URIRef], ...]
    #: The least number that the concept is the word for, empty where it is for none.
    at_least: str


@dataclass(frozen=True)
class Scheme:
    """A closed list, and the columns that take their values from it."""

    iri: URIRef
    names: Mapping[str, str]
    definitions: Mapping[str, str]
    concepts: tuple[Concept, ...]
    uses: tuple[Use, ...]


def uses_of(model: Model) -> Iterator[Use]:
    """Yield every column of every sheet."""
    for sheet in model.sheets.values():
        for column in sheet.columns:
            yield Use(sheet, column)


def matches_of(term: URIRef) -> tuple[tuple[URIRef, URIRef], ...]:
    """Return what other vocabularies have for a term: the relation, and their term."""
    found = alignments().predicate_objects(term)
    return tuple(sorted((URIRef(str(p)), URIRef(str(o))) for p, o in found if isinstance(o, URIRef)))


def schemes_of(model: Model) -> Iterator[Scheme]:
    """Yield every closed list."""
    for scheme in sorted(model.schemes):
        yield _scheme(model, scheme)


def _scheme(model: Model, scheme: URIRef) -> Scheme:
    source = model.graph
    concepts = (
        Concept(
            iri=c,
            notation=word,
            names=model.labels(c),
            definitions=texts(source, c, SKOS.definition),
            matches=matches_of(c),
            at_least="" if (least := source.value(c, PLAN.atLeast)) is None else str(least),
        )
        for word, c in model.schemes[scheme].items()
    )
    uses = tuple(use for use in uses_of(model) if use.column.scheme == scheme)
    definitions = texts(source, scheme, SKOS.definition)
    return Scheme(scheme, model.labels(scheme), definitions, tuple(concepts), uses)
