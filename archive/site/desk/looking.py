"""What somebody should look at before an interview is published, on its page; who has looked says so by name.

Nothing here is acted on by itself (:mod:`archive.sensitivity`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, get_args

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from archive import sensitivity
from archive.access import as_open, as_published, shown
from archive.errors import ArchiveError, Unavailable
from archive.records import Interview, LookedAt
from archive.sensitivity import Looked
from archive.site.desk.doors import agent, archive_settings, desk, files, open_to


def look(interview: Interview, decided: Callable[[Interview], Interview] = as_published) -> tuple[Looked, ...] | None:
    """What to look at before an interview is opened so; None where the record cannot be read for certain."""
    if interview.withdrawn:
        return None
    try:
        return sensitivity.look(files(), archive_settings(), interview.id, decided)
    except Unavailable:
        raise
    except ArchiveError:
        return None  # the page says what is wrong with the record


def may_be_opened(interview: Interview) -> bool:
    """Whether there would be more to read if all of it were open."""
    return shown(as_published(interview)) != shown(as_open(interview))


def asks_as_open() -> bool:
    """Whether what would be to read if all were open is asked for."""
    return request.values.get("as") == "open"


@desk.post("/interviews/<interview_id>/publishing/looked")
@open_to("archivist")
def look_at(interview_id: str) -> Answer:
    """Keep what somebody ticked, of what they saw: each tick brings the mark of that."""
    decided = as_open if asks_as_open() and may_be_opened(files().read_interview(interview_id)) else as_published
    there = sensitivity.sights(files(), archive_settings(), interview_id, decided)
    seen = {what: request.form[what] for what in get_args(LookedAt) if what in request.form}
    stale = sensitivity.tick(files(), interview_id, there, seen, by=agent())
    if stale:
        flash(_("Something changed since you opened this page. Look at it as it is now, then tick it."), "wrong")
    elif seen:
        flash(_("It is kept that you have looked."), "done")
    is_all = not sensitivity.unlooked(sensitivity.look(files(), archive_settings(), interview_id, decided))
    # Where all is looked at, the button that opens it comes next: at the head, where what is said stands too.
    told: dict[str, Any] = {"as": "open"} if decided is as_open else {}
    anchor = "main" if is_all or stale else "look"
    return redirect(url_for("desk.publishing", interview_id=interview_id, _anchor=anchor, **told), 303)
