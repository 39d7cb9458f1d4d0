"""What people ask of the machine: stop this, try that once more, hear it again in another way. Each is an event."""

from __future__ import annotations

from archive import provenance, transcribe, transcripts
from archive.errors import BadInput, NotFound, Refused
from archive.files import Files
from archive.jobs import steps
from archive.jobs.doing import try_again
from archive.jobs.steps import Step
from archive.records import LANGUAGE_TAG, Event, Wish
from archive.sentences import enumerated
from archive.settings import Settings

CANCELLED = "cancellation"
"""The type of the event that settles a step because a person wanted it no more."""


def find_step(files: Files, settings: Settings, interview_id: str, recording: str, name: str) -> Step:
    """The step of that name that a recording calls for now; raises :class:`NotFound`."""
    interview = files.read_interview(interview_id)
    tape = interview.recording(recording)
    for each in steps.steps(files, settings, interview, tape) if tape else ():
        if each.name == name:
            return each
    raise NotFound(
        "%(interview)s %(recording)s calls for no step %(name)r.",
        next_step="Reload the page.",
        interview=interview_id,
        recording=recording,
        name=name,
    )


def cancel(files: Files, step: Step, *, agent: str) -> Event:
    """Settle a step that nobody wants any more: who is at it stops at the next tick, and it is owed no more.

    Raises :class:`Refused` if it ended before.
    """
    with files.lock(step.interview):
        if steps.outcome(files, step) is None and files.store.exists(step.receipt):
            files.store.remove(step.receipt)  # it vouches for files that are lost
        event = provenance.next_event(files, step.interview, CANCELLED, agent, detail=step.name, outcome="failure")
        kept = provenance.sign_off(files, step.receipt, event)
    if kept.id != event.id:
        raise Refused("%(step)s ended before it could be stopped.", next_step="Reload the page.", step=step)
    return kept


def retry(files: Files, step: Step, *, agent: str) -> None:
    """Make a step that failed, or was cancelled, owed once more; raises :class:`Refused` if it did not."""
    with files.lock(step.interview):
        ended = steps.outcome(files, step)
        if ended is None or ended.outcome == "success":
            raise Refused("%(step)s has not failed.", next_step="Reload the page.", step=step)
        event = provenance.next_event(files, step.interview, "asked for again", agent, detail=step.name)
        provenance.record(files, event)
        try_again(files, step)


def hear_again(files: Files, interview_id: str, wish: Wish, *, agent: str) -> None:
    """Have every recording of an interview transcribed anew, as wished; raises :class:`BadInput` for what cannot be.

    The machine's earlier text goes to ``versions/``; people's texts stay as they are.
    """
    if wish.model and wish.model not in transcribe.known_models():
        known = enumerated(transcribe.known_models())
        raise BadInput(
            "There is no Whisper model %(model)r.", next_step="Choose of: %(known)s.", model=wish.model, known=known
        )
    if wish.language and not LANGUAGE_TAG.fullmatch(wish.language):
        raise BadInput(
            "%(language)r is no language tag.", next_step="They look like zh, en or yue.", language=wish.language
        )
    transcripts.ask_again(files, interview_id, agent=agent, wish=wish)
