"""Runs all benchmarks and prints their tables as Markdown."""

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

from .asking import Peers, question_times, unequal
from .guarding import guard_times
from .loading import load_times
from .timing import Record, markdown

DATA = Path(__file__).resolve().parent.parent / "data" / "kemi"
GUARDED = 3


def main(arguments: list[str] | None = None) -> int:
    """Measure, print and write; return 1 where engines gave different rows."""
    options = _parser().parse_args(arguments)
    load_repeat, repeat, slow_repeat = (1, 1, 1) if options.quick else (3, 9, 3)
    sections: dict[str, list[Record]] = {}
    loads, triples = load_times(options.data, load_repeat)
    sections[f"From CSV to a store of {triples:,} triples (median of {load_repeat})"] = loads
    with TemporaryDirectory() as temporary:
        folder = Path(temporary) / "db"
        _build(folder, options.data)
        peers = Peers.open(folder)
        asked = question_times(peers, repeat, slow_repeat)
        sections[f"Questions (median of {repeat}; rdflib of {slow_repeat})"] = asked
        texts = {name: query.text for name, query in list(peers.plans.library.questions.items())[:GUARDED]}
        sections[f"Guarded queries (median of {repeat})"] = guard_times(folder, texts, repeat)
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
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="measure everything once: does it run?")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the numbers to a file too")
    parser.add_argument("--data", type=Path, default=DATA, help="folder of workbooks (data/kemi)")
    return parser


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
