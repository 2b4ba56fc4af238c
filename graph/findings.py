"""What a check finds: one line each, with the place in the workbook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from .errors import Place
from .i18n import translate
from .workbook import Workbook

# The values of a message that say what was expected, the first that stands in it.
_EXPECTED = ("expected", "choices", "near", "limit", "column", "example", "year", "kinds", "names", "name")

# The values that tell of one cell alone.
_OF_ONE = {"found", "thing", "first"}


class Severity(Enum):
    """How much a finding weighs: an error keeps a plan out of the store; a note is only advice."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong or doubtful, and where."""

    severity: Severity
    message: str
    place: Place = field(default_factory=Place)
    values: Mapping[str, object] = field(default_factory=dict)

    def text(self, lang: str = "en") -> str:
        """Return what was found and what was expected, in words."""
        values = {key: _in_language(value, lang) for key, value in self.values.items()}
        return translate(self.message, lang, **values)

    def expected(self, lang: str = "en") -> str:
        """Return what was expected, in words; empty where the finding does not say it."""
        told = (self.values[key] for key in _EXPECTED if f"{{{key}}}" in self.message)
        return str(_in_language(next(told, ""), lang) or "")

    def where(self) -> str:
        """Return the place as `sheet:row:column`, as far as it is known."""
        place = self.place
        parts = [place.sheet or (place.file.name if place.file else "")]
        parts += [str(place.row)] if place.row else []
        parts += [place.column] if place.column else []
        return ":".join(part for part in parts if part)

    def line(self, lang: str = "en") -> str:
        """Return the whole finding as one line."""
        return f"{self.where()}: {self.text(lang)}" if self.where() else self.text(lang)


@dataclass(frozen=True)
class Report:
    """All findings of one workbook, in the order of its sheets and rows; advice stands apart as notes."""

    path: Path
    findings: tuple[Finding, ...]
    notes: tuple[Finding, ...] = ()
    #: The sheets that the findings stand in, where they are still at hand.
    workbook: Workbook | None = field(default=None, compare=False, repr=False)

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that keep the plan out of the store."""
        return tuple(f for f in self.findings if f.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """The findings that a person should look at."""
        return tuple(f for f in self.findings if f.severity is Severity.WARNING)

    def all(self, sheets: Iterable[str]) -> tuple[Finding, ...]:
        """Return findings and notes together, in the order of the sheets and their rows."""
        return in_order((*self.findings, *self.notes), sheets)

    @property
    def ok(self) -> bool:
        """Whether the plan may be stored."""
        return not self.errors


def _in_language(value: object, lang: str) -> object:
    return value.get(lang) or value.get("en") if isinstance(value, Mapping) else value


@dataclass(frozen=True)
class Alike:
    """Findings that say the same of one column: the first, and the rows of the others."""

    first: Finding
    rows: tuple[int, ...] = ()

    @property
    def ranges(self) -> str:
        """The rows of the others, such as 8–31, 40."""
        parts: list[tuple[int, int]] = []
        for row in self.rows:
            if parts and row == parts[-1][1] + 1:
                parts[-1] = (parts[-1][0], row)
            else:
                parts.append((row, row))
        return ", ".join(f"{first}–{last}" if last > first else str(first) for first, last in parts)


def together(findings: Iterable[Finding], at_least: int = 4) -> list[Alike]:
    """Return findings with those put together that say the same of one column, in the order of the first.

    Few of them stay apart: what each of them found is of use then.
    """
    found = list(findings)
    groups: dict[tuple[object, ...], list[Finding]] = {}
    for finding in found:
        groups.setdefault(_said(finding), []).append(finding)
    told: list[Alike] = []
    for finding in found:
        group = groups[_said(finding)]
        if len(group) < at_least or finding.place.row is None:
            told.append(Alike(finding))
        elif group[0] is finding:
            told.append(Alike(finding, tuple(other.place.row or 0 for other in group[1:])))
    return told


def _said(finding: Finding) -> tuple[object, ...]:
    values = tuple(sorted((key, str(value)) for key, value in finding.values.items() if key not in _OF_ONE))
    place = finding.place
    return (finding.severity, finding.message, place.file, place.sheet, place.column, values)


def in_order(findings: Iterable[Finding], sheets: Iterable[str]) -> tuple[Finding, ...]:
    """Sort findings by sheet (in workbook order), row, severity and column, each told once."""
    rank = {name: number for number, name in enumerate(sheets)}

    weight = {severity: number for number, severity in enumerate(Severity)}

    def key(finding: Finding) -> tuple[int, int, int, str, str]:
        place, heavy = finding.place, weight[finding.severity]
        return (rank.get(place.sheet, -1), place.row or 0, heavy, place.column, finding.text())

    unique = {(f.where(), f.text()): f for f in findings}
    return tuple(sorted(unique.values(), key=key))
