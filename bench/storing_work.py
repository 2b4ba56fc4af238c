"""What is measured of writing, each in a process of its own: `python -m bench.storing_work NAME FILE`.

Prints seconds of the processor, seconds of the clock, the resident memory that was reached in megabytes,
and the triples, as JSON.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph
from rdflib import Dataset, Graph, URIRef

from graph import PlanGraph
from graph.store import Store
from ontology.namespaces import ID, PREFIXES

N_QUADS, N_TRIPLES = pyoxigraph.RdfFormat.N_QUADS, pyoxigraph.RdfFormat.N_TRIPLES
GRAPH = URIRef(f"{ID}plan")
#: Every hundredth triple of a plan is another one when it is added again.
CHANGED = 100
Told = dict[str, float]


class Clock:
    """Measures one piece of work of this process, or of the processes that it starts."""

    def __init__(self) -> None:
        """Begin with nothing measured."""
        self.told: Told = {}

    @contextmanager
    def time(self, whose: int = resource.RUSAGE_SELF, name: str = "") -> Iterator[None]:
        """Measure what runs inside."""
        wall, used = time.perf_counter(), _used(whose)
        yield
        self.told |= {f"{name}wall": time.perf_counter() - wall, f"{name}cpu": _used(whose) - used}


def _used(whose: int) -> float:
    used = resource.getrusage(whose)
    return used.ru_utime + used.ru_stime


def parse_drained(file: Path, clock: Clock) -> int:
    """Read a file with pyoxigraph and keep nothing."""
    with clock.time():
        return sum(1 for _ in pyoxigraph.parse(path=file, format=N_QUADS))


def rdflib_load(file: Path, clock: Clock) -> int:
    """Read a file into rdflib, in memory: it comes with no store on disk."""
    dataset = Dataset()
    with clock.time():
        dataset.parse(file, format="nquads")
    return len(dataset)


def load_memory(file: Path, clock: Clock) -> int:
    """Load a file into a store in memory."""
    store = Store.in_memory()
    with clock.time():
        return store.load(file)


def load_disk(file: Path, clock: Clock) -> int:
    """Load a file into a new store on disk."""
    with (
        TemporaryDirectory(dir=file.parent) as folder,
        clock.time(),
        Store.create(Path(folder) / "db") as store,
    ):
        return store.load(file)


def oxigraph_load(file: Path, clock: Clock) -> int:
    """Load a file with the command of Oxigraph."""
    command = [str(Path(sys.executable).with_name("oxigraph")), "load", "--file", str(file), "--location"]
    with TemporaryDirectory(dir=file.parent) as folder, clock.time(resource.RUSAGE_CHILDREN):
        subprocess.run([*command, str(Path(folder) / "db")], check=True, capture_output=True)
    return 0


def rdflib_turtle(file: Path, clock: Clock) -> int:
    """Write one graph as Turtle with rdflib."""
    graph = Graph().parse(file, format="nt")
    for prefix, iri in PREFIXES.items():
        graph.bind(prefix, iri)
    with clock.time():
        graph.serialize(format="turtle", encoding="utf-8")
    return len(graph)


def turtle(file: Path, clock: Clock) -> int:
    """Write one graph of a store in memory as Turtle, sorted."""
    store = Store.in_memory()
    store.load(file, GRAPH)
    with clock.time():
        store.serialise(".ttl", GRAPH, PREFIXES)
    return len(store)


def bare_turtle(file: Path, clock: Clock) -> int:
    """Write one graph as Turtle with pyoxigraph, in any order."""
    store, name = pyoxigraph.Store(), pyoxigraph.NamedNode(GRAPH)
    store.bulk_load(path=file, format=N_TRIPLES, to_graph=name)
    with clock.time():
        store.dump(format=pyoxigraph.RdfFormat.TURTLE, from_graph=name, prefixes=PREFIXES)
    return len(store)


def re_add(file: Path, clock: Clock) -> int:
    """Store a plan on disk, and again with every hundredth triple changed, one going and one coming."""
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    first = Graph().parse(data="".join(lines), format="nt")
    texts = iter(n for n, line in enumerate(lines) if "prefLabel" in line)
    for number in [n for n, _ in zip(texts, range(len(lines) // CHANGED), strict=False)]:
        lines[number] = lines[number].replace('"', '"* ', 1)
    then = Graph().parse(data="".join(lines), format="nt")
    with TemporaryDirectory(dir=file.parent) as folder, Store.create(Path(folder) / "db") as store:
        with clock.time(name="first "):
            store.replace(GRAPH, first)
        with clock.time():
            change = store.replace(GRAPH, then)
        assert 0 < change.added == change.removed <= len(lines) // CHANGED + 1
    return len(first)


def undo(file: Path, clock: Clock) -> int:
    """Remove a plan from a store on disk, and bring it back."""
    with TemporaryDirectory(dir=file.parent) as folder, PlanGraph.create(Path(folder) / "db").store as store:
        store.recorder = None
        count = store.load(file, GRAPH)
        with clock.time(name="remove "):
            store.remove(GRAPH)
        with clock.time():
            store.undo(GRAPH)
        assert len(store) == count
    return count


WORKS: dict[str, Callable[[Path, Clock], int]] = {
    work.__name__: work
    for work in (
        parse_drained, rdflib_load, load_memory, load_disk, oxigraph_load,
        rdflib_turtle, turtle, bare_turtle, re_add, undo,
    )
}  # fmt: skip


def run(name: str, file: Path) -> Told:
    """Run one piece of work in a process of its own, and return what it told."""
    command = [sys.executable, "-m", "bench.storing_work", name, str(file)]
    told: Told = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return told


def _peak() -> float:
    """Return the resident memory that was reached in MB, without that of the parent."""
    try:
        told = Path("/proc/self/status").read_text(encoding="ascii").partition("VmHWM:")[2]
        return int(told.split()[0]) / 1024
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Run the work named."""
    clock = Clock()
    before = _peak()
    triples = WORKS[sys.argv[1]](Path(sys.argv[2]), clock)
    print(json.dumps({**clock.told, "triples": triples, "peak": _peak(), "before": before}))


if __name__ == "__main__":
    main()
