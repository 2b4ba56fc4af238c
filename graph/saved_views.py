"""Saved views as values and as RDF: a picture that somebody kept, with its choices and moved things.

They stand in the graph `SAVED_VIEWS`, apart from plans, so that adding or removing a plan leaves them be.
What a saved view consists of is described by `ontology/shapes/saved-views.ttl`; here it is only carried.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal

from rdflib import DCTERMS, RDF, SKOS, Graph, Literal, URIRef
from rdflib.term import Node

from ontology.namespaces import CONCEPT, PLAN, SAVED_VIEWS, SCHEMA

from .visibility import INTERNAL

#: A point of a picture, in its own units, from its middle to the right and down.
Point = tuple[float, float]
#: Of so many rows each is known again; of more only whether all are as they were.
MOST_ROWS = 3_000
_DIGITS = 10
_WHOLE = "all"
_PICTURE = URIRef(f"{CONCEPT}picture/")
_REVISION = "/revision/"


@dataclass(frozen=True)
class Contents:
    """What a picture held, as digests of its rows: enough to tell later what came and went.

    >>> then, now = Contents.of(["a", "b"]), Contents.of(["b", "c", "d"])
    >>> now.since(then)
    (2, 1)
    """

    rows: frozenset[str] = frozenset()
    #: The digest of all rows together, where they are too many to be kept one by one.
    whole: str = ""

    @classmethod
    def of(cls, rows: Iterable[str]) -> Contents:
        """Take the rows of a picture as texts, in any order."""
        found = frozenset(map(digest, rows))
        if len(found) <= MOST_ROWS:
            return cls(found)
        return cls(whole=hashlib.sha256(" ".join(sorted(found)).encode()).hexdigest())

    @classmethod
    def read(cls, text: str) -> Contents:
        """Read what `text` wrote."""
        first, *rest = text.split(" ")
        return cls(whole="".join(rest)) if first == _WHOLE else cls(frozenset(text.split()))

    @property
    def text(self) -> str:
        """The digests as one text."""
        return f"{_WHOLE} {self.whole}" if self.whole else " ".join(sorted(self.rows))

    def since(self, then: Contents) -> tuple[int, int] | None:
        """Return how many rows came and went since; nothing where only that something did is known."""
        if self.whole or then.whole:
            return None
        return len(self.rows - then.rows), len(then.rows - self.rows)


def digest(row: str) -> str:
    """Return what a row is known by."""
    return hashlib.sha256(row.encode(errors="replace")).hexdigest()[:_DIGITS]


@dataclass(frozen=True)
class SavedView:
    """A picture under a name.

    `titles` and `descriptions` are texts by language, `settings` what was chosen in the picture by name,
    `places` where things were moved, `shows` the plans and things that the view itself names, and
    `drawn_from` the time, as the history names it, of the last change of each plan that it was made of.
    """

    name: str
    picture: str
    titles: Mapping[str, str]
    created: datetime
    descriptions: Mapping[str, str] = field(default_factory=dict)
    creator: str = ""
    settings: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[URIRef, Point] = field(default_factory=dict)
    shows: frozenset[URIRef] = frozenset()
    drawn_from: Mapping[URIRef, str] = field(default_factory=dict)
    contents: Contents | None = None
    internal: bool = False

    @property
    def iri(self) -> URIRef:
        """The name as an address."""
        return URIRef(f"{SAVED_VIEWS}/{self.name}")


def now() -> datetime:
    """Return the time as views tell it."""
    return datetime.now(UTC).replace(microsecond=0)


# ---- to RDF


def triples(views: Iterable[SavedView]) -> Graph:
    """Return views as RDF."""
    made = Graph()
    for prefix, namespace in (("plan", PLAN), ("dcterms", DCTERMS), ("skos", SKOS), ("schema", SCHEMA)):
        made.bind(prefix, namespace)
    for view in views:
        for predicate, value in _said(view):
            made.add((view.iri, predicate, value))
        for triple in _parts(view):
            made.add(triple)
    return made


def _said(view: SavedView) -> Iterator[tuple[URIRef, Node]]:
    yield RDF.type, PLAN.SavedView
    yield PLAN.picture, URIRef(f"{_PICTURE}{view.picture}")
    yield DCTERMS.created, Literal(view.created)
    yield from ((SKOS.prefLabel, Literal(text, lang=lang)) for lang, text in view.titles.items())
    yield from ((DCTERMS.description, Literal(text, lang=lang)) for lang, text in view.descriptions.items())
    yield from ((PLAN.shows, thing) for thing in view.shows)
    yield from (
        (PLAN.drawnFrom, URIRef(f"{plan}{_REVISION}{stamp}")) for plan, stamp in view.drawn_from.items()
    )
    if view.creator:
        yield DCTERMS.creator, Literal(view.creator)
    if view.contents is not None:
        yield PLAN.contents, Literal(view.contents.text)
    if view.internal:
        yield DCTERMS.accessRights, INTERNAL


def _parts(view: SavedView) -> Iterator[tuple[Node, URIRef, Node]]:
    for number, (name, text) in enumerate(view.settings.items(), 1):
        part = URIRef(f"{view.iri}/setting-{number}")
        yield view.iri, PLAN.setting, part
        yield part, RDF.type, PLAN.ViewSetting
        yield part, PLAN.settingName, Literal(name)
        yield part, SCHEMA.value, Literal(text)
    for number, (thing, point) in enumerate(view.places.items(), 1):
        part = URIRef(f"{view.iri}/placement-{number}")
        yield view.iri, PLAN.placement, part
        yield part, RDF.type, PLAN.Placement
        yield part, PLAN.placed, thing
        for predicate, distance in zip((PLAN.across, PLAN.down), point, strict=True):
            yield part, predicate, Literal(Decimal(f"{distance:.1f}"))


# ---- from RDF


def read_views(found: Graph) -> dict[str, SavedView]:
    """Return the views of a graph by name; a view that lacks what every one has is left out."""
    views = (_view(found, subject) for subject in found.subjects(RDF.type, PLAN.SavedView))
    return {view.name: view for view in sorted(filter(None, views), key=lambda view: view.name)}


def _view(found: Graph, subject: Node) -> SavedView | None:
    name = str(subject).removeprefix(f"{SAVED_VIEWS}/")
    picture, created = found.value(subject, PLAN.picture), found.value(subject, DCTERMS.created)
    titles = _texts(found, subject, SKOS.prefLabel)
    time = created.toPython() if isinstance(created, Literal) else None
    if not name or "/" in name or not titles or picture is None or not isinstance(time, datetime):
        return None
    contents = found.value(subject, PLAN.contents)
    return SavedView(
        name=name,
        picture=str(picture).removeprefix(_PICTURE),
        titles=titles,
        created=time if time.tzinfo else time.replace(tzinfo=UTC),
        descriptions=_texts(found, subject, DCTERMS.description),
        creator=str(found.value(subject, DCTERMS.creator) or ""),
        settings=dict(_settings(found, subject)),
        places=dict(_places(found, subject)),
        shows=frozenset(URIRef(str(thing)) for thing in found.objects(subject, PLAN.shows)),
        drawn_from=dict(_revisions(found, subject)),
        contents=None if contents is None else Contents.read(str(contents)),
        internal=(subject, DCTERMS.accessRights, INTERNAL) in found,
    )


def _texts(found: Graph, subject: Node, predicate: URIRef) -> dict[str, str]:
    texts = (value for value in found.objects(subject, predicate) if isinstance(value, Literal))
    return {text.language or "": str(text) for text in sorted(texts)}


def _settings(found: Graph, subject: Node) -> Iterator[tuple[str, str]]:
    for part in sorted(found.objects(subject, PLAN.setting), key=_number):
        name, text = found.value(part, PLAN.settingName), found.value(part, SCHEMA.value)
        if name is not None and text is not None:
            yield str(name), str(text)


def _places(found: Graph, subject: Node) -> Iterator[tuple[URIRef, Point]]:
    for part in sorted(found.objects(subject, PLAN.placement), key=_number):
        thing = found.value(part, PLAN.placed)
        across, down = (_decimal(found.value(part, key)) for key in (PLAN.across, PLAN.down))
        if isinstance(thing, URIRef) and across is not None and down is not None:
            yield thing, (across, down)


def _number(part: Node) -> tuple[int, str]:
    digits = str(part).rpartition("-")[2]
    return (int(digits) if digits.isdecimal() else 0), str(part)


def _decimal(value: Node | None) -> float | None:
    read = value.toPython() if isinstance(value, Literal) else None
    return float(read) if isinstance(read, Decimal) and abs(read) < Decimal(10) ** 9 else None


def _revisions(found: Graph, subject: Node) -> Iterator[tuple[URIRef, str]]:
    for revision in sorted(found.objects(subject, PLAN.drawnFrom), key=str):
        plan, _, stamp = str(revision).rpartition(_REVISION)
        if plan:
            yield URIRef(plan), stamp
