"""Addresses in a scene: absolute where the viewer has a public one, else none at all."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import url_for

from .. import current, urls
from ..state import State

#: Says since when an old picture is told of changes; it is of the stamp, and never of the state.
_SINCE, _FROZEN = "since", "frozen"


def absolute(path: str) -> str:
    """Return the full address of a path of the viewer; empty without a public address, or a path."""
    public = current.public()
    return f"{public}{path}" if public and path else ""


def live(endpoint: str, state: State, since: str = "", **own: str) -> str:
    """Return the full address of a page in a state, with the revisions that an output was made from."""
    # It shows the plans as they are, and tells what is different from the picture.
    params: dict[str, object] = {
        **own,
        **state.params(lang=current.lang()),
        _FROZEN: None,
        _SINCE: since or None,
    }
    return absolute(url_for(endpoint, **dict[str, Any](params)))


def around(name: str, state: State) -> str:
    """Return the full address of what stands around a thing, in the same plans."""
    return absolute(
        urls.page(
            "focus.focus", State(plan=state.plan, named=state.named, focus=(name,)), lang=current.lang()
        )
    )


def spoken(state: State) -> State:
    """Return a state whose addresses open in the language of this request."""
    return replace(state, lang=current.lang())
