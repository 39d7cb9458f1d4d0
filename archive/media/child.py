"""The process that does one media step for :mod:`archive.media.limits`, and dies with its parent."""

from __future__ import annotations

import ctypes
import errno
import os
import pickle
import resource
import signal
import sys
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

import av

from archive.errors import ArchiveError, Unavailable

_PR_SET_PDEATHSIG: Final = 1  # <linux/prctl.h>
_ALIGNED: Final = 64  # bytes: where each array begins in its file


@dataclass(frozen=True, slots=True)
class Order:
    """What to do: ``call`` pickles function, arguments and keywords; ``arrays`` is the descriptor for large results.

    ``limits`` are names of :mod:`resource` and their values; ``parent`` is the process that waits.
    """

    parent: int
    limits: Mapping[str, int]
    arrays: int
    call: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of it: a pickled result with the places of its arrays, an error to raise, a limit, or a defect."""

    result: bytes = b""
    places: tuple[tuple[int, int], ...] = ()
    error: ArchiveError | None = None
    past: Literal["", "memory", "disk"] = ""
    unreadable: str = ""
    defect: str = ""


def main() -> None:
    """Read an :class:`Order` from standard input, carry it out, and write the :class:`Answer` to standard output."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears Ctrl-C and decides
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no part of the answer
    order: Order = pickle.load(sys.stdin.buffer)
    _die_with(order.parent)
    for name, value in order.limits.items():
        _limit(getattr(resource, name), value)
    with answers:
        pickle.dump(_answer(order), answers)


def _die_with(parent: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it died before it could be watched
        os._exit(1)


def _limit(which: int, value: int) -> None:
    _, hard = resource.getrlimit(which)
    most = value if hard == resource.RLIM_INFINITY else min(value, hard)
    # The hard limit lies above: at the hard limit of time the process is killed without a word of what it was.
    resource.setrlimit(which, (most, most + 5 if hard == resource.RLIM_INFINITY else hard))


def _answer(order: Order) -> Answer:
    try:
        function, args, kwargs = pickle.loads(order.call)
        return _kept(function(*args, **kwargs), order.arrays)
    except ArchiveError as error:
        return Answer(error=error)
    except MemoryError:
        return Answer(past="memory")
    except (av.FFmpegError, OSError) as error:
        if error.errno == errno.EFBIG:
            return Answer(past="disk")
        if error.errno == errno.ENOSPC:
            return Answer(
                error=Unavailable(
                    "There is no space left on the disk this machine works on.",
                    next_step="Make room; the step is tried again.",
                )
            )
        if isinstance(error, av.FFmpegError):
            return Answer(unreadable=traceback.format_exc())
        return Answer(defect=traceback.format_exc())
    except Exception:
        return Answer(defect=traceback.format_exc())


def _kept(result: object, descriptor: int) -> Answer:
    buffers: list[pickle.PickleBuffer] = []
    pickled = pickle.dumps(result, protocol=5, buffer_callback=buffers.append)
    places = []
    with os.fdopen(descriptor, "wb") as arrays:
        for buffer in buffers:
            arrays.seek(-arrays.tell() % _ALIGNED, os.SEEK_CUR)
            with buffer.raw() as contents:
                places.append((arrays.tell(), contents.nbytes))
                arrays.write(contents)
    return Answer(result=pickled, places=tuple(places))
