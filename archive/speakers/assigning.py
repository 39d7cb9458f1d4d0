"""Who speaks, brought into cues: a cue with two voices is split between its words, whose times stay exactly; pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import accumulate, groupby

from archive.correcting import split, spoken_by
from archive.records import Cue, Side, Turn

SpeakerOf = Callable[[int, int, Side], str]
"""Who speaks from one moment to another, on a side of the recording; empty where nobody knows."""


def told_apart(
    cues: Iterable[Cue], turns: Sequence[Turn], names: Mapping[str, str], *, also_named: bool
) -> tuple[Cue, ...]:
    """The cues with the names of those who speak in the turns; a voice without a name leaves what stands.

    A cue for which somebody named a speaker before stays as it is, unless these are ``also_named`` anew.
    """
    floor = _Floor(turns)
    found: list[Cue] = []
    for cue in cues:
        is_settled = cue.speaker and not also_named
        found += [cue] if is_settled else _apart(cue, lambda *said: names.get(floor.voice(*said), ""))
    return tuple(found)


def spoken_from_to(cues: Iterable[Cue], start_ms: int, end_ms: int, name: str) -> tuple[Cue, ...]:
    """The cues with one who speaks from a moment to another: words of which more than half lies there are theirs."""

    def speaker(start: int, end: int, _: Side) -> str:
        shared = min(end, end_ms) - max(start, start_ms)
        return name if 2 * shared > end - start else ""

    return tuple(each for cue in cues for each in _apart(cue, speaker))


def turns_of(cues: Iterable[Cue]) -> tuple[Turn, ...]:
    """The turns of a text in which people are named: cues of one speaker in a row."""
    named = ((who, list(run)) for who, run in groupby(cues, key=lambda each: each.speaker) if who)
    spans = ((run[0].start_ms, max(each.end_ms for each in run), who) for who, run in named)
    return tuple(Turn(start, end, who) for start, end, who in spans if start < end)


def _apart(cue: Cue, speaker: SpeakerOf) -> list[Cue]:
    """The cue as one or several, each with who speaks in it."""
    side = cue.hearing.side if cue.hearing else ""
    if not cue.words:
        return [spoken_by(cue, speaker(cue.start_ms, cue.end_ms, side) or cue.speaker)]
    said = [(speaker(each.start_ms, each.end_ms, side) or cue.speaker, each.text) for each in cue.words]
    who = next((who for who, text in said if text.strip()), cue.speaker)
    runs: list[tuple[str, int]] = []
    for speaks, text in said:
        who = speaks if text.strip() else who  # spaces alone are nobody's
        runs.append((who, len(text)))
    return _cut(cue, [(who, sum(length for _, length in run)) for who, run in groupby(runs, key=lambda each: each[0])])


def _cut(cue: Cue, runs: Sequence[tuple[str, int]]) -> list[Cue]:
    """The cue cut behind each run of characters but the last; cut from its end, what is left keeps its places."""
    found: list[Cue] = []
    places = list(accumulate(length for _, length in runs))
    for (who, _), place in zip(runs[:0:-1], places[-2::-1], strict=False):
        cue, after = split(cue, place)
        found.append(spoken_by(after, who))
    return [spoken_by(cue, runs[0][0]), *reversed(found)]


class _Floor:
    """Turns, to be asked who has the floor."""

    def __init__(self, turns: Sequence[Turn]) -> None:
        ordered = sorted(turns, key=lambda each: each.end_ms)
        self._turns = {side: [each for each in ordered if each.side == side] for side in {each.side for each in turns}}
        self._ends = {side: [each.end_ms for each in held] for side, held in self._turns.items()}

    def voice(self, start_ms: int, end_ms: int, side: Side) -> str:
        """The voice of the turn that has most of this time or, in a pause, of the nearest; empty for none.

        Of the turns on that side alone, where it is known on which side words were heard and turns are held.
        """
        near = [
            turn for each in ([side] if side in self._turns else self._turns) for turn in self._near(each, start_ms)
        ]
        return max(near, key=lambda each: _shared(each, start_ms, end_ms)).voice if near else ""

    def _near(self, side: Side, start_ms: int) -> Sequence[Turn]:
        at = bisect_left(self._ends[side], start_ms)
        return self._turns[side][max(0, at - 1) : at + 8]


def _shared(turn: Turn, start_ms: int, end_ms: int) -> tuple[int, int]:
    """How much of a time is a turn's (below nothing: how far it is away), and how long the turn is."""
    return min(turn.end_ms, end_ms) - max(turn.start_ms, start_ms), turn.end_ms - turn.start_ms
