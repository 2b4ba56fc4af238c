"""What of ours stands for which element of StratML, as the ontology's alignment says."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rdflib import Graph, URIRef

from ontology.files import FOLDER
from ontology.namespaces import PLAN

# An element by its name or as the last step of a path, or one whose text or attribute has a value.
_ELEMENT = re.compile(r"(?:\w+/)*@?(?P<name>\w+)(?:(?:\[@?[\w.]+)?='(?P<value>\w+)'\]?)?")


@dataclass(frozen=True)
class Alignment:
    """Terms of ours by element, each with the value that the element has then, if one is told."""

    terms: Mapping[str, Sequence[tuple[URIRef, str]]]

    def of(self, element: str) -> list[URIRef]:
        """Return the classes, properties or concepts that an element stands for."""
        return [term for term, _ in self.terms.get(element, ())]

    def value(self, element: str, term: object) -> str:
        """Return the value that an element has for a term, empty where none is told."""
        return next((value for known, value in self.terms.get(element, ()) if known == term), "")


@lru_cache(maxsize=1)
def stratml_alignment() -> Alignment:
    """Read the alignment to StratML."""
    said = Graph().parse(FOLDER / "alignments" / "stratml.ttl", format="turtle")
    found: dict[str, list[tuple[URIRef, str]]] = {}
    for term, text in sorted(said.subject_objects(PLAN.closeToElement)):
        place = _ELEMENT.fullmatch(str(text))
        if place is not None and isinstance(term, URIRef):
            found.setdefault(place["name"], []).append((term, place["value"] or ""))
    return Alignment(found)
