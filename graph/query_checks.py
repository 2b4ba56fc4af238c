"""Reads a query file, and finds all that is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from rdflib import URIRef

from ontology import load_model
from ontology.namespaces import CONCEPT

from .composition import Composed, Line, composed, uses
from .errors import QuerySyntaxError, ShapeError, nearest
from .i18n import mark
from .library import COUNTS, MATRICES, OPEN, PARTS, QUESTIONS, SUMMARIES, VIEWS, NamedQuery
from .query_header import Header, Texts
from .query_matrix import OWN_KEYS, matrix_of
from .query_parts import chart_of, column_of, counted_columns, params_of, says_of
from .query_text import refuse_federation
from .store import Store

EXPECT = ("empty", "rows", "any")
#: What an answer is in a report beside one of many: the table of the plan, the lists of bodies, its summary.
REPORTS = ("", "table", "owed", "lead")
_SHARED = ("summary", "description", "params", "columns")
_KEYS: Mapping[str, Sequence[str]] = {
    QUESTIONS: (
        *_SHARED,
        *(
            "group",
            "expect",
            "chart",
            "needs",
            "matters",
            "reading",
            "healthy",
            "says",
            "of",
            "counts",
            "within",
            "nonzero",
            "report",
        ),
    ),
    VIEWS: (*_SHARED, "group", "expect", "chart", "needs"),
    COUNTS: ("summary", "description"),
    MATRICES: (*_SHARED, *OWN_KEYS),
    SUMMARIES: _SHARED,
}
_VIEW_COLUMNS = ("from", "relation", "to", "link")
_TOTAL = ("total",)
_GROUPS = URIRef(f"{CONCEPT}question-group")


def checked(file: Path, kind: str, roots: Sequence[Path]) -> tuple[NamedQuery | None, list[ShapeError]]:
    """Return the query of a file and all that is wrong there; no query where anything is.

    `roots` are the folders where what it uses is looked for, the nearest first.
    """
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "UTF-8"
        fault = ShapeError(mark("{file}: cannot be read ({reason})"), file=file.name, reason=reason)
        return None, [fault]
    header = Header(file, text)
    if header.faults and not header.values:
        return None, header.faults
    header.only(_KEYS[kind])
    whole = _whole(header, text, roots)
    if whole:
        _stay_here(header, whole)
    projected = _projected(header, whole) if whole else None
    written = whole.text if whole and uses(text) else text
    query = _query(header, kind, written, projected, roots)
    return (None if header.faults else query), _in_order(header.faults)


def checked_part(file: Path, roots: Sequence[Path]) -> list[ShapeError]:
    """Return all that is wrong with a part, which is a SELECT and needs no header."""
    text = file.read_text(encoding="utf-8-sig")
    header = Header(file, f"#+ summary: {file.stem}\n")
    whole = _whole(header, text, roots)
    if whole:
        _projected(header, whole)
    return _in_order(header.faults)


def _in_order(faults: Iterable[ShapeError]) -> list[ShapeError]:
    """Return faults by line, each once."""
    told = {str(fault): fault for fault in faults}
    return sorted(told.values(), key=lambda fault: int(str(fault.values.get("line", 0))))


# ---- the SELECT


def _whole(header: Header, text: str, roots: Sequence[Path]) -> Composed | None:
    try:
        if uses(text):
            return composed(header.file, text, lambda name: find(name, roots))
    except ShapeError as error:
        header.faults.append(error)
        return None
    return Composed([Line(line, header.file, n) for n, line in enumerate(text.splitlines(), 1)])


def find(name: str, roots: Sequence[Path], kinds: Sequence[str] = (QUESTIONS, PARTS)) -> Path | None:
    """Return the file of a question or a part by name; of those in several folders, the first."""
    for root in roots:
        folders = [root / kind for kind in kinds]
        for folder in [*folders, root] if QUESTIONS in kinds else folders:
            if (folder / f"{name}.rq").is_file():
                return folder / f"{name}.rq"
    return None


def _stay_here(header: Header, whole: Composed) -> None:
    """Note a fault where a query would ask another service."""
    try:
        refuse_federation(whole.text)
    except QuerySyntaxError as error:
        header.faults.append(ShapeError(mark("{file}: {reason}"), file=header.file.name, reason=error))


@lru_cache(maxsize=1)
def _empty() -> Store:
    return Store.in_memory()


def _projected(header: Header, whole: Composed) -> list[str] | None:
    try:
        return list(_empty().select(whole.text).variables)
    except QuerySyntaxError as error:
        line = whole.origin(int(str(error.values.get("line", 1))))
        if line.file != header.file:
            told = {"file": line.file.name, "reason": error}
            header.faults.append(ShapeError(mark("{file}: not a SELECT in SPARQL ({reason})"), **told))
            return None
        message = mark("{file}: not a SELECT in SPARQL ({reason})")
        reason = QuerySyntaxError(error.message, **{**error.values, "line": line.number})
        header.faults.append(ShapeError(message, file=header.file.name, reason=reason))
        return None


# ---- the header


def _query(
    header: Header, kind: str, text: str, projected: list[str] | None, roots: Sequence[Path]
) -> NamedQuery:
    if kind == COUNTS:
        return _count(header, text, projected)
    if kind == MATRICES:
        return matrix_of(header, text, _columns(header, kind, projected))
    columns = _columns(header, kind, projected)
    # Where something that it uses is missing, its places are not known either.
    places = None if uses(text) else {place["name"] for place in OPEN.finditer(text)}
    params = params_of(header, places)
    of, within = _denominator(header, roots, "of"), _denominator(header, roots, "within")
    return NamedQuery(
        name=header.file.stem,
        kind=kind,
        file=header.file,
        text=text,
        summary=header.texts("summary"),
        description=header.texts("description"),
        group=_group(header) if kind == QUESTIONS else header.text("group"),
        expect=header.one_of("expect", EXPECT, "any"),
        chart=chart_of(header, columns),
        params=params,
        needs=header.text("needs"),
        columns=columns,
        matters=header.texts_if_any("matters"),
        reading=header.texts_if_any("reading"),
        healthy=header.texts_if_any("healthy"),
        says=says_of(header, params, of, columns),
        of=of,
        within=within,
        counted=counted_columns(header, columns),
        nonzero=column_of(header, "nonzero", columns),
        report=header.one_of("report", REPORTS, ""),
    )


def _count(header: Header, text: str, projected: list[str] | None) -> NamedQuery:
    if projected is not None and tuple(projected) != _TOTAL:
        message = mark("{file}: a denominator selects one variable: {choices}")
        header.faults.append(ShapeError(message, file=header.file.name, choices="?total"))
    summary = header.texts("summary")
    return NamedQuery(
        header.file.stem, COUNTS, header.file, text, summary, header.texts_if_any("description")
    )


def _group(header: Header) -> str:
    return header.one_of("group", load_model().schemes[_GROUPS])


def _columns(header: Header, kind: str, projected: list[str] | None) -> dict[str, Texts]:
    told = header.mapping("columns")
    wanted = set(_VIEW_COLUMNS if kind == VIEWS else told)
    if projected is not None and set(projected) != wanted:
        message = mark("{file}, line {line}: {key} must name just what the query selects: {choices}")
        header.wrong(message, "columns", choices=projected)
    return {name: header.texts("columns", name) for name in told}


def _denominator(header: Header, roots: Sequence[Path], key: str) -> str:
    name = header.text(key)
    if name and find(name, roots, (COUNTS,)) is None:
        known = sorted({file.stem for root in roots for file in (root / COUNTS).glob("*.rq")})
        message = mark(
            "{file}, line {line}: there is no denominator {name} in the folder counts; there are: {choices}"
        )
        near = nearest(name, known)
        header.wrong(message, key, choices=[near] if near else known, name=name)
    return name
