"""Writes the pictures of the ten tasks into docs/pictures: `python -m tools.make_pictures`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def main() -> int:
    """Walk the tasks in a browser, and keep what they end with; return the exit code of the walk."""
    told = os.environ | {"PLANWEAVE_PICTURES": str(ROOT / "docs" / "pictures")}
    walk = [sys.executable, "-m", "pytest", "-q", "tests/browser/test_walk.py", "-k", "mouse"]
    return subprocess.run(walk, cwd=ROOT, env=told, check=False).returncode  # noqa: S603


if __name__ == "__main__":
    sys.exit(main())
