"""Writes every spoiled workbook into a folder: `python -m tests.spoiled FOLDER`."""

from __future__ import annotations

import sys
from pathlib import Path

from .contents import CONTENTS
from .files import FILES
from .good import good_plan, write


def main(folder: Path) -> None:
    """Write each fault into a folder of its own, so that all may keep their names."""
    for name, fault in CONTENTS.items():
        sheets = good_plan()
        fault.change(sheets)
        write(sheets, _place(folder, name) / "p.xlsx")
    for name, spoiled in FILES.items():
        spoiled.spoil(write(good_plan(), _place(folder, name) / spoiled.name))


def _place(folder: Path, name: str) -> Path:
    place = folder / name.replace(" ", "-")
    place.mkdir(parents=True)
    return place


if __name__ == "__main__":
    main(Path(sys.argv[1]))
