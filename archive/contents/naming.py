"""What a stretch of a talk is about: the words and concepts it uses most against all the rest; pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from math import log

from archive.contents.wording import Wording
from archive.records import Texts
from archive.vocabulary import Concept

_WORDS = 3
_CONCEPTS = 2
_LEAST = 2
_WIDEST = 0.4
"""A word that is said in more of the stretches than this tells none of them from the rest, where there are several."""
_OFTENER = 1.5
"""So many times more often than on the whole a word must be said in a stretch to tell it from the rest."""
_TALK = """
    about after again all also always and any anyway are around ask asked back because been before being bit but
    came can come could day days did didn does doesn doing don done down each eight even ever every few first five
    for four from gave get gets getting give goes going gone gonna good got had has have having her here him his how
    huh hundred idea if into isn its just kind know last let like little long look lot made make many may maybe mean
    might mine mmm more most much must never new nine not nothing now off okay old once one ones only onto other our
    out over people point probably put quite rather really right said same saw say saying says see seen sense seven
    she should since six some somebody someone something sort still stuff such sure take tell ten than that the
    their them then there these they thing things think this those thought thousand three through till time times
    too took try two uhm under until upon use used very wanna want wanted was wasn way ways well went were what when
    where which while who whole why will with without won word work would yeah yep yes yet you your yourself
    那个 这个 一个 就是 我们 他们 你们 她们 自己 什么 怎么 这样 那样 没有 不是 可以 因为 所以 但是
    还是 时候 现在 然后 如果 知道 觉得 这些 那些 这么 那么 一些 一下 不会 不能 已经 可能 大家 非常
    很多 其实 或者 而且 以后 之后 后来 当时 起来 出来 一样 这里 那里 哪里 为了 一直 都是 也是 还有
    只有 就要 今天 问题 东西 一点 有些 是不是 有的 说的 看到 事情 来说 不要 不知 其他 并且 以及
"""
_PLAIN = frozenset(_TALK.split())
"""Words of talking, and not of what is talked about."""


def words_of(wording: Wording, stretches: Sequence[range]) -> list[list[str]]:
    """The words that each stretch uses most against the rest, as they are written, the most telling first."""
    told = _telling(wording.words, stretches)
    return [list(islice(_written(wording, found), _WORDS)) for found in told]


def _written(wording: Wording, words: Iterable[str]) -> Iterator[str]:
    for each in words:
        written = wording.as_written(each)
        if _PLAIN.isdisjoint((each, written.casefold())):
            yield written


def concepts_of(wording: Wording, stretches: Sequence[range]) -> list[list[str]]:
    """The concepts that each stretch speaks of most against the rest, by address."""
    return [found[:_CONCEPTS] for found in _telling(wording.concepts, stretches)]


def _telling(counted: Sequence[Counter[str]], stretches: Sequence[range]) -> Iterator[list[str]]:
    """What is more frequent in each stretch than in the whole, weighed by how often it is said (Dunning's measure)."""
    within = [sum((counted[each] for each in stretch), Counter[str]()) for stretch in stretches]
    every = sum(within, Counter[str]())
    spread = Counter(word for each in within for word in each)
    widest = max(2.0, _WIDEST * len(stretches))
    for each in within:
        told = {
            word: times * log(oftener)
            for word, times in each.items()
            if times >= _LEAST and spread[word] <= widest
            for oftener in [times * every.total() / (every[word] * each.total())]
            if oftener >= _OFTENER
        }
        yield sorted(told, key=lambda word: (-told[word], word))


# --- what it is called -----------------------------------------------------------------------------------------------


def title(words: Sequence[str], concept: Concept | None, language: str) -> str:
    """A title from what tells a stretch from the rest; empty where nothing does."""
    is_chinese = language.split("-")[0].lower() == "zh"
    label = label_in(concept.labels, language) if concept else ""
    told = ("、" if is_chinese else ", ").join(each for each in words if each.casefold() not in label.casefold())
    if not label:
        return told[:1].upper() + told[1:]
    return f"{label}{'：' if is_chinese else ': '}{told}" if told else label


def label_in(labels: Texts, language: str) -> str:
    """What a concept is called in a language, whatever its script or country."""
    primary = language.split("-")[0].lower()
    return next((text for tag, text in labels.items() if tag.split("-")[0].lower() == primary), "")
