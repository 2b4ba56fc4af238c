"""Pictures as data: what other programs read out of them is what is drawn, whatever the names are."""

from __future__ import annotations

import csv
import io
import re
from xml.etree.ElementTree import Element, fromstring

import networkx as nx
import pytest
from flask import Flask
from rdflib import PROV, Dataset, Graph, URIRef

from graph import PlanGraph
from graph.drawing.frame import SIZE, WIDE
from graph.drawing.layered import lay_out
from graph.exchange.network_files import GEXF, VIZ
from graph.neutral import as_written
from ontology.namespaces import PLAN
from webviz.presentation import Layered, Scene
from webviz.presentation.data_dot import dot
from webviz.presentation.data_drawn import drawn
from webviz.presentation.data_mermaid import mermaid
from webviz.presentation.data_networks import gexf, graphml
from webviz.presentation.data_rdf import json_ld
from webviz.presentation.data_tables import links_csv, table_csv, things_csv
from webviz.presentation.outputs import OUTPUTS, Wish
from webviz.scenes.making import scene as made
from webviz.state import current as current_state

from .odd_scenes import HOSTILE, SCENES
from .scenes import grid, layered, scene, spread

NAMES = {"g": GEXF, "viz": VIZ}
WRITERS = (graphml, gexf, things_csv, links_csv, mermaid, dot, json_ld)


# ---- GraphML and GEXF


@pytest.mark.parametrize("shown", [*SCENES, HOSTILE], ids=["layered", "spread", "hostile"])
def test_networks_have_the_places_and_colours_of_the_picture(shown: Scene) -> None:
    found = drawn(shown)
    read = nx.read_graphml(io.BytesIO(graphml(shown)))
    assert {tuple(edge[:2]) for edge in read.edges} == {(tie.source, tie.target) for tie in found.ties}
    assert [read.nodes[t.id]["label"] for t in found.things] == [t.text for t in found.things]
    assert [(read.nodes[t.id]["x"], read.nodes[t.id]["color"]) for t in found.things] == [
        (t.x, t.colour) for t in found.things
    ]
    assert read.graph["plans"] == "kemi-hyvinvointi-2023@3"
    other = nx.read_gexf(io.BytesIO(gexf(shown)))
    assert set(other.nodes) == set(read.nodes)
    places = [other.nodes[t.id]["viz"]["position"] for t in found.things]
    assert [(place["x"], place["y"]) for place in places] == [(t.x, -t.y or 0) for t in found.things]


def test_boxes_stand_where_the_drawing_has_them() -> None:
    content = SCENES[0].content
    assert isinstance(content, Layered)
    layout = lay_out(content.columns, content.boxes, content.ties, width=WIDE, size=SIZE)
    middles = {p.box.id: (round(p.x + p.wide / 2, 1), round(p.y + p.high / 2, 1)) for p in layout.boxes}
    assert {t.short: (t.x, t.y) for t in drawn(SCENES[0]).things} == middles


def test_gexf_says_its_state_and_how_links_are_drawn() -> None:
    root = fromstring(gexf(SCENES[0]))
    assert root[0].attrib == {"lastmodifieddate": "2026-05-01"}
    assert "https://plans.example/focus?a=1&b=2" in root.findtext("g:meta/g:description", "", NAMES)
    shapes = [edge.find("viz:shape", NAMES).get("value") for edge in root.iterfind(".//g:edge", NAMES)]
    assert shapes == ["solid" if tie.named else "dashed" for tie in drawn(SCENES[0]).ties]
    allowed = {"disc", "square", "triangle", "diamond"}
    assert {e.get("value") for e in root.iterfind(".//g:node/viz:shape", NAMES)} <= allowed


#: Of the schemas of GEXF 1.3 and of its looks: what an element may hold, in which order is free, and say.
_HOLDS = {
    "gexf": ("meta graph", "version"),
    "meta": ("creator description", "lastmodifieddate"),
    "graph": ("attributes nodes edges", "defaultedgetype mode"),
    "attributes": ("attribute", "class mode"),
    "attribute": ("", "id title type"),
    "nodes": ("node", "count"),
    "edges": ("edge", "count"),
    "node": ("attvalues viz:color viz:position viz:size viz:shape", "id label"),
    "edge": ("attvalues viz:color viz:shape", "id label source target type"),
    "attvalues": ("attvalue", ""),
    "attvalue": ("", "for value"),
    "viz:color": ("", "r g b"),
    "viz:position": ("", "x y z"),
    "viz:size": ("", "value"),
    "viz:shape": ("", "value"),
    "creator": ("", ""),
    "description": ("", ""),
}
_SEVERAL = {"attributes", "attribute", "node", "edge", "attvalue"}


@pytest.mark.parametrize("shown", [*SCENES, HOSTILE], ids=["layered", "spread", "hostile"])
def test_gexf_holds_what_its_schemas_allow(shown: Scene) -> None:
    def name(element: Element) -> str:
        return element.tag.replace(f"{{{VIZ}}}", "viz:").replace(f"{{{GEXF}}}", "")

    for element in fromstring(gexf(shown)).iter():
        inside, said = (set(names.split()) for names in _HOLDS[name(element)])
        assert element.attrib.keys() <= said
        held = [name(part) for part in element]
        assert set(held) <= inside
        assert all(held.count(part) == 1 for part in set(held) - _SEVERAL)
        label = element.get("label", "")
        assert label == " ".join(label.split())
        if name(element) == "viz:position":
            assert [float(element.attrib[axis]) for axis in "xyz"]


# ---- CSV


def rows(data: bytes, delimiter: str = ";") -> list[list[str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=delimiter))


def test_tables_name_both_ends_the_basis_and_the_state() -> None:
    things, links = rows(things_csv(SCENES[0])), rows(links_csv(SCENES[0]))
    assert things[0] == ["Tunnus", "Nimi", "Laji", "Huomautus", "Osoite", "Suunnitelmien versio"]
    named = {row[0]: row[1] for row in things[1:]}
    assert len(links) == len(drawn(SCENES[0]).ties) + 1
    assert all((named[row[0]], named[row[4]]) == (row[1], row[5]) for row in links[1:])
    assert {row[7] for row in links[1:]} == {"perustuu lähteeseen", "valmistelijan tulkinta"}
    assert {row[-1] for row in [*things[1:], *links[1:]]} == {"kemi-hyvinvointi-2023@3"}
    assert rows(things_csv(scene(layered(3), lang="en")), ",")[0][1] == "Name"


def test_no_cell_is_a_formula() -> None:
    cells = [cell for row in rows(things_csv(HOSTILE)) for cell in row]
    assert not [cell for cell in cells if re.match(r"[=+@\t]|-[^\d]", cell) and len(cell) > 2]
    assert {as_written(row[1]) for row in rows(things_csv(HOSTILE))[1:]} == {
        thing.text for thing in drawn(HOSTILE).things
    }


def test_a_table_has_its_headings_gaps_and_numbers() -> None:
    shown = grid(rows=3, columns=2)
    read = rows(table_csv(scene(shown)))
    assert read[0] == [*(head.text for head in shown.heads), "Suunnitelmien versio"]
    assert {len(row) for row in read} == {4}
    assert [row[0] for row in read[1:]] == [row.cells[0].text for row in shown.rows]
    assert read[2][:2] == ["Kirjasto", "Yksikkö ei raportoinut"]
    with pytest.raises(TypeError):
        table_csv(SCENES[0])


def test_no_heading_of_a_table_is_a_formula() -> None:
    heads = rows(table_csv(scene(grid(rows=3, columns=1, labels=("=cmd|' /C calc'!A0",)))))[0]
    assert heads[1] == "'=cmd|' /C calc'!A0"


# ---- JSON-LD


def picture(viewer: Flask, address: str) -> Scene:
    with viewer.test_request_context(address):
        viewer.preprocess_request()
        return made(address.partition("?")[0].rpartition("/")[2].partition(".")[0], current_state())


@pytest.fixture(scope="module")
def triples(kemi: PlanGraph) -> Graph:
    whole = Graph()
    for info in kemi.plans("en"):
        whole += kemi.rdf(info.plan_id)
    return whole


@pytest.mark.filterwarnings("ignore:.*is deprecated:DeprecationWarning")  # rdflib warns of itself
@pytest.mark.parametrize(
    "address",
    [
        "/export/focus.svg?focus=kemi-hyvinvointi-2023:P2.2&lang=fi",
        "/export/path.svg?focus=kemi:kirjasto,kemi:liikuntapalvelut&lang=sv",
        "/export/network.svg?plan=kemi-hyvinvointi-2023&view=goal-tree&lang=en",
    ],
)
def test_json_ld_says_what_the_plans_say_and_from_where(viewer: Flask, triples: Graph, address: str) -> None:
    shown = picture(viewer, address)
    data = Dataset()
    data.parse(data=json_ld(shown), format="json-ld")
    names = [graph.identifier for graph in data.graphs() if len(graph) and graph != data.default_graph]
    (said,) = (data.graph(name) for name in names)
    assert set(said) <= set(triples)
    assert len(set(said.subjects(PLAN.basis))) >= len(drawn(shown).ties) > 0
    subjects = {str(subject) for subject in said.subjects()}
    assert {thing.id for thing in drawn(shown).things} <= subjects
    (about,) = set(data.default_graph.subjects())
    plans = {str(plan).rpartition("/")[2] for plan in data.default_graph.objects(about, PROV.wasDerivedFrom)}
    assert plans == {plan.partition("@")[0] for plan in shown.stamp.plans} != set()
    assert about == said.identifier
    assert isinstance(about, URIRef) == bool(shown.stamp.address)


# ---- all of them


@pytest.mark.parametrize("write", WRITERS)
def test_the_same_picture_gives_the_same_file_and_a_hostile_or_empty_one_too(write: object) -> None:
    for shown in (*SCENES, HOSTILE, scene(Layered((), (), ())), scene(spread(0))):
        data = write(shown)
        assert data == write(shown)
        data.decode("utf-8")


def test_each_form_is_offered_for_pictures_of_things_and_links_alone() -> None:
    for suffix in ("graphml", "gexf", "things.csv", "links.csv", "mmd", "dot", "jsonld"):
        output = OUTPUTS[suffix]
        assert output.write(SCENES[0], Wish())
        assert not output.holds(scene(grid()))
        assert not output.is_main
    with pytest.raises(TypeError):
        dot(scene(grid()))
