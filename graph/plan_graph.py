"""The door to everything: plans, questions, views, things, as Python values.

>>> from graph import PlanGraph
>>> PlanGraph.in_memory().plans("en")
()
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from rdflib import Graph, URIRef

from ontology import Model, load_model
from ontology.namespaces import NO_PLANS

from . import migration, program
from .adding import Added, Checked, Progress, add_workbooks, known_plans, referrers
from .answers import Change
from .datasets import Asked, Datasets, looks_beyond
from .described import Described, Describer
from .errors import UnknownQueryError, nearest
from .i18n import mark
from .known_values import require_known
from .library import Library, NamedQuery, iri_of, load_library
from .links_drawn import collecting_later, network
from .network import Network
from .plan_info import PlanInfo, Size, plan_info
from .plan_names import is_beyond, learn, short
from .plan_names import plan_id as plan_id_of
from .recording import Origin, Recorder
from .remembered import Remembered
from .remote_address import Where
from .search_index import SearchIndex
from .store import Store
from .table import Cell, Table, TableColumn
from .terms import Row, Term
from .visibility_copy import public_copy

#: Stands for all plans where the ID of a plan is asked for.
ALL_PLANS = "all"


class PlanGraph:
    """A store of plans together with the shapes and the library of queries."""

    reads_ahead = False  # the names of all things at once, where these are few and much will be asked

    def __init__(self, store: Store, queries: Sequence[Path] = ()) -> None:
        """Take an open store, and folders with questions and views of one's own."""
        self.store = store
        #: What opening made of a store that an earlier version wrote.
        self.upgraded: migration.Upgrade | None = None
        self.model: Model = load_model()
        self.library: Library = load_library(*queries)
        #: What was read from the store, for as long as it stays as it is.
        self.remembered = Remembered(store)
        self._describer = Describer(store, self.model, ahead=self.reads_ahead)
        #: Which graphs a plan as a filter selects, and the copies of those asked often.
        self.datasets = Datasets(store)
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
        index = SearchIndex()
        plans.store.companions = (index, public_copy())
        try:
            plans.upgraded = migration.upgrade(plans.store)
        except BaseException:
            plans.store.close()  # and with it the lock
            raise
        index.mend(plans.store)
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
        known = (*(iri for iri in self.store.kept() if iri not in NO_PLANS), *self._stored())
        learn(known)
        return _by_id(known)

    def _stored(self) -> list[URIRef]:
        return [iri for iri in self.store.graphs() if iri not in NO_PLANS]

    def _by_id(self) -> Mapping[str, URIRef]:
        return self.remembered.once("by id", lambda: _by_id(self._stored()))

    def plans(self, lang: str) -> tuple[PlanInfo, ...]:
        """Return all plans, then all registers."""
        return self.remembered.once(("plans", lang), lambda: self._plans(lang))

    def _plans(self, lang: str) -> tuple[PlanInfo, ...]:
        rows: list[Row] = self.remembered.once("plans", self._plan_rows)
        described = self.describe((thing for row in rows for thing in (row[0], row[6]) if thing), lang)
        return tuple(plan_info(row, described) for row in rows)

    def _plan_rows(self) -> list[Row]:
        """Return the rows of the plans: of several publishers of one, the first stands."""
        rows = {row[0]: row for row in reversed(list(program.rows(self.store, "plans")))}
        return [*reversed(rows.values())]

    def triples(self) -> int:
        """Return the number of triples of all plans, registers and the ontology."""
        return self.remembered.once("triples", lambda: len(self.store))

    def are_many(self) -> bool:
        """Whether all plans together are too much for one page."""
        return self.remembered.once("many", lambda: any(program.rows(self.store, "many-links")))

    def sizes(self, plans: Iterable[PlanInfo]) -> Mapping[str, Size]:
        """Return how many things and links at least these plans have, by their IDs."""
        known: dict[str, Size] = self.remembered.once("sizes", dict)
        missing = [info.iri for info in plans if info.plan_id not in known]
        for plan, things, links in program.rows(self.store, "plan-sizes", missing):
            known[plan_id_of(plan)] = Size(int(things or 0), int(links or 0))
        return known

    def iri_of_plan(self, plan_id: str) -> URIRef:
        """Return the IRI of a stored plan by its ID, or raise `UnknownQueryError`."""
        known = self._by_id()
        if plan_id not in known:
            near = nearest(plan_id, known)
            message = (
                mark("no plan {plan} is stored; did you mean {near}?")
                if near
                else mark("no plan {plan} is stored; see: planweave plans")
            )
            raise UnknownQueryError(message, plan=plan_id, near=near)
        return known[plan_id]

    def iris_of_plans(self, plan_id: str | None) -> tuple[URIRef, ...]:
        """Return the IRIs of stored plans by their IDs with commas between them; none where all are meant.

        Each comes once, in the order of their IRIs: a question is not another one in another order.

        Raises
        ------
        UnknownQueryError
            One of them is not stored.
        """
        if plan_id in (None, "", ALL_PLANS):
            return ()
        assert plan_id is not None
        ids = [name.strip() for name in plan_id.split(",") if name.strip()]
        return tuple(sorted({self.iri_of_plan(name) for name in ids or [plan_id]}))

    def iri_of(self, name: str) -> URIRef:
        """Return the IRI of `plan:ID`, also of a plan with a base of its own, or raise `ValueError`."""
        iri = iri_of(name)
        if is_beyond(iri):
            return iri
        plan, colon, thing = short(iri).partition(":")
        stored = self._by_id().get(plan)
        beyond = stored is not None and is_beyond(stored)
        return URIRef(f"{stored}{'/' if colon else ''}{thing}") if beyond else iri

    def bound(self, query: NamedQuery, values: Mapping[str, str] | None, plan_id: str | None = None) -> str:
        """Return a query with its values, the names of things as the IRIs that they have here."""
        given = dict(values or {})
        for key, value in given.items():
            if query.type_of(key) == "thing":
                with suppress(ValueError):  # which `bind` tells
                    given[key] = str(self.iri_of(value))
        bound, plans = query.bind(given), self.iris_of_plans(plan_id)
        home = plan_id_of(plans[0]) if len(plans) == 1 else None
        require_known(self.store, self._describer, query, given, self._by_id(), home)
        return bound

    def dataset(self, plan_id: str | None) -> list[URIRef]:
        """Return the graphs that plans as a filter select: they, the registers they use, the ontology.

        Several IDs have commas between them; where all plans are meant, none is returned.
        """
        plans = self.iris_of_plans(plan_id)
        return [*self.datasets.graphs(*plans)] if plans else []

    def asked(self, query: NamedQuery, plan_id: str | None) -> Asked:
        """Return the store and the graphs that a query about some plans, or about all, is asked of."""
        return self.datasets.asked(*self.iris_of_plans(plan_id), whole=looks_beyond(query))

    def rdf(self, plan_id: str) -> Graph:
        """Return a plan as an rdflib graph of its own."""
        return self.store.triples(self.iri_of_plan(plan_id))

    # ---- asking

    def ask(
        self, name: str, lang: str, plan_id: str | None = None, values: Mapping[str, str] | None = None
    ) -> Table:
        """Answer a question; raise `UnknownQueryError` or `ParameterError`."""
        question = self.library.question(name)
        asked = self.asked(question, plan_id)
        found = asked.store.select(self.bound(question, values, plan_id), asked.graphs)
        columns = tuple(TableColumn(key, question.columns[key]) for key in found.variables)
        return self.table(name, columns, found.rows, lang)

    def table(
        self,
        name: str,
        columns: Sequence[TableColumn],
        rows: Iterable[tuple[Term, ...]],
        lang: str,
        *,
        truncated: bool = False,
    ) -> Table:
        """Return rows of terms as a table with the labels of its things."""
        kept = tuple(rows)
        terms = {id(term): term for row in kept for term in row}
        known = self._describer.known([term for term in terms.values() if isinstance(term, URIRef)], lang)
        cells = {
            key: Cell(term, known[term].label if isinstance(term, URIRef) else None)
            for key, term in terms.items()
        }
        shown = tuple(tuple([cells[id(term)] for term in row]) for row in kept)
        return Table(name, tuple(columns), shown, truncated, lang)

    def view(
        self,
        name: str,
        lang: str,
        plan_id: str | None = None,
        values: Mapping[str, str] | None = None,
        most: int | None = None,
    ) -> Network:
        """Return the network of a view, of at most so many links.

        Raises
        ------
        UnknownQueryError
            There is no such view, or no such plan.
        ParameterError
            The view takes no such parameter, or the value is not of its type.
        """
        query = self.library.view(name)
        asked = self.asked(query, plan_id)
        text = self.bound(query, values, plan_id)
        if most is not None and "LIMIT" not in text:
            text += f"\nLIMIT {most + 1}"
        with collecting_later():
            found = asked.store.select(text, asked.graphs)
            return network(name, found, asked, self._describer, lang, most, query.summary[lang])

    # ---- things

    def describe(self, things: Iterable[object], lang: str) -> dict[URIRef, Described]:
        """Return label and class of each thing; its short form stands in for a missing label."""
        wanted = {URIRef(str(thing)) for thing in things}
        known = self._describer.known(wanted, lang)
        return {iri: known[iri] for iri in sorted(wanted, key=str)}


def _by_id(plans: Iterable[URIRef]) -> dict[str, URIRef]:
    return {plan_id_of(iri): iri for iri in plans}
