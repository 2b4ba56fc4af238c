"""Building the graph of a plan and asking it."""

from .errors import PlanweaveError
from .findings import Finding, Report, Severity
from .network import Network
from .plan_graph import PlanGraph
from .plan_info import PlanInfo
from .table import Cell, Table

__all__ = [
    "Cell",
    "Finding",
    "Network",
    "PlanGraph",
    "PlanInfo",
    "PlanweaveError",
    "Report",
    "Severity",
    "Table",
]
