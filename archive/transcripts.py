"""The words of an interview as they are kept: the machine's own text, never edited, and what people made of it.

Every text that is replaced stays under ``versions/``, named by the time it was replaced.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace

from archive import fixity, provenance, webvtt
from archive.errors import ArchiveError, NotFound, Refused
from archive.files import Files, TrackName, interview_file, to_json, words_folder
from archive.records import Event, Track, Wish
from archive.sentences import Sentence


def current(files: Files, interview_id: str) -> dict[str, list[Track]]:
    """What was said, word for word, by recording: people's where there is a text of theirs, else the machine's."""
    best: dict[tuple[str, str], TrackName] = {}
    for name in files.track_names(interview_id):
        if name.edited:  # the reading version of a text stands beside it, never in its place
            continue
        kept = best.get((name.recording, name.language))
        if kept is None or kept.machine:
            best[name.recording, name.language] = name
    tracks: dict[str, list[Track]] = {}
    for (recording, _), name in sorted(best.items()):
        tracks.setdefault(recording, []).append(files.read_track(interview_id, name))
    return {recording: _superseded_left_out(each) for recording, each in tracks.items()}


def to_read(files: Files, interview_id: str) -> dict[str, list[Track]]:
    """Every text readers may choose, by recording: the verbatim ones, and after them those edited for reading."""
    tracks = current(files, interview_id)
    for name in files.track_names(interview_id):
        if name.edited:
            tracks.setdefault(name.recording, []).append(files.read_track(interview_id, name))
    return tracks


def _superseded_left_out(tracks: list[Track]) -> list[Track]:
    """Without the machine's text where people wrote down the same speech under a finer tag (zh against zh-Hans)."""
    people = {(_language(each), each.is_translation) for each in tracks if each.origin == "person"}
    return [each for each in tracks if each.origin == "person" or (_language(each), each.is_translation) not in people]


def _language(track: Track) -> str:
    return track.language.split("-")[0].lower()


def spoken(files: Files, interview_id: str, recording: str) -> Track | None:
    """The best text of what was said in a recording, in the language it was said in; None if there is none yet."""
    tracks = current(files, interview_id).get(recording, [])
    return next((each for each in tracks if not each.is_translation), None)


def said(files: Files, interview_id: str, recording: str) -> list[Track]:
    """Every text of what was said in a recording, word for word: also the machine's in place of which people's is read.

    Whoever corrects a text may lose when its words were said; the machine's tells it still.
    """
    names = (each for each in files.track_names(interview_id) if each.recording == recording and not each.edited)
    return [track for each in names if (track := files.read_track(interview_id, each)).is_as_said]


def keep_text(
    files: Files, interview_id: str, recording: str, track: Track, *, agent: str, detail: str | Sentence
) -> TrackName:
    """Keep a person's text of a recording; the text it replaces stays under ``versions/``.

    Keeping the same text again changes nothing. Raises :class:`Refused` for a machine's text and :class:`NotFound` for
    a recording that is not there.
    """
    if track.origin != "person":
        raise Refused("Only a person's text is kept this way.", next_step="`earwitness process` keeps the machine's.")
    name = TrackName(recording, track.language, edited=track.form == "edited")
    with files.lock(interview_id):
        provenance.clear_the_way(files, interview_id)
        if files.read_interview(interview_id).recording(recording) is None:
            raise NotFound(
                "%(interview)s has no %(recording)s.",
                next_step="`earwitness list ID` names them.",
                interview=interview_id,
                recording=recording,
            )
        key, data = f"{words_folder(interview_id)}/{name.file}", webvtt.write_track(track).encode()
        if files.store.exists(key) and files.store.read(key) == data:
            return name
        event = provenance.next_event(files, interview_id, "transcript kept", agent, detail=detail)
        provenance.perform(files, provenance.planned(event, writes=earlier_kept(files, key, event) | {key: data}))
        fixity.settle(files, interview_id)
    return name


def earlier_kept(files: Files, key: str, event: Event) -> dict[str, bytes]:
    """What an act that replaces a text must also write: that text, under ``versions/``; nothing if there is none."""
    try:
        text = files.store.read(key)
    except NotFound:
        return {}
    return {earlier_key(key, event): text}


def earlier_key(key: str, event: Event) -> str:
    """Where the text lies that an act replaced."""
    folder, file = key.rsplit("/", 1)
    return f"{folder}/versions/{provenance.stamp(event)}.{file}"


# --- the machine's text ----------------------------------------------------------------------------------------------


def keep_machine_text(files: Files, interview_id: str, recording: str, track: Track) -> Mapping[str, str]:
    """Put a machine's text in place; returns the file written, key to SHA-256, for the event that signs it off.

    A text that a killed worker left is adopted if the same engine with the same settings made it. Any other was an
    earlier hearing: signed off, it goes to ``versions/``; unsigned, it is no record and makes room.
    """
    name = TrackName(recording, track.language, machine=True)
    key = f"{words_folder(interview_id)}/{name.file}"
    data = webvtt.write_track(track).encode()
    with files.lock(interview_id):
        if files.store.exists(key):
            text = files.store.read(key)
            if _is_of_one_hearing(text, track):
                data = text
            else:
                _make_room(files, interview_id, key, hashlib.sha256(text).hexdigest())
        if not files.store.exists(key):
            files.store.create(key, data)
    return {key: hashlib.sha256(data).hexdigest()}


def _is_of_one_hearing(text: bytes, track: Track) -> bool:
    try:
        kept = webvtt.read_track(text.decode(errors="replace"), language_hint=track.language)
    except ArchiveError:
        return False
    return (kept.made_by, dict(kept.notes)) == (track.made_by, dict(track.notes))


def _make_room(files: Files, interview_id: str, key: str, digest: str) -> None:
    """Take away the machine's text of an earlier hearing; the record keeps it if an event names it."""
    if not any(each.files.get(key) == digest for each in provenance.events(files, interview_id)):
        files.store.remove(key)
        return
    event = provenance.next_event(files, interview_id, "transcript set aside", provenance.PROGRAM)
    writes = earlier_kept(files, key, event)
    provenance.perform(files, provenance.planned(event, writes=writes, removes=[key]))


def ask_again(files: Files, interview_id: str, *, agent: str, wish: Wish | None = None) -> None:
    """Make a new hearing of every recording owed; what the machine heard before goes to ``versions/``.

    It is heard as wished from now on, or as it was if nothing is.
    """
    with files.lock(interview_id):
        provenance.clear_the_way(files, interview_id)
        interview = files.read_interview(interview_id)
        event = provenance.next_event(files, interview_id, "transcription asked for again", agent)
        folder = words_folder(interview_id)
        set_aside = [f"{folder}/{each.file}" for each in files.track_names(interview_id) if each.machine]
        recordings = (
            replace(each, hearings=each.hearings + 1, wish=each.wish if wish is None else wish)
            for each in interview.recordings
        )
        asked = replace(interview, recordings=tuple(recordings))
        writes = {interview_file(interview_id): to_json(asked)}
        for key in (*set_aside, interview_file(interview_id)):
            writes |= earlier_kept(files, key, event)
        provenance.perform(files, provenance.planned(event, writes=writes, removes=set_aside))
        fixity.settle(files, interview_id)


def approved(track: Track, *, by: str, on: str) -> Track:
    """The track, vouched for by a named person on a day."""
    return replace(track, approved_by=by, approved_on=on)
