"""Examples of queries for whoever writes their own: `queries/examples/*.rq`, about what is stored here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from rdflib import URIRef

from ontology.namespaces import PREFIXES

from . import program
from .plan_graph import PlanGraph
from .query_header import START, Header

FOLDER = Path(__file__).parent / "queries" / "examples"
#: How an answer may be shown.
SHOWN = ("table", "chart", "network")
_PLACE = re.compile(r"VALUES \?(\w+) \{ UNDEF \}")
_DECLARED = re.compile(r"^PREFIX\s+([\w-]+):\s+<([^>]*)>\s*\n", re.MULTILINE)


@dataclass(frozen=True)
class Example:
    """A query, what it asks in words by language, and how its answer is best shown."""

    name: str
    summary: Mapping[str, str]
    shown: str
    text: str


@lru_cache(maxsize=1)
def examples() -> tuple[Example, ...]:
    """Return all examples in the order of their names, as they stand in their files.

    Raises
    ------
    ShapeError
        A file has no header of the kind that is wanted.
    """
    return tuple(_read(file) for file in sorted(FOLDER.glob("*.rq")))


def _read(file: Path) -> Example:
    whole = file.read_text(encoding="utf-8")
    header = Header(file, whole)
    header.only(("summary", "shown"))
    summary, shown = header.texts("summary"), header.one_of("shown", SHOWN, SHOWN[0])
    if header.faults:
        raise header.faults[0]
    body = "".join(line for line in whole.splitlines(keepends=True) if not line.startswith(START))
    # What Planweave knows by itself need not be written.
    text = _DECLARED.sub(lambda found: "" if PREFIXES.get(found[1]) == found[2] else found[0], body)
    return Example(file.stem, summary, shown, text.strip() + "\n")


def examples_of(plans: PlanGraph, plan: URIRef | None) -> tuple[Example, ...]:
    """Return the examples about a plan that is stored, with things of it where they are about things."""
    values: dict[str, object] = {"plan": plan}
    if plan is not None:
        rows = plans.remembered.once(
            ("sample things", plan), lambda: [*program.rows(plans.store, "sample-things", [plan])]
        )
        values |= dict(zip(("action", "aim", "body"), rows[0] if rows else (), strict=False))
    return tuple(Example(one.name, one.summary, one.shown, _about(one.text, values)) for one in examples())


def _about(text: str, values: Mapping[str, object]) -> str:
    def filled(found: re.Match[str]) -> str:
        value = values.get(found[1])
        return f"VALUES ?{found[1]} {{ {URIRef(str(value)).n3()} }}" if value is not None else found[0]

    return _PLACE.sub(filled, text)
