"""From what was typed to texts of the record: begun from the machine's, kept with an event, restored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from archive import fixity, provenance, transcripts, webvtt
from archive.correcting.cues import spoken_by
from archive.correcting.journal import (
    KEPT_CORRECTIONS,
    Correction,
    Text,
    correction_key,
    corrections,
    open_corrections,
    read_text,
)
from archive.errors import NotFound
from archive.files import Files, TrackName, to_json, track_name, words_folder
from archive.records import Cue, Event, Track
from archive.sentences import Sentence, sentence

KEPT_AFTER = timedelta(minutes=10)
"""Corrections become a version of their own when nobody has added to them for this long …"""
AT_MOST = 100
"""… or when there are this many: each save reads them all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A text as it once was or is: ``key`` names its file; who kept it, when and why. ``stamp`` is its address."""

    stamp: str
    key: str
    at: str
    by: str
    act: str
    detail: str | Sentence = ""
    is_current: bool = False


def begin(files: Files, interview_id: str, name: TrackName, *, by: str) -> Text:
    """The text of people, made from the machine's where there is none yet. The caller holds the lock.

    An edited text begins from the verbatim one.
    """
    text = read_text(files, interview_id, name)
    if files.store.exists(_key(interview_id, name)):
        return text
    track = _person_s(text.track, name, by)
    drafted = sentence("from %(maker)s", maker=text.track.made_by) if text.track.origin == "machine" else ""
    event = provenance.next_event(files, interview_id, "transcript begun", by, detail=drafted)
    data = webvtt.write_track(track).encode()
    provenance.perform(files, provenance.planned(event, writes={_key(interview_id, name): data}))
    fixity.settle(files, interview_id)
    return replace(text, track=track, kept=data)


def keep(files: Files, interview_id: str, name: TrackName, *, by: str) -> Text:
    """Make a version of what was typed; with nothing typed, nothing changes. The caller holds the lock."""
    provenance.clear_the_way(files, interview_id)
    text = read_text(files, interview_id, name)
    return keep_as(files, text, text.track, act="transcript kept", by=by) if text.made else text


def keep_as(files: Files, text: Text, track: Track, *, act: str, by: str, detail: str | Sentence = "") -> Text:
    """Make a version of a text that says from now on what ``track`` does. The caller holds the lock."""
    event = provenance.next_event(files, text.interview_id, act, by, detail=detail or _told(text.made))
    writes, removes = _plan(files, text, track, event)
    provenance.perform(files, provenance.planned(event, writes=writes, removes=removes))
    fixity.settle(files, text.interview_id)
    return read_text(files, text.interview_id, text.name)


def restore(files: Files, interview_id: str, name: TrackName, stamp: str, *, by: str) -> Text:
    """Put an earlier version in place as a new one: what stood there stays among the versions."""
    with files.lock(interview_id):
        keep(files, interview_id, name, by=by)
        earlier = read_version(files, interview_id, name, stamp)
        text = read_text(files, interview_id, name)
        track = replace(earlier, origin="person") if earlier.origin == "person" else _person_s(earlier, name, by)
        return keep_as(
            files, text, track, act="transcript restored", by=by, detail=sentence("as of %(stamp)s", stamp=stamp)
        )


def rename_speaker(files: Files, interview_id: str, old: str, new: str, *, by: str) -> int:
    """Give a voice another name in every text of an interview, as one act; returns in how many cues."""
    with files.lock(interview_id):
        provenance.clear_the_way(files, interview_id)
        names = [each for each in worked_on(files, interview_id) if _has_voice(files, interview_id, each, old)]
        texts = [begin(files, interview_id, each, by=by) for each in names]
        event = provenance.next_event(files, interview_id, "speaker renamed", by, detail=f"{old} → {new}")
        renamed = {
            text.name: tuple(spoken_by(each, new) if each.speaker == old else each for each in text.cues)
            for text in texts
        }
        keep_together(files, texts, renamed, event)
        return sum(each.speaker == old for text in texts for each in text.cues)


def keep_together(files: Files, texts: Sequence[Text], cues: Mapping[TrackName, tuple[Cue, ...]], event: Event) -> None:
    """Make a version of several texts of an interview as one act; each has those cues from now on.

    The caller holds the lock, and has begun the texts; with none, nothing happens.
    """
    writes: dict[str, bytes] = {}
    removes: list[str] = []
    for text in texts:
        made = _plan(files, text, replace(text.track, cues=cues[text.name]), event)
        writes |= made[0]
        removes += made[1]
    if texts:
        provenance.perform(files, provenance.planned(event, writes=writes, removes=removes))
        fixity.settle(files, event.interview)


def keep_rested(files: Files, interview_id: str, *, now: datetime, by: str = provenance.PROGRAM) -> int:
    """Make versions of what nobody has added to for a while; returns of how many texts."""
    rested = 0
    for stem in open_corrections(files, interview_id):
        name = track_name(f"{stem}.vtt")
        if name is None or not _is_rested(corrections(files, interview_id, name), now):
            continue
        with files.lock(interview_id):
            rested += bool(read_text(files, interview_id, name).made)
            keep(files, interview_id, name, by=by)
    return rested


def worked_on(files: Files, interview_id: str) -> list[TrackName]:
    """The texts a person reads and corrects: people's, and the machine's where there is no person's yet."""
    names = files.track_names(interview_id)
    people = {(each.recording, _primary(each)) for each in names if not each.machine and not each.edited}
    wanted = (each for each in names if not each.machine or (each.recording, _primary(each)) not in people)
    return sorted({replace(each, machine=False) for each in wanted})


def _primary(name: TrackName) -> str:
    return name.language.split("-")[0].lower()


# --- versions --------------------------------------------------------------------------------------------------------


def versions(files: Files, interview_id: str, name: TrackName) -> list[Version]:
    """The texts there were, newest first; the one in force is the first, what is typed and not kept is in none."""
    key = _key(interview_id, name)
    acts = [each for each in provenance.events(files, interview_id) if key in each.files]
    replaced = [*acts[1:], None]
    found = [_version(key, each, after) for each, after in zip(acts, replaced, strict=False)]
    return [each for each in reversed(found) if files.store.exists(each.key)]


def read_version(files: Files, interview_id: str, name: TrackName, stamp: str) -> Track:
    """The text of a version, or the machine's own under ``machine``; raises :class:`NotFound`."""
    if stamp == "machine":
        return files.read_track(interview_id, replace(name, machine=True, edited=False))
    version = next((each for each in versions(files, interview_id, name) if each.stamp == stamp), None)
    if version is None:
        raise NotFound("There is no such version.", next_step="The page of versions lists those there are.")
    return webvtt.read_track(files.store.read(version.key).decode(errors="replace"), language_hint=name.language)


def _version(key: str, event: Event, after: Event | None) -> Version:
    folder, file = key.rsplit("/", 1)
    kept_at = f"{folder}/versions/{provenance.stamp(after)}.{file}" if after else key
    return Version(
        stamp=provenance.stamp(event),
        key=kept_at,
        at=event.at,
        by=event.agent,
        act=event.type,
        detail=event.detail,
        is_current=after is None,
    )


# --- keeping ---------------------------------------------------------------------------------------------------------


def _plan(files: Files, text: Text, track: Track, event: Event) -> tuple[dict[str, bytes], list[str]]:
    """What keeping writes and removes: the new text, the one before, and the corrections that led to it."""
    key = _key(text.interview_id, text.name)
    writes = transcripts.earlier_kept(files, key, event)
    signed = replace(track, made_by=_makers(track.made_by, text.made), made_at=event.at)
    writes[key] = webvtt.write_track(signed).encode()
    if text.made:
        folder = words_folder(text.interview_id)
        writes[f"{folder}/versions/{provenance.stamp(event)}.{text.name.stem}{KEPT_CORRECTIONS}"] = to_json(text.made)
    return writes, [correction_key(text, each) for each in text.made]


def _makers(made_by: str, made: Iterable[Correction]) -> str:
    """Who made a text, with those who have now worked on it."""
    names = list(dict.fromkeys(each.by for each in made if each.by not in made_by))
    return "; ".join(filter(None, [made_by, *names]))


def _told(made: Sequence[Correction]) -> str:
    """Whose corrections a version has: ``Li Min 12, Wang Fang 3``."""
    by = [each.by for each in made]
    return ", ".join(f"{each} {by.count(each)}" for each in dict.fromkeys(by))


def _person_s(track: Track, name: TrackName, by: str) -> Track:
    """A person's text begun from another: from the machine's it stays labelled until somebody approves it."""
    drafted_by = track.made_by if track.origin == "machine" else track.drafted_by
    return replace(
        track,
        origin="person",
        made_by=by if track.origin == "machine" else track.made_by,
        drafted_by=drafted_by,
        form="edited" if name.edited else "verbatim",
        approved_by="",
        approved_on="",
    )


def _has_voice(files: Files, interview_id: str, name: TrackName, speaker: str) -> bool:
    return any(each.speaker == speaker for each in read_text(files, interview_id, name).cues)


def _is_rested(made: Sequence[Correction], now: datetime) -> bool:
    not_disputed = [each for each in made if not each.disputed]
    if not not_disputed:
        return False
    return now.astimezone(UTC) - datetime.fromisoformat(not_disputed[-1].at) >= KEPT_AFTER


def _key(interview_id: str, name: TrackName) -> str:
    return f"{words_folder(interview_id)}/{name.file}"
