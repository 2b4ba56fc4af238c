"""Building the graph of a plan and asking it."""
