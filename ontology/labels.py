"""Which label a reader sees: the one rule for languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

#: The languages that everything exists in, in the order in which they stand in for each other.
LANGUAGES = ("fi", "sv", "en")


@dataclass(frozen=True)
class Label:
    """A text and the language that it is in, which may not be the one asked for."""

    text: str
    lang: str

    def __str__(self) -> str:
        """Return the text alone."""
        return self.text


def pick(labels: Mapping[str, str], lang: str, own: str = "", fallback: str = "") -> Label:
    """Return the label in `lang`, else in the plan's `own` language, then fi, sv, en, else `fallback`.

    >>> pick({"sv": "Mål", "en": "Goal"}, "fi").text
    'Mål'
    """
    for wanted in (lang, own, *LANGUAGES, *labels):
        if labels.get(wanted):
            return Label(labels[wanted], wanted)
    return Label(fallback, "")
