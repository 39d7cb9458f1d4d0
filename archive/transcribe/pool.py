"""Hearing processes: one thread each, one for each core, as many as memory allows; they die with whoever asked.

Two single-threaded processes get through half as much again as one with two threads, but only when every library is
told so before it is loaded (DESIGN §5), which is why these are processes of their own, started afresh.
"""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Final

import numpy as np

from archive.errors import ArchiveError, Unavailable
from archive.settings import Settings
from archive.transcribe.heard import Hint, Passage, Sound, Spans
from archive.transcribe.wanted import SAMPLES_PER_MS, Samples

_PINNED: Final = dict.fromkeys(("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS"), "1")
_PROCESS_BYTES: Final = 1_200_000_000
_TICK_S: Final = 1.0
_PR_SET_PDEATHSIG: Final = 1  # <linux/prctl.h>

Order = tuple[str, tuple[Any, ...]]


class Pool:
    """Processes that hear; give it orders and take the answers as they come."""

    def __init__(self, settings: Settings, *, size: int, tick: Callable[[], object]) -> None:
        self._settings = settings
        self._tick = tick
        self._processes: dict[Connection, BaseProcess] = {}
        for _ in range(size):
            self._start()

    def answers(self, orders: Sequence[Order]) -> Iterator[tuple[int, Any]]:
        """Each order's number and its answer, in the order in which they are done; ``tick`` is called every second."""
        waiting = list(enumerate(orders))[::-1]
        busy: dict[Connection, int] = {}
        idle = list(self._processes)
        while waiting or busy:
            while waiting and idle:
                connection = idle.pop()
                busy[connection], order = waiting.pop()
                connection.send(order)
            for connection in (each for each in wait(list(busy), timeout=_TICK_S) if isinstance(each, Connection)):
                yield busy.pop(connection), _received(connection)
                idle.append(connection)
            self._tick()

    def stop(self) -> None:
        """Kill the processes; what they were at is lost."""
        for connection, process in self._processes.items():
            process.kill()
            process.join()
            connection.close()

    def _start(self) -> None:
        ours, theirs = multiprocessing.Pipe()
        process = multiprocessing.get_context("spawn").Process(
            target=_serve, args=(theirs, self._settings, os.getpid()), daemon=True
        )
        with _environment(_PINNED):
            process.start()
        theirs.close()
        self._processes[ours] = process


@contextmanager
def hearing(settings: Settings, *, most: int, tick: Callable[[], object]) -> Iterator[Pool]:
    """A pool of at most so many processes, gone when the block ends."""
    pool = Pool(settings, size=max(1, min(most, _affordable(settings))), tick=tick)
    try:
        yield pool
    finally:
        pool.stop()


def _affordable(settings: Settings) -> int:
    """As many as the settings say; else one for each core that we may use, as far as memory goes."""
    if settings.processes:
        return settings.processes
    pages = os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return max(1, min(len(os.sched_getaffinity(0)), pages // _PROCESS_BYTES))


@contextmanager
def _environment(values: Mapping[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _received(connection: Connection) -> Any:
    try:
        answer = connection.recv()
    except (EOFError, ConnectionResetError) as error:
        raise Unavailable(
            "A hearing process was killed, most likely for want of memory.",
            next_step="Set EARWITNESS_PROCESSES=1; what is heard so far is kept.",
        ) from error
    if isinstance(answer, ArchiveError):
        raise answer
    if isinstance(answer, str):
        raise RuntimeError(f"a hearing process failed:\n{answer}")
    return answer[0]


# --- inside a hearing process ----------------------------------------------------------------------------------------


def _serve(connection: Connection, settings: Settings, parent: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears Ctrl-C and decides
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        return
    listener = _Listener(settings)
    while True:
        try:
            name, arguments = connection.recv()
        except EOFError:
            return
        try:
            connection.send((getattr(listener, name)(*arguments),))
        except ArchiveError as error:
            connection.send(error)
        except Exception:
            connection.send(traceback.format_exc())


class _Listener:
    """What a hearing process can be asked; the model is loaded when it is first needed."""

    def __init__(self, settings: Settings) -> None:
        import torch

        torch.set_num_threads(1)
        self._settings = settings
        self._engine: Any = None

    def speech(self, samples: Samples) -> Spans:
        """Where somebody speaks."""
        from silero_vad import load_silero_vad

        from archive.transcribe.silence import likelihoods, spans

        return spans(likelihoods(load_silero_vad(), samples), len(samples) // SAMPLES_PER_MS)

    def languages(self, windows: Sequence[Samples]) -> Mapping[str, float]:
        """How probable each language is, over several windows."""
        votes: dict[str, float] = {}
        for each in windows:
            for code, probability in self._loaded().languages(np.ascontiguousarray(each)).items():
                votes[code] = votes.get(code, 0.0) + probability / len(windows)
        return votes

    def hear(self, sounds: Sequence[Sound], hint: Hint) -> list[tuple[Passage, ...]]:
        """What is said in each of several stretches."""
        heard: list[tuple[Passage, ...]] = self._loaded().hear(sounds, hint)
        return heard

    def _loaded(self) -> Any:
        if self._engine is None:
            from archive.transcribe.engines import load_engine

            self._engine = load_engine(self._settings)
        return self._engine
