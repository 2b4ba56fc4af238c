"""What is delivered: the wheel holds all that the program needs and nothing else, and works elsewhere."""

from __future__ import annotations

import importlib.metadata
import os
import re
import subprocess
import sys
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("graph", "ontology", "webviz")
BIN = "Scripts" if sys.platform == "win32" else "bin"


def run(*command: object, cwd: Path) -> str:
    """Run a command without any settings of ours; return what it printed."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PLANWEAVE_")}
    environment |= {"PYTHONIOENCODING": "utf-8", "LANG": "C.UTF-8", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    environment.pop("PYTHONPATH", None)
    done = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the repository."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    [found] = folder.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def names(wheel: Path) -> set[str]:
    """The files in the wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an environment that holds the wheel and what it needs, nothing else."""
    folder = tmp_path_factory.mktemp("elsewhere")
    run(sys.executable, "-m", "venv", folder / "venv", cwd=folder)
    programs = folder / "venv" / BIN
    constraints = ROOT / "constraints.txt"
    run(programs / "python", "-m", "pip", "install", "-qq", "-c", constraints, wheel, cwd=folder)
    return programs


@pytest.mark.slow
def test_wheel_holds_every_file_of_the_packages(names: set[str]) -> None:
    files = (file for package in PACKAGES for file in (ROOT / package).rglob("*") if file.is_file())
    expected = {file.relative_to(ROOT).as_posix() for file in files if "__pycache__" not in file.parts}
    assert {name for name in names if ".dist-info/" not in name} == expected


@pytest.mark.slow
@pytest.mark.parametrize(
    "pattern",
    [
        r"ontology/plan\.ttl",
        r"ontology/shapes/actions\.ttl",
        r"ontology/concepts/basis\.ttl",
        r"graph/queries/program/\w+\.rq",
        r"graph/queries/questions/[\w-]+\.rq",
        r"graph/queries/views/[\w-]+\.rq",
        r"graph/translations/fi\.po",
        r"graph/translations/sv\.po",
        r"webviz/translations/fi\.po",
        r"webviz/translations/sv\.po",
        r"webviz/templates/\w+\.html",
        r"webviz/static/\w+\.css",
        r"webviz/static/\w+\.js",
        r"(graph|ontology|webviz)/py\.typed",
        r"planweave-[\d.]+\.dist-info/licenses/LICENSE",
    ],
)
def test_wheel_holds(pattern: str, names: set[str]) -> None:
    assert any(re.fullmatch(pattern, name) for name in names)


@pytest.mark.slow
def test_wheel_holds_neither_data_nor_tests(names: set[str]) -> None:
    tops = {name.partition("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == set(PACKAGES)


@pytest.mark.slow
def test_wheel_tells_its_import_names(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        [name] = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
        metadata = Parser().parsestr(archive.read(name).decode("utf-8"))
    assert sorted(metadata.get_all("Import-Name") or []) == list(PACKAGES)


@pytest.fixture(scope="module")
def workplace(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder far from the repository, in which the installed program has stored Kemi's plans."""
    folder = tmp_path_factory.mktemp("workplace")
    added = run(installed / "planweave", "add", ROOT / "data" / "kemi", cwd=folder)
    assert "kemi-hyvinvointi-2023" in added
    return folder


@pytest.mark.slow
def test_installed_program_tells_its_version(installed: Path, workplace: Path) -> None:
    printed = run(installed / "planweave", "--version", cwd=workplace)
    assert importlib.metadata.version("planweave") in printed


@pytest.mark.slow
def test_installed_program_answers_a_question(installed: Path, workplace: Path) -> None:
    command = ("--lang", "fi", "ask", "actions-per-goal", "--format", "csv")
    answer = run(installed / "planweave", *command, cwd=workplace)
    assert "Elinvoimainen kaupunki" in answer


@pytest.mark.slow
def test_installed_program_answers_sparql(installed: Path, workplace: Path) -> None:
    query = workplace / "query.rq"
    query.write_text("SELECT (COUNT(?a) AS ?n) { ?a a plan:Priority }", encoding="utf-8")
    assert run(installed / "planweave", "sparql", query, "-f", "csv", cwd=workplace).split() == ["n", "24"]


@pytest.mark.slow
def test_installed_viewer_shows_its_start_page(installed: Path, workplace: Path) -> None:
    script = (
        "from pathlib import Path; from webviz.app import create_app; from webviz.settings import Settings; "
        "print(create_app(Settings(Path('planweave.db'))).test_client().get('/?lang=fi').text)"
    )
    assert "<table" in run(installed / "python", "-c", script, cwd=workplace)


def loaded_by(module: str) -> set[str]:
    """The direct dependencies of the project that importing a module pulls in."""
    script = f"import sys, {module}; print(*sorted({{name.partition('.')[0] for name in sys.modules}}))"
    tops = run(sys.executable, "-c", script, cwd=ROOT).split()
    packages = importlib.metadata.packages_distributions()
    found = {name.lower() for top in tops for name in packages.get(top, [])}
    wanted = importlib.metadata.requires("planweave") or []
    direct = {re.split(r"[^\w-]", line)[0].lower() for line in wanted if "extra ==" not in line}
    return found & direct


def test_importing_the_ontology_pulls_in_rdflib_alone() -> None:
    assert loaded_by("ontology") == {"rdflib"}


def test_importing_graph_pulls_in_no_web_and_no_command_line() -> None:
    assert loaded_by("graph") <= {"babel", "networkx", "pyoxigraph", "pyshacl", "pyyaml", "rdflib"}
