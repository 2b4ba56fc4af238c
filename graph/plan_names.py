"""Short names: `plan:ID` for a thing of a plan, whatever the addresses of the plan begin with.

Most plans stand below one base. A plan with a base of its own is learnt when its store or workbook is
opened: that an IRI is a plan's is true everywhere, so it is kept for the whole process.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from rdflib import URIRef

from ontology.namespaces import ID, NO_PLANS

_BEYOND: set[str] = set()


def plan_id(plan: object) -> str:
    """Return the ID of a plan or register by its IRI.

    >>> plan_id("https://kemi.fi/id/strategia-2022"), plan_id("https://kemi.fi/plans#strategia-2022")
    ('strategia-2022', 'strategia-2022')
    """
    return re.split("[/#]", str(plan))[-1]


def learn(plans: Iterable[object]) -> None:
    """Learn the IRIs of plans, so that their things have short names."""
    _BEYOND.update(str(plan) for plan in plans if is_beyond(plan))


def is_beyond(plan: object) -> bool:
    """Whether a plan has a base of its own."""
    return URIRef(str(plan)) not in NO_PLANS and not str(plan).startswith(str(ID))


def short(iri: object) -> str:
    """Return `plan:ID` for a thing of a plan, else the whole IRI.

    >>> short("https://w3id.org/planweave/id/kemi/kirjasto")
    'kemi:kirjasto'
    """
    text = str(iri)
    if text.startswith(str(ID)):
        return text.removeprefix(str(ID)).replace("/", ":", 1)
    for plan in _BEYOND:
        if text == plan or text.startswith(f"{plan}/"):
            return plan_id(plan) + text.removeprefix(plan).replace("/", ":", 1)
    return text
