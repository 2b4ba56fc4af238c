"""How the menus of a spreadsheet show the title of a row, behind its ID."""

from __future__ import annotations

#: As many characters of a title a menu shows.
LONGEST = 80
#: Signs that part the values of a cell, and line breaks, and what a menu shows in their place.
SHOWN = {"\n": " ", ";": ",", "|": "/"}


def menu_title(title: str) -> str:
    """Return a title as menus have it.

    >>> menu_title("Ravinto; ruokailu|liikunta")
    'Ravinto, ruokailu/liikunta'
    """
    for sign, shown in SHOWN.items():
        title = title.replace(sign, shown)
    return title[:LONGEST]
