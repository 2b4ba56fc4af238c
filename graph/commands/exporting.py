"""The command `export`: a plan, the whole store or a view as a file, by the suffix of its name."""

from __future__ import annotations

from pathlib import Path

import click

from ontology.namespaces import PREFIXES

from ..errors import ParameterError
from ..i18n import mark
from ..jsonld import json_ld
from ..plan_graph import PlanGraph
from ..store import FORMATS
from .exporting_workbook import export_workbook, is_for_workbook
from .frame import Setup, pairs

_NETWORK = ".graphml"
_WHOLE = "whole-plan"


@click.command(
    epilog="""
\b
Examples:
  planweave export kemi.ttl --plan kemi-hyvinvointi-2023
  planweave export everything.trig                        all plans, each in a graph of its own
  planweave export kemi.xlsx --plan kemi-hyvinvointi-2023  its workbook, to go on with the work
  planweave export network.graphml --view whole-plan      for Gephi, yEd or Cytoscape
"""
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--plan", metavar="ID", help="Only this plan.")
@click.option("--force", is_flag=True, help="Write over a workbook that is there.")
@click.option("--view", metavar="NAME", help="The view of a .graphml file.  [default: whole-plan]")
@click.option("-p", "--param", "params", multiple=True, metavar="KEY=VALUE", help="A view's parameter.")
@click.pass_obj
def export(
    setup: Setup, file: Path, plan: str | None, view: str | None, params: tuple[str, ...], *, force: bool
) -> None:
    """Write a plan, the whole store or a view to a file.

    The suffix of FILE says how: .ttl .nt .jsonld .trig .nq for the triples, .graphml for a network,
    .xlsx or a folder for a workbook.
    """
    suffix = file.suffix.lower()
    if not is_for_workbook(file) and suffix not in (*FORMATS, _NETWORK):
        message = mark("{file}: unknown suffix; expected one of: {choices}")
        raise ParameterError(message, file=file, choices=" ".join((*FORMATS, _NETWORK)))
    if suffix != _NETWORK and (view or params):
        raise ParameterError(mark("a view is written to a .graphml file, and {file} is none"), file=file)
    if is_for_workbook(file):
        export_workbook(setup, file, plan, force=force)
        return
    with setup.reading() as plans:
        if suffix == _NETWORK:
            data = plans.view(view or _WHOLE, setup.lang, plan, pairs(params)).graphml()
        else:
            data = _triples(plans, suffix, plan)
    file.write_bytes(data)
    setup.say(mark("written: {file} ({size} bytes)"), file=file, size=len(data))


def _triples(plans: PlanGraph, suffix: str, plan: str | None) -> bytes:
    iri = plans.iri_of_plan(plan) if plan else None
    if iri is not None and suffix == ".jsonld":
        return json_ld(plans.store.triples(iri), iri)
    return plans.store.serialise(suffix, iri, PREFIXES)
