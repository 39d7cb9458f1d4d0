"""A name under a pseudonym and words kept back, in every way anybody writes them, are in nothing the public can get.

That what is closed, hidden, withdrawn or otherwise not public is in no byte either is in :mod:`tests.test_twelve`.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from archive import create_app, describing, gallery, publication, transcripts
from archive.accession import Tape
from archive.files import Files
from archive.jobs import keep_house, open_queue, owed
from archive.jobs.steps import TRANSCRIBE, TRANSLATE
from archive.records import OPEN, Collection, Cue, IndexPoint, Person, Redaction, Track, Word
from archive.settings import Settings
from tests.conftest import described, take_in_described
from tests.crawling import FILES, Crawler, of_the_reading_room
from tests.serving import Reader
from tests.sound import tone

CANARY = "zhenniao"
QUERIES = ("list", "zhenniao", "zhao", "guihua", "柳桂花", "名单", "2026", "a", "*", '"', "NEAR(", "")

REAL_NAME = "柳桂花"
NAMED = ("柳桂花", "柳 桂花", "Liu Guihua", "Guihua Liu", "LIU, GUI-HUA")


@pytest.fixture
def archive_with_a_pseudonym(files: Files, settings: Settings, tmp_path: Path) -> Settings:
    """An interview under a pseudonym and with words kept back; the name and the words are wherever people write."""
    named = " and ".join(NAMED)
    told = Collection(slug="mines", title={"en": f"Mines of {named}"}, description={"zh": named})
    describing.keep_collection(files, told, agent=REAL_NAME)
    interview = described(
        title={"en": f"{named} speaks"},
        language="zh",
        summary={"zh-Hans": named},
        narrators=(Person(name=REAL_NAME, pseudonym="Sister Zhao", note=named),),
        interviewers=(Person(name=f"{REAL_NAME}的儿子"),),
        collection="mines",
        place=named,
        date=f"1998-{REAL_NAME}",
        rights_holder=named,
        licence=named,
        redactions=(
            Redaction(
                recording="recording-1", start_ms=900, end_ms=1100, reason=f"{CANARY}-reason", public_reason=named
            ),
        ),
    )
    taken = take_in_described(files, interview, tone(tmp_path / f"{REAL_NAME}.wav"))
    words = (Word(0, 400, "Names: "), Word(900, 1100, f"{CANARY}-word"), Word(1500, 1900, " read"))
    for track in ("zh", "en"):
        said = (
            Cue(0, 1900, f"Names: {CANARY}-word read", speaker=REAL_NAME, words=words),
            Cue(1900, 1950, named, speaker="Liu"),
            Cue(1960, 1970, "柳", speaker="桂花"),
            Cue(1970, 1980, "桂花"),
        )
        kept = Track(language=track, cues=said, origin="person", made_by=named, translated_from="zh" * (track == "en"))
        for each in (kept, replace(kept, form="edited")):
            transcripts.keep_text(files, taken.id, "recording-1", each, agent=REAL_NAME, detail=named)
    point = IndexPoint(
        start_ms=1960, end_ms=1970, title={"en": named}, synopsis={"zh": named}, keywords=(named,), place=named
    )
    describing.keep_index_points(files, taken.id, "recording-1", [point], agent=REAL_NAME)
    _add_picture(files, settings, taken.id, tmp_path / f"{REAL_NAME}.png", named, colour=1)
    publication.publish(files, taken.id, by="M. Lin", on="2026-05-03")
    _make_media(files, settings)
    keep_house(files, settings)
    return settings


def _add_picture(files: Files, settings: Settings, interview_id: str, path: Path, mark: str, *, colour: int) -> None:
    """A picture that somebody opened, with a canary in all that is said of it; its file says one too."""
    picture = Image.new("RGB", (64, 64), (40 * colour, 90, 200 - 40 * colour))
    picture.save(path, pnginfo=_noted(mark))
    photo = gallery.add_picture(files, settings, interview_id, Tape(path=path, name=path.name), agent=CANARY).gallery[
        -1
    ]
    said = replace(
        photo,
        caption={"en": f"{mark}-caption"},
        alt={"zh": f"{mark}-alt"},
        credit=f"{mark}-credit",
        date=f"1998-{mark}",
        recording="recording-1",
        start_ms=100,
        access=OPEN,
    )
    gallery.describe_picture(files, interview_id, said, agent=f"{CANARY}-agent")


def _noted(text: str) -> PngInfo:
    notes = PngInfo()
    notes.add_text("Comment", text)
    return notes


def _make_media(files: Files, settings: Settings) -> None:
    queue = open_queue(files, settings)
    for step in list(owed(files, settings)):
        if step.name not in {TRANSCRIBE, TRANSLATE}:
            queue.do(step)


def test_neither_the_name_nor_the_words_kept_back_are_in_anything_the_public_can_get(
    archive_with_a_pseudonym: Settings,
) -> None:
    app = create_app(archive_with_a_pseudonym)
    app.test_client_class = Reader
    client = app.test_client()
    slugs = ("sister-zhao", "liu-guihua", REAL_NAME, "mines")
    values = {"interview_id": ("2026-001", "2026-002"), "name": FILES, "slug": slugs, "number": ("1",)}
    told: dict[str, bytes] = defaultdict(bytes)
    for address, answer in Crawler(client).everything(of_the_reading_room(client, values, QUERIES)):
        told[address] += answer
    told |= {str(each): each.read_bytes() for each in _held(archive_with_a_pseudonym)}
    asked_back = ("guihua", "桂", CANARY, "q=%")
    never = ("桂花", "guihua", "gui hua", "gui-hua", CANARY, "\\u6842")
    leaking = {
        (address, each)
        for address, answer in told.items()
        for each in never
        if each in answer.decode("utf-8", "replace").casefold() and not any(back in address for back in asked_back)
    }
    assert leaking == set()
    assert b"Sister Zhao" in told["/"] and "[…]".encode() in told["/interviews/2026-001.vtt"]


def _held(settings: Settings) -> list[Path]:
    return [each for each in (settings.instance / "edition").rglob("*") if each.is_file()]
