"""Brings a store to the version of the ontology that is installed, or says why it cannot be.

The graph of the ontology in a store tells the version that all of its data was written with. A
writer brings an older store to the installed version when it opens it: the steps that move data and
the new graph of the ontology are one update, so a process that is killed leaves the old store or the
new one. A reader takes a store whose data stands as the installed version has it, and refuses others.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from rdflib import RDF, Graph

from ontology import ontology_graph, terms_graph
from ontology.namespaces import ONTOLOGY
from ontology.version import FIRST, MIGRATIONS, Version, migration_update, version_text

from .backup import default_name, save_open
from .errors import Place, QuerySyntaxError, ShapeError, SourceError, StoreError
from .i18n import mark
from .remote_address import Where
from .store import Store

# Two properties that become one may leave a triple in two graphs; each lives in one: best in a graph
# with a record of the link, next in the graph of the plan that it is about, else in the first by name.
_RECORD = f"?record <{RDF.subject}> ?s ; <{RDF.predicate}> ?p ; <{RDF.object}> ?o"


def _rank(graph: str) -> str:
    """Write how late a graph comes among those that might keep the triple, as a text that sorts so."""
    recorded = f'IF(EXISTS {{ GRAPH {graph} {{ {_RECORD} }} }}, "0", "1")'
    about = f'IF(?s = {graph} || STRSTARTS(STR(?s), CONCAT(STR({graph}), "/")), "0", "1")'
    return f"CONCAT({recorded}, {about}, STR({graph}))"


_ONCE = f"""
DELETE {{ GRAPH ?other {{ ?s ?p ?o }} }}
WHERE {{
  GRAPH ?one {{ ?s ?p ?o }}
  GRAPH ?other {{ ?s ?p ?o }}
  FILTER(?one != ?other && ?one != <{ONTOLOGY}> && ?other != <{ONTOLOGY}>)
  FILTER({_rank("?one")} < {_rank("?other")})
}}"""


@dataclass(frozen=True)
class Release:
    """An ontology as it is installed: its version, its terms, and the folder of its steps."""

    version: Version
    terms: Callable[[], Graph] = terms_graph
    folder: Path = MIGRATIONS

    def steps(self, old: Version) -> str | None:
        """Return the update that brings data here, empty where it stands as it is; nothing without a way."""
        try:
            return migration_update(old, self.version, self.folder)
        except ValueError as error:
            raise _bad_step(old, self.version, error) from error


@dataclass(frozen=True)
class Upgrade:
    """What became of a store: the version that its data had, the one that it has now, and a backup."""

    old: Version
    new: Version
    #: What the store was before, where data had to be moved and the store is on disk.
    backup: Path | None = field(default=None, compare=False)


def installed() -> Release:
    """Return the ontology that is installed, or raise `ShapeError` where it tells no version."""
    found = Version.parse(version_text(ontology_graph()))
    if found is None:
        message = mark("the installed ontology tells no version; expected owl:versionInfo in plan.ttl")
        raise ShapeError(message)
    return Release(found)


def recorded(store: Store) -> Version:
    """Return the version that the data of a store was written with.

    Raises
    ------
    StoreError
        What stands there is no version.
    """
    text = store.ontology_version
    found = Version.parse(text) if text else FIRST
    if found is None:
        message = mark("{folder}: the version of its data cannot be read (“{found}”); name another store")
        raise StoreError(message, folder=_where(store), found=text)
    return found


def require_readable(store: Store, release: Release | None = None) -> None:
    """Take a store whose data stands as the installed version has it.

    Raises
    ------
    StoreError
        The data is newer than what is installed, or it has to be upgraded first.
    """
    release = release or installed()
    if store.graphs() and _steps(store, release):
        message = mark(
            "{folder}: holds data of version {found} of the ontology, and {version} is installed; "
            "upgrade it with: planweave --store {folder} upgrade"
        )
        found = recorded(store)
        raise StoreError(message, folder=_where(store), found=found, version=release.version)


def upgrade(store: Store, release: Release | None = None) -> Upgrade | None:
    """Bring a store and its graph of the ontology to what is installed; an empty store stays empty.

    Returns the two versions where they differ. Before data is moved, a store on disk is saved in its folder.

    Raises
    ------
    StoreError
        The data is newer than what is installed, or no way leads from it. Nothing is changed.
    """
    if not store.graphs():
        return None
    release = release or installed()
    old, update = recorded(store), _steps(store, release)
    if not update:
        store.replace(ONTOLOGY, release.terms())
        return Upgrade(old, release.version) if old != release.version else None
    backup = _saved(store, old)
    try:
        store.revise(f"{update}\n;\n{_ONCE}", ONTOLOGY, release.terms())
    except (SyntaxError, QuerySyntaxError) as error:
        raise _bad_step(old, release.version, error) from error
    return Upgrade(old, release.version, backup)


def is_current(store: Store, release: Release | None = None) -> bool:
    """Whether a store needs no upgrade, and its graph of the ontology is what is installed."""
    release = release or installed()
    return not store.graphs() or store.holds(ONTOLOGY, release.terms())


def freshen(place: Where, release: Release | None = None) -> Upgrade | None:
    """Bring a store to what is installed where it may be written now; else leave it as it is.

    Whoever reads it then gets a store that can be read, or is told why it cannot.
    """
    release = release or installed()
    current: list[bool] = []

    def look(store: Store) -> None:
        if store.graphs():
            _steps(store, release)
        current.append(is_current(store, release))

    Store.open(place, look).close()
    if current[-1]:
        return None
    # Refused above where nothing can be done about it: what is left is to write, now or another time.
    try:
        writer = Store.create(place)
    except StoreError:
        return None
    with writer:
        return upgrade(writer, release)


def revision_steps(text: str) -> str:
    """Return the update that brings a kept revision of a plan to what is installed.

    Raises
    ------
    StoreError
        No way leads from the version that it was written with.
    """
    release = installed()
    old = Version.parse(text) if text else FIRST
    update = release.steps(old) if old else None
    if update is None:
        message = mark("the earlier revision has version {found} of the ontology; no way leads to {version}")
        raise StoreError(message, found=text, version=release.version)
    return update


def require_known_version(path: Path, text: str) -> None:
    """Take a workbook that tells no version of the ontology, or one that is not newer than ours.

    Versions that differ in the last number alone have the same terms.

    Raises
    ------
    SourceError
        The version is newer, or is none.
    """
    found, version = Version.parse(text), installed().version
    if text and found is None:
        message = mark(
            "{path}, info row 2: “{found}” is no version of the ontology; expected one such as {version}"
        )
        raise SourceError(message, Place(path, "info", 2), path=path, found=text, version=version)
    if found is not None and found.terms > version.terms:
        message = mark(
            "{path}, info row 2: written for version {found} of the ontology, newer than the installed "
            "{version}; update Planweave"
        )
        raise SourceError(message, Place(path, "info", 2), path=path, found=found, version=version)


def _steps(store: Store, release: Release) -> str:
    found = recorded(store)
    values = {"folder": _where(store), "found": found, "version": release.version}
    if found > release.version:
        message = mark(
            "{folder}: holds data of version {found} of the ontology, newer than the installed {version}; "
            "update Planweave or name another store"
        )
        raise StoreError(message, **values)
    update = release.steps(found)
    if update is None:
        message = mark(
            "{folder}: no way leads from version {found} of the ontology to {version}; "
            "add the workbooks to a new store"
        )
        raise StoreError(message, **values)
    return update


def _saved(store: Store, old: Version) -> Path | None:
    """Save a store on disk before its data is moved; there is no other way back."""
    if store.folder is None:
        return None
    file = store.folder / f"before-upgrade-{old}-{default_name()}"
    save_open(store, file)
    return file


def _bad_step(old: Version, new: Version, error: Exception) -> ShapeError:
    message = mark("a step from version {found} of the ontology to {version} cannot be read: {reason}")
    return ShapeError(message, found=old, version=new, reason=error)


def _where(store: Store) -> object:
    return store.place
