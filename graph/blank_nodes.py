"""Changes of graphs that hold blank nodes: no update can name one, so such a graph is written anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from .placement import Placed


def without_blank_names(held: ox.Store, changes: Iterable[Placed]) -> Iterator[Placed]:
    """Yield changes that can be written as one update: no triple that goes names a blank node.

    Where one would, the graph goes first, and then comes with all that it is to hold.
    """
    for change in changes:
        if not any(map(_is_nameless, change.removed)):
            yield change
            continue
        stays = (quad.triple for quad in held.quads_for_pattern(None, None, None, change.name))
        content = {triple for triple in stays if triple not in change.removed} | set(change.added)
        yield Placed(change.name, set(), change.removed, after=False)
        if content:
            yield Placed(change.name, content, set())


def _is_nameless(triple: ox.Triple) -> bool:
    return isinstance(triple.subject, ox.BlankNode) or isinstance(triple.object, ox.BlankNode)
