"""What waits to be checked, over all interviews: counted once for each state of a text, and remembered."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from archive import provenance
from archive.correcting.doubts import confirmed, doubts
from archive.correcting.journal import read_text
from archive.correcting.keeping import worked_on
from archive.errors import ArchiveError
from archive.files import CORRECTIONS, Files, TrackName, from_json, to_json, track_name, words_folder, write_local

WORST = 20
"""Of each text as many passages as this are remembered, the least certain first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One cue that nobody has confirmed, and how sure the machine was of it in per cent."""

    start_ms: int
    end_ms: int
    text: str
    sureness: int
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How far the checking of one text is; ``worst`` are the passages to begin with."""

    interview_id: str
    file: str
    cues: int
    confirmed: int
    disputes: int = 0
    machine_made: bool = False
    approved_by: str = ""
    made_by: str = ""
    worst: tuple[Passage, ...] = ()

    @property
    def name(self) -> TrackName:
        """Which text it is."""
        name = track_name(self.file)
        assert name is not None
        return name


@dataclass(frozen=True, slots=True, kw_only=True)
class _Remembered:
    state: str
    texts: tuple[Standing, ...] = ()


def standing(files: Files) -> Iterator[Standing]:
    """How far every text of every interview is; what cannot be read is passed over, ``verify`` names it."""
    for interview_id in files.interview_ids():
        try:
            yield from standing_of(files, interview_id)
        except ArchiveError:
            continue


def standing_of(files: Files, interview_id: str) -> tuple[Standing, ...]:
    """How far the texts of one interview are."""
    path = files.instance / "checking" / f"{interview_id}.json"
    state = _state(files, interview_id)
    try:
        known = from_json(path.read_bytes(), _Remembered, key=path.name)
    except (FileNotFoundError, ArchiveError):
        known = _Remembered(state="")
    if known.state != state:
        texts = tuple(_standing(files, interview_id, each) for each in worked_on(files, interview_id))
        known = _Remembered(state=state, texts=texts)
        write_local(path, to_json(known).decode())
    return known.texts


def _state(files: Files, interview_id: str) -> str:
    """A fingerprint of all that was kept and all that was typed."""
    names = files.store.walk(f"{words_folder(interview_id)}/{CORRECTIONS}")
    return provenance.state(files, interview_id) + hashlib.sha256("\n".join(names).encode()).hexdigest()


def _standing(files: Files, interview_id: str, name: TrackName) -> Standing:
    text = read_text(files, interview_id, name)
    worst = tuple(
        Passage(
            start_ms=each.cue.start_ms,
            end_ms=each.cue.end_ms,
            text=each.cue.text,
            sureness=each.sureness,
            flags=each.flags,
        )
        for each in doubts(text.cues)[:WORST]
    )
    return Standing(
        interview_id=interview_id,
        file=name.file,
        cues=len(text.cues),
        confirmed=confirmed(text.cues),
        disputes=len(text.disputes),
        machine_made=text.track.is_machine_made,
        approved_by=text.track.approved_by,
        made_by=text.track.made_by,
        worst=worst,
    )
