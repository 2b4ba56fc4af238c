"""Pictures as Mermaid and DOT: whatever the names are, they are names and nothing else."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.drawing.text_measure import clean
from webviz.presentation import Scene
from webviz.presentation.data_dot import dot
from webviz.presentation.data_drawn import drawn
from webviz.presentation.data_mermaid import escaped, mermaid

from .odd_scenes import HOSTILE, SCENES, odd

# ---- Mermaid

_TEXT = r'"((?:[^"#<>&`*_{}\[\]|~\\^$@;=%]|#\d+;|<br/>)*)"'
_ID = r"[nc]\d+"
_LINES = [
    rf"    (?P<box>{_ID})\({_TEXT}\)",
    rf"  (?P<spot>{_ID})(?:\(|\(\[|\{{\{{|\[/|\[\\|>){_TEXT}(?:\)|\]\)|\}}\}}|\\\]|/\]|\])",
    rf"  subgraph {_ID}\[{_TEXT}\]",
    "  end",
    rf"  about\[{_TEXT}\]",
    r"  style about fill:#ffffff,stroke:#ffffff,color:#4d5966",
    rf"  (?P<from>{_ID}) (?P<arrow>-->|-\.->|---|-\.-)(?:\|{_TEXT}\|)? (?P<to>{_ID})",
    r"  linkStyle \d+(?:,\d+)* stroke:#[0-9a-f]{6},stroke-width:1\.5px",
    r"  classDef k\d+ fill:#[0-9a-f]{6},stroke:#[0-9a-f]{6},color:#[0-9a-f]{6},stroke-width:1\.5px",
    rf"  class {_ID}(?:,{_ID})* k\d+",
    rf'  click {_ID} href "[A-Za-z0-9:/?&=%,.@!*()+~_-]+"',
    r'  acc(?:Title|Descr): [^#"<>{};`\n]*',
]
_GRAMMAR = [re.compile(line) for line in _LINES]


def parsed(data: bytes) -> list[dict[str, str]]:
    """Return the lines of a flowchart by the grammar of Mermaid; each must be one that it knows."""
    _, front, body = data.decode().split("---\n", 2)
    head = front.splitlines()
    assert head[0].startswith("title: ")
    json.loads(head[0].removeprefix("title: "))
    assert all(re.fullmatch(r'config:|  theme: base|  themeVariables:|    \w+: "[^"]*"', x) for x in head[1:])
    comments, _, chart = body.partition("flowchart LR\n")
    assert all(re.fullmatch(r"%% [^{}]*", line) for line in comments.splitlines())
    found = []
    for line in chart.splitlines():
        matches = [match for rule in _GRAMMAR if (match := rule.fullmatch(line))]
        assert matches, line
        found.append({**matches[0].groupdict(), "text": next(iter(matches[0].re.findall(line)), "")})
    return found


def shows(text: str) -> str:
    """Return what Mermaid shows: it makes `&#34;` of `#34;`, and a browser makes a letter of that."""
    return unescape(re.sub(r"#(\d+);", r"&#\1;", text)).replace("\N{WORD JOINER}", "")


@pytest.mark.parametrize("shown", [*SCENES, HOSTILE], ids=["layered", "spread", "hostile"])
def test_a_flowchart_has_all_things_and_links_and_only_what_the_grammar_knows(shown: Scene) -> None:
    lines, found = parsed(mermaid(shown)), drawn(shown)
    assert sum(bool(line.get("box") or line.get("spot")) for line in lines) == len(found.things)
    names = {thing.short: f"n{n}" for n, thing in enumerate(found.things, 1)}
    links = [(line["from"], line["to"], "." in line["arrow"]) for line in lines if line.get("from")]
    assert links == [(names[t.source], names[t.target], not t.named) for t in found.ties]


@given(text=st.text())
@settings(max_examples=60, deadline=None)
def test_any_text_is_shown_as_it_is(text: str) -> None:
    written = escaped(text)
    assert re.fullmatch(_TEXT, f'"{written}"')
    assert shows(written) == clean(text).replace("\N{WORD JOINER}", "")
    assert not re.match(r"\d+[.)]|[-+*]", written)
    parsed(mermaid(odd(text, "x")))


def test_what_mermaid_reads_last_is_no_formula_and_no_icon() -> None:
    written = unescape(re.sub(r"#(\d+);", r"&#\1;", escaped("$$x$$ fa:fa-car")))
    assert "$$" not in written
    assert "fa:fa-" not in written


# ---- DOT

_STRING = r'"(?:[^"\\\n]|\\.)*"'
_ATTRIBUTES = rf"\[\w+=(?:{_STRING}|\w+)(?:, \w+=(?:{_STRING}|\w+))*\]"
_STATEMENT = re.compile(
    rf"//[^\n]*|digraph \{{|\s+\w+=(?:{_STRING}|\w+)|\s+(?:node|edge) {_ATTRIBUTES}|\s*\{{|\s*\}}"
    rf"|\s+{_STRING}(?: -> {_STRING})? {_ATTRIBUTES}"
)


@pytest.mark.parametrize("shown", [*SCENES, HOSTILE], ids=["layered", "spread", "hostile"])
def test_graphviz_reads_all_things_and_links(shown: Scene) -> None:
    data, found = dot(shown), drawn(shown)
    assert [line for line in data.decode().split("\n")[:-1] if not _STATEMENT.fullmatch(line)] == []
    if not shutil.which("dot"):
        pytest.skip("Graphviz is not here")
    told = subprocess.run(["dot", "-Kdot", "-Tdot_json"], input=data, capture_output=True, check=True)
    assert told.stderr == b""
    graph = json.loads(told.stdout)
    names = {one["name"]: one for one in graph["objects"] if "nodes" not in one}
    assert {thing.short for thing in found.things} <= names.keys()
    links = [edge for edge in graph["edges"] if edge.get("style") != "invis"]
    assert sum(edge.get("style") == "dashed" for edge in links) == sum(not t.named for t in found.ties)


@given(text=st.text())
@settings(max_examples=60, deadline=None)
def test_any_text_stays_within_its_quotation_marks(text: str) -> None:
    lines = dot(odd(text, "x")).decode().split("\n")[:-1]
    assert [line for line in lines if not _STATEMENT.fullmatch(line)] == []
