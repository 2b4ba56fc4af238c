"""SPARQL services that fail: each failure is one line, and no secret goes astray."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler

import pytest

from graph.errors import PlanweaveError, QueryError, StoreError
from graph.remote_address import Service
from graph.store import Store

from .sparql_servers import JSON, NONE, Answer, answering, saying


@pytest.mark.parametrize(
    ("answer", "line"),
    [
        (saying(500, b"Out of\nmemory"), r"the service failed \(status 500\): Out of memory"),
        (saying(401, b"?"), r"wants to know who asks, or .* set PLANWEAVE_STORE_USER"),
        (saying(404, b""), r"there is no SPARQL service \(status 404\)"),
        (saying(400, b"\x1b[31mno\x00"), r"refuses this \(status 400\): \[31mno$"),
        (saying(503, b""), r"the service is busy"),
        (saying(504, b""), r"no answer within 60 s"),
        (saying(200, b"<html>", "text/html"), r"answers with text/html, and no SPARQL results"),
        (saying(200, b'{"head":', JSON), r"the answer cannot be read"),
        (saying(200, NONE[:-4], JSON), r"the answer cannot be read"),
        (saying(200, b'{"boolean":true}', JSON), r"the answer cannot be read"),
        (saying(200, NONE, JSON, Content_Length="999"), r"broke off or is no HTTP|cannot be reached"),
        (saying(302, b"", Location="http://a.example/"), "has moved to http://a.example/; name that"),
        (saying(307, b"", Location="/query"), "sends from one address to another without end"),
        (saying(308, b"", Location="file:///etc/passwd"), "which is no address"),
    ],
)
def test_each_failure_of_a_service_is_one_line(answer: Answer, line: str) -> None:
    with answering(answer) as url, pytest.raises(PlanweaveError, match=line) as caught:
        Store.open(Service.at(url))
    assert "\n" not in str(caught.value)


def test_a_service_that_is_not_there_and_one_that_says_nothing_are_told() -> None:
    with pytest.raises(StoreError, match=r"http://127.0.0.1:9: cannot be reached"):
        Store.open(Service.at("http://127.0.0.1:9"))
    silence = threading.Event()
    with answering(lambda *_: silence.wait(5) and None) as url:
        with pytest.raises(QueryError, match=r"no answer within 0\.2 s"):
            Store.open(Service.at(url, {"PLANWEAVE_STORE_TIMEOUT": "0.2"}))
        silence.set()


def test_what_proves_who_asks_goes_to_the_service_alone() -> None:
    seen: dict[str, str | None] = {}

    def note(name: str, answer: Answer) -> Answer:
        def noted(handler: BaseHTTPRequestHandler, body: str) -> None:
            seen[name] = handler.headers["Authorization"]
            answer(handler, body)

        return noted

    with (
        answering(note("elsewhere", saying(200, NONE, JSON))) as elsewhere,
        answering(note("service", saying(307, b"", Location=f"{elsewhere}/query"))) as url,
    ):
        service = Service.at(url, {"PLANWEAVE_STORE_USER": "a", "PLANWEAVE_STORE_PASSWORD": "hush"})
        assert "hush" not in repr(service) + str(service)
        assert "aHVzaA" not in repr(service)
        Store.open(service).close()
    assert seen == {"service": "Basic YTpodXNo", "elsewhere": None}
