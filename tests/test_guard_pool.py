"""Processes that answer one query after another: what they see, what each query may use, and how they end."""

import json
import os
import signal
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph.errors import QueryError, QueryLimitError, QuerySyntaxError
from graph.guard import Guard, Limits
from graph.guard_messages import FRESH, Ended, Reply
from graph.guard_turns import Turn

from .test_guard import CROSS, SORTED, children, fill, iri, open_files, wait_for, worker

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="forks, and reads /proc")
JSON = "application/sparql-results+json"
LIMITS = Limits(seconds=20, memory_mb=512)
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


def quads(*names: str) -> list[ox.Quad]:
    return [
        ox.Quad(iri(f"{name}{n}"), iri("p"), ox.Literal(n), iri(name)) for name in names for n in range(100)
    ]


@pytest.fixture
def counter(tmp_path: Path) -> Path:
    """The counter of a store of a hundred triples, which is in the folder beside it."""
    fill(tmp_path / "store", quads("a"))
    (tmp_path / "revision").write_text("1000")
    return tmp_path / "revision"


@pytest.fixture
def guard(counter: Path) -> Iterator[Guard]:
    with Guard(counter.with_name("store"), LIMITS) as guard:
        yield guard


def value(guard: Guard, text: str) -> str:
    [row] = json.loads(guard.query(text, [JSON]).body)["results"]["bindings"]
    [term] = row.values()
    return str(term["value"])


# ---- what they see


def test_one_process_answers_many_queries(guard: Guard) -> None:
    assert value(guard, COUNT) == "100"
    processes = set(children(worker(guard)))
    for n in range(30):
        assert value(guard, f"SELECT ({n} AS ?n) {{}}") == str(n)
        with pytest.raises(QuerySyntaxError):
            guard.query("ASK")
        processes |= set(children(worker(guard)))
    assert len(processes) < 20, "a process for every third query"
    assert wait_for(lambda: len(children(worker(guard))) <= LIMITS.processes)


def test_a_write_is_seen_by_the_next_query(guard: Guard, counter: Path) -> None:
    assert value(guard, COUNT) == "100"
    before = set(children(worker(guard)))
    for n, name in enumerate(("b", "c", "d"), start=1):
        fill(counter.with_name("store"), quads(name))
        counter.write_text(str(1000 + 2 * n))
        assert value(guard, COUNT) == str(100 + 100 * n)
    assert wait_for(lambda: not before & set(children(worker(guard))))


def test_while_a_write_is_on_its_way_every_query_looks_anew(guard: Guard, counter: Path) -> None:
    assert value(guard, COUNT) == "100"
    counter.write_text("1001")
    for n, name in enumerate(("b", "c"), start=1):
        fill(counter.with_name("store"), quads(name))
        assert value(guard, COUNT) == str(100 + 100 * n)
    assert wait_for(lambda: not children(worker(guard)))


def test_the_revision_can_be_told_by_whoever_knows_it(counter: Path) -> None:
    told = [2]
    with Guard(counter.with_name("store"), LIMITS, revision=lambda: told[0]) as guard:
        assert value(guard, COUNT) == "100"
        fill(counter.with_name("store"), quads("b"))
        assert value(guard, COUNT) == "100"
        told[0] = 4
        assert value(guard, COUNT) == "200"


@pytest.mark.parametrize("order", ["", "ORDER BY ?p"])
def test_files_that_a_writer_removed_do_not_show(
    counter: Path, monkeypatch: pytest.MonkeyPatch, order: str
) -> None:
    """A process opens the first 16 files of a store, and the others when it needs them.

    Some queries end with the error of a file that is gone; in others the engine collects it until its
    memory is full.
    """
    folder = counter.with_name("store")
    for n in range(10):
        fill(folder, [ox.Quad(iri(f"x{n}-{m}"), iri(f"q{m}"), ox.Literal(m), iri(f"g{n}")) for m in range(9)])
    asked = []
    with Guard(folder, replace(LIMITS, memory_mb=64)) as guard:
        assert guard.query("ASK {}").kind == "ask"
        ask = guard._ask

        def ask_without_files(request: bytes, seconds: float, revision: int, turn: Turn) -> Reply | Ended:
            asked.append(revision)
            away = folder if revision == FRESH else folder.with_name("away")
            folder.rename(away)
            reply = ask(request, seconds, revision, turn)
            away.rename(folder)
            return reply

        monkeypatch.setattr(guard, "_ask", ask_without_files)
        assert value(guard, f"SELECT (COUNT(*) AS ?n) {{ SELECT ?s {{ ?s ?p ?o }} {order} }}") == "190"
    assert asked == [1000, FRESH]


# ---- what each may use


def test_no_query_pays_for_those_before_it(counter: Path) -> None:
    """Each takes more than a tenth of what one may have; twenty come."""
    work = "SELECT (COUNT(?x) AS ?n) { ?a ?b ?c . ?d ?e ?f . BIND(CONCAT(STR(?a), STR(?d)) AS ?x) }"
    text = f"SELECT (STRLEN(?y) AS ?n) {{ BIND('{'0' * 1000}' AS ?x) BIND(CONCAT({'?x, ' * 8000}'') AS ?y) }}"
    with Guard(counter.with_name("store"), replace(LIMITS, memory_mb=64, cpu_seconds=1)) as guard:
        assert [value(guard, text) for _ in range(20)] == [str(8_000_000)] * 20
        for _ in range(3):
            assert value(guard, work) == "10000"
            with pytest.raises(QueryLimitError) as stopped:
                guard.query(SORTED)
            assert stopped.value.limit == "memory"


def test_processes_share_no_chance(guard: Guard) -> None:
    with ThreadPoolExecutor(4) as threads:
        names = list(threads.map(lambda _: value(guard, "SELECT (STRUUID() AS ?x) {}"), range(40)))
        blanks = list(threads.map(lambda _: value(guard, "SELECT (BNODE() AS ?x) {}"), range(40)))
    assert len(set(names)) == len(set(blanks)) == 40


# ---- how they end


def test_a_process_that_was_stopped_or_killed_is_replaced(counter: Path) -> None:
    with Guard(counter.with_name("store"), replace(LIMITS, seconds=1)) as guard:
        assert value(guard, COUNT) == "100"
        with pytest.raises(QueryLimitError):
            guard.query(CROSS)
        for process in children(worker(guard)):
            os.kill(process, signal.SIGKILL)
        assert [value(guard, COUNT) for _ in range(5)] == ["100"] * 5


def test_no_process_and_no_descriptor_is_left(counter: Path) -> None:
    """After many queries, queries that were killed or refused, and writes."""

    def ask(n: int) -> None:
        text = (SORTED, "ASK", f"SELECT ({n} AS ?n) {{}}")[min(n % 20, 2)]
        with suppress(QueryError):
            guard.query(text)
        if n % 50 == 49:
            counter.write_text(str(1000 + 2 * n))

    with Guard(counter.with_name("store"), replace(LIMITS, memory_mb=32)) as guard:
        ask(2)
        files = open_files()
        with ThreadPoolExecutor(6) as threads:
            list(threads.map(ask, range(300)))
        value(guard, COUNT)
        held = worker(guard)
        assert wait_for(lambda: len(children(held)) <= LIMITS.processes)
        assert open_files() == files
        # Of its own: three standard ones, control; then a channel and an end of standard error of each child.
        own = [file.name for file in Path(f"/proc/{held}/fd").iterdir()]
        assert len(own) <= 4 + 2 * LIMITS.processes
        time.sleep(0.1)
        assert all(Path(f"/proc/{child}/stat").read_text().split()[2] != "Z" for child in children(held))


def test_long_queries_give_way_to_short_ones(counter: Path) -> None:
    """They hold all places as long as nobody else wants one; then half of the places."""
    with (
        Guard(counter.with_name("store"), replace(LIMITS, waiting=8)) as guard,
        ThreadPoolExecutor(8) as threads,
    ):
        assert value(guard, COUNT) == "100"
        bombs = [threads.submit(guard.query, CROSS, client="bomber") for _ in range(4)]
        assert wait_for(lambda: sum(turn.is_long for turn in guard._turns._running) == 4, 20)
        assert [value(guard, COUNT) for _ in range(3)] == ["100"] * 3
        told = [bomb.exception() for bomb in bombs if bomb.done()]
        assert [getattr(error, "limit", error) for error in told] == ["busy"]
        guard.close()
