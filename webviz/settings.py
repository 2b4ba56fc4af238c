"""What a viewer is started with."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from graph.remote_address import Where

#: The key under which an app keeps the guard that answers queries of strangers.
GUARD = "planweave.guard"
#: The most bytes that a request may have.
LONGEST_BODY = 1_000_000


@dataclass(frozen=True)
class Settings:
    """The store, and how the viewer may be reached.

    `public_url` is the address under which others reach it: without one, no page offers a link
    meant for elsewhere. `embed_from` are the origins whose pages may show an embed in a frame, and
    `host` is the address listened at.
    """

    store: Where
    public_url: str = ""
    embed_from: tuple[str, ...] = ("'self'",)
    sources: Path | None = None
    queries: tuple[Path, ...] = ()
    host: str = ""
