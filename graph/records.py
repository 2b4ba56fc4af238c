"""What link records and passages say, in words: what a link rests on, and where the source says it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from rdflib import URIRef

from ontology import Label, Model, pick
from ontology.namespaces import CONCEPT, PLAN

from . import program
from .described import Described
from .numbers import number_of, whole_of
from .plan_graph import PlanGraph
from .terms import Row, Term

_CONFIDENCE = URIRef(f"{CONCEPT}confidence")


@dataclass(frozen=True)
class Passage:
    """A place in a source: its lines, and the wording where the file is at hand.

    `lang` is the language of the plan that the source belongs to, where it has just one.
    """

    iri: URIRef
    source: Label
    file: str
    first: int
    last: int
    quote: str = ""
    lang: str = ""


@dataclass(frozen=True)
class LinkRecord:
    """What a link rests on; `sure` is the confidence as a word."""

    iri: URIRef
    basis: Label
    named: bool
    confidence: float | None
    sure: Label | None
    passages: tuple[Passage, ...]
    details: tuple[tuple[str, Label], ...] = ()
    notes: tuple[Label, ...] = ()


@dataclass
class RecordReader:
    """Reads records and passages from a store; with a folder of sources, passages are quoted."""

    plans: PlanGraph
    lang: str
    sources: Path | None = None
    _files: dict[str, list[str]] = field(default_factory=dict)

    def read(self, iris: Iterable[Term]) -> dict[str, LinkRecord]:
        """Return what stands on each record, by its IRI."""
        return self.read_with_places(iris)[0]

    def read_with_places(
        self, iris: Iterable[Term]
    ) -> tuple[dict[str, LinkRecord], dict[str, tuple[Passage, ...]]]:
        """Return records by their IRIs, and of all these things the passages that they rest on."""
        said: dict[str, dict[str, list[Term]]] = {}
        found: list[Row] = []
        for link, key, value, *place in program.rows(self.plans.store, "records", iris):
            values = said.setdefault(str(link), {}).setdefault(str(key), [])
            if value not in values:  # a source may have several languages
                values.append(value)
            if place[0] is not None:
                found.append((value, *place))
        told = [(key, value) for keys in said.values() for key, values in keys.items() for value in values]
        terms = [value for key, value in told if key != "passage" and isinstance(value, URIRef)]
        described = self.plans.describe(terms, self.lang)
        places = self._told(found)
        own = {
            thing: _in_order(places[str(place)] for place in keys.get("passage", []) if str(place) in places)
            for thing, keys in said.items()
        }
        records = {
            link: self._record(URIRef(link), keys, described, places)
            for link, keys in said.items()
            if "basis" in keys
        }
        return records, own

    def _record(
        self,
        iri: URIRef,
        said: Mapping[str, list[Term]],
        described: Mapping[URIRef, Described],
        places: Mapping[str, Passage],
    ) -> LinkRecord:
        basis = URIRef(str(said["basis"][0]))
        confidence = number_of(said["confidence"][0]) if "confidence" in said else None
        own = (str(place) for place in said.get("passage", []))
        return LinkRecord(
            iri=iri,
            basis=described[basis].label,
            named=str(self.plans.model.graph.value(basis, PLAN.named)) == "true",
            confidence=confidence,
            sure=sure(self.plans.model, confidence, self.lang),
            passages=_in_order(places[place] for place in own if place in places),
            details=tuple(
                (key, described[URIRef(str(value))].label)
                for key in ("ground", "extent", "via")
                for value in said.get(key, [])
            ),
            notes=notes(said.get("note", [])),
        )

    def passages(self, iris: Iterable[Term]) -> tuple[Passage, ...]:
        """Return passages in the order of their lines."""
        return _in_order(self._places(iris).values())

    def _places(self, iris: Iterable[Term]) -> Mapping[str, Passage]:
        """Return passages by their IRI; however many, they are asked for together."""
        return self._told(program.rows(self.plans.store, "passages", iris))

    def _told(self, found: Iterable[Row]) -> Mapping[str, Passage]:
        """Return passages by their IRI out of rows: passage, source, file, lines, language."""
        rows: dict[str, Row] = {}
        languages: dict[str, set[str]] = {}
        for row in found:
            rows[str(row[0])] = row
            languages.setdefault(str(row[0]), set()).add(str(row[5] or ""))
        labels = self.plans.describe((row[1] for row in rows.values()), self.lang)
        return {
            iri: self._passage(row, labels[URIRef(str(row[1]))].label, languages[iri])
            for iri, row in rows.items()
        }

    def passage(self, row: Row, source: Label) -> Passage:
        """Return a passage from a row of it, its source, file, lines and language."""
        return self._passage(row, source, {str(row[5] or "")})

    def _passage(self, row: Row, source: Label, languages: set[str]) -> Passage:
        file, first, last = str(row[2] or ""), whole_of(row[3]), whole_of(row[4])
        lang = next(iter(languages)) if len(languages) == 1 else ""
        return Passage(URIRef(str(row[0])), source, file, first, last, self._quote(file, first, last), lang)

    def _quote(self, file: str, first: int, last: int) -> str:
        """Cut the wording out of the source, where a folder of sources holds the file."""
        if self.sources is None or not file:
            return ""
        if file not in self._files:
            path = (self.sources / file).resolve()
            inside = path.is_relative_to(self.sources.resolve()) and path.is_file()
            # Lines are split on \\n only: form feeds begin a line and do not make one.
            text = path.read_bytes().decode("utf-8-sig", errors="replace") if inside else ""
            self._files[file] = text.split("\n")
        return " ".join(" ".join(self._files[file][first - 1 : last]).split())


def _in_order(passages: Iterable[Passage]) -> tuple[Passage, ...]:
    return tuple(sorted(passages, key=lambda passage: (passage.file, passage.first)))


def sure(model: Model, confidence: float | None, lang: str) -> Label | None:
    """Return a confidence as a word: the first of its scheme that it is high enough for."""
    if confidence is None:
        return None
    for concept in model.schemes[_CONFIDENCE].values():
        if confidence >= float(str(model.graph.value(concept, PLAN.atLeast))):
            return pick(model.labels(concept), lang)
    return None


def notes(values: Iterable[Term]) -> tuple[Label, ...]:
    """Return texts as labels, each with its language."""
    return tuple(Label(str(value), getattr(value, "language", "") or "") for value in values)
