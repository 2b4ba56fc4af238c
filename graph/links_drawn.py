"""The answer to a view as a network: its things with their names, its links with what they rest on."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from rdflib import URIRef

from ontology import Model

from . import program
from .answers import Solutions
from .datasets import Asked
from .described import Described, Describer
from .network import Network, NetworkLink, NetworkThing
from .numbers import number_of
from .terms import Term

_COLUMNS = ("from", "relation", "to", "link")
_NOTHING = URIRef("")
#: From how many links on what they rest on is read of all.
_MANY = 2_000
#: What a link rests on: the key of the basis, whether the source names it, and how sure that is.
_Basis = tuple[str, bool, float | None]
_UNKNOWN: _Basis = ("", True, None)


@contextmanager
def collecting_later() -> Iterator[None]:
    """Let the collector of garbage wait: it looks through all again and again while much is made."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def network(
    name: str,
    found: Solutions,
    asked: Asked,
    describer: Describer,
    lang: str,
    most: int | None = None,
    title: str = "",
) -> Network:
    """Return the network of a view, of at most so many links, out of its answer and what it was asked of."""
    at = [found.variables.index(key) for key in _COLUMNS]
    edges = [[row[place] for place in at] for row in found.rows[:most]]
    edges = [edge for edge in edges if None not in edge[:3]]
    ends = {term if isinstance(term, URIRef) else _iri(term) for edge in edges for term in (edge[0], edge[2])}
    known = describer.known(ends, lang)
    truncated = most is not None and len(found.rows) > most
    bases = _bases(asked, {edge[3] for edge in edges}, of_all=not truncated)
    things = tuple(_thing(describer.model, iri, known[iri]) for iri in sorted(ends, key=str))
    return Network(name, things, tuple(_links(edges, bases)), truncated, lang, title)


def _thing(model: Model, iri: URIRef, described: Described) -> NetworkThing:
    cls = described.cls or _NOTHING
    kind = model.kind_of(cls)
    return NetworkThing(iri, described.label, cls, kind.name if kind else "")


def _bases(asked: Asked, records: set[Term], *, of_all: bool) -> Mapping[Term, _Basis]:
    """Return what links rest on; for many, it is faster to read that of all links than to ask for each."""
    records.discard(None)
    found = _all_bases(asked) if of_all and len(records) > _MANY else {}
    missing = records - found.keys()
    for record, basis, named, confidence in program.rows(asked.store, "link-basis", missing):
        found[record] = (_key(basis), str(named) == "true", number_of(confidence))
    return found


def _all_bases(asked: Asked) -> dict[Term, _Basis]:
    bases: dict[Term, Term] = {}
    sure: dict[Term, float | None] = {}
    names: set[Term] = set()
    for record, basis, confidence, named in program.rows(asked.store, "all-bases", graphs=asked.graphs):
        if basis is not None:
            bases[record] = basis
        elif confidence is not None:
            sure[record] = number_of(confidence)
        else:
            names.add(named)
    keys = {basis: (_key(basis), basis in names) for basis in set(bases.values())}
    return {record: (*keys[basis], sure.get(record)) for record, basis in bases.items()}


def _key(basis: Term) -> str:
    return str(basis).rpartition("/")[2]


def _links(edges: Iterable[Sequence[Term]], bases: Mapping[Term, _Basis]) -> Iterator[NetworkLink]:
    for edge in edges:
        source, relation, target, record = (term if isinstance(term, URIRef) else _iri(term) for term in edge)
        basis, named, sure = bases.get(record, _UNKNOWN)
        yield NetworkLink(source, target, relation, record, basis, named, sure)


def _iri(term: Term) -> URIRef:
    return URIRef("" if term is None else str(term))
