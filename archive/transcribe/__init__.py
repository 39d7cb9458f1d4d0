"""Recording → machine transcript, and how good it is; nothing heavy is imported before it is needed.

The only part that knows speech engines. A recording's speech is found, cut at silences, heard by several processes side
by side, written as cues with their figures and doubts, and signed; ``docs/measurements-speech.md`` says how well.
"""

from __future__ import annotations

from archive.transcribe.engines import describe_engine
from archive.transcribe.evaluate import Rates, evaluate
from archive.transcribe.hearing import transcribe
from archive.transcribe.sides import SIDES, sides_of
from archive.transcribe.silence import speech_in
from archive.transcribe.translate import can_translate, translate, translates_elsewhere
from archive.transcribe.wanted import Progress, Samples, Saved, Wanted
from archive.transcribe.weights import fetch_model, known_models

__all__ = [
    "SIDES",
    "Progress",
    "Rates",
    "Samples",
    "Saved",
    "Wanted",
    "can_translate",
    "describe_engine",
    "evaluate",
    "fetch_model",
    "known_models",
    "sides_of",
    "speech_in",
    "transcribe",
    "translate",
    "translates_elsewhere",
]
