"""The workbook that a planner begins with: sheets made ready, with an example on each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from rdflib import URIRef

from ontology import Column, Form, Model, SheetModel, pick
from ontology.front import front

from .cells import split
from .errors import ParameterError, nearest
from .example_rows import TownRow, town_rows
from .example_titles import town_things
from .headers import FROM, ID, KIND, RELATION, TO, Heading, Headings, plain
from .i18n import mark
from .slugs import slug
from .spreadsheets.xlsx_layout import ordered_headings
from .spreadsheets.xlsx_words import Words
from .workbook import INFO, Row, Sheet, Workbook

_PLAN, _REGISTER = "plan", "register"


@dataclass(frozen=True)
class Template:
    """An empty workbook, and the sheets that stand in front."""

    workbook: Workbook
    front: tuple[str, ...]


def template(
    model: Model,
    lang: str,
    path: Path = Path("plan.xlsx"),
    sheets: Sequence[str] = (),
    *,
    register: bool = False,
) -> Template:
    """Return the workbook to begin with: all sheets, an example row on each, rows with IDs made ready.

    Parameters
    ----------
    model
        What the shapes say.
    lang
        The language of the example rows, and of the plan.
    path
        The file that it is for; the ID and the name of the plan are made from its name.
    sheets
        More sheets to stand in front, by their names in any language.
    register
        Whether it is for a register in the place of a plan.

    Raises
    ------
    ParameterError
        There is no sheet of that name.
    """
    kind = _REGISTER if register else _PLAN
    chosen = {_sheet_named(name, model) for name in sheets}
    first = front(model.graph).sheets
    names = [name for name in model.sheets if name in chosen or kind in first[name].first_in]
    maker = _Maker(model, Words(model, lang), path)
    made = {name: maker.sheet(sheet) for name, sheet in model.sheets.items()}
    made[INFO] = maker.with_identity(made[INFO], kind)
    return Template(Workbook(path, made), tuple(names))


def completed(workbook: Workbook, model: Model, lang: str) -> Workbook:
    """Return a workbook with every sheet that it does not have, and with rows made ready below its own."""
    maker = _Maker(model, Words(model, lang), workbook.path)
    sheets = dict(workbook.sheets)
    for name, sheet in model.sheets.items():
        own = sheets.get(name)
        sheets[name] = maker.ready(own, sheet) if own is not None else maker.sheet(sheet)
    return replace(workbook, sheets=sheets)


def in_front_only(made: Template) -> Workbook:
    """Return the sheets in front without rows that are made ready: what a folder of CSV begins with."""
    sheets = {name: made.workbook.sheets[name] for name in made.front}
    return replace(
        made.workbook,
        sheets={
            name: replace(sheet, rows=tuple(row for row in sheet.rows if row.cells.keys() - {ID}))
            for name, sheet in sheets.items()
        },
    )


def identity(path: Path, year: int) -> tuple[str, str]:
    """Return the ID and the name of a plan from the name of its file.

    >>> identity(Path("Kemin hyvinvointisuunnitelma.xlsx"), 2026)
    ('kemin-hyvinvointisuunnitelma-2026', 'Kemin hyvinvointisuunnitelma')
    >>> identity(Path("kemi_2025.xlsx"), 2026), identity(Path("ÄÖ.xlsx"), 2026)
    (('kemi-2025', 'Kemi 2025'), ('ao-2026', 'ÄÖ'))
    """
    stem = path.stem or path.name
    name = re.sub(r"[_\s-]+", " ", stem).strip() or _PLAN
    plan_id = slug(stem) or _PLAN
    dated = plan_id if re.search(r"\d{4}", plan_id) else f"{plan_id}-{year}"
    return dated, name[:1].upper() + name[1:]


def _sheet_named(name: str, model: Model) -> str:
    tabs = front(model.graph).sheets
    known = {
        plain(text): sheet.name
        for sheet in reversed(list(model.sheets.values()))
        for text in (*tabs[sheet.name].tab_names.values(), *sheet.names.values(), sheet.name)
    }
    if plain(name) in known:
        return known[plain(name)]
    near: str = known.get(nearest(plain(name), known), "")
    message = mark("no sheet {name}; did you mean {near}?") if near else mark("no sheet {name}")
    raise ParameterError(message, name=name, near=near)


@dataclass(frozen=True)
class _Maker:
    model: Model
    words: Words
    path: Path

    def sheet(self, sheet: SheetModel) -> Sheet:
        """Return a sheet with its headers, an example and rows made ready."""
        headings = ordered_headings(sheet, self.words)
        headers = tuple(heading.key for heading in headings)
        rows = [row for row in [self._example(sheet, headings)] if row is not None]
        made = Sheet(sheet.name, self.path, headers, tuple(rows), self.words.tab(sheet))
        return self.ready(made, sheet)

    def ready(self, sheet: Sheet, sheet_model: SheetModel) -> Sheet:
        """Return a sheet with rows that have only an ID below its own, as far as its room goes."""
        prefix = sheet_model.id_prefix
        headings = Headings(sheet, sheet_model, self.model)
        header = next((h for h, heading in headings.found.items() if heading.role == ID), "")
        if not prefix or not header:
            return sheet
        taken = {headings.cell(row, ID) for row in sheet.rows}
        last = max((row.number for row in sheet.rows), default=sheet.header_row)
        free = (f"{prefix}{n}" for n in range(1, front(self.model.graph).sheets[sheet.name].room + 1))
        new = (thing_id for thing_id in free if thing_id not in taken)
        rows = tuple(Row(last + n, {header: thing_id}) for n, thing_id in enumerate(new, 1))
        return replace(sheet, rows=(*sheet.rows, *rows))

    def with_identity(self, sheet: Sheet, kind: str) -> Sheet:
        """Return the info sheet with the ID, the name and the language of the plan filled in."""
        plan_id, name = identity(self.path, datetime.now(tz=UTC).year)
        lang, kinds = self.words.lang, self.words.kinds(self.model.sheets[INFO])
        name = kinds.get(name.casefold(), name)
        cells = {ID: plan_id, KIND: kind, f"title.{lang}": name, "language": lang}
        last = max((row.number for row in sheet.rows), default=sheet.header_row)
        return replace(sheet, rows=(*sheet.rows, Row(last + 1, cells)))

    def _example(self, sheet: SheetModel, headings: Sequence[Heading]) -> Row | None:
        rows = [row for cls in _classes(sheet) if (row := town_rows().get(cls))]
        wanted = front(self.model.graph).sheets[sheet.name].columns
        town = max(rows, key=lambda row: len(wanted & row.cells.keys()), default=None)
        cells = dict(self._example_cells(sheet, headings, town))
        first = next((key for key in cells if key not in {ID, KIND}), "")
        if not first:
            return None
        word = pick(front(self.model.graph).example, self.words.lang).text
        cells[first] = f"{word}: {cells[first]}"
        return Row(2, cells)

    def _example_cells(
        self, sheet: SheetModel, headings: Sequence[Heading], town: TownRow | None
    ) -> Iterator[tuple[str, str]]:
        for heading in headings:
            own = town.cells.get(heading.key, "") if town else ""
            if heading.column is None:
                text = "" if heading.role == ID else own
            elif heading.lang not in {"", self.words.lang} or not self._in_sight(sheet, heading.column):
                continue
            else:
                text = own if town else _given(heading.column, heading.lang)
                text = self._with_titles(heading.column, text)
            if heading.role in {FROM, TO}:
                text = self._titled(text)
            if heading.role == RELATION:
                text = self._relation(text)
            if text:
                yield heading.key, self.words.cell(text, heading, sheet)

    def _in_sight(self, sheet: SheetModel, column: Column) -> bool:
        """Whether a column is in sight at once: who writes over the example leaves nothing of it hidden."""
        wanted = front(self.model.graph).sheets[sheet.name].columns
        return not wanted or column.key in wanted

    def _relation(self, key: str) -> str:
        columns = (c for sheet in self.model.sheets.values() for c in sheet.columns if c.linked)
        return next((self.words.pick(c.names, key) for c in columns if c.key == key), key)

    def _with_titles(self, column: Column, text: str) -> str:
        if column.form is not Form.REFERENCE:
            return text
        joint = f"{column.separator} " if column.separator else ""
        return joint.join(self._titled(part) for part in split(text, column.separator))

    def _titled(self, thing_id: str) -> str:
        """Return an ID of the example town as the menus of this workbook would have it."""
        thing = town_things().get(thing_id)
        title = pick(thing.titles, self.words.lang).text if thing else ""
        if thing is None or not title:
            return thing_id
        prefix = self.model.sheets[thing.sheet].id_prefix
        own = thing_id if re.fullmatch(rf"{prefix}\d+", thing_id) else f"{prefix}{thing.number}"
        return f"{own} {title.replace(';', ',')}"


def _classes(sheet: SheetModel) -> list[URIRef]:
    return [cls for shape in sheet.shapes for cls in shape.classes]


def _given(column: Column, lang: str) -> str:
    found = column.examples.get(lang) or column.examples.get("") or ()
    return found[0] if found else ""
