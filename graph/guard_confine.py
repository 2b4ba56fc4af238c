"""What a process that answers strangers is confined by: no sockets, and limits of memory, time and files.

POSIX only; each limit that a system lacks is left out. The processes answer several queries one after the
other. Limits that only fall would make each query pay for those before it: the soft ones are therefore set
anew for every query, below hard ones that are set once and never lifted.
"""

from __future__ import annotations

import ctypes
import os
import resource
import time
from dataclasses import dataclass
from pathlib import Path

_KEPT = 64 * 2**20
"""Bytes that a process may keep mapped between queries, as buffers of its allocator and of the store do."""


@dataclass
class Allowance:
    """What a process that has opened its store, and has a query before it, may still use.

    `first` is what it had mapped before its first query, which does not count as memory of any.
    """

    first: int | None
    mapped: int | None

    @classmethod
    def after_opening(cls, store: Path, sockets: int) -> Allowance:
        """Leave this process no more files than those of the store, and the sockets that it is handed.

        RocksDB opens only the first 16 files of a store at once and the others when it needs them.
        """
        mapped = address_space()
        files = _files_allowed(store, sockets)
        resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))
        return cls(mapped, mapped)

    def grant(self, memory_mb: int, cpu_seconds: int) -> None:
        """Give the next query so much memory and processor time more than has been used."""
        if self.first is not None and self.mapped is not None:
            memory = memory_mb * 2**20
            _limit(resource.RLIMIT_AS, self.mapped + memory, self.first + memory + _KEPT)
        # A process stops when it has used `cpu_seconds` in all: its last query can take as long again.
        used = round(time.process_time())
        _limit(resource.RLIMIT_CPU, used + cpu_seconds, 2 * cpu_seconds + 2)

    def lasts(self, cpu_seconds: int) -> bool:
        """Tell, between two queries, whether another one can have all that is promised to it."""
        self.mapped = address_space()
        if self.first is not None and self.mapped is not None and self.mapped > self.first + _KEPT:
            return False
        return time.process_time() < cpu_seconds


def _limit(kind: int, soft: int, hard: int) -> None:
    """Set a limit; a hard one that stands already stays where it is, or falls."""
    _, standing = resource.getrlimit(kind)
    if standing != resource.RLIM_INFINITY:
        hard = min(hard, standing)
    resource.setrlimit(kind, (min(soft, hard), hard))


def address_space() -> int | None:
    """Return the bytes of address space in use, where the system tells."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[0]
    except OSError:
        return None
    return int(pages) * resource.getpagesize()


def _files_allowed(store: Path, more: int) -> int:
    """Return the limit that leaves room for the files of the store that are not open yet, and some more."""
    opened = _open_files()
    held = {target.rpartition("/")[2] for target in opened.values()}
    missing = more + sum(name.endswith(".sst") and name not in held for name in os.listdir(store))  # noqa: PTH208
    allowed = 0
    while missing:
        missing -= allowed not in opened
        allowed += 1
    return allowed


def _open_files() -> dict[int, str]:
    """Return the open descriptors, with what they stand for where the system tells."""
    opened = {}
    for name in os.listdir("/dev/fd"):  # noqa: PTH208
        try:
            opened[int(name)] = os.readlink(f"/dev/fd/{name}")  # noqa: PTH115
        except FileNotFoundError:
            continue  # the descriptor of this listing itself
        except OSError:
            opened[int(name)] = ""
    return opened


class _Filter(ctypes.Structure):
    """`struct sock_filter` of linux/filter.h."""

    _fields_ = (
        ("code", ctypes.c_ushort),
        ("if_true", ctypes.c_ubyte),
        ("if_false", ctypes.c_ubyte),
        ("value", ctypes.c_uint),
    )


class _Program(ctypes.Structure):
    """`struct sock_fprog` of linux/filter.h."""

    _fields_ = (("length", ctypes.c_ushort), ("filters", ctypes.POINTER(_Filter)))


_SOCKET_CALLS = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
_LOAD, _JUMP_IF_EQUAL, _RETURN = 0x20, 0x15, 0x06
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | 13  # EACCES
_NO_NEW_PRIVILEGES, _SECCOMP, _SECCOMP_FILTER = 38, 22, 2


def forbid_sockets() -> bool:
    """Let this process and its children make no socket any more; return whether the system could do so.

    Linux only (seccomp); elsewhere the scan of the query and the limit of open files must do.
    """
    architecture, call = _SOCKET_CALLS.get(os.uname().machine, (0, 0))
    if not call or not Path("/proc/self/status").exists():
        return False
    steps = (_Filter * 6)(
        _Filter(_LOAD, 0, 0, 4),
        _Filter(_JUMP_IF_EQUAL, 0, 3, architecture),
        _Filter(_LOAD, 0, 0, 0),
        _Filter(_JUMP_IF_EQUAL, 0, 1, call),
        _Filter(_RETURN, 0, 0, _REFUSE),
        _Filter(_RETURN, 0, 0, _ALLOW),
    )
    program = _Program(len(steps), steps)
    prctl = ctypes.CDLL(None).prctl
    refused: int = prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    refused = refused or prctl(_SECCOMP, _SECCOMP_FILTER, ctypes.byref(program), 0, 0)
    return not refused
