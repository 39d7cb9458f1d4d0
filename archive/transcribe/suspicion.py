"""Reasons to doubt what the machine says it heard. The doubted stays in its text, flagged, until a person listens."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from archive.transcribe.heard import HeardWord, Passage, Spans

_LOGPROB, _COMPRESSION = -1.0, 2.4  # beyond them Whisper calls a window failed
_DOUBTFUL: Final = (0.4, -0.8)  # beyond both of them, too, nobody speaks: a crowd gave "Thank you so much" 0.55, -0.96
_UNSURE: Final = 0.35  # mean probability of the words, below which they are guesses (docs/measurements-speech.md)
_SOUNDING: Final = 0.2  # of a cue's time that must be speech
_CREDIT_SHARE: Final = 0.5  # of a cue that a known phrase must make up: people do say "thanks for listening"

_CREDITS: Final = re.compile(
    r"字幕(?:由|by|志愿者|組|组|製作|制作|提供)|中文字幕|(?:请|請)不吝(?:点赞|點贊)|明镜与点点|明鏡與點點|优优独播|優優獨播"
    r"|MING PAO CANADA|(?:作词|作曲|词曲|作詞|詞曲)[ 、·:：]*\S{2,3}$|打赏支持|打賞支持"
    r"|以下是普通[话話]的句子|[请請]用[简簡繁]体?體?中文|[并並]加上[标標][点點]"  # our own prompt, said back over noise
    r"|amara\.org|subtitles? by|captions? by|transcri(?:bed|ption) by|translated by|sous-titr(?:age|es) (?:par|réal)"
    r"|untertitel (?:von|im auftrag|der)|subtítulos (?:por|realizados)|legendas? pela|sottotitoli (?:e|a cura)",
    re.IGNORECASE,
)
"""Credits that Whisper learnt from subtitles and says over silence and music (openai/whisper discussions 679, 928)."""

_FAREWELLS: Final = re.compile(
    r"(?:谢谢|謝謝|感谢|感謝)(?:大家|您|你)?(?:的)?(?:观看|觀看|收看|收听|收聽)|(?:点赞|點贊).{0,6}(?:订阅|訂閱)"
    r"|(?:订阅|訂閱).{0,6}(?:频道|頻道)|thanks? (?:you )?(?:so much |very much )?for (?:watching|listening)"
    r"|(?:please )?(?:like and )?subscribe(?: to)?(?: (?:my|our|the) channel)?"
    r"|see you (?:in the )?next (?:time|video|one)|don't forget to (?:like|subscribe)",
    re.IGNORECASE,
)
"""What Whisper learnt from the ends of films; narrators may say some of it, as a part of more."""


def flags(words: Sequence[HeardWord], window: Passage, speech: Spans) -> tuple[str, ...]:
    """The reasons to withhold these words of a window until a person has heard them.

    ``speech`` is where the voice detector heard somebody. For the names see :class:`archive.records.Hearing`.
    """
    text = "".join(word.text for word in words)
    reasons = {
        "silence": _is_silent(words, speech) or (window.no_speech > _DOUBTFUL[0] and window.logprob < _DOUBTFUL[1]),
        "loop": window.compression > _COMPRESSION or _loops(words),
        "unlikely": window.logprob < _LOGPROB or _certainty(words) < _UNSURE,
        "known phrase": bool(_CREDITS.search(text)) or _is_mostly(_FAREWELLS, text),
    }
    return tuple(reason for reason, holds in reasons.items() if holds)


def _is_silent(words: Sequence[HeardWord], speech: Spans) -> bool:
    """Whether nobody speaks for most of the time at which these words should have been said."""
    start_ms, end_ms = words[0].start_ms, max(words[-1].end_ms, words[0].start_ms + 1)
    spoken = sum(max(0, min(end, end_ms) - max(start, start_ms)) for start, end in speech)
    return spoken < _SOUNDING * (end_ms - start_ms)


def _loops(words: Sequence[HeardWord]) -> bool:
    """Whether one pair of words makes up most of a text of some length."""
    said = [word.text.strip(" ,.?!，。？！、").casefold() for word in words]
    if len(said) < 8:
        return False
    pairs = list(pairwise(said))
    return max(pairs.count(each) for each in set(pairs)) > len(pairs) // 2


def _certainty(words: Sequence[HeardWord]) -> float:
    return sum(word.probability for word in words) / len(words)


def _is_mostly(phrases: re.Pattern[str], text: str) -> bool:
    letters = sum(len(found[0]) for found in phrases.finditer(text))
    return letters >= _CREDIT_SHARE * len(text.strip())
