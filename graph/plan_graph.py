"""The door to everything: plans, questions, views, things, as Python values.

>>> from graph import PlanGraph
>>> PlanGraph.in_memory().plans("en")
()
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from rdflib import Graph, Literal, URIRef

from ontology import Label, Model, load_model, pick
from ontology.namespaces import ONTOLOGY, PLAN

from . import migration, program
from .adding import Added, Checked, Progress, add_workbooks, known_plans, referrers
from .answers import Change
from .errors import UnknownQueryError, nearest
from .i18n import mark
from .library import Library, NamedQuery, iri_of, load_library
from .network import Network, NetworkLink, NetworkThing
from .plan_names import is_beyond, learn, plan_id, short
from .recording import Origin, Recorder
from .remote_address import Where
from .store import Store
from .table import Cell, Table, TableColumn
from .terms import Term

_PLAN_KINDS = {PLAN.Plan: "plan", PLAN.Register: "register"}


@dataclass(frozen=True)
class PlanInfo:
    """A plan or register as a list shows it."""

    plan_id: str
    iri: URIRef
    kind: str
    label: Label
    language: str
    year: str
    period: str
    things: int
    links: int


@dataclass(frozen=True)
class Described:
    """The label and the class of a thing."""

    label: Label
    cls: URIRef | None


class PlanGraph:
    """A store of plans together with the shapes and the library of queries."""

    def __init__(self, store: Store, queries: Sequence[Path] = ()) -> None:
        """Take an open store, and folders with questions and views of one's own."""
        self.store = store
        #: What opening made of a store that an earlier version wrote.
        self.upgraded: migration.Upgrade | None = None
        self.model: Model = load_model()
        self.library: Library = load_library(*queries)
        self._languages: tuple[int, Mapping[str, str]] = (-1, {})
        learn(store.graphs())

    @classmethod
    def in_memory(cls) -> PlanGraph:
        """Return an empty one that lives as long as the object."""
        return cls(Store.in_memory())

    @classmethod
    def open(cls, place: Where, queries: Sequence[Path] = ()) -> PlanGraph:
        """Open a folder or a service for reading, or raise `StoreError`, also where it is to be upgraded."""
        return cls(Store.open(place, migration.require_readable), queries)

    @classmethod
    def create(cls, place: Where) -> PlanGraph:
        """Open a folder or a service for writing, made where there is none, or raise `StoreError`.

        A store that an earlier version wrote is upgraded: `upgraded` says so.
        """
        plans = cls(Store.create(place))
        try:
            plans.upgraded = migration.upgrade(plans.store)
        except BaseException:
            plans.store.close()  # and with it the lock
            raise
        plans.store.recorder = Recorder(plans.store, plans.model, Origin(""))
        return plans

    # ---- plans

    def add(
        self, *paths: Path, progress: Progress | None = None, checked: Checked | None = None
    ) -> list[Added]:
        """Check workbooks and store all of them, or none if one has an error.

        What was checked before need not be again, unless other plans were stored since then.
        """
        return add_workbooks(self.store, paths, progress, checked)

    def remove(self, plan_id: str) -> Change:
        """Remove a plan or register; `undo` brings it back."""
        return self.store.remove(self.iri_of_plan(plan_id))

    def referrers(self, plan_id: str) -> list[tuple[str, str]]:
        """Return which things of a plan the others refer to, each with the ID of the other plan."""
        plan = self.iri_of_plan(plan_id)
        return referrers(self.store, known_plans(self.store).things_of(plan), [plan])

    def undo(self, plan_id: str) -> Change | None:
        """Bring back what a plan was before its last change; nothing where there is no earlier one."""
        iri = self.ever_stored().get(plan_id)
        return self.store.undo(iri, migration.revision_steps) if iri else None

    def redo(self, plan_id: str) -> Change | None:
        """Bring back what the last undo replaced; nothing where none came since the last change."""
        iri = self.ever_stored().get(plan_id)
        return self.store.redo(iri, migration.revision_steps) if iri else None

    def ever_stored(self) -> dict[str, URIRef]:
        """Return the IRIs of all plans that are stored or of which a revision is kept, by ID."""
        known = (*self.store.kept(), *self._stored())
        learn(known)
        return _by_id(known)

    def _stored(self) -> list[URIRef]:
        return [iri for iri in self.store.graphs() if iri != ONTOLOGY]

    def plans(self, lang: str) -> tuple[PlanInfo, ...]:
        """Return all plans, then all registers."""
        rows = list(program.rows(self.store, "plans"))
        described = self.describe((row[0] for row in rows), lang)
        return tuple(self._plan_info(row, described) for row in rows)

    def _plan_info(self, row: tuple[Term, ...], described: Mapping[URIRef, Described]) -> PlanInfo:
        iri, cls, language, year, start, end, things, links = row
        plan = URIRef(str(iri))
        return PlanInfo(
            plan_id=plan_id(plan),
            iri=plan,
            kind=_PLAN_KINDS[URIRef(str(cls))],
            label=described[plan].label,
            language=str(language or ""),
            year=str(year or ""),
            period="–".join(str(part) for part in (start, end) if part is not None),
            things=int(str(things or 0)),
            links=int(str(links or 0)),
        )

    def iri_of_plan(self, plan_id: str) -> URIRef:
        """Return the IRI of a stored plan by its ID, or raise `UnknownQueryError`."""
        known = _by_id(self._stored())
        if plan_id not in known:
            near = nearest(plan_id, known)
            message = (
                mark("no plan {plan} is stored; did you mean {near}?")
                if near
                else mark("no plan {plan} is stored; see: planweave plans")
            )
            raise UnknownQueryError(message, plan=plan_id, near=near)
        return known[plan_id]

    def iri_of(self, name: str) -> URIRef:
        """Return the IRI of `plan:ID`, also of a plan with a base of its own, or raise `ValueError`."""
        iri = iri_of(name)
        if is_beyond(iri):
            return iri
        plan, colon, thing = short(iri).partition(":")
        beyond = {plan_id(stored): stored for stored in self._stored() if is_beyond(stored)}
        return URIRef(f"{beyond[plan]}{'/' if colon else ''}{thing}") if plan in beyond else iri

    def _bound(self, query: NamedQuery, values: Mapping[str, str] | None) -> str:
        """Return a query with its values, the names of things as the IRIs that they have here."""
        given = dict(values or {})
        for key, value in given.items():
            if query.params.get(key) == "thing":
                with suppress(ValueError):  # which `bind` tells
                    given[key] = str(self.iri_of(value))
        return query.bind(given)

    def dataset(self, plan_id: str | None) -> list[URIRef]:
        """Return the graphs that a plan as a filter selects: the plan, all registers, the ontology."""
        if not plan_id:
            return []
        registers = [info.iri for info in self.plans("en") if info.kind == "register"]
        return list(dict.fromkeys([self.iri_of_plan(plan_id), *registers, ONTOLOGY]))

    def rdf(self, plan_id: str) -> Graph:
        """Return a plan as an rdflib graph of its own."""
        return self.store.triples(self.iri_of_plan(plan_id))

    # ---- asking

    def ask(
        self, name: str, lang: str, plan_id: str | None = None, values: Mapping[str, str] | None = None
    ) -> Table:
        """Answer a question; raise `UnknownQueryError` or `ParameterError`."""
        question = self.library.question(name)
        found = self.store.select(self._bound(question, values), self.dataset(plan_id))
        columns = tuple(TableColumn(key, question.columns[key]) for key in found.variables)
        return self.table(name, columns, found.rows, lang)

    def table(
        self, name: str, columns: Sequence[TableColumn], rows: Iterable[tuple[Term, ...]], lang: str
    ) -> Table:
        """Return rows of terms as a table with the labels of its things."""
        kept = tuple(rows)
        described = self.describe((term for row in kept for term in row if isinstance(term, URIRef)), lang)
        cells = tuple(tuple(self._cell(term, described) for term in row) for row in kept)
        return Table(name, tuple(columns), cells)

    def _cell(self, term: Term, described: Mapping[URIRef, Described]) -> Cell:
        found = described.get(term) if isinstance(term, URIRef) else None
        return Cell(term, found.label if found else None)

    def view(
        self, name: str, lang: str, plan_id: str | None = None, values: Mapping[str, str] | None = None
    ) -> Network:
        """Return the network of a view; raise `UnknownQueryError` or `ParameterError`."""
        query = self.library.view(name)
        found = self.store.select(self._bound(query, values), self.dataset(plan_id))
        at = {key: found.variables.index(key) for key in ("from", "relation", "to", "link")}
        rows = (tuple(row[at[key]] for key in at) for row in found.rows)
        edges = [row for row in rows if None not in row[:3]]
        described = self.describe((row[end] for row in edges for end in (0, 2)), lang)
        bases = self._bases(row[3] for row in edges)
        links = tuple(self._link(row, bases) for row in edges)
        return Network(name, tuple(self._thing(iri, d) for iri, d in described.items()), links)

    def _thing(self, iri: URIRef, described: Described) -> NetworkThing:
        cls = described.cls or URIRef("")
        kind = self.model.kind_of(cls)
        return NetworkThing(iri, described.label, cls, kind.name if kind else "")

    def _bases(self, records: Iterable[Term]) -> dict[str, tuple[str, bool, float | None]]:
        found: dict[str, tuple[str, bool, float | None]] = {}
        for record, basis, named, confidence in program.rows(self.store, "link-basis", records):
            sure = float(str(confidence)) if confidence is not None else None
            found[str(record)] = (str(basis).rpartition("/")[2], str(named) == "true", sure)
        return found

    def _link(self, row: Sequence[Term], bases: Mapping[str, tuple[str, bool, float | None]]) -> NetworkLink:
        source, relation, target, record = (URIRef("" if term is None else str(term)) for term in row)
        basis, named, confidence = bases.get(str(record), ("", True, None))
        return NetworkLink(source, target, relation, record, basis, named, confidence)

    # ---- things

    def describe(self, things: Iterable[object], lang: str) -> dict[URIRef, Described]:
        """Return label and class of each thing; its short form stands in for a missing label."""
        wanted = {URIRef(str(thing)) for thing in things}
        labels: dict[URIRef, dict[str, str]] = {}
        classes: dict[URIRef, URIRef] = {}
        for thing, label, cls in program.rows(self.store, "labels", wanted):
            iri = URIRef(str(thing))
            if isinstance(label, Literal):
                labels.setdefault(iri, {}).setdefault(label.language or "", str(label))
            elif cls is not None:
                classes[iri] = self._better(classes.get(iri), URIRef(str(cls)))
        return {
            iri: Described(
                self._label(iri, labels.get(iri, {}), lang, classes.get(iri)),
                classes.get(iri),
            )
            for iri in sorted(wanted)
        }

    def _label(self, iri: URIRef, labels: Mapping[str, str], lang: str, cls: URIRef | None) -> Label:
        own = self._language(iri) if labels and lang not in labels else ""
        return pick(labels, lang, own, fallback="" if labels else self._unnamed(iri, cls, lang))

    def _language(self, iri: URIRef) -> str:
        """Return the language of the plan that a thing is part of, empty where none is told."""
        revision, languages = self._languages
        if revision != self.store.revision:
            rows = program.rows(self.store, "languages")
            languages = {plan_id(plan): str(language) for plan, language in rows}
            self._languages = (self.store.revision, languages)
        return languages.get(short(iri).partition(":")[0], "")

    def _unnamed(self, iri: URIRef, cls: URIRef | None, lang: str) -> str:
        """Return what stands in for a missing name: the kind of thing and its ID."""
        kind = pick(self.model.labels(cls), lang).text if cls is not None else ""
        return f"{kind} {plan_id(short(iri)).rpartition(':')[2]}".strip()

    def _better(self, old: URIRef | None, new: URIRef) -> URIRef:
        """Of two classes of one thing, return the one that a shape describes."""
        return new if old is None or self.model.shape_of(new) else old


def _by_id(plans: Iterable[URIRef]) -> dict[str, URIRef]:
    return {plan_id(iri): iri for iri in plans}
