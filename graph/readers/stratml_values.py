"""Units and values of indicators in StratML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from ontology import Model
from ontology.namespaces import CONCEPT

from .table_rows import Rows, Thing

_KINDS = {"TargetResult": "target", "Target": "target", "ActualResult": "actual"}
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")


def unit_of(model: Model, text: str) -> str:
    """Return the notation of a unit by its name in any language, empty where it is none of ours."""
    word = text.casefold()
    for notation, concept in model.schemes.get(CONCEPT["unit"], {}).items():
        if word and word in {notation, *(name.casefold() for name in model.labels(concept).values())}:
            return notation
    return ""


def add_values(rows: Rows, indicator: Thing, element: Element) -> None:
    """Add a measurement for each result of an indicator that is a number."""
    for kind, result in _results(element):
        number = _text(result, "NumberOfUnits").replace(",", "")
        if not _NUMBER.fullmatch(number):
            continue
        made = rows.new("measurements")
        made.put("indicator", indicator.id)
        made.put("value-kind", kind)
        made.put("value", number)
        year = _text(result, "EndDate")[:4] or _text(result, "StartDate")[:4]
        if year.isdigit():
            made.put("year", year)
        said = _text(result, "Description") or _text(result, "MappedIdentifier")
        if said:
            made.put(f"description.{rows.texts}", said)


def _results(element: Element) -> Iterator[tuple[str, Element]]:
    """Yield each result with its kind; in drafts of 3.5 they stand within a target."""
    for found in element.iter():
        kind = _KINDS.get(found.tag.rpartition("}")[2])
        if kind:
            inner = [result for result in found if result.tag.rpartition("}")[2] == "Result"]
            yield from ((kind, result) for result in inner or [found])


def _text(element: Element, name: str) -> str:
    for found in element.iter():
        if found.tag.rpartition("}")[2] == name:
            return " ".join((found.text or "").split())
    return ""
