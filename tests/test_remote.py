"""A store at a SPARQL service: writers at once, much at once, another server, and services that fail."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from rdflib import RDFS, Graph, Literal, URIRef
from rdflib.compare import isomorphic

from graph import PlanGraph, remote_changes
from graph.answers import Change
from graph.errors import QueryError, StoreError
from graph.remote import RemoteStore
from graph.remote_address import Service
from graph.remote_protocol import Protocol
from graph.store import Store

from .sparql_servers import rdflib_endpoint
from .test_store import COUNT, OTHER, PLAN_IRI, WRITER, with_label

FOREIGN = URIRef("urn:someone:else")


def many(word: str, number: int = 300) -> Graph:
    triples = Graph()
    for n in range(number):
        triples.add((URIRef(f"urn:{n}"), RDFS.label, Literal(f"{word} “{n}”\n", lang="fi")))
    return triples


# ---- writing


def test_of_two_writers_at_once_one_is_refused(
    remote: Service, tiny: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store.create(remote) as one, Store.create(remote) as two:
        one.replace(PLAN_IRI, tiny)
        commit = two._commit

        def late(*args: object) -> None:
            one.replace(PLAN_IRI, with_label(tiny, "one"))
            commit(*args)  # type: ignore[arg-type]

        monkeypatch.setattr(two, "_commit", late)
        with pytest.raises(StoreError, match="another program has written there meanwhile; nothing was"):
            two.replace_all({PLAN_IRI: with_label(tiny, "two"), OTHER: tiny})
        monkeypatch.undo()
        assert isomorphic(one.triples(PLAN_IRI), with_label(tiny, "one"))
        assert one.graphs() == [PLAN_IRI]
        assert two.replace(PLAN_IRI, with_label(tiny, "two")) == Change(1, 1)


@pytest.mark.parametrize("gives_graphs", [True, False])
def test_much_is_sent_ahead_and_shows_at_once(
    remote: Service, monkeypatch: pytest.MonkeyPatch, *, gives_graphs: bool
) -> None:
    monkeypatch.setattr(remote_changes, "INLINE", 100)
    monkeypatch.setattr(remote_changes, "_CHUNK", 90)
    monkeypatch.setattr(remote_changes, "_AHEAD", 90)
    if not gives_graphs:
        remote = Service(remote.url, remote.query, remote.update)
    with Store.create(remote) as store:
        seen: list[int] = []
        update = store._protocol.update  # type: ignore[attr-defined]

        def watched(text: str) -> None:
            with Store.open(remote) as reader:
                seen.append(len(reader))
            update(text)

        monkeypatch.setattr(store._protocol, "update", watched)  # type: ignore[attr-defined]
        assert store.replace(PLAN_IRI, many("old")) == Change(300, 0)
        assert set(seen[:-1]) == {0}
        assert store.replace(PLAN_IRI, many("new")) == Change(300, 300)
        assert isomorphic(store.triples(PLAN_IRI), many("new"))
    found = Protocol(remote).rows("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }")
    assert {row[0] for row in found} == {str(PLAN_IRI), "urn:planweave:store"}


def test_what_a_writer_left_long_ago_is_taken_away(remote: Service, tiny: Graph) -> None:
    left = "urn:planweave:coming:20200101T000000Z:abc:0"
    protocol = Protocol(remote)
    protocol.update(f"INSERT DATA {{ GRAPH <{left}> {{ <urn:a> <urn:b> 1 }} }}")
    protocol.update(remote_changes.announced([URIRef(left)]))
    with Store.create(remote) as store:
        assert store.graphs() == []
        store.replace(PLAN_IRI, tiny)
    assert not protocol.query(f"ASK {{ {{ GRAPH <{left}> {{ ?s ?p ?o }} }} UNION {{ ?s ?p <{left}> }} }}")
    protocol.client.close()


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no SIGKILL here")
def test_a_writer_that_is_killed_leaves_the_old_state_or_the_new(remote: Service) -> None:
    program = textwrap.dedent(WRITER).replace("Path(sys.argv[1])", "Service.at(sys.argv[1])")
    program = f"from graph.remote_address import Service\n{program}"
    with subprocess.Popen([sys.executable, "-c", program, remote.url], stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"ready\n"
        time.sleep(0.1)
        os.kill(writer.pid, signal.SIGKILL)
    with Store.create(remote) as store:
        labels = [str(label) for label in store.triples(PLAN_IRI).objects(None, RDFS.label)]
        assert len(labels) == 2000
        assert {label.split()[0] for label in labels} in ({"old"}, {"new"})


def test_the_graphs_of_others_are_neither_seen_nor_touched(remote: Service, tiny: Graph) -> None:
    protocol = Protocol(remote)
    protocol.update(f'INSERT DATA {{ <urn:x> <urn:p> 0 . GRAPH <{FOREIGN}> {{ <urn:x> <urn:p> "secret" }} }}')
    with Store.create(remote) as store:
        assert store.graphs() == []
        assert store.select(COUNT).rows == ((Literal(0),),)
        store.replace(PLAN_IRI, tiny)
        assert store.graphs() == [PLAN_IRI]
        assert len(store) == len(tiny)
        assert b"secret" not in store.serialise(".nq")
        assert not store.ask("ASK { { ?s ?p 'secret' } UNION { GRAPH ?g { ?s ?p 'secret' } } }")
        store.remove(PLAN_IRI)
    assert protocol.query("ASK { <urn:x> <urn:p> 0 . GRAPH ?g { <urn:x> <urn:p> 'secret' } }")
    protocol.client.close()


def test_plans_that_others_loaded_are_known(remote: Service, tiny: Graph) -> None:
    protocol = Protocol(remote)
    protocol.update(f"INSERT DATA {{ GRAPH <{PLAN_IRI}> {{ {tiny.serialize(format='nt')} }} }}")
    protocol.client.close()
    with Store.create(remote) as store:
        assert store.graphs() == [PLAN_IRI]
        assert store.replace(OTHER, with_label(Graph(), "x")) == Change(1, 0)
    with Store.open(remote) as store:
        assert store.graphs() == [OTHER, PLAN_IRI]


def test_an_update_may_make_a_graph_and_empty_another(remote: Service, tiny: Graph) -> None:
    with Store.create(remote) as store:
        store.replace(PLAN_IRI, tiny)
        before = store.revision
        store.update(f"DROP GRAPH <{PLAN_IRI}> ; INSERT DATA {{ GRAPH <{OTHER}> {{ <urn:a> <urn:b> 1 }} }}")
        assert store.revision > before
    with Store.open(remote) as reader:
        assert reader.graphs() == [OTHER]
        assert reader.revision > before


@pytest.mark.slow
def test_kemi_is_the_same_at_a_service_as_on_disk(remote: Service, kemi: PlanGraph) -> None:
    with Store.create(remote) as store:
        store.replace_all({name: kemi.store.triples(name) for name in kemi.store.graphs()})
    with PlanGraph.open(remote).store as store:
        assert store.serialise(".nq") == kemi.store.serialise(".nq")
        asked = PlanGraph(store)
        for number, question in enumerate(kemi.library.questions):
            plan = "kemi-hyvinvointi-2023" if number % 2 else None
            assert asked.ask(question, "fi", plan) == kemi.ask(question, "fi", plan)


# ---- another server


def test_a_server_over_rdflib_is_read_and_written(
    tiny: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLANWEAVE_HISTORY", str(tmp_path))
    with rdflib_endpoint() as url, Store.create(Service.at(url)) as store:
        assert store.replace(PLAN_IRI, tiny) == Change(len(tiny), 0)
        assert store.replace_all({PLAN_IRI: with_label(tiny, "b"), OTHER: many("100 %", 3)}) == {
            PLAN_IRI: Change(1, 0),
            OTHER: Change(3, 0),
        }
        assert isomorphic(store.triples(PLAN_IRI), with_label(tiny, "b"))
        assert store.ask("ASK { ?s ?p 'b' }")
        assert isinstance(store.answer("CONSTRUCT WHERE { ?s ?p 'b' }"), Graph)
        with pytest.raises(QueryError, match="takes no note of default-graph-uri, so one plan cannot"):
            store.select(COUNT, [PLAN_IRI])
        assert store.undo(PLAN_IRI) == Change(0, 1)
        assert store.remove(OTHER) == Change(0, 3)
        assert store.graphs() == [PLAN_IRI]
        assert isomorphic(store.triples(PLAN_IRI), tiny)


def test_a_server_without_the_union_is_told_from_one_with_it(
    tiny: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLANWEAVE_HISTORY", str(tmp_path))
    with (
        rdflib_endpoint(union=False) as url,
        Store.create(Service.at(url)) as store,
        pytest.raises(StoreError, match="its default graph is not the union of all graphs; set it up so"),
    ):
        store.replace(PLAN_IRI, tiny)


def test_a_truncated_answer_is_never_taken_for_a_whole_graph(remote: Service, tiny: Graph) -> None:
    """Virtuoso, for one, gives ten thousand rows of more without a word."""
    with Store.create(Service(remote.url, remote.query, remote.update)) as store:
        store.replace(PLAN_IRI, tiny)
        assert isinstance(store, RemoteStore)
        whole = store._protocol.triples
        store._protocol.triples = lambda *args: whole(*args)[:-1]  # type: ignore[method-assign]
        store._mirror = None
        with pytest.raises(StoreError, match=rf"gives only {len(tiny) - 1} of {len(tiny)} triples"):
            store.remove(PLAN_IRI)


@pytest.mark.parametrize("name", ["urn:planweave:store", "urn:planweave:coming:1"])
def test_what_the_store_keeps_about_itself_is_not_written_by_others(
    remote: Service, tiny: Graph, name: str
) -> None:
    with Store.create(remote) as store:
        store.replace(PLAN_IRI, tiny)
        for write in (
            lambda: store.replace(URIRef(name), tiny),
            lambda: store.update(f"DROP SILENT GRAPH <{name}>"),
        ):
            with pytest.raises(QueryError, match=r"urn:planweave: are the store's own"):
                write()
        assert len(store) == len(tiny)
    with Store.open(remote) as store:
        assert store.graphs() == [PLAN_IRI]
