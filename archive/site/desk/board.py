"""What stands on the board beside the door: which steps run, wait, failed and were done, and how long they take."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from flask import current_app

from archive import jobs
from archive.jobs import Progress, Queue, Step
from archive.overview import Overview, Overviews
from archive.records import Event, Texts
from archive.sentences import UNSAID, Sentence
from archive.site.desk.doors import archive_settings, files

_DONE_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One step of one interview: with progress while it runs, its event once it ended, what hinders it while owed."""

    step: Step
    title: Texts
    progress: Progress | None = None
    left_ms: int = 0
    event: Event | None = None
    hindrance: Sentence = UNSAID

    @property
    def key(self) -> str:
        """A name for this row, fit for an address or an element's id."""
        return f"{self.step.interview}.{self.step.slug}"

    @property
    def is_cancelled(self) -> bool:
        """Whether a person wanted it no more."""
        return self.event is not None and self.event.type == jobs.CANCELLED


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """All steps, by how they stand; ``worker`` says whether anybody is there to do them."""

    running: list[Row] = field(default_factory=list)
    waiting: list[Row] = field(default_factory=list)
    failed: list[Row] = field(default_factory=list)
    done: list[Row] = field(default_factory=list)
    worker: bool

    @property
    def state(self) -> str:
        """Changes whenever a row comes, goes or moves to another part of the board."""
        parts = (self.running, self.waiting, self.failed, self.done)
        told = "\n\n".join("\n".join(f"{row.key} {row.hindrance}" for row in part) for part in parts)
        return hashlib.sha256(f"{self.worker}\n{told}".encode()).hexdigest()[:16]


class Office:
    """What one process keeps between requests: the queue, how interviews stood, and when each step was first seen."""

    def __init__(self, queue: Queue) -> None:
        self.queue = queue
        self.overviews = Overviews(queue.files, queue.settings)
        self._lock = threading.Lock()
        self._seen: dict[Step, tuple[float, int]] = {}

    def board(self, overviews: Iterable[Overview]) -> Board:
        """The board as these interviews stand."""
        with self._lock:
            board = Board(worker=self.queue.anybody_here())
            for each in overviews:
                for step, event in each.steps:
                    self._put_up(board, each, step, event)
            self._seen = {row.step: self._seen[row.step] for row in board.running}
        for part in (board.failed, board.done):
            part.sort(key=lambda row: row.event.at if row.event else "", reverse=True)
        del board.done[_DONE_SHOWN:]
        return board

    def _put_up(self, board: Board, each: Overview, step: Step, event: Event | None) -> None:
        if event is not None:
            part = board.done if event.outcome == "success" else board.failed
            part.append(Row(step=step, title=each.title, event=event))
        elif self.queue.heartbeats.is_alive(str(step)) and (progress := self.queue.heartbeats.read(str(step))):
            left_ms = self._left_ms(step, progress)
            board.running.append(Row(step=step, title=each.title, progress=progress, left_ms=left_ms))
        else:
            board.waiting.append(Row(step=step, title=each.title, hindrance=self.queue.hindrance(step)))

    def _left_ms(self, step: Step, progress: Progress) -> int:
        """How long a step will take yet, by its pace since this process first saw it; 0 while nobody can know."""
        now = time.monotonic()
        since, done_ms = self._seen.setdefault(step, (now, progress.done_ms))
        gained_ms = progress.done_ms - done_ms
        if gained_ms <= 0 or not progress.total_ms:
            return 0
        return round((progress.total_ms - progress.done_ms) * (now - since) * 1000 / gained_ms)


_opening = threading.Lock()


def office() -> Office:
    """The office of this process."""
    with _opening:
        if "office" not in current_app.extensions:
            current_app.extensions["office"] = Office(jobs.open_queue(files(), archive_settings()))
    kept: Office = current_app.extensions["office"]
    return kept


def board_now() -> Board:
    """The board as things are now."""
    return office().board(office().overviews.now())


def board_lately() -> Board:
    """The board as it was a moment ago, for those who ask again and again."""
    return office().board(office().overviews.lately())


def overviews() -> Sequence[Overview]:
    """Where all interviews stand now."""
    return office().overviews.now()
