"""What became of a plan, as a planner would tell it: things added, changed, removed, column by column.

The input is what goes and what comes, as triples; of the rest of the plan only names are asked for. Links
are told on the thing whose row lists them, and what stands on a link record is told there too. Passages,
the order of rows and other parts of the frame are no changes of their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field, replace
from heapq import nsmallest

from rdflib import RDF, Graph, URIRef
from rdflib.term import Identifier, Node

from ontology import Column, Form, Model
from ontology.namespaces import PLAN

from .difference_columns import Columns
from .difference_order import moved
from .links import Relation
from .numbers import whole_of
from .terms import to_rdflib

#: Subject and predicate as texts, and the object as rdflib or Oxigraph has it.
Fact = tuple[str, str, object]
#: How many added and removed things are told by name.
_NAMED = 100
_ENDS = {str(RDF.subject): 0, str(RDF.predicate): 1, str(RDF.object): 2}


@dataclass(frozen=True)
class Named:
    """What a thing is called by language, and its class."""

    labels: Mapping[str, str] = field(default_factory=dict)
    cls: URIRef | None = None


@dataclass(frozen=True)
class LookUp:
    """What is asked of the rest of the store: names and classes of things, and the ends of link records."""

    names: Callable[[Iterable[URIRef]], Mapping[URIRef, Named]] = lambda _: {}
    links: Callable[[Iterable[URIRef]], Mapping[URIRef, Relation]] = lambda _: {}


@dataclass(frozen=True)
class Edit:
    """What came and went in a column of a thing, or on its link to a thing; no column is the kind."""

    column: Column | None
    lang: str = ""
    old: tuple[Node, ...] = ()
    new: tuple[Node, ...] = ()
    link: URIRef | None = None


@dataclass(frozen=True)
class Difference:
    """Added and removed things of a plan with their classes; changed ones with what changed of them.

    `classes` has the class of each changed thing, `moved` counts the things that stand elsewhere among the
    others of their class, and `names` holds what is needed to tell all that in words.
    """

    plan: URIRef
    model: Model
    added: Mapping[URIRef, URIRef] = field(default_factory=dict)
    removed: Mapping[URIRef, URIRef] = field(default_factory=dict)
    changed: Mapping[URIRef, tuple[Edit, ...]] = field(default_factory=dict)
    classes: Mapping[URIRef, URIRef] = field(default_factory=dict)
    moved: int = 0
    names: Mapping[URIRef, Named] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether anything is another, the place of rows included."""
        return bool(self.added or self.removed or self.changed or self.moved)


def facts(triples: Graph) -> list[Fact]:
    """Return the triples of an rdflib graph as `difference` takes them."""
    return [(str(s), str(p), o) for s, p, o in triples]


def difference(
    old: Iterable[Fact], new: Iterable[Fact], model: Model, plan: URIRef, look_up: LookUp | None = None
) -> Difference:
    """Return what makes `new` of `old`.

    Parameters
    ----------
    old, new
        The triples of the plan before and after, or just those that go and those that come: what stands
        in both is no difference. Both are read several times.
    model
        What the shapes say.
    plan
        The IRI of the plan.
    look_up
        Tells of things and links that stand in neither.
    """
    return _Finder(old, new, model, plan, look_up or LookUp()).found()


def _node(term: object) -> Node:
    found = term if isinstance(term, Identifier) else to_rdflib(term)
    assert found is not None
    return found


@dataclass
class _Finder:
    old: Iterable[Fact]
    new: Iterable[Fact]
    model: Model
    plan: URIRef
    look_up: LookUp
    columns: Columns = field(init=False)
    classes: dict[str, URIRef] = field(default_factory=dict)
    edits: dict[tuple[str, str, str, str], tuple[Edit, list[Node], list[Node]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.columns = Columns(self.model)

    def found(self) -> Difference:
        was, now = self.columns.things(self.old), self.columns.things(self.new)
        added = {URIRef(thing): now[thing] for thing in now.keys() - was.keys()}
        removed = {URIRef(thing): was[thing] for thing in was.keys() - now.keys()}
        if self.plan not in added and self.plan not in removed:
            self._collect(was, now)
        changed = self._changed()
        classes = {thing: self.classes[str(thing)] for thing in changed}
        moves = self._moved() if self.plan not in added and self.plan not in removed else 0
        made = Difference(self.plan, self.model, added, removed, changed, classes, moves)
        return replace(made, names=self._names(_mentioned(made)))

    # ---- what changed of things that stay

    def _collect(self, was: Mapping[str, URIRef], now: Mapping[str, URIRef]) -> None:
        fresh = was.keys() ^ now.keys()
        sides = [self._of_staying(facts, fresh) for facts in (self.old, self.new)]
        links = [self._links(facts) for facts in (self.old, self.new)]
        kept = self._kept_links(links)
        known = {**was, **now}
        ends = {str(end) for found in (*links, kept) for r in found.values() for end in (r.subject, r.object)}
        owners = {self.columns.owner(s)[0] for side in sides for s, _, _ in side if not self._is_record(s)}
        values = {str(v) for side in sides for _, p, v in side if p in self.columns.inverse_predicates}
        missing = (owners | ends | values) - known.keys()
        told = self.look_up.names(URIRef(thing) for thing in missing)
        self.classes = {**{str(thing): n.cls for thing, n in told.items() if n.cls is not None}, **known}
        for thing in was.keys() & now.keys():
            if was[thing] != now[thing]:
                self._note(thing, Edit(None), was[thing], is_new=False)
                self._note(thing, Edit(None), now[thing], is_new=True)
        for is_new, side in enumerate(sides):
            for fact in side:
                self._take(fact, fresh, kept, is_new=bool(is_new))
        for is_new, found in enumerate(links):
            for relation in found.values():
                self._take_link(relation, fresh, is_new=bool(is_new))

    def _of_staying(self, facts: Iterable[Fact], fresh: Set[str]) -> list[tuple[str, str, Node]]:
        """Return what a column or a link record may hold of things that neither came nor went."""
        found = ((s, p, o) for s, p, o in facts if p in self.columns.predicates)
        either_end = self.columns.inverse_predicates
        return [
            (s, p, _node(o)) for s, p, o in found if p in either_end or self.columns.owner(s)[0] not in fresh
        ]

    def _links(self, facts: Iterable[Fact]) -> dict[str, Relation]:
        """Return the link records that come or go."""
        ends: dict[str, list[Node | None]] = {}
        for subject, predicate, value in facts:
            if predicate in _ENDS and self._is_record(subject):
                ends.setdefault(subject, [None, None, None])[_ENDS[predicate]] = _node(value)
        return {
            record: Relation(*(URIRef(str(end)) for end in found))
            for record, found in ends.items()
            if None not in found
        }

    def _is_record(self, subject: str) -> bool:
        return subject.startswith(f"{self.plan}/link/")

    def _kept_links(self, links: list[dict[str, Relation]]) -> dict[str, Relation]:
        """Return the records that stay, of which something came or went."""
        wanted: set[str] = set()
        for side in (self.old, self.new):
            for subject, predicate, _ in side:
                if predicate in self.columns.predicates and self._is_record(subject):
                    wanted.add(subject)
        both = {record: links[0][record] for record in links[0].keys() & links[1].keys()}
        wanted -= links[0].keys() | links[1].keys()
        found = self.look_up.links(URIRef(record) for record in wanted)
        return both | {str(record): relation for record, relation in found.items()}

    def _take(
        self, fact: tuple[str, str, Node], fresh: Set[str], kept: Mapping[str, Relation], *, is_new: bool
    ) -> None:
        subject, predicate, value = fact
        if self._is_record(subject):
            if subject in kept:
                self._take_detail(kept[subject], predicate, value, is_new=is_new)
            return
        owner, steps = self.columns.owner(subject)
        column = self.columns.of(self.classes.get(owner), steps, predicate)
        if column is not None and owner not in fresh:
            self._note(owner, Edit(column, getattr(value, "language", None) or ""), value, is_new=is_new)
        elif (other := str(value)) not in fresh:
            column = self.columns.inverse(self.classes.get(other), predicate)
            if column is not None:
                self._note(other, Edit(column), URIRef(subject), is_new=is_new)

    def _take_link(self, relation: Relation, fresh: Set[str], *, is_new: bool) -> None:
        thing, column, value = self._end(relation)
        if column is not None and thing not in fresh:
            self._note(thing, Edit(column), value, is_new=is_new)

    def _take_detail(self, relation: Relation, predicate: str, value: Node, *, is_new: bool) -> None:
        thing, relating, other = self._end(relation)
        column = self.columns.of(PLAN.Link, "", predicate)
        if column is None or column.form is Form.PASSAGES:
            return
        if relating is not None and thing in self.classes:
            lang = getattr(value, "language", None) or ""
            self._note(thing, Edit(column, lang, link=other), value, is_new=is_new)

    def _end(self, relation: Relation) -> tuple[str, Column | None, URIRef]:
        """Return the thing whose row lists a link, the column, and the other thing."""
        subject, other = str(relation.subject), str(relation.object)
        column = self.columns.linked(self.classes.get(subject), relation.predicate)
        if column is not None:
            return subject, column, relation.object
        column = self.columns.linked(self.classes.get(other), relation.predicate, inverse=True)
        return other, column, relation.subject

    def _note(self, thing: str, edit: Edit, value: Node, *, is_new: bool) -> None:
        key = (thing, edit.column.key if edit.column else "", edit.lang, str(edit.link or ""))
        _, old, new = self.edits.setdefault(key, (edit, [], []))
        (new if is_new else old).append(value)

    def _changed(self) -> dict[URIRef, tuple[Edit, ...]]:
        found: dict[URIRef, list[Edit]] = {}
        for (thing, *_), (edit, old, new) in self.edits.items():
            gone = tuple(sorted((v for v in old if v not in new), key=str))
            come = tuple(sorted((v for v in new if v not in old), key=str))
            if (gone or come) and thing in self.classes:
                made = Edit(edit.column, edit.lang, gone, come, edit.link)
                found.setdefault(URIRef(thing), []).append(made)
        return {thing: tuple(sorted(edits, key=_place)) for thing, edits in sorted(found.items())}

    def _moved(self) -> int:
        old, new = (
            {s: whole_of(_node(v)) for s, p, v in side if p == str(PLAN.order)}
            for side in (self.old, self.new)
        )
        both = old.keys() & new.keys()
        named = self.look_up.names(URIRef(thing) for thing in both - self.classes.keys())
        classes = {str(thing): found.cls for thing, found in named.items()}
        return moved(old, new, {thing: self.classes.get(thing) or classes.get(thing) for thing in both})

    # ---- names

    def _names(self, wanted: set[URIRef]) -> dict[URIRef, Named]:
        texts, names = {str(thing) for thing in wanted}, self.columns.label_predicates
        labels: dict[str, dict[str, str]] = {}
        for side in (self.old, self.new):
            for subject, predicate, value in side:
                if predicate in names and subject in texts:
                    label = _node(value)
                    labels.setdefault(subject, {})[getattr(label, "language", None) or ""] = str(label)
        told = self.look_up.names(wanted)
        old = {thing: named.labels for thing, named in told.items()}
        return {thing: Named({**old.get(thing, {}), **labels.get(str(thing), {})}) for thing in wanted}


def _place(edit: Edit) -> tuple[bool, int, str, str]:
    return (edit.link is not None, edit.column.order if edit.column else -1, edit.lang, str(edit.link))


def _mentioned(made: Difference) -> set[URIRef]:
    """Return the things that the words name: changed ones, what they refer to, the first of the others."""
    first: Iterator[URIRef] = (t for things in (made.added, made.removed) for t in nsmallest(_NAMED, things))
    edits = [edit for found in made.changed.values() for edit in found]
    values = {value for edit in edits for value in (*edit.old, *edit.new) if isinstance(value, URIRef)}
    return {*first, *made.changed, *values, *(edit.link for edit in edits if edit.link is not None)}
