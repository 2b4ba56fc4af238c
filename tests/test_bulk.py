"""Files loaded into a new store: each triple once, whole or not at all, in memory and on disk."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import Graph, URIRef

from graph.errors import SourceError, StoreError
from graph.store import Store
from ontology.namespaces import ID, ONTOLOGY

REG, PLAN = ID["reg"], ID["reg-2"]
LINK = f"<{REG}/n> <http://x/p> <{REG}/b>"
OWN = f'<{PLAN}/a> <http://x/p> "teksti, \\"lainaus\\" , loppu"@fi'
TERM = f'<{ONTOLOGY}#x> <http://x/p> "01"^^<http://www.w3.org/2001/XMLSchema#integer>'
QUADS = f"{LINK} <{REG}> .\n{LINK} <{PLAN}> .\n{OWN} <{PLAN}> .\n"


@pytest.fixture(params=["memory", "disk"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    with Store.in_memory() if request.param == "memory" else Store.create(tmp_path / "db") as made:
        made.replace(ONTOLOGY, Graph().parse(data=f"{TERM} .", format="nt"))
        yield made


def graphs_of(store: Store) -> set[tuple[str, int]]:
    return {(str(name), len(store.triples(name))) for name in store.graphs()}


@pytest.mark.parametrize("name", ["plans.nq", "plans.nq.gz", "plans.trig"])
def test_a_triple_of_two_graphs_stays_in_that_of_its_thing(store: Store, tmp_path: Path, name: str) -> None:
    file, text = tmp_path / name, QUADS.encode()
    if name.endswith(".trig"):
        text = f"<{REG}> {{ {LINK} }} <{PLAN}> {{ {LINK} . {OWN} }}".encode()
    file.write_bytes(gzip.compress(text) if name.endswith(".gz") else text)
    before = store.revision
    assert store.load(file) == 3
    assert graphs_of(store) == {(str(REG), 1), (str(PLAN), 1), (str(ONTOLOGY), 1)}
    assert store.revision == before + 2


def test_triples_go_to_a_graph_but_what_the_ontology_says(store: Store, tmp_path: Path) -> None:
    same = TERM.replace('"01"', '"1"')
    (tmp_path / "plan.ttl").write_text(f"{OWN} . {same} .", encoding="utf-8")
    store.load(tmp_path / "plan.ttl", PLAN)
    assert graphs_of(store) == {(str(PLAN), 1), (str(ONTOLOGY), 1)}


def test_what_was_loaded_is_there_for_the_next_reader_and_writer(tmp_path: Path) -> None:
    (tmp_path / "plans.nq").write_text(QUADS, encoding="utf-8")
    with Store.create(tmp_path / "db") as store:
        store.load(tmp_path / "plans.nq")
        store.replace(ID["more"], Graph().parse(data=f"<{ID['more']}/a> <http://x/p> 1 .", format="turtle"))
    assert [*(tmp_path / "db").glob("staging-*")] == []
    with Store.open(tmp_path / "db") as store:
        assert store.graphs() == sorted([REG, PLAN, ID["more"]])


@pytest.mark.parametrize(
    ("name", "graph"), [("bad.nq", None), ("bad.nt", PLAN), ("none.ttl", PLAN), ("x.doc", PLAN)]
)
def test_a_bad_file_changes_nothing(store: Store, tmp_path: Path, name: str, graph: URIRef | None) -> None:
    if name != "none.ttl":
        (tmp_path / name).write_text(f"{OWN} .\n{OWN} no\n", encoding="utf-8")
    before = store.serialise(".nq"), store.revision
    with pytest.raises(SourceError) as raised:
        store.load(tmp_path / name, graph)
    assert name in str(raised.value)
    assert (store.serialise(".nq"), store.revision) == before


def test_a_store_with_plans_is_not_loaded_into(store: Store, tmp_path: Path) -> None:
    (tmp_path / "plans.nq").write_text(QUADS, encoding="utf-8")
    store.load(tmp_path / "plans.nq")
    with pytest.raises(StoreError):
        store.load(tmp_path / "plans.nq")


@pytest.mark.parametrize("suffix", [".ttl", ".nt", ".nq", ".trig", ".jsonld"])
def test_writing_does_not_depend_on_the_order_of_reading(tmp_path: Path, suffix: str) -> None:
    lines = [
        f"<{PLAN}/{n % 3}> <http://x/{n % 2}> {text} ."
        for n in range(6)
        for text in ('"a , b"', f'"{n}"', "1", f"<{REG}>")
    ]
    written = []
    for number, order in enumerate((lines, lines[::-1], lines[1::2] + lines[::2])):
        (tmp_path / f"{number}.ttl").write_text("\n".join(order), encoding="utf-8")
        with Store.in_memory() as store:
            store.load(tmp_path / f"{number}.ttl", PLAN)
            written.append(
                store.serialise(suffix, PLAN, {"x": "http://x/", "reg": f"{REG}/", "p": f"{PLAN}/"})
            )
            if suffix in (".ttl", ".nt"):
                found = Graph().parse(data=written[-1], format="turtle")
                assert set(found) == set(Graph().parse(data="\n".join(lines), format="turtle"))
    assert written[0] == written[1] == written[2]
