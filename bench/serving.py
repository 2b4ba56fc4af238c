"""`/sparql` over HTTP with eight clients: ours beside rdflib-endpoint and the server of Oxigraph, in one run.

    python -m bench.serving [TRIPLES] [--seconds 5]

Ours is what `planweave serve` runs: waitress, and every query behind the guard. To tell what the guard
costs, the same viewer answers in its own process as well.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from tempfile import gettempdir

from .generate import built, file_of
from .servers import Load, Server, load, ours, ours_unguarded, oxigraph, rdflib_endpoint
from .timing import Record, markdown, milliseconds, ratio

CLIENTS = 8
CACHE = Path(gettempdir()) / "planweave-bench"
SMALL = """PREFIX plan: <https://w3id.org/planweave/ontology#>
SELECT ?action ?property ?value WHERE { ?action a plan:Action ; ?property ?value } LIMIT 10"""
ORDERED = """PREFIX plan: <https://w3id.org/planweave/ontology#>
SELECT ?goal (COUNT(?action) AS ?actions) WHERE { ?action plan:underGoal ?goal }
GROUP BY ?goal ORDER BY DESC(?actions) ?goal LIMIT 10"""
QUERIES = {"ten triples": SMALL, "ten goals by number of actions": ORDERED}

Start = Callable[[], AbstractContextManager[Server]]


def serving(triples: int, seconds: float, text: str = SMALL, cache: Path = CACHE) -> list[Record]:
    """Return the queries per second of each server, and the ratio to the others."""
    folder, file = built(triples, cache), file_of(triples, cache)
    servers: dict[str, Start] = {
        "planweave serve": lambda: ours(folder),
        "the same without the guard": lambda: ours_unguarded(folder),
        "rdflib-endpoint": lambda: rdflib_endpoint(file),
        "oxigraph serve": lambda: oxigraph(folder),
    }
    loads = {name: _measured(start, seconds, text) for name, start in servers.items()}
    peer, engine = (len(loads[name].answered) for name in ("rdflib-endpoint", "oxigraph serve"))
    return [
        {
            "server": name,
            "queries/s": round(len(found.answered) / seconds),
            "median, ms": milliseconds(statistics.median(found.answered)),
            "slowest, ms": milliseconds(max(found.answered)),
            "times rdflib-endpoint": ratio(len(found.answered), peer),
            "times oxigraph serve": ratio(len(found.answered), engine),
            "failed": sum(len(times) for status, times in found.seconds.items() if status != 200),
        }
        for name, found in loads.items()
    ]


def _measured(start: Start, seconds: float, text: str) -> Load:
    with start() as server:
        load(server, [text] * CLIENTS, min(1.0, seconds))  # warms up
        return load(server, [text] * CLIENTS, seconds)


def main(arguments: list[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.serving", description=__doc__)
    parser.add_argument("triples", type=int, nargs="?", default=100_000)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--cache", type=Path, default=CACHE, help="where generated plans are kept")
    options = parser.parse_args(arguments)
    for name, text in QUERIES.items():
        title = f"A SELECT over HTTP ({name}), {CLIENTS} clients, {options.triples:,} triples"
        print(markdown(title, serving(options.triples, options.seconds, text, options.cache)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
