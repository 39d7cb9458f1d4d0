"""Where concepts are said: every label and synonym is looked for at once, by word forms in English, by folded Han.

The longest phrase wins over those within it; one that a concept names as an exception wins too, and says nothing.
What people rejected, a concept for a phrase, is not proposed again.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import ahocorasick

from archive.language import is_han, terms
from archive.speech import Speech, Spoken
from archive.vocabulary.forms import are_forms, key
from archive.vocabulary.values import Concept, Vocabulary

Rejection = tuple[str, str]
"""A concept's URI and a phrase, as :func:`phrase_key` writes it: what the phrase does not mean."""

_UNKNOWN, _BREAK = 0, 1


@dataclass(frozen=True, slots=True)
class Match:
    """A concept and where it is said; ``phrase`` is the label or synonym by which it was found."""

    concept: Concept
    phrase: str
    spoken: Spoken


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A phrase that is looked for, in folded terms; ``concept`` is none where it is an exception."""

    text: str
    terms: tuple[str, ...]
    concept: Concept | None
    owner: str


@dataclass(frozen=True, slots=True)
class _Found:
    """A phrase and the first and last of the numbered terms where it stands."""

    first: int
    last: int
    phrase: _Phrase


@dataclass(frozen=True)
class Matcher:
    """What looks for the concepts of vocabularies in speech of one language; made by :func:`matcher`."""

    language: str
    automaton: Any
    numbers: dict[str, int]
    rejected: frozenset[Rejection]

    def matches(self, speech: Speech) -> list[Match]:
        """The concepts that are said, in order of time; several on the same words where a phrase leads to several."""
        if not len(self.automaton):
            return []
        ends = list(accumulate(len(each) for each in speech.terms))
        numbers = _numbered(speech, self.numbers, is_english=self.language == "en")
        said = [term for each in speech.terms for term in each]
        places = _places(numbers)
        found = [each for each in self._candidates(numbers) if self._stands(each, said, places)]
        return [_match(speech, each, places, ends) for each in _longest(found)]

    def _candidates(self, numbers: Sequence[int]) -> Iterator[_Found]:
        for end, phrases in self.automaton.iter(tuple(numbers)):
            for phrase in phrases:
                yield _Found(end - len(phrase.terms) + 1, end, phrase)

    def _stands(self, found: _Found, said: Sequence[str], places: Sequence[int]) -> bool:
        """Whether these are forms of the words looked for, and nobody said that here they mean something else."""
        words = said[places[found.first] : places[found.last] + 1]
        if self.language == "en" and not all(map(are_forms, words, found.phrase.terms)):
            return False
        return found.phrase.concept is None or (found.phrase.owner, " ".join(words)) not in self.rejected


def matcher(
    vocabularies: Iterable[Vocabulary], language: str, *, rejected: Collection[Rejection] = frozenset()
) -> Matcher:
    """What looks for the concepts of these vocabularies in a track of that language (BCP 47).

    A phrase counts in its own language; one without a language, or one in Han characters, in any that it may stand in.
    """
    primary = language.split("-")[0].lower()
    numbers: dict[str, int] = {}
    by_terms: dict[tuple[int, ...], list[_Phrase]] = {}
    for phrase in _phrases(vocabularies, primary):
        forms = tuple(key(each) if primary == "en" else each for each in phrase.terms)
        numbered = tuple(numbers.setdefault(each, len(numbers) + _BREAK + 1) for each in forms)
        by_terms.setdefault(numbered, []).append(phrase)
    automaton = ahocorasick.Automaton(ahocorasick.STORE_ANY, ahocorasick.KEY_SEQUENCE)
    for numbered, phrases in by_terms.items():
        automaton.add_word(numbered, tuple(phrases))
    if by_terms:
        automaton.make_automaton()
    return Matcher(primary, automaton, numbers, frozenset(rejected))


def phrase_key(text: str) -> str:
    """What writings of one phrase have in common: case, width, script and what stands between words do not count."""
    return " ".join(terms(text))


def _phrases(vocabularies: Iterable[Vocabulary], primary: str) -> Iterator[_Phrase]:
    seen: set[tuple[str, tuple[str, ...], bool]] = set()
    for concept in (each for vocabulary in vocabularies for each in vocabulary.concepts.values()):
        exceptions = ((tag, each) for tag, words in concept.exceptions.items() for each in words)
        told = [*((*each, concept) for each in concept.phrases()), *((*each, None) for each in exceptions)]
        for tag, text, of in told:
            words = tuple(terms(text))
            identity = (concept.uri, words, of is None)
            if words and identity not in seen and _may_stand(tag, words, primary):
                seen.add(identity)
                yield _Phrase(text, words, of, concept.uri)


def _may_stand(tag: str, words: Sequence[str], primary: str) -> bool:
    of = tag.split("-")[0].lower()
    if of in ("", "und") or primary in ("", "und") or of == primary:
        return True
    return of in _CHINESE and primary not in ("ja", "ko") and all(map(is_han, words))


_CHINESE = ("zh", "cmn", "yue", "wuu", "nan", "hak")


def _numbered(speech: Speech, known: dict[str, int], *, is_english: bool) -> list[int]:
    """The terms of a speech by their numbers, and a break wherever nothing goes on."""
    numbers: list[int] = []
    get = known.get
    for of_cue, goes_on in zip(speech.terms, speech.goes_on, strict=True):
        if not goes_on:
            numbers.append(_BREAK)
        numbers += (get(key(each) if is_english else each, _UNKNOWN) for each in of_cue)
    return numbers


def _places(numbers: Sequence[int]) -> list[int]:
    """Which of the terms each number stands for; a break stands for the one behind it."""
    return [each - 1 for each in accumulate(number != _BREAK for number in numbers)]


def _longest(found: Sequence[_Found]) -> list[_Found]:
    """Those that stand within no longer one, in order; what an exception of their concept covers is left out."""
    exceptions: dict[str, list[_Found]] = {}
    for each in found:
        if each.phrase.concept is None:
            exceptions.setdefault(each.phrase.owner, []).append(each)
    taken: dict[int, tuple[int, int]] = {}
    kept: dict[tuple[int, int, str], _Found] = {}
    for each in sorted(found, key=lambda one: (one.first - one.last, one.first)):
        if each.phrase.concept is None or _is_covered(each, exceptions.get(each.phrase.owner, ())):
            continue
        spot, places = (each.first, each.last), range(each.first, each.last + 1)
        if all(taken.get(place) in (None, spot) for place in places):
            taken |= dict.fromkeys(places, spot)
            kept.setdefault((*spot, each.phrase.owner), each)
    return [kept[each] for each in sorted(kept)]


def _is_covered(found: _Found, others: Iterable[_Found]) -> bool:
    return any(other.first <= found.first and found.last <= other.last for other in others)


def _match(speech: Speech, found: _Found, places: Sequence[int], ends: Sequence[int]) -> Match:
    def where(number: int) -> tuple[int, int]:
        cue = bisect_right(ends, places[number])
        return cue, places[number] - (ends[cue - 1] if cue else 0)

    assert found.phrase.concept is not None
    return Match(found.phrase.concept, found.phrase.text, speech.spoken_terms(where(found.first), where(found.last)))
