"""Writes the pages of docs/ that are generated, and the outputs of commands in the other pages.

`python -m tools.make_docs` writes them; with `--check` it only says which ones are out of date.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

from ontology import LANGUAGES
from webviz.reference_page import standalone

from .docs_columns import columns_page
from .docs_commands import commands_page
from .docs_console import with_outputs
from .docs_questions import questions_page

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
GENERATED: Mapping[str, Callable[[], str]] = {
    "commands.md": commands_page,
    "questions.md": questions_page,
    "columns.md": columns_page,
    **{f"ontology-reference.{lang}.html": partial(standalone, lang) for lang in LANGUAGES},
}


def pages() -> Iterator[tuple[Path, str]]:
    """Yield each page, and what it should hold."""
    for name, page in GENERATED.items():
        yield DOCS / name, page()
    for file in (ROOT / "README.md", *sorted(DOCS.glob("*.md"))):
        if file.name not in GENERATED:
            yield file, with_outputs(file.read_text(encoding="utf-8"))


def main(arguments: list[str]) -> int:
    """Write or check the pages; return the exit code."""
    code = 0
    for file, text in pages():
        if file.is_file() and file.read_text(encoding="utf-8") == text:
            continue
        name = file.relative_to(ROOT).as_posix()
        if "--check" in arguments:
            sys.stderr.write(f"{name} is out of date; run: make docs\n")
            code = 1
        else:
            file.write_text(text, encoding="utf-8", newline="\n")
            sys.stderr.write(f"{name} written\n")
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
