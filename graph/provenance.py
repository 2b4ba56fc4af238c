"""The record of a write: when a revision of a plan came about, from what, by whom, and what it changed.

A record is a Turtle file beside the revisions in `history/`, in the terms of PROV, and never part of
what is asked. Of a plan `<plan>`, changed at 10:00:00 UTC by `planweave add kemi.xlsx --by Anna`:

    <plan/revision/20261124T100000000000Z> a prov:Entity ;
        prov:specializationOf <plan> ;
        prov:generatedAtTime "2026-11-24T10:00:00+00:00"^^xsd:dateTime ;
        prov:wasRevisionOf <plan/revision/20261123T090000000000Z> ;     # unless it is the first
        prov:wasGeneratedBy <plan/revision/20261124T100000000000Z/activity> .
    <…/activity> a prov:Activity ;
        rdfs:label "add" ;                          # the command
        prov:used <…/source> ;                      # add alone
        prov:wasAssociatedWith <…/by> ;             # where a name was given
        history:triplesAdded 12 ; history:triplesRemoved 3 ;
        history:thingsAdded 1 ; history:thingsChanged 2 ; history:thingsRemoved 0 ;
        rdfs:comment "Actions: 1 added, …"@en, "Toimenpiteet: …"@fi, "Åtgärder: …"@sv .
    <…/source> a prov:Entity ; rdfs:label "kemi.xlsx" ; schema:sha256 "9f86d0…" .
    <…/by> a prov:Agent ; rdfs:label "Anna" .

`history:` is `https://w3id.org/planweave/history#`. The user of the operating system is not written
down: a name stands there only where somebody gives one. The digest of a folder is that of the digests
and names of its files, sorted by name.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from rdflib import PROV, RDF, RDFS, SDO, XSD, Graph, Literal, Namespace, URIRef

from ontology import LANGUAGES

HISTORY = Namespace("https://w3id.org/planweave/history#")
#: How the time of a revision is written in names of files and IRIs.
STAMP = "%Y%m%dT%H%M%S%fZ"
_COUNTS = ("triplesAdded", "triplesRemoved", "thingsAdded", "thingsChanged", "thingsRemoved")
_BLOCK = 1 << 20


@dataclass(frozen=True)
class Source:
    """What a plan was read from: the name of the file or folder, and its SHA-256 digest."""

    name: str
    sha256: str


@dataclass(frozen=True)
class Record:
    """What is written down of a write: `counts` by the terms of `history:`, `comments` by language."""

    command: str
    by: str = ""
    source: Source | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    comments: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Revision:
    """A change of a plan as the history tells it; without a record only its time is known."""

    number: int
    time: datetime
    record: Record | None = None


def source_of(path: Path) -> Source:
    """Return the name and the digest of a file or folder."""
    return Source(path.resolve().name, _digest(path))


def _digest(path: Path) -> str:
    found = hashlib.sha256()
    if path.is_dir():
        for file in sorted(p for p in path.iterdir() if p.is_file()):
            found.update(f"{_digest(file)} {file.name}\n".encode())
        return found.hexdigest()
    with path.open("rb") as data:
        while block := data.read(_BLOCK):
            found.update(block)
    return found.hexdigest()


def time_of(stamp: str) -> datetime:
    """Return the time that a stamp tells, in UTC."""
    return datetime.strptime(stamp, STAMP).replace(tzinfo=UTC)


def turtle(record: Record, plan: URIRef, stamp: str, previous: str) -> bytes:
    """Write a record of the revision of a plan at a time; `previous` is the stamp of the one before."""
    made = Graph()
    for prefix, namespace in (("prov", PROV), ("schema", SDO), ("history", HISTORY)):
        made.bind(prefix, namespace)
    revision = URIRef(f"{plan}/revision/{stamp}")
    activity = URIRef(f"{revision}/activity")
    made.add((revision, RDF.type, PROV.Entity))
    made.add((revision, PROV.specializationOf, plan))
    made.add((revision, PROV.generatedAtTime, Literal(time_of(stamp).isoformat(), datatype=XSD.dateTime)))
    made.add((revision, PROV.wasGeneratedBy, activity))
    if previous:
        made.add((revision, PROV.wasRevisionOf, URIRef(f"{plan}/revision/{previous}")))
    made.add((activity, RDF.type, PROV.Activity))
    made.add((activity, RDFS.label, Literal(record.command)))
    for key, count in record.counts.items():
        made.add((activity, HISTORY[key], Literal(count)))
    for lang, text in record.comments.items():
        made.add((activity, RDFS.comment, Literal(text, lang=lang)))
    _add_origin(made, record, revision, activity)
    return made.serialize(format="turtle", encoding="utf-8")


def _add_origin(made: Graph, record: Record, revision: URIRef, activity: URIRef) -> None:
    if record.source is not None:
        source = URIRef(f"{revision}/source")
        made.add((activity, PROV.used, source))
        made.add((source, RDF.type, PROV.Entity))
        made.add((source, RDFS.label, Literal(record.source.name)))
        made.add((source, SDO.sha256, Literal(record.source.sha256)))
    if record.by:
        agent = URIRef(f"{revision}/by")
        made.add((activity, PROV.wasAssociatedWith, agent))
        made.add((agent, RDF.type, PROV.Agent))
        made.add((agent, RDFS.label, Literal(record.by)))


def joined(files: Iterable[Path]) -> bytes:
    """Return several records as one Turtle file."""
    found = Graph()
    for file in files:
        found.parse(data=file.read_bytes(), format="turtle")
    return found.serialize(format="turtle", encoding="utf-8")


def read_record(data: bytes) -> Record | None:
    """Read a record, or return nothing where a file holds none."""
    try:
        found = Graph().parse(data=data, format="turtle")
    except (SyntaxError, ValueError):
        return None
    activity = found.value(None, RDF.type, PROV.Activity)
    if activity is None:
        return None
    source = found.value(activity, PROV.used)
    by = found.value(activity, PROV.wasAssociatedWith)
    counts = {key: found.value(activity, HISTORY[key]) for key in _COUNTS}
    return Record(
        command=str(found.value(activity, RDFS.label) or ""),
        by=str(found.value(by, RDFS.label) or "") if by is not None else "",
        source=_source(found, source) if isinstance(source, URIRef) else None,
        counts={key: int(count) for key, count in counts.items() if isinstance(count, Literal)},
        comments={
            text.language: str(text)
            for text in found.objects(activity, RDFS.comment)
            if isinstance(text, Literal) and text.language in LANGUAGES
        },
    )


def _source(found: Graph, source: URIRef) -> Source:
    name, digest = found.value(source, RDFS.label), found.value(source, SDO.sha256)
    return Source(str(name or ""), str(digest or ""))
