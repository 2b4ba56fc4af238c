"""What can be said of a SPARQL update before it is run: its operations, and a dataset given beside it.

The protocol gives a dataset beside an update by `using-graph-uri` and `using-named-graph-uri`: it is
that of every operation with a pattern to match, as if USING stood there. So USING is written there.
As the grammar has no separator of tokens, some texts could be cut into tokens in two ways; where that
would matter, the text is refused, and never rewritten by a guess.

Grammar: https://www.w3.org/TR/sparql11-query/#rUpdate
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from .errors import QuerySyntaxError
from .i18n import mark
from .query_text import Token, declarations, line_and_column, tokens

_PAIRS = {"}": "{", ")": "(", "]": "["}
_PROLOGUE = re.compile(r"(?:PREFIX N N |BASE N |VERSION S )*")
_MANAGES = re.compile(r"(?:CLEAR|DROP|CREATE|ADD|MOVE|COPY|LOAD) (?:[A-Z]+ |N )*")
_DATA = re.compile(r"(?:INSERT ?DATA|DELETE ?DATA) {} ")
_SHORT = re.compile(r"DELETE ?WHERE {} ")
_MODIFIES = re.compile(r"(?:WITH N )?(?:DELETE {} )?(?:INSERT {} )?(?:USING (?:NAMED )?N )*WHERE {} ")
# What may stand before `<` where that is an operator, and what would hide the rest of a text in an IRI.
_VALUES = {"variable", "string", "iri", "name", "word", "tag"}
_HIDES = re.compile(r"['#()\[\]]")
_ABSOLUTE = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*:[^\\]*>")
_PLACE = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*://")


@dataclass
class Operation:
    """An operation of an update: its words and blocks as one text, and where each stands."""

    signature: str = ""
    words: list[Token] = field(default_factory=list)
    blocks: list[tuple[int, int]] = field(default_factory=list)
    #: The IRIs and names in it, and whether a variable names a graph.
    names: list[Token] = field(default_factory=list)
    any_graph: bool = False
    start: int = 0

    @property
    def kind(self) -> str:
        """What it is, without the prefixes before it."""
        return _PROLOGUE.sub("", self.signature, count=1)


def with_dataset(text: str, default: Sequence[str], named: Sequence[str]) -> str:
    """Return the update with a dataset for each operation that matches a pattern.

    >>> with_dataset("DELETE WHERE { ?s ?p ?o }", ["http://example.org/g"], [])
    'DELETE { ?s ?p ?o } USING <http://example.org/g> WHERE { ?s ?p ?o }'

    Raises
    ------
    QuerySyntaxError
        An operation has a dataset of its own, or the text can be read in two ways.
    """
    using = "".join([*(f"USING <{iri}> " for iri in default), *(f"USING NAMED <{iri}> " for iri in named)])
    if not using:
        return text
    pieces: list[str] = []
    at = 0
    for operation in operations(text):
        for start, end, piece in _changes(text, operation, using):
            pieces += [text[at:start], piece]
            at = end
    return "".join([*pieces, text[at:]])


def _changes(text: str, operation: Operation, using: str) -> Iterator[tuple[int, int, str]]:
    """Yield from where to where another text is to stand."""
    kind = operation.kind
    if _SHORT.fullmatch(kind):
        (first, end), word = operation.blocks[0], operation.words[-1]
        yield word.start(), end, f"{'DELETE ' * (word[0].upper() != 'WHERE')}{text[first:end]} {using}WHERE "
        yield end, end, text[first:end]
    elif _MODIFIES.fullmatch(kind):
        if kind.startswith("WITH") or "USING" in kind:
            start = next(word.start() for word in operation.words if word[0].upper() in {"WITH", "USING"})
            line, column = line_and_column(text, start)
            message = mark(
                "line {line}, column {column}: {word} cannot stand in an update that is given a dataset by "
                "using-graph-uri or using-named-graph-uri"
            )
            raise QuerySyntaxError(message, line=line, column=column, word=kind.split()[0])
        start = operation.words[-1].start()
        yield start, start, using


def with_prefixes_in_front(text: str, prefixes: Mapping[str, str]) -> tuple[str, str]:
    """Return the prefixes that are declared after a semicolon, and the text with spaces in their place.

    The engine takes declarations only before the first operation. One that gives a known prefix another
    meaning stays where it is.

    >>> with_prefixes_in_front("CLEAR ALL; PREFIX a: <urn:a> CLEAR ALL", {})
    ('PREFIX a: <urn:a> ', 'CLEAR ALL;                   CLEAR ALL')
    """
    known = {name: f"<{iri}>" for name, iri in prefixes.items()}
    known |= {
        found["prefix"]: found["namespace"] for found in declarations(text) if found["prefix"] is not None
    }
    try:
        starts = [operation.start for operation in operations(text)][1:]
    except QuerySyntaxError:
        return "", text
    front = ""
    for found in (found for start in starts for found in declarations(text, start)):
        name, iri = found["prefix"], found["namespace"]
        if name is None or known.setdefault(name, iri) != iri:
            continue
        front += f"PREFIX {name}: {iri} "
        text = text[: found.start()] + re.sub(r"[^\r\n]", " ", found[0]) + text[found.end() :]
    return front, text


def graphs_written(text: str, known: Collection[str], prefixes: Mapping[str, str]) -> set[str]:
    """Return which of the graphs an update may write to, rather too many than too few.

    >>> graphs_written("CLEAR GRAPH ex:a", ["http://e/a", "http://e/b"], {"ex": "http://e/"})
    {'http://e/a'}
    """
    every = {str(graph) for graph in known}
    try:
        found = list(operations(text))
    except QuerySyntaxError:
        return every
    if any(operation.any_graph or {"ALL", "NAMED"} & _depth_0(operation) for operation in found):
        return every
    declared = {name: {iri} for name, iri in prefixes.items()}
    mentioned: set[str] = set()
    for operation in found:
        for token in operation.names:
            iris = _iris(token, declared)
            if iris is None:
                return every
            mentioned |= iris
    return mentioned & every


def _depth_0(operation: Operation) -> set[str]:
    return {word[0].upper() for word in operation.words}


def _iris(token: Token, declared: dict[str, set[str]]) -> set[str] | None:
    """Return what a token may stand for; nothing where that cannot be said."""
    if token.lastgroup == "iri":
        return {token[0][1:-1]} if _ABSOLUTE.fullmatch(token[0]) else None
    prefix, _, local = token[0].partition(":")
    after = token.string[token.end() :]
    declaration = re.match(r"\s*<([^<>\\\s]*)>", after)
    before = token.string[: token.start()].rstrip()
    if declaration and before[-6:].upper() == "PREFIX":
        declared.setdefault(prefix, set()).add(declaration[1])
        return set() if _ABSOLUTE.fullmatch(f"<{declaration[1]}>") else None
    if prefix not in declared:
        return None  # as in GRAPHex:a
    plain = re.sub(r"\\(.)", r"\1", local)
    return {start + plain for start in declared[prefix]}


def operations(text: str) -> Iterator[Operation]:
    """Yield the operations of an update, or raise `QuerySyntaxError` where it can be read in two ways."""
    operation, depth, end = Operation(), list[str](), 0
    before: Token | None = None
    for token in tokens(text):
        end = token.end()
        if token["gap"]:
            continue
        _refuse_double(text, token, before, depth)
        if token[0] == ";" and not depth:
            yield _checked(text, operation)
            operation = Operation(start=end)
        else:
            _take(text, operation, token, before, depth)
        before = token
    if end < len(text) or depth:
        raise _unclear(text, end)
    yield _checked(text, operation)


def _take(text: str, operation: Operation, token: Token, before: Token | None, depth: list[str]) -> None:
    """Note a token of an operation."""
    if token.lastgroup in {"iri", "name"}:
        operation.names.append(token)
    if token.lastgroup == "variable" and before is not None and before[0].upper().endswith("GRAPH"):
        operation.any_graph = True
    if token[0] in "{([":
        _open(operation, token, depth)
    elif token[0] in _PAIRS:
        _close(text, operation, token, depth)
    elif not depth:
        _take_word(operation, token)


def _open(operation: Operation, token: Token, depth: list[str]) -> None:
    if not depth:
        operation.blocks.append((token.start(), token.end()))
        operation.signature += token[0]
    depth.append(token[0])


def _close(text: str, operation: Operation, token: Token, depth: list[str]) -> None:
    if not depth or depth.pop() != _PAIRS[token[0]]:
        raise _unclear(text, token.start())
    if not depth:
        operation.blocks[-1] = (operation.blocks[-1][0], token.end())
        operation.signature += f"{token[0]} "


def _take_word(operation: Operation, token: Token) -> None:
    kinds = {"iri": "N", "name": "N", "string": "S"}
    if token.lastgroup == "word":
        operation.words.append(token)
        operation.signature += f"{token[0].upper()} "
    else:
        operation.signature += f"{kinds.get(token.lastgroup or '', '?')} "


def _refuse_double(text: str, token: Token, before: Token | None, depth: Sequence[str]) -> None:
    """Refuse what has the form of an IRI, and might be an operator with what comes after it."""
    if token.lastgroup != "iri" or before is None or not depth or depth[-1] != "(":
        return
    value = before.lastgroup in _VALUES or before[0] == ")"
    # No expression has two strokes in a row, as in http://.
    if value and _HIDES.search(token[0]) and not _PLACE.match(token[0]):
        raise _unclear(text, token.start())


def _checked(text: str, operation: Operation) -> Operation:
    kind = operation.kind
    if kind and not any(form.fullmatch(kind) for form in (_MANAGES, _DATA, _SHORT, _MODIFIES)):
        first = operation.words[0].start() if operation.words else 0
        raise _unclear(text, first)
    return operation


def _unclear(text: str, at: int) -> QuerySyntaxError:
    line, column = line_and_column(text, at)
    message = mark(
        "line {line}, column {column}: this could be read in two ways; put a space between words and after <"
    )
    return QuerySyntaxError(message, line=line, column=column)
