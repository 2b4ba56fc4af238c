"""A picture as one HTML file: it opens from a disk, asks nothing of any server, and can be worked with.

The picture, what each thing is linked with, and the same as a list are in it as text, so that it can be
read without a script. Style and script are named in its content security policy by their marks; nothing
else runs in it.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from graph.drawing import Tie, lay_out, svg
from graph.drawing.picture import SIGNS
from graph.evaluation.charts import drawn as chart_of
from graph.i18n import catalogue
from ontology import pick

from .html_network import network_svg
from .html_table import Table, table_of
from .html_things import Named, as_list, drawn, here, live, named_of, told
from .scene import Chart, Grid, Layered, Scene, Spread

_PACKAGE = Path(__file__).parents[1]
#: In the order in which they stand in the file.
_STYLES = ("planweave.css", "layered.css", "one_file.css")
_SCRIPTS = ("layered.js", "one_file.js")
#: How wide a layered picture is laid out, so that what is told stands beside it.
_WIDTH, _SIZE = 900.0, 13.0


@dataclass(frozen=True)
class Assets:
    """The style and the scripts of the file, each as it stands between its tags."""

    style: str
    scripts: tuple[str, ...]

    @classmethod
    @lru_cache(maxsize=1)
    def installed(cls) -> Assets:
        """Return those of the installed package."""
        static = _PACKAGE / "static"
        return cls(
            "\n".join((static / name).read_text("utf-8") for name in _STYLES),
            tuple((static / name).read_text("utf-8") for name in _SCRIPTS),
        )

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

    name: str
    text: str
    colour: str
    path: str
    count: int


def html(scene: Scene, assets: Assets | None = None) -> bytes:
    """Return a picture as an HTML file in UTF-8; the same scene gives the same bytes.

    Parameters
    ----------
    scene
        The picture.
    assets
        Style and scripts; those of the installed package unless others are given.
    """
    used = assets or Assets.installed()
    named = named_of(scene.content)
    ties = drawn(named, scene.content.ties) if isinstance(scene.content, Layered | Spread) else []
    page = _templates(scene.lang).get_template("one_file.html")
    written = page.render(
        scene=scene,
        style=Markup(used.style),  # noqa: S704
        scripts=[Markup(script) for script in used.scripts],  # noqa: S704
        policy=used.policy,
        chips={chip.name: chip for chip in _chips(scene, named)},
        picture=Markup(_picture(scene, named)),  # noqa: S704
        is_network=isinstance(scene.content, Spread),
        things=told(named, ties),
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
        extensions=["jinja2.ext.i18n"],
    )
    texts = catalogue(lang, _PACKAGE / "translations")
    found.install_gettext_translations(texts, newstyle=True)  # type: ignore[attr-defined]
    found.globals["counted"] = lambda one, many, number: str(texts.ngettext(one, many, number)).format(
        number=number
    )
    return found


def _picture(scene: Scene, named: dict[str, Named]) -> str:
    """Return the drawing; nothing where the picture is a table."""
    content, desc = scene.content, scene.desc.replace("\n", " ")
    if isinstance(content, Layered):
        mine = here(content, named)
        layout = lay_out(mine.columns, mine.boxes, mine.ties, width=_WIDTH, size=_SIZE)
        return svg(layout, scene.kinds, title=scene.title, desc=desc, lang=scene.lang)
    if isinstance(content, Spread):
        return network_svg(content, scene.kinds, named, lang=scene.lang, title=scene.title, desc=desc)
    if isinstance(content, Chart):
        found = chart_of(content.table, content.parts, scene.lang, title=scene.title)
        return found.svg if found else ""
    return ""


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
    for kind in sorted(scene.kinds, key=lambda kind: kind.order):
        count = sum(one.kind == kind.name for one in named.values())
        if count or any(sign.kind == kind.name for sign in scene.legend):
            path = SIGNS.get(kind.symbol, "M.5 7a6.5 6.5 0 1 0 13 0a6.5 6.5 0 1 0-13 0z")
            yield Chip(kind.name, pick(kind.names, scene.lang).text, kind.colour, path, count)


def _centre(scene: Scene, named: dict[str, Named]) -> str:
    """Return the place of the one thing that the picture is about, or nothing."""
    content = scene.content
    found: list[str] = []
    if isinstance(content, Layered):
        found = [box.id for box in content.boxes if box.centre]
    elif isinstance(content, Spread):
        found = [spot.id for spot in content.spots if spot.marked]
    return named[found[0]].anchor if len(set(found)) == 1 else ""
