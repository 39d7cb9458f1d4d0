"""What is heard in a copy for the public, against what was there before: pure.

The words that must be gone are all that the public must not read, by any text of what is said, and what the machine
heard in the original in their place. One counts as heard where the machine hears one more of it, near the place, than
the words that were kept explain, be it the smallest, unless it is heard in place of one of them.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
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
    word: Word

    @property
    def at_ms(self) -> int:
        return (self.word.start_ms + self.word.end_ms) // 2


def proven(
    muted: Muted,
    every: Sequence[Muted],
    *,
    said: Iterable[Sequence[Word]],
    removed: Set[Word],
    before: Sequence[Word],
    after: Sequence[Word],
    sound: Samples,
) -> Proven:
    """What is left of one of ``every`` muted stretch.

    ``said`` are the words of each text, of which ``removed`` must be gone; ``before`` is heard in the original,
    ``after`` in the copy whose ``sound`` is at 16 kHz.
    """
    texts = [[each for each in words if _is_near(each, muted)] for words in said]
    judged = _judged([each for each in before if _is_near(each, muted)], every, texts, removed)
    told = [[each for each in words if each in removed and _is_within(each, muted)] for words in texts]
    told.append(list(dict.fromkeys(each.word for each, must_go in judged if must_go and _is_at(each, muted))))
    gone = dict.fromkeys(each.text for words in told for each in _terms(words))
    kept = [each for each, must_go in judged if not must_go]
    heard = [each for each in after if _is_near(each, muted)]
    still = _still(muted, gone, kept, _terms(heard))
    if not still and _sounds(sound, muted):
        still = tuple(gone) or ("…",)
    return Proven(
        start_ms=muted.start_ms,
        end_ms=muted.end_ms,
        removed=" / ".join(dict.fromkeys(filter(None, map(_as_text, told)))),
        heard=_as_text(heard),
        still=still,
    )


def _judged(
    before: Sequence[Word], every: Sequence[Muted], texts: Iterable[Sequence[Word]], removed: Set[Word]
) -> list[tuple[_Term, bool]]:
    """The terms that were heard before, each with whether it must be gone.

    It must where a text has it among the removed words, and need not where texts have it among others; where none has
    it, if half of it was to be taken out: the edges of what is heard are never exact.
    """
    heard = _terms(before)
    is_gone = [any(_is_half_within(each.word, one) for one in every) for each in heard]
    by_texts: dict[int, bool] = {}
    for words in texts:
        terms = _terms(words)
        for here, there in _matching([each.text for each in heard], [each.text for each in terms]):
            by_texts[here] = by_texts.get(here, False) or terms[there].word in removed
    return [(each, by_texts.get(place, gone)) for place, (each, gone) in enumerate(zip(heard, is_gone, strict=True))]


def _still(muted: Muted, gone: Container[str], kept: Sequence[_Term], heard: Sequence[_Term]) -> tuple[str, ...]:
    explained = {there for _, there in _matching([each.text for each in kept], [each.text for each in heard])}
    left = (each for place, each in enumerate(heard) if place not in explained and _is_at(each, muted, _NEAR_MS))
    found = (each.text for each in left if each.text in gone and not _is_misheard(each, muted, kept))
    return tuple(dict.fromkeys(found))


def _is_misheard(term: _Term, muted: Muted, kept: Iterable[_Term]) -> bool:
    """Whether a small word is heard where another was kept, the whole or a part: beside silence a machine mishears."""
    if len(term.text) >= _LONG_WORD and not language.is_han(term.text):
        return False
    audible = (each.word for each in kept if not _is_within(each.word, muted))
    return any(2 * _shared(term.word, each) >= term.word.end_ms - term.word.start_ms for each in audible)


def _matching(one: Sequence[str], other: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where two rows of terms say the same in the same order."""
    for here, there, size in SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks():
        yield from zip(range(here, here + size), range(there, there + size), strict=True)


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
    return [_Term(term, each) for each in words for term in language.terms(each.text)]


def _is_within(word: Word, muted: Muted) -> bool:
    return muted.start_ms <= word.start_ms and word.end_ms <= muted.end_ms


def _is_half_within(word: Word, muted: Muted) -> bool:
    """Whether at least half of a word lies in a stretch without its guard."""
    start_ms = muted.start_ms + GUARD_MS if muted.start_ms else 0
    inside = replace(muted, start_ms=start_ms, end_ms=muted.end_ms - GUARD_MS)
    return 2 * _shared(word, inside) >= word.end_ms - word.start_ms


def _shared(word: Word, other: Word | Muted) -> int:
    """For how long both last at once."""
    return min(word.end_ms, other.end_ms) - max(word.start_ms, other.start_ms)


def _is_near(word: Word, muted: Muted) -> bool:
    return word.start_ms < muted.end_ms + _WINDOW_MS and word.end_ms > muted.start_ms - _WINDOW_MS


def _is_at(term: _Term, muted: Muted, within_ms: int = 0) -> bool:
    return muted.start_ms - within_ms <= term.at_ms <= muted.end_ms + within_ms


def _as_text(words: Iterable[Word]) -> str:
    """What words say: the last of a cue has no space after it, and needs one where words are spaced."""
    text = ""
    for each in words:
        begins_spaced = each.text[0].isalnum() and not language.is_unspaced(each.text[0])
        text += f" {each.text}" if begins_spaced and text and not text[-1].isspace() else each.text
    return text.strip()
