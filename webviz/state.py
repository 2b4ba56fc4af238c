"""The state of a picture: all of it stands in the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

from flask import request
from werkzeug.datastructures import MultiDict

#: Stands before the parameters of the question whose answer is ringed, which may be called like ours.
_GIVEN = "of-"
_ARGUMENTS = {"query": "q"}


@dataclass(frozen=True)
class State:
    """Which plans and what of them a picture shows, around what, how, and what is ringed.

    A field is an argument of the address: a text; several texts, with commas between them; or a
    flag, which is `true` or left out. All five pictures know the same state, and each uses of it
    what it can show.
    """

    #: The ID of a plan, those of several with commas between them, or `all`; empty: the newest.
    plan: str = ""
    year: str = ""
    #: The field of activity, by the last part of its IRI.
    field: str = ""
    view: str = ""
    #: The things that a picture is about: what stands around them, or how they are connected.
    focus: tuple[str, ...] = ()
    #: What was in focus before, the last at the end: the way back.
    trail: tuple[str, ...] = ()
    #: Kinds of things, and relations, that are left out.
    hide: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    #: Whether only links count that the source names; or only those of these bases.
    named: bool = False
    basis: tuple[str, ...] = ()
    #: With how many others a thing of the network is linked at least, and how many steps around what is
    #: in focus are shown: one, two, or with 0 the whole picture, in which it is only chosen.
    least: str = ""
    depth: str = ""
    #: What stands in the rows and columns of the matrix.
    matrix: str = ""
    #: What its rows are ordered by, a column or `total`, and whether the least comes first; which row is
    #: highlighted; and whether only rows are shown that have nothing.
    order: str = ""
    up: bool = False
    row: str = ""
    gaps: bool = False
    #: Whether several plans stand beside each other, each in a picture of its own.
    beside: bool = False
    #: By what the things of the network are coloured, and what makes them large.
    colour: str = ""
    size: str = ""
    #: Columns shown whole, and groups that are opened.
    open: tuple[str, ...] = ()
    #: The saved view whose positions are used.
    saved: str = ""
    query: str = ""
    lang: str = ""
    mark: tuple[str, ...] = ()
    of: str = ""
    given: tuple[tuple[str, str], ...] = ()
    #: From which states of plans, `PLAN@NUMBER`, the slide or file was made that led here; and in which
    #: states plans are shown instead of as they are now.
    since: tuple[str, ...] = ()
    frozen: tuple[str, ...] = ()

    @property
    def centre(self) -> str:
        """The first thing in focus, or nothing."""
        return self.focus[0] if self.focus else ""

    def params(self, **changes: object) -> dict[str, str]:
        """Return the state as parameters of an address, with changes; what is empty is left out.

        `since` is only in it where it is among the changes: what is told of the picture that a slide leads
        to is not told of the next one.
        """
        changed = replace(self, **{"since": (), **changes})  # type: ignore[arg-type]
        found = {_ARGUMENTS.get(name, name): _text(getattr(changed, name)) for name in _NAMES}
        given = {f"{_GIVEN}{name}": value for name, value in changed.given if changed.of}
        return {key: value for key, value in {**found, **given}.items() if value}

    def ringed(self) -> dict[str, str]:
        """Return the parameters of an address that say what is ringed."""
        return State(mark=self.mark, of=self.of, given=self.given).params()

    def values(self) -> dict[str, str]:
        """Return what a query takes as parameters: whether only named links count."""
        return {"named": "true"} if self.named else {}


#: What tells of states of the plans.
_OF_TIME = {"since", "frozen"}
_NAMES = tuple(each.name for each in fields(State) if each.name != "given")


def _text(value: object) -> str:
    if isinstance(value, tuple | list):
        return ",".join(value)
    return ("true" if value else "") if isinstance(value, bool) else str(value)


def from_args(args: MultiDict[str, str]) -> State:
    """Read the state from the parameters of an address; what is unknown is left out."""
    found: dict[str, object] = {}
    for name in _NAMES:
        default = getattr(State, name)
        # What is chosen in a form comes once for each box: several plans, several kinds.
        told = args.getlist(_ARGUMENTS.get(name, name))
        text = ",".join(told) if name == "plan" or isinstance(default, tuple) else "".join(told[:1])
        if isinstance(default, tuple):
            found[name] = tuple(filter(None, text.split(",")))
        else:
            found[name] = text == "true" if isinstance(default, bool) else text
    given = ((key.removeprefix(_GIVEN), text) for key, text in args.items() if key.startswith(_GIVEN))
    return State(**found, given=tuple(given))  # type: ignore[arg-type]


def settings(state: State) -> dict[str, str]:
    """Return the state by the names of its fields, to be kept: addresses may change, these do not.

    What is kept is shown as the plans are then, so it is of no state of them.
    """
    found = {name: _text(getattr(state, name)) for name in _NAMES if name not in _OF_TIME}
    given = {f"{_GIVEN}{name}": text for name, text in state.given}
    return {name: text for name, text in {**found, **given}.items() if text}


def from_settings(kept: Mapping[str, str]) -> State:
    """Read the state from what `settings` kept; what is unknown is left out."""
    return from_args(MultiDict({_ARGUMENTS.get(name, name): text for name, text in kept.items()}))


def arguments() -> list[str]:
    """Return the arguments of an address that belong to the state, by name."""
    return [_ARGUMENTS.get(each, each) for each in _NAMES]


def is_flag(name: str) -> bool:
    """Whether an argument of the state is either true or left out."""
    return isinstance(getattr(State, name, None), bool)


def is_argument(name: str) -> bool:
    """Whether an argument of an address belongs to the state."""
    return name in {_ARGUMENTS.get(each, each) for each in _NAMES} or name.startswith(_GIVEN)


def is_setting(name: str) -> bool:
    """Whether `settings` keeps something of the state by that name."""
    return name in _NAMES or name.startswith(_GIVEN)


def current() -> State:
    """Return the state of this request."""
    return from_args(request.args)
