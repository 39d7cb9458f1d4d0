"""Serve the site to browsers: granian, which keeps answering while slow listeners hold their connections."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from granian.constants import Interfaces
from granian.server import Server

from archive import create_app
from archive.settings import Settings

_THREADS = 16
"""Readers answered at once by one process; each listener holds a thread only while a piece of sound is sent."""


def serve(settings: Settings, host: str, port: int) -> None:
    """Answer on ``host:port`` until SIGTERM or SIGINT, then let what is being answered finish."""

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
        workers_kill_timeout=10,
        log_access=False,
        websockets=False,
    ).serve(target_loader=site)
