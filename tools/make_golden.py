"""Write the answers to questions that the tests compare with: `python -m tools.make_golden NAME`.

Each question has two: in `tests/golden/questions` the answer over the fictional town, all plans of which
are asked, and in `tests/golden/kemi` the answer over Kemi's follow-up. IDs stand for things.
What the town leaves without rows is asked of a small municipality too, in `tests/golden/small`.
`NAME@key=value` is the answer with a value of a parameter, or of one plan with `NAME@plan=ID`; signs that
a file name cannot hold are written as in an address, `field%3Asport`. Whoever writes an answer looks it
over by hand before it is kept.
"""

from __future__ import annotations

import argparse
import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import unquote

from graph import PlanGraph, Table

ROOT = Path(__file__).parents[1]
_PLAN = "plan"


@dataclass(frozen=True)
class Data:
    """Plans that every question is asked about, and where the answers are kept."""

    folder: Path
    plans: Callable[[], PlanGraph]
    plan_id: str | None


def _built(*folders: Path) -> PlanGraph:
    plans = PlanGraph.in_memory()
    plans.add(*folders)
    return plans


@lru_cache(maxsize=1)
def town() -> PlanGraph:
    """Return the fictional town with its register."""
    return _built(ROOT / "ontology" / "examples" / "town")


@lru_cache(maxsize=1)
def kemi() -> PlanGraph:
    """Return Kemi's plans with their register."""
    return _built(ROOT / "data" / "kemi")


@lru_cache(maxsize=1)
def small() -> PlanGraph:
    """Return a municipality whose plans lack what the town has: levels, bodies, actions."""
    return _built(ROOT / "tests" / "golden" / "plans")


DATA: Mapping[str, Data] = {
    "questions": Data(ROOT / "tests" / "golden" / "questions", town, None),
    "kemi": Data(ROOT / "tests" / "golden" / "kemi", kemi, "kemi-hyvinvointi-2023"),
}
#: Where answers are kept of those questions alone that the town leaves without one.
ALL: Mapping[str, Data] = {**DATA, "small": Data(ROOT / "tests" / "golden" / "small", small, None)}


def asked(data: Data, stem: str, plans: PlanGraph) -> Table:
    """Return the answer to a question with the values that the name of its file holds."""
    name, *told = stem.split("@")
    values = dict(pair.split("=", 1) for pair in map(unquote, told))
    own = _PLAN not in plans.library.question(name).params
    plan = values.pop(_PLAN, data.plan_id) if own else data.plan_id
    return plans.ask(name, "en", plan, values)


def text(table: Table) -> str:
    """Return an answer as CSV: a header of keys, then IDs and values."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(column.key for column in table.columns)
    writer.writerows(["" if cell.plain is None else cell.plain for cell in row] for row in table.rows)
    return written.getvalue()


def main() -> None:
    """Write the answers to the questions named."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("names", nargs="+", metavar="NAME[@key=value]")
    parser.add_argument("--only", choices=sorted(ALL), help="the town (questions), Kemi or small alone")
    given = parser.parse_args()
    for key, data in (ALL if given.only else DATA).items():
        if given.only in (None, key):
            for stem in given.names:
                _write(data, stem)


def _write(data: Data, stem: str) -> None:
    table = asked(data, stem, data.plans())
    file = data.folder / f"{stem}.csv"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text(table), encoding="utf-8")
    print(f"{file.relative_to(ROOT)}: rows: {len(table.rows)}")  # noqa: T201


if __name__ == "__main__":
    main()
