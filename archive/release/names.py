"""Pseudonyms: one filter that every word of a released interview passes, so that no field can be forgotten."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import TypeVar

from archive import language
from archive.records import Cue, Interview, Person
from archive.release.values import Released, ReleasedTrack

T = TypeVar("T")

_OURS = frozenset({"id", "name", "key", "sha256", "role", "kind", "recording", "language", "translated_from"})
_OURS |= {"collection", "transcript", "sound"}
"""Fields that hold addresses, tags and words of ours, never words of people."""

_SPACE = "[\\s\u200b]"
_LATIN = "[a-z\u00df-\u024f\u1e00-\u1eff]"  # as folded; in other scripts endings and particles join onto a name


def without_real_names(released: Released, interview: Interview) -> Released:
    """What is released, each real name that has a pseudonym replaced by it, whole name for whole name.

    Case, accents, line breaks, width and traditional or simplified characters make no difference. A person's own
    pseudonym stands as it was given.
    """
    people = (*interview.narrators, *interview.interviewers)
    pseudonyms = {language.fold(each.name).text.strip(): each.pseudonym for each in people if each.pseudonym}
    pseudonyms.pop("", None)
    if not pseudonyms:
        return released
    filtered = _Filter(_pattern(pseudonyms), tuple(pseudonyms[each] for each in _longest_first(pseudonyms)))
    return replace(
        filtered.throughout(released),
        narrators=tuple(filtered.name(each) for each in interview.narrators) if released.narrators else (),
        interviewers=tuple(filtered.name(each) for each in interview.interviewers) if released.interviewers else (),
    )


@dataclass(frozen=True, slots=True)
class _Filter:
    names: re.Pattern[str]
    pseudonyms: tuple[str, ...]

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
        return self._cut(text, 0, list(self._found(text)))

    def cues(self, cues: Sequence[Cue]) -> tuple[Cue, ...]:
        """The cues read on as one text, for a name may begin in one and end in the next."""
        found = list(self._found("\n".join(each.text for each in cues)))
        changed, start = [], 0
        for cue in cues:
            here = [each for each in found if each[0] < start + len(cue.text) and each[1] > start] if found else []
            text = self._cut(cue.text, start, here)
            start += len(cue.text) + 1
            words = cue.words if text == cue.text else ()
            if text.strip():
                changed.append(replace(cue, text=text, speaker=self.text(cue.speaker), words=words))
        return tuple(changed)

    def _found(self, text: str) -> Iterator[tuple[int, int, str]]:
        """From where to where real names stand in a text, and what to read instead."""
        folded = language.fold(text)
        for match in self.names.finditer(folded.text):
            last = folded.offsets[match.end() - 1]
            end = max(folded.offsets[match.end()], last + 1)
            yield folded.offsets[match.start()], end, self.pseudonyms[(match.lastindex or 1) - 1]

    @staticmethod
    def _cut(text: str, begins: int, found: Sequence[tuple[int, int, str]]) -> str:
        """A part of a text that ``begins`` somewhere in it, its names replaced; one begun before is only taken out."""
        pieces, reached = [], 0
        for start, end, pseudonym in found:
            pieces += [text[reached : max(0, start - begins)], pseudonym if start >= begins else ""]
            reached = end - begins
        return "".join([*pieces, text[reached:]])


def _longest_first(names: Mapping[str, str]) -> list[str]:
    return sorted(names, key=lambda each: (-len(each), each))


def _pattern(names: Mapping[str, str]) -> re.Pattern[str]:
    return re.compile("|".join(f"({_whole(each)})" for each in _longest_first(names)))


def _whole(name: str) -> str:
    """A folded name wherever its parts are broken or spaced, but not inside a longer word of Latin letters."""
    parts = (f"{_SPACE}*".join(re.escape(each) for each in _unspaced(part)) for part in name.split())
    spaced = f"{_SPACE}+".join(parts)
    return f"(?<!{_LATIN}){spaced}(?!{_LATIN})" if re.search(_LATIN, name) else spaced


def _unspaced(part: str) -> list[str]:
    """A part of a name, cut where a script without spaces lets a line break fall."""
    return list(part) if language.is_han(part) else [part]
