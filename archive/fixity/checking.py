"""Reading every file and naming each that is not as it was left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from archive import provenance
from archive.errors import NotFound
from archive.files import (
    CORRECTIONS,
    HOUSE,
    STRETCHES,
    Files,
    claim_file,
    is_derived,
    media_folder,
    track_name,
    withdrawal_file,
    words_folder,
)
from archive.fixity.ledger import Ledger, manifest_keys, read_ledger, sha256_of, write_manifests
from archive.records import INTERVIEW_ID
from archive.sentences import UNSAID, Sentence, enumerated, sentence

Fault = Literal["changed", "missing", "extra", "inserted", "lost", "unsigned"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One file that is not as it was left. ``known_good`` is when its content was last known right, ISO 8601.

    ``lost`` files can be made again and are owed work, ``unsigned`` ones are work in hand; all others are damage.
    """

    fault: Fault
    key: str
    expected: str = ""
    found: str = ""
    known_good: str = ""

    @property
    def is_damage(self) -> bool:
        """Whether a person must do something about it."""
        return self.fault not in {"lost", "unsigned"}

    @property
    def sentence(self) -> Sentence:
        """What is the matter with it."""
        day, key = self.known_good[:10], self.key
        since = sentence(", last known good on %(day)s", day=day) if day else UNSAID
        return {
            "changed": sentence("%(key)s has changed%(since)s", key=key, since=since),
            "missing": sentence("%(key)s is missing%(since)s", key=key, since=since),
            "extra": sentence("%(key)s is not part of the record: no event names it", key=key),
            "inserted": sentence("%(key)s does not belong in the log: it came into it long after its time", key=key),
            "lost": sentence("%(key)s is missing and can be made again: `earwitness work` will", key=key),
            "unsigned": sentence("%(key)s is not signed off yet", key=key),
        }[self.fault]

    def __str__(self) -> str:
        return str(self.sentence)


def verifiable(files: Files) -> list[str]:
    """All that can be verified: every id given out or found, and the collections and vocabularies if there are any."""
    found = {*files.claimed_ids(), *files.store.names("media"), *files.store.names("transcripts")}
    found |= set(provenance.chained(files))
    ids = sorted(each for each in found if INTERVIEW_ID.fullmatch(each))
    return [*(each for each in HOUSE if files.store.names(words_folder(each))), *ids]


def verify(files: Files, interview_id: str, *, agent: str) -> list[Finding]:
    """Read every file of an interview and say which are not as they were left; the check is itself an event.

    Whatever seems wrong is looked at a second time, since others may be at work. The caller holds the lock.
    """
    ledger = read_ledger(files, interview_id)
    findings = _all_findings(files, interview_id, ledger, ledger.expected.keys() | _present(files, interview_id))
    if findings:
        ledger = read_ledger(files, interview_id)
        findings = _all_findings(files, interview_id, ledger, {each.key for each in findings})
    damage = [each for each in findings if each.is_damage]
    event = provenance.next_event(
        files,
        interview_id,
        provenance.CHECK,
        agent,
        outcome="failure" if damage else "success",
        detail=enumerated(each.sentence for each in damage)
        if damage
        else sentence("%(count)s files as they were left", count=len(ledger.expected)),
    )
    provenance.record(files, event)
    write_manifests(files, interview_id, read_ledger(files, interview_id), missing_too=True)
    return findings


def strays(files: Files) -> list[Finding]:
    """The files of the archive that belong to no interview, no collection and no vocabulary."""
    ids = set(verifiable(files)) | set(HOUSE)
    claims = {
        each: {claim_file(each), provenance.taken_in_file(each), withdrawal_file(each)} for each in ids - set(HOUSE)
    }
    known = set().union(*claims.values())
    keys = [*files.store.walk("media"), *files.store.walk("transcripts")]
    return [
        Finding(fault="extra", key=key)
        for key in keys
        if key not in known and (key.count("/") < 2 or key.split("/")[1] not in ids)
    ]


def _present(files: Files, interview_id: str) -> set[str]:
    words = words_folder(interview_id)
    present = set(files.store.walk(words))
    if interview_id not in HOUSE:
        present |= set(files.store.walk(media_folder(interview_id)))
        beside = (claim_file(interview_id), withdrawal_file(interview_id))
        present |= {key for key in beside if files.store.exists(key)}
    # What is in hand is nobody's yet, and the chain is judged by itself.
    apart = (f"{words}/{STRETCHES}/", f"{words}/{CORRECTIONS}/", f"{words}/{provenance.CHAIN}/")
    return {key for key in present if not key.startswith(apart)}


def _all_findings(files: Files, interview_id: str, ledger: Ledger, keys: Iterable[str]) -> list[Finding]:
    """What is wrong with these files, and with the log as its chain has it: of each file once, in order."""
    found = {each.key: each for each in _findings(files, interview_id, ledger, keys)}
    for breach in provenance.breaches(files, interview_id):
        finding = Finding(fault=breach.fault, key=breach.key, expected=breach.expected, found=breach.found)
        if breach.key not in found or found[breach.key].fault == "extra":
            found[breach.key] = finding
    return [found[key] for key in sorted(found)]


def _findings(files: Files, interview_id: str, ledger: Ledger, keys: Iterable[str]) -> Iterator[Finding]:
    own = manifest_keys(interview_id)
    if interview_id not in HOUSE:
        own |= {claim_file(interview_id), withdrawal_file(interview_id)}
    for key in sorted(keys):
        finding = _finding(files, ledger, key, is_own=key in own)
        if finding is not None:
            yield finding


def _finding(files: Files, ledger: Ledger, key: str, *, is_own: bool) -> Finding | None:
    """What is wrong with one file; ``is_own`` is one that no event names but that belongs: a manifest, the claim."""
    kept = ledger.expected.get(key)
    try:
        found = sha256_of(files, key)
    except NotFound:
        if kept is None:
            return None
        fault: Fault = "lost" if _can_be_made_again(key) else "missing"
        return Finding(fault=fault, key=key, expected=kept.sha256, known_good=kept.known_good)
    if key in ledger.spoilt:
        return Finding(fault="changed", key=key, found=found)
    if (kept is None and is_own) or (kept is not None and kept.sha256 in {"", found}):
        return None
    if ledger.begun.get(key) in {"", found}:
        return Finding(fault="unsigned", key=key, found=found)
    if kept is None:
        return Finding(fault="unsigned" if _is_the_machines(key) else "extra", key=key, found=found)
    return Finding(fault="changed", key=key, expected=kept.sha256, found=found, known_good=kept.known_good)


def _can_be_made_again(key: str) -> bool:
    top, _, name = key.split("/", 2)
    return top == "media" and is_derived(name)


def _is_the_machines(key: str) -> bool:
    """Whether it is what a step of the machine makes: in place before the step is signed off."""
    name = key.split("/", 2)[2]
    track = track_name(name) if key.startswith("transcripts/") else None
    return _can_be_made_again(key) or (track is not None and track.machine)
