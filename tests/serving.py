"""The site in this process, for tests that ask; and behind its real server, for those that browse."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from archive import create_app
from archive.settings import Settings


class Reader(FlaskClient):
    """Somebody who asks for pages and reads each to its end, so that no file stays open."""

    def open(self, *args: Any, **told: Any) -> TestResponse:
        """The answer, read; a large form waits in a file of the client's own, which it never closes itself."""
        answer = super().open(*args, **({"buffered": True} | told))
        for each in (*answer.history, answer):
            each.request.environ["wsgi.input"].close()
        return answer


def reader_of(home: Path, **settings: Any) -> FlaskClient:
    """A reader of what is public in an archive's home."""
    app = create_app(Settings(home=home, **settings))
    app.test_client_class = Reader
    return app.test_client()


PROGRAM = """
import sys
from pathlib import Path
import archive
from archive.settings import Settings
from archive.site.serve import serve
serve(Settings(home=Path(sys.argv[1])), "127.0.0.1", int(sys.argv[2]), make_app=getattr(archive, sys.argv[3]))
"""
PATIENCE_S = 30


def start(home: Path, make_app: str = "create_app") -> tuple[subprocess.Popen[bytes], str]:
    """The server's process and its address, once it answers; of ``archive``'s apps, the public one or another."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-c", PROGRAM, str(home), str(port), make_app]
    server = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    patience = time.monotonic() + PATIENCE_S
    while time.monotonic() < patience:
        try:
            with urlopen(f"{address}/health"):
                return server, address
        except URLError:
            assert server.poll() is None, "the server ended before it answered"
            time.sleep(0.05)
    server.kill()
    raise AssertionError("the server does not answer")


@contextmanager
def served(home: Path, make_app: str = "create_app") -> Iterator[str]:
    """The address of a server, stopped afterwards."""
    server, address = start(home, make_app)
    try:
        yield address
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(PATIENCE_S)
