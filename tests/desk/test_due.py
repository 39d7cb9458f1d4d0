"""What waits for a day is listed, and on the day the desk asks; nothing opens by itself."""

from __future__ import annotations

from datetime import date, timedelta

from archive import publication
from archive.access.due import Due, due
from archive.records import CLOSED, OPEN, UNTIL_DECIDED, Access, Decision
from tests.conftest import PUBLISHED, described, take_in_described
from tests.desk.conftest import Desk, Staff, part

TODAY = date.today()
TOMORROW = (TODAY + timedelta(days=1)).isoformat()


def test_what_waits_is_named_with_its_day_the_earliest_first() -> None:
    access = Access(
        metadata=OPEN, transcript=OPEN, sound=CLOSED, not_before={"sound": "2041-01-01", "transcript": "2001-01-01"}
    )
    interview = described(id="2026-001", access=access, embargo_until="2031-05-03", published=PUBLISHED)
    assert due(interview) == (Due("2031-05-03", "2026-001", "embargo"), Due("2041-01-01", "2026-001", "sound"))
    lifted = described(id="2026-001", embargo_until="2031-05-03", embargo_lifted=Decision(by="M. Lin", on="2031-05-03"))
    assert due(lifted) == ()
    gone = described(id="2026-001", embargo_until=UNTIL_DECIDED, withdrawn=PUBLISHED)
    assert due(gone) == ()


def test_on_its_day_the_desk_asks_and_the_public_still_meets_nothing(desk: Desk, archivist: Staff) -> None:
    held = take_in_described(desk.files, described(embargo_until=TODAY.isoformat(), published=PUBLISHED)).id
    later = take_in_described(desk.files, described(embargo_until=TOMORROW)).id
    never = take_in_described(desk.files, described(embargo_until=UNTIL_DECIDED)).id
    assert "A day has come" in archivist.get("/desk/").text
    page = archivist.get("/desk/due").text
    assert held in part(page, "now") and later not in part(page, "now")
    assert later in part(page, "later") and never in part(page, "undecided")
    calendar = archivist.get("/desk/due.ics")
    assert calendar.mimetype == "text/calendar" and calendar.text.count("BEGIN:VEVENT") == 2
    assert "A winter underground" not in calendar.text
    assert desk.files.read_interview(held).embargo_lifted is None


def test_an_embargo_until_we_decide_is_set_and_lifted_on_any_day(desk: Desk, archivist: Staff) -> None:
    held = take_in_described(desk.files, described(published=PUBLISHED)).id
    page = f"/desk/interviews/{held}/publishing"
    assert archivist.post(f"{page}/embargo", data={"undecided": "y", "until": ""}).status_code == 303
    assert desk.files.read_interview(held).embargo_until == UNTIL_DECIDED
    assert "closed until we decide" in archivist.get(page).text
    assert archivist.post(f"{page}/embargo/lifted", data={"confirmed": "yes", "because": "x"}).status_code == 303
    assert due(desk.files.read_interview(held)) == ()
    publication.embargo(desk.files, held, until=TODAY + timedelta(days=1), by="M. Lin")
    assert [each.day for each in due(desk.files.read_interview(held))] == [TOMORROW]
