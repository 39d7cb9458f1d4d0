"""Anybody may ask that something be withheld, machines may not; archivists answer, and nobody else reads it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from werkzeug.test import TestResponse

from archive import create_app, fixity, provenance, takedown
from archive.errors import BadInput
from archive.files import REQUESTS, Files
from archive.records import Answer, Request
from archive.settings import Settings
from archive.site.desk import requests_page
from tests.desk.conftest import Desk, Staff

ASKED = {"about": "2026-014", "wanted": "name", "words": "My brother's name is read out.", "contact": "a friend"}


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nobody waits four seconds in a test, but where that is what is tested."""
    monkeypatch.setattr(requests_page, "SOONEST_S", 0)
    requests_page._asked.clear()
    yield


def opened(somebody: Staff) -> str:
    found = re.search(r'name="opened"[^>]*value="([^"]+)"', somebody.get("/desk/request").text)
    assert found
    return found[1]


def send(somebody: Staff, **told: str) -> TestResponse:
    return somebody.post("/desk/request", data={"opened": opened(somebody), **ASKED, **told})


def test_somebody_without_an_account_asks_and_gets_a_number(desk: Desk) -> None:
    answer = send(desk.anybody())
    assert answer.status_code == 200 and "number 1" in answer.text
    (kept,) = takedown.requests(desk.files)
    assert (kept.about, kept.wanted, kept.words) == ("2026-014", "name", "My brother's name is read out.")
    assert kept.at and not kept.is_answered
    with desk.files.lock(REQUESTS):
        assert fixity.verify(desk.files, REQUESTS, agent="test") == []


def test_where_a_request_came_from_is_kept_nowhere(desk: Desk) -> None:
    send(desk.anybody())
    written = [
        each for each in desk.settings.home.rglob("*") if each.is_file() and "127.0.0.1" in each.read_text("latin-1")
    ]
    assert written == []


def test_what_a_machine_fills_in_is_not_kept(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    assert send(desk.anybody(), website="https://pills.example").status_code == 422
    assert send(desk.anybody(), opened="made up").status_code == 422
    assert send(desk.anybody(), words=" ").status_code == 422
    assert send(desk.anybody(), words="w" * 5000).status_code == 422
    assert send(desk.anybody(), wanted="everything").status_code == 422
    monkeypatch.setattr(requests_page, "SOONEST_S", 4)
    assert "very quick" in send(desk.anybody()).text
    assert takedown.requests(desk.files) == []


def test_a_form_that_comes_back_keeps_what_was_written_and_can_be_sent(desk: Desk) -> None:
    somebody = desk.anybody()
    again = send(somebody, website="x").text
    assert "My brother&#39;s name is read out." in again
    found = re.search(r'name="opened"[^>]*value="([^"]+)"', again)
    assert found and somebody.post("/desk/request", data={**ASKED, "opened": found[1]}).status_code == 200


def test_one_address_asks_five_times_an_hour_and_everybody_thirty(desk: Desk) -> None:
    for _ in range(requests_page.A_HOUSEHOLD):
        assert send(desk.anybody()).status_code == 200
    refused = send(desk.anybody())
    assert refused.status_code == 429 and "Try again in an hour" in refused.text
    assert "My brother&#39;s name is read out." in refused.text, "what was written is not lost"
    assert len(takedown.requests(desk.files)) == requests_page.A_HOUSEHOLD


def test_the_many_addresses_of_one_household_count_as_one_and_are_forgotten(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def from_(address: str) -> int:
        somebody = desk.anybody()
        told = {**ASKED, "opened": opened(somebody)}
        return somebody.post("/desk/request", data=told, environ_base={"REMOTE_ADDR": address}).status_code

    theirs = [from_(f"2001:db8:1:2::{n:x}") for n in range(requests_page.A_HOUSEHOLD + 1)]
    assert theirs == [200] * requests_page.A_HOUSEHOLD + [429]
    assert from_("2001:db8:1:3::1") == from_("192.0.2.7") == 200
    monkeypatch.setattr(requests_page, "_asked", {each: [-9e9] for each in requests_page._asked})
    assert from_("2001:db8:1:2::1") == 200
    assert list(requests_page._asked) == ["2001:db8:1:2::/64"]


def test_a_flood_is_stopped_and_an_hour_later_people_are_heard_again(files: Files) -> None:
    now = datetime(2026, 5, 3, 12, tzinfo=UTC)
    for _ in range(takedown.MOST_IN_AN_HOUR):
        takedown.ask(files, Request(words="x"), now=now)
    with pytest.raises(takedown.TooManyRequests):
        takedown.ask(files, Request(words="x"), now=now + timedelta(minutes=59))
    later = takedown.ask(files, Request(words="x"), now=now + timedelta(minutes=61))
    assert later.number == takedown.MOST_IN_AN_HOUR + 1


def test_a_form_without_our_token_is_refused(desk: Desk) -> None:
    somebody = desk.anybody()
    told = {"opened": opened(somebody), **ASKED}
    assert somebody.post("/desk/request", data=told, token="").status_code == 400
    assert takedown.requests(desk.files) == []


def test_archivists_read_and_answer_and_every_decision_stays(desk: Desk, archivist: Staff) -> None:
    send(desk.anybody())
    assert "Request 1" in archivist.get("/desk/").text
    page = archivist.get("/desk/requests").text
    assert "My brother&#39;s name is read out." in page and "a friend" in page
    back = {"outcome": "asked back", "words": "Which passage?"}
    assert archivist.post("/desk/requests/1", data=back).status_code == 303
    assert not takedown.read(desk.files, 1).is_answered
    assert archivist.post("/desk/requests/1", data={"outcome": "done", "words": "Withheld."}).status_code == 303
    answered = takedown.read(desk.files, 1)
    assert [(each.outcome, each.by) for each in answered.answers] == [
        ("asked back", "The archivist"),
        ("done", "The archivist"),
    ]
    assert answered.is_answered and "Request 1" not in archivist.get("/desk/").text
    types = [each.type for each in provenance.events(desk.files, REQUESTS)]
    assert types == ["request received", "request answered", "request answered"]


@pytest.mark.parametrize("role", ["editor", "reader"])
def test_nobody_else_reads_what_was_asked(desk: Desk, role: str) -> None:
    send(desk.anybody())
    staff = desk.sign_in(role)  # type: ignore[arg-type]
    assert staff.get("/desk/requests").status_code == 403
    assert staff.post("/desk/requests/1", data={"outcome": "done"}).status_code == 403
    assert "Request 1" not in staff.get("/desk/").text


def test_a_decision_that_is_none_changes_nothing(desk: Desk, archivist: Staff) -> None:
    send(desk.anybody())
    assert archivist.post("/desk/requests/1", data={"outcome": "maybe"}).status_code == 400
    assert archivist.post("/desk/requests/9", data={"outcome": "done"}).status_code == 404
    with pytest.raises(BadInput):
        takedown.answer(desk.files, 1, Answer(outcome="done", by=" ", on="2026-05-03"))
    assert takedown.read(desk.files, 1).answers == ()


def test_public_pages_lead_to_the_form_or_to_where_the_archive_says(desk: Desk, settings: Settings) -> None:
    assert 'href="/desk/request"' in desk.app.test_client().get("/search/help").text
    alone = create_app(Settings(home=settings.home, requests_at="mailto:archive@example.org"))
    assert 'href="mailto:archive@example.org"' in alone.test_client().get("/nothing").text
    silent = create_app(settings).test_client().get("/nothing").text
    assert "withhold something" not in silent
