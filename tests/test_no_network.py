"""The tests themselves reach no further than this computer."""

from __future__ import annotations

import socket

import pytest


def test_a_connection_to_elsewhere_is_refused_before_it_is_made() -> None:
    with socket.socket() as far, pytest.raises(ConnectionRefusedError, match=r"reaches for 192\.0\.2\.1"):
        far.connect(("192.0.2.1", 80))


def test_this_computer_can_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket() as near:
        near.connect(server.getsockname())
