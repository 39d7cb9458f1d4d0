"""Every form of the desk, found by going through its pages: what no hand would type breaks nothing, and is answered in
words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from urllib.parse import urlencode, urljoin, urlsplit

import pytest
from lxml import html
from lxml.html import FormElement, HtmlElement
from werkzeug.test import TestResponse

from archive import correcting, fixity, jobs, opening, publication, review, transcripts, uploads
from archive.accounts import ROLES, Role
from archive.describing import create_collection
from archive.exchange import make_packet
from archive.files import TrackName
from archive.jobs.steps import PEAKS
from archive.records import Answers, Choice, Collection, Consent, Cue, Hearing, Reply, Track
from archive.site.desk.doors import roles_of
from tests.conftest import described, take_in_described
from tests.desk.conftest import Desk, Staff
from tests.sound import tone

ENGLISH = TrackName("recording-1", "en")
BEYOND_WRITING = "x\0y%ED%A0%80z\x1b"
"""A character that ends a text to much of the world, half of one that is written as two, and one that rings a bell."""
STARTS = (
    "/desk/",
    "/desk/queue",
    "/desk/collections",
    "/desk/intake",
    "/desk/batch",
    "/desk/checking",
    "/desk/review",
    "/desk/password",
    "/desk/request",
    "/desk/requests",
    "/desk/due",
)
NO_WORDS = {"csrf_token"}


@pytest.fixture
def held(desk: Desk) -> str:
    """An interview about which everything can be written; a second reading of a passage, and a file that was sent."""
    files = desk.files
    interview = take_in_described(files, described(collection="the-pit"), tone(desk.settings.home / "tape.wav"))
    hearing = Hearing(no_speech=0, logprob=-0.5, compression=1)
    cues = tuple(Cue(n * 200, n * 200 + 150, f"passage {n}", speaker="Mary", hearing=hearing) for n in range(4))
    transcripts.keep_machine_text(files, interview.id, "recording-1", Track(language="en", cues=cues, made_by="x"))
    for by in ("Li Min", "Wang Fang"):
        wish = correcting.Wish(act="text", cues=(cues[1],), text=f"passage of {by}")
        correcting.correct(files, interview.id, ENGLISH, wish, by=by)
    create_collection(files, Collection(slug="the-pit", title={"zh-Hans": "矿井"}), agent="Wang Fang")
    publication.record_consent(files, interview.id, Consent(statement="Yes.", uses=("text",)), by="Wang Fang")
    make_packet(files, interview.id, by="Wang Fang")
    answered(desk, interview.id, 1, "change", en="Another.")
    answered(desk, interview.id, 2)
    return interview.id


def answered(desk: Desk, held: str, n: int, choice: Choice = "", **words: str) -> None:
    """What the narrator answered to a passage of the packet that they were given."""
    (packet,) = review.packets(desk.files, held)
    place = packet.passages[n]
    reply = Reply(
        recording=place.recording,
        start_ms=place.start_ms,
        end_ms=place.end_ms,
        choice=choice,
        words=words,
        comment="!",
    )
    answers = Answers(packet=packet.id, interview=held, replies=(reply,))
    review.take_in(desk.files, held, answers, by="Wang Fang", on="2026-05-03")


def fill(desk: Desk, held: str) -> None:
    """A file that waits, a step that failed, an interview that is public and one that cannot be read."""
    uploads.receive(
        desk.files,
        uploads.begin(desk.files, desk.settings, name="a.wav", length=1, by="The archivist"),
        BytesIO(b"x"),
        offset=0,
    )
    opening.publish(desk.files, desk.settings, [held], by="Wang Fang", on="2026-05-03", because="read on paper")
    opening.follow(desk.files, desk.settings, held)
    answered(desk, held, 0, "withhold")
    broken = take_in_described(desk.files, described()).id
    (desk.settings.home / f"transcripts/{broken}/interview.json").write_text("{")
    other = take_in_described(desk.files, described(consent=None), tone(desk.settings.home / "b.wav", hertz=300.0)).id
    jobs.cancel(desk.files, jobs.find_step(desk.files, desk.settings, other, "recording-1", PEAKS), agent="Wang Fang")


@dataclass(frozen=True)
class Control:
    """One control of one form of one page; ``others`` is what the form says beside it."""

    address: str
    name: str
    others: tuple[tuple[str, str], ...]
    encoding: str

    def __str__(self) -> str:
        return f"{self.name} at {self.address}"


def controls(archivist: Staff, held: str) -> Iterator[Control]:
    """Every control of every form that changes something, by going through the desk from page to page."""
    seen: set[tuple[str, str]] = set()
    for address, page in pages(archivist, held):
        for form in page.forms:
            target = urlsplit(urljoin(address, form.action or address)).path
            if form.method == "POST" and (target, str(sorted(form.fields))) not in seen:
                seen.add((target, str(sorted(form.fields))))
                yield from _controls_of(form, target)


def _controls_of(form: FormElement, target: str) -> Iterator[Control]:
    said = [(name, value or "") for name, value in form.form_values()]
    pressed = [(each.get("name"), each.get("value", "")) for each in form.iter("button") if each.get("name")][:1]
    for name in sorted({each for each in form.fields if each not in NO_WORDS}):
        others = tuple(each for each in [*said, *pressed] if each[0] != name)
        yield Control(target, name, others, form.get("enctype", ""))


def pages(archivist: Staff, held: str) -> Iterator[tuple[str, HtmlElement]]:
    found, waiting = set[str](), {*STARTS, f"/desk/interviews/{held}/texts/recording-1.en?cue=0-150"}
    while waiting:
        address = min(waiting)
        waiting.remove(address)
        found.add(address)
        answer = archivist.get(address, follow_redirects=True)
        if answer.mimetype != "text/html":
            continue
        page = html.fromstring(answer.text)
        links = {urljoin(address, link).partition("#")[0] for link in page.xpath("//main//a/@href")}
        waiting |= {each for each in links if each.startswith("/desk") and "?" not in each} - found
        yield address, page


def test_what_no_hand_would_type_is_answered_in_words_and_leaves_every_page_whole(
    desk: Desk, archivist: Staff, held: str
) -> None:
    tried = list(controls(archivist, held))
    assert len(tried) > 80, tried
    unsaid = []
    for control in tried:
        answer = handed_in(archivist, control)
        if answer.status_code >= 500 or (answer.status_code >= 400 and not is_explained(answer.text)):
            unsaid.append(f"{answer.status_code} {control}")
    assert unsaid == []
    broken = [address for address, page in pages(archivist, held) if not page.xpath("//main")]
    assert broken == []
    with desk.files.lock(held):
        assert [each for each in fixity.verify(desk.files, held, agent="test") if each.is_damage] == []
    kept = [each for each in (desk.settings.home / "transcripts").rglob("*") if each.is_file()]
    assert [each for each in kept if re.search(rb"\\u0000|\0", each.read_bytes())] == []


def handed_in(archivist: Staff, control: Control) -> TestResponse:
    told = urlencode(control.others)
    data = f"{told}&{urlencode({control.name: ''})}{BEYOND_WRITING}".replace("\0", "%00").replace("\x1b", "%1B")
    return archivist.post(control.address, data=data, content_type="application/x-www-form-urlencoded")


def is_explained(page: str) -> bool:
    """Whether a page says why something was not done: beside what was typed, or by itself."""
    beside = re.search(r'class="error"[^>]*>[^<]+|class="notice wrong"[^>]*>\s*<?[^<]+', page)
    alone = re.search(r'<div class="plain">\s*<h1>[^<]+</h1>\s*<p>[^<]+</p>', page)
    return bool(beside or alone)


@pytest.mark.parametrize("role", ROLES)
def test_nobody_is_offered_what_they_may_not_do(desk: Desk, held: str, role: Role) -> None:
    fill(desk, held)
    somebody, shut = desk.sign_in(role), []
    for address, page in pages(somebody, held):
        assert page.xpath("//main"), address
        for form in page.forms:
            target = urlsplit(urljoin(address, form.action or address)).path
            targets = {
                urljoin(address, each.get("formaction")) for each in form.iter("button") if each.get("formaction")
            }
            if usable(form):
                shut += [f"{each} on {address}" for each in {target, *targets} if not may_send(desk, role, form, each)]
        for link in page.xpath("//a/@href[starts-with(., '/desk')]"):
            answer = somebody.get(link.partition("#")[0])
            shut += [f"{answer.status_code} {link} on {address}"] if answer.status_code >= 400 else []
    assert shut == []


def usable(form: FormElement) -> bool:
    """Whether a form has a button that can be pressed, or a field that Enter sends."""
    buttons = form.xpath(".//button[not(@disabled) and not(ancestor::fieldset[@disabled]) and not(@type='button')]")
    outside = form.getroottree().xpath("//button[@form=$id]", id=form.get("id")) if form.get("id") else []
    sends = form.get("method") != "dialog"  # which only closes what it stands in
    return sends and bool(buttons or outside)


def may_send(desk: Desk, role: Role, form: FormElement, target: str) -> bool:
    endpoint, _ = desk.app.url_map.bind("localhost").match(target, method=form.method)
    return not endpoint.startswith("desk.") or bool({role, "anybody"} & roles_of(desk.app.view_functions[endpoint]))


@pytest.mark.parametrize("text", ["x\0y", "\ud800x", "\x1b[31m"])
def test_what_no_hand_would_type_in_the_script_of_a_text_is_answered_in_words(
    desk: Desk, archivist: Staff, held: str, text: str
) -> None:
    where, cue = f"/desk/interviews/{held}/texts/recording-1.en", {"start_ms": 0, "end_ms": 150, "speaker": "Mary"}
    for wish in (
        {"act": text},
        {"act": "speaker", "speaker": text},
        {"act": "text", "text": text, "id": text},
        {"act": "take", "of": text},
        {"act": "add", "text": f"new {text}", "speaker": f"Tom{text}", "start_ms": 700, "end_ms": 790},
        {"act": "text", "text": "mended", "cues": [cue | {"text": text}]},
        {"act": "heard", "cues": [cue | {"speaker": text, "text": "passage 0"}]},
    ):
        told = {"cues": [] if wish["act"] == "add" else [cue | {"text": "passage 0"}]} | wish
        answer = archivist.post(f"{where}/wishes.json", data=json.dumps(told), content_type="application/json")
        assert answer.status_code < 500, (wish, answer.text)
        assert answer.status_code == 200 or answer.get_json()["error"]["says"], wish
    assert archivist.get(where).status_code == 200
    assert archivist.get("/desk/check.json", query_string={"part": "title.en", "said": "x\0y"}).status_code == 200


def test_a_file_by_an_impossible_name_and_a_table_of_impossible_characters_are_answered_in_words(
    archivist: Staff, held: str
) -> None:
    for name in (b"a\0b.wav", b"half \xe9.wav", b"x" * 4000 + b".wav", b"\x1b]0;x\x07.wav"):
        sent = b'--x\r\nContent-Disposition: form-data; name="file"; filename="' + name + b'"\r\n\r\nRIFF\r\n--x--\r\n'
        answer = archivist.post("/desk/intake/files", data=sent, content_type="multipart/form-data; boundary=x")
        assert answer.status_code < 500, (name, answer.text)
        assert archivist.get("/desk/intake").status_code == 200
    table = {"text": "file,title\r\na\0b.wav,x\0y\r\n"}
    answer = archivist.post("/desk/batch", data=table)
    assert answer.status_code == 200 and "cannot be printed" in answer.text
