"""Two plans beside each other, each with many actions: by ID, and by what they are called.

python -m bench.comparing --things 1000 5000
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Sequence

from rdflib import RDF, SKOS, Literal, URIRef
from rdflib.term import Node

from graph.comparison import Side, compare
from graph.store import Store
from ontology import load_model
from ontology.namespaces import ID, PLAN

from .timing import Record, markdown

_WORDS, _LINKS, _GOALS, _BODIES = 6, 4, 100, 300
_LETTERS = "aeioukltsnrmpv"


def main(arguments: list[str] | None = None) -> int:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.comparing", description=__doc__)
    parser.add_argument("--things", type=int, nargs="+", default=(1_000, 5_000))
    options = parser.parse_args(arguments)
    print(markdown("Two plans beside each other", comparing_times(options.things)))
    return 0


def comparing_times(sizes: Sequence[int]) -> list[Record]:
    """Return the rows of the table: processor seconds to compare two plans with so many actions each."""
    chosen = random.Random(1)
    words = ["".join(chosen.choices(_LETTERS, k=chosen.randint(4, 12))) for _ in range(3_000)]
    records: list[Record] = []
    for size in sizes:
        names = [" ".join(chosen.sample(words, _WORDS)) for _ in range(size)]
        edited = [_edited(name, words, chosen) for name in names]
        others = [" ".join(chosen.sample(words, _WORDS)) for _ in range(size)]
        shuffled = chosen.sample(edited, size)
        for case, plan, after in (
            ("one plan, each name with another word", "one", edited),
            ("two plans, each name with another word, in no order", "other", shuffled),
            ("two plans, no name alike", "other", others),
        ):
            sides = _side("one", names), _side(plan, after)
            start = time.process_time()
            made = compare(*sides)
            seconds = time.process_time() - start
            found = len(made.matches.pairs) - 1
            records.append({"actions": size, "case": case, "matched": found, "s": round(seconds, 2)})
    return records


def _edited(name: str, words: Sequence[str], chosen: random.Random) -> str:
    parts = name.split()
    parts[chosen.randrange(len(parts))] = chosen.choice(words)
    return " ".join(parts)


def _side(plan_id: str, names: Sequence[str]) -> Side:
    plan = URIRef(f"{ID}{plan_id}")
    facts: list[tuple[str, str, Node]] = [(str(plan), str(RDF.type), PLAN.Plan)]
    for number in range(_GOALS):
        facts += _thing(f"{plan}/G{number}", PLAN.Goal, f"{plan_id} {number}")
    for number, name in enumerate(names):
        action = f"{plan}/A{number}"
        facts += _thing(action, PLAN.Action, name)
        facts.append((action, str(PLAN.underGoal), URIRef(f"{plan}/G{number % _GOALS}")))
        for place in range(_LINKS):
            record, body = f"{plan}/link/{number}-{place}", URIRef(f"{ID}r/b{(number + place) % _BODIES}")
            ends = (RDF.type, PLAN.Link), (RDF.subject, URIRef(action)), (RDF.predicate, PLAN.partner)
            facts += [(record, str(prop), value) for prop, value in (*ends, (RDF.object, body))]
    return Side(plan, plan_id, Store.in_memory(), load_model(), facts)


def _thing(iri: str, cls: URIRef, name: str) -> list[tuple[str, str, Node]]:
    labels = [(iri, str(SKOS.prefLabel), Literal(f"{name} {lang}", lang=lang)) for lang in ("fi", "sv", "en")]
    return [(iri, str(RDF.type), cls), *labels]


if __name__ == "__main__":
    raise SystemExit(main())
