"""Two people in two browsers at the same few passages: 200 things done at random, and nothing typed is lost."""

from __future__ import annotations

import random
import re
import time
from dataclasses import replace
from itertools import pairwise

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from archive import correcting, fixity, transcripts
from archive.files import Files
from archive.records import Cue, Recording, Track
from tests.browser.conftest import Watch
from tests.conftest import described, take_in_described
from tests.desk.browser.conftest import ENGLISH, TEXT, Room, passage

ACTS = 200
SHARED_MS = 5000
"""Both work on what begins before this; what comes after is nobody's, and of another voice, so that nobody joins it."""


@pytest.fixture
def held(room: Room) -> str:
    """An interview of twelve passages, as the machine heard them."""
    interview = take_in_described(room.files, described(recordings=(Recording(name="recording-1", kind="none"),)))
    shared, nobodys = map(passage, range(5)), (replace(passage(n), speaker="Wei") for n in range(5, 12))
    track = Track(language="en", cues=(*shared, *nobodys), made_by="whisper base")
    transcripts.keep_machine_text(room.files, interview.id, "recording-1", track)
    return interview.id


class Typist:
    """Somebody with the text open, who does one thing after another and waits for nothing."""

    def __init__(self, context: BrowserContext, name: str) -> None:
        self.name, self.page, self.typed = name, context.new_page(), list[str]()
        self.page.on("dialog", lambda dialog: dialog.accept())
        self.page.goto(TEXT)

    def does(self, number: int, chance: random.Random) -> None:
        """One random thing."""
        self._is_in_a_passage(chance)
        act = chance.choice(
            ["type", "type", "type", "split", "join", "nudge", "voice", "right", "remove", "undo", "go"]
        )
        keys = self.page.keyboard
        if act == "type":
            self._types(f"{self.name}{number}", chance)
        elif act == "split":
            self._goes_to_a_space()
            keys.press("Enter")
        elif act == "join" and self._next_is_shared():
            keys.press("Shift+Enter")
        elif act == "nudge":
            keys.press(chance.choice(["Alt+.", "Alt+Shift+<", "Alt+Shift+>"]))
        elif act == "voice":
            keys.press(chance.choice(["Alt+1", "Alt+2"]))
        elif act == "remove" and chance.random() < 0.3:
            keys.press("Alt+Delete")
        elif act in ("right", "undo", "go"):
            keys.press({"right": "Control+Enter", "undo": "Alt+z", "go": "Escape"}[act])

    def _is_in_a_passage(self, chance: random.Random) -> None:
        script = """([ms, nth, stay]) => {
            const there = [...document.querySelectorAll("#text li.cue:not([hidden])")];
            const rows = there.filter(row => Number(row.dataset.startMs) < ms);
            const open = rows.find(row => row.classList.contains("chosen"));
            if (open && stay) return void open.querySelector("textarea").focus();
            rows[Math.floor(nth * rows.length)]?.querySelector(".said").click();
        }"""
        self.page.evaluate(script, [SHARED_MS, chance.random(), chance.random() < 0.6])

    def _types(self, word: str, chance: random.Random) -> None:
        in_hand = "document.activeElement.matches('li.chosen textarea')"
        if not self.page.evaluate(in_hand):
            return
        self.page.keyboard.press(chance.choice(["End", "Home"]))
        self.page.keyboard.type(f" {word} ")
        self.typed.append(word)

    def _goes_to_a_space(self) -> None:
        script = """() => {
            const field = document.querySelector("li.chosen textarea");
            const at = field?.value.trimEnd().lastIndexOf(" ") ?? -1;
            if (at > 0) field.setSelectionRange(at, at);
        }"""
        self.page.evaluate(script)

    def _next_is_shared(self) -> bool:
        script = "ms => Number(document.querySelector('li.chosen')?.nextElementSibling?.dataset.startMs ?? ms) < ms"
        return bool(self.page.evaluate(script, SHARED_MS))

    def rests(self) -> None:
        """Leave the passage and wait until all is saved."""
        self.page.evaluate("document.querySelector('li.chosen textarea')?.focus()")
        self.page.keyboard.press("Escape")
        all_is_saved = "() => dispatchEvent(new Event('beforeunload', { cancelable: true }))"
        patience = time.monotonic() + 120
        while not self.page.evaluate(all_is_saved):
            assert time.monotonic() < patience, self.page.locator("#state").text_content()
            self.page.wait_for_timeout(50)
        assert self.page.evaluate("Object.keys(localStorage).filter(each => each.startsWith('earwitness')).length") == 0


def everything_written(files: Files, held: str) -> str:
    return "\n".join(files.store.read(key).decode() for key in files.store.walk(f"transcripts/{held}"))


def untouched(files: Files, held: str) -> list[Cue]:
    return [each for each in correcting.read_text(files, held, ENGLISH).cues if each.start_ms >= SHARED_MS]


@pytest.mark.slow
def test_nothing_typed_in_two_browsers_at_once_is_lost(chromium: Browser, room: Room, watch: Watch, held: str) -> None:
    chance = random.Random(16)
    nobodys, people = untouched(room.files, held), []
    for name in ("Ann", "Bo"):
        context = chromium.new_context(base_url=room.address)
        watch.over(context)
        room.sign_in(context, "editor", name)
        people.append(Typist(context, name))
    for number in range(ACTS):
        chance.choice(people).does(number, chance)
    for person in people:
        person.rests()
    record = everything_written(room.files, held)
    typed = [each for person in people for each in person.typed]
    assert len(typed) > ACTS / 5
    assert [each for each in typed if not re.search(rf"\b{each}\b", record)] == []
    assert untouched(room.files, held) == nobodys
    refused = [each for each in watch.complaints if not re.search(r"status of 4(00|04|09)", each)]
    assert refused == []
    watch.complaints.clear()  # what was refused in words: to undo what somebody changed since, to join two voices
    the_pages_agree(room.files, held, [each.page for each in people])
    every_version_comes_back(room.files, held)


def the_pages_agree(files: Files, held: str, pages: list[Page]) -> None:
    """What a page shows that has been brought up to date, row by row, is the text."""
    there = [f"{each.start_ms} {each.text}" for each in correcting.read_text(files, held, ENGLISH).cues]
    shown = "rows => rows.map(row => `${row.dataset.startMs} ${row.querySelector('.said').textContent}`)"
    for page in pages:
        page.bring_to_front()
        page.evaluate("document.querySelector('li.chosen textarea')?.focus()")
        page.keyboard.press("Escape")
        patience = time.monotonic() + 60  # a page looks every ten seconds what others did
        while page.locator("#text li.cue").evaluate_all(shown) != there and time.monotonic() < patience:
            page.wait_for_timeout(200)
        assert page.locator("#text li.cue").evaluate_all(shown) == there


def every_version_comes_back(files: Files, held: str) -> None:
    with files.lock(held):
        correcting.keep(files, held, ENGLISH, by="Ann")
    known = correcting.versions(files, held, ENGLISH)
    assert len(known) >= 2
    for version in known:
        was = correcting.read_version(files, held, ENGLISH, version.stamp).cues
        assert correcting.restore(files, held, ENGLISH, version.stamp, by="Ann").cues == was
        assert all(one.start_ms <= other.start_ms for one, other in pairwise(was))
    with files.lock(held):
        assert [each for each in fixity.verify(files, held, agent="test") if each.is_damage] == []
