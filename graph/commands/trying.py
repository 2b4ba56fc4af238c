"""Tries a question file that somebody wrote: what is wrong, what it gives, and what may be better."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import PlanweaveError, SourceError
from ..i18n import mark
from ..library import COUNTS, FOLDER, PARTS, QUESTIONS, VIEWS, NamedQuery
from ..query_checks import checked, checked_part
from ..query_parts import CONFIDENCE, NAMED
from .frame import Setup

_LINK_RECORD = re.compile(r"\brdf:(?:subject|predicate|object)\b|\bplan:(?:Link|basis)\b")
_ORDER = re.compile(r"\bORDER\s+BY\b[^{}]*$", re.IGNORECASE)
_TEXTS = ("matters", "reading", "healthy", "says")


@dataclass
class Told:
    """What is to be told of a file: lines of data, and hints."""

    is_wrong: bool = False
    lines: list[str] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)


def told_of(setup: Setup, file: Path) -> Told:
    """Check a file, and ask it of the store where there is one.

    Raises
    ------
    SourceError
        There is no such file.
    """
    if not file.is_file():
        raise SourceError(mark("{path}: no such file"), path=file)
    kind = file.parent.name if file.parent.name in (VIEWS, COUNTS, PARTS) else QUESTIONS
    roots = (*_around(file, kind), *setup.queries, FOLDER)
    if kind == PARTS:
        faults = checked_part(file, roots)
        return (
            _faulty(setup, faults)
            if faults
            else Told(lines=[setup.word(mark("{file}: as it should be"), file=file.name)])
        )
    query, found = checked(file, kind, roots)
    if query is None:
        return _faulty(setup, found)
    told = Told(hints=[setup.word(hint, **values) for hint, values in _hints(query)])
    _ask(setup, query, told)
    return told


def _around(file: Path, kind: str) -> list[Path]:
    """Return the folders in which what a file uses may stand beside it."""
    folder = file.absolute().parent
    return (
        [folder.parent] if folder.name in (kind, QUESTIONS) and kind != QUESTIONS else [folder, folder.parent]
    )


def _faulty(setup: Setup, faults: Sequence[PlanweaveError]) -> Told:
    return Told(is_wrong=True, lines=[fault.text(setup.lang) for fault in faults])


def _ask(setup: Setup, query: NamedQuery, told: Told) -> None:
    if not setup.stored:
        told.lines.append(
            setup.word(mark("{file}: as it should be; there is no store to ask"), file=query.file.name)
        )
        return
    with setup.reading() as plans:
        start = time.perf_counter()
        try:
            rows = plans.store.select(query.bind({})).rows
        except PlanweaveError as error:
            told.is_wrong = True
            told.lines.append(f"{query.file.name}: {error.text(setup.lang)}")
            return
        seconds = time.perf_counter() - start
    message = mark("{file}: as it should be; rows: {count}, {seconds} s")
    told.lines.append(setup.word(message, file=query.file.name, count=len(rows), seconds=f"{seconds:.3f}"))


def _hints(query: NamedQuery) -> Iterator[tuple[str, dict[str, object]]]:
    """Yield what may be better, as marked texts with their values."""
    if query.kind != QUESTIONS:
        return
    if not _ORDER.search(query.text):
        yield mark("no ORDER BY at the end: rows may come in another order each time"), {}
    if _LINK_RECORD.search(query.text):
        missing = [name for name in (NAMED, CONFIDENCE) if name not in query.params]
        if missing:
            message = mark("it reads the records of links, and takes no parameter {names}")
            yield message, {"names": ", ".join(missing)}
    if query.expect == "empty" and not query.of:
        yield (
            mark("no rows are praise only where there is something to find: name a denominator with `of`"),
            {},
        )
    untold = [key for key in _TEXTS if not getattr(query, key)]
    if untold:
        yield mark("the header does not tell: {names}"), {"names": ", ".join(untold)}
