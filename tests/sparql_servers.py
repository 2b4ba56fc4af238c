"""SPARQL servers that the tests start: Oxigraph's, and one over rdflib."""

from __future__ import annotations

import socket
import subprocess
import sys
import textwrap
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
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


Answer = Callable[[BaseHTTPRequestHandler, str], None]


@contextmanager
def answering(answer: Answer) -> Iterator[str]:
    """Serve one answer to every request; it is given the body of the request."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            answer(self, self.rfile.read(int(self.headers["Content-Length"])).decode())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def saying(status: int, body: bytes, media_type: str = "text/plain", **headers: str) -> Answer:
    def answer(handler: BaseHTTPRequestHandler, _: str) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Type", media_type)
        if "Content_Length" not in headers:
            handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


JSON = "application/sparql-results+json"
NONE = b'{"head":{"vars":["how","p","o"]},"results":{"bindings":[]}}'
