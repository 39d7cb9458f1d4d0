"""Dates and eras as people say them → EDTF, with the words as evidence; nothing is asserted that has to be reckoned.

*The winter of ninety-eight*, 九八年, 五十年代初 and 文革以前 say when. *Three years ago* and 我十九岁那年 only lead
there from the recording's date or the narrator's birth: they are proposals, and say from what.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from archive.language import fold
from archive.sentences import UNSAID, Sentence, sentence
from archive.speech import chinese, english
from archive.speech.finding import Found, part_of_era
from archive.speech.running import Speech, Spoken

Era = tuple[str, str]
"""What a time is called, and when it was (EDTF)."""

_YEAR = re.compile(r"(?<![0-9])([12][0-9]{3})(?![0-9])")
_HAN_MODIFIED = re.compile("^(刚|临)|(前后|以前|之前|以后|之后|那会儿|的?时候|那年|[前后时初])$")
_MODIFIED = re.compile(r"^(before|after|until|since|during|at|in) ")


@dataclass(frozen=True, slots=True)
class SpokenDate:
    """A date that was said: the words, and when that is (EDTF).

    It is a proposal where it had to be reckoned from something that was not said, which ``reckoned`` tells.
    """

    spoken: Spoken
    edtf: str
    kind: Literal["date", "era"] = "date"
    is_proposal: bool = False
    reckoned: Sentence = UNSAID


def spoken_dates(speech: Speech, *, eras: Sequence[Era] = (), recorded: str = "", born: str = "") -> list[SpokenDate]:
    """The dates in a speech, in order; ``recorded`` and ``born`` (of who speaks) are EDTF, empty where nobody knows.

    Where one stands within another, the longer counts.
    """
    text = speech.folded.text
    told = _year_of(recorded)
    found = [*_eras(text, eras)]
    for reading in (chinese, english):
        found += reading.dates(text, recorded=told)
    reckoned = (_reckoned(each, told, _years_of(born)) for each in _longest(found))
    return [
        SpokenDate(
            speech.spoken_folded(each.start, each.end), each.edtf, "era" if each.is_era else "date", bool(why), why
        )
        for each, why in reckoned
        if each.edtf
    ]


def _eras(text: str, eras: Iterable[Era]) -> Iterator[Found]:
    """Eras by their names. One that is only named with *before* or 前 counts only so: 解放 alone is no time."""
    plain: dict[str, str] = {}
    modified: dict[str, str] = {}
    for name, edtf in eras:
        folded = " ".join(fold(name).text.split())
        base = _HAN_MODIFIED.sub("", _MODIFIED.sub("", folded))
        (plain if base == folded else modified)[base] = edtf
    for name, edtf in (modified | plain).items():
        for start in _places(text, name):
            end = start + len(name)
            reading = english if name.isascii() else chinese
            since, until, part = reading.around_era(text, start, end)
            if name in plain or (since, until) != (start, end):
                yield Found(since, until, part_of_era(edtf, part), is_era=True)


def _places(text: str, name: str) -> Iterator[int]:
    pattern = re.escape(name)
    for each in re.finditer(rf"(?<![a-z]){pattern}(?![a-z])" if name.isascii() else pattern, text):
        yield each.start()


def _longest(found: Iterable[Found]) -> list[Found]:
    kept: list[Found] = []
    for each in sorted(found, key=lambda one: (one.start - one.end, one.start, one.is_era)):
        if all(each.end <= other.start or other.end <= each.start for other in kept):
            kept.append(each)
    return sorted(kept, key=lambda one: one.start)


def _reckoned(found: Found, recorded: int, born: tuple[int, int] | None) -> tuple[Found, Sentence]:
    """What was found with its date, and from what that is reckoned; without a date where that is not known."""
    if found.back is not None and recorded:
        least, most = found.back
        why = sentence("reckoned from the recording, made in %(year)s", year=recorded)
        return replace(found, edtf=_between(recorded - most, recorded - least, about=most > 3)), why
    if found.ages is not None and born:
        least, most = found.ages
        why = sentence("reckoned from the narrator's birth in %(year)s", year="/".join(map(str, dict.fromkeys(born))))
        return replace(found, edtf=_between(born[0] + least, born[1] + most)), why
    return found, UNSAID


def _between(since: int, until: int, *, about: bool = False) -> str:
    return f"{since}/{until}" if since != until else f"{since}~" if about else str(since)


def _year_of(edtf: str) -> int:
    """The last year that a date may mean; 0 where it names none."""
    return max(map(int, _YEAR.findall(edtf)), default=0)


def _years_of(edtf: str) -> tuple[int, int] | None:
    found = sorted(map(int, _YEAR.findall(edtf)))
    return (found[0], found[-1]) if found else None
