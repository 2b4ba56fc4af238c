"""Whose query is answered when: places for queries that run, and a queue that is fair to all who ask.

No rule here keeps a place empty. Only where there are fewer places than queries do some give way:

* Long queries, those that have run for some time already, may hold all places while nobody has waited for
  more than a moment. When somebody has, half of the places are for queries that have just begun, and the
  youngest long query of who has most of them is stopped. The oldest go on, so that some come to an end.
* Who has the fewest queries running comes first, then who has waited longest.
* Where the queue is full, the last query of who holds most gives way to one of who holds less.

Who asks is known by an address. Behind a proxy all have the same one: then nobody holds more than
others, and what is left is the order of coming, as good as without addresses.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from .errors import QueryLimitError
from .i18n import mark

_MOMENT = 0.3
"""Seconds that everybody can wait for others, who are not stopped for that."""


class Turn:
    """A query that waits or runs, and the address of who asks."""

    def __init__(self, client: str) -> None:
        """Begin to wait."""
        self.client = client
        self.given_way = False
        self.is_impatient = False
        self._called = threading.Event()
        self._stop: Callable[[], None] | None = None

    @property
    def is_long(self) -> bool:
        """Whether it takes long, and can be stopped."""
        return self._stop is not None and not self.given_way

    def wait(self, seconds: float) -> bool:
        """Wait until the turn has come, or another one has taken its place in the queue; tell whether so."""
        return self._called.wait(seconds)

    def call(self) -> None:
        """Let it run."""
        self._called.set()

    def turn_long(self, stop: Callable[[], None]) -> None:
        """Keep how it can be stopped."""
        self._stop = stop

    def give_way(self) -> None:
        """Let it wait no more, or stop it where it runs."""
        self.given_way = True
        self._called.set()
        if self._stop is not None:
            self._stop()


class Turns:
    """So many `places` for queries that run, and `waiting` more that wait; for any thread."""

    def __init__(self, places: int, waiting: int) -> None:
        """Begin with nobody."""
        self._places = places
        self._most_waiting = waiting
        self._most_long = places - places // 2
        self._lock = threading.Lock()
        self._running: list[Turn] = []
        self._waiting: list[Turn] = []

    @contextmanager
    def taken(self, client: str, seconds: float) -> Iterator[Turn]:
        """Wait for a place for at most so many seconds, and hold it.

        Raises
        ------
        QueryLimitError
            Busy: too many wait, or no place became free.
        """
        turn = Turn(client)
        with self._lock:
            if not self._has_room_for(turn):
                message = mark("too many queries are being answered just now; try again in a moment")
                raise QueryLimitError(message, limit="busy")
            self._waiting.append(turn)
            self._go_on()
        try:
            if not turn.wait(min(seconds, _MOMENT)):
                with self._lock:
                    turn.is_impatient = True
                    self._go_on()
                turn.wait(seconds - _MOMENT)
            with self._lock:
                if turn.given_way:
                    raise gave_way()
                if turn not in self._running:
                    raise busy(seconds)
            yield turn
        finally:
            with self._lock:
                for turns in (self._running, self._waiting):
                    if turn in turns:
                        turns.remove(turn)
                self._go_on()

    def turn_long(self, turn: Turn, stop: Callable[[], None]) -> None:
        """Hear that a query takes long, and how to stop it."""
        with self._lock:
            turn.turn_long(stop)
            self._go_on()

    def _has_room_for(self, turn: Turn) -> bool:
        """Tell whether one more can wait, if need be in place of another."""
        if len(self._running) < self._places or len(self._waiting) < self._most_waiting:
            return True
        held = Counter(other.client for other in self._running + self._waiting)
        last = max(reversed(self._waiting), key=lambda other: held[other.client], default=turn)
        if held[last.client] <= held[turn.client] + 1:
            return False
        self._waiting.remove(last)
        last.give_way()
        return True

    def _go_on(self) -> None:
        """Give free places to those who wait; where none is free, stop long queries that hold too many."""
        while self._waiting and len(self._running) < self._places:
            running = Counter(other.client for other in self._running)
            turn = min(self._waiting, key=lambda other: running[other.client])
            self._waiting.remove(turn)
            self._running.append(turn)
            turn.call()
        stopping = sum(turn.given_way for turn in self._running)
        while stopping < sum(turn.is_impatient for turn in self._waiting):
            long = [turn for turn in self._running if turn.is_long]
            if len(long) <= self._most_long:
                return
            held = Counter(turn.client for turn in long)
            max(reversed(long), key=lambda turn: held[turn.client]).give_way()
            stopping += 1


def busy(seconds: float) -> QueryLimitError:
    """Return the error of a query whose time went by while others ran."""
    message = mark("other queries took all of {seconds} s; try again in a moment")
    return QueryLimitError(message, limit="busy", seconds=f"{seconds:g}")


def gave_way() -> QueryLimitError:
    """Return the error of a query that was stopped for others."""
    message = mark("stopped so that others can be answered; ask for less, or try again in a moment")
    return QueryLimitError(message, limit="busy")
