"""``earwitness add --csv``: many interviews from a table and a folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import click

from archive import intake
from archive.cli.terminal import say, the_archive, this_person, today
from archive.errors import BadInput
from archive.files import Files
from archive.intake import Batch, Fault
from archive.sentences import Foreign

_OPTIONS = {"interview_id": "id", "tag": "language", "recorded": "date", "uses": "use"}


def add_batch(table: Path, folder: Path, *, dry_run: bool, told: Mapping[str, object]) -> None:
    """Check a table and take in what is missing, printing the ids; a dry run only checks.

    Raises :class:`BadInput`, last of all, when a row is wrong, and at once for what is told beside the table.
    """
    if extra := ", ".join(f"--{_OPTIONS.get(name, name)}" for name, value in told.items() if value):
        raise BadInput(
            "%(extra)s would be ignored beside --csv.", next_step="Say it in a column of the table.", extra=extra
        )
    files, settings = the_archive()
    try:
        rows = intake.read_table(table.read_bytes())
    except OSError as error:
        raise BadInput(
            "%(table)s cannot be read: %(error)s.",
            next_step="Give the path of a table.",
            table=table,
            error=Foreign(error.strerror or str(error)),
        ) from error
    batch = intake.check(files, settings, rows, intake.in_folder(folder))
    _say_faults(batch.faults)
    here = len(batch.rows) - len(batch.missing)
    wrong = len(batch.faults_by_row)
    if dry_run:
        _conclude(f"{len(batch.missing)} would come in, {here} are here already", wrong)
    else:
        came, failed = _take_in(files, batch)
        _conclude(f"{came} came in, {here} were here already", wrong + failed)


def _take_in(files: Files, batch: Batch) -> tuple[int, int]:
    came = failed = 0
    for taken in intake.take_in_batch(files, batch, agent=this_person(), today=today()):
        if taken.fault:
            failed += 1
            _say_faults([taken.fault])
        else:
            came += 1
            click.echo(taken.interview)
    return came, failed


def _say_faults(faults: tuple[Fault, ...] | list[Fault]) -> None:
    for each in faults:
        say(str(each))


def _conclude(summary: str, wrong: int) -> None:
    if wrong:
        raise BadInput(
            "%(summary)s, %(wrong)s wrong.",
            next_step="Mend those rows and run it again.",
            summary=summary,
            wrong=f"{wrong} {'is' if wrong == 1 else 'are'}",
        )
    say(f"{summary}.")
