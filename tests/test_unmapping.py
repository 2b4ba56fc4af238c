"""What stands in the cells of a workbook that is written from triples."""

from __future__ import annotations

import pytest
from rdflib import RDF, RDFS, SKOS, XSD, Graph, Literal, URIRef
from rdflib.term import Node

from graph.errors import SourceError
from graph.known import Known, Outline, outline
from graph.links import Relation, record_iri
from graph.mapping import map_workbook
from graph.unmapping import Unmapped, to_workbook
from ontology import load_model
from ontology.namespaces import CONCEPT, ID, PLAN

MODEL = load_model()
PLAN_IRI = URIRef(f"{ID}tiny")
REGISTER = Outline(
    "kemi",
    URIRef(f"{ID}kemi"),
    PLAN.Register,
    {"kirjasto": URIRef("http://www.w3.org/ns/org#OrganizationalUnit")},
)
KNOWN = Known().with_outlines([REGISTER])


def turtle(text: str) -> Graph:
    head = f"""
        @prefix plan: <{PLAN}> .
        @prefix skos: <{SKOS}> .
        @prefix dcterms: <http://purl.org/dc/terms/> .
        @prefix prov: <http://www.w3.org/ns/prov#> .
        @prefix basis: <{CONCEPT}basis/> .
        @prefix xsd: <{XSD}> .
        @prefix oa: <http://www.w3.org/ns/oa#> .
        @base <{ID}> .
        <tiny> a plan:Plan ; skos:prefLabel "Pieni"@fi .
    """
    return Graph().parse(data=head + text, format="turtle")


def unmapped(text: str, known: Known = KNOWN) -> Unmapped:
    return to_workbook(turtle(text), PLAN_IRI, MODEL, known)


def cells(found: Unmapped, sheet: str, row: int = 0) -> dict[str, str]:
    return dict(found.workbook.sheets[sheet].rows[row].cells)


def rows(found: Unmapped, sheet: str) -> list[dict[str, str]]:
    written = found.workbook.sheets.get(sheet)
    return [dict(row.cells) for row in written.rows] if written else []


ACTION = "<tiny/A1> a plan:Action ; dcterms:isPartOf <tiny> ; plan:order 1 ; skos:prefLabel 'Retki'@fi "


def record(document: str, **said: Node) -> Graph:
    """A link of the action to the library, told in a document."""
    relation = Relation(URIRef(f"{ID}tiny/A1"), PLAN.responsible, URIRef(f"{ID}kemi/kirjasto"))
    node = record_iri(PLAN_IRI, relation, URIRef(f"{ID}{document}"))
    found = Graph()
    for predicate, value in {
        RDF.subject: relation.subject,
        RDF.predicate: relation.predicate,
        RDF.object: relation.object,
        PLAN.inDocument: URIRef(f"{ID}{document}"),
        PLAN.basis: said.get("basis", CONCEPT["basis/stated"]),
    }.items():
        found.add((node, predicate, value))
    for cls in (PLAN.Link, RDF.Statement):
        found.add((node, RDF.type, cls))
    if "confidence" in said:
        found.add((node, PLAN.confidence, said["confidence"]))
    return found


def linked(*records: Graph) -> Unmapped:
    triples = turtle(ACTION + "; plan:responsible <kemi/kirjasto> .")
    for found in records:
        triples += found
    return to_workbook(triples, PLAN_IRI, MODEL, KNOWN)


def test_rows_stand_in_their_order_and_columns_in_that_of_the_shapes() -> None:
    found = unmapped(
        """
        <tiny/A9> a plan:Action ; plan:order 1 ; dcterms:isPartOf <tiny> ; skos:prefLabel "En"@sv, "One"@en .
        <tiny/A1> a plan:Action ; plan:order 2 ; dcterms:isPartOf <tiny> ; plan:year "2024"^^xsd:gYear ;
            skos:prefLabel "Kaksi"@fi .
        <tiny/P1> a plan:Priority ; plan:order 1 ; dcterms:isPartOf <tiny> ; skos:prefLabel "Liike"@fi .
        """
    )
    sheet = found.workbook.sheets["actions"]
    assert [row.cells["id"] for row in sheet.rows] == ["A9", "A1"]
    assert [row.number for row in sheet.rows] == [2, 3]
    assert sheet.headers == ("id", "title.fi", "title.sv", "title.en", "year")
    assert list(found.workbook.sheets) == ["info", "priorities", "actions"]
    assert cells(found, "info") == {"id": "tiny", "kind": "plan", "title.fi": "Pieni"}
    assert not found.left_over
    assert not found.added


def test_values_of_a_cell_stand_in_the_order_of_what_they_name() -> None:
    found = unmapped(
        ACTION
        + """; plan:implements <tiny/P2>, <tiny/P10> ; plan:responsible <kemi/kirjasto> ;
            plan:schedule <tiny/A1/schedule> .
        <tiny/A1/schedule> a plan:Schedule ; plan:month 10, 2 .
        <tiny/P2> a plan:Priority ; plan:order 2 ; dcterms:isPartOf <tiny> .
        <tiny/P10> a plan:Priority ; plan:order 1 ; dcterms:isPartOf <tiny> .
        """
    )
    row = cells(found, "actions")
    assert row["implements"] == "P10; P2"
    assert row["responsible"] == "kemi:kirjasto"
    assert row["months"] == "2; 10"


@pytest.mark.parametrize(("sources", "lines"), [(1, "7; 34-35"), (2, "T1!7; T1!34-35")])
def test_lines_name_their_source_where_there_are_several(sources: int, lines: str) -> None:
    found = unmapped(
        ACTION
        + "; prov:wasDerivedFrom <tiny/T1/34-35>, <tiny/T1/7-7> ."
        + "<tiny/T1/34-35> oa:hasSource <tiny/T1> ; plan:firstLine 34 ; plan:lastLine 35 ."
        + "<tiny/T1/7-7> oa:hasSource <tiny/T1> ; plan:firstLine 7 ; plan:lastLine 7 ."
        + "".join(f"<tiny/T{n}> a plan:Source ; plan:order {n} ." for n in range(1, sources + 1))
    )
    assert cells(found, "actions")["lines"] == lines


def test_a_default_is_not_written() -> None:
    found = to_workbook(
        turtle(
            ACTION
            + "; plan:inDocument <tiny/X1> . <tiny> plan:mainDocument <tiny/X1> . <tiny/X1> a plan:Document ."
        ),
        PLAN_IRI,
        MODEL,
    )
    assert "document" not in cells(found, "actions")
    assert cells(found, "info")["document"] == "X1"


def test_a_link_as_the_mapping_makes_it_needs_no_row_of_its_own() -> None:
    found = linked(record("tiny"))
    assert cells(found, "actions")["responsible"] == "kemi:kirjasto"
    assert rows(found, "links") == []
    assert not found.left_over
    assert not found.added


def test_a_link_row_says_only_what_differs() -> None:
    ends = {"from": "A1", "relation": "responsible", "to": "kemi:kirjasto"}
    inferred = linked(
        record("tiny", basis=CONCEPT["basis/inferred"], confidence=Literal("0.8", datatype=XSD.decimal))
    )
    assert rows(inferred, "links") == [ends | {"basis": "inferred", "confidence": "0.8"}]
    elsewhere = linked(record("kemi"))
    assert rows(elsewhere, "links") == [ends | {"document": "kemi"}]
    assert not inferred.left_over
    assert not elsewhere.left_over


def test_a_link_of_two_documents_has_two_rows() -> None:
    found = linked(record("tiny"), record("kemi", basis=CONCEPT["basis/curated"]))
    ends = {"from": "A1", "relation": "responsible", "to": "kemi:kirjasto"}
    assert rows(found, "links") == [ends, ends | {"basis": "curated", "document": "kemi"}]
    assert (set(found.left_over), set(found.added)) == (set(), set())
    again = map_workbook(found.workbook, outline(found.workbook, MODEL), MODEL, KNOWN)
    assert again.findings == []


def test_a_link_from_below_stands_on_the_row_of_this_plan() -> None:
    other = Outline("toinen", URIRef(f"{ID}toinen"), PLAN.Plan, {"I1": PLAN.Indicator})
    found = unmapped(ACTION + ". <toinen/I1> plan:measures <tiny/A1> .", Known().with_outlines([other]))
    assert cells(found, "actions")["measured-by"] == "toinen:I1"
    own = unmapped(ACTION + ". <tiny/I1> a plan:Indicator ; plan:measures <tiny/A1> .")
    assert "measured-by" not in cells(own, "actions")
    assert cells(own, "indicators")["measures"] == "A1"


def test_a_link_that_no_column_shows_stands_on_the_links_sheet() -> None:
    found = unmapped("<tiny> plan:mentions <kemi/kirjasto> .")
    assert rows(found, "links") == [{"from": "tiny", "relation": "mentions", "to": "kemi:kirjasto"}]


def test_what_no_cell_can_hold_is_left_over() -> None:
    found = unmapped(
        ACTION
        + """; skos:prefLabel "Wanderung"@de ; skos:altLabel "a; b"@fi ; <https://example.org/rating> 5 ;
            plan:year 2024 .
        <tiny/A1/part> a plan:Schedule .
        _:b plan:year 2024 .
        """
    )
    lost = {
        (str(s).rpartition("/")[2], value)
        for s, _, value in found.left_over
        if not isinstance(s, str) or "tiny" in s
    }
    assert {value for _, value in lost} == {
        Literal("Wanderung", lang="de"),
        Literal("a; b", lang="fi"),
        Literal(5),
        Literal(2024),
        PLAN.Schedule,
    }
    assert len(found.left_over) == len(lost) + 1
    assert cells(found, "actions") == {"id": "A1", "title.fi": "Retki"}


def test_a_second_value_of_a_cell_for_one_is_left_over() -> None:
    found = unmapped(ACTION + "; dcterms:description 'a'@fi, 'b'@fi .")
    assert cells(found, "actions")["description.fi"] == "a"
    assert [str(value) for value in found.left_over.objects()] == ["b"]


def test_a_second_link_of_a_cell_for_one_stands_on_the_links_sheet() -> None:
    found = unmapped(
        ACTION + "; plan:underGoal <tiny/G1>, <tiny/G2> . <tiny/G1> a plan:Goal . <tiny/G2> a plan:Goal ."
    )
    assert cells(found, "actions")["goal"] == "G1"
    assert rows(found, "links") == [{"from": "A1", "relation": "goal", "to": "G2"}]
    assert (PLAN.underGoal, URIRef(f"{ID}tiny/G2")) not in set(found.left_over.predicate_objects())


def test_a_plan_with_a_name_of_its_own_keeps_it() -> None:
    plan = URIRef("https://kaupunki.example/id/tiny")
    triples = Graph().add((plan, RDF.type, PLAN.Plan)).add((URIRef(f"{plan}/A1"), RDF.type, PLAN.Action))
    found = to_workbook(triples, plan, MODEL)
    assert cells(found, "info")["base"] == "https://kaupunki.example/id/"
    assert outline(found.workbook, MODEL).iri == plan


def test_a_thing_that_hides_a_plan_is_not_taken_for_it() -> None:
    """In a cell `kemi` would be the own row of that ID, so the plan cannot be named."""
    found = unmapped(ACTION + "; plan:inDocument <kemi> . <tiny/kemi> a plan:Document .")
    assert "document" not in cells(found, "actions")
    assert PLAN.inDocument in set(found.left_over.predicates())


def test_strangers_are_named_by_their_addresses() -> None:
    found = unmapped(ACTION + "; plan:responsible <naapuri/museo> .", Known())
    assert cells(found, "actions")["responsible"] == "naapuri:museo"
    assert not found.left_over


def test_triples_without_the_plan_are_refused() -> None:
    with pytest.raises(SourceError, match="no plan or register"):
        to_workbook(Graph().add((PLAN_IRI, RDFS.label, Literal("x"))), PLAN_IRI, MODEL)
