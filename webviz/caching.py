"""Pages are kept: in memory here, and by browsers that ask whether they still hold (RFC 9110, 9111).

A page follows from its address, the language, the revision of the store and the program. All of that
together is its entity tag: who shows the tag is told that nothing has changed before anything is asked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from importlib.metadata import version
from pathlib import Path

from flask import Flask, Response, g, request

from graph.remote_address import Service
from graph.revision import is_settled

from . import compression, current, form_guard
from .page_cache import Kept, PageCache
from .settings import Settings

_KEY = "planweave.pages"
#: What is not a function of its address: answers to strangers' queries, what is written, how it goes.
_NEVER = frozenset({"sparql", "graph_store"})
_NEVER_PAGES = frozenset({"static", "resource.vis", "pages.health"})
#: What comes in the form that is asked for.
_BY_FORM = frozenset({"resource", "reference"})
_LONGEST_ADDRESS = 2_000
_PACKAGES = ("graph", "ontology", "webviz")


def install(app: Flask, settings: Settings) -> None:
    """Give an app the memory for its pages."""
    app.extensions[_KEY] = PageCache(settings.kept_bytes)


def not_kept() -> None:
    """Let nobody keep the answer to this request: it is not all that its address asks for."""
    g.not_kept = True


def answered(app: Flask, make: Callable[[], Response]) -> Response:
    """Return the answer to this request: kept, made, or that what the client has still holds."""
    if not _may_be_kept():
        return make()
    tag = _tag()
    if request.if_none_match.contains_weak(tag):
        return _marked(Response(status=304), tag)
    made: list[Response] = []

    def making() -> Kept | None:
        made.append(make())
        return _kept(made[0], tag)

    pages: PageCache = app.extensions[_KEY]
    kept = pages.once(tag, making)
    if kept is None:
        return made[0]
    return _marked(_response(kept), tag)


def _may_be_kept() -> bool:
    if request.method not in {"GET", "HEAD"} or request.endpoint in {None, *_NEVER_PAGES}:
        return False
    if request.blueprint in _NEVER or len(request.full_path) > _LONGEST_ADDRESS:
        return False
    settings, revision = current.settings(), current.plans().store.revision
    if isinstance(settings.store, Service) or not revision or not is_settled(revision):
        return False
    # A passage is quoted from a file that may change by itself.
    return settings.sources is None or request.endpoint != "resource.thing"


def _tag() -> str:
    """Return what all that an answer follows from comes to."""
    plans, settings = current.plans(), current.settings()
    parts = (
        _program(settings.queries),
        # Of its secrets no more than what forms show, and whether there are any.
        str(replace(settings, secret="", edit_token="")),
        str(bool(settings.edit_token)),
        form_guard.form_mark(),
        request.host_url,
        str(plans.store.folder),
        str(plans.store.revision),
        str(current.is_public()),
        current.lang(),
        date.today().isoformat(),  # noqa: DTZ011 - a report tells the day of the user
        request.script_root,
        request.path,
        request.environ.get("QUERY_STRING", ""),
        str(request.accept_mimetypes) if request.blueprint in _BY_FORM else "",
    )
    return hashlib.blake2b("\n".join(parts).encode("utf-8", "replace"), digest_size=15).hexdigest()


@cache
def _program(queries: tuple[Path, ...]) -> str:
    """Return what tells this program from another one, and the queries of a user's own from others."""
    here = Path(__file__).parents[1]
    folders = [*(here / name for name in _PACKAGES), *queries]
    found = hashlib.blake2b(version("planweave").encode(), digest_size=15)
    for file in sorted(file for folder in folders for file in folder.rglob("*") if _is_ours(file)):
        told = file.stat()
        found.update(f"{file} {told.st_size} {told.st_mtime_ns}\n".encode("utf-8", "replace"))
    return found.hexdigest()


def _is_ours(file: Path) -> bool:
    return file.is_file() and "__pycache__" not in file.parts


def _kept(response: Response, tag: str) -> Kept | None:
    """Return what of an answer is kept; nothing where it is an error, or not of what the tag tells."""
    whole = response.status_code == 200 and response.is_sequence and not response.direct_passthrough
    if not whole or g.get("not_kept") or tag != _tag():
        return None
    body, zipped = response.get_data(), compression.is_worth_it(response)
    headers = [(key, value) for key, value in response.headers if key.lower() != "content-length"]
    return Kept(compression.zipped(body) if zipped else body, zipped, tuple(headers))


def _response(kept: Kept) -> Response:
    """Return what is kept in a form that the client takes."""
    zipped = kept.zipped and compression.is_taken()
    response = Response(kept.body if zipped else kept.plain)
    response.headers.clear()
    response.headers.extend(kept.headers)
    response.headers["Content-Length"] = str(len(response.get_data()))
    if zipped:
        response.headers["Content-Encoding"] = "gzip"
    return response


def _marked(response: Response, tag: str) -> Response:
    """Let a client keep an answer that it asks about each time."""
    response.set_etag(tag, weak=True)
    response.headers["Cache-Control"] = "no-cache" if current.is_public() else "private, no-cache"
    return response
