"""Reads the SHACL shapes into the values of `model`: sheets, columns, kinds.

Everything that knows which properties a plan has reads it from here, and this reads it from
`shapes/*.ttl`: the workbook, the mapping to RDF, the checks, the details panel.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from rdflib import RDF, RDFS, SH, SKOS, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from .files import ontology_graph
from .former import is_former, successor
from .model import Column, DisplayKind, Form, Model, Shape, SheetGroup, SheetModel, texts
from .namespaces import PLAN, WB

_LIMITS = (SH.minInclusive, SH.maxInclusive)


def _value(source: Graph, node: Node, predicate: URIRef) -> str:
    value = source.value(node, predicate)
    return "" if value is None else str(value)


def _iri(node: Node) -> URIRef:
    return URIRef(str(node))


def _is_true(source: Graph, node: Node, predicate: URIRef) -> bool:
    return _value(source, node, predicate) == "true"


def _path(source: Graph, node: Node) -> tuple[tuple[URIRef, ...], bool]:
    path = source.value(node, SH.path)
    if isinstance(path, URIRef):
        return (path,), False
    assert path is not None
    inverse = source.value(path, SH.inversePath)
    if inverse is not None:
        return (_iri(inverse),), True
    return tuple(_iri(step) for step in Collection(source, path)), False


def _classes(source: Graph, node: Node) -> tuple[URIRef, ...]:
    direct = [_iri(cls) for cls in source.objects(node, SH["class"])]
    choices = source.value(node, SH["or"])
    if choices is not None:
        direct += [
            _iri(cls) for choice in Collection(source, choices) for cls in source.objects(choice, SH["class"])
        ]
    return tuple(direct)


def _form(source: Graph, node: Node) -> Form:
    if source.value(node, WB.form) == WB.Passages:
        return Form.PASSAGES
    if source.value(node, WB.scheme) is not None:
        return Form.CONCEPT
    datatype = source.value(node, SH.datatype)
    if datatype == RDF.langString:
        return Form.TEXT
    return Form.LITERAL if datatype is not None else Form.REFERENCE


def _examples(source: Graph, node: Node) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for value in sorted(source.objects(node, SKOS.example), key=str):
        lang = str(getattr(value, "language", None) or "")
        found[lang] = (*found.get(lang, ()), str(value))
    return found


def _column(source: Graph, node: Node) -> Column:
    path, inverse = _path(source, node)
    scheme = source.value(node, WB.scheme)
    datatype = source.value(node, SH.datatype)
    part_class = source.value(node, WB.partClass)
    descriptions = texts(source, node, SH.description)
    return Column(
        key=_value(source, node, WB.column),
        names=texts(source, node, SH.name),
        descriptions=descriptions or texts(source, path[-1], SKOS.definition),
        path=path,
        inverse=inverse,
        form=_form(source, node),
        order=int(_value(source, node, SH.order) or 0),
        datatype=_iri(datatype) if datatype is not None else None,
        classes=_classes(source, node),
        scheme=_iri(scheme) if scheme is not None else None,
        separator=_value(source, node, WB.separator),
        required=int(_value(source, node, SH.minCount) or 0) > 0,
        linked=_is_true(source, node, WB.linked),
        link_only=_is_true(source, node, WB.linkOnly),
        acyclic=_is_true(source, node, WB.acyclic),
        default_from=_value(source, node, WB.defaultFrom),
        default_value=source.value(node, SH.defaultValue),
        part_class=_iri(part_class) if part_class is not None else None,
        limits=tuple(filter(None, (_value(source, node, p) for p in _LIMITS))),
        examples=_examples(source, node),
    )


def _shape(source: Graph, node: Node) -> Shape:
    columns: dict[bool, list[Column]] = {False: [], True: []}
    for prop in source.objects(node, SH.property):
        column = _column(source, prop)
        if column.key:
            columns[is_former(source, prop)].append(column)
    return Shape(
        iri=_iri(node),
        classes=tuple(sorted(_iri(cls) for cls in source.objects(node, SH.targetClass))),
        columns=tuple(sorted(columns[False], key=lambda column: column.order)),
        former=tuple(sorted(columns[True], key=lambda column: column.key)),
    )


def _kinds(source: Graph, shape: Node, *, former: bool) -> Iterator[tuple[str, URIRef]]:
    for kind in source.objects(shape, WB.kind):
        cls = URIRef(_value(source, kind, WB["class"]))
        now = successor(source, cls)
        if now is not None and (is_former(source, kind) or now != cls) is former:
            yield _value(source, kind, WB.value), now


def _in_use(source: Graph, terms: Iterable[Node]) -> list[URIRef]:
    return sorted(_iri(term) for term in terms if not is_former(source, term))


def _sheet(source: Graph, node: Node) -> SheetModel:
    shapes = _in_use(source, source.subjects(WB.sheet, node))
    return SheetModel(
        name=_value(source, node, WB.name),
        names=texts(source, node, SH.name),
        order=int(_value(source, node, SH.order)),
        id_prefix=_value(source, node, WB.idPrefix),
        kind_column=_value(source, node, WB.kindColumn),
        kinds=dict(kind for shape in shapes for kind in _kinds(source, shape, former=False)),
        former_kinds=dict(kind for shape in shapes for kind in _kinds(source, shape, former=True)),
        shapes=tuple(_shape(source, shape) for shape in shapes),
        group=_value(source, group, WB.name) if (group := source.value(node, WB.group)) else "",
        descriptions=texts(source, node, SH.description),
    )


def _group(source: Graph, node: Node) -> SheetGroup:
    return SheetGroup(
        name=_value(source, node, WB.name),
        names=texts(source, node, SH.name),
        order=int(_value(source, node, SH.order)),
    )


def _display(source: Graph, node: Node) -> DisplayKind:
    return DisplayKind(
        name=_value(source, node, WB.name),
        names=texts(source, node, SH.name),
        order=int(_value(source, node, SH.order)),
        ring=int(_value(source, node, WB.ring)),
        colour=_value(source, node, WB.colour),
        symbol=_value(source, node, WB.symbol),
        classes=tuple(sorted(_iri(cls) for cls in source.objects(node, WB["class"]))),
        stone=_is(source, node, WB.steppingStone),
        grade=int(str(source.value(node, WB.grade) or 0)),
        parallel=_is(source, node, WB.parallel),
        shared=texts(source, node, WB.shared),
        none_shared=texts(source, node, WB.noneShared),
        many_shared=texts(source, node, WB.manyShared),
        telling=int(str(source.value(node, WB.telling) or 0)),
        one=texts(source, node, WB.one),
        many=texts(source, node, WB.many),
        none_told=texts(source, node, WB.noneTold),
        tells=texts(source, node, WB.tells),
    )


def _is(source: Graph, node: Node, flag: URIRef) -> bool:
    return (node, flag, Literal(True)) in source


def _schemes(source: Graph, *, former: bool = False) -> dict[URIRef, dict[str, URIRef]]:
    found: dict[URIRef, dict[str, URIRef]] = {}
    for concept, scheme in source.subject_objects(SKOS.inScheme):
        if is_former(source, concept) is not former:
            continue
        found.setdefault(_iri(scheme), {})[_value(source, concept, SKOS.notation)] = _iri(concept)
    for scheme, concepts in found.items():
        order = {c: int(_value(source, c, PLAN.order) or 0) for c in concepts.values()}
        found[scheme] = dict(sorted(concepts.items(), key=lambda item: order[item[1]]))
    return found


def _former_sheets(source: Graph) -> Iterator[tuple[str, str]]:
    for sheet in source.subjects(RDF.type, WB.Sheet):
        now = successor(source, sheet)
        if now is not None and now != sheet:
            yield _value(source, sheet, WB.name), _value(source, now, WB.name)


@lru_cache(maxsize=4)
def _model(source: Graph) -> Model:
    sheets = [_sheet(source, node) for node in _in_use(source, source.subjects(RDF.type, WB.Sheet))]
    kinds = [_display(source, node) for node in source.subjects(RDF.type, WB.DisplayKind)]
    groups = [_group(source, node) for node in source.subjects(RDF.type, WB.SheetGroup)]
    return Model(
        sheets={sheet.name: sheet for sheet in sorted(sheets, key=lambda sheet: sheet.order)},
        kinds=tuple(sorted(kinds, key=lambda kind: kind.order)),
        schemes=_schemes(source),
        graph=source,
        groups=tuple(sorted(groups, key=lambda group: group.order)),
        aside=tuple(texts(source, node, RDFS.label) for node in source.subjects(RDF.type, WB.AsideSheet)),
        former_sheets=dict(_former_sheets(source)),
        former_concepts=_schemes(source, former=True),
    )


def load_model() -> Model:
    """Return what the shapes of the ontology say, an organisation's own files included."""
    return _model(ontology_graph())
