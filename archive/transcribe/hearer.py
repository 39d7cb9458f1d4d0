"""A hearing process: ``python -m archive.transcribe.hearer CONNECTION PARENT``, as the pool starts it.

It takes orders from an inherited connection, one at a time, until the connection closes or its parent is gone,
whichever way that went.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
import traceback
import warnings
from collections.abc import Mapping, Sequence
from multiprocessing.connection import Connection
from typing import Any, Final

import numpy as np

from archive.errors import ArchiveError
from archive.settings import Settings
from archive.transcribe.heard import Engine, Hint, Passage, Sound
from archive.transcribe.silence import Likelihoods, likelihoods, load_detector, one_thread
from archive.transcribe.wanted import Samples

_LOOK_S: Final = 0.5


class Hearer:
    """What a hearing process can be asked; each model is loaded when it is first needed."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._engine: Engine | None = None
        self._detector: Any = None

    def speech(self, samples: Samples) -> Likelihoods:
        """How likely somebody speaks in each frame."""
        if self._detector is None:
            self._detector = load_detector()
        one_thread()
        return likelihoods(self._detector, samples)

    def languages(self, windows: Sequence[Samples]) -> Mapping[str, float]:
        """How probable each language is, over several windows."""
        votes: dict[str, float] = {}
        for each in windows:
            for code, probability in self._loaded().languages(np.ascontiguousarray(each)).items():
                votes[code] = votes.get(code, 0.0) + probability / len(windows)
        return votes

    def hear(self, sounds: Sequence[Sound], hint: Hint) -> list[tuple[Passage, ...]]:
        """What is said in each of several stretches."""
        return self._loaded().hear(sounds, hint)

    def _loaded(self) -> Engine:
        if self._engine is None:
            from archive.transcribe.engines import load_engine

            self._engine = load_engine(self._settings)
        return self._engine


def serve(connection: Connection) -> None:
    """Do what the connection asks until it closes."""
    hearer = Hearer(connection.recv())
    while True:
        try:
            threads, name, arguments = connection.recv()
        except EOFError:
            return
        connection.send(_answered(hearer, threads, name, arguments))


def _answered(hearer: Hearer, threads: int, name: str, arguments: tuple[Any, ...]) -> object:
    """The answer in a tuple of its own; or the error, if it is one of ours; or where it went wrong, as text."""
    try:
        import torch

        torch.set_num_threads(threads)
        return (getattr(hearer, name)(*arguments),)
    except ArchiveError as error:
        return error
    except Exception:
        return traceback.format_exc()


def _leave_with(parent: int) -> None:
    """Leave as soon as the parent is gone: its death by ``kill -9`` closes nothing while we are busy."""
    while os.getppid() == parent:
        time.sleep(_LOOK_S)
    os._exit(1)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears Ctrl-C and decides
    warnings.simplefilter("ignore")  # what libraries tell their developers is nothing to whoever runs the archive
    threading.Thread(target=_leave_with, args=(int(sys.argv[2]),), daemon=True).start()
    try:
        serve(Connection(int(sys.argv[1])))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        sys.exit(1)
