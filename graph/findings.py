"""What a check finds: one line each, with the place in the workbook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from .errors import Place
from .i18n import translate


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
        values = {
            key: value.get(lang) or value.get("en") if isinstance(value, Mapping) else value
            for key, value in self.values.items()
        }
        return translate(self.message, lang, **values)

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

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that keep the plan out of the store."""
        return tuple(f for f in self.findings if f.severity is Severity.ERROR)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """The findings that a person should look at."""
        return tuple(f for f in self.findings if f.severity is Severity.WARNING)

    @property
    def ok(self) -> bool:
        """Whether the plan may be stored."""
        return not self.errors


def in_order(findings: Iterable[Finding], sheets: Iterable[str]) -> tuple[Finding, ...]:
    """Sort findings by sheet (in workbook order), row and column, each told once."""
    rank = {name: number for number, name in enumerate(sheets)}

    def key(finding: Finding) -> tuple[int, int, str, str]:
        place = finding.place
        return (rank.get(place.sheet, -1), place.row or 0, place.column, finding.text())

    unique = {(f.where(), f.text()): f for f in findings}
    return tuple(sorted(unique.values(), key=key))
