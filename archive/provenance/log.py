"""The log: one event an act or a step, created once, never changed; read, put in order, and exported."""

from __future__ import annotations

import hashlib
import heapq
import json
import re
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from importlib.metadata import version

from archive.errors import AlreadyExists, BadRecord, Conflict, NotFound
from archive.files import Files, from_json, to_json, words_folder
from archive.records import Event
from archive.sentences import Sentence

PROGRAM = f"earwitness {version('earwitness')}"
CHECK = "fixity check"
"""The type of the events that changed nothing. They have a folder of their own, so that a check is no news."""
QUIET = (
    "reading granted",
    "reading grant ended",
    "looked at before publishing",
    "review packet made",
    "narrator's review read in",
    "narrator's wish decided",
    "tags suggested",
    "tag rejected",
    "tag rejection undone",
    "tags rejected by their spelling",
    "heading dismissed",
    "dismissed headings offered",
    "spelling accepted",
    "spelling rejected",
    "spelling suggested",
)
"""The types of the events after which the public reads nothing else than before: in a folder of their own, so that no
index and no edition is made anew for them."""
REMOVED = ""
"""In an event's files: no content, the file was taken away (its last text is under ``versions/``)."""

MOST_READ = 3_000
"""How many events are read in one go to find those of one person: a second's work on a slow disk."""
PARTS = ("events", "checks", "tagging")
"""The folders in which events lie."""
_FOLDERS = {CHECK: "checks"} | dict.fromkeys(QUIET, "tagging")
_EVENT = re.compile(r"([0-9]{8}T[0-9]{6}\.[0-9]{6}Z)-([0-9a-f-]{36})\.json")


# --- what happens now ------------------------------------------------------------------------------------------------


def new_event(
    interview_id: str, type_: str, agent: str, *, detail: str | Sentence = "", outcome: str = "success"
) -> Event:
    """An event that happens now; it is part of the record only once :func:`perform` or :func:`sign_off` has kept it."""
    at = datetime.now(UTC).isoformat(timespec="microseconds")
    return Event(
        id=str(uuid.uuid4()), at=at, type=type_, agent=agent, interview=interview_id, detail=detail, outcome=outcome
    )


def next_event(
    files: Files, interview_id: str, type_: str, agent: str, *, detail: str | Sentence = "", outcome: str = "success"
) -> Event:
    """An event later than all there are, even if the clock went back. The caller holds the interview's lock."""
    return after_all(files, new_event(interview_id, type_, agent, detail=detail, outcome=outcome))


def after_all(files: Files, event: Event) -> Event:
    """The event, later than all there are."""
    last = max((match[1] for match in logged(files, event.interview)), default="")
    if stamp(event) > last:
        return event
    later = datetime.strptime(last, "%Y%m%dT%H%M%S.%f%z") + timedelta(microseconds=1)
    return replace(event, at=later.isoformat(timespec="microseconds"))


def record(files: Files, event: Event) -> None:
    """Make an event part of the log, once; raises :class:`Conflict` where another lies in its place."""
    key = event_key(event)
    data = to_json(event)
    try:
        files.store.create(key, data)
    except AlreadyExists:
        if files.store.read(key) != data:
            raise Conflict(
                "%(key)s holds another event than the one to be kept.", next_step="Run `earwitness verify`.", key=key
            ) from None


# --- what happened ----------------------------------------------------------------------------------------------------


def events(files: Files, interview_id: str) -> Iterator[Event]:
    """What was done to an interview, oldest first."""
    for key in log(files, interview_id):
        yield from_json(files.store.read(key), Event, key=key)


def log(files: Files, interview_id: str) -> list[str]:
    """The files of all events, oldest first."""
    folder = words_folder(interview_id)
    keys = [f"{folder}/{part}/{name}" for part in PARTS for name in files.store.names(f"{folder}/{part}")]
    return sorted(keys, key=_place)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A stretch of logs, newest first; ``unreadable`` are the files in it that nobody can read.

    ``earlier`` is where the stretch before it ends; empty where there is none.
    """

    events: tuple[Event, ...]
    unreadable: tuple[str, ...] = ()
    earlier: str = ""


def newest(files: Files, keys: Iterable[str], *, count: int, before: str = "", by: str = "") -> Stretch:
    """The last ``count`` events of those in these files, or the last ``before`` the end of a stretch.

    Those that one person or program did, if one is named; then a stretch ends after so many events as can be read
    while somebody waits, however few are theirs.
    """
    most = MOST_READ if by else count
    chosen = heapq.nlargest(most + 1, (key for key in keys if not before or _place(key) < before), key=_place)
    events: list[Event] = []
    unreadable, read = [], 0
    while read < min(most, len(chosen)) and len(events) < count:
        key, read = chosen[read], read + 1
        try:
            event = from_json(files.store.read(key), Event, key=key)
            events += [event] if by in {"", event.agent} else []
        except (BadRecord, NotFound):
            unreadable.append(key)
    earlier = _place(chosen[read - 1]) if len(chosen) > read else ""
    return Stretch(events=tuple(events), unreadable=tuple(unreadable), earlier=earlier)


def _place(key: str) -> str:
    return key.rsplit("/", 1)[1]


def event_key(event: Event) -> str:
    """Where an event lies: checks, and what is quiet, apart from what was done."""
    return f"{words_folder(event.interview)}/{_FOLDERS.get(event.type, 'events')}/{event_name(event)}"


def digests(files: Files, interview_id: str) -> dict[str, str]:
    """The SHA-256 that each file should have, by key: the newest event that wrote it says so."""
    known: dict[str, str] = {}
    for event in events(files, interview_id):
        known |= event.files
    return {key: digest for key, digest in known.items() if digest != REMOVED}


def state(files: Files, interview_id: str) -> str:
    """A fingerprint of what was done, or begun, on an interview: acts and steps change it, no check or quiet event."""
    folder = words_folder(interview_id)
    names = [
        f"{part}/{name}" for part in ("events", "steps", "pending") for name in files.store.names(f"{folder}/{part}")
    ]
    return hashlib.sha256("\n".join(names).encode()).hexdigest()


def as_json_lines(files: Files, interview_id: str) -> str:
    """The log of an interview, one event a line, oldest first."""
    return "".join(
        json.dumps(json.loads(to_json(event)), ensure_ascii=False) + "\n" for event in events(files, interview_id)
    )


def stamp(event: Event) -> str:
    """When an event was, as file names say it: ``20261123T214022.123456Z``."""
    return stamp_of(event.at)


def stamp_of(at: str) -> str:
    """A moment, UTC in ISO 8601, in the same way."""
    return at.replace("+00:00", "Z").replace("-", "").replace(":", "")


def stamped(name: str) -> str:
    """When an event was, as the name of its file says; empty for a name that no event has."""
    match = _EVENT.fullmatch(name)
    return match[1] if match else ""


def logged(files: Files, interview_id: str) -> list[re.Match[str]]:
    """When each event was, and its id, as the names of the log say."""
    matches = (_EVENT.fullmatch(key.rsplit("/", 1)[1]) for key in log(files, interview_id))
    return [match for match in matches if match]


def kept(files: Files, event: Event) -> Event | None:
    """The event of that id, if it is part of the record already."""
    for key in log(files, event.interview):
        if key.endswith(f"-{event.id}.json"):
            return from_json(files.store.read(key), Event, key=key)
    return None


def event_name(event: Event) -> str:
    """The name of an event's file, by which the log is in order."""
    return f"{stamp(event)}-{event.id}.json"
