"""How a thing became what it is: what each revision of its plan added to it and took from it."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rdflib import DCTERMS, PROV, RDF, Graph, Literal, URIRef
from rdflib.term import Node

from .history import History
from .provenance import time_of

#: Of how many revisions, the last ones, and of how many packed bytes in all the history of a thing is read.
MOST_REVISIONS, MOST_BYTES = 20, 20_000_000
_NOT_TOLD = {RDF.type, RDF.value, PROV.wasDerivedFrom, DCTERMS.isPartOf, DCTERMS.conformsTo}
_GRAPH_NAME = re.compile(rb" <[^<>]*> \.\s*$")

Said = frozenset[tuple[URIRef, Node]]


@dataclass(frozen=True)
class ThingChange:
    """What a revision changed of a thing: values by their property, and texts that were reworded.

    `began` and `ended` say that the thing as a whole came or went.
    """

    time: datetime
    added: tuple[tuple[URIRef, Node], ...]
    removed: tuple[tuple[URIRef, Node], ...]
    reworded: tuple[tuple[URIRef, Node, Node], ...]
    began: bool = False
    ended: bool = False


def said_of(iri: URIRef, triples: Iterable[tuple[Node, Node, Node]]) -> Said:
    """Return what of some triples is said of a thing and of its parts, their own names left out."""
    own = (str(iri), f"{iri}/")
    return frozenset(
        (URIRef(str(prop)), value)
        for subject, prop, value in triples
        if (str(subject) == own[0] or str(subject).startswith(own[1]))
        and prop not in _NOT_TOLD
        and not str(value).startswith(own[1])
    )


def changes(history: History, plan: URIRef, iri: URIRef, now: Said) -> list[ThingChange] | None:
    """Return the changes of a thing, the newest first; nothing where its plan is too large to look.

    `now` is what `said_of` gives of the thing as it is stored.
    """
    files = history.files(plan)[-MOST_REVISIONS:]
    if sum(file.stat().st_size for file in files) > MOST_BYTES:
        return None
    states = [*(_state(file, iri) for file in files), now]
    found = (
        _change(time_of(file.name.partition(".")[0]), before, after)
        for file, before, after in zip(files, states, states[1:], strict=False)
    )
    return [change for change in found if change is not None][::-1]


def _state(file: Path, iri: URIRef) -> Said:
    """Return what a revision says of a thing."""
    starts = (f"<{iri}>".encode(), f"<{iri}/".encode())
    with gzip.open(file, "rb") as packed:
        lines = [_GRAPH_NAME.sub(b" .\n", line) for line in packed if line.startswith(starts)]
    return said_of(iri, Graph().parse(data=b"".join(lines), format="nt"))


def _change(time: datetime, before: Said, after: Said) -> ThingChange | None:
    if before == after:
        return None
    added, removed = sorted(after - before), sorted(before - after)
    reworded = _reworded(added, removed)
    new = {(prop, text) for prop, _, text in reworded}
    old = {(prop, text) for prop, text, _ in reworded}
    return ThingChange(
        time,
        tuple(each for each in added if each not in new),
        tuple(each for each in removed if each not in old),
        reworded,
        began=not before,
        ended=not after,
    )


def _reworded(
    added: Sequence[tuple[URIRef, Node]], removed: Sequence[tuple[URIRef, Node]]
) -> tuple[tuple[URIRef, Node, Node], ...]:
    """Return texts of one property and language of which there was one before and is one after."""
    old, new = _texts(removed), _texts(added)
    keys = [key for key, found in old.items() if len(found) == len(new.get(key, ())) == 1]
    return tuple((prop, old[prop, lang][0], new[prop, lang][0]) for prop, lang in keys)


def _texts(said: Sequence[tuple[URIRef, Node]]) -> dict[tuple[URIRef, str], list[Node]]:
    found: dict[tuple[URIRef, str], list[Node]] = {}
    for prop, value in said:
        if isinstance(value, Literal):
            found.setdefault((prop, value.language or ""), []).append(value)
    return found
