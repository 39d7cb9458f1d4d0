"""How Chinese sounds, without tones: of text, and of words that a visitor spells in Latin letters.

pypinyin's dictionaries take 0.4 s to load, a third of what any command takes to begin: they are loaded when Chinese is
first sounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import islice

from opencc import OpenCC

from archive.language.folding import HAN, is_han, terms
from archive.language.not_pinyin import NOT_PINYIN

UNSOUNDED = "0"
"""Stands in the place of a term that has no Chinese sound."""

_MOST_READINGS = 8
_LONGEST_WORD = 36  # letters; Heilongjiangsheng has 17

# Every syllable of standard Mandarin as it is spelt without tones; ü is u, as most people type it.
_SPELT = """
    ai an ang ao ba bai ban bang bao bei ben beng bi bian biao bie bin bing bo bu ca cai can cang cao ce cen ceng cha
    chai chan chang chao che chen cheng chi chong chou chu chuai chuan chuang chui chun chuo ci cong cou cu cuan cui
    cun cuo da dai dan dang dao de dei deng di dian diao die ding diu dong dou du duan dui dun duo er fa fan fang fei
    fen feng fo fou fu ga gai gan gang gao ge gei gen geng gong gou gu gua guai guan guang gui gun guo ha hai han hang
    hao he hei hen heng hong hou hu hua huai huan huang hui hun huo ji jia jian jiang jiao jie jin jing jiong jiu ju
    juan jue jun ka kai kan kang kao ke ken keng kong kou ku kua kuai kuan kuang kui kun kuo la lai lan lang lao le lei
    leng li lia lian liang liao lie lin ling liu long lou lu luan lue lun luo ma mai man mang mao me mei men meng mi
    mian miao mie min ming miu mo mou mu na nai nan nang nao ne nei nen neng ni nian niang niao nie nin ning niu nong
    nu nuan nue nuo pa pai pan pang pao pei pen peng pi pian piao pie pin ping po pou pu qi qia qian qiang qiao qie
    qin qing qiong qiu qu quan que qun ran rang rao re ren reng ri rong rou ru ruan rui run ruo sa sai san sang sao se
    sen seng sha shai shan shang shao she shei shen sheng shi shou shu shua shuai shuan shuang shui shun shuo si song
    sou su suan sui sun suo ta tai tan tang tao te teng ti tian tiao tie ting tong tou tu tuan tui tun tuo wa wai wan
    wang wei wen weng wo wu xi xia xian xiang xiao xie xin xing xiong xiu xu xuan xue xun ya yan yang yao ye yi yin
    ying yong you yu yuan yue yun za zai zan zang zao ze zei zen zeng zha zhai zhan zhang zhao zhe zhen zheng zhi zhong
    zhou zhu zhua zhuai zhuan zhuang zhui zhun zhuo zi zong zou zu zuan zui zun zuo
"""
_SYLLABLES = frozenset(_SPELT.split())
# Spelt rules put an apostrophe before these inside a word (Xi'an); alone they would make syllables of any letters.
_ONLY_FIRST = frozenset({"a", "e", "en", "o", "ou"})


def pinyin(text: str) -> tuple[str, ...]:
    """The toneless syllable of each of :func:`terms`, and ``UNSOUNDED`` for those that are not Chinese."""
    of_text = terms(text)
    count = 0 if text.isascii() else sum(map(is_han, of_text))
    if not count:
        return (UNSOUNDED,) * len(of_text)
    # Whole words tell how a character sounds (银行 yín háng), and are known in simplified writing: 銀行 alone is not.
    sounds = _sounds(_simplifier().convert(text.encode("utf-8", "replace").decode()))
    if len(sounds) != count:
        sounds = _sounds("".join(of_text))
    upcoming = iter(sounds)
    return tuple(next(upcoming) if is_han(term) else UNSOUNDED for term in of_text)


def syllables(char: str) -> tuple[str, ...]:
    """Every toneless syllable that a Chinese character has, with ü as u, v and yu; none where it is not known."""
    from pypinyin import Style
    from pypinyin import pinyin as every_sound

    sounds = every_sound(char, style=Style.NORMAL, heteronym=True, errors="ignore")
    spelt = (each.replace("v", other) for several in sounds for each in several for other in ("u", "v", "yu"))
    return tuple(dict.fromkeys(spelt))


def is_syllable(word: str) -> bool:
    """Whether a folded word is one Chinese syllable as it is spelt."""
    return re.sub("^([ln])v", r"\1u", word) in _SYLLABLES


@lru_cache(maxsize=4096)
def pinyin_readings(word: str) -> tuple[tuple[str, ...], ...]:
    """The ways to read a folded word as two Chinese syllables or more; none for a word of another language."""
    spelt = re.sub("(?<=[ln])v", "u", word)
    if len(spelt) > _LONGEST_WORD or word in NOT_PINYIN:
        return ()
    several = (reading for reading in _readings(spelt, _SYLLABLES | _ONLY_FIRST) if len(reading) > 1)
    return tuple(islice(several, _MOST_READINGS))


def _readings(letters: str, syllables: frozenset[str]) -> Iterator[tuple[str, ...]]:
    if not letters:
        yield ()
    for length in range(min(6, len(letters)), 0, -1):
        if letters[:length] in syllables:
            for rest in _readings(letters[length:], _SYLLABLES):
                yield (letters[:length], *rest)


def _sounds(simplified: str) -> list[str]:
    from pypinyin.seg import mmseg

    return [sound for run in HAN.findall(simplified) for word in mmseg.seg.cut(run) for sound in _word_sounds(word)]


@lru_cache(maxsize=100_000)
def _word_sounds(word: str) -> tuple[str, ...]:
    from pypinyin import lazy_pinyin

    sounds = lazy_pinyin(word)
    if len(sounds) != len(word):  # characters it does not know come back as one piece
        sounds = [lazy_pinyin(char)[0] for char in word]
    return tuple(sound.replace("v", "u") if sound.isascii() else UNSOUNDED for sound in sounds)


@cache
def _simplifier() -> OpenCC:
    return OpenCC("t2s")
