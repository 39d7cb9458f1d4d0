"""The contents of an interview: headings that play, those that are suggested between them, and one form for each."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as Answer

from archive import contents
from archive.contents import EVERY_MS, Gone
from archive.describing import Differing, Wrong, faults, is_part, parts, version_of, with_parts
from archive.errors import ArchiveError, BadInput, NotFound, Refused
from archive.files import Files
from archive.language import terms
from archive.moments import exact_clock, moment
from archive.records import IndexPoint, Interview, Recording, Track, in_one
from archive.site.desk.doors import agent, desk, files, may, open_to
from archive.site.desk.record import languages_of
from archive.site.desk.sheets import Sheet, beside, in_words, is_let_go, lines, tidy, version_sent
from archive.site.desk.suggestions import choices, concept_named
from archive.site.desk.texts import sound_of

MINUTES = (3, 6, 12)
"""How far apart headings may be asked for."""

_MINUTE_MS = 60_000
_SAID = 100
_NEW = IndexPoint(start_ms=0, end_ms=0, title={})


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A heading, or one that is suggested, with the words that begin its stretch."""

    point: IndexPoint
    said: str
    language: str
    is_suggested: bool = False
    version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadingSheet(Sheet):
    """The form of one heading: editors write all of it."""

    def may_write(self, name: str) -> bool:
        """Whether this part is for whoever is at the desk to write."""
        return may("editor")


@desk.get("/interviews/<interview_id>/contents")
@open_to("archivist", "editor", "reader")
def contents_page(interview_id: str) -> str:
    """The headings of a recording, and those that are suggested where there are none or somebody asks."""
    interview = files().read_interview(interview_id)
    recording = _recording(interview, request.args.get("recording", ""))
    if recording is None:
        return render_template("desk/contents.html", interview=interview, recording=None)
    at_ms = request.args.get("edit", type=int)
    points = files().read_index_points(interview_id, recording.name)
    edited = next((each for each in points if each.start_ms == at_ms), None)
    return _page(interview, recording, sheet=_sheet(edited) if edited else None, at_ms=at_ms if edited else None)


def _page(
    interview: Interview,
    recording: Recording,
    *,
    sheet: Sheet | None = None,
    at_ms: int | None = None,
    fault: ArchiveError | None = None,
) -> str:
    """The page; ``sheet`` is the form of the heading at a moment, or, without one, of a new heading."""
    held, minutes = files(), _minutes()
    points = held.read_index_points(interview.id, recording.name)
    spoken = next(iter(contents.texts(held, interview.id, recording.name)), None)
    is_asked = minutes or (not points and request.args.get("every") is None)
    suggested = _suggested(held, interview.id, recording.name, points, minutes) if is_asked else ()
    begun = next((each for each in suggested if each.start_ms == request.args.get("new", type=int)), _NEW)
    new = sheet if sheet and at_ms is None else _sheet(begun)
    return render_template(
        "desk/contents.html",
        interview=interview,
        recording=recording,
        lines=_lines(points, suggested, spoken),
        suggested=len(suggested),
        dismissed=len(contents.read_dismissed(held, interview.id, recording.name)),
        sound=sound_of(held, interview.id, recording.name),
        has_words=spoken is not None,
        minutes=minutes or EVERY_MS // _MINUTE_MS,
        choices_of_minutes=MINUTES,
        edited=sheet if at_ms is not None else None,
        at_ms=at_ms,
        new=new,
        is_new_open="new" in request.args or (sheet is not None and at_ms is None),
        tags=languages_of(sheet if sheet and at_ms is not None else new),
        tags_new=languages_of(new),
        concepts=choices(held) if may("editor") else [],
        stamp=request.args.get("done", ""),
        fault=fault,
    )


def _minutes() -> int:
    """How far apart headings are asked for; 0 where nobody asks."""
    asked = request.values.get("every", 0, type=int)
    return asked if asked in MINUTES else 0


def _suggested(
    held: Files, interview_id: str, recording: str, made: Sequence[IndexPoint], minutes: int
) -> tuple[IndexPoint, ...]:
    every_ms = minutes * _MINUTE_MS or EVERY_MS
    found = contents.suggest(held, interview_id, recording, every_ms=every_ms)
    return contents.fresh(found, made, contents.read_dismissed(held, interview_id, recording))


def _lines(points: Sequence[IndexPoint], suggested: Sequence[IndexPoint], spoken: Track | None) -> list[Line]:
    """Headings and suggestions in order of time, each with what is said first."""
    cues = spoken.cues if spoken else ()
    starts = [each.start_ms for each in cues]

    def line(point: IndexPoint, is_suggested: bool) -> Line:
        at = bisect_left(starts, point.start_ms)
        said = contents.shortened(" ".join(each.text.strip() for each in cues[at : at + 8]), _SAID)
        version = "" if is_suggested else version_of(point)
        language = spoken.language if spoken else ""
        return Line(point=point, said=said, language=language, is_suggested=is_suggested, version=version)

    every = [*(line(each, False) for each in points), *(line(each, True) for each in suggested)]
    return sorted(every, key=lambda each: each.point.start_ms)


def _recording(interview: Interview, name: str) -> Recording | None:
    """The recording of that name, or the first."""
    if name and interview.recording(name) is None:
        raise NotFound("%(interview)s has no %(recording)s.", interview=interview.id, recording=name)
    return interview.recording(name) if name else next(iter(interview.recordings), None)


# --- acts ------------------------------------------------------------------------------------------------------------


@desk.post("/interviews/<interview_id>/contents/<recording>")
@open_to("archivist", "editor")
def add_headings(interview_id: str, recording: str) -> Answer | tuple[str, int]:
    """Add the heading that is written, or those that are suggested: one, or all; or dismiss one of these."""
    act = request.form.get("act", "")
    if act == "add":
        return _add_written(interview_id, recording)
    if act in ("dismiss", "offer again"):
        return _dismissed(interview_id, recording, act)
    held = files()
    found = _suggested(held, interview_id, recording, held.read_index_points(interview_id, recording), _minutes())
    accepted = [each for each in found if act == "accept all" or each.start_ms == request.form.get("at", type=int)]
    if not accepted:
        raise BadInput("That heading is not suggested any more.", next_step="Reload the page: the text has changed.")
    stamp = contents.add(held, interview_id, recording, accepted, agent=agent())
    flash(ngettext("%(num)s heading was added.", "%(num)s headings were added.", len(accepted)), "done")
    return _back(interview_id, recording, stamp, accepted[0].start_ms)


def _dismissed(interview_id: str, recording: str, act: str) -> Answer:
    if act == "dismiss":
        contents.dismiss(files(), interview_id, recording, request.form.get("at", -1, type=int), agent=agent())
        flash(_("It is not suggested here again."), "done")
    else:
        count = contents.offer_again(files(), interview_id, recording, agent=agent())
        flash(ngettext("%(num)s is suggested again.", "%(num)s are suggested again.", count), "done")
    return _back(interview_id, recording, "")


def _add_written(interview_id: str, recording: str) -> Answer | tuple[str, int]:
    interview = files().read_interview(interview_id)
    tape = _recording(interview, recording)
    assert tape is not None
    told, found = _sent(_NEW, tape)
    if found:
        return _page(interview, tape, sheet=_as_sent(_NEW, told, found)), 422
    try:
        stamp = contents.add(files(), interview_id, recording, [told], agent=agent())
    except Refused as refused:
        return _page(interview, tape, sheet=_as_sent(_NEW, told, {}), fault=refused), refused.status
    flash(_("The heading was added."), "done")
    return _back(interview_id, recording, stamp, told.start_ms)


@desk.post("/interviews/<interview_id>/contents/<recording>/<int:at_ms>")
@open_to("archivist", "editor")
def change_heading(interview_id: str, recording: str, at_ms: int) -> Answer | tuple[str, int]:
    """Keep what is written of a heading, wherever it is moved to, or take it out."""
    interview = files().read_interview(interview_id)
    tape = _recording(interview, recording)
    assert tape is not None
    if request.form.get("act") == "remove":
        stamp = contents.remove(files(), interview_id, recording, at_ms, seen=version_sent(), agent=agent())
        flash(_("The heading was taken out."), "done")
        return _back(interview_id, recording, stamp)
    now = next((each for each in files().read_index_points(interview_id, recording) if each.start_ms == at_ms), _NEW)
    told, found = _sent(now, tape)
    if found:
        return _page(interview, tape, sheet=_as_sent(now, told, found), at_ms=at_ms), 422
    return _kept(interview, tape, at_ms, told)


def _kept(interview: Interview, tape: Recording, at_ms: int, told: IndexPoint) -> Answer | tuple[str, int]:
    try:
        where = (files(), interview.id, tape.name, at_ms)
        stamp = contents.change(*where, told, started_from=version_sent(), agent=agent())
    except Differing as differing:
        return _page(interview, tape, sheet=_two(differing, interview.id), at_ms=at_ms), differing.status
    except Gone as gone:  # what was typed may become a heading of its own
        return _page(interview, tape, sheet=_as_sent(_NEW, told, {}), fault=gone), gone.status
    except Refused as refused:
        return _page(interview, tape, sheet=_as_sent(told, told, {}), at_ms=at_ms, fault=refused), refused.status
    flash(_("Kept."), "done")
    return _back(interview.id, tape.name, stamp, told.start_ms)


@desk.post("/interviews/<interview_id>/contents/<recording>/undo")
@open_to("archivist", "editor")
def undo_heading(interview_id: str, recording: str) -> Answer:
    """Take an act on the headings back; what others did to other headings since stays."""
    stamp = contents.take_back(files(), interview_id, recording, request.form.get("stamp", ""), agent=agent())
    flash(_("Undone."), "done")
    return _back(interview_id, recording, stamp)


def _back(interview_id: str, recording: str, stamp: str, at_ms: int | None = None) -> Answer:
    address = url_for(
        "desk.contents_page",
        interview_id=interview_id,
        recording=recording,
        every=request.form.get("every") or None,
        done=stamp or None,
        _anchor=f"at-{at_ms}" if at_ms is not None else None,
    )
    return redirect(address, 303)


# --- the form of one heading -----------------------------------------------------------------------------------------


def _sheet(point: IndexPoint) -> Sheet:
    version = version_of(point) if point is not _NEW else ""
    return HeadingSheet(said=_as_shown(parts(point)), version=version)


def _as_shown(said: Mapping[str, Any]) -> dict[str, Any]:
    """The parts of a heading as its form has them: a moment as a clock, keywords line by line."""
    return {**said, "start_ms": exact_clock(said["start_ms"]), "keywords": "\n".join(said["keywords"])}


def _as_sent(before: IndexPoint, told: IndexPoint, found: Mapping[str, Wrong]) -> Sheet:
    said = _as_shown(parts(before) | parts(told)) | {"start_ms": tidy("", request.form.get("start_ms", ""))}
    wrong = {name: in_words(each) for name, each in found.items()}
    return HeadingSheet(said=said, version=version_sent() if before is not _NEW else "", faults=wrong)


def _two(differing: Differing, interview_id: str) -> Sheet:
    """The form with what another wrote beside what stands in it."""
    both = beside(differing, interview_id)
    return HeadingSheet(said=_as_shown(both.said), version=both.version, theirs=both.theirs, by=both.by)


def _sent(now: IndexPoint, tape: Recording) -> tuple[IndexPoint, dict[str, Wrong]]:
    """The heading as the form has it, and what of it cannot be kept; what was let go is as it stands ``now``."""
    told: dict[str, Any] = {name: tidy(name, text) for name, text in request.form.items() if is_part(now, name)}
    found: dict[str, Wrong] = {}
    try:
        told["start_ms"] = moment(request.form.get("start_ms", ""))
        if tape.duration_ms and told["start_ms"] >= tape.duration_ms:
            found["start_ms"] = "moment"
    except BadInput:
        told["start_ms"], found["start_ms"] = now.start_ms, "moment"
    told["keywords"] = lines("keywords")
    told["subjects"], is_known = _subjects(now)
    found |= {} if is_known else {"subjects": "concept"}
    told |= {name: parts(now).get(name, "") for name in told if is_let_go(name)}
    latest = max(told["start_ms"], now.end_ms)
    point = with_parts(replace(now, end_ms=latest), told)
    if not any(terms(each) for each in point.title.values()):
        found[next((name for name in told if name.startswith("title.")), "title.en")] = "untitled"
    return point, found | faults(told)


def _subjects(now: IndexPoint) -> tuple[tuple[str, ...], bool]:
    """The subjects that were chosen, each as the vocabulary names it, and whether it has all; old ones may stay."""
    subjects, is_known = [], True
    for typed in filter(None, (tidy("", each) for each in request.form.getlist("subject"))):
        concept = concept_named(files(), typed)
        is_known = is_known and (concept is not None or typed in now.subjects)
        subjects.append(in_one(concept[1].labels) if concept else typed)
    return tuple(dict.fromkeys(subjects)), is_known
