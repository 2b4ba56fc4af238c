"""One of several processes of a viewer: takes its settings and sockets from the process that started it."""

from __future__ import annotations

import os
import pickle
import signal
import socket
import sys
import threading
from typing import NoReturn

import click

from graph import PlanweaveError
from graph.commands.frame import FAILED

from .app import create_app
from .serving import serve
from .settings import Settings


def main() -> NoReturn:
    """Answer requests until a signal, or until the process that started this one is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _stop)
    settings, numbers, lang = pickle.load(sys.stdin.buffer)  # noqa: S301  from the process that started us
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        _work(settings, [socket.socket(fileno=number) for number in numbers])
    except PlanweaveError as error:
        _fail(error.text(lang))
    except OSError as error:
        _fail(str(error))
    sys.exit(0)


def _work(settings: Settings, sockets: list[socket.socket]) -> None:
    serve(create_app(settings), sockets, lambda: print("ready", flush=True))  # noqa: T201  for our parent


def _end_with_parent() -> None:
    """Wait for the end of standard input, which comes with that of the process that started us."""
    # Not through the buffer, whose lock this thread would hold when the interpreter ends.
    while os.read(sys.stdin.fileno(), 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


def _stop(*_: object) -> NoReturn:
    sys.exit(0)


def _fail(message: str) -> NoReturn:
    click.echo("planweave: " + " ".join(message.split()), err=True)
    sys.exit(FAILED)
