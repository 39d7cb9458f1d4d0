"""Who is at work on what: a heartbeat for each running step, kept in the queue's own key store (DESIGN §8).

A heartbeat is an owner and a counter. Its owner is dead when the counter has not moved for 60 s by the observer's own
clock, or at once when the owner ran on this machine and no such process is there any more.
"""

from __future__ import annotations

import json
import logging
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.errors import ArchiveError

_log = logging.getLogger(__name__)

DEAD_AFTER_S = 60.0
_BEAT_S = 5.0


class AtWork(ArchiveError):
    """Somebody else is doing this step at the moment."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a running step is: milliseconds of the recording done, and in all (0 while unknown)."""

    owner: str
    counter: int
    done_ms: int
    total_ms: int


class Heartbeats:
    """The heartbeats in one key store: a ``huey`` instance, or whatever has its ``get``, ``put``, ``put_if_empty``."""

    def __init__(self, store: Any) -> None:
        self._store = store
        self._seen: dict[str, tuple[int, float]] = {}

    @contextmanager
    def held(self, key: str) -> Iterator[Holder]:
        """Show for as long as the block lasts that this process is at work; raises :class:`AtWork`."""
        holder = Holder(self._store, key)
        # Of several who find the same one dead, the store lets one in; who was let in looks whether it is still so.
        let_in = self._store.put_if_empty(key, holder.told()) or (
            not self.is_alive(key) and self._store.put_if_empty(key, holder.told())
        )
        if not let_in or not holder.is_mine():
            raise AtWork("Another worker is at work on %(key)s.", next_step="Wait for it.", key=key)
        with holder:
            yield holder

    def read(self, key: str) -> Progress | None:
        """The heartbeat as it stands; None if nobody is at work."""
        told = self._store.get(key, peek=True)
        return Progress(*json.loads(told)) if told else None

    def is_alive(self, key: str) -> bool:
        """Whether somebody is at work on it; a dead worker's heartbeat is removed."""
        beat = self.read(key)
        if beat is None:
            return False
        now = time.monotonic()
        counter, since = self._seen.get(key, (-1, now))
        if counter != beat.counter:
            since = now
        self._seen[key] = (beat.counter, since)
        if _is_gone(beat.owner) or now - since > DEAD_AFTER_S:
            if self.read(key) == beat:  # otherwise somebody else has taken its place by now
                self._store.get(key)  # huey's get removes what it reads
            del self._seen[key]
            return False
        return True


class Holder:
    """The one at work: its thread moves the counter, and :meth:`tell` says how far it is."""

    def __init__(self, store: Any, key: str) -> None:
        self._store = store
        self._key = key
        self._stop = threading.Event()
        self._progress = Progress(_this_process(), 0, 0, 0)
        self._thread = threading.Thread(target=self._beat, daemon=True)

    def tell(self, done_ms: int, total_ms: int) -> None:
        """Say how far the step is; heard at the next beat."""
        before = self._progress
        self._progress = Progress(before.owner, before.counter, done_ms, total_ms)

    def told(self) -> str:
        """The heartbeat as the store keeps it."""
        each = self._progress
        return json.dumps([each.owner, each.counter, each.done_ms, each.total_ms])

    def is_mine(self) -> bool:
        """Whether the heartbeat in the store is this one: another may have thought us dead and taken over."""
        told = self._store.get(self._key, peek=True)
        return bool(told) and json.loads(told)[0] == self._progress.owner

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()
        with _logged(self._key):
            if self.is_mine():
                self._store.get(self._key)

    def _beat(self) -> None:
        while not self._stop.wait(_BEAT_S):
            with _logged(self._key):
                self._beat_once()

    def _beat_once(self) -> None:
        each = self._progress
        self._progress = Progress(each.owner, each.counter + 1, each.done_ms, each.total_ms)
        if self.is_mine() or self._store.put_if_empty(self._key, self.told()):
            self._store.put(self._key, self.told())


@contextmanager
def _logged(key: str) -> Iterator[None]:
    """A store of keys that does not answer for a moment must not end the work, nor the beating."""
    try:
        yield
    except Exception as fault:
        _log.warning("The heartbeat of %s was not heard: %s", key, fault)


def _this_process() -> str:
    return f"{_machine()}/{os.getpid()}/{_started(os.getpid())}"


def _is_gone(owner: str) -> bool:
    machine, pid, started = owner.rsplit("/", 2)
    return machine == _machine() and _started(int(pid)) != started


def _machine() -> str:
    """This boot of this machine, and this space of process numbers on it (a container has its own)."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        return f"{boot}/{Path('/proc/self/ns/pid').readlink()}"
    except OSError:
        return f"{os.uname().nodename}/unknown"


def _started(pid: int) -> str:
    """When a process started, in ticks of the kernel (a number may be reused); empty if there is no such process."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except (OSError, IndexError):
        return ""
    return "" if fields[0] == "Z" else fields[19]
