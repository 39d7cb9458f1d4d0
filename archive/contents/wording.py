"""What is said, cue by cue, as words that can be counted: forms of one word are one, and so are concepts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from archive.language import cut, is_han, spans, stem
from archive.speech import Speech
from archive.vocabulary import Matcher

_SHORTEST = 3
_SHORTEST_HAN = 2


@dataclass(frozen=True)
class Wording:
    """The words of a speech by cue, and the concepts; ``written`` has for each word how often it is written how."""

    words: Sequence[Counter[str]]
    concepts: Sequence[Counter[str]]
    written: dict[str, Counter[str]] = field(repr=False)

    @cached_property
    def everything(self) -> Sequence[Counter[str]]:
        """Words and concepts together: a concept is one more word that is said."""
        return [words + concepts for words, concepts in zip(self.words, self.concepts, strict=True)]

    def as_written(self, word: str) -> str:
        """A word as it is written most often; small, where it ever is: a capital may only begin a sentence."""
        forms = self.written[word]
        small = Counter({each: count for each, count in forms.items() if each[:1].islower()})
        return (small or forms).most_common(1)[0][0]


def wording(speech: Speech, matcher: Matcher) -> Wording:
    """The words of a speech: of English what is longer than two letters, of Chinese what has two characters or more."""
    words, written = [], dict[str, Counter[str]]()
    for cue, terms in zip(speech.cues, speech.terms, strict=True):
        places = spans(cue.text)
        counted: Counter[str] = Counter()
        for first, last in cut(terms):
            term = "".join(terms[first : last + 1])
            if len(term) < (_SHORTEST_HAN if is_han(term) else _SHORTEST) or term.isdigit():
                continue
            counted[stem(term)] += 1
            form = cue.text[places[first][0] : places[last][1]]
            written.setdefault(stem(term), Counter())[form] += 1
        words.append(counted)
    return Wording(words, _concepts(speech, matcher), written)


def _concepts(speech: Speech, matcher: Matcher) -> list[Counter[str]]:
    found: list[Counter[str]] = [Counter() for _ in speech.cues]
    for each in matcher.matches(speech):
        found[speech.cue_at(each.spoken.start)][each.concept.uri] += 1
    return found
