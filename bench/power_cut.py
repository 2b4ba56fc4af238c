"""Kills `add` at random points of its write, again and again, and looks at what is left.

A process that opens no store holds the checked workbooks, and forks one child after the other: each
opens a fresh copy of a store and adds a plan, and is killed. What is left must be the old plan or the
new one, the other plan as it was, and the next `add` must work.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import graph.store
from graph import PlanGraph
from graph.adding import Checked, check_against, check_workbooks
from graph.findings import Report
from graph.known import Known
from graph.mapped import Mapped
from graph.store import Store
from ontology.namespaces import ID

from .workbooks import write_plan

ACTIONS = 1_400
#: A plan that is changed; one that is new; one that is new and written as big ones are.
WAYS = ("changed", "new", "new and big")


def main(arguments: list[str] | None = None) -> int:
    """Run, print what was left as JSON; return 1 where something was broken."""
    parser = argparse.ArgumentParser(prog="python -m bench.power_cut", description=__doc__)
    parser.add_argument("--runs", type=int, default=102, help="how many times it is killed (102)")
    parser.add_argument("--actions", type=int, default=ACTIONS, help="rows of the plan (1400)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--hold", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.hold:
        return _hold(options.hold)
    with TemporaryDirectory() as folder:
        cut = PowerCut(Path(folder), random.Random(options.seed))
        cut.prepare(options.actions)
        with cut.holder:
            for number in range(options.runs):
                cut.run(WAYS[number % len(WAYS)])
            cut.holder.communicate()
    print(json.dumps(cut.told(), indent=1))
    return 1 if cut.broken else 0


@dataclass
class PowerCut:
    """The workbooks, the stores to begin with, and what was left so far."""

    folder: Path
    chance: random.Random
    left: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)
    triples: int = 0
    _states: dict[str, str] = field(default_factory=dict)
    _seconds: dict[str, float] = field(default_factory=dict)

    def prepare(self, actions: int) -> None:
        """Write the workbooks, start the process that holds them, and measure each way uncut."""
        for name, plan_id, word in (
            ("other", "other", "x"),
            ("old", "big", "edistetään"),
            ("new", "big", "lisätään"),
        ):
            write_plan(self.folder / f"{name}.xlsx", actions if plan_id == "big" else 20, plan_id, word)
        command = [sys.executable, "-m", "bench.power_cut", "--hold", str(self.folder)]
        self.holder = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._answer()
        self._states["none"] = _state(self.folder / "base-new", "big")
        self._states["old"] = _state(self.folder / "base-changed", "big")
        self._states["other"] = _state(self.folder / "base-new", "other")
        for way in WAYS:
            start = time.perf_counter()
            self._tell(way, self._copy(way), 0)
            self._seconds[way] = time.perf_counter() - start
            new = _state(self.folder / "db", "big")
            assert self._states.setdefault("new", new) == new, "two ways give two plans"
        with Store.open(self.folder / "db") as store:
            self.triples = len(store.triples(ID["big"]))

    def run(self, way: str) -> None:
        """Kill one write, look, and add again."""
        delay = self.chance.uniform(0, self._seconds[way])
        killed = self._tell(way, self._copy(way), delay)
        told = f"{way}, killed after {delay:.3f} s"
        try:
            found = self._look(way)
            self._tell(way, self.folder / "db", 0)
            if self._look(way) != "new":
                self.broken.append(f"{told}: the next add did not store the plan")
        except Exception as error:  # noqa: BLE001 - whatever it is, it is told
            found = "broken"
            self.broken.append(f"{told}: {error}")
        self.left[f"{way}: {found}{'' if killed else ', done before it was killed'}"] += 1

    def told(self) -> dict[str, object]:
        """Return what was measured."""
        seconds = {way: round(spent, 2) for way, spent in self._seconds.items()}
        left = dict(sorted(self.left.items()))
        runs = sum(left.values())
        measured = {"runs": runs, "triples": self.triples, "seconds": seconds}
        return {**measured, "left": left, "broken": self.broken}

    def _look(self, way: str) -> str:
        Store.open(self.folder / "db").close()
        with Store.create(self.folder / "db"):
            pass
        names = {state: name for name, state in self._states.items()}
        if _state(self.folder / "db", "other") != self._states["other"]:
            return self._fault("the other plan is not what it was")
        found = names.get(_state(self.folder / "db", "big"), "half")
        expected = {"new", "old" if way == "changed" else "none"}
        return found if found in expected else self._fault(f"{way}: the plan is {found}")

    def _fault(self, text: str) -> str:
        self.broken.append(text)
        return "broken"

    def _copy(self, way: str) -> Path:
        base = self.folder / ("base-changed" if way == "changed" else "base-new")
        shutil.rmtree(self.folder / "db", ignore_errors=True)
        return Path(shutil.copytree(base, self.folder / "db"))

    def _tell(self, way: str, store: Path, delay: float) -> bool:
        assert self.holder.stdin is not None
        self.holder.stdin.write(json.dumps([way, str(store), delay]) + "\n")
        self.holder.stdin.flush()
        return self._answer()

    def _answer(self) -> bool:
        assert self.holder.stdout is not None
        answer = self.holder.stdout.readline()
        assert answer, "the process that holds the workbooks ended"
        return bool(json.loads(answer))


def _state(folder: Path, plan: str) -> str:
    """Return what a plan is, as a hash of its sorted N-Quads."""
    with Store.open(folder) as store:
        return hashlib.sha256(store.serialise(".nq", ID[plan])).hexdigest()


def _hold(folder: Path) -> int:
    """Check the workbooks, build the stores to begin with, and kill as many children as are asked for."""
    checked = _checked(folder)
    print("true", flush=True)
    for line in sys.stdin:
        way, store, delay = json.loads(line)
        print(json.dumps(_killed(way, Path(store), delay, checked)), flush=True)
    return 0


def _checked(folder: Path) -> dict[str, Checked]:
    """Return the new plan as it is checked against each store; the stores are built by children."""
    other, old, new = (folder / f"{name}.xlsx" for name in ("other", "old", "new"))
    books = check_workbooks([other, old])
    alone = [book for book in books if book[0].outline.plan_id == "other"]
    found: dict[str, Checked] = {}
    for way, given in (("new", alone), ("changed", books)):
        child = os.fork()
        if not child:
            _build(folder / f"base-{way}", given)
            os._exit(0)
        os.waitpid(child, 0)
        # No store is opened here: its threads would be missing in the children.
        known = Known().with_outlines(mapped.outline for mapped, _ in given)
        found[way] = Checked(known, tuple(check_workbooks([new], known)))
    return found


def _build(folder: Path, books: Sequence[tuple[Mapped, Report]]) -> None:
    with PlanGraph.create(folder).store as made:
        PlanGraph(made).add(checked=Checked(check_against(made, []).known, tuple(books)))


def _killed(way: str, store: Path, delay: float, checked: dict[str, Checked]) -> bool:
    """Add in a child, and kill it after a delay (0: let it end); return whether it was killed."""
    child = os.fork()
    if not child:
        try:
            _add(way, store, checked)
        finally:
            os._exit(0)
    if delay:
        time.sleep(delay)
        os.kill(child, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def _add(way: str, store: Path, checked: dict[str, Checked]) -> None:
    if way == "new and big":
        graph.store.MANY = 1_000  # type: ignore[attr-defined]
    with PlanGraph.create(store).store as made:
        given = checked["changed" if way == "changed" else "new"]
        # After a kill the plan may be there already: then what is known says so too.
        known = check_against(made, []).known
        PlanGraph(made).add(checked=Checked(known, given.books))


if __name__ == "__main__":
    sys.exit(main())
