"""The file of answers that comes back from a narrator: read strictly, told apart from any other file in words."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from archive.errors import BadInput, BadRecord
from archive.files import PACKET_ID, from_json
from archive.records import INTERVIEW_ID, Answers, Choice, Reply, Texts
from archive.sentences import Sentence, sentence

LARGEST: Final = 8_000_000
"""Bytes: the answers to the longest interview, each with pages of remarks, are a tenth of it."""
LONGEST: Final = 8_000
"""Characters that may be written to one passage."""
FORM: Final = 1
_PEN: Final = re.compile("[0-9a-z]{1,16}")
"""What ``packet.js`` calls the browser it runs in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Text:
    recording: str
    language: str
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    recording: str
    start_ms: int
    end_ms: int
    at: str
    answer: Choice = ""
    words: Texts = field(default_factory=dict)
    comment: str = ""
    pen: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    """The file as ``packet.js`` writes it."""

    earwitness: str
    form: int
    interview: str
    packet: str
    saved_at: str
    texts: tuple[_Text, ...] = ()
    answers: tuple[_Answer, ...] = ()


def read_answers(data: bytes, *, name: str) -> Answers:
    """What a file of answers says; raises :class:`BadInput` for any other, or for one that holds none."""
    if len(data) > LARGEST:
        raise _not_answers(name, sentence("it is too large"))
    try:
        told = from_json(data.removeprefix(b"\xef\xbb\xbf"), _File, key=name)
    except BadRecord as fault:
        raise _not_answers(name, fault.fault) from fault
    if told.earwitness != "answers" or told.form != FORM or not INTERVIEW_ID.fullmatch(told.interview):
        raise _not_answers(name, sentence("it says that it is something else"))
    if not PACKET_ID.fullmatch(told.packet):
        raise _not_answers(name, sentence("it does not say of which packet it is"))
    if not told.answers:
        raise BadInput("%(name)s holds no answers.", next_step="Ask the narrator to save them once more.", name=name)
    replies = tuple(_reply(each, name) for each in told.answers)
    return Answers(packet=told.packet, interview=told.interview, saved_at=told.saved_at, replies=replies)


def _reply(told: _Answer, name: str) -> Reply:
    written = (told.comment, *told.words.values())
    if max(map(len, written)) > LONGEST or not 0 <= told.start_ms <= told.end_ms:
        raise _not_answers(name, sentence("an answer in it cannot have come from the page"))
    words = {tag: said for tag, text in told.words.items() if (said := _visible(text))}
    return Reply(
        recording=told.recording,
        start_ms=told.start_ms,
        end_ms=told.end_ms,
        choice=told.answer,
        words=words if told.answer == "change" else {},
        comment=_visible(told.comment),
        at=_moment(told.at, name),
        pen=told.pen if _PEN.fullmatch(told.pen) else "",
    )


def _moment(written: str, name: str) -> str:
    """A moment in UTC, to the millisecond, so that moments are in order as texts are."""
    try:
        return datetime.fromisoformat(written).astimezone(UTC).isoformat(timespec="milliseconds")
    except (ValueError, OverflowError) as error:
        raise _not_answers(name, sentence("an answer in it has no moment")) from error


def _visible(text: str) -> str:
    """What somebody typed, without control characters and halves of characters."""
    kept = "".join(each for each in text if each.isspace() or unicodedata.category(each) not in ("Cc", "Cs"))
    return "\n".join(line.rstrip() for line in kept.strip().splitlines())


def _not_answers(name: str, why: Sentence) -> BadInput:
    return BadInput(
        "%(name)s is not a file of answers: %(why)s.",
        next_step="Choose the file that “Save my answers” made: answers-….json. Nothing was changed.",
        name=name,
        why=why,
    )
