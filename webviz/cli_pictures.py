"""What the viewer adds to `planweave export`: pictures, answers and the report as files to show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

from graph import PlanGraph, saving
from graph.commands.exporting import WRITTEN
from graph.commands.frame import Setup, pairs
from graph.errors import ParameterError, PlanweaveError, UnknownQueryError, nearest
from graph.i18n import mark, translate
from graph.library import NamedQuery
from graph.whole_files import write_whole

from . import create_app, current, exporting, saved_pictures, state
from .present_frames import REPORT
from .presentation import Deck, Scene
from .presentation.outputs import OUTPUTS, Wish
from .scenes.making import PICTURES
from .settings import Settings

#: Files of points or lines alone can be of a width, and without a ground.
_SIZED, _WITH_TEMPLATE = ("png", "svg"), ("pptx",)
#: What of an address is no state: how a list is wanted, and whether a report has every answer.
_OF_LISTS, _OF_REPORTS = ("sort", "dir", "find", "group"), ("full", "named")
_NETWORK, _LIST, _FOCUS, _MATRIX = "network", "list", "focus", "matrix"


@dataclass(frozen=True)
class Asked:
    """What a command line asks for: a picture, a question or the report, and how its file is wanted."""

    file: Path
    suffix: str
    view: str = ""
    question: str = ""
    report: bool = False
    plan: str = ""
    params: tuple[str, ...] = ()
    title: str = ""
    template: Path | None = None
    width: int | None = None
    transparent: bool = False
    public_url: str = ""


@dataclass(frozen=True)
class _Found:
    """The picture that is meant, its question, and the arguments of its address."""

    picture: str
    question: str
    args: Mapping[str, str]


def write(setup: Setup, asked: Asked) -> None:
    """Write a picture to a file, and say what is in it and what can be done next.

    Raises
    ------
    PlanweaveError
        Something that is asked for does not exist, or the file cannot hold it.
    """
    with _in_our_words(setup):
        _require_fitting(asked)
        settings = Settings(setup.store, asked.public_url, queries=setup.queries, internal=True)
        app = create_app(settings, guarded=False)
        with app.test_request_context(f"/export/{REPORT}.{asked.suffix}?lang={setup.lang}"):
            app.preprocess_request()
            found = _found(current.plans(), asked)
        with app.test_request_context(_address(setup, asked, found)):
            app.preprocess_request()
            shown = exporting.shown(found.picture, asked.suffix, found.question)
            wish = Wish(asked.width, asked.transparent, asked.template)
            data = exporting.written(shown, asked.suffix, wish)
    write_whole(asked.file, data)
    _tell(setup, asked, shown, len(data))


def _address(setup: Setup, asked: Asked, found: _Found) -> str:
    """Return the address by which the viewer has the same file."""
    path = f"question/{quote(found.question, safe='')}" if found.question else found.picture
    args = {**found.args, "title": asked.title, "lang": setup.lang}
    return f"/export/{path}.{asked.suffix}?{urlencode({key: text for key, text in args.items() if text})}"


def is_for(plans: PlanGraph, view: str) -> bool:
    """Whether a view is a picture or a saved view, and not one of the named views."""
    return view not in plans.library.views and (view in PICTURES or view in saving.saved(plans))


# ---- what is meant


def _found(plans: PlanGraph, asked: Asked) -> _Found:
    """Return which picture is meant, with the arguments of its address, or raise `UnknownQueryError`."""
    given = pairs(asked.params)
    if asked.plan:
        given["plan"] = asked.plan
    if asked.report:
        return _checked(_Found(REPORT, "", given), (*_OF_REPORTS, "plan"))
    if asked.question:
        return _of_question(plans.library.question(asked.question), given)
    if asked.view in saving.saved(plans):
        return _of_saved(plans, asked.view, given)
    if asked.view in plans.library.views and asked.view not in PICTURES:
        return _of_named(plans.library.view(asked.view), given)
    if asked.view and asked.view not in PICTURES:
        raise _unknown(plans, asked.view)
    return _of_picture(asked.view or (_FOCUS if given.get("focus") else _MATRIX), given)


def _unknown(plans: PlanGraph, view: str) -> UnknownQueryError:
    known = (*PICTURES, *saving.saved(plans), *plans.library.views)
    near = nearest(view, known)
    message = mark("there is no view {name}; did you mean {near}?")
    if not near:
        message = mark("there is no view {name}; there are: {choices}, and those of: planweave views")
    return UnknownQueryError(message, name=view, near=near, choices=", ".join(PICTURES))


def _of_question(question: NamedQuery, given: Mapping[str, str]) -> _Found:
    found = _Found("question", question.name, given)
    needed = question.needs
    if needed and not given.get(needed):
        message = mark("the question {question} needs to know: -p {name}=…")
        raise ParameterError(message, question=question.name, name=needed)
    return _checked(found, ("plan", *question.params))


def _of_saved(plans: PlanGraph, name: str, given: Mapping[str, str]) -> _Found:
    view = saving.saved_view(plans, name)
    picture, question, args = saved_pictures.told(view)
    return _of_picture(picture, {**args, **given}, question)


def _of_named(view: NamedQuery, given: Mapping[str, str]) -> _Found:
    needed = view.needs
    if needed and not given.get(needed):
        message = mark("the view {view} needs to know around what: -p {name}=PLAN:ID")
        raise ParameterError(message, view=view.name, name=needed)
    return _of_picture(_NETWORK, {"view": view.name, **given})


def _of_picture(picture: str, given: Mapping[str, str], question: str = "") -> _Found:
    found = _Found(picture, question, given)
    if question:
        return found
    if picture in {_FOCUS, "path"} and not given.get("focus"):
        message = mark("the picture {view} needs to know around what: -p focus=PLAN:ID")
        raise ParameterError(message, view=picture)
    return _checked(found, _OF_LISTS if picture == _LIST else ())


def _checked(found: _Found, more: tuple[str, ...]) -> _Found:
    """Return what was found, or raise `ParameterError` for an argument that it does not know."""
    is_picture = found.picture in PICTURES
    known = [*more, *(state.arguments() if is_picture else ())]
    for key, text in found.args.items():
        if key not in known and not (is_picture and state.is_argument(key)):
            near = nearest(key, known)
            message = mark("there is no {name} to be chosen; did you mean {near}?")
            if not near:
                message = mark("there is no {name} to be chosen; there are: {choices}")
            raise ParameterError(message, name=key, near=near, choices=", ".join(known))
        if is_picture and state.is_flag(key) and text not in {"true", "false"}:
            message = mark("{name}={found} is neither true nor false")
            raise ParameterError(message, name=key, found=text[:40])
    return found


# ---- how the file is wanted


def _require_fitting(asked: Asked) -> None:
    """Raise `ParameterError` where an option says nothing to a file of that suffix, or is no address."""
    wishes = (
        ("--width", asked.width is not None, _SIZED),
        ("--transparent", asked.transparent, _SIZED),
        ("--template", asked.template is not None, _WITH_TEMPLATE),
    )
    for option, is_given, suffixes in wishes:
        if is_given and asked.suffix not in suffixes:
            message = mark("{option} is for files that end in: {choices}")
            raise ParameterError(message, option=option, choices=" ".join(f".{one}" for one in suffixes))
    told = urlsplit(asked.public_url)
    if asked.public_url and (told.scheme not in {"http", "https"} or not told.netloc):
        message = mark("{found} is no address of a viewer; expected one such as https://plans.example.fi")
        raise ParameterError(message, found=asked.public_url[:100])


@contextmanager
def _in_our_words(setup: Setup) -> Iterator[None]:
    """Tell errors of the viewer in the user's language: the command line knows the texts of `graph` alone."""
    try:
        yield
    except PlanweaveError as error:
        if translate(error.message, setup.lang, current.TRANSLATIONS) == error.message:
            raise
        text = translate(error.message, setup.lang, current.TRANSLATIONS, **error.values)
        raise PlanweaveError("{text}", text=text) from error


def _tell(setup: Setup, asked: Asked, shown: Scene | Deck, size: int) -> None:
    """Say what was written, what it is called, and what is not in it."""
    setup.say(WRITTEN, file=asked.file, size=size)
    message = mark("its title: {title}")
    if not asked.title:
        message = mark("its title: {title} – another one: --title TEXT")
    _say(setup, message, title=shown.title)
    left_out = shown.left_out if isinstance(shown, Scene) else ""
    if left_out:
        _say(setup, mark("not in it: {what}"), what=left_out)
    if OUTPUTS[asked.suffix].is_main and not asked.public_url and asked.suffix != "png":
        _say(setup, mark("nothing in it leads to the live page; it does with: --public-url ADDRESS"))


def _say(setup: Setup, message: str, **values: object) -> None:
    setup.tell(translate(message, setup.lang, current.TRANSLATIONS, **values))
