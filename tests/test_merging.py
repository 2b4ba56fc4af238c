"""Three versions of a workbook become one: what either side changed is there, what both changed is marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import SourceError
from graph.merging import Merged, merge
from graph.spreadsheets import read_workbook
from graph.workbook import Row, Sheet, Workbook
from ontology import load_model

Rows = Sequence[Mapping[str, str]]
INFO = [{"id": "tiny", "kind": "plan", "title.fi": "Pieni"}]


def book(info: Rows = INFO, /, **sheets: Rows) -> Workbook:
    return Workbook(
        Path("tiny"), {name: sheet(name, rows) for name, rows in {"info": info, **sheets}.items()}
    )


def sheet(name: str, rows: Rows, headers: Sequence[str] = ()) -> Sheet:
    headers = tuple(headers) or tuple(dict.fromkeys(header for row in rows for header in row))
    numbered = [Row(n, {h: text for h, text in row.items() if text}) for n, row in enumerate(rows, 2)]
    return Sheet(name, Path(f"{name}.csv"), tuple(headers), tuple(numbered))


def merged(base: Workbook, mine: Workbook, theirs: Workbook, prefer: str = "") -> Merged:
    return merge(base, mine, theirs, load_model(), prefer)


def actions(*rows: Mapping[str, str]) -> Workbook:
    return book(INFO, actions=rows)


def rows(found: Merged | Workbook, name: str = "actions") -> list[dict[str, str]]:
    workbook = found.workbook if isinstance(found, Merged) else found
    return [dict(row.cells) for row in workbook.sheets[name].rows]


A1 = {"id": "A1", "title.fi": "Kävely", "partner": "B1; B2", "responsible": "B1"}
A2 = {"id": "A2", "title.fi": "Pyöräily"}
BASE = actions(A1, A2)


def test_changes_of_different_cells_and_rows_are_all_there() -> None:
    mine = actions({**A1, "title.fi": "Kävelyretki"}, A2)
    theirs = actions(
        {**A1, "responsible": "B2"}, {**A2, "title.sv": "Cykling"}, {"id": "A3", "title.fi": "Uinti"}
    )
    found = merged(BASE, mine, theirs)
    assert rows(found) == [
        {**A1, "title.fi": "Kävelyretki", "responsible": "B2"},
        {**A2, "title.sv": "Cykling"},
        {"id": "A3", "title.fi": "Uinti"},
    ]
    assert (found.from_mine, found.from_theirs, found.conflicts, found.open) == (1, 3, (), False)


def test_a_list_is_merged_as_a_set_in_order() -> None:
    mine = actions({**A1, "partner": "B1; B2; B3"}, A2)
    theirs = actions({**A1, "partner": "B4; B2"}, A2)
    found = merged(BASE, mine, theirs)
    assert rows(found)[0]["partner"] == "B4; B2; B3"
    assert not found.conflicts


def test_what_both_changed_keeps_mine_and_tells_the_rest() -> None:
    mine = actions({**A1, "title.fi": "Juoksu"}, A2)
    theirs = actions({**A1, "title.fi": "Hiihto"}, A2)
    found = merged(BASE, mine, theirs)
    assert rows(found)[0]["title.fi"] == "Juoksu"
    assert found.lines("en") == ["actions:2:title.fi: mine “Juoksu”, theirs “Hiihto”, base “Kävely”"]
    (mark,) = found.marks("en")
    assert (mark.sheet, mark.row, mark.header) == ("actions", 2, "title.fi")
    assert mark.text == "THEIRS: Hiihto\nBASE: Kävely"


@pytest.mark.parametrize(("side", "title"), [("mine", "Juoksu"), ("theirs", "Hiihto")])
def test_a_side_may_be_preferred(side: str, title: str) -> None:
    mine, theirs = actions({**A1, "title.fi": "Juoksu"}, A2), actions({**A1, "title.fi": "Hiihto"}, A2)
    found = merged(BASE, mine, theirs, side)
    assert rows(found)[0]["title.fi"] == title
    assert (len(found.conflicts), found.open, found.marks("en")) == (1, False, ())


def test_the_same_change_on_both_sides_is_none_to_settle() -> None:
    changed = actions({**A1, "title.fi": "Juoksu"}, A2)
    found = merged(BASE, changed, changed)
    assert (rows(found)[0]["title.fi"], found.conflicts) == ("Juoksu", ())


def test_what_is_written_otherwise_and_says_the_same_is_no_change() -> None:
    base = actions({**A1, "deadline": "2022-10-03", "partner": "B1; B2"})
    mine = actions({**A1, "deadline": "3.10.2022", "partner": "tiny:B1 Kirjasto|B2"})
    theirs = actions({**A1, "deadline": "2023-01-01", "partner": "B1; B2"})
    found = merged(base, mine, theirs)
    assert rows(found)[0]["deadline"] == "2023-01-01"
    assert not found.conflicts


def test_a_row_that_one_side_deleted_goes_unless_the_other_changed_it() -> None:
    assert rows(merged(BASE, actions(A1), BASE)) == [A1]
    assert rows(merged(BASE, BASE, actions(A1))) == [A1]
    changed = {**A2, "title.fi": "Pyörä"}
    found = merged(BASE, actions(A1), actions(A1, changed))
    assert rows(found) == [A1, changed]
    (conflict,) = found.conflicts
    assert (conflict.row, conflict.header) == (3, "")
    assert found.marks("en")[0].text == "deleted in MINE, and changed in THEIRS"
    assert rows(merged(BASE, actions(A1), actions(A1, changed), "mine")) == [A1]


def test_rows_of_one_new_id_are_both_kept_and_references_follow() -> None:
    mine = actions(A1, A2, {"id": "A3", "title.fi": "Uinti"})
    theirs = book(
        INFO,
        actions=[A1, {**A2, "same-deed": "A3; A1"}, {"id": "A3", "title.fi": "Soutu"}],
        links=[{"from": "tiny:A3", "relation": "partner", "to": "B1", "basis": "stated"}],
    )
    found = merged(BASE, mine, theirs)
    assert [(row["id"], row["title.fi"]) for row in rows(found)[2:]] == [("A3", "Uinti"), ("A4", "Soutu")]
    assert rows(found)[1]["same-deed"] == "A4; A1"
    assert rows(found, "links")[0]["from"] == "tiny:A4"
    (conflict,) = found.conflicts
    assert (conflict.row, conflict.header, conflict.mine, conflict.theirs) == (5, "id", "A3", "A4")


def test_rows_of_one_new_id_and_one_content_are_one_row() -> None:
    new = {"id": "A3", "title.fi": "Uinti"}
    found = merged(BASE, actions(A1, A2, new), actions(A1, new, A2))
    assert sorted(row["id"] for row in rows(found)) == ["A1", "A2", "A3"]
    assert not found.conflicts


def test_links_are_known_by_their_ends() -> None:
    link = {"from": "A1", "relation": "partner", "to": "B1", "basis": "stated"}
    base = book(INFO, actions=[A1], links=[link])
    mine = book(
        INFO, actions=[A1], links=[{**link, "to": "tiny:B1", "relation": "Kumppani", "confidence": "0.9"}]
    )
    theirs = book(INFO, actions=[A1], links=[{**link, "basis": "curated"}])
    (found,) = rows(merged(base, mine, theirs), "links")
    assert (found["basis"], found["confidence"]) == ("curated", "0.9")


def test_headers_of_any_language_and_place_are_one_column() -> None:
    mine = book(INFO, actions=[{"Nimi fi": "Kävelyretki", "Tunnus": "A1", "Kumppani": "B1; B2"}])
    base = actions({"id": "A1", "title.fi": "Kävely", "partner": "B1; B2"})
    theirs = actions({"id": "A1", "title.fi": "Kävely", "partner": "B1; B2; B3"})
    found = merged(base, mine, theirs)
    assert rows(found) == [{"Nimi fi": "Kävelyretki", "Tunnus": "A1", "Kumppani": "B1; B2; B3"}]


def test_a_row_without_an_id_is_the_one_that_it_is_written_like() -> None:
    base = actions({"title.fi": "Kävely"}, {"title.fi": "Pyöräily"})
    mine = actions({"title.fi": "Kävely"}, {"title.fi": "Pyöräily", "responsible": "B1"})
    theirs = actions({"title.fi": "Uinti"}, {"title.fi": "Kävely"}, {"title.fi": "Pyöräily"})
    found = merged(base, mine, theirs)
    assert [(row["title.fi"], row.get("responsible", "")) for row in rows(found)] == [
        ("Uinti", ""),
        ("Kävely", ""),
        ("Pyöräily", "B1"),
    ]
    # What was A1 in BASE stays so, though a row came before it.
    assert [row["id"] for row in rows(found)] == ["A3", "A1", "A2"]


def test_sheets_that_the_model_does_not_know_keep_all_their_rows() -> None:
    base = book(INFO, muistio=[{"x": "1"}])
    found = merged(
        base, book(INFO, muistio=[{"x": "1"}, {"x": "2"}]), book(INFO, muistio=[{"x": "3"}, {"x": "1"}])
    )
    assert [row["x"] for row in rows(found, "muistio")] == ["3", "1", "2"]


def test_the_plan_itself_is_one_row() -> None:
    mine = book([{**INFO[0], "title.fi": "Suuri"}])
    theirs = book([{**INFO[0], "language": "fi"}])
    assert rows(merged(book(), mine, theirs), "info") == [{**INFO[0], "title.fi": "Suuri", "language": "fi"}]


def test_versions_of_two_plans_are_refused() -> None:
    with pytest.raises(SourceError, match="is the plan other"):
        merged(BASE, BASE, book([{**INFO[0], "id": "other"}]))


def test_a_cell_without_a_header_is_refused_with_its_row() -> None:
    stray = Sheet("actions", Path("actions.csv"), ("id",), (Row(2, {"id": "A1"}, {7: "?"}),))
    theirs = Workbook(Path("tiny"), {**book().sheets, "actions": stray})
    with pytest.raises(SourceError, match=r"actions\.csv, row 2: “\?” stands in a column without a header"):
        merged(BASE, BASE, theirs)


def test_a_new_row_follows_its_neighbour_and_a_new_order_stays() -> None:
    a3, new = {"id": "A3", "title.fi": "Uinti"}, {"id": "A9", "title.fi": "Soutu"}
    base = actions(A1, A2, a3)
    found = merged(base, actions(A1, new, A2, a3), actions(a3, A2, A1))
    assert [row["id"] for row in rows(found)] == ["A3", "A2", "A1", "A9"]


WORDS = st.sampled_from(["", "a", "b", "c"])
LISTS = st.lists(st.sampled_from(["B1", "B2", "B3"]), unique=True).map("; ".join)
ROWS = st.fixed_dictionaries({"title.fi": WORDS.filter(bool), "responsible": WORDS, "partner": LISTS})
HEADERS = {
    "actions": ("id", "title.fi", "responsible", "partner"),
    "links": ("from", "relation", "to", "basis"),
}


def drawn(found: Mapping[str, Mapping[str, str]]) -> Workbook:
    links = [{"from": thing, "relation": "partner", "to": "B1", "basis": "x"} for thing in sorted(found)[:2]]
    written = {"actions": [{"id": thing, **row} for thing, row in found.items()], "links": links}
    sheets = {name: sheet(name, rows, HEADERS[name]) for name, rows in written.items()}
    return Workbook(Path("tiny"), {**book().sheets, **sheets})


BOOKS = st.dictionaries(st.sampled_from([f"A{n}" for n in range(1, 7)]), ROWS, max_size=5).map(drawn)


def content(found: Merged | Workbook) -> dict[str, list[dict[str, str]]]:
    workbook = found.workbook if isinstance(found, Merged) else found
    return {name: rows(workbook, name) for name, sheet in workbook.sheets.items() if sheet.rows}


def unordered(found: Merged) -> dict[str, set[frozenset[tuple[str, frozenset[str]]]]]:
    return {
        name: {
            frozenset((key, frozenset(text.split("; "))) for key, text in row.items()) for row in found_rows
        }
        for name, found_rows in content(found).items()
    }


@given(BOOKS, BOOKS)
@settings(max_examples=30, deadline=None)
def test_what_only_one_side_changed_is_the_result(base: Workbook, changed: Workbook) -> None:
    for mine, theirs in ((changed, base), (base, changed), (changed, changed)):
        found = merged(base, mine, theirs)
        assert content(found) == content(changed)
        assert not found.conflicts


@given(BOOKS, BOOKS, BOOKS)
@settings(max_examples=30, deadline=None)
def test_without_conflicts_the_sides_may_be_swapped(base: Workbook, mine: Workbook, theirs: Workbook) -> None:
    found, swapped = merged(base, mine, theirs), merged(base, theirs, mine)
    assert len(found.conflicts) == len(swapped.conflicts)
    if not found.conflicts:
        assert unordered(found) == unordered(swapped)


@pytest.mark.parametrize("plan", ["kemi", "kemi-hyvinvointi-2023", "kemi-strategia-2022"])
def test_a_real_plan_merged_with_itself_is_itself(kemi_folder: Path, plan: str) -> None:
    book = read_workbook(kemi_folder / plan)
    found = merged(book, book, book)
    assert {name: (s.headers, [r.cells for r in s.rows]) for name, s in found.workbook.sheets.items()} == {
        name: (s.headers, [r.cells for r in s.rows]) for name, s in book.sheets.items()
    }
    assert (found.from_mine, found.from_theirs, found.conflicts) == (0, 0, ())


def test_two_columns_of_one_header_are_refused_rather_than_lost() -> None:
    twice = Sheet(
        "actions", Path("actions.csv"), ("id", "x", "x"), (Row(2, {"id": "A1", "x": "1"}, {3: "2"}),)
    )
    mine = Workbook(Path("tiny"), {**actions(A1).sheets, "actions": twice})
    with pytest.raises(SourceError, match="stands in a second column x"):
        merged(actions(A1), mine, actions(A1))


def test_an_id_that_follows_leaves_the_name_of_its_plan() -> None:
    info = [{"id": "p-A3", "kind": "plan"}]
    base = book(info, actions=[A1])
    mine = book(info, actions=[A1, {"id": "A3", "title.fi": "Uinti"}])
    theirs = book(
        info, actions=[A1, {"id": "A3", "title.fi": "Hiihto"}, {"id": "A9", "implements": "p-A3:A3"}]
    )
    assert rows(merged(base, mine, theirs))[-1]["implements"] == "p-A3:A4"
