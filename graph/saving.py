"""What is done with saved views: keep, rename, remove, bring back, take along and take in."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from rdflib import Graph, URIRef

from ontology import Label, pick
from ontology.namespaces import SAVED_VIEWS

from .errors import ParameterError, UnknownQueryError, nearest
from .history import read
from .i18n import mark
from .plan_graph import PlanGraph
from .rdf_text import read_rdf
from .saved_views import SavedView, read_views, triples
from .slugs import slug
from .store import Store

#: How long texts may be, and of how many plans it is told from which revision a view was made.
LONGEST_TITLE, LONGEST_DESCRIPTION = 200, 2_000
MOST_PLANS = 60
_TURTLE = "text/turtle"


@dataclass(frozen=True)
class ChangedPlan:
    """A plan that was changed since a view was saved; `revision` is the number of the change before that."""

    iri: URIRef
    revision: int
    gone: bool = False


def saved(plans: PlanGraph) -> Mapping[str, SavedView]:
    """Return the saved views of a store by name."""
    return plans.remembered.once("saved views", lambda: stored(plans.store))


def stored(store: Store) -> dict[str, SavedView]:
    """Return the saved views of an open store by name."""
    return read_views(store.triples(SAVED_VIEWS))


def saved_view(plans: PlanGraph, name: str) -> SavedView:
    """Return a saved view, or raise `UnknownQueryError`."""
    return _known(saved(plans), name)


def _known(views: Mapping[str, SavedView], name: str) -> SavedView:
    if name not in views:
        near = nearest(name, views)
        message = mark("no saved view {name}; did you mean {near}?") if near else mark("no saved view {name}")
        raise UnknownQueryError(message, name=name, near=near)
    return views[name]


def title_of(view: SavedView, lang: str) -> Label:
    """Return what a view is called."""
    return pick(view.titles, lang, fallback=view.name)


def things_of(plans: PlanGraph, settings: Mapping[str, str]) -> frozenset[URIRef]:
    """Return the plans and things that the choices of a picture name, whatever the choice is called."""
    names = {name for text in settings.values() for name in text.split(",")}
    known = plans.ever_stored()
    found = {known[name] for name in names if name in known}
    for name in names:
        if name.partition(":")[0] in known and ":" in name:
            found.add(plans.iri_of(name))
    return frozenset(found)


# ---- what was changed since


def revisions_of(plans: PlanGraph, plan_ids: Iterable[str]) -> dict[URIRef, str]:
    """Return the time of the last change of the plans, and of the registers that they use."""
    history = plans.store.history
    graphs = {graph for plan in plan_ids for graph in plans.dataset(plan)}
    if history is None or len(graphs) > MOST_PLANS:
        return {}
    stamps = {graph: history.stamps(graph) for graph in sorted(graphs)}
    return {graph: found[-1] for graph, found in stamps.items() if found}


def changed_since(plans: PlanGraph, view: SavedView) -> tuple[ChangedPlan, ...] | None:
    """Return the plans that were changed since a view was saved; nothing where that is not known."""
    history, stored = plans.store.history, set(plans.store.graphs())
    if history is None or not view.drawn_from:
        return None
    found: list[ChangedPlan] = []
    for plan, stamp in view.drawn_from.items():
        stamps = history.stamps(plan)
        if stamp not in stamps:
            return None
        if stamps[-1] != stamp or plan not in stored:
            found.append(ChangedPlan(plan, stamps.index(stamp) + 1, plan not in stored))
    return tuple(found)


def gone(plans: PlanGraph, view: SavedView) -> tuple[URIRef, ...]:
    """Return the plans and things that a view names and that are not stored any more."""
    described = plans.describe(view.shows, "en")
    return tuple(iri for iri in sorted(view.shows) if described[iri].cls is None)


# ---- writing


def save(store: Store, view: SavedView) -> SavedView:
    """Keep a view under a name that no other has, made of its title, and return it as it is kept."""

    def added(views: dict[str, SavedView]) -> SavedView:
        title = next(iter(view.titles.values()))
        kept = replace(view, name=_free(slug(title) or "view", views), titles=_checked(view.titles))
        views[kept.name] = kept
        return kept

    return _rewritten(store, added)


def rename(store: Store, name: str, titles: Mapping[str, str], descriptions: Mapping[str, str]) -> SavedView:
    """Give a view another title and description; its name, and so its address, stays.

    Raises
    ------
    UnknownQueryError
        There is no such view.
    ParameterError
        The title is empty, or a text is too long.
    """

    def renamed(views: dict[str, SavedView]) -> SavedView:
        kept = replace(_known(views, name), titles=_checked(titles), descriptions=_described(descriptions))
        views[name] = kept
        return kept

    return _rewritten(store, renamed)


def remove(store: Store, name: str) -> SavedView:
    """Take a view away; `bring_back` undoes it."""

    def removed(views: dict[str, SavedView]) -> SavedView:
        view = _known(views, name)
        del views[name]
        return view

    return _rewritten(store, removed)


def bring_back(store: Store, name: str) -> SavedView:
    """Bring back a view as it was before it was removed or changed last, or raise `UnknownQueryError`."""

    def brought(views: dict[str, SavedView]) -> SavedView:
        now = views.get(name)
        before = next((view for view in _earlier(store, name) if view != now), None)
        if before is None:
            message = mark("{name}: no earlier state of this saved view is kept")
            raise UnknownQueryError(message, name=name, near="")
        views[name] = before
        return before

    return _rewritten(store, brought)


def _earlier(store: Store, name: str) -> Iterator[SavedView]:
    """Yield what a view was, the newest first."""
    history = store.history
    for file in reversed(history.files(SAVED_VIEWS) if history else []):
        with Store.in_memory() as then:
            then.fill(io.BytesIO(read(file)))
            view = stored(then).get(name)
        if view is not None:
            yield view


def _rewritten(store: Store, change: Callable[[dict[str, SavedView]], SavedView]) -> SavedView:
    """Change the views in one write; whoever writes holds the store, so none other is lost."""
    before = store.triples(SAVED_VIEWS)
    views = read_views(before)
    changed = change(views)
    kept = triples(view for view in views.values() if view.name == changed.name)
    store.replace(SAVED_VIEWS, _others(before, changed) + kept)
    return changed


def _others(before: Graph, changed: SavedView) -> Graph:
    """Return a graph without what it says of a view, whoever else wrote into it."""
    below = f"{changed.iri}/"
    kept = Graph()
    for triple in before:
        if triple[0] != changed.iri and not str(triple[0]).startswith(below):
            kept.add(triple)
    return kept


def _free(wanted: str, taken: Iterable[str]) -> str:
    names = set(taken)
    numbered = (f"{wanted}-{number}" for number in range(2, len(names) + 3))
    return next(name for name in (wanted, *numbered) if name not in names)


def _checked(titles: Mapping[str, str]) -> dict[str, str]:
    found = {lang: " ".join(text.split()) for lang, text in titles.items() if text.strip()}
    if not found:
        raise ParameterError(mark("a saved view needs a name"))
    if max(map(len, found.values())) > LONGEST_TITLE:
        raise ParameterError(mark("the name may have at most {most} letters"), most=LONGEST_TITLE)
    return found


def checked(titles: Mapping[str, str], texts: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """Return titles and descriptions as they are kept.

    Raises
    ------
    ParameterError
        There is no title, or a text is too long.
    """
    return _checked(titles), _described(texts)


def _described(texts: Mapping[str, str]) -> dict[str, str]:
    found = {lang: text.strip() for lang, text in texts.items() if text.strip()}
    if found and max(map(len, found.values())) > LONGEST_DESCRIPTION:
        raise ParameterError(
            mark("the description may have at most {most} letters"), most=LONGEST_DESCRIPTION
        )
    return found


# ---- taking along


def as_turtle(views: Iterable[SavedView]) -> bytes:
    """Return views as a Turtle file, the same for the same views."""
    return triples(views).serialize(format="turtle", encoding="utf-8")


def take_in(store: Store, data: bytes) -> list[SavedView]:
    """Keep the views of a Turtle file, in the place of those of the same name, in one write.

    Raises
    ------
    ParameterError
        It cannot be read, or holds no saved view.
    """
    views = read_views(read_rdf(data, _TURTLE, str(SAVED_VIEWS)))
    if not views:
        raise ParameterError(mark("no saved view is in this file"))
    found = [
        replace(v, titles=_checked(v.titles), descriptions=_described(v.descriptions)) for v in views.values()
    ]
    kept = store.triples(SAVED_VIEWS)
    for view in found:
        kept = _others(kept, view)
    store.replace(SAVED_VIEWS, kept + triples(found))
    return found
