"""Generated requests, texts and messages: no answer 500, nothing hangs, nothing is left behind.

    python -m bench.fuzz [--requests 10000]

Requests go to a viewer that may be written to, over a store of its own. Texts are put to the scan for
federation and to the engine itself: what makes the engine reach for the network must have been refused.
Messages are what a process of the guard could say if a query had taken it over.
"""

from __future__ import annotations

import argparse
import faulthandler
import io
import json
import logging
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import TypeVar

import pyoxigraph
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from graph import PlanGraph
from graph.errors import PlanweaveError, QuerySyntaxError
from graph.guard import Guard, Limits
from graph.guard_messages import Ended, Reply, received
from graph.query_text import refuse_federation
from webviz import Settings, create_app
from webviz.settings import GUARD

from .fuzz_requests import TOKEN, Sent, put, requests

HANGS_AFTER = 30.0
LIMITS = Limits(seconds=2, cpu_seconds=2, memory_mb=256)
T = TypeVar("T")


@dataclass
class Found:
    """What came of requests: how many of each status, the slowest, what went wrong, and what is left."""

    statuses: Counter[int] = field(default_factory=Counter)
    slowest: float = 0.0
    slow: Sent | None = None
    wrong: list[tuple[Sent, str]] = field(default_factory=list)
    left: dict[str, int] = field(default_factory=dict)


def generated(
    strategy: st.SearchStrategy[T], count: int, use: Callable[[T], None], *, same: bool = False
) -> None:
    """Call `use` with so many generated values; the same ones each time where `same` is asked for."""

    @settings(
        max_examples=count,
        deadline=None,
        database=None,
        derandomize=same,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def each(value: T) -> None:
        use(value)

    each()


def viewer(folder: Path) -> Flask:
    """Return a viewer of a few triples that may be written to."""
    with PlanGraph.create(folder).store as store:
        store.update("INSERT DATA { GRAPH <urn:x> { <urn:a> <urn:b> 1, 'c'@en, <urn:d> } }")
    app = create_app(Settings(folder, edit_token=TOKEN, cors=("https://example.org",)))
    app.logger.setLevel(logging.CRITICAL)
    app.extensions[GUARD].close()
    app.extensions[GUARD] = Guard(folder / "store", LIMITS)
    return app


def fuzz_requests(count: int, *, same: bool = False) -> Found:
    """Put so many requests to a viewer."""
    found = Found()
    others = _children()
    with TemporaryDirectory() as temporary:
        app = viewer(Path(temporary) / "db")
        before = _open_files()

        def ask(sent: Sent) -> None:
            faulthandler.dump_traceback_later(HANGS_AFTER, exit=True)
            began = time.monotonic()
            try:
                status, body = put(app, sent)
            except Exception as error:  # noqa: BLE001 - an error that reaches the server is what is looked for
                status, body = 500, repr(error).encode()
            took = time.monotonic() - began
            if took > found.slowest:
                found.slowest, found.slow = took, sent
            found.statuses[status] += 1
            if status >= 500 and status != 503:
                found.wrong.append((sent, body.decode("utf-8", "replace")[:300]))

        generated(requests(), count, ask, same=same)
        faulthandler.cancel_dump_traceback_later()
        found.left["descriptors"] = max(0, _open_files() - before)
        app.extensions[GUARD].close()
        found.left["processes"] = max(0, _children() - others)
    return found


def _open_files() -> int:
    """Return how many descriptors are open, but for files of a store, as each has as many as it needs."""
    count = 0
    with suppress(OSError):
        for one in Path("/proc/self/fd").iterdir():
            with suppress(OSError):
                count += not one.readlink().is_relative_to(gettempdir())
    return count


def _children() -> int:
    """Return how many processes of ours are there, dead or alive."""
    with suppress(OSError):
        tasks = Path("/proc/self/task").iterdir()
        return sum(len((task / "children").read_text().split()) for task in tasks)
    return 0


# ---- texts

_CLAUSES = [
    "SERVICE ex:a {}",
    "SERVICEex:a {}",
    "SERVICE:a{}",
    "SERVICE ?v#>\n{}",
    "service#'\nex:a {}",
    'SERVICE ex:a#"\n{}',
]
_GROUPS = [
    "FILTER(1<2)",
    "FILTER(1<2&&'>'='>')",
    "BIND(ex:a AS ?v)",
    "VALUES ?v {ex:a}",
    "OPTIONAL{}",
    "MINUS{}",
    "[]",
    "{}",
]
_TRIPLES = [
    f"?s ?p {term}"
    for term in ("1.", "true", "'a'@en", "ex:b.", "'''a'b'''", r'"\\"', r'"\""', "<http://x/'>")
]
_INNER = ["GRAPH service:g {", "{ SELECT * {", "FILTER EXISTS {", "OPTIONAL {", "UNION {", "}", "} }"]
_SIGNS = [
    "# '\n",
    "# <\n",
    *"'\"<>#\n.{}\\()",
    "&&",
    "\\u0053ERVICE ex:a {}",
    "'''",
    '"""',
    "\r",
    "\ufeff",
    "é",
]
_PREFIX = "PREFIX : <http://localhost:1/> PREFIX ex: <http://localhost:1/> PREFIX service: <http://x/> "


def texts() -> st.SearchStrategy[str]:
    """Return the strategy of queries that may hide a clause of federation."""
    pieces = st.sampled_from([*_CLAUSES, *_CLAUSES, *_GROUPS, *_TRIPLES, *_INNER, *_SIGNS])
    between = st.sampled_from(["", " ", "\n", "#\n"])
    return st.tuples(st.lists(pieces, min_size=1, max_size=8), between).map(
        lambda parts: f"{_PREFIX} ASK {{ {parts[1].join(parts[0])}\n }}"
    )


def fuzz_texts(count: int, *, same: bool = False) -> Counter[str]:
    """Put texts to the scan and to the engine; count what came, `let through` being what must not."""
    found: Counter[str] = Counter()
    store = pyoxigraph.Store()

    def scan(text: str) -> None:
        refused = False
        try:
            refuse_federation(text)
        except QuerySyntaxError:
            refused = True
        try:
            store.query(text)
            found["refused, though harmless" if refused else "answered"] += 1
        except OSError:  # the engine declines this port before it opens a connection
            found["refused" if refused else "let through"] += 1
        except (SyntaxError, RuntimeError, ValueError):
            found["no query"] += 1

    generated(texts(), count, scan, same=same)
    return found


# ---- messages


def messages() -> st.SearchStrategy[bytes]:
    """Return the strategy of what a process could say."""
    good = [
        Reply("ask", "text/csv", body=b"body").to_bytes(),
        Reply(error="QueryLimitError", message="{x} {y}", values={"limit": "time"}).to_bytes(),
        Ended(9, moved=True).to_bytes(),
    ]
    json_ = st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
        max_leaves=4,
    )
    names = [
        "kind",
        "media_type",
        "truncated",
        "error",
        "message",
        "values",
        "body",
        "signal",
        "late",
        "said",
    ]
    errors = st.sampled_from(["PlanweaveError", "QueryLimitError", "Path", "__name__", "SourceError"])
    changed = st.dictionaries(st.sampled_from(names), json_ | errors, max_size=2)
    bases = st.sampled_from(
        [vars(Reply("ask", "text/csv")) | {"body": 3}, {"error": "QueryError"}, vars(Ended(9)), {}]
    )
    heads = st.tuples(bases, changed).map(lambda parts: json.dumps(parts[0] | parts[1]))
    cut = st.tuples(st.sampled_from(good), st.integers(0, 200), st.binary(max_size=4))
    return st.one_of(
        cut.map(lambda parts: parts[0][: parts[1]] + parts[2]),
        heads.map(lambda head: head.encode() + b"\nxyz"),
        heads.map(lambda head: b"\n" + head.encode()),
        st.binary(max_size=60),
    )


def fuzz_messages(count: int, *, same: bool = False) -> Counter[str]:
    """Read messages as the guard does; whatever is said, a reply, an end or nothing comes of it."""
    found: Counter[str] = Counter()

    def read(said: bytes) -> None:
        message = received(io.BytesIO(said))
        if isinstance(message, Reply):
            error = message.raised()
            assert error is None or isinstance(error, PlanweaveError)
        found[type(message).__name__] += 1

    generated(messages(), count, read, same=same)
    return found


def main(arguments: list[str] | None = None) -> int:
    """Generate, and tell; 1 where something went wrong."""
    parser = argparse.ArgumentParser(prog="python -m bench.fuzz", description=__doc__)
    parser.add_argument("--requests", type=int, default=10_000, help="how many of each kind (10000)")
    count = parser.parse_args(arguments).requests
    read, scanned = fuzz_messages(count), fuzz_texts(count)
    print(f"{count:,} messages: {dict(read)}\n{count:,} texts: {dict(scanned)}")
    found = fuzz_requests(count)
    print(f"{sum(found.statuses.values()):,} requests: {dict(sorted(found.statuses.items()))}")
    print(f"slowest {found.slowest:.2f} s: {found.slow}; left behind: {found.left}")
    for said, sent in {said: sent for sent, said in found.wrong}.items():
        print(f"WRONG {sent}\n  {said}")
    bad = found.wrong or scanned["let through"] or any(found.left.values())
    return 1 if bad or found.slowest > LIMITS.seconds + 2 else 0


if __name__ == "__main__":
    sys.exit(main())
