"""Every query of ontology/hygiene returns no row, and each of them does find what it looks for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Graph

from ontology.namespaces import PREFIXES

from .conftest import FOLDER, HYGIENE, ROOT, header, short

RULES = sorted(HYGIENE.glob("*.rq"))
QUERIES = [*sorted((ROOT / "graph" / "queries").rglob("*.rq")), *sorted((FOLDER / "competency").glob("*.rq"))]
MORE = {"vann": "http://purl.org/vocab/vann/"}
OURS, DATA = "https://w3id.org/planweave/", PREFIXES["id"]
REFERENCES = ox.NamedNode("http://purl.org/dc/terms/references")
IRI = re.compile(r"<(https://w3id\.org/planweave/[^\s<>]+)>")
PREFIX = re.compile(r"^\s*PREFIX\s+([\w-]*):\s*<([^>]*)>", re.IGNORECASE)
NAME = re.compile(r"(?<![\w:?$-])([a-z][\w-]*):([A-Za-z][\w-]*)")

Row = tuple[str, ...]


def mentioned(query: Path) -> set[str]:
    """Return the terms of our namespaces that a query names, in full or with a prefix."""
    lines = query.read_text(encoding="utf-8").splitlines()
    declared = {match[1]: match[2] for line in lines if (match := PREFIX.match(line))}
    text = "\n".join(line for line in lines if not line.lstrip().startswith("#") and not PREFIX.match(line))
    prefixes = {**PREFIXES, **declared}
    named = {
        prefixes[prefix] + name for prefix, name in NAME.findall(IRI.sub("", text)) if prefix in prefixes
    }
    return {iri for iri in {*IRI.findall(text), *named} if iri.startswith(OURS) and not iri.startswith(DATA)}


def uses() -> Iterator[ox.Quad]:
    """Yield, for each term that a named query mentions, that the query refers to it."""
    for query in QUERIES:
        node = ox.NamedNode(f"file:///{query.relative_to(ROOT).as_posix()}")
        yield from (ox.Quad(node, REFERENCES, ox.NamedNode(term)) for term in sorted(mentioned(query)))


def store_of(turtle: str) -> ox.Store:
    store = ox.Store()
    store.load(turtle.encode(), ox.RdfFormat.TURTLE)
    return store


@pytest.fixture(scope="session")
def ontology(whole: Graph) -> ox.Store:
    """Terms, shapes and concepts, and what the named queries mention of them."""
    store = store_of(whole.serialize(format="turtle"))
    store.extend(uses())
    return store


def ask(store: ox.Store, rule: Path) -> list[Row]:
    """Return the rows of a rule, with prefixes."""
    answer = store.query(rule.read_text(encoding="utf-8"))
    assert isinstance(answer, ox.QuerySolutions)
    return sorted(tuple("" if value is None else short(value.value) for value in row) for row in answer)


@lru_cache(maxsize=1)
def exceptions() -> dict[tuple[str, str], str]:
    """Return what may break which rule, with the reason."""
    found: dict[tuple[str, str], str] = {}
    for line in (HYGIENE / "exceptions.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            rule, term, reason = (part.strip() for part in line.split("|"))
            found[rule, term] = reason
    return found


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.stem)
def test_nothing_breaks_the_rule(ontology: ox.Store, rule: Path) -> None:
    rows = [row for row in ask(ontology, rule) if (rule.stem, row[0]) not in exceptions()]
    listed = "\n".join("  ".join(row) for row in rows)
    assert not rows, f"{header(rule, 'rule')[0]}\n{len(rows)} break it:\n{listed}"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.stem)
def test_the_rule_finds_what_breaks_it(rule: Path) -> None:
    names = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in {**PREFIXES, **MORE}.items())
    examples = header(rule, "broken by")
    assert examples
    for example in examples:
        assert ask(store_of(names + example), rule), f"this breaks it no more: {example}"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.stem)
def test_the_rule_says_what_it_is_and_whose(rule: Path) -> None:
    assert len(header(rule, "rule")) == len(header(rule, "whose")) == 1
    assert f"`{rule.stem}`" in (HYGIENE / "README.md").read_text(encoding="utf-8"), "not in the README"


def test_every_exception_is_needed_and_explained(ontology: ox.Store) -> None:
    found = {(rule.stem, row[0]) for rule in RULES for row in ask(ontology, rule)}
    assert sorted(set(exceptions()) - found) == []
    assert [key for key, reason in exceptions().items() if len(reason) < 10] == []


def test_there_are_queries_and_rules() -> None:
    assert len(RULES) > 30
    assert len(QUERIES) > 20


def test_terms_in_queries_are_seen(tmp_path: Path) -> None:
    file = tmp_path / "a.rq"
    file.write_text(
        "#+ plan:comment\nPREFIX status: <https://w3id.org/planweave/concept/status/>\n"
        "SELECT * { ?a plan:implements/plan:partOfAim <https://w3id.org/planweave/concept/basis/stated> ;"
        " adms:status status:late . <https://w3id.org/planweave/id/x> ?p ?o }",
        encoding="utf-8",
    )
    assert {short(term) for term in mentioned(file)} == {
        "plan:implements",
        "plan:partOfAim",
        "concept:basis/stated",
        "concept:status/late",
    }
