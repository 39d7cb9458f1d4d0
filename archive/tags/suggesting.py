"""What programs suggest: speech in, tags out. Others may stand beside these two; all are asked in the same way."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import groupby

from archive.provenance import PROGRAM
from archive.records import Interview, Referent, Tag
from archive.sentences import sentence
from archive.speech import Era, Speech, spoken_dates
from archive.vocabulary import Match, Rejection, Vocabulary, eras, matcher

Recogniser = Callable[[Interview, Speech], Iterable[Tag]]
"""What reads the speech of one recording and suggests tags, without ids."""


def of_vocabularies(vocabularies: Sequence[Vocabulary], *, rejected: Collection[Rejection] = frozenset()) -> Recogniser:
    """Suggests the concepts that are said, the first of several on the same words, the others as alternatives."""
    ready = {}

    def concepts(_: Interview, speech: Speech) -> Iterator[Tag]:
        if speech.language not in ready:
            ready[speech.language] = matcher(vocabularies, speech.language, rejected=rejected)
        matches = ready[speech.language].matches(speech)
        for _spot, found in groupby(matches, key=lambda each: (each.spoken.start, each.spoken.end)):
            yield _concept_tag(speech, list(found))

    return concepts


def _concept_tag(speech: Speech, found: Sequence[Match]) -> Tag:
    first, *others = found
    return Tag(
        kind="era" if first.concept.era else "concept",
        text=first.spoken.text,
        language=speech.language,
        start_ms=first.spoken.start_ms,
        end_ms=first.spoken.end_ms,
        refers_to=Referent(id=first.concept.uri, label=first.concept.labels),
        alternatives=tuple(Referent(id=each.concept.uri, label=each.concept.labels) for each in others),
        made_by=f"{PROGRAM} vocabulary",
        reason=sentence("found by “%(phrase)s”", phrase=first.phrase),
        evidence=speech.around(first.spoken),
    )


def of_dates(names: Sequence[Era] = ()) -> Recogniser:
    """Suggests the dates that are said; a plain era is left to the vocabulary that names it.

    An age is reckoned from the narrator's birth where the record says it, and stays a proposal; of several narrators
    nobody knows who speaks.
    """
    whole = {edtf for _, edtf in names}

    def dates(interview: Interview, speech: Speech) -> Iterator[Tag]:
        for each in spoken_dates(speech, eras=names, recorded=interview.date, born=_born(interview)):
            if each.kind == "era" and each.edtf in whole:
                continue
            yield Tag(
                kind="date",
                text=each.spoken.text,
                language=speech.language,
                start_ms=each.spoken.start_ms,
                end_ms=each.spoken.end_ms,
                refers_to=Referent(id=each.edtf),
                made_by=f"{PROGRAM} dates",
                reason=each.reckoned or "",
                evidence=speech.around(each.spoken),
                is_proposal=each.is_proposal,
            )

    return dates


def _born(interview: Interview) -> str:
    return interview.narrators[0].born if len(interview.narrators) == 1 else ""


def usual(vocabularies: Sequence[Vocabulary], *, rejected: Collection[Rejection] = frozenset()) -> list[Recogniser]:
    """Those that need nothing but the archive's own words."""
    return [of_vocabularies(vocabularies, rejected=rejected), of_dates(eras(vocabularies))]
