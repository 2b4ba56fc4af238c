"""A comparison in a few sentences, made from its numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ontology import pick

from ..i18n import mark, translate
from .changes import Comparison
from .kinds import Kind
from .matching import By

_BY = {
    By.ID: mark("matched by ID: {count}"),
    By.LINK: mark("by a link that says they are one deed: {count}"),
    By.SUGGESTION: mark("by suggestion, to be looked through: {count}"),
}


def summary(made: Comparison, lang: str) -> list[str]:
    """Return what a comparison comes to, in sentences."""

    def say(message: str, **values: object) -> str:
        return translate(message, lang, **values)

    names = {side: _named(made, side, lang) for side in ("before", "after")}
    told = [say(mark("Before: {before}. After: {after}."), **names)]
    if not made:
        return [*told, say(mark("The plans say the same."))]
    happened = [
        f"{translate(kind.name_message, lang)} {made.counts[kind]}" for kind in Kind if made.counts.get(kind)
    ]
    if happened:
        told.append(say(mark("What happened: {what}."), what=", ".join(happened)))
    told += _sheets(made, lang)
    told.append(say(mark("Unchanged: {count}."), count=made.unchanged))
    if made.moved:
        told.append(say(mark("Rows in another place of their sheet: {count}."), count=made.moved))
    return [*told, *_printed(made, lang), _matched(made, lang)]


def _named(made: Comparison, side: str, lang: str) -> str:
    found = made.before if side == "before" else made.after
    label = pick(found.labels.get(str(found.plan), {}), lang, fallback="").text
    return f"{label} ({found.name})" if label else found.name


def _sheets(made: Comparison, lang: str) -> Iterator[str]:
    """Yield how many things of each sheet there were and are, where the numbers differ."""
    counts = [Counter(side.sheet(thing) for thing in side.things) for side in (made.before, made.after)]
    was, now = counts
    parts = [
        f"{pick(sheet.names, lang, fallback=name).text} {was[name]} → {now[name]}"
        for name, sheet in made.after.model.sheets.items()
        if was[name] != now[name]
    ]
    if parts:
        yield translate(mark("Number of rows: {sheets}."), lang, sheets=", ".join(parts))


def _printed(made: Comparison, lang: str) -> Iterator[str]:
    if made.restated.restated:
        message = mark("Aims of one plan that the other prints again: {count}; they are the same aims.")
        yield translate(message, lang, count=len(made.restated.restated))
    if made.restated.left_out:
        message = mark("Aims that the other plan says it leaves out: {count}.")
        yield translate(message, lang, count=len(made.restated.left_out))


def _matched(made: Comparison, lang: str) -> str:
    plans = str(made.before.plan), str(made.after.plan)
    pairs = [match for match in made.matches.pairs if (match.before, match.after) != plans]
    counts = Counter(match.by for match in pairs)
    parts = [translate(message, lang, count=counts[by]) for by, message in _BY.items() if counts[by]]
    if not parts:
        return translate(mark("No thing of one plan is matched with one of the other."), lang)
    text = ", ".join(parts)
    return f"{text[0].upper()}{text[1:]}."
