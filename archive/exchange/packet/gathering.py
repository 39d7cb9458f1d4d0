"""What a narrator is given of an interview: their words as they stand, passage by passage, a translation beside them.

Of the people in it only narrators are named, by the name that the public meets. What staff noted is not in it.
"""

from __future__ import annotations

import re
import uuid
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import pairwise

from archive import correcting, language, review
from archive.correcting import Text, joined_text, version_of
from archive.errors import NotFound
from archive.files import Files
from archive.records import Cue, Interview, Packet, PacketText, Passage, Person, Said, Voice
from archive.release.writings import part_of

_LONGEST_TURN = 8
"""Passages under one heading: nobody vouches for more of them with one tick."""
_NEW_SUBJECT_MS = 4_000
_NEAR = 8
"""Cues before a translation that may reach into it: of a whole day's talk, not all are compared with all."""
_ROLES: dict[Voice, frozenset[str]] = {
    "narrator": frozenset({"narrator", "讲述人", "受访者", "受访人", "口述人", "被访者"}),
    "interviewer": frozenset({"interviewer", "采访人", "采访者", "访谈人", "访谈者"}),
}


def make_packet(files: Files, interview_id: str, *, by: str) -> Packet:
    """A packet of all that is said in an interview, as its texts stand now; raises :class:`NotFound` if there is none.

    It is kept with its event, for the answers to be read against. Raises :class:`Refused` for one that is withdrawn.
    """
    interview = files.read_interview(interview_id)
    pairs = [pair for each in interview.recordings if (pair := _texts(files, interview, each.name))]
    if not any(pair[0].cues for pair in pairs):
        raise NotFound(
            "%(interview)s has no words that a narrator could read.",
            next_step="`earwitness process %(interview)s` makes a first text.",
            interview=interview_id,
        )
    packet = Packet(
        id=uuid.uuid4().hex[:12],
        interview=interview_id,
        at=datetime.now(UTC).isoformat(timespec="seconds"),
        texts=tuple(_described(text) for pair in pairs for text in pair),
        passages=tuple(passage for pair in pairs for passage in _passages(interview, *pair)),
    )
    review.keep_packet(files, packet, by=by)
    return packet


def _texts(files: Files, interview: Interview, recording: str) -> list[Text]:
    """What was said in a recording, word for word, and its translation into English, or into Chinese, if there is one.

    Empty where there is no text of what was said.
    """
    names = [each for each in correcting.worked_on(files, interview.id) if each.recording == recording]
    texts = [correcting.read_text(files, interview.id, each) for each in names if not each.edited]
    spoken = [each for each in texts if not each.track.is_translation]
    own = [each for each in spoken if _primary(each.name.language) == _primary(interview.language)] or spoken
    if not own:
        return []
    other = "en" if _primary(own[0].name.language) == "zh" else "zh"
    beside = [each for each in texts if _primary(each.name.language) != _primary(own[0].name.language)]
    return [own[0], *sorted(beside, key=lambda each: _primary(each.name.language) != other)[:1]]


def _described(text: Text) -> PacketText:
    return PacketText(
        recording=text.name.recording,
        language=text.name.language,
        version=version_of(text),
        is_machine_made=text.track.is_machine_made,
    )


def _passages(interview: Interview, spoken: Text, translation: Text | None = None) -> Iterator[Passage]:
    beside = _beside(spoken.cues, translation.cues if translation else ())
    begun = 0
    for before, cue in pairwise((None, *spoken.cues)):
        assert cue is not None
        begun = 1 if before is None or begun == _LONGEST_TURN or _is_new_turn(before, cue) else begun + 1
        voice, name = _voice(interview, cue.speaker)
        said = [Said(language=spoken.name.language, text=cue.text, start_ms=cue.start_ms, end_ms=cue.end_ms)]
        if translation and (found := beside.get(cue)):
            ends_ms = max(each.end_ms for each in found)
            said.append(
                Said(
                    language=translation.name.language,
                    text=joined_text(found),
                    start_ms=found[0].start_ms,
                    end_ms=ends_ms,
                )
            )
        yield Passage(
            recording=spoken.name.recording,
            start_ms=cue.start_ms,
            end_ms=cue.end_ms,
            said=tuple(said),
            voice=voice,
            name=name,
            begins=begun == 1,
            doubtful=bool(spoken.track.is_machine_made and cue.hearing and cue.hearing.flags),
        )


def _is_new_turn(before: Cue, cue: Cue) -> bool:
    return cue.speaker != before.speaker or cue.start_ms - before.end_ms >= _NEW_SUBJECT_MS


def _beside(cues: Sequence[Cue], translation: Sequence[Cue]) -> dict[Cue, list[Cue]]:
    """The cues of a translation by the cue with which they share most time, or, sharing none, that is nearest."""
    found: dict[Cue, list[Cue]] = {}
    starts = [cue.start_ms for cue in cues]
    for each in translation if cues else ():
        first, last = bisect_left(starts, each.start_ms), bisect_left(starts, each.end_ms)
        near = cues[max(0, first - _NEAR) : last + 1]
        nearest = min(near, key=lambda cue: max(cue.start_ms, each.start_ms) - min(cue.end_ms, each.end_ms))
        found.setdefault(nearest, []).append(each)
    return found


def _voice(interview: Interview, label: str) -> tuple[Voice, str]:
    """Whose voice a label means, and the narrator's name if it is theirs; a label that fits several says nothing."""
    terms = "".join(language.terms(label))
    narrators = [each for each in interview.narrators if _is_of(terms, each)]
    interviewers = [each for each in interview.interviewers if _is_of(terms, each)]
    if terms in _ROLES["narrator"] and len(interview.narrators) == 1:
        narrators, interviewers = list(interview.narrators), []
    if len(narrators) == 1 and not interviewers:
        return "narrator", narrators[0].pseudonym or narrators[0].name
    if (interviewers and not narrators) or terms in _ROLES["interviewer"]:
        return "interviewer", ""
    return "narrator" if terms in _ROLES["narrator"] else "other", ""


def _is_of(terms: str, person: Person) -> bool:
    names = (language.fold(each).text.strip() for each in (person.name, person.pseudonym))
    return bool(terms) and any(re.fullmatch(part_of(each), terms) for each in names if each)


def _primary(tag: str) -> str:
    return tag.split("-")[0].lower()
