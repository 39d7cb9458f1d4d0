"""Suggested headings that nobody wants: remembered by their moment, whatever becomes of the words, until taken back."""

from __future__ import annotations

from archive import fixity, provenance
from archive.errors import BadInput, NotFound
from archive.files import Files, dismissed_file, from_json, to_json
from archive.records import LATEST_MS, Dismissed
from archive.sentences import Sentence, sentence

Moments = tuple[Dismissed, ...]


def read_dismissed(files: Files, interview_id: str, recording: str) -> Moments:
    """What was dismissed in a recording, in order of time."""
    key = dismissed_file(interview_id, recording)
    return from_json(files.store.read(key), Moments, key=key) if files.store.exists(key) else ()


def dismiss(files: Files, interview_id: str, recording: str, at_ms: int, *, agent: str) -> None:
    """Remember that nobody wants a heading at a moment.

    Raises :class:`BadInput` for what is no moment, :class:`NotFound` for a recording that is not there.
    """
    if not 0 <= at_ms <= LATEST_MS:
        raise BadInput("That heading is not suggested any more.", next_step="Reload the page: the text has changed.")
    with files.lock(interview_id):
        provenance.clear_the_way(files, interview_id)
        before = _of(files, interview_id, recording)
        if any(each.start_ms == at_ms for each in before):
            return
        detail = sentence("%(recording)s at %(ms)s ms", recording=recording, ms=at_ms)
        event = provenance.next_event(files, interview_id, "heading dismissed", agent, detail=detail)
        kept = sorted((*before, Dismissed(start_ms=at_ms, by=agent, at=event.at)), key=lambda each: each.start_ms)
        provenance.perform(
            files, provenance.planned(event, writes={dismissed_file(interview_id, recording): to_json(tuple(kept))})
        )
        fixity.settle(files, interview_id)


def offer_again(files: Files, interview_id: str, recording: str, *, agent: str) -> int:
    """Forget what was dismissed in a recording, so that it is suggested again; returns how many these were."""
    with files.lock(interview_id):
        provenance.clear_the_way(files, interview_id)
        before = _of(files, interview_id, recording)
        if before:
            event = provenance.next_event(
                files, interview_id, "dismissed headings offered", agent, detail=_told(recording, len(before))
            )
            empty: Moments = ()
            writes = {dismissed_file(interview_id, recording): to_json(empty)}
            provenance.perform(files, provenance.planned(event, writes=writes))
            fixity.settle(files, interview_id)
    return len(before)


def _of(files: Files, interview_id: str, recording: str) -> Moments:
    if files.read_interview(interview_id).recording(recording) is None:
        raise NotFound("%(interview)s has no %(recording)s.", interview=interview_id, recording=recording)
    return read_dismissed(files, interview_id, recording)


def _told(recording: str, count: int) -> Sentence:
    return sentence("%(recording)s: %(count)s", recording=recording, count=count)
