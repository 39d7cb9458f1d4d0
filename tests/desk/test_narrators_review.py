"""The narrator's review at the desk: a packet goes out, answers come in, and each is decided by somebody by name."""

from __future__ import annotations

import html
import io
import re
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest

from archive import correcting, jobs, provenance, publication, review
from archive.files import TrackName
from archive.records import Packet
from tests.desk.conftest import Desk, Staff, part
from tests.packets import SAID, answer, answers_file, held

HELD = "2026-001"
PAGE = f"/desk/interviews/{HELD}/narrator"


@pytest.fixture
def packet(desk: Desk, archivist: Staff, tmp_path: Path) -> Packet:
    """A packet of an interview that may be published, made at the desk."""
    held(desk.files, tmp_path / "tape.wav")
    assert archivist.post(f"{PAGE}/packets").status_code == 303
    (made,) = review.packets(desk.files, HELD)
    return made


def page_of(somebody: Staff) -> str:
    return html.unescape(somebody.get(PAGE).text)


def send(archivist: Staff, data: bytes, name: str = "answers.json") -> str:
    answer = archivist.post(
        f"{PAGE}/answers", data={"answers": (io.BytesIO(data), name)}, content_type="multipart/form-data"
    )
    return html.unescape(archivist.get(PAGE).text if answer.status_code == 303 else answer.text)


def decide(archivist: Staff, desk: Desk, kind: str, outcome: str, words: str = "") -> int:
    (asked,) = [each for each in review.undecided(desk.files, HELD) if each.kind == kind]
    told = {"outcome": outcome, "words": words}
    return archivist.post(f"{PAGE}/packets/{asked.packet}/{asked.id}", data=told).status_code


def test_a_packet_is_taken_along_as_often_as_one_likes(desk: Desk, archivist: Staff, packet: Packet) -> None:
    page = page_of(archivist)
    address = f"{PAGE}/packets/{packet.id}.zip"
    assert f'href="{address}"' in page and "0 of 4 passages are answered." in page
    answer = archivist.get(address)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="review-{HELD}-{packet.id}.zip"'
    assert answer.headers["Cache-Control"] == "no-store"
    with ZipFile(io.BytesIO(answer.data)) as folder:
        assert SAID[1][1] in folder.read("index.html").decode()
    assert archivist.get(address).data == answer.data
    assert archivist.get(f"{PAGE}/packets/0123456789ab.zip").status_code == 404


def test_each_answer_stands_beside_todays_text_until_it_is_decided(
    desk: Desk, archivist: Staff, packet: Packet
) -> None:
    cue = correcting.read_text(desk.files, HELD, TrackName("recording-1", "zh")).cues[1]
    wish = correcting.Wish(act="text", cues=(cue,), text="就在南井口上头，两排砖房。")
    correcting.correct(desk.files, HELD, TrackName("recording-1", "zh"), wish, by="Zhou Lan")
    told = [
        answer(0, "agree"),
        answer(1, "change", zh="就在北井口上头，两排砖房。"),
        answer(3, "withhold", comment="我怕"),
    ]
    page = send(archivist, answers_file(packet, *told))
    assert "3 answers are new." in page and "2 things wait to be decided." in page
    assert "就在南井口上头，两排砖房。" in page and f">{SAID[1][1]}</q>" in page
    assert "<del>南</del><ins>北</ins>" in page and "我怕" in page
    assert "1 passage without an answer" in page and SAID[2][1] in page
    assert decide(archivist, desk, "change", "done") == 303
    texts = [each.text for each in correcting.read_text(desk.files, HELD, TrackName("recording-1", "zh")).cues]
    assert texts[1] == "就在北井口上头，两排砖房。"
    page = page_of(archivist)
    assert "1 thing waits to be decided." in page and "Changed as they wrote it" in page
    assert "3 were here already." in send(archivist, answers_file(packet, *told))


def test_publishing_says_what_the_narrator_asked_and_waits_for_it(desk: Desk, archivist: Staff, packet: Packet) -> None:
    send(archivist, answers_file(packet, answer(3, "withhold"), answer(1, "", comment="谢谢")))
    publishing = f"/desk/interviews/{HELD}/publishing"
    meets = html.unescape(part(archivist.get(publishing).text, "meets"))
    assert "The narrator asked to keep passages from the public, and nobody has decided about them." in meets
    assert "1 passage to be kept from the public" in meets and "1 remark" in meets
    assert ">Publish</button>" not in meets
    assert archivist.post(publishing).status_code == 409
    assert decide(archivist, desk, "withhold", "done", "the family was told") == 303
    (redaction,) = desk.files.read_interview(HELD).redactions
    assert (redaction.start_ms, redaction.end_ms) == (6_000, 7_900)
    meets = html.unescape(part(archivist.get(publishing).text, "meets"))
    assert ">Publish</button>" in meets and "1 remark" in meets
    assert decide(archivist, desk, "comment", "noted") == 303
    assert "What the narrator asked" not in archivist.get(publishing).text
    decided = [each for each in provenance.events(desk.files, HELD) if each.type == "narrator's wish decided"]
    assert {each.agent for each in decided} == {"The archivist"} and len(decided) == 2


def test_what_is_withheld_leaves_a_public_interview_at_once(desk: Desk, archivist: Staff, packet: Packet) -> None:
    publication.publish(desk.files, HELD, by="M. Lin", on=date.today().isoformat())
    jobs.keep_house(desk.files, desk.settings)
    assert SAID[3][1] in archivist.get(f"/interviews/{HELD}").text
    send(archivist, answers_file(packet, answer(3, "withhold")))
    assert decide(archivist, desk, "withhold", "done") == 303
    assert SAID[3][1] not in archivist.get(f"/interviews/{HELD}").text


def test_a_packet_and_answers_leave_what_the_public_reads_in_step_with_the_record(
    desk: Desk, archivist: Staff, packet: Packet
) -> None:
    publication.publish(desk.files, HELD, by="M. Lin", on=date.today().isoformat())
    jobs.keep_house(desk.files, desk.settings)
    archivist.post(f"{PAGE}/packets")
    assert jobs.is_followed(desk.files, desk.settings, HELD)
    send(archivist, answers_file(packet, answer(0, "agree")))
    assert jobs.is_followed(desk.files, desk.settings, HELD)


def test_what_is_no_file_of_answers_is_refused_in_words_and_loses_nothing(
    desk: Desk, archivist: Staff, packet: Packet
) -> None:
    send(archivist, answers_file(packet, answer(0, "agree")))
    before = review.read_review(desk.files, HELD, packet.id)
    for data, says in (
        (b"<html>", "answers.json is not a file of answers"),
        (answers_file(packet, answer(1, "agree"), interview="2026-002"), "the answers of 2026-002, not of 2026-001"),
        (answers_file(packet, answer(7, "agree")), "answers what was not asked"),
        (answers_file(packet), "holds no answers"),
    ):
        assert says in send(archivist, data)
    assert archivist.post(f"{PAGE}/answers", data={}).status_code == 400
    assert review.read_review(desk.files, HELD, packet.id) == before


def test_the_day_of_the_review_stands_on_the_interviews_page(desk: Desk, archivist: Staff, packet: Packet) -> None:
    send(archivist, answers_file(packet, answer(0, "agree")))
    kept = desk.files.read_interview(HELD).narrator_reviewed_on
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", kept)
    page = html.unescape(archivist.get(f"/desk/interviews/{HELD}").text)
    assert re.search(r"Narrator's review</dt><dd>\d+ \w+ \d{4}</dd>", page), part(page, "what")


def test_only_archivists_give_packets_out_and_decide(desk: Desk, archivist: Staff, packet: Packet) -> None:
    send(archivist, answers_file(packet, answer(3, "withhold")))
    (asked,) = review.undecided(desk.files, HELD)
    for role in ("editor", "reader"):
        somebody = desk.sign_in(role)  # type: ignore[arg-type]
        page = page_of(somebody)
        assert SAID[3][1] in page and "Withhold it" not in page and ".zip" not in page
        assert somebody.get(f"{PAGE}/packets/{packet.id}.zip").status_code == 403
        assert somebody.post(f"{PAGE}/packets").status_code == 403
        assert somebody.post(f"{PAGE}/answers").status_code == 403
        assert somebody.post(f"{PAGE}/packets/{packet.id}/{asked.id}", data={"outcome": "done"}).status_code == 403


def test_a_withdrawn_interview_gives_no_packet_out(desk: Desk, archivist: Staff, packet: Packet) -> None:
    publication.withdraw(desk.files, HELD, by="M. Lin", on=date.today().isoformat(), reason="asked to")
    assert archivist.get(f"{PAGE}/packets/{packet.id}.zip").status_code == 409
    assert archivist.post(f"{PAGE}/packets").status_code == 409
    assert "It was withdrawn, for good." in page_of(archivist)


def test_a_decision_nobody_can_make_is_refused(desk: Desk, archivist: Staff, packet: Packet) -> None:
    send(archivist, answers_file(packet, answer(0, "change", comment="不是这样"), answer(3, "withhold")))
    assert decide(archivist, desk, "change", "burn") == 400
    assert decide(archivist, desk, "change", "done") == 400  # they did not write how
    assert archivist.post(f"{PAGE}/packets/{packet.id}/{'0' * 16}", data={"outcome": "done"}).status_code == 404
    assert decide(archivist, desk, "change", "by hand", "asked by telephone") == 303
    assert "asked by telephone" in page_of(archivist)
