"""Every relation to a thing that may be internal is decided on: it goes with that, or it stays."""

from __future__ import annotations

import re
from pathlib import Path

import graph.visibility
from ontology import load_model

#: Relations of things that mean something by themselves: without what they lead to, the thing stays.
STAYS = {
    "alsoServes", "conflictsWith", "continues", "decreases", "dependsOn", "follows", "hasPlannedAction",
    "hearing", "inDocument", "increases", "isReplacedBy", "leavesOut", "mergedInto", "parentPlan",
    "precedes", "realises", "repeats", "restates", "sameDeedAs", "supports", "wasRevisionOf",
}  # fmt: skip


def test_no_relation_to_what_may_be_internal_was_forgotten() -> None:
    sheets = load_model().sheets.values()
    marked = {
        cls
        for sheet in sheets
        if any(column.key == "visibility" for column in sheet.columns)
        for shape in sheet.shapes
        for cls in shape.classes
    }
    leading = {
        re.split("[/#]", column.predicate)[-1]
        for sheet in sheets
        for column in sheet.columns
        if marked & {*column.classes}
    }
    text = (Path(graph.visibility.__file__).parent / "queries" / "program" / "internal.rq").read_text("utf-8")
    goes = {name for name in leading if re.search(rf"plan:{name}\b", text)}
    assert leading - goes == STAYS
