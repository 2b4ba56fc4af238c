"""Makes the viewer: a Flask application over one store."""

from __future__ import annotations

from flask import Flask, Response, request
from flask.typing import ResponseReturnValue

from graph.guard import Guard

from . import current, embed, errors, pages, questions, reference, resource, sparql, urls, words
from .settings import GUARD, Settings

#: Everything comes from the viewer itself; frames and forms are set per answer.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors {}"
)


class Viewer(Flask):
    """The application; what a writer does to the store meanwhile shows in no answer."""

    def dispatch_request(self) -> ResponseReturnValue:
        """Answer a request; once more with a new handle where files are gone under the old one."""
        try:
            return super().dispatch_request()
        except (OSError, RuntimeError) as error:
            self.logger.info("asked once more: %s", error)
        current.renew()
        return super().dispatch_request()


def create_app(settings: Settings) -> Flask:
    """Return the viewer over a store.

    Raises
    ------
    StoreError
        There is no store, or it cannot be read.
    """
    app = Viewer(__name__)
    app.json.sort_keys = False  # type: ignore[attr-defined]
    current.install(app, settings)
    # Before the server makes its threads: a query of a stranger runs in a process forked from here.
    app.extensions[GUARD] = Guard(settings.store / "store")
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
        gettext=current.word, ngettext=words.plural, newstyle=True
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
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    return response
