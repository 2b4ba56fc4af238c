"""The names under which the viewer answers: its own, and no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from ontology import LANGUAGES
from webviz.hosts import is_known
from webviz.settings import Settings

URLS = ["/", "/sparql?query=ASK%20%7B%7D", "/embed/matrix", "/index.json", "/static/network.js", "/nope"]


@pytest.mark.parametrize(
    ("host", "bound", "known"),
    [
        ("localhost", "127.0.0.1", True),
        ("LOCALHOST.:8000", "127.0.0.1", True),
        ("127.0.0.1:8000", "127.0.0.1", True),
        ("127.0.0.2", "", True),
        ("[::1]:8000", "::1", True),
        ("", "127.0.0.1", True),
        ("plans.example.fi", "127.0.0.1", True),
        ("Plans.Example.FI:8443", "0.0.0.0", True),
        ("evil.example", "127.0.0.1", False),
        ("localhost.evil.example", "127.0.0.1", False),
        ("plans.example.fi.evil.example", "0.0.0.0", False),
        ("evil.example", "0.0.0.0", False),
        ("192.168.1.5:8000", "127.0.0.1", False),
        ("192.168.1.5:8000", "0.0.0.0", True),
        ("192.168.1.5:8000", "192.168.1.5", True),
        ("192.168.1.6:8000", "192.168.1.5", False),
        ("[2001:db8::1]:8000", "::", True),
        ("[2001:db8:0::1]:8000", "2001:db8::1", True),
        ("intra", "intra", True),
        ("[evil", "127.0.0.1", False),
    ],
)
def test_a_host_is_known_or_not(host: str, bound: str, known: bool) -> None:
    settings = Settings(Path(), public_url="https://plans.example.fi:8443/planweave", host=bound)
    assert is_known(host, settings) is known


@pytest.mark.parametrize("url", URLS)
def test_under_a_name_of_a_stranger_nothing_is_shown(client, url: str) -> None:
    told = set()
    for lang in LANGUAGES:
        answer = client.get(url, headers={"Host": "evil.example:8000", "Accept-Language": lang})
        assert (answer.status_code, answer.mimetype, answer.text.count("\n")) == (421, "text/plain", 1)
        assert "frame-ancestors" in answer.headers["Content-Security-Policy"]
        told.add(answer.text)
    assert len(told) == len(LANGUAGES)


def test_an_embed_answers_under_the_public_name(make_viewer, kemi_path) -> None:
    public = make_viewer(kemi_path, public_url="https://plans.example.fi").test_client()
    for url in ("/embed/matrix", "/embed/network", "/network.json", "/static/embed.js"):
        with public.get(url, headers={"Host": "plans.example.fi"}) as answer:
            assert answer.status_code == 200
    assert public.get("/embed/matrix", headers={"Host": "www.kemi.fi"}).status_code == 421
