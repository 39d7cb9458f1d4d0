"""The page on which it is decided what the public meets: it says so beforehand, and the edition does as was decided."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from archive import correcting, jobs, opening, provenance, publication, sensitivity, transcripts
from archive.accounts import Role
from archive.describing import keep_record, version_of, with_parts
from archive.files import TrackName, open_files
from archive.records import CLOSED, HIDDEN, OPEN, Access, Consent, Cue, Event, Interview, Person, Recording, Track
from archive.site.desk import following
from tests.conftest import described, take_in_described
from tests.desk.conftest import Desk, Staff, carried, part

HELD = "2026-001"
PAGE = f"/desk/interviews/{HELD}/publishing"
WITHDRAWAL = f"/desk/interviews/{HELD}/withdrawal"
CONSENT = {
    "statement": "She signed in Hegang: her words, not her voice.",
    "allows_text": "y",
    "allows_translation": "y",
    "given_on": "2016-03-14",
    "given_by": "her daughter",
    "language": "zh",
    "limits": "Not the name of the foreman.",
}
TODAY = date.today()


def take_in(desk: Desk, **fields: object) -> Interview:
    """An interview with a text that a person made, which may be published as far as its record goes."""
    interview = described(recordings=(Recording(name="recording-1", kind="none"),), **fields)
    held = take_in_described(desk.files, interview)
    track = Track(language="en", cues=(Cue(0, 900, "They read the list in the canteen."),), origin="person")
    transcripts.keep_text(desk.files, held.id, "recording-1", track, agent="Wang Fang", detail="")
    return held


def record(desk: Desk) -> Interview:
    return desk.files.read_interview(HELD)


def last(desk: Desk) -> Event:
    *_, event = provenance.events(desk.files, HELD)
    return event


def read(page: str) -> str:
    return html.unescape(page)


def as_read(archivist: Staff) -> dict[str, str]:
    """What whoever has just read the page sends by its button."""
    return carried(archivist.get(PAGE).text, "Publish") | {"because": "it was looked at on paper"}


YES = {"confirmed": "yes", "because": "it was looked at on paper"}
"""What is sent where the page asks once more whether something is to be opened, and why though nobody has looked."""


def publish(desk: Desk, archivist: Staff) -> None:
    assert archivist.post(PAGE, data=as_read(archivist)).status_code == 303
    assert jobs.is_public(desk.settings, HELD)


def test_what_is_opened_after_it_was_published_is_to_be_looked_at_too(desk: Desk, archivist: Staff) -> None:
    """Somebody published what was only listed, of which there was nothing to see; then the words were opened."""
    asks = "Nobody has looked, as the public reads it now, at"
    take_in(desk, access=Access(metadata=OPEN, transcript=CLOSED, sound=CLOSED))
    track = Track(language="en", cues=(Cue(0, 900, "Ring me at 13804685521."),), origin="person")
    transcripts.keep_text(desk.files, HELD, "recording-1", track, agent="Wang Fang", detail="")
    there = sensitivity.sights(desk.files, desk.settings, HELD)
    sensitivity.tick(desk.files, HELD, there, {each.what: each.seen for each in there}, by="M. Lin")
    assert asks not in archivist.get(PAGE).text
    publish(desk, archivist)
    assert asks not in archivist.get(PAGE).text
    publication.restrict(desk.files, HELD, {"transcript": OPEN}, by="M. Lin", on=TODAY.isoformat())
    told = part(archivist.get(PAGE).text, "meets")
    assert f"{asks}: passages that may give somebody away" in told


# --- saying what would be met -----------------------------------------------------------------------------------------


def test_the_page_says_what_the_public_would_meet_and_why_no_more(desk: Desk, archivist: Staff) -> None:
    take_in(desk, consent=Consent(statement="Yes.", uses=("text",)), embargo_until="2031-05-03")
    page = read(part(archivist.get(PAGE).text, "meets"))
    assert "A winter underground" in page and "井下的冬天" in page
    assert "Not public: nobody has decided so yet." in page
    assert "Words and sound are under embargo until 3 May 2031." in page
    assert "The narrator did not allow the voice to be heard." in page
    assert "nothing but its collection, and that it is closed for now" in page


def test_the_page_says_by_which_names_the_public_would_meet_people(desk: Desk, archivist: Staff) -> None:
    take_in(desk, title={"en": "Lin Guihua remembers"}, narrators=(Person(name="Lin Guihua", pseudonym="Sister Zhao"),))
    page = archivist.get(PAGE).text
    assert "Lin Guihua" not in part(page, "meets")
    assert "Sister Zhao remembers" in part(page, "meets")
    assert "Lin Guihua" in part(page, "names") and 'value="Sister Zhao"' in part(page, "names")


@pytest.mark.parametrize("role", ["archivist", "editor", "reader"])
def test_without_consent_no_role_can_publish_and_the_page_says_why(desk: Desk, role: Role) -> None:
    take_in(desk, consent=None)
    somebody = desk.sign_in(role)
    page = part(somebody.get(PAGE).text, "meets")
    assert "There is no record of the narrator" in page and ">Publish<" not in page
    answer = somebody.post(PAGE)
    assert answer.status_code == (409 if role == "archivist" else 403)
    assert record(desk).published is None
    assert not jobs.is_public(desk.settings, HELD)


@pytest.mark.parametrize("role", ["editor", "reader"])
def test_who_is_no_archivist_reads_all_of_it_and_changes_nothing(desk: Desk, role: Role) -> None:
    take_in(desk)
    page = desk.sign_in(role).get(PAGE).text
    main = page.split("<main")[1].split("</main>")[0]
    assert "Signed in Hegang" in main and "An archivist decides what is published." in main
    assert "<button" not in main and main.count("<fieldset disabled>") == 2


# --- publishing and taking back ---------------------------------------------------------------------------------------


def test_an_archivist_publishes_and_the_public_reads_it_at_once(desk: Desk, archivist: Staff) -> None:
    take_in(desk)
    public = desk.app.test_client()
    assert public.get(f"/interviews/{HELD}").status_code >= 400
    publish(desk, archivist)
    assert "They read the list in the canteen." in public.get(f"/interviews/{HELD}").text
    assert (last(desk).type, last(desk).agent) == ("publication", "The archivist")
    page = archivist.get(PAGE).text
    assert "Public, as The archivist decided on" in page
    assert f'href="/interviews/{HELD}"' in page


def approved(desk: Desk) -> None:
    correcting.approve(desk.files, HELD, TrackName("recording-1", "en"), by="Wang Fang", on="2026-05-03")


def retitled(desk: Desk) -> None:
    interview = record(desk)
    told = with_parts(interview, {"title.en": "Another title"})
    keep_record(desk.files, told, started_from=version_of(interview), agent="Wang Fang")


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        (
            lambda desk: publication.restrict(desk.files, HELD, {"sound": CLOSED}, by="Wang Fang", on="2026-05-03"),
            "a decision: consent",
        ),
        (approved, "which words are read, or who vouches for them"),
        (retitled, "its title"),
    ],
    ids=["a decision", "an approval", "a title"],
)
def test_what_changed_since_the_page_was_read_is_not_published_unseen(
    desk: Desk, archivist: Staff, changed: Callable[[Desk], object], says: str
) -> None:
    take_in(desk)
    seen = as_read(archivist)
    changed(desk)
    answer = archivist.post(PAGE, data=seen)
    assert answer.status_code == 409
    (named,) = re.findall("<li>([^<]+)</li>", answer.text.partition("others changed")[2].partition("</div>")[0])
    assert named.startswith(says)
    assert record(desk).published is None
    assert archivist.post(PAGE, data=carried(answer.text, "Publish") | {"because": "x"}).status_code == 303
    assert record(desk).published is not None


def test_what_is_taken_back_leaves_the_public_site_and_may_come_again(desk: Desk, archivist: Staff) -> None:
    take_in(desk)
    publish(desk, archivist)
    archivist.post(f"{PAGE}/taken-back", data={"reason": "a name to be\nchecked"})
    assert not jobs.is_public(desk.settings, HELD)
    assert (last(desk).type, last(desk).detail) == ("publication taken back", "a name to be checked")
    assert ">Publish<" in archivist.get(PAGE).text
    publish(desk, archivist)


def test_a_withdrawal_asks_for_a_reason_then_for_the_number_and_is_for_good(desk: Desk, archivist: Staff) -> None:
    take_in(desk)
    publish(desk, archivist)
    first = archivist.get(WITHDRAWAL)
    assert "It cannot be undone" in first.text and 'name="confirmed"' not in first.text
    assert archivist.post(WITHDRAWAL, data={"reason": "  \n"}).status_code == 422
    second = archivist.post(WITHDRAWAL, data={"reason": "She asked for it."})
    assert second.status_code == 200 and 'name="confirmed"' in second.text and "She asked for it." in second.text
    wrong = archivist.post(WITHDRAWAL, data={"reason": "She asked for it.", "confirmed": "2026-002"})
    assert wrong.status_code == 422 and "That is not the number of this interview" in wrong.text
    assert record(desk).withdrawn is None and jobs.is_public(desk.settings, HELD)

    archivist.post(WITHDRAWAL, data={"reason": "She asked for it.", "confirmed": f" {HELD} "})
    withdrawn = record(desk).withdrawn
    assert withdrawn and (withdrawn.by, withdrawn.reason) == ("The archivist", "She asked for it.")
    assert desk.app.test_client().get(f"/interviews/{HELD}").status_code == 404
    page = archivist.get(PAGE).text
    assert "for good" in page and "<fieldset" not in page
    assert archivist.post(PAGE).status_code == 409
    assert archivist.get(WITHDRAWAL).status_code == 303


# --- consent ----------------------------------------------------------------------------------------------------------


def test_consent_is_kept_as_it_was_given_and_by_whom_it_was_recorded(desk: Desk, archivist: Staff) -> None:
    take_in(desk, consent=None)
    assert archivist.post(f"{PAGE}/consent", data=CONSENT).status_code == 303
    assert record(desk).consent == Consent(
        statement=CONSENT["statement"],
        uses=("text", "translation"),
        given_on="2016-03-14",
        given_by="her daughter",
        language="zh",
        limits=CONSENT["limits"],
    )
    assert (last(desk).type, last(desk).agent, str(last(desk).detail)) == (
        "consent recorded",
        "The archivist",
        "text, translation",
    )
    assert ">Publish<" in archivist.get(PAGE).text


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"statement": " \n "}, "Write what the narrator allowed."),
        ({"allows_text": "", "allows_translation": ""}, "Choose at least one."),
        ({"given_on": "last spring"}, "Write the day as 2016-03-14"),
        ({"given_on": (TODAY + timedelta(days=1)).isoformat()}, "That day has not come yet."),
        ({"language": "the one they spoke"}, "A language tag is wanted"),
        ({"statement": "x" * 8001}, "8000"),
    ],
)
def test_what_cannot_be_kept_comes_back_as_it_was_typed(
    desk: Desk, archivist: Staff, told: dict[str, str], says: str
) -> None:
    take_in(desk, consent=None)
    answer = archivist.post(f"{PAGE}/consent", data={name: each for name, each in (CONSENT | told).items() if each})
    assert answer.status_code == 422
    assert says in answer.text and "Not the name of the foreman." in answer.text
    assert record(desk).consent is None


def test_a_consent_that_opens_more_of_a_public_interview_is_asked_about_once_more(desk: Desk, archivist: Staff) -> None:
    take_in(desk, consent=Consent(statement="Her words.", uses=("text",)))
    publish(desk, archivist)
    wider = CONSENT | {"allows_sound": "y"}
    answer = archivist.post(f"{PAGE}/consent", data=wider)
    assert answer.status_code == 422
    assert "its translations" in answer.text and "its sound" in answer.text and "its words<" not in answer.text
    assert record(desk).consent == Consent(statement="Her words.", uses=("text",))
    assert archivist.post(f"{PAGE}/consent", data=wider | YES).status_code == 303
    consent = record(desk).consent
    assert consent is not None and consent.uses == ("text", "sound", "translation")


def test_two_who_record_consent_at_once_both_see_what_they_wrote(desk: Desk, archivist: Staff) -> None:
    take_in(desk)
    page = part(archivist.get(PAGE).text, "consent")
    seen = page.split('name="started_from" value="')[1].split('"')[0]
    narrower = Consent(statement="Only her words, she rang to say.", uses=("text",))
    publication.record_consent(desk.files, HELD, narrower, by="Wang Fang")
    answer = archivist.post(f"{PAGE}/consent", data=CONSENT | {"started_from": seen})
    assert answer.status_code == 409
    assert "her words, not her voice" in answer.text and "she rang to say" in answer.text
    assert record(desk).consent == narrower


def test_consent_that_is_taken_back_closes_everything_and_a_new_one_does_not_publish_by_itself_unasked(
    desk: Desk, archivist: Staff
) -> None:
    take_in(desk)
    publish(desk, archivist)
    tomorrow = (TODAY + timedelta(days=1)).isoformat()
    assert archivist.post(f"{PAGE}/consent/taken-back", data={"withdrawn_on": tomorrow}).status_code == 422
    told = {"withdrawn_on": TODAY.isoformat(), "how": "by telephone"}
    assert archivist.post(f"{PAGE}/consent/taken-back", data=told).status_code == 303
    assert not jobs.is_public(desk.settings, HELD)
    assert (last(desk).type, last(desk).detail) == ("consent taken back", "by telephone")
    page = archivist.get(PAGE).text
    assert "Signed in Hegang" in page and "The narrator took consent back on" in page
    answer = archivist.post(f"{PAGE}/consent", data=CONSENT)
    assert answer.status_code == 422 and "Yes, open it to the public" in answer.text
    assert not jobs.is_public(desk.settings, HELD)


# --- access, embargo, names -------------------------------------------------------------------------------------------


def test_closing_is_done_at_once_and_opening_is_asked_about_once_more(desk: Desk, archivist: Staff) -> None:
    take_in(desk)
    publish(desk, archivist)
    shut = {"metadata": OPEN, "transcript": CLOSED, "sound": CLOSED, "access_reason": "the family asked"}
    assert archivist.post(f"{PAGE}/access", data=shut).status_code == 303
    expected = Access(metadata=OPEN, transcript=CLOSED, sound=CLOSED, reason="the family asked")
    assert record(desk).access == expected
    assert "canteen" not in desk.app.test_client().get(f"/interviews/{HELD}").text
    assert str(last(desk).detail) == "metadata open, transcript closed, sound closed: the family asked"
    opened = shut | {"transcript": OPEN}
    answer = archivist.post(f"{PAGE}/access", data=opened)
    assert answer.status_code == 422 and "its words" in answer.text
    assert record(desk).access.transcript == CLOSED
    assert archivist.post(f"{PAGE}/access", data=opened | YES).status_code == 303
    assert "canteen" in desk.app.test_client().get(f"/interviews/{HELD}").text


def test_readers_are_told_why_in_their_language_and_never_what_staff_wrote(desk: Desk, archivist: Staff) -> None:
    take_in(desk)
    publish(desk, archivist)
    shut = {"metadata": OPEN, "transcript": CLOSED, "sound": OPEN, "access_reason": "she fears her foreman"}
    told = shut | {"public_reason_en": "She would be known.", "public_reason_zh": "她会被认出来。"}
    assert archivist.post(f"{PAGE}/access", data=told).status_code == 303
    page = desk.app.test_client().get(f"/interviews/{HELD}").text
    assert "She would be known." in page and "foreman" not in page
    assert "她会被认出来。" in desk.app.test_client().get(f"/interviews/{HELD}", headers={"Accept-Language": "zh"}).text
    told |= {"metadata": CLOSED, "public_reason_en": ""}
    assert archivist.post(f"{PAGE}/access", data=told).status_code == 303
    listed = desk.app.test_client().get(f"/interviews/{HELD}").text
    assert "她会被认出来。" in listed and "She would" not in listed and "foreman" not in listed


def test_a_part_waits_for_its_day_and_is_not_opened_before(desk: Desk, archivist: Staff) -> None:
    take_in(desk)
    publish(desk, archivist)
    tomorrow = (TODAY + timedelta(days=1)).isoformat()
    told = {"metadata": OPEN, "transcript": OPEN, "sound": OPEN, "sound_not_before": tomorrow}
    answer = archivist.post(f"{PAGE}/access", data=told)
    assert answer.status_code == 422 and "does not wait for a day" in answer.text
    assert archivist.post(f"{PAGE}/access", data=told | {"sound_not_before": "soon"}).status_code == 422
    assert archivist.post(f"{PAGE}/access", data=told | {"sound": CLOSED}).status_code == 303
    assert record(desk).access.not_before == {"sound": tomorrow}
    opened = told | {"sound_not_before": TODAY.isoformat()} | YES
    assert archivist.post(f"{PAGE}/access", data=opened).status_code == 303
    assert record(desk).access == Access(metadata=OPEN, transcript=OPEN, sound=OPEN)


@pytest.mark.parametrize("told", [{}, {"metadata": "public"}, {"metadata": OPEN, "transcript": "", "sound": HIDDEN}])
def test_access_that_is_none_of_ours_changes_nothing(desk: Desk, archivist: Staff, told: dict[str, str]) -> None:
    take_in(desk)
    assert archivist.post(f"{PAGE}/access", data=told).status_code == 422
    assert record(desk).access == Access(metadata=OPEN, transcript=OPEN, sound=OPEN)


def test_access_that_somebody_else_set_meanwhile_is_shown_beside_what_was_chosen(desk: Desk, archivist: Staff) -> None:
    take_in(desk)
    page = part(archivist.get(PAGE).text, "access")
    seen = page.split('name="started_from" value="')[1].split('"')[0]
    publication.restrict(desk.files, HELD, {"metadata": HIDDEN}, by="Wang Fang", on="2026-05-03")
    told = {"metadata": CLOSED, "transcript": OPEN, "sound": OPEN, "started_from": seen}
    answer = archivist.post(f"{PAGE}/access", data=told)
    assert answer.status_code == 409
    assert "On record now: Description, hidden: not even listed" in answer.text
    assert '<option selected value="closed">' in part(answer.text, "access")
    assert record(desk).access.metadata == HIDDEN


def test_an_embargo_closes_and_opens_only_when_somebody_lifts_it_on_its_day_or_later(
    desk: Desk, archivist: Staff
) -> None:
    take_in(desk)
    publish(desk, archivist)
    for wrong in ("", "soon", TODAY.isoformat(), "2031-02-30", "9999999-01-01"):
        assert archivist.post(f"{PAGE}/embargo", data={"until": wrong}).status_code == 422
    tomorrow = (TODAY + timedelta(days=1)).isoformat()
    told = {"until": tomorrow, "embargo_reason": "the deed of gift"}
    assert archivist.post(f"{PAGE}/embargo", data=told).status_code == 303
    assert str(last(desk).detail) == f"until {tomorrow}: the deed of gift"
    assert "canteen" not in desk.app.test_client().get(f"/interviews/{HELD}").text
    assert "Lift the embargo" not in archivist.get(PAGE).text
    assert archivist.post(f"{PAGE}/embargo/lifted").status_code == 409

    publication.embargo(desk.files, HELD, until=TODAY - timedelta(days=1), by="Wang Fang")
    jobs.keep_house(desk.files, desk.settings)
    assert "canteen" not in desk.app.test_client().get(f"/interviews/{HELD}").text
    assert "Lift the embargo" in archivist.get(PAGE).text
    asked = archivist.post(f"{PAGE}/embargo/lifted")
    assert asked.status_code == 422 and "its words" in asked.text
    assert archivist.post(f"{PAGE}/embargo/lifted", data=YES).status_code == 303
    assert (last(desk).type, last(desk).agent) == ("embargo lifted", "The archivist")
    assert "canteen" in desk.app.test_client().get(f"/interviews/{HELD}").text


def test_an_embargo_that_somebody_else_lengthened_is_not_shortened_unseen(desk: Desk, archivist: Staff) -> None:
    take_in(desk)
    page = part(archivist.get(PAGE).text, "embargo")
    seen = page.split('name="started_from" value="')[1].split('"')[0]
    publication.embargo(desk.files, HELD, until=date(2061, 1, 1), by="Wang Fang")
    answer = archivist.post(f"{PAGE}/embargo", data={"until": "2031-05-03", "started_from": seen})
    assert answer.status_code == 409 and 'value="2031-05-03"' in answer.text
    assert record(desk).embargo_until == "2061-01-01"


def test_a_pseudonym_is_all_that_the_public_meets_until_it_is_taken_back(desk: Desk, archivist: Staff) -> None:
    take_in(desk)
    told = {"name": "Lin Guihua", "pseudonym": " Sister  Zhao "}
    assert archivist.post(f"{PAGE}/names", data=told).status_code == 303
    assert record(desk).narrators == (Person(name="Lin Guihua", pseudonym="Sister Zhao"),)
    publish(desk, archivist)
    page = desk.app.test_client().get(f"/interviews/{HELD}").text
    assert "Sister Zhao" in page and "Lin Guihua" not in page
    assert archivist.post(f"{PAGE}/names", data={"name": "Nobody", "pseudonym": "X"}).status_code == 404
    assert archivist.post(f"{PAGE}/names", data={"name": "Lin Guihua", "pseudonym": "x" * 201}).status_code == 400
    own = {"name": "Lin Guihua", "pseudonym": "", "confirmed": "yes"}
    assert archivist.post(f"{PAGE}/names", data=own).status_code == 303
    assert "Lin Guihua" in desk.app.test_client().get(f"/interviews/{HELD}").text


@pytest.mark.parametrize("pseudonym", ["", "Lin Guihua"])
def test_a_name_that_the_public_was_not_told_is_asked_about_once_more(
    desk: Desk, archivist: Staff, pseudonym: str
) -> None:
    take_in(desk, narrators=(Person(name="Lin Guihua", pseudonym="Sister Zhao"),))
    publish(desk, archivist)
    asked = archivist.post(f"{PAGE}/names", data={"name": "Lin Guihua", "pseudonym": pseudonym})
    assert asked.status_code == 422 and "would at once read the name Lin Guihua" in asked.text
    assert 'name="confirmed" value="yes"' in asked.text
    assert record(desk).narrators[0].pseudonym == "Sister Zhao"
    assert "Lin Guihua" not in desk.app.test_client().get(f"/interviews/{HELD}").text


def test_a_pseudonym_that_somebody_else_gave_meanwhile_is_not_taken_back_unseen(desk: Desk, archivist: Staff) -> None:
    take_in(desk, narrators=(Person(name="Lin Guihua", pseudonym="Sister Zhao"),))
    seen = part(archivist.get(PAGE).text, "names").split('name="started_from" value="')[1].split('"')[0]
    publication.give_pseudonym(desk.files, HELD, "Lin Guihua", "Aunt Chen", by="Wang Fang")
    for typed in ("", "Miss Wu"):
        told = {"name": "Lin Guihua", "pseudonym": typed, "started_from": seen}
        answer = archivist.post(f"{PAGE}/names", data=told)
        assert answer.status_code == 409 and "On record now: “Aunt Chen”" in answer.text
        assert f'name="pseudonym" value="{typed}"' in answer.text
    assert record(desk).narrators == (Person(name="Lin Guihua", pseudonym="Aunt Chen"),)


# --- the edition ------------------------------------------------------------------------------------------------------


def test_where_the_edition_cannot_follow_the_page_says_what_the_public_still_meets(
    desk: Desk, archivist: Staff
) -> None:
    take_in(desk)
    blocked = desk.settings.instance / "edition/edition.building"
    blocked.mkdir(parents=True)
    answer = archivist.post(PAGE, data=as_read(archivist), follow_redirects=True)
    assert answer.status_code == 200 and "NOT PUBLIC: 2026-001" in answer.text
    assert "<b>NOT PUBLIC</b>" in archivist.get(PAGE).text
    blocked.rmdir()
    archivist.post(f"{PAGE}/edition")
    assert jobs.is_public(desk.settings, HELD)
    blocked.mkdir()
    answer = archivist.post(f"{PAGE}/taken-back", follow_redirects=True)
    assert "STILL PUBLIC: 2026-001" in answer.text and "the public no longer meets it" not in answer.text
    page = archivist.get(PAGE).text
    assert "<b>STILL PUBLIC</b>" in page and "Make the edition now" in page
    told = {"reason": "She asked for it.", "confirmed": HELD}
    assert "STILL PUBLIC: 2026-001 is withdrawn" in archivist.post(WITHDRAWAL, data=told, follow_redirects=True).text
    blocked.rmdir()
    archivist.post(f"{PAGE}/edition")
    assert not jobs.is_public(desk.settings, HELD)
    assert "STILL PUBLIC" not in archivist.get(PAGE).text


def test_an_edition_that_takes_long_keeps_nobody_waiting_and_is_said_to(
    desk: Desk, archivist: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in(desk)
    monkeypatch.setattr(following, "PATIENCE_S", 0.05)
    with open_files(desk.settings).lock("house"):
        answer = archivist.post(PAGE, data=as_read(archivist), follow_redirects=True)
        assert "Making the edition takes long" in answer.text and "Published. What" not in answer.text
        assert "<b>NOT PUBLIC</b>" in archivist.get(PAGE).text
    monkeypatch.setattr(following, "PATIENCE_S", 20)
    archivist.post(f"{PAGE}/edition")
    assert jobs.is_public(desk.settings, HELD)


def test_whatever_is_decided_meanwhile_a_withdrawn_interview_is_not_public(desk: Desk, archivist: Staff) -> None:
    take_in(desk)
    publish(desk, archivist)

    def decide(number: int) -> set[int]:
        somebody = desk.sign_in("archivist", f"Archivist {number}")
        shut = {"metadata": OPEN, "transcript": (OPEN, CLOSED)[number % 2], "sound": OPEN} | YES
        told = opening.outlook(desk.files, desk.settings, HELD).told
        seen = {f"told.{name}": mark for name, mark in told.items()} | {"because": "x"}
        acts: list[tuple[str, dict[str, str]]] = [(PAGE, seen), (f"{PAGE}/taken-back", {}), (f"{PAGE}/access", shut)]
        if number == 2:
            acts.insert(1, (WITHDRAWAL, {"reason": "She asked for it.", "confirmed": HELD}))
        return {somebody.post(address, data=told).status_code for address, told in acts}

    with ThreadPoolExecutor(4) as crowd:
        answers = set().union(*crowd.map(decide, range(4)))
    assert answers <= {303, 409}
    assert record(desk).withdrawn is not None and record(desk).published is None
    assert not jobs.is_public(desk.settings, HELD)


# --- what nobody gets by trying ---------------------------------------------------------------------------------------

ACTS = ("", "/taken-back", "/edition", "/consent", "/consent/taken-back", "/access", "/embargo", "/embargo/lifted")


@pytest.mark.parametrize("act", [*ACTS, "/names"])
def test_an_interview_that_is_not_there_is_said_not_to_be(archivist: Staff, act: str) -> None:
    filled = CONSENT | {"metadata": OPEN, "transcript": OPEN, "sound": OPEN, "until": "2099-01-01", "pseudonym": "X"}
    filled |= {"withdrawn_on": "2026-01-01", "name": "Lin Guihua"}
    for interview_id in ("2026-999", "nowhere", "..%2f..%2fetc", "2026-001\x00"):
        answer = archivist.post(f"/desk/interviews/{interview_id}/publishing{act}", data=filled)
        assert answer.status_code in (400, 404), (interview_id, answer.status_code)


def test_what_is_typed_is_shown_as_it_is_and_does_nothing(desk: Desk, archivist: Staff) -> None:
    nasty = "<script>alert(1)</script>{{ 1234567*3 }}\"'>"
    take_in(desk, title={"en": nasty}, narrators=(Person(name=nasty),))
    archivist.post(f"{PAGE}/consent", data=CONSENT | {"statement": nasty, "limits": nasty, "given_by": nasty})
    archivist.post(f"{PAGE}/names", data={"name": nasty, "pseudonym": nasty + nasty})
    archivist.post(f"{PAGE}/taken-back", data={"reason": nasty})
    for page in (PAGE, WITHDRAWAL, f"/desk/interviews/{HELD}/log", "/desk/log"):
        text = archivist.get(page).text
        assert "<script>alert" not in text and "3703701" not in text
    assert nasty in read(archivist.get(PAGE).text)


def test_a_damaged_log_closes_the_way_to_the_public_with_a_reason(desk: Desk, archivist: Staff) -> None:
    take_in(desk)
    event = next((desk.settings.home / f"transcripts/{HELD}/events").iterdir())
    event.chmod(0o644)
    event.write_text("{")
    page = archivist.get(PAGE)
    assert page.status_code == 200 and "cannot be read for certain" in page.text
    assert archivist.post(PAGE).status_code == 409


def test_a_page_for_every_record_there_can_be(desk: Desk, archivist: Staff, tmp_path: Path) -> None:
    take_in(desk, narrators=(), interviewers=(Person(name="M. Lin"),), title={}, embargo_until="some day")
    assert archivist.get(PAGE).status_code == 200
    assert replace(record(desk), id="").embargo_until == "some day"


# --- looked at first --------------------------------------------------------------------------------------------------


def marks(page: str) -> dict[str, str]:
    """What the boxes on the page stand for."""
    return dict(re.findall(r'<input type="checkbox" name="(passages|names|files|together)" value="([^"]+)"', page))


def test_what_nobody_looked_at_is_not_published_unless_the_archivist_says_why(desk: Desk, archivist: Staff) -> None:
    take_in(desk)
    told = as_read(archivist) | {"because": " "}
    refused = archivist.post(PAGE, data=told)
    assert refused.status_code == 422 and "It is not published. Look at what stands below" in refused.text
    assert record(desk).published is None
    assert archivist.post(PAGE, data=told | {"because": "The narrator read every page."}).status_code == 303
    assert last(desk).type == "publication" and "The narrator read every page." in str(last(desk).detail)


def test_whoever_ticks_is_named_and_all_ticked_nothing_more_is_asked(desk: Desk, archivist: Staff) -> None:
    take_in(desk)
    page = archivist.get(PAGE).text
    assert "Why it is published although" in page and len(marks(page)) == 4
    some = {"names": marks(page)["names"], "files": "as it was before"}
    answer = archivist.post(f"{PAGE}/looked", data=some, follow_redirects=True).text
    assert "Something changed since you opened this page." in answer
    assert "The archivist looked at this" in answer and set(marks(answer)) == {"passages", "files", "together"}
    assert archivist.post(f"{PAGE}/looked", data=marks(answer)).status_code == 303
    page = archivist.get(PAGE).text
    assert "Why it is published although" not in page and marks(page) == {}
    assert archivist.post(PAGE, data=carried(page, "Publish")).status_code == 303
    assert str(last(desk).detail) == ""
    assert desk.sign_in("editor").post(f"{PAGE}/looked").status_code == 403


def test_what_is_opened_later_is_looked_at_first_as_if_it_were_open(desk: Desk, archivist: Staff) -> None:
    """Published while its words were closed: nobody has looked at them, and opening them asks for that."""
    closed = Access(metadata=OPEN, transcript=CLOSED, sound=OPEN)
    take_in(desk, access=closed)
    track = Track(language="en", cues=(Cue(0, 900, "Ring me at 13804685521."),), origin="person")
    transcripts.keep_text(desk.files, HELD, "recording-1", track, agent="Wang Fang", detail="")
    publish(desk, archivist)
    assert "13804685521" not in part(archivist.get(PAGE).text, "look")
    opened = {"metadata": OPEN, "transcript": OPEN, "sound": OPEN}
    asked = archivist.post(f"{PAGE}/access", data=opened).text
    assert "Not looked at: passages that may give somebody away" in part(asked, "access")
    assert "13804685521" in part(asked, "look"), "and there it stands, to be looked at"
    refused = archivist.post(f"{PAGE}/access", data=opened | {"confirmed": "yes", "because": " "})
    assert refused.status_code == 422 and "It is not opened. Look at what stands above" in refused.text
    assert record(desk).access == closed

    as_open = f"{PAGE}?as=open"
    archivist.post(f"{PAGE}/looked", data=marks(archivist.get(as_open).text) | {"as": "open"})
    assert marks(archivist.get(as_open).text) == marks(archivist.get(PAGE).text) == {}
    asked = archivist.post(f"{PAGE}/access", data=opened).text
    assert "its words" in part(asked, "access") and "Not looked at" not in part(asked, "access")
    assert archivist.post(f"{PAGE}/access", data=opened | {"confirmed": "yes"}).status_code == 303
    assert record(desk).access.transcript == OPEN and "nobody had looked" not in str(last(desk).detail)


def test_the_guide_to_protecting_narrators_is_one_click_away(desk: Desk, archivist: Staff) -> None:
    take_in(desk)
    assert 'href="/desk/protecting"' in archivist.get(PAGE).text
    assert "Voices can be recognised." in archivist.get("/desk/protecting").text
    archivist.post("/desk/language", data={"language": "zh-Hans", "next": "/desk/"})
    assert "声音会被认出来" in archivist.get("/desk/protecting").text
