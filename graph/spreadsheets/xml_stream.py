"""Reads XML in a stream: nothing is kept but what the reader of it keeps, and no entity is ever expanded."""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO, Protocol
from xml.parsers import expat

_CHUNK = 1 << 18


class DeclaredEntitiesError(ValueError):
    """The XML has a document type, which alone can declare entities; no spreadsheet has one."""


class Handler(Protocol):
    """Told of each element, named `namespace local`; `text` gathers all characters until it is emptied."""

    text: list[str]

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take the beginning of an element."""

    def end(self, name: str) -> None:
        """Take the end of an element."""


class _FirstElement(Exception):  # noqa: N818 - the way out of a parser, not an error
    pass


def read_xml(source: IO[bytes], handler: Handler) -> None:
    """Tell a handler of every element.

    Raises
    ------
    expat.ExpatError
        It is no XML.
    DeclaredEntitiesError
        It has a document type.
    """
    parser = _parser()
    parser.StartElementHandler = handler.start
    parser.EndElementHandler = handler.end
    parser.CharacterDataHandler = handler.text.append
    while chunk := source.read(_CHUNK):
        parser.Parse(chunk)
    parser.Parse(b"", True)


def require_no_entities(source: IO[bytes]) -> None:
    """Read up to the first element, and make sure that nothing is declared before it.

    Raises
    ------
    DeclaredEntitiesError
        It has a document type.
    """
    parser = _parser()
    parser.StartElementHandler = _stop
    try:
        while chunk := source.read(4096):
            parser.Parse(chunk)
    except (_FirstElement, expat.ExpatError):
        return


def _parser() -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.buffer_size = 1 << 16
    parser.StartDoctypeDeclHandler = _refuse
    return parser


def _refuse(*_: object) -> None:
    raise DeclaredEntitiesError("document type")


def _stop(*_: object) -> None:
    raise _FirstElement
