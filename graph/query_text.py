"""What can be said of a SPARQL text before it is parsed: federation, prefixes, the place of an error.

A query must not reach out to other services, and the engine cannot be told so. Its parser is
scannerless: ``SERVICEex:a {}`` is a SERVICE clause, and in ``FILTER(1<2&&'>'=?x)`` the first `<`
is an operator although ``<2&&'>`` has the form of an IRI. One reading of the text is therefore not
enough: every position where a token may start under some reading is visited, and a text is refused
when a clause of federation may start at one of them.

Grammar: https://www.w3.org/TR/sparql11-query/#sparqlGrammar
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from .errors import QuerySyntaxError
from .i18n import mark

# Characters of names: PN_CHARS_U and PN_CHARS of the grammar, as the inside of a character class.
_FIRST = (
    "A-Za-z_\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_CHARS = _FIRST + "0-9\u00b7\u0300-\u036f\u203f\u2040"

_HEX = "[0-9A-Fa-f]"
_POINT = rf"(?:\\u(?![Dd][89A-Fa-f]){_HEX}{{4}}|\\U(?!0000[Dd][89A-Fa-f])00(?:0{_HEX}|10){_HEX}{{4}})"
_ESCAPE = rf"""(?:\\[tbnrf\\"']|{_POINT})"""

_GAP = r"(?:[ \t\r\n]++|\#[^\r\n]*+)"
_IRI = rf'<(?:[^\x00-\x20<>"{{}}|^`\\]|{_POINT})*+>'
_VARIABLE = rf"[?$][{_CHARS}]++"
_RUN = rf"[{_FIRST}0-9](?:[{_CHARS}-]|\.+(?=[{_CHARS}-]))*+"
_LOCAL = rf"(?:[{_CHARS}:-]|%{_HEX}{{2}}|\\[_~.!$&'()*+,;=/?\#@%-]|\.+(?=[{_CHARS}:%\\-]))*+"
_NAME = rf"(?:{_RUN})?:{_LOCAL}"


def _strings(escape: str) -> str:
    """Return the pattern of the four forms of a literal, the long ones first."""
    quotes = ('"', "'")
    long = [rf"{quote * 3}(?:{quote}{{0,2}}(?:[^{quote}\\]|{escape}))*+{quote * 3}" for quote in quotes]
    short = [rf"{quote}(?:[^{quote}\\\r\n]|{escape})*+{quote}" for quote in quotes]
    return "|".join(long + short)


_TOKEN = re.compile(
    rf"""(?P<gap>{_GAP}+) | (?P<string>{_strings(_ESCAPE)}) | (?P<iri>{_IRI}) | (?P<variable>{_VARIABLE})
    | (?P<blank>_:{_LOCAL}) | (?P<tag>@[A-Za-z]+(?:-+[A-Za-z0-9]+)*) | (?P<name>(?P<prefix>{_RUN})?:{_LOCAL})
    | (?P<word>{_RUN}) | (?P<other>[^"'])""",
    re.VERBOSE,
)
#: A token of the grammar: which kind it is tells `lastgroup`.
Token = re.Match[str]
_LENIENT_STRING = re.compile(_strings(r"\\[\s\S]"))
_CODE_POINT = re.compile(rf"\\\\|{_POINT}")

_SUSPECT = re.compile("service|load", re.IGNORECASE | re.ASCII)
_CLAUSE = re.compile(
    rf"""service {_GAP}*+ (?:silent {_GAP}*+)? (?:{_IRI}|{_VARIABLE}|{_NAME}) {_GAP}*+ \{{
    | load {_GAP}*+ (?:silent {_GAP}*+)? {_IRI} | load {_GAP}++ (?:silent {_GAP}++)? {_NAME}""",
    re.IGNORECASE | re.ASCII | re.VERBOSE,
)
_LONGEST_WORD = 200
_BEFORE_A_NAME = ("graph", "from", "named", "describe")

_DECLARATION = re.compile(
    rf"""{_GAP}*+ (?: base {_GAP}*+ {_IRI} | version {_GAP}*+ (?:{_strings(_ESCAPE)})
    | prefix {_GAP}*+ (?P<prefix>(?:{_RUN})?): {_GAP}*+ (?P<namespace>{_IRI}) )""",
    re.IGNORECASE | re.VERBOSE,
)
_PARSER_ERROR = re.compile(r"error at (\d+):(\d+): expected (.*)", re.DOTALL)


def refuse_federation(text: str) -> None:
    """Raise QuerySyntaxError, with line and column, if the query would reach beyond this store.

    >>> refuse_federation("SELECT * { ?service rdfs:label 'SERVICE <http://example.org/> {}' }")
    >>> refuse_federation("SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }")
    Traceback (most recent call last):
        ...
    graph.errors.QuerySyntaxError: line 1, column 12: SERVICE is refused; only this store is asked
    """
    for view, places in _views(text):
        start = _federation(view)
        if start is not None:
            word = "SERVICE" if view[start] in "Ss" else "LOAD"
            line, column = line_and_column(text, places[start])
            message = mark("line {line}, column {column}: {word} is refused; only this store is asked")
            raise QuerySyntaxError(message, line=line, column=column, word=word)


def names_dataset(text: str) -> bool:
    """Tell whether the query says itself, by FROM or FROM NAMED, which graphs it reads."""
    if "from" not in text.lower():
        return False
    return any(token.lastgroup == "word" and token[0].lower().endswith("from") for token in tokens(text))


def add_prefixes(text: str, prefixes: Mapping[str, str]) -> str:
    """Return the query with those prefixes declared that it does not declare itself.

    They stand in front of its first line, so that every line keeps its number.

    >>> add_prefixes("SELECT * { ?s ex:p ?o }", {"ex": "http://example.org/"})
    'PREFIX ex: <http://example.org/> SELECT * { ?s ex:p ?o }'
    """
    declared = _declared(text)
    added = [f"PREFIX {name}: <{iri}> " for name, iri in prefixes.items() if name not in declared]
    return "".join(added) + text


def syntax_error(text: str, reason: str) -> QuerySyntaxError:
    """Return the parser's complaint as an error that names line, column and the text it stopped at.

    >>> str(syntax_error("SELECT * WHERE ?s }", "error at 1:16: expected '{'"))
    "line 1, column 16, near ?s }: expected '{'"
    """
    found = _PARSER_ERROR.fullmatch(reason)
    if found is None:
        return QuerySyntaxError(mark("not SPARQL: {reason}"), reason=_shortened(reason, 200))
    line, column = int(found[1]), int(found[2])
    stopped_in = (text.split("\n")[line - 1 : line] or [""])[0]
    column = _word_start(stopped_in, column - 1) + 1
    rest = stopped_in[column - 1 :].strip()
    # Classes of characters help nobody.
    expected = re.sub(r"^one of |(?:^|, )(?:\[.*|<unreported>)", "", found[3], flags=re.DOTALL) or "…"
    values: dict[str, object] = {"line": line, "column": column, "expected": _shortened(expected, 200)}
    if not rest:
        message = mark("line {line}, column {column}, at the end of the line: expected {expected}")
        return QuerySyntaxError(message, **values)
    message = mark("line {line}, column {column}, near {near}: expected {expected}")
    return QuerySyntaxError(message, near=_shortened(rest, 40), **values)


def _word_start(line: str, at: int) -> int:
    """Return where the word begins that this place is in the middle of; else the place itself."""
    word = re.compile(rf"[{_CHARS}]+")
    return next((found.start() for found in word.finditer(line) if found.start() < at < found.end()), at)


def _shortened(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"


def line_and_column(text: str, start: int) -> tuple[int, int]:
    """Return the line and the column of a place in a text, both from 1."""
    return text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)


def _views(text: str) -> Iterator[tuple[str, Sequence[int]]]:
    r"""Yield the text as it stands, and with code points unescaped, each with the places of its characters.

    SPARQL 1.1 (section 19.2) reads `\u0049` anywhere in a query before all else, SPARQL 1.2 only in
    literals and IRIs; a text must be harmless under both.
    """
    yield text, range(len(text))
    if "\\u" in text or "\\U" in text:
        yield _unescaped(text)


def _unescaped(text: str) -> tuple[str, list[int]]:
    """Return the text without escapes of code points, and where each of its characters stood."""
    characters: list[str] = []
    places: list[int] = []
    at = 0
    for escape in _CODE_POINT.finditer(text):
        plain = text[at : escape.start()]
        found = escape[0] if escape[0] == "\\\\" else chr(int.from_bytes(bytes.fromhex(escape[0][2:])))
        characters += [*plain, *found]
        places += [*range(at, escape.start()), *([escape.start()] * len(found))]
        at = escape.end()
    characters += text[at:]
    places += range(at, len(text))
    return "".join(characters), places


def _federation(text: str) -> int | None:
    """Return where a clause of federation may start under some reading of the text."""
    if _SUSPECT.search(text) is None:
        return None
    # Start of a token -> whether it must be a name, as in GRAPH service:a {}, on every way there.
    starts = {0: False}
    for start in range(len(text)):
        if start not in starts:
            continue
        token = _TOKEN.match(text, start)
        named = starts.pop(start)
        clause = _clause(text, token) if token is not None and not named else None
        if clause is not None:
            return clause
        follows = _names_follow(token, named=named)
        for end in _ends(text, start, token):
            starts[end] = starts.get(end, True) and follows
    return None


def _names_follow(token: re.Match[str] | None, *, named: bool) -> bool:
    """Tell whether what comes after the token can only be the name of a graph or a thing."""
    if token is None:
        return False
    if token["gap"]:
        return named
    return bool(token["word"]) and token["word"].lower().endswith(_BEFORE_A_NAME)


def _clause(text: str, token: re.Match[str]) -> int | None:
    """Return where in a word, or in the prefix of a name, a clause of federation may start.

    A word too long for any honest query counts as one: looking into it would take ever longer.
    """
    group = token.lastgroup if token.lastgroup == "word" else "prefix"
    if not token[group]:
        return None
    for hit in _SUSPECT.finditer(text, *token.span(group)):
        if len(token[group]) > _LONGEST_WORD or _CLAUSE.match(text, hit.start()):
            return hit.start()
    return None


def _ends(text: str, start: int, token: re.Match[str] | None) -> Iterator[int]:
    """Yield where the token that starts here may end; nowhere, when none can start."""
    if token is not None:
        yield token.end()
    if text[start] == "<":
        yield start + 1
    if text[start] in "\"'":
        lenient = _LENIENT_STRING.match(text, start)
        if lenient is not None:
            yield lenient.end()


def tokens(text: str) -> Iterator[re.Match[str]]:
    """Yield the tokens of the text as the grammar reads them, until what is no token."""
    start = 0
    while token := _TOKEN.match(text, start):
        yield token
        start = token.end()


def prologue_end(text: str) -> int:
    """Return where the declarations at the beginning of a text end."""
    return max((declaration.end() for declaration in declarations(text)), default=0)


def _declared(text: str) -> set[str]:
    """Return the prefixes that the query declares."""
    return {found["prefix"] for found in declarations(text) if found["prefix"] is not None}


def declarations(text: str, start: int = 0) -> Iterator[re.Match[str]]:
    """Yield the declarations of prefixes, base and version that stand one after the other from a place on."""
    while declaration := _DECLARATION.match(text, start):
        yield declaration
        start = declaration.end()
