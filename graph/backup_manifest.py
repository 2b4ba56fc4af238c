"""What a backup says of itself, and the digest of its content."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field

FORMAT, VERSION = "planweave-backup", 1
#: The member with the content, and the folder of earlier revisions.
GRAPHS, HISTORY = "graphs.nq", "history/"
# On Windows, what follows a colon would be written elsewhere.
_PART = r"[^/\\:\x00-\x1f]+" if os.name == "nt" else r"[^/\\\x00-\x1f]+"
_NAME = re.compile(rf"history(/(?!\.){_PART})+")
_HEX = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Member:
    """A file in the archive: its size and its SHA-256 digest, unpacked."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What an archive says of itself.

    `digest` is that of the content whatever its order: the sum of the SHA-256 digests of all lines of its
    N-Quads, modulo 2 to the power of 256. `graphs` tells the triples of each graph.
    """

    made: str
    planweave: str
    ontology: str
    triples: int
    digest: str
    graphs: Mapping[str, int]
    members: tuple[Member, ...] = ()

    def to_bytes(self) -> bytes:
        """Return it as JSON."""
        told = {"format": FORMAT, "version": VERSION, **asdict(self)}
        return json.dumps(told, indent=1, ensure_ascii=False).encode()

    @property
    def revisions(self) -> int:
        """How many earlier revisions the archive holds."""
        return sum(member.name.endswith(".nq.gz") for member in self.members)


@dataclass
class Tally:
    """Counts N-Quads that come in pieces, and sums up their digests."""

    triples: int = 0
    total: int = 0
    graphs: dict[str, int] = field(default_factory=dict)
    _rest: bytes = b""

    def feed(self, piece: bytes) -> None:
        """Take the next piece."""
        *lines, self._rest = (self._rest + piece).split(b"\n")
        sha256, number, counts = hashlib.sha256, int.from_bytes, self.graphs
        for line in lines:
            self.total += number(sha256(line).digest(), "big")
            graph = line[line.rfind(b" ", 0, -2) + 1 : -2].decode()
            counts[graph] = counts.get(graph, 0) + 1
        self.triples += len(lines)

    @property
    def digest(self) -> str:
        """The digest so far, which does not depend on the order of the lines."""
        return f"{self.total % (1 << 256):064x}"

    def agrees(self, manifest: Manifest) -> bool:
        """Whether this is just what a manifest tells."""
        named = {name.strip("<>"): count for name, count in self.graphs.items()}
        told = (manifest.triples, manifest.digest, dict(manifest.graphs))
        return not self._rest and (self.triples, self.digest, named) == told


def manifest_of(told: Mapping[str, object]) -> Manifest:
    """Return a manifest as it is told, or raise `ValueError` or `TypeError`."""
    members, graphs = told.get("members"), told.get("graphs")
    texts = [told.get(key) for key in ("made", "planweave", "ontology", "digest")]
    if not isinstance(members, list) or not isinstance(graphs, dict):
        raise TypeError("manifest")
    if not all(isinstance(text, str) for text in texts):
        raise ValueError("manifest")
    made, planweave, ontology, digest = map(str, texts)
    counts = {str(name): _count(count) for name, count in graphs.items()}
    return Manifest(made, planweave, ontology, _count(told["triples"]), digest, counts, _members(members))


def _members(told: Iterable[object]) -> tuple[Member, ...]:
    found = []
    for member in told:
        if not isinstance(member, dict):
            raise TypeError("member")
        name, sha256 = member["name"], member["sha256"]
        good_name = isinstance(name, str) and (name == GRAPHS or _NAME.fullmatch(name))
        if not good_name or not isinstance(sha256, str) or not _HEX.fullmatch(sha256):
            raise ValueError("member")
        found.append(Member(name, _count(member["bytes"]), sha256))
    if len({member.name for member in found}) != len(found):
        raise ValueError("member")
    return tuple(found)


def _count(told: object) -> int:
    if not isinstance(told, int) or isinstance(told, bool) or told < 0:
        raise ValueError("count")
    return told
