"""The smaller parts of a StratML document: dates, stakeholders with their roles, indicators with values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from xml.etree.ElementTree import Element, SubElement

from rdflib import URIRef

from ontology import pick

from ..terms import Row
from .stratml_content import Content
from .text import xml_text

NAMESPACE = "urn:ISO:std:iso:17469:tech:xsd:PerformancePlanOrReport"
_YEAR = re.compile(r"\d{4}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_QUANTITATIVE, _QUALITATIVE = "Quantitative", "Qualitative"
_RESULTS = ("TargetResult", "ActualResult")


def child(parent: Element, element: str, **attributes: str) -> Element:
    """Add an element without a text."""
    return SubElement(parent, f"{{{NAMESPACE}}}{element}", attributes)


def add(parent: Element, element: str, text: str, *, required: bool = False) -> None:
    """Add an element with a text, where there is one or the schema wants the element anyway."""
    if text or required:
        child(parent, element).text = xml_text(text)


def dated(text: str, *, last: bool = False) -> str:
    """Return a year as its first or last day, a day as it is, and nothing for all else.

    >>> dated("2025"), dated("2025", last=True), dated("2024-11-18"), dated("2024-11")
    ('2025-01-01', '2025-12-31', '2024-11-18', '')
    """
    if _YEAR.fullmatch(text):
        return f"{text}-12-31" if last else f"{text}-01-01"
    return text if _DAY.fullmatch(text) else ""


def stakeholders(parent: Element, content: Content, thing: URIRef) -> None:
    """Add who takes part in a thing, each once with all roles."""
    for who, parts in content.roles.get(thing, {}).items():
        kind = content.kind_of_stakeholder(who)
        made = child(parent, "Stakeholder", **({"StakeholderTypeType": kind} if kind else {}))
        add(made, "Name", content.name(who), required=True)
        for prop, words in parts.items():
            _role(child(made, "Role"), content, prop, words)


def _role(role: Element, content: Content, prop: URIRef, words: Mapping[str, str]) -> None:
    usual = pick(content.plans.model.labels(prop), content.lang).text
    own = pick(words, content.lang).text
    add(role, "Name", own or usual, required=True)
    add(role, "Description", usual if own else "")
    add(role, "RoleType", content.alignment.value("RoleType", prop))


def indicator(
    parent: Element,
    content: Content,
    thing: URIRef,
    number: str,
    ids: Mapping[str, str],
    others: Iterable[URIRef],
) -> None:
    """Add an indicator with its values; the other objectives that it measures are relationships."""
    results = content.results.get(thing, {})
    numbers = any(row[2] is not None for year in results.values() for rows in year.values() for row in rows)
    attributes = {"PerformanceIndicatorType": _QUANTITATIVE if numbers else _QUALITATIVE}
    stages = (
        content.alignment.value("ValueChainStage", stage) for stage in content.said(thing, "ValueChainStage")
    )
    stage = next((found for found in stages if found), "")
    if stage:
        attributes["ValueChainStage"] = stage
    made = child(parent, "PerformanceIndicator", **attributes)
    add(made, "SequenceIndicator", number)
    add(made, "MeasurementDimension", content.name(thing), required=True)
    add(made, "UnitOfMeasurement", content.names(thing, "UnitOfMeasurement"), required=True)
    add(made, "Identifier", ids[thing])
    for other in others:
        relation = child(made, "Relationship")
        add(relation, "ReferentIdentifier", ids[other])
        add(relation, "Name", content.name(other))
    for year, found in results.items():
        _instance(made, content, year, found)
    texts = (content.text(thing, "Description"), content.text(thing, "OtherInformation"))
    add(made, "OtherInformation", "\n".join(text for text in texts if text))


def _instance(made: Element, content: Content, year: str, found: Mapping[URIRef, list[Row]]) -> None:
    """Add what was aimed at and measured in a year, where StratML has an element for it."""
    by_element: dict[str, list[tuple[URIRef, list[Row]]]] = {element: [] for element in _RESULTS}
    for result, rows in found.items():
        for element in _RESULTS:
            if rows[0][1] in content.alignment.of(element):
                by_element[element].append((result, rows))
    if not any(by_element.values()):
        return
    instance = child(made, "MeasurementInstance")
    for element, results in by_element.items():
        for result, rows in results:
            _result(child(instance, element), content, year, result, rows)


def _result(made: Element, content: Content, year: str, result: URIRef, rows: list[Row]) -> None:
    cls, _, value, state, comparison, _ = rows[0]
    add(made, "StartDate", dated(year))
    add(made, "EndDate", dated(year, last=True))
    add(made, "NumberOfUnits", decimal(value))
    if state is not None:
        add(child(made, "Descriptor"), "DescriptorName", content.name(state))
    groups = sorted({content.name(row[-1]) for row in rows if row[-1] is not None})
    known = content.alignment.of("MeasurementInstance") + content.alignment.of("TargetResult")
    usual = "" if cls in known else content.class_name(cls)
    told = (usual, content.name(comparison), *groups, content.text(result, "Description"))
    add(made, "Description", "; ".join(text for text in told if text))


def decimal(value: object) -> str:
    """Return a number as XML Schema writes decimals, empty for what is none.

    >>> decimal("4.10"), decimal("1E+3"), decimal("NaN"), decimal(None)
    ('4.10', '1000', '', '')
    """
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return ""
    return f"{number:f}" if number.is_finite() else ""
