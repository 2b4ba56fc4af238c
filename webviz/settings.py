"""What a viewer is started with."""

from __future__ import annotations

import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path

from graph.remote_address import Where

#: The key under which an app keeps the guard that answers queries of strangers.
GUARD = "planweave.guard"
#: The most bytes that a request may have.
LONGEST_BODY = 1_000_000
#: The most bytes that a graph may have that is sent.
LONGEST_GRAPH = 20_000_000


@dataclass(frozen=True)
class Settings:
    """The store, and how the viewer may be reached.

    `public_url` is the address under which others reach it: without one, no page offers a link
    meant for elsewhere. `embed_from` are the origins whose pages may show an embed in a frame, and
    `host` is the address listened at. `internal` is whether what is internal is shown: by default only
    where nobody else reaches the viewer.
    """

    store: Where
    public_url: str = ""
    embed_from: tuple[str, ...] = ("'self'",)
    sources: Path | None = None
    queries: tuple[Path, ...] = ()
    host: str = ""
    #: What a program must show that writes; without one, nobody writes.
    edit_token: str = ""
    #: The origins whose pages may read data from here, or `*`.
    cors: tuple[str, ...] = ()
    internal: bool | None = None
    #: Whether others are shown plans as they were, without what is internal.
    earlier: bool = True
    #: Whether the store is there when the viewer has ended, so that something may be kept in it.
    lasting: bool = True
    #: The folder of the SPARQL editor YASQE, where it is installed.
    yasqe: Path | None = None
    #: What proves that a form came from this viewer; all of its processes share it.
    secret: str = field(default_factory=secrets.token_hex, repr=False, compare=False)
    #: How many bytes the pages may have that are kept in memory; with none, each is made anew.
    kept_bytes: int = 64_000_000
    #: Where readers tell of what is not accessible: an address, a telephone number.
    accessibility_contact: str = ""

    @property
    def is_public(self) -> bool:
        """Whether what is internal is kept back from all pages and queries."""
        return self.is_for_others if self.internal is None else not self.internal

    @property
    def is_for_others(self) -> bool:
        """Whether others than this computer may reach the viewer.

        >>> [Settings(Path(), host=host).is_for_others for host in ("", "localhost", "127.0.0.1", "0.0.0.0")]
        [False, False, False, True]
        """
        if self.public_url:
            return True
        with suppress(ValueError):
            return not ip_address(self.host.strip("[]")).is_loopback
        return self.host.lower() not in {"", "localhost"}
