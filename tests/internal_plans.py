"""Plans with much that is internal: every such thing has SECRET in its names, notes and ID."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from graph import PlanGraph

from .conftest import MakeWorkbook

SECRET = "zqx"
INTERNAL = {"visibility": "internal"}
#: Pictures of points, and PDF, whose texts are compressed.
_PIXELS = (b"\x89PNG", b"%PDF")


def opened(data: bytes) -> str:
    """Return all that an answer holds as text, also where it is a packed file, in small letters."""
    if data.startswith(_PIXELS):
        return ""
    if not data.startswith(b"PK"):
        return data.decode(errors="replace").casefold()
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        parts = [book.read(name) for name in book.namelist()]
    # Among thousands of compressed bytes any three letters come up.
    texts = (part.decode(errors="replace") for part in parts if not part.startswith(_PIXELS))
    return "".join(texts).casefold()


def add_all(folder: Path, make_workbook: MakeWorkbook) -> None:
    """Store two registers and three plans, of which one register and one plan are internal."""
    with PlanGraph.create(folder).store as store:
        results = PlanGraph(store).add(*books(make_workbook))
    problems = [finding.line() for added in results for finding in added.report.findings if not added.change]
    assert problems == []


def books(make_workbook: MakeWorkbook) -> list[Path]:
    """Write the workbooks."""
    return [
        _register(make_workbook, "rek", "kirjasto", "Kirjasto"),
        _register(make_workbook, "zqxrek", "zqxtoimija", "Zqxtoimija", **INTERNAL),
        open_plan(make_workbook),
        _secret_plan(make_workbook),
        _other_plan(make_workbook),
    ]


def _register(make: MakeWorkbook, name: str, body: str, title: str, **more: str) -> Path:
    info = {"id": name, "kind": "register", "title.fi": title, "language": "fi", **more}
    rows = [{"id": body, "kind": "unit", "title.fi": title, "field": "culture-library"}]
    return make(name, info=[info], bodies=rows)


def open_plan(make: MakeWorkbook, marks: bool = True) -> Path:
    """Write a public plan with internal rows; without marks they are as public as the rest."""
    internal = INTERNAL if marks else {}
    return make(
        "julki",
        info=[{"id": "julki", "kind": "plan", "title.fi": "Julkinen", "language": "fi", "year": "2025"}],
        sources=[{"id": "T1", "title.fi": "Teksti", "file": "t.txt", "line-count": "900"}],
        goals=[
            {"id": "G1", "title.fi": "Avoin maali"},
            {"id": "zqxG2", "title.fi": "Zqxmaali", "note.fi": "Zqxmuistio", **internal},
        ],
        priorities=[
            {"id": "P1", "title.fi": "Avoin paino", "goal": "G1"},
            {"id": "zqxP2", "title.fi": "Zqxosa", "goal": "zqxG2"},
            {"id": "zqxP3", "title.fi": "Zqxpaino", "goal": "G1", **internal},
        ],
        actions=[
            _action("A1", "Avoin teko", "P1; zqxP3", "1-2", responsible="rek:kirjasto; zqxrek:zqxtoimija"),
            _action("zqxA2", "Zqxteko", "P1", "813-814", responsible="rek:kirjasto", **internal),
            _action("zqxA3", "Zqxlapsi", "zqxP2", "815-816", goal="zqxG2"),
            _action("zqxA4", "Zqxyksin", "zqxP3", "817"),
            _action("A5", "Toinen avoin teko", "P1", "1-2; 3", responsible="rek:kirjasto"),
        ],
        tasks=[
            {"id": "K1", "title.fi": "Avoin askel", "action": "A1"},
            {"id": "zqxK2", "title.fi": "Zqxaskel", "action": "zqxA2"},
        ],
        updates=[{"id": "zqxU1", "of": "zqxA2", "date": "2025-02-03", "description.fi": "Zqxuutinen"}],
        indicators=[
            {"id": "I1", "title.fi": "Avoin mittari", "measures": "P1; zqxP3"},
            {"id": "zqxI2", "title.fi": "Zqxmittari", "measures": "P1", "target-value": "8127", **internal},
            {"id": "zqxI3", "title.fi": "Zqxmitta", "measures": "zqxP2"},
        ],
        measurements=[
            {"id": "zqxM1", "indicator": "zqxI2", "value-kind": "actual", "value": "8128", "year": "2024"}
        ],
        links=[
            {"from": "A1", "relation": "implements", "to": "zqxP3", "basis": "curated", "confidence": "0.7"}
            | {"note.fi": "Zqxperuste"}
        ],
    )


def _action(thing: str, title: str, implements: str, lines: str, **more: str) -> dict[str, str]:
    return {"id": thing, "title.fi": title, "goal": "G1", "implements": implements, "lines": lines, **more}


def _secret_plan(make: MakeWorkbook) -> Path:
    info = {"id": "zqxplan", "kind": "plan", "title.fi": "Zqxsuunnitelma", "language": "fi", "year": "2026"}
    return make(
        "zqxplan",
        info=[info | INTERNAL],
        actions=[{"id": "X1", "title.fi": "Zqxteko", "implements": "julki:P1"}],
        # What it says of others' things is its own saying.
        links=[{"from": "julki:A5", "relation": "partner", "to": "rek:kirjasto", "basis": "curated"}],
    )


def _other_plan(make: MakeWorkbook) -> Path:
    info = {"id": "toinen", "kind": "plan", "title.fi": "Toinen", "language": "fi", "follows": "zqxplan"}
    return make(
        "toinen",
        info=[info],
        actions=[
            {"id": "B1", "title.fi": "Jatko", "realises": "julki:zqxA2; julki:A1", "continues": "zqxplan:X1"},
            {
                "id": "B2",
                "title.fi": "Jatko kaksi",
                "implements": "julki:P1",
                "responsible": "zqxrek:zqxtoimija",
            },
        ],
    )
