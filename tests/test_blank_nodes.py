"""Graphs with blank nodes are replaced, removed and brought back like others."""

from __future__ import annotations

from pathlib import Path

from rdflib import Graph, URIRef
from rdflib.compare import isomorphic

from graph.store import Store

G = URIRef("http://example.org/g")


def turtle(text: str) -> Graph:
    return Graph().parse(data=f"@prefix : <http://example.org/> . {text}", format="turtle")


def test_a_graph_with_blank_nodes_is_replaced_removed_and_brought_back(tmp_path: Path) -> None:
    first = turtle(":a :knows [ :name 'A' ; :knows [ :name 'B' ] ] ; :old 1 .")
    second = turtle(":a :knows [ :name 'C' ] ; :new 2 .")
    with Store.create(tmp_path / "store") as store:
        store.replace(G, first)
        store.replace(G, second)
        assert isomorphic(store.triples(G), second)
        plain = turtle(":a :new 2 .")
        store.replace(G, plain)
        assert isomorphic(store.triples(G), plain)
        for earlier in (second, first):
            assert store.undo(G)
            assert isomorphic(store.triples(G), earlier)
        store.remove(G)
        assert store.graphs() == []
        assert store.undo(G)
        assert isomorphic(store.triples(G), first)
