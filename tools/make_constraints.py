"""Writes constraints.txt: the exact version of everything that Planweave installs.

Versions are resolved for the oldest Python that `pyproject.toml` allows, so they suit the newer
ones too. What only another Python or another system needs (colorama on Windows) is pinned as well.
"""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / "constraints.txt"
PYTHONS = ("3.11", "3.12", "3.13")
SYSTEMS = (("linux", "Linux", "posix"), ("darwin", "Darwin", "posix"), ("win32", "Windows", "nt"))
#: What PyPI has no wheel of, and needs nothing else: resolved on its own, for this Python.
FROM_SOURCE = {"owlready2"}
HEADER = f"""\
# Exact versions of all that Planweave runs, builds and tests with, for Python {PYTHONS[0]} to {PYTHONS[-1]}.
# Written by `make constraints`; do not edit.
"""

Package = Mapping[str, Any]


def wanted() -> list[str]:
    """Return what the project asks for: to run, to develop and to be built."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = project["project"]["optional-dependencies"].values()
    return [
        *project["project"]["dependencies"],
        *itertools.chain.from_iterable(extras),
        *project["build-system"]["requires"],
    ]


def resolve(requirements: Iterable[str]) -> dict[str, Package]:
    """Return the metadata of the packages that pip would install, by name; installs nothing."""
    asked = list(requirements)
    source = [text for text in asked if canonicalize_name(Requirement(text).name) in FROM_SOURCE]
    wheels = [text for text in asked if text not in source]
    options = ["--python-version", PYTHONS[0], "--only-binary", ":all:"]
    packages = [*_report([*options, *wheels]), *_report(["--no-deps", *source] if source else [])]
    return {canonicalize_name(package["name"]): package for package in packages}


def _report(arguments: list[str]) -> list[Package]:
    if not arguments:
        return []
    command = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "-qq",
        "--dry-run",
        "--ignore-installed",
        "--report",
        "-",
    ]
    with tempfile.TemporaryDirectory() as target:
        done = subprocess.run(  # noqa: S603
            [*command, "--target", target, *arguments], check=True, stdout=subprocess.PIPE
        )
    return [item["metadata"] for item in json.loads(done.stdout)["install"]]


def environments() -> Iterator[dict[str, str]]:
    """Yield what markers are evaluated against: each Python on each system."""
    for python, (platform, system, name) in itertools.product(PYTHONS, SYSTEMS):
        yield {
            "python_version": python,
            "python_full_version": f"{python}.0",
            "sys_platform": platform,
            "platform_system": system,
            "os_name": name,
            "extra": "",
        }


def missing(packages: Mapping[str, Package]) -> set[str]:
    """Return what packages need on another Python or system, and is not among them."""
    needed: set[str] = set()
    for package in packages.values():
        for written in package.get("requires_dist", []):
            requirement = Requirement(written)
            marker = requirement.marker
            if canonicalize_name(requirement.name) in packages or marker is None:
                continue
            if any(marker.evaluate(environment) for environment in environments()):
                needed.add(f"{requirement.name}{requirement.specifier}")
    return needed


def main() -> None:
    """Resolve until nothing is missing, and write the file."""
    requirements = wanted()
    packages = resolve(requirements)
    while more := missing(packages):
        pins = [f"{name}=={package['version']}" for name, package in packages.items()]
        packages = resolve([*pins, *sorted(more)])
    lines = [f"{name}=={package['version']}\n" for name, package in sorted(packages.items())]
    FILE.write_text(HEADER + "".join(lines), encoding="utf-8", newline="\n")
    sys.stderr.write(f"{FILE.name}: {len(lines)} packages\n")


if __name__ == "__main__":
    main()
