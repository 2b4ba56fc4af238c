"""What things are called, and what they are: read once for as long as the store stays as it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from rdflib import Literal, URIRef

from ontology import Label, Model, pick
from ontology.namespaces import PLAN

from . import program
from .links import is_record
from .plan_names import plan_id, short
from .remembered import Remembered
from .store import Store
from .terms import Row

_MOST = 100_000
#: Of a store of so many triples all names are read in a fraction of a second.
_READ_AHEAD = 200_000
_AHEAD = "ahead"


@dataclass(frozen=True)
class Described:
    """The label and the class of a thing."""

    label: Label
    cls: URIRef | None


@dataclass
class _Names:
    """The labels of a thing by language, and its class."""

    labels: dict[str, str] = field(default_factory=dict)
    cls: URIRef | None = None


class Describer:
    """Reads labels and classes of things; its short form stands in for a missing label."""

    def __init__(self, store: Store, model: Model, *, ahead: bool = False) -> None:
        """Take the store that the things are in; `ahead` reads the names of all, where these are few."""
        self._store = store
        self.model = model
        self._remembered = Remembered(store)
        self._reads_ahead = ahead

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
        ahead = self._ahead()
        # What is not among all things is a link record, which has no name, or nothing is said of it.
        read = {} if ahead else self._names(program.rows(self._store, "labels", wanted))
        records = {iri: _Names(cls=PLAN.Link) for iri in wanted if ahead and is_record(iri)}
        return {
            iri: self._described(iri, read.get(iri) or ahead.get(iri) or records.get(iri), lang)
            for iri in wanted
        }

    def _ahead(self) -> Mapping[object, _Names]:
        """Return the names of all things where these are few and will be wanted."""
        if not self._reads_ahead:
            return {}
        return self._remembered.once(_AHEAD, self._all_names)

    def _all_names(self) -> Mapping[object, _Names]:
        if len(self._store) > _READ_AHEAD:
            return {}
        return self._names(program.rows(self._store, "all-labels"))

    def _names(self, rows: Iterable[Row]) -> Mapping[object, _Names]:
        found: dict[object, _Names] = {}
        for thing, label, cls in rows:
            names = found.setdefault(thing, _Names())
            if isinstance(label, Literal):
                names.labels.setdefault(label.language or "", str(label))
            elif isinstance(cls, URIRef):
                names.cls = self._better(names.cls, cls)
        return found

    def _described(self, iri: URIRef, names: _Names | None, lang: str) -> Described:
        names = names or _Names()
        return Described(self._label(iri, names.labels, lang, names.cls), names.cls)

    def _label(self, iri: URIRef, labels: Mapping[str, str], lang: str, cls: URIRef | None) -> Label:
        own = self._language(iri) if labels and lang not in labels else ""
        label = pick(labels, lang, own)
        return label if label.text else Label(self._unnamed(iri, cls, lang), "")

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
