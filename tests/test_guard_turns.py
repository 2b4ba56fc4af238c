"""Whose query is answered when: places, a queue that is fair, and long queries that give way."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial

import pytest

from graph.errors import QueryLimitError
from graph.guard_turns import Turn, Turns


class Hall:
    """People who ask for a turn, each in a thread of its own, and what became of them."""

    def __init__(self, places: int, waiting: int) -> None:
        self.turns = Turns(places, waiting)
        self.news: dict[str, str] = {}
        self._leave: dict[str, threading.Event] = {}
        self._threads: list[threading.Thread] = []

    def come(self, *names: str, long: bool = False) -> None:
        """Let people come, one after the other; the first letter of a name is the address."""
        for name in names:
            self.news[name] = "waits"
            self._leave[name] = threading.Event()
            address = f"at {name[0]}"
            arguments = {"name": name, "address": address, "long": long}
            self._threads.append(threading.Thread(target=self._ask, kwargs=arguments))
            self._threads[-1].start()
            self._until(partial(self._has_come, name, address))

    def expect(self, **news: str) -> None:
        """Wait until this has become of them, and of nobody else anything that is not told."""
        self._until(lambda: all(self.news[name] == told for name, told in news.items()))

    def go(self, *names: str) -> None:
        for name in names:
            self._leave[name].set()

    def end(self) -> None:
        self.go(*self._leave)
        for thread in self._threads:
            thread.join(10)
        assert (self.turns._running, self.turns._waiting) == ([], [])

    def _has_come(self, name: str, address: str) -> bool:
        return self.news[name] != "waits" or any(turn.client is address for turn in self.turns._waiting)

    def _until(self, what: Callable[[], bool]) -> None:
        deadline = time.monotonic() + 10
        while not what():
            assert time.monotonic() < deadline, self.news
            time.sleep(0.002)

    def _ask(self, name: str, address: str, *, long: bool) -> None:
        try:
            with self.turns.taken(address, 10) as turn:
                if long:
                    self.turns.turn_long(turn, self._leave[name].set)
                self.news[name] = "runs"
                self._leave[name].wait(10)
                self.news[name] = "was stopped" if turn.given_way else "is done"
        except QueryLimitError as error:
            self.news[name] = "was stopped" if "stopped" in str(error) else "was refused"


@pytest.fixture
def hall() -> Iterator[Hall]:
    """Four places, and four more people may wait."""
    hall = Hall(4, 4)
    yield hall
    hall.end()


def test_places_go_to_who_came_first(hall: Hall) -> None:
    hall.come("a", "b", "c", "d", "e", "f")
    hall.expect(a="runs", d="runs", e="waits", f="waits")
    hall.go("c")
    hall.expect(c="is done", e="runs", f="waits")


def test_a_place_goes_to_who_has_none(hall: Hall) -> None:
    hall.come("a1", "a2", "a3", "a4", "a5", "b")
    hall.go("a1")
    hall.expect(a5="waits", b="runs")


def test_who_holds_most_gives_way_where_the_queue_is_full(hall: Hall) -> None:
    hall.come(*(f"a{n}" for n in range(8)))
    hall.come("a8")
    hall.expect(a8="was refused")
    hall.come("b1", "b2")
    hall.expect(a7="was stopped", a6="was stopped", a5="waits", b1="waits", b2="waits")


def test_a_full_queue_refuses_who_holds_as_much_as_any(hall: Hall) -> None:
    hall.come(*(f"{client}{n}" for n in range(2) for client in "abcd"), "a3")
    hall.expect(a3="was refused", d1="waits")
    hall.come("e")
    hall.expect(d1="was stopped", e="waits")


def test_long_queries_hold_every_place_while_nobody_waits(hall: Hall) -> None:
    hall.come("a", "b", "c", "d", long=True)
    hall.expect(a="runs", b="runs", c="runs", d="runs")


def test_the_youngest_long_query_gives_way_until_half_of_the_places_are_left(hall: Hall) -> None:
    hall.come("a", "b", "c", "d", long=True)
    hall.come("e")
    hall.expect(d="was stopped", e="runs", c="runs")
    hall.come("f", "g")
    hall.expect(c="was stopped", f="runs", g="waits", b="runs", a="runs")


def test_of_long_queries_one_of_who_has_most_gives_way(hall: Hall) -> None:
    hall.come("a1", "a2", "b", "c", long=True)
    hall.come("d")
    hall.expect(a2="was stopped", d="runs", c="runs")


def test_a_query_gives_way_when_it_becomes_long(hall: Hall) -> None:
    hall.come("a", "b", long=True)
    hall.come("c", "d", "e")
    hall.expect(e="waits")
    [turn] = [turn for turn in hall.turns._running if turn.client == "at c"]
    hall.turns.turn_long(turn, lambda: hall.go("c"))
    hall.expect(c="was stopped", e="runs")


def test_who_waits_too_long_leaves_the_queue() -> None:
    turns = Turns(1, 1)
    with turns.taken("", 0):
        for _ in range(2):
            with pytest.raises(QueryLimitError, match=r"took all of 0\.01 s"), turns.taken("", 0.01):
                pass
    assert (turns._running, turns._waiting) == ([], [])


def test_without_a_queue_the_next_is_refused() -> None:
    turns = Turns(2, 0)
    with ExitStack() as held:
        for _ in range(2):
            held.enter_context(turns.taken("", 0))
        with pytest.raises(QueryLimitError, match="too many queries"), turns.taken("", 0):
            pass


def test_a_turn_that_gave_way_is_stopped_once() -> None:
    stopped: list[int] = []
    turn = Turn("")
    turn.turn_long(lambda: stopped.append(1))
    assert turn.is_long
    turn.give_way()
    assert (stopped, turn.is_long) == ([1], False)
