"""How kinds, relations and things are called in a file for another program."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from ontology import DisplayKind, Model, pick

from ..network import NetworkLink, NetworkThing
from ..plan_names import short

_RUN = re.compile(r"[^\W_]+(?:\.[^\W_]+)*", re.ASCII)


@dataclass(frozen=True)
class Words:
    """The words of the model in one language."""

    model: Model
    lang: str

    @cached_property
    def _kinds(self) -> dict[str, DisplayKind]:
        return {kind.name: kind for kind in self.model.kinds}

    def look(self, thing: NetworkThing) -> DisplayKind | None:
        """Return how the legend shows a thing."""
        return self._kinds.get(thing.kind)

    def kind(self, thing: NetworkThing) -> str:
        """Return what the legend calls the kind of a thing, else what its class is called."""
        look = self.look(thing)
        names = look.names if look else self.model.labels(thing.cls)
        return pick(names, self.lang, fallback=thing.kind).text

    def relation(self, link: NetworkLink) -> str:
        """Return the words between the two ends of a link."""
        return pick(self.model.relation_names(link.relation), self.lang, fallback=short(link.relation)).text


def ids(things: Iterable[str]) -> dict[str, str]:
    """Return an ID of letters, digits, points and hyphens for each IRI, each another one.

    The same IRIs always get the same IDs.

    >>> sorted(ids(["https://w3id.org/planweave/id/kemi/a_b", "https://w3id.org/planweave/id/kemi/a-b"]).values())
    ['kemi-a-b', 'kemi-a-b-2']
    """
    found: dict[str, str] = {}
    taken: set[str] = set()
    for thing in sorted(set(things)):
        plain = "-".join(_RUN.findall(short(thing))) or "x"
        name, count = plain, 1
        while name in taken:
            count += 1
            name = f"{plain}-{count}"
        taken.add(name)
        found[thing] = name
    return found


def ordered(links: Iterable[NetworkLink]) -> list[NetworkLink]:
    """Return links by their ends and relations, each once, whatever order the store gave them in."""
    return sorted(
        dict.fromkeys(links), key=lambda link: (link.source, link.target, link.relation, link.record)
    )


def line(text: str) -> str:
    """Return a text on one line, without spaces at its ends."""
    return " ".join(text.split())
