"""The JSON-LD context of a plan, made from the model: which word of the JSON means which property.

Terms of the ontology keep their local names. A reused property is called as most of its columns are, where
that word is free, so that the JSON speaks as the workbook does: `title`, `note`, `owner`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rdflib import DCTERMS, OWL, RDF, XSD, Graph, URIRef

from ontology import Column, Form, Model, load_model
from ontology.namespaces import ID, OA, PLAN, PREFIXES

from .headers import FROM, RELATION, TO
from .link_sheet import LINKS
from .term_names import curie

#: The names of the two keywords that every reader of the JSON sees.
KEYWORDS = {"id": "@id", "type": "@type"}
PREFIXES_HERE = {prefix: namespace for prefix, namespace in PREFIXES.items() if prefix not in KEYWORDS}
BASE = str(ID)
#: Literals that JSON has a form of its own for.
NATIVE = {XSD.string, XSD.integer, XSD.boolean}
#: The frame of a link record, by the words of its sheet; its first word is its place in the JSON.
_FRAME = {FROM: RDF.subject, RELATION: RDF.predicate, TO: RDF.object}
_PASSAGES = "passages"


@dataclass(frozen=True)
class Term:
    """A word of the JSON: the property, how its values are read, and whether it leads backwards."""

    name: str
    iri: URIRef
    coercion: str = ""
    reverse: bool = False

    def json(self) -> object:
        """Return the definition of the term in a context."""
        name = curie(self.iri)
        if self.reverse:
            return {"@reverse": name}
        if self.coercion == "@language":
            return {"@id": name, "@container": "@language"}
        return {"@id": name, "@type": curie(self.coercion)} if self.coercion else name


@dataclass(frozen=True)
class Context:
    """All words of the JSON."""

    classes: Mapping[URIRef, str]
    properties: Mapping[URIRef, Term]
    groups: Mapping[URIRef, Term]
    links: Term
    passages: Term
    order: Mapping[URIRef, int]

    @property
    def names(self) -> frozenset[str]:
        """Every word that has a meaning."""
        own = {term.name for term in (*self.properties.values(), *self.groups.values())}
        return frozenset({*own, *self.classes.values(), self.links.name, self.passages.name, *KEYWORDS})

    def json(self, used: Container[str] | None = None, base: str = BASE) -> dict[str, object]:
        """Return the context as it stands in a file: whole, or only the words that a file uses."""
        words = {name: curie(iri) for iri, name in self.classes.items()}
        terms = [*self.properties.values(), *self.groups.values(), self.links, self.passages]
        found: dict[str, object] = {"@version": 1.1, "@base": base, **KEYWORDS}
        named: dict[str, object] = {**words, **{term.name: term.json() for term in terms}}
        chosen = {n: d for n, d in sorted(named.items()) if used is None or n in used}
        needed = {prefix for prefix in PREFIXES_HERE if used is None or prefix in used}
        needed |= {prefix for d in chosen.values() for prefix in _prefixes(d)}
        return {**found, **{p: PREFIXES_HERE[p] for p in sorted(needed)}, **chosen}


def _prefixes(definition: object) -> Iterator[str]:
    texts = definition.values() if isinstance(definition, dict) else [definition]
    yield from (text.partition(":")[0] for text in map(str, texts) if text.partition(":")[0] in PREFIXES_HERE)


def context() -> Context:
    """Return the context of the ontology, an organisation's own files included."""
    return _context(load_model().graph)


@lru_cache(maxsize=2)
def _context(source: Graph) -> Context:
    model = load_model()
    assert model.graph is source
    return _Namer(model).context()


class _Namer:
    """Gives every class, sheet and property a word, each word once."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.taken = {*KEYWORDS, *PREFIXES}
        self.columns: dict[URIRef, list[Column]] = {}
        for sheet in model.sheets.values():
            for shape in sheet.shapes:
                for column in shape.columns:
                    self.columns.setdefault(column.predicate, []).append(column)

    def context(self) -> Context:
        own, reused = self._split(set(self.model.graph.subjects(RDF.type, OWL.Class)))
        properties, others = self._split(self._properties())
        classes = {iri: self._free(_local(iri)) for iri in own}
        terms = [Term(self._free(_local(iri)), iri, self._coercion(iri)) for iri in properties]
        sheets = {name: self._free(_camel(name)) for name in self.model.sheets}
        links = Term(sheets[LINKS], RDF.subject, reverse=True)
        passages = Term(self._free(_PASSAGES), OA.hasSource, reverse=True)
        classes |= {iri: self._free(_local(iri), curie(iri)) for iri in reused}
        terms += [Term(self._free(word), iri, self._coercion(iri)) for word, iri in _FRAME.items()]
        # Those with columns first: what a workbook calls them is not for others.
        others.sort(key=lambda iri: iri not in self.columns)
        terms += [Term(self._word(iri), iri, self._coercion(iri)) for iri in others]
        return Context(
            classes=classes,
            properties={term.iri: term for term in terms},
            groups=dict(self._groups(sheets)),
            links=links,
            passages=passages,
            order={iri: min(c.order for c in columns) for iri, columns in self.columns.items()},
        )

    def _properties(self) -> set[object]:
        kinds = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, RDF.Property)
        found: set[object] = {p for kind in kinds for p in self.model.graph.subjects(RDF.type, kind)}
        steps = {step for columns in self.columns.values() for column in columns for step in column.path}
        return (found | steps) - {RDF.type, *_FRAME.values()}

    def _split(self, terms: set[object]) -> tuple[list[URIRef], list[URIRef]]:
        known = sorted(term for term in terms if isinstance(term, URIRef))
        own = [term for term in known if term.startswith(str(PLAN))]
        return own, [term for term in known if term not in own and curie(term) != str(term)]

    def _groups(self, sheets: Mapping[str, str]) -> Iterator[tuple[URIRef, Term]]:
        for name, sheet in self.model.sheets.items():
            for shape in sheet.shapes if sheet.id_prefix else ():
                for cls in shape.classes:
                    yield cls, Term(sheets[name], DCTERMS.isPartOf, reverse=True)

    def _free(self, *words: str) -> str:
        """Return the first word that is not taken, and take it; the last may be a name with a prefix."""
        word = next((word for word in words if word not in self.taken), words[-1])
        self.taken.add(word)
        return word

    def _word(self, iri: URIRef) -> str:
        keys = Counter(column.key for column in self.columns.get(iri, ()) if len(column.path) == 1)
        ranked = keys.most_common(2)
        clear = len(ranked) == 1 or (len(ranked) == 2 and ranked[0][1] > ranked[1][1])
        words = [_camel(ranked[0][0])] if clear else []
        return self._free(*words, _local(iri), curie(iri))

    def _coercion(self, iri: URIRef) -> str:
        if iri == RDF.predicate:
            return "@vocab"
        columns = self.columns.get(iri, ())
        forms = {column.form for column in columns}
        if forms == {Form.TEXT}:
            return "@language"
        if forms == {Form.LITERAL}:
            types = {column.datatype or XSD.string for column in columns}
            return str(types.pop()) if len(types) == 1 and not types & NATIVE else ""
        things = (iri, RDF.type, OWL.ObjectProperty) in self.model.graph or iri in _FRAME.values()
        return "@id" if things or (forms and Form.LITERAL not in forms) else ""


def _local(iri: URIRef) -> str:
    return re.split("[#/]", iri)[-1]


def _camel(key: str) -> str:
    """Return a key as one word.

    >>> _camel("also-serves")
    'alsoServes'
    """
    first, *rest = key.split("-")
    return first + "".join(part[:1].upper() + part[1:] for part in rest)
