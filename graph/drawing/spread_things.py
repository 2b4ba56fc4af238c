"""What a spread picture is made from: things at places of their own."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Spot:
    """A thing of the whole network: its middle and radius in pixels, y growing downwards."""

    id: str
    text: str
    kind: str
    x: float
    y: float
    radius: float
    url: str = ""
    lang: str = ""
    #: Of the fill, where it is not that of the kind; what stands on it, where colours have letters.
    colour: str = ""
    letter: str = ""
    #: Which labels come first where not all find room: the larger, the sooner.
    weight: float = 0.0
    #: Whether it is in focus or ringed.
    marked: bool = False
