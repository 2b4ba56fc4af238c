"""Files that never change under their address: it holds a mark of their content, and browsers keep them."""

from __future__ import annotations

import hashlib
import mimetypes
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from flask import Response, abort, request
from werkzeug.security import safe_join

from . import compression, network_view

FOLDER = Path(__file__).parent / "static"
#: A year.
_LONG = "public, max-age=31536000, immutable"
_TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}


@dataclass(frozen=True)
class Asset:
    """A file as it is and in fewer bytes, and the mark of its content."""

    body: bytes
    zipped: bytes
    mark: str
    media_type: str


def with_mark(endpoint: str, values: dict[str, object]) -> None:
    """Put the mark of a file into the address that is being made of it."""
    name = values.get("filename") or values.get("name")
    if endpoint in {"static", "resource.vis"} and isinstance(name, str) and "v" not in values:
        found = own(name) if endpoint == "static" else of_vis(name)
        if found is not None:
            values["v"] = found.mark


def own(name: str) -> Asset | None:
    """Return a file of our own folder, or nothing where there is none of that name."""
    path = safe_join(str(FOLDER), name)
    file = Path(path) if path else FOLDER
    if not file.is_file():
        return None
    told = file.stat()
    return _read(file, told.st_mtime_ns, told.st_size)


def of_vis(name: str) -> Asset | None:
    """Return a file of vis-network, if it is on the list."""
    return _read_packed(name) if name in network_view.ASSETS else None


@lru_cache(maxsize=128)
def _read(file: Path, _changed: int, _size: int) -> Asset:
    return _asset(file.name, file.read_bytes())


@lru_cache(maxsize=8)
def _read_packed(name: str) -> Asset:
    found = network_view.asset(name)
    assert found is not None
    return _asset(name, found.read_bytes())


def _asset(name: str, body: bytes) -> Asset:
    kind = _TYPES.get(Path(name).suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    mark = hashlib.blake2b(body, digest_size=8).hexdigest()
    return Asset(body, compression.zipped(body), mark, kind)


def sent(asset: Asset | None) -> Response:
    """Answer with a file; one that is asked for by its mark may be kept for a year."""
    if asset is None:
        abort(404)
    response = Response(status=304) if request.if_none_match.contains_weak(asset.mark) else _whole(asset)
    response.set_etag(asset.mark, weak=True)
    response.headers["Cache-Control"] = _LONG if request.args.get("v") == asset.mark else "public, no-cache"
    response.vary.add("Accept-Encoding")
    return response


def _whole(asset: Asset) -> Response:
    zipped = compression.is_taken() and len(asset.zipped) < len(asset.body)
    response = Response(asset.zipped if zipped else asset.body, mimetype=asset.media_type)
    if zipped:
        response.headers["Content-Encoding"] = "gzip"
    return response
