"""The doorbell: huey rings, the files say what is owed (DESIGN §8, decision 0003).

Two queues. ``earwitness-media`` may be worked on any host that reaches the store; ``earwitness-house`` only on the
archive's own. huey hands a task out by deleting it, so a task here is one line and may run twice, late, or never.
"""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from huey import Huey, RedisHuey, SqliteHuey

from archive.errors import ArchiveError, BadRecord, Unavailable
from archive.files import Files, from_json, to_json
from archive.jobs import doing, house, steps
from archive.jobs.heartbeat import AtWork, Heartbeats
from archive.jobs.steps import Step
from archive.jobs.suggesting import bring_suggestions
from archive.jobs.task import Beat
from archive.records import Event
from archive.sentences import UNSAID, Foreign, Sentence, as_written
from archive.settings import Settings

_log = logging.getLogger(__name__)

_LOOK_S = 2.0
_KEPT_AT = "kept house at"
_HERE_S = 180.0
_PATIENCE_S = 5.0


class Stopped(ArchiveError):
    """The worker was asked to stop; what it was doing stays owed."""


@dataclass
class Queue:
    """The two queues of one archive and the heartbeats of who is at work."""

    files: Files
    settings: Settings
    media: Huey
    house: Huey
    heartbeats: Heartbeats
    stopping: bool = False

    def __post_init__(self) -> None:
        self._do = self.media.task(name="do")(self._do_step)
        self._keep = self.house.task(name="keep")(self._keep_house)

    def nudge(self) -> list[Step]:
        """Ring for every step that is owed and that nobody is doing or has been rung for; returns what is owed."""
        owed = list(steps.owed(self.files, self.settings))
        rung = {tuple(each.args) for each in self.media.pending()}
        for step in owed:
            if _told(step) not in rung and not self.heartbeats.is_alive(str(step)):
                self._do(*_told(step))
        return owed

    def ask_to_keep_house(self) -> None:
        """Ring for the house, unless somebody has."""
        if not self.house.pending_count():
            self._keep()

    def do(self, step: Step, *, tell: Beat | None = None) -> Event:
        """Do a step here and now, with a heartbeat; raises :class:`AtWork` if another worker is doing it.

        A defect of ours is logged whole and raised as :class:`Unavailable`: it keeps no other step waiting.
        """
        with self.heartbeats.held(str(step)) as holder:
            looked = time.monotonic()

            def beat(done_ms: int, total_ms: int) -> None:
                nonlocal looked
                if self.stopping:
                    raise Stopped("%(step)s was stopped.", next_step="It stays owed.", step=step)
                if time.monotonic() - looked > _LOOK_S:
                    looked = time.monotonic()
                    if self.files.store.exists(step.receipt):  # nobody else makes one while we are at work
                        raise Stopped(
                            "%(step)s was cancelled.", next_step="Ask for it again if it is wanted.", step=step
                        )
                holder.tell(done_ms, total_ms)
                if tell is not None:
                    tell(done_ms, total_ms)

            with _defects_told(step):
                return doing.do(self.files, self.settings, step, beat=beat)

    def _do_step(self, interview: str, recording: str, name: str, fingerprint: str) -> None:
        step = Step(interview, recording, name, fingerprint)
        try:
            event = self.do(step)
            _log.info("%s: %s %s", step, event.outcome, event.detail)
            self.house.get(_fault_of(step))
        except (AtWork, Stopped) as reason:
            _log.info("%s", reason)
        except ArchiveError as fault:
            _log.error("%s: %s", step, fault)
            self.house.put(_fault_of(step), to_json(fault.sentence).decode())
        self.ask_to_keep_house()

    def hindrance(self, step: Step) -> Sentence:
        """Why a step that stays owed could not be done the last time; nothing if nobody tried in vain."""
        told: str | None = self.house.get(_fault_of(step), peek=True)
        if not told:
            return UNSAID
        try:
            return from_json(told.encode(), Sentence, key=_fault_of(step))
        except BadRecord:
            return as_written(told)  # an older program kept the English alone

    def anybody_here(self) -> bool:
        """Whether a worker kept house in the last minutes: without one, nothing that is owed gets done."""
        at: float | None = self.house.get(_KEPT_AT, peek=True)
        return at is not None and abs(time.time() - at) < _HERE_S

    def _keep_house(self) -> None:
        self.house.put(_KEPT_AT, time.time())
        try:
            house.keep_house(self.files, self.settings)
        except ArchiveError as fault:
            _log.error("%s", fault)
        self.nudge()
        self._suggest_tags()

    def _suggest_tags(self) -> None:
        """Suggest for a moment, and ring again where more is to be done: what the public reads comes first."""
        try:
            is_all = bring_suggestions(self.files, self.settings, patience_s=_PATIENCE_S)
        except ArchiveError as fault:
            _log.error("No tags are suggested: %s", fault)
            return
        if not is_all:
            self.ask_to_keep_house()


def open_queue(files: Files, settings: Settings) -> Queue:
    """The queues that the settings name: in ``instance/queue.sqlite``, or in Redis for many hosts."""
    media, kept = _huey(settings, "earwitness-media"), _huey(settings, "earwitness-house")
    return Queue(files=files, settings=settings, media=media, house=kept, heartbeats=Heartbeats(media))


@contextmanager
def _defects_told(step: Step) -> Iterator[None]:
    try:
        yield
    except ArchiveError:
        raise
    except Exception as defect:
        _log.exception("%s", step)
        last_line = str(defect).strip().rpartition("\n")[2]
        raise Unavailable(
            "%(step)s failed by a defect of the program: %(what)s",
            next_step="It stays owed. What the worker's log says of it helps whoever mends it.",
            step=step,
            what=Foreign(f"{type(defect).__name__}: {last_line}"),
        ) from defect


def _fault_of(step: Step) -> str:
    return f"fault of {step}"


def _told(step: Step) -> tuple[str, str, str, str]:
    return step.interview, step.recording, step.name, step.fingerprint


def _huey(settings: Settings, name: str) -> Huey:
    if not settings.queue:
        path: Path = settings.instance / "queue.sqlite"
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            return SqliteHuey(name, filename=str(path), fsync=False)
        except sqlite3.OperationalError as error:  # most likely the disk is full
            raise Unavailable(
                "The queue cannot be opened: %(error)s.",
                next_step="Make room on the disk. What is damaged of the queue may be deleted: it is made again.",
                error=error,
            ) from error
    try:
        import redis
    except ImportError as error:
        raise Unavailable(
            "A redis:// queue needs a part that is not installed.", next_step="`pip install 'earwitness[hosts]'`"
        ) from error
    try:
        opened: Any = RedisHuey(name, url=settings.queue)
        opened.storage.conn.ping()
    except (redis.exceptions.RedisError, OSError, ValueError) as error:  # ValueError: its port is no number
        raise Unavailable("The queue does not answer.", next_step="Start Redis, or mend EARWITNESS_QUEUE.") from error
    return opened
