"""One handler for every error: a page or an envelope, with a status and a sentence."""

from __future__ import annotations

from flask import Flask, Response, jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadHost, HTTPException, MethodNotAllowed

from graph import PlanweaveError
from graph.errors import (
    NotAcceptableError,
    ParameterError,
    QueryError,
    QueryLimitError,
    QuerySyntaxError,
    StoreError,
    UnknownQueryError,
)
from graph.i18n import mark

from . import current, urls

_STATUS: tuple[tuple[type[PlanweaveError], int], ...] = (
    (UnknownQueryError, 404),
    (ParameterError, 400),
    (QuerySyntaxError, 400),
    (NotAcceptableError, 406),
    (QueryLimitError, 503),
    (QueryError, 400),
    (StoreError, 503),
)
_TITLES = {
    400: mark("This cannot be answered as asked"),
    403: mark("This may not be done here"),
    404: mark("There is no such page"),
    406: mark("This format is not available"),
    503: mark("This takes too much just now"),
}


def install(app: Flask) -> None:
    """Give an app its error pages."""
    app.register_error_handler(PlanweaveError, _ours)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _unexpected)


def status_of(error: PlanweaveError) -> int:
    """Return the HTTP status of one of our errors."""
    own = getattr(error, "status", 0)  # of a request that is refused
    return own or next((status for kind, status in _STATUS if isinstance(error, kind)), 500)


def text_of(error: PlanweaveError) -> str:
    """Return the sentence of an error in the language of this request; the viewer has texts of its own."""
    is_own = current.word(error.message) != error.message
    return current.word(error.message, **error.values) if is_own else error.text(current.lang())


def _ours(error: PlanweaveError) -> ResponseReturnValue:
    title = mark("The plans cannot be read just now") if isinstance(error, StoreError) else ""
    text = text_of(error)
    if isinstance(error, UnknownQueryError) and current.keeps_back():
        text = current.word(mark("{told}. What is marked internal is in nothing that goes out."), told=text)
    return _answer(status_of(error), text, title)


def _http(error: HTTPException) -> ResponseReturnValue:
    if error.code is not None and error.code < 400:
        return error.get_response()
    if isinstance(error, BadHost):  # without a name there is no address to put on a page
        text = current.word("expected a plain name in the header Host")
        return Response(f"{text}\n", 400, mimetype="text/plain")
    answer = make_response(_answer(error.code or 500, ""))
    if isinstance(error, MethodNotAllowed):
        answer.headers["Allow"] = ", ".join(error.valid_methods or ())
    return answer


def _unexpected(error: Exception) -> ResponseReturnValue:
    from flask import current_app

    current_app.logger.exception("unexpected: %s", error)
    return _answer(500, current.word("Something went wrong here. It has been written to the log."))


def _answer(status: int, text: str, title: str = "") -> ResponseReturnValue:
    title = current.word(title or _TITLES.get(status, mark("This did not work")))
    if request.path.endswith(".json"):
        return jsonify(ok=False, error=text or title), status
    back = ("", "") if status >= 500 else urls.way_back()
    return render_template("error.html", title=title, text=text, status=status, back=back), status
