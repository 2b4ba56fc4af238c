"""The addresses of a SPARQL 1.1 service, told by one of them or one by one, and who asks there."""

from __future__ import annotations

import base64
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from .errors import StoreError
from .i18n import mark

_SCHEMES = ("http", "https")
_VARIABLE = "PLANWEAVE_STORE_"
_SECONDS = 60.0


@dataclass(frozen=True)
class Service:
    """A SPARQL service: where it is asked, written to, and gives whole graphs; empty is not at all.

    `url` is the address by which a person knows it. What proves who asks stands in no address, and is
    never shown.
    """

    url: str
    query: str
    update: str = ""
    graphs: str = ""
    seconds: float = _SECONDS
    authorization: str = field(default="", repr=False, compare=False)

    def __str__(self) -> str:
        """Return the address by which a person knows the service."""
        return self.url

    @classmethod
    def at(cls, url: str, environment: Mapping[str, str] = os.environ) -> Service:
        """Return the service at an address; the environment may tell its addresses one by one.

        >>> Service.at("http://localhost:7878/", {}).update
        'http://localhost:7878/update'
        >>> Service.at("http://localhost:7200/repositories/plans", {}).update
        'http://localhost:7200/repositories/plans/statements'

        Raises
        ------
        StoreError
            An address is none, or holds a name and a password.
        """
        known = dict(zip(("query", "update", "graphs"), _endpoints(_address(url)), strict=True))
        for name in known:
            given = environment.get(f"{_VARIABLE}{name.upper()}")
            if given is not None:
                known[name] = _address(given) if given.strip() not in {"", "-"} else ""
        if not known["query"]:
            raise StoreError(mark("{store}: no address of a query service is given"), store=url)
        return cls(_address(url), **known, seconds=_seconds(environment), authorization=_proof(environment))


#: Where a store is: a folder, or a service.
Where = Path | Service


def where(text: str) -> Where:
    """Return where a store is by what a user gives: the address of a service, or the path of a folder.

    >>> where("plans.db")
    PosixPath('plans.db')
    """
    is_address = text.strip().casefold().startswith(tuple(f"{scheme}:/" for scheme in _SCHEMES))
    return Service.at(text.strip()) if is_address else Path(text)


def _address(text: str) -> str:
    try:
        parts = urlsplit(text.strip())
        secret = bool(parts.username or parts.password or "@" in parts.netloc)
        known = parts.scheme in _SCHEMES and bool(parts.hostname) and parts.port != 0
    except ValueError:
        parts, secret, known = urlsplit(""), "@" in text, False
    if secret:
        # The address itself is not repeated: it holds a password.
        message = mark(
            "the address of a store holds a name or a password; take them out, and set "
            "PLANWEAVE_STORE_USER and PLANWEAVE_STORE_PASSWORD"
        )
        raise StoreError(message)
    if parts.query or parts.fragment:
        message = mark("{store}: expected the address of a store without anything after ? or #")
        raise StoreError(message, store=text.partition("?")[0].partition("#")[0])
    if not known or not text.isprintable() or " " in text.strip():
        message = mark("{store}: expected the address of a store, such as http://localhost:7878/")
        raise StoreError(message, store=text)
    return text.strip()


def _endpoints(url: str) -> tuple[str, str, str]:
    """Return where a service is asked, written to, and gives graphs, as the usual servers have it."""
    base = url.rstrip("/")
    segments = urlsplit(base).path.strip("/").split("/")
    if segments == [""]:
        return f"{base}/query", f"{base}/update", f"{base}/store"
    if segments[-1] == "sparql":
        return base, base, ""
    if len(segments) > 1 and segments[-2] == "repositories":
        return base, f"{base}/statements", f"{base}/rdf-graphs/service"
    return f"{base}/query", f"{base}/update", f"{base}/data"


def _seconds(environment: Mapping[str, str]) -> float:
    text = environment.get(f"{_VARIABLE}TIMEOUT", "")
    try:
        seconds = float(text) if text else _SECONDS
    except ValueError:
        seconds = 0.0
    if not 0 < seconds < 10**6:
        raise StoreError(mark("PLANWEAVE_STORE_TIMEOUT: expected a number of seconds"))
    return seconds


def _proof(environment: Mapping[str, str]) -> str:
    """Return what the header Authorization says, empty where nobody asks for it."""
    user, password, token = (environment.get(_VARIABLE + n, "") for n in ("USER", "PASSWORD", "TOKEN"))
    if not (f"{user}{password}{token}".isprintable() and token.isascii()):
        message = mark("PLANWEAVE_STORE_USER, _PASSWORD and _TOKEN: expected texts of one line")
        raise StoreError(message)
    if token:
        return f"Bearer {token}"
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode() if user or password else ""
