"""The graph holds exactly what its makers counted in the facts, before there was a graph.

`golden/kemi-counts.txt` is what the check of those facts prints.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from graph.store import Store
from ontology import load_model
from ontology.namespaces import PREFIXES

GOLDEN = (Path(__file__).parent / "golden" / "kemi-counts.txt").read_text(encoding="utf-8")
FOLLOW_UP, STRATEGY = "kemi-hyvinvointi-2023", "kemi-strategia-2022"
SINGLE_KINDS = {"networks": "network", "groups": "group", "decisions": "decision"}


def test_the_facts_still_have_these_counts(shared: Path) -> None:
    command = [sys.executable, str(shared / "kemi" / "check.py")]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stdout) == (0, GOLDEN)


# ---- what was counted


def part(plan: str) -> str:
    """Return the lines of one plan, or of the register, which comes first."""
    start = GOLDEN.index(f"\n{plan} {{") if plan != "kemi" else 0
    end = GOLDEN.find("\nkemi-", start + 1)
    return GOLDEN[start : end if end > 0 else None]


def listed(plan: str, name: str) -> dict[str, int]:
    """Return a line such as `types: unit 50, post 37`."""
    (line,) = re.findall(rf"^ *{re.escape(name)}: (.*)$", part(plan), re.MULTILINE)
    return {key: int(count) for key, count in (pair.rsplit(" ", 1) for pair in line.split(", "))}


def number(plan: str, before: str) -> int:
    return int(re.search(rf"\b{re.escape(before)}'?:? (\d+)", part(plan))[1])


def by_basis(plan: str, relation: str) -> dict[str, int]:
    """Return a line such as `implements priority | same-term 30, curated 62`."""
    (line,) = re.findall(rf"^ *{re.escape(relation)} \| (.*)$", part(plan), re.MULTILINE)
    return {key: int(count) for key, count in (pair.rsplit(" ", 1) for pair in line.split(", "))}


# ---- what the graph holds


def counts(store: Store, plan: str, key: str, pattern: str, what: str = "*") -> dict[str, int]:
    """Count the solutions of a pattern in the graph of a plan by a key."""
    prefixes = "".join(f"PREFIX {name}: <{iri}> " for name, iri in PREFIXES.items())
    where = f"GRAPH id:{plan} {{ {pattern} }} {key}"
    query = f"{prefixes} SELECT ?key (COUNT({what}) AS ?n) {{ {where} }} GROUP BY ?key"
    return {str(name): int(str(count)) for name, count in store.select(query).rows}


NOTATION = "?term skos:notation ?key"
LINK = "?link a plan:Link ; rdf:subject ?from ; rdf:object ?to ; plan:basis ?term ; rdf:predicate"


def links(store: Store, plan: str, *predicates: str, more: str = "", what: str = "*") -> dict[str, int]:
    """Count links by basis; `more` says of ?from and ?to, in any graph, what they must be."""
    pattern = f"{LINK} ?p . VALUES ?p {{ {' '.join(predicates)} }}"
    return counts(store, plan, f"{NOTATION} . {more}", pattern, what)


def test_kinds_of_the_register(kemi_store: Store) -> None:
    found = counts(kemi_store, "kemi", "", "?thing a ?key ; dcterms:isPartOf ?plan")
    kinds = {}
    for sheet in load_model().sheets.values():
        names = sheet.kinds or {SINGLE_KINDS.get(sheet.name, ""): sheet.shapes[0].classes[0]}
        kinds |= {str(cls): name for name, cls in names.items()}
    assert {kinds[cls]: count for cls, count in found.items()} == listed("kemi", "types")
    assert sum(found.values()) == number("kemi", "register")


def test_fields_and_marks_of_the_register(kemi_store: Store) -> None:
    assert counts(kemi_store, "kemi", NOTATION, "?body plan:field ?term") == listed("kemi", "fields")
    for mark in ("umbrella", "named"):
        found = counts(kemi_store, "kemi", "", f"?thing plan:{mark} ?key")
        assert found["true"] == number("kemi", mark)
    units = counts(kemi_store, "kemi", "", "?unit org:unitOf|org:postIn ?body BIND('all' AS ?key)")
    assert units == {"all": number("kemi", "unitOf")}


def test_mentions_of_the_register(kemi_store: Store) -> None:
    one, other = (
        set(counts(kemi_store, plan, "", "?plan plan:mentions ?key")) for plan in (FOLLOW_UP, STRATEGY)
    )
    counted = re.search(r"mentioned in: (.*)", part("kemi"))[1]
    assert counted == str(
        {
            FOLLOW_UP: len(one - other),
            f"{FOLLOW_UP} + {STRATEGY}": len(one & other),
            STRATEGY: len(other - one),
            "neither": number("kemi", "register") - len(one | other),
        }
    )


def test_rows_of_the_plans(kemi_store: Store) -> None:
    expected = {
        FOLLOW_UP: {"Priority": "priorities", "Action": "actions"},
        STRATEGY: {
            "Goal": "goals",
            "Objective": "objectives",
            "Action": "actions",
            "Indicator": "indicators",
        },
    }
    for plan, classes in expected.items():
        found = counts(kemi_store, plan, "", "?thing a ?key")
        for cls, name in classes.items():
            assert found[f"{PREFIXES['plan']}{cls}"] == number(plan, name), (plan, name)
    empty = counts(kemi_store, STRATEGY, "", "?row a plan:EmptyRow BIND('all' AS ?key)")
    assert empty == {"all": number(STRATEGY, "rowsWithoutAction")}
    restated = counts(kemi_store, FOLLOW_UP, "?to a ?key", "?plan plan:restates ?to")
    assert restated == {
        f"{PREFIXES['plan']}Goal": number(FOLLOW_UP, "goals"),
        f"{PREFIXES['plan']}Objective": number(FOLLOW_UP, "objectives"),
    }


@pytest.mark.parametrize("plan", [FOLLOW_UP, STRATEGY])
def test_links_of_actions(kemi_store: Store, plan: str) -> None:
    relations = {
        "implements priority": ("plan:implements", "?to a plan:Priority"),
        "implements objective": ("plan:implements", "?to a plan:Objective"),
        "realises": ("plan:realises", ""),
        "sameDeedAs": ("plan:sameDeedAs", ""),
        "measuredBy": ("plan:measures", f"?to dcterms:isPartOf id:{FOLLOW_UP}"),
        "indicator action": ("plan:measures", f"?to a plan:Action ; dcterms:isPartOf id:{STRATEGY}"),
        "member": ("org:hasMember", ""),
        "funding": ("plan:fundedBy plan:gives", ""),
        "involves": ("plan:involves dcterms:audience schema:location", "?from a plan:Action"),
    }
    roles = ("responsible", "partner", "participant", "site", "funder", "successor")
    relations |= {f"organisation {role}": (f"plan:{role}", "?from a plan:Action") for role in roles}
    counted = [name for name in relations if f" {name} |" in part(plan)]
    assert len(counted) >= 6
    for name in counted:
        predicates, more = relations[name]
        assert links(kemi_store, plan, predicates, more=more) == by_basis(plan, name), name


def test_indicators_of_objectives_are_counted_once_each(kemi_store: Store) -> None:
    found = links(kemi_store, STRATEGY, "plan:measures", more="?to a plan:Objective", what="DISTINCT ?from")
    assert found == by_basis(STRATEGY, "indicator objective")


@pytest.mark.parametrize(
    ("plan", "kind"),
    [
        (FOLLOW_UP, "recurring"),
        (FOLLOW_UP, "until-further-notice"),
        (STRATEGY, "continuous"),
        (STRATEGY, "recurring"),
        (STRATEGY, "years"),
    ],
)
def test_schedules_of_actions(kemi_store: Store, plan: str, kind: str) -> None:
    concept = PREFIXES["concept"]
    pattern = f"""
        ?action a plan:Action ; plan:schedule ?schedule .
        ?schedule plan:scheduleKind <{concept}schedule-kind/{kind}>
        OPTIONAL {{ ?schedule plan:basis ?given }}
        BIND(COALESCE(?given, <{concept}basis/stated>) AS ?term)
    """
    assert counts(kemi_store, plan, NOTATION, pattern) == by_basis(plan, f"schedule {kind}")


def test_kinds_of_rows_and_indicators(kemi_store: Store) -> None:
    rows = counts(kemi_store, FOLLOW_UP, NOTATION, "?action a plan:Action ; dcterms:type ?term")
    assert rows == listed(FOLLOW_UP, "kinds")
    kinds = counts(kemi_store, STRATEGY, NOTATION, "?indicator a plan:Indicator ; dcterms:type ?term")
    assert kinds == listed(STRATEGY, "indicator kinds")
    targets = counts(kemi_store, STRATEGY, "", "?indicator plan:target ?target BIND('all' AS ?key)")
    assert targets == {"all": number(STRATEGY, "indicators with target")}


def test_actions_of_the_strategy(kemi_store: Store) -> None:
    sections = counts(kemi_store, STRATEGY, "", "?action a plan:Action ; plan:section ?key")
    assert {iri.removeprefix(PREFIXES["id"]).replace("/", ":"): n for iri, n in sections.items()} == listed(
        STRATEGY, "actions per section"
    )
    objectives = counts(kemi_store, STRATEGY, "", "?action a plan:Action ; plan:implements ?key")
    assert {iri.rpartition("/")[2]: n for iri, n in objectives.items()} == listed(
        STRATEGY, "actions per objective"
    )
    pattern = "?action a plan:Action FILTER NOT EXISTS { ?action plan:responsible ?body } BIND('all' AS ?key)"
    without = counts(kemi_store, STRATEGY, "", pattern)
    assert without == {"all": number(STRATEGY, "actions without responsible")}
    cell = f"?link rdf:predicate plan:responsible ; plan:ground <{PREFIXES['concept']}ground/row-cell>"
    shared_cell = counts(kemi_store, STRATEGY, "", f"{cell} BIND('all' AS ?key)")
    assert shared_cell["all"] == int(re.search(r"shared row cell .*: (\d+)", GOLDEN)[1])
