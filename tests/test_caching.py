"""Pages are kept by address, language and revision, clients ask whether they hold; texts are compressed."""

from __future__ import annotations

import gzip
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from graph import PlanGraph
from webviz.page_cache import Kept, PageCache

from .query_counting import counted

FI = {"Accept-Language": "fi"}
PAGES = [
    "/",
    "/list",
    "/network.json",
    "/questions/priorities-without-action",
    "/id/kemi/kirjasto",
    "/search?q=uinti",
]


@pytest.mark.parametrize("path", PAGES)
def test_the_second_answer_is_the_first_without_a_query(client: FlaskClient, path: str) -> None:
    first = client.get(path, headers=FI)
    with counted() as queries:
        second = client.get(path, headers=FI)
        third = client.get(path, headers={**FI, "If-None-Match": first.headers["ETag"]})
    assert first.data == second.data
    assert list(first.headers) == list(second.headers)
    assert (third.status_code, third.data) == (304, b"")
    assert third.headers["ETag"] == first.headers["ETag"]
    assert "Accept-Language" in third.headers["Vary"]
    assert queries == []


def test_an_answer_is_kept_for_its_language_address_and_form_alone(client: FlaskClient) -> None:
    asked = [("/", "fi", ""), ("/", "sv", ""), ("/?named=true", "fi", ""), ("/id/kemi", "fi", "text/turtle")]
    asked.append(("/id/kemi", "fi", "text/html"))
    answers = [client.get(p, headers={"Accept-Language": lang, "Accept": a}) for p, lang, a in asked]
    assert len({answer.headers["ETag"] for answer in answers}) == len(asked)
    assert len({answer.data for answer in answers}) == len(asked)


@pytest.mark.parametrize("path", ["/sparql", "/nope", "/questions/nope", "/-/health", "/?plan=nope"])
def test_what_is_no_page_of_the_plans_is_not_kept(client: FlaskClient, path: str) -> None:
    assert "ETag" not in client.get(path, headers=FI).headers


def test_an_answer_is_not_posted_for(client: FlaskClient) -> None:
    tag = client.get("/", headers=FI).headers["ETag"]
    assert client.post("/", headers={**FI, "If-None-Match": tag}).status_code == 405


def test_what_is_written_shows_at_once(make_viewer: Callable[..., Flask], kemi_copy: Path) -> None:
    client = make_viewer(kemi_copy).test_client()
    before = client.get("/plans", headers=FI)
    assert b"kemi-strategia-2022" in before.data
    with PlanGraph.create(kemi_copy).store as store:
        PlanGraph(store).remove("kemi-strategia-2022")
    after = client.get("/plans", headers={**FI, "If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert b"kemi-strategia-2022" not in after.data


def test_nothing_internal_is_kept_for_others(make_viewer: Callable[..., Flask], internal_path: Path) -> None:
    mine, public = (make_viewer(internal_path, **given).test_client() for given in ({}, {"host": "0.0.0.0"}))
    for path in ("/list", "/plans"):
        own, others = mine.get(path, headers=FI), public.get(path, headers=FI)
        assert own.headers["ETag"] != others.headers["ETag"]
        assert "private" in own.headers["Cache-Control"]
        assert "private" not in others.headers["Cache-Control"]
        seen = public.get(path, headers={**FI, "If-None-Match": own.headers["ETag"]})
        assert (seen.status_code, seen.data) == (200, others.data)
    embedded = mine.get("/embed/list", headers=FI)
    assert "private" not in embedded.headers["Cache-Control"]


@pytest.mark.parametrize(
    "path", ["/", "/network.json", "/static/planweave.css", "/vis/vis-network.min.js", "/nope"]
)
def test_texts_are_compressed_for_who_takes_them_so(client: FlaskClient, path: str) -> None:
    plain = client.get(path, headers=FI)
    zipped = client.get(path, headers={**FI, "Accept-Encoding": "gzip, br"})
    refused = client.get(path, headers={**FI, "Accept-Encoding": "gzip;q=0"})
    assert zipped.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in zipped.headers["Vary"]
    assert "Accept-Encoding" in plain.headers["Vary"]
    assert gzip.decompress(zipped.data) == plain.data == refused.data
    assert len(zipped.data) == int(zipped.headers["Content-Length"]) < len(plain.data) / 2 + 900
    assert "Content-Encoding" not in refused.headers


def test_a_file_is_kept_for_a_year_under_the_mark_of_its_content(client: FlaskClient) -> None:
    page = client.get("/network", headers=FI).text
    for name in ("/static/planweave.css", "/vis/vis-network.min.js"):
        address = page[page.index(f"{name}?v=") :].split('"')[0]
        answer = client.get(address)
        assert "immutable" in answer.headers["Cache-Control"]
        other = client.get(f"{name}?v=other")
        assert (other.data, other.headers["Cache-Control"]) == (answer.data, "public, no-cache")
        again = client.get(address, headers={"If-None-Match": answer.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")


# ---- the memory itself


def kept(text: str) -> Kept:
    return Kept(text.encode(), False, ())


def test_one_makes_and_the_others_wait() -> None:
    cache, made, answers = PageCache(100_000), [], []

    def make() -> Kept:
        made.append(1)
        time.sleep(0.1)
        return kept("page")

    def ask() -> None:
        answers.append(cache.once("key", make))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 1
    assert answers == [kept("page")] * 8


def test_who_waits_too_long_makes_its_own() -> None:
    cache, going_on = PageCache(100_000, patience=0.01), threading.Event()
    slow = threading.Thread(target=cache.once, args=("key", lambda: going_on.wait() and kept("slow")))
    slow.start()
    assert cache.once("key", lambda: kept("own")) == kept("own")
    going_on.set()
    slow.join()


def test_an_error_is_not_kept_and_holds_up_nobody() -> None:
    cache = PageCache(100_000)
    with pytest.raises(ZeroDivisionError):
        cache.once("key", lambda: kept(str(1 // 0)))
    assert cache.once("key", lambda: None) is None
    assert cache.once("key", lambda: kept("page")) == kept("page")


def test_there_is_room_for_so_many_bytes_and_the_oldest_go() -> None:
    cache = PageCache(10_000)
    for number in range(20):
        cache.once(str(number), lambda number=number: kept("x" * 1_000 + str(number)))
        cache.once("0", lambda: kept("again"))
        assert cache.bytes <= 10_000
    assert cache.once("0", lambda: kept("anew")).body.endswith(b"0")
    assert cache.once("1", lambda: kept("anew")) == kept("anew")
    cache.once("large", lambda: kept("x" * 20_000))
    assert cache.bytes <= 10_000
    assert cache.once("0", lambda: kept("anew")).body.endswith(b"0")
