"""The page on which it is decided what of a recording nobody may read or hear: stretches, and names that are said."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from archive import proofs, publication, transcripts
from archive.access import Gap, gaps, is_cut, may_be_processed, removed, shown
from archive.errors import BadInput, NotFound
from archive.files import Files, media_folder
from archive.moments import exact_clock, moment
from archive.records import OPEN, Interview, Proof, Proven, Recording, Redaction, Track
from archive.site.desk.doors import agent, desk, files, open_to
from archive.site.desk.following import let_the_edition_follow
from archive.site.desk.naming import Naming, name_from, naming
from archive.site.desk.taken import Taken, taken
from archive.site.desk.texts import sound_of
from archive.site.desk.typed import one_line

LONGEST_REASON = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A stretch that is kept back: what it takes, and what is heard there in the copy for the public."""

    gap: Gap
    taken: list[Taken]
    proven: Proven | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicSound:
    """How it stands with the copy that the public may hear: not made, not heard again, failed, or proven."""

    is_needed: bool
    proof: Proof | None = None
    url: str = ""
    sha256: str = ""
    may_be_heard_by_machine: bool = True

    @property
    def state(self) -> str:
        """One word, which the page puts into a sentence."""
        if not self.is_needed:
            return "whole"
        if self.proof is None:
            return "not made"
        if not self.proof.made_by:
            return "not heard"
        return "proven" if self.proof.passed else "failed"


@desk.get("/interviews/<interview_id>/withholding")
@open_to("archivist", "editor", "reader")
def withholding(interview_id: str) -> str:
    """What is kept back of one recording, the form to keep back more, and the names that are said."""
    return _page(files().read_interview(interview_id))


@desk.post("/interviews/<interview_id>/withholding")
@open_to("archivist")
def withhold(interview_id: str) -> Answer | str:
    """Keep a stretch back, whose guard cuts no word; or show first what would go."""
    interview = files().read_interview(interview_id)
    if request.form.get("look"):
        return _page(interview)
    recording = _recording(interview).name
    redaction = Redaction(
        recording=recording,
        start_ms=moment(request.form.get("start", "")),
        end_ms=moment(request.form.get("end", "")),
        reason=_reason("reason"),
        public_reason=_reason("public_reason"),
        sound="tone" if request.form.get("sound") == "tone" else "silence",
        blacks_picture=request.form.get("black") == "y",
    )
    publication.redact(files(), interview_id, redaction, by=agent())
    return _decided(interview_id, recording, _("It is kept back. The public hears this recording once a copy is made."))


@desk.post("/interviews/<interview_id>/withholding/lifted")
@open_to("archivist")
def lift(interview_id: str) -> Answer | tuple[str, int]:
    """Let a stretch be read and heard again; asks once more where the public would at once read it."""
    interview = files().read_interview(interview_id)
    recording = _recording(interview).name
    span = (_number("start_ms"), _number("end_ms"))
    found = [each for each in interview.redactions if (each.start_ms, each.end_ms) == span]
    there = next((each for each in found if each.recording == recording), None)
    if there is None:
        raise NotFound("Nothing is kept back there.", next_step="Reload the page.")
    if shown(interview).metadata == OPEN and request.form.get("confirmed") != "yes":
        return _page(interview, reveals=there), 422
    publication.lift_redaction(files(), interview_id, there, by=agent())
    return _decided(interview_id, recording, _("It is no longer kept back."))


@desk.post("/interviews/<interview_id>/withholding/listened")
@open_to("archivist")
def vouch_for_sound(interview_id: str) -> Answer:
    """Vouch by name that nothing of what was taken out can be heard: somebody listened to every place."""
    recording = _recording(files().read_interview(interview_id)).name
    if request.form.get("listened") != "y":
        raise BadInput("Nobody said that they listened.", next_step="Listen to every place, then tick the box.")
    listened_to = request.form.get("copy", "")
    publication.vouch(files(), interview_id, recording, by=agent(), listened_to=listened_to)
    return _decided(interview_id, recording, _("You vouch for it by name. The public may hear this recording."))


@desk.post("/interviews/<interview_id>/withholding/names")
@open_to("archivist")
def decide_spoken_names(interview_id: str) -> Answer:
    """Keep for each place that somebody looked at whether the name is said there."""
    files().read_interview(interview_id)
    told = zip(*(request.form.getlist(each) for each in ("place", "start", "end", "verdict")), strict=False)
    decided = [
        replace(name_from(place, start, end), is_it=verdict == "yes")
        for place, start, end, verdict in told
        if verdict in ("yes", "no")
    ]
    recording = _recording(files().read_interview(interview_id)).name
    if decided:
        publication.decide_names(files(), interview_id, decided, by=agent())
    return _decided(interview_id, recording, _("Kept: the public reads the pseudonym there, and hears nothing."))


@desk.post("/interviews/<interview_id>/withholding/names/open")
@open_to("archivist")
def leave_name_open(interview_id: str) -> Answer:
    """Take back what was decided of one place."""
    told = name_from(*(request.form.get(each, "") for each in ("place", "start", "end")))
    publication.take_back_name(files(), interview_id, told, by=agent())
    return _decided(interview_id, told.recording, _("That place is open again."))


def _page(interview: Interview, **told: object) -> str:
    held, recording = files(), _recording(interview)
    public = _public_sound(held, interview, recording)
    spoken = transcripts.spoken(held, interview.id, recording.name)
    tracks = transcripts.to_read(held, interview.id).get(recording.name, [])
    proven = {(each.start_ms, each.end_ms): each for each in (public.proof.places if public.proof else ())}
    said = transcripts.said(held, interview.id, recording.name)
    kept = [
        Kept(gap=each, taken=taken(each, tracks), proven=proven.get((each.muted.start_ms, each.muted.end_ms)))
        for each in gaps(interview, recording.name, said)
    ]
    gone = {word for text in removed(interview, recording.name, said) for word in text}
    known: dict[str, object] = {"reveals": None, "asked": _asked(interview, recording, tracks, said)}
    return render_template(
        "desk/withholding.html",
        **(known | told),
        interview=interview,
        recording=recording,
        kept=sorted(kept, key=lambda each: each.gap.redaction.start_ms),
        public=public,
        sound=sound_of(held, interview.id, recording.name),
        spoken=spoken,
        names=_naming(held, interview, recording),
        exact_clock=exact_clock,
        gone=gone,
        is_public=shown(interview).metadata == OPEN,
    )


def _naming(held: Files, interview: Interview, recording: Recording) -> Naming:
    return naming(interview, recording.name, transcripts.current(held, interview.id).get(recording.name, []))


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The stretch that an address or a form names, what it would take, and what else was filled in."""

    start: str = ""
    end: str = ""
    gap: Gap | None = None
    taken: tuple[Taken, ...] = ()
    is_tone: bool = False
    is_black: bool = False
    public_reason: str = ""
    reason: str = ""


def _asked(interview: Interview, recording: Recording, tracks: list[Track], said: list[Track]) -> Asked:
    start = request.args.get("from", "") or request.form.get("start", "")
    end = request.args.get("to", "") or request.form.get("end", "")
    gap, goes = None, list[Taken]()
    if start and end and ("to" in request.args or "look" in request.form):
        asked = Redaction(recording=recording.name, start_ms=moment(start), end_ms=moment(end))
        (gap,) = gaps(replace(interview, redactions=(asked,)), recording.name, said)
        goes = taken(gap, tracks)
    return Asked(
        start=start,
        end=end,
        gap=gap,
        taken=tuple(goes),
        is_tone=request.form.get("sound") == "tone",
        is_black=request.form.get("black") == "y",
        public_reason=_reason("public_reason"),
        reason=_reason("reason"),
    )


def _public_sound(held: Files, interview: Interview, recording: Recording) -> PublicSound:
    if not is_cut(interview, recording.name):
        return PublicSound(is_needed=False)
    proof = proofs.copy_to_hear(held, interview, recording.name)
    key = next((each for each in (proof.files if proof else ()) if each.endswith((".m4a", ".mp4"))), "")
    name = key.removeprefix(f"{media_folder(interview.id)}/")
    return PublicSound(
        is_needed=True,
        proof=proof,
        url=url_for("desk.desk_media", interview_id=interview.id, name=name) if name else "",
        sha256=proof.files[key] if proof and key else "",
        may_be_heard_by_machine=may_be_processed(interview),
    )


def _recording(interview: Interview) -> Recording:
    """The recording that an address or a form names, else the first; raises :class:`NotFound` where there is none."""
    named = request.values.get("recording", "")
    found = interview.recording(named) if named else next(iter(interview.recordings), None)
    if found is None:
        raise NotFound("%(interview)s has no such recording.", interview=interview.id)
    return found


def _reason(name: str) -> str:
    written = one_line(request.form.get(name, ""))
    if len(written) > LONGEST_REASON:
        raise BadInput("A reason has up to %(num)s letters.", num=LONGEST_REASON)
    return written


def _number(name: str) -> int:
    written = request.form.get(name, "")
    return int(written) if written.isdecimal() and written.isascii() and len(written) < 12 else -1


def _decided(interview_id: str, recording: str, says: str) -> Answer:
    """Back to the page, with the edition made that follows."""
    if let_the_edition_follow(interview_id):
        flash(says, "done")
    return redirect(url_for("desk.withholding", interview_id=interview_id, recording=recording, _anchor="main"), 303)
