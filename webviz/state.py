"""The state of a picture: all of it stands in the address."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import request
from werkzeug.datastructures import MultiDict

#: Stands before the parameters of the question whose answer is ringed, which may be called like ours.
_GIVEN = "of-"


@dataclass(frozen=True)
class State:
    """Which plan, which view of it, around what, what is hidden, and what is ringed.

    Ringed are the things of `mark`, and those that the answer to the question `of` names when it is
    asked with the values of parameters in `given`.
    """

    plan: str = ""
    view: str = ""
    focus: str = ""
    hide: tuple[str, ...] = ()
    named: bool = False
    lang: str = ""
    query: str = ""
    mark: tuple[str, ...] = ()
    of: str = ""
    given: tuple[tuple[str, str], ...] = ()

    def params(self, **changes: object) -> dict[str, str]:
        """Return the state as parameters of an address, with changes; what is empty is left out."""
        changed = replace(self, **changes)  # type: ignore[arg-type]
        found = {
            "plan": changed.plan,
            "view": changed.view,
            "focus": changed.focus,
            "hide": ",".join(changed.hide),
            "named": "true" if changed.named else "",
            "q": changed.query,
            "lang": changed.lang,
            **changed.ringed(),
        }
        return {key: value for key, value in found.items() if value}

    def ringed(self) -> dict[str, str]:
        """Return the parameters of an address that say what is ringed."""
        given = {f"{_GIVEN}{name}": value for name, value in self.given if self.of}
        return {"mark": ",".join(self.mark), "of": self.of, **given}

    def values(self) -> dict[str, str]:
        """Return what a query takes as parameters: whether only named links count."""
        return {"named": "true"} if self.named else {}


def from_args(args: MultiDict[str, str]) -> State:
    """Read the state from the parameters of an address; what is unknown is left out."""
    hidden, ringed = (tuple(filter(None, args.get(key, "").split(","))) for key in ("hide", "mark"))
    return State(
        plan=args.get("plan", ""),
        view=args.get("view", ""),
        focus=args.get("focus", ""),
        hide=hidden,
        named=args.get("named") == "true",
        lang=args.get("lang", ""),
        query=args.get("q", ""),
        mark=ringed,
        of=args.get("of", ""),
        given=tuple(
            (key.removeprefix(_GIVEN), value) for key, value in args.items() if key.startswith(_GIVEN)
        ),
    )


def current() -> State:
    """Return the state of this request."""
    return from_args(request.args)
