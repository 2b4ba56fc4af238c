"""Versions of the ontology: a store of an earlier one is upgraded whole, or refused in one line."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from rdflib import OWL, RDF, SKOS, Graph, Literal, URIRef
from rdflib.compare import isomorphic

from graph import PlanGraph, migration
from graph.answers import Change
from graph.errors import ShapeError, StoreError
from graph.links import Relation, add_record
from graph.migration import Release, Upgrade, installed, recorded, require_readable, upgrade
from graph.store import Store
from ontology import terms_graph
from ontology.namespaces import CONCEPT, ID, ONTOLOGY, PLAN
from ontology.version import FIRST, Version, migration_update, version_text

from .test_one_graph import IN_TWO

OLD, NEXT = Version(0, 1), Version(0, 9)
PLAN_IRI, REGISTER = ID["tiny"], ID["register"]
#: Two steps: the property is renamed twice, in two of its places; a class and a concept once.
STEPS = {
    "0.1.0-0.8.0.ru": """
        # The property and the class.
        PREFIX plan: <https://w3id.org/planweave/ontology#>
        DELETE { GRAPH ?g { ?s plan:old ?o } } INSERT { GRAPH ?g { ?s plan:middle ?o } }
        WHERE { GRAPH ?g { ?s plan:old ?o } } ;
        DELETE { GRAPH ?g { ?s ?p ?old } } INSERT { GRAPH ?g { ?s ?p ?new } }
        WHERE {
          VALUES (?old ?new) { (plan:old plan:middle) (plan:OldThing plan:NewThing) }
          GRAPH ?g { ?s ?p ?old }
        }
    """,
    "0.8.0-0.9.0.ru": """
        PREFIX plan: <https://w3id.org/planweave/ontology#>
        DELETE { GRAPH ?g { ?s plan:middle ?o } } INSERT { GRAPH ?g { ?s plan:new ?o } }
        WHERE { GRAPH ?g { ?s plan:middle ?o } } ;
        DELETE { GRAPH ?g { ?s ?p ?old } } INSERT { GRAPH ?g { ?s ?p ?new } }
        WHERE {
          VALUES (?old ?new) {
            (plan:middle plan:new)
            (<https://w3id.org/planweave/concept/kind/old> <https://w3id.org/planweave/concept/kind/new>)
          }
          GRAPH ?g { ?s ?p ?old }
        }
    """,
}
DATA = """
@prefix plan: <https://w3id.org/planweave/ontology#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@base <https://w3id.org/planweave/id/> .
<tiny> a plan:Plan .
<tiny/A1> a plan:{word}Thing ; plan:{property} <tiny/P1> ; dcterms:type <../concept/kind/{concept}> .
<tiny/link/1> a plan:Link ; rdf:subject <tiny/A1> ; rdf:predicate plan:{property} ; rdf:object <tiny/P1> .
"""


def data(version: str) -> Graph:
    words = {"old": ("Old", "old", "old"), "new": ("New", "new", "new")}[version]
    text = DATA.format(word=words[0], property=words[1], concept=words[2])
    return Graph().parse(data=text, format="turtle")


def terms(version: str, **labels: str) -> Graph:
    """Return an ontology that tells its version as those of that time did."""
    found = Graph()
    found.add((ONTOLOGY, RDF.type, OWL.Ontology))
    found.add((ONTOLOGY, OWL.versionIRI, URIRef(f"{ONTOLOGY}/{version}")))
    if version != "0.1.0":
        found.add((ONTOLOGY, OWL.versionInfo, Literal(version)))
    for name, label in labels.items():
        found.add((PLAN[name], SKOS.prefLabel, Literal(label, lang="en")))
    return found


def make_release(tmp_path: Path) -> Release:
    """Return a release with two steps from the first version."""
    folder = tmp_path / "steps"
    folder.mkdir()
    for name, text in STEPS.items():
        (folder / name).write_text(textwrap.dedent(text), encoding="utf-8")
    return Release(NEXT, lambda: terms("0.9.0", new="New"), folder)


@pytest.fixture
def release(tmp_path: Path) -> Release:
    return make_release(tmp_path)


@pytest.fixture(params=["memory", "disk"])
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """A store that the first version wrote."""
    with Store.in_memory() if request.param == "memory" else Store.create(tmp_path / "store") as store:
        store.replace(ONTOLOGY, terms("0.1.0", old="Old"))
        store.replace(PLAN_IRI, data("old"))
        yield store


# ---- versions and steps


def test_versions_sort_by_age_and_tell_whether_their_terms_are_the_same() -> None:
    found = [Version.parse(text) for text in ("0.2.0", "0.10.1", "0.2.7", "1.0", " 0.1.0 ")]
    assert [str(version) for version in sorted(filter(None, found))] == [
        "0.1.0",
        "0.2.0",
        "0.2.7",
        "0.10.1",
        "1.0.0",
    ]
    assert Version(0, 2, 0).terms == Version(0, 2, 7).terms != Version(0, 3).terms
    assert [Version.parse(text) for text in ("", "next", "1", "0.1.0-rc", "v0.1.0")] == [None] * 5


def test_the_installed_ontology_tells_its_version_in_two_ways_and_a_way_leads_there() -> None:
    version = installed().version
    ontology = terms_graph()
    assert str(ontology.value(ONTOLOGY, OWL.versionIRI)) == f"{ONTOLOGY}/{version}"
    assert version_text(ontology) == str(version)
    assert migration_update(FIRST, version) is not None
    changes = Path(migration.MIGRATIONS.parent / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"\n## {version}" in changes


def test_the_installed_steps_run(tiny: Graph) -> None:
    with Store.in_memory() as store:
        store.replace(ONTOLOGY, terms("0.1.0"))
        store.replace(PLAN_IRI, tiny)
        assert upgrade(store) == (
            Upgrade(FIRST, installed().version) if installed().version != FIRST else None
        )
        assert store.holds(ONTOLOGY, terms_graph())


def test_names_of_lists_are_the_same_in_every_reading() -> None:
    """Blank nodes could be written once, and never again as a difference."""
    with Store.in_memory() as store:
        store.replace(ONTOLOGY, terms_graph())
        assert store.replace(ONTOLOGY, terms_graph()) == Change(0, 0)
        assert store.replace(ONTOLOGY, terms("0.1.0")).removed > 1000


# ---- upgrading


def test_an_upgrade_moves_class_property_concept_and_record(old: Store, release: Release) -> None:
    before = old.revision
    assert recorded(old) == OLD
    assert upgrade(old, release) == Upgrade(OLD, NEXT)
    assert isomorphic(old.triples(PLAN_IRI), data("new"))
    assert isomorphic(old.triples(ONTOLOGY), terms("0.9.0", new="New"))
    after = old.revision
    assert (recorded(old), after > before) == (NEXT, True)
    assert upgrade(old, release) is None
    assert old.revision == after


def test_a_triple_that_two_properties_become_stands_in_one_graph(old: Store, release: Release) -> None:
    merged = Graph().add((ID["tiny/A1"], PLAN.new, ID["tiny/P1"]))
    old.replace(REGISTER, merged + Graph().add((REGISTER, RDF.type, PLAN.Register)))
    upgrade(old, release)
    assert old.select(IN_TWO).rows == ()
    assert old.ask(f"ASK {{ <{ID['tiny/A1']}> <{PLAN.new}> <{ID['tiny/P1']}> }}")


@pytest.mark.parametrize(
    ("here", "kept"), [("other/A1", "tiny/A1"), ("tiny/A1", "tiny/A1"), ("zoo/A1", "zoo/A1")]
)
def test_a_triple_of_two_graphs_stays_where_its_record_is_or_with_what_it_is_about(
    release: Release, here: str, kept: str
) -> None:
    relation = Relation(ID[here], PLAN.new, ID["tiny/P1"])
    with Store.in_memory() as store:
        store.replace(ONTOLOGY, terms("0.1.0"))
        former = Graph().add((relation.subject, PLAN.old, relation.object))
        for plan in ("aaa", "zoo"):
            store.replace(ID[plan], Graph().add((ID[plan], RDF.type, PLAN.Plan)))
        if here == "other/A1":
            add_record(former, ID["tiny/link/1"], Relation(relation.subject, PLAN.old, relation.object), ID.x)
        store.replace(ID[kept.partition("/")[0]], former)
        store.replace(ID["aaa"], Graph().add((relation.subject, PLAN.new, relation.object)))
        upgrade(store, release)
        assert store.select(IN_TWO).rows == ()
        told = store.ask(f"ASK {{ GRAPH <{ID[kept.partition('/')[0]]}> {{ ?s <{PLAN.new}> ?o }} }}")
        assert told


def test_undo_brings_an_earlier_revision_back_in_the_terms_of_today(
    tmp_path: Path, release: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = Graph().add((PLAN_IRI, SKOS.editorialNote, Literal("x")))
    with Store.create(tmp_path / "store") as store:
        store.replace(ONTOLOGY, terms("0.1.0"))
        for state in (data("old"), data("old") + note):
            store.replace(PLAN_IRI, state)
        upgrade(store, release)
        store.replace(PLAN_IRI, Graph().add((PLAN_IRI, RDF.type, PLAN.Plan)))
        monkeypatch.setattr(migration, "installed", lambda: release)
        plans = PlanGraph(store)
        assert plans.undo("tiny")
        assert isomorphic(store.triples(PLAN_IRI), data("new") + note)
        assert plans.undo("tiny") == Change(0, 1)
        assert isomorphic(store.triples(PLAN_IRI), data("new"))
        assert plans.undo("tiny") is None


def test_a_step_that_is_no_sparql_changes_nothing(old: Store, release: Release) -> None:
    (release.folder / "0.8.0-0.9.0.ru").write_text("DELETE nothing", encoding="utf-8")
    before = old.serialise(".nq")
    with pytest.raises(
        ShapeError, match=r"a step from version 0\.1\.0 of the ontology to 0\.9\.0 cannot be read"
    ):
        upgrade(old, release)
    assert old.serialise(".nq") == before


# ---- what is refused


def test_a_reader_refuses_data_that_has_to_move_and_takes_what_stands(old: Store, release: Release) -> None:
    told = (
        r"holds data of version 0\.1\.0 of the ontology, and 0\.9\.0 is installed; upgrade it with: planweave"
    )
    with pytest.raises(StoreError, match=told):
        require_readable(old, release)
    for name in STEPS:
        (release.folder / name).write_text("# Terms were added.\n", encoding="utf-8")
    require_readable(old, release)


@pytest.mark.parametrize(
    ("version", "told"),
    [
        ("0.9.1", r"version 0\.9\.1 of the ontology, newer than the installed 0\.9\.0; update Planweave"),
        ("2.0.0", r"version 2\.0\.0 of the ontology, newer than the installed 0\.9\.0; update Planweave"),
        (
            "0.5.0",
            r"no way leads from version 0\.5\.0 of the ontology to 0\.9\.0; add the workbooks to a new",
        ),
        ("spring", "the version of its data cannot be read (“spring”)"),
    ],
)
@pytest.mark.parametrize("way", [require_readable, upgrade])
def test_a_store_that_cannot_be_brought_here_stays_as_it_is(
    old: Store, release: Release, version: str, told: str, way: Callable[..., object]
) -> None:
    old.replace(ONTOLOGY, terms(version))
    before, revision = old.serialise(".nq"), old.revision
    with pytest.raises(StoreError) as raised:
        way(old, release)
    assert told.replace("\\", "") in str(raised.value)
    assert (old.serialise(".nq"), old.revision) == (before, revision)


def test_a_store_without_any_version_is_of_the_first_one(old: Store, release: Release) -> None:
    old.replace(ONTOLOGY, Graph())
    assert recorded(old) == FIRST
    assert upgrade(old, release) == Upgrade(FIRST, NEXT)


def test_an_empty_store_stays_empty(release: Release) -> None:
    with Store.in_memory() as store:
        require_readable(store, release)
        assert upgrade(store, release) is None
        assert store.graphs() == []


def test_the_concept_of_the_test_is_none_of_ours() -> None:
    """The names of the fixture stand for no term, so that a real step never touches them."""
    ours = terms_graph()
    assert not any((term, None, None) in ours for term in (PLAN.old, PLAN.new, CONCEPT["kind/old"]))
