"""The small programs for working on Planweave."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
POSIX_ONLY = pytest.mark.skipif(sys.platform != "linux", reason="needs a path without any browser")


def find_chromium(path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Look for a browser where only a folder is on the path."""
    base = {"PATH": str(path), "PLAYWRIGHT_BROWSERS_PATH": str(path / "none"), "HOME": str(path)}
    return subprocess.run(
        [sys.executable, "-m", "tools.find_chromium"],
        cwd=ROOT,
        env={**base, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def browser(file: Path, code: int = 0) -> Path:
    file.write_text(f"#!{os.path.realpath('/bin/sh')}\nexit {code}\n", encoding="utf-8")
    file.chmod(0o755)
    return file


@POSIX_ONLY
def test_no_browser_is_told_loudly(tmp_path: Path) -> None:
    done = find_chromium(tmp_path)
    assert (done.returncode, done.stdout) == (0, "")
    assert "NO BROWSER" in done.stderr


@POSIX_ONLY
def test_no_browser_is_a_failure_under_ci(tmp_path: Path) -> None:
    assert find_chromium(tmp_path, CI="true").returncode == 1


@POSIX_ONLY
def test_a_browser_on_the_path_is_found(tmp_path: Path) -> None:
    browser(tmp_path / "chromium", code=1)
    working = browser(tmp_path / "google-chrome")
    assert find_chromium(tmp_path).stdout == f"{working}\n"


@POSIX_ONLY
def test_the_browser_that_is_named_comes_first(tmp_path: Path) -> None:
    browser(tmp_path / "chromium")
    named = browser(tmp_path / "mine")
    assert find_chromium(tmp_path, PLANWEAVE_CHROMIUM=str(named)).stdout == f"{named}\n"


@POSIX_ONLY
def test_an_old_python_is_named_in_the_message(tmp_path: Path) -> None:
    old = tmp_path / "python3"
    old.write_text('#!/bin/sh\ncase "$2" in *print*) echo 3.9;; *) exit 1;; esac\n', encoding="utf-8")
    old.chmod(0o755)
    done = subprocess.run(
        ["/bin/sh", ROOT / "tools" / "find_python.sh"],
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert "needs Python 3.11 or newer; found 3.9" in done.stderr


def test_every_direct_dependency_is_pinned_exactly_once() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert all(re.fullmatch(r"[a-z0-9-]+==[\w.]+", pin) for pin in pins)
    names = [pin.partition("==")[0] for pin in pins]
    assert names == sorted(set(names))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [
        *project["project"]["dependencies"],
        *project["project"]["optional-dependencies"]["dev"],
        *project["build-system"]["requires"],
    ]
    assert {re.split(r"[^\w-]", line)[0].lower() for line in wanted} <= set(names)
