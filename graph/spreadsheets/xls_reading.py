"""Reads old binary `.xls` files into grids: their values, since formulas are not told apart there."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from .gathering import Gathered, Merge
from .grids import Grid
from .package import kind_of, readable, refuse_kind, refuse_password

SUFFIX = ".xls"
_SECONDS = 300

# Both packages are entered by the back door: what they import themselves is not needed there.
_BOOT = """\
import json, sys, types
for name, path in json.loads(sys.argv[1]).items():
    sys.modules[name] = types.ModuleType(name)
    sys.modules[name].__path__ = [path]
sys.path[:] = json.loads(sys.argv[2])
from graph.spreadsheets import xls_worker
xls_worker.tell(sys.argv[3])
"""


def read_grids(file: Path) -> Iterator[Grid]:
    """Yield every sheet of a file, hidden ones too.

    Raises
    ------
    SourceError
        It is no such file, is protected or damaged, or holds more than fits.
    """
    with readable(file):
        with file.open("rb") as source:
            kind = kind_of(source.read(1024))
        if kind != "XLS":
            raise refuse_kind(file, kind)
        for line in _sheets(file):
            title, merges, rows = json.loads(line)
            gathered = Gathered(file, title)
            for number, cells in rows:
                gathered.add(number, cells)
            yield gathered.grid(
                Merge(first + 1, last + 1, column + 1) for (first, column), (last, _) in merges
            )


def _sheets(file: Path) -> list[bytes]:
    from .xls_worker import PROTECTED

    here = Path(__file__).parent
    packages = {"graph": str(here.parent), "graph.spreadsheets": str(here)}
    path = [entry or str(Path.cwd()) for entry in sys.path]
    worker = [sys.executable, "-I", "-c", _BOOT, json.dumps(packages), json.dumps(path), str(file.resolve())]
    try:
        done = subprocess.run(  # noqa: S603  this interpreter, with a text of ours
            worker,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_SECONDS,
            check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except subprocess.TimeoutExpired as error:
        raise refuse_kind(file, "") from error
    if done.returncode == PROTECTED:
        raise refuse_password(file)
    if done.returncode:
        raise refuse_kind(file, "")
    return done.stdout.splitlines()
