"""Index points that nobody has made yet: suggested by the words of the talk, each with a title to begin from."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

from archive import transcripts, vocabulary
from archive.contents.naming import concepts_of, title, words_of
from archive.contents.turning import turns
from archive.contents.wording import Wording, wording
from archive.files import Files
from archive.records import Dismissed, IndexPoint, Texts, Track, in_one
from archive.speech import running
from archive.vocabulary import Concept, Vocabulary, matcher

EVERY_MS = 6 * 60_000
"""How long a stretch is on the whole, unless somebody wants them shorter or longer."""

Stretch = tuple[int, int]
"""From when to when, in ms."""

_SAME_MS = 30_000
_FIRST_WORDS = 30


def suggest(files: Files, interview_id: str, recording: str, *, every_ms: int = EVERY_MS) -> tuple[IndexPoint, ...]:
    """What :func:`suggested` finds in the texts of a recording as they are now; nothing where nobody has spoken."""
    tracks = texts(files, interview_id, recording)
    return suggested(tracks, vocabulary.in_use(files), every_ms=every_ms) if tracks else ()


def texts(files: Files, interview_id: str, recording: str) -> list[Track]:
    """The texts of a recording, one a language, what was said before what was translated."""
    tracks = transcripts.current(files, interview_id).get(recording, [])
    return sorted(tracks, key=lambda each: each.is_translation)


def suggested(
    tracks: Sequence[Track], vocabularies: Sequence[Vocabulary], *, every_ms: int = EVERY_MS
) -> tuple[IndexPoint, ...]:
    """Where the talk of the first of these tracks turns, in so many stretches as its length asks for; pure.

    Each has a title in the language of every track, from the concepts and words that it uses most against the rest,
    and those concepts as subjects. The same texts give the same index points.
    """
    spoken = tracks[0]
    if not spoken.cues:
        return ()
    said = [_worded(each, vocabularies) for each in tracks]
    length_ms = spoken.cues[-1].end_ms - spoken.cues[0].start_ms
    breaks = turns(said[0].everything, max(1, round(length_ms / every_ms)))
    starts = [spoken.cues[each].start_ms for each in (0, *breaks)]
    stretches = list(pairwise([*starts, max(spoken.cues[-1].end_ms, starts[-1])]))
    titles = _titles(stretches, list(zip(tracks, said, strict=True)), vocabularies)
    return tuple(
        IndexPoint(
            start_ms=start,
            end_ms=end,
            title=found or {spoken.language: _first_words(spoken, start)},
            subjects=tuple(in_one(each.labels) for each in concepts),
        )
        for (start, end), (found, concepts) in zip(stretches, titles, strict=True)
    )


def _worded(track: Track, vocabularies: Sequence[Vocabulary]) -> Wording:
    return wording(running(track.cues, track.language), matcher(vocabularies, track.language))


def _titles(
    stretches: Sequence[Stretch], said: Sequence[tuple[Track, Wording]], vocabularies: Sequence[Vocabulary]
) -> Iterator[tuple[Texts, Sequence[Concept]]]:
    """Of each stretch its title in the language of every track, and its concepts by the first that tells any."""
    known = {uri: each for one in vocabularies for uri, each in one.concepts.items()}
    within = [(track, each, _cues_within(stretches, track)) for track, each in said]
    words = [words_of(each, ranges) for _, each, ranges in within]
    concepts = [concepts_of(each, ranges) for _, each, ranges in within]
    for number in range(len(stretches)):
        found = [known[uri] for uri in next(filter(None, (each[number] for each in concepts)), [])]
        told = {
            track.language: title(words[place][number], found[0] if found else None, track.language)
            for place, (track, _, _) in enumerate(within)
        }
        yield {language: text for language, text in told.items() if text}, found


def _cues_within(stretches: Sequence[Stretch], track: Track) -> list[range]:
    """Which cues of a track begin in each of the stretches."""
    starts = [each.start_ms for each in track.cues]
    ends = [*(bisect_left(starts, start) for start, _ in stretches[1:]), len(starts)]
    return [range(first, after) for first, after in pairwise([0, *ends])]


def _first_words(track: Track, start_ms: int) -> str:
    """How a stretch begins, where none of its words tells it from the rest."""
    return shortened(next(each.text for each in track.cues if each.start_ms >= start_ms), _FIRST_WORDS)


def shortened(text: str, longest: int) -> str:
    """The beginning of a text, by whole words where it has spaces."""
    text = text.strip()
    if len(text) <= longest:
        return text
    return f"{text[:longest].rpartition(' ')[0] or text[:longest]}…"


def fresh(
    suggestions: Sequence[IndexPoint], made: Sequence[IndexPoint], dismissed: Sequence[Dismissed] = ()
) -> tuple[IndexPoint, ...]:
    """The suggestions at whose moments, give or take, no index point begins yet and nobody dismissed one."""
    taken = [*(each.start_ms for each in made), *(each.start_ms for each in dismissed)]
    return tuple(each for each in suggestions if all(abs(each.start_ms - other) > _SAME_MS for other in taken))
