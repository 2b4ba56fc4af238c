"""The version of the ontology: what `plan.ttl` says, how versions compare, and the steps between them.

The numbers follow semantic versioning. A new minor or major version may move data, by a step in
`migrations/`; a new patch changes words only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rdflib import OWL, Graph

from .namespaces import ONTOLOGY

#: Steps as SPARQL updates, named `OLD-NEW.ru`.
MIGRATIONS = Path(__file__).parent / "migrations"
_NUMBERS = re.compile(r"(\d+)\.(\d+)(?:\.(\d+))?", re.ASCII)
_COMMENT = re.compile(r"^\s*#.*\n?", re.MULTILINE)
_PREFIX = re.compile(r"^\s*PREFIX\s+([\w-]*:)\s*<([^>]*)>[^\S\n]*\n?", re.MULTILINE | re.IGNORECASE)


@dataclass(frozen=True, order=True)
class Version:
    """A version such as 0.2.0; versions sort by age.

    >>> Version(0, 2, 0) < Version(0, 10, 0)
    True
    """

    major: int
    minor: int
    patch: int = 0

    @classmethod
    def parse(cls, text: str) -> Version | None:
        """Read `0.2.0` or `0.2`; return nothing where it is no version.

        >>> print(Version.parse("0.2"), Version.parse("next"))
        0.2.0 None
        """
        found = _NUMBERS.fullmatch(text.strip())
        return cls(*(int(number or 0) for number in found.groups())) if found else None

    @property
    def terms(self) -> tuple[int, int]:
        """What two versions share that have the same terms."""
        return self.major, self.minor

    def __str__(self) -> str:
        """Return the version as it is written."""
        return f"{self.major}.{self.minor}.{self.patch}"


#: The version of what was written before anything told a version.
FIRST = Version(0, 1, 0)


def version_text(ontology: Graph) -> str:
    """Return the version that an ontology tells of itself as it is written there, empty without one."""
    told = ontology.value(ONTOLOGY, OWL.versionInfo) or ontology.value(ONTOLOGY, OWL.versionIRI)
    return "" if told is None else str(told).rpartition("/")[2]


def migration_update(old: Version, new: Version, folder: Path = MIGRATIONS) -> str | None:
    """Return the steps from one version to another as one SPARQL update, or nothing where no way leads.

    It is empty where data stands as it is. Prefixes are written once, at the beginning.

    Raises
    ------
    ValueError
        A prefix stands for one thing in a step and for another in the next.
    """
    ways = {start.terms: (end, file) for start, end, file in _files(folder)}
    prefixes: dict[str, str] = {}
    updates: list[str] = []
    at = old
    while at.terms < new.terms and at.terms in ways:
        at, file = ways[at.terms]
        text = _COMMENT.sub("", file.read_text(encoding="utf-8"))
        for prefix, iri in _PREFIX.findall(text):
            if prefixes.setdefault(prefix, iri) != iri:
                raise ValueError(f"{file.name}: {prefix} <{iri}>, <{prefixes[prefix]}>")
        updates.append(_PREFIX.sub("", text).strip().rstrip(";"))
    if at.terms != new.terms:
        return None
    body = "\n;\n".join(update for update in updates if update)
    return "".join(f"PREFIX {prefix} <{iri}>\n" for prefix, iri in prefixes.items()) + body if body else ""


def _files(folder: Path) -> Iterator[tuple[Version, Version, Path]]:
    for file in sorted(folder.glob("*.ru")):
        start, end = (Version.parse(part) for part in file.stem.partition("-")[::2])
        if start is not None and end is not None and start.terms < end.terms:
            yield start, end, file
