"""What is kept in step with a store."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Protocol

from rdflib import URIRef

if TYPE_CHECKING:
    from .store import Store


class Companion(Protocol):
    """What is kept in step with a store: whoever writes to the store brings it up to date."""

    def follow(self, store: Store, graphs: Collection[URIRef] | None, revision: int) -> None:
        """Take up what was written to these graphs, or to any where none are told.

        The write is in the store, and `revision` is what its counter will be once all is settled.
        """
