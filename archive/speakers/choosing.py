"""What people are asked about voices: how many there are, and whose each is by one or two clips of it; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from archive.records import Interview, Recording, Turn, Voices
from archive.speakers.turns import MOST

_CLIP_MS: Final = 8_000
_SHORTEST_CLIP_MS: Final = 1_000
_IN_MS: Final = 400  # into the turn: its very beginning may still be the other's end


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A voice of a draft: how long it speaks, the clips to know it by, who is named in the text where it speaks, and
    whose it may be where nobody is.
    """

    voice: str
    spoken_ms: int
    clips: tuple[tuple[int, int], ...]
    named: str = ""
    suggested: str = ""


def how_many(interview: Interview, recording: Recording) -> int:
    """How many voices to look for: as somebody said, else as the record names people; at least who asks and tells."""
    named = len(interview.narrators) + len(interview.interviewers)
    return recording.voices or min(max(2, named), MOST)


def voices_heard(interview: Interview, voices: Voices, named: Sequence[Turn] = ()) -> list[Heard]:
    """The voices of a draft, who speaks longest first: that is most likely the narrator.

    Where one voice and one person are left after that, they are put together too. More is not guessed. ``named`` are
    the turns of people in the text.
    """
    by_voice: dict[str, list[Turn]] = {}
    for turn in voices.turns:
        by_voice.setdefault(turn.voice, []).append(turn)
    suggested = _suggested(interview, sorted(by_voice))
    return [
        Heard(
            voice=voice,
            spoken_ms=sum(each.end_ms - each.start_ms for each in turns),
            clips=_clips(_alone(turns, voices.turns) or turns),
            named=_named(turns, named),
            suggested=suggested.get(voice, ""),
        )
        for voice, turns in sorted(by_voice.items())
    ]


def _suggested(interview: Interview, names: Sequence[str]) -> dict[str, str]:
    if not names or not interview.narrators:
        return {}
    first, *others = names
    left = [each.name for each in (*interview.narrators[1:], *interview.interviewers)]
    rest = {others[0]: left[0]} if len(others) == len(left) == 1 else {}
    return {first: interview.narrators[0].name} | rest


def _named(turns: Sequence[Turn], named: Sequence[Turn]) -> str:
    """Who is named in the text for more than half the time of these turns; nobody, if nobody is."""
    shared: dict[str, int] = {}
    first = 0
    for turn in turns:
        while first < len(named) and named[first].end_ms <= turn.start_ms:
            first += 1
        for other in islice(named, first, None):
            if other.start_ms >= turn.end_ms:
                break
            both = min(turn.end_ms, other.end_ms) - max(turn.start_ms, other.start_ms)
            shared[other.voice] = shared.get(other.voice, 0) + max(0, both)
    most = max(shared, key=lambda each: shared[each], default="")
    return most if most and 2 * shared[most] > sum(map(_length, turns)) else ""


def _alone(turns: Sequence[Turn], others: Sequence[Turn]) -> list[Turn]:
    """What of turns on one side of a tape is worth hearing while nobody speaks on the other; none if there is one."""
    against = [each for each in others if each.side != turns[0].side]
    found: list[Turn] = []
    for turn in turns if against else ():
        begins = turn.start_ms
        for other in against:
            if other.end_ms <= begins or other.start_ms >= turn.end_ms:
                continue
            if other.start_ms - begins >= _SHORTEST_CLIP_MS:
                found.append(replace(turn, start_ms=begins, end_ms=other.start_ms))
            begins = other.end_ms
        if turn.end_ms - begins >= _SHORTEST_CLIP_MS:
            found.append(replace(turn, start_ms=begins))
    return found


def _clips(turns: Sequence[Turn]) -> tuple[tuple[int, int], ...]:
    """The longest turn, and the longest of the other half of the recording if it is worth hearing."""
    longest = max(turns, key=_length)
    middle = (turns[0].start_ms + turns[-1].end_ms) // 2
    elsewhere = [each for each in turns if (each.start_ms < middle) != (longest.start_ms < middle)]
    second = max(elsewhere, key=_length, default=None)
    chosen = [longest, *([second] if second and _length(second) >= _SHORTEST_CLIP_MS else [])]
    return tuple(_clip(each) for each in sorted(chosen, key=lambda each: each.start_ms))


def _clip(turn: Turn) -> tuple[int, int]:
    start = turn.start_ms + (_IN_MS if _length(turn) > 2 * _SHORTEST_CLIP_MS else 0)
    return start, min(turn.end_ms, start + _CLIP_MS)


def _length(turn: Turn) -> int:
    return turn.end_ms - turn.start_ms
