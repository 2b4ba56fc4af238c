"""A writer that is killed at any moment leaves the old plan or the new one, and the next `add` works."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
def test_add_that_is_killed_leaves_the_old_plan_or_the_new_one() -> None:
    command = [sys.executable, "-m", "bench.power_cut", "--runs", "7", "--actions", "400"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout, done.stderr
    told = json.loads(done.stdout)
    assert told["broken"] == []
    assert told["runs"] == 7
    assert told["triples"] > 15_000
    assert any("done before" not in left for left in told["left"]), "none was killed"
