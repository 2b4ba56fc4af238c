"""Reads a plan in StratML (ISO 17469 Parts 1 and 2, and drafts of 3.5) into the sheets of a workbook.

Elements are known by their names alone, in whatever namespace, also where an identifier is misspelt as in
drafts. Identifiers become IDs, so two versions of one document are versions of one plan. Persons,
with how they can be reached, are left out; their roles are posts. Every element is carried over, is part
of one that is, or is counted among those left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree.ElementTree import Element

from ontology import Model, load_model

from ..errors import Place
from ..findings import Finding, Severity
from ..i18n import mark
from ..known import PLAN_ID
from ..slugs import slug
from ..workbook import INFO
from .stratml_values import add_values, unit_of
from .stratml_xml import ROOTS, child, name_of, parsed, text_of
from .table import Read
from .table_rows import Rows, Thing

SUFFIX = ".xml"
#: The texts of an element that a row holds, by the column that they go to.
_TEXTS = {"Description": "description", "OtherInformation": "note"}
#: What a row is made of, or what says where it stands.
_PARTS = {"Name", "Identifier", "SequenceIndicator", *_TEXTS}
_DAY = r"(\d{4}-\d{2}-\d{2})"
#: The facts of the document: their columns, and what of a text a column holds.
_FACTS = {
    "StartDate": ("start", r"(\d{4})-\d{2}-\d{2}"),
    "EndDate": ("end", r"(\d{4})-\d{2}-\d{2}"),
    "PublicationDate": ("issued", _DAY),
    "Source": ("url", r"(https?://\S+)"),
}
#: The day of a whole year, of which the year tells all.
_WHOLE_YEAR = {"start": "-01-01", "end": "-12-31"}
#: What holds others and is nothing of its own.
_FRAMES = {*ROOTS, "StrategicPlanCore", "Strategy", "AdministrativeInformation"}
_STATEMENTS = {"Vision": "vision", "Mission": "mission", "Value": "value"}
_INDICATORS = {
    "PerformanceIndicator", "QuantitativePerformanceIndicator", "QualitativePerformanceIndicator"
}  # fmt: skip
_LANGUAGE = "en"


def read_stratml(path: Path) -> Read:
    """Read a StratML file.

    Raises
    ------
    SourceError
        The file is no XML, has a document type, or its root is none of StratML.
    """
    root = parsed(path)
    return _Reader(path, load_model()).read(root)


@dataclass
class _Reader:
    path: Path
    model: Model
    counts: Counter[str] = field(default_factory=Counter)
    left: Counter[str] = field(default_factory=Counter)
    rows: Rows = field(init=False)
    posts: dict[str, Thing] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.rows = Rows(self.model, _LANGUAGE, {}, {})

    def read(self, root: Element) -> Read:
        self._info(root)
        self._inside(root, None)
        for thing in self.rows.things:
            self.rows.ensure_title(thing)
        findings = tuple(self._findings())
        cells = {"carried": self.counts["carried"], "left out": sum(self.left.values())}
        return Read(self.rows.workbook(self.path), findings, len(self.rows.things), cells)

    def _findings(self) -> Iterator[Finding]:
        message = mark("elements {name} have no place in a plan; left out: {count}")
        for name, count in sorted(self.left.items()):
            yield Finding(Severity.NOTE, message, Place(self.path), {"name": name, "count": count})

    # ---- the plan

    def _info(self, root: Element) -> None:
        core = child(root, "StrategicPlanCore")
        body = child(core if core is not None else root, "Organization")
        facts = child(root, "AdministrativeInformation")
        wanted = text_of(child(root, "Identifier")) or self.path.name.partition(".")[0]
        info = self.rows.new(INFO, _id(wanted) or "plan")
        info.put("kind", "plan")
        info.put("language", _LANGUAGE)
        title = text_of(child(root, "Name"))
        if not title and body is not None:
            title = text_of(child(body, "Name", "Acronym"))
        self.rows.title(info, title or info.id)
        self._texts(root, info)
        for element in facts if facts is not None else ():
            self._fact(info, name_of(element), text_of(element))
        if body is not None:
            self.counts["carried"] += 1
            info.put("owner", self._row("bodies", body, "organisation").id)
            self._body_parts(body)

    def _fact(self, info: Thing, name: str, text: str) -> None:
        """Write down a date or the source; what its column does not hold goes to the note."""
        key, form = _FACTS.get(name, ("", ""))
        if not key or not text:
            return
        found = re.fullmatch(form, text)
        if found:
            info.put(key, found[1])
        if not found or (found[1] != text and not text.endswith(_WHOLE_YEAR[key])):
            self.rows.note(info, f"{name}: {text}")

    def _body_parts(self, body: Element) -> None:
        thing = self.rows.things[-1]
        thing.put("field", "unspecified")
        if acronym := text_of(child(body, "Acronym")):
            thing.put(f"alias.{_LANGUAGE}", acronym)

    def _row(self, sheet: str, element: Element, kind: str = "") -> Thing:
        """Return a new row for an element, by its identifier where it has one, with its texts."""
        thing = self.rows.new(sheet, _id(text_of(child(element, "Identifier"))))
        if kind:
            thing.put(self.model.sheets[sheet].kind_column, kind)
        title = text_of(child(element, "Name")) or text_of(child(element, "MeasurementDimension"))
        self.rows.title(thing, title or text_of(child(element, "Description", "Acronym")) or thing.id)
        self._texts(element, thing)
        return thing

    def _texts(self, element: Element, thing: Thing) -> None:
        for name, key in _TEXTS.items():
            found = text_of(child(element, name))
            if found and self.rows.column(thing.sheet, key):
                thing.put(f"{key}.{_LANGUAGE}", found)

    # ---- what is inside

    def _inside(self, element: Element, above: Thing | None) -> None:
        for found in element:
            self._one(found, above)

    def _one(self, element: Element, above: Thing | None) -> None:
        name = name_of(element)
        if name in _PARTS or name in _FACTS:
            self.counts["carried"] += bool(text_of(element))
        elif name in _FRAMES:
            self._inside(element, above)
        elif (how := self._known.get(name)) is not None:
            self.counts["carried"] += 1
            how(element, above)
        elif _said(element):
            self.left[name] += 1

    @property
    def _known(self) -> Mapping[str, Callable[[Element, Thing | None], None]]:
        return {
            "Organization": self._body,
            "Role": self._role,
            "Map": self._map,
            "Acronym": lambda *_: None,
            "MeasurementDimension": lambda *_: None,
            "Goal": lambda element, _: self._inside(element, self._row("goals", element)),
            "Objective": self._objective,
            "Individual": self._person,
            "Person": self._person,
            "Stakeholder": self._stakeholder,
            **dict.fromkeys(_STATEMENTS, self._statement),
            **dict.fromkeys(_INDICATORS, self._indicator),
        }

    def _statement(self, element: Element, _: Thing | None) -> None:
        self._inside(element, self._row("statements", element, _STATEMENTS[name_of(element)]))

    def _objective(self, element: Element, above: Thing | None) -> None:
        thing = self._row("objectives", element)
        if above is not None:
            thing.put("goal", above.id)
        self._inside(element, thing)

    def _body(self, element: Element, above: Thing | None) -> None:
        owner = self.rows.things[0].cells.get("owner", [""])[0]
        thing = next((t for t in self.rows.things if t.id == owner), None) if above is None else None
        if thing is None:
            thing = self._row("bodies", element, "organisation")
            self._body_parts(element)
        self._inside(element, thing)

    def _person(self, element: Element, above: Thing | None) -> None:
        """Leave a person out; the roles that are told of one are posts."""
        self.left[name_of(element)] += 1
        for found in element:
            if name_of(found) == "Role":
                self.counts["carried"] += 1
                self._role(found, above)

    def _role(self, element: Element, above: Thing | None) -> None:
        title = text_of(child(element, "Name"))
        if not title or above is None or above.sheet != "bodies":
            return
        thing = self._row("bodies", element, "post")
        thing.put("unit-of", above.id)
        thing.put("field", "unspecified")
        self._inside_of_role(element, thing)

    def _inside_of_role(self, element: Element, thing: Thing) -> None:
        for found in element:
            if name_of(found) == "Map":
                self._map(found, thing)

    def _map(self, element: Element, above: Thing | None) -> None:
        """Say in the note of a row what it is mapped to: a link that no column holds."""
        names = ("Type", "MappedIdentifier", "Weight")
        texts = [text for name in names if (text := text_of(child(element, name)))]
        if above is not None and texts:
            self.rows.note(above, " – ".join(texts))

    def _stakeholder(self, element: Element, above: Thing | None) -> None:
        """Let an organisation or a group that a goal names take part in it; persons are left out."""
        kind = element.get("StakeholderTypeType", "")
        title = text_of(child(element, "Name"))
        keys = {"Organization": ("bodies", "responsible"), "Generic_Group": ("groups", "groups")}
        sheet, key = keys.get(kind, ("", ""))
        if not title or not sheet or above is None or self.rows.column(above.sheet, key) is None:
            self.left["Stakeholder"] += bool(title)
            return
        thing = self.rows.named(sheet, title)
        if sheet == "bodies" and "kind" not in thing.cells:
            thing.put("kind", "organisation")
            thing.put("field", "unspecified")
        above.put(key, thing.id)

    def _indicator(self, element: Element, above: Thing | None) -> None:
        thing = self._row("indicators", element)
        if above is not None and above.sheet in {"goals", "objectives"}:
            thing.put("measures", above.id)
        unit = unit_of(self.model, text_of(_named(child(element, "UnitOfMeasurement"))))
        if unit:
            thing.put("unit", unit)
        add_values(self.rows, thing, element)
        for found in element:
            if name_of(found) == "Map":
                self._map(found, thing)


def _named(element: Element | None) -> Element | None:
    """Return the element that holds the name of a unit: a child in drafts of 3.5."""
    inner = child(element, "Name") if element is not None else None
    return inner if inner is not None else element


def _said(element: Element) -> bool:
    return any((found.text or "").strip() for found in element.iter())


def _id(text: str) -> str:
    """Return an identifier as an ID: as it stands where that is one."""
    plain = text.strip().lstrip("_")
    return plain if PLAN_ID.fullmatch(plain) else slug(plain)
