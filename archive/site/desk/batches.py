"""Many interviews from a table, in the browser: checked first, then taken in a handful at a time."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask_babel import ngettext
from werkzeug.wrappers import Response as Answer

from archive import intake, uploads
from archive.accession import Source, Tape
from archive.errors import BadInput
from archive.intake import Batch, Fault
from archive.site.desk.doors import agent, archive_settings, desk, files, open_to

_AT_ONCE_S = 15.0
"""So long one answer may take; what is missing then comes in with the next."""


@desk.get("/batch")
@open_to("archivist")
def batch() -> str:
    """The page of a batch: a table, and the files that were sent for it."""
    return _page("", None)


@desk.post("/batch")
@open_to("archivist")
def check_batch() -> tuple[str, int] | str | Answer:
    """Check a table; if asked to, take in as many of its rows as one answer has time for."""
    table = _table()
    checked = intake.check(files(), archive_settings(), intake.read_table(table.encode()), _sent())
    if "take_in" not in request.form:
        return _page(table, checked)
    failed = _take_in(checked)
    again = intake.check(files(), archive_settings(), intake.read_table(table.encode()), _sent())
    here = len(again.rows) - len(again.missing)
    flash(ngettext("%(num)s row is in.", "%(num)s rows are in.", here), "done")
    if again.missing or again.faults or failed:
        return _page(table, again, failed)
    _discard(again)
    return redirect(url_for("desk.first_page"), 303)


def _take_in(checked: Batch) -> list[Fault]:
    failed, until = [], time.monotonic() + _AT_ONCE_S
    today = datetime.now().astimezone().date()
    for taken in intake.take_in_batch(files(), checked, agent=agent(), today=today):
        if taken.fault:
            failed.append(taken.fault)
        if time.monotonic() > until:
            break
    return failed


def _discard(done: Batch) -> None:
    """Remove what was sent for a table of which every row is in; until then each file says that its row is."""
    used = {each.path for row in done.rows for each in row.sources if isinstance(each, Tape)}
    for upload in uploads.waiting(files(), by=agent()):
        if upload.path in used:
            uploads.discard(files(), upload)


def _table() -> str:
    """The table, as a file or as the text that an earlier answer of ours gave back."""
    file = request.files.get("table")
    if file is not None and file.filename:
        return intake.decoded(file.read(intake.LARGEST + 1))
    if text := request.form.get("text", ""):
        return text
    raise BadInput("No table was chosen.", next_step="Choose a CSV file.")


def _sent() -> intake.Find:
    """Finds the recordings that this person has sent."""
    sent: dict[str, Sequence[Source]] = {}
    for each in uploads.waiting(files(), by=agent()):
        if each.is_whole:
            found = intake.seen(each)
            tape = Tape(path=each.path, name=each.name, sha256=found.sha256 if found else "")
            sent[each.name] = [*sent.get(each.name, []), tape]
    return intake.among(sent)


def _page(table: str, checked: Batch | None, failed: Sequence[Fault] = ()) -> str:
    sent = [each for each in uploads.waiting(files(), by=agent()) if each.is_whole]
    return render_template(
        "desk/batch.html", table=table, batch=checked, failed=failed, columns=intake.COLUMNS, sent=len(sent)
    )
