"""Values that stand in a wrong column: where they belong is told, and nothing is guessed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from rdflib import URIRef

from graph.adding import check_workbooks
from ontology.namespaces import ID, PLAN

Make = Callable[..., Path]


@pytest.mark.parametrize(
    ("column", "cell", "lang", "expected"),
    [
        ("deadline", "jatkuva", "fi", "kirjoita se sarakkeeseen Aikataulun laji"),
        ("deadline", "tills vidare", "sv", "skriv det i kolumnen Typ av tidtabell"),
        ("schedule-end", "Continuous", "en", "write it in the column Kind of schedule"),
        ("year", "jatkuva", "fi", "kirjoita se sarakkeeseen Aikataulun laji"),
        ("deadline", "2025", "fi", "kirjoita se sarakkeeseen Alkuvuosi / Loppuvuosi"),
        ("deadline", "joka syksy", "fi", "sanat kuuluvat sarakkeeseen Aikataulu"),
        ("deadline", "årligen", "sv", "ord skrivs i kolumnen Tidtabell"),
        ("schedule-kind", "vuosittain", "fi", "muut sanat kuuluvat sarakkeeseen Aikataulu"),
        ("deadline", "10/2022", "en", "“10/2022” is not a date such as 3.10.2022 or 2022-10-03"),
    ],
)
def test_a_word_or_year_is_sent_to_the_column_that_holds_it(
    make_workbook: Make, column: str, cell: str, lang: str, expected: str
) -> None:
    ((mapped, report),) = check_workbooks(
        [make_workbook(actions=[{"id": "A1", "title.fi": "x", column: cell}])]
    )
    (found,) = report.findings
    assert found.where() == f"actions:2:{column}"
    assert found.text(lang).endswith(expected)
    assert list(mapped.graph.subject_objects(PLAN.schedule)) == []


def test_a_word_in_its_own_column_is_read_in_any_language(make_workbook: Make) -> None:
    rows = [
        {"id": f"A{n}", "title.fi": "x", "schedule-kind": word}
        for n, word in enumerate(("jatkuva", "Fortlöpande", "continuous"), 1)
    ]
    ((mapped, report),) = check_workbooks([make_workbook(actions=rows)])
    kinds = {mapped.graph.value(URIRef(f"{ID['tiny']}/A{n}/schedule"), PLAN.scheduleKind) for n in (1, 2, 3)}
    assert (report.findings, len(kinds)) == ((), 1)


@pytest.mark.parametrize(
    ("column", "cell", "count"),
    [
        ("year", "2023; 2024", 2),
        ("deadline", "1.1.2023 | 2.1.2023 | 3.1.2023", 3),
        ("row-kind", "deed; state", 2),
    ],
)
def test_two_values_where_a_column_takes_one_are_told(
    make_workbook: Make, column: str, cell: str, count: int
) -> None:
    folder = make_workbook(actions=[{"id": "A1", "title.fi": "x", column: cell}])
    ((_, report),) = check_workbooks([folder])
    (found,) = report.findings
    assert found.text() == f"“{cell}” holds {count} values, and this column takes one"


def test_a_text_may_hold_a_semicolon(make_workbook: Make) -> None:
    ((_, report),) = check_workbooks([make_workbook(actions=[{"id": "A1", "title.fi": "Kävely; pyöräily"}])])
    assert report.findings == ()
