"""What people typed since a text was last kept: each correction a small file of its own, created and never changed.

A text being worked on is the text last kept with its corrections made to it in order of time. So saving costs the same
however long the interview, two who save at once both leave a file, and no reader meets half a sentence: index and
edition read texts that were kept (decision 0010).
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import accumulate

from archive import webvtt
from archive.correcting.merging import Change, merged
from archive.errors import AlreadyExists, NotFound
from archive.files import CORRECTIONS, Files, TrackName, from_json, to_json, words_folder
from archive.records import Cue, Track

KEPT_CORRECTIONS = ".corrections.json"
"""How the file ends, beside a version, that lists what led from the text before to that version."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One thing somebody did to a text: the cues it began from, as they were, and what they became.

    ``by`` whom, ``at`` when (UTC), ``act`` how it is called. One that is ``disputed`` met a change of the same words by
    somebody else: it is not part of the text, and waits until another one ``settles`` it; to undo that one ``reopens``
    the choice.
    """

    id: str
    at: str
    by: str
    act: str
    before: tuple[Cue, ...] = ()
    after: tuple[Cue, ...] = ()
    disputed: bool = False
    settles: str = ""
    reopens: str = ""

    @property
    def change(self) -> Change:
        """What it does to a text."""
        return Change(self.before, self.after)


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text as it stands at this moment. ``track`` has all that was merged; ``kept`` is the file it is based on.

    ``made`` are the corrections in it that are not kept yet, ``disputes`` those that wait for somebody to choose.
    """

    interview_id: str
    name: TrackName
    track: Track
    kept: bytes
    made: tuple[Correction, ...] = ()
    disputes: tuple[Correction, ...] = ()

    @property
    def cues(self) -> tuple[Cue, ...]:
        """Its cues, in order of time."""
        return self.track.cues


def read_text(files: Files, interview_id: str, name: TrackName) -> Text:
    """The text as it stands; the machine's own where no person has begun. Raises :class:`NotFound`."""
    folder = words_folder(interview_id)
    sources = (name, replace(name, edited=False), replace(name, edited=False, machine=True))
    data = _first_there(files, [f"{folder}/{each.file}" for each in sources])
    return stood(interview_id, name, data, corrections(files, interview_id, name))[-1]


def stood(interview_id: str, name: TrackName, kept: bytes, made: Sequence[Correction]) -> list[Text]:
    """A text as it was kept, and as it stood after each of these corrections in turn."""
    text = Text(interview_id=interview_id, name=name, track=_parsed(kept, name.language), kept=kept)
    return list(accumulate(made, _with, initial=text))


def corrections(files: Files, interview_id: str, name: TrackName) -> list[Correction]:
    """What was saved since the text was kept, and what is disputed from before, in order of time."""
    folder = _folder(interview_id, name)
    found = []
    for file in files.store.names(folder):
        with suppress(NotFound):  # kept this very moment, by another process
            found.append(from_json(files.store.read(f"{folder}/{file}"), Correction, key=f"{folder}/{file}"))
    return found


def last_kept(files: Files, text: Text) -> list[Correction]:
    """The corrections that the latest version was made of: who asks again, or takes one back, may be a little late."""
    ending = _kept_ending(text)
    names = [each for each in files.store.names(_versions(text)) if each.endswith(ending)]
    return kept_corrections(files, text, max(names).removesuffix(ending)) if names else []


def kept_corrections(files: Files, text: Text, stamp: str) -> list[Correction]:
    """The corrections that the version of that stamp was made of; none where it was made of none."""
    key = f"{_versions(text)}/{stamp}{_kept_ending(text)}"
    try:
        return list(from_json(files.store.read(key), tuple[Correction, ...], key=key))
    except NotFound:
        return []


def _versions(text: Text) -> str:
    return f"{words_folder(text.interview_id)}/versions"


def _kept_ending(text: Text) -> str:
    return f".{text.name.stem}{KEPT_CORRECTIONS}"


def save(files: Files, text: Text, correction: Correction) -> Text:
    """Put down a correction of a text; saving the same one again changes nothing. The caller holds the lock."""
    if any(each.id == correction.id for each in (*text.made, *text.disputes)):
        return text
    with suppress(AlreadyExists):
        files.store.create(correction_key(text, correction), to_json(correction))
    return _with(text, correction)


def new_correction(text: Text, change: Change, *, act: str, by: str, id_: str = "") -> Correction:
    """A correction that happens now, later than all there are; ``id_`` is the one its sender gave it, a UUID."""
    at = datetime.now(UTC)
    if known := [datetime.fromisoformat(each.at) for each in (*text.made, *text.disputes)]:
        at = max(at, max(known) + timedelta(microseconds=1))
    disputed = merged(text.cues, change) is None
    return Correction(
        id=str(uuid.UUID(id_)) if id_ else str(uuid.uuid4()),
        at=at.isoformat(timespec="microseconds"),
        by=by,
        act=act,
        before=change.before,
        after=change.after,
        disputed=disputed,
    )


def correction_key(text: Text, correction: Correction) -> str:
    """Where a correction lies until it is part of a kept text."""
    stamp = correction.at.replace("+00:00", "Z").replace("-", "").replace(":", "")
    return f"{_folder(text.interview_id, text.name)}/{stamp}-{correction.id}.json"


def open_corrections(files: Files, interview_id: str) -> list[str]:
    """The names, without ending, of the texts of an interview that have corrections not kept yet."""
    return files.store.names(f"{words_folder(interview_id)}/{CORRECTIONS}")


def _folder(interview_id: str, name: TrackName) -> str:
    return f"{words_folder(interview_id)}/{CORRECTIONS}/{name.stem}"


def _first_there(files: Files, keys: Sequence[str]) -> bytes:
    for key in keys:
        with suppress(NotFound):
            return files.store.read(key)
    raise NotFound(
        "There is no %(text)s to correct.", next_step="`earwitness process` makes one.", text=keys[0].rsplit("/", 1)[1]
    )


def _with(text: Text, correction: Correction) -> Text:
    """The text with one more correction; one that cannot be merged (two machines saved at once) is a dispute."""
    open_ones = tuple(each for each in text.disputes if each.id != correction.settles)
    settled = tuple(each for each in text.disputes if each.id == correction.settles)
    cues = None if correction.disputed else merged(text.cues, correction.change)
    if cues is None:
        disputes = (*open_ones, replace(correction, disputed=True))
        return replace(text, made=(*text.made, *settled), disputes=disputes)
    reopened = tuple(each for each in text.made if each.id == correction.reopens)
    return replace(
        text,
        track=replace(text.track, cues=cues),
        made=(*(each for each in text.made if each not in reopened), *settled, correction),
        disputes=(*open_ones, *reopened),
    )


@lru_cache(maxsize=8)
def _parsed(data: bytes, language: str) -> Track:
    track = webvtt.read_track(data.decode(errors="replace"), language_hint=language)
    return replace(track, cues=tuple(sorted(track.cues, key=lambda each: each.start_ms)))
