"""The desk's first page: what needs doing, in one glance."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from archive import jobs, publication
from archive.jobs import find_step
from archive.jobs.steps import ACCESS_COPY
from archive.overview import lacks
from archive.records import Consent
from tests.conftest import described, take_in
from tests.desk.conftest import Desk, Staff, part
from tests.sound import tone


def test_a_failure_says_why_on_the_first_page(desk: Desk, archivist: Staff, tmp_path: Path) -> None:
    file = take_in(desk.files, tone(tmp_path / "tape.wav")).recordings[0].file
    tape = desk.settings.home / "media/2026-001" / file
    tape.chmod(0o644)
    tape.write_bytes(b"not as it was")
    step = find_step(desk.files, desk.settings, "2026-001", "recording-1", ACCESS_COPY)
    jobs.open_queue(desk.files, desk.settings).do(step)
    assert "is not as it was received" in part(archivist.get("/desk/").text, "broken")


def test_an_empty_archive_has_nothing_to_do_but_take_in(archivist: Staff) -> None:
    page = archivist.get("/desk/").text
    assert "Nothing needs doing." in page
    assert "Take in the first recording" in page


def test_the_first_page_names_what_a_record_lacks_and_what_is_ready(desk: Desk, archivist: Staff) -> None:
    complete = {"date": "2016-03-14", "collection": "after-the-mine", "summary": {"en": "A winter."}}
    take_in(desk.files, title={"en": "Bare"}, consent=None, narrators=())
    take_in(desk.files, title={"en": "Complete"}, **complete)
    page = archivist.get("/desk/").text
    for word in ("a narrator", "a date", "a collection", "a summary", "consent"):
        assert word in part(page, "incomplete")
    assert "Complete" not in part(page, "incomplete")
    assert "Complete" in part(page, "ready")
    publication.publish(desk.files, "2026-002", by="Lin Guihua", on="2026-05-03")
    page = archivist.get("/desk/").text
    assert "Complete" not in part(page, "ready")
    assert "Lin Guihua" in part(page, "recent")
    publication.withdraw(desk.files, "2026-002", by="Lin", on="2026-05-04", reason="asked for")
    assert "Complete" not in archivist.get("/desk/").text


def test_a_record_that_cannot_be_read_is_named_and_hides_no_other(desk: Desk, archivist: Staff) -> None:
    take_in(desk.files, title={"en": "Spoiled"})
    take_in(desk.files, title={"en": "Whole"}, date="2016")
    (desk.settings.home / "transcripts/2026-001/interview.json").write_text("{", "utf-8")
    page = archivist.get("/desk/").text
    assert "2026-001" in part(page, "broken")
    assert "Whole" in page


def test_consent_that_was_taken_back_is_no_consent() -> None:
    given = Consent(statement="Signed", uses=("text",))
    assert "consent" not in lacks(described(consent=given))
    assert "consent" in lacks(described(consent=replace(given, withdrawn_on="2026-05-04")))
