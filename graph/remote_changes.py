"""A change of a remote store as one update: done whole while nobody has written since, else not at all."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from typing import IO

import pyoxigraph as ox
from rdflib import URIRef

from .errors import PlanweaveError
from .placement import Placed
from .remote_protocol import Protocol
from .remote_state import State, announced, coming_name, forgotten

#: More triples than this are sent before the update, into graphs that no query sees.
INLINE = 10_000
_AHEAD, _CHUNK = 500, 5_000


@dataclass
class Sending:
    """Sends a change: what is much goes ahead, then one update puts all in its place."""

    protocol: Protocol
    old: State
    new: State
    ahead: list[URIRef] = field(default_factory=list)

    def send(self, changes: Sequence[Placed], links: Sequence[ox.Quad]) -> None:
        """Send the change; nothing of it shows before the last request."""
        much = sum(len(c.added) + (len(c.removed) if c.after else 0) for c in changes) > INLINE
        try:
            self.protocol.update(self._text(changes, links, much=much))
        finally:
            # What stays there is of no matter, and the next writer takes it away.
            with suppress(PlanweaveError):
                if self.ahead:
                    self.protocol.update(forgotten(self.ahead))

    def _text(self, changes: Sequence[Placed], links: Iterable[ox.Quad], *, much: bool) -> str:
        condition = self.old.condition()
        operations: list[str] = []
        going: list[str] = []
        coming = [f"GRAPH {quad.graph_name} {{ {quad.triple} }}" for quad in links]
        for change in changes:
            if not change.after:
                operations.append(_moved("DELETE", change.name, change.name, condition))
                continue
            for word, triples, inline in (
                ("DELETE", change.removed, going),
                ("INSERT", change.added, coming),
            ):
                if much and len(triples) > _AHEAD:
                    operations.append(_moved(word, change.name, self._sent_ahead(triples), condition))
                elif triples:
                    inline.append(f"GRAPH {change.name} {{ {' . '.join(map(str, triples))} }}")
        before, after = self.old.difference(self.new)
        last = _template("DELETE", [*going, before]) + _template("INSERT", [*coming, after])
        # The last one changes what the condition of all asks for.
        return " ;\n".join([*operations, f"{last}WHERE {{ {condition} }}"])

    def _sent_ahead(self, triples: Collection[ox.Triple]) -> ox.NamedNode:
        """Send triples into a graph of their own, and return its name."""
        name = coming_name(len(self.ahead), self.new.writer)
        self.protocol.update(announced([name]))
        self.ahead.append(name)
        with tempfile.TemporaryFile(prefix="planweave-") as file:
            for triple in triples:
                file.write(f"{triple} .\n".encode())
            size = file.tell()
            file.seek(0)
            if not self.protocol.put(name, file, size):
                self._send_in_parts(name, file)
        return ox.NamedNode(name)

    def _send_in_parts(self, name: URIRef, file: IO[bytes]) -> None:
        for part in _parts(file):
            self.protocol.update(f"INSERT DATA {{ GRAPH <{name}> {{ {part} }} }}")


def _parts(file: IO[bytes]) -> Iterator[str]:
    while lines := list(islice(file, _CHUNK)):
        yield b"".join(lines).decode()


def _moved(word: str, graph: ox.NamedNode, source: ox.NamedNode, condition: str) -> str:
    """Return the operation that takes out of a graph, or puts into it, what another holds."""
    pattern = "{ ?s ?p ?o }"
    return f"{word} {{ GRAPH {graph} {pattern} }} WHERE {{ {condition} GRAPH {source} {pattern} }}"


def _template(word: str, parts: Iterable[str]) -> str:
    text = "\n".join(part for part in parts if part)
    return f"{word} {{ {text} }}\n" if text else ""
