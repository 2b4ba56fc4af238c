"""Runs the benchmarks of loading, asking, guarding, scale and viewing; prints their tables as Markdown.

The others have a command of their own, `python -m bench.NAME`; `--help` lists them.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import os
import platform
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from graph import PlanGraph

from .asking import Effort, Peers, question_times, unequal
from .generate import built
from .guarding import guard_times
from .loading import load_times
from .scale import measure
from .timing import Record, markdown
from .viewing import view_times

DATA = Path(__file__).resolve().parent.parent / "data" / "kemi"
GUARDED = 3
QUICK = Effort(repeat=1, rdflib_repeat=1, rdflib_seconds=2, every=8)
FULL = Effort(repeat=9, rdflib_repeat=3, rdflib_seconds=20)


def main(arguments: list[str] | None = None) -> int:
    """Measure, print and write; return 1 where engines gave different rows."""
    options = _parser().parse_args(arguments)
    loads_measured, effort = (1, QUICK) if options.quick else (3, FULL)
    sections: dict[str, list[Record]] = {}
    loads, triples = load_times(options.data, loads_measured)
    sections[f"From CSV to a store of {triples:,} triples (median of {loads_measured})"] = loads
    with TemporaryDirectory() as temporary:
        folder = Path(temporary) / "db"
        _build(folder, options.data)
        peers = Peers.open(folder if options.quick else built(100_000, Path(temporary)))
        asked = question_times(peers, effort)
        sections[f"Questions (median of {effort.repeat}; rdflib of {effort.rdflib_repeat})"] = asked
        texts = {name: query.text for name, query in list(peers.plans.library.questions.items())[:GUARDED]}
        sections[f"Guarded queries (median of {effort.repeat})"] = guard_times(folder, texts, effort.repeat)
    with TemporaryDirectory() as temporary:
        title, records = measure(Path(temporary), 200 if options.quick else 10_000)
        sections[f"A workbook of {title}"] = records
    title, records = view_times(10_000 if options.quick else 100_000, effort.rdflib_seconds)
    sections[title] = records
    print(f"# {_machine()}\n")
    for title, records in sections.items():
        print(markdown(title, records))
    if options.json:
        written = {"machine": _machine(), "sections": sections}
        options.json.write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")
    different = unequal(asked)
    if different:
        print(f"Different rows: {', '.join(different)}", file=sys.stderr)
    return 1 if different else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m bench",
        description=(__doc__ or "").splitlines()[0],
        epilog=f"With commands of their own, python -m bench.NAME: {', '.join(_others())}.",
    )
    parser.add_argument("--quick", action="store_true", help="measure everything once: does it run?")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the numbers to a file too")
    parser.add_argument("--data", type=Path, default=DATA, help="folder of workbooks (data/kemi)")
    return parser


def _others() -> list[str]:
    """Return the names of the benchmarks that are run alone."""
    files = sorted(Path(__file__).parent.glob("*.py"))
    runnable = (file.stem for file in files if "\ndef main(" in file.read_text(encoding="utf-8"))
    return [name for name in runnable if not name.startswith("_")]


def _build(folder: Path, data: Path) -> None:
    plans = PlanGraph.create(folder)
    plans.add(data)
    plans.store.close()


def _machine() -> str:
    names = ("planweave", "pyoxigraph", "rdflib", "pyshacl")
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in names)
    return f"{versions}; Python {platform.python_version()}, {platform.system()}, {os.cpu_count()} cores"


if __name__ == "__main__":
    sys.exit(main())
