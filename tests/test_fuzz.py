"""A few hundred of the requests, texts and messages that `python -m bench.fuzz` generates."""

from __future__ import annotations

import sys

import pytest

from bench.fuzz import fuzz_messages, fuzz_requests, fuzz_texts

COUNT = 200


def test_no_request_is_answered_500_and_nothing_is_left_behind() -> None:
    found = fuzz_requests(COUNT, same=True)
    assert found.wrong == []
    assert sum(found.statuses.values()) >= COUNT
    assert {200, 400, 405} <= set(found.statuses)
    if sys.platform == "linux":
        assert found.left == {"descriptors": 0, "processes": 0}


def test_no_clause_of_federation_that_the_engine_takes_gets_through() -> None:
    found = fuzz_texts(COUNT, same=True)
    assert found["let through"] == 0
    assert found["refused"] > 0
    assert found["answered"] > 0


def test_whatever_a_process_says_is_a_reply_an_end_or_nothing() -> None:
    found = fuzz_messages(COUNT, same=True)
    assert set(found) == {"Reply", "Ended", "NoneType"}


@pytest.mark.parametrize("address", ["/?lang=\xf6", "/sparql//?\r", "/questions?\x00\x7f"])
def test_an_address_may_hold_any_bytes(viewer, address: str) -> None:
    path, _, query = address.partition("?")
    answer = viewer.test_client().open(path, environ_overrides={"QUERY_STRING": query})
    assert answer.status_code in (200, 308, 400)
