"""The accessibility statement, where to tell of shortcomings, and the languages that each page names."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ontology import LANGUAGES

from .webpage import BROWSER, WebPage

#: What the model of the European Union asks of a statement, by the Finnish words.
ASKED = [
    "Saavutettavuusseloste", "306/2019", "WCAG 2.1", "osittain", "24.11.2026", "Traficom",
    "Huomasitko saavutettavuuspuutteen?", "14 päivää", "ruudunlukijan käyttäjien",
]  # fmt: skip


def statement(client: FlaskClient, lang: str = "fi") -> WebPage:
    answer = client.get(f"/accessibility?lang={lang}", headers=BROWSER)
    assert answer.status_code == 200
    return WebPage(answer.text)


@pytest.fixture
def with_contact(make_viewer: Callable[..., Flask], kemi_path: Path) -> Callable[[str], WebPage]:
    """Return the statement of a viewer that has been given a contact."""
    return lambda contact: statement(make_viewer(kemi_path, accessibility_contact=contact).test_client())


def test_the_statement_has_what_the_law_asks_for(client: FlaskClient) -> None:
    text = " ".join(statement(client).spoken)
    assert [part for part in ASKED if part not in text] == []


@pytest.mark.parametrize(("lang", "day"), [("sv", "24 nov. 2026"), ("en", "24 Nov 2026")])
def test_the_day_of_the_statement_is_written_as_in_the_language(
    client: FlaskClient, lang: str, day: str
) -> None:
    assert day in " ".join(statement(client, lang).spoken)


def test_without_a_contact_the_statement_says_so(client: FlaskClient) -> None:
    text = " ".join(statement(client).spoken)
    assert "Yhteystietoa ei ole annettu" in text
    assert not [tag for tag in statement(client).all("a") if tag["href"].startswith("mailto:")]


def test_the_contact_is_shown_and_leads_there_where_it_can(with_contact: Callable[[str], WebPage]) -> None:
    mail = with_contact("palaute@kemi.fi")
    assert mail.one("a", href="mailto:palaute@kemi.fi").text == "palaute@kemi.fi"
    told = with_contact("<b>016 123 456</b>")
    assert "<b>016 123 456</b>" in " ".join(told.spoken)
    assert told.all("b") == []
    assert "Yhteystietoa ei ole annettu" not in " ".join(told.spoken)


@pytest.mark.parametrize("url", ["/", "/list?plan=kemi-strategia-2022&named=true", "/id/kemi/kirjasto"])
def test_a_page_names_its_other_languages(client: FlaskClient, url: str) -> None:
    page = WebPage(client.get(url, headers=BROWSER).text)
    others = {tag["hreflang"]: tag["href"] for tag in page.all("link", rel="alternate")}
    assert set(others) == set(LANGUAGES)
    for lang, address in others.items():
        assert WebPage(client.get(address).text).lang == lang
        assert "named=true" in address or "named" not in url


def test_pages_lead_to_each_other_and_keep_the_state(client: FlaskClient) -> None:
    page = WebPage(client.get("/list?plan=kemi-strategia-2022&hide=body&lang=sv").text)
    tabs = [tag for tag in page.all("a") if tag["data-state"] == "hide focus" and not tag["hreflang"]]
    named = {tag.text.strip(): tag["href"] for tag in tabs}
    assert {"Vem gör vad", "Närbild", "Hur hänger de ihop?", "Frågor", "Planer"} <= set(named)
    kept = ("plan=kemi-strategia-2022", "hide=body", "lang=sv")
    assert [name for name, url in named.items() for part in kept if part not in url and "?" in url] == []


def test_a_thing_is_in_focus_where_its_page_leads_to(client: FlaskClient) -> None:
    page = WebPage(client.get("/id/kemi/kirjasto", headers=BROWSER).text)
    assert [tag for tag in page.all("a") if tag["href"].startswith("/focus?focus=kemi:kirjasto")] or [
        tag for tag in page.all("a") if tag["href"].startswith("/focus?focus=kemi%3Akirjasto")
    ]
