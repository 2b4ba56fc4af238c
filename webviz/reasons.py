"""Why an aim has no action: reasons, those of one kind together with all that they are about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graph import Cell


@dataclass(frozen=True)
class Reason:
    """Why an aim has no action, and the things that the reason is about."""

    reason: Cell
    about: tuple[Cell, ...]

    @property
    def in_words(self) -> str:
        """The reason as plain text."""
        about = ", ".join(cell.text for cell in self.about)
        return f"{self.reason.text}: {about}" if about else self.reason.text


def together(found: Iterable[tuple[Cell, Iterable[Cell]]]) -> tuple[Reason, ...]:
    """Return reasons and what each is about, those of one kind together; a thing is told once."""
    kinds: dict[str, tuple[Cell, dict[str, Cell]]] = {}
    for reason, things in found:
        about = kinds.setdefault(reason.text, (reason, {}))[1]
        about.update({cell.iri: cell for cell in things if cell.iri})
    return tuple(Reason(reason, tuple(about.values())) for reason, about in kinds.values())
