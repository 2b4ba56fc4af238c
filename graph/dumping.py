"""Writes what a store holds, sorted, without an object per triple: by lines, and by blocks of Turtle."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pyoxigraph as ox

from .terms import serialised, written

_NAMES_QUADS = ox.RdfFormat.N_QUADS
#: One object of a list in Turtle: a text with its language or type, or a name, which has no blanks.
_OBJECT = re.compile(rb'"(?:[^"\\]|\\.)*"(?:@[\w-]+|\^\^\S+)?|[^\s,]\S*')
_PREFIX = b"@prefix "
#: What stands between triples of one subject, and between objects of one predicate.
_SAME, _ALSO, _END = b" ;\n\t", b" , ", b" .\n"
#: A triple as a term, in which the marks between others may stand.
_QUOTED = b"<<"


def dumped(
    store: ox.Store,
    graph: ox.NamedNode | None,
    form: ox.RdfFormat,
    prefixes: Mapping[str, str],
    *,
    alone: bool,
) -> bytes:
    """Write a graph, or all, so that two writings of the same content are equal.

    Triples and quads are sorted; a graph that is `alone` is written without its name.
    """
    if graph is None:
        return _all(store, form, prefixes, alone=alone)
    if form == ox.RdfFormat.TURTLE:
        text = written(store.dump(format=form, from_graph=graph, prefixes=dict(prefixes)))
        if _QUOTED not in text:
            return sorted_turtle(text)
    lines = _sorted(written(store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=graph)))
    if form == ox.RdfFormat.N_TRIPLES:
        return lines
    if form.supports_datasets and not alone:
        lines = lines.replace(_END, f" {graph} .\n".encode())
    return _converted(lines, form, prefixes)


def _all(store: ox.Store, form: ox.RdfFormat, prefixes: Mapping[str, str], *, alone: bool) -> bytes:
    if alone or not form.supports_datasets:
        return serialised(store.quads_for_pattern(None, None, None, None), form, prefixes, alone=alone)
    return _converted(_sorted(written(store.dump(format=_NAMES_QUADS))), form, prefixes)


def _sorted(text: bytes) -> bytes:
    lines = text.split(b"\n")
    lines.sort()
    return b"\n".join(lines[1:] + lines[:1])  # the empty one after the last line is the first now


def _converted(lines: bytes, form: ox.RdfFormat, prefixes: Mapping[str, str]) -> bytes:
    if form == _NAMES_QUADS:
        return lines
    quads = ox.parse(lines, format=_NAMES_QUADS)
    text = written(ox.serialize(quads, format=form, prefixes=dict(prefixes)))
    return with_sorted_prefixes(text)


def with_sorted_prefixes(text: bytes) -> bytes:
    """Sort the prefixes at the beginning of Turtle or TriG, which come in any order."""
    head, body = _divided(text)
    return head + body


def _divided(text: bytes) -> tuple[bytes, bytes]:
    end = 0
    while text.startswith(_PREFIX, end):
        end = text.index(b"\n", end) + 1
    return b"".join(sorted(text[:end].splitlines(keepends=True))), text[end:]


def sorted_turtle(text: bytes) -> bytes:
    r"""Sort Turtle as Oxigraph writes it, by subject, predicate and object, each triple on a line of its own.

    >>> text = b"@prefix x: <http://x/> .\nx:b x:q 1 ;\n\tx:p 3 , 2 .\nx:a x:p 1 .\nx:b x:p 1 .\n"
    >>> print(sorted_turtle(text).decode().expandtabs(2))
    @prefix x: <http://x/> .
    x:a x:p 1 .
    x:b x:p 1 ;
      x:p 2 ;
      x:p 3 ;
      x:q 1 .
    <BLANKLINE>
    """
    head, body = _divided(text)
    blocks: dict[bytes, bytes] = {}
    for block in body.split(_END)[:-1]:
        subject, _, said = block.partition(b" ")
        if subject in blocks:
            said += _SAME + blocks[subject]
        lines = (_spread(said) if _ALSO in said else said).split(_SAME)
        lines.sort()
        blocks[subject] = _SAME.join(lines)
    return head + b"".join([b"%b %b%b" % (subject, blocks[subject], _END) for subject in sorted(blocks)])


def _spread(said: bytes) -> bytes:
    """Return what is said of a subject with each object on a line of its own."""
    if b'"' in said:
        return _SAME.join([one for line in said.split(_SAME) for one in _apart(line)])
    out, *others = said.split(_ALSO)
    for other in others:
        start = out.rfind(b"\t") + 1
        out += _SAME + out[start : out.index(b" ", start) + 1] + other
    return out


def _apart(line: bytes) -> tuple[bytes, ...]:
    """Return one line per object, where a text may hold what else stands between objects."""
    if _ALSO not in line:
        return (line,)
    predicate, _, objects = line.partition(b" ")
    return tuple(predicate + b" " + one for one in _OBJECT.findall(objects))
