"""The state of a picture: all of it stands in the address."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import request
from werkzeug.datastructures import MultiDict


@dataclass(frozen=True)
class State:
    """Which plan, which view of it, around what, and what is hidden."""

    plan: str = ""
    view: str = ""
    focus: str = ""
    hide: tuple[str, ...] = ()
    named: bool = False
    lang: str = ""
    query: str = ""

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
        }
        return {key: value for key, value in found.items() if value}

    def values(self) -> dict[str, str]:
        """Return what a query takes as parameters: whether only named links count."""
        return {"named": "true"} if self.named else {}


def from_args(args: MultiDict[str, str]) -> State:
    """Read the state from the parameters of an address; what is unknown is left out."""
    hidden = tuple(kind for kind in args.get("hide", "").split(",") if kind)
    return State(
        plan=args.get("plan", ""),
        view=args.get("view", ""),
        focus=args.get("focus", ""),
        hide=hidden,
        named=args.get("named") == "true",
        lang=args.get("lang", ""),
        query=args.get("q", ""),
    )


def current() -> State:
    """Return the state of this request."""
    return from_args(request.args)
