"""How soon the network can be used, beside the page that pyvis writes for the same things and links.

Both pages are opened in one run of Chromium, from servers on this computer: ours with its layout made
on the server, that of pyvis as `generate_html` writes it, with the addresses of its files changed to
ones of this computer. A network can be used when it has been drawn for the first time after it was
placed. Bytes are those of all files of our page, compressed.

    python -m bench.network_page --copies 1 --copies 8
"""

from __future__ import annotations

import argparse
import functools
import gzip
import http.server
import re
import statistics
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import waitress
from playwright.sync_api import Browser, sync_playwright
from pyvis.network import Network as Builder

from graph import PlanGraph
from webviz import Settings, create_app

from . import generate
from .timing import Record, markdown, ratio

TOWN = "koskilahti"
PLAN = f"{TOWN}-hyvinvointi-2023"
_REPEAT = 3
#: Notes when the network is there: for ours when it says so, for pyvis' after its things were placed.
_WATCH = """
const noted = () => { window.usable ??= performance.now(); };
const timer = setInterval(() => {
  const stage = document.getElementById("network");
  if (stage?.dataset.ready) { noted(); clearInterval(timer); }
  if (!window.network?.once) return;
  clearInterval(timer);
  network.once("stabilizationIterationsDone", () => network.once("afterDrawing", noted));
}, 1);
"""


def main(arguments: list[str] | None = None) -> int:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.network_page", description=__doc__)
    parser.add_argument("--copies", type=int, action="append", help="how often the plan holds that of Kemi")
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    parser.add_argument("--seconds", type=float, default=300, help="how long pyvis' page may take")
    options = parser.parse_args(arguments)
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=options.chromium, args=["--no-sandbox"])
        records = [
            _record(browser, Path(folder), copies, options.seconds) for copies in options.copies or (1, 8)
        ]
        browser.close()
    print(markdown("Until the network can be used, s", records))
    return 0


def store_of(copies: int, folder: Path) -> Path:
    """Return the folder of a store with a register, a strategy and a plan that is so many times Kemi's."""
    patterns = generate._patterns(generate.DATA)
    file = folder / f"{copies}.nq"
    with file.open("w", encoding="utf-8") as out:
        for end, count in zip(generate.ENDS, (1, 1, copies), strict=True):
            plan = generate._written(patterns[end], TOWN.capitalize(), count, 1)
            out.writelines(f"{line[:-3]} <{plan.graph}> .\n" for line in plan.lines)
    return generate.build(file, folder / f"store-{copies}")


def _record(browser: Browser, folder: Path, copies: int, seconds: float) -> Record:
    store = store_of(copies, folder)
    plans = PlanGraph.open(store)
    network = plans.view("whole-plan", "fi", PLAN)
    plans.store.close()
    things, links = len(network.things), len(network.links)
    (folder / "pyvis.html").write_text(_of_pyvis(network), encoding="utf-8")
    with _viewer(store) as ours, _files(folder) as theirs:
        address = f"{ours}/network?plan={PLAN}"
        first = _usable(browser, address, seconds)
        again = statistics.median(_usable(browser, address, seconds) for _ in range(_REPEAT))
        peer = _usable(browser, f"{theirs}/pyvis.html", seconds)
        size = _bytes(browser, address)
    return {
        "things": things,
        "links": links,
        "ours, first time": round(first, 2),
        "ours, then": round(again, 2),
        "pyvis": round(peer, 2),
        "ours : pyvis": ratio(again, peer),
        "kB": round(size / 1000),
    }


def _of_pyvis(network: Any) -> str:  # noqa: ANN401 - pyvis has no types
    built = Builder(directed=True)
    names = {thing.iri: thing.label.text for thing in network.things}
    for iri, text in names.items():
        built.add_node(str(iri), label=text, title=text)
    for link in network.links:
        built.add_edge(str(link.source), str(link.target))
    page: str = built.generate_html(notebook=False)
    # Its files come from this computer; those of looks alone, which it loads too, are left out.
    page = re.sub(r"<link[^>]*https?:[^>]*>", "", page)
    page = re.sub(r"<script[^>]*https?:[^>]*>\s*</script>", "", page)
    page = re.sub(r'<(script|link)[^>]*(src|href)="lib/[^>]*>(</script>)?', "", page)
    return page.replace("<head>", '<head><script src="vis-network.min.js"></script>', 1)


@contextmanager
def _viewer(store: Path) -> Iterator[str]:
    server = waitress.create_server(create_app(Settings(store)), host="127.0.0.1", port=0, threads=4)
    threading.Thread(target=server.run, daemon=True).start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()


@contextmanager
def _files(folder: Path) -> Iterator[str]:
    vis = files("pyvis").joinpath("templates", "lib", "vis-9.1.2", "vis-network.min.js")
    (folder / "vis-network.min.js").write_bytes(vis.read_bytes())
    handler = functools.partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


def _usable(browser: Browser, address: str, seconds: float) -> float:
    """Return after how many seconds a page can be used that nothing is kept of."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="fi-FI")
    page = context.new_page()
    page.add_init_script(_WATCH)
    page.goto(address, wait_until="commit")
    page.wait_for_function("() => window.usable", timeout=seconds * 1000)
    found = float(page.evaluate("window.usable")) / 1000
    context.close()
    return found


def _bytes(browser: Browser, address: str) -> int:
    context = browser.new_context(locale="fi-FI")
    page = context.new_page()
    sizes: list[int] = []
    page.on("response", lambda answer: sizes.append(len(gzip.compress(answer.body()))))
    page.goto(address)
    page.wait_for_load_state("networkidle")
    context.close()
    return sum(sizes)


if __name__ == "__main__":
    raise SystemExit(main())
