"""What is not finished about each of the twelve: typed and not kept, in dispute, drafted, asked for, on its way in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from archive import correcting, review, sensitivity, speakers, takedown, uploads
from archive.access import NOTHING
from archive.correcting import Wish
from archive.files import Files, TrackName
from archive.records import Answer, Answers, Packet, Passage, Reply, Request, Said, Turn, Voices
from archive.sensitivity import Sight
from archive.settings import Settings

SENDER = "The archivist"
"""Who sends a file for each of them: everybody sees their own alone."""
TEXT = TrackName("recording-1", "zh")
PASSAGES = ((0, 400), (1500, 1900))

Word = Callable[[str], str]
"""The canary of a field."""


def leave_unfinished(files: Files, settings: Settings, interview_id: str, number: int, word: Word) -> None:
    """All of it, of the interview of that id, the ``number``-th."""
    _type(files, interview_id, word)
    _tell_apart(files, interview_id, word)
    _ask(files, interview_id, number, word)
    seen = Sight(what="names", of=NOTHING, points=())
    sensitivity.tick(files, interview_id, [seen], {"names": seen.seen}, by=word("looker"))
    uploads.begin(files, settings, name=word("upload"), length=9, by=SENDER)
    uploads.begin(files, settings, name=word("otherupload"), length=9, by=word("uploader"))


def _type(files: Files, interview_id: str, word: Word) -> None:
    """Two people type other words for the same passage; neither is part of any text that was kept."""
    (first, *_) = correcting.read_text(files, interview_id, TEXT).cues
    for text, by in ((word("journal"), word("typist")), (word("quarrel"), word("quarreller"))):
        correcting.correct(files, interview_id, TEXT, Wish(act="text", cues=(first,), text=text), by=by)


def _tell_apart(files: Files, interview_id: str, word: Word) -> None:
    turns = (Turn(0, 900, word("voice")), Turn(900, 1900, "B"))
    speakers.keep_draft(files, interview_id, "recording-1", Voices(count=2, turns=turns, made_by=word("voicesmadeby")))


def _ask(files: Files, interview_id: str, number: int, word: Word) -> None:
    """Two requests about it and a packet that the narrator answered; one half is decided, the other waits."""
    for says, decided in (("request", False), ("requesttwo", True)):
        told = Request(words=word(says), about=interview_id, contact=word("contact"))
        asked = takedown.ask(files, told, now=datetime.now(UTC))
        if decided:
            given = Answer(outcome="declined", by=word("answerer"), on="2026-05-03", words=word("answered"))
            takedown.answer(files, asked.number, given)
    packet = Packet(
        id=f"{number:012x}",
        interview=interview_id,
        at="2026-05-01T00:00:00+00:00",
        passages=tuple(_passage(*span, word) for span in PASSAGES),
    )
    review.keep_packet(files, packet, by=word("agent"))
    at = "2026-05-01T10:00:00+00:00"
    replies = (
        _reply(PASSAGES[0], comment=word("reply"), choice="agree", at=at),
        _reply(PASSAGES[1], words={"zh": word("wording")}, choice="change", at=at),
    )
    answers = Answers(packet=packet.id, interview=interview_id, saved_at=at, replies=replies)
    review.take_in(files, interview_id, answers, by=word("agent"), on="2026-05-02")
    (remark, _) = review.undecided(files, interview_id)
    told_why = {"by": word("settler"), "words": word("settled")}
    review.settle(files, interview_id, packet.id, remark.id, "noted", **told_why)


def _passage(start_ms: int, end_ms: int, word: Word) -> Passage:
    said = (Said(language="zh", text=word("packetsaid"), start_ms=start_ms, end_ms=end_ms),)
    return Passage(recording="recording-1", start_ms=start_ms, end_ms=end_ms, said=said, name=word("packetname"))


def _reply(span: tuple[int, int], **told: object) -> Reply:
    return Reply(recording="recording-1", start_ms=span[0], end_ms=span[1], **told)  # type: ignore[arg-type]
