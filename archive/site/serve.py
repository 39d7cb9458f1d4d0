"""Serve the site to browsers: granian, which keeps answering while slow listeners hold their connections."""

from __future__ import annotations

import gc
import os
import socket
from collections.abc import Callable

from flask import Flask
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import Server

from archive import create_app
from archive.errors import Unavailable
from archive.settings import Settings

_THREADS = 64
"""Requests one process works on at once. A listener who stalls holds a thread, though never for more than one range;
sixty who had each asked for a whole file of 60 MB and read nothing held up sixteen threads, and did not hold up these.
"""
_PATIENCE_S = 3
"""How long a process may finish what it is answering. Ending it then harms nothing: the public only reads, and an act
of the desk is done whole or finished by the next process.
"""

_NEW_OBJECTS = 200_000
"""How many things may be made before Python looks for rings among them. A three-hour interview has sixty thousand words
and no ring; looked for at Python's own 700, half of the page's time went into it.
"""


def serve(settings: Settings, host: str, port: int, *, make_app: Callable[[Settings], Flask] = create_app) -> None:
    """Answer on ``host:port`` until SIGTERM or SIGINT, then let what is being answered finish.

    ``make_app`` is :func:`archive.create_app` for the public alone, or :func:`archive.create_app_with_desk`.
    Raises :class:`Unavailable` where nobody can listen.
    """
    _check_free(host, port)

    # Made before the processes part: each would need two seconds to load it, and hold it for itself alone.
    app = make_app(settings)
    leave_alone()

    Server(
        "archive:create_app",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=min(os.cpu_count() or 1, 4),
        blocking_threads=_THREADS,
        respawn_failed_workers=True,
        workers_kill_timeout=_PATIENCE_S,
        log_access=False,
        # Granian's own notes tell a visitor nothing; what goes wrong is still said, by it and by the site.
        log_level=LogLevels.error,
        websockets=False,
    ).serve(target_loader=lambda _target: app)


def leave_alone() -> None:
    """What has been loaded until now stays: Python need not go through it again, and seldom through what is new."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS, *gc.get_threshold()[1:])


def _check_free(host: str, port: int) -> None:
    # Granian shares its port with whoever asks (its own processes do), so a second archive would go unnoticed.
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except (OSError, OverflowError) as error:
        raise Unavailable(
            "Nobody can listen at %(host)s:%(port)s: %(error)s.",
            next_step="Stop what listens there, or choose another port: `--port 8080`.",
            host=host,
            port=port,
            error=error,
        ) from error
