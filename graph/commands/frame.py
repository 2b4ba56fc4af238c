"""The frame of the command line: its settings, and the one place where errors become exit codes.

Data goes to standard output, all else to standard error. Exit codes: 0 done; 1 the answer is no
(findings, gaps); 2 it could not be answered.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import click

from ontology import LANGUAGES

from ..adding import Progress
from ..errors import LockedError, PlanweaveError, nearest
from ..i18n import mark, translate
from ..library import Library, load_library
from ..migration import Upgrade, freshen
from ..plan_graph import PlanGraph
from ..recognition import told
from ..remote_address import Service, Where, where
from ..store import Store

Made = TypeVar("Made")
DONE, NO, FAILED = 0, 1, 2
_TURN_SECONDS = 0.1
_INTERRUPTED = 130  # 128 + SIGINT, as shells have it
_PIPE_CLOSED = 141  # 128 + SIGPIPE


def default_language(environment: Mapping[str, str]) -> str:
    """Return the language of the user's locale where it is one of ours, else English.

    >>> default_language({"LANG": "sv_FI.UTF-8"})
    'sv'
    """
    names = (environment.get(key, "") for key in ("LC_ALL", "LC_MESSAGES", "LANG"))
    locale = next((name for name in names if name), "")
    return locale[:2] if locale[:2] in LANGUAGES else "en"


@dataclass
class Setup:
    """What all commands are told: the store, the language, and whether to keep quiet."""

    store: Where = Path("planweave.db")
    lang: str = "en"
    quiet: bool = False
    #: How many seconds to wait for another process that writes.
    wait: float = 10.0
    #: Whether a progress bar stands in the last line of the terminal.
    bar: bool = False
    #: The folder with questions of the user's own, where one is named.
    own_questions: Path | None = None

    @property
    def stored(self) -> bool:
        """Whether there is a store; a service is one, whatever it holds."""
        return isinstance(self.store, Service) or (self.store / "store").is_dir()

    @property
    def queries(self) -> tuple[Path, ...]:
        """The folder with questions of the user's own: the one named, else `questions` beside the store."""
        if self.own_questions is not None:
            return (self.own_questions,)
        beside = self.store.absolute().parent / "questions" if isinstance(self.store, Path) else None
        return (beside,) if beside and beside.is_dir() else ()

    def library(self) -> Library:
        """Return all questions and views; what is wrong with one's own is told, and left out."""
        library = load_library(*self.queries)
        for fault in library.broken:
            self.say(mark("left out: {reason}"), reason=fault.text(self.lang))
        return library

    def word(self, message: str, **values: object) -> str:
        """Return a marked text in the user's language."""
        return translate(message, self.lang, **values)

    def say(self, message: str, **values: object) -> None:
        """Tell the user something that is no data."""
        self.tell(self.word(message, **values))

    def tell(self, text: str) -> None:
        """Tell the user a text that is in their language."""
        if not self.quiet:
            click.echo(text, err=True)

    @contextmanager
    def reading(self) -> Iterator[PlanGraph]:
        """Open the store for reading."""
        plans = PlanGraph.open(self.store, self.queries)
        with plans.store:
            yield plans

    @contextmanager
    def writing(self, *, new: bool = False) -> Iterator[PlanGraph]:
        """Open the store for writing, and upgrade it; only where `new` is allowed it is made."""
        if not new:
            Store.open(self.store).close()
        plans = self.in_turn(lambda: PlanGraph.create(self.store))
        with plans.store:
            self.say_upgraded(plans.upgraded)
            yield plans

    def in_turn(self, make: Callable[[], Made]) -> Made:
        """Open something for writing; where another process writes, say so, and wait for a while."""
        deadline, told = time.monotonic() + self.wait, False
        while True:
            try:
                return make()
            except LockedError as error:
                if time.monotonic() >= deadline:
                    raise
                if not told:
                    self.say(
                        mark("{reason} – waiting {seconds} s for it"),
                        reason=error.text(self.lang),
                        seconds=f"{self.wait:g}",
                    )
                told = True
                time.sleep(_TURN_SECONDS)

    def freshen(self) -> None:
        """Upgrade the store where it may be written now."""
        self.say_upgraded(freshen(self.store))

    def say_upgraded(self, upgraded: Upgrade | None) -> None:
        """Tell the user in one line that the store was upgraded."""
        if upgraded is not None:
            message = mark("{folder}: upgraded from version {old} of the ontology to {new}")
            self.say(message, folder=self.store, old=upgraded.old, new=upgraded.new)
            if upgraded.backup is not None:
                self.say(mark("what it was before is saved in {file}"), file=upgraded.backup)

    def line(self, text: str) -> None:
        """Write a line of data; a progress bar makes room for it."""
        if self.bar:
            click.echo("\r\x1b[K", nl=False, err=True)
        click.echo(text)

    @contextmanager
    def progress(self) -> Iterator[Progress | None]:
        """Show a bar on standard error, where that is a terminal and the user wants it."""
        if self.quiet or not sys.stderr.isatty():
            yield None
            return
        with click.progressbar(length=1, file=sys.stderr, item_show_func=lambda item: item or "") as bar:

            def step(what: str, done: int, total: int) -> None:
                bar.length = total
                self.bar = True
                bar.update(done - bar.pos, self.word(what) if what else "")

            yield step
        self.bar = False


class StorePlace(click.ParamType[Where]):
    """The path of a folder, or the address of a service."""

    name = "store"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Where:  # noqa: ARG002
        """Return where the store is, or raise `StoreError`."""
        return value if isinstance(value, Path | Service) else where(str(value))


class Commands(click.Group):
    """A group of commands that ends every error of ours in one line and an exit code."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - as click has it
        """Return the commands in the order of work, and not of the alphabet."""
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find a command; a slip of the finger gets the nearest name."""
        known = self.list_commands(ctx)
        near = nearest(args[0], known) if args[0] not in known else ""
        if near:
            raise click.UsageError(f"No such command {args[0]!r}. Did you mean {near!r}?", ctx)
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; a closed pipe is the wish of the reader, and no error."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            raise _PipeClosedError from error

    def main(self, *args: Any, **extra: Any) -> NoReturn:  # noqa: ANN401 - as click has it
        """Run a command line and exit."""
        setup = extra.setdefault("obj", Setup(lang=default_language(os.environ)))
        extra["standalone_mode"] = False
        _speak_utf8()
        sys.exit(_exit_code(lambda: super(Commands, self).main(*args, **extra), setup))


class _PipeClosedError(Exception):
    """The reader of standard output has seen enough."""


def _exit_code(work: Callable[[], object], setup: Setup) -> int:
    try:
        result = work()
        sys.stdout.flush()
    except PlanweaveError as error:
        return _fail(error.text(setup.lang))
    except click.Abort:
        return _INTERRUPTED
    except (_PipeClosedError, BrokenPipeError):
        return _close_pipe()
    except click.ClickException as error:
        error.show()
        return FAILED
    except Exception as error:  # noqa: BLE001 - the last resort: no traceback on the screen
        return _fail(_unexpected(error, setup))
    return result if isinstance(result, int) else DONE


def _unexpected(error: Exception, setup: Setup) -> str:
    """Return what to say of an error of the system, of the storage, or one that nobody expected."""
    of_store = None
    if isinstance(setup.store, Path) and isinstance(error, OSError | RuntimeError):
        of_store = told(setup.store, error)
    if of_store is not None:
        return of_store.text(setup.lang)
    if isinstance(error, OSError):
        return f"{error.filename or ''}: {error.strerror or error}".removeprefix(": ")
    return _report(error, setup)


def _fail(message: str) -> int:
    click.echo("planweave: " + " ".join(message.split()), err=True)
    return FAILED


def _report(error: Exception, setup: Setup) -> str:
    """Keep the traceback of an error that nobody expected in a file, and say where it is."""
    with tempfile.NamedTemporaryFile(
        "w", prefix="planweave-", suffix=".txt", encoding="utf-8", delete=False
    ) as file:
        file.write(f"{sys.argv!r}\n")
        traceback.print_exception(error, file=file)
    message = mark("a fault in the program itself ({kind}); please report it together with the file {file}")
    return setup.word(message, kind=type(error).__name__, file=file.name)


def _close_pipe() -> int:
    # What is left in the buffer would be written at exit, and complain there.
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return _PIPE_CLOSED


def _speak_utf8() -> None:
    """Write UTF-8 whatever the system's code page is: pipes and files on Windows have another."""
    for stream in (sys.stdout, sys.stderr):
        encoding = (getattr(stream, "encoding", "") or "").lower().replace("-", "")
        if encoding != "utf8" and hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def pairs(values: Sequence[str]) -> dict[str, str]:
    """Read `-p key=value` options.

    >>> pairs(["focus=kemi-hyvinvointi-2023:P1.1"])
    {'focus': 'kemi-hyvinvointi-2023:P1.1'}
    """
    for value in values:
        if not value.partition("=")[0] or "=" not in value:
            raise click.UsageError(f"-p expects key=value, and got {value!r}.")
    return {key: text for key, _, text in (value.partition("=") for value in values)}
