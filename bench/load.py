"""Many readers at once: pages per second of fifty beside one, and how long the slowest wait.

    python -m bench.load [STORE] [--triples 1000000] [--readers 50] [--seconds 8] [--fresh]

The viewer runs with two workers, as `serve --workers 2` starts it. Readers ask a mix of pages over
connections that they keep, from processes of their own, and take compressed answers. `--fresh` lets the
viewer keep no pages, so that each one is made anew.
"""

from __future__ import annotations

import argparse
import http.client
import json
import random
import re
import selectors
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, suppress
from multiprocessing import get_context
from pathlib import Path
from tempfile import gettempdir
from urllib.parse import quote

from .generate import built
from .servers import free_port
from .timing import Record, markdown, milliseconds, ratio

CACHE = Path(gettempdir()) / "planweave-bench"
_HEADERS = {"Accept": "text/html", "Accept-Language": "fi", "Accept-Encoding": "gzip"}
_LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)
_CLIENTS, _WORKERS, _PLANS, _PATIENCE, _ROUNDS = 2, 2, 3, 120, 8
#: The mix: for a plan and two of its things.
_PAGES = (
    "/?plan={plan}",
    "/focus?plan={plan}&focus={one}",
    "/path?plan={plan}&focus={one},{other}",
    "/network?plan={plan}",
    "/network.json?plan={plan}",
    "/list?plan={plan}",
    "/id/{page}",
    "/questions/actions-per-priority?plan={plan}",
    "/search?q=kirjasto",
    "/search.json?q=nuor",
)
_SERVE = """
import json, sys
from pathlib import Path
from webviz import Settings
from webviz.serving import listening
from webviz.workers import Workers
store, port, kept = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
settings = Settings(store, kept_bytes=kept)
sockets = listening("127.0.0.1", port)
Workers(settings, sockets, "en", print).run(int(sys.argv[4]), lambda: print("ready", flush=True))
"""
#: What readers met: seconds of each answer by the number of its page, and answers that were none.
Met = tuple[dict[int, list[float]], list[str]]


@contextmanager
def viewer(store: Path, *, fresh: bool) -> Iterator[int]:
    """Run a viewer with two workers; give its port."""
    port, kept = free_port(), 0 if fresh else 64_000_000
    command = [sys.executable, "-c", _SERVE, str(store), str(port), str(kept), str(_WORKERS)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout is not None
            process.stdout.readline()
            yield port
        finally:
            process.terminate()


def pages_of(port: int) -> list[str]:
    """Return the addresses of the mix for some plans of a viewer."""
    rows = json.loads(_asked(port, "/plans.json"))["rows"]
    plans = [row["id"] for row in rows if row["kind"] == "plan"][:_PLANS]
    found: list[str] = []
    for plan in plans:
        answer = json.loads(_asked(port, f"/questions/actions-per-priority.json?plan={plan}"))
        column = answer["columns"][0] if answer["rows"] else ""
        things = [row[key] for row in answer["rows"] for key in ("priority", column) if row.get(key)][:9]
        things = [str(thing) for thing in things if ":" in str(thing)] or [plan]
        names = {"plan": plan, "one": things[0], "other": things[-1], "page": things[0].replace(":", "/", 1)}
        found += [page.format(**{key: quote(text) for key, text in names.items()}) for page in _PAGES]
    return list(dict.fromkeys(found))


def _asked(port: int, path: str) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
    connection.request("GET", path)
    return connection.getresponse().read()


class Reader:
    """One who asks for one page after the other, in an order of their own, over one connection."""

    def __init__(self, port: int, pages: Sequence[str], seed: int) -> None:
        """Connect, and ask for the first page."""
        self.socket = socket.create_connection(("127.0.0.1", port), _PATIENCE)
        self._pages = pages
        self._order = random.Random(seed)
        self._heads = "".join(f"{name}: {value}\r\n" for name, value in _HEADERS.items())
        self.ask()

    def ask(self) -> None:
        """Send the next request."""
        self.at, self._got = self._order.randrange(len(self._pages)), b""
        self.began = time.perf_counter()
        head = f"GET {self._pages[self.at]} HTTP/1.1\r\nHost: 127.0.0.1\r\n{self._heads}\r\n"
        self.socket.sendall(head.encode())

    def hear(self) -> int | None:
        """Take what has come; return the status when the answer is whole, 0 where the connection ended."""
        some = self.socket.recv(1 << 18)
        if not some:
            return 0
        self._got += some
        head, end, body = self._got.partition(b"\r\n\r\n")
        length = _LENGTH.search(head) if end else None
        whole = length is not None and len(body) >= int(length[1])
        return int(head[9:12]) if whole else None


def read(port: int, pages: Sequence[str], readers: int, seconds: float, seed: int) -> Met:
    """Let readers ask for so many seconds; one thread hears all, so that none waits for another here."""
    times: dict[int, list[float]] = {}
    failed: list[str] = []
    end = time.monotonic() + seconds
    with selectors.DefaultSelector() as waiting:
        for number in range(readers):
            reader = Reader(port, pages, seed * 1000 + number)
            waiting.register(reader.socket, selectors.EVENT_READ, reader)
        while time.monotonic() < end:
            for key, _ in waiting.select(0.1):
                _heard(key.data, times, failed, waiting)
        for key in list(waiting.get_map().values()):
            key.data.socket.close()
    return times, failed


def _heard(
    reader: Reader, times: dict[int, list[float]], failed: list[str], waiting: selectors.BaseSelector
) -> None:
    status = reader.hear()
    if status is None:
        return
    times.setdefault(reader.at, []).append(time.perf_counter() - reader.began)
    if status != 200:
        failed.append(f"{reader.at}: {status}")
    if status:
        reader.ask()
    else:
        waiting.unregister(reader.socket)


def read_by_all(port: int, pages: Sequence[str], readers: int, seconds: float) -> Met:
    """Share the readers among processes, so that they do not wait for each other."""
    share = max(1, readers // _CLIENTS)
    with ProcessPoolExecutor(_CLIENTS, get_context("spawn")) as pool:
        jobs = [pool.submit(read, port, pages, share, seconds, n) for n in range(min(readers, _CLIENTS))]
        met = [job.result() for job in jobs]
    times: dict[int, list[float]] = {}
    for found, _ in met:
        for at, some in found.items():
            times.setdefault(at, []).extend(some)
    return times, [one for _, failed in met for one in failed]


def load(
    store: Path, readers: int, seconds: float, *, fresh: bool
) -> tuple[list[Record], list[Record], list[str]]:
    """Return how many pages one reader and many get, how long each page takes, and what failed."""
    with viewer(store, fresh=fresh) as port:
        pages = pages_of(port)
        pages = [page for page in pages if _is_there(port, page)]
        for page in [page for page in pages for _ in range(_ROUNDS)]:
            _is_there(port, page)  # over a connection of its own, so that each worker has made it
        alone, failed = read(port, pages, 1, seconds, 7)
        many, more = read_by_all(port, pages, readers, seconds)
    one, all_of_them = (sum(map(len, times.values())) / seconds for times in (alone, many))
    sums: list[Record] = [
        {"readers": 1, "pages/s": round(one, 1), "times one": "1.00", "failed": len(failed)},
        {
            "readers": readers,
            "pages/s": round(all_of_them, 1),
            "times one": ratio(all_of_them, one),
            "failed": len(more),
        },
    ]
    return sums, [_of_kind(kind, pages, many) for kind in _kinds(pages)], [*failed, *more]


def _is_there(port: int, page: str) -> bool:
    with suppress(OSError, http.client.HTTPException):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE)
        connection.request("GET", page, headers=_HEADERS)
        return connection.getresponse().status == 200
    return False


def _kinds(pages: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(_kind(page) for page in pages))


def _kind(page: str) -> str:
    path = page.partition("?")[0]
    return "/id/…" if path.startswith("/id/") else path


def _of_kind(kind: str, pages: Sequence[str], times: dict[int, list[float]]) -> Record:
    """Return the median of a kind of page, and the worst p95 against the median of one and the same page."""
    own = {at: sorted(found) for at, found in times.items() if _kind(pages[at]) == kind and len(found) >= 10}
    if not own:
        return {"page": kind, "answers": 0, "median, ms": None, "p95, ms": None, "p95 : median": None}
    worst = max(own.values(), key=lambda found: _p95(found) / statistics.median(found))
    return {
        "page": kind,
        "answers": sum(map(len, own.values())),
        "median, ms": milliseconds(statistics.median(worst)),
        "p95, ms": milliseconds(_p95(worst)),
        "p95 : median": ratio(_p95(worst), statistics.median(worst)),
    }


def _p95(found: Sequence[float]) -> float:
    return found[int(len(found) * 0.95)]


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; return 1 where anything failed."""
    parser = argparse.ArgumentParser(prog="python -m bench.load", description=__doc__)
    parser.add_argument("store", type=Path, nargs="?", help="else one of generated plans")
    parser.add_argument("--triples", type=int, default=1_000_000)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--fresh", action="store_true", help="keep no pages")
    options = parser.parse_args(arguments)
    store = options.store or built(options.triples, CACHE)
    sums, kinds, failed = load(store, options.readers, options.seconds, fresh=options.fresh)
    how = "each made anew" if options.fresh else "kept"
    print(markdown(f"One reader and {options.readers}, two workers, pages {how}: {store.name}", sums))
    print(markdown("Pages, among all readers", kinds))
    for line in sorted(set(failed))[:10]:
        print(line, file=sys.stderr)
    return int(bool(failed))


if __name__ == "__main__":
    raise SystemExit(main())
