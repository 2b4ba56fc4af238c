"""Pictures as files to take along, each from the same scene; nothing internal is in any of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from threading import BoundedSemaphore

from flask import Blueprint, Response, redirect, request
from flask.typing import ResponseReturnValue

from graph import saving
from graph.errors import ParameterError, UnknownQueryError
from graph.i18n import mark

from . import current, saved_pictures
from .present_frames import REPORT
from .presentation import Deck, Scene
from .presentation.outputs import NARROWEST, OUTPUTS, WIDEST, Wish, suffix_of
from .scenes.making import PICTURES, deck, scene
from .state import current as current_state

export = Blueprint("export", __name__, url_prefix="/export")

#: How long a title may be that is given with a picture.
LONGEST_TITLE = 300
#: How a file is wanted, which is no state of a picture.
OF_FILES = ("title", "width", "transparent")
#: A file does nothing in the place of this viewer, whatever is in it, should a browser show it there.
_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"
#: How many files are made at a time: one of a large plan takes half a gigabyte.
_MAKING = BoundedSemaphore(2)


@export.get("/<file>")
def picture(file: str) -> ResponseReturnValue:
    """A picture, or the report as a deck, as a file."""
    name, suffix = _parted(file)
    return _sent(shown(name, suffix), suffix)


@export.get("/question/<file>")
def question(file: str) -> ResponseReturnValue:
    """The answer to a question as a file."""
    name, suffix = _parted(file)
    return _sent(shown("question", suffix, name), suffix)


@export.get("/view/<file>")
def view(file: str) -> ResponseReturnValue:
    """A saved view as a file: its picture, as the plans are today."""
    name, suffix = _parted(file)
    return redirect(saved_pictures.exported(saving.saved_view(current.plans(), name), suffix, _wishes()))


def shown(name: str, suffix: str, question: str = "") -> Scene | Deck:
    """Return what this request asks for: a picture, the answer to a question, or the report.

    Raises
    ------
    UnknownQueryError
        There is no such picture or question, or the state names something that is not stored.
    ParameterError
        The title is too long, a file of that suffix holds no report, or a value is not of its type.
    """
    if name == REPORT:
        if Deck not in OUTPUTS[suffix].contents:  # before all questions are asked
            raise _unfit(suffix, [one for one, other in OUTPUTS.items() if Deck in other.contents])
        made = deck(current_state())
        return replace(made, title=title() or made.title)
    if name not in {*PICTURES, "question"} or (name == "question" and not question):
        message = mark("there is no picture {name}; there are: {choices}")
        raise UnknownQueryError(message, name=name[:100], choices=", ".join((*PICTURES, REPORT)))
    return scene(name, current_state(), title=title(), name=question)


def written(shown: Scene | Deck, suffix: str, wish: Wish) -> bytes:
    """Return a picture or a report as a file of a suffix, or raise `ParameterError` where it cannot be."""
    output = OUTPUTS[suffix]
    if not output.holds(shown):
        raise _unfit(suffix, [one for one, other in OUTPUTS.items() if other.holds(shown)])
    with _MAKING:
        return output.write(shown, wish)


def _unfit(suffix: str, fitting: Iterable[str]) -> ParameterError:
    message = mark("a file that ends in .{suffix} cannot hold this picture; one of these can: {choices}")
    return ParameterError(message, suffix=suffix, choices=" ".join(f".{one}" for one in fitting))


def _sent(shown: Scene | Deck, suffix: str) -> Response:
    headers = {
        "Content-Disposition": f'attachment; filename="{shown.name}.{suffix}"',
        "Content-Security-Policy": _POLICY,
    }
    content = written(shown, suffix, wish())
    return Response(content, content_type=_media_type(OUTPUTS[suffix].mimetype), headers=headers)


def title() -> str:
    """Return the title that is asked for in place of the one made from the numbers; empty for none."""
    text = " ".join(request.args.get("title", "").split())
    if len(text) > LONGEST_TITLE:
        message = mark("a title may have {most} letters; this one has {found}")
        raise ParameterError(message, most=LONGEST_TITLE, found=len(text))
    return text


def wish() -> Wish:
    """Return how this request wants a file, or raise `ParameterError`."""
    return Wish(width=_width(), transparent=request.args.get("transparent") == "true")


def _width() -> int | None:
    text = request.args.get("width", "")
    if not text:
        return None
    width = int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
    require_width(width, text)
    return width


def require_width(width: int, found: str) -> None:
    """Raise `ParameterError` where a picture cannot be so many pixels wide; `found` is what was asked for."""
    if not NARROWEST <= width <= WIDEST:
        message = mark("“{found}” is no width; expected a number of pixels from {least} to {most}")
        raise ParameterError(message, found=found[:40], least=NARROWEST, most=WIDEST)


def _parted(file: str) -> tuple[str, str]:
    """Return the name and the suffix of a file, or raise `UnknownQueryError`."""
    suffix = suffix_of(file)
    name = file[: -len(suffix) - 1] if suffix else ""
    if not name:
        message = mark("{file}: no picture can be written so; the name must end in one of: {choices}")
        choices = " ".join(f".{one}" for one in OUTPUTS)
        raise UnknownQueryError(message, file=file[:100], choices=choices)
    return name, suffix


def _wishes() -> dict[str, str]:
    return {key: request.args[key] for key in OF_FILES if request.args.get(key)}


def _media_type(told: str) -> str:
    return f"{told}; charset=utf-8" if told.startswith("text/") else told
