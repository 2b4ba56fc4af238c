"""The mapping of a foreign spreadsheet to our sheets, as a TOML file that a person may edit."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ontology import LANGUAGES, Model

from ..errors import Place, SourceError, nearest
from ..headers import ID, KIND
from ..i18n import mark
from .words import words


@dataclass(frozen=True)
class ColumnMapping:
    """What becomes of one foreign column, found by its letter, its header, or both."""

    letter: str = ""
    header: str = ""
    level: int = 0
    sheet: str = ""
    code: bool = False
    fill_down: bool = False
    to: str = ""
    split: str = ""
    make: str = ""
    label: bool = False
    ignore: bool = False
    values: Mapping[str, str] = field(default_factory=dict)
    line: int = 0


@dataclass(frozen=True)
class TableMapping:
    """One foreign sheet: which rows hold headers and data, and its columns.

    `by_code` names the sheets by the depth of the code in the column that goes to `id`.
    """

    sheet: str
    header_rows: tuple[int, ...]
    first_row: int
    last_row: int
    columns: tuple[ColumnMapping, ...]
    by_code: tuple[str, ...] = ()
    line: int = 0


@dataclass(frozen=True)
class Mapped:
    """A whole mapping; `texts` is the language of the text columns that the texts are put into."""

    file: Path
    plan: Mapping[str, str]
    texts: str
    tables: tuple[TableMapping, ...]
    parents: Mapping[str, str]
    always: Mapping[str, str]


_TOP = {"plan": dict, "table": list, "parents": dict, "always": dict}
_PLAN = {"id": str, "title": str, "language": str, "texts": str, "kind": str, "type": str}
_TABLE = {
    "sheet": str,
    "header-rows": list,
    "first-row": int,
    "last-row": int,
    "by-code": list,
    "column": list,
}
_COLUMN = {
    "column": str,
    "from": str,
    "level": int,
    "sheet": str,
    "code": bool,
    "fill-down": bool,
    "to": str,
    "split": str,
    "make": str,
    "label": bool,
    "ignore": bool,
    "values": dict,
}
_KINDS = {
    str: {
        "en": "a text in quotation marks",
        "fi": "lainausmerkeissä oleva teksti",
        "sv": "text inom citattecken",
    },
    int: {"en": "a whole number", "fi": "kokonaisluku", "sv": "ett heltal"},
    bool: {"en": "true or false", "fi": "true tai false", "sv": "true eller false"},
    list: {
        "en": "a list in square brackets",
        "fi": "luettelo hakasulkeissa",
        "sv": "en lista inom hakparentes",
    },
    dict: {"en": "a section", "fi": "osio", "sv": "ett avsnitt"},
}
_HEADING = re.compile(r"\s*(\[\[?[^\]]+\]\]?)")


def read_mapping(file: Path, model: Model, lang: str = "en") -> Mapped:
    """Read a mapping file.

    Raises
    ------
    SourceError
        It cannot be read, is no TOML, or says something that is not known; the message names the line.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "UTF-8"
        raise SourceError(
            mark("{file}: cannot be read ({reason})"), Place(file), file=file, reason=reason
        ) from error
    return parse_mapping(text, file, model, lang)


def parse_mapping(text: str, file: Path, model: Model, lang: str = "en") -> Mapped:
    """Read the text of a mapping file; `file` is what messages call it.

    Raises
    ------
    SourceError
        It is no TOML, or says something that is not known; the message names the line.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message = mark("{file}: not TOML ({reason})")
        raise SourceError(message, Place(file), file=file.name, reason=error) from error
    return _Reader(file, text.splitlines(), model, lang).read(data)


@dataclass(frozen=True)
class _Reader:
    file: Path
    lines: Sequence[str]
    model: Model
    lang: str

    def read(self, data: Mapping[str, Any]) -> Mapped:
        self._check(data, _TOP, 0)
        plan = data.get("plan", {})
        self._check(plan, _PLAN, self._heading("[plan]"))
        texts = plan.get("texts", self.lang)
        if texts not in LANGUAGES:
            raise self._wrong("texts", texts, ", ".join(LANGUAGES), self._heading("[plan]"))
        tables, columns_before = [], 0
        for number, table in enumerate(self._sections(data, "table", "[[table]]")):
            tables.append(self._table(table, number, columns_before))
            columns_before += len(tables[-1].columns)
        if not tables:
            message = mark("{file}: no [[table]]; it says which sheet is read and how")
            raise SourceError(message, Place(self.file), file=self.file.name)
        parents, always = data.get("parents", {}), data.get("always", {})
        known = words(self.model)
        for sheet, key in parents.items():
            for one in str(key).split():
                self._require_column(f"{sheet}.{one}", self._heading("[parents]"), sheet)
        for key in always:
            self._require_column(key, self._heading("[always]"), key)
        always = {**known.always, **{key: str(value) for key, value in always.items()}}
        return Mapped(
            self.file,
            plan,
            texts,
            tuple(tables),
            {**known.parents, **{k: str(v) for k, v in parents.items()}},
            always,
        )

    def _sections(self, data: Mapping[str, Any], key: str, heading: str) -> list[Mapping[str, Any]]:
        found: list[Mapping[str, Any]] = data.get(key, [])
        if not all(isinstance(section, Mapping) for section in found):
            raise self._wrong(key, found, heading, 1)
        return found

    def _table(self, data: Mapping[str, Any], number: int, before: int) -> TableMapping:
        at = self._heading("[[table]]", number)
        self._check(data, _TABLE, at)
        headers = data.get("header-rows", [1])
        if not headers or not all(isinstance(n, int) and n > 0 for n in headers):
            raise self._wrong("header-rows", headers, "[1]", at)
        for sheet in data.get("by-code", []):
            self._require_sheet(sheet, "by-code", at)
        columns = self._sections(data, "column", "[[table.column]]")
        return TableMapping(
            data.get("sheet", ""),
            tuple(headers),
            data.get("first-row", max(headers) + 1),
            data.get("last-row", 0),
            tuple(self._column(column, before + n) for n, column in enumerate(columns)),
            tuple(data.get("by-code", [])),
            at,
        )

    def _column(self, data: Mapping[str, Any], number: int) -> ColumnMapping:
        at = self._heading("[[table.column]]", number)
        self._check(data, _COLUMN, at)
        found = ColumnMapping(
            letter=data.get("column", "").upper(),
            header=data.get("from", ""),
            level=data.get("level", 0),
            sheet=data.get("sheet", ""),
            code=data.get("code", False),
            fill_down=data.get("fill-down", False),
            to=data.get("to", ""),
            split=data.get("split", ""),
            make=data.get("make", ""),
            label=data.get("label", False),
            ignore=data.get("ignore", False),
            values={str(key): str(value) for key, value in data.get("values", {}).items()},
            line=at,
        )
        self._check_column(found, at)
        return found

    def _check_column(self, found: ColumnMapping, at: int) -> None:
        if not (found.letter or found.header):
            message = mark("{file}, line {line}: a column needs `from` (its header) or `column` (its letter)")
            raise SourceError(message, Place(self.file, line=at), file=self.file.name, line=at)
        if found.letter and not re.fullmatch(r"[A-Z]{1,3}", found.letter):
            raise self._wrong("column", found.letter, "A, B ... XFD", at)
        if bool(found.level) + bool(found.to) + found.ignore != 1:
            message = mark("{file}, line {line}: a column has one of `level`, `to` and `ignore`")
            raise SourceError(message, Place(self.file, line=at), file=self.file.name, line=at)
        if found.level:
            self._require_sheet(found.sheet, "sheet", at)
        if found.make:
            self._require_sheet(found.make, "make", at)
        if found.to:
            self._require_column(found.to, at, "to")

    def _require_sheet(self, name: object, key: str, at: int) -> None:
        if not isinstance(name, str):
            raise self._wrong(key, name, _KINDS[str].get(self.lang, _KINDS[str]["en"]), at)
        if name not in self.model.sheets:
            raise self._unknown(key, name, self.model.sheets, at)

    def _require_column(self, to: str, at: int, key: str) -> None:
        sheet, _, column = to.rpartition(".")
        if sheet:
            self._require_sheet(sheet, key, at)
        sheets = [self.model.sheets[sheet]] if sheet else list(self.model.sheets.values())
        known = {c.key for one in sheets for c in one.columns} | {ID, KIND}
        if column not in known:
            raise self._unknown(key, column, known, at)

    def _check(self, data: Mapping[str, Any], known: Mapping[str, type], at: int) -> None:
        for key, value in data.items():
            if key not in known:
                raise self._unknown("", key, known, at)
            kind = known[key]
            if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
                expected = _KINDS[kind].get(self.lang, _KINDS[kind]["en"])
                raise self._wrong(key, value, expected, at)

    def _heading(self, heading: str, number: int = 0) -> int:
        """Return the line of the section of that heading, counted among those alike; 1 where it has none."""
        found = [n for n, line in enumerate(self.lines, 1) if (m := _HEADING.match(line)) and m[1] == heading]
        return found[number] if number < len(found) else 1

    def _line(self, key: str, after: int) -> int:
        pattern = re.compile(rf"\s*\[*\"?{re.escape(key)}\"?\s*[=\].]")
        found = (n for n, line in enumerate(self.lines, 1) if n >= after and pattern.match(line))
        return next(found, max(after, 1))

    def _unknown(self, key: str, found: str, known: Any, at: int) -> SourceError:  # noqa: ANN401
        line = self._line(key or found, at)
        near = nearest(found, known)
        message = (
            mark("{file}, line {line}: unknown: {found}; did you mean {near}?")
            if near
            else mark("{file}, line {line}: unknown: {found}; expected one of: {choices}")
        )
        values = {"found": found or key, "near": near, "choices": ", ".join(known)}
        return SourceError(message, Place(self.file, line=line), file=self.file.name, line=line, **values)

    def _wrong(self, key: str, found: object, expected: str, at: int) -> SourceError:
        line = self._line(key, at)
        message = mark("{file}, line {line}: {key} is {found}; expected {expected}")
        values = {"key": key, "found": found, "expected": expected, "line": line}
        return SourceError(message, Place(self.file, line=line), file=self.file.name, **values)
