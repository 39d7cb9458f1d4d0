"""What is handed in by mistake, at the command line: refused in one line with nothing left, or really heard."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archive.cli import main
from archive.files import Files, open_files
from archive.media import make_access_copy
from archive.settings import Settings
from tests.sound import tone

SILENT = {
    "pa_empty.wav",
    "shi_10-seconds-of-silence.mp3",
    "shi_5-seconds-of-silence.flac",
    "shi_5-seconds-of-silence.mp3",
}
"""Files of the shared folder that are whole and hold nothing but silence: recordings like any other."""


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Files:
    """An empty archive that the environment names."""
    home = tmp_path / "archive"
    monkeypatch.setenv("EARWITNESS_HOME", str(home))
    return open_files(Settings(home=home))


def _added(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["add", *map(str, arguments)])


def _assert_refused(archive: Files, path: Path, *faults: str) -> None:
    """In one line that names the file, the fault and the next step, with nothing left behind."""
    before = _left(archive)
    done = _added("--", path)
    assert isinstance(done.exception, SystemExit) and done.exit_code in {2, 5}, done.stderr
    assert not done.stdout and str(path.parent) not in done.stderr
    last = done.stderr.splitlines()[-1]
    assert last.startswith("earwitness: ") and path.name in last and last.count(". ") >= 1
    assert all(fault in last for fault in faults), last
    assert _left(archive) == before


def _left(archive: Files) -> list[str]:
    scratch = [each.name for each in (archive.instance / "scratch").glob("*")]
    return [*archive.store.walk("media"), *archive.store.walk("transcripts"), *scratch]


def _at(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_every_hostile_file_is_refused_or_taken_in_as_it_came(shared: Path, archive: Files) -> None:
    taken = {}
    for path in sorted([*(shared / "misc/hostile_media").iterdir(), *(shared / "speech/formats").glob("mono.*")]):
        if path.name not in SILENT:
            _assert_refused(archive, path)
            continue
        done = _added(path)
        assert done.exit_code == 0, done.stderr
        recording = archive.read_interview(done.stdout.strip()).recordings[0]
        assert archive.store.read(f"media/{done.stdout.strip()}/{recording.file}") == path.read_bytes()
        taken[path.name] = recording
    assert taken.keys() == SILENT


def test_what_is_no_file_is_refused_and_never_waited_for(archive: Files, tmp_path: Path) -> None:
    folder, pipe, loop, gone = (tmp_path / f"{name}.wav" for name in ("folder", "pipe", "loop", "gone"))
    folder.mkdir()
    os.mkfifo(pipe)
    loop.symlink_to(loop)
    _assert_refused(archive, folder, "is a folder")
    _assert_refused(archive, pipe, "is not a file")
    _assert_refused(archive, Path("/dev/zero"), "is not a file")
    _assert_refused(archive, loop, "is a link that leads nowhere")
    _assert_refused(archive, gone, "is not there")
    _assert_refused(archive, tmp_path / ("y" * 300), "too long")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_this_account_may_not_read_is_said_in_one_line(archive: Files, tmp_path: Path) -> None:
    tape = tone(tmp_path / "tape.wav")
    tape.chmod(0)
    _assert_refused(archive, tape, "may not be read by this account")


@pytest.mark.parametrize("whole", ["p.m4a", "p.flac", "p.wav"])
def test_a_recording_cut_short_behind_a_good_head_is_refused_unless_it_is_all_there_is(
    archive: Files, tmp_path: Path, shared: Path, whole: str
) -> None:
    speech = shared / "speech/formats/p001.flac"
    if whole.endswith("m4a"):  # as browsers want it, with the table in front
        speech = make_access_copy(speech, tmp_path, stem="p").path
    if whole.endswith("wav"):
        speech = tone(tmp_path / "p.wav", seconds=9)
    cut = _at(tmp_path, f"cut-{whole}", speech.read_bytes()[: speech.stat().st_size // 3])
    _assert_refused(archive, cut, "is cut short: ", "of its 9 seconds are missing", "--damaged")
    done = _added(cut, "--damaged")
    assert done.exit_code == 0 and "is cut short" in done.stderr
    recording = archive.read_interview(done.stdout.strip()).recordings[0]
    assert archive.store.read(f"media/{done.stdout.strip()}/{recording.file}") == cut.read_bytes()


@pytest.mark.parametrize(
    "name", ["new\nline, \"and\" 'quotes'; $(id).wav", "长" * 80 + ".wav", "x" * 196 + ".wav", "-n.wav"]
)
def test_any_name_a_disk_allows_is_kept_as_it_was(archive: Files, tmp_path: Path, name: str) -> None:
    done = _added("--", tone(tmp_path / "tape.wav", seconds=0.2).rename(tmp_path / name))
    assert done.exit_code == 0, done.stderr
    assert archive.read_interview(done.stdout.strip()).recordings[0].original_name == name


def test_no_file_name_forges_a_line_or_steers_the_terminal(archive: Files, tmp_path: Path) -> None:
    done = _added("--", _at(tmp_path, "a\x1b[2J\r\nearwitness: all is well.wav", b""))
    assert done.exit_code == 5 and done.stderr.count("\n") == 1
    assert "a\\x1b[2J\\r\\nearwitness: all is well.wav is empty" in done.stderr
