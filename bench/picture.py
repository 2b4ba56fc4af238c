"""Lays out layered pictures and writes their SVG: milliseconds, and how many ties cross, beside Graphviz.

python -m bench.picture

Graphviz' `dot` gets the same boxes in the same columns and draws curves; its crossings are counted on the
order that it gives the boxes, as ours are. Its time holds the start of a process. Where there is no `dot`,
its columns are left out.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import subprocess
from collections.abc import Sequence
from itertools import pairwise

from graph.drawing import Box, Column, Layout, Tie, lay_out, layered_order, text_measure
from graph.drawing.picture import svg
from ontology import load_model

from .timing import Record, markdown, median_of, milliseconds, processor_median_of

LABELS = (
    "Hyvinvoinnin ja terveyden edistäminen",
    "Ikääntyneiden kotona asumisen tuki",
    "Lähisuhdeväkivallan ehkäisemisen toimenpideohjelma",
    "Kirjasto",
    "Liikuntapalvelut",
    "Monialaisen yhteistyön vahvistaminen",
)
RELATIONS = ("vastuutaho", "kumppani", "mukana")
#: Boxes in each column, from left to right.
SIZES = ((3, 9, 9, 9, 6), (6, 12, 18, 15, 9), (2, 30, 120, 100, 48))


def main(arguments: list[str] | None = None) -> int:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.picture", description=__doc__)
    parser.add_argument("--repeat", type=int, default=5)
    options = parser.parse_args(arguments)
    print(markdown("Layered pictures", [_measure(sizes, options.repeat) for sizes in SIZES]))
    return 0


def _measure(sizes: Sequence[int], repeat: int) -> Record:
    columns, boxes, ties = made(sizes)
    kinds = load_model().kinds

    def drawn() -> Layout:
        forget()
        layout = lay_out(columns, boxes, ties, width=920)
        svg(layout, kinds, title="-", desc="-", lang="fi")
        return layout

    seconds, layout = processor_median_of(repeat, drawn)
    record: Record = {
        "boxes": len(boxes),
        "ties": len(ties),
        "ms": milliseconds(seconds),
        "crossings": crossings(columns_of(layout), ties),
    }
    if shutil.which("dot"):
        source = dot_source(boxes, ties)
        record["dot ms"] = milliseconds(median_of(repeat, lambda: run_dot(source, "svg"))[0])
        record["dot crossings"] = crossings(_columns_of_dot(source, boxes), ties)
    return record


def forget() -> None:
    """Forget what is kept of pictures drawn before, so that the next one is drawn as for the first time."""
    layered_order._best.cache_clear()
    text_measure._wrapped.cache_clear()


def made(sizes: Sequence[int], seed: int = 20) -> tuple[list[Column], list[Box], list[Tie]]:
    """Return a picture by chance, the same each time: one or two ties from each box to the left."""
    chance = random.Random(seed)
    boxes = [
        Box(f"{column}-{number}", chance.choice(LABELS), column, "action")
        for column, size in enumerate(sizes)
        for number in range(size)
    ]
    ties = [
        Tie(f"{column}-{number}", f"{column - 1}-{chance.randrange(before)}", chance.choice(RELATIONS), True)
        for (before, size), column in zip(pairwise(sizes), range(1, len(sizes)), strict=True)
        for number in range(size)
        for _ in range(chance.randint(1, 2))
    ]
    return [Column("Toimenpide", "action", size) for size in sizes], boxes, ties


def columns_of(layout: Layout) -> list[list[str]]:
    """Return the boxes of each column from top to bottom."""
    found: dict[int, list[str]] = {}
    for placed in sorted(layout.boxes, key=lambda placed: placed.y):
        found.setdefault(placed.box.column, []).append(placed.box.id)
    return [found[column] for column in sorted(found)]


def crossings(columns: Sequence[Sequence[str]], ties: Sequence[Tie]) -> int:
    """Return how many pairs of ties cross in an order, two of one box left out."""
    place = {name: number for column in columns for number, name in enumerate(column)}
    total = 0
    for column in range(1, len(columns)):
        ends = sorted(
            (place[tie.target], place[tie.source]) for tie in ties if tie.source.startswith(f"{column}-")
        )
        total += sum(a < c and b > d for i, (a, b) in enumerate(ends) for c, d in ends[i + 1 :])
    return total


def dot_source(boxes: Sequence[Box], ties: Sequence[Tie]) -> str:
    """Return a picture in the language of Graphviz."""
    lines = ["digraph {", "rankdir=LR; node [shape=box];"]
    columns = sorted({box.column for box in boxes})
    for column in columns:
        names = "; ".join(f'"{box.id}"' for box in boxes if box.column == column)
        lines.append(f"{{rank=same; {names}}}")
    lines += [f"{json.dumps(box.id)} [label={json.dumps(box.text)}];" for box in boxes]
    lines += [f'"{tie.target}" -> "{tie.source}" [label="{tie.text}"];' for tie in ties]
    return "\n".join([*lines, "}"])


def run_dot(source: str, form: str) -> str:
    """Return what `dot` makes of a picture in a form such as `svg`."""
    command = [shutil.which("dot") or "dot", f"-T{form}"]
    return subprocess.run(command, input=source, capture_output=True, text=True, check=True).stdout


def _columns_of_dot(source: str, boxes: Sequence[Box]) -> list[list[str]]:
    heights = {
        words[1].strip('"'): float(words[3])
        for line in run_dot(source, "plain").splitlines()
        if (words := line.split()) and words[0] == "node"
    }
    found: dict[int, list[str]] = {}
    for box in sorted(boxes, key=lambda box: heights[box.id]):
        found.setdefault(box.column, []).append(box.id)
    return [found[column] for column in sorted(found)]


if __name__ == "__main__":
    raise SystemExit(main())
