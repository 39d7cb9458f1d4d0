"""Nothing leaks: of twelve interviews, one a state, everybody meets the canaries that state and role allow, no others.

Every address is asked for that the map of addresses can build, with everything that may be typed there, and every link
is followed, as the public and as each role; the edition is searched byte by byte and table by table. A new address is
covered, or a test fails. :mod:`tests.twelve` has the archive and says what is public of each.
"""

from __future__ import annotations

import importlib
import json
import os
import re
import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from pypinyin import lazy_pinyin

from archive import create_app, describing, publication, tags, transcripts, vocabulary
from archive.accounts import Role
from archive.files import open_files
from archive.index import current_edition
from archive.jobs import keep_house
from archive.records import HIDDEN, Access, Cue, Redaction, Track
from archive.settings import Settings
from archive.site.reading_room import discovery
from tests import twelve
from tests.conftest import take_in_described
from tests.crawling import FILES, Crawler, built, of_the_reading_room, rules_to_get
from tests.desk.conftest import Desk, desk_of
from tests.serving import Reader
from tests.sound import tone
from tests.twelve import ALLOWED, GUEST, HEARD, IDS, LENT, NEVER, OPEN_WORDS, PUBLIC, STATES, Met, canary, met

SHUT = [state for state in STATES if state not in OPEN_WORDS]
IN_ROOMS = ("narrator", "interviewer", "place", "pointplace", "keyword", "collectionslug")
IN_ROOMS += ("rejectedconcept", "waitingperson", *(f"accepted{kind}" for kind in twelve.TAG_KINDS))
NOT_WRITTEN = {
    *("Access.not_before", "Decision.on", "Interview.embargo_until", "Interview.narrator_reviewed_on"),
    *("Consent.documents", "Consent.given_on", "Consent.language", "Consent.uses", "Consent.withdrawn_on"),
    *("Interview.id", "Interview.language", "Recording.name", "Recording.file", "Recording.sha256"),
    *("Photo.file", "Photo.recording", "Photo.sha256", "NameSpoken.recording", "Redaction.recording"),
    *("Wish.language", "Wish.model"),
}
"""Fields that hold days, names and numbers of ours, and no words of people."""
HIDDEN_FROM = ("narrator", "cuezh", "title", "acceptedperson")


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """The archive; every word of it counts as said often, and few addresses as many, so that there is all there is."""
    build = importlib.import_module("archive.index.build")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(discovery, "ON_A_MAP", 5)
        # Nobody pulls the plug here, and writing through to the disk is a fifth of the time that making it takes.
        patch.setattr(os, "fsync", lambda _: None)
        patch.setattr(build, "_COUNT_COMMON", build._COUNT_COMMON.replace(str(build.COMMON), "1"))
        sources = tmp_path_factory.mktemp("sources")
        yield twelve.make_twelve(tmp_path_factory.mktemp("home") / "archive", sources)


def reader(settings: Settings) -> FlaskClient:
    app = create_app(settings)
    app.test_client_class = Reader
    return app.test_client()


def addresses(client: FlaskClient) -> Iterator[str]:
    """All that can be asked for of the reading room."""
    slugs = [canary(state, field) for state in STATES for field in IN_ROOMS] + list(STATES.values())
    values = {"interview_id": [*IDS.values(), NEVER], "name": FILES, "slug": slugs, "number": ["0", "1", "2"]}
    return of_the_reading_room(client, values, list(queries()))


def queries() -> Iterator[str]:
    """What somebody may search for who guesses: names, words, and words with a slip that may be put right."""
    yield from ("list", "名单", "1998", '"', "NEAR(", "-list", "xq*", "collection:x", "person:x")
    for state in STATES:
        yield STATES[state]
        yield from (canary(state, field) for field in HIDDEN_FROM)
        yield canary(state, "cuezh").replace("cue", "ceu")
    yield from (canary(state, "cutzh") for state in ("worded", "ranged"))


def test_what_is_there_to_leak_is_in_the_record(archive: Settings) -> None:
    """Or nothing below would mean anything."""
    there = twelve.written(archive)
    assert there >= ALLOWED | LENT
    assert all(sum(state == each for each, _ in there) > 70 for state in STATES)


def test_every_field_in_which_anybody_writes_has_a_canary(archive: Settings) -> None:
    """Or a new one would be watched by nobody."""
    files = open_files(archive)
    said: dict[str, set[Met]] = {}
    for state in STATES:
        for name, value in fields_of(files.read_interview(IDS[state])):
            said.setdefault(name, set()).update(met(str(value).encode()))
    assert {name for name, found in said.items() if not found} == NOT_WRITTEN


def fields_of(record: object) -> Iterator[tuple[str, object]]:
    """Each field of a record, and of the records in it, that holds text."""
    for each in fields(record):  # type: ignore[arg-type]
        value = getattr(record, each.name)
        for part in value or ("",) if isinstance(value, tuple) else (value,):
            if is_dataclass(part):
                yield from fields_of(part)
            elif "str" in str(each.type) or "Texts" in str(each.type):
                yield f"{type(record).__name__}.{each.name}", part


def test_the_public_meets_what_is_public_and_nothing_else(archive: Settings) -> None:
    client = reader(archive)
    crawler, seen, leaking = Crawler(client), set(), {}
    for address, told in crawler.everything(addresses(client)):
        found = met(told, but=address)
        seen |= found
        if found - ALLOWED:
            leaking[address] = found - ALLOWED
    assert leaking == {}
    assert ALLOWED - seen == set()
    assert {each.rule for each in rules_to_get(client.application, desk=False)} - crawler.answered == set()


def test_no_byte_and_no_table_of_the_edition_has_more(archive: Settings) -> None:
    folder = archive.instance / "edition"
    held = [each for each in folder.rglob("*") if each.is_file()]
    assert {each.name: met(each.read_bytes()) - ALLOWED for each in held if met(each.read_bytes()) - ALLOWED} == {}
    tables = dict(rows_of(archive))
    assert {name: met(rows) - ALLOWED for name, rows in tables.items() if met(rows) - ALLOWED} == {}
    # What is searched is cut into words, and kept so that no byte may have a word whole: each is asked for.
    for table in ("vocabulary", "term_places", "common_terms"):
        assert ("open", "cuezh") in met(tables[table]), table


def reading(settings: Settings) -> closing[sqlite3.Connection]:
    path = current_edition(settings.instance / "edition")
    return closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True))


def rows_of(settings: Settings) -> Iterator[tuple[str, bytes]]:
    """Every table of the edition, and every view of its words, with all that is in it."""
    with reading(settings) as db:
        for (name,) in db.execute("select name from sqlite_master where type in ('table', 'view')").fetchall():
            rows = db.execute(f'select * from "{name}"').fetchall()
            yield name, "\n".join(json.dumps(each, ensure_ascii=False, default=as_text) for each in rows).encode()


def as_text(value: bytes) -> str:
    return value.decode("utf-8", "replace")


def test_no_name_in_chinese_is_found_by_its_characters_or_its_sound(archive: Settings) -> None:
    with reading(archive) as db:
        terms = {term for (term,) in db.execute("select distinct term from vocabulary")}
    for state, name in STATES.items():
        cut = {*name, *lazy_pinyin(name)}
        assert terms.isdisjoint(cut) == ("chinese" not in PUBLIC.get(state, ())), state
        assert "chinese" not in PUBLIC.get(state, ()) or cut <= terms


def test_only_what_may_be_heard_and_seen_is_among_the_media_of_the_edition(archive: Settings) -> None:
    files = open_files(archive)
    media = [each for each in (archive.instance / "edition" / "media").iterdir()]
    assert sum(each.suffix == ".m4a" for each in media) == len(HEARD)
    assert sum(each.suffix == ".jpg" for each in media) == len(OPEN_WORDS)
    originals = {each.sha256 for name in IDS.values() for each in files.read_interview(name).recordings}
    assert originals.isdisjoint(each.stem for each in media)


def test_nothing_is_counted_that_may_not_be_met(archive: Settings) -> None:
    client = reader(archive)

    def told(path: str, query: str) -> dict[str, object]:
        answer: dict[str, object] = client.get(path, query_string={"q": query}).get_json()
        return answer

    for state in STATES:
        is_open = state in OPEN_WORDS
        for path in ("/search.json", "/concordance.json"):
            assert bool(told(path, canary(state, "cuezh"))["total"]) == is_open, (path, state)
    said = told("/search.json", "list")
    assert said["total"] == len(OPEN_WORDS)
    assert {state for state, _ in met(json.dumps(said["facets"]).encode())} == set(OPEN_WORDS)


# --- what changes unseen ---------------------------------------------------------------------------------------------


def answers(settings: Settings) -> dict[str, tuple[object, ...]]:
    """What the public gets, headers and all, wherever something is counted, listed or dated."""
    client = reader(settings)
    paths = [each.rule for each in rules_to_get(client.application, desk=False) if not each.arguments]
    paths += [f"{each}?q={word}" for each in paths for word in ("list", "名单", canary("hidden", "cuezh"))]
    paths += [f"/interviews/{IDS[each]}" for each in ("open", "closed", "embargoed", "worded", "hidden", "gone")]
    told = {}
    for path in paths:
        answer = client.get(path)
        body = re.sub(rb'"took_ms":[\d.]+', b"", answer.data)
        # How long it took is in the answer, and so in its length and its tag.
        unlike = {"Date"} | ({"Content-Length", "ETag"} if body != answer.data else set())
        told[path] = (answer.status_code, [each for each in answer.headers if each[0] not in unlike], body)
    return told


def change_what_is_shut(settings: Settings, tmp_path: Path) -> None:
    """New words, headings, descriptions and decisions on everything nobody may meet, and one more of it.

    So with what only staff may meet of the open ones, and with people, places and a collection that they share.
    """
    files = open_files(settings)
    said = Track(language="zh", cues=(Cue(0, 900, "they read the list 名单 and the list again"),), origin="person")
    for state in ("closed", "hidden", "embargoed", "unconsented", "lent"):
        transcripts.keep_text(files, IDS[state], "recording-1", said, agent="M. Lin", detail="")
        describing.keep_index_points(files, IDS[state], "recording-1", [], agent="M. Lin")
    cut = Redaction(recording="recording-1", start_ms=900, end_ms=1100)
    publication.redact(files, IDS["hidden"], cut, by="M. Lin")
    publication.give_pseudonym(files, IDS["hidden"], canary("hidden", "narrator"), "Auntie L.", by="M. Lin")
    publication.restrict(files, IDS["lent"], {"reason": "asked again"}, by="M. Lin", on="2026-05-05")
    for state in OPEN_WORDS:
        publication.restrict(files, IDS[state], {"reason": "asked again"}, by="M. Lin", on="2026-05-05")
        tags.suggest(files, IDS[state], [lambda _interview, _speech: [twelve.tag_of("person", "list", twelve.BEGINS)]])
    met_too = files.read_interview(IDS["open"])
    more = replace(met_too, id="", access=Access(metadata=HIDDEN), recordings=(), gallery=(), published=None)
    added = take_in_described(files, more, tone(tmp_path / "more.wav", hertz=700)).id
    transcripts.keep_text(files, added, "recording-1", said, agent="M. Lin", detail="")
    publication.publish(files, added, by="M. Lin", on="2026-06-01")
    keep_house(files, settings)


def test_what_changes_of_what_is_shut_changes_nothing_that_anybody_gets(archive: Settings, tmp_path: Path) -> None:
    """No count, day, tag of a version or order: the feed is not newer, and the edition keeps its very name."""
    shutil.copytree(archive.home, tmp_path / "archive")
    settings = Settings(home=tmp_path / "archive")
    before, edition = answers(settings), (settings.instance / "edition" / "current").read_text()
    change_what_is_shut(settings, tmp_path)
    after = answers(settings)
    assert [path for path in before if before[path] != after[path]] == []
    assert (settings.instance / "edition" / "current").read_text() == edition


# --- at the desk -----------------------------------------------------------------------------------------------------

STEMS = [f"recording-1.{language}{form}" for language in ("zh", "en") for form in ("", ".edited")]
FOR_ARCHIVISTS = {"request", "requesttwo", "contact", "answered", "formsays", "packetname", "upload"}
"""What is asked of the archive and answered, a document of consent, what is sent to a narrator, and what one sends."""
OF_ANOTHER = {"otherupload", "uploader"}
"""What somebody else is sending, which nobody else sees."""
STAFF_MEET = {"title", "titlezh", "narrator", "chinese", "note", "staffnote", "filename", "summary", "label", "caption"}
STAFF_MEET |= {"cuezh", "editeden", "cutzh", "cuten", "journal", "quarrel", "typist", "voice", "voicesmadeby", "point"}
STAFF_MEET |= {"agent", "event", "reply", "packetsaid", "wording", "settler", "looker", "cutpoint"}
ELSEWHERE = {"/desk/sign-in/house"}
"""Only where people sign in with another house's account: :mod:`tests.desk.test_oidc`."""


@pytest.fixture(scope="module")
def desk(archive: Settings) -> Desk:
    return desk_of(archive)


def desk_addresses(desk: Desk) -> Iterator[str]:
    values: dict[str, Sequence[str]] = {
        "interview_id": [*IDS.values(), NEVER],
        "slug": [canary("open", "collectionslug"), canary("hidden", "collectionslug"), "starter", "x"],
        "stem": STEMS,
        "file": ["photo-1.jpg", "document-1.txt"],
        "packet_id": ["0" * 12],
        "name": FILES,
        "link": ["x"],
    }
    for rule in rules_to_get(desk.app, desk=True):
        yield from built(rule, values)
    for number, each in enumerate(IDS.values()):
        yield f"/desk/interviews/{each}/narrator/packets/{number:012x}.zip"
    concept = next(iter(vocabulary.in_use(desk.files)[0].concepts))
    yield f"/desk/vocabulary/starter/concept?uri={quote(concept, safe='')}"


def test_a_stranger_at_the_desk_meets_nothing(desk: Desk) -> None:
    crawler = Crawler(desk.anybody(), under="/desk/")
    told = list(crawler.everything(desk_addresses(desk)))
    assert len(told) > 500
    assert {address: met(each, but=address) for address, each in told if met(each, but=address)} == {}


def test_a_guest_meets_what_was_lent_to_them_and_nothing_else(desk: Desk) -> None:
    crawler = Crawler(desk.sign_in("guest", GUEST), under="/desk/")
    seen, media, leaking = set(), set(), {}
    for address, told in crawler.everything(desk_addresses(desk)):
        found = met(told, but=address)
        seen |= found
        media |= {address} if told.startswith(b"206") else set()
        if found - LENT:
            leaking[address] = found - LENT
    assert leaking == {}
    assert seen >= {("lent", field) for field in ("title", "narrator", "chinese", "cuezh", "editeden", "caption")}
    assert {each.rpartition(".")[2] for each in media} == {"m4a", "jpg"}


@pytest.mark.parametrize("role", ["reader", "editor"])
def test_staff_meet_what_is_shut_but_not_what_is_for_archivists(desk: Desk, role: Role) -> None:
    seen, _ = met_by(desk, role)
    assert {each for each in seen if each[1] in FOR_ARCHIVISTS | OF_ANOTHER} == set()


def test_an_archivist_reaches_every_page_and_what_is_theirs_alone(desk: Desk) -> None:
    anybody, guest = Crawler(desk.anybody(), under="/desk/"), Crawler(desk.sign_in("guest", GUEST), under="/desk/")
    seen, crawler = met_by(desk, "archivist")
    assert {field for _, field in seen} & OF_ANOTHER == set()
    assert {field for _, field in seen} >= FOR_ARCHIVISTS
    assert {("engraved", "packetname"), ("gone", "packetname")}.isdisjoint(seen), "nobody is given a withdrawn one"
    list(anybody.everything(["/desk/sign-in"]))
    list(guest.everything(["/desk/shelf"]))
    every = {each.rule for each in rules_to_get(desk.app, desk=True)}
    assert every - crawler.answered - anybody.answered - guest.answered == ELSEWHERE


def met_by(desk: Desk, role: Role) -> tuple[set[Met], Crawler]:
    """What a role meets at the desk, asking for every part of every one of the twelve: something of each."""
    crawler, seen = Crawler(desk.sign_in(role), under="/desk/", follows=False), set[Met]()
    for address, told in crawler.everything(desk_addresses(desk)):
        seen |= met(told, but=address)
    assert {(state, field) for state in STATES for field in STAFF_MEET} - seen == set()
    return seen, crawler
