"""Being unchanged: what every file's SHA-256 should be, whether it is, and since when it is known to have been.

What is expected follows from the events, each of which names the files it wrote. ``settle`` writes that down as
manifests in the form of ``sha256sum`` (BagIt's, RFC 8493 §2.1.3), so that anyone can check a folder by hand.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from archive import provenance
from archive.files import (
    COLLECTIONS,
    DERIVED_MANIFEST,
    MANIFEST,
    STRETCHES,
    Files,
    is_derived,
    media_folder,
    words_folder,
)

_CHUNK = 1024 * 1024
_CHECK = "fixity check"


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
    findings = [*_missing_or_changed(files, expected), *_extra(files, interview_id, expected)]
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


def _expected(files: Files, interview_id: str) -> dict[str, _Expected]:
    """What each file should hold: by the newest event that wrote it; events and receipts by the last manifest.

    A file that only the log itself vouches for (an event, a receipt) is taken at its word the first time it is seen.
    """
    expected: dict[str, _Expected] = {}
    for event in provenance.events(files, interview_id):
        if event.type == _CHECK and event.outcome == "success":
            expected = {key: replace(each, known_good=event.at) for key, each in expected.items()}
        expected |= {key: _Expected(digest, event.at) for key, digest in event.files.items()}
    expected = {key: each for key, each in expected.items() if each.sha256 != provenance.REMOVED}
    folder = words_folder(interview_id)
    settled = _read_manifest(files, folder, MANIFEST)
    for part in ("events", "steps"):
        for name in files.store.names(f"{folder}/{part}"):
            key = f"{folder}/{part}/{name}"
            expected[key] = settled.get(key) or _Expected(sha256_of(files, key), "")
    vanished = {key: each for key, each in settled.items() if key not in expected}
    return expected | vanished


def _under(folder: str, expected: dict[str, _Expected]) -> dict[str, _Expected]:
    return {key: each for key, each in expected.items() if key.startswith(folder + "/")}


def _write_manifest(files: Files, folder: str, name: str, expected: dict[str, _Expected]) -> None:
    lines = (f"{each.sha256}  {key.removeprefix(folder + '/')}\n" for key, each in sorted(expected.items()))
    text = "".join(lines).encode()
    key = f"{folder}/{name}"
    if not files.store.exists(key) or files.store.read(key) != text:
        files.store.write(key, text)


def _read_manifest(files: Files, folder: str, name: str) -> dict[str, _Expected]:
    key = f"{folder}/{name}"
    if not files.store.exists(key):
        return {}
    rows = (line.split("  ", 1) for line in files.store.read(key).decode().splitlines())
    return {f"{folder}/{path}": _Expected(digest, "") for digest, path in rows}
