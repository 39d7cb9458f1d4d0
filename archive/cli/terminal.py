"""What the commands share: one place where errors are shown, who is acting, and progress on stderr."""

from __future__ import annotations

import getpass
import json
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import click

from archive.errors import ArchiveError
from archive.files import Files, open_files
from archive.settings import Settings, read_settings


class Earwitness(click.Group):
    """The command group that shows every :class:`ArchiveError` as one plain message with its exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except ArchiveError as error:
            click.echo(f"earwitness: {error}", err=True)
            ctx.exit(error.exit_code)
        except BrokenPipeError:
            ctx.exit(0)


def the_archive() -> tuple[Files, Settings]:
    """The archive that the environment names."""
    settings = read_settings()
    return open_files(settings), settings


def this_person() -> str:
    """Who is acting, for the log: the name of the account on this machine."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "unknown"


def today() -> date:
    """The day, as archivists at this machine would write it."""
    return datetime.now().astimezone().date()


def now_utc() -> str:
    """This moment, UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def say(message: str) -> None:
    """Tell the person at the terminal something that is not the result."""
    click.echo(message, err=True)


def show_json(value: object) -> None:
    """A result for a program to read."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def progress(label: str) -> Callable[[int, int], None]:
    """A line on stderr that says how far something is and how long it will take; quiet where nobody is looking."""
    began = time.monotonic()
    shown = -1

    def tell(done_ms: int, total_ms: int) -> None:
        nonlocal shown
        per_cent = min(100, done_ms * 100 // total_ms) if total_ms else 0
        step = 1 if sys.stderr.isatty() else 10
        if per_cent // step == shown // step or not total_ms:
            return
        shown = per_cent
        spent = time.monotonic() - began
        left = f", about {_spell(spent * (100 - per_cent) / per_cent)} left" if 0 < per_cent < 100 else ""
        line = f"{label}: {per_cent} % of {_spell(total_ms / 1000)}{left}"
        if sys.stderr.isatty():
            click.echo(f"\r\033[K{line}", err=True, nl=per_cent >= 100)
        else:
            click.echo(line, err=True)

    return tell


def _spell(seconds: float) -> str:
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    hours, minutes = divmod(whole // 60, 60)
    return f"{hours} h {minutes:02d} min" if hours else f"{minutes} min {whole % 60:02d} s"
