"""All questions asked of plans that others wrote: `python -m bench.foreign FOLDER`.

FOLDER holds outlines made by hand (`fi-gold/*.yaml`), StratML (`stratml/**/*.xml`) and spreadsheets
(`tables/*`), the last two as `planweave read` reads them. Each becomes a workbook with what our sheets have
a place for, is stored alone, and every question is asked of it. What comes out are faults: a question that
fails, one that takes too long, one whose sentence is empty or holds a place that nothing filled; `--all`
prints every sentence for reading.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml
from click.testing import CliRunner

from graph import PlanGraph
from graph.cli import planweave
from graph.errors import PlanweaveError
from graph.evaluation import answer

LONGEST = 0.2
_AIMS = {"goal": "goals", "objective": "objectives", "priority": "priorities"}
_SHEETS = {**_AIMS, "action": "actions", "indicator": "indicators"}

Rows = dict[str, list[dict[str, str]]]


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask all questions of all plans below a folder; return 1 where one has a fault."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--lang", default="en")
    parser.add_argument("--all", action="store_true", help="print every sentence")
    options = parser.parse_args(arguments)
    faults = 0
    with TemporaryDirectory() as temporary:
        for workbook in workbooks(options.folder, Path(temporary)):
            for line, bad in asked(workbook, options.lang):
                faults += bad
                if bad or options.all:
                    print(f"{workbook.name}: {line}")
    print(f"faults: {faults}", file=sys.stderr)
    return 1 if faults else 0


def asked(workbook: Path, lang: str) -> Iterator[tuple[str, bool]]:
    """Yield a line for each question, and whether it tells of a fault."""
    plans = PlanGraph.in_memory()
    try:
        plans.add(workbook)
    except PlanweaveError as error:
        yield f"not stored: {error}", True
        return
    plan = next(info.plan_id for info in plans.plans(lang) if info.kind == "plan")
    for name in plans.library.questions:
        begun = time.process_time()
        found = answer(plans, name, lang, plan)
        took = time.process_time() - begun
        said = found.said(lang)
        bad = took > LONGEST or not said.strip() or bool(re.search(r"\{|\b0 of 0\b|: *\.$", said))
        word = "gap" if found.gap else "-" if found.applies else "n/a"
        yield f"{name} [{word}, {len(found.table.rows)} rows, {took * 1000:.0f} ms] {said}", bad


# ---- workbooks


def workbooks(folder: Path, target: Path) -> Iterator[Path]:
    """Write each plan below a folder as a workbook, and yield its folder."""
    for file in sorted(folder.glob("fi-gold/*.yaml")):
        yield written(file.stem, outline(yaml.safe_load(file.read_text(encoding="utf-8"))), "fi", target)
    for file in (*sorted(folder.glob("stratml/**/*.xml")), *sorted(folder.glob("tables/*.*"))):
        place = target / file.stem
        found = CliRunner().invoke(planweave, ["--quiet", "read", str(file), "-o", str(place)])
        if found.exit_code == 2:
            print(f"{file.name}: {found.stderr.strip()}", file=sys.stderr)
        else:
            yield place


def written(name: str, rows: Rows, lang: str, target: Path) -> Path:
    """Write rows as a folder of CSV, with the sheet of basic facts."""
    plan = re.sub(r"[^a-z0-9]+", "-", name.lower().replace("ä", "a").replace("ö", "o")).strip("-")
    rows["info"] = [{"id": plan, "kind": "plan", f"title.{lang}": name, "language": lang}]
    place = target / plan
    place.mkdir(parents=True)
    for sheet, kept in rows.items():
        columns = sorted({column for row in kept for column in row}, key=lambda column: column != "id")
        with (place / f"{sheet}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, columns, restval="")
            writer.writeheader()
            writer.writerows(kept)
    return place


def outline(document: Mapping[str, list[Mapping[str, str]]]) -> Rows:
    """Return the rows of an outline made by hand; each thing hangs on the one above it."""
    elements = {element["id"]: element for element in document["elements"]}
    rows: Rows = {}
    for key, element in elements.items():
        sheet = _SHEETS.get(element["type"])
        if sheet is not None:
            row = {"id": key.upper(), "title.fi": element["label"]}
            above = elements.get(element["parent"])
            rows.setdefault(sheet, []).append(row | hung(element["type"], above))
    return rows


def hung(kind: str, above: Mapping[str, str] | None) -> dict[str, str]:
    """Return the column that hangs a thing on the one above it, where ours has one."""
    if above is None:
        return {}
    end = above["id"].upper()
    if kind == "indicator":
        return {"measures": end} if above["type"] in {*_AIMS, "action"} else {}
    if kind == "action":
        return {"implements": end} if above["type"] in _AIMS else {}
    if kind == "goal" or above["type"] != "goal":
        return {}
    return {"goal": end}


if __name__ == "__main__":
    sys.exit(main())
