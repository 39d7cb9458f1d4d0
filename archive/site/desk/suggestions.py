"""The queue of suggestions as its page shows it: which tags, with what evidence, and how far people are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from archive import jobs, vocabulary
from archive.files import Files
from archive.records import Referent, in_one
from archive.site.desk.board import office
from archive.site.desk.doors import archive_settings
from archive.site.desk.doors import files as files_here
from archive.site.desk.texts import Sound, sound_of
from archive.site.interface import interface_language
from archive.tags.waiting import Mention, Progress, Wanted, by_spelling, latest, mentions, progress
from archive.vocabulary import Concept

_ON_A_PAGE = 60
_LATEST = 12
_LISTED = 2_000
"""More names than these no browser offers while somebody types, and every page that has them is slow."""
_RUN_UP_MS = 1500
_PATIENCE_S = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A tag with what is needed to decide it; ``alike`` is how many wait that one decision would settle."""

    mention: Mention
    before: str
    said: str
    after: str
    alike: int
    sound: Sound

    @property
    def key(self) -> str:
        """A name for it, fit for an element's id."""
        return f"{self.mention.interview.id}.{self.mention.recording}.{self.mention.tag.id}"

    @property
    def from_ms(self) -> int:
        """Where its sound begins to play: a little before the words."""
        return max(0, self.mention.tag.start_ms - _RUN_UP_MS)

    @property
    def until_ms(self) -> int:
        """Where it stops again."""
        return self.mention.tag.end_ms + _RUN_UP_MS


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A page of the queue; ``more_from`` is where the next begins, 0 where there is none."""

    wanted: Wanted
    cards: Sequence[Card]
    waiting: int
    more_from: int
    progress: Progress
    decided: Sequence[Card]
    kinds: Sequence[str]
    interviews: Sequence[Mention]
    concepts: Sequence[Referent]


def wanted_by(args: MultiDict[str, str]) -> Wanted:
    """Which tags an address asks for."""
    return Wanted(**{name: args.get(name, "").strip() for name in ("interview", "collection", "kind", "concept")})


def review(files: Files, wanted: Wanted, *, first: int = 0) -> Review:
    """The page for what is asked for, from the first, or from a later one of those that wait."""
    every = mentions(files)
    found = [each for each in every if wanted.has(each)]
    waiting = [each for each in found if each.tag.waits]
    first = first if 0 < first < len(waiting) else 0
    alike = by_spelling(each for each in every if each.tag.waits)
    sounds: dict[tuple[str, str], Sound] = {}

    def shown(mention: Mention) -> Card:
        place = (mention.interview.id, mention.recording)
        if place not in sounds:
            sounds[place] = sound_of(files, *place)
        evidence = mention.tag.evidence or ("" if mention.tag.is_unsaid else mention.tag.text)
        before, said, after = _parted(evidence, "" if mention.tag.is_unsaid else mention.tag.text)
        count = alike[mention.spelling] if mention.spelling else 1
        return Card(mention=mention, before=before, said=said, after=after, alike=count, sound=sounds[place])

    in_any = [each for each in every if wanted.interview in ("", each.interview.id) or each.tag.waits]
    return Review(
        wanted=wanted,
        cards=[shown(each) for each in waiting[first : first + _ON_A_PAGE]],
        waiting=len(waiting),
        more_from=first + _ON_A_PAGE if first + _ON_A_PAGE < len(waiting) else 0,
        progress=progress(found),
        decided=[shown(each) for each in latest(found, _LATEST)],
        kinds=sorted({each.tag.kind for each in every}),
        interviews=list({each.interview.id: each for each in in_any}.values()),
        concepts=_concepts(every),
    )


def _parted(evidence: str, said: str) -> tuple[str, str, str]:
    """The evidence before, at and after the words: of several places that say them, the one nearest the middle."""
    places = [at for at in range(len(evidence)) if evidence.startswith(said, at)] if said else []
    if not places:
        return evidence, "", ""
    at = min(places, key=lambda each: abs(2 * each + len(said) - len(evidence)))
    return evidence[:at], said, evidence[at + len(said) :]


def _concepts(found: Sequence[Mention]) -> list[Referent]:
    """What the suggestions that are not dates refer to, once each, by name."""
    referents = {each.tag.refers_to.id: each.tag.refers_to for each in found if each.tag.kind != "date"}
    return sorted((each for key, each in referents.items() if key), key=name_of)


def name_of(referent: Referent) -> str:
    """What a referent is called in the reader's language, or in any; what has no name by its id."""
    ours = interface_language().split("-")[0]
    label = (text for tag, text in referent.label.items() if tag.split("-")[0] == ours)
    return next(label, next(iter(referent.label.values()), referent.id))


# --- concepts, as somebody types them --------------------------------------------------------------------------------


def choices(files: Files) -> list[str]:
    """The names of all concepts that can be typed, in every language, in order; none where they are too many to list.

    Those are typed in full, as the vocabulary has them, and can be looked up there.
    """
    names = {name for _, concept in _every_concept(files) for name in concept.labels.values()}
    return sorted(names) if len(names) <= _LISTED else []


def concept_named(files: Files, typed: str) -> tuple[str, Concept] | None:
    """The vocabulary and the concept that somebody typed, by one of its labels, all in one, or its address; or None."""
    wanted = vocabulary.phrase_key(typed)
    for slug, concept in _every_concept(files):
        names = (*concept.labels.values(), in_one(concept.labels))
        if typed == concept.uri or (wanted and wanted in map(vocabulary.phrase_key, names)):
            return slug, concept
    return None


def _every_concept(files: Files) -> Iterator[tuple[str, Concept]]:
    for each in vocabulary.in_use(files):
        yield from ((each.slug, concept) for concept in each.concepts.values())


def tag_everything(*, first: Sequence[str] = ()) -> str:
    """Suggest anew for as long as somebody who waits has patience; the house does the rest, which is then told."""
    if jobs.bring_suggestions(files_here(), archive_settings(), patience_s=_PATIENCE_S, first=first):
        return ""
    office().queue.ask_to_keep_house()
    return f" {_('The archive is large: the rest is suggested in a moment.')}"
