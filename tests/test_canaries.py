"""What is not released is absent: canary strings in everything of a closed, a hidden, an unconsented and a withdrawn
interview occur in no byte of the edition and of nothing the public can ask for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from archive import create_app, describing, gallery, publication, transcripts
from archive.accession import Tape
from archive.files import Files, open_files
from archive.jobs import keep_house, open_queue, owed
from archive.jobs.steps import TRANSCRIBE, TRANSLATE
from archive.records import (
    CLOSED,
    HIDDEN,
    OPEN,
    Access,
    Collection,
    Consent,
    Cue,
    IndexPoint,
    Interview,
    Person,
    Redaction,
    Track,
    Word,
)
from archive.settings import Settings
from tests.conftest import PUBLISHED, described, take_in_described
from tests.sound import tone

CANARY = "zhenniao"
SHUT: dict[str, dict[str, object]] = {
    "closed": {"access": Access(metadata=OPEN, transcript=CLOSED, sound=CLOSED)},
    "hidden": {"access": Access(metadata=HIDDEN, transcript=OPEN, sound=OPEN)},
    "unconsented": {"consent": None, "published": PUBLISHED},
    "withdrawn": {},
}
OF_AN_INTERVIEW = (
    "/interviews/{}/cite",
    "/interviews/{}/cite?t=0,2&v=2026-05-03&in=zh",
    "/interviews/{}?t=0,2&v=2026-05-03",
    "/interviews/{}.bib",
    "/interviews/{}.ris?t=0,2",
    "/interviews/{}.csl.json?t=0,2&in=zh",
    "/embed/{}",
    "/embed/{}?t=0,2&v=2026-05-03",
    "/interviews/{}/pictures/photo-1",
    "/oembed?url=/interviews/{}",
    "/oembed?format=xml&url=/embed/{}%3Ft=0,2",
)
"""Every way there is to ask for an interview beside its page."""
QUERIES = ("list", "zhenniao", "zhenniao-cue-withdrawn", "名单", "金丝雀", "2026", "a", "*", '"', "NEAR(", "")


def _canaried(state: str) -> Interview:
    """An interview with a canary in every field that staff may write; of the closed one, all but its listed title."""
    mark = f"{CANARY}-{state}"
    staffs_words: dict[str, object] = dict(
        title={"en": "A listed title" if state == "closed" else f"{mark}-title"},
        summary={"en": f"{mark}-summary", "zh-Hans": f"金丝雀{mark}"},
        narrators=(Person(name=f"{mark}-narrator", note=f"{mark}-note"),),
        interviewers=(Person(name=f"{mark}-interviewer"),),
        collection="mines",
        place=f"{mark}-place",
        date=f"1998-{mark}",
        consent=Consent(statement=f"{mark}-consent", uses=("text", "sound", "translation"), given_by=f"{mark}-giver"),
        rights_holder=f"{mark}-rights",
        licence=f"{mark}-licence",
        accession={"donor": f"{mark}-donor"},
        staff_note=f"{mark}-staff",
    )
    return described(**(staffs_words | SHUT[state]))


def _words(mark: str, language: str, translated_from: str = "") -> Track:
    said = (Cue(0, 400, f"{mark}-cue read out the list 名单", speaker=f"{mark}-speaker"),)
    return Track(
        language=language,
        cues=said,
        origin="person",
        made_by=f"{mark}-translator",
        translated_from=translated_from,
        notes={"remark": f"{mark}-remark"},
    )


@pytest.fixture(scope="module")
def archive_with_secrets(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """One open interview and four that must not leak, all with sound, words, translation and index points."""
    tmp_path = tmp_path_factory.mktemp("secrets")
    settings = Settings(home=tmp_path / "archive")
    files = open_files(settings)
    describing.keep_collection(
        files,
        Collection(slug="mines", title={"en": "Mines"}, glossary=(f"{CANARY}-glossary",)),
        agent=f"{CANARY}-agent",
    )
    for number, state in enumerate(("open", *SHUT)):
        mark = f"{CANARY}-{state}" if state != "open" else "plain"
        interview = _canaried(state) if state != "open" else described(collection="mines")
        source = tone(tmp_path / f"{CANARY}-{state}-file.wav", hertz=300 + 50 * number)
        interview = take_in_described(files, interview, source)
        edited = replace(_words(mark, "zh"), form="edited")
        for track in (_words(mark, "zh"), _words(mark, "en", "zh"), edited):
            transcripts.keep_text(files, interview.id, "recording-1", track, agent=f"{CANARY}-agent", detail=mark)
        point = IndexPoint(
            start_ms=0, end_ms=400, title={"en": f"{mark}-point"}, synopsis={"en": mark}, keywords=(f"{mark}-keyword",)
        )
        point = replace(point, subjects=(f"{mark}-subject",), place=f"{mark}-place")
        describing.keep_index_points(files, interview.id, "recording-1", [point], agent=f"{CANARY}-agent")
        _add_picture(files, settings, interview.id, tmp_path / f"{CANARY}-{state}.png", mark, colour=number)
        if state != "unconsented":
            publication.publish(files, interview.id, by=f"{CANARY}-publisher", on="2026-05-03")
    _make_media(files, settings)
    keep_house(files, settings)
    publication.withdraw(files, "2026-005", by=f"{CANARY}-by", on="2026-05-04", reason=f"{CANARY}-reason")
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


def _public_bytes(client: FlaskClient) -> Iterator[tuple[str, bytes]]:
    """Every address that can be reached or guessed, with all that comes back: status line, headers and body."""
    waiting = ["/", "/health", "/robots.txt", "/no-such-page", "/interviews/", "/media/", "/collections/mines"]
    waiting += [
        "/collections",
        "/interviews",
        "/people",
        "/places",
        "/topics",
        "/organisations",
        "/eras",
        "/timeline",
        "/saved",
    ]
    waiting += [
        f"/{room}/{CANARY}-{state}-{what}"
        for room in ("people", "places", "topics")
        for state in SHUT
        for what in ("narrator", "interviewer", "place", "keyword")
    ]
    waiting += [f"/search{form}?q={query}" for form in ("", ".json") for query in QUERIES]
    waiting += ["/sitemap.xml", "/sitemap-1.xml", "/feed.atom", "/opensearch.xml", "/api/openapi.json"]
    for page in ("concordance", "trends"):
        waiting += [f"/{page}{form}?q={query}" for form in ("", ".json", ".csv") for query in QUERIES]
    for number in range(1, 7):
        interview_id = f"2026-{number:03d}"
        waiting += [address.format(interview_id) for address in OF_AN_INTERVIEW]
        waiting += [
            f"/interviews/{interview_id}{form}" for form in ("", ".json", ".vtt", "?view=both", "?t=0", "?form=edited")
        ]
        for name in ("access.m4a", "peaks.json", "poster.jpg", "wav", "zh.vtt", "en.vtt"):
            waiting.append(f"/media/{interview_id}/recording-1.{name}")
        waiting += [f"/media/{interview_id}/{name}" for name in ("photo-1.public.jpg", "photo-1.png", "photo-1.jpg")]
    seen: set[str] = set()
    while waiting:
        address = waiting.pop()
        if address in seen or not address.startswith("/"):
            continue
        seen.add(address)
        answer = client.get(address)
        assert answer.status_code < 500, address
        told = str(answer.headers).encode() + answer.data
        answer.close()
        yield address, told
        if "html" in (answer.mimetype or "") and address.count("&") < 2:  # narrowed more and more, there is no end
            waiting += [each.replace("&amp;", "&").split("#")[0] for each in _links(answer.text)]


def _links(html: str) -> list[str]:
    return re.findall(r'(?:href|src|action)="([^"]+)"', html)


def test_no_canary_is_in_any_byte_of_the_edition(archive_with_secrets: Settings) -> None:
    held = [each for each in (archive_with_secrets.instance / "edition").rglob("*") if each.is_file()]
    assert any(each.suffix == ".sqlite" for each in held)
    assert [each.name for each in held if CANARY.encode() in each.read_bytes()] == []


def test_only_the_open_interviews_sound_is_in_the_edition(archive_with_secrets: Settings) -> None:
    copies = list((archive_with_secrets.instance / "edition" / "media").glob("*.m4a"))
    assert len(copies) == 1


def test_only_the_open_interviews_picture_is_in_the_edition(archive_with_secrets: Settings) -> None:
    files = open_files(archive_with_secrets)
    held = archive_with_secrets.instance / "edition" / "media"
    shown, *others = (
        files.store.read(gallery.public_copy(each, photo))
        for each in ("2026-001", "2026-002", "2026-003", "2026-004", "2026-005")
        for photo in files.read_interview(each).gallery
    )
    assert len(others) == 4 and len({shown, *others}) == 5
    assert [each.read_bytes() for each in held.glob("*.jpg")] == [shown]


def test_no_canary_is_in_anything_the_public_can_ask_for(archive_with_secrets: Settings) -> None:
    client = create_app(archive_with_secrets).test_client()
    asked = dict(_public_bytes(client))
    assert len(asked) > 60
    leaking = [
        address for address, answer in asked.items() if CANARY.encode() in answer and f"q={CANARY}" not in address
    ]
    assert leaking == []
    assert b"A listed title" in asked["/"] and b"read out the list" in asked["/interviews/2026-001"]
    assert b"plain-caption" in asked["/interviews/2026-001"]
    assert asked["/media/2026-001/photo-1.public.jpg"].count(b"JFIF") == 1
    assert b"Edited for reading: not every word" in asked["/interviews/2026-001?form=edited"]


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


def test_neither_the_name_nor_the_words_kept_back_are_in_anything_the_public_can_get(
    archive_with_a_pseudonym: Settings,
) -> None:
    told = dict(_public_bytes(create_app(archive_with_a_pseudonym).test_client()))
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


@pytest.mark.parametrize("address", ["/interviews/{}", *OF_AN_INTERVIEW])
def test_hidden_unconsented_withdrawn_and_never_given_ids_look_the_same(
    archive_with_secrets: Settings, address: str
) -> None:
    client = create_app(archive_with_secrets).test_client()
    answers = []
    for interview_id in ("2026-003", "2026-004", "2026-005", "2026-099"):
        answer = client.get(address.format(interview_id))
        told = [(name, value) for name, value in answer.headers if name != "Date"]
        answers.append((answer.status_code, told, answer.data.replace(interview_id.encode(), b"ID")))
    assert answers[0][0] == 404
    assert all(each == answers[0] for each in answers)
