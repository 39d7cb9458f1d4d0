"""The queue: what the machine is at, what went wrong and why, and what a person can do about it."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive import jobs, provenance
from archive.jobs import CANCELLED, find_step
from archive.jobs.steps import ACCESS_COPY, PEAKS, TRANSCRIBE
from archive.records import Interview, Wish
from archive.site.desk.board import office
from tests.conftest import take_in
from tests.desk.conftest import Desk, Staff, part
from tests.sound import tone

COPY = {"interview": "2026-001", "recording": "recording-1", "step": ACCESS_COPY}


@pytest.fixture
def taken_in(desk: Desk, tmp_path: Path) -> Interview:
    """One interview on the shelf, nothing done to it yet."""
    return take_in(desk.files, tone(tmp_path / "tape.wav"), date="2016-03-14")


def do(desk: Desk, name: str) -> None:
    queue = jobs.open_queue(desk.files, desk.settings)
    queue.do(find_step(desk.files, desk.settings, "2026-001", "recording-1", name))


def test_the_queue_shows_what_waits_and_that_nobody_is_there_to_do_it(
    desk: Desk, archivist: Staff, taken_in: Interview
) -> None:
    page = archivist.get("/desk/queue").text
    assert "Copy for listening" in part(page, "waiting")
    assert "Nobody is at work" in page
    jobs.open_queue(desk.files, desk.settings)._keep_house()
    assert "Nobody is at work" not in archivist.get("/desk/queue").text


def test_what_runs_shows_how_far_it_is(desk: Desk, archivist: Staff, taken_in: Interview) -> None:
    step = find_step(desk.files, desk.settings, "2026-001", "recording-1", TRANSCRIBE)
    with jobs.open_queue(desk.files, desk.settings).heartbeats.held(str(step)) as holder:
        holder.tell(30_000, 120_000)
        holder._beat_once()
        page = archivist.get("/desk/queue").text
        assert 'max="120000" value="30000"' in part(page, "running")
        [told] = archivist.get("/desk/queue.json").json["running"]
        assert (told["done_ms"], told["total_ms"]) == (30_000, 120_000)
    assert "Nothing is running." in archivist.get("/desk/queue").text


def test_the_time_left_follows_from_the_pace_since_it_was_first_seen(
    desk: Desk, archivist: Staff, taken_in: Interview, monkeypatch: pytest.MonkeyPatch
) -> None:
    step = find_step(desk.files, desk.settings, "2026-001", "recording-1", TRANSCRIBE)
    with jobs.open_queue(desk.files, desk.settings).heartbeats.held(str(step)) as holder:
        holder.tell(10_000, 120_000)
        holder._beat_once()
        archivist.get("/desk/queue")
        with desk.app.app_context():
            seen = office()._seen
        seen[step] = (seen[step][0] - 20, seen[step][1])  # twenty seconds ago
        holder.tell(60_000, 120_000)
        holder._beat_once()
        assert "about 24 s left" in archivist.get("/desk/queue").text


def test_the_state_changes_when_a_row_moves_and_not_before(desk: Desk, archivist: Staff, taken_in: Interview) -> None:
    def state() -> str:
        with desk.app.app_context():
            office().overviews._looked = float("-inf")
        return str(archivist.get("/desk/queue.json").json["state"])

    before = state()
    assert state() == before
    assert f'data-state="{before}"' in archivist.get("/desk/queue").text
    do(desk, PEAKS)
    assert state() != before


def test_cancelling_and_trying_again_are_signed_by_who_asked(desk: Desk, taken_in: Interview) -> None:
    lin = desk.sign_in("archivist", "Lin Guihua")
    assert lin.post("/desk/queue/cancel", data=COPY).status_code == 303
    page = lin.get("/desk/queue").text
    assert "Cancelled by Lin Guihua" in part(page, "failed")
    assert "Copy for listening" not in part(page, "waiting")
    assert lin.post("/desk/queue/retry", data=COPY).status_code == 303
    assert "Copy for listening" in part(lin.get("/desk/queue").text, "waiting")
    told = [(each.type, each.agent) for each in provenance.events(desk.files, "2026-001")]
    assert told[-2:] == [(CANCELLED, "Lin Guihua"), ("asked for again", "Lin Guihua")]


@pytest.mark.parametrize(
    "asked",
    [
        {"interview": "2026-999"},
        {"interview": "../../etc"},
        {"recording": "recording-9"},
        {"recording": "../x"},
        {"step": "poster"},
        {"step": "<script>"},
        {"interview": ""},
    ],
)
def test_asking_for_a_step_that_is_not_there_is_answered_in_words(
    archivist: Staff, taken_in: Interview, asked: dict[str, str]
) -> None:
    answer = archivist.post("/desk/queue/cancel", data=COPY | asked)
    assert answer.status_code in (400, 404)
    assert "<script>" not in answer.text


def test_what_is_done_can_no_longer_be_cancelled(desk: Desk, archivist: Staff, taken_in: Interview) -> None:
    do(desk, ACCESS_COPY)
    answer = archivist.post("/desk/queue/cancel", data=COPY)
    assert (answer.status_code, "ended before" in answer.text) == (409, True)
    assert "Copy for listening" in part(archivist.get("/desk/queue").text, "done")


def test_a_failure_says_why(desk: Desk, archivist: Staff, taken_in: Interview) -> None:
    tape = desk.settings.home / "media/2026-001" / taken_in.recordings[0].file
    tape.chmod(0o644)
    tape.write_bytes(b"not as it was")
    do(desk, ACCESS_COPY)
    assert "is not as it was received" in part(archivist.get("/desk/queue").text, "failed")


def test_hearing_again_keeps_what_was_asked_for(desk: Desk, archivist: Staff, taken_in: Interview) -> None:
    address = "/desk/interviews/2026-001/hear-again"
    assert "As usual: base" in archivist.get(address).text
    told = {"model": "small", "language": "zh", "glossary": "鹤岗\nLin Guihua, 南山矿", "sides": "apart"}
    assert archivist.post(address, data=told).status_code == 303
    wish = desk.files.read_interview("2026-001").recordings[0].wish
    assert wish == Wish(model="small", language="zh", glossary=("鹤岗", "Lin Guihua", "南山矿"), sides="apart")
    page = archivist.get(address).text
    assert '<option selected value="small">' in page and '<option selected value="apart">' in page
    assert "南山矿" in page


@pytest.mark.parametrize(
    ("wrong", "field"), [({"model": "/etc/passwd"}, "model"), ({"language": "Chinese, I think"}, "language")]
)
def test_what_cannot_be_heard_is_said_beside_its_field_and_nothing_typed_is_lost(
    desk: Desk, archivist: Staff, taken_in: Interview, wrong: dict[str, str], field: str
) -> None:
    told = {"model": "", "language": "", "glossary": "<b>鹤岗</b>"} | wrong
    answer = archivist.post("/desk/interviews/2026-001/hear-again", data=told)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert "&lt;b&gt;鹤岗&lt;/b&gt;" in answer.text
    assert desk.files.read_interview("2026-001") == taken_in
