"""A presentation as a file: equal content gives equal bytes."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

from pptx.opc.packuri import PackURI
from pptx.opc.serialized import PackageWriter, _PhysPkgWriter
from pptx.oxml import parse_xml
from pptx.presentation import Presentation as Pptx

from graph.drawing.text_measure import clean

from .marks import NAMESPACES, locale

#: The first day that a zip file knows, where no plan has one.
_NO_DAY = date(1980, 1, 1)
#: How many letters of a title the properties of a file may hold.
_LONGEST = 255


def finished(prs: Pptx, *, title: str, lang: str, day: date | None) -> bytes:
    """Return the file, with its properties; `day` stands for all dates in it."""
    moment = datetime.combine(max(day or _NO_DAY, _NO_DAY), datetime.min.time())
    core = prs.core_properties
    core.title, core.language = clean(title)[:_LONGEST], locale(lang)
    core.author = core.last_modified_by = "Planweave"
    core.subject = core.keywords = core.comments = core.category = ""
    core.created = core.modified = moment
    core.revision = 1
    _list_notes_master(prs)
    return _packed(prs, moment)


def _list_notes_master(prs: Pptx) -> None:
    """Name the master of the notes where Office looks for it."""
    root = prs.part._element
    found = [name for name, rel in prs.part.rels.items() if rel.reltype.endswith("/notesMaster")]
    if found and not root.xpath("./p:notesMasterIdLst"):
        listed = f'<p:notesMasterIdLst {NAMESPACES}><p:notesMasterId r:id="{found[0]}"/></p:notesMasterIdLst>'
        root.xpath("./p:sldMasterIdLst")[0].addnext(parse_xml(listed))


class _Dated(_PhysPkgWriter):
    """Packs parts of a file, as python-pptx names them, each once and with the same day."""

    def __init__(self, target: zipfile.ZipFile, moment: datetime) -> None:
        self.target, self.day = target, moment.timetuple()[:6]

    def write(self, pack_uri: PackURI, blob: bytes) -> None:
        entry = zipfile.ZipInfo(pack_uri.membername, self.day)
        entry.compress_type = zipfile.ZIP_DEFLATED
        self.target.writestr(entry, blob)


def _packed(prs: Pptx, moment: datetime) -> bytes:
    """Return the file as `prs.save` writes it, but with one day for all that is in it."""
    package = prs.part.package
    packed = io.BytesIO()
    writer = PackageWriter(packed, package._rels, tuple(package.iter_parts()))
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        dated = _Dated(target, moment)
        writer._write_content_types_stream(dated)
        writer._write_pkg_rels(dated)
        writer._write_parts(dated)
    return packed.getvalue()
