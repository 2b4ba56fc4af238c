"""What the tests share: no network, a graph of a dozen triples, Kemi's plans, and ways in."""

from __future__ import annotations

import csv
import os
import shutil
import socket
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask.testing import FlaskClient
from rdflib import Graph

from graph import PlanGraph
from graph.remote_address import Service
from graph.store import Store

from . import sparql_servers

ROOT = Path(__file__).parents[1]
#: The town of the examples, which has all that the ontology can say.
TOWN = ROOT / "ontology" / "examples" / "town"
CHROMIUM = "PLANWEAVE_CHROMIUM"
#: Of the viewer that has one.
PUBLIC = "https://plans.example.fi"
LOOPBACK = {"127.0.0.1", "::1", "localhost"}

Rows = Sequence[Mapping[str, str]]
MakeWorkbook = Callable[..., Path]

TINY = """
@prefix plan: <https://w3id.org/planweave/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@base <https://w3id.org/planweave/id/> .

<tiny> a plan:Plan ; skos:prefLabel "Pieni suunnitelma"@fi ; dcterms:language "fi" .
<tiny/P1> a plan:Priority ; dcterms:isPartOf <tiny> ; plan:order 1 ; skos:prefLabel "Liikkuminen"@fi .
<tiny/A1> a plan:Action ; dcterms:isPartOf <tiny> ; plan:order 1 ; plan:implements <tiny/P1> ;
    skos:prefLabel "Kävelyretki"@fi .
"""


@pytest.fixture(autouse=True)
def block_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection that leaves this computer."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        host = address[0] if isinstance(address, tuple) else "localhost"
        if host not in LOOPBACK:
            raise ConnectionRefusedError(f"a test reaches for {host}")
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take away the settings of whoever runs the tests; the program speaks English."""
    for name in [name for name in os.environ if name.startswith("PLANWEAVE_") and name != CHROMIUM]:
        monkeypatch.delenv(name)
    for name in ("LC_ALL", "LC_MESSAGES", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_US.UTF-8")


@pytest.fixture(scope="session")
def oxigraph_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of Oxigraph, the same for all tests."""
    with sparql_servers.oxigraph(tmp_path_factory.mktemp("oxigraph")) as url:
        yield url


@pytest.fixture
def remote(oxigraph_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Service:
    """A SPARQL service that holds nothing; the history of what is written there is the test's."""
    sparql_servers.empty(oxigraph_url)
    monkeypatch.setenv("PLANWEAVE_HISTORY", str(tmp_path / "histories"))
    return Service.at(oxigraph_url)


@pytest.fixture
def tiny() -> Graph:
    """A plan of a dozen triples."""
    return Graph().parse(data=TINY, format="turtle")


@pytest.fixture(scope="session")
def kemi_folder() -> Path:
    """Kemi's plans and register as workbooks."""
    return ROOT / "data" / "kemi"


@pytest.fixture(scope="session")
def kemi_path(kemi_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a store with Kemi's plans; only for reading."""
    folder = tmp_path_factory.mktemp("kemi") / "store"
    built = PlanGraph.create(folder)
    with built.store:
        assert all(added.change for added in built.add(kemi_folder))
    return folder


@pytest.fixture(scope="session")
def kemi(kemi_path: Path) -> PlanGraph:
    """Kemi's plans, open for reading."""
    return PlanGraph.open(kemi_path)


@pytest.fixture(scope="session")
def town_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a store with the town of the examples; only for reading."""
    folder = tmp_path_factory.mktemp("town") / "store"
    built = PlanGraph.create(folder)
    with built.store:
        assert all(added.change for added in built.add(TOWN))
    return folder


@pytest.fixture
def kemi_store(kemi: PlanGraph) -> Store:
    """The store of Kemi's plans, open for reading."""
    return kemi.store


@pytest.fixture
def kemi_copy(kemi_path: Path, tmp_path: Path) -> Path:
    """The folder of a store with Kemi's plans, for a test that writes."""
    return Path(shutil.copytree(kemi_path, tmp_path / "kemi-copy"))


@pytest.fixture
def runner() -> CliRunner:
    """Runs a command line in this process; standard output and standard error apart."""
    return CliRunner()


@pytest.fixture(scope="session")
def make_viewer() -> Iterator[Callable[..., Flask]]:
    """Open a viewer over a store, with further settings; the processes that it starts end with the tests."""
    from webviz import Settings, create_app
    from webviz.sparql import GUARD

    made: list[Flask] = []

    def make(store: Path, **settings: Any) -> Flask:
        app = create_app(Settings(store, **settings))
        app.testing = True
        made.append(app)
        return app

    yield make
    for app in made:
        app.extensions[GUARD].close()


@pytest.fixture(scope="session")
def viewer(make_viewer: Callable[..., Flask], kemi_path: Path) -> Flask:
    """The viewer of Kemi's plans."""
    return make_viewer(kemi_path)


@pytest.fixture(scope="session")
def public(make_viewer: Callable[..., Flask], kemi_path: Path) -> Flask:
    """The viewer of Kemi's plans, known under a public address."""
    return make_viewer(kemi_path, public_url=PUBLIC)


@pytest.fixture
def run(runner: CliRunner, kemi_path: Path) -> Callable[..., Result]:
    """Run a command line on the store of Kemi's plans."""
    from graph.cli import planweave

    def invoke(*args: str, **extra: object) -> Result:
        return runner.invoke(planweave, ["--store", str(kemi_path), *args], **extra)

    return invoke


@pytest.fixture
def client(viewer: Flask) -> FlaskClient:
    """A browser without a screen at the viewer of Kemi's plans."""
    return viewer.test_client()


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of sources and facts beside the repository; without it the test is skipped."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip(f"{folder} is not here")
    return folder


@pytest.fixture(scope="session")
def internal_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a store with plans of which much is internal; only for reading."""
    from .internal_plans import add_all

    base = tmp_path_factory.mktemp("internal")
    add_all(base / "store", workbooks_in(base))
    return base / "store"


@pytest.fixture(scope="session")
def earlier_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a store with a small plan that was changed twice; only for reading."""
    from .earlier_plans import add_steps

    base = tmp_path_factory.mktemp("earlier")
    add_steps(base / "store", workbooks_in(base))
    return base / "store"


@pytest.fixture
def earlier_copy(earlier_path: Path, tmp_path: Path) -> Path:
    """A copy of that store, for writing."""
    return shutil.copytree(earlier_path, tmp_path / "store")


@pytest.fixture
def make_workbook(tmp_path: Path) -> MakeWorkbook:
    """Write a workbook from sheets, each a list of rows; without an info sheet it gets a plain one."""
    return workbooks_in(tmp_path)


def workbooks_in(base: Path) -> MakeWorkbook:
    """Return what writes workbooks below a folder."""

    def make(name: str = "tiny", /, **sheets: Rows) -> Path:
        folder = base / name
        folder.mkdir(parents=True, exist_ok=True)
        info = [{"id": name, "kind": "plan", "title.fi": name, "language": "fi"}]
        for sheet, rows in {"info": info, **sheets}.items():
            write_sheet(folder / f"{sheet.replace('_', '-')}.csv", rows)
        return folder

    return make


def write_sheet(file: Path, rows: Rows) -> None:
    """Write rows as CSV with the headers in the order of their first use."""
    headers = list(dict.fromkeys(header for row in rows for header in row))
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, headers, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
