"""Which graphs a question about a plan is asked of, and copies in memory of those asked often.

A question about one plan is asked of the plan, the registers that it uses and the ontology. Over many
plans on disk each pattern of a query is looked up in each graph, and each look at the disk takes ten
times as long as one at memory; so what a reader keeps asking about is copied.
"""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rdflib import URIRef

from ontology.namespaces import NO_PLANS, ONTOLOGY, PLAN

from . import program
from .library import FOLDER, NamedQuery
from .remembered import Remembered
from .store import Store

#: How many questions are asked of the disk before a copy is made.
PATIENCE = 3
#: How many triples all copies may have, and about how many bytes they have on disk.
MOST_TRIPLES = 400_000
_BYTES_EACH = 600
_MOST_KNOWN = 1000
#: The plans that a question is about; none where it is about all.
Plans = tuple[URIRef, ...]


@dataclass(frozen=True)
class Asked:
    """What a question is asked of: a store, and the graphs in it; none where it is all of them."""

    store: Store
    graphs: Sequence[URIRef] = ()


def looks_beyond(query: NamedQuery) -> bool:
    """Whether a query of somebody's own may look into any graph, whatever plan it is asked about."""
    foreign = not query.file.is_relative_to(FOLDER)
    return foreign and re.search(r"\bGRAPH\b", query.text, re.IGNORECASE) is not None


class Datasets:
    """Chooses the graphs for each plan, and keeps copies of a store that is only read."""

    def __init__(self, store: Store, patience: int = PATIENCE) -> None:
        """Take the store, and how many questions are asked of it before a copy is made."""
        self._store = store
        self._patience = patience
        self._remembered = Remembered(store)
        self._asked: dict[Plans, int] = {}
        self._too_large: set[Plans] = set()
        self._copies: OrderedDict[Plans, Asked] = OrderedDict()
        self._lock = threading.Lock()

    def graphs(self, *plans: URIRef) -> tuple[URIRef, ...]:
        """Return the plans, the registers that they and these use, each once, and the ontology."""
        registers: set[URIRef] = set()
        for plan in plans:
            registers |= self._registers(plan)
        return (*plans, *sorted(registers - {*plans}), ONTOLOGY)

    def asked(self, *plans: URIRef, whole: bool = False) -> Asked:
        """Return what a question about some plans, or about all where none is told, is asked of.

        That is the `whole` store where the question looks beyond the plans. The copy of plans holds the
        plans that they name and that name them, and no others.
        """
        if not (whole and plans) and self._store.folder is not None and not self._store.writable:
            copy = self._copy(plans)
            if copy is not None:
                return copy
        return Asked(self._store, self.graphs(*plans) if plans else ())

    def near(self, *plans: URIRef) -> list[URIRef]:
        """Return all graphs of a small store; of a large one, those that are near some plans."""
        small = self._store.folder is None or not self._is_large()
        return self._store.graphs() if small else self._near(plans)

    # ---- what a plan uses

    def _homes(self, plan: URIRef) -> dict[URIRef, bool]:
        """Return the plans and registers whose things a plan names, and whether each is a register."""

        def read() -> dict[URIRef, bool]:
            rows = program.rows(self._store, "homes", [plan])
            return {URIRef(str(home)): cls == PLAN.Register for home, cls in rows}

        return self._remembered.once(plan, read)

    def _registers(self, plan: URIRef) -> set[URIRef]:
        found: set[URIRef] = set()
        waiting = [plan]
        while waiting:
            new = {home for home, register in self._homes(waiting.pop()).items() if register} - found
            found |= new
            waiting += sorted(new - {plan})
        return found

    def _near(self, plans: Plans) -> list[URIRef]:
        """Return all graphs that a question about some plans, or all, may look into."""
        if not plans:
            return self._store.graphs()
        graphs = self.graphs(*plans)
        homes = {home for graph in graphs if graph not in NO_PLANS for home in self._homes(graph)}
        naming = {URIRef(str(row[0])) for row in program.rows(self._store, "naming", plans)}
        return sorted({*graphs, *homes, *naming})

    # ---- copies

    def _copy(self, plans: Plans) -> Asked | None:
        if plans in self._copies or self._is_due(plans):
            # Whoever comes while a copy is being made asks the disk.
            if self._lock.acquire(blocking=False):
                try:
                    return self._made(plans)
                finally:
                    self._lock.release()
            return self._copies.get(plans)
        return None

    def _is_due(self, plans: Plans) -> bool:
        if len(self._asked) > _MOST_KNOWN:
            self._asked.clear()
        self._asked[plans] = self._asked.get(plans, 0) + 1
        return self._asked[plans] > self._patience and plans not in self._too_large

    def _made(self, plans: Plans) -> Asked | None:
        if plans not in self._copies:
            small = bool(plans) or not self._is_large()
            copy = self._store.copied(self._near(plans), MOST_TRIPLES) if small else None
            if copy is None:
                self._too_large.add(plans)
                return None
            self._copies[plans] = Asked(copy, self.graphs(*plans) if plans else ())
            self._drop()
        self._copies.move_to_end(plans)
        return self._copies[plans]

    def _drop(self) -> None:
        """Let go of the copies that were not asked of for longest, where they are too many."""
        while len(self._copies) > 1 and _sum(self._copies.values()) > MOST_TRIPLES:
            self._copies.popitem(last=False)

    def _is_large(self) -> bool:
        assert self._store.folder is not None
        files = (self._store.folder / "store").rglob("*")
        return sum(file.stat().st_size for file in files) > MOST_TRIPLES * _BYTES_EACH


def _sum(copies: Iterable[Asked]) -> int:
    return sum(len(copy.store) for copy in copies)
