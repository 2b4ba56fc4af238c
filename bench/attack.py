"""An endpoint under attack: eight who send hostile queries without end, and two who ask small ones.

    python -m bench.attack [TRIPLES] [--seconds 20]

Measured twice: all from one address, as behind a proxy, where nobody can be told from others; and those
who ask small queries from another address.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

import psutil  # type: ignore[import-untyped]

from .generate import built
from .servers import Load, Server, load, ours
from .serving import CACHE, SMALL
from .timing import Record, markdown, milliseconds

CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
TEXT = "x" * 1000
HOSTILE = {
    "cross product": CROSS,
    "sorted cross product": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?a",
    "huge GROUP_CONCAT": "SELECT (GROUP_CONCAT(?c) AS ?all) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "property path": "SELECT * { ?a (!<urn:x>|^!<urn:x>)* ?b . ?b (!<urn:x>|^!<urn:x>)+ ?c } ORDER BY ?c",
    "regex": f'SELECT * {{ ?a ?b ?c . ?d ?e ?f FILTER(REGEX(CONCAT(?c, "{TEXT}"), "(x+x+)+y|(.*a){{9}}")) }}',
    "memory bomb": "SELECT (STRLEN(?x20) AS ?n) { BIND('0123456789' AS ?x0) "
    + " ".join(f"BIND(CONCAT({', '.join([f'?x{n}'] * 4)}) AS ?x{n + 1})" for n in range(20))
    + " }",
    "deep nesting": "ASK {" + "{" * 2_000 + "}" * 2_000 + "}",
    "replaced again and again": "SELECT * { ?a ?b ?c . ?d ?e ?f BIND("
    + "REPLACE(" * 12
    + "STR(?c)"
    + ', ".", "$0$0$0")' * 12
    + " AS ?x) } ORDER BY ?x",
}
HONEST = 2
ATTACKERS, OTHERS = "127.0.0.1", "127.0.0.2"


def attacked(triples: int, seconds: float, cache: Path = CACHE) -> list[Record]:
    """Return what those who ask small queries meet without and under attack, and what the attackers meet."""
    with ours(built(triples, cache)) as server:
        calm = load(server, [SMALL] * HONEST, min(3.0, seconds))
        records = [_record("honest, calm", calm)]
        watch = _Watch(server)
        watch.start()
        for name, address in (("at the same address", ATTACKERS), ("at another", OTHERS)):
            attack, under = _under_attack(server, seconds, address)
            records += [_record(f"honest, attacked, {name}", under), _record("hostile", attack)]
        watch.stop()
        left = _left(server)
    print(f"most outgoing connections: {watch.most}; processes of queries 3 s later: {left}\n")
    return records


def _under_attack(server: Server, seconds: float, address: str) -> tuple[Load, Load]:
    """Return what attackers meet, and those who ask small queries from this address meanwhile."""
    attack = Load()
    texts = list(HOSTILE.values())
    thread = threading.Thread(target=lambda: _take(attack, load(server, texts, seconds, ATTACKERS)))
    thread.start()
    time.sleep(1)
    under = load(server, [SMALL] * HONEST, seconds - 1, address)
    thread.join()
    return attack, under


def _take(found: Load, other: Load) -> None:
    found.seconds = other.seconds


def _record(name: str, found: Load) -> Record:
    times = sorted(one for each in found.seconds.values() for one in each)
    answered = sorted(found.answered) or [float("nan")]
    return {
        "who": name,
        "queries": len(times),
        "answered": len(found.answered),
        "told to come again (503)": len(found.seconds.get(503, [])),
        "other": sum(len(each) for status, each in found.seconds.items() if status not in (200, 503)),
        "median, ms": milliseconds(statistics.median(answered)),
        "95 %, ms": milliseconds(answered[int(len(answered) * 0.95)]) if found.answered else None,
        "slowest answer, ms": milliseconds(answered[-1]),
        "slowest of all, s": round(times[-1], 1),
    }


class _Watch:
    """Counts the connections that the server or a process of its makes to others, all the time."""

    def __init__(self, server: Server) -> None:
        self.most = 0
        self._server = server
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._run)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._done.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._done.wait(0.2):
            self.most = max(self.most, _outgoing(self._server))


def _outgoing(server: Server) -> int:
    process = psutil.Process(server.process)
    count = 0
    for one in (process, *process.children(recursive=True)):
        with suppress(psutil.Error):
            found = one.net_connections(kind="inet")
            count += sum(bool(made.raddr) and made.laddr.port != server.port for made in found)
    return count


def _left(server: Server) -> int:
    """Return how many processes of queries are there a while after the last one."""
    time.sleep(3)
    return len(psutil.Process(server.process).children(recursive=True)) - 1


def main(arguments: list[str] | None = None) -> int:
    """Attack, and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.attack", description=__doc__)
    parser.add_argument("triples", type=int, nargs="?", default=100_000)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--cache", type=Path, default=CACHE, help="where generated plans are kept")
    options = parser.parse_args(arguments)
    records = attacked(options.triples, options.seconds, options.cache)
    print(markdown(f"Eight attackers, {options.triples:,} triples", records))
    return 0


if __name__ == "__main__":
    sys.exit(main())
