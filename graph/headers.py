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
from .i18n import language_names, mark
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


_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


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


def _without_brackets(text: str) -> str:
    return _BRACKETS.sub("", text)


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
    """The headers of one sheet against its description in the shapes.

    `lang` is the language of a text whose header names none.
    """

    sheet: Sheet
    sheet_model: SheetModel
    model: Model
    lang: str = LANGUAGES[0]

    @cached_property
    def known(self) -> dict[str, Heading]:
        """Every header that this sheet may have, in plain form.

        What stands in brackets in a name may be left out where the rest is no other column.

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
        return self._without_brackets() | found

    def _without_brackets(self) -> dict[str, Heading]:
        short: dict[str, list[Heading]] = {}
        for text, heading in self._known():
            if _without_brackets(text) != text:
                short.setdefault(plain(_without_brackets(text)), []).append(heading)
        return {name: those[0] for name, those in short.items() if len({h.key for h in those}) == 1}

    @cached_property
    def found(self) -> dict[str, Heading]:
        """What the headers as written mean; unknown ones are left out."""
        pairs = ((header, self.meaning(header)) for header in self.sheet.headers)
        return {header: heading for header, heading in pairs if heading is not None}

    def meaning(self, header: str) -> Heading | None:
        """Return what a header means; what it says in brackets may be more than the name, but no language."""
        found = self.known.get(plain(header))
        if found is not None or not _BRACKETS.search(header):
            return found
        short = self.known.get(plain(_without_brackets(header)))
        return None if short is None or short.lang else short

    @property
    def unknown(self) -> list[str]:
        """Headers that mean nothing here."""
        return [h for h in self.sheet.headers if h and h not in self.found]

    def suggestion(self, header: str) -> str:
        """Return the name, in the language and form of the header, of the column that it is most like."""
        return self._written.get(nearest(plain(header), self._written), "")

    @cached_property
    def _written(self) -> dict[str, str]:
        """Each name of a column of today as a person would write it, by its plain form."""
        return {plain(text): text for text, heading in self._known() if not heading.former}

    def names_of(self, key: str) -> Mapping[str, str]:
        """Return what a column or role is called, by language; the key itself where nobody names it."""
        heading = self.known.get(plain(key))
        if heading is not None and heading.role:
            return self.model.labels(ROLE_TERMS[heading.role])
        return heading.column.names if heading is not None and heading.column else {"en": key}

    def header_of(self, key: str) -> str:
        """Return the header that the file has for a key or a role, empty where it has none."""
        if key in self.sheet.positions or key in self.sheet.headers:
            return key
        wanted = self.known.get(plain(key))
        same = (h for h, found in self.found.items() if wanted is not None and _same(found, wanted))
        return next(same, "")

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
                yield from _names(former, self.model.column_after(shape, former), self.lang, former)
        for column in reversed(self.sheet_model.columns):
            yield from _names(column, column, self.lang)
        for role in roles(self.sheet_model):
            heading = Heading(role)
            yield from ((name, heading) for name in (role, *self.model.labels(ROLE_TERMS[role]).values()))


def _same(one: Heading, other: Heading) -> bool:
    return one.role == other.role and (one.column and one.column.key) == (other.column and other.column.key)


def _names(
    written: Column, column: Column | None, own: str, former: Column | None = None
) -> Iterator[tuple[str, Heading]]:
    """Yield each header that a column may have, and that it is read by a column.

    A text has a header for each language, and one that names no language: the plan's own.
    """
    names = (*written.names.values(), written.key)
    if len(written.headers) == 1:
        yield from ((name, Heading("", column, "", former)) for name in names)
        return
    yield from ((name, Heading("", column, own, former)) for name in names)
    for lang in LANGUAGES:
        for word in (*language_names(lang), lang):
            yield from ((f"{name}.{word}", Heading("", column, lang, former)) for name in names)
