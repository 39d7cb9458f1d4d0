"""What was done: the events of an interview, of a person, or the latest of all, in words and as JSON lines."""

from __future__ import annotations

from flask import Response, make_response, render_template, request

from archive import accounts, provenance
from archive.files import HOUSE
from archive.site.desk.doors import archive_settings, desk, files, open_to

_A_PAGE = 50


@desk.get("/interviews/<interview_id>/log")
@open_to("archivist", "editor", "reader")
def interview_log(interview_id: str) -> str:
    """Every event of an interview, newest first."""
    held = files()
    interview = held.read_interview(interview_id)
    keys = provenance.log(held, interview_id)
    stretch = provenance.newest(held, keys, count=_A_PAGE, before=request.args.get("before", ""))
    return render_template("desk/log.html", interview=interview, stretch=stretch, count=len(keys))


@desk.get("/interviews/<interview_id>/log.jsonl")
@open_to("archivist", "editor", "reader")
def interview_log_lines(interview_id: str) -> Response:
    """The same whole, as lines of JSON, oldest first, for another program or another archive."""
    held = files()
    held.read_interview(interview_id)
    response = make_response(provenance.as_json_lines(held, interview_id))
    response.mimetype = "application/x-ndjson"
    response.headers["Content-Disposition"] = f'attachment; filename="{interview_id}.events.jsonl"'
    return response


@desk.get("/log")
@open_to("archivist", "editor", "reader")
def latest_log() -> str:
    """What people and machines did last in the whole archive, or one of them; of checks, only those of one person.

    A check changes nothing, and would hide what did.
    """
    held, by = files(), request.args.get("by", "")
    folders = (*HOUSE, *held.interview_ids())
    keys = (key for each in folders for key in provenance.log(held, each) if by or "/checks/" not in key)
    stretch = provenance.newest(held, keys, count=_A_PAGE, before=request.args.get("before", ""), by=by)
    people = [each.name for each in accounts.people(archive_settings())]
    return render_template("desk/log.html", interview=None, stretch=stretch, count=0, by=by, people=people)
