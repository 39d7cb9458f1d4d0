"""What was done: everybody at the desk reads who did what and when, newest first, and takes it along whole."""

from __future__ import annotations

import json
import re
import sys
from datetime import date
from html import unescape
from pathlib import Path

import pytest

from archive import fixity, jobs, provenance, publication
from archive.accounts import Role
from archive.files import Files, to_json
from archive.jobs.steps import PEAKS
from archive.records import CLOSED, OPEN, Consent, Part, Recording
from archive.site.desk import log_page
from tests.conftest import described, take_in_described
from tests.desk.conftest import Desk, Staff
from tests.sound import tone

PARTS: tuple[Part, ...] = (OPEN, CLOSED)


def take_in(files: Files) -> str:
    return take_in_described(files, described(recordings=(Recording(name="recording-1", kind="none"),))).id


def items(page: str) -> list[str]:
    """The entries of a log, as they read."""
    found = re.findall(r'<li><time datetime="[^"]+">(.*?)</li>\n(?=<li><time|</ol>)', page, re.DOTALL)
    return [" ".join(re.sub("<[^>]+>", " ", each).split()) for each in found]


@pytest.mark.parametrize("role", ["archivist", "editor", "reader"])
def test_everybody_at_the_desk_reads_who_did_what_newest_first(desk: Desk, role: Role) -> None:
    held = take_in(desk.files)
    publication.record_consent(desk.files, held, Consent(statement="Text.", uses=("text",)), by="王芳")
    publication.restrict(desk.files, held, {"sound": CLOSED, "reason": "she asked"}, by="Lin Guihua", on="2026-05-03")
    newest, consent, *_ = items(desk.sign_in(role).get(f"/desk/interviews/{held}/log").text)
    assert "Access set Lin Guihua sound closed: she asked" in newest and "interview.json" in newest
    assert "Consent recorded 王芳 text" in consent


def test_what_failed_is_said_to_have_failed(desk: Desk, archivist: Staff) -> None:
    held = take_in(desk.files)
    failed = provenance.new_event(held, "transcribe", "earwitness", outcome="failure", detail="no memory was left")
    desk.files.store.create(provenance.event_key(failed), to_json(failed))
    assert (
        "Transcribed by the machine It failed. earwitness no memory was left"
        in items(archivist.get(f"/desk/interviews/{held}/log").text)[0]
    )


def test_a_long_log_is_turned_page_by_page_and_nothing_is_left_out(
    desk: Desk, archivist: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_page, "_A_PAGE", 4)
    held = take_in(desk.files)
    for number in range(9):
        publication.restrict(
            desk.files, held, {"sound": PARTS[(number + 1) % 2]}, by=f"Person {number}", on="2026-05-03"
        )
    address, pages = f"/desk/interviews/{held}/log", []
    while address:
        page = archivist.get(address).text
        pages.append(items(page))
        # What is done meanwhile does not move the pages that come.
        publication.embargo(desk.files, held, until=date(2031, 1, len(pages)), by="Somebody else")
        further = re.search(r'rel="next" href="([^"]+)"', page)
        address = unescape(further[1]) if further else ""
    assert [len(each) for each in pages] == [4, 4, 2]
    told = [each for page in pages for each in page]
    assert [re.search(r"Person (\d)", each)[1] for each in told[:-1]] == list("876543210")  # type: ignore[index]
    assert "Taken in" in told[-1]


def test_the_whole_log_is_taken_along_as_lines_of_json(desk: Desk, archivist: Staff) -> None:
    held = take_in(desk.files)
    publication.restrict(desk.files, held, {"sound": CLOSED}, by="林桂花", on="2026-05-03")
    answer = archivist.get(f"/desk/interviews/{held}/log.jsonl")
    assert answer.mimetype == "application/x-ndjson"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{held}.events.jsonl"'
    told = [json.loads(line) for line in answer.text.splitlines()]
    assert [(each["type"], each["agent"]) for each in told] == [("accession", "an archivist"), ("access set", "林桂花")]
    assert [each["id"] for each in told] == [each.id for each in provenance.events(desk.files, held)]


def test_an_event_that_cannot_be_read_is_named_and_hides_no_other(desk: Desk, archivist: Staff) -> None:
    held = take_in(desk.files)
    publication.restrict(desk.files, held, {"sound": CLOSED}, by="Lin Guihua", on="2026-05-03")
    event = desk.settings.home / provenance.log(desk.files, held)[0]
    event.chmod(0o644)
    event.write_text("{")
    page = archivist.get(f"/desk/interviews/{held}/log")
    assert page.status_code == 200
    assert event.name in page.text and "Access set" in page.text


def test_the_log_of_the_archive_has_the_latest_of_all_but_no_checks(desk: Desk, archivist: Staff) -> None:
    first, second = take_in(desk.files), take_in(desk.files)
    publication.restrict(desk.files, first, {"sound": CLOSED}, by="Lin Guihua", on="2026-05-03")
    fixity.verify(desk.files, second, agent="earwitness")
    assert "All files read and compared" in archivist.get(f"/desk/interviews/{second}/log").text
    newest, *others = items(archivist.get("/desk/log").text)
    assert "Access set" in newest and first in newest
    assert [second in others[0], first in others[1], len(others)] == [True, True, 2]
    assert not any("compared" in each for each in others)


@pytest.mark.parametrize("before", ["", "x", "\x00", "20261123T000000.000000Z", "'; drop", "../../etc", "~" * 5000])
def test_no_place_in_the_log_that_is_asked_for_breaks_it(desk: Desk, archivist: Staff, before: str) -> None:
    held = take_in(desk.files)
    for address in (f"/desk/interviews/{held}/log", "/desk/log"):
        assert archivist.get(address, query_string={"before": before}).status_code == 200


@pytest.mark.parametrize("address", ["log", "log.jsonl"])
def test_the_log_of_nothing_is_not_there(archivist: Staff, address: str) -> None:
    for interview_id in ("2026-999", "collections", "..%2f.."):
        assert archivist.get(f"/desk/interviews/{interview_id}/{address}").status_code in (400, 404)


def test_a_step_that_somebody_cancelled_has_not_failed(desk: Desk, archivist: Staff, tmp_path: Path) -> None:
    held = take_in_described(desk.files, described(), tone(tmp_path / "tape.wav")).id
    jobs.cancel(desk.files, jobs.find_step(desk.files, desk.settings, held, "recording-1", PEAKS), agent="M. Lin")
    page = archivist.get(f"/desk/interviews/{held}/log").text
    assert "A step cancelled" in page and "It failed." not in page


def test_all_that_was_signed_by_a_name_is_read_in_one_place_however_far_back(
    desk: Desk, archivist: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = take_in(desk.files), take_in(desk.files)
    for number in range(6):
        by = "王芳" if number % 3 == 0 else "M. Lin"
        publication.embargo(desk.files, (one, other)[number % 2], until=date(2031, 1, 1 + number), by=by)
    assert 'href="/desk/log?by=%E7%8E%8B%E8%8A%B3"' in archivist.get("/desk/log").text
    monkeypatch.setattr(sys.modules["archive.provenance.log"], "MOST_READ", 2)
    address, told = "/desk/log?by=王芳", []
    while address:
        page = archivist.get(address).text
        told += items(page)
        further = re.search(r'rel="next" href="([^"]+)"', page)
        address = unescape(further[1]) if further else ""
    assert ["until 2031-01-04" in told[0], "until 2031-01-01" in told[1], len(told)] == [True, True, 2]
