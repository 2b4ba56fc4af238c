"""The queries that the program itself asks: `queries/program/*.rq`, with values bound in `VALUES`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from rdflib import URIRef

from .store import Store
from .terms import Row

FOLDER = Path(__file__).parent / "queries" / "program"
_BATCH = 2000


@lru_cache(maxsize=64)
def text(name: str) -> str:
    """Return the text of a query of the program."""
    return (FOLDER / f"{name}.rq").read_text(encoding="utf-8")


def rows(
    store: Store, name: str, things: Iterable[object] | None = None, graphs: Sequence[URIRef] = ()
) -> Iterator[Row]:
    """Answer a query, for the given things where it takes any, in batches; what is nothing is left out."""
    if things is None:
        yield from store.select(text(name), graphs).rows
        return
    wanted = sorted({str(thing) for thing in things if thing is not None})
    for start in range(0, len(wanted), _BATCH):
        values = " ".join(URIRef(thing).n3() for thing in wanted[start : start + _BATCH])
        yield from store.select(text(name).replace("UNDEF", values), graphs).rows
