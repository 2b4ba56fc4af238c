"""Requests to a SPARQL service: kept connections, limits of time, and every failure in one line."""

from __future__ import annotations

import http.client
import ssl
import time
import weakref
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import IO
from urllib.parse import urljoin, urlsplit

from .errors import PlanweaveError, QueryError, QueryLimitError, StoreError
from .i18n import mark
from .remote_address import Service

_REDIRECTS = 5
_REPEATED = (307, 308)
_CONNECT_SECONDS = 10.0
#: How much is read at once, and how much of a complaint is read at all.
_PIECE, _COMPLAINT = 1 << 16, 2000
_BROKEN = (OSError, http.client.HTTPException)

Body = bytes | IO[bytes]
#: Scheme, host and port.
Origin = tuple[str, str, int]


class Reply:
    """An answer on its way; its body is read in pieces until a moment."""

    def __init__(self, raw: http.client.HTTPResponse, service: Service, deadline: float) -> None:
        """Take a response of which only the head is read."""
        self._raw = raw
        self._service = service
        self._deadline = deadline
        self.status = raw.status
        self.media_type = (raw.headers.get_content_type() or "").lower()

    def read(self, size: int = -1) -> bytes:
        """Read some bytes, all by default; none are left when it gives none.

        Raises
        ------
        QueryLimitError
            The time is over.
        StoreError
            The connection broke.
        """
        if size < 0:
            return b"".join(iter(lambda: self.read(_PIECE), b""))
        if time.monotonic() > self._deadline:
            raise too_late(self._service.seconds)
        try:
            piece = self._raw.read1(min(size, _PIECE)) if size else b""
            if size and not piece and self._raw.length:
                raise http.client.IncompleteRead(b"", self._raw.length)
        except _BROKEN as error:
            raise _unreachable(self._service, error) from error
        return piece

    def most(self, limit: int) -> bytes:
        """Read all, or raise `QueryLimitError` where it is more than a number of bytes."""
        pieces, size = [], 0
        while piece := self.read(_PIECE):
            size += len(piece)
            if size > limit:
                message = mark("the answer is larger than {megabytes} MB; ask for less, or more narrowly")
                raise QueryLimitError(message, limit="size", megabytes=limit >> 20)
            pieces.append(piece)
        return b"".join(pieces)


class Client:
    """Asks one service, from any thread; connections stay open between requests."""

    def __init__(self, service: Service) -> None:
        """Take a service; nothing is sent yet."""
        self.service = service
        self._idle: dict[Origin, list[http.client.HTTPConnection]] = {}
        weakref.finalize(self, _close, self._idle)
        self._trusted = {_origin(url) for url in (service.query, service.update, service.graphs) if url}

    @contextmanager
    def send(
        self, method: str, url: str, body: Body = b"", headers: Mapping[str, str] = {}, seconds: float = 0.0
    ) -> Iterator[Reply]:
        """Send a request; the answer is read within the `with`.

        Raises
        ------
        StoreError, QueryError
            The service cannot be reached, takes too long, or answers with a complaint.
        """
        deadline = time.monotonic() + (seconds or self.service.seconds)
        for _ in range(_REDIRECTS):
            given = {"User-Agent": "planweave", **headers}
            # Whoever is sent elsewhere proves nothing there.
            if self.service.authorization and _origin(url) in self._trusted:
                given["Authorization"] = self.service.authorization
            connection, raw = self._answered(_Asked(method, url, body, given), deadline)
            origin = _origin(url)
            try:
                if raw.status not in _REPEATED:
                    yield self._accepted(Reply(raw, self.service, deadline), raw.headers.get("Location", ""))
                    return
                url = urljoin(url, raw.headers.get("Location", ""))
            finally:
                self._finish(connection, raw, origin)
            if not isinstance(body, bytes):
                body.seek(0)
        raise StoreError(mark("{store}: sends from one address to another without end"), store=self.service)

    def close(self) -> None:
        """Close the connections that nobody uses now."""
        _close(self._idle)

    def _kept(self, origin: Origin) -> http.client.HTTPConnection | None:
        with suppress(IndexError, KeyError):
            return self._idle[origin].pop()
        return None

    def _answered(
        self, asked: _Asked, deadline: float
    ) -> tuple[http.client.HTTPConnection, http.client.HTTPResponse]:
        """Return the head of an answer; once more where the connection was kept for too long."""
        origin = _origin(asked.url)
        if origin[0] not in {"http", "https"} or not origin[1]:
            message = mark("{store}: sends to {address}, which is no address")
            raise StoreError(message, store=self.service, address=asked.url)
        kept = self._kept(origin)
        if kept is not None and kept.sock is not None:
            try:
                return kept, _asked(kept, asked, deadline)
            except (ConnectionError, http.client.RemoteDisconnected, http.client.CannotSendRequest):
                kept.close()
            except BaseException:
                kept.close()
                raise
            if not isinstance(asked.body, bytes):
                asked.body.seek(0)
        fresh = _connection(origin)
        try:
            return fresh, _asked(fresh, asked, deadline)
        except _BROKEN as error:
            fresh.close()
            raise _unreachable(self.service, error) from error
        except BaseException:
            fresh.close()
            raise

    def _finish(
        self, connection: http.client.HTTPConnection, raw: http.client.HTTPResponse, origin: Origin
    ) -> None:
        """Keep a connection whose answer was read to its end, and close any other."""
        if not raw.isclosed():
            with suppress(*_BROKEN):
                raw.read(1)
        if raw.isclosed() and connection.sock is not None:
            self._idle.setdefault(origin, []).append(connection)
        else:
            raw.close()
            connection.close()

    def _accepted(self, reply: Reply, location: str) -> Reply:
        if 200 <= reply.status < 300:
            return reply
        if 300 <= reply.status < 400:
            message = mark("{store}: has moved to {address}; name that address")
            raise StoreError(message, store=self.service, address=_line(location))
        raise self._complaint(reply.status, reply.read(_COMPLAINT).decode("utf-8", "replace"))

    def _complaint(self, status: int, said: str) -> PlanweaveError:
        values: dict[str, object] = {"store": self.service, "reason": _line(said)}
        if status in {401, 403, 407}:
            message = mark(
                "{store}: wants to know who asks, or does not allow it (status {status}); set "
                "PLANWEAVE_STORE_USER and PLANWEAVE_STORE_PASSWORD, or PLANWEAVE_STORE_TOKEN"
            )
            return StoreError(message, status=status, **values)
        if status in {404, 405}:
            message = mark("{store}: there is no SPARQL service (status {status}); look at the address")
            return ServiceError(message, status, **values)
        if status in {408, 504}:
            return too_late(self.service.seconds)
        if status in {429, 503}:
            message = mark("{store}: the service is busy (status {status}); try again in a moment")
            return StoreError(message, status=status, **values)
        if status < 500:
            message = mark("{store}: refuses this (status {status}): {reason}")
            return RefusedError(message, status, said, **values)
        message = mark("{store}: the service failed (status {status}): {reason}")
        return ServiceError(message, status, **values)


@dataclass(frozen=True)
class _Asked:
    method: str
    url: str
    body: Body
    headers: Mapping[str, str]


class ServiceError(StoreError):
    """A service that answers with a failure, or is none; `status` is that of HTTP."""

    def __init__(self, message: str, status: int, **values: object) -> None:
        """Keep the status."""
        super().__init__(message, status=status, **values)
        self.status = status


class RefusedError(QueryError):
    """A request that a service does not understand or take; `status` is that of HTTP."""

    def __init__(self, message: str, status: int, said: str, **values: object) -> None:
        """Keep the status, and what the service said of it in full."""
        super().__init__(message, status=status, **values)
        self.status = status
        self.said = said


def too_late(seconds: float) -> QueryLimitError:
    """Return the error of a service that did not answer in time."""
    message = mark("no answer within {seconds} s; ask for less, or set PLANWEAVE_STORE_TIMEOUT")
    return QueryLimitError(message, limit="time", seconds=f"{seconds:g}")


def _unreachable(service: Service, error: BaseException) -> PlanweaveError:
    if isinstance(error, TimeoutError):
        return too_late(service.seconds)
    if isinstance(error, http.client.HTTPException):
        message = mark("{store}: the answer broke off or is no HTTP ({reason})")
    else:
        message = mark("{store}: cannot be reached ({reason})")
    return StoreError(message, store=service, reason=_line(str(error) or type(error).__name__))


def _origin(url: str) -> Origin:
    """Return whom an address belongs to: scheme, host and port."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ("", "", 0)
    return parts.scheme, parts.hostname or "", port or (443 if parts.scheme == "https" else 80)


def _connection(origin: Origin) -> http.client.HTTPConnection:
    scheme, host, port = origin
    if scheme == "https":
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(host, port, timeout=_CONNECT_SECONDS, context=context)
    return http.client.HTTPConnection(host, port, timeout=_CONNECT_SECONDS)


def _asked(
    connection: http.client.HTTPConnection, asked: _Asked, deadline: float
) -> http.client.HTTPResponse:
    parts = urlsplit(asked.url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if connection.sock is None:
        connection.connect()
    connection.sock.settimeout(max(0.1, deadline - time.monotonic()))
    connection.request(asked.method, target, asked.body or None, dict(asked.headers))
    return connection.getresponse()


def _close(idle: dict[Origin, list[http.client.HTTPConnection]]) -> None:
    for connections in idle.values():
        while connections:
            connections.pop().close()


def _line(text: str) -> str:
    """Return what another server says as a short line."""
    shown = "".join(char if char.isprintable() else " " for char in text)
    return " ".join(shown.split())[:200]
