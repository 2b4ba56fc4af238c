"""Benchmarks: loading a plan, asking questions, and the guard, each beside its peers in one run."""
