"""Hearing processes: one thread each, one for each core, as many as memory allows; they die with whoever asked.

Two single-threaded processes get through half as much again as one with two threads, but only when every library is
told so before it is loaded (DESIGN §5), which is why these are programs of their own. After a recording they rest for a
minute, ready for the next: to load a model takes longer than to hear a short clip. Only we dismiss them: one that left
by itself could do so between our looking whether it is there and our asking it.
"""

from __future__ import annotations

import atexit
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing import Pipe
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, Final

import archive
from archive.errors import ArchiveError, Refused, Unavailable
from archive.settings import Settings
from archive.transcribe.weights import Weights

_REST_S: Final = 60.0  # after which processes that nobody asks are dismissed
_PINNED: Final = dict.fromkeys(("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS"), "1")
# Two threads wait for each other all the time: asleep at once they gain nothing, awake for long they starve others.
_WAITING: Final = {"GOMP_SPINCOUNT": "20000"}
# Every token reads all weights: from pages of 2 MB in 25 ms, from pages of 4 kB in 40 (PyTorch's and glibc's switches).
_LARGE_PAGES: Final = {"THP_MEM_ALLOC_ENABLE": "1", "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1"}
_PROCESS_BYTES: Final = 700_000_000  # beside the weights, which are doubled when loaded, and what comes of them
_MEMORY: Final = Path("/proc/meminfo")
_TICK_S: Final = 1.0

Order = tuple[str, tuple[Any, ...]]
"""What to do, a name of :class:`archive.transcribe.hearer.Hearer`'s, and with what."""


class Pool:
    """Processes that hear; give it orders and take the answers as they come."""

    def __init__(self, settings: Settings, weights: Weights) -> None:
        self.settings = settings
        self.weights = weights
        self._processes: dict[Connection, subprocess.Popen[bytes]] = {}
        self._busy: dict[Connection, int] = {}
        self._rest = threading.Timer(_REST_S, _dismiss, [self])

    def answers(self, orders: Sequence[Order], tick: Callable[[], object]) -> Iterator[tuple[int, Any]]:
        """Each order's number and its answer, in the order in which they are done; ``tick`` is called every second."""
        waiting = list(enumerate(orders))[::-1]
        busy = self._busy
        size = min(len(waiting), _affordable(self.settings, self.weights))
        while len(self._processes) < size:
            self._start()
        threads = max(1, _cores() // max(1, size)) if size < _cores() else 1
        idle = list(self._processes)[:size]
        while waiting or busy:
            while waiting and idle:
                connection = idle.pop()
                busy[connection], order = waiting.pop()
                self._send(connection, (threads, *order))
            for ready in wait(list(busy), timeout=_TICK_S):
                assert isinstance(ready, Connection)
                answer = self._received(ready)
                yield busy.pop(ready), answer
                idle.append(ready)
            tick()

    def is_well(self) -> bool:
        """Whether every process is still there and waits to be asked."""
        return not self._busy and all(process.poll() is None for process in self._processes.values())

    def rest(self) -> None:
        """Be dismissed in a while, unless woken before."""
        self._rest = threading.Timer(_REST_S, _dismiss, [self])
        self._rest.daemon = True
        self._rest.start()

    def wake(self) -> None:
        """Be dismissed no more."""
        self._rest.cancel()

    def stop(self) -> None:
        """Kill the processes; what they were at is lost."""
        self.wake()
        for connection, process in self._processes.items():
            process.kill()
            process.wait()
            connection.close()
        self._processes.clear()
        self._busy.clear()

    def _start(self) -> None:
        ours, theirs = Pipe()
        known = os.pathsep.join([str(Path(archive.__file__).parent.parent), os.environ.get("PYTHONPATH", "")])
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "archive.transcribe.hearer", str(theirs.fileno()), str(os.getpid())],
            env=os.environ | _PINNED | _WAITING | _LARGE_PAGES | {"PYTHONPATH": known.rstrip(os.pathsep)},
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
        )
        theirs.close()
        self._processes[ours] = process
        self._send(ours, self.settings)

    def _send(self, connection: Connection, message: object) -> None:
        try:
            connection.send(message)
        except (BrokenPipeError, ConnectionResetError) as error:
            raise _gone() from error

    def _received(self, connection: Connection) -> Any:
        try:
            answer = connection.recv()
        except (EOFError, ConnectionResetError) as error:
            raise _gone() from error
        if isinstance(answer, Refused):
            del self._busy[connection]  # it can be asked something else; one that fails stays busy for ever
        if isinstance(answer, ArchiveError):
            raise answer
        if isinstance(answer, str):
            raise RuntimeError(f"a hearing process failed:\n{answer}")
        return answer[0]


_resting: list[Pool] = []
_lock = threading.Lock()


@atexit.register
def _dismiss_all() -> None:
    with _lock:
        while _resting:
            _resting.pop().stop()


def _dismiss(pool: Pool) -> None:
    """Stop a pool if it still rests."""
    with _lock:
        if pool in _resting:
            _resting.remove(pool)
            pool.stop()


@contextmanager
def hearing(settings: Settings, weights: Weights) -> Iterator[Pool]:
    """A pool that is nobody else's while the block lasts; then left to rest, or killed if it is still at something."""
    pool = _rested(settings, weights) or Pool(settings, weights)
    try:
        yield pool
    finally:
        if pool.is_well():
            with _lock:
                _resting.append(pool)
            pool.rest()
        else:
            pool.stop()


def _rested(settings: Settings, weights: Weights) -> Pool | None:
    with _lock:
        for pool in list(_resting):
            if not pool.is_well():
                _resting.remove(pool)
                pool.stop()
            elif (pool.settings, pool.weights) == (settings, weights):
                _resting.remove(pool)
                pool.wake()
                return pool
    return None


def _affordable(settings: Settings, weights: Weights) -> int:
    """As many as the settings say; else one for each core that we may use, as far as memory goes."""
    if settings.processes:
        return settings.processes
    return max(1, min(_cores(), _bytes_to_be_had() // (_PROCESS_BYTES + 3 * weights.bytes)))


def _bytes_to_be_had() -> int:
    if _MEMORY.exists():
        return available_bytes(_MEMORY.read_text("ascii"))
    return os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")


def available_bytes(meminfo: str) -> int:
    """The memory that Linux would give, by its ``/proc/meminfo``: what it keeps of files it gives up when asked."""
    return next(int(line.split()[1]) * 1024 for line in meminfo.splitlines() if line.startswith("MemAvailable:"))


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _gone() -> Unavailable:
    return Unavailable(
        "A hearing process was killed, most likely for want of memory.",
        next_step="Set EARWITNESS_PROCESSES=1 and go on; what is heard so far is kept.",
    )
