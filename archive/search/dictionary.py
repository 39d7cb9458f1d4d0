"""Chinese and English words for each other, by CC-CEDICT (CC BY-SA 4.0, MDBG and many others).

Read once a process, in under two seconds, into a few tables of bytes that take some twenty megabytes.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from archive.language import entries

CREDIT = "CC-CEDICT"
"""Whose work this is, wherever words of it were searched."""

_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_NO_GLOSS = re.compile(
    r"variant of|surname |abbr\. for|see |used in|CL:|old name|also written|erhua|Taiwan pr|lit\.|fig\.|\bsb\b|\bsth\b"
)
_PUNCTUATION = str.maketrans({char: " " for char in "-.,!?\"':"})
_BETWEEN = re.compile(r"[/;]| or ")
_PLACE = re.compile(r"(?<=[a-z])(, | (?=prefecture|county|city|district|province|town|municipality)).*")
_FIRST_WORDS = frozenset({"to", "a", "an", "the", "be"})
_LONGEST_SENSE = 36
_LONGEST_GLOSS = 3
"""Words: what takes more to say is an explanation, and nobody types it."""


@dataclass(frozen=True, slots=True)
class _Table:
    """Keys in order, and what stands behind each: a dictionary that takes as much room as its text."""

    lines: bytes
    begins: Sequence[int]

    @classmethod
    def of(cls, pairs: dict[str, str]) -> _Table:
        lines, begins, upto = [], [], 0
        for key in sorted(pairs, key=str.encode):
            line = f"{key}\t{pairs[key]}\n".encode()
            lines.append(line)
            begins.append(upto)
            upto += len(line)
        return cls(b"".join(lines), array("I", begins))

    def get(self, key: str) -> str:
        """What stands behind a key; nothing where it is not there."""
        sought = f"{key}\t".encode()
        place = bisect_left(range(len(self.begins)), sought, key=lambda each: self._line(each)[: len(sought)])
        if place == len(self.begins) or not self._line(place).startswith(sought):
            return ""
        return self._line(place)[len(sought) : -1].decode()

    def _line(self, place: int) -> bytes:
        end = self.begins[place + 1] if place + 1 < len(self.begins) else len(self.lines)
        return self.lines[self.begins[place] : end]


def in_chinese(english: str) -> list[tuple[str, int]]:
    """Simplified Chinese for folded English words, each with how far down it stands in its entry, from 1."""
    found = _tables()[0].get(english)
    pairs = (each.split(":") for each in found.split(" ")) if found else ()
    return [(word, int(rank)) for word, rank in pairs]


def in_english(chinese: str) -> list[str]:
    """The English words for a simplified Chinese one, the first the most usual."""
    found = _tables()[1].get(chinese)
    return found.split("/") if found else []


def named(pinyin: str) -> list[str]:
    """The proper names that are spelt so in pinyin, without tones or spaces."""
    found = _tables()[2].get(pinyin)
    return found.split(" ") if found else []


@cache
def spellings() -> tuple[str, ...]:
    """How the proper names of the dictionary are spelt in pinyin, without tones or spaces."""
    table = _tables()[2]
    return tuple(line.partition(b"\t")[0].decode() for line in table.lines.split(b"\n") if line)


@cache
def _tables() -> tuple[_Table, _Table, _Table]:
    # Strings, and not dictionaries within dictionaries: reading takes a third of the memory.
    chinese: dict[str, str] = {}
    english: dict[str, str] = {}
    names: dict[str, str] = {}
    for word, sound, told in entries():
        if sound[:1].isupper() and len(word) > 1:
            spelt = re.sub(r"[^a-z]", "", sound.lower().replace("u:", "u"))
            names[spelt] = " ".join(dict.fromkeys((*names.get(spelt, "").split(), word)))
        for rank, gloss in enumerate(dict.fromkeys(_glosses(told)), start=1):
            chinese[gloss] = f"{chinese.get(gloss, '')} {word}:{rank}".lstrip()
            english[word] = f"{english.get(word, '')}/{gloss}".lstrip("/")
    return _Table.of(chinese), _Table.of(english), _Table.of(names)


def _glosses(told: str) -> Iterator[str]:
    """What a word means, in words that somebody might look for."""
    for sense in _senses(told):
        if _NO_GLOSS.search(sense):
            continue
        if sense[:1].isupper():
            sense = _PLACE.sub("", sense)
        words = sense.lower().translate(_PUNCTUATION).split()
        while len(words) > 1 and words[0] in _FIRST_WORDS:
            words = words[1:]
        if words and len(words) <= _LONGEST_GLOSS and all(word.isalpha() and word.isascii() for word in words):
            yield " ".join(words)


def _senses(told: str) -> Iterator[str]:
    """What stands between the strokes, without asides; explanations are not looked into: there are many."""
    for sense in _BETWEEN.split(told):
        if "(" in sense or "[" in sense:
            sense = _ASIDE.sub("", sense)
        if len(sense) <= _LONGEST_SENSE or sense[:1].isupper():
            yield sense
