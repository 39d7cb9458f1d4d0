"""Packets, answers and decisions on disk, each with its event: a packet never changes, and no answer is taken out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from archive import fixity, provenance
from archive.errors import BadInput, Conflict, NotFound, Refused
from archive.files import Files, from_json, interview_file, packet_file, review_file, to_json, words_folder
from archive.records import Answers, Event, Interview, Packet, Reply, Review, Settled, Settlement
from archive.review.asked import Asked, asked, newest, place
from archive.sentences import Sentence, sentence
from archive.transcripts import earlier_kept

_PACKET = re.compile(r"packet-([0-9a-f]{12})\.json")
_OUTCOMES: Mapping[Settled, Sentence] = {
    "done": sentence("done as asked"),
    "by hand": sentence("done by hand"),
    "declined": sentence("declined"),
    "noted": sentence("noted"),
}
_KINDS = {
    "change": sentence("another wording"),
    "withhold": sentence("to be withheld"),
    "comment": sentence("a remark"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenIn:
    """What came of reading answers in: how many are ``new``, ``known`` already, and ``older`` than what is here."""

    new: int
    known: int
    older: int


def keep_packet(files: Files, packet: Packet, *, by: str) -> None:
    """Keep what a narrator is given; raises :class:`Refused` for an interview that is withdrawn."""
    with files.lock(packet.interview):
        provenance.clear_the_way(files, packet.interview)
        if files.read_interview(packet.interview).withdrawn is not None:
            raise Refused(
                "%(interview)s was withdrawn.",
                next_step="No packet can be made of it.",
                interview=packet.interview,
            )
        event = provenance.next_event(files, packet.interview, "review packet made", by, detail=packet.id)
        _perform(files, event, {packet_file(packet.interview, packet.id): to_json(packet)})


def packets(files: Files, interview_id: str) -> list[Packet]:
    """The packets that were made of an interview, the newest first; raises :class:`BadRecord`."""
    names = files.store.names(words_folder(interview_id))
    ids = [match[1] for each in names if (match := _PACKET.fullmatch(each))]
    return sorted((read_packet(files, interview_id, each) for each in ids), key=lambda each: each.at, reverse=True)


def read_packet(files: Files, interview_id: str, packet: str) -> Packet:
    """One packet; raises :class:`NotFound`."""
    key = packet_file(interview_id, packet)
    if not files.store.exists(key):
        raise NotFound(
            "%(interview)s has no packet %(packet)s.",
            next_step="The page “Narrator's review” lists those that were made.",
            interview=interview_id,
            packet=packet,
        )
    return from_json(files.store.read(key), Packet, key=key)


def read_review(files: Files, interview_id: str, packet: str) -> Review:
    """What was answered to a packet and decided about it; empty where nothing came back."""
    key = review_file(interview_id, packet)
    return from_json(files.store.read(key), Review, key=key) if files.store.exists(key) else Review(packet=packet)


def undecided(files: Files, interview_id: str) -> list[Asked]:
    """What the narrator asked that nobody has decided, over all packets; raises :class:`BadRecord`."""
    found = (asked(each, read_review(files, interview_id, each.id)) for each in packets(files, interview_id))
    return [each for some in found for each in some if each.settled is None]


def find(files: Files, interview_id: str, packet: str, asked_id: str) -> Asked:
    """One thing the narrator asks for; raises :class:`NotFound`, also for what they ask no longer."""
    held = read_packet(files, interview_id, packet)
    found = [each for each in asked(held, read_review(files, interview_id, packet)) if each.id == asked_id]
    if not found:
        raise NotFound("The narrator asks for no such thing.", next_step="Reload the page to see what they ask for.")
    return found[0]


def take_in(files: Files, interview_id: str, answers: Answers, *, by: str, on: str) -> TakenIn:
    """Keep the answers that a file brings; those that are known, or older than what is here, change nothing.

    Raises :class:`BadInput` for answers of another interview, or to what was not asked, and :class:`NotFound` for a
    packet that was not made here: then nothing of the file is kept.
    """
    if answers.interview != interview_id:
        raise BadInput(
            "These are the answers of %(other)s, not of %(interview)s.",
            next_step="Read them in on the page of that interview.",
            other=answers.interview,
            interview=interview_id,
        )
    with files.lock(interview_id):
        provenance.clear_the_way(files, interview_id)
        packet = read_packet(files, interview_id, answers.packet)
        _check_asked(packet, answers)
        review = read_review(files, interview_id, packet.id)
        new, known = _new(review, answers)
        if new:
            detail = sentence("packet %(packet)s, %(count)s passages", packet=packet.id, count=len(new))
            event = provenance.next_event(files, interview_id, "narrator's review read in", by, detail=detail)
            kept = replace(review, replies=(*review.replies, *new))
            before = files.read_interview(interview_id)
            after = replace(before, narrator_reviewed_on=_reviewed_on(before, answers, packet, on))
            _perform(
                files, event, {review_file(interview_id, packet.id): to_json(kept)} | _recorded(files, after, event)
            )
    return TakenIn(new=len(new), known=known, older=len(answers.replies) - len(new) - known)


def settle(
    files: Files, interview_id: str, packet: str, asked_id: str, outcome: Settled, *, by: str, words: str = ""
) -> Asked:
    """Keep what a named person decided about one thing the narrator asks for; deciding the same again changes nothing.

    Raises :class:`Conflict` where somebody decided otherwise in between.
    """
    with files.lock(interview_id):
        provenance.clear_the_way(files, interview_id)
        wanted = find(files, interview_id, packet, asked_id)
        if wanted.settled is not None:
            if wanted.settled.outcome == outcome:
                return wanted
            raise Conflict("Somebody has decided this already.", next_step="Reload the page to see how.")
        detail = sentence(
            "%(recording)s %(start)s–%(end)s ms, %(asked)s: %(outcome)s",
            recording=wanted.passage.recording,
            start=wanted.passage.start_ms,
            end=wanted.passage.end_ms,
            asked=_KINDS[wanted.kind],
            outcome=_OUTCOMES[outcome],
        )
        event = provenance.next_event(files, interview_id, "narrator's wish decided", by, detail=detail)
        review = read_review(files, interview_id, packet)
        heard = len(review.replies)
        settled = Settlement(asked=asked_id, outcome=outcome, by=by, at=event.at, words=words, heard=heard)
        kept = replace(review, settlements=(*review.settlements, settled))
        _perform(files, event, {review_file(interview_id, packet): to_json(kept)})
        return replace(wanted, settled=settled)


def _perform(files: Files, event: Event, writes: Mapping[str, bytes]) -> None:
    provenance.perform(files, provenance.planned(event, writes=writes))
    fixity.settle(files, event.interview)


def _recorded(files: Files, after: Interview, event: Event) -> dict[str, bytes]:
    key, data = interview_file(after.id), to_json(after)
    return {} if files.store.read(key) == data else earlier_kept(files, key, event) | {key: data}


def _check_asked(packet: Packet, answers: Answers) -> None:
    """Raise :class:`BadInput` where a file answers what its packet did not ask."""
    languages = {place(each): {said.language for said in each.said} for each in packet.passages}
    for each in answers.replies:
        if place(each) not in languages or not set(each.words) <= languages[place(each)]:
            raise BadInput(
                "This file answers what was not asked: %(recording)s from %(start)s to %(end)s ms.",
                next_step="Ask the narrator for the file once more. Nothing of it was kept.",
                recording=each.recording,
                start=each.start_ms,
                end=each.end_ms,
            )


def _new(review: Review, answers: Answers) -> tuple[list[Reply], int]:
    """The answers that say something else than what is here, and are not older; and how many say the same.

    What is read in later is later: a clock that is wrong makes no answer old. Only what was written with the same pen
    is put in order by its clock, since files may be read in in any order.
    """
    last = newest(review.replies)
    new, known = [], 0
    for each in newest(answers.replies).values():
        here = last.get(place(each))
        if each == here or (here is None and each.says_nothing):
            known += 1
        elif all(one.at < each.at for one in review.replies if (place(one), one.pen) == (place(each), each.pen)):
            new.append(each)
    return new, known


def _reviewed_on(before: Interview, answers: Answers, packet: Packet, today: str) -> str:
    """The day on which the narrator saved their answers; a wrong clock of theirs moves it no further than can be."""
    try:
        said = datetime.fromisoformat(answers.saved_at).astimezone(UTC).date().isoformat()
    except ValueError:
        said = today
    return max(before.narrator_reviewed_on, min(max(said, packet.at[:10]), today))
