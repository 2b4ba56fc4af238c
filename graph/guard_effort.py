"""How much work a query has been: what it took of a processor, rather than how long others held it up."""

from __future__ import annotations

import contextlib
import time

LONG_AFTER = 0.1
"""Seconds of processor time after which a query counts as one that takes long."""

_PATIENCE = 6  # so many times as long on the wall's clock is long too: it may wait for a disk
_SOON = 0.005


class Effort:
    """What a process has done since a query was given to it."""

    def __init__(self, process: int) -> None:
        """Begin now."""
        self._clock = (~process << 3) | 2  # CPUCLOCK_SCHED of a process, as clock_getcpuclockid() has it
        self._began = time.monotonic()
        self._used_before = self._used()

    def until_long(self, long_after: float = LONG_AFTER) -> float:
        """Return the seconds in which it cannot come to be long; 0 when it is.

        >>> import os
        >>> effort = Effort(os.getpid())
        >>> effort.until_long(1000) > 900, effort.until_long(0)
        (True, 0.0)
        """
        passed = time.monotonic() - self._began
        now = self._used()
        used = passed if now is None or self._used_before is None else now - self._used_before
        left = min(long_after - used, _PATIENCE * long_after - passed)
        return max(left, _SOON) if left > 0 else 0.0

    def _used(self) -> float | None:
        """Return the processor time of the process, where the system tells (Linux)."""
        with contextlib.suppress(AttributeError, OSError):
            return time.clock_gettime(self._clock)
        return None
