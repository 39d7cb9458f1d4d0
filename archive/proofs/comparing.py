"""What is heard in a copy for the public, against what was there before: pure.

The words that must be gone are those of which at least half was marked. Those that only the guard touches are not read
either, but what is left of them tells nothing. A word counts as heard where the machine hears one more of it, near the
place, than the words that were kept explain. Small words are everywhere: alone, they count only within the stretch.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Any, Final

import numpy as np

from archive import language
from archive.access import GUARD_MS
from archive.proofs.surroundings import Samples
from archive.records import Muted, Proven, Word

_NEAR_MS: Final = 1_500
"""How far from a stretch a word of it may be heard to lie: moments of words that are heard beside silence wander."""
_WINDOW_MS: Final = 8_000
_LONG_WORD: Final = 4  # letters from which a word is known by itself
_RATE: Final = 16_000
_PIECE: Final = _RATE // 10
_EDGE: Final = _RATE // 20  # an encoder smears a sound over some hundredths of a second
_QUIET: Final = 0.01  # of full scale: what an encoder leaves in silence is a tenth of it
_TONE_HZ: Final = 1_000


@dataclass(frozen=True, slots=True)
class _Term:
    text: str
    at_ms: int


def proven(
    muted: Muted,
    every: Sequence[Muted],
    *,
    before: Sequence[Word],
    after: Sequence[Word],
    told: Iterable[Word],
    sound: Samples,
) -> Proven:
    """What is left of one of ``every`` muted stretch.

    ``before`` is heard in the original, ``after`` in the copy whose ``sound`` is at 16 kHz; ``told`` are the words of
    transcripts.
    """
    taken = [each for each in (*before, *told) if _is_marked(each, muted)]
    removed = [each.text for each in _terms(taken)]
    kept = [each for each in before if not any(_is_marked(each, other) for other in every) and _is_near(each, muted)]
    heard = [each for each in after if _is_near(each, muted)]
    still = _still(muted, removed, [each.text for each in _terms(kept)], _terms(heard))
    if not still and _sounds(sound, muted):
        still = tuple(dict.fromkeys(removed)) or ("…",)
    return Proven(
        start_ms=muted.start_ms,
        end_ms=muted.end_ms,
        removed=_as_text(each for each in before if _is_marked(each, muted)),
        heard=_as_text(heard),
        still=still,
    )


def _still(muted: Muted, removed: list[str], kept: list[str], heard: list[_Term]) -> tuple[str, ...]:
    matcher = SequenceMatcher(None, kept, [each.text for each in heard], autojunk=False)
    explained = {place + step for _, place, size in matcher.get_matching_blocks() for step in range(size)}
    pairs = set(pairwise(removed))
    found = []
    for place, term in enumerate(heard):
        if place in explained or term.text not in removed or not _is_at(term, muted, within_ms=_NEAR_MS):
            continue
        beside = {
            (heard[each].text, heard[each + 1].text)
            for each in (place - 1, place)
            if 0 <= each < len(heard) - 1 and not {each, each + 1} & explained
        }
        is_telling = len(term.text) >= _LONG_WORD and not language.is_han(term.text)
        if is_telling or beside & pairs or _is_at(term, muted, within_ms=0):
            found.append(term.text)
    return tuple(dict.fromkeys(found))


def _sounds(sound: Samples, muted: Muted) -> bool:
    """Whether anything but silence or the tone is left of the inside of a stretch."""
    first = muted.start_ms * _RATE // 1000 + (_EDGE if muted.start_ms else 0)
    inside = sound[first : max(first, muted.end_ms * _RATE // 1000 - _EDGE)]
    for place in range(0, inside.size, _PIECE):
        piece = inside[place : place + _PIECE].astype(np.float64)
        if _loudness(_without_tone(piece)) > _QUIET:
            return True
    return False


def _without_tone(piece: np.ndarray[Any, np.dtype[np.float64]]) -> np.ndarray[Any, np.dtype[np.float64]]:
    turn = 2 * np.pi * _TONE_HZ * np.arange(piece.size) / _RATE
    waves = np.stack([np.sin(turn), np.cos(turn)], axis=1)
    fitting = np.linalg.lstsq(waves, piece, rcond=None)[0]
    return np.asarray(piece - waves @ fitting)


def _loudness(piece: np.ndarray[Any, np.dtype[np.float64]]) -> float:
    return float(np.sqrt(np.mean(piece**2))) if piece.size else 0.0


def _terms(words: Iterable[Word]) -> list[_Term]:
    return [_Term(term, (each.start_ms + each.end_ms) // 2) for each in words for term in language.terms(each.text)]


def _is_marked(word: Word, muted: Muted) -> bool:
    """Whether at least half of a word lies in a stretch without its guard: its edges are never exact."""
    start_ms = muted.start_ms + GUARD_MS if muted.start_ms else 0
    shared = min(word.end_ms, muted.end_ms - GUARD_MS) - max(word.start_ms, start_ms)
    return 2 * shared >= word.end_ms - word.start_ms


def _is_near(word: Word, muted: Muted) -> bool:
    return word.start_ms < muted.end_ms + _WINDOW_MS and word.end_ms > muted.start_ms - _WINDOW_MS


def _is_at(term: _Term, muted: Muted, *, within_ms: int) -> bool:
    return muted.start_ms - within_ms <= term.at_ms <= muted.end_ms + within_ms


def _as_text(words: Iterable[Word]) -> str:
    return "".join(each.text for each in words).strip()
