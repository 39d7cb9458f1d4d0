"""What somebody should look at before an interview is published, on its page; who has looked says so by name.

Nothing here is acted on by itself (:mod:`archive.sensitivity`).
"""

from __future__ import annotations

from typing import get_args

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from archive import sensitivity
from archive.errors import ArchiveError, Unavailable
from archive.records import Interview, LookedAt
from archive.sensitivity import Looked
from archive.site.desk.doors import agent, archive_settings, desk, files, open_to


def look(interview: Interview) -> tuple[Looked, ...] | None:
    """What to look at before an interview is published; None where the record cannot be read for certain."""
    if interview.withdrawn:
        return None
    try:
        there = sensitivity.sights(files(), archive_settings(), interview.id)
    except Unavailable:
        raise
    except ArchiveError:
        return None  # the page says what is wrong with the record
    return sensitivity.looked_at(files(), interview.id, there)


@desk.post("/interviews/<interview_id>/publishing/looked")
@open_to("archivist")
def look_at(interview_id: str) -> Answer:
    """Keep what somebody ticked, of what they saw: each tick brings the mark of that."""
    files().read_interview(interview_id)
    there = sensitivity.sights(files(), archive_settings(), interview_id)
    seen = {what: request.form[what] for what in get_args(LookedAt) if what in request.form}
    stale = sensitivity.tick(files(), interview_id, there, seen, by=agent())
    if stale:
        flash(_("Something changed since you opened this page. Look at it as it is now, then tick it."), "wrong")
    elif seen:
        flash(_("It is kept that you have looked."), "done")
    is_all = not sensitivity.unlooked(sensitivity.looked_at(files(), interview_id, there))
    # Where all is looked at, the button that publishes comes next: at the head, where what is said stands too.
    return redirect(
        url_for("desk.publishing", interview_id=interview_id, _anchor="main" if is_all or stale else "look"), 303
    )
