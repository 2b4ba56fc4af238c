"""Reading one cell: every datatype, and what is said when it does not fit."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import XSD, Literal, URIRef

from graph import cells
from graph.cells import Rejected, Span
from ontology import Column, Form


def column(datatype: URIRef) -> Column:
    return Column(
        "x", {}, {}, (URIRef("urn:x"),), inverse=False, form=Form.LITERAL, order=1, datatype=datatype
    )


def read(text: str, datatype: URIRef) -> str | None:
    found = cells.literal(text, column(datatype))
    return str(found) if isinstance(found, Literal) else None


@given(st.dates())
def test_a_date_is_read_as_it_is_written_in_finland_and_by_iso(day: dt.date) -> None:
    iso = day.isoformat()
    assert read(iso, XSD.date) == iso
    assert read(f"{day.day}.{day.month}.{day.year:04d}", XSD.date) == iso


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**12), max_value=10**12))
def test_a_number_is_read_with_a_comma_and_with_a_point(number: Decimal) -> None:
    for written in (f"{number:f}", f"{number:f}".replace(".", ",")):
        found = read(written, XSD.decimal)
        assert found is not None
        assert Decimal(found) == number


@given(st.integers(-(10**17), 10**17))
def test_a_whole_number_is_read_as_printed(number: int) -> None:
    assert read(str(number), XSD.integer) == str(number)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-999, max_value=999))
def test_equal_numbers_are_written_alike(number: Decimal) -> None:
    """Else a plan added twice would change: a store gives numbers back in one form."""
    forms = {read(f"{number:f}", XSD.decimal), read(f"{number:f}0", XSD.decimal)}
    assert len(forms) == 1
    assert not str(forms.pop()).startswith("-0") or number


@pytest.mark.parametrize(
    ("text", "datatype", "expected"),
    [
        ("1 250,50", XSD.decimal, "1250.5"),
        ("\N{MINUS SIGN}3", XSD.decimal, "-3"),
        ("1E+05", XSD.decimal, "100000"),
        ("-0,0", XSD.decimal, "0"),
        ("+7", XSD.integer, "7"),
        ("1 000", XSD.integer, "1000"),
        ("-12 345 678", XSD.integer, "-12345678"),
        ("\N{MINUS SIGN}1\N{NARROW NO-BREAK SPACE}000", XSD.integer, "-1000"),
        ("2023", XSD.gYear, "2023"),
        ("kyllä", XSD.boolean, "true"),
        ("Nej", XSD.boolean, "false"),
    ],
)
def test_forms_that_people_write(text: str, datatype: URIRef, expected: str) -> None:
    assert read(text, datatype) == expected


@pytest.mark.parametrize(
    ("text", "datatype"),
    [
        ("31.2.2023", XSD.date),
        ("2023-13-01", XSD.date),
        ("3/10/2022", XSD.date),
        ("tomorrow", XSD.date),
        ("23", XSD.gYear),
        ("２０２３", XSD.gYear),
        ("many", XSD.decimal),
        ("1e999999999", XSD.decimal),
        ("NaN", XSD.decimal),
        ("1_000", XSD.decimal),
        ("", XSD.decimal),
        ("1.5", XSD.integer),
        ("1 2", XSD.integer),
        ("10 00", XSD.integer),
        ("2023 2024", XSD.decimal),
        ("maybe", XSD.boolean),
    ],
)
def test_what_does_not_fit_is_rejected_with_what_was_found(text: str, datatype: URIRef) -> None:
    found = cells.literal(text, column(datatype))
    assert isinstance(found, Rejected)
    assert found.values["found"] == text


def test_a_datatype_without_a_reader_of_its_own_is_checked_all_the_same() -> None:
    assert read("2023-05", XSD.gYearMonth) == "2023-05"
    assert read("https://kemi.fi", XSD.anyURI) == "https://kemi.fi"
    assert read("soon", XSD.dateTime) is None


def test_a_concept_is_found_by_notation_and_by_name_in_any_case() -> None:
    stated = URIRef("urn:stated")
    notations, names = {"stated": stated}, {"nimetty lähteessä": stated}
    assert cells.concept("stated", notations, names) == stated
    assert cells.concept("Nimetty LÄHTEESSÄ", notations, names) == stated
    rejected = cells.concept("guessed", notations, names)
    assert isinstance(rejected, Rejected)
    assert rejected.values["choices"] == "stated"


def test_values_are_split_only_where_the_column_says_so() -> None:
    assert cells.split("a; b |c;", ";") == ["a", "b", "c"]
    assert cells.split("a; b", "") == ["a; b"]
    assert cells.split("Turku, Åbo|Naantali; x\ny", ",") == ["Turku", "Åbo|Naantali; x", "y"]


@pytest.mark.parametrize(
    ("text", "datatype", "read_as"),
    [
        ("1,234", XSD.decimal, "1.234"),
        ("-12,000", XSD.decimal, "-12"),
        ("0,125", XSD.decimal, ""),
        ("1 234,567", XSD.decimal, ""),
        ("1,23", XSD.decimal, ""),
        ("1.234", XSD.decimal, ""),
        ("1,234", XSD.string, ""),
    ],
)
def test_a_comma_that_may_stand_for_thousands_is_doubtful(text: str, datatype: URIRef, read_as: str) -> None:
    doubt = cells.doubtful(text, column(datatype))
    assert (doubt.values["number"] if doubt else "") == read_as


@given(
    st.lists(
        st.tuples(st.sampled_from(["", "T1", "L-2"]), st.integers(1, 9999), st.integers(0, 50)), min_size=1
    )
)
def test_lines_are_read_as_printed(parts: list[tuple[str, int, int]]) -> None:
    expected = [Span(source, first, first + more) for source, first, more in parts]
    text = "; ".join(f"{s.source}{'!' if s.source else ''}{s.first}-{s.last}" for s in expected)
    assert list(cells.spans(text)) == expected


@pytest.mark.parametrize("text", ["0", "5-3", "lines 4", "T1!", "4-", "-4"])
def test_what_is_no_line_is_rejected(text: str) -> None:
    (found,) = cells.spans(text)
    assert isinstance(found, Rejected)


def test_a_single_line_is_its_own_end() -> None:
    assert list(cells.spans("34")) == [Span("", 34, 34)]
