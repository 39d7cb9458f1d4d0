"""Reading what a visitor typed by the grammar of :mod:`archive.search.grammar`: every text is a query, none raises."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from archive.language import terms
from archive.search.fields import field_named
from archive.search.grammar import NEAR_BY, AllOf, AnyOf, Field, Misread, Near, Not, Part, Phrase, Reading, Word

_DEEPEST = 20
_FURTHEST = 1000
_ENOUGH_DIGITS = 9  # of however many: Python refuses to read a number of some thousands

_PAIRS = {'"': '"', "＂": "＂", "“": "”", "„": "“”", "«": "»", "「": "」", "『": "』"}
_QUOTED = "|".join(f"{first}[^{last}]*[{last}]" for first, last in _PAIRS.items())
_BETWEEN = r"\s!?。、；;！？…\[\]{}<>《》〈〉【】|"
_NO_WORD = rf"""{_BETWEEN},，()（）"＂“”„«»「」『』"""
_TOKENS = re.compile(
    rf"""
      (?P<between>[{_BETWEEN}]+)
    | (?P<quoted>{_QUOTED})
    | (?P<near>NEAR[ ]?[(（])
    | (?P<opening>[(（])
    | (?P<closing>[)）])
    | (?P<comma>[,，])
    | (?P<minus>[-－](?=[^-－{_BETWEEN},，)）]))
    | (?P<field>[^\W\d_]{{2,16}})[:：](?=[^:：/{_BETWEEN},，()（）])
    | (?P<word>[^{_NO_WORD}]+)
    | (?P<stray>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_OPERATORS = {"OR": "or", "AND": "and", "NOT": "not"}


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str


_END = _Token("end", "")


def read(query: str) -> Reading:
    """What was typed, and what of it could only be read as words."""
    reader = _Reader(list(_tokens(query)))
    parts: list[Part] = []
    while reader.here.kind != "end":
        parts += reader.all_until("closing")
        reader.take("closing")  # one that closes nothing
    return Reading(tuple(parts), tuple(dict.fromkeys(reader.misread)))


def _tokens(query: str) -> Iterator[_Token]:
    at = 0
    while at < len(query):
        found = _TOKENS.match(query, at)
        assert found and found.lastgroup, "any character is a token"
        kind, text, at = found.lastgroup, found[found.lastgroup], found.end()
        if kind == "field" and not field_named(text) and not text.isascii():
            kind, at = "word", found.end("field")  # 他说：… is a sentence, not a field that nobody knows
        if kind == "word":
            yield _Token(_OPERATORS.get(text, "word"), text)
        elif kind != "between":
            yield _Token(kind, text)


@dataclass(slots=True)
class _Reader:
    """A descent through the tokens; one method a rule of the grammar."""

    tokens: list[_Token]
    at: int = 0
    depth: int = 0
    misread: list[Misread] = field(default_factory=list)

    @property
    def here(self) -> _Token:
        return self.tokens[self.at] if self.at < len(self.tokens) else _END

    def take(self, kind: str) -> _Token | None:
        """The token here if it is of this kind, and on to the next."""
        found = self.here
        if found.kind != kind:
            return None
        self.at += 1
        return found

    def all_until(self, closing: str) -> list[Part]:
        parts: list[Part] = []
        while self.here.kind not in ("end", closing):
            if self.take("and") or self.take("comma"):
                continue
            if stray := self.take("or"):
                self.note("or", stray.text)
                continue
            parts += self.any_of()
        return parts

    def any_of(self) -> Iterator[Part]:
        alternatives = [self.one()]
        while alternatives[-1] and self.here.kind == "or":
            operator = self.here.text
            self.at += 1
            alternatives.append(self.one())
            if not alternatives[-1]:
                self.note("or", operator)
        found = [_together(each) for each in alternatives if each]
        if len(found) > 1:
            yield AnyOf(tuple(found))
        else:
            yield from alternatives[0]

    def one(self) -> list[Part]:
        if self.here.kind not in ("minus", "not"):
            return list(self.atom())
        sign = self.here.text
        self.at += 1
        left_out = self.one() if self.deeper() else []
        self.depth -= 1
        if not left_out and sign == "NOT":
            self.note("not", sign)
        return [Not(each) for each in left_out]

    def atom(self) -> Iterator[Part]:
        token = self.here
        if token.kind in ("closing", "end", "or", "and", "comma"):
            return
        self.at += 1
        if token.kind == "near":
            yield from self.near(token.text) if self.deeper() else ()
            self.depth -= 1
        elif token.kind == "opening":
            yield from self.group()
        elif token.kind == "field":
            yield from self.field(token.text)
        elif token.kind == "quoted":
            yield from _phrase(token.text)
        elif token.kind == "stray" and token.text in _PAIRS and self.here.kind != "end":
            self.note("quote", token.text)
        elif terms(token.text):
            yield Word(token.text)

    def group(self) -> Iterator[Part]:
        if not self.deeper():
            self.depth -= 1
            return
        within = self.all_until("closing")
        self.depth -= 1
        if not self.take("closing") and within:
            self.note("bracket", "(")
        if within:
            yield _together(within)

    def deeper(self) -> bool:
        """Whether brackets and negations stand no deeper in each other than anyone would write."""
        self.depth += 1
        return self.depth <= _DEEPEST

    def field(self, name: str) -> Iterator[Part]:
        known, value = field_named(name), self.here
        if value.kind not in ("quoted", "word", "or", "and", "not"):
            yield Word(name)
            return
        self.at += 1
        text = value.text[1:-1] if value.kind == "quoted" else value.text
        if known is None:
            self.note("field", name)
            yield Word(name)
            yield Phrase(text) if value.kind == "quoted" else Word(text)
        elif terms(text):
            yield Field(known, text)

    def near(self, opening: str) -> Iterator[Part]:
        members: list[Part] = []
        within = NEAR_BY
        while self.here.kind not in ("end", "closing"):
            if self.take("comma"):
                within = self.distance(within)
            elif stray := self.take("or"):
                self.note("or", stray.text)
            elif not self.take("and"):
                members += self.any_of()
        if not self.take("closing"):
            self.note("near", opening)
            yield from members
            return
        near = tuple(each for each in members if isinstance(each, Word | Phrase))
        if len(near) < 2 or len(near) < len(members):
            self.note("near field" if len(near) < len(members) else "near", opening)
            yield from members
        else:
            yield Near(near, within)

    def distance(self, otherwise: int) -> int:
        """The number after a comma, if it is the last thing before the bracket closes."""
        number = unicodedata.normalize("NFKC", self.here.text)
        after = self.tokens[self.at + 1].kind if self.at + 1 < len(self.tokens) else ""
        found = re.fullmatch(r"0*(\d+)", number, re.ASCII)
        if self.here.kind != "word" or after != "closing" or not found:
            return otherwise
        self.at += 1
        return min(int(found[1][:_ENOUGH_DIGITS]), _FURTHEST)

    def note(self, fault: str, text: str) -> None:
        self.misread.append(Misread(fault, text))  # type: ignore[arg-type]


def _together(parts: list[Part]) -> Part:
    return parts[0] if len(parts) == 1 else AllOf(tuple(parts))


def _phrase(quoted: str) -> Iterator[Part]:
    if terms(quoted[1:-1]):
        yield Phrase(quoted[1:-1])
