"""Days as a reader writes them: the one place where a date becomes a text."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

from babel.dates import format_date

from . import current

#: As they are written in the European Union.
_LOCALES = {"en": "en_GB"}


def day(when: date | str) -> str:
    """Return a day in the language of this request, 31.12.2025 in Finnish; what is no day stays as it is."""
    if isinstance(when, str):
        with suppress(ValueError):
            when = date.fromisoformat(when)
    return str(format_date(when, format="medium", locale=locale())) if isinstance(when, date) else when


def locale() -> str:
    """Return the locale of this request, by which numbers are written too."""
    return _LOCALES.get(current.lang(), current.lang())
