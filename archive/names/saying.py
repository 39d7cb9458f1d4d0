"""Who and what is named in speech, and what that may mean; every name with the reason why it is taken for one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from archive.language import is_han, is_ordinary, pinyin, terms
from archive.names.recognising import NameKind, Piece, Reader
from archive.names.settling import settled
from archive.places import Known, Meaning, Meant
from archive.sentences import Sentence, sentence
from archive.speech import Speech, Spoken
from archive.vocabulary import Concept, Vocabulary, matcher

_LONGEST_MISHEARD = 3
"""Words that may stand for one misheard name: 双 压 山."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name as it was said: its kind, what it means (nothing where it stays a name), and what else it may mean.

    ``program`` is who proposed it, none for what the archive's own records name; ``is_proposal`` marks a place that
    was not said so, but only sounds like it.
    """

    kind: NameKind
    spoken: Spoken
    meaning: Meaning | None = None
    others: tuple[Meaning, ...] = ()
    reason: Sentence
    program: str = ""
    is_proposal: bool = False


def names_said(
    speech: Speech, reader: Reader | None, *, places: Known, people: Collection[str] = (), hidden: Collection[str] = ()
) -> list[Name]:
    """The names in a speech, in order: those that a program proposes, and the archive's own places and people.

    ``people`` are named in the record; ``hidden`` are real names that nobody may meet: what is a part of one, or has
    one in it, is not suggested as a person's name.
    """
    pieces = reader.pieces(speech) if reader else ()
    found = [*_ours(speech, places, people)]
    found += _misheard(speech, pieces, places, reader)
    found += _proposed(speech, pieces, places, reader)
    kept: list[Name] = []
    for each in found:
        if all(_are_apart(each.spoken, other.spoken) for other in kept) and not _is_hidden(each, hidden):
            kept.append(each)
    return sorted(kept, key=lambda each: each.spoken.start)


def _are_apart(one: Spoken, other: Spoken) -> bool:
    return one.end <= other.start or other.end <= one.start


def _is_hidden(name: Name, hidden: Iterable[str]) -> bool:
    if name.kind != "person":
        return False
    said = terms(name.spoken.text)
    return any(_share(said, terms(each)) for each in hidden)


def _share(said: Sequence[str], real: Sequence[str]) -> bool:
    if is_han("".join(said)) and is_han("".join(real)):
        one, other = "".join(said), "".join(real)
        return one in other or other in one
    return not set(said).isdisjoint(real)


# --- the archive's own -----------------------------------------------------------------------------------------------


def _ours(speech: Speech, places: Known, people: Collection[str]) -> Iterator[Name]:
    """Places and people that the archive's own records name: no program is needed to find them."""
    for match in matcher([_vocabulary(people)], speech.language).matches(speech):
        yield Name(kind="person", spoken=match.spoken, reason=sentence("named in the record of this interview"))
    for match in matcher([_vocabulary(places.names)], speech.language).matches(speech):
        if match.spoken.text[:1].islower():
            continue
        meant = places.meant(match.phrase)
        yield _place(match.spoken, meant, "")


def _vocabulary(names: Iterable[str]) -> Vocabulary:
    return Vocabulary("names", concepts={each: Concept(uri=each, labels={"": each}) for each in names})


def _misheard(speech: Speech, pieces: Sequence[Piece], places: Known, reader: Reader | None) -> Iterator[Name]:
    """Chinese words that are in no dictionary and sound like a place of the archive's own: 合岗 for 鹤岗."""
    sounds = {pinyin(each) for each in places.names if is_han(each[:1]) and len(each) > 1}
    if not sounds:
        return
    text = speech.text
    for first in range(len(pieces)):
        for last in range(first, min(first + _LONGEST_MISHEARD, len(pieces))):
            start, end = pieces[first].start, pieces[last].end
            said = "".join(terms(text[start:end]))
            if len(said) > 1 and is_han(said) and not is_ordinary(said) and pinyin(said) in sounds:
                yield _place(speech.spoken(start, end), places.misheard(said), reader.program if reader else "")


# --- what a program proposes -----------------------------------------------------------------------------------------


def _proposed(speech: Speech, pieces: Sequence[Piece], places: Known, reader: Reader | None) -> Iterator[Name]:
    program = reader.program if reader else ""
    for each in settled(speech.text, pieces, places):
        spoken = speech.spoken(each.start, each.end)
        if each.kind == "place":
            yield _place(spoken, places.meant(spoken.text), program)
        elif each.kind:
            yield Name(kind=each.kind, spoken=spoken, reason=sentence("read as a name"), program=program)


def _place(spoken: Spoken, meant: Meant, program: str) -> Name:
    return Name(
        kind="place",
        spoken=spoken,
        meaning=meant.place,
        others=meant.others,
        reason=_reason(meant),
        program=program,
        is_proposal=bool(meant.like),
    )


def _reason(meant: Meant) -> Sentence:
    if meant.like:
        return sentence("sounds like %(name)s", name=meant.like)
    if meant.is_own:
        return sentence("a place that this archive speaks of")
    if meant.place:
        return sentence("a place of this name in the gazetteer")
    if meant.others:
        return sentence("several places of this name in the gazetteer")
    return sentence("read as a name; the gazetteer does not have it")
