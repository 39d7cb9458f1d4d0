"""The copy of a recording that the public may hear where something must not be heard, and the proof that it is not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from pathlib import Path

from archive import fixity, media, proofs, provenance, transcribe, transcripts
from archive.access import muted, removed
from archive.errors import NotFound
from archive.files import is_derived, media_folder, proof_file, to_json
from archive.jobs import steps
from archive.jobs.task import (
    Made,
    Stretches,
    Task,
    as_wished,
    at_hand,
    decoded,
    in_worker,
    kept_copy,
    losses,
    refusal_settles,
)
from archive.proofs.surroundings import Samples, Surroundings
from archive.provenance import PROGRAM
from archive.records import Muted, Proof, Proven, Track, Word
from archive.sentences import sentence


def make_muted_copy(task: Task) -> Made:
    """The copy, its peaks and, of a film, its poster; those made for earlier decisions go."""
    stretches = proofs.stretches(task.files, task.interview, task.recording.name)
    stem = proofs.muted_stem(task.recording, stretches)
    with at_hand(task) as original, task.files.scratch() as folder:
        copy = in_worker(task, media.make_muted_copy, original, folder, stem=stem, muted=stretches)
        made = [copy.path, _peaks(task, copy.path, folder / f"{stem}.peaks.json")]
        if task.recording.kind == "video":
            made += filter(None, [in_worker(task, media.make_poster, copy.path, folder, stem=stem)])
        files = {key: digest for path in made for key, digest in kept_copy(task, path).items()}
    gone = dict.fromkeys(_forget_earlier(task, set(files)), provenance.REMOVED)
    return Made(type="redaction", files=files | gone, detail=losses(copy.lost_packets))


def prove(task: Task) -> Made:
    """Hear the surroundings of every stretch in the copy, and keep what is left of the words.

    A text tells what else is said there. Only where it does not, or where something seems to be left, are they heard
    in the original too: a machine hears the same words differently from time to time.
    """
    copy, files = _copy_of(task)
    said = transcripts.said(task.files, task.interview.id, task.recording.name)
    stretches = muted(task.interview, task.recording.name, said)
    with task.files.store.local(copy) as path:
        public = in_worker(task, media.decode, path).samples
    around = proofs.surroundings(stretches, length_ms=public.size * 1000 // media.SAMPLE_RATE)
    with refusal_settles():
        after, made_by = _heard(task, around, public)
        compared = partial(_compared, task, stretches, said, after=after, sound=public)
        written = _written(said)
        places = compared(before=written)
        if not written or any(each.still for each in places):
            with decoded(task) as sound:
                before, _ = _heard(task, around, sound.samples)
            places = compared(before=before)
    proof = Proof(
        recording=task.recording.name,
        files=files,
        muted=stretches,
        places=places,
        made_by=f"{PROGRAM}, {made_by}",
        made_at=task.event.at,
    )
    return _kept(task, proof)


def _written(said: Iterable[Track]) -> list[Word]:
    """What is said, by a text that tells when: rather the machine's own than people's, for a machine is compared."""
    in_order = sorted(said, key=lambda each: each.origin != "machine")
    return next((words for each in in_order if (words := _words(each))), [])


def _compared(
    task: Task,
    stretches: Sequence[Muted],
    said: Sequence[Track],
    *,
    before: Sequence[Word],
    after: Sequence[Word],
    sound: Samples,
) -> tuple[Proven, ...]:
    gone = {word for text in removed(task.interview, task.recording.name, said) for word in text}
    texts = list(map(_words, said))
    return tuple(
        proofs.proven(each, stretches, said=texts, removed=gone, before=before, after=after, sound=sound)
        for each in stretches
    )


def _words(track: Track) -> list[Word]:
    return [word for cue in track.cues for word in cue.words]


def _kept(task: Task, proof: Proof) -> Made:
    key = proof_file(task.interview.id, task.recording.name, provenance.stamp(task.event))
    task.files.store.write(key, to_json(proof))
    failed = sum(bool(each.still) for each in proof.places)
    return Made(
        type="redaction proof",
        files={key: fixity.sha256_of(task.files, key)},
        agent=proof.made_by,
        outcome="failure" if failed else "success",
        detail=sentence("at %(count)s places, removed words can still be heard", count=failed) if failed else "",
    )


def _peaks(task: Task, copy: Path, path: Path) -> Path:
    path.write_text(in_worker(task, media.make_peaks, copy).to_json(), "utf-8")
    return path


def _forget_earlier(task: Task, made: set[str]) -> Iterator[str]:
    """Remove the copies of this recording that nothing speaks of any more; one that is wanted by now stays."""
    interview = task.files.read_interview(task.interview.id)
    recording = interview.recording(task.recording.name)
    wanted = proofs.muted_stem(recording, proofs.stretches(task.files, interview, recording.name)) if recording else ""
    folder, stem = media_folder(interview.id), f"{task.recording.name}.muted-"
    for name in task.files.store.names(folder):
        is_earlier = name.startswith(stem) and is_derived(name) and f"{folder}/{name}" not in made
        if is_earlier and not (wanted and name.startswith(wanted)):
            task.files.store.remove(f"{folder}/{name}")
            yield f"{folder}/{name}"


def _copy_of(task: Task) -> tuple[str, dict[str, str]]:
    """The copy to be heard again, and all files made with it; raises :class:`NotFound` where a decision was quicker."""
    step = steps.muted_copy(task.files, task.interview, task.recording)
    made = steps.outcome(task.files, step) if step else None
    files = {key: digest for key, digest in (made.files if made else {}).items() if digest != provenance.REMOVED}
    copy = next((key for key in files if key.endswith((".m4a", ".mp4"))), "")
    if not copy:
        raise NotFound("%(step)s has no copy to hear yet.", next_step="`earwitness process` it first.", step=task.step)
    return copy, files


def _heard(task: Task, around: Surroundings, samples: Samples) -> tuple[list[Word], str]:
    """What is heard in the surroundings, without any word being suggested; and by which program."""
    spoken = transcripts.spoken(task.files, task.interview.id, task.recording.name)
    language = task.recording.wish.language or task.interview.language or (spoken.language if spoken else "")
    track = transcribe.transcribe(
        around.excerpt(samples),
        transcribe.Wanted(language=language),
        settings=as_wished(task),
        saved=Stretches(task),
        progress=task.beat,
    )
    return around.words(track.cues), track.made_by
