"""Makes the viewer: a Flask application over one store."""

from __future__ import annotations

import traceback

from flask import Flask, Response, request
from flask.typing import ResponseReturnValue

from graph import store, store_reading
from graph.remote_guard import guard_of

from . import current, embed, errors, hosts, pages, questions, reference, resource, sparql, urls, words
from .settings import GUARD, LONGEST_BODY, Settings

#: Everything comes from the viewer itself; frames and forms are set per answer.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors {}"
)

#: What is the same in every language, and what comes in the form that is asked for.
_SAME_FOR_ALL = {"static", "resource.vis", "pages.health"}
_BY_FORM = {"sparql.endpoint", "resource.thing"}


_OF_THE_STORE = {store.__file__, store_reading.__file__}


class Viewer(Flask):
    """The application; what a writer does to the store meanwhile shows in no answer."""

    def dispatch_request(self) -> ResponseReturnValue:
        """Answer a request; once more with a new handle where files are gone under the old one."""
        try:
            return super().dispatch_request()
        except (OSError, RuntimeError) as error:
            if not _is_of_the_store(error):
                raise
            self.logger.info("asked once more: %s", error)
        current.renew()
        return super().dispatch_request()


def _is_of_the_store(error: Exception) -> bool:
    """Whether an error came out of the store's handle: all others would come again."""
    frames = traceback.walk_tb(error.__traceback__)
    in_store = any(frame.f_code.co_filename in _OF_THE_STORE for frame, _ in frames)
    return in_store and not isinstance(error, RecursionError)


def create_app(settings: Settings) -> Flask:
    """Return the viewer over a store.

    Raises
    ------
    StoreError
        There is no store, or it cannot be read.
    """
    app = Viewer(__name__)
    app.json.sort_keys = False  # type: ignore[attr-defined]
    # A form may be as long as any other body.
    app.config.update(MAX_CONTENT_LENGTH=LONGEST_BODY, MAX_FORM_MEMORY_SIZE=LONGEST_BODY)
    app.before_request(hosts.refuse_stranger)  # before a store is even looked at
    current.install(app, settings)
    # Before the server makes its threads: a query of a stranger runs in a process forked from here.
    app.extensions[GUARD] = guard_of(settings.store)
    errors.install(app)
    _install_templates(app)
    _install_pages(app)
    app.after_request(_headers)
    return app


def _install_pages(app: Flask) -> None:
    for blueprint in (
        pages.pages,
        questions.questions,
        reference.reference,
        resource.resource,
        sparql.sparql,
        embed.embed,
    ):
        app.register_blueprint(blueprint)


def _install_templates(app: Flask) -> None:
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=current.word, ngettext=current.plural, newstyle=True
    )
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        page=urls.page, thing_url=urls.thing, in_language=urls.in_language, answer_url=urls.answer
    )
    app.jinja_env.filters.update(words.FILTERS)
    app.context_processor(words.context)


def _headers(response: Response) -> Response:
    embedded = request.blueprint == "embed"
    ancestors = " ".join(current.settings().embed_from) if embedded else "'none'"
    response.headers.setdefault("Content-Security-Policy", _POLICY.format(ancestors))
    if request.endpoint not in _SAME_FOR_ALL:
        response.vary.add("Accept-Language")
    if request.endpoint in _BY_FORM:
        response.vary.add("Accept")
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    return response
