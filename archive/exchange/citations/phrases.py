"""What every style says alike, in the language of the citation: moments, the state of a text, italics, full stops."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from html import escape

from archive.exchange.citations import dates
from archive.exchange.citations.names import parsed
from archive.exchange.citations.work import Passage, Text, Tongue, Work

_ITALIC, _UPRIGHT = "\ue010", "\ue011"  # of the private use area: they stand in no text that people write
_LANGUAGES = {"zh": ("Chinese", "中文"), "en": ("English", "英文"), "yue": ("Cantonese", "粤语")}
_KINDS = {
    "audio": ("audio recording", "录音"),
    "video": ("video recording", "录像"),
    "none": ("written text", "文字记录"),
}


def italic(text: str) -> str:
    """Words that a style sets in italics."""
    return f"{_ITALIC}{text}{_UPRIGHT}"


def as_plain(citation: str) -> str:
    """A citation without italics, for a letter or a footnote."""
    return re.sub(f"[{_ITALIC}{_UPRIGHT}]", "", citation)


def as_html(citation: str) -> str:
    """A citation as HTML, escaped, with ``<i>`` and no other element."""
    return as_plain(
        re.sub(f"{_ITALIC}([^{_ITALIC}{_UPRIGHT}]*){_UPRIGHT}", r"<i>\1</i>", escape(citation, quote=False))
    )


def quoted(title: str) -> str:
    """A title in quotation marks; those within it become single."""
    return f"“{inner(title)}”"


def with_mark(title: str, mark: str) -> str:
    """A title in quotation marks with the comma or full stop inside, as Americans set it; none after a question."""
    within = inner(title)
    bare = within.rstrip("’")
    return f"“{within}”" if bare[-1:] in "?!？！" else f"“{bare}{mark}{within[len(bare) :]}”"


def inner(title: str) -> str:
    """The title as it stands between quotation marks."""
    return title.replace("“", "‘").replace("”", "’")


def stopped(sentence: str) -> str:
    """A sentence that ends with a full stop, once."""
    last = as_plain(sentence)[-1:]
    return sentence if not last or last in ".?!。？！" or re.search("[.?!？！]’*”$", sentence) else f"{sentence}."


def sentences(*parts: str) -> str:
    """Parts as sentences, those that say nothing left out."""
    return " ".join(stopped(each) for each in parts if each)


def commas(*parts: str) -> str:
    """Parts one after the other, those that say nothing left out; no comma after a title that brings its own."""
    joined = ""
    for part in filter(None, parts):
        joined += part if not joined else f" {part}" if re.search("[,?!？！]’*”$", joined) else f", {part}"
    return joined


def chinese(*parts: str) -> str:
    """Parts of a sentence in Chinese, those that say nothing left out."""
    return "，".join(filter(None, parts))


def people(names: Sequence[str], last: str) -> str:
    """``A``, ``A and B``, ``A, B, and C``."""
    if len(names) < 3:
        return f" {last} ".join(names)
    return f"{', '.join(names[:-1])}, {last} {names[-1]}"


def clock(ms: int) -> str:
    """A moment as it is read off a tape: ``12:34``, ``1:12:05``."""
    minutes, seconds = divmod(ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def span(passage: Passage | None, dash: str = "–") -> str:
    """From when to when: ``12:34–13:10``; the moment alone where it has no end."""
    if passage is None or passage.start_ms is None:
        return ""
    begins = clock(passage.start_ms)
    ends = clock(passage.end_ms) if passage.end_ms is not None else begins
    return begins if begins == ends else f"{begins}{dash}{ends}"


def voice(work: Work) -> str:
    """Who speaks in the passage, where the names of the narrators do not say it already."""
    if work.passage is None or not work.passage.speakers or set(work.passage.speakers) == set(work.narrators):
        return ""
    return ("、" if work.tongue == "zh" else ", ").join(work.passage.speakers)


def place_in(work: Work, dash: str = "–") -> str:
    """Where in the interview the passage is: ``Tape 2, 12:34–13:10 (Elder brother)``."""
    if work.passage is None:
        return ""
    where = (work.passage.tape, span(work.passage, dash))
    told = (chinese if work.tongue == "zh" else commas)(*where)
    who = voice(work)
    return f"{told}（{who}）" if who and work.tongue == "zh" else f"{told} ({who})" if who else told


def state(text: Text | None, tongue: Tongue) -> str:
    """Who answers for the words that were read, in which form and version; nothing where there are none."""
    if text is None:
        return ""
    return _state_in_chinese(text) if tongue == "zh" else _state_in_english(text)


def _state_in_english(text: Text) -> str:
    kind = f"{_language(text.language, 'en')} translation" if text.is_translation else "transcript"
    verbatim = "of the verbatim text" if text.is_translation else "verbatim"
    form = "edited for reading" if text.form == "edited" else verbatim
    told = f"{'machine ' if text.is_machine_made else ''}{kind} ({form})"
    vouched = "unreviewed" if text.is_machine_made else f"checked by {text.approved_by}" if text.approved_by else ""
    return commas(told, vouched, f"version {text.version}" if text.version else "")


def _state_in_chinese(text: Text) -> str:
    kind = f"{_language(text.language, 'zh')}译文" if text.is_translation else "转写稿"
    verbatim = "据逐字稿" if text.is_translation else "逐字稿"
    form = "整理稿" if text.form == "edited" else verbatim
    told = f"{'机器' if text.is_machine_made else ''}{kind}（{form}）"
    vouched = "未经人工核对" if text.is_machine_made else beside(text.approved_by, "核对") if text.approved_by else ""
    return chinese(told, vouched, f"{text.version}版" if text.version else "")


def _language(tag: str, tongue: Tongue) -> str:
    return _LANGUAGES.get(tag.split("-")[0], (tag, tag))[tongue == "zh"]


def kind(work: Work) -> str:
    """What was recorded: ``audio recording``, ``录像``."""
    return _KINDS[work.kind][work.tongue == "zh"]


def day(given: date) -> dates.Day:
    """A day of the calendar, for the words that dates are told in."""
    return dates.Day(str(given.year), given.month, str(given.day))


def accessed_american(work: Work) -> str:
    """``accessed November 25, 2026``."""
    return f"accessed {dates.american(day(work.accessed))}"


def accessed_chinese(work: Work) -> str:
    """``2026年11月25日访问``."""
    return f"{dates.chinese(day(work.accessed))}访问"


def date_chinese(work: Work) -> str:
    """When the interview was held, in Chinese: ``2016年3月14日``, ``约1974年``, ``1974年（？）``."""
    return dates.told_in(work.date, dates.chinese, circa="约{}", doubt="{}（？）", decades="{}年代")


def title_chinese(work: Work) -> str:
    """``《井下的冬天》``."""
    return f"《{work.title.replace('《', '〈').replace('》', '〉')}》" if work.title else ""


def beside(name: str, word: str) -> str:
    """A name and a Chinese word after it, a space between where the name ends in Latin letters."""
    return f"{name} {word}" if name[-1:].isascii() else f"{name}{word}"


def names_chinese(names: Sequence[str], most: int = 3) -> str:
    """``甲、乙``; more than so many are the first and 等."""
    whole = [parsed(each).whole for each in names]
    return "、".join(whole) if len(whole) <= most else beside("、".join(whole[:most]), "等")


def asked_by_chinese(work: Work) -> str:
    """``林敏采访``."""
    return beside(names_chinese(work.interviewers), "采访") if work.interviewers else ""
