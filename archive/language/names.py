"""What visitors call a language, as its BCP 47 subtag."""

from __future__ import annotations

_CALLED = """
    zh chinese mandarin putonghua zhongwen hanyu cmn 中文 汉语 普通话 国语 华语
    yue cantonese 粤语 广东话
    en english 英语 英文
    de german deutsch 德语
    es spanish espanol 西班牙语
    fr french francais 法语
    it italian italiano 意大利语
    ja japanese 日语 日文
    ko korean 韩语 朝鲜语
    pt portuguese portugues 葡萄牙语
    ru russian 俄语
"""
_BY_NAME = {name: line.split()[0] for line in _CALLED.strip().splitlines() for name in line.split()}


def language_called(folded: str) -> str:
    """The subtag of a language by its folded name, or the name itself where it may be a tag."""
    return _BY_NAME.get(folded, folded)
