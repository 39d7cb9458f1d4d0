"""What falls due: embargoes and parts that wait for a day. On the day the desk asks; nothing opens by itself."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Response, make_response, render_template, url_for
from flask_babel import gettext as _

from archive.access.due import Due, due
from archive.errors import ArchiveError, Unavailable
from archive.files import Files
from archive.records import Texts
from archive.site.desk.doors import desk, files, open_to
from archive.site.desk.publishing import today


@desk.get("/due")
@open_to("archivist", "editor", "reader")
def falls_due() -> str:
    """Everything that waits: what should be decided now, what comes, and what has no day."""
    found, titles = waiting(files())
    now = [each for each in found if each.has_come(today())]
    return render_template(
        "desk/due.html",
        now=now,
        later=[each for each in found if each.day and each not in now],
        undecided=[each for each in found if not each.day],
        titles=titles,
    )


@desk.get("/due.ics")
@open_to("archivist", "editor", "reader")
def due_calendar() -> Response:
    """The same as a calendar (RFC 5545), by number alone: calendars are copied to where titles should not be."""
    found, _titles = waiting(files())
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Earwitness//Desk//EN"]
    for each in found:
        if each.day and each.day[:10].replace("-", "").isdigit():
            lines += _entry(each)
    response = make_response("\r\n".join([*lines, "END:VCALENDAR", ""]))
    response.mimetype = "text/calendar"
    response.headers["Content-Disposition"] = 'attachment; filename="earwitness-due.ics"'
    return response


def waiting(held: Files) -> tuple[list[Due], Mapping[str, Texts]]:
    """What waits in the whole archive, the earliest first, and the titles; what cannot be read is told of elsewhere."""
    found: list[Due] = []
    titles: dict[str, Texts] = {}
    for interview_id in held.interview_ids():
        try:
            interview = held.read_interview(interview_id)
        except Unavailable:
            raise
        except ArchiveError:
            continue
        theirs = due(interview)
        found += theirs
        if theirs:
            titles[interview_id] = interview.title
    return sorted(found), titles


def _entry(each: Due) -> list[str]:
    day = each.day.replace("-", "")
    address = url_for("desk.publishing", interview_id=each.interview, _external=True)
    return [
        "BEGIN:VEVENT",
        f"UID:{each.interview}-{each.what}@earwitness",
        f"DTSTAMP:{day}T000000Z",
        f"DTSTART;VALUE=DATE:{day}",
        f"SUMMARY:{_('Decide about %(id)s', id=each.interview)}",
        f"URL:{address}",
        "END:VEVENT",
    ]
