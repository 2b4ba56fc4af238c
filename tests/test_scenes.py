"""Scenes: what pictures say of themselves, in three languages, and nothing that is not so."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from graph import PlanGraph
from ontology import LANGUAGES, load_model
from ontology.namespaces import PLAN
from webviz import current
from webviz.presentation import Chart, Deck, Grid, Layered, Scene, Spread
from webviz.scenes import titles
from webviz.scenes.making import deck, scene
from webviz.state import State
from webviz.state import current as current_state

from .conftest import PUBLIC
from .internal_plans import SECRET

Make = Callable[..., Flask]
P1 = "kemi-hyvinvointi-2023:P1.1"
PICTURES = {
    f"focus?focus={P1}": Layered,
    "focus?focus=kemi:kirjasto": Layered,
    "path?focus=kemi:kirjasto,kemi:liikuntapalvelut": Layered,
    "network?plan=kemi-hyvinvointi-2023": Spread,
    "matrix?plan=kemi-hyvinvointi-2023": Grid,
    "list?plan=kemi-hyvinvointi-2023&sort=to": Grid,
    "question/priorities-without-action?plan=kemi-hyvinvointi-2023": Grid,
    "question/actions-per-priority?plan=kemi-hyvinvointi-2023": Chart,
}


@contextmanager
def asked(app: Flask, address: str) -> Iterator[State]:
    """A request for a picture as a file."""
    with app.test_request_context(f"/export/{address}"):
        app.preprocess_request()
        yield current_state()


@cache
def made(app: Flask, address: str, lang: str = "fi") -> Scene:
    path, _, query = address.partition("?")
    picture, _, question = path.partition("/")
    with asked(app, f"{path}.svg?{query}&lang={lang}") as state:
        return scene(picture, state, name=question)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("address", PICTURES)
def test_a_picture_says_what_it_shows(viewer: Flask, address: str, lang: str) -> None:
    shown = made(viewer, address, lang)
    assert shown.lang == lang
    assert isinstance(shown.content, PICTURES[address])
    assert 10 < len(shown.title) <= 100
    assert not shown.title.endswith(".")
    assert not shown.scope[:1].islower()
    assert shown.desc.count("\n") >= 1
    assert shown.sources
    assert shown.listed is not None
    assert shown.listed.rows
    assert shown.name.isascii()
    assert shown.name == shown.name.strip("-").lower()
    assert "kemi-hyvinvointi-2023@1" in shown.stamp.plans
    assert "kemi-hyvinvointi-2023" in shown.stamp.said
    assert "{" not in repr((shown.title, shown.scope, shown.desc, shown.sources, shown.left_out, shown.stamp))


def test_titles_are_sentences_from_the_numbers(viewer: Flask) -> None:
    told = [made(viewer, address).title for address in PICTURES]
    assert told[:7] == [
        "”Hyvinvoinnin ongelmien ennaltaehkäisy”: 15 toimenpidettä, mutta kumppania ei ole nimetty",
        "Toimijalla ”Kirjasto” on seitsemän toimenpidettä ja kaksi painopistettä",
        "Kirjasto ja Liikuntapalvelut: ei yhteistä toimenpidettä, yhteinen painopiste",
        "Eniten toimenpiteitä: Kemin kaupunki (18 / 76)",
        "Toimenpide on kirjattu 21 painopisteelle, kun painopisteitä on 24",
        told[5],
        "Painopisteitä, joille ei ole toimenpidettä, on Hyvinvointitoimialan raportissa 3",
    ]
    assert "valmistelijan tulkintaa on" in told[5]


def test_the_basis_and_the_report_stand_in_one_line(viewer: Flask) -> None:
    told = {address.partition("?")[0]: made(viewer, address).scope for address in PICTURES}
    assert told["path"] == "Yhteydet ovat valmistelijan tulkintaa; Hyvinvointitoimialan raportti 2023"
    assert told["matrix"] == "Luvuissa ovat myös valmistelijan tulkinnat; Hyvinvointitoimialan raportti 2023"
    named = made(viewer, f"focus?focus={P1}&named=true")
    assert named.scope.startswith("Kaikki yhteydet perustuvat lähteeseen; ")
    assert "rajattu" in named.left_out


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_a_title_says_is_missing_is_missing(viewer: Flask, kemi: PlanGraph, lang: str) -> None:
    gaps = dict(load_model().gaps_told)
    for name in ("P1.1", "P1.4", "P2.4", "P3.1"):
        said = made(viewer, f"focus?focus=kemi-hyvinvointi-2023:{name}", lang).title
        iri = kemi.iri_of(f"kemi-hyvinvointi-2023:{name}")
        for relation, words in gaps.items():
            query = f"SELECT ?x {{ ?action <{PLAN.implements}> <{iri}> ; <{relation}> ?x }}"
            rows = kemi.store.select(query).rows
            assert not (list(rows) and words[lang] in said), said


def test_addresses_are_whole_or_not_there(viewer: Flask, public: Flask) -> None:
    for address in PICTURES:
        alone, shown = made(viewer, address), made(public, address)
        assert not set(re.findall(r"(?:url|address)='([^']+)'", repr(alone)))
        assert shown.stamp.address.startswith(f"{PUBLIC}/")
        assert f"since={shown.stamp.plans[0]}" in shown.stamp.address
        assert "url='/" not in repr(shown)
        assert f"url='{PUBLIC}/" in repr(shown.listed)


def test_the_network_stands_as_on_the_page(viewer: Flask) -> None:
    page = viewer.test_client().get("/network.json?plan=kemi-hyvinvointi-2023&hide=group").get_json()
    shown = made(viewer, "network?plan=kemi-hyvinvointi-2023&hide=group").content
    assert isinstance(shown, Spread)
    places = {thing["id"]: (thing["x"], thing["y"]) for thing in page["things"]}
    assert {spot.id: (spot.x, spot.y) for spot in shown.spots}.items() <= places.items()
    assert "group" not in {spot.kind for spot in shown.spots}
    ends = {end for tie in shown.ties for end in (tie.source, tie.target)}
    assert ends <= {spot.id for spot in shown.spots}


def test_gaps_of_the_matrix_say_why(viewer: Flask) -> None:
    grid = made(viewer, "matrix?plan=kemi-hyvinvointi-2023").content
    assert isinstance(grid, Grid)
    gaps = [row for row in grid.rows if row.is_gap]
    assert len(gaps) == 3
    assert all(len(row.cells) == 2 and row.cells[1].text for row in gaps)
    assert all(len(row.cells) == 1 for row in grid.rows if row.is_group)
    assert max(cell.shade for row in grid.rows for cell in row.cells) == 4


def test_nothing_to_show_is_said(viewer: Flask) -> None:
    shown = made(viewer, "network?plan=kemi-hyvinvointi-2023&field=none-such")
    assert shown.title == "Näytettäviä yhteyksiä ei ole"
    assert made(viewer, "list?plan=kemi-hyvinvointi-2023&find=qqqq").title == "yhteyksiä ei ole kirjattu"


def test_a_title_of_ones_own_takes_the_place_of_ours(viewer: Flask) -> None:
    with asked(viewer, f"focus.svg?focus={P1}&lang=fi") as state:
        assert scene("focus", state, title="Näin ehkäisemme ongelmia").title == "Näin ehkäisemme ongelmia"


def test_the_report_is_a_deck(viewer: Flask) -> None:
    with asked(viewer, "report.pptx?plan=kemi-hyvinvointi-2023&lang=fi") as state:
        shown = deck(state)
    assert isinstance(shown, Deck)
    assert shown.title == (
        "Kemin hyvinvointisuunnitelman seuranta 2023: puutteen osoittaa 20 vastausta, kunnossa on 4"
    )
    assert 4 <= len(shown.scenes) <= 12
    assert all(len(each.title) <= 160 for each in shown.scenes)
    # None ends where its list would begin.
    assert all(re.search(r"\d|: ", each.title) for each in shown.scenes)
    assert shown.summary[0].startswith("Raportoineet yksiköt")


def test_nothing_internal_is_in_a_scene(make_viewer: Make, internal_path: Path) -> None:
    viewer = make_viewer(internal_path)
    for address in ("focus?focus=julki:P1", "network?plan=all", "list?plan=all", "matrix?plan=all"):
        assert SECRET not in repr(made(viewer, address)).casefold()


# ---- titles


_LABELS = st.text(max_size=300) | st.sampled_from(["{name}", "a" * 5000, "\u202eabc", "x. y: (z)", "%s {0}"])


@given(name=_LABELS, counts=st.lists(st.integers(1, 5000), max_size=4), gap=st.sampled_from(["", "ei"]))
@pytest.mark.parametrize("lang", LANGUAGES)
def test_titles_hold_any_label(viewer: Flask, lang: str, name: str, counts: list[int], gap: str) -> None:
    kinds = [kind for kind in load_model().kinds if kind.one]
    told = list(zip(kinds, counts, strict=False))
    with viewer.test_request_context(f"/?lang={lang}"):
        current.choose_language()
        title = titles.around(titles.cut(name), kinds[2], told, gap, sum(counts))
    assert 0 < len(title) <= titles.LONGEST + titles._SHORTEST_NAME
    assert not {"\n", "\u202e", "\x00"} & set(title)
    assert "{told}" not in title


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("fi", "Painopisteellä ”X” on yksi toimenpide ja kymmenen toimijaa"),
        ("sv", "Prioriteringen ”X” har en åtgärd och tio aktörer"),
        ("en", "The priority “X” has one action and ten bodies"),
    ],
)
def test_few_things_are_counted_in_words(viewer: Flask, lang: str, told: str) -> None:
    kinds = {kind.name: kind for kind in load_model().kinds}
    with viewer.test_request_context(f"/?lang={lang}"):
        current.choose_language()
        counts = [(kinds["action"], 1), (kinds["body"], 10), (kinds["network"], 2)]
        assert titles.around("X", kinds["priority"], counts) == told
