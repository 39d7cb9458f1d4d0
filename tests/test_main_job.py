"""The main job on real speech: a recording goes in, its words come out, found and heard where they were said."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from archive import create_app, webvtt
from archive.records import Cue
from archive.settings import Settings
from tests.commands import environment, result

pytestmark = pytest.mark.slow

ENGLISH = "speech/longform/en_fixture_interview2"
MANDARIN = "speech/longform/zh_fixture"


@pytest.fixture(scope="module")
def home(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive in which an English and a Mandarin interview went the whole way by the command line."""
    home = tmp_path_factory.mktemp("main-job")
    env = environment(home)
    english = result("add", shared / f"{ENGLISH}.flac", "--title", "Two voices", "--consent", "read aloud", env=env)
    mandarin = result(
        "add", shared / f"{MANDARIN}.flac", "--title", "三个声音", "--language", "zh", "--consent", "读过", env=env
    )
    result("process", english, mandarin, env=env)
    result("publish", english, mandarin, "--because", "read on paper", env=env)
    return home


@pytest.fixture(scope="module")
def public(home: Path) -> FlaskClient:
    return create_app(Settings(home=home)).test_client()


def _found(public: FlaskClient, query: str) -> list[dict[str, object]]:
    answer = json.loads(public.get("/search.json", query_string={"q": query}).data)
    return [passage for each in answer["results"] for passage in each["passages"]]


def _reference(shared: Path, name: str) -> tuple[Cue, ...]:
    return webvtt.cues_from(webvtt.parse((shared / f"{name}.vtt").read_text("utf-8")))


def _heard(home: Path, interview_id: str) -> tuple[Cue, ...]:
    (path,) = (home / "transcripts" / interview_id).glob("recording-1.*.machine.vtt")
    return webvtt.read_track(path.read_text("utf-8")).cues


def test_a_phrase_spoken_in_english_is_found_within_a_second_of_where_it_was_said(
    shared: Path, home: Path, public: FlaskClient
) -> None:
    checked = 0
    for said in _reference(shared, ENGLISH):
        phrase = " ".join(said.text.split()[:3]).strip(",.;:")
        starts = [int(str(each["start_ms"])) for each in _found(public, f'"{phrase}"')]
        if starts:
            checked += 1
            assert min(abs(start - said.start_ms) for start in starts) <= 1000, phrase
    assert checked >= len(_reference(shared, ENGLISH)) / 2, "Whisper base hears most of these openings"


@pytest.mark.parametrize("length", [1, 2, 4])
def test_chinese_of_any_length_is_found_where_it_was_said(home: Path, public: FlaskClient, length: int) -> None:
    cues = _heard(home, "2026-002")
    for cue in cues:
        han = "".join(each for each in cue.text if "\u4e00" <= each <= "\u9fff")
        if len(han) < length or han[:length] not in cue.text:
            continue
        spans = [(int(str(each["start_ms"])), int(str(each["end_ms"]))) for each in _found(public, han[:length])]
        assert any(start <= cue.end_ms and end >= cue.start_ms for start, end in spans), han[:length]


def test_a_phrase_that_crosses_two_cues_is_found_once(home: Path, public: FlaskClient) -> None:
    crossing = next(_crossings(_heard(home, "2026-001")))
    assert len(_found(public, f'"{crossing}"')) == 1


def _crossings(cues: tuple[Cue, ...]) -> Iterator[str]:
    for one, two in itertools.pairwise(cues):
        yield " ".join([*one.text.split()[-3:], *two.text.split()[:3]]).replace('"', "")


def test_mandarin_comes_out_punctuated_in_one_script_and_labelled_machine_made(home: Path, public: FlaskClient) -> None:
    text = "".join(cue.text for cue in _heard(home, "2026-002"))
    assert "，" in text or "。" in text
    page = public.get("/interviews/2026-002").text
    assert 'lang="zh' in page and "not yet checked by a person" in page


def test_what_was_taken_in_is_as_it_was(shared: Path, home: Path) -> None:
    assert (home / "media/2026-001/recording-1.flac").read_bytes() == (shared / f"{ENGLISH}.flac").read_bytes()
    result("verify", env=environment(home))


def test_the_accuracy_report_is_near_what_the_model_is_known_for(shared: Path, home: Path) -> None:
    env = environment(home)
    english = json.loads(result("evaluate", "2026-001", "--reference", shared / f"{ENGLISH}.txt", "--json", env=env))
    mandarin = json.loads(result("evaluate", "2026-002", "--reference", shared / f"{MANDARIN}.txt", "--json", env=env))
    assert english["wer"] < 0.15
    # Of 56 characters, each misheard one is nearly two points; docs/measurements-speech.md has all the Mandarin.
    assert mandarin["cer"] < 0.35


def test_a_second_process_finds_nothing_to_do(home: Path) -> None:
    before = {each: each.stat().st_mtime_ns for each in (home / "media").rglob("*") if each.is_file()}
    result("process", "--all", env=environment(home))
    assert {each: each.stat().st_mtime_ns for each in (home / "media").rglob("*") if each.is_file()} == before
