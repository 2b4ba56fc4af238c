"""Which column a triple stands in: by the class of the thing, and the way from the thing to the value."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from rdflib import RDF, RDFS, SKOS, URIRef
from rdflib.term import Identifier

from ontology import Column, Model, SheetModel
from ontology.namespaces import PLAN

from .terms import to_rdflib

_TYPE = str(RDF.type)
_LINK = PLAN.Link


@dataclass(frozen=True)
class Columns:
    """The columns of all sheets by class, way and property."""

    model: Model

    @cached_property
    def sheets(self) -> dict[URIRef, SheetModel]:
        """The sheet of each class."""
        sheets = self.model.sheets.values()
        return {cls: sheet for sheet in sheets for shape in sheet.shapes for cls in shape.classes}

    @cached_property
    def label_predicates(self) -> set[str]:
        """The properties that name a thing."""
        return {str(SKOS.prefLabel), str(RDFS.label)}

    @cached_property
    def predicates(self) -> set[str]:
        """The properties that a column holds, those of links left out."""
        return {str(c.predicate) for c in self._all if not c.linked}

    @cached_property
    def inverse_predicates(self) -> set[str]:
        """The properties that some column holds from its value to the thing of the row."""
        return {str(c.predicate) for c in self._all if c.inverse and not c.linked}

    def things(self, facts: Iterable[tuple[str, str, object]]) -> dict[str, URIRef]:
        """Return the things of sheets that triples tell of, with their classes."""
        found: dict[str, URIRef] = {}
        classes: dict[object, URIRef] = {}
        for subject, predicate, value in facts:
            if predicate == _TYPE:
                cls = classes.get(value) or classes.setdefault(value, URIRef(str(_iri(value))))
                if cls != _LINK and cls in self.sheets:
                    found[subject] = cls
        return found

    def owner(self, subject: str) -> tuple[str, str]:
        """Return the thing that a node is part of and the steps to the node, else the node itself."""
        for steps in self._steps:
            if steps and subject.endswith(f"/{steps}"):
                return subject[: -len(steps) - 1], steps
        return subject, ""

    def of(self, cls: URIRef | None, steps: str, predicate: str) -> Column | None:
        """Return the column of a class that holds what stands at the end of a way."""
        return self._by_way.get((cls, steps, predicate))

    def inverse(self, cls: URIRef | None, predicate: str) -> Column | None:
        """Return the column of a class that holds what points to its things by a property."""
        return self._by_way.get((cls, "^", predicate))

    def linked(self, cls: URIRef | None, predicate: URIRef, *, inverse: bool = False) -> Column | None:
        """Return the column of links of a class by their property."""
        return self._by_way.get((cls, "^links" if inverse else "links", str(predicate)))

    @cached_property
    def _all(self) -> list[Column]:
        return [column for sheet in self.model.sheets.values() for column in sheet.columns]

    @cached_property
    def _steps(self) -> list[str]:
        return sorted({_steps(column) for column in self._all}, key=len, reverse=True)

    @cached_property
    def _by_way(self) -> dict[tuple[URIRef | None, str, str], Column]:
        found: dict[tuple[URIRef | None, str, str], Column] = {}
        for sheet in self.model.sheets.values():
            for shape in sheet.shapes:
                for cls in shape.classes:
                    for column in shape.columns:
                        found.setdefault((cls, _way(column), str(column.predicate)), column)
        return found


def _iri(term: object) -> object:
    return term if isinstance(term, Identifier) else to_rdflib(term)


def _steps(column: Column) -> str:
    return "/".join(re.split("[#/]", step)[-1] for step in column.path[:-1])


def _way(column: Column) -> str:
    if column.linked:
        return "^links" if column.inverse else "links"
    return "^" if column.inverse else _steps(column)
