"""A request for what is hidden and for what never existed get the same answer: status, headers, body, whatever the way.

The ways are generated from the map of addresses, so that a new one is covered or the test fails. How long an answer
takes is measured in ``bench/hidden.py``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from archive import create_app, create_app_with_desk, describing, gallery, publication, transcripts
from archive.files import Files, open_files
from archive.jobs import keep_house, open_queue, owed
from archive.jobs.steps import TRANSCRIBE, TRANSLATE
from archive.records import CLOSED, HIDDEN, OPEN, Access, Collection, Cue, IndexPoint, Person, Track
from archive.settings import Settings
from tests.conftest import described, take_in_described
from tests.serving import Reader
from tests.sound import tone
from tests.test_gallery import photograph

NEVER = "2026-999"
SHUT = {"hidden": "2026-002", "never published": "2026-003", "without consent": "2026-004", "withdrawn": "2026-005"}
HEADERS: dict[str, dict[str, str]] = {
    "plain": {},
    "a range": {"Range": "bytes=0-99"},
    "a range too far": {"Range": "bytes=99999999-"},
    "any copy": {"If-None-Match": "*"},
    "data": {"Accept": "application/json"},
    "Chinese": {"Accept-Language": "zh"},
}
ASKED = ("", "?t=0,2&v=2026-05-03", "?recording=recording-1&language=en", "?q=cabinet", "?form=edited")
KNOWN = {"interview_id", "name", "slug", "number"}
"""The arguments that addresses of the reading room take; for another one, say here what is hidden by it."""


def _shut(settings: Settings, tmp_path: Path) -> None:
    """An open interview, and four that nobody may meet, each with a collection, a person, a place and files."""
    files = open_files(settings)
    describing.keep_collection(files, Collection(slug="cabinet", title={"en": "The cabinet"}), agent="M. Lin")
    hidden: dict[str, object] = {
        "collection": "cabinet",
        "place": "Qitaihe",
        "narrators": (Person(name="Cabinet Keeper"),),
        "title": {"en": "The cabinet"},
    }
    kinds: list[dict[str, object]] = [
        {},
        hidden | {"access": Access(metadata=HIDDEN, transcript=CLOSED, sound=CLOSED)},
        hidden,
        hidden | {"consent": None},
        hidden,
    ]
    for number, told in enumerate(kinds):
        held = take_in_described(files, described(**told), tone(tmp_path / f"{number}.wav", hertz=300 + 40 * number)).id
        said = Track(
            language="en", cues=(Cue(0, 900, "the hidden cabinet" if number else "the list"),), origin="person"
        )
        transcripts.keep_text(files, held, "recording-1", said, agent="M. Lin", detail="")
        point = IndexPoint(start_ms=0, end_ms=900, title={"en": "The cabinet" if number else "The list"})
        describing.keep_index_points(files, held, "recording-1", [point], agent="M. Lin")
        _add_picture(files, settings, held, tmp_path / f"{number}.jpg")
        if number in (0, 1, 4):
            publication.publish(files, held, by="M. Lin", on="2026-05-03")
    queue = open_queue(files, settings)
    for step in owed(files, settings):
        if step.name not in (TRANSCRIBE, TRANSLATE):
            queue.do(step)
    publication.withdraw(files, SHUT["withdrawn"], by="M. Lin", on="2026-05-04", reason="asked")
    keep_house(files, settings)


def _add_picture(files: Files, settings: Settings, held: str, path: Path) -> None:
    *_, photo = gallery.add_picture(files, settings, held, photograph(path), agent="M. Lin").gallery
    gallery.describe_picture(files, held, replace(photo, access=OPEN), agent="M. Lin")


@pytest.fixture(scope="module")
def shut(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The archive, and the edition that the public reads of it."""
    tmp_path = tmp_path_factory.mktemp("shut")
    settings = Settings(home=tmp_path / "archive")
    _shut(settings, tmp_path)
    return settings


@pytest.fixture(scope="module")
def public(shut: Settings) -> FlaskClient:
    """Somebody of the public."""
    app = create_app(shut)
    app.test_client_class = Reader
    return app.test_client()


def ways(public: FlaskClient) -> list[Rule]:
    """Every address of the reading room that takes anything."""
    rules = [each for each in public.application.url_map.iter_rules() if each.endpoint.startswith("reading_room.")]
    return [each for each in rules if each.arguments]


def built(rule: Rule, values: dict[str, str]) -> str:
    return re.sub(r"<(?:[^<>:]*:)?(\w+)>", lambda found: values[found[1]], rule.rule)


def pairs(public: FlaskClient, shut_id: str) -> Iterator[tuple[str, str]]:
    """Addresses by which something hidden could be met, each beside the same one of what never was."""
    for rule in ways(public):
        names = ("recording-1.access.m4a", "recording-1.peaks.json", "photo-1.public.jpg", "photo-1", "nothing.mp4")
        for name in names if "name" in rule.arguments else ("",):
            if "interview_id" in rule.arguments:
                told = {"name": name, "slug": "x", "number": "1"}
                yield (
                    built(rule, told | {"interview_id": shut_id}),
                    built(rule, told | {"interview_id": NEVER}),
                )
        if "slug" in rule.arguments:
            for slug in ("cabinet", "cabinet-keeper", "qitaihe"):
                yield built(rule, {"slug": slug}), built(rule, {"slug": "z" * len(slug)})
    for asks in ("/oembed?url=/interviews/{}", "/oembed?format=xml&url=/embed/{}%3Ft=0,2"):
        yield asks.format(shut_id), asks.format(NEVER)


def answer(client: FlaskClient, method: str, path: str, headers: dict[str, str]) -> tuple[object, ...]:
    """All that whoever asks can see, without the words they typed themselves."""
    got = client.open(path, method=method, headers=headers)
    typed = sorted({part for part in re.split(r"[/?&=.]", path) if part}, key=len, reverse=True)
    seen = [(name, value) for name, value in got.headers if name != "Date"]
    text = repr((got.status_code, seen, got.data))
    for each in typed:
        if each in (NEVER, *SHUT.values()) or set(each) == {"z"} or each.startswith(("cabinet", "qitaihe")):
            text = text.replace(each, "#")
    return got.status_code, text


def test_every_argument_of_an_address_is_known_here(public: FlaskClient) -> None:
    assert {name for each in ways(public) for name in each.arguments} <= KNOWN


@pytest.mark.parametrize("headers", HEADERS)
@pytest.mark.parametrize("shut_id", SHUT.values(), ids=list(SHUT))
def test_what_is_hidden_and_what_never_was_are_answered_alike(public: FlaskClient, shut_id: str, headers: str) -> None:
    told = {}
    count = 0
    for hidden, never in pairs(public, shut_id):
        for asks in ASKED if "?" not in hidden and headers == "plain" else ("",):
            for method in ("GET", "HEAD", "POST", "OPTIONS") if headers == "plain" else ("GET",):
                count += 1
                found = answer(public, method, hidden + asks, HEADERS[headers])
                if found != answer(public, method, never + asks, HEADERS[headers]):
                    told[method, hidden + asks] = found
    assert told == {}
    assert count > (400 if headers == "plain" else 25)


def test_the_open_one_is_answered_otherwise(public: FlaskClient) -> None:
    """Or nothing above would mean anything."""
    for path in ("/interviews/{}", "/media/{}/recording-1.access.m4a", "/interviews/{}.vtt", "/embed/{}"):
        assert public.get(path.format("2026-001")).status_code == 200
        assert public.get(path.format(NEVER)).status_code == 404


@pytest.mark.parametrize("shut_id", SHUT.values(), ids=list(SHUT))
def test_the_form_for_requests_does_not_tell_either(shut: Settings, shut_id: str) -> None:
    client = create_app_with_desk(shut).test_client()

    def asked_about(wanted: str) -> tuple[int, str]:
        got = client.get(f"/desk/request?about={wanted}")
        # What seals a form, and tells when it was opened, is another each time, and as long.
        return got.status_code, re.sub(r'(?<=")[\w.-]{30,}(?=")', "", got.text).replace(wanted, "#")

    assert asked_about(shut_id) == asked_about(NEVER)
