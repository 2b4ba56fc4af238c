"""Scenes that tests of outputs share: the longest Finnish labels, and texts that mean harm."""

from __future__ import annotations

import math
import random
from datetime import date

from graph.drawing import Box, Column, Spot, Tie
from ontology import load_model
from webviz.presentation import Grid, GridCell, GridRow, Layered, Scene, Sign, Spread, Stamp

LONG = (
    "Hyvinvoinnin ja terveyden edistämisen poikkihallinnollinen yhteistyöverkosto",
    "Lähisuhdeväkivallan ehkäisemistoimenpideohjelma",
    "Perusterveydenhuollon epäluottamuslautamiesjärjestelmän kehittäminen Äänekoskella",
    "Kirjasto",
    "Ikääntyneiden kotona asumisen tuki",
)
HARM = (
    "</text><script>alert(1)</script>&\"'",
    "\x00\x07\ud800\u202eسلام עברית 🙂\ufffe",
    "a" * 5000,
    "",
    '#panic("x") *b* $y$ @c <d> \\',
)
KINDS = load_model().kinds
STAMP = Stamp(
    ("kemi-hyvinvointi-2023@3",), date(2026, 5, 1), "https://plans.example/focus?a=1&b=2", "Kemi, versio 3"
)


def scene(content, **more) -> Scene:
    given = {
        "name": "kuva",
        "lang": "fi",
        "title": "Kirjasto tekee yhteistyötä 12 muun tahon kanssa",
        "called": "Kirjasto",
        "scope": "Yhteydet ovat valmistelijan tulkintaa; hyvinvointitoimialan raportti 2023",
        "desc": "Kuvassa on asioita.\nNiillä on yhteyksiä.",
        "kinds": KINDS,
        "legend": (Sign("nimetty lähteessä", stroke="named"), Sign("Tavoite", kind=KINDS[1].name)),
        "sources": ("Hyvinvointikertomus 2023, s. 12",),
        "stamp": STAMP,
    }
    return Scene(content=content, **{**given, **more})


def layered(count: int, labels: tuple[str, ...] = LONG, seed: int = 5) -> Layered:
    """Return so many boxes in five columns or fewer, each tied to one or two on its left."""
    chance, columns = random.Random(seed), min(5, max(2, count // 3))
    boxes = tuple(
        Box(f"b{n}", labels[n % len(labels)], n % columns, KINDS[n % columns].name, centre=n == 1)
        for n in range(count)
    )
    ties = tuple(
        Tie(f"b{chance.choice(left)}", f"b{n}", "vastuutaho", chance.random() < 0.6, sure="todennäköinen")
        for n in range(count)
        if (left := [m for m in range(count) if m % columns == n % columns - 1])
        for _ in range(chance.randint(1, 2))
    )
    heads = [Column(KINDS[n].names["fi"], KINDS[n].name, count // columns) for n in range(columns)]
    return Layered(tuple(heads), boxes, ties)


def spread(count: int, labels: tuple[str, ...] = LONG, seed: int = 5, **more) -> Spread:
    """Return so many things by chance on an oval, each tied to another."""
    chance = random.Random(seed)
    spots = []
    for n in range(count):
        away, angle = chance.uniform(60, 40 * math.sqrt(count) + 60), chance.random() * 7
        x, y = 1.45 * away * math.cos(angle), away * math.sin(angle)
        kind = KINDS[n % len(KINDS)].name
        spots.append(
            Spot(f"s{n}", labels[n % len(labels)], kind, x, y, chance.uniform(4, 24), weight=n, **more)
        )
    ties = [Tie(f"s{n}", f"s{chance.randrange(count)}", "mukana", n % 3 > 0) for n in range(count)]
    return Spread(tuple(spots), tuple(ties))


def grid(rows: int = 12, columns: int = 9, labels: tuple[str, ...] = LONG) -> Grid:
    """Return a matrix with a heading, a gap with its reason, and numbers."""
    heads = ("Painopiste", *(labels[n % len(labels)] for n in range(columns)))
    found = [GridRow((GridCell("Päämäärä"),), is_group=True)]
    found.append(GridRow((GridCell("Kirjasto"), GridCell("Yksikkö ei raportoinut")), is_gap=True))
    for row in range(rows):
        numbers = ((row * column) % 7 for column in range(columns))
        cells = (
            GridCell(str(n), n, n % 5, "https://plans.example/q") if n else GridCell("") for n in numbers
        )
        found.append(GridRow((GridCell(labels[row % len(labels)]), *cells)))
    return Grid(tuple(map(GridCell, heads)), tuple(found))
