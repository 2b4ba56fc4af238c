"""The page of all commands, as their `--help` tells it."""

from __future__ import annotations

from collections.abc import Iterator

import click

import webviz.cli  # noqa: F401 - adds its command
from graph.cli import planweave

from .docs_text import GENERATED

WIDTH = 100


def commands_page() -> str:
    """Return the page."""
    parts = [f"# Commands\n\n{GENERATED}\n\nWhat `planweave --help` and `planweave COMMAND --help` say.\n"]
    for path, text in _helps(planweave, "planweave", None):
        parts.append(f"## {path}\n\n```text\n{text}\n```\n")
    return "\n".join(parts)


def _helps(command: click.Command, path: str, parent: click.Context | None) -> Iterator[tuple[str, str]]:
    name = path.rpartition(" ")[2]
    context = click.Context(command, parent, name, terminal_width=WIDTH, max_content_width=WIDTH)
    context.help_option_names = ["-h", "--help"]
    yield path, command.get_help(context).rstrip()
    if isinstance(command, click.Group):
        for child in command.list_commands(context):
            found = command.get_command(context, child)
            if found is not None and not found.hidden:
                yield from _helps(found, f"{path} {child}", context)
