"""Partners, networks, fields and money of Kemi's follow-up, worked out anew from the CSV files alone."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from itertools import combinations

import pytest

from graph.store import Store

from .kemi_facts import REGISTER, ROLES, ROOT, Facts, Row, ask, read

CITY = "kemi:kemi"
#: With how many links of a field its share is told.
ENOUGH = 3
PARTNERS = ("partner", "participant")
CLASSES = {
    "organisation": "Organization", "unit": "OrganizationalUnit", "post": "Post", "grant": "MonetaryGrant",
    "channel": "Channel", "": "Network",
}  # fmt: skip


def single(f: Facts, *roles: str) -> set[tuple[str, str, str]]:
    """Return action, role and body, for bodies that are neither collective words nor the city."""
    return {(x.start, x.relation, x.end) for x in f.of(*roles) if x.end != CITY and not f.umbrella(x.end)}


def goal(f: Facts, action: str) -> str:
    return f.actions[action]["goal"]


def partners(f: Facts) -> Iterator[Row]:
    found = Counter((goal(f, a), body, role) for a, role, body in single(f, *PARTNERS))
    yield from ((*key, number) for key, number in found.items())


def several_goals(f: Facts) -> Iterator[Row]:
    found = defaultdict(set)
    for action, _, body in single(f, *ROLES):
        found[body].add(action)
    for body, actions in found.items():
        goals = {goal(f, action) for action in actions}
        if len(goals) > 1:
            yield body, len(goals), len(actions)


def outside(f: Facts) -> Iterator[Row]:
    found = defaultdict(set)
    for action, _, body in single(f, *PARTNERS):
        if f.things[body]["kind"] == "organisation":
            found[body].add(action)
    for body, actions in found.items():
        yield "", body, f"field/{f.field(body)}", len(actions)


def alone(f: Facts) -> Iterator[Row]:
    found = defaultdict(set)
    for action, _, body in single(f, *PARTNERS):
        found[action].add(body)
    for body, number in Counter(next(iter(b)) for b in found.values() if len(b) == 1).items():
        if number > 1:
            yield body, f"field/{f.field(body)}", number


def fields_of(f: Facts) -> dict[str, set[str]]:
    """Return the fields that have a role in each action; collective words tell their field too."""
    found: dict[str, set[str]] = defaultdict(set)
    for x in f.of(*ROLES):
        found[x.start] |= {f.field(x.end)} - {"unspecified"}
    return found


def inside(f: Facts) -> Iterator[Row]:
    fields, links, within = fields_of(f), Counter[str](), Counter[str]()
    for x in f.of(*ROLES):
        field = f.field(x.end)
        if field != "unspecified":
            links[field] += 1
            within[field] += fields[x.start] == {field}
    for field, number in links.items():
        share = (Decimal(100 * within[field]) / number).quantize(Decimal(1), ROUND_HALF_UP)
        yield f"field/{field}", number, within[field], share


def without_contact(f: Facts) -> Iterator[Row]:
    yield from ((field, links) for field, links, within, _ in inside(f) if links == within)


def joining(f: Facts) -> Iterator[Row]:
    fields = fields_of(f)
    met: dict[str, set[str]] = defaultdict(set)
    actions: dict[str, set[str]] = defaultdict(set)
    for action, _, body in single(f, *ROLES):
        others = fields[action] - {f.field(body)}
        if others and f.field(body) != "unspecified":
            met[body] |= others
            actions[body].add(action)
    for body, others in met.items():
        yield body, f"field/{f.field(body)}", len(others), len(actions[body])


def sites(f: Facts) -> Iterator[Row]:
    at_work = {x.end for x in f.of(*ROLES)}
    for body, number in Counter(x.end for x in f.of("site")).items():
        if body not in at_work:
            yield body, f"field/{f.field(body)}", number


def in_contact(f: Facts) -> Iterator[Row]:
    text = (ROOT / "ontology" / "concepts" / "field.ttl").read_text(encoding="utf-8")
    order = re.findall(r'skos:notation "(.*)"', text)
    shared: dict[tuple[str, str], set[str]] = defaultdict(set)
    bodies = defaultdict(set)
    for x in f.of(*ROLES):
        bodies[x.start].add(x.end)
        shared["actions", x.start].add(f.field(x.end))
    for x in f.covering:
        shared["priorities", x.end] |= {f.field(body) for body in bodies[x.start]}
    for network in counted(f):
        members = {x.end for x in f.of("hasMember") if x.start == network}
        near = members.union(*(bodies[action] for action, of in worked(f) if of == network))
        shared["networks", network] = {f.field(b) for b in near if not f.umbrella(b)} | {f.field(network)}
    pairs: Counter[tuple[str, str, str]] = Counter()
    for (grade, _), fields in shared.items():
        for pair in combinations(sorted(fields - {"unspecified"}, key=order.index), 2):
            pairs[(*pair, grade)] += 1
    for a, b in {(a, b) for a, b, _ in pairs}:
        grades = ("actions", "networks", "priorities")
        yield f"field/{a}", f"field/{b}", *(pairs[a, b, grade] for grade in grades)


# ---- networks


def counted(f: Facts) -> list[str]:
    return [network for network in f.networks if not f.umbrella(network)]


def worked(f: Facts) -> set[tuple[str, str]]:
    """Return action and network, wherever a network is in an action."""
    return {(x.start, x.end) for x in f.of("involves", *ROLES) if x.end in counted(f)}


def networks(f: Facts) -> Iterator[Row]:
    for x in f.of("hasMember"):
        yield x.start, x.end, "", ""
    for action, network in worked(f):
        touched = [x.end for x in f.covering if x.start == action and (not x.via or network in x.via)]
        for priority in touched or [""]:
            yield network, "", priority, action


def networks_per_goal(f: Facts) -> Iterator[Row]:
    found = Counter((goal(f, action), network) for action, network in worked(f))
    yield from ((*key, number) for key, number in found.items())


def idle_networks(f: Facts) -> Iterator[Row]:
    busy = {network for _, network in worked(f)}
    yield from ((network, f"field/{f.field(network)}") for network in counted(f) if network not in busy)


def networks_without_members(f: Facts) -> Iterator[Row]:
    known = {x.start for x in f.of("hasMember")}
    for network in counted(f):
        if network not in known:
            yield network, sum(of == network for _, of in worked(f))


def umbrella_words(f: Facts) -> Iterator[Row]:
    relations = ("involves", "fundedBy", "gives", "site", *ROLES)
    found = {(x.start, x.end) for x in f.of(*relations) if f.things.get(x.end, {}).get("umbrella") == "yes"}
    for word, number in Counter(word for _, word in found).items():
        yield word, CLASSES[f.things[word].get("kind", "")], number


# ---- money


def on_money(f: Facts) -> Iterator[Row]:
    directions = {row[""]: row["direction"] for row in read(REGISTER, "money")}
    for x in f.of("fundedBy"):
        assert directions[x.end] == "received"
        row = f.actions[x.start]
        yield row["goal"], x.start, x.end, f"continuity/{row['continuity']}" if row["continuity"] else ""


def without_continuation(f: Facts) -> Iterator[Row]:
    yield from (row[:3] for row in on_money(f) if not row[3])


def projects(f: Facts) -> Iterator[Row]:
    for action, money in {(x.start, x.end) for x in f.of("fundedBy", "involves")}:
        thing = f.things.get(money, {})
        if thing.get("kind") == "project" and thing["umbrella"] != "yes":
            told = f.actions[action]["continuity"]
            yield money, "", "", "", action, f"continuity/{told}" if told else "", ""


def funders(f: Facts) -> Iterator[Row]:
    for money, number in Counter(x.end for x in f.of("fundedBy")).items():
        yield "", money, "", "", "", number


EXPECTED: dict[str, Callable[[Facts], Iterator[Row]]] = {
    "partners-per-goal": partners,
    "bodies-serving-several-goals": several_goals,
    "partners-outside-municipality": outside,
    "partners-relied-on-alone": alone,
    "fields-in-contact": in_contact,
    "share-inside-field": lambda f: (row for row in inside(f) if int(str(row[1])) >= ENOUGH),
    "fields-without-contact": without_contact,
    "joining-bodies": joining,
    "sites-left-out": sites,
    "networks-and-members": networks,
    "networks-per-goal": networks_per_goal,
    "networks-without-action": idle_networks,
    "networks-without-members": networks_without_members,
    "umbrella-words-left-out": umbrella_words,
    "actions-on-project-money": on_money,
    "project-money-without-continuation": without_continuation,
    "projects-and-what-follows": projects,
    "funders": funders,
}


@pytest.mark.parametrize("named", [False, True], ids=["all", "named"])
@pytest.mark.parametrize("name", EXPECTED)
def test_the_answer_is_what_the_workbooks_say(kemi_store: Store, name: str, named: bool) -> None:
    expected = list(EXPECTED[name](Facts(named=named)))
    assert expected
    assert sorted(ask(kemi_store, name, named=named), key=str) == sorted(expected, key=str)


def test_closest_fields_come_first(kemi_store: Store) -> None:
    weights = [row[2:] for row in ask(kemi_store, "fields-in-contact")]
    assert weights == sorted(weights, key=str, reverse=True)
    assert any(networks for _, networks, _ in weights)


def test_seven_actions_hang_on_received_money_and_five_say_nothing_of_what_follows(kemi_store: Store) -> None:
    assert len({row[1] for row in ask(kemi_store, "actions-on-project-money")}) == 7
    assert len({row[1] for row in ask(kemi_store, "project-money-without-continuation")}) == 5


def test_how_many_actions_make_a_partner_relied_on_can_be_chosen(kemi_store: Store) -> None:
    assert ask(kemi_store, "partners-relied-on-alone", least="5") == []
    assert len(ask(kemi_store, "partners-relied-on-alone", least="1")) == 5
