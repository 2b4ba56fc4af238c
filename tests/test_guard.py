"""Queries of strangers: stopped at every limit, from many threads, and nothing left behind."""

import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph import guard_process
from graph.errors import (
    QueryError,
    QueryLimitError,
    QuerySyntaxError,
)
from graph.guard import Guard, Limits
from graph.guard_messages import Ended, Reply, Request

JSON = "application/sparql-results+json"
LIMITS = Limits(seconds=20, memory_mb=512)
CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
SORTED = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a"
JOINED = "SELECT (GROUP_CONCAT(?c) AS ?all) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
DOUBLE = [f"BIND(CONCAT(?x{n}, ?x{n}, ?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(20)]
DOUBLED = f"SELECT (STRLEN(?x20) AS ?n) {{ BIND('0123456789' AS ?x0) {' '.join(DOUBLE)} }}"
linux = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc, or needs seccomp")
posix = pytest.mark.skipif(not hasattr(os, "fork"), reason="forks")


def iri(name: str) -> ox.NamedNode:
    return ox.NamedNode(f"http://example.org/{name}")


def fill(folder: Path, quads: list[ox.Quad]) -> Path:
    store = ox.Store(folder)
    store.extend(quads)
    store.flush()
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three graphs of 100 things each."""
    return fill(
        tmp_path_factory.mktemp("guard") / "store",
        [
            ox.Quad(iri(f"{name}{n}"), iri("p"), ox.Literal(f"{name} {n}"), iri(name))
            for name in ("a", "b", "c")
            for n in range(100)
        ],
    )


@pytest.fixture(scope="module")
def guard(folder: Path) -> Iterator[Guard]:
    with Guard(folder, LIMITS) as guard:
        yield guard


def rows(guard: Guard, text: str, **dataset: list[str]) -> list[dict[str, str]]:
    answer = guard.query(text, [JSON], **dataset)
    found = json.loads(answer.body)["results"]["bindings"]
    return [{name: term["value"] for name, term in row.items()} for row in found]


def count(guard: Guard, **dataset: list[str]) -> int:
    return int(rows(guard, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", **dataset)[0]["n"])


def test_a_guard_that_is_closed_answers_no_more(folder: Path) -> None:
    guard = Guard(folder, LIMITS)
    guard.close()
    guard.close()
    with pytest.raises(QueryError, match="no queries are answered"):
        guard.query("ASK {}")


# ---- limits


def test_a_query_is_stopped_at_the_wall_clock_and_the_next_one_works(folder: Path) -> None:
    with Guard(folder, replace(LIMITS, seconds=1)) as guard:
        guard.query("ASK {}")
        started = time.monotonic()
        with pytest.raises(QueryLimitError, match="stopped after 1 s") as stopped:
            guard.query(CROSS)
        assert 1 <= time.monotonic() - started < 3
        assert stopped.value.limit == "time"
        assert guard.query("ASK {}").kind == "ask"


@posix
def test_a_query_is_stopped_when_its_processor_time_is_over(folder: Path) -> None:
    with Guard(folder, replace(LIMITS, cpu_seconds=1)) as guard:
        with pytest.raises(QueryLimitError) as stopped:
            guard.query(CROSS)
        assert stopped.value.limit == "time"


@linux
@pytest.mark.parametrize("text", [SORTED, DOUBLED], ids=["sorted", "doubled"])
def test_a_query_is_stopped_when_its_memory_is_full(folder: Path, text: str) -> None:
    with Guard(folder, replace(LIMITS, memory_mb=64)) as guard:
        with pytest.raises(QueryLimitError) as stopped:
            guard.query(text)
        assert stopped.value.limit == "memory"
        assert guard.query("ASK {}").kind == "ask"


def test_an_endless_text_is_stopped_by_one_limit_or_another(folder: Path) -> None:
    with Guard(folder, replace(LIMITS, memory_mb=64, seconds=1)) as guard:
        with pytest.raises(QueryLimitError) as stopped:
            guard.query(JOINED)
        assert stopped.value.limit in ("memory", "time")


def test_a_query_nested_without_end_stops_only_itself(guard: Guard) -> None:
    with pytest.raises(QueryLimitError, match="nested too deeply") as stopped:
        guard.query("ASK {" + "{" * 50_000 + "}" * 50_001)
    assert stopped.value.limit == "memory"


def test_an_answer_too_big_to_send_is_not_sent(folder: Path) -> None:
    with Guard(folder, replace(LIMITS, body_mb=1)) as guard:
        with pytest.raises(QueryLimitError, match="1 MB") as stopped:
            guard.query("SELECT * { ?a ?b ?c . ?d ?e ?f }")
        assert stopped.value.limit == "memory"


def test_a_query_that_waits_too_long_is_told_that_others_run(folder: Path) -> None:
    """It tells so only of the time before its turn: one that had half of its time is called too slow."""
    with Guard(folder, replace(LIMITS, seconds=0.3, processes=1)) as guard:
        with guard._turns.taken("another", 0), pytest.raises(QueryLimitError, match="other queries") as late:
            guard.query("ASK {}")
        assert late.value.limit == "busy"


def test_a_query_is_refused_at_once_where_enough_wait(folder: Path) -> None:
    limits = replace(LIMITS, seconds=3, processes=1, waiting=1)
    assert limits.held == 2
    with Guard(folder, limits) as guard, ThreadPoolExecutor(2) as threads:
        guard.query("ASK {}")
        held = [threads.submit(guard.query, CROSS) for _ in range(2)]
        time.sleep(0.5)
        started = time.monotonic()
        with pytest.raises(QueryLimitError, match="too many queries") as refused:
            guard.query("ASK {}")
        assert refused.value.limit == "busy"
        assert time.monotonic() - started < 0.5
        assert all(query.exception() for query in held)
        assert guard.query("ASK {}").kind == "ask"


def test_many_threads_are_answered_beside_bombs(folder: Path) -> None:
    texts = [CROSS if n == 3 else f"SELECT (COUNT(*) + {n} AS ?n) {{ ?s ?p ?o }}" for n in range(8)]
    with Guard(folder, replace(LIMITS, seconds=2)) as guard, ThreadPoolExecutor(8) as threads:
        answers = [threads.submit(rows, guard, text) for text in texts]
        assert isinstance(answers.pop(3).exception(), QueryLimitError)
        assert [answer.result()[0]["n"] for answer in answers] == [
            "300",
            "301",
            "302",
            "304",
            "305",
            "306",
            "307",
        ]


# ---- network and files


def direct(folder: Path, text: str) -> Reply | Ended:
    """Ask the worker itself, past the scan of the text."""
    request = Request(text, [], [], [], {}, 10, 1, 512, 10)
    processes = guard_process.processes(folder)
    try:
        return processes.ask(request.to_bytes(), 10)
    finally:
        processes.close()


@posix
def test_the_network_is_out_of_reach_even_without_the_scan(folder: Path) -> None:
    reply = direct(folder, "ASK { SERVICE <http://127.0.0.1:49151/> {} }")
    assert isinstance(reply, Reply)
    assert reply.error == "StoreError"
    assert "Permission denied" in str(reply.values) or "Too many open files" in str(reply.values)


@linux
def test_a_process_that_forbids_sockets_gets_none() -> None:
    program = "from graph.guard_confine import *; assert forbid_sockets(); import socket; socket.socket()"
    root = str(Path(guard_process.__file__).parents[1])
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=False
    )
    assert "PermissionError" in done.stderr


def test_a_store_of_many_files_is_read_to_the_end(tmp_path: Path) -> None:
    """RocksDB opens 16 files at once, and the others when they are needed, under the limit of files."""
    folder = tmp_path / "store"
    for n in range(12):
        fill(folder, [ox.Quad(iri(f"{n}-{m}"), iri("p"), ox.Literal(m), iri(f"g{n}")) for m in range(50)])
    assert len(list(folder.glob("*.sst"))) > 2 * 16
    with Guard(folder, LIMITS) as guard:
        assert count(guard) == 600
        assert len(rows(guard, "SELECT ?s { GRAPH ?g { ?s ?p 7 } }")) == 12
        assert len(rows(guard, "SELECT ?s { GRAPH <http://example.org/g3> { ?s ?p ?o } }")) == 50


def test_a_store_that_changes_is_seen_anew_by_the_next_query(tmp_path: Path) -> None:
    folder = fill(tmp_path / "store", [ox.Quad(iri("a"), iri("p"), iri("o"), iri("g"))])
    with Guard(folder, LIMITS) as guard:
        assert count(guard) == 1
        fill(folder, [ox.Quad(iri("b"), iri("p"), iri("o"), iri("g"))])
        assert count(guard) == 2


# ---- processes


def worker(guard: Guard) -> int:
    processes = guard._processes
    assert isinstance(processes, guard_process.Forking)
    return processes._process.pid


def children(process: int) -> list[int]:
    found = []
    for file in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = file.read_text().rpartition(")")[2].split()[1]
        except OSError:
            continue
        if int(parent) == process:
            found.append(int(file.parent.name))
    return found


def alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def open_files() -> set[str]:
    return {file.name for file in Path("/proc/self/fd").iterdir()}


def wait_for(what: Callable[[], object], seconds: float = 5) -> bool:
    deadline = time.monotonic() + seconds
    while not what() and time.monotonic() < deadline:
        time.sleep(0.02)
    return bool(what())


@posix
def test_a_worker_that_died_is_replaced(folder: Path) -> None:
    with Guard(folder, LIMITS) as guard:
        first = worker(guard)
        for end in (signal.SIGKILL, signal.SIGTERM):
            os.kill(worker(guard), end)
            assert guard.query("ASK {}").kind == "ask"
        assert worker(guard) != first


@linux
def test_queries_under_way_end_though_their_worker_died(folder: Path) -> None:
    with Guard(folder, replace(LIMITS, seconds=1)) as guard, ThreadPoolExecutor(4) as threads:
        slow = [threads.submit(guard.query, CROSS) for _ in range(4)]
        assert wait_for(lambda: len(children(worker(guard))) == 4)
        orphans = children(worker(guard))
        os.kill(worker(guard), signal.SIGKILL)
        assert all(isinstance(query.exception(), QueryError) for query in slow)
        assert guard.query("ASK {}").kind == "ask"
        assert wait_for(lambda: not any(map(alive, orphans)))


@posix
def test_a_worker_that_hangs_is_replaced(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard_process, "_GRACE", 0.5)
    with Guard(folder, replace(LIMITS, seconds=1)) as guard:
        guard.query("ASK {}")
        os.kill(worker(guard), signal.SIGSTOP)
        with pytest.raises(QueryLimitError):
            guard.query("ASK {}")
        assert guard.query("ASK {}").kind == "ask"


@linux
def test_nothing_is_left_after_closing(folder: Path) -> None:
    files, before = open_files(), children(os.getpid())
    guard = Guard(folder, LIMITS)
    threads = ThreadPoolExecutor(1)
    slow = threads.submit(guard.query, CROSS)
    assert wait_for(lambda: children(worker(guard)))
    processes = [worker(guard), *children(worker(guard))]
    guard.close()
    assert isinstance(slow.exception(5), QueryError)
    threads.shutdown()
    assert not any(map(alive, processes))
    assert open_files() == files
    assert children(os.getpid()) == before


@linux
def test_the_worker_and_its_children_end_with_the_process_that_asked(folder: Path) -> None:
    program = f"""
        import threading
        from pathlib import Path
        from graph.guard import Guard, Limits
        guard = Guard(Path({str(folder)!r}), Limits(seconds=60, cpu_seconds=60))
        threading.Thread(target=guard.query, args=({CROSS!r},)).start()
        print(guard._processes._process.pid, flush=True)
    """
    root = str(Path(guard_process.__file__).parents[1])
    command = [sys.executable, "-c", textwrap.dedent(program)]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE) as asking:
        assert asking.stdout is not None
        forker = int(asking.stdout.readline())
        assert wait_for(lambda: children(forker))
        processes = [forker, *children(forker)]
        asking.kill()
    assert wait_for(lambda: not any(map(alive, processes)))


@linux
def test_the_worker_has_one_thread(guard: Guard) -> None:
    guard.query("ASK {}")
    assert len(list(Path(f"/proc/{worker(guard)}/task").iterdir())) == 1


def test_a_process_per_query_answers_the_same(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As on Windows, where nothing can fork."""
    monkeypatch.setattr("graph.guard.processes", guard_process.Spawning)
    with Guard(folder, replace(LIMITS, seconds=2)) as guard:
        assert count(guard) == 300
        assert count(guard, default_graphs=["http://example.org/a"]) == 100
        with pytest.raises(QuerySyntaxError, match="line 1"):
            guard.query("ASK")
        with pytest.raises(QueryLimitError) as stopped:
            guard.query(CROSS)
        assert stopped.value.limit == "time"
    with pytest.raises(QueryError, match="no queries are answered"):
        guard.query("ASK {}")
