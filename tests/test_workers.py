"""`planweave serve --workers`: several processes at one address, started again, and gone at the end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from webviz.cli import planweave

from .conftest import MakeWorkbook
from .test_serve import SECONDS, Process, children, command, get, gone, serving

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="one process alone there")


def is_soon(check: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + SECONDS
    while not check() and time.monotonic() < deadline:
        time.sleep(0.05)
    return check()


def below(process: Process) -> list[Path]:
    """Return all processes that a process has started, and those that they have."""
    found = []
    for folder in children(process):
        ids = (folder / "task" / folder.name / "children").read_text().split()
        found += [folder, *(Path("/proc") / number for number in ids)]
    return found


def listeners(process: Process) -> set[int]:
    return {int(folder.name) for folder in children(process)}


@pytest.fixture
def viewer(kemi_copy: Path, tmp_path: Path) -> Iterator[tuple[Process, str]]:
    (tmp_path / "tmp").mkdir()
    arguments = ["--store", str(kemi_copy), "serve", "--workers", "2", "--port", "0"]
    with serving(arguments, {"TMPDIR": str(tmp_path / "tmp")}) as found:
        yield found


def counts(address: str) -> Counter[int]:
    """Ask so often that each worker has answered, and return how many rows were found how often."""
    found = (json.loads(get(f"{address}search.json?q=ravunsy%C3%B6nti"))["rows"] for _ in range(12))
    return Counter(map(len, found))


@pytest.mark.slow
def test_workers_show_what_is_added_and_are_replaced_and_end_with_the_viewer(
    viewer: tuple[Process, str], kemi_copy: Path, make_workbook: MakeWorkbook, tmp_path: Path
) -> None:
    process, address = viewer
    assert counts(address) == {0: 12}
    book = make_workbook("uusi", goals=[{"id": "G1", "title.fi": "Ravunsyönti"}])
    subprocess.run(command("--store", str(kemi_copy), "add", str(book)), check=True, capture_output=True)
    assert counts(address) == {1: 12}
    first = listeners(process)
    assert len(first) == 2
    os.kill(min(first), signal.SIGKILL)
    for _ in range(20):  # the other one answers meanwhile
        assert '"ok":true' in get(f"{address}-/health")
    assert process.stderr is not None
    told = process.stderr.readline()
    assert "another one takes its place" in told
    assert "SIGKILL" in told
    assert is_soon(lambda: len(listeners(process)) == 2 and listeners(process) != first)
    assert "true" in get(f"{address}sparql?query=ASK%20%7B%20%3Fg%20a%20plan%3AGoal%20%7D")
    started = below(process)
    assert len(started) >= 3
    process.send_signal(signal.SIGTERM)
    _, err = process.communicate(timeout=SECONDS)
    assert (process.returncode, err) == (0, "")
    assert gone(started)
    assert list((tmp_path / "tmp").iterdir()) == []


def test_workers_end_when_the_process_that_started_them_is_killed(viewer: tuple[Process, str]) -> None:
    process, _ = viewer
    started = below(process)
    assert len(started) >= 2
    process.kill()
    assert gone(started)


def test_what_keeps_workers_from_starting_is_told_once(kemi_copy: Path) -> None:
    (kemi_copy / "store" / "CURRENT").unlink()
    arguments = command("--store", str(kemi_copy), "serve", "--workers", "3", "--port", "0")
    ended = subprocess.run(arguments, capture_output=True, text=True, check=False, timeout=SECONDS)
    assert (ended.returncode, ended.stdout, ended.stderr.count("\n")) == (2, "", 1)
    assert "damaged" in ended.stderr


@pytest.mark.parametrize(
    ("option", "value"), [("--port", "99999"), ("--port", "-1"), ("--workers", "0"), ("--workers", "x")]
)
def test_a_number_that_cannot_be_is_told(runner: CliRunner, kemi_path: Path, option: str, value: str) -> None:
    answer = runner.invoke(planweave, ["--store", str(kemi_path), "serve", option, value])
    assert answer.exit_code == 2
    assert option in answer.stderr
    assert value in answer.stderr
    assert "Traceback" not in answer.output


def test_a_host_that_is_unknown_is_told_in_one_line(runner: CliRunner, kemi_path: Path) -> None:
    answer = runner.invoke(planweave, ["--store", str(kemi_path), "serve", "--host", "no.such.invalid"])
    assert (answer.exit_code, answer.stderr.count("\n")) == (2, 1)
    assert "no.such.invalid:8000" in answer.stderr


def test_a_system_without_workers_is_told(
    runner: CliRunner, kemi_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webviz.cli.can_have_workers", lambda: False)
    answer = runner.invoke(planweave, ["--store", str(kemi_path), "serve", "--workers", "2"])
    assert answer.exit_code == 2
    assert "leave out --workers" in answer.stderr
