"""Listens: the sockets of the viewer, the address that is told, and the server of one process."""

from __future__ import annotations

import logging
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from .settings import GUARD, LONGEST_GRAPH

if TYPE_CHECKING:
    from flask import Flask

#: The threads that pages have for themselves, whatever queries hold.
_THREADS = 8
_BACKLOG = 1024
#: How long a thread may keep the others waiting: a page that is ready is sent while another is being made.
_TURN_SECONDS = 0.001
#: What hears the address when the viewer answers there.
Tell = Callable[[str], None]


def listening(host: str, port: int) -> list[socket.socket]:
    """Return sockets that listen at a host, one for each kind of address that it has.

    Raises
    ------
    OSError
        The host is unknown, or the port is taken or not allowed; the error names both.
    """
    with ExitStack() as opened:
        try:
            found: list[socket.socket] = []
            for family, kind, protocol, _, address in socket.getaddrinfo(
                host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP, flags=socket.AI_PASSIVE
            ):
                port = found[0].getsockname()[1] if found else port
                made = opened.enter_context(socket.socket(family, kind, protocol))
                _bind(made, (address[0], port, *address[2:]))
                found.append(made)
        except OSError as error:
            raise OSError(error.errno, error.strerror, f"{host}:{port}") from error
        opened.pop_all()
        return found


def _bind(made: socket.socket, address: tuple[Any, ...]) -> None:
    if made.family == socket.AF_INET6:
        made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    made.bind(address)
    made.listen(_BACKLOG)


def address_of(host: str, port: int) -> str:
    """Return the address to open where a host and a port are listened at.

    >>> address_of("0.0.0.0", 8000)
    'http://localhost:8000/'
    """
    if host in {"127.0.0.1", "0.0.0.0", "::", "::1"}:  # noqa: S104
        host = "localhost"
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def told_address(sockets: Sequence[socket.socket], host: str) -> str:
    """Return the address to open where these sockets listen."""
    return address_of(host, sockets[0].getsockname()[1])


def serve(app: Flask, sockets: Sequence[socket.socket], ready: Callable[[], None]) -> None:
    """Answer requests until a signal ends the process; its guard ends with it."""
    import waitress

    # That a request waits for a thread for a moment is no news for who started the viewer.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    guard = app.extensions[GUARD]
    sys.setswitchinterval(_TURN_SECONDS)
    with guard:
        server = waitress.create_server(
            app,
            sockets=list(sockets),
            threads=guard.limits.held + _THREADS,
            ident="planweave",
            # The pages have a limit of their own.
            max_request_body_size=LONGEST_GRAPH,
        )
        ready()
        try:
            server.run()
        finally:
            server.close()


def open_browser(address: str) -> None:
    """Open a browser at an address, without waiting for it."""
    threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
