"""StratML as elements: known by their names alone, in whatever namespace."""

from __future__ import annotations

from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, fromstring

from ..errors import Place, SourceError
from ..i18n import mark

_MOST_BYTES = 50_000_000
#: The names that the root of a document may have.
ROOTS = {"StrategicPlan", "PerformancePlanOrReport", "OrganizationalStrategyDocument"}


def name_of(element: Element) -> str:
    """Return the name of an element without its namespace; a slip in `Identifier` is forgiven."""
    name = element.tag.rpartition("}")[2]
    return "Identifier" if name == "Identifer" else name


def text_of(element: Element | None) -> str:
    """Return the text of an element, its spaces in order."""
    return " ".join((element.text or "").split()) if element is not None else ""


def child(element: Element, *names: str) -> Element | None:
    """Return the first child of one of these names."""
    return next((found for found in element if name_of(found) in names), None)


def parsed(path: Path) -> Element:
    """Return the root of a StratML file, or raise `SourceError`."""
    data = path.read_bytes()
    if len(data) > _MOST_BYTES:
        raise SourceError(mark("{path}: too large to be a plan"), Place(file=path), path=path)
    if b"<!DOCTYPE" in data.replace(b"\0", b""):
        message = mark("{path}: has a document type (DOCTYPE), which StratML does not have")
        raise SourceError(message, Place(file=path), path=path)
    try:
        root = fromstring(data)  # noqa: S314 - without a document type no entity can be declared
    except (ParseError, ValueError, LookupError) as error:
        message = mark("{path}: is no XML ({reason})")
        raise SourceError(message, Place(file=path), path=path, reason=error) from error
    if name_of(root) not in ROOTS:
        message = mark("{path}: expected StratML, whose root is one of {expected}; found {found}")
        values = {"expected": ", ".join(sorted(ROOTS)), "found": name_of(root)}
        raise SourceError(message, Place(file=path), path=path, **values)
    return root
