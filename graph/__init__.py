"""Building the graph of a plan and asking it."""

from .errors import PlanweaveError
from .evaluation import Answer, Count, Scope, answer
from .findings import Finding, Report, Severity
from .library import Chart, NamedQuery, Param
from .network import Network
from .plan_graph import PlanGraph
from .plan_info import PlanInfo
from .table import Cell, Table

__all__ = [
    "Answer",
    "Cell",
    "Chart",
    "Count",
    "Finding",
    "NamedQuery",
    "Network",
    "Param",
    "PlanGraph",
    "PlanInfo",
    "PlanweaveError",
    "Report",
    "Scope",
    "Severity",
    "Table",
    "answer",
]
