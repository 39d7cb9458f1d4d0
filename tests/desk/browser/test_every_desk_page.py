"""Every page of the desk in a real browser, in both languages: nobody is shut out, and all of it fits on a phone."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from archive import accounts, correcting, gallery, jobs, opening, publication, review, uploads
from archive.correcting import Wish
from archive.describing import create_collection
from archive.exchange import make_packet
from archive.files import Files
from archive.jobs.steps import PEAKS
from archive.records import Answers, Choice, Collection, Consent, Person, Reply
from tests.axe import schemes_in, shuts_nobody_out
from tests.conftest import described, take_in_described
from tests.desk.browser.conftest import ENGLISH, TEXT, Room, passage
from tests.sound import tone
from tests.test_gallery import photograph

pytestmark = pytest.mark.slow
PHONE = {"width": 360, "height": 740}
TABLE = {"width": 1280, "height": 800}

ANSWERED: list[tuple[Choice, dict[str, str], str]] = [
    ("agree", {}, ""),
    ("change", {"en": "They shut the pit down."}, ""),
    ("withhold", {}, "我怕他们家的人看见\nThey still live here."),
    ("", {}, "谢谢你们"),
    ("change", {}, ""),
]


@pytest.fixture
def full(room: Room, text: Files, tmp_path: Path) -> Room:
    """Something on every page: two readings, versions, a failure, a picture, a file that waits, a public interview."""
    for by in ("林桂花", "Wang Fang"):
        wish = Wish(act="text", cues=(passage(1),), text=f"as {by} heard it")
        correcting.correct(text, "2026-001", ENGLISH, wish, by=by)
    with text.lock("2026-001"):
        correcting.keep(text, "2026-001", ENGLISH, by="林桂花")
    create_collection(text, Collection(slug="the-pit", title={"zh-Hans": "矿井", "en": "The pit"}), agent="Wang Fang")
    told = described(collection="the-pit", narrators=(Person(name="刘桂华"),), title={"zh-Hans": "绞车会说话"})
    public = take_in_described(text, told, tone(tmp_path / "b.wav", hertz=300.0)).id
    publication.record_consent(text, public, Consent(statement="好。", uses=("text", "sound")), by="王芳")
    opening.publish(text, room.settings, [public], by="王芳", on="2026-05-03", because="read on paper")
    opening.follow(text, room.settings, public)
    jobs.cancel(text, jobs.find_step(text, room.settings, public, "recording-1", PEAKS), agent="王芳")
    sent = uploads.begin(text, room.settings, name="side A.wav", length=4, by="The archivist")
    uploads.receive(text, sent, io.BytesIO(b"RIFF"), offset=0)
    packet = make_packet(text, "2026-001", by="王芳")
    replies = [
        Reply(
            recording="recording-1", start_ms=n * 1000, end_ms=n * 1000 + 900, choice=choice, words=words, comment=said
        )
        for n, (choice, words, said) in enumerate(ANSWERED)
    ]
    back = Answers(packet=packet.id, interview="2026-001", replies=tuple(replies))
    review.take_in(text, "2026-001", back, by="王芳", on="2026-05-03")
    (remark,) = [each for each in review.undecided(text, "2026-001") if each.kind == "comment"]
    review.settle(text, "2026-001", packet.id, remark.id, "noted", by="王芳", words="回了信")
    gallery.add_picture(text, room.settings, "2026-001", photograph(tmp_path / "photo.jpg"), agent="王芳")
    return room


_NO_PAGE = re.compile(r"[?]|[.]json|[.](zip|ttl|ics)$|^/desk/media/")


def every_page(page: Page) -> Iterator[str]:
    """Every page of the desk that links lead to, one after the other, with the passage of a text opened once."""
    found, waiting = set[str](), {"/desk/", f"{TEXT}?cue=2000-2900", f"{TEXT}/versions?from=machine"}
    while waiting:
        address = min(waiting)
        waiting.remove(address)
        answer = page.goto(address)
        found |= {address, urlsplit(page.url).path}
        assert answer is not None and answer.status == 200, address
        yield address
        hrefs = page.locator("a[href^='/desk']").evaluate_all("links => links.map((each) => each.getAttribute('href'))")
        plain = {each.partition("#")[0] for each in hrefs}
        waiting |= {each for each in plain if not _NO_PAGE.search(each)} - found


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_every_page_of_the_desk_is_for_everybody(page: Page, full: Room, language: str) -> None:
    accounts.prefer_language(full.settings, "The archivist", language)
    seen = []
    for address in every_page(page):
        shuts_nobody_out(page, address, schemes=schemes_in(language))
        page.set_viewport_size(PHONE)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= PHONE["width"], f"{address}: {wide}"
        page.set_viewport_size(TABLE)
        seen.append(address)
    assert len(seen) > 25, seen
