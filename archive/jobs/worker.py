"""A worker: takes what the queue hands out until it is told to stop."""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from huey import Huey
from huey.consumer import Consumer

from archive.errors import ArchiveError, Unavailable
from archive.jobs.heartbeat import AtWork
from archive.jobs.house import finish_begun, keep_house
from archive.jobs.queue import Queue
from archive.jobs.steps import Step, owed
from archive.jobs.suggesting import bring_suggestions
from archive.jobs.task import Beat
from archive.records import Event
from archive.sentences import joined, sentence

_log = logging.getLogger(__name__)

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
    """Do everything that is owed here and now, waiting for what other workers are at; ends when nothing is owed.

    A step that cannot be done keeps no other waiting; raises :class:`Unavailable` at the end that names them all.
    """
    finish_begun(queue.files)
    faults: dict[Step, ArchiveError] = {}
    while steps := [each for each in owed(queue.files, queue.settings) if each not in faults]:
        idle = True
        for step in steps:
            try:
                done(step, queue.do(step, tell=tell(step)))
                idle = False
            except AtWork:
                continue
            except ArchiveError as fault:
                faults[step] = fault
        if idle:
            time.sleep(_LOOK_S)
    keep_house(queue.files, queue.settings)
    bring_suggestions(queue.files, queue.settings)
    if faults:
        told = joined(*(sentence("%(step)s: %(why)s", step=step, why=fault) for step, fault in faults.items()))
        raise Unavailable("%(count)s steps stay owed. %(told)s", count=len(faults), told=told)


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
            with _logged():
                every_30_s()
            asked = time.monotonic()
        time.sleep(_LOOK_S)
    for consumer in consumers:
        consumer.stop(graceful=True)


@contextmanager
def _logged() -> Iterator[None]:
    """A queue that does not answer for a moment is asked again in the next round."""
    try:
        yield
    except Exception as fault:
        _log.error("The queue was not asked: %s", fault)


def _stop_on_signal(queue: Queue) -> None:
    """Stop when asked; what has not let go by twice the patience (a service that is gone) is left where it is."""

    def stop(*_: object) -> None:
        if not queue.stopping:
            queue.stopping = True
            leaving = threading.Timer(2 * _PATIENCE_S, os._exit, [Unavailable.exit_code])
            leaving.daemon = True
            leaving.start()

    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, stop)
