"""The state machine of publicity: every transition, and that no row of decisions shows more than the latest allow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.access import NOTHING, decisions, shown
from archive.access.decisions import State, state
from archive.errors import BadInput, Refused
from archive.records import (
    CLOSED,
    HIDDEN,
    OPEN,
    PARTS,
    PUBLIC_USES,
    UNTIL_DECIDED,
    Access,
    Consent,
    Decision,
    Interview,
    Part,
)
from tests.conftest import described

DAY = "2026-05-03"
NOW = {"by": "M. Lin", "on": DAY}
Decided = Callable[[Interview], Interview]

KEPT = described(id="2026-001")
PUBLISHED = replace(KEPT, published=Decision(**NOW))
WITHDRAWN = replace(KEPT, withdrawn=Decision(**NOW, reason="asked for"))
STATES: dict[State, Interview] = {"kept": KEPT, "published": PUBLISHED, "withdrawn": WITHDRAWN}

DECISIONS: dict[str, Decided] = {
    "publish": lambda each: decisions.published(each, **NOW),
    "take back": decisions.taken_back,
    "withdraw": lambda each: decisions.withdrawn(each, **NOW, reason="asked for"),
}
TRANSITIONS: dict[tuple[State, str], State | type[Refused]] = {
    ("kept", "publish"): "published",
    ("kept", "take back"): "kept",
    ("kept", "withdraw"): "withdrawn",
    ("published", "publish"): "published",
    ("published", "take back"): "kept",
    ("published", "withdraw"): "withdrawn",
    ("withdrawn", "publish"): Refused,
    ("withdrawn", "take back"): "withdrawn",
    ("withdrawn", "withdraw"): "withdrawn",
}


def test_the_table_names_every_decision_in_every_state() -> None:
    assert set(TRANSITIONS) == {(before, decision) for before in STATES for decision in DECISIONS}


@pytest.mark.parametrize(("before", "decision"), sorted(TRANSITIONS), ids=str)
def test_a_decision_leads_from_one_state_to_one_other_or_is_refused(before: State, decision: str) -> None:
    after = TRANSITIONS[before, decision]
    if after is Refused:
        with pytest.raises(Refused):
            DECISIONS[decision](STATES[before])
    else:
        assert state(DECISIONS[decision](STATES[before])) == after


@pytest.mark.parametrize("decision", sorted(DECISIONS))
def test_deciding_it_again_changes_nothing(decision: str) -> None:
    once = DECISIONS[decision](PUBLISHED)
    assert DECISIONS[decision](once) == once


@pytest.mark.parametrize(
    "consent",
    [None, Consent(statement=" ", uses=PUBLIC_USES), Consent(statement="no", uses=())],
    ids=["none", "no words", "no use"],
)
def test_nobody_can_publish_without_consent_and_the_refusal_says_why(consent: Consent | None) -> None:
    with pytest.raises(Refused, match="consent"):
        decisions.published(replace(KEPT, consent=consent), **NOW)


def test_consent_that_was_taken_back_counts_no_more_until_another_is_given() -> None:
    back = decisions.consent_taken_back(PUBLISHED, on=DAY)
    assert shown(back) == NOTHING
    with pytest.raises(Refused, match="took consent back"):
        decisions.published(decisions.taken_back(back), **NOW)
    assert shown(decisions.allowed(back, Consent(statement="Her words.", uses=("text",)))).transcript == OPEN


def test_consent_that_was_never_given_cannot_be_taken_back() -> None:
    with pytest.raises(Refused):
        decisions.consent_taken_back(replace(KEPT, consent=None), on=DAY)


# --- access by part --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("before", [OPEN, CLOSED, HIDDEN])
@pytest.mark.parametrize("after", [OPEN, CLOSED, HIDDEN])
def test_every_part_goes_from_any_way_to_any_other(part: str, before: Part, after: Part) -> None:
    begun = replace(PUBLISHED, access=replace(PUBLISHED.access, **{part: before}))
    decided = decisions.restricted(begun, replace(begun.access, **{part: after}), on=DAY)
    assert getattr(decided.access, part) == after
    if part != "metadata":
        assert getattr(shown(decided), part) == after


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize(
    ("on", "opens"), [("2031-05-02", False), ("2031-05-03", True), ("2040-01-01", True), ("one day", False)]
)
def test_a_part_is_opened_on_its_day_at_the_earliest_and_by_a_decision(part: str, on: str, opens: bool) -> None:
    waits = replace(PUBLISHED.access, **{part: CLOSED}, not_before={part: "2031-05-03"})
    waiting = decisions.restricted(PUBLISHED, waits, on=DAY)
    assert getattr(shown(waiting), part) == CLOSED
    wanted = replace(waiting.access, **{part: OPEN})
    if not opens:
        with pytest.raises(Refused, match="before 2031-05-03"):
            decisions.restricted(waiting, wanted, on=on)
        return
    opened = decisions.restricted(waiting, wanted, on=on)
    assert getattr(shown(opened), part) == OPEN
    assert opened.access.not_before == {}


def test_a_record_that_says_open_and_to_wait_is_not_open() -> None:
    both = Access(metadata=OPEN, transcript=OPEN, sound=OPEN, not_before={"sound": "2001-01-01"})
    assert shown(replace(PUBLISHED, access=both)).sound == CLOSED
    nobody_knows = replace(both, not_before={"voice": "2001-01-01"})
    assert shown(replace(PUBLISHED, access=nobody_knows)).transcript != OPEN


@pytest.mark.parametrize(
    "access",
    [
        Access(metadata="ajar"),  # type: ignore[arg-type]
        Access(not_before={"voice": "2031-05-03"}),
        Access(not_before={"sound": "3 May 2031"}),
        Access(not_before={"sound": "20310503"}),
    ],
)
def test_what_cannot_be_read_for_certain_is_not_decided(access: Access) -> None:
    with pytest.raises(BadInput):
        decisions.restricted(KEPT, access, on=DAY)


# --- embargo ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("until", "on", "opens"),
    [
        ("2031-05-03", "2031-05-02", False),
        ("2031-05-03", "2031-05-03", True),
        (UNTIL_DECIDED, DAY, True),
        ("some day", "2099-01-01", False),
    ],
)
def test_an_embargo_is_lifted_by_a_person_and_not_before_its_day(until: str, on: str, opens: bool) -> None:
    closed = decisions.embargoed(PUBLISHED, until)
    assert shown(closed).transcript == shown(closed).sound == CLOSED
    if opens:
        assert shown(decisions.embargo_lifted(closed, by="M. Lin", on=on)) == shown(PUBLISHED)
    else:
        with pytest.raises(Refused):
            decisions.embargo_lifted(closed, by="M. Lin", on=on)


def test_a_new_embargo_is_not_lifted_by_the_decision_that_lifted_the_one_before() -> None:
    lifted = decisions.embargo_lifted(decisions.embargoed(PUBLISHED, UNTIL_DECIDED), **NOW)
    assert shown(decisions.embargoed(lifted, UNTIL_DECIDED)).sound == CLOSED


# --- rows of decisions -----------------------------------------------------------------------------------------------


@dataclass
class Latest:
    """What the latest decision of each kind says, told without the state machine."""

    is_published: bool = False
    is_withdrawn: bool = False
    uses: frozenset[str] = frozenset()
    access: Access = field(default_factory=Access)
    embargo: str = ""


WAYS = st.sampled_from([OPEN, CLOSED, HIDDEN])
DAYS = st.integers(0, 40).map(lambda days: (date(2026, 5, 3) + timedelta(days=days)).isoformat())
ACCESS = st.builds(
    Access,
    metadata=WAYS,
    transcript=WAYS,
    sound=WAYS,
    not_before=st.dictionaries(st.sampled_from(PARTS), DAYS, max_size=2),
)
STEPS = st.one_of(
    st.tuples(st.just("publish"), st.none()),
    st.tuples(st.just("take back"), st.none()),
    st.tuples(st.just("withdraw"), st.none()),
    st.tuples(st.just("allow"), st.frozensets(st.sampled_from(PUBLIC_USES))),
    st.tuples(st.just("take consent back"), st.none()),
    st.tuples(st.just("restrict"), ACCESS),
    st.tuples(st.just("embargo"), st.one_of(DAYS, st.just(UNTIL_DECIDED))),
    st.tuples(st.just("lift"), st.none()),
)
# Withdrawing ends the story, so it is drawn rarely: by one of eight, in rows of up to thirty.
ROWS = st.lists(st.tuples(STEPS, st.integers(0, 3)), max_size=30)


def _decide(interview: Interview, what: str, told: Any, on: str) -> Interview:
    return {
        "publish": lambda: decisions.published(interview, by="M. Lin", on=on),
        "take back": lambda: decisions.taken_back(interview),
        "withdraw": lambda: decisions.withdrawn(interview, by="M. Lin", on=on, reason="asked"),
        "allow": lambda: decisions.allowed(interview, Consent(statement="Yes.", uses=tuple(sorted(told or ())))),
        "take consent back": lambda: decisions.consent_taken_back(interview, on=on),
        "restrict": lambda: decisions.restricted(interview, told, on=on),
        "embargo": lambda: decisions.embargoed(interview, told),
        "lift": lambda: decisions.embargo_lifted(interview, by="M. Lin", on=on),
    }[what]()


def _note(latest: Latest, what: str, told: Any) -> None:
    match what:
        case "publish":
            latest.is_published = True
        case "take back":
            latest.is_published = False
        case "withdraw":
            latest.is_withdrawn = True
        case "allow":
            latest.uses = told
        case "take consent back":
            latest.uses = frozenset()
        case "restrict":
            latest.access = told
        case "embargo":
            latest.embargo = told
        case "lift":
            latest.embargo = ""


@given(ROWS)
def test_no_row_of_decisions_makes_more_public_than_the_latest_of_each_kind(row: list[Any]) -> None:
    interview, latest, today = Interview(id="2026-001"), Latest(), date(2026, 5, 3)
    for (what, told), days in row:
        today += timedelta(days=days)
        try:
            interview = _decide(interview, what, told, today.isoformat())
        except Refused:
            continue
        _note(latest, what, told)
        _nothing_more_than(latest, interview)


def _nothing_more_than(latest: Latest, interview: Interview) -> None:
    rights = shown(interview)
    if latest.is_withdrawn or not latest.is_published or not latest.uses or latest.access.metadata == HIDDEN:
        assert rights == NOTHING
    for part, use in (("transcript", "text"), ("translation", "translation"), ("sound", "sound")):
        if getattr(rights, part) != OPEN:
            continue
        of_part = "sound" if part == "sound" else "transcript"
        assert getattr(latest.access, of_part) == latest.access.metadata == OPEN
        assert use in latest.uses and latest.embargo == ""
    if HIDDEN in (latest.access.transcript, latest.access.sound):
        ways = {part: getattr(rights, part) for part in ("transcript", "sound")}
        listed = latest.access.metadata == CLOSED
        assert listed or all(ways[part] == HIDDEN for part in ways if getattr(latest.access, part) == HIDDEN)
