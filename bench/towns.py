"""Names of towns that are nowhere, for plans that nobody made."""

from __future__ import annotations

import random

_FIRST = (
    "Koski", "Lahti", "Niemi", "Järvi", "Ranta", "Honka", "Kuusi", "Lepä", "Hauki", "Karhu",
    "Joutsen", "Pelto", "Salo", "Suvi", "Talvi", "Harju",
)  # fmt: skip
_SECOND = ("lahti", "niemi", "järvi", "koski", "mäki", "ranta", "saari", "salmi", "vaara", "korpi")
_PLAIN = str.maketrans("äö", "ao")


def towns(seed: int) -> list[str]:
    """Return the names in the order of a seed, each once."""
    names = [first + second for first in _FIRST for second in _SECOND if first.casefold() != second]
    random.Random(seed).shuffle(names)
    return names


def slug(town: str) -> str:
    """Return the name of a town as an ID.

    >>> slug("Lepäjärvi")
    'lepajarvi'
    """
    return town.casefold().translate(_PLAIN)
