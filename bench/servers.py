"""SPARQL servers in processes of their own, for benchmarks: ours, rdflib-endpoint, Oxigraph; and clients."""

from __future__ import annotations

import http.client
import socket
import subprocess
import sys
import threading
import time
import urllib.parse
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

JSON = "application/sparql-results+json"
_PATIENCE = 300

_UNGUARDED = """
import sys
from pathlib import Path
import pyoxigraph, waitress
from graph.guard import Answer, Guard
from graph.guard_answer import Engine
from graph.guard_messages import Request, received
from webviz import Settings, create_app
from webviz.settings import GUARD
import io

store, port = Path(sys.argv[1]), int(sys.argv[2])
app = create_app(Settings(store))
guard, engine = app.extensions[GUARD], Engine(store / "store")

class Unguarded:
    limits = guard.limits
    def query(self, text, accept=(), default=(), named=(), prefixes=None, client=""):
        graphs = list(default), list(named)
        request = Request(text, list(accept), *graphs, dict(prefixes or {}), 10_000, 64, 0, 0)
        reply = received(io.BytesIO(engine.answer(request)[0]))
        return Answer(reply.kind, reply.media_type, reply.body, truncated=reply.truncated)

app.extensions[GUARD] = Unguarded()
waitress.serve(app, host="127.0.0.1", port=port, threads=24)
"""

_RDFLIB = """
import sys
import rdflib, uvicorn
from rdflib_endpoint import SparqlEndpoint

data = rdflib.Dataset(default_union=True)
data.parse(sys.argv[1], format="nquads")
uvicorn.run(SparqlEndpoint(graph=data), host="127.0.0.1", port=int(sys.argv[2]), log_level="error")
"""


@dataclass(frozen=True)
class Server:
    """A server that runs: its process, and where it answers queries."""

    process: int
    port: int
    path: str


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def _running(command: list[str], port: int, path: str) -> Iterator[Server]:
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            server = Server(process.pid, port, path)
            _await(server)
            yield server
        finally:
            process.terminate()


def _await(server: Server) -> None:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        with suppress(OSError, http.client.HTTPException):
            if Client(server).ask("ASK {}")[0] == 200:
                return
        time.sleep(0.1)
    raise TimeoutError(server.path)


def ours(folder: Path) -> AbstractContextManager[Server]:
    """Run `planweave serve` over a store."""
    port = free_port()
    call = "from webviz.cli import main; main()"
    return _running(
        [sys.executable, "-c", call, "--store", str(folder), "serve", "--port", str(port)], port, "/sparql"
    )


def ours_unguarded(folder: Path) -> AbstractContextManager[Server]:
    """Run the same viewer with an engine in its own process, which nothing but trust limits."""
    port = free_port()
    return _running([sys.executable, "-c", _UNGUARDED, str(folder), str(port)], port, "/sparql")


def rdflib_endpoint(file: Path) -> AbstractContextManager[Server]:
    """Run rdflib-endpoint over a file of N-Quads, with uvicorn."""
    port = free_port()
    return _running([sys.executable, "-c", _RDFLIB, str(file), str(port)], port, "/")


def oxigraph(folder: Path) -> AbstractContextManager[Server]:
    """Run the server of Oxigraph over the same store, for reading only."""
    port = free_port()
    program = str(Path(sys.executable).parent / "oxigraph")
    where = ["--location", str(folder / "store"), "--bind", f"127.0.0.1:{port}"]
    return _running([program, "serve-read-only", "--union-default-graph", *where], port, "/query")


class Client:
    """One who asks, over one connection that is kept."""

    def __init__(self, server: Server, address: str = "127.0.0.1", timeout: float = 60) -> None:
        """Take the server and an address of one's own; the connection is made by the first query."""
        self._server = server
        self._connection = http.client.HTTPConnection(
            "127.0.0.1", server.port, timeout, source_address=(address, 0)
        )

    def ask(self, text: str, accept: str = JSON) -> tuple[int, bytes]:
        """Send a query by GET; return status and body."""
        path = f"{self._server.path}?{urllib.parse.urlencode({'query': text})}"
        self._connection.request("GET", path, headers={"Accept": accept})
        answer = self._connection.getresponse()
        return answer.status, answer.read()

    def close(self) -> None:
        """End the connection."""
        self._connection.close()


@dataclass
class Load:
    """What clients met who asked one query after the other: seconds of each, by status."""

    seconds: dict[int, list[float]] = field(default_factory=dict)
    bodies: set[bytes] = field(default_factory=set)

    def add(self, status: int, seconds: float) -> None:
        """Count an answer."""
        self.seconds.setdefault(status, []).append(seconds)

    @property
    def answered(self) -> list[float]:
        """The seconds of the queries that were answered."""
        return self.seconds.get(200, [])


def load(server: Server, texts: list[str], seconds: float, address: str = "127.0.0.1") -> Load:
    """Let a client for each of the texts ask it again and again for so many seconds."""
    found = Load()
    end = time.monotonic() + seconds

    def ask(text: str) -> None:
        client = Client(server, address)
        while time.monotonic() < end:
            began = time.perf_counter()
            try:
                status, body = client.ask(text)
            except (OSError, http.client.HTTPException):
                client, status, body = Client(server, address), 0, b""
            found.add(status, time.perf_counter() - began)
            if status == 200:
                found.bodies.add(body)
        client.close()

    threads = [threading.Thread(target=ask, args=(text,)) for text in texts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found
