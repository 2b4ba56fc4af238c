"""How things are connected, as a page: two or three things, the ways between them, or what is nearest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from rdflib import ORG

from graph.analysis.answers import NOTHING
from graph.analysis.connected import FEWEST_ENDS, MOST_ENDS, Answer, connected
from graph.analysis.ground import Ground, ground_of, left_out
from graph.analysis.paths import distances
from graph.table import short

from . import choosing, current, formats, urls
from .choosing import Choice
from .chosen import Chosen, chosen
from .finding import id_of, twins
from .paging import paged
from .path_answer import COLUMNS, Telling, Told
from .path_picture import drawn
from .state import State
from .state import current as current_state

path_pages = Blueprint("path", __name__)

#: How many groups of ways a page shows, and how many other things it proposes.
_GROUPS, _PROPOSED = 4, 8


@dataclass(frozen=True)
class Asked:
    """What the page is asked: which things, in which plan, and which kinds are no stepping stones."""

    state: State
    choices: tuple[Choice, ...]
    chosen: Chosen
    ground: Ground | None

    @property
    def ends(self) -> list[str]:
        """The IRIs of the things, each once."""
        plans = current.plans()
        return [*dict.fromkeys(str(plans.iri_of(one.thing)) for one in self.choices if one.thing)]

    @property
    def hidden(self) -> list[str]:
        """The kinds that are no stepping stones: those of the address, else those of the ontology."""
        if self.state.hide:
            return [kind for kind in self.state.hide if kind != NOTHING]
        return left_out(current.plans().model.kinds)

    @property
    def is_complete(self) -> bool:
        """Whether it is known between which things ways are asked for."""
        return len(self.ends) >= FEWEST_ENDS and all(one.thing for one in self.choices)


@path_pages.get("/path")
def path() -> ResponseReturnValue:
    """How two or three things are connected."""
    asked = asked_now()
    if len(request.args.getlist("focus")) > 1 and all(one.thing for one in asked.choices):
        return redirect(_address(asked))
    return render_template("path.html", **context(asked))


@path_pages.get("/path.json")
def path_json() -> Response:
    """The same as data: each step of each way, what is shared, and else what is nearest."""
    asked = asked_now()
    choosing.require(asked.choices)
    telling = telling_of(asked)
    if telling is None:
        return formats.envelope(COLUMNS, [], truncated=asked.ground is None)
    answer = telling.answer
    more = {
        "said": " ".join(said_of(telling)),
        "shared": {one.kind: [short(name) for name in one.things] for one in answer.shared},
        "steps": answer.length,
        "count": answer.count,
        "opening": list(answer.opening),
        "nearest": [{"id": short(one.name), "steps": list(one.steps)} for one in answer.nearest],
    }
    return formats.envelope(COLUMNS, telling.records(), truncated=_is_cut(answer), **more)


@path_pages.get("/path.svg")
def path_svg() -> ResponseReturnValue:
    """Where the picture is as a file."""
    return redirect(urls.page("export.picture", file="path.svg"))


def context(asked: Asked) -> dict[str, Any]:
    """Return what the templates of the page know."""
    telling = telling_of(asked)
    groups = paged(telling.groups if telling else [], _GROUPS)
    return {
        "asked": asked,
        "plan": asked.chosen.plan,
        "chosen": asked.chosen,
        "picture": drawn(telling) if telling else None,
        "fields": _fields(asked),
        "telling": telling,
        "groups": groups,
        "told": telling.told(groups.rows) if telling else [],
        "said": said_of(telling) if telling else [],
        "chips": _chips(asked),
        "proposed": _proposed(asked) if asked.ground and not asked.is_complete else [],
        "twins": twins,
        "id_of": id_of,
        "still_hidden": _still_hidden(asked, telling),
        "in_place_of": lambda choice, hit: _in_place_of(asked, choice, short(hit.iri)),
    }


# ---- what is asked


def asked_now() -> Asked:
    """Return what this request asks."""
    state, plans = current_state(), current.plans()
    choices = tuple(choosing.chosen("focus")[:MOST_ENDS])
    plan = _chosen(state, [one.thing for one in choices if one.thing])
    too_many = plan.are_all and plans.are_many()
    ground = None if too_many else ground_of(plans, plan.plan_id, named=state.named)
    return Asked(state, choices, plan, ground)


def _chosen(state: State, things: Sequence[str]) -> Chosen:
    """Return the plans asked for, else the newest where the things are of it, else those they are of."""
    plan = chosen(state)
    if state.plan:
        return plan
    known = {info.plan_id for info in current.plans().plans(current.lang()) if info.kind == "plan"}
    homes = {thing.partition(":")[0] for thing in things} & known
    if homes - {plan.plan_id}:
        return chosen(replace(state, plan=",".join(sorted(homes))))
    return plan


def telling_of(asked: Asked) -> Telling | None:
    """Return the answer in words; nothing where it is not known between which things, or all is too much."""
    if asked.ground is None or not asked.is_complete:
        return None
    return Telling(asked.ground, connected(asked.ground, asked.ends, asked.hidden))


def _address(asked: Asked) -> str:
    """Return the address of what a form asked: the things by their IDs."""
    names = tuple(dict.fromkeys(one.thing for one in asked.choices))
    return urls.page("path.path", asked.state, focus=names)


# ---- what is shown


def said_of(telling: Telling) -> list[str]:
    """Return the answer in sentences: what is shared, by grade; then the nearest connection."""
    word, names = current.word, _listed(telling.ends)
    # What is shared has names, which may have commas between them.
    between = "; " if any(count for _, _, count in telling.shared) else ", "
    grades = between.join(
        f"{said.text}: {_listed(things)}{f' (+{count - len(things)})' if count > len(things) else ''}"
        if count
        else said.text
        for said, things, count in telling.shared
    )
    sentences = [f"{names}: {grades}."] if grades else []
    answer = telling.answer
    if not answer.connections:
        return [*sentences, word("No connection was found through the kinds that are chosen below.")]
    if answer.length == 1:
        return [word("{names} are linked directly.", names=names), *sentences]
    steps = current.plural("{number} step", "{number} steps", answer.length)
    bodies = [telling.thing(name) for name in telling.groups[0].bodies]
    if bodies:
        through = word(
            "The nearest connection leads through: {names} ({steps}).", names=_row(bodies), steps=steps
        )
    else:
        through = word("The nearest connection has {steps}.", steps=steps)
    return [*sentences, through]


def _listed(things: Sequence[Told]) -> str:
    texts = [thing.short.text for thing in things]
    if len(texts) < 2:
        return "".join(texts)
    return current.word("{names} and {last}", names=", ".join(texts[:-1]), last=texts[-1])


def _row(things: Sequence[Told]) -> str:
    return ", ".join(thing.short.text for thing in things)


def _fields(asked: Asked) -> list[Choice]:
    """Return the fields of the form: two at least, and one more where a third thing can be added."""
    wanted = min(MOST_ENDS, max(FEWEST_ENDS, len(asked.choices) + asked.is_complete))
    return [*asked.choices, *[Choice("")] * (wanted - len(asked.choices))]


def _in_place_of(asked: Asked, choice: Choice, name: str) -> str:
    """Return the address at which a thing is chosen for a text that may mean several."""
    names = tuple(name if one is choice else one.thing or one.text for one in asked.choices)
    return urls.page("path.path", asked.state, focus=names)


def _still_hidden(asked: Asked, telling: Telling | None) -> tuple[str, ...]:
    """Return what is left out when what would open a way is not."""
    opening = telling.answer.opening if telling else ()
    return tuple(kind for kind in asked.hidden if kind not in opening) or (NOTHING,)


def _chips(asked: Asked) -> list[tuple[Any, bool, str]]:
    """Return each kind that may be a stepping stone, whether it is one, and the address that changes it."""
    if asked.ground is None:
        return []
    hidden, usual = asked.hidden, left_out(current.plans().model.kinds)
    chips = []
    for kind in asked.ground.stones():
        left = [name for name in hidden if name != kind.name]
        changed = left if kind.name in hidden else [*hidden, kind.name]
        hide = () if set(changed) == set(usual) else tuple(changed) or (NOTHING,)
        chips.append((kind, kind.name not in hidden, urls.page("path.path", asked.state, hide=hide)))
    return chips


def _proposed(asked: Asked) -> list[tuple[Told, int | None, str]]:
    """Return bodies with many links that the first thing may be connected with, how far, and the address."""
    ground = asked.ground
    body = current.plans().model.kind_of(ORG.Organization)
    if ground is None or body is None:
        return []
    ends = asked.ends
    away = distances(ground.near, ends[0], ground.barred(asked.hidden)) if ends else {}
    able = [
        name
        for name in ground.by_kind.get(body.name, ())
        if name not in ground.closed and name not in ends and (not ends or away.get(name, 0) > 1)
    ]
    able.sort(key=lambda name: (-len(ground.near[name]), name))
    chosen = able[:_PROPOSED]
    telling = Telling(ground, Answer((), (), (), 0, 0), chosen)
    names = tuple(one.thing for one in asked.choices if one.thing)
    return [
        (
            telling.thing(name),
            away.get(name),
            urls.page("path.path", asked.state, focus=(*names, short(name))),
        )
        for name in chosen
    ]


def _is_cut(answer: Answer) -> bool:
    return answer.count > len(answer.connections) > 0
