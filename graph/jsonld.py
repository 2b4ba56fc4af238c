"""Writes a plan as JSON that a person can read, and that is JSON-LD.

Each thing is one object: things of a plan stand in it by sheet, links with the thing that they start
from, passages with their source, and parts where they belong. What fits nowhere stands beside.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from rdflib import RDF, XSD, BNode, Graph, Literal, URIRef
from rdflib.term import Node

from ontology.namespaces import OA, PLAN

from .jsonld_context import BASE, PREFIXES_HERE, Context, Term, context
from .term_names import curie

Json = dict[str, object]
Triple = tuple[Node, Node, Node]

_RELATIVE = re.compile(r"(?!\.\.?(?:/|$))[\w.~-]+(?:/(?!\.\.?(?:/|$))[\w.~-]+)*")
_TAIL = re.compile(r"(?!//)[\w./~-]+")
_INTEGER = re.compile(r"0|-?[1-9]\d{0,14}")
_LANGUAGE = re.compile(r"[a-z]{2,8}")


def json_ld(source: Graph, about: URIRef) -> bytes:
    """Return triples as JSON-LD with its context, beginning with the thing that they are about."""
    return json.dumps(_Writer(source, about).document(), ensure_ascii=False, indent=1).encode()


def context_file() -> bytes:
    """Return the whole context as a file of its own."""
    return json.dumps({"@context": context().json()}, ensure_ascii=False, indent=1).encode()


@dataclass
class _Writer:
    source: Graph
    about: URIRef
    context: Context = field(default_factory=context)
    used: set[str] = field(default_factory=set)
    blank: dict[Node, str] = field(default_factory=dict)

    def document(self) -> Json:
        roots = [node for node in self.subjects if node not in self.places]
        things = [self._thing(node) for node in roots]
        content: Json = things[0] if len(things) == 1 else {"@graph": things}
        return {"@context": self.context.json(self.used, self.base), **content}

    @cached_property
    def base(self) -> str:
        own, _, _ = self.about.rpartition("/")
        return f"{own}/" if "://" in own and not self.about.startswith(BASE) else BASE

    @cached_property
    def subjects(self) -> list[Node]:
        """The things that something is said of: first the one in question, then by name."""
        found = set(self.source.subjects())
        return sorted(found, key=lambda node: (node != self.about, isinstance(node, BNode), str(node)))

    @cached_property
    def prefixes(self) -> dict[str, str]:
        """The prefixes, but those that an IRI here has as its scheme."""
        terms = {str(term).partition(":")[0] for triple in self.source for term in triple}
        return {prefix: space for prefix, space in PREFIXES_HERE.items() if prefix not in terms}

    # ---- where each thing stands

    @cached_property
    def places(self) -> dict[Node, tuple[Node, Term | None, Triple]]:
        """Where a thing stands within another: in which, under which word, and for which triple."""
        found: dict[Node, tuple[Node, Term | None, Triple]] = {}
        for node in self.subjects:
            for holder, term, triple in self._candidates(node):
                if node != self.about and not _within(found, holder, node):
                    found[node] = (holder, term, triple)
                    break
        return found

    def _candidates(self, node: Node) -> Iterator[tuple[Node, Term | None, Triple]]:
        for term in self._words(node):
            for holder in sorted(self.source.objects(node, term.iri), key=str):
                if (holder, None, None) in self.source and not isinstance(holder, Literal):
                    yield holder, term, (node, term.iri, holder)
        referring = list(self.source.triples((None, None, node)))
        for triple in sorted(referring, key=str):
            holder, predicate, _ = triple
            alone = isinstance(node, BNode) and len(referring) == 1
            if predicate != RDF.type and (alone or str(node).startswith(f"{holder}/")):
                yield holder, None, triple

    def _words(self, node: Node) -> Iterator[Term]:
        classes = sorted(set(self.source.objects(node, RDF.type)), key=str)
        yield from (
            self.context.groups[c] for c in classes if isinstance(c, URIRef) and c in self.context.groups
        )
        if PLAN.Link in classes:
            yield self.context.links
        if (node, OA.hasSource, None) in self.source:
            yield self.context.passages

    @cached_property
    def inside(self) -> dict[tuple[Node, str], list[Node]]:
        found: dict[tuple[Node, str], list[Node]] = {}
        for node, (holder, term, _) in self.places.items():
            if term is not None:
                found.setdefault((holder, term.name), []).append(node)
        return found

    # ---- writing

    def _thing(self, node: Node) -> Json:
        written: Json = {"id": self._id(node)}
        classes = sorted(self.source.objects(node, RDF.type), key=str)
        types = [self._class(cls) for cls in classes if not isinstance(cls, Literal)]
        if types:
            written["type"] = types[0] if len(types) == 1 else types
        for predicate, value in sorted(self.source.predicate_objects(node), key=self._place):
            triple = (node, predicate, value)
            if not self._said_elsewhere(triple):
                self._add(written, URIRef(str(predicate)), value, self._nested(triple))
        for name in dict.fromkeys(term.name for term in self._reverse):
            things = self.inside.get((node, name), [])
            if things:
                self.used.add(name)
                written[name] = [self._thing(thing) for thing in sorted(things, key=self._order)]
        return written

    @property
    def _reverse(self) -> Iterator[Term]:
        yield from self.context.groups.values()
        yield from (self.context.links, self.context.passages)

    def _said_elsewhere(self, triple: Triple) -> bool:
        node, predicate, value = triple
        if predicate == RDF.type:
            return not isinstance(value, Literal)
        place = self.places.get(node)
        return place is not None and place[1] is not None and place[2] == triple

    def _nested(self, triple: Triple) -> Json | None:
        place = self.places.get(triple[2])
        return self._thing(triple[2]) if place and place[1] is None and place[2] == triple else None

    def _place(self, said: tuple[Node, Node]) -> tuple[int, str, str]:
        predicate, value = said
        known = self.context.order.get(URIRef(str(predicate)), 999)
        return known, str(predicate), value.n3()

    def _order(self, node: Node) -> tuple[int, str]:
        number = str(self.source.value(node, PLAN.order) or "")
        return (int(number) if number.isdecimal() else 10**9, str(node))

    def _add(self, written: Json, predicate: URIRef, value: Node, nested: Json | None) -> None:
        term = self.context.properties.get(predicate)
        if term and term.coercion == "@language":
            if isinstance(value, Literal) and _LANGUAGE.fullmatch(value.language or ""):
                self.used.add(term.name)
                texts = written.setdefault(term.name, {})
                assert isinstance(texts, dict)
                _append(texts, str(value.language), str(value))
                return
            term = None
        if term is not None:
            self.used.add(term.name)
        name = term.name if term else self._iri(predicate)
        _append(written, name, nested or self._value(value, term.coercion if term else ""))

    def _value(self, value: Node, coercion: str) -> object:
        if isinstance(value, Literal):
            return self._literal(value, coercion)
        if coercion == "@id":
            return self._id(value)
        if coercion == "@vocab" and value in self.context.properties:
            return self._word(self.context.properties[URIRef(str(value))].name)
        return {"id": self._id(value)}

    def _literal(self, value: Literal, coercion: str) -> object:
        if value.language:
            return {"@value": str(value), "@language": value.language}
        kind = str(value.datatype or XSD.string)
        if not coercion and (native := _native(str(value), kind)) is not None:
            return native
        if kind == coercion:
            return str(value)
        plain = {"@value": str(value)}
        return plain if kind == str(XSD.string) else {**plain, "@type": self._iri(URIRef(kind))}

    def _class(self, cls: Node) -> str:
        name = self.context.classes.get(URIRef(str(cls)))
        if name and not isinstance(cls, BNode):
            return self._word(name)
        return self._id(cls) if isinstance(cls, BNode) else self._iri(URIRef(str(cls)))

    def _word(self, name: str) -> str:
        self.used.add(name)
        return name

    def _id(self, node: Node) -> str:
        if isinstance(node, BNode):
            return self.blank.setdefault(node, f"_:b{len(self.blank)}")
        iri = URIRef(str(node))
        rest = iri.removeprefix(self.base)
        if rest != iri and _RELATIVE.fullmatch(rest) and rest not in self.context.names:
            return rest
        return self._iri(iri)

    def _iri(self, iri: URIRef) -> str:
        name = curie(iri)
        prefix, _, rest = name.partition(":")
        if name != str(iri) and prefix in self.prefixes and _TAIL.fullmatch(rest):
            self.used.add(prefix)
            return name
        return str(iri)


def _within(places: Mapping[Node, tuple[Node, Term | None, Triple]], holder: Node, node: Node) -> bool:
    """Whether a thing would come to stand within itself."""
    while holder != node and holder in places:
        holder = places[holder][0]
    return holder == node


def _native(text: str, kind: str) -> object:
    if kind == str(XSD.string):
        return text
    if kind == str(XSD.integer) and _INTEGER.fullmatch(text):
        return int(text)
    return text == "true" if kind == str(XSD.boolean) and text in {"true", "false"} else None


def _append(written: Json, name: str, value: object) -> None:
    """Add a value: one stands alone, several in a list."""
    known = written.get(name)
    if known is None:
        written[name] = value
    elif isinstance(known, list):
        known.append(value)
    else:
        written[name] = [known, value]
