"""IDs out of names, for what a person gave a name and no ID."""

from __future__ import annotations

import re
import unicodedata

_LONGEST = 60


def slug(name: str) -> str:
    """Return a name as an ID, the same for the same name; empty where it has no letter or digit.

    >>> slug("Sivistys- ja hyvinvointipalvelut"), slug("ÄÖ"), slug("–")
    ('sivistys-ja-hyvinvointipalvelut', 'ao', '')
    """
    plain = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return re.sub(r"[^a-z0-9]+", "-", letters).strip("-")[:_LONGEST].rstrip("-")
