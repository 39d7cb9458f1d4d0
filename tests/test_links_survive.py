"""A link to a passage opens the same speech, whatever was done to the text meanwhile, and says what that was.

Everything here goes the real way: an archive on disk, the desk's own corrections, an edition, the pages of the site.
Every word of the recording is another, so that a page can be held against what was said when the link was made.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import unescape
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from archive import accession, correcting, provenance, publication, transcripts
from archive.accession import Facts
from archive.correcting import Wish
from archive.errors import ArchiveError
from archive.files import Files, TrackName
from archive.jobs import keep_house
from archive.records import CLOSED, Cue, Redaction, Track, Word
from archive.settings import Settings
from tests.conftest import TODAY, described
from tests.serving import reader_of
from tests.sound import tone

WORD_MS, WORDS_IN_A_CUE, CUES, PAUSE_MS = 400, 10, 120, 300
LINKS, EDITS, REDACTIONS = 100, 300, 5
CUE_MS = WORD_MS * WORDS_IN_A_CUE + PAUSE_MS
LENGTH_MS = CUE_MS * CUES
TAPES = ("recording-1", "recording-2")


@dataclass(frozen=True)
class Link:
    """A passage that somebody cited: the address on the page, and the words that were said there."""

    address: str
    recording: str
    start_ms: int
    end_ms: int
    words: tuple[Word, ...]


def spoken(tape: str, number: int, *, called: str = "w") -> Cue:
    """One cue of a tape: ten words that are said nowhere else."""
    starts_ms = number * CUE_MS
    words = []
    for n in range(WORDS_IN_A_CUE):
        text = f"{called}{tape[-1]}x{number:03}x{n}"
        start_ms = starts_ms + n * WORD_MS
        words.append(Word(start_ms, start_ms + WORD_MS, text if n == 0 else f" {text}"))
    return Cue(starts_ms, words[-1].end_ms, "".join(each.text for each in words), "Lin", tuple(words))


def hear(files: Files, interview_id: str, tape: str, cues: Sequence[Cue]) -> None:
    """What the machine heard, signed off as a step of the machine is."""
    track = Track(language="en", cues=tuple(cues), made_by="whisper base", made_at="2026-05-02T00:00:00+00:00")
    written = transcripts.keep_machine_text(files, interview_id, tape, track)
    with files.lock(interview_id):
        event = replace(provenance.next_event(files, interview_id, "transcription", "whisper base"), files=written)
        provenance.record(files, event)


@pytest.fixture
def interview_id(files: Files, settings: Settings, tmp_path: Path) -> str:
    """An interview on two tapes that is public as the machine heard it."""
    taken = accession.accession(
        files,
        described(),
        [tone(tmp_path / "a.wav"), tone(tmp_path / "b.wav", hertz=700)],
        examine=lambda *_: Facts(kind="audio", duration_ms=LENGTH_MS),
        agent="an archivist",
        today=TODAY,
    )
    for tape in TAPES:
        hear(files, taken.id, tape, [spoken(tape, number) for number in range(CUES)])
    publication.publish(files, taken.id, by="M. Lin", on="2026-05-03")
    keep_house(files, settings)
    return taken.id


def cite(reader: FlaskClient, interview_id: str, chance: random.Random) -> Link:
    """Cite a random passage of one to forty words, by the page that readers use."""
    tape = chance.choice(TAPES)
    said = [word for number in range(CUES) for word in spoken(tape, number).words]
    first = chance.randrange(len(said) - 40)
    words = tuple(said[first : first + chance.randint(1, 40)])
    start_ms, end_ms = words[0].start_ms, words[-1].end_ms
    page = reader.get(f"/interviews/{interview_id}/cite?recording={tape}&t={start_ms / 1000:g},{end_ms / 1000:g}").text
    found = re.search(r'class="address" data-copy><a href="([^"]+)"', page)
    assert found, page
    return Link(unescape(found[1]), tape, start_ms, end_ms, words)


# --- what people do meanwhile ----------------------------------------------------------------------------------------


def edit(files: Files, interview_id: str, chance: random.Random) -> bool:
    """One random act of a person on the first tape; returns whether it could be done."""
    name = TrackName("recording-1", "en")
    cues = correcting.read_text(files, interview_id, name).cues
    place = chance.randrange(len(cues) - 1)
    cue, after = cues[place], cues[place + 1]
    words = cue.text.split(" ")
    at = chance.randrange(len(words))
    act = chance.choice(("text", "text", "text", "split", "join", "times", "speaker", "heard"))
    wishes = {
        "text": Wish(
            act="text", cues=(cue,), text=" ".join([*words[:at], f"new{chance.random():.6f}"[:9], *words[at + 1 :]])
        ),
        "split": Wish(act="split", cues=(cue,), at=len(" ".join(words[:at]))),
        "join": Wish(act="join", cues=(cue, after)),
        "times": Wish(
            act="times", cues=(cue,), start_ms=cue.start_ms + 50, end_ms=max(cue.end_ms - 50, cue.start_ms + 100)
        ),
        "speaker": Wish(act="speaker", cues=(cue,), speaker=cue.speaker),
        "heard": Wish(act="heard", cues=(cue,)),
    }
    try:
        correcting.correct(files, interview_id, name, wishes[act], by="Li Min")
    except ArchiveError:
        return False  # nothing to split, or two voices: the desk refuses it
    return True


def hear_again(files: Files, interview_id: str, chance: random.Random) -> None:
    """One new transcription: cut otherwise, and one word in eight heard otherwise."""
    transcripts.ask_again(files, interview_id, agent="M. Lin")
    for tape in TAPES:
        words = [word for number in range(CUES) for word in spoken(tape, number).words]
        heard = [
            replace(word, text=f" again{n}" if chance.random() < 1 / 8 else f" {word.text.strip()}")
            for n, word in enumerate(words)
        ]
        lines = [heard[n : n + 7] for n in range(0, len(heard), 7)]
        cues = []
        for line in lines:
            first = replace(line[0], text=line[0].text.strip())
            text = "".join(each.text for each in (first, *line[1:]))
            cues.append(Cue(first.start_ms, line[-1].end_ms, text, "Lin", (first, *line[1:])))
        hear(files, interview_id, tape, cues)


# --- what the page says then -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Opened:
    """A page that a link led to: what it says has become of the passage, and the rows it marks."""

    became: tuple[str, ...]
    rows: tuple[tuple[int, int, str], ...]

    def covers(self, word: Word) -> bool:
        """Whether the middle of what was a word's time lies in a row that is marked."""
        middle = (word.start_ms + word.end_ms) // 2
        return any(start_ms <= middle < end_ms for start_ms, end_ms, _ in self.rows)

    @property
    def text(self) -> str:
        """All that can be read in the rows."""
        return " ".join(text for _, _, text in self.rows)


def opened(reader: FlaskClient, link: Link) -> Opened:
    """What a reader sees who follows the link."""
    page = reader.get(link.address)
    assert page.status_code == 200, link.address
    rows = []
    for row in re.findall(r'<div class="row[^"]* linked"[^>]*>(.*?)</div>', page.text, re.DOTALL):
        for start_ms, end_ms, html in re.findall(r'<p lang="en" data-ms="(\d+)-(\d+)"[^>]*>(.*?)</p>', row):
            rows.append((int(start_ms), int(end_ms), re.sub(r"<b class=\"who\">.*?</b>|<[^>]+>", "", html)))
    return Opened(tuple(re.findall(r'data-became="([^"]+)"', page.text)), tuple(rows))


def test_a_hundred_links_open_the_same_speech_after_all_that_was_done_to_the_text(
    files: Files, settings: Settings, interview_id: str
) -> None:
    chance = random.Random(4)
    reader = reader_of(settings.home)
    links = [cite(reader, interview_id, chance) for _ in range(LINKS)]
    assert all(opened(reader, each).became == ("unchanged",) for each in links)

    done = 0
    while done < EDITS:
        done += edit(files, interview_id, chance)
    with files.lock(interview_id):
        correcting.keep(files, interview_id, TrackName("recording-1", "en"), by="Li Min")
    hear_again(files, interview_id, chance)
    for _ in range(REDACTIONS):
        hidden = chance.choice(links)
        redaction = Redaction(recording=hidden.recording, start_ms=hidden.start_ms, end_ms=hidden.end_ms)
        publication.redact(files, interview_id, redaction, by="M. Lin")
    keep_house(files, settings)

    reader, told = reader_of(settings.home), []
    for link in links:
        page = opened(reader, link)
        told.append(page.became)
        is_excused = {"withheld", "partly withheld"} & set(page.became)
        kept = [each for each in link.words if each.text.strip() in page.text]
        covered = sum(map(page.covers, link.words)) / len(link.words)
        assert is_excused or covered >= 0.9, (link.address, covered, page)
        assert is_excused or ("changed" in page.became) == (len(kept) < len(link.words)), (link.address, page)
        assert is_excused or page.became, link.address
    outcomes = {each for became in told for each in became}
    assert outcomes == {"withheld", "partly withheld", "changed", "unchanged"}
    assert_nothing_earlier_is_told(settings, links, told)


def assert_nothing_earlier_is_told(settings: Settings, links: Sequence[Link], told: Sequence[tuple[str, ...]]) -> None:
    """No byte of the edition has a word that was withheld since."""
    held = b"".join(each.read_bytes() for each in (settings.instance / "edition").rglob("*") if each.is_file())
    withheld = [link for link, became in zip(links, told, strict=True) if became[0] == "withheld"]
    assert withheld
    assert not any(word.text.strip().encode() in held for link in withheld for word in link.words)


def test_a_link_to_what_was_closed_or_withdrawn_says_so_as_far_as_it_may(
    files: Files, settings: Settings, interview_id: str
) -> None:
    link = cite(reader_of(settings.home), interview_id, random.Random(1))
    publication.restrict(files, interview_id, {"transcript": CLOSED}, by="M. Lin", on="2026-05-03")
    keep_house(files, settings)
    assert "The words of this interview are closed." in reader_of(settings.home).get(link.address).text
    publication.restrict(files, interview_id, {"sound": CLOSED}, by="M. Lin", on="2026-05-03")
    keep_house(files, settings)
    assert "This interview is closed for now" in reader_of(settings.home).get(link.address).text
    publication.withdraw(files, interview_id, by="M. Lin", on="2026-06-01", reason="the narrator’s wish")
    keep_house(files, settings)
    gone = reader_of(settings.home).get(link.address)
    assert gone.status_code == 404 and "perhaps what was here is no longer public" in gone.text
