"""Texts for people in Finnish, Swedish and English, from `translations/*.po`.

The English text is the key; values are named, as in `{found}`.
"""

from __future__ import annotations

import io
from functools import lru_cache
from pathlib import Path

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

FOLDER = Path(__file__).parent / "translations"


@lru_cache(maxsize=16)
def catalogue(lang: str, folder: Path = FOLDER) -> NullTranslations:
    """Return the translations of `lang` in a folder; English is the key itself."""
    file = folder / f"{lang}.po"
    if not file.is_file():
        return NullTranslations()
    compiled = io.BytesIO()
    with file.open("rb") as source:
        write_mo(compiled, read_po(source, locale=lang))
    compiled.seek(0)
    return Translations(compiled)


def translate(message: str, lang: str, folder: Path = FOLDER, /, **values: object) -> str:
    """Return the message in `lang` with its values filled in; values may have any name.

    >>> translate("no such {thing}", "en", thing="plan")
    'no such plan'
    """
    text = str(catalogue(lang, folder).gettext(message))
    return text.format(**values) if values else text


@lru_cache(maxsize=8)
def language_names(lang: str) -> tuple[str, ...]:
    """Return what people call a language in ours, as `ruotsi` and `ruotsiksi`.

    >>> language_names("sv")[:4]
    ('ruotsi', 'svenska', 'Swedish', 'ruotsiksi')
    """
    names = [Locale(ours).languages[lang] for ours in _SAID]
    said = [translate(_SAID[lang], ours) for ours in _SAID]
    return tuple(dict.fromkeys([*names, *said]))


def mark(message: str) -> str:
    """Mark a text for translation where it is written; it is translated where it is shown."""
    return message


_SAID = {"fi": mark("in Finnish"), "sv": mark("in Swedish"), "en": mark("in English")}
