"""The network analysis of Kemi's plans: what it says, on what it rests, as command, page and data."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from click.testing import Result
from flask.testing import FlaskClient

from graph import PlanGraph
from graph.analysis import shortest_paths
from graph.analysis.answers import DEFAULT_VIEW, NAMES, SILOS, SILOS_QUESTION, WAYS_VIEW, analysis, path
from graph.analysis.asking import FEW, Wish
from graph.analysis.measures import MEASURES
from graph.errors import ParameterError, UnknownQueryError
from graph.table import short

REPORT, STRATEGY = "kemi-hyvinvointi-2023", "kemi-strategia-2022"
CITY = "kemi:kemi"

Run = Callable[..., Result]


def wish(plan: str | None = REPORT, view: str = DEFAULT_VIEW, lang: str = "en", **values: str) -> Wish:
    return Wish(lang, view, plan, values)


@pytest.mark.parametrize("name", MEASURES)
@pytest.mark.parametrize("lang", ["fi", "sv", "en"])
def test_each_answer_is_a_sentence_with_what_it_means_and_rests_on(
    kemi: PlanGraph, name: str, lang: str
) -> None:
    found = analysis(kemi, name, wish(lang=lang))
    lines = found.lines(lang)
    assert found.table.rows
    assert len(set(lines)) == len(lines) > 5
    assert not any("{" in line or "kemi:" in line for line in lines)
    if lang != "en":
        assert not set(lines) & set(found.lines("en")[:-4])
    assert found.numbers["things"] == 20
    assert found.numbers["links"] == 33
    assert any(str(FEW) in line for line in lines)


def test_the_city_as_a_whole_umbrella_words_and_sites_are_in_no_network_of_bodies(kemi: PlanGraph) -> None:
    found = analysis(kemi, "central", wish(None))
    bodies = {short(row[0].iri) for row in found.table.rows}
    assert "kemi:kirjasto" in bodies
    assert not bodies & {CITY, "kemi:koulut", "kemi:seurat", "kemi:uimahalli"}


def test_two_plans_rest_on_more_than_one_and_need_no_warning(kemi: PlanGraph) -> None:
    found = analysis(kemi, "bridges", wish(None))
    assert found.numbers["things"] >= FEW
    assert not any("Indicative" in line for line in found.lines("en"))
    first = found.table.named_rows()[0]
    assert first["betweenness"].plain == pytest.approx(0.11, abs=0.01)


def test_actions_whose_bodies_stand_in_one_cell_are_one_contact(kemi: PlanGraph) -> None:
    pair = {"kemi:elinkeinopaallikko", "kemi:tyollisyyspaallikko"}
    links = kemi.view(DEFAULT_VIEW, "en", STRATEGY).links
    of_pair = [link for link in links if {short(link.source), short(link.target)} == pair]
    shared = kemi.store.select(
        """PREFIX kemi: <https://w3id.org/planweave/id/kemi/>
        PREFIX plan: <https://w3id.org/planweave/ontology#>
        SELECT ?action { ?action plan:responsible kemi:elinkeinopaallikko, kemi:tyollisyyspaallikko }"""
    )
    assert (len(of_pair), len(shared.rows)) == (8, 12)


def test_named_links_and_sure_ones_are_fewer(kemi: PlanGraph) -> None:
    every = analysis(kemi, "central", wish(None)).numbers["links"]
    named = analysis(kemi, "central", wish(None, named="true"))
    sure = analysis(kemi, "central", wish(None, confidence="0.8"))
    assert named.numbers["links"] == int(every) - 8
    assert int(named.numbers["links"]) <= int(sure.numbers["links"]) < int(every)
    assert "Only links that the source names are counted." in named.lines("en")
    assert any("at least 0,8" in line or "vähintään 0,8" in line for line in sure.lines("fi"))


def test_who_leaves_takes_others_along(kemi: PlanGraph) -> None:
    rows = analysis(kemi, "falls-apart", wish()).table.named_rows()
    lost = {row["thing"].text: row["lost"].text for row in rows}
    assert lost["Early childhood education"] == "Library"


def test_silos_are_those_of_the_question(kemi: PlanGraph) -> None:
    found = analysis(kemi, SILOS, wish(named="true"))
    asked = kemi.ask(SILOS_QUESTION, "en", REPORT, {"named": "true"})
    assert [row[:-1] for row in found.table.rows] == list(asked.rows)
    for row in found.table.named_rows():
        share, index = float(str(row["share"].term)), float(str(row["ei"].term))
        assert share == pytest.approx(50 * (1 - index), abs=0.51)
    assert "Only links that the source names are counted." in found.lines("en")


def test_a_view_without_a_parameter_says_so(kemi: PlanGraph) -> None:
    with pytest.raises(ParameterError, match="goal-tree cannot leave links out by confidence"):
        analysis(kemi, "central", wish(view="goal-tree", confidence="0.5"))
    with pytest.raises(UnknownQueryError, match="no measure x; there are: central"):
        analysis(kemi, "x", wish())


# ---- ways


def test_ways_go_around_what_is_closed_and_there_may_be_several() -> None:
    links = [("a", "hub"), ("b", "hub"), ("a", "c"), ("c", "b"), ("a", "d"), ("d", "b")]
    assert [[step.target for step in way] for way in shortest_paths(links, "a", "b")] == [
        ["c", "b"],
        ["d", "b"],
        ["hub", "b"],
    ]
    assert [way[0].target for way in shortest_paths(links, "a", "b", {"hub"})] == ["c", "d"]
    assert shortest_paths(links, "a", "b", {"c", "d", "hub"}) == []
    assert len(shortest_paths(links, "hub", "b", {"hub", "b"})) == 1
    assert shortest_paths(links, "a", "a") == [[]]


def test_a_way_is_told_in_words_and_leads_through_no_department(kemi: PlanGraph) -> None:
    found = path(kemi, "kemi:kirjasto", "kemi:varhaiskasvatus", wish(view=WAYS_VIEW))
    rows = found.table.named_rows()
    assert found.found
    assert [row["relation"].text for row in rows][:2] == ["responsible for", "responsible body"] or rows
    through = {row["to"].iri for row in rows} | {row["from"].iri for row in rows}
    assert not {CITY, "kemi:hyvinvointitoimiala"} & {short(iri) for iri in through}
    for other in ("kemi:lapha", "kemi:perusopetus", "kemi:liikuntapalvelut"):
        steps = path(kemi, "kemi:kirjasto", other, wish(view=WAYS_VIEW)).table.named_rows()
        assert not any(short(row["to"].iri).startswith(f"{STRATEGY}:G") for row in steps)
    back = path(kemi, "kemi:varhaiskasvatus", "kemi:kirjasto", wish(view=WAYS_VIEW))
    assert len(back.table.rows) == len(rows)


def test_where_there_is_no_way_the_nearest_is_told(kemi: PlanGraph) -> None:
    found = path(kemi, "kemi:kirjasto", "kemi:digipolis", wish(view=WAYS_VIEW))
    assert not found.found
    assert found.table.rows == ()
    assert found.said.text("en") == (
        "No path from Library to Digipolis Oy: Digipolis Oy has no link in this network."
    )
    through = path(kemi, "kemi:seurafoorumi", "kemi:kirjasto", wish(view=DEFAULT_VIEW))
    assert "No path" in through.said.text("en")
    assert "Sports services" in through.said.text("en")


def test_things_are_found_by_name_in_any_language(kemi: PlanGraph) -> None:
    named = path(kemi, "Kirjasto", "sports services", wish(None, WAYS_VIEW))
    assert named.said == path(kemi, "kemi:kirjasto", "kemi:liikuntapalvelut", wish(None, WAYS_VIEW)).said
    with pytest.raises(UnknownQueryError, match=r"may be one of: kemi:nuorisovaltuusto"):
        path(kemi, "Nuorisovaltuusto", "kemi:kirjasto", wish(None, WAYS_VIEW, "fi"))
    with pytest.raises(UnknownQueryError, match="no thing xqzzy is stored"):
        path(kemi, "xqzzy", "kemi:kirjasto", wish(None, WAYS_VIEW))


# ---- the command and the page


def test_the_command_gives_rows_to_programs_and_sentences_to_people(run: Run, tmp_path: Path) -> None:
    told = run("analyze", "bridges", "--plan", REPORT)
    assert told.exit_code == 0
    assert told.stdout.startswith("ID")
    assert "Indicative only" in told.stderr
    data = json.loads(run("analyze", "communities", "-f", "json").stdout)
    assert data["numbers"]["modularity"] > 0.3
    assert data["rows"][0].keys() >= {"group", "thing", "thingLabel"}
    file = tmp_path / "cores.xlsx"
    assert run("analyze", "cores", "--named", "-f", "xlsx", "-o", str(file)).exit_code == 0
    book = openpyxl.load_workbook(file)
    assert book.sheetnames == ["cores", "Notes"]
    assert book["cores"].cell(1, 1).value == "Body or thing (ID)"
    assert run("analyze", "cores", "-f", "xlsx").exit_code == 2


def test_the_command_says_no_where_there_is_no_way(run: Run) -> None:
    assert run("analyze", "path", "kemi:kirjasto", "kemi:varhaiskasvatus").exit_code == 0
    none = run("analyze", "path", "kemi:kirjasto", "kemi:digipolis", "--plan", REPORT)
    assert (none.exit_code, none.stdout) == (1, "")
    assert "has no link" in none.stderr
    assert run("analyze", "central", "--plan", "x").exit_code == 2


@pytest.mark.parametrize("name", NAMES)
def test_the_page_shows_each_measure_and_its_data(client: FlaskClient, name: str) -> None:
    address = f"measure={name}&plan=all&lang=en&a=kemi:kirjasto&b=kemi:varhaiskasvatus"
    page = client.get(f"/analysis?{address}")
    assert page.status_code == 200
    assert "What this rests on" in page.text
    data = client.get(f"/analysis.json?{address}").get_json()
    assert data["ok"]
    assert data["said"].split(":")[0] in page.text
    rows = client.get(f"/analysis.csv?{address}").text.splitlines()
    assert len(rows) == len(data["rows"]) + 1


def test_the_page_keeps_an_answer_and_tells_what_it_cannot_do(client: FlaskClient) -> None:
    first = client.get("/analysis?measure=bridges&lang=en").text
    assert client.get("/analysis?measure=bridges&lang=en").text == first
    unknown = client.get("/analysis?measure=path&a=xqzzy&b=kemi:kirjasto&lang=en")
    assert unknown.status_code == 404
    assert "no thing xqzzy is stored" in unknown.text
    assert client.get("/analysis?confidence=2").status_code == 400
    assert client.get("/analysis?measure=x").status_code == 404
    assert "From which thing" in client.get("/analysis?measure=path&lang=en").text
