"""The benchmark runs, writes its numbers, and finds the same rows on all engines."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SMALL = ROOT / "ontology" / "examples" / "start"


@pytest.mark.slow
def test_quick_benchmark_runs(tmp_path: Path) -> None:
    file = tmp_path / "numbers.json"
    done = subprocess.run(
        [sys.executable, "-m", "bench", "--quick", "--data", str(SMALL), "--json", str(file)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    sections = json.loads(file.read_text(encoding="utf-8"))["sections"]
    assert done.stdout.count("\n## ") == len(sections) == 5
    for title, records in sections.items():
        assert f"## {title}\n" in done.stdout
        assert records
