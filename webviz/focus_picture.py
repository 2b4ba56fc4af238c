"""What stands around a focus as a layered picture, in the words of the reader."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from graph.drawing import Box, Column, Layout, Tie, lay_out, svg
from graph.i18n import mark
from graph.network import NetworkThing
from graph.records import sure
from graph.table import short
from ontology import DisplayKind, pick
from ontology.namespaces import CONCEPT

from . import current, urls
from .focus_choice import Choice, choose
from .focus_reading import Around
from .presentation import Layered
from .state import State

#: How wide a picture may be before its columns make it wider, and how many columns it has at most.
WIDTH, _MOST_COLUMNS, _SIZE = 1228.0, 6, 13.0
#: How many things the way back names.
_LONGEST_TRAIL = 6


@dataclass(frozen=True)
class Parts:
    """What the picture is made from: what is shown, and how many links boxes between lead to already."""

    content: Layered
    choice: Choice
    led: int


@dataclass(frozen=True)
class Drawn:
    """The picture with its layout, what it shows, and how many things of each kind there are."""

    svg: str
    layout: Layout
    choice: Choice
    ties: tuple[Tie, ...]

    @property
    def fits(self) -> bool:
        """Whether the picture is no wider than a page of the usual width."""
        return self.layout.width <= WIDTH + 1

    @property
    def is_cut(self) -> bool:
        """Whether some things are left out because there are many."""
        return sum(self.choice.counts.values()) > len(self.choice.shown)


def parts(found: Around, state: State, endpoint: str) -> Parts:
    """Return what the picture is made from; boxes lead to `endpoint`."""
    kinds = current.plans().model.kinds
    # What belongs to no kind of the legend stands last.
    names = [*(kind.name for kind in kinds), ""]
    choice = choose(found.shown, found.focus, names, hidden=state.hide, opened=state.open)
    columns, places = _columns(choice, kinds, state, endpoint)
    focus = {thing.iri for thing in found.focus}
    boxes = tuple(
        Box(
            id=short(thing.iri),
            text=thing.label.text,
            column=column,
            kind=thing.kind,
            centre=thing.iri in focus,
            url=_address(thing, state, endpoint, is_focus=thing.iri in focus),
            note=_note(thing, columns[column], kinds),
            lang=thing.label.lang,
        )
        for column, of_kind in places
        for thing in of_kind
    )
    every = tuple(_ties(found, choice))
    ties = without_detours(every, {box.id: box.column for box in boxes})
    return Parts(Layered(tuple(columns), boxes, ties), choice, len(every) - len(ties))


def drawn(found: Around, state: State, endpoint: str) -> Drawn:
    """Return the picture; boxes lead to `endpoint`."""
    made = parts(found, state, endpoint)
    content = made.content
    layout = lay_out(content.columns, content.boxes, content.ties, width=WIDTH, size=_SIZE)
    picture = svg(
        layout,
        current.plans().model.kinds,
        title=title(found),
        desc=_desc(made.choice, content.ties),
        lang=current.lang(),
        legend=legend(made),
    )
    return Drawn(picture, layout, made.choice, content.ties)


def title(found: Around) -> str:
    """Return what a picture is called."""
    names = " · ".join(thing.label.text for thing in found.focus)
    return current.word(mark("Close-up: {names}"), names=names)


def _desc(choice: Choice, ties: Sequence[Tie]) -> str:
    message = mark("{things} things and {links} links between them; the same as a list stands below.")
    return current.word(message, things=len(choice.shown), links=len(ties))


def without_detours(ties: Sequence[Tie], columns: Mapping[str, int]) -> tuple[Tie, ...]:
    """Leave out a tie over several columns whose ends are tied the same way through a box between.

    An action under a goal is led there by its priority, if that is drawn; the list has all links.
    """
    leads: dict[str, set[str]] = {}
    for tie in ties:
        leads.setdefault(tie.source, set()).add(tie.target)

    def is_led(tie: Tie) -> bool:
        low, high = sorted((columns[tie.source], columns[tie.target]))
        return any(
            low < columns[between] < high and tie.target in leads.get(between, ())
            for between in leads[tie.source]
        )

    return tuple(tie for tie in ties if not is_led(tie))


def legend(made: Parts) -> list[tuple[str, str]]:
    """Return what the strokes mean that are drawn, and that links are left out which boxes lead to."""
    bases = {tie.named for tie in made.content.ties}
    named = ("named", current.word(mark("based on the source")))
    reading = ("reading", current.word(mark("dashed: a planner's reading")))
    led = ("", current.word(mark("links that boxes between lead to already are not drawn again")))
    lines = ((True in bases, named), (False in bases, reading), (made.led > 0, led))
    return [line for shown, line in lines if shown]


def _address(thing: NetworkThing, state: State, endpoint: str, *, is_focus: bool) -> str:
    """Return where a box leads: a thing comes into focus, the one in focus to its page."""
    if is_focus and endpoint == "focus.focus":
        return urls.thing(thing.iri)
    trail = tuple(name for name in (*state.trail, *state.focus) if name != short(thing.iri))
    return urls.page(
        endpoint, state, focus=(short(thing.iri),), trail=trail[-_LONGEST_TRAIL:], open=(), query=""
    )


def _note(thing: NetworkThing, column: Column, kinds: Sequence[DisplayKind]) -> str:
    """Return the kind of a thing where its column has several, and that it is internal."""
    kind = next((kind for kind in kinds if kind.name == thing.kind and not column.kind), None)
    name = pick(kind.names, current.lang()).text if kind else ""
    internal = current.word(mark("Internal")) if current.is_internal(thing.iri) else ""
    return ", ".join(filter(None, (name, internal)))


def _columns(
    choice: Choice, kinds: Sequence[DisplayKind], state: State, endpoint: str
) -> tuple[list[Column], list[tuple[int, list[NetworkThing]]]]:
    """Return the columns, one for each kind in the plan's order; of many kinds the last ones share one."""
    shown = {thing.kind for thing in choice.shown.values()}
    present: list[tuple[str, str]] = [
        (kind.name, pick(kind.names, current.lang()).text) for kind in kinds if kind.name in shown
    ]
    if "" in shown:
        present.append(("", current.word(mark("Other"))))
    alone = present if len(present) <= _MOST_COLUMNS else present[: _MOST_COLUMNS - 1]
    together = present[len(alone) :]
    columns, places = [], []
    for name, text in alone:
        columns.append(_column(choice, [name], text, name, state, endpoint))
        places.append((len(columns) - 1, choice.of_kind(name)))
    if together:
        names = [name for name, _ in together]
        columns.append(_column(choice, names, current.word(mark("Other")), "", state, endpoint))
        things = [thing for name in names for thing in choice.of_kind(name)]
        places.append((len(columns) - 1, things))
    return columns, places


def _column(
    choice: Choice,
    names: Sequence[str],
    text: str,
    kind: str,
    state: State,
    endpoint: str,
) -> Column:
    count = sum(choice.counts.get(name, 0) for name in names)
    shown = sum(len(choice.of_kind(name)) for name in names)
    opened = [name for name in names if name in state.open]
    more, changed = "", state
    if opened:
        more = current.word(mark("show fewer"))
        changed = replace(state, open=tuple(name for name in state.open if name not in opened))
    elif shown < count:
        more = current.word(mark("{shown} / {all}, show all"), shown=shown, all=count)
        changed = replace(state, open=(*state.open, *names))
    if opened and shown < count:
        more = f"{shown} / {count}, {more}"
    url = urls.page(endpoint, changed) if more else ""
    return Column(f"{text} ({count})", kind, count, url, more)


def _ties(found: Around, choice: Choice) -> Iterable[Tie]:
    """Yield a tie for each pair of things, and for each way in which their links are known."""
    model, lang = current.plans().model, current.lang()
    bases = model.schemes[CONCEPT.basis]
    mutual: set[tuple[str, str]] = set()
    together: dict[tuple[str, str, bool, str, str], dict[str, str]] = {}
    order = model.relation_order
    links = sorted(found.shown.links, key=lambda link: order.get(link.relation, len(order)))
    for link in links:
        if link.source not in choice.shown or link.target not in choice.shown:
            continue
        name = pick(model.relation_names(link.relation), lang, fallback=short(link.relation)).text
        doubt = doubt_of(link.confidence)
        basis = pick(model.labels(bases[link.basis]), lang).text if link.basis in bases else ""
        key = (short(link.source), short(link.target), link.named, doubt, basis)
        if link.relation in found.symmetric:
            mutual.add(key[:2])
        back = pick(model.relation_names(link.relation, inverse=True), lang, fallback="").text
        together.setdefault(key, {}).setdefault(name, back)
    for (source, target, named, doubt, basis), names in together.items():
        backs = ", ".join(names.values()) if all(names.values()) else ""
        both = (source, target) in mutual
        yield Tie(source, target, ", ".join(names), named, doubt, basis, mutual=both, back=backs)


def doubt_of(confidence: float | None) -> str:
    """Return how sure a link is in a word, or nothing where that is the highest of words."""
    model, lang = current.plans().model, current.lang()
    word, surest = sure(model, confidence, lang), sure(model, 1.0, lang)
    return word.text if word and word != surest else ""
