"""Which cues of a document count: those that somebody says, in a role, in a kind of text. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from archive.language import pinyin, terms
from archive.search.ways import Said

Voice = tuple[str, str]
"""A speaker as labelled, and the role: of ``narrator``, ``interviewer`` or empty."""

_EVERY = bytes(range(256))


def counting(
    scope: Sequence[Said], voices: Sequence[Voice], voice_of: bytes, statuses: Sequence[tuple[int, str]]
) -> bytes | None:
    """For each cue whether it counts, as a byte of 1 or 0; None where all do.

    ``voice_of`` has for each cue the number of its voice; ``statuses`` each track's number of cues and its kinds.
    """
    if not scope:
        return None
    by_voice = [_of_voice(each) for each in scope if each.field != "status"]
    table = bytes(
        all(holds(*voices[number]) for holds in by_voice) if number < len(voices) else not by_voice for number in _EVERY
    )
    count = voice_of.translate(table)
    by_text = [each for each in scope if each.field == "status"]
    if not by_text:
        return count
    texts = b"".join(bytes([all(_is_so(each, kinds) for each in by_text)]) * cues for cues, kinds in statuses)
    return bytes(map(int.__and__, count, texts))


def _of_voice(said: Said) -> Callable[[str, str], bool]:
    if said.field == "role":
        return lambda _, role: ((role,) in said.values) == said.is_wanted
    return lambda speaker, _: any(_is_called(speaker, value) for value in said.values) == said.is_wanted


def _is_called(speaker: str, value: tuple[str, ...]) -> bool:
    """Whether a label holds these terms side by side, as they are or as they sound: what ``speaker:`` finds."""
    sounds = [sound for sound in pinyin(speaker) if sound.isalpha()]
    return any(_holds(each, list(value)) for each in (terms(speaker), sounds, ["".join(sounds)]))


def _holds(several: list[str], some: list[str]) -> bool:
    return any(several[at : at + len(some)] == some for at in range(len(several) - len(some) + 1))


def _is_so(said: Said, kinds: str) -> bool:
    return any(value[0] in kinds.split() for value in said.values) == said.is_wanted
