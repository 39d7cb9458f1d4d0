"""A step being done: the original at hand, its files kept, and where a hearing is saved as it grows."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from archive import fixity, media
from archive.errors import MediaFault, NotFound, Refused
from archive.files import STRETCHES, Files, media_folder, words_folder
from archive.jobs.steps import Step
from archive.provenance import PROGRAM
from archive.records import Collection, Event, Interview, Recording
from archive.sentences import Sentence, sentence
from archive.settings import Settings

_Result = TypeVar("_Result")
Beat = Callable[[int, int], None]
"""Told how far a step is: milliseconds done, milliseconds in all. It may raise to stop the step."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What a step made: its files, key to SHA-256; what the event calls it; and by which program."""

    type: str
    files: Mapping[str, str] = field(default_factory=dict)
    detail: str | Sentence = ""
    agent: str = PROGRAM
    outcome: str = "success"


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One step, with all it needs."""

    files: Files
    settings: Settings
    interview: Interview
    recording: Recording
    step: Step
    event: Event
    beat: Beat


def in_worker(task: Task, function: Callable[..., _Result], *args: Any, **kwargs: Any) -> _Result:
    """In a process of its own, which is stopped when the step is."""
    return media.in_worker(
        function,
        *args,
        settings=task.settings,
        tick=lambda: task.beat(0, 0),
        shown_as=task.recording.file,
        **kwargs,
    )


def kept_copy(task: Task, path: Path) -> dict[str, str]:
    """Put a file that was made beside the original; its key and SHA-256."""
    key = f"{media_folder(task.interview.id)}/{path.name}"
    task.files.store.write_from(path, key)
    return {key: fixity.sha256_of(task.files, key)}


@contextmanager
def at_hand(task: Task) -> Iterator[Path]:
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


def losses(packets: int) -> str | Sentence:
    """What an event says of packets that could not be decoded."""
    return sentence("%(count)s damaged packets could not be decoded", count=packets) if packets else ""


@contextmanager
def refusal_settles() -> Iterator[None]:
    """Sign off as failed what a model was not taught, or is not good enough for: no second try would end otherwise."""
    try:
        yield
    except Refused as refusal:
        raise MediaFault(refusal.fault, next_step=refusal.next_step) from refusal


@contextmanager
def decoded(task: Task) -> Iterator[media.Decoded]:
    """The original as samples, mixed."""
    with at_hand(task) as original:
        yield in_worker(task, media.decode, original)


@contextmanager
def decoded_to_hear(task: Task) -> Iterator[media.Decoded]:
    """The original as it is best heard: both sides by themselves, where they hold different voices."""
    with at_hand(task) as original:
        yield in_worker(task, media.decode_to_hear, original, task.recording.wish.sides)


def as_wished(task: Task) -> Settings:
    """The settings, with the model that somebody asked for."""
    wish = task.recording.wish
    return replace(task.settings, whisper_model=wish.model) if wish.model else task.settings


def collection(task: Task) -> Collection:
    """The collection of the interview, or an empty one."""
    if task.interview.collection not in task.files.collection_slugs():
        return Collection(slug=task.interview.collection)
    return task.files.read_collection(task.interview.collection)


class Stretches:
    """Where transcription saves each finished stretch: in the store, so that any worker can go on from there."""

    def __init__(self, task: Task) -> None:
        self._store = task.files.store
        self._folder = stretches_folder(task.step)

    def get(self, key: str) -> bytes | None:
        """What was saved under this key."""
        try:
            return self._store.read(f"{self._folder}/{key}")
        except NotFound:
            return None

    def put(self, key: str, data: bytes) -> None:
        """Save a stretch."""
        self._store.write(f"{self._folder}/{key}", data)


def stretches_folder(step: Step) -> str:
    """Where the stretches of a step wait."""
    return f"{words_folder(step.interview)}/{STRETCHES}/{step.slug}"
