"""Slides of each kind of content are valid by the schemas of Office (charts and reports: see their tests)."""

from __future__ import annotations

from pathlib import Path

import pytest
from openxml_audit import OpenXmlValidator

from webviz.presentation import Grid, GridCell, GridRow, Layered, Spread
from webviz.presentation.slides import pptx

from .slide_scenes import layered, scene, spread

TABLE = Grid(
    (GridCell("Toimenpide"), GridCell("Määrä")),
    (
        GridRow((GridCell("Hyvinvoivat kuntalaiset"),), is_group=True),
        GridRow((GridCell("Asukasraadit " * 12, url="https://suunnitelmat.kemi.fi/x"), GridCell("3", 3, 2))),
        GridRow((GridCell("Kirjasto"), GridCell("ei raportoitu")), is_gap=True),
    ),
)


@pytest.mark.parametrize(
    "content", [layered(12, 7), layered(14, 4), spread(20), TABLE, Layered((), (), ()), Spread((), ())]
)
def test_slides_are_valid_by_the_schemas_of_office(content: Layered | Spread | Grid, tmp_path: Path) -> None:
    file = tmp_path / "kuva.pptx"
    file.write_bytes(pptx(scene(content)))
    assert not [str(error) for error in OpenXmlValidator().validate(file).errors]
