"""What :mod:`tests.hegang` is tagged with: every kind that the public may meet, one of them reviewed by nobody."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archive.records import Cue, TagKind, Texts
from archive.release import ReleasedConcept, ReleasedTag

_LAYOFFS = {"en": "Layoffs", "zh-Hans": "下岗"}
_SIGNALS = {"en": "Signals in the mine", "zh-Hans": "井下信号"}
_MINING = {"en": "Work in the mine", "zh-Hans": "矿上的活"}
_REFORM = {"en": "Reform era", "zh-Hans": "改革年代"}

CONCEPTS = (
    ReleasedConcept(concept="urn:test:layoffs", label=_LAYOFFS, broader=("urn:test:mining",)),
    ReleasedConcept(concept="urn:test:mining", label=_MINING),
    ReleasedConcept(concept="urn:test:signals", label=_SIGNALS, broader=("urn:test:mining",)),
    ReleasedConcept(concept="urn:test:reform", label=_REFORM, era="1978/1999"),
)

_TAGS: Sequence[tuple[str, TagKind, str, Texts, bool]] = (
    ("一九七九年冬天", "date", "1979-12/1980-02", {}, True),
    ("信号铃", "concept", "urn:test:signals", _SIGNALS, False),
    ("名单", "concept", "urn:test:layoffs", _LAYOFFS, True),
    ("下岗", "concept", "urn:test:layoffs", _LAYOFFS, True),
    ("下岗", "era", "urn:test:reform", _REFORM, True),
    ("石墨厂", "organisation", "", {"zh": "石墨厂"}, True),
    ("孩子还在鹤岗", "place", "geonames:2036986", {"en": "Hegang", "zh-Hans": "鹤岗"}, True),
    ("在大连", "place", "geonames:1814087", {"en": "Dalian", "zh-Hans": "大连"}, True),
    ("大师傅", "person", "", {"zh": "郭师傅"}, True),
    ("二零一三年", "date", "2013", {}, True),
)


def tags_on(cues: Sequence[Cue]) -> tuple[ReleasedTag, ...]:
    """The tags of the first tape, each on the first cue that says its words, in order of time."""
    return tuple(sorted(_on(cues), key=lambda each: each.start_ms))


def _on(cues: Sequence[Cue]) -> Iterator[ReleasedTag]:
    for words, kind, concept, label, is_reviewed in _TAGS:
        cue = next(each for each in cues if words in each.text)
        yield ReleasedTag(
            kind=kind,
            concept=concept,
            label=label,
            start_ms=cue.start_ms,
            end_ms=cue.end_ms,
            language="zh",
            said=cue.text,
            is_reviewed=is_reviewed,
        )
