"""How fast and how small a store is written: loading, adding again, Turtle, memory; beside its peers.

Ratios are of the seconds of the processor, which other programs on the machine disturb least.

    python -m bench.storing                    # 1 M triples; rdflib at 100 k
    python -m bench.storing --five             # the store of 5 M on disk too
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from .generate import file_of, n_quads
from .storing_work import Told, run
from .timing import Record, markdown, ratio

#: The sizes at which a store is measured, and its peer rdflib, which takes long.
MANY, FEW, FIVE = 1_000_000, 100_000, 5_000_000
QUICK = 10_000
MEGA = 1 << 20


def storing_times(cache: Path, many: int = MANY, few: int = FEW, repeat: int = 3) -> list[Record]:
    """Return a record per figure: what is compared, seconds of the processor, the ratio and its goal."""

    def best(name: str, file: Path) -> Told:
        runs = [run(name, file) for _ in range(repeat if "rdflib" not in name else 1)]
        return {key: median(told[key] for told in runs) for key in runs[0]}

    big, small = file_of(many, cache), file_of(few, cache)
    big_graph, small_graph = one_graph(many, cache), one_graph(few, cache)
    load, drained = best("load_memory", big), best("parse_drained", big)
    theirs, ours = best("rdflib_load", small), best("load_memory", small)
    disk, command = best("load_disk", big), best("oxigraph_load", big)
    small_disk, plan = best("load_disk", small), best("re_add", small_graph)
    written, by_rdflib = best("turtle", small_graph), best("rdflib_turtle", small_graph)
    return [
        _record("load, memory", "rdflib", few, ours["cpu"], theirs["cpu"], ">= 10"),
        _record("load, memory", "pyoxigraph.parse drained", many, load["cpu"], drained["cpu"], ">= 0.35"),
        _record("first load, disk", "rdflib in memory", few, small_disk["cpu"], theirs["cpu"], ">= 5"),
        _record("first load, disk", "oxigraph load", many, disk["cpu"], command["cpu"], ">= 0.9"),
        _record("re-add, 1 % changed", "its first load", few, plan["cpu"], plan["first cpu"], ">= 10"),
        _record(
            "Turtle, sorted", "rdflib", few, written["cpu"], by_rdflib["cpu"], ">= 40"
        ),
        _record(
            "Turtle, sorted", "pyoxigraph's dump", many,
            best("turtle", big_graph)["cpu"], best("bare_turtle", big_graph)["cpu"], ">= 0.5",
        ),
        _memory("resident set in MB", "rdflib (MB)", few, ours["peak"], theirs["peak"]),
        _per_triple(many, load),
    ]  # fmt: skip


def five_million(cache: Path) -> list[Record]:
    """Return what building a store of 5 M triples on disk takes."""
    told = run("load_disk", file_of(FIVE, cache))
    return [
        {"5 M on disk": "seconds of the processor", "taken": round(told["cpu"], 1), "goal": "<= 60"},
        {"5 M on disk": "seconds of the clock", "taken": round(told["wall"], 1), "goal": ""},
        {"5 M on disk": "resident memory, MB", "taken": round(told["peak"]), "goal": "<= 2,000"},
        {"5 M on disk": "triples", "taken": round(told["triples"]), "goal": ""},
    ]


def undone(cache: Path, triples: int) -> list[Record]:
    """Return what removing a plan and bringing it back takes."""
    told = run("undo", one_graph(triples, cache))
    return [
        {"a plan": f"of {triples:,} triples removed", "s": round(told["remove cpu"], 1), "peak, MB": None},
        {"a plan": "and brought back", "s": round(told["cpu"], 1), "peak, MB": round(told["peak"])},
    ]


def one_graph(triples: int, cache: Path) -> Path:
    """Return a file of N-Triples that holds all plans as one."""
    file = cache / f"plan-{triples}.nt"
    if not file.exists():
        cache.mkdir(parents=True, exist_ok=True)
        with file.open("w", encoding="utf-8") as out:
            out.writelines(f"{line[: line.rindex(' <')]} .\n" for line in n_quads(triples))
    return file


def _record(what: str, peer: str, triples: int, ours: float, theirs: float, goal: str) -> Record:
    return {
        "what": what,
        "triples": f"{triples:,}",
        "s": float(f"{ours:.3g}"),
        "peer": peer,
        "peer, s": float(f"{theirs:.3g}"),
        "peer : ours": ratio(theirs, ours),
        "goal": goal,
    }


def _memory(what: str, peer: str, triples: int, ours: float, theirs: float) -> Record:
    return {
        **_record(what, peer, triples, ours, theirs, "ours <= 0.4 of it: >= 2.5"),
        "s": round(ours),
        "peer, s": round(theirs),
    }


def _per_triple(triples: int, told: Told) -> Record:
    grown = (told["peak"] - told["before"]) * MEGA / told["triples"]
    return {
        "what": "bytes per triple, memory",
        "triples": f"{triples:,}",
        "s": round(grown),
        "peer": "",
        "peer, s": None,
        "peer : ours": None,
        "goal": "<= 450",
    }


def main(arguments: list[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench.storing", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="10,000 triples, once: does it run?")
    parser.add_argument("--triples", type=int, default=MANY, help="the bigger size (1000000)")
    parser.add_argument("--rdflib", type=int, default=FEW, help="the size for rdflib (100000)")
    parser.add_argument("--repeat", type=int, default=3, help="medians of so many runs (3)")
    parser.add_argument("--five", action="store_true", help="build the store of 5 M triples too")
    parser.add_argument("--undo", type=int, metavar="TRIPLES", help="remove such a plan, and bring it back")
    parser.add_argument("--cache", type=Path, help="folder for the generated files (a temporary one)")
    options = parser.parse_args(arguments)
    with TemporaryDirectory() as made:
        _print(options, options.cache or Path(made))
    return 0


def _print(options: argparse.Namespace, cache: Path) -> None:
    sizes = (QUICK, QUICK, 1) if options.quick else (options.triples, options.rdflib, options.repeat)
    tables: list[tuple[str, Callable[[], list[Record]]]] = [
        (f"Writing (median of {sizes[2]})", lambda: storing_times(cache, *sizes))
    ]
    if options.five:
        tables.append(("Five million triples", lambda: five_million(cache)))
    if options.undo:
        tables.append(("Undoing", lambda: undone(cache, options.undo)))
    for title, measure in tables:
        print(markdown(title, measure()), flush=True)


if __name__ == "__main__":
    sys.exit(main())
