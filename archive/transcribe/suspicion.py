"""Reasons to doubt what the machine says it heard. The doubted stays in its text, flagged, until a person listens."""

from __future__ import annotations

import re
from itertools import pairwise

from archive.transcribe.heard import Passage

_NO_SPEECH, _LOGPROB, _COMPRESSION = 0.6, -1.0, 2.4
"""Whisper's own thresholds (whisper/transcribe.py): beyond them it calls a window silent or failed."""

_KNOWN = re.compile(
    r"字幕(?:由|by|志愿者|組|组|製作|制作|提供)|(?:请|請)不吝(?:点赞|點贊)|(?:点赞|點贊).{0,4}(?:订阅|訂閱)|明镜与点点|明鏡與點點"
    r"|(?:谢谢|謝謝|感谢|感謝)(?:大家)?(?:观看|觀看|收看|收听|收聽)|(?:优优独播|優優獨播)|MING PAO|中文字幕|李宗盛"
    r"|thanks? (?:you )?(?:so much )?for (?:watching|listening)|(?:please )?(?:like and )?subscribe(?: to)?"
    r"|subtitles? (?:by|are)|captions? by|amara\.org|transcri(?:bed|ption) by|see you (?:in the )?next (?:time|video)"
    r"|sous-titr|untertitel|subtítulos (?:por|realizados)|legendas? pela",
    re.IGNORECASE,
)
"""Credits that Whisper learnt from subtitles and says over silence and music (openai/whisper discussion 679)."""


def flags(passage: Passage) -> tuple[str, ...]:
    """The reasons to withhold a passage until a person has heard it; see :class:`archive.records.Hearing`."""
    reasons = {
        "silence": passage.no_speech > _NO_SPEECH and passage.logprob < _LOGPROB,
        "loop": passage.compression > _COMPRESSION or _loops(passage),
        "unlikely": passage.logprob < _LOGPROB,
        "known phrase": bool(_KNOWN.search(passage.text)),
    }
    return tuple(reason for reason, holds in reasons.items() if holds)


def _loops(passage: Passage) -> bool:
    """Whether one word or pair of words makes up most of a passage of some length."""
    said = [word.text.strip(" ,.?!，。？！、").casefold() for word in passage.words]
    if len(said) < 8:
        return False
    pairs = list(pairwise(said))
    return max(pairs.count(each) for each in set(pairs)) > len(pairs) // 2
