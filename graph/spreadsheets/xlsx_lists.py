"""The menus of cells: closed lists, and references that follow what is typed on the other sheets.

They stand on a hidden sheet. For each sheet that is referred to it holds `ID title` of every row by
formula, and for each set of classes one list without gaps of all that may be chosen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.worksheet import Worksheet
from rdflib import URIRef

from ontology import Column, Form

from ..headers import ID, KIND
from .xlsx_layout import Tab
from .xlsx_words import Words

_FIRST = 3
#: Longer sheets would make a spreadsheet slow; their IDs are written by hand.
_LONGEST_SHEET = 1_500
_LONGEST_TITLE = 80


@dataclass(frozen=True)
class _Entries:
    """The rows of a sheet on the hidden one: the columns of their texts and of their count, the last row."""

    texts: str
    counts: str
    last: int

    @property
    def total(self) -> str:
        return f"${self.counts}${self.last}"


@dataclass
class Lists:
    """Fills the hidden sheet as menus are asked for."""

    page: Worksheet
    tabs: Sequence[Tab]
    words: Words
    _next: int = 1
    _closed: dict[tuple[str, ...], str] = field(default_factory=dict)
    _entries: dict[tuple[str, frozenset[URIRef]], _Entries] = field(default_factory=dict)
    _open: dict[tuple[URIRef, ...], str] = field(default_factory=dict)

    def closed(self, choices: tuple[str, ...], title: str) -> str:
        """Return where a closed list stands."""
        if choices not in self._closed:
            letter = self._column(title)
            for row, choice in enumerate(choices, _FIRST):
                cell = self.page[f"{letter}{row}"]
                cell.value = choice
                cell.data_type = "s"
            self._closed[choices] = self._range(letter, _FIRST + len(choices) - 1)
        return self._closed[choices]

    def references(self, column: Column) -> str:
        """Return the formula of what a column may refer to, empty where there is nothing to choose from."""
        if column.form is not Form.REFERENCE or not column.classes:
            return ""
        if column.classes not in self._open:
            self._open[column.classes] = self._reference_list(column)
        return self._open[column.classes]

    def _reference_list(self, column: Column) -> str:
        sources = [entries for tab in self.tabs if (entries := self._entries_of(tab, column.classes))]
        if not sources:
            return ""
        letter = self._column(self.words.pick(column.names, column.key))
        self.page[f"{letter}2"].value = "=" + "+".join(source.total for source in sources)
        length = sum(source.last - _FIRST + 1 for source in sources)
        for number in range(1, length + 1):
            chosen = _nth(number, sources)
            formula = f'=IF({number}>{letter}$2,"",{chosen})'
            self.page[f"{letter}{_FIRST + number - 1}"].value = formula
        name = quote_sheetname(self.page.title)
        return f"OFFSET({name}!${letter}${_FIRST},0,0,MAX(1,{name}!${letter}$2),1)"

    def _entries_of(self, tab: Tab, classes: tuple[URIRef, ...]) -> _Entries | None:
        """Return the entries of a tab that are of the classes; nothing where none may be."""
        model = tab.model
        if model is None or not model.id_prefix or tab.last_row > _LONGEST_SHEET or ID not in tab.by_key:
            return None
        wanted = frozenset(cls for cls in classes if model.shape_of(cls) is not None)
        if not wanted or tab.last_row == tab.header_row:
            return None
        key = (model.name, wanted)
        if key not in self._entries:
            self._entries[key] = self._write_entries(tab, wanted)
        return self._entries[key]

    def _write_entries(self, tab: Tab, wanted: frozenset[URIRef]) -> _Entries:
        texts, counts = self._column(tab.title), self._column("#")
        last = _FIRST - 1
        for last, row in enumerate(range(tab.header_row + 1, tab.last_row + 1), _FIRST):
            self.page[f"{texts}{last}"].value = self._entry(tab, row, wanted)
            above = f"N({counts}{last - 1})+" if last > _FIRST else ""
            self.page[f"{counts}{last}"].value = f'={above}IF({texts}{last}="",0,1)'
        return _Entries(texts, counts, last)

    def _entry(self, tab: Tab, row: int, wanted: frozenset[URIRef]) -> str:
        sheet = quote_sheetname(tab.title)
        thing = f"{sheet}!${get_column_letter(tab.by_key[ID].position)}{row}"
        titles = [f"{sheet}!${get_column_letter(slot.position)}{row}" for slot in tab.title_slots]
        title = titles[-1] if titles else '""'
        for one in reversed(titles[:-1]):
            title = f'IF({one}<>"",{one},{title})'
        empty = [f'{thing}=""', *([f'{title}=""'] if titles else []), *self._other_kind(tab, row, wanted)]
        for sign, other in (("CHAR(10)", " "), ('";"', ","), ('"|"', "/")):
            title = f'SUBSTITUTE({title},{sign},"{other}")'
        return f'=IF(OR({",".join(empty)}),"",{thing}&" "&LEFT({title},{_LONGEST_TITLE}))'

    def _other_kind(self, tab: Tab, row: int, wanted: frozenset[URIRef]) -> list[str]:
        """Return the condition under which a row is of a kind that may not be chosen."""
        model = tab.model
        if model is None or KIND not in tab.by_key or set(model.kinds.values()) <= wanted:
            return []
        kind = f"{quote_sheetname(tab.title)}!${get_column_letter(tab.by_key[KIND].position)}{row}"
        shown = self.words.kinds(model)
        names = [n for value, cls in model.kinds.items() if cls in wanted for n in (value, shown[value])]
        same = ",".join(f'{kind}="{name}"' for name in dict.fromkeys(names))
        return [f"NOT(OR({same}))"]

    def _column(self, title: str) -> str:
        letter = get_column_letter(self._next)
        self._next += 1
        self.page[f"{letter}1"].value = title
        return letter

    def _range(self, letter: str, last: int) -> str:
        return f"{quote_sheetname(self.page.title)}!${letter}${_FIRST}:${letter}${last}"


def _nth(number: int, sources: Sequence[_Entries]) -> str:
    """Return the formula of the entry of that number over all sources."""
    found, before = '""', [source.total for source in sources]
    for place in reversed(range(len(sources))):
        source = sources[place]
        earlier = "".join(f"-{total}" for total in before[:place])
        texts = f"${source.texts}${_FIRST}:${source.texts}${source.last}"
        counts = f"${source.counts}${_FIRST}:${source.counts}${source.last}"
        entry = f"INDEX({texts},MATCH({number}{earlier},{counts},0))"
        found = (
            entry if place == len(sources) - 1 else f"IF({number}{earlier}<={source.total},{entry},{found})"
        )
    return found
