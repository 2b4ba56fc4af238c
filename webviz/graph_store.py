"""The SPARQL 1.1 Graph Store HTTP Protocol: whole graphs by address, read by all, written with a token.

https://www.w3.org/TR/sparql11-http-rdf-update/
"""

from __future__ import annotations

import secrets
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO, cast

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from rdflib import Graph, URIRef
from werkzeug.wsgi import FileWrapper

from graph import PlanGraph
from graph.guard import GRAPH_TYPES
from graph.i18n import mark
from graph.rdf_text import graph_name, read_rdf
from ontology.namespaces import ONTOLOGY, PREFIXES

from . import current, editing, protocol
from .settings import LONGEST_GRAPH

graph_store = Blueprint("graph_store", __name__)

_MULTIPART = "multipart/form-data"
#: How many read whole graphs at once, and how long others wait for a turn.
_readers = threading.BoundedSemaphore(2)
_PATIENCE_SECONDS = 5.0
_MOST_IN_MEMORY = 1 << 24
_METHODS = ["GET", "PUT", "POST", "DELETE"]


@dataclass(frozen=True)
class Target:
    """The graph that a request is about; none is the union of all."""

    name: URIRef | None
    #: Whether the request named no graph, so that one with a name of ours is made.
    is_new: bool = False


@graph_store.route("/graph-store", methods=_METHODS, strict_slashes=False)
@graph_store.route("/graph-store/<path:path>", methods=_METHODS)
@protocol.plainly
def graph(path: str = "") -> ResponseReturnValue:
    """One graph: named by `graph`, by `default`, or by the address itself."""
    if request.method in {"GET", "HEAD"}:
        return _read(_target(path))
    editing.require_editor()
    request.max_content_length = LONGEST_GRAPH
    target = _target(path)
    return {"PUT": _put, "POST": _post, "DELETE": _delete}[request.method](_writable(target))


def _target(path: str) -> Target:
    names, default = request.args.getlist("graph"), "default" in request.args
    if len(names) + default + bool(path) > 1:
        raise protocol.RefusedError(400, mark("expected one graph: graph=IRI, default, or an address"))
    if default:
        return Target(None)
    if names:
        return Target(graph_name(names[0]))
    if path:
        return Target(URIRef(protocol.address()))
    if request.method == "POST":
        return Target(URIRef(f"{protocol.address().rstrip('/')}/{secrets.token_hex(8)}"), is_new=True)
    raise protocol.RefusedError(400, mark("expected a graph: graph=IRI, or default for all graphs as one"))


def _writable(target: Target) -> Target:
    if target.name is None:
        message = mark("the default graph is the union of all graphs; write to one of them: graph=IRI")
        raise protocol.RefusedError(403, message)
    if target.name == ONTOLOGY:
        raise protocol.RefusedError(403, mark("the graph of the ontology comes with Planweave"))
    return target


def _read(target: Target) -> Response:
    store = current.plans().store
    if target.name is not None and target.name not in store.graphs():
        raise _missing(target.name)
    media = protocol.chosen(list(GRAPH_TYPES))
    if not _readers.acquire(timeout=_PATIENCE_SECONDS):
        message = mark("others read whole graphs just now; try again in a moment")
        raise protocol.RefusedError(503, message, {"Retry-After": str(protocol.RETRY_SECONDS)})
    # A nation's plans are more than memory should hold.
    file = tempfile.SpooledTemporaryFile(_MOST_IN_MEMORY)  # noqa: SIM115 - closed below, or with the answer
    try:
        store.pour(cast("IO[bytes]", file), media, target.name, PREFIXES)
    except BaseException:
        file.close()
        raise
    finally:
        _readers.release()
    return _as_file(cast("IO[bytes]", file), media)


def _as_file(file: IO[bytes], media: str) -> Response:
    """Return what a file holds: as it stands, or piece by piece where it is much."""
    size = file.tell()
    file.seek(0)
    if size <= _MOST_IN_MEMORY:
        with file:
            return Response(file.read(), mimetype=media)
    answer = Response(FileWrapper(file), mimetype=media)
    answer.content_length = size
    answer.call_on_close(file.close)
    return answer


def _put(target: Target) -> Response:
    sent = _sent(target)
    with editing.writer("PUT /graph-store") as plans:
        known = _holds(plans, target)
        plans.store.replace(_name(target), sent)
    return _done(target, 204 if known else 201)


def _post(target: Target) -> Response:
    sent = _sent(target)
    with editing.writer("POST /graph-store") as plans:
        known = _holds(plans, target)
        plans.store.replace(_name(target), plans.store.triples(_name(target)) + sent if known else sent)
    return _done(target, 200 if known else 201)


def _delete(target: Target) -> Response:
    with editing.writer("DELETE /graph-store") as plans:
        if not _holds(plans, target):
            raise _missing(_name(target))
        plans.store.remove(_name(target))
    return _done(target, 200)


def _name(target: Target) -> URIRef:
    assert target.name is not None
    return target.name


def _holds(plans: PlanGraph, target: Target) -> bool:
    return target.name in plans.store.graphs()


def _done(target: Target, status: int) -> Response:
    headers: Mapping[str, str] = {"Location": _name(target)} if target.is_new else {}
    return Response(status=status, headers=headers)


def _missing(name: URIRef) -> protocol.RefusedError:
    return protocol.RefusedError(404, mark("no graph {name} is stored"), name=name)


def _sent(target: Target) -> Graph:
    """Read the graph in the body, or the graphs of a form that sends files."""
    if request.mimetype == _MULTIPART and request.method == "POST":
        files = [file for _, file in request.files.items(multi=True)]
        if not files:
            raise protocol.RefusedError(400, mark("expected a file in the form"))
        found = Graph()
        for file in files:
            found += _parsed(file.read(), file.mimetype, target)
        return found
    protocol.require_utf_8()
    return _parsed(request.get_data(), request.mimetype, target)


def _parsed(data: bytes, media_type: str, target: Target) -> Graph:
    if media_type not in GRAPH_TYPES:
        message = mark("expected a graph as one of: {offered}")
        raise protocol.RefusedError(415, message, offered=", ".join(GRAPH_TYPES))
    return read_rdf(data, media_type, _name(target))
