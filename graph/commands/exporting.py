"""The command `export`: a plan, the whole store or a view as a file, by the suffix of its name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import click

from ontology.namespaces import PREFIXES

from .. import exchange
from ..answers import FORMATS
from ..errors import ParameterError
from ..i18n import mark
from ..jsonld import json_ld
from ..network import Network
from ..plan_graph import PlanGraph
from ..spreadsheets.suffixes import XLSX
from ..whole_files import write_whole
from .exporting_internal import reading
from .exporting_workbook import export_workbook, is_for_workbook, only_plan
from .frame import Setup, pairs

_WHOLE = "whole-plan"
WRITTEN = mark("written: {file} ({size} bytes)")


@dataclass(frozen=True)
class Wish:
    """What a user wants in a file: of which plan, and for a network which view with which parameters."""

    plans: PlanGraph
    file: Path
    lang: str
    plan: str | None = None
    view: str = ""
    values: Mapping[str, str] | None = None


@dataclass(frozen=True)
class Format:
    """How files of a suffix are written: all of the store, one plan alone, or a view as a network."""

    write: Callable[[Wish], bytes]
    is_network: bool = False
    is_one_plan: bool = False


def _triples(wish: Wish) -> bytes:
    plans, suffix = wish.plans, wish.file.suffix.lower()
    iri = plans.iri_of_plan(wish.plan) if wish.plan else None
    if iri is not None and suffix == ".jsonld":
        return json_ld(plans.store.triples(iri), iri)
    return plans.store.serialise(suffix, iri, PREFIXES)


def _stratml(wish: Wish) -> bytes:
    return exchange.stratml(wish.plans, wish.plan or "", wish.lang)


def _network(write: Callable[[PlanGraph, Network, str], bytes]) -> Format:
    def written(wish: Wish) -> bytes:
        network = wish.plans.view(wish.view or _WHOLE, wish.lang, wish.plan, wish.values)
        return write(wish.plans, network, wish.lang)

    return Format(written, is_network=True)


#: The formats by the end of a file's name; of two that fit, the longer one counts.
WRITERS: dict[str, Format] = {
    **{suffix: Format(_triples) for suffix in FORMATS},
    ".graphml": _network(exchange.graphml),
    ".gexf": _network(exchange.gexf),
    ".kumu.xlsx": _network(exchange.kumu),
    ".onodo.xlsx": _network(exchange.onodo),
    ".stratml.xml": Format(_stratml, is_one_plan=True),
}


@click.command(
    epilog="""
\b
Formats, by the end of FILE:
  .ttl .nt .jsonld     the triples of a plan
  .trig .nq            the triples of all plans, each in a graph of its own
  .kumu.xlsx           a view for Kumu: elements and connections
  .onodo.xlsx          a view for Onodo: nodes and relations
  .gexf                a view for Gephi, in the colours of the legend
  .graphml             a view for yEd, Cytoscape or networkx
  .stratml.xml         a plan as StratML Part 2 (ISO 17469)
  .xlsx, a folder      a plan as its workbook, to go on with the work

\b
Examples:
  planweave export kemi.ttl --plan kemi-hyvinvointi-2023
  planweave export kemi.xlsx --plan kemi-hyvinvointi-2023
  planweave export everything.trig                        all plans, each in a graph of its own
  planweave export network.gexf --view goal-tree          for Gephi
  planweave export map.kumu.xlsx --view neighbours -p focus=kemi-hyvinvointi-2023:P1.1
"""
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--plan", metavar="ID", help="Only this plan.")
@click.option("--view", metavar="NAME", help="The view of a network.  [default: whole-plan]")
@click.option("-p", "--param", "params", multiple=True, metavar="KEY=VALUE", help="A view's parameter.")
@click.option("--internal", is_flag=True, help="Write what is marked internal too.")
@click.option("--force", is_flag=True, help="Write over a workbook that is there.")
@click.pass_obj
def export(
    setup: Setup,
    file: Path,
    plan: str | None,
    view: str | None,
    params: tuple[str, ...],
    *,
    internal: bool,
    force: bool,
) -> None:
    """Write a plan, the whole store or a view to a file.

    The end of FILE says how; the formats are listed below. Words are written in the language of --lang.
    What is marked internal is left out. A workbook has it, as it is what work goes on with.
    """
    chosen = _format(file)
    if (chosen is None or not chosen.is_network) and (view or params):
        message = mark("{file} holds no view; a view is written to one of: {choices}")
        networks = (suffix for suffix, known in WRITERS.items() if known.is_network)
        raise ParameterError(message, file=file, choices=" ".join(networks))
    if chosen is None:
        export_workbook(setup, file, plan, force=force)
        return
    values = pairs(params)
    with reading(setup, plan, internal=internal) as plans:
        wish = Wish(plans, file, setup.lang, plan, view or "", values)
        if chosen.is_network:
            _require_focus(wish)
        if chosen.is_one_plan and not plan:
            wish = replace(wish, plan=only_plan(plans, setup.lang))
        data = chosen.write(wish)
    write_whole(file, data)
    setup.say(WRITTEN, file=file, size=len(data))


def _format(file: Path) -> Format | None:
    """Return how a file of that name is written; nothing where it is a workbook."""
    name = file.name.lower()
    fitting = [suffix for suffix in WRITERS if name.endswith(suffix)]
    if fitting:
        return WRITERS[max(fitting, key=len)]
    if is_for_workbook(file):
        return None
    message = mark("{file}: unknown suffix; expected one of: {choices}")
    raise ParameterError(message, file=file, choices=" ".join((*WRITERS, XLSX)))


def _require_focus(wish: Wish) -> None:
    """Refuse a view around one thing where nobody said which: its file would hold everything."""
    needed = wish.plans.library.view(wish.view or _WHOLE).needs
    if needed and needed not in (wish.values or {}):
        message = mark("the view {view} needs to know around what: -p {name}=PLAN:ID")
        raise ParameterError(message, view=wish.view, name=needed)
