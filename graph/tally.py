"""Counts findings of one kind and keeps the first: a fault in every row is told by its first rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from ontology import LANGUAGES

from .findings import Finding
from .i18n import mark

#: How many findings of one kind are kept: of one message and weight, in one column.
MOST = 1000
_Kind = tuple[object, str, str, str]


@dataclass
class Tally:
    """The findings of a workbook, those of one kind up to a number."""

    most: int = MOST
    _kept: dict[_Kind, list[Finding]] = field(default_factory=dict)
    _counts: dict[_Kind, int] = field(default_factory=dict)

    def add(self, findings: Iterable[Finding]) -> None:
        """Take findings, in the order of their rows."""
        for finding in findings:
            kind = (finding.severity, finding.message, finding.place.sheet, finding.place.column)
            self._counts[kind] = self._counts.get(kind, 0) + 1
            kept = self._kept.setdefault(kind, [])
            if len(kept) < self.most:
                kept.append(finding)

    def findings(self) -> list[Finding]:
        """Return what was kept; where more came, one finding of the same weight says how many."""
        found = [finding for kept in self._kept.values() for finding in kept]
        return [*found, *(self._rest(kind) for kind, count in self._counts.items() if count > self.most)]

    def _rest(self, kind: _Kind) -> Finding:
        first = self._kept[kind][0]
        values = {
            "count": self._counts[kind] - self.most,
            "row": first.place.row or "",
            "first": {lang: first.text(lang) for lang in LANGUAGES},
        }
        message = mark("and {count} more of the same kind as in row {row}: {first}")
        return Finding(first.severity, message, replace(first.place, row=None), values)
