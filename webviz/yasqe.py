"""The editor YASQE, where whoever runs the viewer has installed it: found on the disk, never fetched.

It is the npm package `@zazuko/yasqe` (MIT). Of it two files are served, and no other.
"""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, Response, abort

from . import current
from .settings import Settings

assets = Blueprint("yasqe", __name__)

VARIABLE = "PLANWEAVE_YASQE"
_FILES = {"yasqe.min.js": "text/javascript", "yasqe.min.css": "text/css"}
_PACKAGE = Path("node_modules") / "@zazuko" / "yasqe"


def found_at(named: Path | None, store: object) -> Path | None:
    """Return the folder that holds the files: of what is named, else beside the store or here.

    What is named may be the package, its folder `build`, or a folder with `node_modules`.
    """
    around = [named] if named else [*_beside(store), Path.cwd()]
    places = [place for base in around for place in (base, base / "build", base / _PACKAGE / "build")]
    whole = (place for place in places if all((place / name).is_file() for name in _FILES))
    return next(whole, None)


def _beside(store: object) -> list[Path]:
    return [store.absolute().parent] if isinstance(store, Path) else []


def files(settings: Settings) -> bool:
    """Whether the editor is there."""
    return settings.yasqe is not None


@assets.get("/yasqe/<name>")
def asset(name: str) -> Response:
    """A file of the editor."""
    folder = current.settings().yasqe
    if folder is None or name not in _FILES:
        abort(404)
    headers = {"Cache-Control": "public, max-age=86400"}
    return Response((folder / name).read_bytes(), mimetype=_FILES[name], headers=headers)
