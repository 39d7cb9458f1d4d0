"""Names, measured: ``python -m bench.names``, about two minutes. Needs the fixtures beside the project, and the extras.

In ``names-en.tsv`` and ``names-zh.tsv`` the names in pieces of texts that nobody here wrote are marked by hand: the
meetings of QMSum (val) and the talks in traditional characters. A line is a turn: the number of its document and its
own, the beginning of its SHA-256, and from where to where a name stands, of which kind, and for a place which one. They
were marked before anything looked for names; other pieces (``names-en-later.tsv`` …) once the rules stood, which no
rule was made for. The texts themselves are not kept here. Whole documents are read.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from time import perf_counter

from archive.names import Piece, Reader, names_said, readers
from archive.places import Known, Meant, known
from archive.records import Cue
from archive.settings import Settings
from archive.speech import Speech, running
from bench.known import FIXTURES, Texts, meetings, speeches

COUNTRIES = {"en": {11: "GB", 14: "GB", 15: "GB", 22: "GB", 18: "CA", 31: "CA"}, "zh": dict.fromkeys(range(26), "TW")}
"""What an archive would have written into the record of the collection: parliaments of Wales and Canada; Taiwan."""

KINDS = ("person", "place", "organisation")
_TURN_MS = 10_000
_NOISE = re.compile(r"\{[^}]*\}")

Turn = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Mark:
    """A name in a turn: from where to where, its kind, and what a place is called in English."""

    start: int
    end: int
    kind: str
    place: str = ""


class NoGazetteer(Known):
    """Knows no place."""

    def meant(self, name: str) -> Meant:
        """Nothing."""
        return Meant()


def measured() -> str:
    """All figures as Markdown."""
    rows = [row for language in ("en", "zh") for row in _rows(language)]
    return "\n".join(["| what | kind | marked | found | precision | recall |", "|-|-|-|-|-|-|", *rows])


def _rows(language: str) -> Iterator[str]:
    reader = readers(Settings().english_names)(language)
    if reader is None:
        raise SystemExit(f"Nobody reads {language}: pip install 'earwitness[{language}]'")
    texts = meetings(FIXTURES)[0] if language == "en" else speeches(FIXTURES)
    sets = {name: marked(f"{language}{name}", texts) for name in ("", "-later")}
    documents = {number: _speech(texts[number], language) for number in {one for one, _ in sets[""]}}
    began = perf_counter()
    read = {number: reader.pieces(speech) for number, speech in documents.items()}
    took = perf_counter() - began
    again = _Again(reader.program, {id(documents[number]): pieces for number, pieces in read.items()})
    bare = {number: _found(number, speech, again, NoGazetteer()) for number, speech in documents.items()}
    began = perf_counter()
    places = {number: known(country=COUNTRIES[language].get(number, "")) for number in documents}
    full = {number: _found(number, speech, again, places[number]) for number, speech in documents.items()}
    settling = perf_counter() - began
    for name, marks in sets.items():
        of = f"{language}{', marked later' if name else ''}"
        yield from _told(f"{of}: {reader.program} alone", _alone(documents, read), marks)
        yield from _told(f"{of}: settled, no gazetteer", bare, marks)
        yield from _told(f"{of}: settled, with the gazetteer", full, marks)
        yield _linked(of, full, marks)
    letters = sum(len(each.text) for each in documents.values())
    yield f"| {language}: {letters:,} characters read in {took:.0f} s, settled in {settling:.0f} s | | | | | |"


def marked(name: str, texts: Texts) -> dict[Turn, list[Mark]]:
    """The names that were marked, by their turns; raises where a text is not the one that was marked."""
    found = {}
    for line in Path(__file__).with_name(f"names-{name}.tsv").read_text("utf-8").splitlines():
        turn, digest, *names = line.split("\t")
        document, number = map(int, turn.split("."))
        if not sha256(texts[document][number][1].encode()).hexdigest().startswith(digest):
            raise SystemExit(f"{name} {turn} is another text than the one that was marked.")
        found[document, number] = [_mark(each) for each in names]
    return found


def _mark(written: str) -> Mark:
    where, kind, *place = written.split(" ", 2)
    start, end = map(int, where.split("-"))
    return Mark(start, end, kind, *place)


def _speech(turns: Sequence[tuple[str, str]], language: str) -> Speech:
    """Turns as cues, without what the typists wrote into them (``{vocalsound}``), which no transcript here has."""
    cues = (
        Cue(
            n * _TURN_MS,
            (n + 1) * _TURN_MS,
            _NOISE.sub(lambda each: " " * len(each[0]), text).replace("\xa0", " "),
            who,
        )
        for n, (who, text) in enumerate(turns)
    )
    return running(tuple(cues), language)


@dataclass(frozen=True)
class _Again:
    """What a reader has read, without reading it again."""

    program: str
    read: Mapping[int, Sequence[Piece]]

    def pieces(self, speech: Speech) -> Sequence[Piece]:
        return self.read[id(speech)]


Found = Mapping[int, Sequence[tuple[Turn, Mark]]]


def _alone(documents: Mapping[int, Speech], read: Mapping[int, Sequence[Piece]]) -> Found:
    return {
        number: [_placed(number, documents[number], each.start, each.end, each.kind) for each in pieces if each.kind]
        for number, pieces in read.items()
    }


def _found(number: int, speech: Speech, reader: Reader, places: Known) -> list[tuple[Turn, Mark]]:
    return [
        _placed(
            number, speech, each.spoken.start, each.spoken.end, each.kind, each.meaning.english if each.meaning else ""
        )
        for each in names_said(speech, reader, places=places)
    ]


def _placed(number: int, speech: Speech, start: int, end: int, kind: str, place: str = "") -> tuple[Turn, Mark]:
    cue = speech.cue_at(start)
    return (number, cue), Mark(start - speech.starts[cue], end - speech.starts[cue], kind, place)


def _told(what: str, found: Found, marks: Mapping[Turn, Sequence[Mark]]) -> Iterator[str]:
    for kind in KINDS:
        pairs, wrong = _paired(kind, found, marks)
        there = sum(each.kind == kind for several in marks.values() for each in several)
        said = len(pairs) + wrong.total()
        precision, recall = len(pairs) / said if said else 0, len(pairs) / there
        yield f"| {what} | {kind} | {there} | {said} | {precision:.2f} | {recall:.2f} |"


def _paired(
    kind: str, found: Found, marks: Mapping[Turn, Sequence[Mark]]
) -> tuple[list[tuple[Mark, Mark]], Counter[tuple[Turn, Mark]]]:
    """What was found and the mark that it meets, and what meets none; each mark is met once."""
    pairs, wrong = [], Counter[tuple[Turn, Mark]]()
    met: set[tuple[Turn, Mark]] = set()
    for several in found.values():
        for turn, each in several:
            if each.kind != kind or turn not in marks:
                continue
            fitting = (
                one
                for one in marks[turn]
                if one.kind == kind and (turn, one) not in met and each.start < one.end and one.start < each.end
            )
            mark = next(fitting, None)
            if mark is None:
                wrong[turn, each] += 1
            else:
                met.add((turn, mark))
                pairs.append((each, mark))
    return pairs, wrong


def _linked(language: str, found: Found, marks: Mapping[Turn, Sequence[Mark]]) -> str:
    pairs, _ = _paired("place", found, marks)
    linked = [(each, mark) for each, mark in pairs if each.place]
    right = sum(each.place == mark.place for each, mark in linked)
    share = right / len(linked) if linked else 0
    return f"| {language}: places led to the right one | place | {len(pairs)} | {len(linked)} | {share:.2f} | |"


if __name__ == "__main__":
    sys.stdout.write(measured() + "\n")
