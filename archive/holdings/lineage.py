"""How the words of an interview came to be what they are: which stretch changed last in which version.

A link may be older than a correction. So that it can say so, the edition carries for every text the name of its version
and, for what changed since the interview was first public, from when to when and in which version: never what was
written before. Names of versions are days, with a number where there were several: ``2026-05-03``, ``2026-05-03.2``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from archive import provenance, webvtt
from archive.errors import ArchiveError
from archive.files import Files, TrackName, track_name, words_folder
from archive.holdings.differing import differing
from archive.records import LATEST_MS, Cue, Event, Track
from archive.release import Change, Holdings, Line, Version

_PUBLISHED = "publication"

_known: dict[tuple[str, str], list[tuple[int, int]]] = {}
"""What differs between two texts, by their SHA-256: an edition is made anew after every decision."""
_MOST_KNOWN = 20_000

_signatures: dict[str, Track] = {}
"""How a text is signed, by its SHA-256."""


@dataclass(frozen=True, slots=True)
class _Text:
    """A text as an event left it: where it lies by now, and its SHA-256."""

    name: TrackName
    key: str
    sha256: str


@dataclass(slots=True)
class _Growing:
    text: _Text
    versions: list[Version]
    changes: list[Change] = field(default_factory=list)


def with_lines(files: Files, holdings: Holdings) -> Holdings:
    """The holdings with the line of versions behind each text; raises what reading the log of events raises."""
    interview_id = holdings.interview.id
    acts = list(provenance.events(files, interview_id))
    names = {track_name(each.rsplit("/", 1)[1]) for act in acts for each in act.files if _is_text(interview_id, each)}
    recordings = sorted({each.recording for each in names if each})
    return replace(
        holdings, lines={each: tuple(_lines(files, interview_id, acts, recording=each)) for each in recordings}
    )


def _is_text(interview_id: str, key: str) -> bool:
    return key.rsplit("/", 1)[0] == words_folder(interview_id) and track_name(key.rsplit("/", 1)[1]) is not None


def _lines(files: Files, interview_id: str, acts: Sequence[Event], *, recording: str) -> Iterator[Line]:
    """Of one recording, the line of each text there is: what readers saw of a language, in one form."""
    there: dict[TrackName, _Text] = {}
    growing: dict[tuple[str, bool], _Growing] = {}
    is_public, days = False, dict[str, int]()
    for act, texts in zip(acts, _texts_by_act(interview_id, acts), strict=True):
        is_public = is_public or act.type == _PUBLISHED
        ours = {name: text for name, text in texts.items() if name.recording == recording}
        if not ours:
            continue
        there = {name: text for name, text in (there | ours).items() if text is not None}
        version = _version(act, days)
        for line, text in _read(there).items():
            _grow(files, growing, line, text, version=version, is_public=is_public)
    for (language, is_edited), grown in growing.items():
        yield Line(
            language=language,
            form="edited" if is_edited else "verbatim",
            versions=tuple(grown.versions),
            changes=_latest(grown.changes),
        )


def _version(act: Event, days: dict[str, int]) -> str:
    day = act.at[:10]
    days[day] = days.get(day, 0) + 1
    return day if days[day] == 1 else f"{day}.{days[day]}"


def _texts_by_act(interview_id: str, acts: Sequence[Event]) -> Iterator[dict[TrackName, _Text | None]]:
    """The texts each act wrote, None for one it took away; a text that was replaced lies where its successor put it."""
    after: dict[str, list[Event]] = {}
    for act in acts:
        for key in act.files:
            if _is_text(interview_id, key):
                after.setdefault(key, []).append(act)
    for act in acts:
        texts: dict[TrackName, _Text | None] = {}
        for key, digest in act.files.items():
            if key not in after:
                continue
            folder, file = key.rsplit("/", 1)
            after[key].pop(0)
            lies_at = f"{folder}/versions/{provenance.stamp(after[key][0])}.{file}" if after[key] else key
            name = track_name(file)
            assert name is not None
            texts[name] = None if digest == provenance.REMOVED else _Text(name, lies_at, digest)
        yield texts


def _read(there: Mapping[TrackName, _Text]) -> dict[tuple[str, bool], _Text]:
    """What is read of each language and form: people's text where there is one, else the machine's."""
    read: dict[tuple[str, bool], _Text] = {}
    for name, text in sorted(there.items(), key=lambda entry: not entry[0].machine):
        read[name.language, name.edited] = text
    return read


def _grow(
    files: Files,
    growing: dict[tuple[str, bool], _Growing],
    line: tuple[str, bool],
    text: _Text,
    *,
    version: str,
    is_public: bool,
) -> None:
    grown = growing.get(line)
    before = grown.text if grown else _under_another_tag(growing, line)
    if grown is None:
        grown = growing[line] = _Growing(text, [])
    elif grown.text.sha256 == text.sha256 and grown.text.name == text.name:
        grown.text = text
        return
    stretches = _differing(files, before, text) if is_public and before else []
    grown.changes += (Change(start, end, version) for start, end in stretches)
    signed = _signature(files, before) if stretches and before and grown.versions else None
    grown.versions.append(Version(version, tuple(stretches) if grown.versions else (), signed))
    grown.text = text


def _under_another_tag(growing: Mapping[tuple[str, bool], _Growing], line: tuple[str, bool]) -> _Text | None:
    """The machine's text that people's takes the place of, under a finer tag (zh against zh-Hans)."""
    language, is_edited = line
    for (other, other_is_edited), grown in growing.items():
        is_same = other.split("-")[0].lower() == language.split("-")[0].lower()
        if is_same and other != language and grown.text.name.machine and not (is_edited or other_is_edited):
            return grown.text
    return None


def _differing(files: Files, before: _Text, after: _Text) -> list[tuple[int, int]]:
    known = _known.get((before.sha256, after.sha256))
    if known is None:
        old, new = _cues(files, before), _cues(files, after)
        # Of what can no longer be read nobody can say what it said: then all of it may have changed.
        known = [(0, LATEST_MS)] if old is None or new is None else differing(old, new)
        if len(_known) >= _MOST_KNOWN:
            _known.clear()
        if old is not None and new is not None:
            _known[before.sha256, after.sha256] = known
    return known


def _signature(files: Files, text: _Text) -> Track | None:
    if text.sha256 not in _signatures:
        track = _track(files, text)
        if track is None:
            return None
        if len(_signatures) >= _MOST_KNOWN:
            _signatures.clear()
        _signatures[text.sha256] = replace(track, cues=())
    return _signatures[text.sha256]


def _cues(files: Files, text: _Text) -> tuple[Cue, ...] | None:
    track = _track(files, text)
    return None if track is None else tuple(replace(each, hearing=None, id="", settings="") for each in track.cues)


def _track(files: Files, text: _Text) -> Track | None:
    """The text as an event left it; None where it can no longer be read."""
    try:
        data = files.store.read(text.key)
        if hashlib.sha256(data).hexdigest() != text.sha256:
            return None
        return webvtt.read_track(data.decode(errors="replace"), language_hint=text.name.language)
    except (ArchiveError, OSError):
        return None


def _latest(changes: Sequence[Change]) -> tuple[Change, ...]:
    """Of every moment only its latest change, in order of time."""
    kept: list[Change] = []
    for change in reversed(changes):
        left = [(change.start_ms, change.end_ms)]
        for other in kept:
            left = [part for each in left for part in _outside(each, other)]
        kept += (Change(start_ms, end_ms, change.version) for start_ms, end_ms in left)
    return tuple(sorted(kept, key=lambda each: each.start_ms))


def _outside(stretch: tuple[int, int], change: Change) -> Iterator[tuple[int, int]]:
    start_ms, end_ms = stretch
    if end_ms <= change.start_ms or start_ms >= change.end_ms:
        yield stretch
        return
    if start_ms < change.start_ms:
        yield start_ms, change.start_ms
    if end_ms > change.end_ms:
        yield change.end_ms, end_ms
