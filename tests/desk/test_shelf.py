"""A guest: signs in, meets what was granted to them until its hour, and nothing else of the desk or the archive."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from html import unescape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from archive import accounts, create_app, provenance, publication, transcripts
from archive.access import as_granted, granted_to, shown
from archive.errors import BadInput, NotFound, Refused
from archive.files import Files, TrackName, interview_file, readers_file
from archive.jobs import keep_house, open_queue, owed
from archive.jobs.steps import TRANSCRIBE, TRANSLATE
from archive.records import CLOSED, HIDDEN, OPEN, Access, Consent, Cue, Decision, Grant, Person, Photo, Redaction, Track
from archive.site.desk import hours, listening, shelf
from archive.site.desk.doors import SESSION
from tests.conftest import described, take_in_described
from tests.desk.conftest import PASSWORD, Desk, Staff
from tests.sound import tone

HELD = "2026-001"
SHELF = f"/desk/shelf/{HELD}"
NOW = datetime(2026, 5, 3, 12, tzinfo=UTC)
GUEST = "Chen Xiaoyu"


def in_an_hour(hours: float = 1) -> str:
    return (datetime.now(UTC) + timedelta(hours=hours)).isoformat(timespec="seconds")


def grant(files: Files, reader: str = GUEST, **told: object) -> Grant:
    """Grant the interview to somebody for an hour."""
    at = datetime.now(UTC).isoformat(timespec="microseconds")
    granted = Grant(reader=reader, until=in_an_hour(), by="M. Lin", at=at, reason="her thesis")
    granted = replace(granted, **told)  # type: ignore[arg-type]
    publication.grant_reading(files, HELD, granted)
    return granted


@pytest.fixture
def closed(desk: Desk, tmp_path: Path) -> Files:
    """A hidden interview, with sound, a pseudonym, and a passage that is withheld; another that nobody may read."""
    files = desk.files
    people = (Person(name="Lin Guihua", pseudonym="Sister Zhao"),)
    hidden = described(narrators=people, access=Access(metadata=HIDDEN, transcript=CLOSED, sound=CLOSED))
    take_in_described(files, hidden, tone(tmp_path / "tape.wav", seconds=3))
    words = (Cue(0, 900, "My name is Lin Guihua."), Cue(1_500, 2_500, "It was the hidden cabinet."))
    track = Track(language="en", cues=words, origin="person", made_by="a typist")
    transcripts.keep_text(files, HELD, "recording-1", track, agent="a typist", detail="")
    take_in_described(files, replace(hidden, title={"en": "Another life"}), tone(tmp_path / "other.wav", hertz=900))
    queue = open_queue(files, desk.settings)
    for step in owed(files, desk.settings):
        if step.name not in (TRANSCRIBE, TRANSLATE):
            queue.do(step)
    return files


@pytest.fixture
def guest(desk: Desk) -> Staff:
    """A guest who has signed in."""
    return desk.sign_in("guest", GUEST)


def sound_of(page: str) -> str:
    found = re.search(r'<audio[^>]* src="([^"#]+)', page)
    assert found, page
    return unescape(found[1])


# --- what is decided, without a clock or a disk ----------------------------------------------------------------------

MOMENTS = some.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=some.just(UTC))


@given(since=MOMENTS, at=MOMENTS, until=MOMENTS, now=MOMENTS)
def test_a_grant_holds_from_its_decision_to_its_hour_and_for_that_account_alone(
    since: datetime, at: datetime, until: datetime, now: datetime
) -> None:
    given_ = Grant(reader=GUEST, until=until.isoformat(), by="M. Lin", at=at.isoformat())
    found = granted_to([given_], GUEST, since=since, now=now)
    assert (found is not None) == (since <= at and now < until)
    assert granted_to([given_], "Somebody else", since=since, now=now) is None


@pytest.mark.parametrize("until", ["", "tomorrow", "2031-05-03", "2031-05-03T12:00:00", "9999"])
def test_what_cannot_be_read_as_an_hour_has_come(until: str) -> None:
    odd = Grant(reader=GUEST, until=until, by="M. Lin", at=NOW.isoformat())
    assert granted_to([odd], GUEST, since=NOW, now=NOW) is None


@pytest.mark.parametrize("part", ["withdrawn", "no consent", "taken back", "no text"])
def test_a_grant_goes_no_further_than_the_narrator_did(part: str) -> None:
    interview = described(access=Access(), embargo_until="2090-01-01")
    given_ = Grant(reader=GUEST, until="2031-05-03T12:00:00+00:00", by="M. Lin", at=NOW.isoformat())
    assert shown(as_granted(interview, given_)).transcript == OPEN
    consent = interview.consent
    assert consent is not None
    narrowed = {
        "withdrawn": {"withdrawn": Decision(by="M. Lin", on="2026-05-03")},
        "no consent": {"consent": None},
        "taken back": {"consent": replace(consent, withdrawn_on="2026-05-01")},
        "no text": {"consent": replace(consent, uses=("sound",))},
    }[part]
    assert shown(as_granted(replace(interview, **narrowed), given_)).transcript != OPEN


def test_a_day_without_an_hour_ends_with_that_day() -> None:
    assert publication.kept_hour(date(2031, 5, 3), "") == publication.kept_hour(date(2031, 5, 4), "00:00")
    assert publication.kept_hour(date(2031, 5, 3), "17:00").endswith("+00:00")
    assert hours.hour("no moment") == "no moment"


# --- at the desk -----------------------------------------------------------------------------------------------------


def test_a_guest_reads_and_hears_what_was_granted_and_nothing_else(desk: Desk, closed: Files, guest: Staff) -> None:
    assert "Nothing is granted to you" in guest.get("/desk/", follow_redirects=True).text
    assert guest.get(SHELF).status_code == 404
    grant(closed)
    shelf_page = guest.get("/desk/", follow_redirects=True).text
    assert "A winter underground" in shelf_page and "Another life" not in shelf_page and "Sister Zhao" in shelf_page
    page = guest.get(SHELF)
    assert page.status_code == 200 and page.headers["Cache-Control"] == "no-store"
    assert "It was the hidden cabinet." in page.text
    assert "My name is Sister Zhao." in page.text and "Guihua" not in page.text + shelf_page
    heard = guest.get(sound_of(page.text), headers={"Range": "bytes=0-99"})
    assert (heard.status_code, heard.mimetype, len(heard.data)) == (206, "audio/mp4", 100)
    whole = guest.get(sound_of(page.text))
    assert whole.data == closed.store.read(f"media/{HELD}/recording-1.access.m4a")
    assert guest.get("/desk/shelf/2026-002").status_code == guest.get("/desk/shelf/2026-999").status_code == 404


def test_names_and_what_is_withheld_are_kept_from_a_guest_unless_the_grant_says_otherwise(
    closed: Files, guest: Staff
) -> None:
    publication.redact(
        closed, HELD, Redaction(recording="recording-1", start_ms=1_600, end_ms=2_400, reason="a code"), by="M. Lin"
    )
    grant(closed)
    page = guest.get(SHELF).text
    assert "cabinet" not in page and "<audio" not in page and "Withheld for" in page
    grant(closed, withheld_too=True)
    page = guest.get(SHELF).text
    assert "hidden cabinet" in page and "Sister Zhao" in page and sound_of(page)
    grant(closed, real_names=True)
    page = guest.get(SHELF).text
    assert "cabinet" not in page and "My name is Lin Guihua." in page and "Sister Zhao" not in page


def test_a_grant_ends_at_its_hour_and_when_it_is_taken_back(
    closed: Files, guest: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    grant(closed)
    sound = sound_of(guest.get(SHELF).text)
    assert guest.get(sound).status_code == 200

    class Later(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return datetime.fromisoformat(in_an_hour(1.001))

    monkeypatch.setattr(shelf, "datetime", Later)
    for path in (SHELF, sound):
        assert guest.get(path).status_code == 404
        assert guest.get(path, headers={"Range": "bytes=0-9"}).status_code == 404
    assert "A winter underground" not in guest.get("/desk/shelf").text
    monkeypatch.undo()
    assert guest.get(sound).status_code == 200
    publication.end_grant(closed, HELD, GUEST, by="M. Lin", reason="it was returned")
    assert [guest.get(path).status_code for path in (SHELF, sound)] == [404, 404]
    with pytest.raises(NotFound):
        publication.end_grant(closed, HELD, GUEST, by="M. Lin")


def test_what_is_still_to_be_sent_at_the_hour_is_not_sent(
    desk: Desk, closed: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = f"media/{HELD}/recording-1.access.m4a"
    pieces = iter([True, False])
    monkeypatch.setattr(listening, "PIECE", 100)
    with desk.app.test_request_context("/desk/"):
        answer = listening.sent(key, goes_on=lambda: next(pieces))
        assert len(b"".join(answer.response)) == 100  # type: ignore[arg-type]
        answer.response.close()  # type: ignore[union-attr]


@pytest.mark.parametrize("what", ["grant ended", "consent taken back", "unreadable", "nothing"])
def test_what_is_still_to_be_sent_when_it_is_taken_back_is_not_sent(
    closed: Files, guest: Staff, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    grant(closed)
    monkeypatch.setattr(listening, "PIECE", 100)
    monkeypatch.setattr(shelf, "ASKED_EVERY_S", 0)
    answer = guest.get(sound_of(guest.get(SHELF).text), buffered=False)
    pieces = answer.iter_encoded()
    assert len(next(pieces)) == 100
    if what == "grant ended":
        publication.end_grant(closed, HELD, GUEST, by="M. Lin")
    elif what == "consent taken back":
        publication.take_back_consent(closed, HELD, by="M. Lin", on="2026-05-04")
    elif what == "unreadable":
        closed.store.write(readers_file(HELD), b"{")
    assert bool(list(pieces)) == (what == "nothing")
    answer.close()


def test_a_link_to_a_picture_ends_when_the_picture_is_closed(closed: Files, guest: Staff) -> None:
    granted = grant(closed)
    interview = closed.read_interview(HELD)
    shut = replace(interview, gallery=(Photo(file="photo-1.jpg", access=CLOSED),))
    assert shelf.Lent(interview, granted).mark != shelf.Lent(shut, granted).mark


def test_a_link_to_sound_is_worth_nothing_in_another_session_nor_once_anything_is_decided_anew(
    desk: Desk, closed: Files, guest: Staff
) -> None:
    grant(closed)
    sound = sound_of(guest.get(SHELF).text)
    others = [desk.sign_in("guest", GUEST), desk.sign_in("guest", "Somebody else"), desk.sign_in("archivist")]
    grant(closed, reader="Somebody else")
    assert [each.get(sound).status_code for each in others] == [404, 404, 404]
    assert desk.anybody().get(sound).status_code == 303
    assert guest.get(sound).status_code == 200
    for link in (sound.replace("/media/", "/media/x"), sound + "x", sound.replace(HELD, "2026-002")):
        assert guest.get(link).status_code == 404
    publication.redact(closed, HELD, Redaction(recording="recording-1", start_ms=0, end_ms=10), by="M. Lin")
    assert guest.get(sound).status_code == 404, "the page that led to it knew of no redaction"


@pytest.mark.parametrize("what", ["consent taken back", "withdrawn", "unreadable"])
def test_what_the_narrator_takes_back_is_taken_from_the_guest_too(closed: Files, guest: Staff, what: str) -> None:
    grant(closed)
    sound = sound_of(guest.get(SHELF).text)
    if what == "withdrawn":
        publication.withdraw(closed, HELD, by="M. Lin", on="2026-05-04", reason="she asked")
    elif what == "unreadable":
        closed.store.write(readers_file(HELD), b'{"grants": [{"reader": "Chen Xiaoyu"}]}')
    else:
        publication.take_back_consent(closed, HELD, by="M. Lin", on="2026-05-04")
    assert [guest.get(path).status_code for path in (SHELF, sound)] == [404, 404]
    assert "A winter underground" not in guest.get("/desk/shelf").text


def test_an_account_made_later_by_the_same_name_has_none_of_the_grants(desk: Desk, closed: Files, guest: Staff) -> None:
    grant(closed)
    assert guest.get(SHELF).status_code == 200
    accounts.remove(desk.settings, GUEST)
    assert desk.sign_in("guest", GUEST).get(SHELF).status_code == 404


def test_the_public_knows_nothing_of_a_grant(desk: Desk, closed: Files, guest: Staff) -> None:
    grant(closed)
    keep_house(closed, desk.settings)
    public = create_app(desk.settings).test_client()
    assert public.get(f"/interviews/{HELD}").status_code == 404
    assert public.get(SHELF).status_code == 404
    edition = b"".join(each.read_bytes() for each in (desk.settings.instance / "edition").rglob("*") if each.is_file())
    assert GUEST.encode() not in edition and b"winter underground" not in edition


def test_archivists_grant_and_end_by_form_and_both_are_events(desk: Desk, closed: Files, archivist: Staff) -> None:
    address = f"/desk/interviews/{HELD}/readers"
    assert "earwitness user add" in archivist.get(address).text
    guest = desk.sign_in("guest", GUEST)
    told = {"reader": GUEST, "day": "2031-05-03", "clock": "17:00", "reason": "her thesis", "real_names": "y"}
    for wrong in ({"day": "2020-01-01"}, {"day": "soon"}, {"reason": ""}, {"reader": "Nobody"}, {"clock": "25:00"}):
        assert archivist.post(address, data=told | wrong).status_code == 422
    assert archivist.post(address, data=told).status_code == 303
    assert "My name is Lin Guihua." in guest.get(SHELF).text
    (given_,) = publication.read_grants(closed, HELD)
    assert (given_.by, given_.real_names, given_.withheld_too) == ("The archivist", True, False)
    page = archivist.get(address).text
    assert "her thesis" in page and "End it now" in page
    assert archivist.post(f"{address}/ended", data={"reader": GUEST, "reason": "done"}).status_code == 303
    assert guest.get(SHELF).status_code == 404
    told_in_log = [(each.type, each.agent, str(each.detail)) for each in provenance.events(closed, HELD)][-2:]
    assert told_in_log == [
        ("reading granted", "The archivist", f"{GUEST} until {given_.until}, with real names: her thesis"),
        ("reading grant ended", "The archivist", f"{GUEST}: done"),
    ]
    assert "Granted to a guest" in archivist.get(f"/desk/interviews/{HELD}/log").text


def test_what_cannot_be_granted_is_refused_with_the_reason(desk: Desk, closed: Files, archivist: Staff) -> None:
    with pytest.raises(BadInput):
        grant(closed, until=in_an_hour(-1))
    with pytest.raises(BadInput):
        grant(closed, until="2031-05-03T12:00:00")
    with pytest.raises(BadInput):
        grant(closed, reason=" ")
    publication.record_consent(closed, HELD, Consent(statement="No.", uses=("processing",)), by="M. Lin")
    with pytest.raises(Refused, match="names no public use"):
        grant(closed)
    assert "It cannot be granted" in archivist.get(f"/desk/interviews/{HELD}/readers").text


def test_accounts_from_before_there_were_guests_go_on_and_whoever_is_signed_in_stays_so(desk: Desk) -> None:
    for db in _made_as_before(desk.settings.instance / "accounts.sqlite"):
        db.execute("insert into people values ('m. lin', 'M. Lin', 'archivist', 'x', 'en')")
        db.execute("insert into sessions values ('t', 'm. lin', 1, 1)")
    accounts.add(desk.settings, GUEST, "guest", PASSWORD)
    assert {each.name: each.role for each in accounts.people(desk.settings)} == {
        "M. Lin": "archivist",
        GUEST: "guest",
    }
    with sqlite3.connect(desk.settings.instance / "accounts.sqlite") as db:
        db.execute("pragma foreign_keys = on")
        assert db.execute("select token from sessions").fetchall() == [("t",)]
        db.execute("delete from people where key = 'm. lin'")
        assert db.execute("select token from sessions").fetchall() == [], "a session still goes with its account"


def _made_as_before(path: Path) -> Iterator[sqlite3.Connection]:
    path.parent.mkdir(parents=True, exist_ok=True)
    db = sqlite3.connect(path)
    db.executescript("""
        create table people (
            key text primary key, name text not null,
            role text not null check (role in ('archivist', 'editor', 'reader')),
            password text not null, language text not null default ''
        ) strict;
        create table sessions (
            token text primary key, person text not null references people (key) on delete cascade,
            began_at integer not null, seen_at integer not null
        ) strict;
    """)
    yield db
    db.commit()
    db.close()


def test_a_guest_is_offered_nothing_of_the_desk_but_the_shelf(closed: Files, guest: Staff) -> None:
    grant(closed)
    offered = set(re.findall(r'(?:href|action)="(/desk[^"#?]*)', guest.get("/desk/shelf").text + guest.get(SHELF).text))
    assert {re.sub(r"/media/.*", "", each) for each in offered} <= {
        "/desk/",
        "/desk/shelf",
        SHELF,
        "/desk/password",
        "/desk/sign-out",
        "/desk/language",
    }
    assert SESSION not in guest.get(SHELF).text


# --- a backup that was put back --------------------------------------------------------------------------------------


def put_back(desk: Desk, backup: Path) -> None:
    shutil.rmtree(desk.settings.home / "transcripts")
    shutil.copytree(backup, desk.settings.home / "transcripts")
    keep_house(desk.files, desk.settings)


def test_a_guest_reads_nothing_of_what_a_backup_put_back_until_it_is_granted_anew(
    desk: Desk, closed: Files, guest: Staff, tmp_path: Path
) -> None:
    grant(closed)
    keep_house(closed, desk.settings)
    shutil.copytree(desk.settings.home / "transcripts", tmp_path / "backup")
    cut = Redaction(recording="recording-1", start_ms=1_500, end_ms=2_500)
    publication.redact(closed, HELD, cut, by="M. Lin")
    keep_house(closed, desk.settings)
    assert "hidden cabinet" not in guest.get(SHELF).text
    put_back(desk, tmp_path / "backup")
    assert "hidden cabinet" in closed.read_track(HELD, TrackName("recording-1", "en")).cues[1].text
    assert guest.get(SHELF).status_code == 404 and HELD not in guest.get("/desk/shelf").text
    grant(closed)
    assert guest.get(SHELF).status_code == 200


def test_a_grant_that_was_ended_is_not_put_back(desk: Desk, closed: Files, guest: Staff, tmp_path: Path) -> None:
    grant(closed)
    keep_house(closed, desk.settings)
    shutil.copytree(desk.settings.home / "transcripts", tmp_path / "backup")
    publication.end_grant(closed, HELD, GUEST, by="M. Lin")
    keep_house(closed, desk.settings)
    put_back(desk, tmp_path / "backup")
    assert guest.get(SHELF).status_code == 404


@pytest.mark.parametrize("goes_on", [False, True])
def test_nor_where_only_the_note_of_who_may_read_is_put_back(
    desk: Desk, closed: Files, guest: Staff, goes_on: bool
) -> None:
    grant(closed)
    note = closed.store.read(readers_file(HELD))
    publication.end_grant(closed, HELD, GUEST, by="M. Lin")
    keep_house(closed, desk.settings)
    closed.store.write(readers_file(HELD), note)
    if goes_on:
        grant(closed, reader="Somebody else")
    assert guest.get(SHELF).status_code == 404
    grant(closed)
    assert guest.get(SHELF).status_code == 200


def test_an_address_of_sound_from_before_a_redaction_is_worth_nothing_when_the_record_is_put_back(
    desk: Desk, closed: Files, guest: Staff
) -> None:
    grant(closed)
    sound, record = sound_of(guest.get(SHELF).text), closed.store.read(interview_file(HELD))
    assert guest.get(sound).status_code == 200
    cut = Redaction(recording="recording-1", start_ms=1_500, end_ms=2_500)
    publication.redact(closed, HELD, cut, by="M. Lin")
    assert guest.get(sound).status_code == 404
    closed.store.write(interview_file(HELD), record)
    assert guest.get(sound).status_code == 404
