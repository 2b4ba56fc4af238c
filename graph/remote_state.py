"""What a store at a service keeps about itself: its counter, who wrote last, and its graphs.

It stands in a graph of its own that no query sees. Every write changes it in the same update, under the
condition that it is still as the writer has read it: so of two writers at once, one is refused.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from rdflib import URIRef

from .errors import StoreError
from .i18n import mark
from .remote_protocol import Dataset, Protocol
from .revision import first_revision

#: What the names of graphs begin with that are the store's own.
OWN = "urn:planweave:"
#: The graph that a store keeps about itself in, and the thing that it is about.
STATE = URIRef(f"{OWN}store")
_REVISION, _WRITER, _GRAPH, _COMING = (
    URIRef(f"{STATE}:{name}") for name in ("revision", "writer", "graph", "coming")
)
#: What the name of a graph begins with whose triples are on their way.
COMING = f"{OWN}coming:"
_STAMP = "%Y%m%dT%H%M%SZ"
_LEFT_HOURS = 6

# In the first part what is kept; in the second and third whether a dataset is taken note of.
_READ = f"""SELECT ?how ?p ?o WHERE {{
  {{ GRAPH <{STATE}> {{ <{STATE}> ?p ?o }} BIND("kept" AS ?how) }}
  UNION {{ <{STATE}> ?p ?o . FILTER(?p = <{_WRITER}>) BIND("default" AS ?how) }}
  UNION {{
    SELECT ("beyond" AS ?how) (?any AS ?p) ?o
    WHERE {{ GRAPH ?any {{ ?s ?q ?o }} FILTER(?any != <{STATE}>) }} LIMIT 1
  }}
}}"""
_ADOPTED = Path(__file__).parent / "queries" / "program" / "plan-graphs.rq"


@dataclass(frozen=True)
class State:
    """What a store at a service was when it was last read."""

    revision: int = 0
    writer: str = ""
    graphs: frozenset[URIRef] = frozenset()
    #: The graphs whose triples a writer has begun to send.
    coming: frozenset[URIRef] = frozenset()
    #: Whether the service takes note of the dataset that a query is sent with.
    datasets: bool = True

    def condition(self) -> str:
        """Return a pattern that is met as long as nobody has written since."""
        if self.writer:
            return f'GRAPH <{STATE}> {{ <{STATE}> <{_WRITER}> "{self.writer}" }}'
        return f"FILTER NOT EXISTS {{ GRAPH <{STATE}> {{ <{STATE}> <{_WRITER}> ?any }} }}"

    def after(self, graphs: Iterable[URIRef]) -> State:
        """Return what follows this one with a write, after which there are these graphs."""
        revision = (self.revision or first_revision()) + 2
        return State(revision, secrets.token_hex(8), frozenset(graphs), self.coming, self.datasets)

    def difference(self, new: State) -> tuple[str, str]:
        """Return the triples of this that another has not, and the other way round."""
        return _written(self._facts() - new._facts()), _written(new._facts() - self._facts())

    def counted(self, new: State) -> str:
        """Return the operation that makes another of this, whoever has written meanwhile."""
        before, after = self.difference(new)
        facts = f"<{STATE}> <{_REVISION}> ?revision ; <{_WRITER}> ?writer"
        gone = f"GRAPH <{STATE}> {{ {facts} }}"
        return f"DELETE {{ {before} {gone} }}\nINSERT {{ {after} }}\nWHERE {{ OPTIONAL {{ {gone} }} }}"

    def _facts(self) -> set[tuple[URIRef, str]]:
        if not self.writer:
            return set()  # nothing is kept yet, whatever graphs there are
        told = {(_REVISION, f'"{self.revision}"'), (_WRITER, f'"{self.writer}"')}
        return told | {(_GRAPH, f"<{name}>") for name in self.graphs}


def _written(facts: Collection[tuple[URIRef, str]]) -> str:
    if not facts:
        return ""
    return f"GRAPH <{STATE}> {{ {' . '.join(f'<{STATE}> <{p}> {o}' for p, o in sorted(facts))} }}"


def read_state(protocol: Protocol) -> State:
    """Ask a service what it holds; of plans that others stored there, which graphs they are in.

    Raises
    ------
    StoreError
        It cannot be reached, or cannot be asked for the union of some graphs.
    """
    rows = protocol.rows(_READ, Dataset([STATE], [STATE]))
    kept = [(p, o) for how, p, o in rows if how == "kept"]
    known = {p: o for p, o in kept if p in {str(_REVISION), str(_WRITER)}}
    beyond = any(how == "beyond" for how, *_ in rows)
    if str(_WRITER) in known and not any(how == "default" for how, *_ in rows):
        message = mark(
            "{store}: takes no note of default-graph-uri, and its default graph is not the union of all "
            "graphs; set it up so"
        )
        raise StoreError(message, store=protocol.service)
    if str(_WRITER) not in known:
        return State(graphs=_adopted(protocol), coming=_named(kept, _COMING), datasets=not beyond)
    revision = known.get(str(_REVISION), "")
    number = int(revision) if revision.isdecimal() else 0
    return State(number, known[str(_WRITER)], _named(kept, _GRAPH), _named(kept, _COMING), not beyond)


def _named(kept: Sequence[tuple[str, str]], property_: URIRef) -> frozenset[URIRef]:
    return frozenset(URIRef(o) for p, o in kept if p == str(property_))


def _adopted(protocol: Protocol) -> frozenset[URIRef]:
    found = protocol.rows(_ADOPTED.read_text(encoding="utf-8"))
    return frozenset(URIRef(row[0]) for row in found if row and row[0])


def all_graphs(protocol: Protocol) -> set[URIRef]:
    """Return the names of all graphs at a service that hold anything, but for what a store keeps itself."""
    found = protocol.rows("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }")
    names = {URIRef(row[0]) for row in found}
    return {name for name in names if name != STATE and not name.startswith(COMING)}


# ---- graphs on their way


def coming_name(number: int, token: str) -> URIRef:
    """Return the name of a graph for triples on their way, which tells when that began."""
    return URIRef(f"{COMING}{datetime.now(UTC).strftime(_STAMP)}:{token}:{number}")


def announced(names: Iterable[URIRef]) -> str:
    """Return the update that notes which graphs are on their way."""
    facts = [(_COMING, f"<{name}>") for name in names]
    return f"INSERT DATA {{ {_written(facts)} }}"


def forgotten(names: Iterable[URIRef]) -> str:
    """Return the update that takes graphs away that were on their way, and the note of them."""
    names = sorted(names)
    facts = [(_COMING, f"<{name}>") for name in names]
    drops = [f"DROP SILENT GRAPH <{name}>" for name in names]
    return " ;\n".join([*drops, f"DELETE DATA {{ {_written(facts)} }}"])


def left_behind(state: State) -> set[URIRef]:
    """Return the graphs on their way whose writer must have ended long ago."""
    limit = (datetime.now(UTC) - timedelta(hours=_LEFT_HOURS)).strftime(_STAMP)
    return {name for name in state.coming if name.removeprefix(COMING).partition(":")[0] < limit}
