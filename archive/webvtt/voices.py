"""Who says what in a cue, and when: from the tree of its text to cues of one voice each."""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from archive.errors import BadInput
from archive.records import Cue, Hearing
from archive.webvtt.cuetext import Moment, Node, Span, annotation_text, parse_cue_text, unescape
from archive.webvtt.parser import Parsed, TimedText, as_lines, blocks, is_signed, parse
from archive.webvtt.timestamps import PATTERN, to_ms
from archive.webvtt.words import tidy_words

WORD = "word"
"""The class of a span that is one word, as long as its cue: it has no inner moment that could be written."""

_VOICE = re.compile(r"<v ([^>]*)>")
_INLINE = re.compile(f"<{PATTERN}>")
_LINE_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\f\v]*\n[ \t\f\v\n]*|[ \t\f\v]+")


def read_foreign(text: str | bytes) -> Parsed:
    """A WebVTT file made elsewhere, signed or not; raises :class:`BadInput` for one with neither signature nor cue."""
    lines = as_lines(text)
    if is_signed(lines):
        return parse(text)
    parsed = Parsed("", tuple(blocks(lines, 0)))
    if not parsed.cues:
        raise BadInput(
            "This is not a WebVTT file: it has neither the first line WEBVTT nor a single cue.",
            next_step="Save it as WebVTT in UTF-8; a cue's timing line looks like 00:00:01.000 --> 00:00:02.500.",
        )
    return parsed


def cues_from(parsed: Parsed) -> tuple[Cue, ...]:
    """The cues of a file made elsewhere, in order of time: one voice each, markup dropped, every word kept.

    A cue without a voice has no speaker. A cue that ends before it starts lasts until the next one, if there is one.
    """
    cues = [cue for timed in _forwards(parsed.cues) for cue in _foreign(timed)]
    return tuple(sorted(cues, key=lambda cue: cue.start_ms))


def cues_of(timed: TimedText, hearing: Hearing | None) -> tuple[Cue, ...]:
    """What a cue of our own form stands for: one cue, or one for each voice where a person wrote in another."""
    turn = _only_turn(timed.text)
    return tuple(_cues(timed, [turn] if turn else _with_text(_turns(timed.nodes)), hearing))


def _forwards(cues: Sequence[TimedText]) -> Iterator[TimedText]:
    starts = sorted(each.start_ms for each in cues)
    for cue in cues:
        yield cue if cue.start_ms <= cue.end_ms else replace(cue, end_ms=_next(starts, cue.start_ms, cue.start_ms))


def _next(moments: Sequence[int], after_ms: int, otherwise_ms: int) -> int:
    """The first of ``moments``, which are in order, that is later than ``after_ms``."""
    at = bisect.bisect_right(moments, after_ms)
    return moments[at] if at < len(moments) else otherwise_ms


def _foreign(timed: TimedText) -> Iterator[Cue]:
    turns = _turns(parse_cue_text(_LINE_BREAK.sub("\n", timed.text)))
    for turn in turns:
        _tidy_spaces(turn)
    said = [turn for turn in turns if turn.text]
    # A region is defined in a block of the file it came from, and means nothing without it.
    settings = " ".join(each for each in timed.settings.split(" ") if not each.startswith("region:"))
    return _cues(replace(timed, settings=settings), said, None) if said else iter(())


# --- turns -----------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Run:
    """Text between two inline timestamps; ``at_ms`` is None before the first. Empty text is a pause."""

    at_ms: int | None
    parts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.parts)


@dataclass(slots=True)
class _Turn:
    """What one voice says in a cue before another does; ``timed`` if it is known when its words are said."""

    speaker: str
    runs: list[_Run] = field(default_factory=list)
    timed: bool = False

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


def _only_turn(markup: str) -> _Turn | None:
    """What the tree of ``markup`` would say, in half the time, where one voice and timestamps are all its markup."""
    voice = _VOICE.match(markup)
    first, *rest = _INLINE.split(markup[voice.end() :] if voice else markup)
    if "<" in first or any("<" in text for text in rest[4::5]):
        return None
    runs = [_Run(to_ms(*rest[at : at + 4]), [unescape(rest[at + 4])]) for at in range(0, len(rest), 5)]
    return _Turn(annotation_text(voice[1]) if voice else "", [_Run(None, [unescape(first)]), *runs])


def _turns(nodes: Sequence[Node]) -> list[_Turn]:
    turns = [_Turn("", [_Run(None)])]
    waiting: list[tuple[Node, str]] = [(node, "") for node in reversed(nodes)]
    while waiting:
        node, voice = waiting.pop()
        if isinstance(node, Moment):
            turns[-1].runs.append(_Run(node.at_ms))
            continue
        if isinstance(node, Span):
            voice = node.annotation if node.tag == "v" else voice
            waiting.extend((child, voice) for child in reversed(_children(node)))
        if voice != turns[-1].speaker:
            turns.append(_Turn(voice, [_Run(turns[-1].runs[-1].at_ms)]))
        if isinstance(node, str):
            turns[-1].runs[-1].parts.append(node)
        elif WORD in node.classes:
            turns[-1].timed = True
    return turns


def _children(span: Span) -> Sequence[Node]:
    # How a browser without ruby shows it: the reading after the word, in brackets.
    return ("（", *span.children, "）") if span.tag == "rt" else span.children


def _with_text(turns: list[_Turn]) -> list[_Turn]:
    """The turns in which something is said; where nothing is, the last, which knows whose silence it is."""
    return [turn for turn in turns if turn.text.strip()] or turns[-1:]


def _tidy_spaces(turn: _Turn) -> None:
    before = "\n"
    for run in turn.runs:
        text = _SPACE.sub(lambda match: "\n" if "\n" in match[0] else " ", run.text)
        text = text.lstrip(" \n") if before in " \n" else text
        before = text[-1:] or before
        run.parts = [text]
    for run in reversed(turn.runs):
        run.parts = [run.text.rstrip(" \n")]
        if run.parts[0]:
            break


# --- turns to cues ---------------------------------------------------------------------------------------------------


def _cues(timed: TimedText, turns: Sequence[_Turn], hearing: Hearing | None) -> Iterator[Cue]:
    moments = [run.at_ms for turn in turns for run in turn.runs if run.at_ms is not None]
    in_order = [timed.start_ms, *moments, timed.end_ms]
    if in_order != sorted(in_order):
        # Times that run backwards or out of the cue are nobody's evidence; the words are.
        turns = [_Turn(turn.speaker, [_Run(None, [turn.text])]) for turn in turns]
        moments = []
    for number, (turn, (start, end)) in enumerate(zip(turns, _stretches(timed, turns, moments), strict=True)):
        yield Cue(
            start_ms=start,
            end_ms=end,
            text=turn.text,
            speaker=turn.speaker,
            words=tidy_words(_said(turn, start, end), start, end),
            hearing=hearing,
            id="" if number else timed.id,
            settings=timed.settings,
        )


def _stretches(timed: TimedText, turns: Sequence[_Turn], moments: Sequence[int]) -> Iterator[tuple[int, int]]:
    """When each turn is: from its first moment to the next turn's, or the whole cue if none tells them apart."""
    starts = [timed.start_ms, *(turn.runs[0].at_ms or timed.start_ms for turn in turns[1:])]
    for start, following in itertools.zip_longest(starts, starts[1:]):
        if following is None:
            yield start, timed.end_ms
        else:
            yield start, following if following > start else _next(moments, start, timed.end_ms)


def _said(turn: _Turn, start_ms: int, end_ms: int) -> list[tuple[int, int, str]]:
    if not turn.timed and all(run.at_ms is None for run in turn.runs):
        return []
    begins = [start_ms if run.at_ms is None else run.at_ms for run in turn.runs]
    ends = [*begins[1:], end_ms]
    return [(begin, end, run.text) for begin, end, run in zip(begins, ends, turn.runs, strict=True) if run.text]
