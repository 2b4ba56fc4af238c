"""Views, answers and pictures show themselves in a notebook: without script, without a network."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from types import ModuleType
from xml.etree.ElementTree import fromstring

import pytest
from rdflib import URIRef

from graph import Network, PlanGraph, PlanweaveError, answer
from graph.errors import ParameterError, UnknownQueryError
from graph.network import NetworkLink, NetworkThing
from ontology import Label
from ontology.namespaces import PLAN
from webviz.notebook import picture

from .hostile_plan import TEXTS

PLAN_ID = "kemi-hyvinvointi-2023"
SVG = "{http://www.w3.org/2000/svg}"
DOCS = Path(__file__).parents[1] / "docs" / "present.md"


@pytest.fixture(scope="module")
def small(kemi: PlanGraph) -> Network:
    return kemi.view("networks-and-members", "fi", PLAN_ID)


@pytest.fixture(scope="module")
def large(kemi: PlanGraph) -> Network:
    return kemi.view("goal-tree", "sv", PLAN_ID)


def odd(*labels: str) -> Network:
    things = tuple(
        NetworkThing(URIRef(f"urn:{n}"), Label(text, "fi"), PLAN.Action, ("action", "priority", "")[n % 3])
        for n, text in enumerate(labels)
    )
    links = [
        NetworkLink(thing.iri, things[0].iri, PLAN.implements, URIRef(""), "curated", False, None)
        for thing in things[1:]
    ]
    return Network(labels[0], things, tuple(links), True, "fi", labels[0])


def harmless(html: str) -> None:
    """Check that a part of a page is whole, runs nothing and fetches nothing."""
    root = fromstring(html)
    assert not [e.tag for e in root.iter() if re.search(r"script|iframe|img|image|link|object", str(e.tag))]
    attributes = [(key, value) for e in root.iter() for key, value in e.attrib.items()]
    assert not [pair for pair in attributes if pair[0].lower().startswith("on") or "src" in pair[0]]
    assert not [pair for pair in attributes if "href" in pair[0] or "url(" in pair[1]]


def test_a_small_view_stands_in_columns_and_a_large_one_is_spread_out(small: Network, large: Network) -> None:
    columns, spots = fromstring(small._repr_svg_()), fromstring(large._repr_svg_())
    boxes = [e for e in columns.iter() if "box" in e.get("class", "").split()]
    assert len(boxes) == len(small.things)
    assert len([e for e in spots.iter() if e.get("class") == "spot"]) == len(large.things)
    assert columns.findtext(f"{SVG}title") == "Verkostot ja niiden jäsenet"
    assert (columns.get("lang"), spots.get("lang")) == ("fi", "sv")


def test_the_list_below_has_all_links_with_what_they_rest_on(small: Network) -> None:
    html = small._repr_html_()
    harmless(html)
    root = fromstring(html)
    rows = root.findall(".//details//tbody/tr")
    assert len(rows) == len(small.links)
    labels = {thing.label.text for thing in small.things}
    assert {cell.text for row in rows for cell in (row[0], row[2])} <= labels
    assert all(row[1].text and row[3].text for row in rows)
    assert f"Sama luettelona ({len(small.links)})" in html
    assert html == small._repr_html_()


@pytest.mark.parametrize("count", [len(TEXTS), 64])
def test_names_that_mean_harm_do_none(count: int) -> None:
    harmless(odd(*(TEXTS[n % len(TEXTS)] for n in range(count)))._repr_html_())


def test_a_view_of_nothing_is_shown_too() -> None:
    harmless(Network("empty", (), ())._repr_html_())


def test_how_a_view_shows_itself_is_not_what_it_is(small: Network) -> None:
    assert Network(small.name, small.things, small.links) == small
    assert "title" not in repr(Network("x", (), (), title="y"))


def test_an_answer_shows_its_sentence_its_chart_and_its_rows(kemi: PlanGraph) -> None:
    found = answer(kemi, "actions-per-goal", "fi", PLAN_ID)
    html = found._repr_html_()
    harmless(html)
    root = fromstring(html)
    assert found.said("fi") in html
    assert root.find(f".//{SVG}svg") is not None
    assert len(root.findall(".//tbody/tr")) == len(found.table.rows) == 3
    assert found.table._repr_html_() in html or len(fromstring(found.table._repr_html_())) == 1


# ---- pandas: a part of it that the tests bring, as it is not needed otherwise


class Frame:
    def __init__(self, rows: list[object], columns: list[str]) -> None:
        self.rows, self.columns = rows, columns

    @classmethod
    def from_records(cls, rows: list[object], columns: list[str]) -> Frame:
        return cls(rows, columns)

    def set_index(self, name: str) -> Frame:
        assert name in self.columns
        return self


def test_frames_have_all_rows(kemi: PlanGraph, small: Network, monkeypatch: pytest.MonkeyPatch) -> None:
    pandas = ModuleType("pandas")
    pandas.DataFrame = Frame
    monkeypatch.setitem(sys.modules, "pandas", pandas)
    things, links = small.to_pandas()
    assert (len(things.rows), len(links.rows)) == (len(small.things), len(small.links))
    assert {row[0] for row in links.rows} <= {row[0] for row in things.rows}
    table = kemi.ask("actions-per-goal", "fi", PLAN_ID)
    frame = table.to_pandas()
    assert len(frame.rows) == len(table.rows)
    assert {key for row in frame.rows for key in row} == set(frame.columns)


def test_without_pandas_one_line_says_what_to_install(
    small: Network, kemi: PlanGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    for shown in (small, kemi.ask("actions-per-goal", "fi", PLAN_ID)):
        with pytest.raises(PlanweaveError, match=r"pip install 'planweave\[notebook\]'"):
            shown.to_pandas()


# ---- pictures of the viewer


def test_a_picture_shows_itself_and_becomes_any_file(kemi_path: Path, tmp_path: Path) -> None:
    shown = picture(kemi_path, "focus", lang="fi", focus=f"{PLAN_ID}:P2.2", title="Kolme toimenpidettä")
    html = shown._repr_html_()
    harmless(html)
    assert "Kolme toimenpidettä" in shown._repr_svg_()
    assert len(fromstring(html).findall(".//details//tbody/tr")) == len(shown.scene.listed.rows) > 0
    assert shown.save(tmp_path / "kuva.mmd").read_text("utf-8").startswith('---\ntitle: "Kolme')
    assert shown.save(tmp_path / "kuva.svg").read_text("utf-8") == shown._repr_svg_()
    for wrong, width in (("kuva.doc", None), ("kuva.svg", 0)):
        with pytest.raises(ParameterError):
            shown.save(tmp_path / wrong, width=width)


@pytest.mark.parametrize(
    ("name", "state"),
    [("foo", {}), ("report", {}), ("focus", {"focus": "kemi:nope"}), ("matrix", {"plan": "nope"})],
)
def test_what_is_not_there_is_told(kemi_path: Path, name: str, state: dict[str, str]) -> None:
    with pytest.raises(UnknownQueryError):
        picture(kemi_path, name, **state)


def test_a_picture_needs_a_folder() -> None:
    with pytest.raises(ParameterError, match="stored in a folder"):
        picture(PlanGraph.in_memory(), "matrix")


def test_nothing_internal_is_in_a_picture(internal_path: Path) -> None:
    shown = picture(internal_path, "network", lang="fi")
    known = PlanGraph.open(internal_path).view("whole-plan", "fi")
    assert len(shown.scene.network.things) < len(known.things)


def test_the_documented_notebook_runs(
    kemi_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = DOCS.read_text("utf-8").partition("## In a notebook")[2]
    code = re.findall(r"```python\n(.*?)```", text.split("\n## ")[0], re.DOTALL)
    assert code
    monkeypatch.chdir(tmp_path)
    (tmp_path / "planweave.db").symlink_to(kemi_path)
    names: dict[str, object] = {}
    exec("\n".join(code), names)
    assert [path.name for path in tmp_path.glob("*.pptx")]
