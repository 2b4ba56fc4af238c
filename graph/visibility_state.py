"""What stands beside a store about its public copy: files that are there whole or not at all.

`public/state.json` tells of which revision of the store the copy is, and in which folder below `public/`;
without that file nothing is internal, or nobody looked. In that folder `store/` is the copy, `revision` its
counter, and `internal.json.gz` what was left out of it.
"""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from .history import write_whole

PUBLIC = "public"
#: A link by its graph, subject, predicate and object.
Link = tuple[str, str, str, str]
_STATE, _LEFT_OUT = "state.json", "internal.json.gz"


@dataclass(frozen=True)
class State:
    """Of which revision a public copy is, the name of its folder, and how many things it leaves out."""

    revision: int
    folder: str
    things: int = 0


@dataclass(frozen=True)
class LeftOut:
    """The addresses that a copy leaves out, those of them that a planner counts, and links that moved."""

    names: frozenset[str] = frozenset()
    things: frozenset[str] = frozenset()
    adopted: frozenset[Link] = frozenset()


def read_state(folder: Path) -> State | None:
    """Return what is told of the public copy of a store; nothing where that is not told, or not well."""
    try:
        found = State(**json.loads((folder / PUBLIC / _STATE).read_bytes()))
    except (OSError, ValueError, TypeError):
        return None
    # The name is a part of a path.
    plain = isinstance(found.folder, str) and found.folder.isalnum()
    return found if plain and isinstance(found.revision, int) else None


def write_state(folder: Path, state: State) -> None:
    """Tell of the public copy of a store."""
    write_whole(folder / PUBLIC / _STATE, json.dumps(asdict(state)).encode())


def copy_folder(folder: Path, state: State) -> Path:
    """Return the folder of a public copy."""
    return folder / PUBLIC / state.folder


def read_left_out(copy: Path) -> LeftOut | None:
    """Return what a copy leaves out; nothing where the file cannot be read."""
    try:
        found = json.loads(gzip.decompress((copy / _LEFT_OUT).read_bytes()))
        adopted = frozenset(tuple(link) for link in found.pop("adopted"))
        return LeftOut(adopted=adopted, **{key: frozenset(names) for key, names in found.items()})
    except (OSError, EOFError, ValueError, TypeError, KeyError, AttributeError):
        return None


def write_left_out(copy: Path, left_out: LeftOut) -> None:
    """Tell what a copy leaves out."""
    told = {key: sorted(values) for key, values in asdict(left_out).items()}
    write_whole(copy / _LEFT_OUT, gzip.compress(json.dumps(told).encode(), 6))


def remove_copies(folder: Path) -> None:
    """Remove all that is told of a public copy, and the copy."""
    (folder / PUBLIC / _STATE).unlink(missing_ok=True)
    clear_copies(folder)
    with suppress(OSError):  # what a reader still holds stays
        (folder / PUBLIC).rmdir()


def clear_copies(folder: Path, keep: Iterable[str] = ()) -> None:
    """Remove the copies of a store but those to keep; what a reader still holds goes another time."""
    for found in (folder / PUBLIC).glob("*"):
        if found.is_dir() and found.name not in keep:
            shutil.rmtree(found, ignore_errors=True)
