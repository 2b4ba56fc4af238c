"""The one form of a workbook that says what it says: headers, order and words as the shapes have them."""

from __future__ import annotations

from dataclasses import replace

from ontology import Model, load_model

from .errors import SourceError
from .findings import Severity
from .known import Known, outline
from .link_sheet import LINKS
from .mapping import map_workbook
from .unmapping import written
from .unmapping_names import PlanNames
from .workbook import Workbook


def canonical(workbook: Workbook, known: Known | None = None, model: Model | None = None) -> Workbook:
    """Return a workbook in canonical form; once more gives the same.

    Rows keep their order, those of the links sheet too; values in a cell, columns and sheets get the order
    of `graph.unmapping`. What the mapping adds by itself does not stand in it.

    Parameters
    ----------
    workbook
        The sheets as written.
    known
        The outlines of the plans and registers that cells refer to.
    model
        What the shapes say; those of the installed ontology if nothing is given.

    Raises
    ------
    SourceError
        Something in the workbook cannot be read, and would be lost; the message is the first such finding.
    """
    model, known = model or load_model(), known or Known()
    found = outline(workbook, model)
    mapped = map_workbook(workbook, found, model, known)
    for finding in mapped.findings:
        if finding.severity is Severity.ERROR:
            place = replace(finding.place, file=finding.place.file or workbook.path)
            raise SourceError(finding.message, place, **finding.values)
    ranks = {node: place.row or 0 for node, place in mapped.rows.items() if place.sheet == LINKS}
    return written(PlanNames(mapped.graph, found.iri, model, known), workbook.path, ranks)
