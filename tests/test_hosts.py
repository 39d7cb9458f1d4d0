"""Several hosts, one archive: a real Redis, an S3 store, and workers that share nothing else."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.request import Request, urlopen

import botocore.session
import pytest
from moto.server import ThreadedMotoServer

from archive import provenance
from archive.errors import Unavailable
from archive.files import open_files
from archive.jobs import owed
from archive.settings import Settings, read_settings
from tests.commands import EARWITNESS, environment, result
from tests.serving import free_port

RECORDINGS = int(os.environ.get("EARWITNESS_TEST_RECORDINGS", "3"))
CREDENTIALS = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": "us-east-1"}


@pytest.fixture
def redis_url(tmp_path: Path) -> Iterator[str]:
    """A redis-server of our own on loopback, gone with the test."""
    server = shutil.which("redis-server")
    if server is None:
        pytest.skip("redis-server is not installed (`make test` installs it)")
    port = free_port()
    process = subprocess.Popen(
        [server, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)],
        stdout=subprocess.DEVNULL,
    )
    yield f"redis://127.0.0.1:{port}/0"
    process.terminate()
    process.wait()


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of an S3 store on loopback with an empty bucket ``archive``."""
    for name, value in CREDENTIALS.items():
        monkeypatch.setenv(name, value)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    urlopen(Request(f"{address}/moto-api/reset", method="POST")).close()  # the stores of one process share their memory
    session = botocore.session.get_session()
    session.create_client("s3", endpoint_url=address).create_bucket(Bucket="archive")
    yield address
    server.stop()


@pytest.mark.slow
def test_three_workers_take_in_what_the_archives_host_adds_and_one_may_die(
    shared: Path, tmp_path: Path, redis_url: str, s3: str
) -> None:
    told = {"EARWITNESS_STORE": "s3://archive", "EARWITNESS_STORE_ENDPOINT": s3, "EARWITNESS_QUEUE": redis_url}
    told |= CREDENTIALS | {"EARWITNESS_PROCESSES": "1"}
    host = environment(tmp_path / "host", **told)
    tape = shared / "speech/formats/audio-mono-24-bit-44100Hz.wav"
    for _ in range(RECORDINGS):
        result("add", tape, "--language", "en", "--consent", "yes", env=host)

    hosts = [environment(tmp_path / f"worker-{number}", **told) for number in range(3)]
    workers = [_started("work", "--media", env=each) for each in hosts]
    house = _started("work", "--house", env=host)
    settings = read_settings(host)
    files = open_files(settings)
    _wait_until(lambda: _steps_done(settings) >= RECORDINGS)
    os.killpg(workers[0].pid, signal.SIGKILL)
    _wait_until(lambda: not list(owed(files, settings)))
    for process in (*workers, house):
        _stop(process)

    result("verify", env=host)
    for interview_id in files.interview_ids():
        kinds = Counter(each.type for each in provenance.events(files, interview_id))
        assert kinds == {"accession": 1, "migration": 1, "peaks": 1, "transcription": 1, "fixity check": 1}
    result("publish", *files.interview_ids(), "--because", "read on paper", env=host)
    assert len(files.interview_ids()) == RECORDINGS
    assert not [each for each in tmp_path.glob("worker-*/**/*.sqlite") if each.name != "queue.sqlite"]


def test_an_upload_that_breaks_off_leaves_no_half_object(
    tmp_path: Path, s3: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = open_files(Settings(home=tmp_path, store="s3://archive", store_endpoint=s3))
    large = tmp_path / "tape.wav"
    large.write_bytes(os.urandom(1024) * 120_000)
    parts = 0

    async def broken(*arguments: object, **named: object) -> object:
        nonlocal parts
        parts += 1
        if parts == 3:
            raise ConnectionError("the line went dead")
        return await call(*arguments, **named)

    fs = files.store._fs  # type: ignore[attr-defined]
    call = fs._call_s3
    monkeypatch.setattr(fs, "_call_s3", broken)
    with pytest.raises(Unavailable, match="the line went dead"):
        files.store.create_from(large, "media/2026-001/recording-1.wav")
    monkeypatch.undo()
    assert files.store.walk("media") == []
    files.store.create_from(large, "media/2026-001/recording-1.wav")
    assert files.store.size("media/2026-001/recording-1.wav") == large.stat().st_size


def _started(*arguments: str, env: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen([str(EARWITNESS), *arguments], env=env, start_new_session=True, stderr=subprocess.DEVNULL)


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.terminate()
    process.wait(timeout=60)


def _steps_done(settings: Settings) -> int:
    return sum("/steps/" in key for key in open_files(settings).store.walk("transcripts"))


def _wait_until(true: object, *, seconds: float = 600) -> None:
    deadline = time.monotonic() + seconds
    while not true():  # type: ignore[operator]
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(1.0)  # each look asks the store for every record
