"""Makes plan graphs of any size, as Planweave itself would store them.

The plans and the register in `data/kemi`, mapped and checked as `add` does, are the pattern. Each town
gets a register of its own (2,800 triples), a strategy and a well-being plan (some 45,000 and 40,000):
the pattern once, and again with other names, other places, and links to other bodies of the same kind.
Equal sizes and seeds give equal files.

    python -m bench.generate 1000000 -o plans.nq
    python -m bench.generate 100000 -o folder     # a file of N-Triples per plan
"""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from graph import PlanGraph
from ontology import terms_graph
from ontology.namespaces import ONTOLOGY

from .pattern import Pattern, read_patterns
from .towns import slug, towns

DATA = Path(__file__).resolve().parent.parent / "data" / "kemi"
SIZES = (10_000, 100_000, 1_000_000, 5_000_000)
#: What the names of a town's register, strategy and well-being plan end in.
REGISTER, STRATEGY, WELL_BEING = ENDS = ("", "-strategia-2022", "-hyvinvointi-2023")
#: About how many triples a town has, and how often its strategy holds the pattern.
_OF_TOWN, _STRATEGY_COPIES = 90_000, 2
TOWN = "kemi"
_LEAST = 0.1


@dataclass(frozen=True)
class Written:
    """A plan or register: the IRI of its graph, and its N-Triples, one after the other."""

    graph: str
    lines: Iterator[str]


@cache
def _patterns(data: Path) -> dict[str, Pattern]:
    plans = PlanGraph.in_memory()
    plans.add(data)
    return read_patterns(plans.store.serialise(".nq"), TOWN, ENDS)


def plans(triples: int, seed: int = 1, data: Path = DATA) -> Iterator[Written]:
    """Yield registers and plans of about so many triples; the graph of the ontology stands beside them."""
    patterns = _patterns(data)
    count = round(triples / _OF_TOWN)
    if not count:
        yield from _small(patterns, triples, towns(seed)[0], seed)
        return
    copies = _copies(patterns, triples / count)
    for number, town in enumerate(_names(seed, count)):
        for end in ENDS:
            yield _written(patterns[end], town, copies[end], seed + number)


def _small(patterns: dict[str, Pattern], triples: int, town: str, seed: int) -> Iterator[Written]:
    share = _share(patterns, triples)
    dropped: set[str] = set()
    for end, pattern in patterns.items():
        part, gone = pattern.reduced(share, dropped) if end else (pattern, set())
        dropped |= gone
        yield _written(part, town, 1, seed)


def _copies(patterns: dict[str, Pattern], triples: float) -> dict[str, int]:
    """Return how often each pattern stands in the plans of a town of so many triples."""
    left = triples - patterns[REGISTER].size(1) - patterns[STRATEGY].size(_STRATEGY_COPIES)
    found = patterns[WELL_BEING]
    more = round((left - found.size(1)) / len(found.further))
    return {REGISTER: 1, STRATEGY: _STRATEGY_COPIES, WELL_BEING: 1 + max(0, more)}


def _share(patterns: dict[str, Pattern], triples: int) -> float:
    """Return what share of the plans makes so many triples with the register."""
    register, *others = patterns.values()
    least = sum(pattern.reduced(_LEAST, set())[0].size(1) for pattern in others)
    whole = sum(pattern.size(1) for pattern in others)
    share = _LEAST + (triples - register.size(1) - least) / (whole - least) * (1 - _LEAST)
    return min(1.0, max(_LEAST, share))


def _names(seed: int, count: int) -> list[str]:
    known = towns(seed)
    return [
        known[n % len(known)] + (f" {1 + n // len(known)}" if n >= len(known) else "") for n in range(count)
    ]


def _written(pattern: Pattern, town: str, copies: int, seed: int) -> Written:
    name = slug(town).replace(" ", "-")
    chance = random.Random(f"{seed} {name} {pattern.end}")
    lines = (line for copy in range(copies) for line in pattern.lines(town, name, copy, chance))
    return Written(pattern.graph(name), lines)


def n_quads(triples: int, seed: int = 1, data: Path = DATA) -> Iterator[str]:
    """Yield the N-Quads of about so many triples, without the graph of the ontology."""
    for plan in plans(triples, seed, data):
        end = f" <{plan.graph}> .\n"
        for line in plan.lines:
            yield line[:-3] + end


def write(triples: int, file: Path, seed: int = 1, data: Path = DATA) -> Path:
    """Write N-Quads to a file, or the N-Triples of each plan to a folder; return the path."""
    if file.suffix:
        with file.open("w", encoding="utf-8") as out:
            out.writelines(n_quads(triples, seed, data))
        return file
    file.mkdir(parents=True, exist_ok=True)
    for plan in plans(triples, seed, data):
        with (file / f"{plan.graph.rpartition('/')[2]}.nt").open("w", encoding="utf-8") as out:
            out.writelines(plan.lines)
    return file


def file_of(triples: int, cache_dir: Path, seed: int = 1) -> Path:
    """Return a file of N-Quads in a folder, written where it is not there yet."""
    file = cache_dir / f"plans-{triples}-{seed}.nq"
    if not file.exists():
        cache_dir.mkdir(parents=True, exist_ok=True)
        part = file.with_name(f"{file.stem}-part.nq")
        write(triples, part, seed)
        part.replace(file)
    return file


def built(triples: int, cache_dir: Path, seed: int = 1) -> Path:
    """Return the folder of a store of about so many triples, built where it is not there yet."""
    folder = cache_dir / f"store-{triples}-{seed}"
    if not folder.exists():
        build(file_of(triples, cache_dir, seed), cache_dir / f"part-{triples}-{seed}").replace(folder)
    return folder


def build(file: Path, folder: Path) -> Path:
    """Make a store of a file of N-Quads and of the ontology; return its folder."""
    with PlanGraph.create(folder).store as store:
        store.replace(ONTOLOGY, terms_graph())
        store.load(file)
    return folder


def main(arguments: list[str] | None = None) -> int:
    """Write a file, a folder of files or a store."""
    parser = argparse.ArgumentParser(prog="python -m bench.generate", description=__doc__)
    parser.add_argument("triples", type=int, help=f"about how many, such as {', '.join(map(str, SIZES))}")
    parser.add_argument("-o", "--output", type=Path, required=True, help="a file .nq, or a folder")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--store", action="store_true", help="build a store in a folder of that folder")
    options = parser.parse_args(arguments)
    make = built if options.store else write
    print(make(options.triples, options.output, options.seed))
    return 0


if __name__ == "__main__":
    sys.exit(main())
