"""Under which names the viewer answers: a page elsewhere must not reach it under a name of its own.

A name of a stranger can be made to stand for this computer, and pages under it could then read
what a viewer shows that only listens here (DNS rebinding). So what a browser sends as Host must be
a name of this computer, the address listened at, or that of the public URL.
"""

from __future__ import annotations

from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import urlsplit

from flask import Response, request

from . import current
from .settings import Settings

_LOOPBACK = "localhost"
_Address = IPv4Address | IPv6Address


def refuse_stranger() -> Response | None:
    """Answer a request that came under a name of somebody else."""
    settings = current.settings()
    if is_known(request.headers.get("Host", ""), settings):
        return None
    current.choose_language()
    text = current.word(
        "This viewer does not answer at this address. Give it at the start: planweave serve --public-url."
    )
    return Response(f"{text}\n", status=421, mimetype="text/plain")


def is_known(host: str, settings: Settings) -> bool:
    """Whether a Host, as a browser sends it, is one of ours; programs that send none are no browsers.

    >>> from pathlib import Path
    >>> mine = Settings(Path(), public_url="https://plans.example.fi")
    >>> [is_known(host, mine) for host in ("localhost:8000", "[::1]", "plans.example.fi", "evil.example")]
    [True, True, True, False]
    """
    name = _name(host)
    if not host or name in {_LOOPBACK, _name(settings.host), urlsplit(settings.public_url).hostname}:
        return True
    address, bound = _address(name), _address(_name(settings.host))
    if address is None:
        return False
    # Where every address of this computer is listened at, any may be asked: an address is nobody's name.
    return address.is_loopback or (bound is not None and (bound.is_unspecified or bound == address))


def _name(host: str) -> str:
    """Return the name in `name:port`, in small letters; an IPv6 address may stand bare or in brackets."""
    if host.startswith("["):
        return host[1:].partition("]")[0].lower()
    return (host if host.count(":") > 1 else host.partition(":")[0]).rstrip(".").lower()


def _address(name: str) -> _Address | None:
    with suppress(ValueError):
        return ip_address(name)
    return None
