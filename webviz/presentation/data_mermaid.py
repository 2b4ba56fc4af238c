"""A picture as a Mermaid flowchart, for Markdown pages, GitLab, GitHub and wikis.

Mermaid reads HTML, Markdown, icons and its own words in a text. So each letter that means anything there is
written as the number of the letter, between `#` and `;`, which Mermaid turns back as the very last step.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from urllib.parse import quote

from graph.drawing import Tie
from graph.drawing.strokes import INK, NAMED, RULE, SOFT, WHITE
from graph.drawing.text_measure import FONTS, clean
from graph.i18n import mark

from .data_drawn import Drawn, Thing, colour_of, drawn, said_of
from .scene import Layered, Scene
from .told import told

#: How many links and letters Mermaid draws unless the page around it allows more.
_MOST_LINKS, _MOST_LETTERS = 500, 50_000
_TOO_MUCH = mark(
    "This is more than Mermaid draws by default: set maxEdges and maxTextSize in the page around it."
)
_HARMFUL = re.compile(r"""[#"<>&`*_{}\[\]|~\\^$@;=%]|^[-+.]|//""")
#: What Mermaid reads after it has turned numbers into letters: a formula, and an icon.
_LATE = re.compile(r"(\$)(?=\$)|(\bfa[a-z]?:)(?=fa-)", re.IGNORECASE)
_JOINER = "\N{WORD JOINER}"
_NUMBERED = re.compile(r"^(\d+)([.)])")
#: In a line that is not drawn: what would end it, or begin something else.
_UNSAFE = re.compile(r'[#"<>{};%`]')
_BRACES = re.compile(r"[{}]")
#: How the boxes of each sign of the legend begin and end.
_SHAPES: Mapping[str, tuple[str, str]] = {
    "diamond": ("{{", "}}"),
    "hexagon": ("{{", "}}"),
    "dot": ("([", "])"),
    "triangle": ("[/", "\\]"),
    "triangleDown": ("[\\", "/]"),
    "star": (">", "]"),
}
_BOX = ("(", ")")
_THEME = {
    "fontFamily": FONTS,
    "clusterBkg": WHITE,
    "clusterBorder": RULE,
    "edgeLabelBackground": WHITE,
    "lineColor": NAMED,
    "textColor": INK,
}


def mermaid(scene: Scene) -> bytes:
    """Return a picture as a flowchart from left to right: dashed where a link is a reading.

    Columns are groups with their titles. In a picture without columns, each thing says its kind.
    """
    found = drawn(scene)
    names = {thing.short: f"n{place}" for place, thing in enumerate(found.things, 1)}
    body = [
        "flowchart LR",
        f"  accTitle: {_plain(scene.title)}",
        f"  accDescr: {_plain(scene.desc)}",
        *_boxes(scene, found, names),
        *_note(scene),
        *(_link(tie, names) for tie in found.ties),
        *_strokes(found.ties),
        *_classes(found, names),
        *(
            f'  click {names[thing.short]} href "{_address(thing.url)}"'
            for thing in found.things
            if thing.url
        ),
    ]
    return "\n".join((*_front(scene, found, body), *body, "")).encode(errors="replace")


def escaped(text: str) -> str:
    """Return a text on one line as it stands between quotation marks.

    >>> escaped('1. "a" <b>')
    '1#46; #34;a#34; #60;b#62;'
    """
    apart = _LATE.sub(lambda found: found[0] + _JOINER, clean(text))
    safe = _HARMFUL.sub(lambda found: "".join(f"#{ord(letter)};" for letter in found[0]), apart)
    return _NUMBERED.sub(lambda found: f"{found[1]}#{ord(found[2])};", safe)


def _plain(text: str) -> str:
    lines = (clean(_UNSAFE.sub(" ", line)) for line in text.splitlines())
    return " / ".join(filter(None, lines))


def _comment(text: str) -> str:
    return f"%% {clean(_BRACES.sub(' ', text))}"


def _address(url: str) -> str:
    return quote(url, safe=":/?&=%,.@!*()+~-_")


def _front(scene: Scene, found: Drawn, body: Sequence[str]) -> Iterator[str]:
    """Yield the title, and in comments what must go with each copy."""
    yield from ("---", f"title: {json.dumps(clean(scene.title), ensure_ascii=False)}")
    yield from ("config:", "  theme: base", "  themeVariables:")
    yield from (f'    {name}: "{colour}"' for name, colour in _THEME.items())
    yield "---"
    yield from map(_comment, said_of(scene))
    if len(found.ties) > _MOST_LINKS or sum(map(len, body)) > _MOST_LETTERS:
        yield _comment(told(_TOO_MUCH, scene.lang))


def _boxes(scene: Scene, found: Drawn, names: Mapping[str, str]) -> Iterator[str]:
    if not isinstance(scene.content, Layered):
        for thing in found.things:
            begin, end = _SHAPES.get(thing.kind.symbol if thing.kind else "", _BOX)
            text = _text(thing.called, thing.note, thing.kind_name(scene.lang))
            yield f'  {names[thing.short]}{begin}"{text}"{end}'
        return
    for place, column in enumerate(scene.content.columns):
        within = [thing for thing in found.things if thing.column == place]
        if not within:
            continue
        yield f'  subgraph c{place}["{escaped(column.title)}"]'
        yield from (f'    {names[thing.short]}("{_text(thing.called, thing.note)}")' for thing in within)
        yield "  end"


def _text(*lines: str) -> str:
    return "<br/>".join(escaped(text) for text in lines if text)


def _note(scene: Scene) -> Iterator[str]:
    """Yield the line that a picture is never without: what its links rest on, and of when it is."""
    lines = [text for text in said_of(scene) if text != scene.stamp.address]
    if lines:
        yield f'  about["{_text(*lines)}"]'
        yield f"  style about fill:{WHITE},stroke:{WHITE},color:{SOFT}"


def _link(tie: Tie, names: Mapping[str, str]) -> str:
    solid, dashed = ("---", "-.-") if tie.mutual else ("-->", "-.->")
    words = f'|"{escaped(tie.words)}"|' if clean(tie.words) else ""
    return f"  {names[tie.source]} {solid if tie.named else dashed}{words} {names[tie.target]}"


def _strokes(ties: Iterable[Tie]) -> Iterator[str]:
    places: dict[str, list[str]] = {}
    for place, tie in enumerate(ties):
        places.setdefault(colour_of(tie), []).append(str(place))
    for colour, those in sorted(places.items()):
        yield f"  linkStyle {','.join(those)} stroke:{colour},stroke-width:1.5px"


def _classes(found: Drawn, names: Mapping[str, str]) -> Iterator[str]:
    """Yield a class for each colour, and one more for what is in focus."""
    groups: dict[tuple[bool, str], list[Thing]] = {}
    for thing in found.things:
        groups.setdefault((thing.marked, thing.colour), []).append(thing)
    for place, ((marked, colour), things) in enumerate(sorted(groups.items(), key=lambda item: item[0]), 1):
        fill, ink = (colour, WHITE) if marked else (WHITE, INK)
        yield f"  classDef k{place} fill:{fill},stroke:{colour},color:{ink},stroke-width:1.5px"
        yield f"  class {','.join(names[thing.short] for thing in things)} k{place}"
