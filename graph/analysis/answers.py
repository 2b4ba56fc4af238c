"""The answers of the network analysis: what a measure found, in words, with what it rests on."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from rdflib import Literal

from ontology import LANGUAGES

from ..errors import UnknownQueryError, nearest
from ..evaluation.scope import Scope, scope_of
from ..i18n import mark, translate
from ..plan_graph import PlanGraph
from ..table import Cell, Table, TableColumn
from . import ways
from .asking import Known, Said, Wish, known, which_count
from .measures import MEASURES, Found, shortened
from .silos import external_internal_index

#: The views that are measured where nobody chooses another one, and that ways are sought in.
DEFAULT_VIEW, WAYS_VIEW = "bodies-working-together", "connections"
#: What stands for no kind where the kinds are told that are left out.
NOTHING = "none"
#: The question that tells how much work stays within a field; what it counts is not counted here again.
SILOS_QUESTION = "share-inside-field"
#: Everything that can be asked, in the order in which it is offered.
SILOS, PATH = "silos", "path"
NAMES = (*MEASURES, SILOS, PATH)
_EMPTY = mark("No links are found, so there is nothing to measure.")
_SILOS_TITLE = mark("How much stays within one's own field")
_SILOS_MEANING = mark(
    "The E-I index weighs links to actions shared with other fields against those within: a field at -1 "
    "works alone, one at 1 always with others. Look at the number of links first: few links say nothing."
)
_SILOS_SAID = mark("Fields with at least {few} links, and the share that stays within: {names}.")
_SILOS_FEW = mark("No field has {few} links, so all shares are indicative only.")
_FEW_LINKS = 10


@dataclass(frozen=True)
class Analysis:
    """What was asked, what it means, what was found, and what the finding rests on.

    Attributes
    ----------
    name
        One of `NAMES`.
    table
        The values of all things, the most important first; empty where nothing was found.
    said
        A sentence made from the numbers.
    notes
        On how many things and links it rests, and on whose word; whether it is indicative, sampled or cut.
    scope
        Which units reported.
    numbers
        What a program may want to know: `things`, `links`, and for some `modularity`, `error` and others.
    found
        False where two things are not connected.
    """

    name: str
    table: Table
    said: Said
    notes: tuple[Said, ...]
    scope: Scope
    numbers: Mapping[str, float | int | str]
    found: bool = True

    @property
    def title(self) -> Said:
        """What was asked."""
        return Said(_titles()[self.name][0], {})

    @property
    def meaning(self) -> Said:
        """What the measure means to a planner, in a sentence or two."""
        return Said(_titles()[self.name][1], {})

    def record(self, lang: str) -> dict[str, object]:
        """Return all of it for other programs, the sentences in a language."""
        return {
            "measure": self.name,
            "title": self.title.text(lang),
            "said": self.said.text(lang),
            "meaning": self.meaning.text(lang),
            "notes": [note.text(lang) for note in self.notes] + self.scope.lines(lang),
            "numbers": dict(self.numbers),
            "columns": [column.key for column in self.table.columns],
            "rows": self.table.records(),
            "truncated": self.table.truncated,
        }

    def lines(self, lang: str) -> list[str]:
        """Return what a reader must know beside the table: what was found, its meaning, what it rests on."""
        said = [self.said, self.meaning, *self.notes]
        return [*(one.text(lang) for one in said), *self.scope.lines(lang)]


def _titles() -> dict[str, tuple[str, str]]:
    found = {name: (measure.title, measure.meaning) for name, measure in MEASURES.items()}
    return found | {SILOS: (_SILOS_TITLE, _SILOS_MEANING), PATH: (ways.TITLE, ways.MEANING)}


def title(name: str, lang: str) -> str:
    """Return what a measure asks, in a language."""
    return translate(_titles()[name][0], lang)


def analysis(plans: PlanGraph, name: str, wish: Wish) -> Analysis:
    """Return what a measure finds in the network of a wish; for ways there is `path`.

    Raises
    ------
    UnknownQueryError
        There is no such measure, view or plan.
    ParameterError
        The view takes no such parameter, or the value is not of its type.
    """
    if name == SILOS:
        return _silos(plans, wish)
    if name not in MEASURES:
        message = mark("no measure {name}; there are: {choices}")
        raise UnknownQueryError(message, name=name, choices=", ".join(NAMES), near=nearest(name, NAMES))
    network = known(plans, wish)
    found = MEASURES[name].take(network)
    if not network.network.links:
        found = replace(found, said=Said(_EMPTY, {}), notes=())
    return _told(plans, name, network, found)


def path(
    plans: PlanGraph,
    start: str,
    end: str,
    wish: Wish,
    third: str = "",
    hidden: Collection[str] | None = None,
) -> Analysis:
    """Return the shortest ways between two things, or what joins three, each told by its ID or its name.

    No way leads through things of the kinds `hidden`, where none are told through those that the
    ontology leaves out.

    Raises
    ------
    UnknownQueryError
        There is no such thing, view, plan or kind.
    ParameterError
        The view takes no such parameter, or the value is not of its type.
    """
    names = [kind.name for kind in plans.model.kinds]
    for kind in hidden or ():
        if kind not in names:
            message = mark("no kind {name}; there are: {choices}")
            raise UnknownQueryError(message, name=kind, choices=", ".join(names), near=nearest(kind, names))
    ends = [ways.thing_of(plans, text, wish.lang) for text in (start, end, third) if text]
    network, found, connected, shared = ways.ways(plans, wish, ends, hidden)
    told = _told(plans, PATH, network, found)
    return replace(told, found=connected, notes=(*shared, *told.notes))


def _told(plans: PlanGraph, name: str, network: Known, found: Found) -> Analysis:
    counts = {"things": network.ties.count, "links": len(network.network.links)}
    return Analysis(
        name,
        replace(found.table, truncated=network.network.truncated),
        found.said,
        (*found.notes, *network.notes()),
        scope_of(plans, network.wish.lang, network.wish.plan_id),
        {**counts, **(found.numbers or {})},
    )


def _silos(plans: PlanGraph, wish: Wish) -> Analysis:
    """Return the question's own answer with the E-I index beside it."""
    asked = plans.ask(SILOS_QUESTION, wish.lang, wish.plan_id, wish.values)
    told = mark("E-I index (−1 to 1)")
    column = TableColumn("ei", {lang: translate(told, lang) for lang in LANGUAGES})
    rows = []
    for named, row in zip(asked.named_rows(), asked.rows, strict=True):
        links, inside = (int(str(named[key].term)) for key in ("links", "inside"))
        index = external_internal_index(inside, links - inside)
        rows.append((*row, Cell(Literal(Decimal(f"{index:.4f}")) if links else None)))
    shown = Table(asked.name, (*asked.columns, column), tuple(rows), asked.truncated)
    counted = {row["field"].text: int(str(row["links"].term)) for row in asked.named_rows()}
    names = [
        f"{row['field'].text} ({row['share'].text} %)"
        for row in asked.named_rows()
        if counted[row["field"].text] >= _FEW_LINKS
    ]
    few = Said(_SILOS_FEW if rows else _EMPTY, {"few": _FEW_LINKS})
    said = Said(_SILOS_SAID, {"few": _FEW_LINKS, "names": shortened(names)}) if names else few
    notes, numbers = tuple(which_count(wish.values)), {"fields": len(rows), "links": sum(counted.values())}
    scope = scope_of(plans, wish.lang, wish.plan_id)
    return Analysis(SILOS, shown, said, notes, scope, numbers)
