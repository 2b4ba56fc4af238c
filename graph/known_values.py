"""Whether the things and concepts that a question is asked about exist, and which were meant instead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NoReturn

from rdflib import URIRef

from ontology import LANGUAGES, Model
from ontology.namespaces import CONCEPT, ID

from . import program
from .described import Describer
from .errors import ParameterError, nearest
from .i18n import mark
from .library import NamedQuery, concept_of
from .plan_names import short
from .store import Store


def require_known(
    store: Store,
    describer: Describer,
    query: NamedQuery,
    values: Mapping[str, str],
    plans: Mapping[str, URIRef],
    plan_id: str | None,
) -> None:
    """Raise `ParameterError` where a value stands for a thing or a concept that is not stored.

    `values` holds things as whole IRIs; `plans` are the stored ones by ID, and `plan_id` is the one
    that the question is about.
    """
    for key, value in values.items():
        kind = query.type_of(key)
        if kind == "thing" and not _exists(store, describer, URIRef(value)):
            told = short(value).removeprefix(str(ID))
            meant = told if ":" in told or plan_id is None else f"{plan_id}:{told}"
            _unknown(key, told, meant, _things(store, meant, plans))
        if kind == "concept" and not _exists(store, describer, iri := concept_of(value)):
            told = iri.removeprefix(CONCEPT).replace("/", ":", 1)
            _unknown(key, told, told, _concepts(describer.model))


def _exists(store: Store, describer: Describer, iri: URIRef) -> bool:
    is_named = describer.known([iri], LANGUAGES[0])[iri].cls is not None
    return is_named or any(program.rows(store, "exists", [iri]))


def _concepts(model: Model) -> list[str]:
    every = (concept for scheme in model.schemes.values() for concept in scheme.values())
    return [str(concept).removeprefix(CONCEPT).replace("/", ":", 1) for concept in every]


def _things(store: Store, meant: str, plans: Mapping[str, URIRef]) -> list[str]:
    """Return what may have been meant: the things of the plan that is told, else the names of plans."""
    named, colon, thing = meant.partition(":")
    if named in plans:
        return [short(row[0]) for row in program.rows(store, "titles", [plans[named]])]
    return [f"{other}{colon}{thing}" for other in plans]


def _unknown(key: str, found: str, meant: str, known: Iterable[str]) -> NoReturn:
    near = nearest(meant, known)
    message = (
        mark("{name}: there is no {found}; did you mean {near}?")
        if near
        else mark("{name}: there is no {found}")
    )
    raise ParameterError(message, name=key, found=found, near=near)
