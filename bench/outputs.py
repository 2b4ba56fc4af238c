"""Writes the picture of a focus in every form, beside matplotlib and Graphviz: times, sizes and ratios.

python -m bench.outputs

All draw the same 60 boxes and their ties. Ours and `dot` find the places themselves; matplotlib, which has
no such layout, is given ours, and only draws. The time of `dot` holds the start of a process; that of
matplotlib stands in a line of its own. What was drawn before, as a page is before its files are, is drawn
faster: the first time is measured too. What is not installed is left out. Matplotlib is no dependency, and
is had from an environment of its own: `python -m venv /tmp/peers && /tmp/peers/bin/pip install matplotlib`,
then `PYTHONPATH=.:/tmp/peers/lib/python3.11/site-packages python -m bench.outputs`.
"""

from __future__ import annotations

import argparse
import io
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from importlib import import_module
from types import ModuleType

from graph.drawing import Layout, lay_out
from graph.drawing.frame import SIZE, WIDE
from graph.drawing.picture import sampled
from ontology import load_model
from webviz.presentation import Layered, Scene, Sign, Stamp

from .picture import SIZES, dot_source, forget, made, run_dot
from .timing import Record, markdown, median_of, milliseconds, ratio

_OURS = {
    "SVG": ("webviz.presentation.svg", "svg"),
    "PNG, 1,920 points wide": ("webviz.presentation.png", "png"),
    "PDF": ("webviz.presentation.pdf", "pdf"),
    "PPTX": ("webviz.presentation.slides", "pptx"),
}


def main(arguments: list[str] | None = None) -> int:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.outputs", description=__doc__)
    parser.add_argument("--repeat", type=int, default=9)
    options = parser.parse_args(arguments)
    print(markdown("A focus of 60 boxes in every form", _measured(options.repeat)))
    return 0


def _measured(repeat: int) -> list[Record]:
    columns, boxes, ties = made(SIZES[1])
    scene = Scene(
        name="focus",
        lang="fi",
        title="Kirjasto tekee yhteistyötä 12 muun tahon kanssa",
        called="Kirjasto",
        scope="Yhteydet ovat valmistelijan tulkintaa; hyvinvointitoimialan raportti 2023",
        desc="Kuvassa on 60 asiaa.",
        content=Layered(tuple(columns), tuple(boxes), tuple(ties)),
        kinds=load_model().kinds,
        legend=(Sign("nimetty lähteessä", stroke="named"),),
        stamp=Stamp(("kemi@3",), date(2026, 5, 1), "", "Kemi, versio 3"),
    )
    ways = {name: _way(scene, module, function) for name, (module, function) in _OURS.items()}
    ways = {"SVG, the first time": partial(_anew, ways["SVG"]), **ways}
    layout = lay_out(columns, boxes, ties, width=WIDE, size=SIZE)
    pyplot = _matplotlib()
    if pyplot:
        ways["matplotlib, SVG"] = lambda: _by_matplotlib(pyplot, layout)
        ways["matplotlib, its start alone"] = _started
    if shutil.which("dot"):
        source = dot_source(boxes, ties)
        ways["Graphviz `dot`, SVG"] = lambda: run_dot(source, "svg").encode()
    return _records(ways, repeat)


def _anew(write: Callable[[], bytes]) -> bytes:
    forget()
    return write()


def _way(scene: Scene, module: str, function: str) -> Callable[[], bytes]:
    write: Callable[[Scene], bytes] = getattr(import_module(module), function)
    return lambda: write(scene)


def _records(ways: Mapping[str, Callable[[], bytes]], repeat: int) -> list[Record]:
    found: list[Record] = []
    write = ways["SVG"]
    write()  # what is read once is read before
    least, _ = median_of(repeat, write)
    for name, write in ways.items():
        write()
        seconds, content = median_of(repeat, write)
        found.append(
            {
                "form": name,
                "ms": milliseconds(seconds),
                "times our SVG": ratio(seconds, least),
                "kB": round(len(content) / 1000),
            }
        )
    return found


def _matplotlib() -> ModuleType | None:
    """Return the module that draws, without a screen; nothing where it is not installed."""
    try:
        matplotlib = import_module("matplotlib")
    except ImportError:
        return None
    matplotlib.use("svg")
    matplotlib.rcParams["svg.fonttype"] = "none"
    return import_module("matplotlib.pyplot")


def _started() -> bytes:
    """Import matplotlib in a process of its own, draw nothing, and write that."""
    code = (
        "import matplotlib; matplotlib.use('svg'); from matplotlib import pyplot, patches; pyplot.subplots()"
    )
    return subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout


def _by_matplotlib(pyplot: ModuleType, layout: Layout) -> bytes:
    """Draw the boxes, their texts and the ties of a layout."""
    patches = import_module("matplotlib.patches")
    figure, axes = pyplot.subplots(figsize=(layout.width / 96, layout.height / 96), dpi=96)
    axes.set_xlim(0, layout.width)
    axes.set_ylim(layout.height, 0)
    axes.axis("off")
    for routed in layout.ties:
        points = sampled(routed)
        axes.plot([x for x, _ in points], [y for _, y in points], color="#5f6f7e", linewidth=1)
        if routed.word:
            axes.text(routed.word.x, routed.word.y, "\n".join(routed.word.lines), fontsize=9)
    for placed in layout.boxes:
        style = "round,pad=0,rounding_size=8"
        place = (placed.x, placed.y)
        box = patches.FancyBboxPatch(place, placed.wide, placed.high, boxstyle=style, facecolor="white")
        axes.add_patch(box)
        middle = placed.y + placed.high / 2
        axes.text(placed.x + 9, middle, "\n".join(placed.lines), fontsize=9, va="center")
    written = io.BytesIO()
    figure.savefig(written, format="svg")
    pyplot.close(figure)
    return written.getvalue()


if __name__ == "__main__":
    raise SystemExit(main())
