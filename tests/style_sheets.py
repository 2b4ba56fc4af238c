"""The style sheets of the viewer as data: which text stands on which ground, and how well it is read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import webviz

STATIC = Path(webviz.__file__).parent / "static"
_NAMED = {"white": "#ffffff", "black": "#000000"}


@dataclass(frozen=True)
class Rule:
    """A rule of a style sheet outside media queries for paper and forced colours."""

    file: str
    selector: str
    declared: dict[str, str]

    def colours(self, *names: str) -> list[str]:
        """Return the colours that these properties give, variables followed."""
        return [one for name in names for one in colours(self.declared.get(name, ""))]


def rules(file: Path) -> Iterator[Rule]:
    """Yield the rules of a style sheet for screens, in order."""
    text = re.sub(r"/\*.*?\*/", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
    text = re.sub(r"@(media (print|\(forced-colors)|page)[^{]*\{([^{}]|\{[^{}]*\})*\}", "", text)
    text = re.sub(r"@(media|supports)[^{]*\{", "", text)
    for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", text):
        declared = dict(re.findall(r"([\w-]+)\s*:\s*([^;]+)", body))
        yield Rule(
            file.name, " ".join(selectors.split()), {key: value.strip() for key, value in declared.items()}
        )


def tokens() -> dict[str, str]:
    """Return the custom properties that all style sheets draw from."""
    root = next(rule for rule in rules(STATIC / "planweave.css") if rule.selector == ":root")
    return {key: value for key, value in root.declared.items() if key.startswith("--")}


def colours(text: str) -> list[str]:
    """Return the colours that a value names, as six digits."""
    named = tokens() if "var(" in text else {}
    text = re.sub(r"var\((--[\w-]+)\)", lambda found: named.get(found[1], ""), text)
    text = " ".join(_NAMED.get(word, word) for word in text.split())
    found = re.findall(r"#(?:[0-9a-fA-F]{6}|[0-9a-fA-F]{3})\b", text)
    return ["#" + "".join(d * 2 for d in one[1:]) if len(one) == 4 else one for one in found]


def luminance(colour: str) -> float:
    """Return the relative luminance: https://www.w3.org/TR/WCAG21/#dfn-relative-luminance."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)
