"""What a narrator asked in their review, done by an archivist: another wording, or a passage kept back."""

from __future__ import annotations

import uuid

from archive import correcting, review
from archive.correcting import Wish
from archive.errors import BadInput, Conflict
from archive.files import Files, TrackName
from archive.publication.hiding import redact
from archive.records import Cue, Redaction
from archive.review import Asked

NARRATORS_REVIEW = "narrator's review"
"""How a correction is called that says what the narrator wrote; who made it is the archivist."""


def words_now(files: Files, interview_id: str, wanted: Asked) -> tuple[Cue, ...]:
    """What stands today where the narrator read the words that they ask to change, or that they speak of."""
    said = wanted.said
    text = correcting.read_text(files, interview_id, TrackName(wanted.passage.recording, said.language))
    return correcting.standing_at(text.cues, [Cue(said.start_ms, max(said.end_ms, said.start_ms + 1), said.text)])


def change_as_asked(files: Files, interview_id: str, packet: str, asked_id: str, *, by: str, words: str = "") -> Asked:
    """Let the text say what the narrator wrote, as a correction; what others change at the same moment is kept too.

    Raises :class:`Conflict` where the passage is not one any more, and :class:`BadInput` where they did not write how.
    """
    wanted = review.find(files, interview_id, packet, asked_id)
    if wanted.settled is None:
        if wanted.kind != "change" or not wanted.text:
            raise BadInput("The narrator did not write how it should read.", next_step="Ask them, or correct the text.")
        there = words_now(files, interview_id, wanted)
        if len(there) != 1:
            raise Conflict(
                "This passage was split, joined or removed since the narrator read it.",
                next_step="Correct the text by hand, then say here that it is done.",
            )
        name = TrackName(wanted.passage.recording, wanted.said.language)
        # The same wish has the same id, so that whoever died after the correction makes no second one.
        id_ = str(uuid.uuid5(uuid.NAMESPACE_OID, asked_id))
        correcting.correct(
            files, interview_id, name, Wish(act=NARRATORS_REVIEW, cues=there, id=id_, text=wanted.text), by=by
        )
    return review.settle(files, interview_id, packet, asked_id, "done", by=by, words=words)


def withhold_as_asked(
    files: Files, interview_id: str, packet: str, asked_id: str, *, by: str, words: str = ""
) -> Asked:
    """Keep a passage back, in every language and in sound, as the narrator asks; ``words`` say why, for staff."""
    wanted = review.find(files, interview_id, packet, asked_id)
    if wanted.kind != "withhold":
        raise BadInput("The narrator did not ask to withhold this.", next_step="Reload the page.")
    if wanted.settled is None:
        passage = wanted.passage
        redaction = Redaction(
            recording=passage.recording,
            start_ms=passage.start_ms,
            end_ms=max(passage.end_ms, passage.start_ms + 1),
            reason=words or wanted.comment,
        )
        redact(files, interview_id, redaction, by=by)
    return review.settle(files, interview_id, packet, asked_id, "done", by=by, words=words)
