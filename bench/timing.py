"""Measures and writes down: medians, ratios, tables in Markdown."""

from __future__ import annotations

import math
import signal
import statistics
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

T = TypeVar("T")

#: One line of a result, by column; what is no text is written as a number.
Record = dict[str, str | float | int | None]


class TooSlowError(BaseException):
    """Work took longer than its limit; no `except Exception` on the way holds it up."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """End what runs inside after some seconds with `TooSlowError`; only on POSIX, and only Python code."""
    if not hasattr(signal, "SIGALRM"):
        yield
        return

    def stop(*_: object) -> None:
        raise TooSlowError

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds, 1.0)  # again, where code swallowed the first
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def median_of(repeat: int, work: Callable[[], T]) -> tuple[float, T]:
    """Run `work` so many times; return the median in seconds, and its value."""
    times: list[float] = []
    for _ in range(repeat):
        start = time.perf_counter()
        value = work()
        times.append(time.perf_counter() - start)
    return statistics.median(times), value


def processor_median_of(repeat: int, work: Callable[[], T]) -> tuple[float, T]:
    """Do as `median_of`, in seconds of the processor: what else the machine does counts little."""
    times: list[float] = []
    for _ in range(repeat):
        start = time.process_time()
        value = work()
        times.append(time.process_time() - start)
    return statistics.median(times), value


def milliseconds(seconds: float) -> float:
    """Return seconds as milliseconds with three digits that count."""
    return float(f"{seconds * 1000:.3g}")


def ratio(one: float, other: float) -> float:
    """Return how many times `one` is as long as `other`, with three digits that count."""
    return float(f"{one / other:.3g}")


def geometric_mean(values: Iterable[float]) -> float:
    """Return the mean that suits ratios, with three digits that count.

    >>> geometric_mean([0.5, 2.0])
    1.0
    """
    logarithms = [math.log(value) for value in values]
    return float(f"{math.exp(statistics.fmean(logarithms)):.3g}")


def markdown(title: str, records: Sequence[Record]) -> str:
    """Return records as a Markdown table under a heading; numbers stand right."""
    if not records:
        return f"## {title}\n\nNothing to measure.\n"
    keys = list(records[0])
    numbers = {key for key in keys if any(isinstance(record[key], int | float) for record in records)}
    lines = [
        f"## {title}",
        "",
        f"| {' | '.join(keys)} |",
        f"|{'|'.join('---:' if key in numbers else '---' for key in keys)}|",
        *(f"| {' | '.join(_cell(record[key]) for key in keys)} |" for record in records),
    ]
    return "\n".join(lines) + "\n"


def _cell(value: str | float | None) -> str:
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:g}"
    return "" if value is None else str(value)
