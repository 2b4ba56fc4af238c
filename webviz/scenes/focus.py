"""What stands around things, as a scene."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from rdflib import URIRef

from graph.i18n import mark
from graph.network import NetworkLink
from ontology import DisplayKind, pick

from .. import current, links
from ..focus import around_now, network_of
from ..focus_picture import Parts, parts, title
from ..focus_reading import Around
from ..presentation import Layered, Scene
from ..state import State
from . import scopes, sources, titles
from .addresses import absolute, spoken
from .linked import described, kinds_of, left_out, listed, plans_of, signs
from .stamps import stamp

_ENDPOINT = "focus.focus"
_SHOWN = mark("{shown} of {all} shown")
_CUT = mark("{kind}: {shown} of {all} shown")
_LED = mark("links that boxes between lead to already are not drawn again")


def scene(state: State) -> Scene:
    """Return the scene of what stands around the things in focus, or raise `UnknownQueryError`."""
    found = around_now(state)
    made = parts(found, spoken(state), _ENDPOINT)
    network = network_of(found, made.choice)
    kinds = kinds_of(thing.kind for thing in made.choice.shown.values())
    plans = plans_of(network, ())
    said = _title(found, made, state)
    grid = listed(links.rows(network), state)
    drawn = {tie.named for tie in made.content.ties}
    strokes = scopes.strokes(named=True in drawn, reading=False in drawn)
    return Scene(
        name="-".join(state.focus),
        lang=current.lang(),
        title=said,
        called=title(found),
        scope=scopes.of_links(network.links, plans),
        desc=described(said, grid),
        content=_content(made),
        kinds=kinds,
        legend=signs(kinds, [*strokes, *([("", current.word(_LED))] if made.led else [])]),
        counts="; ".join(_cut(made)),
        sources=sources.of_links(network.links, None),
        left_out=left_out(state, replace(network, truncated=found.whole.truncated), *_cut(made)),
        listed=grid,
        network=network,
        stamp=stamp(plans, state, _ENDPOINT),
    )


def _content(made: Parts) -> Layered:
    """Return what is drawn, with full addresses or none; heads say how many of all are shown."""
    content = made.content
    columns = []
    for at, column in enumerate(content.columns):
        shown = sum(box.column == at for box in content.boxes)
        more = current.word(_SHOWN, shown=shown, all=column.count) if shown < column.count else ""
        columns.append(replace(column, more=more, more_url=absolute(column.more_url) if more else ""))
    boxes = tuple(replace(box, url=absolute(box.url)) for box in content.boxes)
    return replace(content, columns=tuple(columns), boxes=boxes)


def _cut(made: Parts) -> list[str]:
    """Return of which kinds only some are shown, and how many."""
    told, lang = [], current.lang()
    for kind in current.plans().model.kinds:
        shown, every = len(made.choice.of_kind(kind.name)), made.choice.counts.get(kind.name, 0)
        if shown < every:
            told.append(current.word(_CUT, kind=pick(kind.names, lang).text, shown=shown, all=every))
    return told


# ---- the title


def _title(found: Around, made: Parts, state: State) -> str:
    """Return what stands around the things in focus, in numbers, and what is missing."""
    names = titles.listed([titles.cut(thing.label.text) for thing in found.focus])
    kinds = {kind.name: kind for kind in current.plans().model.kinds}
    alone = found.focus[0] if len(found.focus) == 1 else None
    kind = kinds.get(alone.kind) if alone else None
    gap = _gap(found, kind) if alone and kind and _is_whole(found, state) else ""
    links = len(found.shown.links)
    return titles.around(names, kind, _counts(found, made), gap, links, are_several=alone is None)


def _counts(found: Around, made: Parts) -> list[tuple[DisplayKind, int]]:
    """Return how many things of each kind there are, those that a title tells first.

    Only numbers that the heads of the picture have too: of what hangs on things that are left out, a
    picture does not count all.
    """
    own = {thing.kind for thing in found.focus}
    every = Counter(thing.kind for thing in found.shown.things)
    counts = made.choice.counts
    kinds = sorted(current.plans().model.kinds, key=lambda kind: kind.telling)
    told = (kind for kind in kinds if kind.telling and kind.name not in own)
    return [(kind, every[kind.name]) for kind in told if 0 < every[kind.name] == counts.get(kind.name)]


def _ends(link: NetworkLink) -> set[URIRef]:
    return {link.source, link.target}


def _is_whole(found: Around, state: State) -> bool:
    """Whether nothing is left out, so that what is not there is missing."""
    filters = (state.hide, state.without, state.basis, state.field, state.year)
    return not found.whole.truncated and not any(filters)


def _gap(found: Around, kind: DisplayKind) -> str:
    """Return what is missing around an aim or an action: its actions, else a body in one of its roles.

    Nothing is said to be missing that may stand further off than what is read around a focus.
    """
    lang, model = current.lang(), current.plans().model
    expected = next((each for each in model.kinds if each.none_told), None)
    if expected is None or not kind.stone or kind.ring > expected.ring:
        return ""
    focus = {thing.iri for thing in found.focus}
    acts = {thing.iri for thing in found.whole.things if thing.kind == expected.name}
    if not acts:
        return "" if _has_parts(found, expected) else expected.none_told[lang]
    near = {end for link in found.whole.links if focus & _ends(link) for end in _ends(link)}
    own = focus & acts or near & acts
    relations = {link.relation for link in found.whole.links if link.source in own}
    missing = (words for relation, words in model.gaps_told if relation not in relations)
    return next((words[lang] for words in missing), "") if own else ""


def _has_parts(found: Around, expected: DisplayKind) -> bool:
    """Whether other aims lead to the focus, whose actions may not have been read."""
    focus = {thing.iri for thing in found.focus}
    rings = {kind.name: kind.ring for kind in current.plans().model.kinds}
    aims = {thing.iri for thing in found.whole.things if rings.get(thing.kind, expected.ring) < expected.ring}
    links = (link for link in found.whole.links if link.target in focus and link.source in aims)
    return any(link.relation not in found.symmetric for link in links)
