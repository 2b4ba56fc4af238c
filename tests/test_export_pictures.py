"""`planweave export` with pictures: what is written, what is said of it, and one line for what cannot be."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result

import webviz.cli
from graph import PlanGraph, saving
from graph.commands.exporting import WRITERS
from webviz import saved_pictures
from webviz.presentation.outputs import OUTPUTS

from .internal_plans import SECRET, opened

P1 = "kemi-hyvinvointi-2023:P1.1"
Run = Callable[..., Result]


@pytest.fixture
def export(runner: CliRunner, kemi_path: Path, tmp_path: Path) -> Run:
    """Export from the store of Kemi's plans, in English, into a folder of the test."""

    def run(name: str, *args: str, lang: str = "en", store: Path = kemi_path) -> Result:
        file = str(tmp_path / name)
        asked = ["--store", str(store), "--lang", lang, "export", file, *args]
        return runner.invoke(webviz.cli.planweave, asked)

    return run


def test_a_slide_is_written_and_told(export: Run, tmp_path: Path) -> None:
    done = export("slide.pptx", "-p", f"focus={P1}", lang="fi")
    assert done.exit_code == 0, done.stderr
    assert zipfile.is_zipfile(tmp_path / "slide.pptx")
    assert "slide.pptx" in done.stderr
    assert "otsikko: ”Hyvinvoinnin ongelmien ennaltaehkäisy”: 15 toimenpidettä" in done.stderr
    assert "--title TEKSTI" in done.stderr
    assert "tiedostosta puuttuu: Toimenpide: näytetään 9, kaikkiaan 15" in done.stderr
    assert "--public-url" in done.stderr


def test_the_file_is_that_of_the_page(export: Run, tmp_path: Path, client: object) -> None:
    assert export("a.svg", "-p", f"focus={P1}", lang="fi").exit_code == 0
    page = client.get(f"/export/focus.svg?focus={P1}&lang=fi")  # type: ignore[attr-defined]
    assert (tmp_path / "a.svg").read_bytes() == page.data


@pytest.mark.parametrize(
    ("name", "args", "holds"),
    [
        ("m.svg", (), "There are actions for 21 of 24 priorities"),
        ("n.svg", ("--view", "goal-tree", "--title", "Our <goals>"), "Our &lt;goals&gt;"),
        ("q.svg", ("--question", "priorities-without-action", "-p", "named=true"), "9 of 24"),
        ("l.links.csv", ("--view", "network"), "kemi:kirjasto"),
        ("w.svg", ("--view", "matrix", "--width", "500", "--public-url", "https://a.fi"), "https://a.fi/"),
        ("p.svg", ("--view", "path", "-p", "focus=kemi:kirjasto,kemi:liikuntapalvelut"), "no shared action"),
        ("n.graphml", ("--view", "network", "--plan", "kemi-hyvinvointi-2023"), "graphml"),
    ],
)
def test_pictures_answers_and_views(
    export: Run, tmp_path: Path, name: str, args: tuple[str, ...], holds: str
) -> None:
    done = export(name, *args)
    assert done.exit_code == 0, done.stderr
    text = (tmp_path / name).read_text(encoding="utf-8")
    assert holds in " ".join(text.split())
    if name.endswith(".svg"):
        assert ElementTree.fromstring(text).tag.endswith("svg")


@pytest.mark.parametrize(
    ("name", "args", "said"),
    [
        ("x.pptx", ("--view", "netwrk"), "did you mean network?"),
        ("x.pptx", ("--view", "goal-tre"), "did you mean goal-tree?"),
        ("x.pptx", ("--view", "zzzz"), "there are: matrix, focus, network, path, list"),
        ("x.pptx", ("--view", "focus"), "-p focus=PLAN:ID"),
        ("x.pptx", ("-p", "fokus=a"), "did you mean focus?"),
        ("x.pptx", ("-p", "focus"), "key=value"),
        ("x.pptx", ("-p", "named=yes"), "neither true nor false"),
        ("x.pptx", ("--question", "foo"), "no question foo"),
        ("x.pptx", ("--question", "priorities-without-action", "-p", "nmed=true"), "did you mean named?"),
        ("x.pptx", ("--report", "--view", "focus"), "--report --view"),
        ("x.pptx", ("--plan", "nope"), "no plan nope"),
        ("x.pptx", ("--title", "a" * 301), "300"),
        ("x.pptx", ("--internal",), "never holds what is internal"),
        ("x.pptx", ("--public-url", "plans.example.fi"), "https://plans.example.fi"),
        ("x.pptx", ("--template", __file__), "is no PowerPoint presentation"),
        ("x.pdf", ("--width", "300"), "--width is for files that end in: .png .svg"),
        ("x.png", ("--width", "0"), "not in the range"),
        ("x.svg", ("--report",), "one of these can: .pptx .pdf"),
        ("x.ttl", ("--title", "A"), "--title is for pictures"),
        ("x.doc", (), "unknown suffix"),
        ("x.svg", ("-p", "focus=kemi:nope"), "kemi:nope"),
        ("none/x.svg", (), "x.svg: No such file or directory"),
    ],
)
def test_what_cannot_be_is_one_line(
    export: Run, tmp_path: Path, name: str, args: tuple[str, ...], said: str
) -> None:
    done = export(name, *args)
    assert done.exit_code == 2
    last = done.stderr.rstrip().splitlines()[-1]
    assert said in last
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_is_told_in_the_language_of_the_user(export: Run) -> None:
    assert "kysymystä foo ei ole" in export("x.pptx", "--question", "foo", lang="fi").stderr
    assert "suunnitelmaa nope ei ole" in export("x.pptx", "--plan", "nope", lang="fi").stderr


def test_a_saved_view_is_written_with_its_name(export: Run, kemi_copy: Path, tmp_path: Path) -> None:
    from webviz import Settings, create_app

    app = create_app(Settings(kemi_copy), guarded=False)
    with app.test_request_context("/?lang=fi"):
        app.preprocess_request()
        view = saved_pictures.made("focus", {"focus": P1, "hide": "group"}, {})
    with PlanGraph.create(kemi_copy).store as store:
        name = saving.save(store, replace(view, titles={"fi": "Ehkäisy"})).name
    done = export("v.svg", "--view", name, lang="fi", store=kemi_copy)
    assert done.exit_code == 0, done.stderr
    assert "15 toimenpidettä" in done.stderr
    assert "Piilotettu: Kohderyhmä" in done.stderr
    assert export("v.graphml", "--view", name, store=kemi_copy).exit_code == 0
    other = export("v2.svg", "--view", name, "-p", "focus=kemi:kirjasto", lang="fi", store=kemi_copy)
    assert "Kirjasto" in other.stderr
    assert "did you mean" in export("x.svg", "--view", f"{name}x", store=kemi_copy).stderr


def test_nothing_internal_is_written(export: Run, internal_path: Path, tmp_path: Path) -> None:
    for name in ("a.svg", "a.pptx", "a.things.csv", "a.jsonld", "a.html"):
        done = export(name, "--view", "network", "-p", "plan=all", store=internal_path)
        assert done.exit_code == 0, done.stderr
        assert SECRET not in opened((tmp_path / name).read_bytes())
    refused = export("x.svg", "-p", "focus=julki:zqxA2", store=internal_path)
    assert refused.exit_code == 2


def test_the_help_names_all_formats(runner: CliRunner) -> None:
    told = runner.invoke(webviz.cli.planweave, ["export", "--help"]).output
    for suffix in (*(f".{one}" for one in OUTPUTS), *WRITERS):
        assert suffix in told
