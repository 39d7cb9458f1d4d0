"""Serve the site to browsers: granian, which keeps answering while slow listeners hold their connections."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from typing import Any

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
"""How long a process may finish what it is answering; it only reads, so ending it then harms nothing."""


def serve(settings: Settings, host: str, port: int) -> None:
    """Answer on ``host:port`` until SIGTERM or SIGINT, then let what is being answered finish.

    Raises :class:`Unavailable` where nobody can listen.
    """
    _check_free(host, port)

    def site(_target: str) -> Callable[..., Any]:
        return create_app(settings)

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
    ).serve(target_loader=site)


def _check_free(host: str, port: int) -> None:
    # Granian shares its port with whoever asks (its own processes do), so a second archive would go unnoticed.
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except (OSError, OverflowError) as error:
        raise Unavailable(
            f"Nobody can listen at {host}:{port}: {error}.",
            next_step="Stop what listens there, or choose another port: `--port 8080`.",
        ) from error
