"""What a person does to cues, as functions on values: change the text, split, join, shift, name a voice, confirm.

Other cues are never touched. A cue that a person changed or confirmed has no figures of the machine any more: their
presence says that nobody has listened yet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from archive import language
from archive.correcting.timing import retimed
from archive.errors import BadInput, Refused
from archive.records import Cue, Hearing, Word
from archive.webvtt import tidy_words

UNCLEAR, PAUSE, OVERLAP = "[?]", "[pause]", "[overlap]"
"""Marks of the transcriber, written in the text where they belong; ``[zh: 下岗]`` is a stretch in another language."""


def edited(cue: Cue, text: str) -> Cue:
    """The cue with another text; words that stayed keep their times exactly. Raises :class:`BadInput` for none."""
    text = in_lines(text)
    if not text:
        raise BadInput("A passage without words is none.", next_step="Remove it instead.")
    if text == cue.text:
        return heard(cue)
    words = retimed(cue.words, text, start_ms=cue.start_ms, end_ms=cue.end_ms)
    return replace(cue, text=text, words=words, hearing=None)


def in_lines(text: str) -> str:
    """A text as a page gives it back: its lines end as HTML's do, and no space is around it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def heard(cue: Cue) -> Cue:
    """The cue as a person listened to it and found it right."""
    return replace(cue, hearing=None)


def spoken_by(cue: Cue, speaker: str) -> Cue:
    """The cue with another voice."""
    return replace(cue, speaker=speaker)


def shifted(cue: Cue, *, start_ms: int, end_ms: int) -> Cue:
    """The cue from and to other moments; its words move no further than they must. Raises :class:`BadInput`."""
    if not 0 <= start_ms < end_ms:
        raise BadInput("A passage must end after it starts.", next_step="Move its other edge first.")
    said = [(word.start_ms, word.end_ms, word.text) for word in cue.words]
    return replace(cue, start_ms=start_ms, end_ms=end_ms, words=tidy_words(said, start_ms, end_ms))


def split(cue: Cue, at: int) -> tuple[Cue, Cue]:
    """Two cues, cut before the character ``at``; raises :class:`BadInput` where one of them would be empty.

    Between two timed words each half keeps their times, and the pause between them belongs to neither.
    """
    left, right = cue.text[:at].rstrip(), cue.text[at:].lstrip()
    if not 0 < at < len(cue.text) or not left or not right:
        raise BadInput("A passage can be split only between its words.", next_step="Put the cursor inside the text.")
    first, second = _cut_words(cue.words, at)
    end_ms, start_ms = _edges(cue, first, second, at)
    hearings = _cut_hearing(cue, len(first), len(second))
    return (
        replace(cue, end_ms=end_ms, text=left, words=first, hearing=hearings[0]),
        replace(cue, start_ms=start_ms, text=right, words=second, hearing=hearings[1], id=""),
    )


def joined(one: Cue, other: Cue) -> Cue:
    """Two cues as one; raises :class:`Refused` where two people speak."""
    if one.speaker and other.speaker and one.speaker != other.speaker:
        raise Refused(
            "%(one)s and %(other)s cannot speak in one passage.",
            next_step="Give both the same speaker.",
            one=one.speaker,
            other=other.speaker,
        )
    start_ms, end_ms = min(one.start_ms, other.start_ms), max(one.end_ms, other.end_ms)
    space = _between(one.text, other.text)
    words = _joined_words(one, other, space)
    return replace(
        one,
        start_ms=start_ms,
        end_ms=end_ms,
        text=one.text + space + other.text,
        speaker=one.speaker or other.speaker,
        words=tidy_words([(each.start_ms, each.end_ms, each.text) for each in words], start_ms, end_ms),
        hearing=_joined_hearing(one, other),
    )


def joined_text(cues: Sequence[Cue]) -> str:
    """The words of several cues read on as one text."""
    text = ""
    for cue in cues:
        text += (_between(text, cue.text) if text else "") + cue.text
    return text


# --- splitting -------------------------------------------------------------------------------------------------------


def _cut_words(words: tuple[Word, ...], at: int) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
    first: list[Word] = []
    second: list[Word] = []
    reached = 0
    for word in words:
        here, reached = at - reached, reached + len(word.text)
        if here >= len(word.text):
            first.append(word)
        elif here <= 0:
            second.append(word)
        else:
            _cut_word(word, here, first, second)
    return _ending(first), _beginning(second)


def _cut_word(word: Word, here: int, first: list[Word], second: list[Word]) -> None:
    """A word cut inside: its time is shared out by length, unless all of one side is space or time is too short."""
    left, right = word.text[:here], word.text[here:]
    if not left.strip() or not right.strip():
        (first if left.strip() else second).append(replace(word, text=word.text.strip()))
        return
    length_ms = word.end_ms - word.start_ms
    middle = word.start_ms + min(max(length_ms * here // len(word.text), 1), max(length_ms - 1, 1))
    first.append(Word(word.start_ms, middle, left))
    if middle < word.end_ms:
        second.append(Word(middle, word.end_ms, right))


def _ending(words: list[Word]) -> tuple[Word, ...]:
    while words and not words[-1].text.strip():
        words.pop()
    return (*words[:-1], *(replace(each, text=each.text.rstrip()) for each in words[-1:]))


def _beginning(words: list[Word]) -> tuple[Word, ...]:
    while words and not words[0].text.strip():
        words.pop(0)
    return (*(replace(each, text=each.text.lstrip()) for each in words[:1]), *words[1:])


def _edges(cue: Cue, first: tuple[Word, ...], second: tuple[Word, ...], at: int) -> tuple[int, int]:
    if first and second:
        return first[-1].end_ms, second[0].start_ms
    middle = cue.start_ms + (cue.end_ms - cue.start_ms) * at // len(cue.text)
    return middle, middle


def _cut_hearing(cue: Cue, first: int, second: int) -> tuple[Hearing | None, Hearing | None]:
    if cue.hearing is None:
        return None, None
    sure = cue.hearing.words
    known = len(sure) == len(cue.words) and first + second >= len(sure)
    left = replace(cue.hearing, words=sure[:first] if known else ())
    return left, replace(cue.hearing, words=sure[len(sure) - second :] if known else ())


# --- joining ---------------------------------------------------------------------------------------------------------


def _between(left: str, right: str) -> str:
    """What stands between two texts put together: nothing where a script without spaces goes on."""
    ends, begins = language.fold(left[-1:]).text, language.fold(right[:1]).text
    unspaced = any(language.is_unspaced(each) or each in "。，、；：？！」』》）" for each in (ends, begins) if each)
    return "" if unspaced or left[-1:].isspace() or right[:1].isspace() else " "


def _joined_words(one: Cue, other: Cue, space: str) -> list[Word]:
    if not one.words and not other.words:
        return []
    first, second = _words_of(one), _words_of(other)
    if not first or not second:
        return []
    return [*first, replace(second[0], text=space + second[0].text), *second[1:]]


def _words_of(cue: Cue) -> list[Word]:
    """The words of a cue; the whole of it as one where nothing finer is known."""
    if cue.words or cue.start_ms >= cue.end_ms or not cue.text:
        return list(cue.words)
    return [Word(cue.start_ms, cue.end_ms, cue.text)]


def _joined_hearing(one: Cue, other: Cue) -> Hearing | None:
    """The worse of both figures; what a person confirmed is certain."""
    if one.hearing is None and other.hearing is None:
        return None
    figures = [each.hearing for each in (one, other) if each.hearing]
    return Hearing(
        no_speech=max(each.no_speech for each in figures),
        logprob=min(each.logprob for each in figures),
        compression=max(each.compression for each in figures),
        words=_sureness(one) + _sureness(other),
        flags=tuple(dict.fromkeys(flag for each in figures for flag in each.flags)),
        side=figures[0].side if len({each.side for each in figures}) == 1 else "",
    )


def _sureness(cue: Cue) -> tuple[int, ...]:
    return cue.hearing.words if cue.hearing else (100,) * len(cue.words)
