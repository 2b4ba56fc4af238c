"""`planweave serve`: tells its address, answers, and leaves nothing behind."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from webviz.cli import planweave
from webviz.serving import address_of

from .conftest import MakeWorkbook

#: As from a terminal: a shell lets commands in the background ignore the interrupt.
MAIN = """import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
from webviz.cli import main
sys.argv[0] = 'planweave'
main()
"""
SECONDS = 30

windows = pytest.mark.skipif(sys.platform == "win32", reason="other signals, and no /proc")


Process = subprocess.Popen[str]


@pytest.fixture(autouse=True)
def signals_as_before() -> Iterator[None]:
    """Take back what the command does to signals, where it runs in this process."""
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-c", MAIN, "--lang", "en", *arguments]


@contextmanager
def serving(arguments: Sequence[str], environment: Mapping[str, str]) -> Iterator[tuple[Process, str]]:
    """Run the viewer, and give its process and its address."""
    process = subprocess.Popen(
        command(*arguments),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=os.environ | environment,
    )
    with process:
        try:
            assert process.stderr is not None
            line = process.stderr.readline()
            told = r"the plans are shown at (http://localhost:\d+/) – stop with Ctrl\+C\n"
            found = re.fullmatch(told, line)
            assert found, line
            yield process, found[1]
        finally:
            process.kill()


def children(process: Process) -> list[Path]:
    """Return the processes that a process has started, as folders that vanish with them."""
    ids = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    if not ids.is_file():
        pytest.skip("this system does not tell who started a process")
    return [Path("/proc") / number for number in ids.read_text().split()]


def gone(folders: Sequence[Path]) -> bool:
    deadline = time.monotonic() + 5
    while any(folder.exists() for folder in folders) and time.monotonic() < deadline:
        time.sleep(0.02)
    return not any(folder.exists() for folder in folders)


def get(address: str) -> str:
    # No proxy of the environment: the viewer is on this computer.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(address, timeout=SECONDS) as answer:
        assert answer.status == 200
        return str(answer.read().decode())


@windows
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["interrupt", "terminate"])
def test_workbooks_are_shown_until_a_signal_and_nothing_is_left(
    make_workbook: MakeWorkbook, tmp_path: Path, number: signal.Signals
) -> None:
    book = make_workbook("pieni", goals=[{"id": "G1", "title.fi": "Ravunsyönti"}])
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    with serving(["serve", str(book), "--port", "0"], {"TMPDIR": str(temporary)}) as (process, address):
        assert "Ravunsyönti" in get(f"{address}list?view=goal-tree&plan=all") + get(f"{address}id/pieni/G1")
        assert "true" in get(f"{address}sparql?query=ASK%20%7B%20%3Fg%20a%20plan%3AGoal%20%7D")
        assert len(list(temporary.iterdir())) == 1
        started = children(process)
        assert started
        process.send_signal(number)
        out, err = process.communicate(timeout=SECONDS)
        assert (process.returncode, err) == (0, "")
        assert "pieni" in out
        assert gone(started)
    assert list(temporary.iterdir()) == []


@windows
def test_a_store_is_shown_and_stays(kemi_copy: Path, tmp_path: Path) -> None:
    before = sorted(path.name for path in kemi_copy.iterdir())
    arguments = ["--store", str(kemi_copy), "serve", "--port", "0"]
    with serving(arguments, {"TMPDIR": str(tmp_path)}) as (process, address):
        assert '"ok":true' in get(f"{address}-/health")
        process.terminate()
        out, err = process.communicate(timeout=SECONDS)
        assert (process.returncode, out, err) == (0, "", "")
    assert sorted(path.name for path in kemi_copy.iterdir()) == before


def test_a_source_that_is_no_workbook_is_told_in_one_line(runner: CliRunner, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    answer = runner.invoke(planweave, ["serve", str(tmp_path / "empty"), "--port", "0"])
    assert answer.exit_code == 2
    assert answer.stderr.count("\n") == 1
    assert answer.stderr.startswith("planweave: ")
    assert "empty" in answer.stderr


def test_a_workbook_with_an_error_is_not_shown(runner: CliRunner, make_workbook: MakeWorkbook) -> None:
    book = make_workbook("rikki", actions=[{"id": "A1", "title.fi": "x", "year": "soon"}])
    answer = runner.invoke(planweave, ["serve", str(book), "--port", "0"])
    assert answer.exit_code == 1
    assert "year" in answer.output
    assert "shown at" not in answer.output


def test_a_path_that_is_not_there_is_told(runner: CliRunner, tmp_path: Path) -> None:
    answer = runner.invoke(planweave, ["serve", str(tmp_path / "nowhere")])
    assert answer.exit_code == 2
    assert "nowhere" in answer.stderr
    assert "Traceback" not in answer.output


def test_a_store_that_is_not_there_is_told_in_one_line(runner: CliRunner, tmp_path: Path) -> None:
    answer = runner.invoke(planweave, ["--store", str(tmp_path / "nowhere"), "serve"])
    assert answer.exit_code == 2
    assert answer.stderr.count("\n") == 1
    assert "no store here" in answer.stderr


@windows
def test_a_port_that_is_taken_is_told_in_one_line(kemi_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        arguments = command("--store", str(kemi_path), "serve", "--port", port)
        ended = subprocess.run(arguments, capture_output=True, text=True, check=False, timeout=SECONDS)
    assert (ended.returncode, ended.stdout, ended.stderr.count("\n")) == (2, "", 1)
    assert ended.stderr.startswith("planweave: ")
    assert "in use" in ended.stderr


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://localhost:8000/"),
        ("0.0.0.0", "http://localhost:8000/"),
        ("::", "http://localhost:8000/"),
        ("2001:db8::1", "http://[2001:db8::1]:8000/"),
        ("plans.example.fi", "http://plans.example.fi:8000/"),
    ],
)
def test_the_address_told_can_be_opened(host: str, address: str) -> None:
    assert address_of(host, 8000) == address
