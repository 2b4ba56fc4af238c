"""SPARQL servers that the tests start: Oxigraph's, and one over rdflib."""

from __future__ import annotations

import socket
import subprocess
import sys
import textwrap
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

OXIGRAPH = Path(sys.executable).parent / ("oxigraph.exe" if sys.platform == "win32" else "oxigraph")
_RDFLIB = """
    import sys, uvicorn
    from rdflib import Dataset
    from rdflib_endpoint import SparqlEndpoint
    held = Dataset(default_union=sys.argv[2] == "union")
    app = SparqlEndpoint(graph=held, enable_update=True, path="/sparql")
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="critical")
"""


@contextmanager
def oxigraph(folder: Path) -> Iterator[str]:
    """Serve a database of Oxigraph, and give its address."""
    port = free_port()
    command = [str(OXIGRAPH), "serve", "--location", str(folder), "--bind", f"127.0.0.1:{port}"]
    with _running(command, port):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def rdflib_endpoint(*, union: bool = True) -> Iterator[str]:
    """Serve a dataset of rdflib, whose default graph is the union or is not, and give its address."""
    port = free_port()
    program = textwrap.dedent(_RDFLIB)
    with _running(
        [sys.executable, "-W", "ignore", "-c", program, str(port), "union" if union else "plain"], port
    ):
        yield f"http://127.0.0.1:{port}/sparql"


def empty(url: str) -> None:
    """Take everything out of a database."""
    request = urllib.request.Request(
        f"{url}/update", b"DROP ALL", {"Content-Type": "application/sparql-update"}, method="POST"
    )
    with urllib.request.urlopen(request):
        pass


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@contextmanager
def _running(command: Sequence[str], port: int) -> Iterator[None]:
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            _wait(server, port)
            yield
        finally:
            server.kill()


def _wait(server: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + 30
    while server.poll() is None and time.monotonic() < deadline:
        with socket.socket() as asked:
            if asked.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise RuntimeError(f"no server answers at port {port}")
