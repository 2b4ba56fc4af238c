"""The store: differences, whole writes, and readers beside a writer."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib import RDFS, XSD, Dataset, Graph, Literal, URIRef
from rdflib.compare import isomorphic

from graph.answers import FORMATS, Change, Solutions
from graph.errors import QuerySyntaxError, StoreError
from graph.revision import is_settled, read_revision
from graph.store import Store
from ontology.namespaces import ID, PLAN, PREFIXES

PLAN_IRI, OTHER = ID["tiny"], ID["other"]
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


@pytest.fixture(params=["memory", "disk", "remote"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    if request.param == "memory":
        yield Store.in_memory()
        return
    place = tmp_path / "store" if request.param == "disk" else request.getfixturevalue("remote")
    with Store.create(place) as made:
        yield made


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "store") as made:
        yield made


def with_label(triples: Graph, text: str) -> Graph:
    changed = Graph()
    changed += triples
    changed.set((ID["tiny/P1"], RDFS.label, Literal(text)))
    return changed


def test_only_the_difference_is_written(store: Store, tiny: Graph) -> None:
    assert store.replace(PLAN_IRI, tiny) == Change(len(tiny), 0)
    assert store.replace(PLAN_IRI, tiny) == Change(0, 0)
    assert store.replace(PLAN_IRI, with_label(tiny, "a")) == Change(1, 0)
    assert store.replace(PLAN_IRI, with_label(tiny, "b")) == Change(1, 1)
    assert isomorphic(store.triples(PLAN_IRI), with_label(tiny, "b"))


def test_a_removed_graph_leaves_no_name_behind(store: Store, tiny: Graph) -> None:
    store.replace(PLAN_IRI, tiny)
    assert store.remove(PLAN_IRI) == Change(0, len(tiny))
    assert store.graphs() == []
    assert len(store) == 0


def test_a_query_sees_the_union_of_all_graphs_or_those_named(store: Store, tiny: Graph) -> None:
    store.replace(PLAN_IRI, tiny)
    store.replace(OTHER, with_label(Graph(), "x"))
    every, one = store.select(COUNT), store.select(COUNT, [OTHER])
    assert every == Solutions(("n",), ((Literal(len(tiny) + 1),),))
    assert one.rows == ((Literal(1),),)
    assert store.ask(f"ASK {{ GRAPH <{OTHER}> {{ ?s ?p 'x' }} }}")


def test_answers_come_in_three_kinds(store: Store, tiny: Graph) -> None:
    store.replace(PLAN_IRI, tiny)
    assert store.answer("ASK { ?s ?p ?o }") is True
    found = store.answer("CONSTRUCT WHERE { ?s ?p ?o }")
    assert isinstance(found, Graph)
    assert isomorphic(found, tiny)
    assert isinstance(store.answer(COUNT), Solutions)


def test_what_is_no_select_is_refused_where_rows_are_wanted(store: Store) -> None:
    with pytest.raises(QuerySyntaxError, match="expected a SELECT"):
        store.select("ASK { ?s ?p ?o }")
    with pytest.raises(QuerySyntaxError, match="line 1, column 20"):
        store.select("SELECT ?s { ?s ?p }")


def test_an_unbound_variable_is_nothing(store: Store, tiny: Graph) -> None:
    store.replace(PLAN_IRI, tiny)
    assert store.select("SELECT ?x { BIND(1/0 AS ?x) }").rows == ((None,),)


# ---- files


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")  # raised by rdflib's own parsers
@pytest.mark.parametrize("suffix", sorted(FORMATS))
def test_every_format_holds_the_same_triples(store: Store, tiny: Graph, suffix: str) -> None:
    store.replace(PLAN_IRI, tiny)
    names = {".jsonld": "json-ld", ".nq": "nquads", ".nt": "nt", ".trig": "trig", ".ttl": "turtle"}
    read = Dataset(default_union=True).parse(
        data=store.serialise(suffix, PLAN_IRI, PREFIXES), format=names[suffix]
    )
    found = Graph()
    for quad in read.quads():
        found.add(quad[:3])
    assert isomorphic(found, tiny)


def test_formats_of_quads_keep_the_name_of_a_graph(store: Store, tiny: Graph) -> None:
    store.replace(PLAN_IRI, tiny)
    store.replace(OTHER, with_label(Graph(), "x"))
    lines = store.serialise(".nq", PLAN_IRI).decode().splitlines()
    assert len(lines) == len(tiny)
    assert all(line.endswith(f"<{PLAN_IRI}> .") for line in lines)
    assert lines == sorted(lines)


def test_the_whole_store_as_triples_holds_a_triple_once(store: Store) -> None:
    same = with_label(Graph(), "x")
    store.replace(PLAN_IRI, same)
    store.replace(OTHER, same)
    assert len(store.serialise(".nt").decode().splitlines()) == 1
    # In one graph alone: the union counts what stands in two of them twice.
    assert len(store.serialise(".nq").decode().splitlines()) == 1


TEXT = st.text(st.characters(codec="utf-8"), max_size=30)
LITERALS = st.one_of(
    st.builds(Literal, TEXT),
    st.builds(lambda text, lang: Literal(text, lang=lang), TEXT, st.sampled_from(["fi", "sv", "en"])),
    st.builds(Literal, st.integers(-(10**15), 10**15)),
    st.builds(Literal, st.booleans()),
    st.dates().map(lambda day: Literal(day.isoformat(), datatype=XSD.date)),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=st.lists(LITERALS, min_size=1, max_size=8))
def test_triples_come_back_from_the_store_as_they_were(store: Store, values: list[Literal]) -> None:
    triples = Graph()
    for number, value in enumerate(values):
        triples.add((URIRef(f"urn:s{number}"), PLAN.note, value))
    store.replace(PLAN_IRI, triples)
    found = store.triples(PLAN_IRI)
    assert store.replace(PLAN_IRI, triples) == Change(0, 0)
    assert {(s, str(o), o.language) for s, o in found.subject_objects()} == {
        (s, str(o), o.language) for s, o in triples.subject_objects()
    }
    assert isomorphic(found, triples)


# ---- folders and processes


def test_what_is_no_store_is_told_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="nothing: no store here; make one with: planweave add"):
        Store.open(tmp_path / "nothing")
    (tmp_path / "letter.txt").write_text("x", encoding="utf-8")
    with pytest.raises(StoreError, match="holds other files and is no store"):
        Store.create(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["letter.txt"]


def test_a_damaged_store_is_told_as_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.handles.PATIENCE_SECONDS", 0.1)
    (tmp_path / "store").mkdir()
    (tmp_path / "store" / "CURRENT").write_text("nonsense", encoding="ascii")
    with pytest.raises(StoreError, match="damaged, as store/MANIFEST is missing"):
        Store.open(tmp_path)
    with pytest.raises(StoreError, match="damaged, as store/MANIFEST is missing"):
        Store.create(tmp_path)


def test_a_second_writer_is_told_to_wait(disk: Store) -> None:
    assert disk.folder is not None
    with pytest.raises(StoreError, match="writes to this store since"):
        Store.create(disk.folder)


def test_a_reader_beside_a_writer_sees_one_state_and_later_the_next(disk: Store, tiny: Graph) -> None:
    disk.replace(PLAN_IRI, tiny)
    assert disk.folder is not None
    with Store.open(disk.folder) as reader:
        disk.replace(PLAN_IRI, with_label(tiny, "new"))
        assert len(reader) == len(tiny)
        assert read_revision(disk.folder) > reader.revision
    with Store.open(disk.folder) as reader:
        assert len(reader) == len(tiny) + 1


WRITER = """
    import sys
    from pathlib import Path
    from rdflib import RDFS, Graph, Literal, URIRef
    from graph.store import Store
    from ontology.namespaces import ID

    def state(word):
        triples = Graph()
        for number in range(2000):
            triples.add((URIRef(f"urn:{number}"), RDFS.label, Literal(f"{word} {number}")))
        return triples

    states = [state("old"), state("new")]
    with Store.create(Path(sys.argv[1])) as store:
        store.replace(ID["tiny"], states[0])
        print("ready", flush=True)
        turn = 0
        while True:
            turn = 1 - turn
            store.replace(ID["tiny"], states[turn])
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no SIGKILL here")
@pytest.mark.parametrize("delay", [0.03, 0.11, 0.17])
def test_a_writer_that_is_killed_leaves_the_old_state_or_the_new(tmp_path: Path, delay: float) -> None:
    command = [sys.executable, "-c", textwrap.dedent(WRITER), str(tmp_path / "store")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
        time.sleep(delay)
        os.kill(writer.pid, signal.SIGKILL)
    with Store.create(tmp_path / "store") as store:
        labels = [str(label) for label in store.triples(ID["tiny"]).objects(None, RDFS.label)]
        assert len(labels) == 2000
        assert {label.split()[0] for label in labels} in ({"old"}, {"new"})
        change = store.undo(ID["tiny"])
        assert change is None or change == Change(2000, 2000)


def test_a_reader_answers_while_another_process_writes(tmp_path: Path) -> None:
    command = [sys.executable, "-c", textwrap.dedent(WRITER), str(tmp_path / "store")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        try:
            assert writer.stdout is not None
            assert writer.stdout.readline() == "ready\n"
            for _ in range(5):
                with Store.open(tmp_path / "store") as reader:
                    assert reader.select(COUNT).rows == ((Literal(2000),),)
        finally:
            writer.kill()


def test_only_the_writing_of_a_difference_moves_the_revision(disk: Store, tiny: Graph) -> None:
    assert disk.folder is not None
    seen: list[int] = []
    steps: list[Callable[[], object]] = [
        lambda: disk.replace(PLAN_IRI, tiny),
        lambda: disk.replace(PLAN_IRI, tiny),
        lambda: disk.remove(PLAN_IRI),
    ]
    for step in steps:
        step()
        seen.append(read_revision(disk.folder))
    assert seen == [seen[0], seen[0], seen[0] + 2]


def test_a_store_that_is_built_anew_is_not_taken_for_the_one_before_it(tmp_path: Path, tiny: Graph) -> None:
    seen = set()
    for name in ("one", "two"):
        with Store.create(tmp_path / name) as made:
            made.replace(PLAN_IRI, tiny)
            seen.add(read_revision(tmp_path / name))
    assert len(seen) == 2


KILLED = """
    import os, sys
    from pathlib import Path
    from rdflib import RDFS, Graph, Literal
    from graph import store
    from ontology.namespaces import ID

    def killed(folder, revision):
        if revision % 2 == 0:
            os._exit(9)
        write(folder, revision)

    write, store.write_revision = store.write_revision, killed
    triples = Graph()
    triples.add((ID["tiny/P1"], RDFS.label, Literal("seen")))
    store.Store.create(Path(sys.argv[1])).replace(ID["other"], triples)
"""


def test_a_write_whose_writer_was_killed_before_it_counted_is_told_from_none(
    tmp_path: Path, tiny: Graph
) -> None:
    folder = tmp_path / "store"
    with Store.create(folder) as made:
        made.replace(PLAN_IRI, tiny)
    before = read_revision(folder)
    result = subprocess.run([sys.executable, "-c", textwrap.dedent(KILLED), str(folder)], check=False)
    assert result.returncode == 9
    assert is_settled(before)
    assert not is_settled(read_revision(folder))
    with Store.open(folder) as reader:
        assert len(reader) == len(tiny) + 1
    Store.create(folder).close()
    assert is_settled(read_revision(folder))
    assert read_revision(folder) > before


def test_several_graphs_are_written_in_one_update_or_not_at_all(store: Store, tiny: Graph) -> None:
    store.replace(OTHER, with_label(Graph(), "x"))
    before = store.revision
    changes = store.replace_all({PLAN_IRI: tiny, OTHER: with_label(Graph(), "y")})
    assert changes == {PLAN_IRI: Change(len(tiny), 0), OTHER: Change(1, 1)}
    assert store.revision == before + 2


def test_what_is_asked_of_a_closed_store_is_an_error(tmp_path: Path) -> None:
    Store.create(tmp_path / "store").close()
    for made in (Store.in_memory(), Store.open(tmp_path / "store")):
        made.close()
        for ask in (made.graphs, lambda made=made: made.select(COUNT), lambda made=made: len(made)):
            with pytest.raises(StoreError, match="the store is closed"):
                ask()
