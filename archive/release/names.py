"""Pseudonyms: one filter that every word of a released interview passes, so that no field can be forgotten."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from itertools import accumulate
from typing import TypeVar
from urllib.parse import quote, unquote

from archive import language
from archive.records import Cue, Interview, Person
from archive.release.values import Released, ReleasedCollection, ReleasedConcept, ReleasedTag, ReleasedTrack
from archive.release.writings import Writing, part_of, writings
from archive.speech import read_on

T = TypeVar("T")

_OURS = frozenset({"id", "name", "key", "sha256", "role", "kind", "recording", "language", "translated_from", "form"})
_OURS |= {"collection", "transcript", "sound", "slug", "interviews", "version", "changes", "published_on", "concept"}
_OURS |= {"broader", "era"}
"""Fields that hold addresses, tags and words of ours, never words of people."""


def without_real_names(released: Released, interview: Interview) -> Released:
    """What is released, each real name that has a pseudonym replaced by it, whole name for whole name.

    Case, accents, line breaks, width and traditional or simplified characters make no difference, nor does the order
    of its parts, nor Latin letters for Chinese ones (:mod:`archive.release.writings`). A voice that is labelled with
    a part of such a name, and of nobody else's, takes the pseudonym too. A person's own pseudonym stands as it was
    given.
    """
    filtered = _Filter.of((*interview.narrators, *interview.interviewers))
    if filtered is None:
        return released
    return replace(
        filtered.throughout(released),
        narrators=tuple(filtered.name(each) for each in interview.narrators) if released.narrators else (),
        interviewers=tuple(filtered.name(each) for each in interview.interviewers) if released.interviewers else (),
    )


def without_real_names_in_collection(collection: ReleasedCollection, people: Sequence[Person]) -> ReleasedCollection:
    """What is said of a collection, the real names of the people in its interviews replaced likewise."""
    filtered = _Filter.of(people)
    return collection if filtered is None else filtered.throughout(collection)


def without_real_names_in_tags(
    tags: Iterable[ReleasedTag], interview: Interview, hidden: Sequence[Person]
) -> Iterator[ReleasedTag]:
    """Tags as text is read: a part of a real name that is tagged as a person takes the pseudonym, as a voice would.

    The real name of somebody who has a pseudonym in another interview is no tag at all: it would lead from there to
    every passage that says it. A concept in whose address a real name stands has another address.
    """
    ours = _Filter.of((*interview.narrators, *interview.interviewers))
    theirs = _Filter.of([each for each in hidden if each.pseudonym])
    for tag in tags:
        read = ours.tag(tag) if ours else tag
        if theirs is None or not any(theirs.has_name(each) for each in read.label.values()):
            yield replace(read, concept=_address(read, ours, theirs))


def concepts_without_real_names(
    concepts: Iterable[ReleasedConcept], interview: Interview, hidden: Sequence[Person]
) -> Iterator[ReleasedConcept]:
    """Concepts as the tags that name them are read; one that could be no tag is above none."""
    ours = _Filter.of((*interview.narrators, *interview.interviewers))
    theirs = _Filter.of([each for each in hidden if each.pseudonym])
    read = [(each.concept, ours.throughout(each) if ours else each) for each in concepts]
    met = {
        address: _address(each, ours, theirs)
        for address, each in read
        if theirs is None or not any(theirs.has_name(label) for label in each.label.values())
    }
    once = {
        met[address]: replace(each, concept=met[address], broader=tuple(met[up] for up in each.broader if up in met))
        for address, each in read
        if address in met
    }
    yield from once.values()


def _address(of: ReleasedTag | ReleasedConcept, ours: _Filter | None, theirs: _Filter | None) -> str:
    """The address of a concept; where a real name stands in it, one made of what the concept is called then."""
    if any(each is not None and each.is_in_address(of.concept) for each in (ours, theirs)):
        return f"urn:earwitness:called:{quote(of.name)}"
    return of.concept


@dataclass(frozen=True, slots=True)
class _Filter:
    """One pattern for every writing of every name; the group that matches says which, and whose pseudonym it takes.

    ``labels`` has for everybody, pseudonym or not, what a voice of theirs may be labelled with, and what to read there.
    """

    names: re.Pattern[str]
    known: tuple[tuple[Writing, str], ...]
    labels: tuple[tuple[re.Pattern[str], str], ...] = ()

    @classmethod
    def of(cls, people: Sequence[Person]) -> _Filter | None:
        """What knows these people, by names on record before other writings and longer before shorter.

        None where nobody has a pseudonym.
        """
        read = {name: each.pseudonym for each in people if (name := _folded(each.name))}
        read |= {_folded(each.name): each.pseudonym for each in people if each.pseudonym and _folded(each.name)}
        known = [(each, read[name]) for name in _longest_first(read) if read[name] for each in writings(name)]
        if not known:
            return None
        known.sort(key=lambda each: each[0].capitals)
        names = cls(re.compile("|".join(f"({each.pattern})" for each, _ in known)), tuple(known))
        # Somebody known by another's real name (Lin Guihua's son) has no claim to a part of it.
        labels = ((part_of(name if read[name] else _folded(names.text(name))), read[name]) for name in read)
        return replace(names, labels=tuple((re.compile(pattern), pseudonym) for pattern, pseudonym in labels))

    def name(self, person: Person) -> str:
        return person.pseudonym or self.text(person.name)

    def throughout(self, value: T) -> T:
        return self._walked(value)  # type: ignore[return-value]

    def _walked(self, value: object) -> object:
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, tuple):
            return tuple(self._walked(each) for each in value)
        if isinstance(value, Mapping):
            return {key: self._walked(each) for key, each in value.items()}
        if is_dataclass(value) and not isinstance(value, type):
            theirs = (each.name for each in fields(value) if each.name not in _OURS and each.name != "cues")
            changed = replace(value, **{name: self._walked(getattr(value, name)) for name in theirs})
            return replace(changed, cues=self.cues(changed.cues)) if isinstance(changed, ReleasedTrack) else changed
        return value

    def text(self, text: str) -> str:
        return self._cut(text, list(self._found(text)))

    def cues(self, cues: Sequence[Cue]) -> tuple[Cue, ...]:
        """The cues read on (:func:`~archive.speech.read_on`), for a name may begin in one and end in another."""
        found: list[set[tuple[int, int, str]]] = [set() for _ in cues]
        for numbers in read_on(cues):
            for number, start, end, pseudonym in self._found_across(numbers, [cues[each].text for each in numbers]):
                found[number].add((start, end, pseudonym))
        changed = []
        for cue, here in zip(cues, found, strict=True):
            text = self._cut(cue.text, sorted(here))
            words = cue.words if text == cue.text else ()
            if text.strip():
                changed.append(replace(cue, text=text, speaker=self.speaker(cue.speaker), words=words))
        return tuple(changed)

    def _found_across(self, numbers: Sequence[int], texts: Sequence[str]) -> Iterator[tuple[int, int, int, str]]:
        """What :meth:`_found` finds in texts that are read on as one, with the number of the one it is counted from."""
        begins = [0, *accumulate(len(each) + 1 for each in texts)]
        for start, end, pseudonym in self._found("\n".join(texts)):
            for place in range(bisect_right(begins, start) - 1, bisect_left(begins, end)):
                yield numbers[place], start - begins[place], end - begins[place], pseudonym

    def speaker(self, label: str) -> str:
        """A label of a voice; one that fits several people is left, since nobody knows whose it is."""
        terms = "".join(language.terms(label))
        fitting = {read for pattern, read in self.labels if terms and pattern.fullmatch(terms)}
        return (fitting.pop() if len(fitting) == 1 else "") or self.text(label)

    def tag(self, tag: ReleasedTag) -> ReleasedTag:
        """A tag, whose words around are read already; a person is called as their voice is labelled."""
        read = self.speaker if tag.kind == "person" else self.text
        return replace(tag, label={language: read(name) for language, name in tag.label.items()})

    def has_name(self, text: str) -> bool:
        """Whether a real name stands in a text."""
        return next(self._found(text), None) is not None

    def is_in_address(self, address: str) -> bool:
        """Whether a real name stands in the address of a concept, where nothing has capitals."""
        return self.names.search(language.fold(unquote(address)).text) is not None

    def _found(self, text: str) -> Iterator[tuple[int, int, str]]:
        """From where to where real names stand in a text, and what to read instead."""
        folded, at = language.fold(text), 0
        while match := self.names.search(folded.text, at):
            writing, pseudonym = self.known[(match.lastindex or 1) - 1]
            last = folded.offsets[match.end() - 1]
            start, end = folded.offsets[match.start()], max(folded.offsets[match.end()], last + 1)
            is_name = not writing.capitals or _has_capitals(text[start:end])
            at = match.end() if is_name else match.start() + 1
            if is_name:
                yield start, end, pseudonym

    @staticmethod
    def _cut(text: str, found: Sequence[tuple[int, int, str]]) -> str:
        """A text with its names replaced, in order of where they begin; one begun before the text is only taken out."""
        pieces, reached = [], 0
        for start, end, pseudonym in found:
            if end > reached:
                pieces += [text[reached : max(0, start)], pseudonym if start >= 0 else ""]
                reached = end
        return "".join([*pieces, text[reached:]])


def _folded(name: str) -> str:
    return language.fold(name).text.strip()


def _longest_first(names: Mapping[str, str]) -> list[str]:
    return sorted(names, key=lambda each: (-len(each), each))


def _has_capitals(name: str) -> bool:
    """Whether every part of a name, as it is written, begins with a capital: Gui-hua is one part."""
    return all(part[0].isupper() for part in re.findall(r"\w[^\s,]*", name))
