"""The page "Into a presentation": a picture as it will look, and every way to take it along."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from graph import saving
from graph.errors import UnknownQueryError
from graph.i18n import mark

from . import current, exporting, saved_pictures
from .present_frames import OF_FRAMES, REPORT, file_path, on_pages, path_of, with_args
from .presentation import Deck, Scene
from .presentation.outputs import NARROWEST, OUTPUTS, WIDEST, WIDTH
from .scenes.making import PICTURES, deck, scene
from .state import current as current_state
from .words import LANGUAGE_NAMES

present = Blueprint("present", __name__, url_prefix="/present")

_QUESTION = "question"
#: What each file is good for, in a few words.
_GOOD_FOR = {
    "pptx": mark("A slide that you can edit; the sources stand in the notes"),
    "png": mark("For a document, a message or a web page"),
    "svg": mark("Sharp at any size, for those who lay out print"),
    "pdf": mark("For printing and for the record"),
    "html": mark("Works by itself without a network: point, search, open details"),
}
_SLIDES = mark("Slides that you can edit; the sources stand in the notes")


@dataclass(frozen=True)
class Way:
    """A file that a picture can become, its name in words, where it is had, and what it is good for."""

    suffix: str
    name: str
    path: str
    url: str
    good_for: str


@present.get("/<picture>")
def page(picture: str) -> ResponseReturnValue:
    """A picture, or the evaluation report, as files, on web pages, as a link."""
    if picture == REPORT:
        return _page(deck(current_state()), REPORT)
    if picture not in PICTURES:
        message = mark("there is no picture {name}; there are: {choices}")
        raise UnknownQueryError(message, name=picture, choices=", ".join(PICTURES))
    return _page(scene(picture, current_state(), title=exporting.title()), picture)


@present.get("/question/<name>")
def question(name: str) -> ResponseReturnValue:
    """The answer to a question, the same way."""
    made = scene(_QUESTION, current_state(), title=exporting.title(), name=name)
    return _page(made, f"{_QUESTION}/{name}")


@present.get("/view/<name>")
def view(name: str) -> ResponseReturnValue:
    """A saved view, the same way: its picture, as the plans are today."""
    embedded = saved_pictures.embedded(saving.saved_view(current.plans(), name))
    lang = request.args.get("lang", "")
    address = embedded.replace("/embed/", "/present/", 1)
    return redirect(
        f"{address}&lang={lang}" if lang in LANGUAGE_NAMES and "lang=" not in address else address
    )


def _page(shown: Scene | Deck, name: str) -> str:
    kept = {key: text for key, text in _asked().items() if not _is_own(key)} | {"lang": current.lang()}
    ways = list(_ways(shown, name, kept))
    return render_template(
        "present.html",
        shown=shown,
        picture=name,
        is_report=isinstance(shown, Deck),
        kept=kept,
        main=[way for way in ways if OUTPUTS[way.suffix].is_main],
        others=[way for way in ways if not OUTPUTS[way.suffix].is_main],
        preview="" if isinstance(shown, Deck) else _preview(name, kept),
        back=with_args(path_of(name), kept),
        here=request.path,
        sizes=(NARROWEST, WIDTH, WIDEST),
        width=request.args.get("width", "") or WIDTH,
        is_transparent=request.args.get("transparent") == "true",
        longest=exporting.LONGEST_TITLE,
        keeps_back=current.keeps_back(),
        **on_pages(shown, name, kept),
    )


def _asked() -> dict[str, str]:
    """Return the arguments of this request; what was chosen in several boxes with commas between."""
    args = request.args.to_dict(flat=False)
    # What an old slide was made from is of no new one.
    return {key: ",".join(texts) for key, texts in args.items() if key != "since"}


def _preview(name: str, kept: Mapping[str, str]) -> str:
    path = file_path(name, "svg")
    return with_args(path, {**kept, "title": request.args.get("title", "")})


def _is_own(key: str) -> bool:
    """Whether this page is asked for it itself; all else belongs to the picture."""
    return key in exporting.OF_FILES or key in OF_FRAMES


def _ways(shown: Scene | Deck, name: str, kept: Mapping[str, str]) -> Iterator[Way]:
    for suffix, output in OUTPUTS.items():
        if output.holds(shown):
            path = file_path(name, suffix)
            told = _SLIDES if suffix == "pptx" and isinstance(shown, Deck) else _GOOD_FOR.get(suffix, "")
            good_for = current.word(told) if told else ""
            yield Way(suffix, current.word(output.name), path, with_args(path, kept), good_for)


def address(name: str) -> str:
    """Return the address of this page for the picture of this request, called `name` in addresses."""
    return with_args(f"{request.script_root}/present/{name}", _asked())
