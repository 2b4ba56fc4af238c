"""Pictures for the tests of slides, with the longest Finnish names."""

from __future__ import annotations

import random
from datetime import date

from graph.drawing import Box, Column, Tie
from ontology import load_model
from webviz.presentation import Layered, Scene, Sign, Spot, Spread, Stamp

KINDS = tuple(load_model().kinds)
COLUMNS = (
    Column("Päämäärä (1)", "goal", 1),
    Column("Painopiste (5)", "priority", 5),
    Column("Toimenpide (40)", "action", 40),
    Column("Toimija (14)", "body", 14),
)
NAMES = (
    "Mielenterveys- ja päihdekuntoutujien asumispalvelujen yhteistyöverkosto",
    "Varhaiskasvatuksen, perusopetuksen ja toisen asteen koulutuksen nivelvaihetyöryhmä",
    "Kirjasto",
    "Kulttuurihyvinvointisuunnitelmaan perustuvien kulttuurihyvinvointipalvelujen vakiinnuttaminen",
    "Lentokonesuihkuturbiinimoottoriapumekaanikkoaliupseerioppilaskoulutus",
    "Asukasraadit",
)
STROKES = (
    Sign("perustuu lähteeseen", stroke="named"),
    Sign("katkoviiva: valmistelijan tulkinta", stroke="reading"),
)
STAMP = Stamp(
    ("kemi-hyvinvointi-2023@3",),
    date(2026, 11, 14),
    "https://suunnitelmat.kemi.fi/focus?focus=kemi:kirjasto",
    "Kemin hyvinvointisuunnitelma 2023, versio 3 (14.11.2026)",
)


def layered(number: int, seed: int = 0, *, links: bool = True) -> Layered:
    """Return a picture of so many boxes in four columns, tied at random."""
    chance = random.Random(seed * 1000 + number)
    columns = [0, 1, 2, *(chance.choice((1, 2, 2, 3)) for _ in range(number - 3))]
    columns = sorted(columns[:number])
    boxes = tuple(
        Box(
            f"b{place}",
            NAMES[(place * 7 + seed) % len(NAMES)],
            column,
            COLUMNS[column].kind,
            centre=place == 1,
            url=f"https://suunnitelmat.kemi.fi/focus?focus=b{place}&lang=fi" if links else "",
            note="2023" if place % 7 == 3 else "",
        )
        for place, column in enumerate(columns)
    )
    ties = []
    for box in boxes[1:]:
        before = [other for other in boxes if other.column < box.column]
        for other in chance.sample(before, min(len(before), chance.choice((1, 1, 2)))):
            named = chance.random() < 0.5
            words = {0: "kuuluu päämäärään", 1: "toteuttaa", 2: "vastuutaho"}[min(box.column - 1, 2)]
            sure = "" if named else "todennäköinen"
            ties.append(Tie(box.id, other.id, words, named, sure, mutual=chance.random() < 0.1))
    return Layered(COLUMNS, boxes, tuple(ties))


def spread(number: int, seed: int = 0) -> Spread:
    """Return a network of so many things at places apart from each other."""
    chance = random.Random(seed * 1000 + number)
    kinds = ("goal", "priority", "action", "action", "body", "network", "group", "money")
    spots = tuple(
        Spot(
            f"s{place}",
            NAMES[place % len(NAMES)],
            kinds[place % len(kinds)],
            (place % 20) * 95 + chance.uniform(-20, 20),
            (place // 20) * 80 + chance.uniform(-15, 15),
            10 + chance.random() * 10,
            url=f"https://suunnitelmat.kemi.fi/focus?focus=s{place}",
            weight=chance.random() * 10,
            marked=place == 2,
        )
        for place in range(number)
    )
    pairs = (
        {tuple(sorted(chance.sample(range(number), 2))) for _ in range(number * 2)} if number > 1 else set()
    )
    ties = tuple(Tie(f"s{a}", f"s{b}", "vastuutaho", (a + b) % 2 == 0) for a, b in sorted(pairs))
    return Spread(spots, ties)


def scene(content: Layered | Spread, **changes: object) -> Scene:
    """Return a picture with all that stands around it."""
    values = {
        "name": "kirjasto",
        "lang": "fi",
        "title": "Kirjasto vastaa seitsemästä toimenpiteestä ja on mukana kolmessa verkostossa",
        "called": "Lähikuva",
        "scope": "Yhteydet ovat valmistelijan tulkintaa; hyvinvointitoimialan raportti 2023",
        "desc": "Kuvassa on 12 asiaa.\nNiiden välillä on 14 yhteyttä.",
        "content": content,
        "kinds": KINDS,
        "legend": STROKES,
        "sources": ("Kemin hyvinvointisuunnitelman seuranta 2023, Kemin kaupunki",),
        "stamp": STAMP,
    }
    return Scene(**{**values, **changes})
