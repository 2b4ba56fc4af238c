"""A plan among a nation's plans on disk, and the same plan alone: every page, one beside the other.

The start page, a picture around a thing, the page of the thing and every question of one plan, asked
through the viewer of both stores; each first as after a change of the store, then as the median of
further times. The worst ratio stands first.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph
from flask.testing import FlaskClient

from graph import PlanGraph
from graph.datasets import PATIENCE
from graph.store import Store
from ontology import terms_graph
from ontology.namespaces import ONTOLOGY
from webviz.app import create_app
from webviz.settings import Settings

from .generate import Written, plans
from .timing import Record, geometric_mean, markdown, milliseconds, ratio

NATION = 5_000_000
_LANG = "fi"


def main(arguments: list[str] | None = None) -> int:
    """Build both stores where they are not there yet, measure, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.nation", description=__doc__)
    parser.add_argument("--triples", type=int, default=NATION, help="size of the nation (5,000,000)")
    parser.add_argument("--folder", type=Path, help="where the stores are kept; a temporary folder")
    parser.add_argument("--repeat", type=int, default=5)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or Path(temporary)
        title, records = nation_times(folder, options.triples, options.repeat)
        print(markdown(title, records))
    return 0


def nation_times(folder: Path, triples: int, repeat: int) -> tuple[str, list[Record]]:
    """Return the title and the rows of the table: milliseconds in both stores, worst ratio first."""
    every = plans(triples)
    town = [next(every) for _ in range(3)]
    size = build(folder / f"nation-{triples}", plans(triples))
    alone = build(folder / f"alone-{triples}", _again(town, triples))
    plan = town[-1].graph.rpartition("/")[2]
    stores = [folder / f"nation-{triples}", folder / f"alone-{triples}"]
    urls = _urls(stores[0], plan)
    records = [_record(url, *_timed(stores, url, repeat)) for url in urls]
    records.sort(key=lambda record: -float(record["ratio"] or 0))
    mean = geometric_mean(float(record["ratio"] or 0) for record in records)
    records.append({**dict.fromkeys(records[0]), "page": "geometric mean", "ratio": mean})
    return f"{size:,} triples on disk, beside the plan alone ({alone:,})", records


def _again(town: list[Written], triples: int) -> Iterable[Written]:
    names = {plan.graph for plan in town}
    return (plan for plan in plans(triples) if plan.graph in names)


def build(folder: Path, content: Iterable[Written]) -> int:
    """Load plans and the ontology into a new store on disk, unless it is there; return its size."""
    if not folder.is_dir():
        with Store.create(folder) as store:
            store.replace_all({ONTOLOGY: terms_graph()})
        handle = pyoxigraph.Store(str(folder / "store"))
        for plan in content:
            name = pyoxigraph.NamedNode(plan.graph)
            text = "".join(plan.lines).encode()
            handle.bulk_load(text, format=pyoxigraph.RdfFormat.N_TRIPLES, to_graph=name)
        handle.optimize()
        handle.flush()
    with Store.open(folder) as store:
        return len(store)


def _client(folder: Path) -> FlaskClient:
    return create_app(Settings(folder)).test_client()


def _urls(folder: Path, plan: str) -> list[str]:
    opened = PlanGraph.open(folder)
    links = opened.view("whole-plan", _LANG, plan).links
    focus = str(links[len(links) // 2].source).rpartition("/id/")[2].replace("/", ":", 1)
    about = f"plan={plan}&lang={_LANG}"
    pages = [
        f"/?{about}",
        f"/network?{about}",
        f"/network.json?{about}&focus={focus}&view=neighbours",
        f"/network?{about}&focus={focus}&view=neighbours",
        f"/list?{about}",
        f"/id/{focus.replace(':', '/', 1)}?lang={_LANG}",
        f"/plans?lang={_LANG}",
    ]
    return pages + [f"/questions/{name}?{about}" for name in opened.library.questions]


def _timed(stores: list[Path], url: str, repeat: int) -> list[tuple[float, float]]:
    """Return for each store how long a page took the first time, and the median of further times.

    The time is that of the processor, and the stores take turns: what else runs changes little.
    """
    clients = [_client(store) for store in stores]
    cold = [_seconds(client, url) for client in clients]
    for _ in range(PATIENCE):
        for client in clients:
            client.get(url)
    rounds = [[_seconds(client, url) for client in clients] for _ in range(repeat)]
    warm = [statistics.median(times) for times in zip(*rounds, strict=True)]
    return list(zip(cold, warm, strict=True))


def _seconds(client: FlaskClient, url: str) -> float:
    start = time.process_time()
    answer = client.get(url)
    spent = time.process_time() - start
    assert answer.status_code == 200, (url, answer.status_code)
    return spent


def _record(url: str, nation: tuple[float, float], alone: tuple[float, float]) -> Record:
    return {
        "page": url.partition("?")[0] + (" (focus)" if "focus=" in url else ""),
        "nation, ms": milliseconds(nation[1]),
        "alone, ms": milliseconds(alone[1]),
        "ratio": ratio(nation[1], alone[1]),
        "nation, first time": milliseconds(nation[0]),
        "alone, first time": milliseconds(alone[0]),
        "ratio, first time": ratio(nation[0], alone[0]),
    }


if __name__ == "__main__":
    raise SystemExit(main())
