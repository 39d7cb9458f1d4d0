"""Taking in: files come in and become the tapes of an interview, in an order one can change."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import IO, Any

from flask import Request, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as Answer
from wtforms import StringField, TextAreaField
from wtforms.validators import Length

from archive import intake, uploads
from archive.errors import ArchiveError, BadInput, NotFound
from archive.intake import Details, Seen
from archive.records import INTERVIEW_ID, Interview
from archive.site.desk.doors import agent, archive_settings, desk, files, open_to
from archive.site.desk.ordering import place_sent
from archive.site.desk.sending import own_upload
from archive.site.desk.typed import one_line
from archive.site.telling import translated
from archive.uploads import Upload

_LONGEST = 1000
_MANY = 10_000


class SentFiles(Request):
    """A request whose files wait in the archive's own folder, not in whatever ``/tmp`` holds or in memory.

    They are thrown away with the request, also where the disk was full before the form had come in whole.
    """

    def __init__(self, *args: Any, **told: Any) -> None:
        super().__init__(*args, **told)
        self._waiting = ExitStack()

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        folder = archive_settings().instance
        folder.mkdir(parents=True, exist_ok=True)
        return self._waiting.enter_context(tempfile.TemporaryFile(dir=folder))

    def close(self) -> None:
        """Close what came with the form; on a full disk, closing a half-written file fails, and it is closed anyway."""
        with suppress(OSError):
            self._waiting.close()
        super().close()


class Basics(FlaskForm):  # type: ignore[misc]
    """What is known of an interview when it comes in; all of it may wait."""

    title = StringField(_l("Title"), [Length(max=_LONGEST)])
    narrators = TextAreaField(_l("Narrators"), [Length(max=_MANY)])
    interviewers = TextAreaField(_l("Interviewers"), [Length(max=_MANY)])
    date = StringField(_l("Date of the interview"), [Length(max=_LONGEST)])
    language = StringField(_l("Language spoken"), [Length(max=_LONGEST)])
    collection = StringField(_l("Collection"), [Length(max=_LONGEST)])
    interview = StringField(_l("Further tapes of an interview that is here"), [Length(max=_LONGEST)])

    def details(self) -> Details:
        """The same in the archive's words."""
        return Details(
            title=one_line(self.title.data),
            narrators=_lines(self.narrators.data),
            interviewers=_lines(self.interviewers.data),
            date=one_line(self.date.data),
            language=one_line(self.language.data),
            collection=one_line(self.collection.data),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Tape:
    """An upload as the page shows it: what is known of it, where it is a duplicate of, and its place in the order."""

    upload: Upload
    found: Seen | None = None
    duplicate_of: str = ""
    place: int = 0
    is_chosen: bool = True
    no_better_copy: bool = False

    @property
    def can_be_taken_in(self) -> bool:
        """Whether nothing speaks against it, as far as anybody has looked."""
        is_usable = self.found is None or not self.found.fault or self.found.is_cut_short
        return self.upload.is_whole and is_usable and not self.duplicate_of


@desk.get("/intake")
@open_to("archivist")
def taking_in() -> str:
    """The page on which files come in."""
    return _page(Basics(formdata=None, interview=request.args.get("interview", "")), _tapes())


@desk.post("/intake/files")
@open_to("archivist")
def send_files() -> Answer:
    """Files sent by a plain form, for browsers without scripts."""
    for file in request.files.getlist("file"):
        if file.filename:
            intake.look(files(), archive_settings(), _kept(file))
    return redirect(url_for("desk.taking_in"), 303)


@desk.post("/intake/<upload_id>/look")
@open_to("archivist")
def look_at_upload(upload_id: str) -> str:
    """Look into a file that has just come in, and show its row of the page."""
    upload = own_upload(upload_id)
    intake.look(files(), archive_settings(), upload)
    return render_template("desk/tape.html", tape=_tape(upload, place=len(uploads.waiting(files(), by=agent()))))


@desk.post("/intake/<upload_id>/discard")
@open_to("archivist")
def discard_sent(upload_id: str) -> Answer:
    """Remove a file that was sent and is not wanted."""
    upload = own_upload(upload_id)
    uploads.discard(files(), upload)
    flash(_("%(name)s was discarded.", name=upload.name), "done")
    return redirect(url_for("desk.taking_in"), 303)


@desk.post("/intake")
@open_to("archivist")
def take_in() -> Answer | tuple[str, int]:
    """Make the chosen files, in their order, an interview or further tapes of one."""
    form, tapes = Basics(), _tapes_as_sent()
    sent = [each.upload for each in tapes if each.is_chosen]
    if not form.validate() or _told_faults(form):
        return _page(form, tapes), 422
    try:
        interview = _taken_in(form, sent)
    except ArchiveError as fault:
        return _page(form, _tapes_as_sent(), fault=fault), fault.status
    flash(_("%(id)s was taken in.", id=interview.id), "done")
    return redirect(url_for("desk.interview_hub", interview_id=interview.id), 303)


def _taken_in(form: Basics, sent: Sequence[Upload]) -> Interview:
    settings, held = archive_settings(), files()
    damaged = set(request.form.getlist("no_better_copy"))
    if existing := one_line(form.interview.data):
        if not INTERVIEW_ID.fullmatch(existing):
            raise BadInput("%(id)s is not an interview's id.", next_step="Ids look like 2026-014.", id=existing)
        return intake.add_sent(held, settings, existing, sent, damaged=damaged, agent=agent())
    today = datetime.now().astimezone().date()
    described = form.details().interview(today=today)
    return intake.take_in_sent(held, settings, described, sent, damaged=damaged, agent=agent(), today=today)


def _told_faults(form: Basics) -> bool:
    faults = form.details().faults()
    for name, fault in faults.items():
        form[name].errors = [translated(fault.sentence)]
    return bool(faults)


def _page(form: Basics, tapes: Sequence[Tape], *, fault: ArchiveError | None = None) -> str:
    collections = files().collection_slugs()
    return render_template("desk/intake.html", form=form, tapes=tapes, collections=collections, fault=fault)


def _kept(file: FileStorage) -> Upload:
    """A file that came with a form, as an upload."""
    length = file.stream.seek(0, 2)
    file.stream.seek(0)
    upload = uploads.begin(files(), archive_settings(), name=file.filename or "", length=length, by=agent())
    return uploads.receive(files(), upload, file.stream, offset=0)


def _tapes() -> list[Tape]:
    """What waits, by name: files that are sent together arrive in any order, and side A belongs before side B."""
    waiting = sorted(uploads.waiting(files(), by=agent()), key=lambda each: by_number(each.name))
    return [_tape(each, place=place) for place, each in enumerate(waiting, 1)]


def by_number(name: str) -> list[str | int]:
    """A key under which names stand as people count: tape 2 before tape 10; pure."""
    return [int(part) if part.isdecimal() else part for part in re.split(r"(\d+)", name.casefold())]


def _tape(upload: Upload, *, place: int) -> Tape:
    found = intake.seen(upload) if upload.is_whole else None
    here = intake.duplicate_of(files(), found) if found else ""
    tape = Tape(upload=upload, found=found, duplicate_of=here, place=place)
    return replace(tape, is_chosen=tape.can_be_taken_in)


def _tapes_as_sent() -> list[Tape]:
    """The tapes as the form has them: which are chosen, and in which order."""
    chosen, damaged = set(request.form.getlist("tape")), set(request.form.getlist("no_better_copy"))
    tapes = [
        replace(
            each,
            is_chosen=each.upload.id in chosen,
            no_better_copy=each.upload.id in damaged,
            place=place_sent(each.upload.id, otherwise=each.place),
        )
        for each in _tapes()
    ]
    if gone := chosen - {each.upload.id for each in tapes}:
        raise NotFound("A file that you chose is gone.", next_step="Send it again (%(num)s).", num=len(gone))
    return sorted(tapes, key=lambda each: each.place)


def _lines(said: str | None) -> tuple[str, ...]:
    return tuple(name for each in (said or "").splitlines() if (name := one_line(each)))
