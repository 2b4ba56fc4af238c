"""Questions of progress over Kemi's plans, against answers worked out anew from the CSV files alone."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

import pytest

from tools.make_golden import kemi, town

DATA = Path(__file__).parents[1] / "data" / "kemi"
REPORT, STRATEGY = "kemi-hyvinvointi-2023", "kemi-strategia-2022"
YEAR = "2023"
NAMED = {"", "stated", "same-term"}

Rows = set[tuple[object, ...]]


@lru_cache
def read(plan: str, sheet: str) -> tuple[dict[str, str], ...]:
    with (DATA / plan / f"{sheet}.csv").open(encoding="utf-8", newline="") as source:
        return tuple(csv.DictReader(source))


def links(plan: str, sheet: str, column: str, *, named: bool) -> Iterator[tuple[str, str]]:
    """Yield start and end of the links of a column, without its plan where that is their own."""
    basis = {(r["from"], r["to"]): r["basis"] for r in read(plan, "links") if r["relation"] == column}
    for row in read(plan, sheet):
        for end in filter(None, row[column].split("; ")):
            if not named or basis.get((row["id"], end), "") in NAMED:
                yield row["id"], end.removeprefix(f"{STRATEGY}:")


def reported(*, named: bool) -> set[str]:
    return {planned for _, planned in links(REPORT, "actions", "realises", named=named)}


def silent() -> set[str]:
    return set(read(REPORT, "info")[0]["not-reporting"].split("; "))


def not_reported(*, named: bool) -> Rows:
    told = reported(named=named)
    return {
        (f"{STRATEGY}:{row['id']}", row["section"], reason(row["section"]))
        for row in read(STRATEGY, "actions")
        if row["id"] not in told
    }


def reason(section: str) -> str:
    return "not-reported" if section in silent() else "no-action"


def by_department(*, named: bool) -> Rows:
    planned = Counter(row["section"] for row in read(STRATEGY, "actions"))
    missing = Counter(str(section) for _, section, _ in not_reported(named=named))
    return {(section, planned[section], missing[section], section in silent()) for section in missing}


def ended(*, named: bool) -> Rows:
    last = {f"{STRATEGY}:{row['id']}": row["schedule-end"] for row in read(STRATEGY, "actions")}
    return {
        (planned, section, last[str(planned)], why)
        for planned, section, why in not_reported(named=named)
        if "" < last[str(planned)] <= YEAR
    }


def without_plan(*, named: bool) -> Rows:
    linked = {row for row, _ in links(REPORT, "actions", "realises", named=named)}
    return {
        (f"{REPORT}:{row['id']}", row["row-kind"], row["goal"])
        for row in read(REPORT, "actions")
        if row["id"] not in linked
    }


def without_indicator(*, named: bool) -> Rows:
    measured = {end for _, end in links(STRATEGY, "indicators", "measures", named=named)}
    return {
        (f"{STRATEGY}:{row['id']}", f"{STRATEGY}:{row['goal']}", row["section"])
        for row in read(STRATEGY, "actions")
        if row["id"] not in measured
    }


EXPECTED: Mapping[str, tuple[str, Callable[..., Rows]]] = {
    "planned-not-reported": (REPORT, not_reported),
    "reporting-by-department": (REPORT, by_department),
    "ended-without-report": (REPORT, ended),
    "reported-without-plan": (REPORT, without_plan),
    "actions-without-indicator": (STRATEGY, without_indicator),
}


@pytest.mark.parametrize("named", [False, True], ids=["all", "named"])
@pytest.mark.parametrize("name", EXPECTED)
def test_the_answer_is_what_the_workbooks_say(name: str, named: bool) -> None:
    plan, expected = EXPECTED[name]
    found = asked(name, plan, {"named": "true"} if named else {})
    assert len(found) == len(set(found))
    assert set(found) == expected(named=named)


def asked(name: str, plan: str, values: Mapping[str, str]) -> list[tuple[object, ...]]:
    """Return the rows of an answer; the key of a concept stands for it."""
    rows = kemi().ask(name, "en", plan, values).rows
    return [tuple(map(plain, (cell.plain for cell in row))) for row in rows]


def plain(value: object) -> object:
    return value.rpartition("/")[2] if isinstance(value, str) and "/concept/" in value else value


def test_the_strategy_gives_the_same_answer_as_its_report() -> None:
    for name in ("planned-and-reported", "planned-not-reported", "targets-and-reports", "indicators-now"):
        assert asked(name, STRATEGY, {}) == asked(name, REPORT, {})


def test_indicators_have_a_target_or_are_listed() -> None:
    targets = ("target-value", "target-state", "target-year", "target-date", "target-comparison")
    rows = read(STRATEGY, "indicators")
    bare = {f"{STRATEGY}:{row['id']}" for row in rows if not any(row[column] for column in targets)}
    found = {row[0] for row in asked("indicators-without-target", STRATEGY, {})}
    assert found == bare
    assert (len(rows), len(rows) - len(found)) == (127, 22)


def test_of_a_day_before_the_deadline_no_task_is_late() -> None:
    plan = "suvikoski-hyvinvointi-2025"
    late = {
        day: [row[0].plain for row in town().ask("tasks-past-deadline", "en", plan, {"day": day}).rows]
        for day in ("2025-02-19", "2025-03-01", "2025-09-01", "2025-12-31")
    }
    assert late == {
        "2025-02-19": [],
        "2025-03-01": [],
        "2025-09-01": [f"{plan}:TK4"],
        "2025-12-31": [f"{plan}:TK4", f"{plan}:TK3"],
    }
