"""What a request works with: the plans, the language, the words."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import cast

from flask import Flask, current_app, g, request
from rdflib import URIRef

from graph import PlanGraph, PlanweaveError
from graph.earlier import Earlier
from graph.i18n import catalogue, translate
from graph.remote_address import Service, Where
from graph.revision import counter, is_settled
from graph.visibility import Hidden, hidden
from graph.visibility_reading import open_public
from ontology import LANGUAGES

from .settings import Settings

TRANSLATIONS = Path(__file__).parent / "translations"
_KEY, _FOR_OTHERS = "planweave", "planweave.for-others"
#: The pages that are made to be shown elsewhere: whoever makes them, nothing internal is in them.
_ELSEWHERE = {"embed", "evaluation", "export", "present", "oembed"}
#: The pages that can show plans as they were; the others show them as they are.
FREEZABLE = frozenset(
    [
        "pages",
        "focus",
        "path",
        "questions",
        "resource",
        "search",
        "plans",
        "embed",
        "export",
        "present",
        "oembed",
        "evaluation",
        "analysis",
        "side_by_side",
    ]
)
# How long a request waits for another that opens the store, and how long none tries again: after a
# write of which nobody knows whether it ended, and after a failure.
_PATIENCE_SECONDS = 0.5
_UNSETTLED_SECONDS = 0.5
_FAILED_SECONDS = 10.0


class ReadPlans(PlanGraph):
    """Plans that are only read."""

    reads_ahead = True

    @cached_property
    def internal(self) -> Hidden:
        """What of the plans is internal; of a public copy nothing is."""
        return hidden(self.store)


class Handle:
    """One reading handle for all requests, opened anew when the store has changed.

    Where opening fails beside a writer, the old handle goes on serving what it has seen.
    """

    def __init__(self, settings: Settings, *, public: bool = False) -> None:
        """Open the store, or what of it is `public`, or raise `StoreError`."""
        self.settings = settings
        self.public = public
        self._lock = threading.Lock()
        self._plans = self._opened()
        self._tried, self._again = self._plans.store.revision, 0.0

    def _opened(self) -> ReadPlans:
        store = self.settings.store
        return open_public(store, self._opened_at) if self.public else self._opened_at(store)

    def _opened_at(self, place: Where) -> ReadPlans:
        return cast("ReadPlans", ReadPlans.open(place, self.settings.queries))

    def plans(self) -> ReadPlans:
        """Return the plans as they are now."""
        if self._is_old() and self._lock.acquire(timeout=_PATIENCE_SECONDS):
            try:
                self._reopen()
            finally:
                self._lock.release()
        return self._plans

    def renewed(self, failed: PlanGraph) -> ReadPlans:
        """Return plans with another handle than one whose files a writer has removed."""
        with self._lock:
            if self._plans is failed:
                self._plans = self._opened()
        return self._plans

    def _is_old(self) -> bool:
        """Whether to look anew: not at each request where that failed, or where a write hangs."""
        revision = counter(self.settings.store)
        if revision == self._plans.store.revision and is_settled(revision):
            return False
        return revision != self._tried or time.monotonic() >= self._again

    def _reopen(self) -> None:
        if not self._is_old():
            return
        self._tried = counter(self.settings.store)
        wait = _UNSETTLED_SECONDS
        try:
            self._plans = self._opened()
        except PlanweaveError as error:
            if self.public and isinstance(self.settings.store, Service):
                raise  # what was opened before shows what is there now
            current_app.logger.warning("the store could not be opened anew: %s", error)
            wait = _FAILED_SECONDS
        self._again = time.monotonic() + wait


def install(app: Flask, settings: Settings) -> None:
    """Give an app its handle, and every request its language."""
    app.extensions[_KEY] = handle = Handle(settings, public=settings.is_public)
    app.extensions[_FOR_OTHERS] = _ForOthers(handle)
    app.before_request(_begin)


class _ForOthers:
    """The handle for pages that are shown elsewhere, opened when the first one is asked for."""

    def __init__(self, handle: Handle) -> None:
        self._handle = handle
        self._lock = threading.Lock()

    def handle(self) -> Handle:
        with self._lock:
            if not self._handle.public:
                self._handle = Handle(self._handle.settings, public=True)
        return self._handle


def handle_of(app: Flask) -> Handle:
    """Return the handle that pages and queries of an app read with."""
    found: Handle = app.extensions[_KEY]
    return found


def _handle() -> Handle:
    """Return the handle of this request."""
    if request.blueprint in _ELSEWHERE:
        others: _ForOthers = current_app.extensions[_FOR_OTHERS]
        return others.handle()
    return handle_of(current_app)


def _begin() -> None:
    choose_language()  # first, so that an error is told in it
    g.pop("frozen", None)
    g.plans = _handle().plans()


def choose_language() -> None:
    """Let this request be answered in the language asked for, else in the reader's."""
    asked = request.args.get("lang", "")
    known = asked if asked in LANGUAGES else request.accept_languages.best_match(LANGUAGES)
    g.lang = known or LANGUAGES[0]


def settings() -> Settings:
    """Return what the viewer was started with."""
    return handle_of(current_app).settings


def public() -> str:
    """Return the public address of the viewer, without a slash at its end; empty without one."""
    return settings().public_url.rstrip("/")


def plans() -> PlanGraph:
    """Return the plans that this request sees, from its beginning to its end."""
    found: PlanGraph = g.plans
    return found


def renew() -> None:
    """Let this request see the store through a new handle, or raise `StoreError`."""
    if not frozen():
        g.plans = _handle().renewed(g.plans)


def live() -> ReadPlans:
    """Return the plans as they are, also where this request sees them as they were."""
    found: ReadPlans = g.plans if not frozen() else _handle().plans()
    return found


def freeze(plans: ReadPlans, states: Mapping[URIRef, Earlier]) -> None:
    """Let this request see some plans as they were."""
    g.plans, g.frozen = plans, states


def frozen() -> Mapping[URIRef, Earlier]:
    """Return the plans that this request sees as they were, each with the state that it is in."""
    found: Mapping[URIRef, Earlier] = g.get("frozen", {})
    return found


def is_public() -> bool:
    """Whether what this request shows is what everybody may see."""
    return _handle().public


def is_internal(iri: object) -> bool:
    """Whether a thing is internal; where that is kept back, none is."""
    found: ReadPlans = g.plans
    return iri is not None and iri in found.internal


def knows_internal() -> bool:
    """Whether anything that this request may see is internal."""
    found: ReadPlans = g.plans
    return bool(found.internal.names)


def keeps_back() -> bool:
    """Whether this request does not show something internal that the viewer itself shows."""
    return is_public() and not settings().is_public and bool(handle_of(current_app).plans().internal.names)


def lang() -> str:
    """Return the language of this request."""
    return str(g.get("lang", LANGUAGES[0]))


def word(message: str, **values: object) -> str:
    """Return a text of the viewer in the language of this request."""
    return translate(message, lang(), TRANSLATIONS, **values)


def plain(message: str) -> str:
    """Return a text of `graph`, which has its own translations, in the language of this request."""
    return translate(message, lang())


def plural(one: str, many: str, number: int) -> str:
    """Return a counted text in the language of this request; `{number}` stands for the number."""
    text = catalogue(lang(), TRANSLATIONS).ngettext(one, many, number)
    return str(text).format(number=number)
