"""Two plans, two years or two revisions of one, beside each other; and many plans in one table."""

from .changes import Comparison, Row, compare
from .kinds import Kind
from .matching import Match, Matching
from .sides import Side, side_of

__all__ = ["Comparison", "Kind", "Match", "Matching", "Row", "Side", "compare", "side_of"]
