"""What a request works with: the plans, the language, the words."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from pathlib import Path

from flask import Flask, current_app, g, request

from graph import PlanGraph, PlanInfo, PlanweaveError
from graph.i18n import catalogue, translate
from graph.revision import counter, is_settled
from graph.store import Store
from ontology import LANGUAGES

from .settings import Settings

TRANSLATIONS = Path(__file__).parent / "translations"
_KEY = "planweave"
# How long a request waits for another that opens the store, and how long none tries again: after a
# write of which nobody knows whether it ended, and after a failure.
_PATIENCE_SECONDS = 0.5
_UNSETTLED_SECONDS = 0.5
_FAILED_SECONDS = 10.0


class ReadPlans(PlanGraph):
    """Plans that are only read: what has been counted once stays so."""

    def __init__(self, store: Store, queries: Sequence[Path] = ()) -> None:
        """Take an open store, and folders with questions and views of one's own."""
        super().__init__(store, queries)
        self._counted: dict[str, tuple[PlanInfo, ...]] = {}

    def plans(self, lang: str) -> tuple[PlanInfo, ...]:
        """Return all plans, then all registers."""
        if lang not in self._counted:
            self._counted[lang] = super().plans(lang)
        return self._counted[lang]


class Handle:
    """One reading handle for all requests, opened anew when the store has changed.

    Where opening fails beside a writer, the old handle goes on serving what it has seen.
    """

    def __init__(self, settings: Settings) -> None:
        """Open the store, or raise `StoreError`."""
        self.settings = settings
        self._lock = threading.Lock()
        self._plans = ReadPlans.open(settings.store, settings.queries)
        self._tried, self._again = self._plans.store.revision, 0.0

    def plans(self) -> PlanGraph:
        """Return the plans as they are now."""
        if self._is_old() and self._lock.acquire(timeout=_PATIENCE_SECONDS):
            try:
                self._reopen()
            finally:
                self._lock.release()
        return self._plans

    def renewed(self, failed: PlanGraph) -> PlanGraph:
        """Return plans with another handle than one whose files a writer has removed."""
        with self._lock:
            if self._plans is failed:
                self._plans = ReadPlans.open(self.settings.store, self.settings.queries)
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
            self._plans = ReadPlans.open(self.settings.store, self.settings.queries)
        except PlanweaveError as error:
            current_app.logger.warning("the store could not be opened anew: %s", error)
            wait = _FAILED_SECONDS
        self._again = time.monotonic() + wait


def install(app: Flask, settings: Settings) -> None:
    """Give an app its handle, and every request its language."""
    app.extensions[_KEY] = Handle(settings)
    app.before_request(_begin)


def _begin() -> None:
    choose_language()  # first, so that an error is told in it
    handle: Handle = current_app.extensions[_KEY]
    g.plans = handle.plans()


def choose_language() -> None:
    """Let this request be answered in the language asked for, else in the reader's."""
    asked = request.args.get("lang", "")
    known = asked if asked in LANGUAGES else request.accept_languages.best_match(LANGUAGES)
    g.lang = known or LANGUAGES[0]


def settings() -> Settings:
    """Return what the viewer was started with."""
    handle: Handle = current_app.extensions[_KEY]
    return handle.settings


def plans() -> PlanGraph:
    """Return the plans that this request sees, from its beginning to its end."""
    found: PlanGraph = g.plans
    return found


def renew() -> None:
    """Let this request see the store through a new handle, or raise `StoreError`."""
    handle: Handle = current_app.extensions[_KEY]
    g.plans = handle.renewed(g.plans)


def lang() -> str:
    """Return the language of this request."""
    return str(g.get("lang", LANGUAGES[0]))


def word(message: str, **values: object) -> str:
    """Return a text of the viewer in the language of this request."""
    return translate(message, lang(), TRANSLATIONS, **values)


def plural(one: str, many: str, number: int) -> str:
    """Return a counted text in the language of this request; `{number}` stands for the number."""
    text = catalogue(lang(), TRANSLATIONS).ngettext(one, many, number)
    return str(text).format(number=number)
