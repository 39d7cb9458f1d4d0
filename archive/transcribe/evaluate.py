"""How far a transcript is from what was really said: word and character error rates.

Both texts pass through Whisper's own normalisers first (English its English one, every other language the basic one),
as the figures in the Whisper paper do (Radford et al. 2022, appendix C). Chinese is compared character by character,
after folding traditional characters to simplified: which script a model prefers is no error of hearing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from rapidfuzz.distance import Levenshtein

from archive.errors import BadInput

_UNSPACED = {"zh", "yue", "ja", "th", "lo", "my", "km"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """Error rates as fractions of one, and how many words and characters the reference has."""

    wer: float
    cer: float
    words: int
    characters: int


def evaluate(reference: str, hypothesis: str, *, language: str) -> Rates:
    """Compare what was heard with what was said; raises :class:`BadInput` when the reference has no words."""
    said, heard = _normalised(reference, language), _normalised(hypothesis, language)
    if not said.split():
        raise BadInput("The reference holds no words.", next_step="Give the text of what was really said.")
    characters_said, characters_heard = said.replace(" ", ""), heard.replace(" ", "")
    spaced = language.split("-")[0] not in _UNSPACED
    words_said: Sequence[str] = said.split() if spaced else characters_said
    words_heard: Sequence[str] = heard.split() if spaced else characters_heard
    return Rates(
        wer=Levenshtein.distance(words_said, words_heard) / len(words_said),
        cer=_character_rate(said, heard) if spaced else _character_rate(characters_said, characters_heard),
        words=len(words_said),
        characters=len(said if spaced else characters_said),
    )


def _character_rate(said: str, heard: str) -> float:
    return Levenshtein.distance(said, heard) / len(said)


def _normalised(text: str, language: str) -> str:
    primary = language.split("-")[0]
    if primary == "zh":
        text = _simplifier().convert(text)
    normalised: str = _normaliser(primary)(text)
    return " ".join(normalised.split())


@cache
def _normaliser(primary: str) -> Any:
    from whisper.normalizers import BasicTextNormalizer, EnglishTextNormalizer

    return EnglishTextNormalizer() if primary == "en" else BasicTextNormalizer()


@cache
def _simplifier() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")
