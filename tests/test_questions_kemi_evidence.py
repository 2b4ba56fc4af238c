"""Groups, systems and evidence of Kemi's follow-up, worked out anew from the CSV files alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_UP, Decimal

import pytest

from graph.store import Store

from .kemi_facts import LINKS, NAMED, PLAN, REGISTER, Facts, Link, Row, ask, read, several

GROUPS = {row[""]: row["expected"] == "yes" for row in read(REGISTER, "groups")}


def mean(confidences: list[str]) -> object:
    given = [Decimal(c) for c in confidences if c]
    return (sum(given, Decimal(0)) / len(given)).quantize(Decimal("0.01"), ROUND_HALF_UP) if given else ""


def reached(f: Facts) -> Iterator[Row]:
    for group, number in Counter(x.end for x in f.of("audience")).items():
        yield group, number, GROUPS[group]


def not_reached(f: Facts) -> Iterator[Row]:
    found = {x.end for x in f.of("audience")}
    yield from ((group,) for group, expected in GROUPS.items() if expected and group not in found)


def named_only(f: Facts) -> Iterator[Row]:
    found = {x.end for x in f.of("audience")}
    yield from ((x.end, x.start) for x in f.of("mentions") if x.end in GROUPS and x.end not in found)


def per_goal(f: Facts) -> Iterator[Row]:
    found = Counter((x.end, f.actions[x.start]["goal"]) for x in f.of("audience"))
    yield from ((*key, number) for key, number in found.items())


def digital(f: Facts) -> Iterator[Row]:
    kinds = {"system": "SoftwareApplication", "channel": "Channel"}
    for x in f.of("involves"):
        kind = kinds.get(f.things.get(x.end, {}).get("kind", ""))
        if kind and not f.umbrella(x.end):
            yield x.end, kind, x.start, f.actions[x.start]["goal"]


def bases(f: Facts) -> Iterator[Row]:
    found = defaultdict(list)
    for x in LINKS:
        if x.relation != "mentions" and (not f.named or x.basis in NAMED):
            found[x.relation, x.basis].append(x.confidence)
    for (relation, basis), confidences in found.items():
        yield PLAN, relation, f"basis/{basis}", len(confidences), mean(confidences)


def coverage(f: Facts) -> Iterator[Row]:
    for priority, row in f.priorities.items():
        found = Counter(x.basis for x in f.covering if x.end == priority)
        grades = (found["stated"], found["same-term"], found["curated"])
        if sum(grades):
            yield row["goal"], priority, *grades, sum(grades)


EXPECTED: dict[str, Callable[[Facts], Iterator[Row] | list[Row]]] = {
    "target-groups-reached": reached,
    "expected-groups-not-reached": not_reached,
    "groups-named-only": named_only,
    "groups-per-goal": per_goal,
    "actions-without-target-group": lambda f: f.without("audience"),
    "digital-systems": digital,
    "links-by-basis": bases,
    "coverage-by-basis": coverage,
}


@pytest.mark.parametrize("named", [False, True], ids=["all", "named"])
@pytest.mark.parametrize("name", EXPECTED)
def test_the_answer_is_what_the_workbooks_say(kemi_store: Store, name: str, named: bool) -> None:
    expected = list(EXPECTED[name](Facts(named=named)))
    assert bool(expected) != (name == "groups-named-only")
    assert sorted(ask(kemi_store, name, named=named), key=str) == sorted(expected, key=str)


def test_links_on_reading(kemi_store: Store) -> None:
    links, read_ = defaultdict(list), defaultdict(list)
    for x in LINKS:
        if x.relation != "mentions":
            links[x.relation].append(x)
            if x.basis not in NAMED:
                read_[x.relation].append(x.confidence)
    expected: list[Row] = []
    for relation, confidences in read_.items():
        of = len(links[relation])
        share = (Decimal(100 * len(confidences)) / of).quantize(Decimal(1), ROUND_HALF_UP)
        expected.append((relation, of, len(confidences), share, mean(confidences)))
    assert sorted(ask(kemi_store, "links-on-reading"), key=str) == sorted(expected, key=str)


def ends(x: Link) -> Row:
    """Return from, relation and to; an action writes the indicator that measures it."""
    return (x.end, x.relation, x.start) if x.relation == "measures" else (x.start, x.relation, x.end)


@pytest.mark.parametrize("below", ["0.5", "0.9"])
def test_least_sure_links(kemi_store: Store, below: str) -> None:
    expected = [
        (*ends(x), f"basis/{x.basis}", Decimal(x.confidence))
        for x in LINKS
        if x.confidence and Decimal(x.confidence) < Decimal(below)
    ]
    found = [row[:5] for row in ask(kemi_store, "least-sure-links", below=below)]
    assert found == sorted(found, key=lambda row: Decimal(str(row[4])))
    assert sorted(found, key=str) == sorted(expected, key=str)


def test_of_92_links_to_priorities_none_is_stated(kemi_store: Store) -> None:
    rows = ask(kemi_store, "coverage-by-basis")
    assert [sum(int(str(row[place])) for row in rows) for place in (2, 3, 4)] == [0, 30, 62]
    alone = {row[1] for row in rows if not row[2] and not row[3]}
    assert {row[1] for row in ask(kemi_store, "priorities-on-reading-alone")} == alone
    assert (len(rows), len(alone)) == (21, 21 - 15)


def test_no_key_term_is_left_without_a_link_and_no_action_without_a_passage(kemi_store: Store) -> None:
    facts = Facts(named=False)
    linked = {(x.start, x.end) for x in facts.covering}
    missing = [
        (action, term, priority)
        for priority, row in facts.priorities.items()
        for term in several(row["key-terms"])
        for action, told in facts.actions.items()
        if term.lower() in told["title.fi"].lower() and (action, priority) not in linked
    ]
    assert ask(kemi_store, "key-terms-without-link") == missing == []
    assert ask(kemi_store, "actions-without-source") == []
    assert all(row["lines"] for row in facts.actions.values())
