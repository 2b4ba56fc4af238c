"""Readers beside a writer: pages, SPARQL, handles and backups, while a plan comes, changes and goes.

The plan has one of two states, told apart by a word in every title and by how many actions there are. An
answer that mixes both, or holds another number, saw half a plan; an answer that is an error is told too.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from graph import PlanGraph
from graph.backup import save
from graph.store import Store
from ontology.namespaces import ID, PREFIXES

PLAN_ID = "uusi"
#: The states of the plan: the word in its titles, and how many actions it has.
STATES = {"edistetään": 40, "lisätään": 60}
_WORD = re.compile("|".join(STATES))
_QUERY = f"""
SELECT ?title WHERE {{ GRAPH <{ID[PLAN_ID]}> {{ ?action a plan:Action ; skos:prefLabel ?title }} }}"""
_PREFIXED = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items()) + _QUERY
_SERVE = "import sys; from webviz.cli import main; sys.argv[0] = 'planweave'; main()"
_GONE = 404
#: After how many readings of a handle the store is saved once.
_SAVED_AFTER = 20
#: What is read over HTTP: a table, data for a picture, the plan as Turtle, a query of a stranger.
PATHS = (
    f"list?plan={PLAN_ID}&view=whole-plan",
    f"network.json?plan={PLAN_ID}&view=whole-plan",
    f"id/{PLAN_ID}.ttl",
    "sparql?" + urllib.parse.urlencode({"query": _QUERY, "format": "json"}),
)


@dataclass
class Seen:
    """What readers saw: how many answers of each state and kind, and whatever was wrong."""

    answers: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def take(self, kind: str, text: str) -> None:
        """Take an answer, which shows one state or none."""
        titles = set(re.findall(rf"Toimenpide (\d+): liikkumista ({_WORD.pattern})", text))
        words = {word for _, word in titles}
        numbers = {number for number, _ in titles}
        state = words.pop() if len(words) == 1 else ""
        if words or (titles and len(numbers) != STATES[state]):
            self.wrong.append(
                f"{kind}: {len(titles)} titles of {len(numbers)} actions, {state or 'both states'}"
            )
        self.answers[f"{kind}: {state or 'no plan'}"] += 1


def measure(folder: Path, seconds: float, workers: int, readers: int) -> dict[str, object]:
    """Read beside a writer for so long, with so many threads over HTTP and one process with a handle."""
    store = folder / "db"
    for word, actions in STATES.items():
        _plan(folder / word, PLAN_ID, actions, word)
    _plan(folder / "other", "other", 200, "muuta")
    with PlanGraph.create(store).store as made:
        PlanGraph(made).add(folder / "other")
    seen, done = Seen(), threading.Event()
    with _serving(store, workers) as address, _started("--write", folder) as writer:
        threads = [threading.Thread(target=_read, args=(address, seen, done, n)) for n in range(readers)]
        with _started("--read", folder) as reader:
            for thread in threads:
                thread.start()
            time.sleep(seconds)
            written = _stopped(writer)
            last = [_get(f"{address}{PATHS[-1]}").count("Toimenpide") for _ in range(4 * workers)]
            done.set()
            for thread in threads:
                thread.join()
            handles = _stopped(reader)
    if len(set(last)) != 1:
        seen.wrong.append(f"after the last write, workers differ: {last}")
    seen.wrong += handles.wrong
    seen.answers += handles.answers
    return {
        "seconds": seconds,
        "workers": workers,
        "readers": readers,
        "writes": written.answers["writes"],
        "answers": dict(sorted(seen.answers.items())),
        "wrong": seen.wrong,
    }


def _plan(folder: Path, plan_id: str, actions: int, word: str) -> None:
    """Write a plan as a folder of CSV: so many actions, each with a link to one of three priorities."""
    rows = "".join(f"A{n},Toimenpide {n}: liikkumista {word},P{n % 3}\n" for n in range(actions))
    sheets = {
        "info": f"id,kind,title.fi,language\n{plan_id},plan,Suunnitelma,fi\n",
        "priorities": "id,title.fi\n" + "".join(f"P{n},Painopiste {n}\n" for n in range(3)),
        "actions": f"id,title.fi,implements\n{rows}",
    }
    folder.mkdir()
    for name, text in sheets.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")


def _read(address: str, seen: Seen, done: threading.Event, number: int) -> None:
    chance = random.Random(number)
    while not done.is_set():
        path = chance.choice(PATHS)
        try:
            seen.take(path.partition("?")[0], _get(address + path))
        except (OSError, ValueError) as error:
            seen.wrong.append(f"{path}: {error!r}")


def _get(address: str) -> str:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    request = urllib.request.Request(address, headers={"Accept": "*/*"})
    try:
        with opener.open(request, timeout=60) as answer:
            text = answer.read().decode()
    except urllib.error.HTTPError as error:
        if error.code != _GONE:
            raise ValueError(f"{error.code}: {error.read()[:300]!r}") from error
        return ""  # the plan is not there just now
    return str(json.loads(text)) if text.startswith("{") else text


def _write(folder: Path) -> Seen:
    """Add the plan, change it and remove it, each with a writer of its own, until there is no more input."""
    seen = Seen()
    while not _ENDED.is_set():
        for word in (*STATES, ""):
            with PlanGraph.create(folder / "db").store as store:
                plans = PlanGraph(store)
                if word:
                    assert all(added.change for added in plans.add(folder / word))
                else:
                    plans.remove(PLAN_ID)
            seen.answers["writes"] += 1
    return seen


def _read_handles(folder: Path) -> Seen:
    """Open the store again and again, and read the plan; save the store now and then."""
    seen, sizes = Seen(), set[int]()
    while not _ENDED.is_set():
        try:
            if seen.answers.total() % _SAVED_AFTER == 0:
                made = save(lambda: Store.open(folder / "db"), folder / "saved.zip")
                sizes.add(made.graphs.get(str(ID[PLAN_ID]), 0))
                seen.answers["backup"] += 1
            with Store.open(folder / "db") as store:
                seen.take("handle", str(store.select(_PREFIXED).rows))
        except Exception as error:  # noqa: BLE001 - whatever it is, it is told
            seen.wrong.append(f"handle: {error!r}")
    if len(sizes) > len(STATES) + 1:
        seen.wrong.append(f"backup: the plan has {sorted(sizes)} triples")
    return seen


_ENDED = threading.Event()
_ROLES: dict[str, Callable[[Path], Seen]] = {"--write": _write, "--read": _read_handles}


def _play(role: str, folder: Path) -> int:
    threading.Thread(target=_wait_for_the_end, daemon=True).start()
    seen = _ROLES[role](folder)
    print(json.dumps([seen.answers, seen.wrong]), flush=True)
    return 0


def _wait_for_the_end() -> None:
    sys.stdin.readline()
    _ENDED.set()


@contextmanager
def _started(role: str, folder: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "bench.concurrency", role, str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def _stopped(process: subprocess.Popen[str]) -> Seen:
    out, _ = process.communicate("\n")
    answers, wrong = json.loads(out)
    return Seen(Counter(answers), wrong)


@contextmanager
def _serving(store: Path, workers: int) -> Iterator[str]:
    options = ["--store", str(store), "serve", "--port", "0", "--workers", str(workers)]
    command = [sys.executable, "-c", _SERVE, "--lang", "en", *options]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        told = re.search(r"http://\S+", process.stderr.readline())
        assert told
        # Whatever is said later must not fill the pipe.
        threading.Thread(target=process.stderr.read, daemon=True).start()
        try:
            yield told[0]
        finally:
            process.terminate()


def main(arguments: list[str] | None = None) -> int:
    """Run, print what was seen as JSON; return 1 where anything was wrong."""
    parser = argparse.ArgumentParser(prog="python -m bench.concurrency", description=__doc__)
    parser.add_argument("--seconds", type=float, default=180, help="how long (180)")
    parser.add_argument("--workers", type=int, default=2, help="processes of the viewer (2)")
    parser.add_argument("--readers", type=int, default=4, help="threads that read over HTTP (4)")
    for role in _ROLES:
        parser.add_argument(role, type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    for role in _ROLES:
        if folder := getattr(options, role.strip("-")):
            return _play(role, folder)
    with TemporaryDirectory() as temporary:
        found = measure(Path(temporary), options.seconds, options.workers, options.readers)
    print(json.dumps(found, indent=1, ensure_ascii=False))
    return 1 if found["wrong"] else 0


if __name__ == "__main__":
    sys.exit(main())
