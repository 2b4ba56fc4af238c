"""The genitive of Finnish names of units, where their last word is one that is known to be inflected so."""

from __future__ import annotations

_ENDINGS = (
    ("alue", "alueen"),
    ("hallinto", "hallinnon"),
    ("kasvatus", "kasvatuksen"),
    ("kaupunki", "kaupungin"),
    ("keskus", "keskuksen"),
    ("kirjasto", "kirjaston"),
    ("kunta", "kunnan"),
    ("liitto", "liiton"),
    ("opetus", "opetuksen"),
    ("osasto", "osaston"),
    ("palvelut", "palvelujen"),
    ("ryhmä", "ryhmän"),
    ("toimi", "toimen"),
    ("toimiala", "toimialan"),
    ("virasto", "viraston"),
    ("yhtymä", "yhtymän"),
    ("yksikkö", "yksikön"),
)


def genitive(name: str) -> str:
    """Return the genitive of a name; empty where it is not known for sure.

    The words before the last one must be genitives themselves, which stay as they are: *Kemin kaupunki*
    and not *Tekniset palvelut*.

    >>> genitive("Perusturvan toimiala"), genitive("Tekniset palvelut"), genitive("Ohjaamo")
    ('Perusturvan toimialan', '', '')
    """
    *before, last = name.split() or [""]
    if not all(word.endswith("n") for word in before):
        return ""
    return next((name[: -len(end)] + form for end, form in _ENDINGS if last.lower().endswith(end)), "")
