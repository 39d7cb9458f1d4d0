"""What the public would meet and why no more is told before anybody decides, and decisions reach the edition."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from archive import correcting, describing, jobs, opening, provenance, publication, sensitivity, transcripts
from archive.access import EVERYTHING, LISTED, NOTHING, as_open, as_published, newly_open, shown
from archive.describing import version_of
from archive.errors import Conflict, Unavailable
from archive.files import COLLECTIONS, Files, TrackName
from archive.opening import Hindrance, Limit
from archive.records import (
    CLOSED,
    HIDDEN,
    OPEN,
    Access,
    Collection,
    Consent,
    Cue,
    Decision,
    Event,
    Interview,
    Recording,
    Redaction,
    Track,
)
from archive.settings import Settings
from tests.conftest import PUBLISHED, described, take_in, take_in_described
from tests.sound import tone

ALL = ("text", "sound", "translation")
CUES = (Cue(0, 900, "They read the list in the canteen."),)


def taken_in(files: Files, tmp_path: Path, **fields: object) -> str:
    return take_in(files, tone(tmp_path / "tape.wav"), **fields).id


@pytest.mark.parametrize(
    ("fields", "hindrance"),
    [
        ({"consent": None}, "no consent"),
        ({"consent": Consent(statement=" ", uses=ALL)}, "no consent"),
        ({"consent": Consent(statement="Yes.", uses=())}, "consent to nothing"),
        ({"consent": Consent(statement="Yes.", uses=ALL, withdrawn_on="2026-01-02")}, "consent taken back"),
        ({"access": Access()}, "hidden"),
        ({"withdrawn": Decision(by="Lin Guihua", on="2026-05-04", reason="asked for")}, "withdrawn"),
    ],
)
def test_what_stands_in_the_way_is_named_and_nothing_would_be_met(
    files: Files, settings: Settings, tmp_path: Path, fields: dict[str, object], hindrance: Hindrance
) -> None:
    outlook = opening.outlook(files, settings, taken_in(files, tmp_path, **fields))
    assert hindrance in outlook.hindrances
    assert outlook.released is None
    assert not outlook.may_be_published


@pytest.mark.parametrize(
    ("fields", "limit"),
    [
        ({"access": Access(metadata=CLOSED, transcript=OPEN, sound=OPEN)}, "listed only"),
        ({"access": Access(metadata=OPEN, transcript=CLOSED, sound=OPEN)}, "text closed"),
        ({"access": Access(metadata=OPEN, transcript=OPEN, sound=HIDDEN)}, "sound closed"),
        ({"consent": Consent(statement="Yes.", uses=("sound",))}, "text not allowed"),
        ({"consent": Consent(statement="Yes.", uses=("text", "sound"))}, "translation not allowed"),
        ({"consent": Consent(statement="Yes.", uses=("text",))}, "sound not allowed"),
        ({"embargo_until": "2031-05-03"}, "embargo"),
        ({"redactions": (Redaction(recording="recording-7", start_ms=0, end_ms=9),)}, "lost redaction"),
        ({"redactions": (Redaction(recording="recording-1", start_ms=0, end_ms=9),)}, "sound redacted"),
        ({}, "not transcribed"),
        ({}, "sound not made"),
    ],
)
def test_what_narrows_it_is_named_and_it_may_be_published_all_the_same(
    files: Files, settings: Settings, tmp_path: Path, fields: dict[str, object], limit: Limit
) -> None:
    outlook = opening.outlook(files, settings, taken_in(files, tmp_path, **fields))
    assert limit in outlook.limits
    assert outlook.released is not None
    assert outlook.may_be_published


@pytest.mark.parametrize(("demands", "limit", "met"), [(False, "not approved", 1), (True, "waits for review", 0)])
def test_a_machines_text_is_labelled_or_where_review_is_demanded_not_met(
    files: Files, settings: Settings, demands: bool, limit: Limit, met: int
) -> None:
    recording = Recording(name="recording-1", kind="none")
    held = take_in_described(files, described(recordings=(recording,), collection="mine")).id
    describing.keep_collection(files, Collection(slug="mine", demands_review=demands), agent="Lin Guihua")
    transcripts.keep_machine_text(files, held, "recording-1", Track(language="en", cues=CUES, made_by="whisper base"))
    outlook = opening.outlook(files, settings, held)
    assert limit in outlook.limits
    assert outlook.released is not None and len(outlook.released.tracks) == met


def test_looking_decides_nothing(files: Files, settings: Settings, tmp_path: Path) -> None:
    held = taken_in(files, tmp_path)
    assert opening.outlook(files, settings, held).interview.published is None
    assert files.read_interview(held).published is None


def test_a_record_that_cannot_be_read_for_certain_is_told_of(files: Files, settings: Settings, tmp_path: Path) -> None:
    held = taken_in(files, tmp_path)
    [event] = (settings.home / f"transcripts/{held}/events").iterdir()
    event.chmod(0o644)
    event.write_text("{")
    outlook = opening.outlook(files, settings, held)
    assert "unreadable" in outlook.hindrances and event.name in str(outlook.fault)
    assert not outlook.may_be_published


def test_the_edition_follows_each_decision_and_is_known_to_lag_behind_until_then(
    files: Files, settings: Settings, tmp_path: Path
) -> None:
    held = taken_in(files, tmp_path)
    opening.publish(files, settings, [held], by="Lin Guihua", on="2026-05-03", because="read on paper")
    opening.follow(files, settings, held)
    outlook = opening.outlook(files, settings, held)
    assert outlook.is_public and outlook.is_followed
    publication.restrict(files, held, {"sound": CLOSED}, by="Lin Guihua", on="2026-05-03")
    outlook = opening.outlook(files, settings, held)
    assert outlook.is_public and not outlook.is_followed
    opening.follow(files, settings, held)
    assert opening.outlook(files, settings, held).is_followed
    publication.unpublish(files, held, by="Lin Guihua")
    outlook = opening.outlook(files, settings, held)
    assert outlook.is_public and not outlook.is_followed
    opening.follow(files, settings, held)
    outlook = opening.outlook(files, settings, held)
    assert not outlook.is_public and outlook.is_followed


def test_what_is_taken_back_can_be_published_again_and_each_time_is_an_event(
    files: Files, settings: Settings, tmp_path: Path
) -> None:
    held = taken_in(files, tmp_path)
    opening.publish(files, settings, [held], by="Lin Guihua", on="2026-05-03", because="read on paper")
    opening.follow(files, settings, held)
    publication.unpublish(files, held, by="Wang Fang", reason="a name to be checked")
    opening.follow(files, settings, held)
    assert not jobs.is_public(settings, held)
    publication.unpublish(files, held, by="Wang Fang", reason="once more")
    opening.follow(files, settings, held)
    opening.publish(files, settings, [held], by="Lin Guihua", on="2026-05-04", because="read on paper")
    opening.follow(files, settings, held)
    assert jobs.is_public(settings, held)
    told = [(each.type, each.agent, str(each.detail).partition(":")[0]) for each in provenance.events(files, held)][1:]
    assert told == [
        ("publication", "Lin Guihua", "nobody had looked at"),
        ("publication taken back", "Wang Fang", "a name to be checked"),
        ("publication", "Lin Guihua", "nobody had looked at"),
    ]


def test_an_edition_that_cannot_be_made_says_what_the_public_meets(
    files: Files, settings: Settings, tmp_path: Path
) -> None:
    held = taken_in(files, tmp_path)
    blocked = settings.instance / "edition/edition.building"
    blocked.mkdir(parents=True)
    with pytest.raises(Unavailable, match=f"NOT PUBLIC: {held}"):
        opening.publish(files, settings, [held], by="Lin Guihua", on="2026-05-03", because="read on paper")
        opening.follow(files, settings, held)
    blocked.rmdir()
    opening.follow(files, settings, held)
    blocked.mkdir()
    publication.restrict(files, held, {"sound": CLOSED}, by="Lin Guihua", on="2026-05-03")
    with pytest.raises(Unavailable, match=f"STILL PUBLIC AS IT WAS: {held}"):
        opening.follow(files, settings, held)
    with pytest.raises(Unavailable, match=f"STILL PUBLIC: {held} is taken back"):
        publication.unpublish(files, held, by="Lin Guihua")
        opening.follow(files, settings, held)
    with pytest.raises(Unavailable, match=f"STILL PUBLIC: {held} is withdrawn"):
        publication.withdraw(files, held, by="Lin Guihua", on="2026-05-03", reason="asked for")
        opening.follow(files, settings, held)


def test_who_publishes_decides_on_what_they_saw(files: Files, tmp_path: Path) -> None:
    held = taken_in(files, tmp_path)
    seen = publication.standing(files.read_interview(held))
    publication.embargo(files, held, until=date(2031, 5, 3), by="Wang Fang")
    with pytest.raises(Conflict):
        publication.publish(files, held, by="Lin Guihua", on="2026-05-03", started_from=seen)
    assert files.read_interview(held).published is None
    seen = publication.standing(files.read_interview(held))
    assert publication.publish(files, held, by="Lin Guihua", on="2026-05-03", started_from=seen).published


def closed_but_published(files: Files, settings: Settings, tmp_path: Path, **fields: object) -> str:
    """The id of an interview of which somebody has looked at all there is to be read of it, and that is published."""
    held = taken_in(files, tmp_path, **fields)
    track = Track(language="en", cues=(Cue(0, 900, "Ring me at 13804685521."),), origin="person")
    transcripts.keep_text(files, held, "recording-1", track, agent="Wang Fang", detail="")
    look_at(files, settings, held, as_published)
    opening.publish(files, settings, [held], by="Lin Guihua", on="2026-05-03")
    return held


def look_at(files: Files, settings: Settings, held: str, decided: Callable[[Interview], Interview]) -> None:
    there = sensitivity.sights(files, settings, held, decided)
    sensitivity.tick(files, held, there, {each.what: each.seen for each in there}, by="M. Lin")


def last_event(files: Files, held: str) -> Event:
    return [*provenance.events(files, held)][-1]


def restrict(files: Files, settings: Settings, held: str, **why: str) -> object:
    told = {"transcript": OPEN, "reason": "her son agrees"}
    return opening.restrict(files, settings, held, told, by="Lin Guihua", on="2026-05-04", **why)


def widen(files: Files, settings: Settings, held: str, **why: str) -> object:
    consent = Consent(statement="All of it, by telephone.", uses=ALL)
    return opening.record_consent(files, settings, held, consent, by="Lin Guihua", **why)


def lift(files: Files, settings: Settings, held: str, **why: str) -> object:
    return opening.lift_embargo(files, settings, held, by="Lin Guihua", on="2026-05-04", **why)


OPENED_LATER = (
    ({"access": Access(metadata=OPEN, sound=OPEN)}, restrict),
    ({"consent": Consent(statement="Sound only.", uses=("sound",))}, widen),
    ({"embargo_until": "2026-05-04"}, lift),
)
"""What was closed when an interview was published, and the decision that opens it."""


@pytest.mark.parametrize(("fields", "decide"), OPENED_LATER)
def test_what_is_opened_after_it_was_published_is_looked_at_first_or_said_why_not(
    files: Files, settings: Settings, tmp_path: Path, fields: dict[str, object], decide: Callable[..., object]
) -> None:
    held = closed_but_published(files, settings, tmp_path, **fields)
    before = files.read_interview(held)
    with pytest.raises(opening.Unlooked, match=r"Nobody has looked at passages .*--as-open"):
        decide(files, settings, held)
    assert files.read_interview(held) == before
    decide(files, settings, held, because="her son has read it all")
    assert shown(files.read_interview(held)).transcript == OPEN
    told = str(last_event(files, held).detail)
    assert "nobody had looked at: passages that may give somebody away" in told
    assert told.endswith("Opened because: her son has read it all")


@pytest.mark.parametrize(("fields", "decide"), OPENED_LATER)
def test_whoever_looked_at_it_as_if_it_were_open_is_not_asked_again(
    files: Files, settings: Settings, tmp_path: Path, fields: dict[str, object], decide: Callable[..., object]
) -> None:
    held = closed_but_published(files, settings, tmp_path, **fields)
    look_at(files, settings, held, as_open)
    assert opening.unlooked(files, settings, held) == (), "who has seen all has seen what is open now"
    decide(files, settings, held)
    assert shown(files.read_interview(held)).transcript == OPEN
    assert "nobody had looked" not in str(last_event(files, held).detail)


@pytest.mark.parametrize(("fields", "decide"), OPENED_LATER)
def test_of_what_is_not_public_nothing_is_opened_and_nothing_asked(
    files: Files, settings: Settings, tmp_path: Path, fields: dict[str, object], decide: Callable[..., object]
) -> None:
    held = taken_in(files, tmp_path, **fields)
    decide(files, settings, held)
    assert shown(files.read_interview(held)) == NOTHING
    with pytest.raises(opening.Unlooked):
        opening.publish(files, settings, [held], by="Lin Guihua", on="2026-05-04")


def test_closing_asks_nobody_to_look(files: Files, settings: Settings, tmp_path: Path) -> None:
    held = closed_but_published(files, settings, tmp_path)
    transcripts.keep_text(
        files,
        held,
        "recording-1",
        Track(language="en", cues=(Cue(0, 900, "Her number was 13804685521, not his."),), origin="person"),
        agent="Wang Fang",
        detail="",
    )
    opening.restrict(files, settings, held, {"sound": CLOSED}, by="Lin Guihua", on="2026-05-04")
    assert shown(files.read_interview(held)).sound == CLOSED


def test_what_a_decision_opens_besides_is_named() -> None:
    assert newly_open(NOTHING, LISTED) == ("metadata", "transcript", "translation", "sound")
    assert newly_open(LISTED, EVERYTHING) == ("metadata", "transcript", "translation", "sound")
    assert newly_open(EVERYTHING, LISTED) == newly_open(EVERYTHING, EVERYTHING) == ()
    public = described(published=PUBLISHED, consent=Consent(statement="Yes.", uses=("text",)))
    wider = replace(public, consent=Consent(statement="Yes.", uses=("text", "sound")))
    assert newly_open(shown(public), shown(wider)) == ("sound",)


# --- what a collection keeps back ------------------------------------------------------------------------------------


def kept_back_by_its_collection(files: Files, settings: Settings, tmp_path: Path) -> str:
    """A public interview in a collection that demands review, of which only a machine has written anything down."""
    demands = Collection(slug="mine", demands_review=True)
    describing.keep_collection(files, demands, agent="Lin Guihua")
    held = taken_in(files, tmp_path, collection="mine")
    transcripts.keep_machine_text(files, held, "recording-1", Track(language="en", cues=CUES, made_by="whisper base"))
    opening.publish(files, settings, [held], by="Lin Guihua", on="2026-05-03", because="nothing to look at yet")
    return held


def no_longer_demands(files: Files, held: str, **why: str) -> object:
    kept = files.read_collection("mine")
    changed = replace(kept, demands_review=False)
    return opening.keep_collection(files, changed, agent="Wang Fang", started_from=version_of(kept), **why)


def leaves_it(files: Files, held: str, **why: str) -> object:
    kept = files.read_interview(held)
    changed = replace(kept, collection="")
    return opening.keep_record(files, changed, agent="Wang Fang", started_from=version_of(kept), **why)


@pytest.mark.parametrize("opens", [no_longer_demands, leaves_it])
def test_what_a_collection_kept_back_is_opened_with_a_reason_or_once_it_is_approved(
    files: Files, settings: Settings, tmp_path: Path, opens: Callable[..., object]
) -> None:
    held = kept_back_by_its_collection(files, settings, tmp_path)
    before = files.read_interview(held), files.read_collection("mine")
    with pytest.raises(opening.Unapproved, match=held):
        opens(files, held)
    assert (files.read_interview(held), files.read_collection("mine")) == before
    opens(files, held, because="read on paper")
    told = [str(each.detail) for folder in (held, COLLECTIONS) for each in provenance.events(files, folder)]
    assert any(each.endswith("Opened because: read on paper") for each in told)


@pytest.mark.parametrize("opens", [no_longer_demands, leaves_it])
def test_nobody_is_asked_why_where_a_collection_keeps_nothing_back(
    files: Files, settings: Settings, tmp_path: Path, opens: Callable[..., object]
) -> None:
    held = kept_back_by_its_collection(files, settings, tmp_path)
    correcting.approve(files, held, TrackName("recording-1", "en"), by="Wang Fang", on="2026-05-04")
    opens(files, held)
    assert "Opened because" not in str(last_event(files, held).detail)


def test_a_translation_that_was_not_allowed_does_not_become_what_was_said_without_a_reason(
    files: Files, settings: Settings, tmp_path: Path
) -> None:
    held = taken_in(files, tmp_path, language="zh", consent=Consent(statement="Not put into English.", uses=ALL[:2]))
    english = Track(language="en", cues=CUES, origin="person", made_by="Wang Fang")
    transcripts.keep_text(files, held, "recording-1", english, agent="Wang Fang", detail="")
    opening.publish(files, settings, [held], by="Lin Guihua", on="2026-05-03", because="read on paper")

    def says(language: str, **why: str) -> object:
        kept = files.read_interview(held)
        told = replace(kept, language=language)
        return opening.keep_record(files, told, started_from=version_of(kept), agent="Wang Fang", **why)

    with pytest.raises(opening.Unapproved, match=held):
        says("en")
    says("zh-Hans")
    says("en", because="it was English all along")
    assert str(last_event(files, held).detail).endswith("Opened because: it was English all along")
