"""Pictures as files: addresses, media types, names of files, and what cannot be."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from webviz.presentation.outputs import OUTPUTS

P1 = "kemi-hyvinvointi-2023:P1.4"
HOLDING = {"focus": f"focus={P1}", "matrix": ""}


@pytest.mark.parametrize("suffix", ["svg", "mmd", "links.csv", "graphml", "html"])
def test_a_picture_is_a_file(client: FlaskClient, suffix: str) -> None:
    answer = client.get(f"/export/focus.{suffix}?focus={P1}&lang=fi")
    assert answer.status_code == 200
    assert answer.content_type.partition(";")[0] == OUTPUTS[suffix].mimetype
    named = answer.headers["Content-Disposition"]
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert named == f'attachment; filename="kemi-hyvinvointi-2023-p1-4.{suffix}"'
    again = client.get(
        f"/export/focus.{suffix}?focus={P1}&lang=fi", headers={"If-None-Match": answer.headers["ETag"]}
    )
    assert again.status_code == 304
    assert b"kuusi toimenpidett" in answer.data or suffix == "links.csv"


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("focus.doc?focus=x", 404, "focus.doc"),
        (".svg", 404, "nimen lopussa"),
        ("foo.svg", 404, "foo"),
        ("question.svg", 404, "question"),
        ("question/foo.svg", 404, "foo"),
        ("view/foo.svg", 404, "foo"),
        (f"focus.svg?focus={P1}&width=0", 400, "100–8000"),
        (f"focus.svg?focus={P1}&width=1000000", 400, "100–8000"),
        (f"focus.svg?focus={P1}&width=²", 400, "²"),
        (f"focus.svg?focus={P1}&title={'a' * 301}", 400, "300"),
        ("focus.svg?focus=kemi:nope", 404, "kemi:nope"),
        ("focus.svg", 404, ""),
        ("path.svg?focus=kemi:nope,kemi:kirjasto", 404, "kemi:nope"),
        ("matrix.svg?plan=nope", 404, "nope"),
        ("matrix.graphml", 400, ".pptx"),
        ("report.svg", 400, ".pptx"),
        ("network.svg?view=nope", 404, "nope"),
    ],
)
def test_what_cannot_be_is_one_clear_page(client: FlaskClient, address: str, status: int, said: str) -> None:
    path, mark, query = address.partition("?")
    answer = client.get(f"/export/{path}?lang=fi&{query}" if mark else f"/export/{path}?lang=fi")
    assert answer.status_code == status
    assert "<h1" in answer.text
    assert said in answer.text
    assert "Traceback" not in answer.text


def test_the_title_of_ones_own_is_in_the_file(client: FlaskClient) -> None:
    answer = client.get(f"/export/focus.svg?focus={P1}&title=Oma%20%3Cotsikko%3E")
    assert "Oma &lt;otsikko&gt;" in answer.text


def test_a_file_belongs_to_any_page(client: FlaskClient) -> None:
    """What a file is called never depends on what a label holds."""
    for (picture, query), form in zip(HOLDING.items(), ("mmd", "csv"), strict=True):
        answer = client.head(f"/export/{picture}.{form}?{query}", headers={"Accept-Language": "sv"})
        assert answer.headers["Content-Disposition"].isascii()


@pytest.mark.parametrize("path", ["/present/focus?focus=julki:zqxA2", "/export/list.svg?plan=zqxplan"])
def test_ones_own_viewer_says_why_something_does_not_go_out(
    path: str, make_viewer: Callable[..., Flask], internal_path: Path
) -> None:
    own, stranger = (make_viewer(internal_path, host=host).test_client() for host in ("", "0.0.0.0"))
    mine, theirs = (client.get(f"{path}&lang=fi") for client in (own, stranger))
    assert mine.status_code == theirs.status_code == 404
    assert "Sisäiseksi merkitty ei ole mukana" in mine.text
    assert "Sisäiseksi" not in theirs.text
