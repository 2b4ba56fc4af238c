"""The headings that are no property, as the reference tells them: a row's ID and kind, the ends of a link."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rdflib import SKOS, URIRef

from ontology import Model, SheetModel
from ontology.model import texts

from .headers import ID, KIND, ROLE_TERMS, roles
from .workbook import INFO


@dataclass(frozen=True)
class Code:
    """A word of the kind column, and the class that it means."""

    word: str
    cls: URIRef
    names: Mapping[str, str]


@dataclass(frozen=True)
class RowHeading:
    """A heading that is no property: its term, whether a cell may be empty, and what may stand in it."""

    key: str
    term: URIRef
    names: Mapping[str, str]
    definitions: Mapping[str, str]
    required: bool
    codes: tuple[Code, ...] = ()
    prefix: str = ""


def row_headings(model: Model, sheet: SheetModel) -> Iterator[RowHeading]:
    """Yield the headings of a sheet that are no property, in order."""
    for role in roles(sheet):
        term = ROLE_TERMS[role]
        yield RowHeading(
            key=role,
            term=term,
            names=model.labels(term),
            definitions=texts(model.graph, term, SKOS.definition),
            required=role != ID or sheet.name == INFO,
            codes=tuple(_codes(model, sheet)) if role == KIND else (),
            prefix=sheet.id_prefix if role == ID else "",
        )


def _codes(model: Model, sheet: SheetModel) -> Iterator[Code]:
    for word, cls in sheet.kinds.items():
        yield Code(word, cls, model.labels(cls))
