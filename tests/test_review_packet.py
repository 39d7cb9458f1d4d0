"""The review packet: it tells the narrator their words and nobody else's name, and their answers lose nothing."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import example, given
from hypothesis import settings as tried
from hypothesis import strategies as st

from archive import correcting, fixity, jobs, provenance, publication, review
from archive.correcting import Wish
from archive.errors import BadInput, Conflict, NotFound, Refused
from archive.exchange import make_packet, read_answers, write_packet
from archive.files import Files, TrackName
from archive.records import Consent, Decision, Interview, Packet, Person, Redaction
from archive.settings import Settings
from tests.commands import earwitness, environment, result
from tests.packets import ASKS, SAID, SAVED_AT, TELLS, answer, answered, answers_file, held, packed, with_sound

CHINESE = TrackName("recording-1", "zh")
TODAY = "2026-11-28"


@pytest.fixture
def interview(files: Files, tmp_path: Path) -> Interview:
    return held(files, tmp_path / "tape.wav")


@pytest.fixture
def packet(files: Files, interview: Interview) -> Packet:
    return packed(files, interview)


def zipped(files: Files, packet: Packet, archive: str = "The archive") -> ZipFile:
    stream = io.BytesIO()
    write_packet(files, files.read_interview(packet.interview), packet, stream, archive=archive)
    return ZipFile(stream)


def take_in(files: Files, packet: Packet, *answers: dict[str, object]) -> review.TakenIn:
    told = answered(packet, *answers)
    return review.take_in(files, packet.interview, told, by="The archivist", on=TODAY)


def text_of(files: Files, name: TrackName = CHINESE) -> list[str]:
    return [each.text for each in correcting.read_text(files, "2026-001", name).cues]


def types(files: Files) -> list[str]:
    return [each.type for each in provenance.events(files, "2026-001")]


# --- what goes out ----------------------------------------------------------------------------------------------------


def test_each_passage_has_its_times_its_words_and_their_translation(packet: Packet) -> None:
    assert [each.said[0].text for each in packet.passages] == [said for _, said, _ in SAID]
    assert [each.said[1].text for each in packet.passages] == [english for *_, english in SAID]
    assert [(each.start_ms, each.end_ms) for each in packet.passages][1] == (2_000, 3_900)
    assert [each.begins for each in packet.passages] == [True, True, False, False]
    assert {(each.language, len(each.version)) for each in packet.texts} == {("zh", 16), ("en", 16)}


def test_a_translation_that_is_cut_otherwise_stands_beside_what_it_shares_most_time_with(
    files: Files, interview: Interview
) -> None:
    english = TrackName("recording-1", "en")
    cues = correcting.read_text(files, interview.id, english).cues
    correcting.correct(files, interview.id, english, Wish(act="join", cues=cues[1:3]), by="Zhou Lan")
    _, joined, alone, _ = packed(files, interview).passages
    assert joined.said[1].text == f"{SAID[1][2]} {SAID[2][2]}"
    assert (joined.said[1].start_ms, joined.said[1].end_ms) == (2_000, 5_900)
    assert [each.language for each in alone.said] == ["zh"]


def test_nobody_but_the_narrator_is_named_and_nothing_of_the_staffs_is_told(files: Files, tmp_path: Path) -> None:
    canary = "zhenniao"
    interview = held(
        files,
        tmp_path / f"{canary}-tape.wav",
        narrators=(Person(name=TELLS, note=f"{canary}-note"),),
        interviewers=(Person(name=ASKS, note=f"{canary}-note"),),
        staff_note=f"{canary}-staff",
        consent=Consent(statement=f"{canary}-consent", uses=("text",), limits=f"{canary}-limits"),
        accession={"donor": f"{canary}-donor"},
        rights_holder=f"{canary}-rights",
        redactions=(Redaction(recording="recording-1", start_ms=4_000, end_ms=5_000, reason=f"{canary}-reason"),),
        withdrawn=None,
        published=Decision(by=f"{canary}-decider", on=TODAY),
    )
    folder = zipped(files, packed(files, interview))
    page = folder.read("index.html").decode()
    assert TELLS in page and "绞车会说话" in page and "The archive already keeps this from the public." in page
    for told in (canary, ASKS, "Zhou Lan", "The archivist", "Signed in", str(tmp_path)):
        assert told not in page, told


def test_a_narrator_with_a_pseudonym_is_called_by_it(files: Files, tmp_path: Path) -> None:
    interview = held(files, tmp_path / "tape.wav", narrators=(Person(name=TELLS, pseudonym="赵姐"),))
    packet = packed(files, interview)
    assert {each.name for each in packet.passages if each.voice == "narrator"} == {"赵姐"}
    assert TELLS not in zipped(files, packet).read("index.html").decode()


@pytest.mark.parametrize(
    ("label", "voice"),
    [
        ("王秀英", "narrator"),
        ("Wang Xiuying", "narrator"),
        ("讲述人", "narrator"),
        ("李敏", "interviewer"),
        ("Interviewer", "interviewer"),
        ("SPEAKER_01", "other"),
        ("", "other"),
    ],
)
def test_a_voice_is_the_narrators_the_interviewers_or_nobodys(
    files: Files, interview: Interview, label: str, voice: str
) -> None:
    correcting.rename_speaker(files, interview.id, ASKS, label, by="Zhou Lan")
    assert packed(files, interview).passages[0].voice == voice


def test_the_zip_holds_the_page_and_the_sound_and_says_nothing_of_when_or_by_whom_it_was_made(
    files: Files, settings: Settings, interview: Interview, packet: Packet
) -> None:
    with_sound(files, settings, interview)
    folder = zipped(files, packet)
    assert folder.namelist() == ["index.html", "sound/recording-1.m4a"]
    assert {each.date_time for each in folder.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert not folder.comment and {(each.comment, each.extra) for each in folder.infolist()} <= {(b"", b"")}
    with files.store.open("media/2026-001/recording-1.access.m4a") as copy:
        assert folder.read("sound/recording-1.m4a") == copy.read()
    page = folder.read("index.html").decode()
    assert 'href="sound/recording-1.m4a#t=2,3.9"' in page
    assert zipped(files, packet).read("index.html").decode() == page


def test_the_page_asks_for_nothing_but_what_is_beside_it(files: Files, packet: Packet) -> None:
    page = zipped(files, packet).read("index.html").decode()
    assert not re.search(r"https?:|type=\"module\"|\bimport\b|\bfetch\b|XMLHttpRequest|<link|src=|url\(", page)
    assert "</" not in (Path(jobs.__file__).parent.parent / "exchange/packet/packet.js").read_text("utf-8")


def test_words_are_text_never_markup(files: Files, interview: Interview) -> None:
    cue = correcting.read_text(files, interview.id, CHINESE).cues[1]
    nasty = "<script>alert(1)</script> </textarea> \" '"
    correcting.correct(files, interview.id, CHINESE, Wish(act="text", cues=(cue,), text=nasty), by="Zhou Lan")
    page = zipped(files, packed(files, interview), archive="<b>").read("index.html").decode()
    assert "<script>alert" not in page and "</textarea> " not in page and "<b></bdi>" not in page


def test_an_interview_without_words_or_withdrawn_has_no_packet(files: Files, interview: Interview) -> None:
    publication.withdraw(files, interview.id, by="M. Lin", on=TODAY, reason="asked to")
    with pytest.raises(Refused):
        make_packet(files, interview.id, by="The archivist")
    assert review.packets(files, interview.id) == []


# --- what comes back --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"RIFF....WAVE",
        b"[]",
        b"{}",
        b'{"earwitness": "answers"}',
        b'{"earwitness": "answers", "form": 1, "interview": "2026-001", "packet": "../../etc", "saved_at": ""}',
        b"\xff\xfe",
        b"[" * 100_000,
    ],
)
def test_a_file_that_is_none_of_ours_is_told_apart_in_words(sent: bytes) -> None:
    with pytest.raises(BadInput, match="is not a file of answers"):
        read_answers(sent, name="letter.json")


@pytest.mark.parametrize(
    "wrong",
    [
        {"at": "yesterday"},
        {"answer": "burn"},
        {"start_ms": -1},
        {"start_ms": 1.5},
        {"comment": "长" * 9_000},
        {"words": {"zh": 7}},
        {"surprise": 1},
    ],
)
def test_a_file_with_one_wrong_answer_is_left_out_whole(packet: Packet, wrong: dict[str, object]) -> None:
    with pytest.raises(BadInput, match="is not a file of answers"):
        answered(packet, answer(1, "agree"), answer(2, "agree") | wrong)


@tried(max_examples=60)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
        max_leaves=12,
    )
)
@example({"earwitness": "answers", "form": True, "interview": "2026-001", "packet": "0" * 12, "saved_at": ""})
def test_no_file_breaks_the_reading(told: object) -> None:
    with pytest.raises(BadInput):
        read_answers(json.dumps(told).encode(), name="x.json")


def test_answers_of_another_interview_or_another_archive_change_nothing(
    files: Files, interview: Interview, packet: Packet, tmp_path: Path
) -> None:
    other = held(files, tmp_path / "other.wav", title={"en": "Another"}, place="Jixi")
    before = types(files)
    told = answered(packet, answer(1, "withhold"))
    with pytest.raises(BadInput, match=f"answers of {interview.id}, not of {other.id}"):
        review.take_in(files, other.id, told, by="The archivist", on=TODAY)
    with pytest.raises(NotFound, match="has no packet"):
        stranger = answered(packet, answer(1, "agree"), packet="0123456789ab")
        review.take_in(files, interview.id, stranger, by="The archivist", on=TODAY)
    with pytest.raises(BadInput, match="what was not asked"):
        review.take_in(files, interview.id, answered(packet, answer(9, "agree")), by="The archivist", on=TODAY)
    with pytest.raises(BadInput, match="what was not asked"):
        french = answered(packet, answer(1, "change", fr="Non"))
        review.take_in(files, interview.id, french, by="The archivist", on=TODAY)
    assert types(files) == before and not review.undecided(files, interview.id)


def test_a_clock_that_ran_ahead_makes_no_later_answer_old(files: Files, packet: Packet) -> None:
    """What is read in last counts, but for an old file of the same browser that turns up late."""
    ahead = answer(1, "agree", at="2031-01-01T00:00:00.000Z") | {"pen": "phone"}
    assert take_in(files, packet, ahead).new == 1
    right = answer(1, "withhold", at="2026-11-28T09:00:00.000Z") | {"pen": "tablet"}
    assert take_in(files, packet, right) == review.TakenIn(new=1, known=0, older=0)
    assert [each.kind for each in review.undecided(files, "2026-001")] == ["withhold"]
    assert take_in(files, packet, ahead) == review.TakenIn(new=0, known=0, older=1)
    assert [each.kind for each in review.undecided(files, "2026-001")] == ["withhold"]


def test_what_was_declined_and_is_asked_for_again_waits_again_and_says_so(files: Files, packet: Packet) -> None:
    def wish() -> review.Asked:
        (only,) = review.undecided(files, "2026-001")
        return only

    def decline() -> None:
        review.settle(files, "2026-001", packet.id, wish().id, "declined", by="Zhou Lan", words="It is known")

    asked_for = answer(2, "withhold", comment="我怕", at="2026-11-28T09:00:00.000Z")
    take_in(files, packet, asked_for)
    decline()
    assert take_in(files, packet, asked_for).known == 1 and review.undecided(files, "2026-001") == []
    again = asked_for | {"at": "2026-11-29T09:00:00.000Z"}
    take_in(files, packet, again)
    assert wish().declined is not None and wish().declined.words == "It is known"
    decline()
    assert review.undecided(files, "2026-001") == []
    other = packed(files, files.read_interview("2026-001"))
    take_in(files, other, again)
    everything = [
        each for one in (packet, other) for each in review.asked(one, review.read_review(files, "2026-001", one.id))
    ]
    (waits,) = [each for each in review.remembering(everything, everything) if not each.settled]
    assert waits.packet == other.id and waits.declined is not None and waits.declined.by == "Zhou Lan"


def test_read_in_twice_a_file_adds_nothing_twice_and_the_later_word_counts(files: Files, packet: Packet) -> None:
    first = [answer(1, "agree"), answer(2, "withhold", comment="我怕")]
    assert take_in(files, packet, *first) == review.TakenIn(new=2, known=0, older=0)
    before = types(files)
    assert take_in(files, packet, *first) == review.TakenIn(new=0, known=2, older=0)
    assert types(files) == before
    later = answer(2, "agree", at="2026-11-29T08:00:00.000Z")
    assert take_in(files, packet, first[0], later) == review.TakenIn(new=1, known=1, older=0)
    assert take_in(files, packet, *first) == review.TakenIn(new=0, known=1, older=1)
    assert review.undecided(files, "2026-001") == []
    kept = review.read_review(files, "2026-001", packet.id)
    assert [each.choice for each in kept.replies] == ["agree", "withhold", "agree"]


def test_what_is_not_answered_stays_listed_and_an_answer_can_be_taken_back(files: Files, packet: Packet) -> None:
    take_in(files, packet, answer(1, "agree"))

    def unanswered() -> list[int]:
        kept = review.read_review(files, "2026-001", packet.id)
        return [each.start_ms for each in review.unanswered(packet, kept)]

    assert unanswered() == [0, 4_000, 6_000]
    take_in(files, packet, answer(1, "", at="2026-11-29T08:00:00.000Z"))
    assert unanswered() == [0, 2_000, 4_000, 6_000]


def test_the_record_says_on_which_day_the_narrator_answered(files: Files, packet: Packet) -> None:
    assert files.read_interview("2026-001").narrator_reviewed_on == ""
    told = answered(packet, answer(1, "agree"), saved_at="1970-01-01T00:00:00.000Z")
    review.take_in(files, "2026-001", told, by="The archivist", on="2031-05-03")
    assert files.read_interview("2026-001").narrator_reviewed_on == packet.at[:10]
    told = answered(packet, answer(2, "agree"), saved_at="2099-01-01T00:00:00.000Z")
    review.take_in(files, "2026-001", told, by="The archivist", on="2031-05-03")
    assert files.read_interview("2026-001").narrator_reviewed_on == "2031-05-03"


# --- what is decided --------------------------------------------------------------------------------------------------


def wanted(files: Files, kind: str) -> review.Asked:
    (found,) = [each for each in review.undecided(files, "2026-001") if each.kind == kind]
    return found


def test_a_change_is_made_where_the_words_now_are_however_the_text_was_corrected_meanwhile(
    files: Files, packet: Packet
) -> None:
    first, *_ = correcting.read_text(files, "2026-001", CHINESE).cues
    correcting.correct(files, "2026-001", CHINESE, Wish(act="split", cues=(first,), at=3), by="Zhou Lan")
    take_in(files, packet, answer(2, "change", zh="夜里总能听见绞车响。", en="At night you always heard the winch."))
    for each in review.undecided(files, "2026-001"):
        settled = publication.change_as_asked(files, "2026-001", packet.id, each.id, by="The archivist")
        assert settled.settled and settled.settled.by == "The archivist"
    assert text_of(files)[3] == "夜里总能听见绞车响。" and len(text_of(files)) == 5
    assert text_of(files, TrackName("recording-1", "en"))[2] == "At night you always heard the winch."
    assert review.undecided(files, "2026-001") == []
    (made,) = [each for each in correcting.read_text(files, "2026-001", CHINESE).made if each.act != "split"]
    assert (made.act, made.by) == ("narrator's review", "The archivist")
    told = [str(each.detail) for each in provenance.events(files, "2026-001") if each.type == "narrator's wish decided"]
    assert told == ["recording-1 4000–5900 ms, another wording: done as asked"] * 2


def test_a_change_of_what_was_split_since_is_left_for_somebody_to_make(files: Files, packet: Packet) -> None:
    take_in(files, packet, answer(2, "change", zh="夜里总能听见绞车响。"))
    cue = correcting.read_text(files, "2026-001", CHINESE).cues[2]
    correcting.correct(files, "2026-001", CHINESE, Wish(act="split", cues=(cue,), at=4), by="Zhou Lan")
    asked = wanted(files, "change")
    with pytest.raises(Conflict):
        publication.change_as_asked(files, "2026-001", packet.id, asked.id, by="The archivist")
    review.settle(files, "2026-001", packet.id, asked.id, "by hand", by="The archivist", words="在两段里改了")
    assert review.undecided(files, "2026-001") == []


def test_a_wish_to_withhold_stands_in_the_way_of_publishing_until_it_is_decided(files: Files, packet: Packet) -> None:
    take_in(files, packet, answer(3, "withhold", comment="赵家的人还在"))
    with pytest.raises(Refused, match="asked to withhold"):
        publication.publish(files, "2026-001", by="M. Lin", on=TODAY)
    asked = wanted(files, "withhold")
    publication.withhold_as_asked(files, "2026-001", packet.id, asked.id, by="The archivist")
    (redaction,) = files.read_interview("2026-001").redactions
    assert (redaction.start_ms, redaction.end_ms, redaction.reason) == (6_000, 7_900, "赵家的人还在")
    publication.publish(files, "2026-001", by="M. Lin", on=TODAY)
    again = publication.withhold_as_asked(files, "2026-001", packet.id, asked.id, by="Another")
    assert again.settled and again.settled.by == "The archivist"
    assert len(files.read_interview("2026-001").redactions) == 1


def test_who_decides_otherwise_than_somebody_just_did_is_told_so(files: Files, packet: Packet) -> None:
    take_in(files, packet, answer(3, "withhold"), answer(1, "", comment="谢谢你们"))
    asked = wanted(files, "withhold")
    review.settle(files, "2026-001", packet.id, asked.id, "declined", by="The archivist", words="agreed by telephone")
    with pytest.raises(Conflict):
        review.settle(files, "2026-001", packet.id, asked.id, "by hand", by="Another")
    publication.publish(files, "2026-001", by="M. Lin", on=TODAY)
    review.settle(files, "2026-001", packet.id, wanted(files, "comment").id, "noted", by="The archivist")
    assert review.undecided(files, "2026-001") == []


def test_whoever_asks_the_same_again_asks_nothing_new_and_something_else_waits_anew(
    files: Files, packet: Packet
) -> None:
    take_in(files, packet, answer(2, "change", zh="甲"))
    review.settle(files, "2026-001", packet.id, wanted(files, "change").id, "by hand", by="The archivist")
    take_in(files, packet, answer(2, "change", zh="甲", at="2026-11-29T08:00:00.000Z"))
    assert review.undecided(files, "2026-001") == []
    take_in(files, packet, answer(2, "change", zh="乙", at="2026-11-30T08:00:00.000Z"))
    assert wanted(files, "change").text == "乙"


def test_what_a_review_leaves_on_the_disk_is_vouched_for(files: Files, packet: Packet) -> None:
    take_in(files, packet, answer(1, "change", zh="在南井口上头。"), answer(3, "withhold"))
    publication.change_as_asked(files, "2026-001", packet.id, wanted(files, "change").id, by="The archivist")
    with files.lock("2026-001"):
        assert [each for each in fixity.verify(files, "2026-001", agent="test") if each.is_damage] == []
    manifest = files.store.read("transcripts/2026-001/manifest-sha256.txt").decode()
    assert f"packet-{packet.id}.json" in manifest and f"packet-{packet.id}.review.json" in manifest


# --- by command -------------------------------------------------------------------------------------------------------


def test_a_packet_goes_out_and_answers_come_in_by_command(files: Files, settings: Settings, tmp_path: Path) -> None:
    held(files, tmp_path / "tape.wav")
    env, out, back = environment(settings.home), tmp_path / "review.zip", tmp_path / "answers.json"
    assert earwitness("export", "2026-001", "--format", "packet", env=env).returncode == 2
    result("export", "2026-001", "--format", "packet", "-o", out, env=env)
    (packet,) = review.packets(files, "2026-001")
    with ZipFile(out) as folder:
        assert packet.id in folder.read("index.html").decode()
    back.write_bytes(answers_file(packet, answer(1, "agree"), answer(3, "withhold"), saved_at=SAVED_AT))
    assert result("answers", "2026-001", back, env=env) == "recording-1 6000-7900 withhold"
    done = earwitness("answers", "2026-001", out, env=env)
    assert done.returncode == 2 and "is not a file of answers" in done.stderr
