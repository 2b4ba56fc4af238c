"""What a request works with: the plans, the language, the words."""

from __future__ import annotations

import threading
from pathlib import Path

from flask import Flask, current_app, g, request

from graph import PlanGraph, PlanweaveError
from graph.i18n import catalogue, translate
from graph.store import read_revision
from ontology import LANGUAGES

from .settings import Settings

TRANSLATIONS = Path(__file__).parent / "translations"
_KEY = "planweave"


class Handle:
    """One reading handle for all requests, opened anew when the store has changed.

    Where opening fails beside a writer, the old handle goes on serving what it has seen.
    """

    def __init__(self, settings: Settings) -> None:
        """Open the store, or raise `StoreError`."""
        self.settings = settings
        self._lock = threading.Lock()
        self._plans = PlanGraph.open(settings.store, settings.queries)

    def plans(self) -> PlanGraph:
        """Return the plans as they are now."""
        if read_revision(self.settings.store) != self._plans.store.revision:
            with self._lock:
                self._reopen()
        return self._plans

    def renewed(self, failed: PlanGraph) -> PlanGraph:
        """Return plans with another handle than one whose files a writer has removed."""
        with self._lock:
            if self._plans is failed:
                self._plans = PlanGraph.open(self.settings.store, self.settings.queries)
        return self._plans

    def _reopen(self) -> None:
        if read_revision(self.settings.store) == self._plans.store.revision:
            return
        try:
            self._plans = PlanGraph.open(self.settings.store, self.settings.queries)
        except PlanweaveError as error:
            current_app.logger.warning("the store could not be opened anew: %s", error)


def install(app: Flask, settings: Settings) -> None:
    """Give an app its handle, and every request its language."""
    app.extensions[_KEY] = Handle(settings)
    app.before_request(_begin)


def _begin() -> None:
    handle: Handle = current_app.extensions[_KEY]
    g.plans = handle.plans()
    g.lang = _language()


def _language() -> str:
    asked = request.args.get("lang", "")
    if asked in LANGUAGES:
        return asked
    return request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]


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
