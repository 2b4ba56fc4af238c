"""Makes the scene of a picture, whichever it is, and the deck of a report."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from graph.slugs import slug

from ..presentation import Deck, Scene
from ..state import State
from . import focus, listing, matrix, network, path, question, report

_MAKERS: Mapping[str, Callable[[State], Scene]] = {
    "matrix": matrix.scene,
    "focus": focus.scene,
    "network": network.scene,
    "path": path.scene,
    "list": listing.scene,
}
#: The pictures that can be taken along, by the names of their addresses.
PICTURES = tuple(_MAKERS)


def scene(picture: str, state: State, *, title: str = "", name: str = "") -> Scene:
    """Return a picture in a state, ready for any output.

    Parameters
    ----------
    picture
        One of `PICTURES`, or `question`.
    state
        What it shows, as its page has it.
    title
        In place of the sentence that is made from the numbers.
    name
        That of the question.

    Raises
    ------
    UnknownQueryError
        Something that the state names is not stored.
    ParameterError
        A value is not of its type.
    """
    made = question.scene(state, name) if picture == "question" else _MAKERS[picture](state)
    return replace(made, name=slug(made.name) or picture, title=title or made.title)


def deck(state: State) -> Deck:
    """Return the report of a plan as pictures in an order."""
    return report.deck(state)
