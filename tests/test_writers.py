"""A second writer: told who writes since when, let in when that one is done, or was killed."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner
from rdflib import Graph, Literal

from graph import writers
from graph.cli import planweave
from graph.errors import LockedError, StoreError
from graph.recognition import unwritable
from graph.store import Store
from ontology.namespaces import ID, PLAN

HOLDER = """
    import sys
    from pathlib import Path
    from graph import writers
    from graph.store import Store

    writers.running("planweave add")
    store = Store.create(Path(sys.argv[1]))
    print("ready", flush=True)
    sys.stdin.readline()
    store.close()
"""


@contextmanager
def holding(folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Let another process write to a store until its standard input ends."""
    command = [sys.executable, "-c", textwrap.dedent(HOLDER), str(folder)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, text=True, **pipes) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        try:
            yield process
        finally:
            process.kill()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Store.create(tmp_path / "db") as store:
        store.replace(ID["tiny"], Graph().add((ID["tiny"], PLAN.note, Literal("x"))))
    assert not (tmp_path / "db" / "writer").exists()
    return tmp_path / "db"


def test_a_second_writer_is_told_who_writes_and_is_let_in_after_a_kill(
    folder: Path, runner: CliRunner
) -> None:
    def remove() -> tuple[int, str]:
        result = runner.invoke(planweave, ["--store", str(folder), "--wait", "0.2", "remove", "tiny"])
        return result.exit_code, result.stderr

    with holding(folder) as process:
        code, told = remove()
        assert code == 2
        expected = f"“planweave add” writes to this store since 20.* \\(process {process.pid} of .* on "
        waiting, refused = told.splitlines()
        assert "waiting 0.2 s for it" in waiting
        assert refused.startswith("planweave: ")
        with pytest.raises(LockedError, match=expected):
            Store.create(folder)
        if hasattr(signal, "SIGKILL"):
            process.send_signal(signal.SIGKILL)
            process.wait()
            assert (folder / "writer").exists()
            assert writers.told(folder) is None
    assert remove()[0] == 0
    assert not (folder / "writer").exists()


def test_a_second_writer_waits_for_the_first_one(folder: Path, runner: CliRunner) -> None:
    with holding(folder) as process:

        def let_go() -> None:
            assert process.stdin is not None
            time.sleep(0.3)
            process.stdin.write("\n")
            process.stdin.flush()

        thread = threading.Thread(target=let_go)
        thread.start()
        result = runner.invoke(planweave, ["--store", str(folder), "--wait", "60", "remove", "tiny"])
        thread.join()
    assert result.exit_code == 0
    assert result.stderr.count("waiting 60 s for it") == 1


@pytest.mark.parametrize("text", ["", "[]", "{", '{"command": 1}', "\xff" * 9000])
def test_what_nobody_can_read_of_a_writer_is_left_out(folder: Path, text: str) -> None:
    with Store.create(folder):
        (folder / "writer").write_text(text, encoding="utf-8")
        with pytest.raises(LockedError, match="another program writes to this store now"):
            Store.create(folder)


def test_a_writer_on_another_computer_may_live(folder: Path) -> None:
    with Store.create(folder):
        file = folder / "writer"
        told = json.loads(file.read_text(encoding="utf-8"))
        assert (told["process"], told["computer"]) == (os.getpid(), socket.gethostname())
        file.write_text(json.dumps(told | {"process": 999_999_999}), encoding="utf-8")
        gone = writers.told(folder)
        file.write_text(json.dumps(told | {"process": 999_999_999, "computer": "x"}), encoding="utf-8")
        assert writers.told(folder) is not None
        assert gone is None or os.name != "posix"


def test_a_disk_that_knows_no_locks_is_told_from_a_lock(tmp_path: Path) -> None:
    path = tmp_path / "block" / "LOCK"
    busy = OSError(f"IO error: While lock file: {path}: Resource temporarily unavailable")
    assert isinstance(unwritable(tmp_path, busy), LockedError)
    for reason in ("No locks available", "Function not implemented", "Operation not supported"):
        told = unwritable(tmp_path, OSError(f"IO error: While lock file: {path}: {reason}"))
        assert "put the store on a local disk" in str(told)
    other = unwritable(tmp_path, OSError(f"IO error: While opening {path}: Input/output error"))
    assert isinstance(other, StoreError)
    assert not isinstance(other, LockedError)


RESTORER = """
    import os, signal, sys, time
    from pathlib import Path
    from graph import backup, restore
    from graph.store import Store

    file, folder = Path(sys.argv[1]), Path(sys.argv[2])

    def forked(work):
        child = os.fork()
        if not child:
            try:
                work()
            except BaseException as error:
                print(repr(error), file=sys.stderr)
                os._exit(1)
            os._exit(0)
        return child

    def restored():
        restore.restore(file, folder, force=True)

    def same():
        with Store.open(folder) as store:
            assert store.serialise(".nq") in (folder.parent / "states").read_bytes().split(b"====")
        for former in folder.parent.glob("db.before-restore-*"):
            with Store.open(former) as store:
                assert len(store)

    start = time.monotonic()
    assert os.waitpid(forked(restored), 0)[1] == 0
    seconds = time.monotonic() - start
    for number in range(8):
        child = forked(restored)
        time.sleep(seconds * number / 7)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        assert os.waitpid(forked(same), 0)[1] == 0, number
    assert os.waitpid(forked(restored), 0)[1] == 0
"""


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
def test_a_restore_that_is_killed_leaves_one_store_or_the_other(folder: Path, runner: CliRunner) -> None:
    saved = folder.parent / "saved.zip"
    assert runner.invoke(planweave, ["--store", str(folder), "backup", str(saved)]).exit_code == 0
    states = []
    for word in ("x", "y"):
        with Store.create(folder) as store:
            store.replace(ID["tiny"], Graph().add((ID["tiny"], PLAN.note, Literal(word))))
            states.append(store.serialise(".nq"))
    (folder.parent / "states").write_bytes(b"====".join(states))
    command = [sys.executable, "-c", textwrap.dedent(RESTORER), str(saved), str(folder)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    # The last one has cleared away what the killed ones had begun.
    assert not list(folder.parent.glob("db.restoring-*"))
