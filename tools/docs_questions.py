"""The page of all questions and views, as their files tell it."""

from __future__ import annotations

from rdflib import SKOS, URIRef

from graph.library import Library, NamedQuery, Param, load_library
from ontology import LANGUAGES, Model, load_model

from .docs_text import GENERATED, IN_WORDS, side_by_side, table

GROUPS = URIRef("https://w3id.org/planweave/concept/question-group")
EXPECTED = {"empty": "A healthy plan gives no rows.", "rows": "A healthy plan gives rows.", "any": ""}
INTRODUCTION = f"""\
# Questions and views

{GENERATED}

A question is answered by `planweave ask NAME`, and in the viewer under *Questions*. A view is the network
of a picture. Parameters are given as `-p name=value`; those left out stay open. `named` is `true` for links
that the source itself names, without a planner's reading; `confidence` is how sure the reader of a link must
be at least, from 0 to 1. More: [evaluate.md](evaluate.md); how to add a
question or a view: [extend.md](extend.md).
"""


def questions_page() -> str:
    """Return the page."""
    library, model = load_library(), load_model()
    parts = [INTRODUCTION]
    for key, concept in model.schemes.get(GROUPS, {}).items():
        queries = [query for query in library.questions.values() if query.group == key]
        if queries:
            parts += [_group(model, concept), *(_query(query, library) for query in queries)]
    if library.views:
        parts += ["## Views\n", *(_query(query, library) for query in library.views.values())]
    return "\n".join(parts)


def _group(model: Model, concept: URIRef) -> str:
    definitions = model.graph.objects(concept, SKOS.definition)
    english = next((str(text) for text in definitions if getattr(text, "language", "") == "en"), "")
    return f"## {side_by_side(model.labels(concept))}\n\n{english}\n"


def _query(query: NamedQuery, library: Library) -> str:
    texts = [
        (title, *(told[lang] for lang in LANGUAGES))
        for title, told in (
            ("Title", query.summary),
            ("What it tells", query.description),
            ("Why it matters", query.matters),
            ("How to read it", query.reading),
            ("A healthy plan", query.healthy),
        )
        if told
    ]
    parts = [f"### {query.name}\n", table(["", *IN_WORDS.values()], texts)]
    if query.kind == "questions":
        parts.append(_columns(query))
    told = [EXPECTED[query.expect], _denominator(query, library), _chart(query), _params(query)]
    said = " ".join(filter(None, told))
    return "\n".join([*parts, f"{said}\n"] if said else parts)


def _columns(query: NamedQuery) -> str:
    headers = ["Column", *IN_WORDS.values()]
    return table(
        headers, ([f"`{key}`", *(names[lang] for lang in LANGUAGES)] for key, names in query.columns.items())
    )


def _denominator(query: NamedQuery, library: Library) -> str:
    denominator = library.counts.get(query.of)
    return f"`{query.counts}` is counted against: {denominator.summary['en']}." if denominator else ""


def _chart(query: NamedQuery) -> str:
    return f"Chart: {query.chart.type}." if query.chart else ""


def _params(query: NamedQuery) -> str:
    written = ", ".join(_param(name, param) for name, param in query.params.items())
    return f"Parameters: {written}." if written else ""


def _param(name: str, param: Param) -> str:
    default = f", else {param.default}" if param.default else ""
    choices = f", one of {', '.join(param.choices)}" if param.choices else ""
    return f"`{name}` ({param.type}{default}{choices})"
