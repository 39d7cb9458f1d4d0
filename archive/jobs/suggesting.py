"""Tags suggested anew wherever the words, what was decided for a spelling, or the vocabulary changed since.

What is remembered may be lost: suggesting the same again changes nothing and leaves no event. No publication waits.
"""

from __future__ import annotations

import hashlib
import json
import logging
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from archive import names, provenance, tags, vocabulary
from archive.access import may_be_processed
from archive.errors import ArchiveError
from archive.files import Files, collection_file, is_slug, rulings_file, write_local
from archive.jobs.remembering import interview_state, remembered
from archive.records import Interview
from archive.settings import Settings
from archive.tags import Recogniser
from archive.vocabulary import Rejection, Vocabulary

_log = logging.getLogger(__name__)

NAMES: Final = ("person", "place", "organisation")
_FORM = f"2 {provenance.PROGRAM}"
"""Raised when the same words may give other suggestions; a tag names the version that suggested it."""


def bring_suggestions(
    files: Files, settings: Settings, *, patience_s: float = float("inf"), first: Sequence[str] = ()
) -> bool:
    """Suggest tags for every interview whose fingerprint is another than the last time; returns whether all is done.

    Names take a program seconds to find, so they are looked for only where the words, or what is known of them, are
    new: a synonym more does not wait for that. Whoever has less patience asks again: what was done is remembered.
    ``first`` are interviews that somebody waits for.
    """
    until = time.monotonic() + patience_s
    memory = settings.instance / "suggested.json"
    known, before = _known(memory), remembered(memory)
    words = _Words(files, settings)
    is_all = True
    for interview in _interviews(files, first):
        fingerprint = words.fingerprint(interview)
        seen = known.get(interview.id)
        if seen == fingerprint:
            continue
        if not (is_all := time.monotonic() < until):
            break
        are_words_new = seen is None or seen[0] != fingerprint[0]
        try:
            recognisers = words.recognisers(interview, are_words_new=are_words_new)
            tags.suggest(files, interview.id, recognisers, but_for=() if are_words_new else NAMES)
            known[interview.id] = fingerprint
        except (ArchiveError, OSError) as fault:
            _log.error("Nothing is suggested for %s: %s", interview.id, fault)
    if (now := json.dumps(known, indent=1)) != before:
        write_local(memory, now)
    return is_all


Fingerprint = list[str]
"""Of the words of an interview with what is known of them, and of the vocabularies."""


class _Words:
    """The vocabularies as they are now, and what looks for them; rejections differ from collection to collection."""

    def __init__(self, files: Files, settings: Settings) -> None:
        self._files = files
        self._english_model = settings.english_names
        self._readers = str(sorted(names.who_reads(self._english_model).items()))
        self._vocabularies: tuple[Vocabulary, ...] = vocabulary.in_use(files)
        told = [hashlib.sha256(vocabulary.text_of(files, each.slug)).hexdigest() for each in self._vocabularies]
        self._version = hashlib.sha256(" ".join((_FORM, *told)).encode()).hexdigest()
        self._ready: dict[frozenset[Rejection], list[Recogniser]] = {}

    def fingerprint(self, interview: Interview) -> Fingerprint:
        told = hashlib.sha256(f"{_FORM} {self._readers} {interview_state(self._files, interview.id)}".encode())
        beside = [rulings_file(tags.scope_of(interview))]
        beside += [collection_file(interview.collection)] if is_slug(interview.collection) else []
        for key in beside:
            told.update(self._files.store.read(key) if self._files.store.exists(key) else b"-")
        return [told.hexdigest(), self._version]

    def recognisers(self, interview: Interview, *, are_words_new: bool) -> list[Recogniser]:
        rejected = tags.rejections(tags.read_rulings(self._files, interview))
        if rejected not in self._ready:
            self._ready[rejected] = tags.usual(self._vocabularies, rejected=rejected)
        if not are_words_new:
            return self._ready[rejected]
        of_names = tags.names_in(self._files, interview.id, english_model=self._english_model)
        return [*self._ready[rejected], of_names]


def _interviews(files: Files, first: Sequence[str]) -> Iterator[Interview]:
    """Those that can be read, and that machines may work on: none that was withdrawn, or of which consent says no."""
    for interview_id in dict.fromkeys((*first, *files.interview_ids())):
        try:
            interview = files.read_interview(interview_id)
        except (ArchiveError, OSError) as fault:
            _log.warning("Nothing is suggested for %s: %s", interview_id, fault)
            continue
        if may_be_processed(interview):
            yield interview


def _known(memory: Path) -> dict[str, Fingerprint]:
    try:
        known = json.loads(remembered(memory) or "{}")
    except ValueError:
        return {}
    return known if isinstance(known, dict) else {}
