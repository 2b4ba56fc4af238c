"""The command line: its help, its settings, and how every error ends."""

from __future__ import annotations

import io
import os
import shlex
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

import webviz.cli  # noqa: F401 - adds `serve`
from graph.cli import planweave
from graph.commands.frame import Setup, default_language
from graph.store import Store

Run = Callable[..., Result]
FOLLOW_UP = "kemi-hyvinvointi-2023"
MAIN = "import webviz.cli; webviz.cli.main()"


def commands() -> Iterator[tuple[str, click.Command]]:
    yield "", planweave
    yield from planweave.commands.items()


def examples(command: click.Command) -> list[list[str]]:
    """Return the example lines of a help text as words; what follows two blanks explains them."""
    lines = (command.epilog or "").partition("Examples:")[2].splitlines()
    return [shlex.split(line.strip().partition("  ")[0]) for line in lines if line.strip()]


@pytest.mark.parametrize(("name", "command"), list(commands()))
def test_every_help_text_has_a_worked_example(runner: CliRunner, name: str, command: click.Command) -> None:
    result = runner.invoke(planweave, [*name.split(), "--help"])
    assert result.exit_code == 0
    assert "\n  Examples:\n    " in result.stdout
    assert any(f"planweave {name}".strip() in " ".join(words) for words in examples(command))


@pytest.mark.parametrize(("name", "command"), list(commands()))
def test_every_example_is_a_command_line_that_exists(name: str, command: click.Command) -> None:
    for example in examples(command):
        first, *words = example[example.index("|") + 1 :] if "|" in example else example
        assert first == "planweave"
        with planweave.make_context("planweave", words, resilient_parsing=False, obj=Setup()) as context:
            called, found, rest = planweave.resolve_command(
                context, [*context._protected_args, *context.args]
            )
            assert found is not None
            parser = found.make_parser(click.Context(found, info_name=called))
            parser.parse_args(rest)


def test_every_option_and_command_says_what_it_does() -> None:
    for name, command in commands():
        assert command.get_short_help_str(limit=200).endswith("."), name
        assert not command.get_short_help_str(limit=200).endswith("..."), name
        for option in command.params:
            assert isinstance(option, click.Argument) or option.help, (name, option.name)


def test_version_and_help_go_to_standard_output(runner: CliRunner) -> None:
    result = runner.invoke(planweave, ["--version"])
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("planweave, version ")


# ---- errors


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (["pland"], "No such command 'pland'. Did you mean 'plans'?"),
        (["plans", "--formt", "csv"], "--format"),
        (["plans", "-f", "xml"], "'xml' is not one of 'table', 'csv', 'json'"),
        (["ask", "actions-per-goal", "-p", "focus"], "-p expects key=value, and got 'focus'"),
        (["ask", "actions-per-goal", "-p", "=x"], "-p expects key=value, and got '=x'"),
        (["add"], "Missing argument"),
        (["--lang", "de", "plans"], "'de' is not one of"),
    ],
)
def test_a_wrong_command_line_exits_with_2(run: Run, args: list[str], expected: str) -> None:
    result = run(*args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert expected in result.stderr


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (["ask", "actions-per-gaol"], "no question or view actions-per-gaol; did you mean actions-per-goal?"),
        (["ask", "actions-per-goal", "--plan", "kemi-strategia-202"], "did you mean kemi-strategia-2022?"),
        (["ask", "actions-per-goal", "-p", "nmed=true"], "actions-per-goal has no parameter nmed; it has: "),
        (
            ["ask", "actions-per-goal", "-p", "named=perhaps"],
            "“perhaps” is no value for named; expected: yes or no (true or false)",
        ),
        (
            ["ask", "actions-per-goal", "-p", "confidence=2"],
            "“2” is no value for confidence; expected: a number from 0 to 1",
        ),
        (
            ["ask", "actions-per-goal", "-p", f"confidence={'9' * 5000}"],
            f"“{'9' * 60}…” is no value for confidence; expected: a number",
        ),
        (["questions", "qqqqqq"], "no question qqqqqq; see: planweave questions"),
        (["show", "kemi:kirjastto"], "no thing kemi:kirjastto is stored; did you mean kemi:kirjasto?"),
        (["show", "P1.1"], f"did you mean {FOLLOW_UP}:P1.1?"),
        (["show", "a b>"], "look for it with: planweave search TEXT"),
        (["show", "kemi:kirjasto", "--sources", "/nowhere"], "/nowhere: no such file or folder"),
        (["export", "x.odt"], "x.odt: unknown suffix; expected one of: "),
        (
            ["export", "x.ttl", "--view", "whole-plan"],
            "x.ttl holds no view; a view is written to one of: .graphml",
        ),
        (["export", "/nowhere/x.ttl"], "x.ttl: No such file or directory"),
        (["sparql", "nothing.rq"], "nothing.rq: no such file or folder"),
        (["remove", "kemii"], "no plan kemii is stored; did you mean kemi?"),
        (["undo", "kemii"], "no plan kemii is stored; did you mean kemi?"),
        (["check", "/nowhere"], "/nowhere: no such file or folder"),
    ],
)
def test_an_error_of_ours_is_one_line_and_exits_with_2(run: Run, args: list[str], expected: str) -> None:
    result = run(*args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("planweave: ")
    assert result.stderr.count("\n") == 1
    assert expected in result.stderr


@pytest.mark.parametrize("args", [["plans"], ["remove", "kemi"], ["undo", "kemi"], ["search", "x"]])
def test_without_a_store_nothing_is_made(runner: CliRunner, tmp_path: Path, args: list[str]) -> None:
    result = runner.invoke(planweave, ["--store", str(tmp_path / "none"), *args])
    assert result.exit_code == 2
    assert "no store here; make one with: planweave add FOLDER" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_an_unexpected_fault_shows_no_traceback(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("deep inside")

    monkeypatch.setattr(Store, "open", broken)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    result = run("--lang", "fi", "plans")
    (report,) = tmp_path.glob("planweave-*.txt")
    assert result.exit_code == 2
    assert result.stderr.startswith("planweave: vika itse ohjelmassa (ZeroDivisionError); ilmoita siitä")
    assert result.stderr.endswith(f"tiedosto {report}\n")
    assert result.stderr.count("\n") == 1
    text = report.read_text(encoding="utf-8")
    assert "Traceback" in text
    assert "deep inside" in text


def test_an_interrupt_exits_as_shells_expect(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Store, "open", interrupted)
    result = run("plans")
    assert (result.exit_code, result.stderr.strip()) == (130, "")


def test_a_closed_pipe_is_no_error(kemi_path: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-c", MAIN, "--store", str(kemi_path), "plans"]
    done = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, check=False)
    os.close(write)
    assert (done.returncode, done.stderr) == (141, b"")


# ---- settings


@pytest.mark.parametrize(
    ("environment", "lang"),
    [
        ({"LANG": "fi_FI.UTF-8"}, "fi"),
        ({"LANG": "fi_FI.UTF-8", "LC_ALL": "sv_FI.UTF-8"}, "sv"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LC_ALL": "C"}, "en"),
        ({}, "en"),
    ],
)
def test_the_language_is_that_of_the_system_else_english(environment: dict[str, str], lang: str) -> None:
    assert default_language(environment) == lang


def test_settings_come_from_options_before_the_environment(runner: CliRunner, kemi_path: Path) -> None:
    by_environment = {"PLANWEAVE_STORE": str(kemi_path), "PLANWEAVE_LANG": "sv"}
    swedish = runner.invoke(planweave, ["plans", "-f", "csv"], env=by_environment)
    finnish = runner.invoke(planweave, ["--lang", "fi", "plans", "-f", "csv"], env=by_environment)
    assert "Kemi register" in swedish.stdout
    assert swedish.stdout.startswith("Kod,Namn,")
    assert finnish.stdout.startswith("Tunnus,Nimi,")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("stream", "quiet", "shown"),
    [(Terminal(), False, True), (Terminal(), True, False), (io.StringIO(), False, False)],
)
def test_a_bar_is_shown_on_a_terminal_only(
    monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, quiet: bool, shown: bool
) -> None:
    monkeypatch.setattr(sys, "stderr", stream)
    with Setup(quiet=quiet).progress() as progress:
        assert (progress is not None) is shown
        if progress:
            progress("kemi", 1, 2)
    assert ("50%" in stream.getvalue() and "kemi" in stream.getvalue()) is shown


def test_quiet_keeps_hints_back_and_data_not(run: Run) -> None:
    quiet = run("--quiet", "ask", "actions-per-goal")
    assert quiet.stderr == ""
    assert quiet.stdout


def test_the_installed_command_speaks_utf8_whatever_the_system_does(kemi_path: Path) -> None:
    command = [
        sys.executable,
        "-c",
        MAIN,
        "--store",
        str(kemi_path),
        "--lang",
        "fi",
        "search",
        "työllisyys",
        "-f",
        "csv",
    ]
    environment = os.environ | {"PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"}
    done = subprocess.run(command, capture_output=True, env=environment, check=False)
    assert done.returncode == 0
    assert "työllisyys" in done.stdout.decode("utf-8").casefold()
