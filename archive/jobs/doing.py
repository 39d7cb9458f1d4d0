"""Doing one step: the original in, its files out, signed off."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from archive import fixity, media, provenance, speakers, transcribe, transcripts
from archive.errors import MediaFault, NotFound, Refused
from archive.files import STRETCHES, Files, TrackName, is_derived, media_folder, words_folder
from archive.jobs import steps
from archive.jobs.steps import Step
from archive.provenance import PROGRAM
from archive.records import Collection, Event, Interview, Recording, Track, Voices
from archive.sentences import Sentence, sentence
from archive.settings import Settings

_Result = TypeVar("_Result")
Beat = Callable[[int, int], None]
"""Told how far a step is: milliseconds done, milliseconds in all. It may raise to stop the step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Made:
    """What a step made: its files, key to SHA-256; what the event calls it; and by which program."""

    type: str
    files: Mapping[str, str] = field(default_factory=dict)
    detail: str | Sentence = ""
    agent: str = PROGRAM


@dataclass(frozen=True, slots=True, kw_only=True)
class _Task:
    files: Files
    settings: Settings
    interview: Interview
    recording: Recording
    step: Step
    event: Event
    beat: Beat


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
    task = _Task(
        files=files, settings=settings, interview=interview, recording=recording, step=step, event=event, beat=beat
    )
    try:
        made = _DOES[step.name](task)
        return replace(event, type=made.type, agent=made.agent, detail=made.detail, files=dict(made.files))
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
    return all(files.store.exists(key) and fixity.sha256_of(files, key) == event.files[key] for key in event.files)


# --- media -----------------------------------------------------------------------------------------------------------


def _access_copy(task: _Task) -> _Made:
    with _original(task) as original, task.files.scratch() as folder:
        copy = _in_worker(task, media.make_access_copy, original, folder, stem=task.recording.name)
        return _Made(type="migration", files=_kept(task, copy.path), detail=_lost(copy.lost_packets))


def _peaks(task: _Task) -> _Made:
    with _original(task) as original, task.files.scratch() as folder:
        peaks = _in_worker(task, media.make_peaks, original)
        path = folder / f"{task.recording.name}.peaks.json"
        path.write_text(peaks.to_json(), "utf-8")
        return _Made(type="peaks", files=_kept(task, path))


def _poster(task: _Task) -> _Made:
    with _original(task) as original, task.files.scratch() as folder:
        poster = _in_worker(task, media.make_poster, original, folder, stem=task.recording.name)
        return (
            _Made(type="poster", files=_kept(task, poster))
            if poster
            else _Made(type="poster", detail=sentence("no picture"))
        )


def _in_worker(task: _Task, function: Callable[..., _Result], *args: Any, **kwargs: Any) -> _Result:
    """In a process of its own, which is stopped when the step is."""
    return media.in_worker(
        function,
        *args,
        settings=task.settings,
        tick=lambda: task.beat(0, 0),
        shown_as=task.recording.file,
        **kwargs,
    )


def _kept(task: _Task, path: Path) -> dict[str, str]:
    key = f"{media_folder(task.interview.id)}/{path.name}"
    task.files.store.write_from(path, key)
    return {key: fixity.sha256_of(task.files, key)}


@contextmanager
def _original(task: _Task) -> Iterator[Path]:
    """The original on this machine, checked against its checksum: nothing is ever made from a damaged copy."""
    key = f"{media_folder(task.interview.id)}/{task.recording.file}"
    if not task.recording.file or not task.files.store.exists(key):
        raise MediaFault("The original %(key)s is not there.", next_step="Restore it from a backup.", key=key)
    with task.files.store.local(key) as path:
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        if task.recording.sha256 and digest != task.recording.sha256:
            raise MediaFault(
                "%(key)s is not as it was received.",
                next_step="Run `earwitness verify`, then restore it from a backup.",
                key=key,
            )
        yield path


def _lost(packets: int) -> str | Sentence:
    return sentence("%(count)s damaged packets could not be decoded", count=packets) if packets else ""


# --- words -----------------------------------------------------------------------------------------------------------


def _transcribe(task: _Task) -> _Made:
    collection, wish = _collection(task), task.recording.wish
    wanted = transcribe.Wanted(
        language=wish.language or task.interview.language,
        script=collection.script,
        glossary=(*wish.glossary, *collection.glossary),
    )
    with _decoded(task) as sound:
        with _refusal_settles():
            track = transcribe.transcribe(
                sound.samples, wanted, settings=_as_wished(task), saved=_Stretches(task), progress=task.beat
            )
        return _kept_track(task, track, type_="transcription", lost=sound.lost_packets)


def _translate(task: _Task) -> _Made:
    spoken = transcripts.spoken(task.files, task.interview.id, task.recording.name)
    if spoken is None:
        raise NotFound(
            "%(step)s has no transcript to translate yet.", next_step="`earwitness process` it first.", step=task.step
        )
    with _decoded(task) as sound:
        with _refusal_settles():
            track = transcribe.translate(
                sound.samples, spoken, settings=_as_wished(task), saved=_Stretches(task), progress=task.beat
            )
        return _kept_track(task, track, type_="translation", lost=sound.lost_packets)


@contextmanager
def _refusal_settles() -> Iterator[None]:
    """Sign off as failed what a model was not taught, or is not good enough for: no second try would end otherwise."""
    try:
        yield
    except Refused as refusal:
        raise MediaFault(refusal.fault, next_step=refusal.next_step) from refusal


@contextmanager
def _decoded(task: _Task) -> Iterator[media.Decoded]:
    with _original(task) as original:
        yield _in_worker(task, media.decode, original)


def _as_wished(task: _Task) -> Settings:
    wish = task.recording.wish
    return replace(task.settings, whisper_model=wish.model) if wish.model else task.settings


def _collection(task: _Task) -> Collection:
    if task.interview.collection not in task.files.collection_slugs():
        return Collection(slug=task.interview.collection)
    return task.files.read_collection(task.interview.collection)


def _kept_track(task: _Task, track: Track, *, type_: str, lost: int) -> _Made:
    track = replace(track, made_at=task.event.at)
    files, interview_id = task.files, task.interview.id
    _check_consent(task.settings, files.read_interview(interview_id), task.step)  # hearing takes hours
    kept = transcripts.keep_machine_text(files, interview_id, task.recording.name, track)
    # Where a killed worker had put its text in place, that is the one kept, and its engine is the one to name.
    text = files.read_track(interview_id, TrackName(task.recording.name, track.language, machine=True))
    return _Made(type=type_, files=kept, detail=_lost(lost), agent=f"{PROGRAM}, {text.made_by}")


def _speakers(task: _Task) -> _Made:
    """Who seems to speak when: vectors are made in a process that ends with the step, and only turns come out of it."""
    made_by = speakers.who_drafts(task.settings)
    weights = speakers.find_weights(task.settings)
    with _original(task) as original:
        turns = _in_worker(task, speakers.draft, original, task.recording.voices, weights=weights)
    files, interview_id = task.files, task.interview.id
    _check_consent(task.settings, files.read_interview(interview_id), task.step)
    voices = Voices(count=task.recording.voices, turns=turns, made_by=made_by, made_at=task.event.at)
    kept = speakers.keep_draft(files, interview_id, task.recording.name, voices)
    return _Made(type="voices told apart", files=kept, agent=f"{PROGRAM}, {made_by}")


class _Stretches:
    """Where transcription saves each finished stretch: in the store, so that any worker can go on from there."""

    def __init__(self, task: _Task) -> None:
        self._store = task.files.store
        self._folder = _stretches_folder(task.step)

    def get(self, key: str) -> bytes | None:
        try:
            return self._store.read(f"{self._folder}/{key}")
        except NotFound:
            return None

    def put(self, key: str, data: bytes) -> None:
        self._store.write(f"{self._folder}/{key}", data)


def _stretches_folder(step: Step) -> str:
    return f"{words_folder(step.interview)}/{STRETCHES}/{step.slug}"


def _forget_stretches(files: Files, step: Step) -> None:
    for key in files.store.walk(_stretches_folder(step)):
        files.store.remove(key)


_DOES: Mapping[str, Callable[[_Task], _Made]] = {
    steps.ACCESS_COPY: _access_copy,
    steps.PEAKS: _peaks,
    steps.POSTER: _poster,
    steps.TRANSCRIBE: _transcribe,
    steps.TRANSLATE: _translate,
    steps.SPEAKERS: _speakers,
}
