"""A recording → turns, by machine: speech, vectors, voices. Nothing but turns leaves this module."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Final

from archive import media
from archive.errors import BadInput, Unavailable
from archive.records import Turn
from archive.settings import Settings
from archive.speakers.alike import voices
from archive.speakers.turns import MOST, moments, turns
from archive.speakers.vectors import Encoder
from archive.speakers.weights import FROM, what_is_missing
from archive.transcribe import Samples, speech_in

_EVERY_MS: Final = 200


def who_drafts(settings: Settings) -> str:
    """The programs that sign a draft. Raises :class:`Unavailable` where one is not on this machine."""
    if missing := what_is_missing(settings):
        raise Unavailable(missing, next_step="Add it on the machine that works for the archive.")
    return f"silero-vad {version('silero-vad')}, {FROM} (weights), scipy {version('scipy')} (Ward)"


def draft(path: Path, count: int, *, weights: Path, shown_as: str = "") -> tuple[Turn, ...]:
    """The turns of a recording in which ``count`` people speak; made to be called through ``media.in_worker``."""
    return draft_of(media.decode(path, shown_as=shown_as).samples, count, encoder=Encoder(weights))


def draft_of(samples: Samples, count: int, *, encoder: Encoder) -> tuple[Turn, ...]:
    """The turns in a sound in which ``count`` people speak. Raises :class:`BadInput` for a number beyond sense."""
    if not 1 <= count <= MOST:
        raise BadInput("Voices can be told apart from 1 to %(most)s of them.", most=MOST)
    length_ms = len(samples) * 1000 // media.SAMPLE_RATE
    speech = speech_in(samples)
    at = moments(speech, every_ms=_EVERY_MS)
    found = iter(voices(encoder.vectors(samples, _in_a_row(at)), count).tolist())
    return turns(speech, [[(moment, next(found)) for moment in each] for each in at], length_ms=length_ms)


def _in_a_row(at: Iterable[Iterable[int]]) -> list[int]:
    return [moment for each in at for moment in each]
