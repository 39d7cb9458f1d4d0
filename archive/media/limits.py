"""Media steps run in a process of their own, which can be stopped: a hostile or broken file costs one step, no more.

That process may use so much processor time, memory and disk, and may last so long. It is started afresh, since the fork
of a process with threads can hang; it is given no secret of the environment; and it dies with its parent. These limits
guard against accidents and bombs. They are no wall against a file that takes over a decoder: that needs a user or a
container of its own for the worker.
"""

from __future__ import annotations

import logging
import mmap
import os
import pickle
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, Final, TypeVar, cast

from archive.errors import LimitExceeded, MediaFault
from archive.media.child import Answer, Order
from archive.sentences import Sentence, sentence
from archive.settings import Settings

_Result = TypeVar("_Result")
_KEPT: Final = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH")
"""What a step may know of the environment: not the keys of a store or a queue."""
_TICK_S: Final = 1.0
_PATIENCE: Final = 3
"""A step may last this many times the processor time it may use: after that, it waits for what never comes."""

_log = logging.getLogger(__name__)


def in_worker(
    function: Callable[..., _Result],
    *args: Any,
    settings: Settings,
    tick: Callable[[], object] = lambda: None,
    **kwargs: Any,
) -> _Result:
    """Call ``function(*args, **kwargs)`` in a process of its own, within the limits that the settings name.

    Returns what it returns and raises the :class:`ArchiveError` it raises; :class:`LimitExceeded` where it goes past a
    limit, :class:`MediaFault` where the decoder crashes. The function must be importable by its name. Arrays come back
    in a file without a name in ``settings.instance``, mapped into memory: hours of samples are not copied once more,
    and nothing of them is left when the last reference is gone or a process is killed. ``tick`` is called every second;
    whatever it raises stops the process.
    """
    name = str(kwargs.get("shown_as") or next((each.name for each in args if isinstance(each, Path)), "The file"))
    settings.instance.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=settings.instance) as arrays:
        order = Order(os.getpid(), _limits(settings), arrays.fileno(), pickle.dumps((function, args, kwargs)))
        answer = _answered(order, name, settings, tick)
        if answer.error is not None:
            raise answer.error
        if answer.past:
            raise _past(answer.past, name, settings)
        if answer.unreadable:
            _log.error("media step on %s: %s", name, answer.unreadable)
            raise _unreadable(name)
        if answer.defect:
            raise RuntimeError(f"a media step on {name} failed\n{answer.defect}")
        return cast(_Result, _loaded(answer, arrays))


def _limits(settings: Settings) -> dict[str, int]:
    return {
        "RLIMIT_CPU": settings.decode_seconds,
        "RLIMIT_AS": settings.decode_bytes,
        "RLIMIT_FSIZE": settings.output_bytes,
        "RLIMIT_CORE": 0,
    }


def _answered(order: Order, name: str, settings: Settings, tick: Callable[[], object]) -> Answer:
    """The answer of a process that carries out the order; raises :class:`MediaFault` where it ends without one."""
    process = subprocess.Popen(
        # -P: nothing in the folder it is started in may pass for one of our modules.
        [sys.executable, "-P", "-c", "from archive.media.child import main; main()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        pass_fds=[order.arrays],
        env=_environment(),
    )
    with process:
        try:
            reply, remarks = _said(process, order, settings.decode_seconds * _PATIENCE, tick)
        except subprocess.TimeoutExpired:
            raise _past("time", name, settings) from None
        finally:
            process.kill()
    if process.returncode == 0 and reply:
        return cast(Answer, pickle.loads(reply))
    _log.error("media step on %s ended with %s: %s", name, process.returncode, remarks.decode("utf-8", "replace"))
    raise _ended(-process.returncode, name, settings)


def _said(
    process: subprocess.Popen[bytes], order: Order, patience_s: float, tick: Callable[[], object]
) -> tuple[bytes, bytes]:
    """All that a process says until it ends; raises :class:`subprocess.TimeoutExpired` if it does not."""
    until = time.monotonic() + patience_s
    told: bytes | None = pickle.dumps(order)
    while True:
        try:
            return process.communicate(told, timeout=min(_TICK_S, max(0.0, until - time.monotonic())))
        except subprocess.TimeoutExpired:
            if time.monotonic() >= until:
                raise
        told = None  # sent, or kept by `communicate` to be sent
        tick()


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    paths = os.pathsep.join(path or str(Path.cwd()) for path in sys.path)
    # One thread is enough for numpy here, and each more would reserve memory that counts against the limit.
    return kept | {"PYTHONPATH": paths, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


def _ended(by_signal: int, name: str, settings: Settings) -> MediaFault:
    if by_signal == signal.SIGXCPU:
        return _past("processor", name, settings)
    if by_signal == signal.SIGKILL:
        return _past("outside", name, settings)
    return MediaFault(
        "%(name)s brought the decoder down: it is damaged, was made to do so, or needs more memory than "
        "a step may use.",
        next_step=_CONVERT,
        name=name,
    )


def _unreadable(name: str) -> MediaFault:
    return MediaFault("%(name)s cannot be worked on: it is damaged, or of an odd make.", next_step=_CONVERT, name=name)


def _past(limit: str, name: str, settings: Settings) -> LimitExceeded:
    return LimitExceeded(_passed(limit, name, settings), next_step=_RAISE)


def _passed(limit: str, name: str, settings: Settings) -> Sentence:
    told = {
        "processor": sentence(
            "%(name)s took more than the %(seconds)s seconds of processor time that one step may use.",
            name=name,
            seconds=f"{settings.decode_seconds:,}",
        ),
        "memory": sentence(
            "%(name)s needed more than the %(bytes)s bytes of memory that one step may use.",
            name=name,
            bytes=f"{settings.decode_bytes:,}",
        ),
        "disk": sentence(
            "%(name)s would have grown past the %(bytes)s bytes that one step may write.",
            name=name,
            bytes=f"{settings.output_bytes:,}",
        ),
        "time": sentence("%(name)s kept a step waiting for too long.", name=name),
        "outside": sentence(
            "The step that worked on %(name)s was killed from outside, most likely because memory ran out.", name=name
        ),
    }
    return told[limit]


_RAISE: Final = sentence(
    "If the file is sound and merely long, raise EARWITNESS_DECODE_SECONDS, _DECODE_BYTES or _OUTPUT_BYTES."
)
_CONVERT: Final = sentence(
    "Copy it again, or save it as WAV, FLAC or MP4 with the program that made it, and hand that in."
)


def _loaded(answer: Answer, arrays: IO[bytes]) -> object:
    if not answer.places:
        return pickle.loads(answer.result)
    # A private map: arrays may be written to like any other, and nothing goes back to the file.
    contents = memoryview(mmap.mmap(arrays.fileno(), 0, access=mmap.ACCESS_COPY))
    return pickle.loads(answer.result, buffers=[contents[start : start + size] for start, size in answer.places])
