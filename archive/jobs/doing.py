"""Doing one step: the original in, its files out, signed off."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from archive import fixity, media, provenance, speakers, transcribe, transcripts
from archive.errors import MediaFault, NotFound, Refused
from archive.files import Files, TrackName, is_derived
from archive.jobs import steps
from archive.jobs.steps import Step
from archive.jobs.task import (
    Beat,
    Made,
    Stretches,
    Task,
    as_wished,
    at_hand,
    collection,
    decoded_to_hear,
    in_worker,
    kept_copy,
    losses,
    refusal_settles,
    stretches_folder,
)
from archive.jobs.withholding import make_muted_copy, prove
from archive.provenance import PROGRAM
from archive.records import Event, Interview, Track, Voices
from archive.sentences import sentence
from archive.settings import Settings


def do(files: Files, settings: Settings, step: Step, *, beat: Beat) -> Event:
    """Do a step and sign it off; a recording that cannot be used is signed off as failed, with the reason.

    Raises :class:`Unavailable` and :class:`BadSetting` when the fault is ours, and whatever stops it: then the step
    stays owed.
    """
    done = steps.outcome(files, step)
    if done is not None:
        return done
    if files.store.exists(step.receipt):
        files.store.remove(step.receipt)  # it vouches for files that are lost
    ours = _worked(files, settings, step, beat)
    event = provenance.sign_off(files, step.receipt, ours)
    if event.id != ours.id and not _is_as_signed(files, event):
        # Two did this at once, and our files took the place of those that the other's event vouches for.
        files.store.remove(step.receipt)
        event = provenance.sign_off(files, step.receipt, _worked(files, settings, step, beat))
    _forget_stretches(files, step)
    return event


def _worked(files: Files, settings: Settings, step: Step, beat: Beat) -> Event:
    """The event of doing a step now, its files in place."""
    interview = files.read_interview(step.interview)
    recording = interview.recording(step.recording)
    if recording is None:
        raise NotFound("%(interview)s has no %(recording)s.", interview=step.interview, recording=step.recording)
    _check_consent(settings, interview, step)
    event = provenance.new_event(step.interview, step.name, PROGRAM)
    task = Task(
        files=files, settings=settings, interview=interview, recording=recording, step=step, event=event, beat=beat
    )
    try:
        made = _DOES[step.name](task)
        return replace(
            event, type=made.type, agent=made.agent, detail=made.detail, files=dict(made.files), outcome=made.outcome
        )
    except MediaFault as fault:
        return replace(event, outcome="failure", detail=fault.sentence)


def _check_consent(settings: Settings, interview: Interview, step: Step) -> None:
    """Consent may have been narrowed since the step was owed: raises :class:`Refused`, and nothing is signed off."""
    if not steps.allowed(settings, interview, step.name):
        raise Refused(
            "%(step)s: the narrator's consent does not allow it.",
            next_step="Record a consent that does, or leave it.",
            step=step,
        )


def try_again(files: Files, step: Step) -> None:
    """Make a step owed again that failed, or whose copy for browsers is damaged; what happened stays in the log."""
    event = steps.outcome(files, step)
    if event is not None and (event.outcome == "failure" or _is_damaged_copy(files, event)):
        files.store.remove(step.receipt)


def _is_damaged_copy(files: Files, event: Event) -> bool:
    """Damaged, and of a kind that can be made again: a transcript is a record, and `verify` speaks of it."""
    copies = all(is_derived(key.rsplit("/", 1)[1]) for key in event.files)
    return copies and not _is_as_signed(files, event)


def _is_as_signed(files: Files, event: Event) -> bool:
    there = {key: digest for key, digest in event.files.items() if digest != provenance.REMOVED}
    return all(files.store.exists(key) and fixity.sha256_of(files, key) == digest for key, digest in there.items())


# --- media -----------------------------------------------------------------------------------------------------------


def _access_copy(task: Task) -> Made:
    with at_hand(task) as original, task.files.scratch() as folder:
        copy = in_worker(task, media.make_access_copy, original, folder, stem=task.recording.name)
        return Made(type="migration", files=kept_copy(task, copy.path), detail=losses(copy.lost_packets))


def _peaks(task: Task) -> Made:
    with at_hand(task) as original, task.files.scratch() as folder:
        peaks = in_worker(task, media.make_peaks, original)
        path = folder / f"{task.recording.name}.peaks.json"
        path.write_text(peaks.to_json(), "utf-8")
        return Made(type="peaks", files=kept_copy(task, path))


def _poster(task: Task) -> Made:
    with at_hand(task) as original, task.files.scratch() as folder:
        poster = in_worker(task, media.make_poster, original, folder, stem=task.recording.name)
        return (
            Made(type="poster", files=kept_copy(task, poster))
            if poster
            else Made(type="poster", detail=sentence("no picture"))
        )


# --- words -----------------------------------------------------------------------------------------------------------


def _transcribe(task: Task) -> Made:
    ours, wish = collection(task), task.recording.wish
    wanted = transcribe.Wanted(
        language=wish.language or task.interview.language,
        script=ours.script,
        glossary=(*wish.glossary, *ours.glossary),
    )
    with decoded_to_hear(task) as sound:
        with refusal_settles():
            track = transcribe.transcribe(
                sound.samples, wanted, settings=as_wished(task), saved=Stretches(task), progress=task.beat
            )
        return _kept_track(task, track, type_="transcription", lost=sound.lost_packets)


def _translate(task: Task) -> Made:
    spoken = transcripts.spoken(task.files, task.interview.id, task.recording.name)
    if spoken is None:
        raise NotFound(
            "%(step)s has no transcript to translate yet.", next_step="`earwitness process` it first.", step=task.step
        )
    with decoded_to_hear(task) as sound:
        with refusal_settles():
            track = transcribe.translate(
                sound.samples, spoken, settings=as_wished(task), saved=Stretches(task), progress=task.beat
            )
        return _kept_track(task, track, type_="translation", lost=sound.lost_packets)


def _kept_track(task: Task, track: Track, *, type_: str, lost: int) -> Made:
    track = replace(track, made_at=task.event.at)
    files, interview_id = task.files, task.interview.id
    _check_consent(task.settings, files.read_interview(interview_id), task.step)  # hearing takes hours
    kept = transcripts.keep_machine_text(files, interview_id, task.recording.name, track)
    # Where a killed worker had put its text in place, that is the one kept, and its engine is the one to name.
    text = files.read_track(interview_id, TrackName(task.recording.name, track.language, machine=True))
    return Made(type=type_, files=kept, detail=losses(lost), agent=f"{PROGRAM}, {text.made_by}")


def _speakers(task: Task) -> Made:
    """Who seems to speak when: vectors are made in a process that ends with the step, and only turns come out of it."""
    made_by = speakers.who_drafts(task.settings)
    weights = speakers.find_weights(task.settings)
    with at_hand(task) as original:
        turns = in_worker(
            task, speakers.draft, original, task.recording.voices, sides=task.recording.wish.sides, weights=weights
        )
    files, interview_id = task.files, task.interview.id
    _check_consent(task.settings, files.read_interview(interview_id), task.step)
    voices = Voices(count=task.recording.voices, turns=turns, made_by=made_by, made_at=task.event.at)
    kept = speakers.keep_draft(files, interview_id, task.recording.name, voices)
    return Made(type="voices told apart", files=kept, agent=f"{PROGRAM}, {made_by}")


def _forget_stretches(files: Files, step: Step) -> None:
    for key in files.store.walk(stretches_folder(step)):
        files.store.remove(key)


_DOES: Mapping[str, Callable[[Task], Made]] = {
    steps.ACCESS_COPY: _access_copy,
    steps.PEAKS: _peaks,
    steps.POSTER: _poster,
    steps.MUTED_COPY: make_muted_copy,
    steps.TRANSCRIBE: _transcribe,
    steps.TRANSLATE: _translate,
    steps.PROOF: prove,
    steps.SPEAKERS: _speakers,
}
