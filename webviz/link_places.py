"""Where in a document a link stands, as a person finds it: section and page, and the lines behind that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rdflib import URIRef

from graph import program
from graph.numbers import whole_of
from graph.terms import Term
from ontology import Label

from . import current

#: From how many links on the places of all links are read at once.
_MANY = 1_000


@dataclass(frozen=True)
class Place:
    """Where a link stands; `lines` are pairs of first and last lines in the source."""

    document: Label | None
    section: Label | None
    page: str
    lines: tuple[tuple[int, int], ...]

    @property
    def order(self) -> tuple[str, int, int]:
        """What places are sorted by: the document, then page or line."""
        page = int(self.page) if self.page.isdecimal() else 0
        return (self.document.text if self.document else "", page, self.lines[0][0] if self.lines else 0)

    @property
    def lines_text(self) -> str:
        """The lines, as `34–35, 246`."""
        return ", ".join(str(a) if a == b else f"{a}\N{EN DASH}{b}" for a, b in self.lines)


NOWHERE = Place(None, None, "", ())


def places(records: Iterable[URIRef], plan_id: str | None) -> Mapping[URIRef, Place]:
    """Return where links stand, by their records; those of which nothing is known are left out."""
    wanted = {record for record in records if record}  # a view may leave it open
    plans = current.plans()
    asked = plans.asked(next(iter(plans.library.views.values())), plan_id)
    some = wanted if len(wanted) <= _MANY else None
    rows: dict[URIRef, list[tuple[Term, ...]]] = {}
    for row in program.rows(asked.store, "link-places", some, asked.graphs):
        if row[0] in wanted:
            rows.setdefault(URIRef(str(row[0])), []).append(row)
    named = {term for found in rows.values() for row in found for term in row[1:3] if term is not None}
    labels = {iri: said.label for iri, said in plans.describe(named, current.lang()).items()}
    return {record: _place(found, labels) for record, found in rows.items()}


def _place(rows: list[tuple[Term, ...]], labels: Mapping[URIRef, Label]) -> Place:
    _, document, section, page, *_ = rows[0]
    lines = {(whole_of(row[5]), whole_of(row[6])) for row in rows if row[5] is not None}
    return Place(
        labels.get(URIRef(str(document))),
        labels.get(URIRef(str(section))),
        "" if page is None else str(page),
        tuple(sorted(lines)),
    )
