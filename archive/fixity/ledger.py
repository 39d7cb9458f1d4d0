"""What the log says of an interview's files, and the manifests that put it down for anyone to check by hand."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from archive import provenance
from archive.errors import BadRecord, NotFound
from archive.files import (
    DERIVED_MANIFEST,
    HOUSE,
    MANIFEST,
    Files,
    claim_file,
    from_json,
    is_derived,
    media_folder,
    words_folder,
)
from archive.provenance import Act
from archive.records import Event

_CHUNK = 1024 * 1024
_LINE = re.compile(r"([0-9a-f]{64})  ([A-Za-z0-9][A-Za-z0-9._/-]*)")


@dataclass(frozen=True, slots=True)
class Kept:
    """What a file should hold (empty: whatever it holds) and when it was last known to."""

    sha256: str
    known_good: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """What is to be found of one interview, by key, as far as its log and its manifests can be trusted.

    ``expected`` should be there; ``begun`` may be there with that content, as somebody is at work on it; ``spoilt`` are
    the files that say what nobody wrote.
    """

    expected: Mapping[str, Kept] = field(default_factory=dict)
    begun: Mapping[str, str] = field(default_factory=dict)
    spoilt: frozenset[str] = frozenset()


def sha256_of(files: Files, key: str) -> str:
    """The SHA-256 of a file, in hexadecimal; raises :class:`NotFound`."""
    digest = hashlib.sha256()
    with files.store.open(key) as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def read_ledger(files: Files, interview_id: str) -> Ledger:
    """Read the log, the manifests and the claim of an interview once; what of them cannot be trusted says nothing.

    The newest event that names a file is right. What only the log itself vouches for (an event) is taken at its word
    the first time it is seen; from then on the manifest speaks for it, and for what it named if it is gone.
    """
    settled, spoilt = _settled(files, interview_id)
    log = _read_log(files, interview_id, settled)
    receipts, unrecorded = _receipts(files, interview_id, settled, set(log.own.values()))
    begun, unreadable = _begun(files, interview_id)
    newest = _newest(log.events)
    expected = dict(settled) if not log.is_whole else {}
    expected = {key: each for key, each in expected.items() if not key.startswith(_steps(interview_id))}
    expected |= newest | {key: settled.get(key, Kept(digest)) for key, digest in log.own.items()}
    expected |= {key: settled[key] for key in log.missing}
    expected |= receipts
    expected = {key: each for key, each in expected.items() if each.sha256 != provenance.REMOVED}
    return Ledger(
        expected=expected | _promised(files, interview_id, log),
        begun=begun | unrecorded,
        spoilt=spoilt | unreadable | _foreign(interview_id, settled, log),
    )


# --- the log ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Log:
    """The events that can be trusted, oldest first; the digest of each event's file; the settled ones that are gone."""

    events: tuple[Event, ...]
    own: Mapping[str, str]
    missing: frozenset[str]
    settled_from: Mapping[str, Kept]

    @property
    def is_whole(self) -> bool:
        return len(self.events) == len(self.own) and not self.missing


def _read_log(files: Files, interview_id: str, settled: Mapping[str, Kept]) -> _Log:
    contents = {key: files.store.read(key) for key in provenance.log(files, interview_id)}
    own = {key: hashlib.sha256(data).hexdigest() for key, data in contents.items()}
    trusted = [key for key, digest in own.items() if key not in settled or settled[key].sha256 == digest]
    events = [_readable(contents[key], key) for key in trusted]
    folder = words_folder(interview_id)
    logged = tuple(f"{folder}/{part}/" for part in provenance.PARTS)
    missing = frozenset(key for key in settled if key.startswith(logged) and key not in own)
    return _Log(events=tuple(each for each in events if each), own=own, missing=missing, settled_from=settled)


@lru_cache(maxsize=4096)
def _readable(data: bytes, key: str) -> Event | None:
    # Who decides one thing after the other has the whole log read each time, and all but the last of it is as it was.
    try:
        return from_json(data, Event, key=key)
    except BadRecord:
        return None


def _newest(events: tuple[Event, ...]) -> dict[str, Kept]:
    """What the newest event says of each file; a check that found all well makes what was there known good."""
    newest: dict[str, Kept] = {}
    for event in events:
        if event.type == provenance.CHECK and event.outcome == "success":
            newest = {key: replace(each, known_good=event.at) for key, each in newest.items()}
        newest |= {key: Kept(digest, event.at) for key, digest in event.files.items()}
    return newest


def _receipts(
    files: Files, interview_id: str, settled: Mapping[str, Kept], log: set[str]
) -> tuple[dict[str, Kept], dict[str, str]]:
    """The receipts, each vouched for by the event it equals; and, of steps not recorded yet, what may be there."""
    receipts: dict[str, Kept] = {}
    unrecorded: dict[str, str] = {}
    for name in files.store.names(_steps(interview_id).removesuffix("/")):
        key = _steps(interview_id) + name
        data = files.store.read(key)
        digest = hashlib.sha256(data).hexdigest()
        event = _readable(data, key)
        if digest in log or key in settled:
            receipts[key] = Kept(digest if digest in log else settled[key].sha256)
        elif event is not None:
            unrecorded |= {**event.files, key: digest}
    return receipts, unrecorded


# --- what is in hand -------------------------------------------------------------------------------------------------


def _begun(files: Files, interview_id: str) -> tuple[dict[str, str], frozenset[str]]:
    """What acts in hand may have put in place already, and the notes of acts that cannot be read."""
    begun: dict[str, str] = {}
    unreadable: set[str] = set()
    notes = provenance.pending(files, interview_id)
    if interview_id not in HOUSE and not files.store.exists(provenance.taken_in_file(interview_id)):
        notes = [*notes, claim_file(interview_id)]
    for key in notes:
        try:
            data = files.store.read(key)
            act = from_json(data, Act, key=key)
            begun |= {**act.event.files, provenance.event_key(act.event): "", key: hashlib.sha256(data).hexdigest()}
        except BadRecord:
            unreadable.add(key)
        except NotFound:
            continue  # done in the meantime, or never claimed
    return begun, frozenset(unreadable)


def _promised(files: Files, interview_id: str, log: _Log) -> dict[str, Kept]:
    """What must be there because the interview was taken in: its claim, its manifests, and the log of its beginning."""
    if interview_id in HOUSE:
        return {}
    claim = claim_file(interview_id)
    if not files.store.exists(provenance.taken_in_file(interview_id)):
        return {claim: Kept("")} if log.events and not files.store.exists(claim) else {}
    promised = {f"{folder}/{name}": Kept("") for folder, name in _manifests(interview_id)}
    claimed = provenance.claimed(files, interview_id)
    promised[claim] = Kept(claimed.sha256)
    first = claimed.act.event if claimed.act else None
    if first and provenance.event_key(first) not in log.own:
        promised[provenance.event_key(first)] = Kept("")
        newest = _newest(log.events)
        promised |= {key: Kept(digest) for key, digest in first.files.items() if key not in newest}
    return promised


# --- the manifests ---------------------------------------------------------------------------------------------------


def settle(files: Files, interview_id: str) -> None:
    """Write the manifests that follow from the events so far. The caller holds the interview's lock.

    One that is missing from an interview that was taken in stays missing until ``verify`` has named it.
    """
    missing_is_news = interview_id not in HOUSE and files.store.exists(provenance.taken_in_file(interview_id))
    write_manifests(files, interview_id, read_ledger(files, interview_id), missing_too=not missing_is_news)


def write_manifests(files: Files, interview_id: str, ledger: Ledger, *, missing_too: bool) -> None:
    """Write the manifests that follow from a ledger."""
    for folder, name in _manifests(interview_id):
        key = f"{folder}/{name}"
        lines = "".join(
            f"{each.sha256}  {path.removeprefix(folder + '/')}\n"
            for path, each in sorted(ledger.expected.items())
            if each.sha256 and path.startswith(folder + "/") and _manifest_of(path) == key
        )
        try:
            is_news = files.store.read(key) != lines.encode()
        except NotFound:
            is_news = missing_too
        if is_news:
            files.store.write(key, lines.encode())


def _manifest_of(key: str) -> str:
    top, folder, name = key.split("/", 2)
    return f"{top}/{folder}/{DERIVED_MANIFEST if top == 'media' and is_derived(name) else MANIFEST}"


def _manifests(interview_id: str) -> list[tuple[str, str]]:
    words = (words_folder(interview_id), MANIFEST)
    if interview_id in HOUSE:
        return [words]
    media = media_folder(interview_id)
    return [words, (media, MANIFEST), (media, DERIVED_MANIFEST)]


def manifest_keys(interview_id: str) -> set[str]:
    """The keys of an interview's own manifests."""
    return {f"{folder}/{name}" for folder, name in _manifests(interview_id)}


def _settled(files: Files, interview_id: str) -> tuple[dict[str, Kept], frozenset[str]]:
    """The lines of all manifests, and the manifests of which a line cannot be read."""
    settled: dict[str, Kept] = {}
    spoilt: set[str] = set()
    for folder, name in _manifests(interview_id):
        try:
            lines = files.store.read(f"{folder}/{name}").decode(errors="replace").splitlines()
        except NotFound:
            continue
        matches = [_LINE.fullmatch(line) for line in lines]
        settled |= {f"{folder}/{each[2]}": Kept(each[1]) for each in matches if each}
        if None in matches:
            spoilt.add(f"{folder}/{name}")
    return settled, frozenset(spoilt)


def _foreign(interview_id: str, settled: Mapping[str, Kept], log: _Log) -> frozenset[str]:
    """The manifests with a digest that no event ever gave the file; they are only judged by a log that is whole."""
    if not log.is_whole:
        return frozenset()
    ever = {(key, digest) for event in log.events for key, digest in event.files.items()}
    receipts = set(log.own.values())
    return frozenset(
        _manifest_of(key)
        for key, each in settled.items()
        if key not in log.own
        and (key, each.sha256) not in ever
        and not (key.startswith(_steps(interview_id)) and each.sha256 in receipts)
    )


def _steps(interview_id: str) -> str:
    return f"{words_folder(interview_id)}/steps/"
