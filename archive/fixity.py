"""Being unchanged: what every file's SHA-256 should be, whether it is, and since when it is known to have been.

What is expected follows from the events, each of which names the files it wrote. ``settle`` writes that down as
manifests in the form of ``sha256sum`` (BagIt's, RFC 8493 §2.1.3), so that anyone can check a folder by hand.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from archive import provenance
from archive.errors import BadRecord
from archive.files import (
    COLLECTIONS,
    DERIVED_MANIFEST,
    MANIFEST,
    STRETCHES,
    Files,
    from_json,
    is_derived,
    media_folder,
    words_folder,
)
from archive.records import Event

_CHUNK = 1024 * 1024
_CHECK = "fixity check"
_LINE = re.compile(r"([0-9a-f]{64})  ([A-Za-z0-9][A-Za-z0-9._/-]*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One file that is not as it was left. ``known_good`` is when its content was last known right, ISO 8601.

    ``lost`` files can be made again and are owed work; the other three are damage.
    """

    fault: Literal["changed", "missing", "extra", "lost"]
    key: str
    expected: str = ""
    found: str = ""
    known_good: str = ""

    def __str__(self) -> str:
        since = f", last known good on {self.known_good[:10]}" if self.known_good else ""
        return {
            "changed": f"{self.key} has changed{since}",
            "missing": f"{self.key} is missing{since}",
            "extra": f"{self.key} is not part of the record: no event names it",
            "lost": f"{self.key} is missing and can be made again: `earwitness work` will",
        }[self.fault]


@dataclass(frozen=True, slots=True)
class _Expected:
    sha256: str
    known_good: str


def sha256_of(files: Files, key: str) -> str:
    """The SHA-256 of a file, in hexadecimal; raises :class:`NotFound`."""
    digest = hashlib.sha256()
    with files.store.open(key) as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def settle(files: Files, interview_id: str) -> None:
    """Write the manifests that follow from the events so far. The caller holds the interview's lock."""
    expected = _expected(files, interview_id)
    words = words_folder(interview_id)
    _write_manifest(files, words, MANIFEST, _under(words, expected))
    if interview_id == COLLECTIONS:
        return
    media = media_folder(interview_id)
    ours = _under(media, expected)
    derived = {key: each for key, each in ours.items() if is_derived(key.rsplit("/", 1)[1])}
    _write_manifest(files, media, MANIFEST, {key: each for key, each in ours.items() if key not in derived})
    _write_manifest(files, media, DERIVED_MANIFEST, derived)


def verify(files: Files, interview_id: str, *, agent: str) -> list[Finding]:
    """Read every file of an interview and say which are not as they were left; the check is itself an event."""
    expected = _expected(files, interview_id)
    findings = [
        *_missing_or_changed(files, expected),
        *_extra(files, interview_id, expected),
        *_changed_manifests(files, interview_id),
    ]
    damage = [each for each in findings if each.fault != "lost"]
    event = provenance.new_event(
        interview_id,
        _CHECK,
        agent,
        outcome="failure" if damage else "success",
        detail="; ".join(str(each) for each in damage) or f"{len(expected)} files as they were left",
    )
    provenance.perform(files, provenance.Act(event=event))
    settle(files, interview_id)
    return sorted(findings, key=lambda each: each.key)


def _missing_or_changed(files: Files, expected: dict[str, _Expected]) -> Iterator[Finding]:
    for key, each in expected.items():
        if not files.store.exists(key):
            fault: Literal["lost", "missing"] = "lost" if is_derived(key.rsplit("/", 1)[1]) else "missing"
            yield Finding(fault=fault, key=key, expected=each.sha256, known_good=each.known_good)
            continue
        found = sha256_of(files, key)
        if found != each.sha256:
            yield Finding(fault="changed", key=key, expected=each.sha256, found=found, known_good=each.known_good)


def _extra(files: Files, interview_id: str, expected: dict[str, _Expected]) -> Iterator[Finding]:
    folders = [words_folder(interview_id)]
    if interview_id != COLLECTIONS:
        folders.append(media_folder(interview_id))
    for key in (key for folder in folders for key in files.store.walk(folder)):
        in_progress = f"/{STRETCHES}/" in key
        if key not in expected and not in_progress and key.rsplit("/", 1)[1] not in {MANIFEST, DERIVED_MANIFEST}:
            yield Finding(fault="extra", key=key)


# --- what is expected ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Log:
    """What the events say: of each file its newest digest and all it ever had; and whether the log itself is whole."""

    newest: dict[str, _Expected]
    ever: dict[str, set[str]]
    is_whole: bool


def _expected(files: Files, interview_id: str) -> dict[str, _Expected]:
    """What each file should hold: by the newest event that wrote it; events and receipts by the last manifest.

    A file that only the log itself vouches for (an event, a receipt) is taken at its word the first time it is seen.
    Where an event is gone or cannot be read, the last manifests speak for the files it named.
    """
    settled = _settled(files, interview_id)
    log = _read_log(files, interview_id, settled)
    folder = words_folder(interview_id)
    logged = {key for part in ("events", "steps") for key in _in(files, f"{folder}/{part}")}
    gone = {key: each for key, each in settled.items() if key.startswith(f"{folder}/events/") and key not in logged}
    expected = dict(settled) if gone or not log.is_whole else gone
    expected |= log.newest
    expected |= {key: settled.get(key) or _Expected(sha256_of(files, key), "") for key in logged}
    return {key: each for key, each in expected.items() if each.sha256 != provenance.REMOVED}


def _read_log(files: Files, interview_id: str, settled: dict[str, _Expected]) -> _Log:
    """The log, as far as it can be trusted: an event that is not as it was settled says nothing."""
    newest: dict[str, _Expected] = {}
    ever: dict[str, set[str]] = {}
    is_whole = True
    for key in _in(files, f"{words_folder(interview_id)}/events"):
        event = _trusted(files, key, settled.get(key))
        if event is None:
            is_whole = False
            continue
        if event.type == _CHECK and event.outcome == "success":
            newest = {name: replace(each, known_good=event.at) for name, each in newest.items()}
        newest |= {name: _Expected(digest, event.at) for name, digest in event.files.items()}
        for name, digest in event.files.items():
            ever.setdefault(name, set()).add(digest)
    return _Log(newest, ever, is_whole)


def _trusted(files: Files, key: str, settled: _Expected | None) -> Event | None:
    data = files.store.read(key)
    if settled is not None and hashlib.sha256(data).hexdigest() != settled.sha256:
        return None
    try:
        return from_json(data, Event, key=key)
    except BadRecord:
        return None


def _changed_manifests(files: Files, interview_id: str) -> Iterator[Finding]:
    """The manifests that hold a line nobody wrote: one that cannot be read, or a digest no event ever gave the file."""
    log = _read_log(files, interview_id, _settled(files, interview_id))
    own = (f"{words_folder(interview_id)}/events/", f"{words_folder(interview_id)}/steps/")
    for folder, name in _manifests(interview_id):
        lines, spoilt = _read_manifest(files, folder, name)
        foreign = [
            key
            for key, each in lines.items()
            if log.is_whole and not key.startswith(own) and each.sha256 not in log.ever.get(key, set())
        ]
        if spoilt or foreign:
            yield Finding(fault="changed", key=f"{folder}/{name}")


def _settled(files: Files, interview_id: str) -> dict[str, _Expected]:
    settled: dict[str, _Expected] = {}
    for folder, name in _manifests(interview_id):
        settled |= _read_manifest(files, folder, name)[0]
    return settled


def _manifests(interview_id: str) -> list[tuple[str, str]]:
    words = (words_folder(interview_id), MANIFEST)
    if interview_id == COLLECTIONS:
        return [words]
    media = media_folder(interview_id)
    return [words, (media, MANIFEST), (media, DERIVED_MANIFEST)]


def _in(files: Files, folder: str) -> list[str]:
    return [f"{folder}/{name}" for name in files.store.names(folder)]


def _under(folder: str, expected: dict[str, _Expected]) -> dict[str, _Expected]:
    return {key: each for key, each in expected.items() if key.startswith(folder + "/")}


def _write_manifest(files: Files, folder: str, name: str, expected: dict[str, _Expected]) -> None:
    lines = (f"{each.sha256}  {key.removeprefix(folder + '/')}\n" for key, each in sorted(expected.items()))
    text = "".join(lines).encode()
    key = f"{folder}/{name}"
    if not files.store.exists(key) or files.store.read(key) != text:
        files.store.write(key, text)


def _read_manifest(files: Files, folder: str, name: str) -> tuple[dict[str, _Expected], bool]:
    """The lines of a manifest, and whether any of them cannot be read."""
    key = f"{folder}/{name}"
    if not files.store.exists(key):
        return {}, False
    lines = files.store.read(key).decode(errors="replace").splitlines()
    matches = [_LINE.fullmatch(line) for line in lines]
    return {f"{folder}/{each[2]}": _Expected(each[1], "") for each in matches if each}, None in matches
