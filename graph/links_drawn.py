"""The answer to a view as a network: its things with their names, its links with what they rest on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rdflib import URIRef

from ontology import Model

from . import program
from .answers import Solutions
from .described import Described, Describer
from .network import Network, NetworkLink, NetworkThing
from .store import Store
from .terms import Term

_COLUMNS = ("from", "relation", "to", "link")
_NOTHING = URIRef("")
#: What a link rests on: the key of the basis, whether the source names it, and how sure that is.
_Basis = tuple[str, bool, float | None]
_UNKNOWN: _Basis = ("", True, None)


def network(
    name: str, found: Solutions, store: Store, describer: Describer, lang: str, most: int | None = None
) -> Network:
    """Return the network of a view, of at most so many links, out of its answer and its store."""
    at = [found.variables.index(key) for key in _COLUMNS]
    edges = [[row[place] for place in at] for row in found.rows[:most]]
    edges = [edge for edge in edges if None not in edge[:3]]
    ends = {_iri(edge[place]) for edge in edges for place in (0, 2)}
    known = describer.known(ends, lang)
    bases = _bases(store, (edge[3] for edge in edges))
    things = tuple(_thing(describer.model, iri, known[iri]) for iri in sorted(ends, key=str))
    truncated = most is not None and len(found.rows) > most
    return Network(name, things, tuple(_link(edge, bases) for edge in edges), truncated)


def _thing(model: Model, iri: URIRef, described: Described) -> NetworkThing:
    cls = described.cls or _NOTHING
    kind = model.kind_of(cls)
    return NetworkThing(iri, described.label, cls, kind.name if kind else "")


def _bases(store: Store, records: Iterable[Term]) -> dict[Term, _Basis]:
    found: dict[Term, _Basis] = {}
    for record, basis, named, confidence in program.rows(store, "link-basis", records):
        sure = None if confidence is None else float(confidence)
        found[record] = (str(basis).rpartition("/")[2], str(named) == "true", sure)
    return found


def _link(edge: Sequence[Term], bases: dict[Term, _Basis]) -> NetworkLink:
    source, relation, target, record = map(_iri, edge)
    return NetworkLink(source, target, relation, record, *bases.get(record, _UNKNOWN))


def _iri(term: Term) -> URIRef:
    return term if isinstance(term, URIRef) else URIRef("" if term is None else str(term))
