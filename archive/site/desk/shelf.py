"""What a guest finds at the desk: the interviews granted to them, each to read and hear until its hour (decision 0024).

A guest meets what ``release`` lets the public meet of an interview whose closures are lifted, so pseudonyms and what is
withheld hold unless the grant says otherwise. All is asked for anew at every request: a grant that ended or was taken
back, a new redaction, a consent taken back hold from the next click on. What is not granted answers as what never was.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from flask import Response, current_app, render_template, request, url_for
from itsdangerous import BadSignature, URLSafeSerializer

from archive import jobs, publication
from archive.access import as_granted, granted_to, not_to_be_granted
from archive.describing import mark
from archive.errors import ArchiveError, NotFound, Unavailable
from archive.files import Files
from archive.holdings import holdings
from archive.index import slug
from archive.records import Grant, Interview
from archive.release import MediaFile, Released, release
from archive.search import marker
from archive.site.desk.doors import SESSION, desk, files, open_to, signed_in
from archive.site.desk.hours import hour
from archive.site.desk.listening import sent
from archive.site.reading_room.asked import asked
from archive.site.reading_room.choosing import chosen_recording
from archive.site.reading_room.interview_page import interview_page
from archive.site.reading_room.waveform import HEIGHT, WIDTH

ASKED_EVERY_S = 1.0
"""How long a file that is being sent goes on after a grant was taken back."""


@dataclass(frozen=True, slots=True)
class Lent:
    """An interview and the grant by which this guest may read it at this moment."""

    interview: Interview
    grant: Grant

    @property
    def mark(self) -> str:
        """Changes with whatever decides what the guest may meet of it."""
        return mark([publication.standing(self.interview), mark(self.interview.gallery), mark(self.grant)])


@desk.get("/shelf")
@open_to("guest")
def shelf() -> str:
    """The interviews that are granted to who asks, and until when."""
    found = [(each, shown) for each in _all_lent() if (shown := _released(each)) is not None]
    return render_template("desk/shelf.html", found=found, hour=hour)


@desk.get("/shelf/<interview_id>")
@open_to("guest")
def lent_interview(interview_id: str) -> str:
    """One of them, to read and hear as in the reading room."""
    lent = _lent(interview_id)
    found = _released(lent) if lent else None
    if lent is None or found is None:
        raise _nothing()
    ask = asked(request.args)
    page = interview_page(
        found,
        ask,
        peaks=_peaks(chosen_recording(found, ask.recording).media),
        marker=marker(ask.query) if ask.query else None,
    )
    return render_template(
        "desk/lent.html",
        page=page,
        interview=found,
        lent=lent,
        hour=hour,
        slug=slug,
        query=ask.query,
        is_lent=True,
        media_url=lambda _id, name: _media_url(lent, found, name),
        wave_width=WIDTH,
        wave_height=HEIGHT,
    )


@desk.get("/shelf/<interview_id>/media/<link>/<name>")
@open_to("guest")
def lent_media(interview_id: str, link: str, name: str) -> Response:
    """A file that a page of this session led to; no other session can use its address, nor this one after its hour."""
    lent = _lent(interview_id)
    try:
        told_mark, key = _signer().loads(link)
    except (BadSignature, ValueError, TypeError):
        raise _nothing() from None
    if lent is None or told_mark != lent.mark or not key.endswith(f"/{name}"):
        raise _nothing()
    return sent(key, goes_on=_still(lent))


def _still(lent: Lent) -> Callable[[], bool]:
    """Whether a file may still be sent: its hour is looked at each time, once a second what was decided since."""
    held, ends, asked_at = files(), datetime.fromisoformat(lent.grant.until), time.monotonic()

    def goes_on() -> bool:
        nonlocal asked_at
        if datetime.now(UTC) >= ends:
            return False
        if time.monotonic() - asked_at < ASKED_EVERY_S:
            return True
        asked_at = time.monotonic()
        return _is_as_it_was(held, lent)

    return goes_on


def _is_as_it_was(held: Files, lent: Lent) -> bool:
    """Whether nobody has decided anew, since it was lent, what decides whether and what may be met of an interview."""
    try:
        now = Lent(held.read_interview(lent.interview.id), lent.grant)
        is_granted = lent.grant in publication.read_grants(held, now.interview.id)
        return is_granted and now.mark == lent.mark and not not_to_be_granted(now.interview)
    except ArchiveError:  # what cannot be read for certain is lent to nobody
        return False


def _lent(interview_id: str) -> Lent | None:
    """The interview, if it is granted to who asks; what cannot be read for certain is not."""
    account, held = signed_in(), files()
    try:
        since = datetime.fromisoformat(account.made_at)
        grants = publication.read_grants(held, interview_id)
        grant = granted_to(grants, account.name, since=since, now=datetime.now(UTC))
        if grant is None or not_to_be_granted(interview := held.read_interview(interview_id)):
            return None
        if why := jobs.why_not_as_lent(held, interview_id, grant):
            current_app.logger.error("%s is lent to nobody: %s", interview_id, why)
            return None
        return Lent(interview, grant)
    except Unavailable:
        raise
    except ArchiveError as fault:
        current_app.logger.warning("%s is lent to nobody: %s", interview_id[:20], fault)
        return None


def _all_lent() -> Iterator[Lent]:
    return (lent for each in files().interview_ids() if (lent := _lent(each)) is not None)


def _released(lent: Lent) -> Released | None:
    """What the guest meets of it; None where that is nothing, as of what nobody can read for certain."""
    try:
        held = holdings(files(), lent.interview.id)
        return release(replace(held, interview=as_granted(held.interview, lent.grant)))
    except Unavailable:
        raise
    except ArchiveError as fault:
        current_app.logger.error("%s cannot be lent: %s", lent.interview.id, fault)
        return None


def _nothing() -> NotFound:
    return NotFound("There is nothing here for you.", next_step="Your shelf has what was granted to you.")


# --- sound and pictures ----------------------------------------------------------------------------------------------


def _media_url(lent: Lent, found: Released, name: str) -> str:
    """An address for one file that is worth nothing in another session, or once anything is decided anew."""
    files_of_it = [each for recording in found.recordings for each in recording.media]
    files_of_it += [each.file for each in found.pictures]
    key = next(each.key for each in files_of_it if each.name == name)
    link = _signer().dumps([lent.mark, key])
    return url_for("desk.lent_media", interview_id=found.id, link=link, name=key.rpartition("/")[2])


def _signer() -> URLSafeSerializer:
    session = hashlib.sha256(request.cookies.get(SESSION, "").encode()).hexdigest()
    return URLSafeSerializer(current_app.secret_key or b"", salt=f"lent to {session}")


def _peaks(media: tuple[MediaFile, ...]) -> list[float]:
    """The recording's real amplitudes, 0 to 1; none where they were not measured or are not for this guest."""
    file = next((each for each in media if each.role == "peaks"), None)
    try:
        measured = json.loads(files().store.read(file.key)) if file else {"peaks": []}
        return [peak / 100 for peak in measured["peaks"]]
    except (NotFound, ValueError, LookupError):
        return []
