"""The beginning of the reference page holds: what it says of files, headings, links and Turtle is so."""

from __future__ import annotations

import hashlib
import io
import re
import subprocess
import sys
from itertools import product
from pathlib import Path
from zipfile import ZipFile

import pytest
from flask.testing import FlaskClient
from rdflib import DCTERMS, RDF, SKOS, XSD, Graph, Literal

from graph import cells
from graph.adding import check_workbooks
from graph.examples import examples
from graph.findings import Severity
from graph.headers import ROLE_TERMS, Headings, roles
from graph.spreadsheets import read_workbook
from graph.start import start, written
from graph.term_names import anchor
from ontology import LANGUAGES, Form, load_model, pick
from ontology.model import texts
from ontology.namespaces import PLAN
from webviz.reference_begin import CHECK_TURTLE, begin, in_turtle

from .webpage import BROWSER, Tag, WebPage


def page(client: FlaskClient, lang: str = "en") -> WebPage:
    return WebPage(client.get(f"/ontology?lang={lang}", headers=BROWSER).text)


# ---- how to begin


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_small_workbook_of_the_page_is_stored_without_a_remark(
    client: FlaskClient, tmp_path: Path, lang: str
) -> None:
    found = page(client, lang)
    names = {sheet.file for sheet in start(lang).sheets}
    texts = [text for tag in found.all("pre") if (text := raw(tag)).startswith("id,")]
    assert len(texts) == len(names)
    folder = tmp_path / start(lang).name
    folder.mkdir()
    for sheet, text in zip(start(lang).sheets, texts, strict=True):
        (folder / sheet.file).write_text(text, encoding="utf-8")
    [(mapped, report)] = check_workbooks([folder])
    assert (report.findings, report.notes) == ((), ())
    rows = sum(len(sheet.rows) for sheet in start(lang).sheets)
    things = [one for one in mapped.rows if (one, RDF.type, PLAN.Link) not in mapped.graph]
    assert len(things) == rows
    # It hangs together: every goal is met, every priority has an action, every action has a body.
    said = mapped.graph
    for goal in said.subjects(RDF.type, PLAN.Goal):
        for priority in said.subjects(PLAN.partOfAim, goal):
            assert all(
                said.value(action, PLAN.responsible) for action in said.subjects(PLAN.implements, priority)
            )
            assert (None, PLAN.implements, priority) in said
        assert (None, PLAN.partOfAim, goal) in said


def raw(tag: Tag) -> str:
    return "".join(tag.data[tag.first : tag.last])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_archive_of_the_example_holds_what_the_page_shows(
    client: FlaskClient, tmp_path: Path, lang: str
) -> None:
    links = [tag["href"] for tag in page(client, lang).all("a") if ".zip" in tag["href"]]
    assert links == [f"/ontology/example.zip?lang={lang}", f"/ontology/sheets.zip?lang={lang}"]
    folder = unpacked(client.get(links[0]), tmp_path)
    assert folder.name == start(lang).name
    [(_, report)] = check_workbooks([folder])
    assert (report.findings, report.notes) == ((), ())
    kept = {name: sheet.headers for name, sheet in read_workbook(folder).sheets.items()}
    assert kept == {sheet.name: sheet.headers for sheet in start(lang).sheets}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_empty_sheets_have_every_column(client: FlaskClient, tmp_path: Path, lang: str) -> None:
    answer = client.get(f"/ontology/sheets.zip?lang={lang}")
    assert len(answer.data) < 50_000
    folder = unpacked(answer, tmp_path)
    model, book = load_model(), read_workbook(folder)
    assert set(book.sheets) == set(model.sheets)
    for name, sheet in book.sheets.items():
        headings = Headings(sheet, model.sheets[name], model)
        assert headings.unknown == []
        columns = {heading.column.key for heading in headings.found.values() if heading.column}
        assert columns == {column.key for column in model.sheets[name].columns if not column.link_only}
        assert {heading.role for heading in headings.found.values() if heading.role} == set(
            roles(model.sheets[name])
        )


def unpacked(answer, to: Path) -> Path:
    assert (answer.status_code, answer.mimetype) == (200, "application/zip")
    with ZipFile(io.BytesIO(answer.data)) as archive:
        archive.extractall(to)
    [folder] = to.iterdir()
    return folder


def workbook_of(folder: Path, lang: str = "en", encoding: str = "utf-8", delimiter: str = ",") -> Path:
    """Write the small workbook, and return its folder."""
    folder.mkdir()
    for sheet in start(lang).sheets:
        (folder / sheet.file).write_text(written([sheet.headers, *sheet.rows], delimiter), encoding=encoding)
    return folder


def findings(folder: Path) -> list[str]:
    [(_, report)] = check_workbooks([folder])
    return [finding.line() for finding in (*report.findings, *report.notes)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_files_may_be_written_as_the_page_says(tmp_path: Path, encoding: str, delimiter: str) -> None:
    assert findings(workbook_of(tmp_path / "book", "fi", encoding, delimiter)) == []


def test_headings_and_codes_may_be_names_as_the_page_says(tmp_path: Path) -> None:
    words = begin("fi")
    for number, (heading, code) in enumerate(product(words.headings, words.codes)):
        folder = workbook_of(tmp_path / str(number))
        for file, before, after in (
            ("actions", words.headings[0], heading),
            ("bodies", words.codes[0], code),
        ):
            path = folder / f"{file}.csv"
            path.write_text(path.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")
        assert findings(folder) == []


def test_dates_and_decimals_may_be_written_as_the_page_says() -> None:
    columns = [column for sheet in load_model().sheets.values() for column in sheet.columns]
    day, number = (next(c for c in columns if c.datatype == kind) for kind in (XSD.date, XSD.decimal))
    read = {cells.literal(text, day) for text in begin("fi").dates}
    assert read == {Literal("2026-06-30", datatype=XSD.date)}
    assert cells.literal("0,5", number) == cells.literal("0.5", number)


def test_a_register_is_named_as_the_page_says(tmp_path: Path) -> None:
    book = workbook_of(tmp_path / "book")
    heading, word = begin("en").register.split(" = ")
    register = tmp_path / "register"
    register.mkdir()
    (register / "info.csv").write_text(f"id,{heading},title.en\nbodies,{word},Bodies\n")
    (book / "bodies.csv").rename(register / "bodies.csv")
    for name, key in (("info", "kaupunki"), ("actions", "liikunta"), ("actions", "nuoriso")):
        text = (book / f"{name}.csv").read_text(encoding="utf-8")
        (book / f"{name}.csv").write_text(re.sub(rf"\b{key}\b", f"bodies:{key}", text), encoding="utf-8")
    assert [report.findings for _, report in check_workbooks([tmp_path])] == [(), ()]


def test_a_reading_of_ones_own_is_marked_as_the_page_says(tmp_path: Path) -> None:
    words = begin("en")
    folder = workbook_of(tmp_path / "book")
    header = f"from,relation,to,{words.link.basis},{words.link.confidence}"
    links = folder / f"{words.link.sheet}.csv"
    links.write_text(f"{header}\nA1,{words.relation},P1,{words.link.own},0.6\n", encoding="utf-8")
    assert findings(folder) == []
    # On the links sheet alone it is kept too, and a check warns of it.
    links.write_text(f"{header}\nA1,{words.relation},G1,{words.link.own},0.6\n", encoding="utf-8")
    [(mapped, report)] = check_workbooks([folder])
    assert [finding.severity for finding in report.findings] == [Severity.WARNING]
    plan = mapped.outline.iri
    assert (plan + "/A1", PLAN.implements, plan + "/G1") in mapped.graph


# ---- columns that are no property, marks, codes


@pytest.mark.parametrize("lang", LANGUAGES)
def test_columns_that_are_no_property_stand_first(client: FlaskClient, lang: str) -> None:
    found, model = page(client, lang), load_model()
    order = [tag["id"] for tag in found.tags if tag["id"]]
    at = {tag["id"]: tag for tag in found.tags if tag["id"]}
    for name, sheet in model.sheets.items():
        first = [f"{name}/{role}" for role in roles(sheet)]
        others = [order.index(f"{name}/{column.key}") for column in sheet.columns]
        assert max(map(order.index, first)) < min(others)
        for role, place in zip(roles(sheet), first, strict=True):
            term = ROLE_TERMS[role]
            assert pick(model.labels(term), lang).text in at[place].text
            assert pick(texts(model.graph, term, SKOS.definition), lang).text in at[place].text
        for word in sheet.kinds:
            assert word in at[f"{name}/{sheet.kind_column}"].text


def test_ids_are_written_as_the_page_says(tmp_path: Path) -> None:
    for new, fits in (("O1.1", True), ("o-1_a", True), ("å1", True), ("O 3", False), ("O/3", False)):
        folder = workbook_of(tmp_path / f"{fits}{len(new)}{new[1:2]}".replace("/", "x"))
        path = folder / "levels.csv"
        path.write_text(path.read_text(encoding="utf-8").replace("L1", new), encoding="utf-8")
        assert (findings(folder) == []) is fits, new


@pytest.mark.parametrize("lang", LANGUAGES)
def test_sheets_say_when_they_are_needed(client: FlaskClient, lang: str) -> None:
    found = page(client, lang)
    titles = {tag["title"] for tag in found.all("a") if tag["title"]}
    for sheet in load_model().sheets.values():
        if sheet.descriptions:
            assert pick(sheet.descriptions, lang).text in titles
            assert any(pick(sheet.descriptions, lang).text in text for text in found.texts)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_code_stands_with_its_address_its_names_and_its_bound(client: FlaskClient, lang: str) -> None:
    found, model = page(client, lang), load_model()
    at = {tag["id"]: tag.text for tag in found.tags if tag["id"]}
    for concepts in model.schemes.values():
        for code, concept in concepts.items():
            wanted = {code, str(concept), *model.labels(concept).values()}
            bound = model.graph.value(concept, PLAN.atLeast)
            wanted |= {str(bound)} if bound is not None else set()
            assert [text for text in wanted if text not in at[anchor(concept)]] == []


def test_what_many_sheets_have_is_told_once(client: FlaskClient) -> None:
    found = page(client)
    ids = {tag["id"] for tag in found.tags}
    again = [tag for tag in found.all("div", class_="again") if tag["id"]]
    assert len(again) > 50
    assert {"actions/title", "goals/note"} <= {tag["id"] for tag in again} <= ids


def test_no_example_leads_to_itself() -> None:
    for cls, example in examples("fi").items():
        shape = load_model().shape_of(cls)
        assert shape is not None
        for column in shape.columns:
            if column.form is Form.REFERENCE:
                values = cells.split(example.cells.get(column.key, ""), column.separator)
                assert example.cells.get("id", "-") not in values, (cls, column.key)


# ---- Turtle


def test_values_and_links_in_turtle_are_as_the_mapping_has_them() -> None:
    shown = in_turtle("fi")
    for datatype, value in shown.values:
        said = Graph().parse(data=f"{shown.prefixes}\n<x:a> <x:b> {value} .", format="turtle")
        [written_value] = said.objects()
        assert isinstance(written_value, Literal)
        assert (written_value.datatype or XSD.string) == datatype
    together = f"{shown.link.thing}\n{shown.link.record}"
    said = Graph().parse(data=together, format="turtle")
    [record] = said.subjects(RDF.type, PLAN.Link)
    [ends] = [tuple(said.value(record, p) for p in (RDF.subject, RDF.predicate, RDF.object))]
    assert ends in said
    [plan] = set(said.objects(None, DCTERMS.isPartOf))
    digest = hashlib.sha256("\n".join((*map(str, ends), str(plan))).encode()).hexdigest()
    assert str(record) == f"{plan}/link/{digest[:16]}"


def test_turtle_is_checked_by_the_command_of_the_page(client: FlaskClient, tmp_path: Path) -> None:
    for name in ("ontology.ttl", "shapes.ttl"):
        (tmp_path / name).write_bytes(client.get(f"/{name}").data)
    [(mapped, _)] = check_workbooks([workbook_of(tmp_path / "book")])
    _, join, check = CHECK_TURTLE
    assert all(
        command in client.get("/ontology?lang=en", headers=BROWSER).text.replace("&gt;", ">")
        for command in CHECK_TURTLE
    )
    for wrong in (False, True):
        if wrong:
            mapped.graph.set((mapped.outline.iri + "/A1", PLAN.responsible, mapped.outline.iri + "/P1"))
        mapped.graph.serialize(tmp_path / "plan.ttl", format="turtle")
        program = check.replace("pyshacl", f"{sys.executable} -m pyshacl", 1)
        done = subprocess.run(
            f"{join} && {program}", shell=True, cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert done.returncode == int(wrong), done.stdout
        assert f"Conforms: {not wrong}" in done.stdout
