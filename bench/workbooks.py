"""Makes workbooks of any size: actions that refer to priorities and bodies, as a city's plan has them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import openpyxl

PRIORITIES, BODIES = 200, 500
HEADERS = [
    "id", "title.fi", "description.fi", "implements", "responsible", "partner", "status", "phase", "year",
    "outcome-reason.fi", "next-step.fi", "completion", "schedule.fi", "schedule-start", "schedule-end",
    "deadline", "times", "page", "lines", "note.fi",
]  # fmt: skip
Cells = list[str | int | None]


def write_plan(file: Path, actions: int, plan_id: str = "big", word: str = "edistetään") -> Path:
    """Write a plan of so many actions as .xlsx: 20 columns, some 13 filled, two or three links each."""
    book = openpyxl.Workbook(write_only=True)
    _sheet(book, "info", [["id", "kind", "title.fi", "language"], [plan_id, "plan", "Suunnitelma", "fi"]])
    _sheet(book, "sources", [["id", "title.fi", "file", "line-count"], ["T1", "Lähde", "a.txt", 900_000]])
    priorities: list[Cells] = [[f"P{n}", f"Painopiste {n}"] for n in range(PRIORITIES)]
    _sheet(book, "priorities", [["id", "title.fi"], *priorities])
    bodies: list[Cells] = [[f"B{n}", "organisation", f"Taho {n}", "sport"] for n in range(BODIES)]
    _sheet(book, "bodies", [["id", "kind", "title.fi", "field"], *bodies])
    _sheet(book, "actions", [list[str | int | None](HEADERS), *_actions(actions, word)])
    book.save(file)
    return file


def _sheet(book: openpyxl.Workbook, name: str, rows: Iterator[Cells] | list[Cells]) -> None:
    sheet = book.create_sheet(name)
    for row in rows:
        sheet.append(row)


def _actions(count: int, word: str) -> Iterator[Cells]:
    chance = random.Random(1)
    for n in range(1, count + 1):
        yield [
            f"A{n}",
            f"Toimenpide {n}: liikkumista {word}",
            f"Kuvaus toimenpiteelle {n}, jossa kerrotaan, mitä tehdään ja miksi",
            f"P{chance.randrange(PRIORITIES)}",
            f"B{chance.randrange(BODIES)}",
            f"B{chance.randrange(BODIES)}" if n % 2 else None,
            None,
            None,
            2024,
            None,
            f"Seuraava askel {n}" if n % 3 == 0 else None,
            n % 101,
            "jatkuva",
            2023,
            2025,
            "3.10.2024",
            None,
            1 + n % 200,
            f"{1 + n % 800_000}-{3 + n % 800_000}" if n % 2 else None,
            f"Huomautus {n}",
        ]
