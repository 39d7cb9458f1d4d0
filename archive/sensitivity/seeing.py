"""What there is to be seen before an interview is published: what the public would then read, in plain words."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace

from archive import media, publication, tags, vocabulary
from archive.access import Shown, as_published, muted, shown
from archive.describing import mark
from archive.files import Files, TrackName, write_local
from archive.holdings import holdings
from archive.index.voices import ROLES
from archive.language import terms
from archive.privacy import Clue, clues, clues_written, flags, where_named
from archive.records import Interview, LookedAt, Tag
from archive.release import Holdings, MediaFile, Released, ReleasedTrack, release
from archive.sensitivity.written import Page, Written, as_speeches, written
from archive.sentences import UNSAID, Sentence, sentence
from archive.settings import Settings
from archive.speech import Speech, Spoken, read_on, running

_MOST_CLUES = 12
_SMALL_GROUP = 3
_NUMBERED = " 0123456789"
_NOBODYS = {"speaker", "voice", "说话人", "发言人"}.union(*ROLES.values())
"""What a voice is labelled that names nobody."""
_KINDS = {"age": sentence("an age"), "job": sentence("a job"), "employer": sentence("an employer")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One thing to look at: what it is, in words; where it is said, its text by ``stem``, its moment and its words.

    What is written stands in no text: it has ``where`` it stands, and the ``page`` of the desk on which it is changed.
    """

    says: Sentence
    stem: str = ""
    where: Sentence = UNSAID
    page: Page | None = None
    language: str = ""
    start_ms: int = 0
    words: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """One of the four things to look at; ``seen`` names it, and changes when there is something else.

    ``of`` is what could be read and heard by whoever looked, and ``texts`` in which languages there was something to
    read of which recording: that a program finds nothing there is not all they saw.
    """

    what: LookedAt
    of: Shown
    points: tuple[Point, ...]
    texts: tuple[tuple[str, str], ...] = ()
    warning: Sentence = UNSAID

    @property
    def seen(self) -> str:
        """A mark of all there is to be seen. When something is said moves nothing: a text is aligned anew so often."""
        points = [(str(each.says), each.stem or str(each.where), each.words) for each in self.points]
        return mark([self.what, self.of, self.texts, points])


@dataclass(frozen=True, slots=True)
class _Text:
    """Something to look through: a transcript by its ``stem``, or what is ``written`` in one language, a cue a text."""

    speech: Speech
    stem: str = ""
    written: tuple[Written, ...] = ()


def sights(
    files: Files, settings: Settings, interview_id: str, decided: Callable[[Interview], Interview] = as_published
) -> tuple[Sight, ...]:
    """The four things, of what the public would read if it were ``decided`` so; raises :class:`BadRecord`."""
    held = holdings(files, interview_id)
    held = replace(held, interview=decided(held.interview))
    released = release(held) or Released(id=interview_id, title={})
    texts = [text for track in released.tracks for text in _read(track)]
    texts += [_Text(speech, written=told) for told, speech in as_speeches(written(released))]
    names = (*_names(held, released, texts), *_undecided(held, released), *_by_another_form(held, texts))
    of = shown(held.interview)
    there = tuple(sorted({(each.recording, each.language) for each in released.tracks}))
    together, warning = _together(held, released, texts)
    return (
        Sight(what="passages", of=of, texts=there, points=_once(_passages(files, texts))),
        Sight(what="names", of=of, texts=there, points=_once(names)),
        Sight(what="files", of=of, points=tuple(_files(files, settings, released))),
        Sight(what="together", of=of, texts=there, points=together, warning=warning),
    )


def _read(track: ReleasedTrack) -> list[_Text]:
    """A transcript in every way it may be read on: what one says may go on after another has fallen in."""
    ways = ([track.cues[number] for number in numbers] for numbers in read_on(track.cues))
    return [_Text(running(cues, track.language), stem=_stem(track)) for cues in ways]


def _once(points: Iterable[Point]) -> tuple[Point, ...]:
    """Each point once, however the text was read when it was found."""
    found: dict[tuple[str, ...], Point] = {}
    for each in points:
        found.setdefault((str(each.says), each.stem, str(each.where), str(each.start_ms), each.words), each)
    return tuple(found.values())


def _stem(track: ReleasedTrack) -> str:
    return TrackName(track.recording, track.language, edited=track.form == "edited").stem


# --- what is read ----------------------------------------------------------------------------------------------------


def _passages(files: Files, texts: Sequence[_Text]) -> Iterator[Point]:
    """What looks like a number, an address or something sensitive."""
    vocabularies = vocabulary.in_use(files)
    for text in texts:
        for flag in flags(text.speech, vocabularies=vocabularies):
            yield _point(flag.reason, text, flag.spoken)


def _names(held: Holdings, released: Released, texts: Sequence[_Text]) -> Iterator[Point]:
    """Who is met by the name on record; whose voice is labelled; and who else is named."""
    for name in (*released.narrators, *released.interviewers):
        if any(name == each.name for each in (*held.interview.narrators, *held.interview.interviewers)):
            yield Point(says=sentence("%(name)s takes part and is met by this name.", name=name))
    known = {" ".join(terms(each)) for each in (*released.narrators, *released.interviewers)}
    labels = dict.fromkeys(cue.speaker for each in released.tracks for cue in each.cues if cue.speaker)
    for label in labels:
        if " ".join(terms(label)) not in known and "".join(terms(label.rstrip(_NUMBERED))) not in _NOBODYS:
            yield Point(says=sentence("A voice is labelled “%(name)s”.", name=label))
    names = [name for each in held.tags.values() for name in tags.to_protect(held.interview, each)]
    for name in dict.fromkeys(each.name for each in released.tags if each.kind == "person"):
        if " ".join(terms(name)) not in known and name not in names:
            yield Point(says=sentence("A passage is tagged with the name %(name)s.", name=name))
    for text in texts:
        for flag in flags(text.speech, names=tuple(dict.fromkeys(names))):
            if flag.kind == "name":
                yield _point(flag.reason, text, flag.spoken)


def _undecided(held: Holdings, released: Released) -> Iterator[Point]:
    """Where somebody who has a pseudonym may be named, and nobody has decided: the sound says the name all the same."""
    met = {each.recording for each in released.tracks} | {each.name for each in released.recordings if each.media}
    for recording in sorted(met):
        gone = muted(held.interview, recording, held.said.get(recording, ()))
        for track, each in publication.open_names(held.interview, recording, held.tracks.get(recording, ())):
            spoken = each.spoken
            if not any(stretch.start_ms <= spoken.start_ms and spoken.end_ms <= stretch.end_ms for stretch in gone):
                says = sentence(
                    "%(name)s may be named here: nobody has decided on the page “Kept back”.", name=each.name
                )
                stem = TrackName(recording, track.language, edited=track.form == "edited").stem
                yield Point(
                    says=says,
                    stem=stem,
                    language=track.language,
                    start_ms=spoken.start_ms,
                    words=spoken.text,
                    before=each.before,
                    after=each.after,
                )


def _by_another_form(held: Holdings, texts: Sequence[_Text]) -> Iterator[Point]:
    """Where what is written may name somebody who has a pseudonym: the name itself is replaced, no other form of it."""
    people = [each for each in (*held.interview.narrators, *held.interview.interviewers) if each.pseudonym]
    names = list(dict.fromkeys(each.name for each in people))
    for text in texts:
        for each in where_named(text.speech, names) if text.written else ():
            if not _is_within(each.spoken, text.speech, (one.pseudonym for one in people)):
                says = sentence("%(name)s, who has a pseudonym, may be named here.", name=each.name)
                yield _point(says, text, each.spoken)


def _is_within(spoken: Spoken, speech: Speech, names: Iterable[str]) -> bool:
    """Whether a stretch is a part of one of these names."""
    places = (found.span() for each in names for found in re.finditer(re.escape(each), speech.text, re.IGNORECASE))
    return any(start <= spoken.start and spoken.end <= end for start, end in places)


def _point(says: Sentence, text: _Text, spoken: Spoken) -> Point:
    before, after = text.speech.beside(spoken)
    told = {"says": says, "words": spoken.text, "before": before, "after": after}
    if not text.written:
        return Point(stem=text.stem, start_ms=spoken.start_ms, language=text.speech.language, **told)  # type: ignore[arg-type]
    held = text.written[text.speech.cue_at(spoken.start)]
    return Point(where=held.where, page=held.page, start_ms=held.start_ms, language=held.language, **told)  # type: ignore[arg-type]


# --- what the files carry --------------------------------------------------------------------------------------------


def _files(files: Files, settings: Settings, released: Released) -> Iterator[Point]:
    """The notes that a file for the public carries: there should be none."""
    public = [each for recording in released.recordings for each in recording.media if each.role != "peaks"]
    public += [each.file for each in released.pictures]
    for file, notes in zip(public, _carried(files, settings, public), strict=True):
        for name, text in notes:
            yield Point(says=sentence("%(file)s carries %(name)s: %(text)s", file=file.name, name=name, text=text))


def _carried(files: Files, settings: Settings, public: Sequence[MediaFile]) -> list[list[list[str]]]:
    """What each file carries: looked into once, and remembered by its content."""
    folder = settings.instance / "carried"
    unknown = [each for each in public if not (folder / each.sha256).exists()]
    if unknown:
        with ExitStack() as local:
            paths = [local.enter_context(files.store.local(each.key)) for each in unknown]
            found = media.in_worker(media.carried_by, paths, settings=settings)
        for each, notes in zip(unknown, found, strict=True):
            write_local(folder / each.sha256, json.dumps(notes, ensure_ascii=False))
    return [json.loads((folder / each.sha256).read_text("utf-8")) for each in public]


# --- read together ---------------------------------------------------------------------------------------------------


def _together(held: Holdings, released: Released, texts: Sequence[_Text]) -> tuple[tuple[Point, ...], Sentence]:
    """Town, employer, job and age, and a warning: where the public reads three, they may point to one person."""
    # What is written comes first: it is read first, and no list may end before it.
    texts = sorted(texts, key=lambda each: not each.written)
    found = [(text, each) for text in texts for each in (clues_written if text.written else clues)(text.speech)]
    points = [Point(says=sentence("The town: %(place)s.", place=released.place))] if released.place else []
    points += _of_headings(released)
    met = list(_met(held)) if released.tracks else []
    points += _of_tags(met)
    for kind in ("employer", "job", "age"):
        points += _each_once((text, clue) for text, clue in found if clue.kind == kind)
    has_town = bool(released.place or _of_headings(released) or any(each.kind == "place" for each in met))
    known = len({each.kind for _, each in found}) + has_town
    warning = sentence("Read together, these may point to one person, whatever name stands there.")
    return tuple(points), warning if known >= _SMALL_GROUP else UNSAID


def _of_headings(released: Released) -> list[Point]:
    """The places of which headings say that they are about them."""
    places = (each.place for recording in released.recordings for each in recording.index_points if each.place)
    return [Point(says=sentence("A place: %(name)s.", name=each)) for each in dict.fromkeys(places)][:_MOST_CLUES]


def _met(held: Holdings) -> Iterator[Tag]:
    """The tags on what the public may read: of what is redacted not even a suggestion tells anything."""
    for recording, found in held.tags.items():
        cut = [each for each in held.interview.redactions if each.recording == recording]
        for tag in found:
            is_cut = any(tag.start_ms < each.end_ms and each.start_ms < tag.end_ms for each in cut)
            if tag.status != "rejected" and not is_cut:
                yield tag


def _of_tags(met: Iterable[Tag]) -> list[Point]:
    """The places and organisations that are tagged, most often first."""
    counts = Counter((each.kind, each.text) for each in met if each.kind in ("place", "organisation"))
    most = sorted(counts, key=lambda each: (-counts[each], each))[:_MOST_CLUES]
    return [
        Point(says=sentence("A place: %(name)s.", name=text))
        if kind == "place"
        else Point(says=sentence("An organisation: %(name)s.", name=text))
        for kind, text in most
    ]


def _each_once(found: Iterable[tuple[_Text, Clue]]) -> list[Point]:
    by_words: dict[str, Point] = {}
    for text, clue in found:
        says = sentence("This tells of %(what)s.", what=_KINDS[clue.kind])
        by_words.setdefault(clue.spoken.text.casefold(), _point(says, text, clue.spoken))
    return list(by_words.values())[:_MOST_CLUES]
