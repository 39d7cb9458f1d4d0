"""Where real names are said: what a person decided of each place at which one may be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from archive.errors import NotFound
from archive.files import Files
from archive.privacy import Occurrence, where_named
from archive.publication.deciding import decide
from archive.records import Interview, NameSpoken, Track
from archive.sentences import sentence
from archive.speech import read_on, running


def open_names(interview: Interview, recording: str, tracks: Sequence[Track]) -> Iterator[tuple[Track, Occurrence]]:
    """Where a text of a recording may name somebody who has a pseudonym, and nobody has decided whether it does."""
    everybody = (*interview.narrators, *interview.interviewers)
    names = list(dict.fromkeys(each.name for each in everybody if each.pseudonym))
    decided = [each for each in interview.names_spoken if each.recording == recording]
    for track in tracks:
        for each in _named(track, names):
            if not any(_is_decided(each, track, one) for one in decided):
                yield track, each


def _named(track: Track, names: Sequence[str]) -> list[Occurrence]:
    """The places in order of time, each once, however the text is read on."""
    found: dict[tuple[str, int, int, str], Occurrence] = {}
    for numbers in read_on(track.cues) if names else ():
        for each in where_named(running([track.cues[number] for number in numbers], track.language), names):
            found.setdefault((each.name, each.spoken.start_ms, each.spoken.end_ms, each.spoken.text), each)
    return sorted(found.values(), key=lambda each: each.spoken.start_ms)


def _is_decided(occurrence: Occurrence, track: Track, decided: NameSpoken) -> bool:
    spoken = occurrence.spoken
    return (
        decided.name == occurrence.name
        and decided.is_heard == (not track.is_translation)
        and decided.start_ms < spoken.end_ms
        and decided.end_ms > spoken.start_ms
        and (not track.is_translation or decided.said == spoken.text)
    )


def decide_names(files: Files, interview_id: str, decided: Sequence[NameSpoken], *, by: str) -> Interview:
    """Keep for each place whether somebody's real name is said there, in place of what was decided of it before.

    Raises :class:`NotFound` for a recording that the interview does not have, or a name that nobody in it has.
    """

    def named(interview: Interview) -> Interview:
        known = {each.name for each in (*interview.narrators, *interview.interviewers)}
        for each in decided:
            if interview.recording(each.recording) is None or each.name not in known:
                raise NotFound(
                    "%(interview)s has no %(recording)s in which %(name)s could be named.",
                    next_step="Reload the page.",
                    interview=interview_id,
                    recording=each.recording,
                    name=each.name,
                )
        places = {_place(each) for each in decided}
        kept = [each for each in interview.names_spoken if _place(each) not in places]
        in_order = sorted([*kept, *decided], key=_place)
        return replace(interview, names_spoken=tuple(in_order))

    yes = sum(each.is_it for each in decided)
    detail = sentence("%(yes)s are the name, %(no)s are not", yes=yes, no=len(decided) - yes)
    return decide(files, interview_id, "spoken names decided", by, named, detail=detail)


def take_back_name(files: Files, interview_id: str, decided: NameSpoken, *, by: str) -> Interview:
    """Leave it open again whether a name is said at a place; raises :class:`NotFound` where nobody decided it."""

    def undecided(interview: Interview) -> Interview:
        kept = tuple(each for each in interview.names_spoken if _place(each) != _place(decided))
        if kept == interview.names_spoken:
            raise NotFound("Nothing was decided of that place.", next_step="Reload the page.")
        return replace(interview, names_spoken=kept)

    return decide(files, interview_id, "spoken name left open", by, undecided)


def _place(name: NameSpoken) -> tuple[str, int, int, str, bool]:
    return name.recording, name.start_ms, name.end_ms, name.name, name.is_heard
