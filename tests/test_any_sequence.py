"""Whatever is decided, in whatever order: the edition is what ``release`` makes of the files from nothing, and has
nothing in it that the latest decision forbids. Real files, real SQLite; only nobody listens to anything.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as tried
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from archive import correcting, index, jobs, provenance, publication, transcripts
from archive.access import shown
from archive.correcting import Wish
from archive.errors import ArchiveError
from archive.files import Files, TrackName, media_folder, open_files
from archive.holdings import holdings, with_lines
from archive.jobs import find_step
from archive.jobs.house import start_afresh
from archive.jobs.steps import ACCESS_COPY
from archive.records import CLOSED, HIDDEN, OPEN, PARTS, Consent, Cue, Person, Redaction, Track
from archive.release import release, tombstone
from archive.settings import Settings
from tests.conftest import described, take_in_described
from tests.sound import tone

HELD = ("2026-001", "2026-002")
CUES = 3
EXAMPLES = int(os.environ.get("EARWITNESS_TEST_EXAMPLES", "10"))
LATER, SOONER = "2031-05-04", "2031-05-02"
USES = ("text", "sound", "translation")
AGENT = "M. Lin"


def name_of(held: str) -> str:
    return f"Zhenniao Guihua{held[-1]}"


def pseudonym_of(held: str) -> str:
    return f"Sister Pseudonym{held[-1]}"


@dataclass
class Meant:
    """What the decisions about one interview come to, worked out apart from the program."""

    words: list[str]
    translated: list[str]
    uses: set[str] = field(default_factory=lambda: set(USES))
    access: dict[str, str] = field(default_factory=lambda: dict.fromkeys(PARTS, OPEN))
    embargo: bool = False
    redacted: set[int] = field(default_factory=set)
    pseudonym: bool = False
    published: bool = True
    is_older: bool = False
    withdrawn: bool = False

    def is_open(self, part: str, use: str) -> bool:
        """Whether a part may be met."""
        return (
            self.published
            and not self.is_older
            and not self.withdrawn
            and not self.embargo
            and use in self.uses
            and self.access["metadata"] == self.access[part] == OPEN
        )

    @property
    def has_page(self) -> bool:
        """Whether more than its title may be met, so that people are named."""
        return self.is_open("transcript", "text") or self.is_open("sound", "sound")


PLACES: dict[str, Path] = {}
"""Where the archive to begin with lies, and where examples have theirs."""


@pytest.fixture(scope="module", autouse=True)
def archive_to_begin_with(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Two public interviews with sound and words, taken in once: every example begins with a copy."""
    PLACES["examples"] = tmp_path_factory.mktemp("examples")
    PLACES["begin"] = tmp_path_factory.mktemp("begin") / "archive"
    settings = Settings(home=PLACES["begin"])
    files = open_files(settings)
    for n, held in enumerate(HELD, 1):
        source = tone(PLACES["begin"].with_name(f"{held}.wav"), hertz=200.0 * n)
        told = described(title={"en": f"Interview {n}"}, narrators=(Person(name=name_of(held)),), language="zh")
        take_in_described(files, told, source)
        jobs.open_queue(files, settings).do(find_step(files, settings, held, "recording-1", ACCESS_COPY))
        heard(files, held, 0)
        for language, translated_from in (("zh", ""), ("en", "zh")):
            said = cues(held, language, 0)
            by = name_of(held)
            track = Track(language=language, cues=said, origin="person", made_by=by, translated_from=translated_from)
            transcripts.keep_text(files, held, "recording-1", track, agent=AGENT, detail="")
        publication.publish(files, held, by=AGENT, on="2026-05-03")


def word(held: str, language: str, n: int, version: int) -> str:
    """A word that is no part of another: version 1 is none of version 10."""
    return f"canary{held[-1]}{language}{n}v{version}z"


def cues(held: str, language: str, version: int) -> tuple[Cue, ...]:
    """Cues that a redaction of one leaves the others of: half a second and more lies between them."""
    return tuple(
        Cue(n * 2_000, n * 2_000 + 900, word(held, language, n, version), speaker=name_of(held)) for n in range(CUES)
    )


def heard(files: Files, held: str, version: int) -> None:
    """What a machine heard, which nobody but the desk meets while a person's text stands before it."""
    told = tuple(Cue(n * 2_000, n * 2_000 + 900, f"machine{held[-1]}x{n}v{version}") for n in range(CUES))
    track = Track(language="zh", cues=told, made_by=f"whisper {version}")
    transcripts.keep_machine_text(files, held, "recording-1", track)


class Archive(RuleBasedStateMachine):
    """An archive to which anything is done."""

    interviews = st.sampled_from(HELD)

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp(dir=PLACES["examples"]))
        shutil.copytree(PLACES["begin"], self.folder / "archive")
        self.settings = Settings(home=self.folder / "archive")
        self.files = open_files(self.settings)
        self.meant = {
            held: Meant(*([word(held, language, n, 0) for n in range(CUES)] for language in ("zh", "en")))
            for held in HELD
        }
        self.versions = self.steps = 0
        self.gone: set[str] = set()  # words that no text says any more
        self.back_up()  # so that two steps are enough to undo what must not be undone

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            self.check()
            shutil.rmtree(self.folder)

    def decide(self, held: str, act: Callable[[], object], then: Callable[[Meant], object]) -> None:
        """Do it, and mean it, unless the program refuses."""
        with suppress(ArchiveError):
            act()
            then(self.meant[held])

    # --- decisions ----------------------------------------------------------------------------------------------------

    @rule(held=interviews)
    def publish(self, held: str) -> None:
        is_anew = self.files.read_interview(held).published is None

        def is_public(meant: Meant) -> None:
            meant.published, meant.is_older = True, meant.is_older and not is_anew

        self.decide(held, lambda: publication.publish(self.files, held, by=AGENT, on="2026-05-03"), is_public)

    @rule(held=interviews)
    def unpublish(self, held: str) -> None:
        self.decide(
            held,
            lambda: publication.unpublish(self.files, held, by=AGENT),
            lambda meant: setattr(meant, "published", False),
        )

    @rule(held=interviews, tombstone=st.booleans())
    def withdraw(self, held: str, tombstone: bool) -> None:
        wording = {"en": "It was taken back."} if tombstone else {}
        self.decide(
            held,
            lambda: publication.withdraw(
                self.files, held, by=AGENT, on="2026-05-04", reason="asked", tombstone=wording
            ),
            lambda meant: setattr(meant, "withdrawn", True),
        )

    @rule(held=interviews, uses=st.sets(st.sampled_from(USES)))
    def consent(self, held: str, uses: set[str]) -> None:
        told = Consent(statement="She said so.", uses=tuple(sorted(uses)) or ("processing",))
        self.decide(
            held,
            lambda: publication.record_consent(self.files, held, told, by=AGENT),
            lambda meant: setattr(meant, "uses", set(uses)),
        )

    @rule(held=interviews)
    def take_back_consent(self, held: str) -> None:
        self.decide(
            held,
            lambda: publication.take_back_consent(self.files, held, by=AGENT, on="2026-05-05"),
            lambda meant: setattr(meant, "uses", set()),
        )

    @rule(held=interviews, part=st.sampled_from(PARTS), how=st.sampled_from((OPEN, CLOSED, HIDDEN)))
    def restrict(self, held: str, part: str, how: str) -> None:
        self.decide(
            held,
            lambda: publication.restrict(self.files, held, {part: how}, by=AGENT, on="2026-05-03"),
            lambda meant: meant.access.update({part: how}),
        )

    @rule(held=interviews)
    def embargo(self, held: str) -> None:
        self.decide(
            held,
            lambda: publication.embargo(self.files, held, until=date(2031, 5, 3), by=AGENT),
            lambda meant: setattr(meant, "embargo", True),
        )

    @rule(held=interviews, on=st.sampled_from((SOONER, LATER)))
    def lift(self, held: str, on: str) -> None:
        self.decide(
            held,
            lambda: publication.lift_embargo(self.files, held, by=AGENT, on=on),
            lambda meant: setattr(meant, "embargo", meant.embargo and on == SOONER),
        )

    @rule(held=interviews, n=st.integers(0, CUES - 1))
    def redact(self, held: str, n: int) -> None:
        self.decide(
            held,
            lambda: publication.redact(self.files, held, _stretch(n), by=AGENT),
            lambda meant: meant.redacted.add(n),
        )

    @rule(held=interviews, n=st.integers(0, CUES - 1))
    def lift_redaction(self, held: str, n: int) -> None:
        self.decide(
            held,
            lambda: publication.lift_redaction(self.files, held, _stretch(n), by=AGENT),
            lambda meant: meant.redacted.discard(n),
        )

    @rule(held=interviews, is_given=st.booleans())
    def pseudonym(self, held: str, is_given: bool) -> None:
        name, other = name_of(held), pseudonym_of(held)
        self.decide(
            held,
            lambda: (
                publication.give_pseudonym(self.files, held, name, other, by=AGENT)
                if is_given
                else publication.take_back_pseudonym(self.files, held, name, by=AGENT)
            ),
            lambda meant: setattr(meant, "pseudonym", is_given),
        )

    # --- work on the words --------------------------------------------------------------------------------------------

    @rule(held=interviews, n=st.integers(0, CUES - 1), language=st.sampled_from(("zh", "en")))
    def correct(self, held: str, n: int, language: str) -> None:
        self.versions += 1
        name, new = TrackName("recording-1", language), word(held, language, n, self.versions)
        cue = correcting.read_text(self.files, held, name).cues[n]
        correcting.correct(self.files, held, name, Wish(act="text", cues=(cue,), text=new), by=AGENT)
        with self.files.lock(held):
            correcting.keep(self.files, held, name, by=AGENT)
        meant = self.meant[held]
        words = meant.words if language == "zh" else meant.translated
        self.gone.add(words[n])
        words[n] = new
        self.gone.discard(new)

    @rule(held=interviews)
    def hear_again(self, held: str) -> None:
        self.versions += 1
        transcripts.ask_again(self.files, held, agent=AGENT)
        heard(self.files, held, self.versions)

    # --- keeping house ------------------------------------------------------------------------------------------------

    @rule()
    def rebuild(self) -> None:
        start_afresh(self.settings)
        shutil.rmtree(self.settings.instance / "edition", ignore_errors=True)

    @rule()
    def back_up(self) -> None:
        shutil.rmtree(self.folder / "backup", ignore_errors=True)
        for name in ("media", "transcripts"):
            shutil.copytree(self.settings.home / name, self.folder / "backup" / name)
        self.backup = deepcopy(self.meant)

    @rule()
    def restore(self) -> None:
        known = {held: remembered(self.settings, held) for held in HELD}
        for name in ("media", "transcripts"):
            shutil.rmtree(self.settings.home / name)
            shutil.copytree(self.folder / "backup" / name, self.settings.home / name)
        withdrawn = {held for held in HELD if self.meant[held].withdrawn}
        self.gone |= {each for meant in self.meant.values() for each in (*meant.words, *meant.translated)}
        self.meant = deepcopy(self.backup)
        self.gone -= {each for meant in self.meant.values() for each in (*meant.words, *meant.translated)}
        for held in withdrawn:  # no backup takes that back
            self.meant[held].withdrawn = True
        for held in HELD:  # of what was decided since nobody can tell: it waits for somebody to publish it
            self.meant[held].is_older |= not known[held] <= logged(self.settings, held)
        jobs.keep_house(self.files, self.settings)

    # --- what must be true --------------------------------------------------------------------------------------------

    @invariant()
    def now_and_then(self) -> None:
        """An edition is made after some decisions, not after each: as where several are made at once."""
        if hasattr(self, "steps"):
            self.steps += 1
            if self.steps % 3 == 0:
                self.check()

    def check(self) -> None:
        """The edition is what follows from the files, and nothing forbidden is in it."""
        jobs.keep_house(self.files, self.settings)
        folder = self.settings.instance / "edition"
        made = index.current_edition(folder)
        assert made is not None
        assert made.stem == from_nothing(open_files(self.settings), self.folder / "again")
        public = made.read_bytes()
        for told in self.forbidden():
            assert told.encode() not in public, told
        for told in self.allowed():
            assert told.encode() in public, told
        media = {each.stem for each in (folder / "media").iterdir()}
        assert not self.silent() & media

    def forbidden(self) -> Iterator[str]:
        """Everything that must not be met, as it would stand in a file."""
        yield from self.gone
        for held, meant in self.meant.items():
            yield f"machine{held[-1]}x"
            for part, words in (("text", meant.words), ("translation", meant.translated)):
                if not (meant.is_open("transcript", "text") and part in meant.uses):
                    yield from words
                yield from (words[n] for n in meant.redacted)
            if meant.pseudonym or not meant.has_page:
                yield from (name_of(held), name_of(held).split()[1])
            if not meant.pseudonym:
                yield pseudonym_of(held)

    def allowed(self) -> Iterator[str]:
        """Words that must be there: an edition that withholds everything would be of no use to anybody."""
        for meant in self.meant.values():
            if meant.is_open("transcript", "text"):
                yield from (each for n, each in enumerate(meant.words) if n not in meant.redacted)

    def silent(self) -> set[str]:
        """The whole sounds of which nothing may be heard, or not all, by their checksums."""
        found = set()
        for held, meant in self.meant.items():
            if meant.redacted or not meant.is_open("sound", "sound"):
                signed = provenance.digests(self.files, held)
                found.add(signed[f"{media_folder(held)}/recording-1.access.m4a"])
        return found


def _stretch(n: int) -> Redaction:
    return Redaction(recording="recording-1", start_ms=n * 2_000, end_ms=n * 2_000 + 900)


def remembered(settings: Settings, held: str) -> set[str]:
    """The events of an interview that this machine has chained."""
    path = settings.instance / "chains" / held
    known = json.loads(path.read_text())["events"] if path.exists() else ()
    return {each for each in known if each.startswith("events/")}


def logged(settings: Settings, held: str) -> set[str]:
    """The events of an interview that are there."""
    return {f"events/{each.name}" for each in (settings.home / "transcripts" / held / "events").iterdir()}


def from_nothing(files: Files, folder: Path) -> str:
    """The name of the edition that ``release`` makes of the files alone, in a folder where there never was one."""
    shutil.rmtree(folder, ignore_errors=True)
    held = [holdings(files, each) for each in files.interview_ids()]
    told = [with_lines(files, each) if shown(each.interview).transcript == OPEN else each for each in held]
    released = [found for each in told if (found := release(each))]
    graves = [grave for each in held if (grave := tombstone(each.interview))]
    return index.make_edition(folder, released, (), lambda each: files.store.open(each.key), graves)


ONE = HELD[0]
FEARED: dict[str, tuple[Callable[[Archive], object], ...]] = {
    "withdrawn, and restored from before": (
        lambda archive: archive.withdraw(ONE, False),
        lambda archive: archive.restore(),
    ),
    "withdrawn, and restored before any edition was made without it": (
        lambda archive: (archive.withdraw(ONE, True), archive.restore()),
    ),
    "withdrawn, restored, published again, rebuilt": (
        lambda archive: archive.withdraw(ONE, True),
        lambda archive: archive.restore(),
        lambda archive: archive.publish(ONE),
        lambda archive: archive.rebuild(),
    ),
    "redacted, corrected there, heard again, rebuilt": (
        lambda archive: archive.redact(ONE, 1),
        lambda archive: archive.correct(ONE, 1, "zh"),
        lambda archive: archive.correct(ONE, 1, "en"),
        lambda archive: archive.hear_again(ONE),
        lambda archive: archive.rebuild(),
    ),
    "a pseudonym, a restored record, and the pseudonym again": (
        lambda archive: archive.pseudonym(ONE, True),
        lambda archive: archive.restore(),
        lambda archive: archive.pseudonym(ONE, True),
        lambda archive: archive.correct(ONE, 0, "zh"),
    ),
    "an embargo that is lifted too soon, then on its day": (
        lambda archive: archive.embargo(ONE),
        lambda archive: archive.lift(ONE, SOONER),
        lambda archive: archive.publish(ONE),
        lambda archive: archive.lift(ONE, LATER),
    ),
    "consent narrowed, taken back, and given to one use": (
        lambda archive: archive.consent(ONE, {"text"}),
        lambda archive: archive.take_back_consent(ONE),
        lambda archive: archive.publish(ONE),
        lambda archive: archive.consent(ONE, {"sound"}),
    ),
}
"""What chance may not come upon in a few examples."""


@pytest.mark.parametrize("name", FEARED)
def test_a_sequence_that_people_fear(name: str) -> None:
    archive = Archive()
    archive.begin()
    archive.check()
    for act in FEARED[name]:
        act(archive)
        archive.check()
    archive.teardown()


TestAnySequence = Archive.TestCase
TestAnySequence.settings = tried(
    max_examples=EXAMPLES, stateful_step_count=12, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
