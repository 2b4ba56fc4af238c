"""Makes the viewer: a Flask application over one store."""

from __future__ import annotations

import string
import traceback
from collections.abc import Iterable
from typing import TYPE_CHECKING
from urllib.parse import quote

from flask import Flask, Response, request
from flask.typing import ResponseReturnValue

from graph import store, store_reading
from graph.errors import StoreError
from graph.guard import Guard
from graph.i18n import mark
from graph.remote_address import Service
from graph.remote_guard import RemoteGuard, guard_of

from . import (
    analysis,
    caching,
    comparison,
    compression,
    cors,
    current,
    embed,
    errors,
    evaluation,
    exporting,
    focus,
    frozen,
    graph_store,
    hosts,
    matrix,
    oembed,
    path,
    plan_list,
    plan_series,
    present,
    questions,
    reference,
    resource,
    saved_pages,
    saved_pictures,
    search_pages,
    side_by_side,
    since,
    sparql,
    start,
    static_files,
    urls,
    words,
    yasqe,
)
from .public_guard import PublicGuard
from .settings import GUARD, LONGEST_BODY, Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

#: Everything comes from the viewer itself; frames and forms are set per answer.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors {}"
)

_IN_ADDRESSES = frozenset(string.ascii_letters + string.digits + string.punctuation)

#: What is the same in every language, and what comes in the form that is asked for.
_SAME_FOR_ALL = {"static", "resource.vis", "yasqe.asset", "pages.health"}
_BY_FORM = {"sparql.endpoint", "graph_store.graph", "resource.thing"}


_OF_THE_STORE = {store.__file__, store_reading.__file__}


class Viewer(Flask):
    """The application; what a writer does to the store meanwhile shows in no answer."""

    def wsgi_app(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer a request whose address may hold any bytes; those that need it are escaped first."""
        query = environ.get("QUERY_STRING", "")
        if not set(query) <= _IN_ADDRESSES:
            environ["QUERY_STRING"] = quote(query, safe="".join(_IN_ADDRESSES), encoding="latin-1")
        answer: Iterable[bytes] = super().wsgi_app(environ, start_response)
        return answer

    def dispatch_request(self) -> ResponseReturnValue:
        """Answer a request, with what is kept where that still holds."""
        return caching.answered(self, lambda: self.make_response(self._made()))

    def send_static_file(self, filename: str) -> Response:
        """Answer with one of our own files."""
        return static_files.sent(static_files.own(filename))

    def _made(self) -> ResponseReturnValue:
        """Make an answer; once more with a new handle where files are gone under the old one."""
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


def create_app(settings: Settings, *, guarded: bool = True) -> Flask:
    """Return the viewer over a store; one that nobody asks queries of needs not be `guarded`.

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
    app.before_request(cors.preflight)
    current.install(app, settings)
    frozen.install(app)
    caching.install(app, settings)
    app.url_defaults(static_files.with_mark)
    # Before the server makes its threads: a query of a stranger runs in a process forked from here.
    if guarded:
        app.extensions[GUARD] = _guard(current.handle_of(app))
    errors.install(app)
    _install_templates(app)
    _install_pages(app)
    app.after_request(compression.compressed)  # what is registered first comes last
    app.after_request(_headers)
    app.after_request(cors.share)
    return app


def _guard(handle: current.Handle) -> Guard | RemoteGuard | PublicGuard:
    """Return what answers queries of strangers over what they may see."""
    settings = handle.settings
    if not settings.is_public:
        return guard_of(settings.store)
    if isinstance(settings.store, Service):
        message = mark(
            "{store}: a service cannot keep back what is internal; show all of it with --internal, or serve "
            "from a folder"
        )
        raise StoreError(message, store=settings.store)
    return PublicGuard(handle)


def _install_pages(app: Flask) -> None:
    for blueprint in (
        start.pages,
        focus.focus,
        search_pages.search,
        path.path_pages,
        plan_list.plans,
        questions.questions,
        analysis.analysis,
        comparison.comparison,
        side_by_side.side_by_side,
        evaluation.evaluation,
        reference.reference,
        resource.resource,
        saved_pages.views,
        sparql.sparql,
        yasqe.assets,
        graph_store.graph_store,
        embed.embed,
        exporting.export,
        present.present,
        oembed.oembed,
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
        page=urls.page,
        pictures=urls.pictures,
        other_pages=urls.others,
        has_page=lambda endpoint: endpoint in app.view_functions,
        thing_url=urls.thing,
        around_url=urls.around_thing,
        in_language=urls.in_language,
        answer_url=urls.answer,
        network_url=urls.network_of,
        present_url=present.address,
        link_head=oembed.head,
        args_url=urls.with_args,
        is_internal=current.is_internal,
        is_number=words.is_number,
        keys=matrix.key_of,
        plan_groups=plan_series.groups,
        plan_series=plan_series.series,
        plan_count=plan_series.count,
        most_offered=plan_series.MOST_OFFERED,
        is_picture_page=saved_pictures.picture_of_page,
        save_forms=saved_pages.forms,
        saved_note=saved_pages.note,
        since_note=since.note,
        frozen_note=frozen.note,
        frozen_now=current.frozen,
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
