"""Plans that mean harm, or were made by accident: all that the ontology can say, with hostile texts.

The town of the examples is the pattern. Its texts become markup, script, formulas, text that runs the other
way, emoji, control characters and very long words; its numbers and dates become absurd; aims stand under
themselves; names are missing. What a workbook would be refused for is here too: a graph may be sent as it is.
"""

from __future__ import annotations

import io
import itertools
import re
from collections.abc import Iterator
from pathlib import Path

from graph import PlanGraph
from graph.known import Known, outline
from graph.mapping import map_workbook
from graph.spreadsheets import find_workbooks, read_workbook
from ontology import load_model, terms_graph
from ontology.namespaces import CONCEPT, ID, ONTOLOGY

TOWN = Path(__file__).parents[1] / "ontology" / "examples" / "town"
PLAN = "suvikoski-hyvinvointi-2025"
#: Where a page would be led to that lets a text be markup.
EVIL = "evil.example"
TEXTS = (
    "<script>window.pwned=1;alert(1)</script>",
    f"\"><img src='//{EVIL}/x' onerror='alert(1)'>",
    "' onmouseover='alert(1)' autofocus onfocus='alert(1)' x='",
    f"</title></style></script></textarea></svg><iframe src=//{EVIL}></iframe>",
    f"<svg onload=alert(1)><a xlink:href='javascript:alert(1)'>x</a></svg><base href=//{EVIL}>",
    f"<!-- --> ]]> <![CDATA[x]]> <?php x ?> &lt;script&gt; &amp;#x27; <link rel=stylesheet href=//{EVIL}>",
    "javascript:alert(document.domain)",
    "{{ 7*7 }} {% raw %} ${7*7} #{7*7} %s %(x)s {0} {name} {",
    f'=HYPERLINK("http://{EVIL}";"avaa")',
    "+358 40 1234567+cmd|' /C calc'!A0",
    "-2+3+cmd",
    "@SUM(1+1)*cmd",
    "\t=1+1",
    "\\u202eteksti \u202eoikealta vasemmalle",
    "\u2067\u202d\u2066 avattu eikä suljettu",
    "سياسة المدينة للرفاه والصحة",
    "תוכנית הרווחה של העיר 2025",
    "👩‍👩‍👧‍👦🏳️‍🌈🇫🇮 perheet 🧑🏿‍🦽",
    "Z̷̡̛̗̈́͝a̸̻͐l̶̰̈́̎g̴̙̾o̵͇͐ " + "e" + "\u0301" * 60,
    "\u200b\u200d\ufeff",
    " \u00a0 ",
    "\u0001\u0008\u000b\u001b[31mvalvonta\uffff",
    'rivi\\yksi\nrivi kaksi\r\nrivi "kolme"',
    "Hyvinvointisuunnitelmatoimenpide" * 157,
    "pitkä teksti, jossa on sanoja " * 167,
    "Tavallinen nimi",
)
_NUMBERS = (
    '"NaN"^^<{}double>',
    '"1E400"^^<{}double>',
    '"-INF"^^<{}double>',
    '"100000000000000000000"^^<{}integer>',
    '"-0.0"^^<{}decimal>',
    '"abc"^^<{}decimal>',
    '"1e5"^^<{}integer>',
)
_DATES = (
    '"-9999-01-01"^^<{}date>', '"99999999-12-31"^^<{}date>', '"2025-02-31"^^<{}date>', '"eilen"^^<{}gYear>',
    '"0000"^^<{}gYear>', '"123456789"^^<{}gYear>',
)  # fmt: skip
#: IDs that an address can hold, though it does not look so.
ODD = (
    "A'&;(1)",
    "%3Cscript%3Ealert(1)%3C",
    "Ä€漢字",
    "..%2F..%2Fetc",
    "a.json",
    "x" * 900,
    "index.html;jsession=1",
)
_XSD = "http://www.w3.org/2001/XMLSchema#"
_LITERAL = re.compile(r'^(<[^>]*>) (<[^>]*>) "(?:[^"\\]|\\.)*"(@[\w-]+|\^\^<[^>]*>)? (<[^>]*>) \.$')
_LABEL = "<http://www.w3.org/2004/02/skos/core#prefLabel>"
_LANGUAGE = "<http://purl.org/dc/terms/language>"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_TERM = str(ONTOLOGY) + "#"


def build(folder: Path, links: int = 40) -> None:
    """Store the plans in a folder; so many actions, each with a link record, carry out one priority."""
    lines = [*_spoiled(_pattern()), *_knots(), *_crowd(links)]
    with PlanGraph.create(folder).store as store:
        store.replace_all({ONTOLOGY: terms_graph()})
        store.fill(io.BytesIO("\n".join(lines).encode()))


def _pattern() -> Iterator[str]:
    """Yield the quads of the town as it is."""
    model = load_model()
    books = [read_workbook(place) for place in find_workbooks(TOWN)]
    outlines = [outline(book, model) for book in books]
    known = Known().with_outlines(outlines)
    for book, found in zip(books, outlines, strict=True):
        triples = map_workbook(book, found, model, known).graph.serialize(format="nt").splitlines()
        yield from sorted(f"{line[:-1]}<{found.iri}> ." for line in triples if line)


def _spoiled(lines: Iterator[str]) -> Iterator[str]:
    """Yield quads with other texts, numbers and dates; every ninth thing has no name."""
    texts, numbers, dates = (itertools.cycle(values) for values in (TEXTS, _NUMBERS, _DATES))
    languages = itertools.cycle(["", "", "", "", "@ar", "@tlh-x-kronos", "@he"])
    nameless = itertools.cycle(range(9))
    skipped: dict[str, bool] = {}
    for line in lines:
        found = _LITERAL.match(line)
        if found is None or (found[2] == _LANGUAGE and found[4].endswith(f"{PLAN}>")):
            yield line
            continue
        subject, predicate, kind, graph = found.groups()
        if predicate == _LABEL and skipped.setdefault(subject, not next(nameless)):
            continue
        if kind is None or kind.startswith("@"):
            value = _text(next(texts)) + (next(languages) or kind or "")
        elif kind.endswith(("#date>", "#gYear>")):
            value = next(dates).format(_XSD)
        else:
            value = _number(next(numbers), kind)
        yield f"{subject} {predicate} {value} {graph} ."


def _number(spoiled: str, kind: str) -> str:
    """Return a number that is none; a yes or no stays what it is."""
    return '"true"' + kind if kind.endswith("#boolean>") else spoiled.format(_XSD)


def _text(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return (
        '"'
        + "".join(f"\\u{ord(sign):04X}" if sign < " " or sign == "\uffff" else sign for sign in escaped)
        + '"'
    )


def _thing(name: str) -> str:
    return f"<{ID}{PLAN}/{name}>"


def _quad(subject: str, predicate: str, value: str) -> str:
    return f"{subject} <{predicate}> {value} <{ID}{PLAN}> ."


def _knots() -> Iterator[str]:
    """Yield aims that stand under each other and under themselves, and things that are strangely called."""
    aims = ["G1", "O1", "P1", "G1"]
    for one, other in itertools.pairwise(aims):
        yield _quad(_thing(one), f"{_TERM}partOfAim", _thing(other))
        yield from _record(f"knot{one}", one, "partOfAim", other)
    for name in ("P1", "P2", "O1", "G1"):
        yield _quad(_thing(name), f"{_TERM}implements", _thing(name))
        yield from _record(f"self{name}", name, "implements", name)
    for number, name in enumerate(ODD):
        yield _quad(_thing(name), f"{_RDF}type", f"<{_TERM}Action>")
        yield _quad(_thing(name), "http://purl.org/dc/terms/isPartOf", f"<{ID}{PLAN}>")
        yield _quad(_thing(name), f"{_TERM}implements", _thing("P1"))
        yield from _record(f"odd{number}", name, "implements", "P1")
    yield _quad(_thing("P1"), f"{_TERM}implements", _thing("nothing-is-said-of-this"))


def _crowd(links: int) -> Iterator[str]:
    """Yield actions that all carry out one priority."""
    for number in range(links):
        name = f"H{number}"
        yield _quad(_thing(name), f"{_RDF}type", f"<{_TERM}Action>")
        yield _quad(_thing(name), "http://purl.org/dc/terms/isPartOf", f"<{ID}{PLAN}>")
        yield _quad(_thing(name), _LABEL[1:-1], _text(TEXTS[number % len(TEXTS)][:200]) + "@fi")
        yield _quad(_thing(name), f"{_TERM}implements", _thing("P1"))
        yield from _record(name, name, "implements", "P1")


def _record(key: str, subject: str, relation: str, value: str) -> Iterator[str]:
    record = _thing(f"link/{key}")
    for cls in (f"{_TERM}Link", f"{_RDF}Statement"):
        yield _quad(record, f"{_RDF}type", f"<{cls}>")
    yield _quad(record, f"{_RDF}subject", _thing(subject))
    yield _quad(record, f"{_RDF}predicate", f"<{_TERM}{relation}>")
    yield _quad(record, f"{_RDF}object", _thing(value))
    yield _quad(record, f"{_TERM}basis", f"<{CONCEPT}basis/stated>")
    yield _quad(record, f"{_TERM}confidence", f'"NaN"^^<{_XSD}double>')
