"""Records of writes: in the terms of PROV, beside the revisions, and never part of what is asked."""

from __future__ import annotations

from pathlib import Path

import pytest
from rdflib import PROV, RDF, Graph, Literal, URIRef

from graph import PlanGraph
from graph.history import History
from graph.provenance import HISTORY, Record, Source, joined, read_record, source_of, turtle
from graph.recording import Origin, Recorder
from graph.store import Store

PLAN_IRI = URIRef("https://w3id.org/planweave/id/tiny")
FIRST, SECOND = "20261123T090000000000Z", "20261124T100000000000Z"
RECORD = Record(
    "add", "Anna", Source("kemi.xlsx", "ab" * 32), {"triplesAdded": 3}, {"fi": "Muuttui", "en": "x"}
)


@pytest.fixture
def disk(tmp_path: Path) -> Store:
    return PlanGraph.create(tmp_path / "store").store


def history(store: Store) -> History:
    assert store.history is not None
    return store.history


def test_a_record_is_read_back_as_it_was_written() -> None:
    assert read_record(turtle(RECORD, PLAN_IRI, SECOND, FIRST)) == RECORD
    assert read_record(turtle(Record("undo"), PLAN_IRI, SECOND, "")) == Record("undo")


def test_a_record_says_in_prov_what_revised_what() -> None:
    found = Graph().parse(data=turtle(RECORD, PLAN_IRI, SECOND, FIRST), format="turtle")
    revision = URIRef(f"{PLAN_IRI}/revision/{SECOND}")
    activity = found.value(revision, PROV.wasGeneratedBy)
    assert found.value(revision, PROV.wasRevisionOf) == URIRef(f"{PLAN_IRI}/revision/{FIRST}")
    assert found.value(revision, PROV.specializationOf) == PLAN_IRI
    time = found.value(revision, PROV.generatedAtTime)
    assert isinstance(time, Literal)
    assert time.value.isoformat() == "2026-11-24T10:00:00+00:00"
    assert (activity, RDF.type, PROV.Activity) in found
    assert found.value(activity, HISTORY.triplesAdded) == Literal(3)


@pytest.mark.parametrize("data", [b"", b"<a> <b> .", b"\xff\xfe", b"<http://a> <http://b> <http://c> ."])
def test_what_is_no_record_is_none(data: bytes) -> None:
    assert read_record(data) is None


def test_nobody_is_named_unless_somebody_says_so() -> None:
    text = turtle(Record("add"), PLAN_IRI, FIRST, "").decode()
    assert "wasAssociatedWith" not in text
    assert "Agent" not in text


def test_a_digest_is_of_what_files_hold_and_of_their_names(tmp_path: Path) -> None:
    folder = tmp_path / "plan"
    folder.mkdir()
    (folder / "info.csv").write_text("id\n")
    before = source_of(folder)
    assert before == source_of(folder)
    assert before.name == "plan"
    (folder / "info.csv").rename(folder / "bodies.csv")
    assert source_of(folder).sha256 != before.sha256
    empty = tmp_path / "empty.xlsx"
    empty.touch()
    assert source_of(empty).sha256 == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_every_write_has_a_record_also_the_first_and_an_undo(disk: Store, tiny: Graph) -> None:
    model = PlanGraph(disk).model
    for command, write in (
        ("add", lambda: disk.replace(PLAN_IRI, tiny)),
        ("remove", lambda: disk.remove(PLAN_IRI)),
        ("undo", lambda: disk.undo(PLAN_IRI)),
        ("redo", lambda: disk.redo(PLAN_IRI)),
    ):
        disk.recorder = Recorder(disk, model, Origin(command, "Anna"))
        write()
    found = history(disk).revisions(PLAN_IRI)
    records = [revision.record for revision in found]
    assert [record.command if record else "" for record in records] == ["add", "remove", "undo", "redo"]
    assert [revision.number for revision in found] == [1, 2, 3, 4]
    assert [revision.time for revision in found] == sorted(revision.time for revision in found)
    things = [record.counts["thingsAdded"] - record.counts["thingsRemoved"] for record in records if record]
    assert things == [3, -3, 3, -3]


def test_a_write_that_changes_nothing_has_no_record(disk: Store, tiny: Graph) -> None:
    disk.replace(PLAN_IRI, tiny)
    disk.replace(PLAN_IRI, tiny)
    assert len(history(disk).revisions(PLAN_IRI)) == 1


def test_records_are_not_part_of_what_is_asked(disk: Store, tiny: Graph) -> None:
    disk.recorder = Recorder(disk, PlanGraph(disk).model, Origin("add", "a name of its own"))
    disk.replace(PLAN_IRI, tiny)
    assert not disk.ask("ASK { ?s ?p 'a name of its own' }")
    assert b"a name of its own" in joined(history(disk).records(PLAN_IRI))


def test_a_writer_that_was_killed_leaves_a_history_that_can_be_read(disk: Store, tiny: Graph) -> None:
    """A revision without a record, a record without a revision, and a record that was not finished."""
    disk.replace(PLAN_IRI, tiny)
    disk.remove(PLAN_IRI)
    (record, second) = history(disk).records(PLAN_IRI)
    second.unlink()
    record.with_name("20261124T100000000000Z.new").write_bytes(b"half a rec")
    found = history(disk).revisions(PLAN_IRI)
    assert [revision.record is not None for revision in found] == [True, False]
    assert disk.undo(PLAN_IRI) is not None
    found = history(disk).revisions(PLAN_IRI)
    assert [revision.record is not None for revision in found] == [True, True]


def test_where_the_record_cannot_be_written_the_write_is_done_all_the_same(
    disk: Store, tiny: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("graph.history.turtle", full)
    disk.replace(PLAN_IRI, tiny)
    assert disk.graphs().count(PLAN_IRI) == 1
