"""Pictures of the viewer in a notebook, and from there into any file: `picture(plans, "focus", focus=…)`."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from graph import PlanGraph
from graph.errors import ParameterError, UnknownQueryError
from graph.i18n import mark
from graph.notebook import picture_html
from graph.whole_files import write_whole

from . import create_app, exporting
from .present_frames import REPORT
from .presentation import Grid, Scene
from .presentation.outputs import OUTPUTS, Wish, suffix_of
from .presentation.svg import svg
from .presentation.told import told
from .scenes.making import PICTURES
from .settings import GUARD, Settings

__all__ = ["Picture", "picture"]

_SVG = "svg"


@dataclass(frozen=True)
class Picture:
    """A picture as it is now: it shows itself in a notebook, and becomes a file of any form."""

    #: What is drawn, as all outputs take it.
    scene: Scene

    def save(
        self,
        file: Path | str,
        *,
        width: int | None = None,
        transparent: bool = False,
        template: Path | None = None,
    ) -> Path:
        """Write the picture to a file, in the form that the end of its name says, and return its path.

        Parameters
        ----------
        file
            Such as `slide.pptx`; a file of that name is replaced.
        width
            Of a PNG or an SVG, in pixels.
        transparent
            Whether a PNG or an SVG has no white ground.
        template
            A presentation whose colours and fonts a PowerPoint file takes.

        Raises
        ------
        ParameterError
            No form has that suffix, or it cannot hold this picture.
        """
        path = Path(file)
        suffix = suffix_of(path.name)
        if not suffix:
            message = mark("{file}: no picture can be written so; the name must end in one of: {choices}")
            raise ParameterError(message, file=path.name, choices=" ".join(f".{one}" for one in OUTPUTS))
        if width is not None:
            exporting.require_width(width, str(width))
        wish = Wish(width, transparent, template)
        write_whole(path, exporting.written(self.scene, suffix, wish))
        return path

    def _repr_svg_(self) -> str:
        return svg(self.scene).decode()

    def _repr_html_(self) -> str:
        listed = self.scene.listed or Grid((), ())
        lang = self.scene.lang
        heads = [head.text for head in listed.heads]
        rows = [[cell.text for cell in row.cells] for row in listed.rows]
        summary = told(mark("The same as a list ({count})"), lang, count=len(rows))
        return picture_html(self._repr_svg_(), lang, summary, heads, rows)


def picture(
    plans: PlanGraph | Path | str,
    name: str,
    *,
    lang: str = "en",
    question: str = "",
    title: str = "",
    public_url: str = "",
    **state: str,
) -> Picture:
    """Return a picture of the viewer without a server: nothing internal is in it.

    Parameters
    ----------
    plans
        The plans, or the folder of their store.
    name
        One of matrix, focus, path, network, list, or `question`.
    lang
        The language: fi, sv or en.
    question
        Of a `question`, its name.
    title
        In place of the sentence that is made from the numbers.
    public_url
        The address of the viewer for others: with it, boxes and the picture lead there.
    state
        What it shows, as in the address of its page: `focus="kemi:kirjasto"`, `plan=…`, `named="true"`.

    Raises
    ------
    UnknownQueryError
        There is no such picture or question, or something that it names is not stored.
    ParameterError
        A value is not of its type, or the plans are in no folder.
    """
    if name == REPORT:
        message = mark("there is no picture {name}; there are: {choices}")
        raise UnknownQueryError(message, name=name, choices=", ".join(PICTURES))
    app = create_app(Settings(_folder(plans), public_url, internal=True))
    with closing(app.extensions[GUARD]), app.test_request_context(_address(name, lang, title, state)):
        app.preprocess_request()
        found = exporting.shown(name, question)
    assert isinstance(found, Scene)
    return Picture(found)


def _folder(plans: PlanGraph | Path | str) -> Path:
    found = plans.store.folder if isinstance(plans, PlanGraph) else Path(plans)
    if found is None:
        raise ParameterError(mark("a picture needs plans that are stored in a folder"))
    return found


def _address(name: str, lang: str, title: str, state: Mapping[str, str]) -> str:
    """Return an address below that of files, from which what is internal is kept back."""
    given = {**state, "lang": lang, "title": title}
    return f"/export/{name}.{_SVG}?{urlencode({key: value for key, value in given.items() if value})}"
