"""Which file of the history holds what a plan was after a change: undo and redo move such files about.

A file holds what a plan was before the change of its time. An undo takes the last one away, as what it
held is stored again; so what a plan was after a change may stand in the file of a later one, or be what
is stored now.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from rdflib import URIRef

from .history import History
from .provenance import STAMP, Revision

_UNDO, _REDO, _REMOVE = "undo", "redo", "remove"


@dataclass(frozen=True)
class Earlier:
    """What a plan was after the change `number`, at a time in UTC.

    `file` holds it; without one it `is_current`, or it is not kept: `is_empty` tells that the change
    removed the plan.
    """

    number: int
    time: datetime
    file: Path | None = None
    is_current: bool = False
    is_empty: bool = False

    @property
    def is_kept(self) -> bool:
        """Whether it can still be opened."""
        return self.is_current or self.file is not None


def states(history: History, graph: URIRef) -> list[Earlier]:
    """Return the states of a graph, one after each change, the oldest first, numbered as `history` does."""
    revisions, stamps = history.revisions(graph), history.stamps(graph)
    undone = history.files(graph, undone=True)
    files = {_stamp(file): file for file in (*history.files(graph), *undone)}
    contents = _contents(revisions, {*map(_stamp, undone)})
    after = [files.get(stamp) for stamp in stamps[1:]]
    return [_state(revision, contents, after) for revision in revisions]


def state_after(history: History, graph: URIRef, number: int) -> Earlier | None:
    """Return what a graph was after the change of a number; nothing where no change has that number."""
    found = states(history, graph)
    return found[number - 1] if 1 <= number <= len(found) else None


def _state(revision: Revision, contents: Sequence[int], after: Sequence[Path | None]) -> Earlier:
    """Look for what a graph was among the files of all later changes that found it so."""
    own, number, time = contents[revision.number - 1], revision.number, revision.time
    if not own:
        return Earlier(number, time, is_empty=True)
    if contents[-1] == own:
        return Earlier(number, time, is_current=True)
    held = (file for at, file in enumerate(after) if contents[at] == own and file is not None)
    return Earlier(number, time, next(held, None))


def _contents(revisions: Sequence[Revision], undone: Collection[str]) -> list[int]:
    """Return after each change a number for what a graph was: equal numbers, equal content; 0, nothing."""
    steps = _Steps()
    for revision in revisions:
        command = revision.record.command if revision.record else ""
        steps.take(_UNDO if revision.time.strftime(STAMP) in undone else command)
    return steps.contents[1:]


@dataclass
class _Steps:
    """Goes through the changes of a graph as the store did: `contents` has what it held after each."""

    contents: list[int] = field(default_factory=lambda: [0])
    _kept: list[int] = field(default_factory=list)
    _undone: list[int] = field(default_factory=list)

    def take(self, command: str) -> None:
        """Take one more change."""
        before, now = self.contents[-1], len(self.contents)
        source, target = (self._undone, self._kept) if command == _REDO else (self._kept, self._undone)
        if command in {_UNDO, _REDO} and source:
            self.contents.append(source.pop())
            target.append(before)
            return
        self._kept += self._undone
        self._undone = []
        self._kept += [before] if before else []  # of nothing no file is kept
        self.contents.append(0 if command == _REMOVE else now)


def _stamp(file: Path) -> str:
    return file.name.partition(".")[0]
