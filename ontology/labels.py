"""Which label a reader sees: the one rule for languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

#: The languages that everything exists in, in the order in which they stand in for each other.
LANGUAGES = ("fi", "sv", "en")

#: Controls, also those that turn the direction of a text, and what is no character of XML 1.0.
_HARMFUL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_UNSEEN = re.compile(
    r"[\s\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2060-\u2065\u3164\ufe00-\ufe0f\ufeff]+"
)


@dataclass(frozen=True)
class Label:
    """A text and the language that it is in, which may not be the one asked for."""

    text: str
    lang: str

    def __str__(self) -> str:
        """Return the text alone."""
        return self.text


def pick(labels: Mapping[str, str], lang: str, own: str = "", fallback: str = "") -> Label:
    r"""Return the label in `lang`, else in the plan's `own` language, then fi, sv, en, else `fallback`.

    >>> pick({"sv": "Mål", "en": "Goal"}, "fi").text
    'Mål'

    A text of which nothing can be seen is none, and what turns the direction of what follows, or can stand
    in no XML, is left out.

    >>> pick({"fi": "\u200b ", "en": "\u202eGoal"}, "fi").text
    'Goal'
    """
    for wanted in (lang, own, *LANGUAGES, *labels):
        text = _harmless(labels.get(wanted, ""))
        if text:
            return Label(text, wanted)
    return Label(fallback, "")


def _harmless(text: str) -> str:
    """Return a text without what would harm the texts around it; nothing where nothing of it is seen."""
    if text.isascii() and text.isprintable():
        return text if text.strip() else ""
    text = _HARMFUL.sub("", text)
    return text if _UNSEEN.sub("", text) else ""
