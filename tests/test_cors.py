"""Pages of other origins read data from here only where that was allowed, and never write."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient

from webviz.cli import planweave

MINE, OTHER = "https://www.kemi.fi", "https://evil.example"
DATA = [
    "/sparql",
    "/sparql/?query=ASK{}",
    "/graph-store?graph=urn:x",
    "/id/kemi/kirjasto",
    "/id/kemi/kirjasto.json",
]
DATA += ["/questions/actions-per-goal.csv", "/questions/actions-per-goal.json"]
PAGES = ["/", "/questions", "/-/health", "/static/site.css"]


@pytest.fixture(scope="module")
def shared_with(make_viewer: Callable[..., Flask], kemi_path: Path) -> Callable[..., FlaskClient]:
    return lambda *origins: make_viewer(
        kemi_path, cors=origins, edit_token="a-token-of-the-tests"
    ).test_client()


@pytest.fixture(scope="module")
def mine(shared_with: Callable[..., FlaskClient]) -> FlaskClient:
    return shared_with(MINE)


def allowed(client: FlaskClient, path: str, origin: str | None = MINE) -> str | None:
    answer = client.get(path, headers={"Origin": origin, "Accept": "*/*"} if origin else {})
    assert "Access-Control-Allow-Credentials" not in answer.headers
    return answer.headers.get("Access-Control-Allow-Origin")


@pytest.mark.parametrize("path", DATA)
def test_data_is_shared_with_the_origins_that_were_named(
    mine: FlaskClient, client: FlaskClient, path: str
) -> None:
    assert allowed(mine, path) == MINE
    for origin in (OTHER, "null", f"{MINE}.evil.example", "http://www.kemi.fi", None):
        assert allowed(mine, path, origin) is None
        answer = mine.get(path, headers={"Origin": origin or ""})
        assert "Origin" in answer.headers["Vary"]
    assert allowed(client, path) is None


@pytest.mark.parametrize("path", PAGES)
def test_pages_are_shared_with_nobody(mine: FlaskClient, path: str) -> None:
    assert allowed(mine, path) is None
    assert preflight(mine, path) == (200, None, None)


def test_data_can_be_shared_with_all(shared_with: Callable[..., FlaskClient]) -> None:
    everyone = shared_with("*")
    assert allowed(everyone, "/sparql", OTHER) == "*"
    assert allowed(everyone, "/", OTHER) is None


def preflight(client: FlaskClient, path: str, origin: str = MINE, method: str = "POST") -> tuple:
    headers = {
        "Origin": origin,
        "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": "authorization, content-type",
    }
    answer = client.options(path, headers=headers)
    names = ("Access-Control-Allow-Methods", "Access-Control-Allow-Headers")
    return answer.status_code, *(answer.headers.get(name) for name in names)


def test_a_browser_that_asks_first_is_told_what_may_be_sent(mine: FlaskClient, client: FlaskClient) -> None:
    assert preflight(mine, "/sparql") == (204, "GET, HEAD, POST", "Accept, Content-Type")
    assert preflight(mine, "/graph-store?default", method="PUT") == (204, "GET, HEAD", "Accept, Content-Type")
    assert preflight(mine, "/sparql", OTHER) == (200, None, None)
    assert preflight(client, "/sparql") == (200, None, None)
    plain = mine.options("/sparql", headers={"Origin": MINE})
    assert {"GET", "HEAD", "POST", "OPTIONS"} == set(plain.headers["Allow"].split(", "))


def test_a_truncated_answer_can_be_seen_to_be_so(mine: FlaskClient) -> None:
    answer = mine.get("/sparql?query=ASK{}", headers={"Origin": MINE})
    assert "X-Planweave-Truncated" in answer.headers["Access-Control-Expose-Headers"]


@pytest.mark.parametrize(
    "origin", ["www.kemi.fi", "https://www.kemi.fi/", "https://*.kemi.fi", "ftp://x", "null", ""]
)
def test_what_is_no_origin_is_told(kemi_path: Path, origin: str) -> None:
    result = CliRunner().invoke(planweave, ["--store", str(kemi_path), "serve", "--cors", origin])
    assert result.exit_code == 2
    assert "is no origin" in result.output


def test_a_token_that_is_too_short_is_told(kemi_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANWEAVE_EDIT_TOKEN", "short")
    result = CliRunner().invoke(planweave, ["--store", str(kemi_path), "serve", "--edit"])
    assert result.exit_code == 2
    assert "PLANWEAVE_EDIT_TOKEN: expected at least 16" in result.output
