"""Network analysis: pure functions over a simple network, and their answers for people.

A view of the plans (`graph/queries/views`) says which things are linked; `Ties` is that network with
each pair once, and every measure takes it. `answer` asks a view and tells what a measure found.

>>> from graph.analysis import Ties, degree
>>> degree(Ties.of([("a", "b"), ("b", "c")])).tolist()
[1, 2, 1]
"""

from .centrality import Estimate, betweenness, degree, sampled_betweenness, strength
from .cutting import Cut, cuts
from .groups import Communities, communities, cores, modularity
from .holes import constraint, effective_size
from .paths import Step, shortest_paths
from .silos import external_internal_index
from .ties import Ties

__all__ = [
    "Communities",
    "Cut",
    "Estimate",
    "Step",
    "Ties",
    "betweenness",
    "communities",
    "constraint",
    "cores",
    "cuts",
    "degree",
    "effective_size",
    "external_internal_index",
    "modularity",
    "sampled_betweenness",
    "shortest_paths",
    "strength",
]
