"""What a command writes on the terminal: sentences, lists of problems, progress, and why it ends early."""

import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import click

from lib.common import Problem, Tick
from lib.common.phrasing import without_backticks
from lib.common.problem_counts import ProblemCounts

_PATIENCE = 1.0
"""Seconds after which progress is shown."""

_PAUSE = 0.1
"""Seconds between two lines of progress."""


class NeedsPerson(click.ClickException):
    """The command ends without its file, because a person must decide or correct something."""

    exit_code = 1

    def show(self, file: object = None) -> None:
        """Writes the message on stderr."""
        say(self.format_message(), error=True)


def say(text: str, *, error: bool = False) -> None:
    """Writes a line. A cell's text may hold codes that steer a terminal: they are replaced."""
    click.echo("".join(mark if mark.isprintable() or mark == "\n" else "\ufffd" for mark in text), err=error)


def say_problems(problems: Iterable[Problem] | ProblemCounts) -> None:
    """Writes the problems on stderr: of each kind the first ones, and how many more there are."""
    counts = problems if isinstance(problems, ProblemCounts) else ProblemCounts(problems)
    for kind in counts.kinds():
        for problem in kind.first:
            say(f"- {without_backticks(str(problem))}", error=True)
        if more := kind.count - len(kind.first):
            say(f"  and {more:,} more like this", error=True)


@contextmanager
def progress(what: str) -> Iterator[Tick]:
    """A callback that shows how much is done, on a terminal and once the work takes more than a second."""
    started, shown = time.monotonic(), 0.0

    def tick(done: int, total: int) -> None:
        nonlocal shown
        now = time.monotonic()
        if now - started < _PATIENCE or now - shown < _PAUSE or not sys.stderr.isatty():
            return
        shown = now
        click.echo(f"\r\x1b[K{what}: {done:,} of {total:,}", err=True, nl=False)

    try:
        yield tick
    finally:
        if shown:
            click.echo("\r\x1b[K", err=True, nl=False)
