"""The words of a spreadsheet in one language: tabs, headers, and the values of closed lists."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from rdflib import XSD, URIRef

from ontology import Column, Form, Model, SheetModel, pick
from ontology.front import Front, front

from .. import cells
from ..headers import KIND, RELATION, ROLE_TERMS, Heading, Headings, plain
from ..i18n import mark, translate
from ..workbook import Sheet

#: As many characters fit into the name of a tab, and some signs do not.
_TAB_LENGTH = 31
_NO_TAB = re.compile(r"[\[\]:*?/\\]")


@dataclass(frozen=True)
class Words:
    """Says in one language what the model calls by keys; a word that would be misread stays a key."""

    model: Model
    lang: str
    _labels: dict[URIRef, dict[str, str]] = field(default_factory=dict)

    @cached_property
    def front(self) -> Front:
        """What the ontology says of spreadsheets."""
        return front(self.model.graph)

    def say(self, message: str, **values: object) -> str:
        """Return a marked text."""
        return translate(message, self.lang, **values)

    def pick(self, texts: Mapping[str, str], fallback: str = "") -> str:
        """Return one of several texts by language."""
        return pick(texts, self.lang, fallback=fallback).text

    def tab(self, sheet: SheetModel) -> str:
        """Return the name of the tab of a sheet."""
        found = self.front.sheets.get(sheet.name)
        names = {**sheet.names, **(found.tab_names if found else {})}
        return tab_name(self.pick(names, sheet.name))

    def header(self, heading: Heading, sheet: SheetModel) -> str:
        """Return the header of a column; its key, where its name would be read as another column."""
        if heading.column is None:
            text = self.pick(self.model.labels(ROLE_TERMS[heading.role]), heading.role)
        else:
            text = self.pick(heading.column.names, heading.key)
            text = f"{text} ({heading.lang})" if heading.lang else text
        read = self._known(sheet).get(plain(text))
        return text if read is not None and read.key == heading.key else heading.key

    def _known(self, sheet: SheetModel) -> Mapping[str, Heading]:
        return self._headings.setdefault(sheet.name, Headings(_nothing(sheet), sheet, self.model)).known

    @cached_property
    def _headings(self) -> dict[str, Headings]:
        return {}

    def concepts(self, scheme: URIRef) -> Mapping[str, str]:
        """Return the words of a scheme by notation, in its order."""
        if scheme not in self._labels:
            self._labels[scheme] = self._concepts(scheme)
        return self._labels[scheme]

    def _concepts(self, scheme: URIRef) -> dict[str, str]:
        notations = self.model.schemes.get(scheme, {})
        names = {
            name.casefold(): concept
            for concept in notations.values()
            for name in self.model.labels(concept).values()
        }
        found: dict[str, str] = {}
        for notation, concept in notations.items():
            label = self.pick(self.model.labels(concept), notation)
            clear = cells.concept(label, notations, names) == concept and not re.search(r"[;|\n]", label)
            found[notation] = label if clear else notation
        return found

    def kinds(self, sheet: SheetModel) -> Mapping[str, str]:
        """Return the words of the kind column by value."""
        labels = {value: self.pick(self.model.labels(cls), value) for value, cls in sheet.kinds.items()}
        read: dict[str, list[str]] = {}
        for value, label in labels.items():
            read.setdefault(plain(label), []).append(value)
        return {value: label if len(read[plain(label)]) == 1 else value for value, label in labels.items()}

    @cached_property
    def truths(self) -> Mapping[str, str]:
        """The words for yes and no by the words that a workbook in keys has."""
        yes, no = self.say(mark("yes")), self.say(mark("no"))
        return {"yes": yes, "no": no, "true": yes, "false": no}

    def choices(self, heading: Heading, sheet: SheetModel) -> tuple[str, ...]:
        """Return what may stand in a cell of a closed list, in order; nothing where any text may."""
        if heading.role == KIND:
            return tuple(self.kinds(sheet).values())
        if heading.role == RELATION:
            return self._relations
        return tuple(dict.fromkeys(self._values(heading.column).values()))

    @cached_property
    def _relations(self) -> tuple[str, ...]:
        columns = [c for sheet in self.model.sheets.values() for c in sheet.columns if c.linked]
        return tuple(dict.fromkeys(self.pick(column.names, column.key) for column in columns))

    def cell(self, text: str, heading: Heading | None, sheet: SheetModel | None) -> str:
        """Return the text of a cell in words, the same thing when it is read; any other stays as it is."""
        if heading is None or sheet is None:
            return text
        values = self.kinds(sheet) if heading.role == KIND else self._values(heading.column)
        if not values:
            return text
        column = heading.column
        parts = cells.split(text, column.separator if column else "")
        if any(part not in values for part in parts):
            return text
        return f"{column.separator if column else ''} ".join(values[part] for part in parts)

    def _values(self, column: Column | None) -> Mapping[str, str]:
        if column is None:
            return {}
        if column.form is Form.CONCEPT and column.scheme is not None:
            return self.concepts(column.scheme)
        return self.truths if column.datatype == XSD.boolean else {}


def tab_name(text: str) -> str:
    """Return a name that a tab may have.

    >>> tab_name("Paikat, tapahtumat, menetelmät ja asiakirjat")
    'Paikat, tapahtumat, menetelmät'
    """
    clean = _NO_TAB.sub(" ", text).strip("' ")
    if len(clean) <= _TAB_LENGTH:
        return clean
    return clean[: _TAB_LENGTH + 1].rpartition(" ")[0].rstrip(" ,") or clean[:_TAB_LENGTH]


def _nothing(sheet: SheetModel) -> Sheet:
    return Sheet(sheet.name, Path(), (), ())
