"""A worker: takes what the queue hands out until it is told to stop."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Sequence

from huey import Huey
from huey.consumer import Consumer

from archive.jobs.doing import Beat
from archive.jobs.heartbeat import AtWork
from archive.jobs.house import keep_house
from archive.jobs.queue import Queue
from archive.jobs.steps import Step, owed
from archive.records import Event

_ASK_S = 30.0
_LOOK_S = 0.5
_PATIENCE_S = 10.0


def work(queue: Queue) -> None:
    """Work for both queues on the archive's own host until stopped by SIGTERM or SIGINT."""
    _consume(queue, [queue.media, queue.house], every_30_s=queue.ask_to_keep_house)


def work_for_media(queue: Queue) -> None:
    """Work for the media queue alone, as any host may: needs the store and the queue, and opens no database."""
    _consume(queue, [queue.media], every_30_s=lambda: None)


def work_for_house(queue: Queue) -> None:
    """Keep house on the archive's own host, leaving the recordings to workers elsewhere."""
    _consume(queue, [queue.house], every_30_s=queue.ask_to_keep_house)


def work_until_done(queue: Queue, *, tell: Callable[[Step], Beat], done: Callable[[Step, Event], None]) -> None:
    """Do everything that is owed here and now, waiting for what other workers are at; ends when nothing is owed."""
    keep_house(queue.files, queue.settings)
    while steps := list(owed(queue.files, queue.settings)):
        idle = True
        for step in steps:
            try:
                done(step, queue.do(step, tell=tell(step)))
                idle = False
            except AtWork:
                continue
        if idle:
            time.sleep(_LOOK_S)
    keep_house(queue.files, queue.settings)


def _consume(queue: Queue, hueys: Sequence[Huey], *, every_30_s: Callable[[], None]) -> None:
    consumers = [
        Consumer(each, workers=1, periodic=False, max_delay=1.0, shutdown_timeout=_PATIENCE_S) for each in hueys
    ]
    for consumer in consumers:
        consumer.start()
    _stop_on_signal(queue)
    asked = float("-inf")
    while not queue.stopping:
        if time.monotonic() - asked > _ASK_S:
            every_30_s()
            asked = time.monotonic()
        time.sleep(_LOOK_S)
    for consumer in consumers:
        consumer.stop(graceful=True)


def _stop_on_signal(queue: Queue) -> None:
    def stop(*_: object) -> None:
        queue.stopping = True

    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, stop)
