"""Texts of outputs in the language of their picture, and not of a request."""

from __future__ import annotations

from pathlib import Path

from graph.i18n import translate

_FOLDER = Path(__file__).parents[1] / "translations"


def told(message: str, lang: str, **values: object) -> str:
    """Return a text that was marked for translation, with its values."""
    return translate(message, lang, _FOLDER, **values)
