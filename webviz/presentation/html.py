"""A picture as one HTML file: it opens from a disk, asks nothing of any server, and can be worked with.

The picture, what each thing is linked with, and the same as a list are in it as text, so that it can be
read without a script. Style and script are named in its content security policy by their marks; nothing
else runs in it.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from graph.drawing import Layout, Tie, lay_out, svg
from graph.drawing.strokes import CIRCLE, SIGNS
from graph.drawing.text_measure import clean
from graph.evaluation.charts import drawn as chart_of
from graph.i18n import catalogue
from ontology import pick

from .html_network import network_svg
from .html_table import Table, table_of
from .html_things import Named, as_list, data_of, here, live, named_of, ties_of
from .scene import Chart, Grid, Layered, Scene, Spread

_PACKAGE = Path(__file__).parents[1]
#: In the order in which they stand in the file.
_STYLES = ("planweave.css", "layered.css", "one_file.css")
_SCRIPTS = ("layered.js", "one_file_tables.js", "one_file_network.js", "one_file.js")
#: How wide a layered picture is laid out, so that what is told stands beside it.
_WIDTH, _BROAD, _SPARE, _SIZE = 900.0, 1228.0, 40.0, 13.0


@dataclass(frozen=True)
class Assets:
    """The style and the scripts of the file, each as it stands between its tags."""

    style: str
    scripts: tuple[str, ...]

    @classmethod
    def read(cls, text_of: Callable[[str], str]) -> Assets:
        """Return them as `text_of` gives their files, by name."""
        return cls("\n".join(map(text_of, _STYLES)), tuple(map(text_of, _SCRIPTS)))

    @property
    def policy(self) -> str:
        """What the file may do: its own style and scripts, and nothing of anybody else."""
        scripts = " ".join(map(_hash, self.scripts))
        return (
            f"default-src 'none'; script-src {scripts}; style-src {_hash(self.style)}; img-src data:; "
            "base-uri 'none'; form-action 'none'"
        )


@dataclass(frozen=True)
class Chip:
    """A kind in the legend, with how many things of it there are."""

    anchor: str
    name: str
    text: str
    colour: str
    path: str
    count: int

    @property
    def style(self) -> str:
        """How its sign is drawn before a name."""
        drawn = (
            "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 14 14'>"
            f"<path d='{self.path}' fill='{self.colour}'/></svg>"
        )
        return f'.{self.anchor}::before{{background-image:url("data:image/svg+xml,{quote(drawn)}")}}\n'


@lru_cache(maxsize=8)
def _installed(name: str) -> str:
    return (_PACKAGE / "static" / name).read_text("utf-8")


def html(scene: Scene, *, assets: Callable[[str], str] | None = None) -> bytes:
    """Return a picture as an HTML file in UTF-8; the same scene gives the same bytes.

    Parameters
    ----------
    scene
        The picture.
    assets
        Gives the text of a script or style sheet by its name; without it, as it is in the installed package.
    """
    used = Assets.read(assets or _installed)
    named = named_of(scene.content)
    ties = ties_of(scene.content, named)
    picture, is_broad = _picture(scene, named, ties)
    chips = {chip.name: chip for chip in _chips(scene, named)}
    used = replace(used, style=used.style + "".join(chip.style for chip in chips.values()))
    page = _templates(scene.lang).get_template("one_file.html")
    written = page.render(
        scene=scene,
        style=Markup(used.style),  # noqa: S704
        scripts=[Markup(script) for script in used.scripts],  # noqa: S704
        policy=used.policy,
        chips=chips,
        picture=Markup(picture),  # noqa: S704
        is_broad=is_broad,
        is_network=isinstance(scene.content, Spread),
        data=data_of(named, ties, {chip.name: chip.anchor for chip in chips.values()}) if named else {},
        table=_listed(scene, named, ties),
        centre=_centre(scene, named),
        live=live(scene.stamp.address),
        signs=[sign for sign in scene.legend if not sign.kind or not named],
    )
    return written.encode("utf-8", "replace")


def _hash(text: str) -> str:
    mark = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")
    return f"'sha256-{mark}'"


@lru_cache(maxsize=8)
def _templates(lang: str) -> Environment:
    found = Environment(
        loader=FileSystemLoader(_PACKAGE / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        # No text holds letters that a reader cannot see, or that end a line.
        finalize=lambda value: clean(value) if type(value) is str else value,
        extensions=["jinja2.ext.i18n"],
    )
    texts = catalogue(lang, _PACKAGE / "translations")
    found.install_gettext_translations(texts, newstyle=True)  # type: ignore[attr-defined]
    found.globals["counted"] = lambda one, many, number: str(texts.ngettext(one, many, number)).format(
        number=number
    )
    return found


def _picture(scene: Scene, named: dict[str, Named], ties: list[Tie]) -> tuple[str, bool]:
    """Return the drawing, empty where the picture is a table; and whether it needs the whole width."""
    content, desc = scene.content, clean(scene.desc)
    if isinstance(content, Layered):
        mine = here(content, named)
        layout = _laid_out(mine)
        written = svg(layout, scene.kinds, title=scene.title, desc=desc, lang=scene.lang)
        return written, layout.width > _WIDTH + _SPARE
    if isinstance(content, Spread):
        written = network_svg(
            content, scene.kinds, named, ties, lang=scene.lang, title=scene.title, desc=desc
        )
        return written, False
    if isinstance(content, Chart):
        found = chart_of(content.table, content.parts, scene.lang, title=scene.title)
        return (found.svg if found else ""), False
    return "", False


def _laid_out(content: Layered) -> Layout:
    """Return a picture beside which something can stand; if it does not fit there, a broad one."""
    narrow = lay_out(content.columns, content.boxes, content.ties, width=_WIDTH, size=_SIZE)
    if narrow.width <= _WIDTH + _SPARE:
        return narrow
    return lay_out(content.columns, content.boxes, content.ties, width=_BROAD, size=_SIZE)


def _listed(scene: Scene, named: dict[str, Named], ties: Iterable[Tie]) -> Table:
    """Return the table that says what the picture says."""
    content, texts = scene.content, catalogue(scene.lang, _PACKAGE / "translations")
    if isinstance(content, Grid):
        return table_of(content, {}, is_picture=True)
    if isinstance(content, Chart):
        return table_of(content.grid, {})
    heads = [texts.gettext(word) for word in ("From", "Relation", "To", "What it rests on")]
    grid = scene.listed or as_list(named, ties, heads)
    return table_of(grid, {(one.kind, one.text): one.anchor for one in reversed(named.values())})


def _chips(scene: Scene, named: dict[str, Named]) -> Iterable[Chip]:
    for place, kind in enumerate(sorted(scene.kinds, key=lambda kind: kind.order), start=1):
        count = sum(one.kind == kind.name for one in named.values())
        if count or any(sign.kind == kind.name for sign in scene.legend):
            path = SIGNS.get(kind.symbol, CIRCLE)
            yield Chip(f"k{place}", kind.name, pick(kind.names, scene.lang).text, kind.colour, path, count)


def _centre(scene: Scene, named: dict[str, Named]) -> str:
    """Return the place of the one thing that the picture is about, or nothing."""
    content = scene.content
    found: list[str] = []
    if isinstance(content, Layered):
        found = [box.id for box in content.boxes if box.centre]
    elif isinstance(content, Spread):
        found = [spot.id for spot in content.spots if spot.marked]
    return named[found[0]].anchor if len(set(found)) == 1 else ""
