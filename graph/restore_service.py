"""Brings a backup to a SPARQL service: in one write, after what the service held was saved in a file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from rdflib import Graph, URIRef

from . import backup_archive
from .adding import Progress
from .backup import checked, default_name, save_open
from .backup_archive import Archive
from .backup_manifest import GRAPHS, HISTORY, Tally
from .errors import StoreError
from .i18n import mark
from .remote_address import Service
from .restore import Restored, require_known
from .staging import Staged
from .store import Store

_MANY = 50_000


def restore_service(
    file: Path, service: Service, *, force: bool = False, progress: Progress | None = None
) -> Restored:
    """Make a service hold what a backup tells, all graphs in one write.

    With `force` also where it holds plans, which are saved in a backup in the current folder before. The
    history goes to this computer, where that of a service is kept.

    Raises
    ------
    SourceError
        The file is no backup, is damaged, or holds data of a later version. Nothing was touched.
    StoreError
        The service holds plans and `force` is not given, takes no writes, or holds something else now.
    """
    step = progress or _silent
    with backup_archive.reading(file) as archive:
        require_known(archive, checked(archive, step))
        with Store.create(service) as store:
            former = _saved(store, service, force=force)
            wanted: dict[URIRef, Graph | Staged] = {name: Graph() for name in store.graphs()}
            step(mark("building the store"), 0, 1)
            wanted |= _graphs(archive)
            store.replace_all(wanted)
            _add_history(archive, store)
            exact = _is_exact(store, archive, service)
    return Restored(archive.manifest, former, exact)


def _saved(store: Store, service: Service, *, force: bool) -> Path | None:
    if not store.graphs():
        return None
    if not force:
        message = mark(
            "{store}: holds plans; restore to another store, or put the backup in their place with --force, "
            "which saves them in a file before"
        )
        raise StoreError(message, store=service)
    former = Path(f"before-restore-{default_name()}").resolve()
    save_open(store, former)
    return former


def _graphs(archive: Archive) -> dict[URIRef, Staged]:
    """Return the triples of each graph, written down in files without a name."""
    found: dict[URIRef, Staged] = {}
    waiting: dict[bytes, list[bytes]] = defaultdict(list)
    for count, line in enumerate(_lines(archive.pieces(archive.member(GRAPHS))), 1):
        place = line.rfind(b" ", 0, -2)
        waiting[line[place + 1 : -2]].append(line[:place] + b" .\n")
        if count % _MANY == 0:
            _write(waiting, found)
    _write(waiting, found)
    return found


def _write(waiting: dict[bytes, list[bytes]], found: dict[URIRef, Staged]) -> None:
    for name, lines in waiting.items():
        found.setdefault(URIRef(name.decode().strip("<>")), Staged()).add_lines(lines)
    waiting.clear()


def _lines(pieces: Iterable[bytes]) -> Iterator[bytes]:
    rest = b""
    for piece in pieces:
        *lines, rest = (rest + piece).split(b"\n")
        yield from lines


def _add_history(archive: Archive, store: Store) -> None:
    if store.history is None:
        return
    for member in archive.manifest.members:
        file = store.history.folder / member.name.removeprefix(HISTORY)
        if member.name.startswith(HISTORY) and not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(b"".join(archive.pieces(member)))


def _is_exact(store: Store, archive: Archive, service: Service) -> bool:
    """Whether each term is as it was; raise `StoreError` where a graph has more triples, or less."""
    tally = Tally()
    for graph in store.graphs():
        tally.feed(store.serialise(".nq", graph))
    if {name.strip("<>"): count for name, count in tally.graphs.items()} != archive.manifest.graphs:
        message = mark("{store}: does not hold what {file} tells; it has other numbers of triples")
        raise StoreError(message, store=service, file=archive.file)
    return tally.agrees(archive.manifest)


def _silent(what: str, done: int, total: int) -> None:
    """Tell nobody."""
