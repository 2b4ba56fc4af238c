"""A difference in words, in the language of whoever reads it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rdflib import SKOS, Literal, URIRef
from rdflib.term import Node

from ontology import Form, pick

from .difference import Difference, Edit
from .headers import KIND, ROLE_TERMS
from .i18n import mark, translate
from .plan_names import plan_id, short

_LONGEST = 80


def lines(made: Difference, lang: str, limit: int = 20) -> list[str]:
    """Return a difference as lines: the numbers of all sheets, then at most `limit` things.

    What went and what changed is told before what came; of a plan that is all new or gone, only the
    numbers.
    """
    words = Words(made, lang)
    if not made:
        return []
    told = [] if made.plan in made.added or made.plan in made.removed else words.things()
    first = [words.numbers()]
    if len(told) <= limit:
        return first + told
    more = translate(mark("… and {count} more"), lang, count=len(told) - limit)
    return [*first, *told[:limit], more]


@dataclass(frozen=True)
class Words:
    """Says the parts of a difference in a language."""

    made: Difference
    lang: str

    def _say(self, message: str, **values: object) -> str:
        return translate(message, self.lang, **values)

    # ---- numbers

    def numbers(self) -> str:
        """Return how many things of each sheet came, changed and went."""
        sheets = self.made.model.sheets.values()
        counted = [self._by_sheet(classes) for classes in self._classes()]
        parts = [
            f"{pick(sheet.names, self.lang, fallback=sheet.name)}: {', '.join(told)}"
            for sheet in sheets
            if (told := self._counts([count[sheet.name] for count in counted]))
        ]
        if self.made.moved:
            parts.append(self._say(mark("rows in another place: {count}"), count=self.made.moved))
        return "; ".join(parts)

    def _classes(self) -> Sequence[Iterable[URIRef]]:
        changed = self.made.classes
        return (self.made.added.values(), [changed[t] for t in self.made.changed], self.made.removed.values())

    def _counts(self, counts: Sequence[int]) -> list[str]:
        messages = (mark("{count} added"), mark("{count} changed"), mark("{count} removed"))
        return [self._say(m, count=count) for m, count in zip(messages, counts, strict=True) if count]

    def _order(self, thing: URIRef) -> tuple[int, URIRef]:
        sheet = self.made.model.sheet_of(self.made.classes[thing])
        return (sheet.order if sheet else 0, thing)

    def _by_sheet(self, classes: Iterable[URIRef]) -> Counter[str]:
        found: Counter[str] = Counter()
        for cls, count in Counter(classes).items():
            sheet = self.made.model.sheet_of(cls)
            found[sheet.name if sheet else ""] += count
        return found

    # ---- things

    def things(self) -> list[str]:
        """Return a line for each thing that went, changed or came."""
        gone = [self._say(mark("{thing}: removed"), thing=self.thing(t)) for t in sorted(self.made.removed)]
        changed = [
            f"{self.thing(thing)}: {'; '.join(map(self.edit, edits))}"
            for thing, edits in sorted(self.made.changed.items(), key=lambda item: self._order(item[0]))
        ]
        come = [self._say(mark("{thing}: added"), thing=self.thing(t)) for t in sorted(self.made.added)]
        return gone + changed + come

    def thing(self, thing: URIRef) -> str:
        """Return `ID Name`; things of other plans have the plan before the ID."""
        text, own = str(thing), str(thing).removeprefix(f"{self.made.plan}/")
        if thing == self.made.plan:
            own = ""
        elif own == text:
            own = short(thing)
        named = self.made.names.get(thing)
        label = pick(named.labels, self.lang).text if named else ""
        return f"{own} {label}".strip() or plan_id(text)

    def edit(self, edit: Edit) -> str:
        """Return what came and went in a column."""
        if edit.column is not None and edit.column.predicate == SKOS.prefLabel and edit.old and edit.new:
            values = {"old": self._value(edit, edit.old[0]), "new": self._value(edit, edit.new[0])}
            lang = f" ({edit.lang})" if edit.lang else ""
            return self._say(mark("renamed{lang}: {old} → {new}"), lang=lang, **values)
        return f"{self._column(edit)}: {self._change(edit)}"

    def _column(self, edit: Edit) -> str:
        if edit.column is None:
            return pick(self.made.model.labels(ROLE_TERMS[KIND]), self.lang, fallback=KIND).text
        name = pick(edit.column.names, self.lang, fallback=edit.column.key).text
        name = f"{name} ({edit.lang})" if edit.lang else name
        return f"{self.thing(edit.link)}, {name}" if edit.link is not None else name

    def _change(self, edit: Edit) -> str:
        old = [self._value(edit, value) for value in edit.old]
        new = [self._value(edit, value) for value in edit.new]
        if len(old) == 1 and len(new) == 1:
            return f"{old[0]} → {new[0]}"
        return ", ".join([f"+ {text}" for text in new] + [f"− {text}" for text in old])

    def _value(self, edit: Edit, value: Node) -> str:
        if isinstance(value, Literal):
            text = _short(str(value))
            quoted = edit.column is not None and edit.column.form is Form.TEXT
            return translate(mark("“{text}”"), self.lang, text=text) if quoted else text
        iri = URIRef(str(value))
        labels = self.made.model.labels(iri)
        if labels:
            return pick(labels, self.lang).text
        if edit.column is not None and edit.column.form is Form.PASSAGES:
            return str(iri).rpartition("/")[2]
        return self.thing(iri)


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _LONGEST else f"{plain[: _LONGEST - 1]}…"
