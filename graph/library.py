"""Finds and checks the named queries: questions (tables), views (pictures), denominators and parts.

A query is a `.rq` file whose first lines are a header in YAML behind `#+`, as grlc reads it. What
is unknown or missing there is an error that names file and line. A parameter stands in the query
as `VALUES ?name { UNDEF }`; a value replaces `UNDEF` as a serialised term, never as pasted text, so
that the file runs unchanged in any SPARQL tool.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from .errors import ParameterError, ShapeError, UnknownQueryError, nearest
from .i18n import mark
from .query_header import START, Texts
from .query_parts import FEWER, Chart, Param
from .query_values import concept_of, iri_of

__all__ = ["FOLDER", "Chart", "Library", "NamedQuery", "Param", "concept_of", "iri_of", "load_library"]

FOLDER = Path(__file__).parent / "queries"
QUESTIONS, VIEWS, COUNTS, PARTS = "questions", "views", "counts", "parts"
MATRICES, SUMMARIES = "matrices", "summaries"
OPEN = re.compile(r"VALUES\s+\?(?P<name>\w+)\s*\{\s*UNDEF\s*\}")


@dataclass(frozen=True)
class NamedQuery:
    """A question, a view or a denominator: what it says of itself, and its text."""

    name: str
    kind: str
    file: Path
    #: The whole query: what it uses stands in it.
    text: str
    summary: Texts
    description: Texts
    group: str = ""
    expect: str = "any"
    chart: Chart | None = None
    params: Mapping[str, Param] = field(default_factory=dict)
    #: The parameter without which the answer is no use as a file, where there is one.
    needs: str = ""
    columns: Mapping[str, Texts] = field(default_factory=dict)
    #: Why it matters, how to read the answer, and what a healthy plan shows; empty where not told.
    matters: Texts = field(default_factory=dict)
    reading: Texts = field(default_factory=dict)
    healthy: Texts = field(default_factory=dict)
    #: Sentences of a report: `none` when nothing is found, else `some`.
    says: Mapping[str, Texts] = field(default_factory=dict)
    #: The denominator, a query in `counts`, and the column whose things are counted, or those of pairs.
    of: str = ""
    counted: tuple[str, ...] = ()
    #: A query in `counts` that gives 0 where the question does not concern a plan.
    within: str = ""
    #: The column of numbers where zero says that the thing is listed, and not found.
    nonzero: str = ""
    #: What the answer is in a report: `lead` (its sentence stands in the summary), `table` (the table of the
    #: whole plan), `owed` (the lists of the bodies in the first column), or nothing of the kind.
    report: str = ""
    #: Of a matrix: its place among them, the question that a number opens with the parameters that stand
    #: for row and column, and whether the fullest columns come first and not those that the answer has first.
    order: int = 0
    opens: Mapping[str, str] = field(default_factory=dict)
    fullest_first: bool = False
    #: The key of a column that tells of what is in none of the others: it comes last.
    rest: str = ""
    #: Whether a row that has actions, but in none of the columns, is a gap too.
    gap_is_bare: bool = False

    def bind(self, values: Mapping[str, str]) -> str:
        """Return the query with parameters bound; those not given have their default, or stay open.

        Raises
        ------
        ParameterError
            The query has no such parameter, or the value is not of its type, or no choice of it.
        """
        given = {**self.defaults, **values}
        if not given:
            return self.text
        terms = {name: self._term(name, value) for name, value in given.items()}

        # All in one reading of the text, so that no value is read as a place for another one.
        def bound(place: re.Match[str]) -> str:
            name = place["name"]
            return f"VALUES ?{name} {{ {terms[name]} }}" if name in terms else place[0]

        return OPEN.sub(bound, self.text)

    @property
    def sparql(self) -> str:
        """The whole query without the header, its defaults filled in, as it runs in any SPARQL tool."""
        lines = self.bind({}).splitlines(keepends=True)
        return "".join(line for line in lines if not line.startswith(START))

    @property
    def counts(self) -> str:
        """The column whose things are counted, the first one of pairs."""
        return next(iter(self.counted), "")

    @property
    def defaults(self) -> dict[str, str]:
        """The values of parameters that are not given."""
        return {name: param.default for name, param in self.params.items() if param.default}

    def type_of(self, name: str) -> str:
        """Return the type of a parameter; empty where there is none of that name."""
        return self.params[name].type if name in self.params else ""

    @property
    def sensitive(self) -> dict[str, str]:
        """The parameters that let fewer links count, each with the value that does so."""
        return {name: value for name, value in FEWER.items() if self._takes(name, value)}

    def _takes(self, name: str, value: str) -> bool:
        param = self.params.get(name)
        return param is not None and (not param.choices or value in param.choices)

    def _term(self, name: str, value: str) -> str:
        if name not in self.params:
            message = mark("{query} has no parameter {name}; it has: {choices}")
            choices = ", ".join(self.params) or "-"
            raise ParameterError(message, query=self.name, name=name, choices=choices)
        return self.params[name].term(name, value)


@dataclass(frozen=True)
class Library:
    """All questions, views and matrices, by name, and the denominators of questions."""

    questions: Mapping[str, NamedQuery]
    views: Mapping[str, NamedQuery]
    counts: Mapping[str, NamedQuery] = field(default_factory=dict)
    #: In the order in which they are offered.
    matrices: Mapping[str, NamedQuery] = field(default_factory=dict)
    #: What pages tell in short: what several questions find, in one query.
    summaries: Mapping[str, NamedQuery] = field(default_factory=dict)
    #: What is wrong with files of somebody's own, which were left out.
    broken: Sequence[ShapeError] = ()

    def question(self, name: str) -> NamedQuery:
        """Return a question by name.

        Raises
        ------
        UnknownQueryError
            There is none; the message gives the nearest name.
        """
        return _get(self.questions, name, mark("no question {name}; see: planweave questions"))

    def view(self, name: str) -> NamedQuery:
        """Return a view by name, or raise `UnknownQueryError`."""
        return _get(self.views, name, mark("no view {name}; see: planweave views"))

    def matrix(self, name: str = "") -> NamedQuery:
        """Return a matrix by name, the first one without it, or raise `UnknownQueryError`."""
        name = name or next(iter(self.matrices))
        return _get(self.matrices, name, mark("no matrix {name}; see the choices on the start page"))


def load_library(*extra: Path) -> Library:
    """Read and check all queries of ours and of further folders.

    A further folder holds questions, and other queries in folders of their own as ours does. A file
    there that is wrong is left out, and told in `broken`.

    Raises
    ------
    ShapeError
        A file of ours lacks a key, has an unknown one, or does not fit its query.
    """
    ours = _ours()
    if not extra:
        return ours
    found = {
        QUESTIONS: dict(ours.questions),
        VIEWS: dict(ours.views),
        COUNTS: dict(ours.counts),
        MATRICES: dict(ours.matrices),
        SUMMARIES: dict(ours.summaries),
    }
    broken: list[ShapeError] = []
    for place, folder in enumerate(extra, 1):
        roots = (*reversed(extra[:place]), FOLDER)
        for kind, queries in found.items():
            _take(queries, broken, kind, folder, roots)
    return _library(found, broken)


@lru_cache(maxsize=1)
def _ours() -> Library:
    kinds = (QUESTIONS, VIEWS, COUNTS, MATRICES, SUMMARIES)
    found = {kind: {file.stem: read_query(file, kind) for file in files(FOLDER, kind)} for kind in kinds}
    return _library(found)


def _library(found: Mapping[str, Mapping[str, NamedQuery]], broken: Sequence[ShapeError] = ()) -> Library:
    ordered = sorted(found[MATRICES].values(), key=lambda query: (query.order, query.name))
    matrices = {query.name: query for query in ordered}
    return Library(found[QUESTIONS], found[VIEWS], found[COUNTS], matrices, found[SUMMARIES], tuple(broken))


def _take(
    queries: dict[str, NamedQuery], broken: list[ShapeError], kind: str, folder: Path, roots: Sequence[Path]
) -> None:
    for file in files(folder, kind):
        try:
            queries[file.stem] = read_query(file, kind, roots)
        except ShapeError as error:
            broken.append(error)


def files(folder: Path, kind: str) -> list[Path]:
    """Return the files of a kind in a folder of queries; questions may stand right in it."""
    direct = sorted(folder.glob("*.rq")) if kind == QUESTIONS else []
    return [*direct, *sorted((folder / kind).glob("*.rq"))]


def read_query(file: Path, kind: str, roots: Sequence[Path] = (FOLDER,)) -> NamedQuery:
    """Read and check one query file, or raise `ShapeError` with file and line of what is wrong first."""
    from .query_checks import checked

    query, faults = checked(file, kind, roots)
    if query is None:
        raise faults[0]
    return query


def _get(queries: Mapping[str, NamedQuery], name: str, message: str) -> NamedQuery:
    if name not in queries:
        near = nearest(name, queries)
        if near:
            message = mark("no question or view {name}; did you mean {near}?")
        raise UnknownQueryError(message, name=name, near=near)
    return queries[name]
