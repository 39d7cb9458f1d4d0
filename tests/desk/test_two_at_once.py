"""Two people at one text, by what their pages send: whatever they do, in whatever order, no word typed is lost."""

from __future__ import annotations

import random
import re
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from archive import correcting, fixity, provenance, transcripts
from archive.files import Files, TrackName
from archive.records import Cue, Hearing, Recording, Track, Word
from archive.settings import Settings
from tests.conftest import described, take_in_described
from tests.desk.conftest import Desk, Staff, desk_of

ENGLISH = TrackName("recording-1", "en")
NAMES = ("Ann", "Bo")
MOVES = 200
KINDS = (
    "text",
    "text",
    "text",
    "split",
    "join",
    "times",
    "speaker",
    "remove",
    "add",
    "heard",
    "undo",
    "take",
    "let go",
)
ODDITIES = ("", "下岗", "😀", "<v Tom>", "a --> b", "\u202e", "&lt;", "\n\nNOTE")


@dataclass(frozen=True)
class Move:
    """What one of the two does: to which passage of the page as they see it, and whether they look up afterwards."""

    who: int
    act: str
    at: int
    by_ms: int
    oddity: str
    looks: bool


MOVE = st.builds(
    Move,
    who=st.integers(0, 1),
    act=st.sampled_from(KINDS),
    at=st.integers(0, 5),
    by_ms=st.integers(0, 9),
    oddity=st.sampled_from(ODDITIES),
    looks=st.booleans(),
)


def moves_of(seed: int) -> Iterator[Move]:
    """Moves at random, always the same ones."""
    chance = random.Random(seed)
    for _ in range(MOVES):
        at, by_ms, oddity = chance.randint(0, 5), chance.randint(0, 9), chance.choice(ODDITIES)
        yield Move(chance.randint(0, 1), chance.choice(KINDS), at, by_ms, oddity, chance.random() < 0.5)


def passage(n: int) -> Cue:
    said = ("they", " closed", " pit", f" {n}")
    words = tuple(Word(n * 1000 + k * 200, n * 1000 + k * 200 + 200, text) for k, text in enumerate(said))
    figures = Hearing(no_speech=0, logprob=-0.5, compression=1, words=(90, 30, 90, 90))
    return Cue(n * 1000, n * 1000 + 900, "".join(said), speaker="Mary", words=words, hearing=figures)


CUES = tuple(map(passage, range(12)))


def take_in_text(files: Files) -> str:
    """An interview of twelve passages, each word with its time."""
    interview = take_in_described(files, described(recordings=(Recording(name="recording-1", kind="none"),)))
    track = Track(language="en", cues=CUES, made_by="whisper base")
    transcripts.keep_machine_text(files, interview.id, "recording-1", track)
    return interview.id


def text_of(files: Files, held: str) -> correcting.Text:
    return correcting.read_text(files, held, ENGLISH)


class Person:
    """Somebody with a page open: the text as it was when the page last heard of it, and what they did."""

    def __init__(self, client: Staff, name: str) -> None:
        self.client, self.name = client, name
        self.page = CUES
        self.typed: list[str] = []
        self.done: list[str] = []

    def does(self, held: str, number: int, move: Move, disputes: Iterable[str]) -> dict[str, Any] | None:
        """One thing; the answer, or nothing if it was refused in words."""
        cue = self.page[move.at % len(self.page)]
        word = f"{self.name}{number}"
        after = self.page.index(cue) + 1
        told: dict[str, Any] = {
            "text": {"text": f"{cue.text} {word} {move.oddity}"},
            "split": {"at": max(1, len(cue.text) // 2)},
            "join": {"text": f"{cue.text} {word}"},
            "times": {"start_ms": cue.start_ms + move.by_ms, "end_ms": cue.end_ms + move.by_ms},
            "speaker": {"speaker": f"voice {move.by_ms % 3}"},
            "add": {"text": f"new {word} {move.oddity}", "start_ms": cue.end_ms, "end_ms": cue.end_ms + 40},
            "undo": {"of": self.done[-1] if self.done else ""},
        }.get(move.act, {"of": next(iter(disputes), "")})
        seen = {"add": (), "undo": (), "take": (), "let go": (), "join": self.page[after - 1 : after + 1]}
        cues = [_seen(each) for each in seen.get(move.act, (cue,))]
        wish = {"act": move.act, "cues": cues, "id": str(uuid.uuid4())} | told
        answer = self.client.post(f"/desk/interviews/{held}/texts/recording-1.en/wishes.json", json=wish)
        assert answer.status_code in (200, 400, 404, 409), answer.text
        if answer.status_code != 200:
            return None
        self.typed += [word] if word in told.get("text", "") else []
        self.done.append(answer.get_json()["correction"])
        return dict(answer.get_json())


def _seen(cue: Cue) -> dict[str, Any]:
    return {"start_ms": cue.start_ms, "end_ms": cue.end_ms, "speaker": cue.speaker, "text": cue.text}


def work(desk: Desk, held: str, moves: Iterable[Move]) -> tuple[int, list[str]]:
    """Let two people do all that; returns how often they met in the same words, and every word they typed."""
    people = [Person(desk.sign_in("editor", name), name) for name in NAMES]
    met = 0
    for number, move in enumerate(moves):
        person, before = people[move.who], text_of(desk.files, held)
        answer = person.does(held, number, move, [each.id for each in before.disputes])
        after = text_of(desk.files, held)
        if answer is None:
            assert after.cues == before.cues
            continue
        met += answer["outcome"] == "disputed"
        made = next((each for each in after.made if each.id == answer["correction"]), None)
        if made or answer["outcome"] == "disputed":
            no_other_passage_changed(before.cues, after.cues, made)
        if move.looks:
            person.page = after.cues or person.page
    return met, [word for person in people for word in person.typed]


def no_other_passage_changed(
    before: tuple[Cue, ...], after: tuple[Cue, ...], made: correcting.Correction | None
) -> None:
    """Every passage but those a correction is about is there as it was, with each time of each word.

    An undoing is about what stands now where its act was: another may have changed the words of that since.
    """
    touched = made.before if made else ()
    touched += correcting.standing_at(before, touched) if made and made.act == "undo" and touched else ()
    assert [each for each in before if each not in touched and each not in after] == []
    if made and made.act == "text" and len(made.before) == len(made.after) == 1:
        was, now = said_once(made.before[0]), said_once(made.after[0])
        assert {word: now[word] for word in was if word in now} == {word: was[word] for word in was if word in now}


def said_once(cue: Cue) -> dict[str, tuple[int, int]]:
    """When each word is said that cannot be taken for another; the last one may have taken in what was put after it."""
    texts = [word.text.strip() for word in cue.words]
    said = zip(texts[:-1], cue.words, strict=False)
    return {text: (word.start_ms, word.end_ms) for text, word in said if texts.count(text) == 1}


def nothing_is_lost(desk: Desk, held: str, typed: list[str]) -> None:
    files = desk.files
    record = "\n".join(files.store.read(key).decode() for key in files.store.walk(f"transcripts/{held}"))
    assert [each for each in typed if not re.search(rf"\b{each}\b", record)] == []
    assert all(one.start_ms <= other.start_ms for one, other in pairwise(text_of(files, held).cues))
    client = desk.sign_in("editor", NAMES[0])
    for version in correcting.versions(files, held, ENGLISH):
        was = correcting.read_version(files, held, ENGLISH, version.stamp).cues
        client.post(f"/desk/interviews/{held}/texts/recording-1.en/versions", data={"restore": version.stamp})
        assert text_of(files, held).cues == was
    with files.lock(held):
        assert [each for each in fixity.verify(files, held, agent="test") if each.is_damage] == []


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_of_200_random_acts_of_two_people_no_text_is_lost_and_no_other_time_moves(desk: Desk, seed: int) -> None:
    held = take_in_text(desk.files)
    met, typed = work(desk, held, moves_of(seed))
    assert met > 10 and len(typed) > 50
    nothing_is_lost(desk, held, typed)
    assert {each.type for each in provenance.events(desk.files, held)} >= {"transcript kept", "transcript restored"}


@given(st.lists(MOVE, min_size=5, max_size=MOVES))
@example([Move(1, "times", 0, 1, "", False), Move(0, "text", 0, 0, "", False), Move(1, "undo", 0, 0, "", False)])
@settings(max_examples=10)
def test_whatever_two_people_do_no_text_is_lost(tmp_path_factory: pytest.TempPathFactory, moves: list[Move]) -> None:
    desk = desk_of(Settings(home=tmp_path_factory.mktemp("archive")))
    held = take_in_text(desk.files)
    _, typed = work(desk, held, moves)
    nothing_is_lost(desk, held, typed)
