"""Which column each header of a sheet means: by key or by name in any language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from rdflib import URIRef

from ontology import LANGUAGES, Column, Model, SheetModel
from ontology.namespaces import PLAN, WB

from .errors import ShapeError, nearest
from .i18n import mark
from .workbook import Row, Sheet

#: Headers that are no property: what identifies a row, and the ends of a link.
ID, KIND, FROM, RELATION, TO = "id", "kind", "from", "relation", "to"
ROLE_TERMS = {
    ID: WB.rowId,
    KIND: WB.rowKind,
    FROM: WB["from"],
    RELATION: WB.relation,
    TO: WB.to,
}


def roles(sheet: SheetModel) -> list[str]:
    """Return the headers of a sheet that are no property."""
    if any(PLAN.Link in shape.classes for shape in sheet.shapes):
        return [FROM, RELATION, TO]
    return [ID, KIND] if sheet.kind_column else [ID]


def plain(text: str) -> str:
    """Return a header without case, accents and punctuation.

    >>> plain("Mihin tämä perustuu")
    'mihintamaperustuu'
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return re.sub(r"[^a-z0-9]", "", decomposed)


@dataclass(frozen=True)
class Heading:
    """What a header means: a role of the row, or a column and a language.

    `former` is the column that the header names where that one went away; the column in its place,
    if there is one, is what the cells are read by.
    """

    role: str
    column: Column | None = None
    lang: str = ""
    former: Column | None = None

    @property
    def key(self) -> str:
        """The header as it is written today."""
        key = self.column.key if self.column else self.role
        return f"{key}.{self.lang}" if self.lang else key


@dataclass(frozen=True)
class Headings:
    """The headers of one sheet against its description in the shapes."""

    sheet: Sheet
    sheet_model: SheetModel
    model: Model

    @cached_property
    def known(self) -> dict[str, Heading]:
        """Every header that this sheet may have, in plain form.

        Raises
        ------
        ShapeError
            Two columns of today have one name: a person could not say which is meant.
        """
        found: dict[str, Heading] = {}
        for text, heading in self._known():
            other = found.get(plain(text), heading)
            if heading.key != other.key and not other.former:
                message = mark("the sheet {sheet} has two columns of the name {name}: {first} and {second}")
                values = {"sheet": self.sheet_model.name, "first": other.key, "second": heading.key}
                raise ShapeError(message, name=text, **values)
            found[plain(text)] = heading
        return found

    @cached_property
    def found(self) -> dict[str, Heading]:
        """What the headers as written mean; unknown ones are left out."""
        pairs = ((header, self.known.get(plain(header))) for header in self.sheet.headers)
        return {header: heading for header, heading in pairs if heading is not None}

    @property
    def unknown(self) -> list[str]:
        """Headers that mean nothing here."""
        return [h for h in self.sheet.headers if h and h not in self.found]

    def suggestion(self, header: str) -> str:
        """Return the key of the column that an unknown header is most like."""
        near = self.known.get(nearest(plain(header), self.known))
        return near.key if near else ""

    def cell(self, row: Row, role: str) -> str:
        """Return the cell of a role in a row, empty where there is none."""
        header = self._by_role.get(role)
        return row.cells.get(header, "") if header else ""

    def value(self, row: Row, key: str) -> str:
        """Return the cell of a column in a row by the key of the column."""
        headers = (h for h, heading in self.found.items() if heading.column and heading.column.key == key)
        return next((row.cells[h] for h in headers if h in row.cells), "")

    def kind(self, row: Row) -> URIRef | None:
        """Return the class of a row: by its kind, else the only class of the sheet."""
        if not self.sheet_model.kinds:
            return self.sheet_model.shapes[0].classes[0]
        written = plain(self.cell(row, KIND))
        return self._kinds.get(written) or self._former_kinds.get(written)

    def renamed_kind(self, row: Row) -> str:
        """Return what the kind of a row is called today, empty where it is written so."""
        written = plain(self.cell(row, KIND))
        cls = self._former_kinds.get(written) if written not in self._kinds else None
        return next((value for value, now in self.sheet_model.kinds.items() if now == cls), "")

    @cached_property
    def _kinds(self) -> dict[str, URIRef]:
        return self._by_name(self.sheet_model.kinds)

    @cached_property
    def _former_kinds(self) -> dict[str, URIRef]:
        return {plain(value): cls for value, cls in self.sheet_model.former_kinds.items()}

    def _by_name(self, kinds: Mapping[str, URIRef]) -> dict[str, URIRef]:
        found: dict[str, URIRef] = {}
        for value, cls in kinds.items():
            for name in (value, *self.model.labels(cls).values()):
                found[plain(name)] = cls
        return found

    @cached_property
    def _by_role(self) -> dict[str, str]:
        return {heading.role: header for header, heading in self.found.items() if heading.role}

    def _known(self) -> Iterator[tuple[str, Heading]]:
        for shape in self.sheet_model.shapes:
            for former in shape.former:
                yield from _names(former, self.model.column_after(shape, former), former)
        for column in reversed(self.sheet_model.columns):
            yield from _names(column, column)
        for role in roles(self.sheet_model):
            heading = Heading(role)
            yield from ((name, heading) for name in (role, *self.model.labels(ROLE_TERMS[role]).values()))


def _names(
    written: Column, column: Column | None, former: Column | None = None
) -> Iterator[tuple[str, Heading]]:
    """Yield each header that a column may have, and that it is read by a column."""
    for lang in LANGUAGES if len(written.headers) > 1 else ("",):
        for name in (written.key, *written.names.values()):
            yield name + lang, Heading("", column, lang, former)
