"""A recording → turns, by machine: speech, vectors, voices. Nothing but turns leaves this module."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Final

import numpy as np

from archive import media
from archive.errors import BadInput, Unavailable
from archive.records import Side, Sides, Turn
from archive.settings import Settings
from archive.speakers.alike import Labels, voices
from archive.speakers.turns import MOST, Spans, moments, turns_on
from archive.speakers.vectors import Encoder, Vectors
from archive.speakers.weights import FROM, what_is_missing
from archive.transcribe import SIDES, Samples, sides_of, speech_in

_EVERY_MS: Final = 200

Cluster = Callable[[Vectors, int], Labels]
"""Puts vectors into so many voices."""


def who_drafts(settings: Settings) -> str:
    """The programs that sign a draft. Raises :class:`Unavailable` where one is not on this machine."""
    if missing := what_is_missing(settings):
        raise Unavailable("Voices cannot be told apart on this machine. %(why)s", why=missing)
    return f"silero-vad {version('silero-vad')}, {FROM} (weights), scipy {version('scipy')} (mean linkage)"


def draft(path: Path, count: int, *, sides: Sides = "", weights: Path, shown_as: str = "") -> tuple[Turn, ...]:
    """The turns of a recording in which ``count`` people speak; made to be called through ``media.in_worker``.

    ``sides`` is how its two sides are to be heard.
    """
    samples = media.decode_to_hear(path, sides, shown_as=shown_as).samples
    return draft_of(samples, count, encoder=Encoder(weights))


def draft_of(samples: Samples, count: int, *, encoder: Encoder) -> tuple[Turn, ...]:
    """The turns in a sound, or on its two sides, in which ``count`` people speak.

    Raises :class:`BadInput` for a number beyond sense.
    """
    if not 1 <= count <= MOST:
        raise BadInput("Voices can be told apart from 1 to %(most)s of them.", most=MOST)
    return taken([listened(each, encoder) for each in sides_of(samples)], count)


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


def taken(heard: Sequence[Listened], count: int, *, cluster: Cluster = voices) -> tuple[Turn, ...]:
    """The turns of ``count`` voices, into which ``cluster`` puts what was heard in a sound or on its two sides."""
    labels = iter(_labels([each.vectors for each in heard], count, cluster).tolist())
    names: tuple[Side, ...] = SIDES if len(heard) > 1 else ("",)
    marked = [
        (side, each.speech, [[(moment, next(labels)) for moment in span] for span in each.moments])
        for side, each in zip(names, heard, strict=True)
    ]
    return turns_on(marked, length_ms=heard[0].length_ms)


def _labels(vectors: Sequence[Vectors], count: int, cluster: Cluster) -> Labels:
    """The voice of each vector; two voices on two sides are the sides, however little is said on one.

    Of more, each vector has its side as a further part, as heavy as all that is heard of a voice: two moments on
    different sides are further apart than any two on one, and become a voice last.
    """
    if len(vectors) == 1:
        return cluster(vectors[0], count)
    if len(vectors) == count:
        return np.concatenate([np.full(len(each), n, np.intp) for n, each in enumerate(vectors)])
    rows = [
        np.hstack([each, np.tile(np.eye(2, dtype=np.float32)[n], (len(each), 1))]) for n, each in enumerate(vectors)
    ]
    return cluster(np.concatenate(rows), count)
