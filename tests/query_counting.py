"""Counts what is asked of stores, of the one on disk as of copies in memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from unittest import mock

from rdflib import Graph

from graph.answers import Solutions
from graph.store_reading import Reading


@contextmanager
def counted() -> Iterator[list[str]]:
    """Collect the texts of all queries that are asked meanwhile."""
    texts: list[str] = []
    answer = Reading.answer

    def counting(self: Reading, query: str, graphs: Sequence[str] = ()) -> Solutions | bool | Graph:
        texts.append(query)
        return answer(self, query, graphs)

    with mock.patch.object(Reading, "answer", counting):
        yield texts
