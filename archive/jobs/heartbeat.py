"""Who is at work on what: a heartbeat for each running step, kept in the queue's own key store (DESIGN §8).

A heartbeat is an owner and a counter. Its owner is dead when the counter has not moved for 60 s by the observer's own
clock, or at once when the owner ran on this machine and no such process is there any more.
"""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.errors import Refused

DEAD_AFTER_S = 60.0
_BEAT_S = 5.0


class AtWork(Refused):
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
        if not self._store.put_if_empty(key, holder.told()):
            if self.is_alive(key):
                raise AtWork(f"Another worker is at work on {key}.", next_step="Wait for it.")
            self._store.put(key, holder.told())
        try:
            with holder:
                yield holder
        finally:
            self._store.get(key)  # huey's get removes what it reads

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
            self._store.get(key)
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

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _beat(self) -> None:
        while not self._stop.wait(_BEAT_S):
            each = self._progress
            self._progress = Progress(each.owner, each.counter + 1, each.done_ms, each.total_ms)
            self._store.put(self._key, self.told())


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
