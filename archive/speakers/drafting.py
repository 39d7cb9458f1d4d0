"""A recording → turns, by machine: speech, vectors, voices. Nothing but turns leaves this module."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Final

from archive import media
from archive.errors import BadInput, Unavailable
from archive.records import Turn
from archive.settings import Settings
from archive.speakers.alike import Labels, voices
from archive.speakers.turns import MOST, Spans, moments, turns
from archive.speakers.vectors import Encoder, Vectors
from archive.speakers.weights import FROM, what_is_missing
from archive.transcribe import Samples, speech_in

_EVERY_MS: Final = 200

Cluster = Callable[[Vectors, int], Labels]
"""Puts vectors into so many voices."""


def who_drafts(settings: Settings) -> str:
    """The programs that sign a draft. Raises :class:`Unavailable` where one is not on this machine."""
    if missing := what_is_missing(settings):
        raise Unavailable("Voices cannot be told apart on this machine. %(why)s", why=missing)
    return f"silero-vad {version('silero-vad')}, {FROM} (weights), scipy {version('scipy')} (Ward)"


def draft(path: Path, count: int, *, weights: Path, shown_as: str = "") -> tuple[Turn, ...]:
    """The turns of a recording in which ``count`` people speak; made to be called through ``media.in_worker``."""
    return draft_of(media.decode(path, shown_as=shown_as).samples, count, encoder=Encoder(weights))


def draft_of(samples: Samples, count: int, *, encoder: Encoder) -> tuple[Turn, ...]:
    """The turns in a sound in which ``count`` people speak. Raises :class:`BadInput` for a number beyond sense."""
    if not 1 <= count <= MOST:
        raise BadInput("Voices can be told apart from 1 to %(most)s of them.", most=MOST)
    return taken(listened(samples, encoder), count)


@dataclass(frozen=True, slots=True)
class Listened:
    """What was heard of a sound, before anybody says how many speak: spans of speech, its moments, their vectors."""

    length_ms: int
    speech: Spans
    moments: list[list[int]]
    vectors: Vectors


def listened(samples: Samples, encoder: Encoder) -> Listened:
    """Where somebody speaks in a sound, and what the voice is like there."""
    speech = speech_in(samples)
    at = moments(speech, every_ms=_EVERY_MS)
    vectors = encoder.vectors(samples, [moment for each in at for moment in each])
    return Listened(len(samples) * 1000 // media.SAMPLE_RATE, speech, at, vectors)


def taken(heard: Listened, count: int, *, cluster: Cluster = voices) -> tuple[Turn, ...]:
    """The turns of ``count`` voices, into which ``cluster`` puts what was heard."""
    labels = iter(cluster(heard.vectors, count).tolist())
    marked = [[(moment, next(labels)) for moment in each] for each in heard.moments]
    return turns(heard.speech, marked, length_ms=heard.length_ms)
