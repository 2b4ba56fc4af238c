"""RDF that somebody sends."""

from __future__ import annotations

import pytest

from graph.errors import ParameterError
from graph.rdf_text import read_rdf

XML = "application/rdf+xml"
RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="http://example.org/"'
BODY = f'<rdf:RDF {RDF}><rdf:Description rdf:about="http://example.org/a"><x:p>%s</x:p></rdf:Description></rdf:RDF>'
LAUGHS = '<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def test_xml_is_read() -> None:
    assert len(read_rdf(f'<?xml version="1.0"?>\n{BODY % "yes"}'.encode(), XML, "http://example.org/")) == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le"])
def test_xml_that_would_grow_when_it_is_read_is_refused(encoding: str) -> None:
    text = f'<?xml version="1.0"?>\n{LAUGHS}{BODY % "&b;"}'
    with pytest.raises(ParameterError, match=r"RDF/XML"):
        read_rdf(text.encode(encoding), XML, "http://example.org/")
