"""Prints the path of a Chromium, Chrome or Edge for the tests that need a browser.

Looks at the environment variable PLANWEAVE_CHROMIUM first, then for an installed one. With
`--install`, what is not found is installed: by apt-get on Debian and Ubuntu as root, else by
Playwright. Where there is none in the end, it says so; under CI=true that is a failure.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

VARIABLE = "PLANWEAVE_CHROMIUM"
NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "msedge",
)
PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)
PACKAGES = ("chromium", "fonts-noto-core")
INSTALL_SECONDS = 900


def candidates() -> Iterator[str]:
    """Yield the paths where a browser may be, the likeliest first."""
    yield os.environ.get(VARIABLE, "")
    yield from (shutil.which(name) or "" for name in NAMES)
    yield from PLACES
    yield playwrights_own()


def playwrights_own() -> str:
    """Return where Playwright keeps its Chromium, whether or not it is there."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        return ""
    with sync_playwright() as playwright:
        return playwright.chromium.executable_path


def starts(path: str) -> bool:
    """Whether a path is a browser that can tell its version."""
    if not path or not Path(path).is_file():
        return False
    if sys.platform == "win32":  # there, a browser asked for its version opens a window
        return True
    try:
        done = subprocess.run([path, "--version"], capture_output=True, timeout=60, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def find() -> str:
    """Return the first browser that starts, or nothing."""
    return next((path for path in candidates() if starts(path)), "")


def run(*command: str) -> bool:
    """Run a command with its output on standard error; return whether it went well."""
    say(f"$ {' '.join(command)}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        done = subprocess.run(  # noqa: S603
            command,
            check=False,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr,
            timeout=INSTALL_SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        say(str(error))
        return False
    return done.returncode == 0


def install() -> str:
    """Install a browser in the ways that this machine offers; return its path, or nothing."""
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        run("apt-get", "-q", "update")
        run("apt-get", "-q", "install", "-y", "--no-install-recommends", *PACKAGES)
        if path := find():
            return path
    run(sys.executable, "-m", "playwright", "install", "chromium")
    return find()


def say(text: str) -> None:
    """Write a line to standard error; standard output is for the path alone."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


def main(arguments: list[str]) -> int:
    """Print the path; return the exit code."""
    path = find()
    if not path and "--install" in arguments:
        say("No Chromium, Chrome or Edge found; installing Chromium for the browser tests.")
        path = install()
    if path:
        sys.stdout.write(f"{path}\n")
        return 0
    say("*" * 78)
    say("NO BROWSER: no Chromium, Chrome or Edge is here, and none could be installed.")
    say(f"The browser tests do not run. Install one, or name it: {VARIABLE}=/path/to/chromium")
    say("*" * 78)
    return 1 if os.environ.get("CI") == "true" else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
