"""What things are called, and what they are: read once for as long as the store stays as it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rdflib import Literal, URIRef

from ontology import Label, Model, pick

from . import program
from .plan_names import plan_id, short
from .remembered import Remembered
from .store import Store

_MOST = 100_000


@dataclass(frozen=True)
class Described:
    """The label and the class of a thing."""

    label: Label
    cls: URIRef | None


class Describer:
    """Reads labels and classes of things; its short form stands in for a missing label."""

    def __init__(self, store: Store, model: Model) -> None:
        """Take the store that the things are in."""
        self._store = store
        self.model = model
        self._remembered = Remembered(store)

    def known(self, things: Iterable[URIRef], lang: str) -> Mapping[URIRef, Described]:
        """Return label and class of at least these things."""
        found: dict[URIRef, Described] = self._remembered.once(lang, dict)
        missing = {thing for thing in things if thing not in found}
        if len(found) + len(missing) > _MOST:
            return self._read({*missing, *things}, lang)
        if missing:
            found |= self._read(missing, lang)
        return found

    def _read(self, wanted: set[URIRef], lang: str) -> dict[URIRef, Described]:
        labels: dict[object, dict[str, str]] = {}
        classes: dict[object, URIRef] = {}
        for thing, label, cls in program.rows(self._store, "labels", wanted):
            if isinstance(label, Literal):
                labels.setdefault(thing, {}).setdefault(label.language or "", str(label))
            elif isinstance(cls, URIRef):
                classes[thing] = self._better(classes.get(thing), cls)
        return {
            iri: Described(
                self._label(iri, labels.get(iri, {}), lang, classes.get(iri)),
                classes.get(iri),
            )
            for iri in wanted
        }

    def _label(self, iri: URIRef, labels: Mapping[str, str], lang: str, cls: URIRef | None) -> Label:
        own = self._language(iri) if labels and lang not in labels else ""
        return pick(labels, lang, own, fallback="" if labels else self._unnamed(iri, cls, lang))

    def _language(self, iri: URIRef) -> str:
        """Return the language of the plan that a thing is part of, empty where none is told."""
        languages = self._remembered.once("", self._languages)
        return languages.get(short(iri).partition(":")[0], "")

    def _languages(self) -> dict[str, str]:
        rows = program.rows(self._store, "languages")
        return {plan_id(plan): str(language) for plan, language in rows}

    def _unnamed(self, iri: URIRef, cls: URIRef | None, lang: str) -> str:
        """Return what stands in for a missing name: the kind of thing and its ID."""
        kind = pick(self.model.labels(cls), lang).text if cls is not None else ""
        return f"{kind} {plan_id(short(iri)).rpartition(':')[2]}".strip()

    def _better(self, old: URIRef | None, new: URIRef) -> URIRef:
        """Of two classes of one thing, return the one that a shape describes."""
        return new if old is None or self.model.shape_of(new) else old
