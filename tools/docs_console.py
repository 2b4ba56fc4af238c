"""Runs the commands that the pages show, and puts down what they print.

A block marked `console` holds lines that begin with `$ planweave`; what follows each is its output, up
to the next one. The commands of a page run one after another over Kemi's plans, in a folder of their
own. A command that ends in `| head -n 5` shows that many lines.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
from collections.abc import Iterator
from contextlib import chdir, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from click.testing import CliRunner

import webviz.cli  # noqa: F401 - adds its command
from graph import PlanGraph
from graph.cli import planweave
from graph.commands.frame import Setup

DATA = Path(__file__).resolve().parent.parent / "data"
PROMPT = "$ planweave "
_BLOCK = re.compile(r"(?<=^```console\n)(.*?)(?=^```$)", re.MULTILINE | re.DOTALL)
_HEAD = re.compile(r" \| head -n (\d+)$")


def with_outputs(page: str) -> str:
    """Return a page with the outputs of its commands as they are now."""
    commands = [
        line for block in _BLOCK.findall(page) for line in block.splitlines() if line.startswith("$ ")
    ]
    if not commands:
        return page
    empty = commands[0].startswith(f"{PROMPT}add")
    with _kemi(empty=empty):
        return _BLOCK.sub(lambda found: _block(found[0]), page)


@contextmanager
def _kemi(*, empty: bool) -> Iterator[None]:
    """Work in a folder with Kemi's workbooks, and with a store of them unless it is to be empty."""
    with TemporaryDirectory() as folder, chdir(folder):
        shutil.copytree(DATA, "data")
        if not empty:
            with PlanGraph.create(Setup.store).store as store:
                PlanGraph(store).add(Path("data/kemi"))
        yield


def _block(text: str) -> str:
    return "".join(f"{line}\n{_output(line)}" for line in text.splitlines() if line.startswith("$ "))


def _output(line: str) -> str:
    command = line.removeprefix(PROMPT)
    head = _HEAD.search(command)
    environment = {name: None for name in os.environ if name.startswith("PLANWEAVE_")}
    arguments = shlex.split(_HEAD.sub("", command))
    result = CliRunner().invoke(planweave, arguments, prog_name="planweave", obj=Setup(), env=environment)
    lines = result.output.splitlines()
    shown = lines[: int(head[1])] if head else lines
    return "".join(f"{shown_line.rstrip()}\n" for shown_line in shown)
