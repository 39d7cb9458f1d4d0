"""What the commands share: one place where errors are shown, who is acting, and progress on stderr."""

from __future__ import annotations

import errno
import getpass
import json
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import click

from archive.errors import ArchiveError, Unavailable
from archive.files import Files, open_files
from archive.sentences import UNSAID, Sentence, as_written, sentence
from archive.settings import Settings, read_settings, without_secrets


class Earwitness(click.Group):
    """The command group that shows every :class:`ArchiveError` as one plain message with its exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except ArchiveError as error:
            say(f"earwitness: {error}")
            ctx.exit(error.exit_code)
        except BrokenPipeError:
            ctx.exit(0)
        except Exception as error:
            known = _in_plain_words(error)
            if known is None:
                raise
            say(f"earwitness: {known}")
            ctx.exit(known.exit_code)


_PLAIN = {
    errno.ENOSPC: (
        sentence("There is no room left on the disk"),
        sentence("Make room, then try again: what was begun is finished."),
    ),
    errno.EDQUOT: (
        sentence("There is no room left for this account on the disk"),
        sentence("Make room, then try again."),
    ),
    errno.EROFS: (sentence("This disk can only be read"), sentence("Choose another place, or EARWITNESS_HOME.")),
    errno.EACCES: (
        sentence("This account may not do that here"),
        sentence("Mend who may read and write it, or choose another place."),
    ),
    errno.EPERM: (
        sentence("This account may not do that here"),
        sentence("Mend who may read and write it, or choose another place."),
    ),
    errno.ENOENT: (sentence("There is no such file or folder"), sentence("Make it first, or give another path.")),
    errno.ENOTDIR: (
        sentence("What should be a folder is a file"),
        sentence("Choose another place, or EARWITNESS_HOME."),
    ),
    errno.EEXIST: (
        sentence("What should be a folder is a file"),
        sentence("Choose another place, or EARWITNESS_HOME."),
    ),
    errno.EISDIR: (sentence("What should be a file is a folder"), sentence("Give the path of a file.")),
    errno.EIO: (
        sentence("The disk cannot be read or written"),
        sentence("Look after the disk; restore what is lost from a backup."),
    ),
}
# By name, so that no command waits for these to be imported.
_PARTS = {"botocore": "store", "aiobotocore": "store", "aiohttp": "store", "redis": "queue", "sqlite3": "index"}


def _in_plain_words(error: Exception) -> Unavailable | None:
    """What this machine or a service says, as a person can act on it; None for a defect of ours."""
    if isinstance(error, OSError):
        where = f": {error.filename}" if error.filename else ""
        fault: Sentence
        next_step: Sentence
        fault, next_step = _PLAIN.get(error.errno or 0, (as_written(error.strerror or str(error)), UNSAID))
        return Unavailable("%(why)s%(where)s.", next_step=next_step, why=fault, where=where)
    part = _PARTS.get(type(error).__module__.split(".")[0])
    if part is None:
        return None
    return Unavailable(
        "The %(part)s does not answer: %(error)s.",
        next_step="`earwitness doctor` says what is wrong.",
        part=part,
        error=error,
    )


def the_archive() -> tuple[Files, Settings]:
    """The archive that the environment names."""
    settings = read_settings()
    return open_files(settings), settings


because = click.option(
    "--because", default="", help="Why it is opened although nobody has looked at all there is to look at; for the log."
)


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
    """Tell the person at the terminal something that is not the result, in one line.

    What a stranger's file name can hold and no reader should meet (bytes that are no text, line breaks, the codes that
    steer a terminal) is spelled out; the secret in an address is not shown.
    """
    click.echo(
        "".join(each if each.isprintable() else ascii(each)[1:-1] for each in without_secrets(message)), err=True
    )


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
