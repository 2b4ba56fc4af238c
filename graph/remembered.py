"""What was read from a store once, for as long as the store stays as it is."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar, cast

from .store import Store

T = TypeVar("T")


class Remembered:
    """Values by key; all are forgotten when the revision of the store changes."""

    def __init__(self, store: Store) -> None:
        """Take the store that the values are read from."""
        self._store = store
        self._found: tuple[int, dict[Hashable, Any]] = (store.revision, {})

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return the value of a key, made where it is not there yet."""
        revision, found = self._found
        if revision != self._store.revision:
            found = {}
            self._found = (self._store.revision, found)
        if key not in found:
            found[key] = make()
        return cast("T", found[key])
