"""How a picture stands on the web pages of others: the code of its frame, its size, its link."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import request, url_for
from markupsafe import Markup

from . import current, embed_links
from .frozen import are_shown
from .presentation import Deck, Scene
from .words import LANGUAGE_NAMES

#: What the report of a plan is called beside the pictures.
REPORT = "report"
#: What the form for frames asks for.
OF_FRAMES = ("frame-state", "frame-width", "frame-height", "frame-lang", "frame-change")
_FROZEN, _FULL = "frozen", "100%"
#: How high a frame is until the page follows the picture, and how small and large it may be, in pixels.
HEIGHT, LEAST, MOST = 640, 200, 4000

#: What the page around a frame needs to follow the height of the picture; see docs/present.md.
_SNIPPET = """<script>
addEventListener("message", function (event) {
  if (!event.data || event.data.planweave !== "height") return;
  document.querySelectorAll('iframe[src^="{address}"]').forEach(function (frame) {
    if (frame.contentWindow === event.source) {
      frame.height = Math.min(Math.max(Number(event.data.height) || 640, 100), 6000);
    }
  });
});
</script>"""


@dataclass(frozen=True)
class Frame:
    """How a picture is to stand on a web page, as the reader of the form chose."""

    frozen: bool
    width: str
    height: int
    lang: str
    change: str


def on_pages(shown: Scene | Deck, name: str, kept: Mapping[str, str]) -> dict[str, Any]:
    """Return what the template knows of the frame and the link of a picture; a report has no frame.

    `name` is that of the picture in addresses, and `kept` are the arguments that choose what it shows.
    """
    public = current.public()
    frozen = ",".join(shown.stamp.plans) if are_shown() else ""
    frame = _frame(can_freeze=bool(frozen))
    live = {key: text for key, text in kept.items() if key != _FROZEN} | {"lang": current.lang()}
    alone = "" if isinstance(shown, Deck) else with_args(_embed_path(name), _framed(live, frame, frozen))
    link = public + path_of(name)
    return {
        "frame": frame,
        "frame_is_open": any(key in request.args for key in OF_FRAMES),
        "frame_sizes": (LEAST, MOST),
        "changes": {key: current.word(text) for key, text in embed_links.CHANGES.items()},
        "can_freeze": bool(frozen),
        "alone": alone,
        "code": frame_code(public + alone, frame.width, frame.height, shown.title),
        "snippet": _SNIPPET.replace("{address}", f"{public}/embed/"),
        "origins": [each for each in current.settings().embed_from if each != "'self'"],
        "link": with_args(link, live),
        "frozen_link": with_args(link, live | {_FROZEN: frozen}) if frozen else "",
    }


def _framed(live: Mapping[str, str], frame: Frame, frozen: str) -> dict[str, str]:
    """Return the arguments of a picture as its frame is to show it."""
    return {
        **live,
        "lang": frame.lang,
        _FROZEN: frozen if frame.frozen else "",
        embed_links.CHANGE: "" if frame.change == embed_links.ALL else frame.change,
    }


def frame_code(src: str, width: str, height: int, title: str) -> Markup:
    """Return the HTML of a frame."""
    return Markup('<iframe src="{}" width="{}" height="{}" title="{}" loading="lazy"></iframe>').format(
        src, width, height, title
    )


def _frame(*, can_freeze: bool) -> Frame:
    """Return how the picture is to be framed; what cannot be is as usual."""
    args = request.args
    height, width = args.get("frame-height", ""), args.get("frame-width", "")
    lang = args.get("frame-lang", "")
    return Frame(
        frozen=can_freeze and args.get("frame-state") == _FROZEN,
        width=width if _is_size(width) else _FULL,
        height=int(height) if _is_size(height) else HEIGHT,
        lang=lang if lang in LANGUAGE_NAMES else current.lang(),
        change=embed_links.checked(args.get("frame-change", "")),
    )


def _is_size(text: str) -> bool:
    is_number = text.isascii() and text.isdecimal() and len(text) < 6
    return is_number and LEAST <= int(text) <= MOST


def _embed_path(name: str) -> str:
    return f"{request.script_root}/embed/{name}"


def path_of(name: str) -> str:
    """Return the path of the page that a picture was taken from."""
    if name == REPORT:
        return url_for("evaluation.index").partition("?")[0]
    return embed_links.live_path(_embed_path(name), request.script_root)


def file_path(name: str, suffix: str) -> str:
    """Return the path of a picture as a file, or of an answer: `question/NAME`."""
    kind, _, question = name.partition("/")
    endpoint = "export.question" if question else "export.picture"
    # Without arguments, which what is frozen would add.
    return url_for(endpoint, file=f"{question or kind}.{suffix}").partition("?")[0]


def with_args(path: str, args: Mapping[str, str]) -> str:
    """Return a path with arguments; what is empty is left out."""
    said = urlencode({key: text for key, text in args.items() if text})
    return f"{path}?{said}" if said else path
