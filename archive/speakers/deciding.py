"""Voices in the record: asked for, drafted by a machine, and said whose they are by people; every act is an event."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import replace

from archive import correcting, fixity, provenance
from archive.access import may_be_processed, unheard_because
from archive.errors import BadInput, NotFound, Refused
from archive.files import Files, from_json, interview_file, to_json, voices_file
from archive.records import Cue, Event, Recording, Voices
from archive.sentences import Sentence, sentence
from archive.settings import Settings
from archive.speakers.assigning import spoken_from_to, told_apart
from archive.speakers.drafting import who_drafts
from archive.speakers.turns import MOST
from archive.transcripts import earlier_kept

Cues = tuple[Cue, ...]


# --- the machine's draft ---------------------------------------------------------------------------------------------


def read_voices(files: Files, interview_id: str, recording: str) -> Voices | None:
    """Who seems to speak when in a recording; None where nothing was drafted."""
    key = voices_file(interview_id, recording)
    try:
        return from_json(files.store.read(key), Voices, key=key)
    except NotFound:
        return None


def ask(files: Files, interview_id: str, recording: str, count: int, *, settings: Settings, agent: str) -> None:
    """Have so many voices told apart in a recording; an earlier draft goes to ``versions/``.

    Raises :class:`Refused` where the narrator's consent keeps machines out, :class:`Unavailable` where what voices are
    told apart with is not installed, and :class:`BadInput` for a number beyond sense.
    """
    if not 1 <= count <= MOST:
        raise BadInput("Voices can be told apart from 1 to %(most)s of them.", most=MOST)
    who_drafts(settings)
    with files.lock(interview_id):
        provenance.clear_the_way(files, interview_id)
        interview = files.read_interview(interview_id)
        if not may_be_processed(interview):
            raise Refused(
                "No machine may work on it: %(why)s.",
                next_step="Record a consent that allows it.",
                why=unheard_because(interview),
            )
        tape = _tape(interview.recordings, interview_id, recording)
        if tape.voices == count:
            return
        event = provenance.next_event(files, interview_id, "voices asked for", agent, detail=f"{recording}: {count}")
        asked = tuple(replace(each, voices=count) if each is tape else each for each in interview.recordings)
        draft, record = voices_file(interview_id, recording), interview_file(interview_id)
        writes = {record: to_json(replace(interview, recordings=asked))}
        for key in (draft, record):
            writes |= earlier_kept(files, key, event)
        removes = [draft] if files.store.exists(draft) else []
        provenance.perform(files, provenance.planned(event, writes=writes, removes=removes))
        fixity.settle(files, interview_id)


def keep_draft(files: Files, interview_id: str, recording: str, voices: Voices) -> Mapping[str, str]:
    """Put a draft in place; returns the file written, key to SHA-256, for the event that signs it off.

    One that a killed worker left of the very same turns is adopted; any other is no record and makes room.
    """
    key = voices_file(interview_id, recording)
    with files.lock(interview_id):
        left = read_voices(files, interview_id, recording)
        if left is None or replace(left, made_at=voices.made_at) != voices:
            files.store.write(key, to_json(voices))
        return {key: hashlib.sha256(files.store.read(key)).hexdigest()}


# --- people ----------------------------------------------------------------------------------------------------------


def assign(
    files: Files, interview_id: str, recording: str, names: Mapping[str, str], *, also_named: bool, by: str
) -> int:
    """Write the names of voices into every text of a recording, as one act; returns in how many cues they stand new.

    What others typed until this moment is in it. Raises :class:`NotFound` where no voices were drafted.
    """
    voices = read_voices(files, interview_id, recording)
    if voices is None:
        raise NotFound("No voices were told apart in this recording.", next_step="Have them told apart first.")
    given = {voice: name for voice, name in names.items() if name}
    told = ", ".join(f"{voice} = {name}" for voice, name in sorted(given.items()))
    return _with_speakers(
        files,
        interview_id,
        recording,
        lambda cues: told_apart(cues, voices.turns, given, also_named=also_named),
        ("voices named", by, f"{recording}: {told}"),
    )


def reassign(files: Files, interview_id: str, recording: str, name: str, *, start_ms: int, end_ms: int, by: str) -> int:
    """Say who speaks from here to there, in every text of a recording, as one act; returns in how many cues."""
    if not name or not 0 <= start_ms < end_ms:
        raise BadInput("A stretch needs a name, and an end after its start.", next_step="Write both.")
    detail = sentence(
        "%(recording)s, %(start)s to %(end)s ms: %(name)s", recording=recording, start=start_ms, end=end_ms, name=name
    )
    return _with_speakers(
        files,
        interview_id,
        recording,
        lambda cues: spoken_from_to(cues, start_ms, end_ms, name),
        ("speaker set", by, detail),
    )


def _with_speakers(
    files: Files,
    interview_id: str,
    recording: str,
    change: Callable[[Cues], Cues],
    act: tuple[str, str, str | Sentence],
) -> int:
    type_, by, detail = act
    with files.lock(interview_id):
        provenance.clear_the_way(files, interview_id)
        _tape(files.read_interview(interview_id).recordings, interview_id, recording)
        names = [each for each in correcting.worked_on(files, interview_id) if each.recording == recording]
        stood = {each: correcting.read_text(files, interview_id, each).cues for each in names}
        changed = {name: change(cues) for name, cues in stood.items()}
        texts = [correcting.begin(files, interview_id, each, by=by) for each in names if changed[each] != stood[each]]
        event: Event = provenance.next_event(files, interview_id, type_, by, detail=detail)
        correcting.keep_together(files, texts, changed, event)
        return sum(len(set(changed[each.name]) - set(stood[each.name])) for each in texts)


def _tape(recordings: tuple[Recording, ...], interview_id: str, recording: str) -> Recording:
    for each in recordings:
        if each.name == recording and each.kind != "none":
            return each
    raise NotFound(
        "%(interview)s has no %(recording)s.",
        next_step="`earwitness list ID` names them.",
        interview=interview_id,
        recording=recording,
    )
