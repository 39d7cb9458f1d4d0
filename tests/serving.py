"""The site in this process, for tests that ask; and behind its real server, for those that browse."""

from __future__ import annotations

import multiprocessing
import os
import random
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

import archive
from archive import create_app
from archive.settings import Settings
from archive.site.serve import serve

TEMPLATES = "TEMPLATES_OF_THE_TESTS"


def compile_templates_once() -> None:
    """Keep compiled templates where the environment says, for all apps of a test run: compiling was half their time."""
    Flask.jinja_options["bytecode_cache"] = FileSystemBytecodeCache(os.environ[TEMPLATES])


def compile_addresses_once() -> None:
    """Let all apps of a process share what is compiled of each address: it was three quarters of making an app.

    What is shared meets the converters of an app by the rule that it is called with.
    """
    compile_builder = Rule._compile_builder
    compiled: dict[object, Callable[..., tuple[str, str]]] = {}

    def once(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        key = rule.rule, tuple(rule._trace), repr(rule.defaults), append_unknown
        if key not in compiled:
            compiled[key] = compile_builder(rule, append_unknown)
        return compiled[key]

    Rule._compile_builder = once  # type: ignore[method-assign]


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


PATIENCE_S = 90

_COPIES = multiprocessing.get_context("forkserver")
_COPIES.set_forkserver_preload(["tests.warmed"])
"""Every server begins as a copy of one process that has loaded the site and its dictionary: that takes three seconds of
a processor, and is done once."""


def free_port() -> int:
    """A port of this process's own on which nobody listens, below those that a machine gives to whoever asks for any.

    Servers share a port with whoever asks, so two that were given the same would answer for each other.
    """
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    for _ in range(_PORTS):
        port = _FIRST_PORT + worker % _WORKERS * _PORTS + next(_turn) % _PORTS
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError("no port is free")


_FIRST_PORT, _PORTS, _WORKERS = 20_000, 1_000, 12
_turn = count(random.SystemRandom().randrange(_PORTS))
"""Begun anywhere, so that two runs on one machine keep out of each other's way."""


def start(home: Path, make_app: str = "create_app") -> tuple[ForkServerProcess, str]:
    """The server's process and its address, once it answers; of ``archive``'s apps, the public one or another."""
    port = free_port()
    server = _COPIES.Process(target=_serve, args=(home, port, make_app))
    server.start()
    address = f"http://127.0.0.1:{port}"
    patience = time.monotonic() + PATIENCE_S
    while time.monotonic() < patience:
        try:
            with urlopen(f"{address}/health"):
                return server, address
        except URLError:
            assert server.is_alive(), "the server ended before it answered"
            time.sleep(0.05)
    server.kill()
    raise AssertionError("the server does not answer")


def _serve(home: Path, port: int, make_app: str) -> None:
    multiprocessing.set_start_method("fork", force=True)  # as wherever it serves; a copy begins with ours
    serve(Settings(home=home), "127.0.0.1", port, make_app=getattr(archive, make_app))


@contextmanager
def served(home: Path, make_app: str = "create_app") -> Iterator[str]:
    """The address of a server, stopped afterwards."""
    server, address = start(home, make_app)
    try:
        yield address
    finally:
        server.terminate()
        server.join(PATIENCE_S)
