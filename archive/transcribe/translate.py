"""Draft English, where a translator is good enough for the language: measured, or chosen by the archive itself.

Whisper's own translation is offered only for pairs of model and language that were measured (tried: ``base`` is usable
for Spanish and French, weak for German, and turns Mandarin into nonsense).
"""

from __future__ import annotations

import shlex
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from typing import Final, Protocol

from archive.errors import Refused, Unavailable
from archive.records import Cue, Track
from archive.settings import Settings
from archive.transcribe.engines import engine_name
from archive.transcribe.hearing import hear_translated
from archive.transcribe.wanted import Progress, Samples, Saved

MEASURED: Final = {("base", "es"), ("base", "fr")}
"""Pairs of Whisper model and language whose English was read and found usable (docs/measurements-speech.md)."""
_PATIENCE_S: Final = 3600.0
_COMMAND: Final = "command:"


class Translator(Protocol):
    """Something that turns the cues of a track into English ones."""

    def english(self, spoken: Track, samples: Samples, saved: Saved, progress: Progress) -> tuple[Cue, ...]:
        """The cues in English, each over the time of what it translates."""
        ...


def can_translate(language: str, settings: Settings) -> bool:
    """Whether the translator that the settings name may draft English from this language."""
    if settings.translator.startswith(_COMMAND):
        return True
    return (settings.whisper_model, language.split("-")[0].lower()) in MEASURED


def translates_elsewhere(settings: Settings) -> bool:
    """Whether the words are handed to a program that is none of ours: where it works with them, we cannot know."""
    return settings.translator.startswith(_COMMAND)


def translate(samples: Samples, spoken: Track, *, settings: Settings, saved: Saved, progress: Progress) -> Track:
    """A draft in English of what was said, signed by a machine; raises :class:`Refused` where none is good enough."""
    if not can_translate(spoken.language, settings):
        raise Refused(
            "Whisper %(model)s was not found good enough to translate %(language)s.",
            next_step="Use a larger model that was measured, import a person's translation, or set "
            "EARWITNESS_TRANSLATOR=command:PROGRAM.",
            model=settings.whisper_model,
            language=spoken.language,
        )
    translator, made_by = _translator(settings)
    return Track(
        language="en",
        cues=translator.english(spoken, samples, saved, progress),
        made_by=made_by,
        translated_from=spoken.language,
    )


def _translator(settings: Settings) -> tuple[Translator, str]:
    if settings.translator.startswith(_COMMAND):
        command = shlex.split(settings.translator.removeprefix(_COMMAND))
        return _Command(command), f"{command[0].rsplit('/', 1)[-1]} (translation)"
    return _Whisper(settings), f"{engine_name(settings)} (translation)"


class _Whisper:
    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def english(self, spoken: Track, samples: Samples, saved: Saved, progress: Progress) -> tuple[Cue, ...]:
        code = spoken.language.split("-")[0]
        return hear_translated(samples, code, settings=self._settings, saved=saved, progress=progress)


class _Command:
    """A program that reads a line of text for each cue and writes a line of English for each."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = command

    def english(self, spoken: Track, samples: Samples, saved: Saved, progress: Progress) -> tuple[Cue, ...]:
        lines = [" ".join(cue.text.split()) for cue in spoken.cues]
        try:
            done = subprocess.run(
                self._command, input="\n".join(lines) + "\n", capture_output=True, text=True, timeout=_PATIENCE_S
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise Unavailable(
                "The translator %(command)s does not run.",
                next_step="Mend EARWITNESS_TRANSLATOR.",
                command=self._command[0],
            ) from error
        answers = done.stdout.splitlines()
        if done.returncode or len(answers) != len(lines):
            raise Unavailable(
                "The translator %(command)s gave %(given)s lines for %(asked)s.",
                next_step="It must write one line for each that it reads, and exit with 0.",
                command=self._command[0],
                given=len(answers),
                asked=len(lines),
            )
        pairs = zip(spoken.cues, answers, strict=True)
        return tuple(replace(cue, text=text, words=(), hearing=None) for cue, text in pairs if text.strip())
