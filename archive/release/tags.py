"""Which tags the public meets: those that may be met, on words that it may read, called as the public may call them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import accumulate

from archive.access import Gap, hidden_names, public_tags
from archive.language import terms
from archive.records import Cue, IndexPoint, Tag
from archive.release.names import concepts_without_real_names, without_real_names_in_tags
from archive.release.spoken import pseudonyms, tag_without_spoken_names
from archive.release.values import Holdings, Released, ReleasedConcept, ReleasedTag, ReleasedTrack, with_those_above

_NUMBERED = ("geonames:", "iso3166:")
_OF_THE_VOCABULARY = ("concept", "era")


def with_tags(holdings: Holdings, released: Released, cut: Mapping[str, Sequence[Gap]]) -> Released:
    """With the tags on words that are in it: of what is closed, redacted (``cut``) or withheld there are none.

    On words that are kept back a tag would tell what they are about. ``released`` is without real names already, and so
    are the words beside the tags; what the tags are called is read here. A keyword or a subject that is a label of a
    concept is called what the concept is: however one comes to it, it is one topic.
    """
    interview = holdings.interview
    recordings = []
    for recording in released.recordings:
        tags = _tags(holdings, recording.name, released.tracks, cut.get(recording.name, ()))
        read = tuple(without_real_names_in_tags(tags, interview, holdings.hidden))
        recordings.append(replace(recording, tags=read))
    tagged = replace(released, recordings=tuple(recordings))
    by_word = _by_word(tagged, holdings.concepts)
    told = _told_of(tagged, holdings.concepts, by_word.values())
    concepts = tuple(concepts_without_real_names(told, interview, holdings.hidden))
    return _united(replace(tagged, concepts=concepts), by_word)


def _told_of(
    released: Released, concepts: Mapping[str, ReleasedConcept], written: Iterable[str]
) -> Iterator[ReleasedConcept]:
    """The concepts that its tags name and those ``written`` beside its index points, and all above them, once each.

    One that no vocabulary has any more stands alone.
    """
    told: dict[str, ReleasedConcept] = {}
    for tag in released.tags:
        if tag.kind in _OF_THE_VOCABULARY:
            alone = (ReleasedConcept(concept=tag.concept, label=tag.label),)
            told |= {each.concept: each for each in with_those_above(concepts, tag.concept) or alone}
    for concept in written:
        told |= {each.concept: each for each in with_those_above(concepts, concept)}
    yield from told.values()


# --- one topic, by whatever way it is named --------------------------------------------------------------------------


def _by_word(released: Released, concepts: Mapping[str, ReleasedConcept]) -> dict[str, str]:
    """Which concept a keyword or a subject of its index points means, where it is a label of one and of no other."""
    points = (point for recording in released.recordings for point in recording.index_points)
    words = dict.fromkeys(word for point in points for word in (*point.keywords, *point.subjects))
    if not words:
        return {}
    meant: dict[tuple[str, ...], set[str]] = {}
    for each in concepts.values():
        for label in () if each.era else (*each.label.values(), each.name):
            meant.setdefault(_key(label), set()).add(each.concept)
    return {word: next(iter(found)) for word in words if len(found := meant.get(_key(word), set())) == 1}


def _united(released: Released, by_word: Mapping[str, str]) -> Released:
    """Its index points in the words of its concepts."""
    names = {each.concept: each.name for each in released.concepts}

    def read(words: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(names.get(by_word.get(word, ""), word) for word in words))

    def points(of: Iterable[IndexPoint]) -> tuple[IndexPoint, ...]:
        return tuple(replace(each, keywords=read(each.keywords), subjects=read(each.subjects)) for each in of)

    recordings = (replace(each, index_points=points(each.index_points)) for each in released.recordings)
    return replace(released, recordings=tuple(recordings))


@lru_cache(maxsize=100_000)
def _key(words: str) -> tuple[str, ...]:
    """The same for every way of writing them."""
    return tuple(terms(words))


# --- tags ------------------------------------------------------------------------------------------------------------


def _tags(
    holdings: Holdings, recording: str, tracks: Sequence[ReleasedTrack], cut: Sequence[Gap]
) -> Iterator[ReleasedTag]:
    spoken = [_Spoken(each) for each in tracks if each.recording == recording and not each.translated_from]
    names, instead = hidden_names(holdings.interview, recording), pseudonyms(holdings.interview)
    for tag in public_tags(holdings.tags.get(recording, ()), unreviewed=holdings.shows_unreviewed_tags):
        said = _said(tag, spoken)
        is_redacted = any(each.touches(tag) for each in cut)
        read = _read(tag, holdings.concepts)
        read = read and tag_without_spoken_names(tag, read, names, instead)
        if read is not None and said is not None and not is_redacted:
            yield replace(read, said=said.text)


def _read(tag: Tag, concepts: Mapping[str, ReleasedConcept]) -> ReleasedTag | None:
    """What a tag tells; None where it has nothing by which it could be called."""
    means = tag.means
    read = ReleasedTag(
        kind=tag.kind,
        concept=means.id,
        label=means.label,
        start_ms=tag.start_ms,
        end_ms=tag.end_ms,
        language=tag.language,
        is_reviewed=tag.status == "accepted",
    )
    if tag.kind in _OF_THE_VOCABULARY:
        known = concepts.get(means.id)
        read = replace(read, label=known.label) if known else read
    elif tag.kind != "date":
        # What nobody has found out about stays a name; the address of a person is a name as well, and must not pass.
        number = means.id if tag.kind == "place" and means.id.startswith(_NUMBERED) else ""
        read = replace(read, concept=number, label=means.label or {tag.language: tag.text})
    return read if read.name and (read.concept or tag.kind not in _OF_THE_VOCABULARY) else None


class _Spoken:
    """A text in which it can be looked up quickly what is said at a moment."""

    def __init__(self, track: ReleasedTrack) -> None:
        self.language = track.language.split("-")[0].lower()
        self._cues = sorted(track.cues, key=lambda each: each.start_ms)
        self._starts = [each.start_ms for each in self._cues]
        self._latest_ends = list(accumulate((each.end_ms for each in self._cues), max))

    def at(self, start_ms: int, end_ms: int) -> Iterator[Cue]:
        """The words that are said in a stretch."""
        place = bisect_left(self._starts, end_ms) - 1
        while place >= 0 and self._latest_ends[place] > start_ms:
            if self._cues[place].end_ms > start_ms:
                yield self._cues[place]
            place -= 1


def _said(tag: Tag, spoken: Sequence[_Spoken]) -> Cue | None:
    """Of the words that the public reads in the language of a tag, those that share most time with it."""
    primary = tag.language.split("-")[0].lower()
    found = (cue for each in spoken if each.language == primary for cue in each.at(tag.start_ms, tag.end_ms))
    return max(found, key=lambda each: min(each.end_ms, tag.end_ms) - max(each.start_ms, tag.start_ms), default=None)
