"""The chain of a log: what came into it, in the order in which it came, each link naming the one before by its hash.

A link is a small file, ``chain/000001.json``, created once: the events that came since the link before it, each with
its SHA-256, and the SHA-256 of that link. So whoever takes an event away, alters it, or puts one in after its time
must rewrite every link from there on; and what the archive's host remembers of the chain, under ``instance/chains/``,
tells that they did, and that a backup put back an older log. A link that is in the way of another host's is read and
followed, never replaced, so that two that chain at once lose nothing (decision 0027).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Literal

from archive.errors import AlreadyExists, BadRecord, NotFound
from archive.files import Files, from_json, to_json, words_folder, write_local
from archive.provenance.log import event_name, log, stamped
from archive.records import Event

FOLDER = "chain"
GRACE = timedelta(minutes=10)
"""How late an event may come into a log: hosts write at once, and their clocks differ."""

_LINK = re.compile(r"([0-9]{6,})\.json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """One link: when it was made (as events name it), the link before by its SHA-256, and the events that had come."""

    at: str
    before: str = ""
    events: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """A file of a log that is not as the chain has it; ``inserted`` is one that came after its time."""

    fault: Literal["missing", "changed", "inserted"]
    key: str
    expected: str = ""
    found: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Memory:
    """What this machine remembers of a chain: its links by their SHA-256, in order, and the events in them."""

    links: tuple[str, ...] = ()
    events: Mapping[str, str] = field(default_factory=dict)


# --- made ------------------------------------------------------------------------------------------------------------


def extend(files: Files, folder: str) -> int:
    """Chain the events that came since the last link; returns how many. It may be killed, and run again, at any time.

    Where a link is gone that this machine remembers, the chain goes on from what is remembered: :func:`breaches` says
    what is gone, for as long as it is.
    """
    while True:
        known = _remember(files, folder)
        fresh = [key for key in log(files, folder) if _within(key, folder) not in known.events]
        if not fresh:
            return 0
        events = {_within(key, folder): hashlib.sha256(files.store.read(key)).hexdigest() for key in fresh}
        link = Link(at=_now(), before=known.links[-1] if known.links else "", events=events)
        try:
            files.store.create(_link_key(folder, len(known.links) + 1), to_json(link))
        except AlreadyExists:
            continue  # another host was quicker: its link comes first
        _remember(files, folder)
        return len(fresh)


def chained(files: Files) -> list[str]:
    """Whose logs this machine remembers, whatever has become of them."""
    return sorted(each.name for each in (files.instance / "chains").glob("[!.]*"))


def newest_lost(files: Files, folder: str, *, quiet_too: bool = False) -> str:
    """When the newest event was that this machine remembers and the log no longer has; empty where it has all.

    Checks do not count, and what is quiet only where it is asked for.
    """
    present = {_within(key, folder) for key in log(files, folder)}
    parts = ("events/", "tagging/") if quiet_too else ("events/",)
    lost = (name for name in _memory(files, folder).events if name.startswith(parts) and name not in present)
    return max(map(_time, lost), default="")


def _remember(files: Files, folder: str) -> _Memory:
    """What is remembered of a chain, brought up to the links there are; what was remembered before never changes."""
    before = known = _memory(files, folder)
    for number in range(len(known.links) + 1, _last(files, folder) + 1):
        found = _read(files, folder, number)
        known = _Memory(links=(*known.links, found.sha256), events={**found.events, **known.events})
    if known != before:
        path = files.instance / "chains" / folder
        write_local(path, to_json(known).decode())
    return known


def _memory(files: Files, folder: str) -> _Memory:
    path = files.instance / "chains" / folder
    try:
        return from_json(path.read_bytes(), _Memory, key=path.name)
    except (OSError, BadRecord):
        return _Memory()


# --- judged ----------------------------------------------------------------------------------------------------------


def breaches(files: Files, folder: str) -> list[Breach]:
    """Every file of a log that is not as its chain, and what this machine remembers of that, says."""
    memory = _memory(files, folder)
    links = [_read(files, folder, number) for number in range(1, max(_last(files, folder), len(memory.links)) + 1)]
    trusted, found = _trusted(links, memory)
    known: dict[str, str] = {}
    for link in links:
        known = {**link.events, **known}
    known |= memory.events
    present = {_within(key, folder): key for key in log(files, folder)}
    digests = {name: hashlib.sha256(files.store.read(key)).hexdigest() for name, key in present.items()}
    top = words_folder(folder)
    for name, expected in known.items():
        if name not in digests:
            found.append(Breach(fault="missing", key=f"{top}/{name}", expected=expected))
        elif digests[name] != expected:
            found.append(Breach(fault="changed", key=present[name], expected=expected, found=digests[name]))
    waiting = Link(at=_now(), events={name: digest for name, digest in digests.items() if name not in known})
    late = {*_late(files, folder, [*trusted, waiting])}
    late |= {name for name, key in present.items() if not _is_in_place(files, key, folder)}
    as_chained = (name for name in sorted(late & set(digests)) if known.get(name, digests[name]) == digests[name])
    return [*found, *(Breach(fault="inserted", key=present[name], found=digests[name]) for name in as_chained)]


@dataclass(frozen=True, slots=True)
class _Found:
    """A link as it lies there: nothing of it where it is gone, no events where it cannot be read."""

    key: str
    sha256: str = ""
    link: Link | None = None

    @property
    def events(self) -> Mapping[str, str]:
        return self.link.events if self.link else {}


def _trusted(links: list[_Found], memory: _Memory) -> tuple[list[Link], list[Breach]]:
    """The links that are as they were made, in order, and what is wrong with the others."""
    trusted, wrong = [], []
    for number, each in enumerate(links):
        following = links[number + 1].link if number + 1 < len(links) else None
        expected = memory.links[number] if number < len(memory.links) else following.before if following else ""
        if not each.sha256:
            wrong.append(Breach(fault="missing", key=each.key, expected=expected))
        elif each.link is None or (expected and expected != each.sha256):
            wrong.append(Breach(fault="changed", key=each.key, expected=expected, found=each.sha256))
        else:
            trusted.append(each.link)
    return trusted, wrong


def _late(files: Files, folder: str, links: list[Link]) -> Iterator[str]:
    """The events that came after others which are later than they, and long after their own time.

    But for what a receipt vouches for: a step of the machine is named by when it began, and may end hours after.
    """
    receipts = f"{words_folder(folder)}/steps"
    vouched = {
        hashlib.sha256(files.store.read(f"{receipts}/{name}")).hexdigest() for name in files.store.names(receipts)
    }
    newest, due = "", ""
    for link in links:
        yield from (name for name, digest in link.events.items() if _time(name) < due and digest not in vouched)
        newest = max([newest, *map(_time, link.events)])
        due = min(newest, _earlier(link.at))


def _is_in_place(files: Files, key: str, folder: str) -> bool:
    """Whether an event is of this log and of the time that its name says; what cannot be read says nothing."""
    try:
        event = from_json(files.store.read(key), Event, key=key)
    except BadRecord:
        return True
    return event.interview == folder and key.endswith(f"/{event_name(event)}")


# --- where they lie --------------------------------------------------------------------------------------------------


def _read(files: Files, folder: str, number: int) -> _Found:
    key = _link_key(folder, number)
    try:
        data = files.store.read(key)
    except NotFound:
        return _Found(key)
    digest = hashlib.sha256(data).hexdigest()
    try:
        return _Found(key, digest, from_json(data, Link, key=key))
    except BadRecord:
        return _Found(key, digest)


def _last(files: Files, folder: str) -> int:
    """The number of the newest link there is."""
    names = (_LINK.fullmatch(name) for name in files.store.names(f"{words_folder(folder)}/{FOLDER}"))
    return max((int(each[1]) for each in names if each), default=0)


def _link_key(folder: str, number: int) -> str:
    return f"{words_folder(folder)}/{FOLDER}/{number:06}.json"


def _within(key: str, folder: str) -> str:
    """``events/<name>``: where an event lies within its log."""
    return key.removeprefix(f"{words_folder(folder)}/")


def _time(name: str) -> str:
    """When an event was, as its name says; what is no event's name was never."""
    return stamped(name.rsplit("/", 1)[1])


def _earlier(at: str) -> str:
    """So much before a moment that whatever is older should have come by then."""
    return _as_stamp(datetime.strptime(at, "%Y%m%dT%H%M%S.%f%z") - GRACE)


def _now() -> str:
    return _as_stamp(datetime.now(UTC))


def _as_stamp(moment: datetime) -> str:
    return moment.strftime("%Y%m%dT%H%M%S.%fZ")
