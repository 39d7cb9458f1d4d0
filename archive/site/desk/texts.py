"""The pages of a text: correcting it beside its sound, approving it, its versions; and the texts of an interview."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as Answer

from archive import correcting
from archive.correcting import Text, Unseen, Version, keys_of, version_of
from archive.errors import ArchiveError, BadInput, NotFound
from archive.files import Files, TrackName, media_folder, track_name
from archive.moments import exact_clock
from archive.records import Cue, Interview, Track
from archive.site.desk.doors import agent, desk, files, open_to
from archive.site.desk.rows import readings_of, rows_of, speakers
from archive.site.desk.typed import one_line
from archive.site.telling import translated

LONGEST_NAME = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Sound:
    """What plays beside a text: the address of the copy made for browsers, if it was made, and whether it is film."""

    url: str = ""
    is_film: bool = False


def text_name(stem: str) -> TrackName:
    """The text that an address names; raises :class:`NotFound`."""
    name = track_name(f"{stem}.vtt")
    if name is None or name.machine:
        raise NotFound("There is no such text.", next_step="The page of the interview's texts lists those there are.")
    return name


@desk.get("/interviews/<interview_id>/texts")
@open_to("archivist", "editor", "reader")
def texts(interview_id: str) -> str:
    """Every text of an interview, how far it is checked, and the voices in them."""
    held = files()
    interview = held.read_interview(interview_id)
    known = correcting.standing_of(held, interview_id)
    voices = speakers(cue for each in known for cue in correcting.read_text(held, interview_id, each.name).cues)
    stems = {each.name.stem for each in known}
    return render_template("desk/texts.html", interview=interview, texts=known, stems=stems, voices=voices)


@desk.get("/interviews/<interview_id>/texts/<stem>")
@open_to("archivist", "editor", "reader")
def correct_text(interview_id: str, stem: str) -> str:
    """A text beside its sound; without scripts, the passage that the address names has a form."""
    held, name = files(), text_name(stem)
    interview = held.read_interview(interview_id)
    text = correcting.read_text(held, interview_id, name)
    keys = keys_of(text.cues)
    rows = rows_of(text.track)
    pair = pair_of(held, interview_id, name)
    return render_template(
        "desk/correct.html",
        interview=interview,
        name=name,
        text=text,
        readings=readings_of(text),
        interview_id=interview_id,
        rows=rows,
        chosen=_chosen(text.cues, request.args.get("cue", "")),
        version=version_of(text, keys),
        speakers=speakers(text.cues),
        sound=sound_of(held, interview_id, name.recording),
        heard=correcting.confirmed(text.cues),
        withheld=sum(each.is_withheld for each in rows),
        pair=pair,
        beside=words_beside(pair),
        exact_clock=exact_clock,
        changed_since=correcting.changed_since_approval(held, text),
        to_take_back=correcting.to_take_back(text, agent()),
    )


def sound_of(held: Files, interview_id: str, recording: str) -> Sound:
    """The copy of a recording that a browser can play."""
    for ending in ("m4a", "mp4"):
        name = f"{recording}.access.{ending}"
        if held.store.exists(f"{media_folder(interview_id)}/{name}"):
            url = url_for("desk.desk_media", interview_id=interview_id, name=name)
            return Sound(url=url, is_film=ending == "mp4")
    return Sound()


def _chosen(cues: tuple[Cue, ...], asked: str) -> tuple[Cue, Cue | None] | None:
    """The passage that an address names by its times, and the one after it."""
    for cue, following in pairwise((*cues, None)):
        if cue is not None and f"{cue.start_ms}-{cue.end_ms}" == asked:
            return cue, following
    return None


def pair_of(held: Files, interview_id: str, name: TrackName) -> Text | None:
    """The other of a verbatim and an edited text, if there is one."""
    other = replace(name, edited=not name.edited)
    if other not in correcting.worked_on(held, interview_id):
        return None
    return correcting.read_text(held, interview_id, other)


def words_beside(pair: Text | None) -> dict[int, str]:
    """What the other text says, by the moment at which it begins."""
    return {each.start_ms: each.text for each in pair.cues} if pair else {}


# --- acts on a whole text --------------------------------------------------------------------------------------------


@desk.post("/interviews/<interview_id>/texts/<stem>/approve")
@open_to("archivist", "editor")
def approve_text(interview_id: str, stem: str) -> Answer | tuple[str, int]:
    """Vouch by name for the text as the page showed it when it was opened; what others changed since is shown first."""
    held, name, seen = files(), text_name(stem), request.form.get("version", "")
    today = date.today().isoformat()
    try:
        correcting.approve(held, interview_id, name, by=agent(), on=today, started_from=seen)
    except Unseen as unseen:
        return _unseen_page(held.read_interview(interview_id), unseen), unseen.status
    flash(_("Approved by %(name)s. Readers are no longer told that a machine made it.", name=agent()), "done")
    return redirect(url_for("desk.correct_text", interview_id=interview_id, stem=stem), 303)


def _unseen_page(interview: Interview, unseen: Unseen) -> str:
    """What others changed since somebody opened the text they were about to approve, and the button once more."""
    text, since = unseen.text, unseen.since
    return render_template(
        "desk/unseen.html",
        interview=interview,
        name=text.name,
        names=since.names,
        pairs=correcting.differing(since.then, text.cues) if since.then is not None else (),
        version=version_of(text),
    )


@desk.post("/interviews/<interview_id>/texts/<stem>/versions")
@open_to("archivist", "editor")
def keep_text(interview_id: str, stem: str) -> Answer:
    """Make a version of what was typed, or put an earlier one in place."""
    held, name, stamp = files(), text_name(stem), request.form.get("restore", "")
    if stamp:
        correcting.restore(held, interview_id, name, stamp, by=agent())
        flash(_("That version is in place again. The one before it stays in this list."), "done")
    else:
        with held.lock(interview_id):
            correcting.begin(held, interview_id, name, by=agent())
            correcting.keep(held, interview_id, name, by=agent())
        flash(_("Kept as a version."), "done")
    return redirect(url_for("desk.text_versions", interview_id=interview_id, stem=stem), 303)


@desk.post("/interviews/<interview_id>/speakers")
@open_to("archivist", "editor")
def rename_speaker(interview_id: str) -> Answer:
    """Give a voice another name in every text of the interview."""
    old, new = request.form.get("old", ""), one_line(request.form.get("new", ""))
    if not new or len(new) > LONGEST_NAME:
        raise BadInput("A voice needs a name.", next_step="Write who speaks.")
    count = correcting.rename_speaker(files(), interview_id, old, new, by=agent())
    told = ngettext(
        "%(old)s is %(new)s now, in %(num)s passage.",
        "%(old)s is %(new)s now, in %(num)s passages.",
        count,
        old=old or _("Nobody"),
        new=new,
    )
    flash(told, "done")
    onward = request.form.get("stem", "")
    if track_name(f"{onward}.vtt"):
        return redirect(url_for("desk.correct_text", interview_id=interview_id, stem=onward), 303)
    return redirect(url_for("desk.texts", interview_id=interview_id), 303)


@desk.post("/interviews/<interview_id>/texts/<stem>/edited")
@open_to("archivist", "editor")
def begin_edited(interview_id: str, stem: str) -> Answer:
    """Begin a text edited for reading from a verbatim one."""
    held, name = files(), replace(text_name(stem), edited=True)
    with held.lock(interview_id):
        correcting.begin(held, interview_id, name, by=agent())
    return redirect(url_for("desk.correct_text", interview_id=interview_id, stem=name.stem), 303)


# --- versions --------------------------------------------------------------------------------------------------------


@desk.get("/interviews/<interview_id>/texts/<stem>/versions")
@open_to("archivist", "editor", "reader")
def text_versions(interview_id: str, stem: str) -> str:
    """The versions of a text, and what differs between two of them."""
    held, name = files(), text_name(stem)
    interview = held.read_interview(interview_id)
    known = correcting.versions(held, interview_id, name)
    has_machine = replace(name, machine=True, edited=False) in held.track_names(interview_id)
    one, other = _to_compare(known, has_machine=has_machine)
    text = correcting.read_text(held, interview_id, name)
    return render_template(
        "desk/versions.html",
        interview=interview,
        name=name,
        text=text,
        versions=known,
        has_machine=has_machine,
        one=one,
        other=other,
        pairs=_differing(held, interview, text, (one, other)) if one and other else (),
    )


NOW = "now"
"""In an address, the text as it stands, with what was typed and is not kept yet."""


def _to_compare(known: list[Version], *, has_machine: bool) -> tuple[str, str]:
    """Which two texts to compare: those asked for, else the machine's or the oldest with the text as it stands."""
    one, other = request.args.get("from", ""), request.args.get("to", "")
    oldest = "machine" if has_machine else known[-1].stamp if known else ""
    return one or oldest, other or NOW


def _differing(held: Files, interview: Interview, text: Text, chosen: tuple[str, str]) -> tuple[correcting.Pair, ...]:
    def read(stamp: str) -> Track:
        return text.track if stamp == NOW else correcting.read_version(held, interview.id, text.name, stamp)

    try:
        return correcting.differing(read(chosen[0]).cues, read(chosen[1]).cues)
    except ArchiveError as fault:
        flash(translated(fault.sentence), "wrong")
        return ()
