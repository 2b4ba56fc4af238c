"""Reads lines such as `34-35; 246` into passages of a source, and describes each once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from rdflib import DCTERMS, RDF, Graph, Literal, URIRef

from ontology.namespaces import OA, PLAN

from .cells import Rejected, Span, spans
from .i18n import mark
from .known import Outline
from .numbers import whole_of

_RFC_5147 = URIRef("http://tools.ietf.org/rfc/rfc5147")


@dataclass(frozen=True)
class Passages:
    """The passages of one workbook: their sources are things of the same workbook."""

    target: Graph
    outline: Outline

    def read(self, text: str) -> Iterator[URIRef | Rejected]:
        """Return each passage of a cell, or why it is none."""
        for span in spans(text):
            yield span if isinstance(span, Rejected) else self._of(span)

    @cached_property
    def _sources(self) -> dict[str, URIRef]:
        things = self.outline.things.items()
        return {key: self.outline.iri_of(key) for key, cls in things if cls == PLAN.Source}

    def _of(self, span: Span) -> URIRef | Rejected:
        sources = self._sources
        only = next(iter(sources.values())) if len(sources) == 1 else None
        source = sources.get(span.source) if span.source else only
        if source is None:
            message = mark("“{found}” is no source of this plan; expected one of: {choices}")
            found = span.source or f"{span.first}-{span.last}"
            return Rejected(message, {"found": found, "choices": ", ".join(sources) or "-"})
        count = self.target.value(source, PLAN.lineCount)
        if count is not None and span.last > whole_of(count):
            message = mark("line {found} is past the end of the source, which has {count} lines")
            return Rejected(message, {"found": span.last, "count": count})
        return self._describe(source, span)

    def _describe(self, source: URIRef, span: Span) -> URIRef:
        passage = URIRef(f"{source}/{span.first}-{span.last}")
        selector = URIRef(f"{passage}/selector")
        # RFC 5147 counts the positions between lines: line=33,35 is the 34th and the 35th line.
        fragment = Literal(f"line={span.first - 1},{span.last}")
        for triple in (
            (passage, RDF.type, PLAN.Passage),
            (passage, OA.hasSource, source),
            (passage, PLAN.firstLine, Literal(span.first)),
            (passage, PLAN.lastLine, Literal(span.last)),
            (passage, OA.hasSelector, selector),
            (selector, RDF.type, OA.FragmentSelector),
            (selector, DCTERMS.conformsTo, _RFC_5147),
            (selector, RDF.value, fragment),
        ):
            self.target.add(triple)
        return passage
