"""Who may meet what: the strictest wins, and what is not known is not public."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from archive.access import EVERYTHING, LISTED, NOTHING, Shown, in_words, shown, standing_in_the_way, under_embargo
from archive.records import CLOSED, HIDDEN, OPEN, Access, Consent, Decision, Interview, Redaction
from tests.conftest import PUBLISHED, described

PUBLIC = described(id="2026-001", published=PUBLISHED)


def test_a_published_interview_with_full_consent_is_open_throughout() -> None:
    assert shown(PUBLIC) == EVERYTHING


def test_an_interview_of_which_nothing_is_known_is_not_public() -> None:
    assert shown(Interview(id="2026-001")) == NOTHING


@pytest.mark.parametrize(
    ("lacking", "reason"),
    [
        ({"published": None}, "decided"),
        ({"published": Decision(by=" ", on="2026-05-03")}, "decided"),
        ({"published": Decision(by="M. Lin", on="")}, "decided"),
        ({"consent": None}, "consent"),
        ({"consent": Consent(statement=" ", uses=("text",))}, "consent"),
        ({"consent": Consent(statement="yes", uses=())}, "no public use"),
        ({"consent": Consent(statement="yes", uses=("text",), withdrawn_on="2026-05-01")}, "took consent back"),
        ({"withdrawn": Decision(by="M. Lin", on="2026-05-04")}, "withdrawn"),
    ],
)
def test_what_stands_in_the_way_is_said_and_keeps_everything_back(lacking: dict[str, object], reason: str) -> None:
    interview = replace(PUBLIC, **lacking)
    assert shown(interview) == NOTHING
    assert any(reason in str(each) for each in standing_in_the_way(interview))


@pytest.mark.parametrize(("metadata", "rights"), [(CLOSED, LISTED), (HIDDEN, NOTHING), ("ajar", NOTHING)])
def test_closed_metadata_is_listed_and_no_more_and_hidden_metadata_is_not_even_that(
    metadata: str, rights: Shown
) -> None:
    access = Access(metadata=metadata, transcript=OPEN, sound=OPEN)  # type: ignore[arg-type]
    assert shown(replace(PUBLIC, access=access)) == rights


@pytest.mark.parametrize(("transcript", "sound"), list(product([OPEN, CLOSED, HIDDEN], repeat=2)))
def test_transcript_and_sound_are_opened_apart(transcript: str, sound: str) -> None:
    rights = shown(replace(PUBLIC, access=Access(metadata=OPEN, transcript=transcript, sound=sound)))
    assert (rights.transcript, rights.sound) == (transcript, sound)
    assert rights.translation == transcript


def test_a_word_for_access_that_nobody_defined_hides() -> None:
    rights = shown(replace(PUBLIC, access=Access(metadata=OPEN, transcript="ajar", sound=OPEN)))  # type: ignore[arg-type]
    assert rights.transcript == HIDDEN


@pytest.mark.parametrize("use", ["text", "sound", "translation"])
def test_a_use_the_narrator_did_not_name_is_closed(use: str) -> None:
    uses = tuple(each for each in ("text", "sound", "translation") if each != use)
    rights = shown(replace(PUBLIC, consent=Consent(statement="in part", uses=uses)))
    closed = {"text": rights.transcript, "sound": rights.sound, "translation": rights.translation}
    assert closed[use] == CLOSED


@pytest.mark.parametrize(
    ("lifted", "opens"),
    [
        (None, False),
        (Decision(by="", on="2031-01-01"), False),
        (Decision(by="M. Lin", on="2029-12-31"), False),
        (Decision(by="M. Lin", on="2030-01-01"), True),
    ],
)
def test_an_embargo_ends_by_a_named_persons_decision_on_or_after_its_day(lifted: Decision | None, opens: bool) -> None:
    rights = shown(replace(PUBLIC, embargo_until="2030-01-01", embargo_lifted=lifted))
    assert rights.metadata == OPEN
    assert {rights.transcript, rights.translation, rights.sound} == ({OPEN} if opens else {CLOSED})


@pytest.mark.parametrize(
    ("until", "lifted_on"),
    [
        ("1 May 2031", "2026-01-01"),
        ("03/05/2031", "2031-06-01"),
        ("2031", "2032-01-01"),
        (" ", "2031-06-01"),
        ("2031-05-01", "3 June"),
        ("2031-05-01", "2031?"),
        ("2031-05-01", "9"),
        ("2031-05-01", ""),
    ],
)
def test_an_embargo_whose_days_cannot_be_read_still_holds(until: str, lifted_on: str) -> None:
    lifted = Decision(by="M. Lin", on=lifted_on)
    assert under_embargo(replace(PUBLIC, embargo_until=until, embargo_lifted=lifted))


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "words, translations and sound"),
        ({"consent": Consent(statement="text", uses=("text",))}, "words"),
        ({"embargo_until": "2031-05-03"}, "listed only: under embargo until 2031-05-03"),
        ({"access": Access(metadata=HIDDEN)}, "not listed: its metadata is hidden"),
        ({"access": Access(metadata=CLOSED, sound=OPEN)}, "listed only: its metadata is closed"),
        ({"access": Access(metadata=OPEN)}, "listed only: neither its words nor its sound are open"),
        (
            {"redactions": (Redaction(recording="recording-9", start_ms=0, end_ms=9),)},
            "listed only: a redaction names recording-9, which it does not have",
        ),
        ({"published": None}, "not public: nobody has decided to publish it"),
    ],
)
def test_what_the_public_will_meet_is_said_in_words(fields: dict[str, object], words: str) -> None:
    assert in_words(replace(PUBLIC, **fields)) == words  # type: ignore[arg-type]
