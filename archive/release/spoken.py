"""Real names that are said: where a person confirmed one, what the public reads in its place.

Where it is known when each word was said, the words of that moment are replaced, whatever they are: a text that is made
anew, and mishears the name in another way, gives it away no more than this one. Elsewhere the known forms of the name
are replaced, and where none of them is found the passage is left out, since somebody is named in it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from archive import language
from archive.access import GUARD_MS, is_of
from archive.records import Cue, IndexPoint, Interview, NameSpoken, Tag, Texts, Word
from archive.release.redacted import WITHHELD
from archive.release.values import ReleasedTag

Forms = Callable[[str, str], str]
"""A text, with something else in place of every form of a name."""


def pseudonyms(interview: Interview) -> dict[str, str]:
    """What the public reads in place of a real name; ``WITHHELD`` for a name that the record no longer has."""
    read = {each.name: each.pseudonym for each in (*interview.narrators, *interview.interviewers) if each.pseudonym}
    return {each.name: WITHHELD for each in interview.names_spoken} | read


def without_spoken_names(
    cues: Sequence[Cue], names: Sequence[NameSpoken], read: Mapping[str, str], *, is_in_order: bool
) -> tuple[Cue, ...]:
    """The cues of a text with what the public reads (``read``, by real name) where a name is said.

    ``is_in_order``: its words stand where they were said, as they do in no translation and in no edited text.
    """
    changed: list[Cue | None] = list(cues)
    # What is known by its moment goes first: what then replaces forms alone leaves no words with moments.
    for name in sorted(names, key=lambda each: not each.is_heard):
        instead, forms = read.get(name.name, ""), _forms(names, name)
        places = [n for n, cue in enumerate(cues) if _overlap(cue, name, GUARD_MS)]
        beside = [_words_beside(changed[n], name, names) if is_in_order and name.is_heard else [] for n in places]
        is_met = is_spelled = False
        for n, near in zip(places, beside, strict=True):
            is_spelled |= _is_changed(_text(changed[n], near), forms)
            after = _replaced(changed[n], near, name, instead, forms)
            is_met |= after != changed[n]
            changed[n] = after
        # Somebody else may speak at that moment: where no words have moments, theirs tell nothing of what is said.
        left = [n for n in places if not (is_met and _has_words(changed[n]))]
        found = [n for n in left if _is_changed(cues[n].text, forms)]
        for n in found:
            changed[n] = _said_otherwise(changed[n], forms, instead)
        here = [n for n in left if _overlap(cues[n], name, 0)]
        if name.is_heard and not is_spelled and not {*here} & {*found}:
            for n in here:
                changed[n] = None
    return tuple(each for each in changed if each is not None)


def point_without_spoken_names(point: IndexPoint, names: Sequence[NameSpoken], read: Mapping[str, str]) -> IndexPoint:
    """An index point with what the public reads in place of the forms of names that are said in its time."""
    for name in names:
        if name.start_ms < point.end_ms and name.end_ms > point.start_ms:
            forms, instead = _forms(names, name), read.get(name.name, "")
            point = replace(
                point,
                title=_texts(point.title, forms, instead),
                synopsis=_texts(point.synopsis, forms, instead),
                keywords=tuple(forms(each, instead) for each in point.keywords),
                subjects=tuple(forms(each, instead) for each in point.subjects),
            )
    return point


def tag_without_spoken_names(
    tag: Tag, released: ReleasedTag, names: Sequence[NameSpoken], read: Mapping[str, str]
) -> ReleasedTag | None:
    """A tag of a person as the words there are read: called by the pseudonym where it has a form of a name said there.

    None where nobody can tell whether it is that person by a form that nobody knows.
    """
    for name in names if tag.kind == "person" else ():
        told, forms = (tag.text, *released.label.values()), _pattern([name.name, *_said(names, name)])
        if _overlap(tag, name, GUARD_MS) and any(_is_changed(each, forms) for each in told):
            instead = read.get(name.name, WITHHELD)
            return replace(released, label={tag.language: instead}, concept="") if instead != WITHHELD else None
        if name.is_heard and _overlap(tag, name, 0):
            return None
    return released


def _texts(texts: Texts, forms: Forms, instead: str) -> Texts:
    return {tag: forms(text, instead) for tag, text in texts.items()}


def _overlap(cue: Cue | Word | Tag, name: NameSpoken, guard_ms: int) -> bool:
    return cue.start_ms < name.end_ms + guard_ms and cue.end_ms > name.start_ms - guard_ms


def _has_words(cue: Cue | None) -> bool:
    return cue is not None and bool(cue.words)


def _text(cue: Cue | None, places: Sequence[int]) -> str:
    return "".join(cue.words[n].text for n in places) if cue else ""


def _is_changed(text: str, forms: Forms) -> bool:
    return forms(text, "") != text


def _words_beside(cue: Cue | None, name: NameSpoken, names: Sequence[NameSpoken]) -> list[int]:
    """Which words of a cue are said in the moment of a name or within the guard of it, but for those of other moments.

    Of them no other lies between two.
    """
    others = [each for each in names if each.is_heard and each != name]
    places = [
        n
        for n, word in enumerate(cue.words if cue else ())
        if is_of(word, name) or (_overlap(word, name, GUARD_MS) and not any(is_of(word, each) for each in others))
    ]
    return list(range(places[0], places[-1] + 1)) if places else []


def _replaced(cue: Cue | None, near: Sequence[int], name: NameSpoken, instead: str, forms: Forms) -> Cue | None:
    """The cue with other words in that moment: what was said, where they hold it, else all of them.

    Where the name stands beside it, as in a text whose moments are others, what lies between goes too.
    """
    if cue is None or not near:
        return cue
    said = [n for n in near if is_of(cue.words[n], name)]
    is_beside = not _is_changed(_text(cue, said), forms) and _is_changed(_text(cue, near), forms)
    taken = sorted({*said, *(_spelling(cue, near, forms) if is_beside else ())})
    if not taken:
        return cue
    run = cue.words[taken[0] : taken[-1] + 1]
    text = "".join(each.text for each in run)
    new = _pattern([name.said])(text, instead) if name.said and not (said and is_beside) else text
    if new == text:
        new = text.replace(text.strip(), instead, 1)
    one = [Word(run[0].start_ms, run[-1].end_ms, new)] if new else []
    words = (*cue.words[: taken[0]], *one, *cue.words[taken[-1] + 1 :])
    return replace(cue, words=words, text="".join(each.text for each in words)) if words else None


def _spelling(cue: Cue, near: Sequence[int], forms: Forms) -> Sequence[int]:
    """The fewest words in a row in which a form of the name stands."""
    while _is_changed(_text(cue, near[1:]), forms):
        near = near[1:]
    while _is_changed(_text(cue, near[:-1]), forms):
        near = near[:-1]
    return near


def _said_otherwise(cue: Cue | None, forms: Forms, instead: str) -> Cue | None:
    if cue is None or (text := forms(cue.text, instead)) == cue.text:
        return cue
    return replace(cue, text=text, words=())


def _forms(names: Sequence[NameSpoken], of: NameSpoken) -> Forms:
    """What replaces every form in which people found this name to be said, the longest first."""
    return _pattern(_said(names, of))


def _said(names: Sequence[NameSpoken], of: NameSpoken) -> list[str]:
    return sorted({each.said for each in names if each.name == of.name and each.said}, key=len, reverse=True)


def _pattern(forms: Sequence[str]) -> Forms:
    folded = [each for form in forms if (each := language.fold(form).text.strip())]
    if not folded:
        return lambda text, instead: text
    pattern = re.compile("|".join(map(_not_within_a_word, folded)))

    def replaced(text: str, instead: str) -> str:
        return "".join(_pieces(text, pattern, instead))

    return replaced


def _not_within_a_word(form: str) -> str:
    before = r"(?<![a-z0-9])" if form[0].isascii() else ""
    after = r"(?![a-z0-9])" if form[-1].isascii() else ""
    return f"{before}{re.escape(form)}{after}"


def _pieces(text: str, pattern: re.Pattern[str], instead: str) -> Iterator[str]:
    folded, reached = language.fold(text), 0
    for match in pattern.finditer(folded.text):
        start, last = folded.offsets[match.start()], folded.offsets[match.end() - 1]
        yield text[reached:start]
        yield instead
        reached = last + 1
    yield text[reached:]
