"""Plans for other programs: Kumu, Onodo, Gephi, and whatever reads GraphML or StratML."""

from .kumu import kumu
from .networks import gexf, graphml
from .onodo import onodo
from .stratml import stratml

__all__ = ["gexf", "graphml", "kumu", "onodo", "stratml"]
