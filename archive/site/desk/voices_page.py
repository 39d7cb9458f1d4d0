"""Who is speaking: voices told apart by machine, who each is by people, and turns on a line of time to be put right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as Answer

from archive import correcting, jobs, speakers
from archive.access import unheard_because
from archive.errors import BadInput, NotFound
from archive.files import Files
from archive.moments import exact_clock, moment
from archive.records import Cue, Event, Interview, Recording, Turn
from archive.site.desk.board import office
from archive.site.desk.doors import agent, archive_settings, desk, files, open_to
from archive.site.desk.texts import LONGEST_NAME, sound_of
from archive.site.desk.typed import one_line

WIDTH = 1_000
"""Of the line of time, in its own units."""
_THINNEST = 1.5
"""So wide is a turn at least, or nobody would see it on the line of an hour."""


@dataclass(frozen=True, slots=True)
class Strand:
    """One voice on the line of time: whose it is or its letter, how long it speaks, and where: from, width."""

    name: str
    spoken_ms: int
    bars: tuple[tuple[float, float], ...]


def strands(turns: Iterable[Turn], duration_ms: int) -> list[Strand]:
    """Turns as they are drawn, a strand a voice, who speaks most first; pure."""
    by_voice: dict[str, list[Turn]] = {}
    for turn in turns:
        by_voice.setdefault(turn.voice, []).append(turn)
    drawn = [
        Strand(
            voice, sum(each.end_ms - each.start_ms for each in held), tuple(_bar(each, duration_ms) for each in held)
        )
        for voice, held in by_voice.items()
    ]
    return sorted(drawn, key=lambda each: -each.spoken_ms)


def _bar(turn: Turn, duration_ms: int) -> tuple[float, float]:
    scale = WIDTH / max(duration_ms, turn.end_ms)
    width = max(_THINNEST, (turn.end_ms - turn.start_ms) * scale)
    return round(min(turn.start_ms * scale, WIDTH - width), 1), round(width, 1)


@desk.get("/interviews/<interview_id>/voices")
@open_to("archivist", "editor", "reader")
def voices(interview_id: str) -> str:
    """Who speaks in one recording of an interview: how many voices, whose they are, and when they speak."""
    held = files()
    interview = held.read_interview(interview_id)
    tape = _tape(interview, request.args.get("recording", ""))
    draft = speakers.read_voices(held, interview_id, tape.name) if tape else None
    texts = _texts(held, interview_id, tape.name) if tape else []
    cues = texts[0] if texts else ()
    told = speakers.turns_of(cues)
    ends = [each.end_ms for each in cues] + [each.end_ms for each in (draft.turns if draft else ())]
    length_ms = max([tape.duration_ms if tape else 0, *ends])
    return render_template(
        "desk/voices.html",
        interview=interview,
        tapes=[each for each in interview.recordings if each.kind != "none"],
        tape=tape,
        draft=draft,
        heard=speakers.voices_heard(interview, draft, told) if draft else [],
        drafted=strands(draft.turns, length_ms) if draft else [],
        told=strands(told, length_ms),
        has_text=bool(texts),
        is_named=any(cue.speaker for text in texts for cue in text),
        people=_people(interview, texts),
        count=speakers.how_many(interview, tape) if tape else 0,
        most=speakers.MOST,
        sound=sound_of(held, interview_id, tape.name) if tape else None,
        missing=speakers.what_is_missing(archive_settings()),
        unheard=None if interview.withdrawn else unheard_because(interview),
        stage=_stage(held, interview_id, tape.name) if tape else None,
        asked={name: request.args.get(name, "")[:20] for name in ("from", "to")},
        exact_clock=exact_clock,
        width=WIDTH,
    )


def _tape(interview: Interview, name: str) -> Recording | None:
    """The recording asked for, or the first that has sound; raises :class:`NotFound` for one that is not there."""
    tapes = [each for each in interview.recordings if each.kind != "none"]
    if not name:
        return tapes[0] if tapes else None
    for each in tapes:
        if each.name == name:
            return each
    raise NotFound("%(interview)s has no %(recording)s.", interview=interview.id, recording=name)


def _texts(held: Files, interview_id: str, recording: str) -> list[Sequence[Cue]]:
    """The passages of every text of a recording: first what was said, word for word."""
    names = [each for each in correcting.worked_on(held, interview_id) if each.recording == recording]
    tracks = [correcting.read_text(held, interview_id, each).track for each in names]
    return [each.cues for each in sorted(tracks, key=lambda each: (each.is_translation, each.form != "verbatim"))]


def _people(interview: Interview, texts: Iterable[Sequence[Cue]]) -> list[str]:
    """Who may speak: the people of the record, and whoever is named in a text."""
    recorded = [each.name for each in (*interview.narrators, *interview.interviewers)]
    return list(dict.fromkeys([*recorded, *(cue.speaker for text in texts for cue in text if cue.speaker)]))


@dataclass(frozen=True, slots=True)
class _Stage:
    """How far the machine is: the step's event once it ended; whether somebody is at it."""

    event: Event | None
    is_running: bool


def _stage(held: Files, interview_id: str, recording: str) -> _Stage | None:
    """How far the telling apart of voices is; None where nobody asked for it, or consent forbids it."""
    try:
        step = jobs.find_step(held, archive_settings(), interview_id, recording, jobs.SPEAKERS)
    except NotFound:
        return None
    return _Stage(jobs.outcome(held, step), office().queue.heartbeats.is_alive(str(step)))


# --- acts ------------------------------------------------------------------------------------------------------------


@desk.post("/interviews/<interview_id>/voices/<recording>/find")
@open_to("archivist", "editor")
def find_voices(interview_id: str, recording: str) -> Answer:
    """Have so many voices told apart."""
    held, typed = files(), request.form.get("count", "")
    if not typed.isascii() or not typed.isdigit() or len(typed) > 2:
        raise BadInput("%(typed)r is no number of voices.", next_step="Write how many people speak.", typed=typed[:20])
    speakers.ask(held, interview_id, recording, int(typed), settings=archive_settings(), agent=agent())
    office().queue.nudge()
    flash(_("The voices are being told apart. Reload this page in a while."), "done")
    return _back(interview_id, recording)


@desk.post("/interviews/<interview_id>/voices/<recording>/names")
@open_to("archivist", "editor")
def name_voices(interview_id: str, recording: str) -> Answer:
    """Write who the voices are into the texts of the recording."""
    names = {key.removeprefix("name-"): _name(value) for key, value in request.form.items() if key.startswith("name-")}
    also_named = bool(request.form.get("also_named"))
    count = speakers.assign(files(), interview_id, recording, names, also_named=also_named, by=agent())
    if count:
        says = ngettext("%(num)s passage has its speaker now.", "%(num)s passages have their speaker now.", count)
        flash(says + " " + _("How it was before is among the versions."), "done")
    else:
        flash(_("No passage was changed: each has its speaker already, or no voice was given a name."), "wrong")
    return _back(interview_id, recording)


@desk.post("/interviews/<interview_id>/voices/<recording>/range")
@open_to("archivist", "editor")
def set_speaker(interview_id: str, recording: str) -> Answer:
    """Say who speaks from one moment to another."""
    start_ms, end_ms = (moment(request.form.get(each, "")) for each in ("start", "end"))
    name = _name(request.form.get("name", ""))
    count = speakers.reassign(files(), interview_id, recording, name, start_ms=start_ms, end_ms=end_ms, by=agent())
    told = {"start": exact_clock(start_ms), "end": exact_clock(end_ms), "name": name}
    if count:
        flash(_("From %(start)s to %(end)s, %(name)s speaks.", **told), "done")
    else:
        flash(_("Between %(start)s and %(end)s nothing is to be changed.", **told), "wrong")
    return _back(interview_id, recording)


def _name(typed: str) -> str:
    name = one_line(typed)
    if len(name) > LONGEST_NAME:
        raise BadInput("That is too long for a name.", next_step="Write who speaks.")
    return name


def _back(interview_id: str, recording: str) -> Answer:
    return redirect(url_for("desk.voices", interview_id=interview_id, recording=recording), 303)
