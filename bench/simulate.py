"""Simulated testimony: as much speech as an archive might hold, in invented words that are as common as real ones are.

Words follow Zipf's law, with an exponent of 1.05 for both languages; English words are made of syllables, Chinese ones
of one to three characters. An hour is 450 cues of eight seconds in the language spoken, each word with its time, and
as many of its translation. Nothing here was said by anybody.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import accumulate
from random import Random

from archive.records import OPEN, Cue, IndexPoint, Word
from archive.release import Released, ReleasedRecording, ReleasedTrack

CUES_AN_HOUR = 450
_CUE_MS = 8000
_HEADING_MS = 600_000
_ENGLISH_WORDS_A_CUE = (12, 28)
_CHINESE_WORDS_A_CUE = (12, 26)
_EXPONENT = 1.05

_ONSETS = ["b", "c", "d", "f", "g", "h", "l", "m", "n", "p", "r", "s", "t", "w", "st", "tr", "br", "sh", "th", "cl"]
_VOWELS = ["a", "e", "i", "o", "u", "ea", "ou"]
_CODAS = ["", "", "n", "r", "s", "t", "ck", "nd", "ll", "m"]
_ENDINGS = ["", "", "", "s", "ed", "ing", "er"]


class Language:
    """An invented vocabulary, most common words first, and how to speak in it."""

    def __init__(self, words: list[str], between: str, words_a_cue: tuple[int, int]) -> None:
        self.words = words
        self._between = between
        self._words_a_cue = words_a_cue
        self._weights = list(accumulate(1 / rank**_EXPONENT for rank in range(1, len(words) + 1)))

    def texts(self, chance: Random) -> list[str]:
        """The words of one cue, each but the first with what stands before it."""
        said = chance.choices(self.words, cum_weights=self._weights, k=chance.randint(*self._words_a_cue))
        return [said[0], *(self._between + word for word in said[1:])]


def english(size: int = 30_000) -> Language:
    """Words that look like English ones, with their forms."""
    chance = Random("english")
    words: dict[str, None] = {}
    while len(words) < size:
        syllables = chance.choice((1, 1, 2, 2, 3)) if len(words) > 200 else 1
        stem = "".join(
            chance.choice(_ONSETS) + chance.choice(_VOWELS) + chance.choice(_CODAS) for _ in range(syllables)
        )
        words.setdefault(stem + (chance.choice(_ENDINGS) if len(words) > 200 else ""))
    return Language(list(words), " ", _ENGLISH_WORDS_A_CUE)


def chinese(size: int = 20_000) -> Language:
    """Words of one to three of the 3,500 characters from U+4E00 on; the short ones are the common ones."""
    chance = Random("chinese")
    words: dict[str, None] = {}
    while len(words) < size:
        length = 1 if len(words) < 150 else chance.choice((1, 2, 2, 2, 2, 3))
        words.setdefault("".join(chr(0x4E00 + chance.randrange(3500)) for _ in range(length)))
    return Language(list(words), "", _CHINESE_WORDS_A_CUE)


def interviews(count: int, *, hours: int = 1, first: int = 1) -> Iterator[Released]:
    """Interviews of so many hours, half of them in each language, with a translation into the other."""
    languages = {"en": english(), "zh-Hans": chinese()}
    for number in range(first, first + count):
        chance = Random(number)
        spoken, other = ("en", "zh-Hans") if number % 2 else ("zh-Hans", "en")
        cues = CUES_AN_HOUR * hours
        yield Released(
            id=f"2026-{number:03d}",
            title={"en": f"Interview {number}"},
            narrators=(f"Narrator {number}",),
            interviewers=(f"Interviewer {number % 9}",),
            place=f"Pit {number % 23}",
            collection=f"collection-{number % 7}",
            language=spoken,
            date=str(1985 + number % 35),
            transcript=OPEN,
            sound=OPEN,
            recordings=(_recording(languages["en"], chance, cues),),
            tracks=(
                _track(languages[spoken], spoken, chance, cues, timed=True),
                _track(languages[other], other, chance, cues, translated_from=spoken),
            ),
        )


def _recording(english: Language, chance: Random, cues: int) -> ReleasedRecording:
    """A recording with a heading every ten minutes, and some of two hundred keywords under each."""
    points = tuple(
        IndexPoint(
            start_ms=start_ms,
            end_ms=start_ms + _HEADING_MS,
            title={"en": " ".join(chance.sample(english.words[:2000], 3))},
            keywords=tuple(chance.sample(english.words[300:500], 3)),
        )
        for start_ms in range(0, cues * _CUE_MS, _HEADING_MS)
    )
    return ReleasedRecording(name="recording-1", kind="audio", duration_ms=cues * _CUE_MS, index_points=points)


def _track(
    language: Language, tag: str, chance: Random, cues: int, *, translated_from: str = "", timed: bool = False
) -> ReleasedTrack:
    said = (language.texts(chance) for _ in range(cues))
    return ReleasedTrack(
        recording="recording-1",
        language=tag,
        translated_from=translated_from,
        made_by="simulation",
        cues=tuple(_cue(place * _CUE_MS, texts, timed=timed) for place, texts in enumerate(said)),
    )


def _cue(start_ms: int, texts: list[str], *, timed: bool) -> Cue:
    step = (_CUE_MS - 100) // len(texts)
    words = tuple(
        Word(start_ms + place * step, start_ms + (place + 1) * step, text) for place, text in enumerate(texts)
    )
    return Cue(start_ms, start_ms + _CUE_MS - 100, "".join(texts), "Narrator", words if timed else ())
