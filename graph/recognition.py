"""Tells a store from what is none: another's folder, a database of another program, a damaged store.

Nothing is written here, and nothing is opened for writing that is not known as ours: Oxigraph would make
its own tables in the database of another program, and an empty one where the files of a store are gone.
"""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

from .errors import StoreError
from .i18n import mark
from .writers import locked

#: What a folder of ours holds.
DATA, HISTORY, REVISION = "store", "history", "revision"
#: A table that every database of Oxigraph has, and no other is likely to.
_OURS = '[CFOptions "gspo"]'
_LOCKS = ("lock hold by current process", "While lock file", "Failed to create lock file")
_NO_LOCKS = ("not supported", "not implemented", "While lock file", "No locks available")
_FULL = ("No space left", "Disk quota exceeded", "File too large", "not enough space")
_DENIED = ("Permission denied", "Read-only file system", "Access is denied", "Operation not permitted")
_MOMENTS, _MOMENT_SECONDS = 4, 0.1


def require_store(folder: Path) -> None:
    """Take a folder that holds a store by its looks, or raise `StoreError` that says what it is instead."""
    if (folder / DATA).is_dir() and _has_files(folder / DATA):
        return
    raise _no_store(folder)


def require_place(folder: Path) -> None:
    """Take a folder that a store may be written to: one of ours, an empty one, or none yet."""
    if not folder.exists() or (folder.is_dir() and not _has_files(folder)):
        return
    if not folder.is_dir() or not (folder / DATA).is_dir():
        raise _no_store(folder)
    _require_whole(folder)


def unreadable(folder: Path, error: Exception) -> StoreError:
    """Return why a store could not be opened for reading."""
    return _damage(folder) or told(folder, error) or _damaged(folder, brief(error))


def unwritable(folder: Path, error: Exception) -> StoreError:
    """Return why a store could not be opened for writing."""
    text = str(error)
    if any(word in text for word in _NO_LOCKS[:2]) or (_NO_LOCKS[2] in text and _NO_LOCKS[3] in text):
        message = mark(
            "{folder}: the file system cannot lock files ({reason}); put the store on a local disk"
        )
        return StoreError(message, folder=folder, reason=brief(error))
    if any(word in text for word in _LOCKS):
        return locked(folder)
    if not (folder / DATA).is_dir():
        message = mark("{folder}: no store can be made here ({reason}); name another folder")
        return StoreError(message, folder=folder, reason=brief(error))
    return _damage(folder) or told(folder, error) or _damaged(folder, brief(error))


def told(folder: Path, error: Exception) -> StoreError | None:
    """Return what an error of the storage means, or nothing where it came from elsewhere.

    The storage tells of a full disk, of rights and of damage in the texts of its errors alone.
    """
    text = brief(error)
    if not text.startswith(("IO error", "Corruption", "Invalid argument")):
        return None
    if any(word in text for word in _FULL):
        message = mark("{folder}: no room left on the disk; what was being written was left out as a whole")
        return StoreError(message, folder=folder)
    if any(word in text for word in _DENIED):
        message = mark("{folder}: not allowed to open the store ({reason}); check the rights of its files")
        return StoreError(message, folder=folder, reason=text)
    return _damaged(folder, text)


def brief(error: Exception) -> str:
    """Return the text of an error in one line."""
    return " ".join(str(error).split())


def _no_store(folder: Path) -> StoreError:
    if folder.exists() and not folder.is_dir():
        return StoreError(mark("{folder}: a file, and no store; name a folder"), folder=folder)
    if _is_database(folder):
        if _tables(folder, _OURS):
            message = mark(
                "{folder}: a store that Oxigraph itself made, and not Planweave; name another folder"
            )
            return StoreError(message, folder=folder)
        return StoreError(
            mark("{folder}: the database of another program; name another folder"), folder=folder
        )
    if (folder / REVISION).is_file() or (folder / HISTORY).is_dir():
        return _lacks(folder, "CURRENT")
    if folder.is_dir() and not (folder / DATA).is_dir() and _has_files(folder):
        message = mark("{folder}: holds other files and is no store; name another folder")
        return StoreError(message, folder=folder)
    former = next(iter(sorted(folder.parent.glob(f"{folder.name}.before-restore-*"), reverse=True)), None)
    if former is not None:
        message = mark(
            "{folder}: no store here, but an earlier one in {former}; give that folder its name back"
        )
        return StoreError(message, folder=folder, former=former)
    return StoreError(mark("{folder}: no store here; make one with: planweave add FOLDER"), folder=folder)


def _require_whole(folder: Path) -> None:
    """Raise where files of the storage are missing; beside a writer that may look so for a moment."""
    found = _damage(folder)
    for _ in range(_MOMENTS):
        if found is None:
            return
        time.sleep(_MOMENT_SECONDS)
        found = _damage(folder)
    if found is not None:
        raise found


def _damage(folder: Path) -> StoreError | None:
    """Return what is wrong with the files of a store, as far as their names and the first of them tell."""
    data = folder / DATA
    with suppress(OSError, UnicodeDecodeError):
        current = data / "CURRENT"
        if not current.is_file():
            bare = not _has_files(data) and not (folder / REVISION).exists()
            return None if bare or _only_lock(data) else _lacks(folder, "CURRENT")
        name = current.read_text(encoding="ascii").strip()
        if not name.startswith("MANIFEST-") or not (data / name).is_file():
            return _lacks(folder, "MANIFEST")
        if not _tables(data, _OURS):
            message = mark("{folder}: the database of another program; name another folder")
            return StoreError(message, folder=folder)
    return None


def _lacks(folder: Path, name: str) -> StoreError:
    message = mark(
        "{folder}: damaged, as {part} is missing; bring back a backup with: planweave restore FILE --force"
    )
    return StoreError(message, folder=folder, part=f"{DATA}/{name}")


def _damaged(folder: Path, reason: str) -> StoreError:
    message = mark("{folder}: damaged ({reason}); bring back a backup with: planweave restore FILE --force")
    return StoreError(message, folder=folder, reason=reason)


def _is_database(folder: Path) -> bool:
    return (folder / "CURRENT").is_file() and any(folder.glob("MANIFEST-*"))


def _tables(data: Path, table: str) -> bool:
    """Whether a database has a table; yes where nothing tells its tables."""
    told = sorted(data.glob("OPTIONS-*"), reverse=True)
    for file in told:
        with suppress(OSError):
            return table in file.read_text(encoding="utf-8", errors="replace")
    return True


def _only_lock(data: Path) -> bool:
    """Whether a writer was stopped just when it began to make a store."""
    return not any(data.glob("*.sst")) and not any(data.glob("MANIFEST-*")) and not any(data.glob("*.log"))


def _has_files(folder: Path) -> bool:
    return any(folder.iterdir())
