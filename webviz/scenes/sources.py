"""Where the links of a picture come from: documents, where in them, and on what the links rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from graph import PlanInfo
from graph.i18n import mark
from graph.network import NetworkLink
from graph.table import short
from ontology import pick
from ontology.namespaces import CONCEPT

from .. import current
from ..link_places import Place, places
from ..words import number

_PAGES = mark("page {pages}"), mark("pages {pages}")
_LINES = mark("line {lines} of the text"), mark("lines {lines} of the text")
_MORE = mark("and others")
_BASES = mark("What the links rest on: {told}")
_PLAN = mark("Plan: {plan}")
#: How many pages and lines of a document are told, and of how many links the places are read.
_MOST_TOLD, _MOST_LINKS = 12, 4_000


def of_links(links: Sequence[NetworkLink], plan_id: str | None) -> tuple[str, ...]:
    """Return the documents in which links stand, with pages and lines, then what the links rest on."""
    found = places([link.record for link in links[:_MOST_LINKS]], plan_id)
    infos = {info.plan_id: info for info in current.plans().plans(current.lang())}
    together: dict[str, list[tuple[PlanInfo | None, Place]]] = {}
    for link in links[:_MOST_LINKS]:
        place = found.get(link.record)
        if place is not None and place.document is not None:
            home = infos.get(short(link.record).partition(":")[0])
            together.setdefault(place.document.text, []).append((home, place))
    documents = [_document(name, told) for name, told in sorted(together.items())]
    homes = {short(link.record).partition(":")[0] for link in links} - {""}
    known = documents or of_plans([infos[home] for home in sorted(homes) if home in infos])
    return (*known, *_bases(links))


def of_plans(plans: Iterable[PlanInfo]) -> list[str]:
    """Return what plans are called, whose they are and when they are of."""
    return [current.word(_PLAN, plan=_with(info.label.text, info)) for info in plans]


def _with(name: str, info: PlanInfo | None) -> str:
    """Return a name with whose it is, and the year or period, where these are told."""
    if info is None:
        return name
    told = ", ".join(filter(None, (info.publisher.text if info.publisher else "", info.when)))
    return f"{name} ({told})" if told else name


def _document(name: str, told: Sequence[tuple[PlanInfo | None, Place]]) -> str:
    pages = sorted({place.page for _, place in told if place.page}, key=lambda page: (len(page), page))
    lines = sorted({span for _, place in told for span in place.lines})
    parts = [_with(name, told[0][0])]
    if pages:
        parts.append(current.word(_PAGES[len(pages) > 1], pages=_some(pages)))
    if lines:
        parts.append(
            current.word(
                _LINES[len(lines) > 1 or "–" in _span(*lines[0])],
                lines=_some([_span(*span) for span in lines]),
            )
        )
    return ", ".join(parts)


def _span(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}\N{EN DASH}{last}"


def _some(texts: Sequence[str]) -> str:
    told = ", ".join(texts[:_MOST_TOLD])
    return told if len(texts) <= _MOST_TOLD else f"{told} {current.word(_MORE)}"


def _bases(links: Sequence[NetworkLink]) -> tuple[str, ...]:
    counts: Mapping[str, int] = Counter(link.basis for link in links)
    model, scheme = current.plans().model, current.plans().model.schemes[CONCEPT.basis]
    told = [
        f"{pick(model.labels(concept), current.lang()).text} {number(counts[key])}"
        for key, concept in scheme.items()
        if counts.get(key)
    ]
    return (current.word(_BASES, told=", ".join(told)),) if told else ()
