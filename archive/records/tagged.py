"""What a stretch of speech is about: suggested by a program or a person, and decided by people."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from archive.errors import BadInput
from archive.records.written import LATEST_MS, Texts
from archive.sentences import Sentence

TagKind = Literal["concept", "person", "place", "organisation", "date", "era"]

TagStatus = Literal["suggested", "accepted", "rejected"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Referent:
    """What a tag refers to: a concept or an era by its URI, a place, a person, a date by its EDTF.

    ``id`` is empty where words stay words: a name that nobody has found out about. ``label`` is what it is called.
    """

    id: str = ""
    label: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What somebody decided about a tag or a spelling, and when (UTC).

    ``refers_to`` is what is meant, where that is not what was suggested; ``ruling`` names the ruling by which many tags
    were decided at once. One that ``undoes`` takes the last that stood back, and says what stands again.
    """

    status: TagStatus
    by: str
    at: str
    refers_to: Referent | None = None
    ruling: str = ""
    undoes: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """What a stretch of speech is about: ``text`` as it was spoken, and what that refers to.

    ``made_by`` is the program with its version that suggested it, empty where a person made it; ``reason`` why, and
    ``evidence`` the words around. ``is_proposal`` marks what was reckoned and not said. ``verdicts`` are all there ever
    were, oldest first; the last one counts. ``unsaid`` is how many of them there were when a program found that its
    words stand there no more; 0 while they do.
    """

    id: str = ""
    kind: TagKind
    text: str
    language: str
    start_ms: int
    end_ms: int
    refers_to: Referent = Referent()
    alternatives: tuple[Referent, ...] = ()
    made_by: str = ""
    reason: str | Sentence = ""
    evidence: str = ""
    is_proposal: bool = False
    verdicts: tuple[Verdict, ...] = ()
    unsaid: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.start_ms <= self.end_ms <= LATEST_MS:
            raise BadInput("A tag cannot run from %(start)s ms to %(end)s ms.", start=self.start_ms, end=self.end_ms)

    @property
    def status(self) -> TagStatus:
        """Where it stands: a suggestion until somebody decides."""
        return self.verdicts[-1].status if self.verdicts else "suggested"

    @property
    def standing(self) -> tuple[Verdict, ...]:
        """The verdicts that were not undone."""
        return tuple(self.verdicts[n] for n in self._standing())

    def _standing(self) -> list[int]:
        found: list[int] = []
        for n, each in enumerate(self.verdicts):
            if each.undoes:
                found.pop()
            else:
                found.append(n)
        return found

    @property
    def is_unsaid(self) -> bool:
        """Whether it was accepted for words that were changed since, and nobody has decided about it again."""
        return self.unsaid > 0 and self.status == "accepted" and max(self._standing(), default=0) < self.unsaid

    @property
    def waits(self) -> bool:
        """Whether it waits for a decision: the first, or another since its words were changed."""
        return self.status == "suggested" or self.is_unsaid

    @property
    def decided_by(self) -> str:
        """Who decided it; empty while it is a suggestion."""
        return self.verdicts[-1].by if self.status != "suggested" else ""

    @property
    def decided_at(self) -> str:
        """When; empty while it is a suggestion."""
        return self.verdicts[-1].at if self.status != "suggested" else ""

    @property
    def means(self) -> Referent:
        """What it refers to as far as anybody knows: as it was decided, or as it is suggested."""
        decided = self.verdicts[-1].refers_to if self.verdicts else None
        return decided or self.refers_to


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """One decision for a spelling, in a collection or an interview without one: it holds wherever that is said.

    ``spelling`` is folded (:func:`archive.vocabulary.phrase_key`); ``refers_to`` is what was suggested for it.
    """

    id: str
    kind: TagKind
    spelling: str
    refers_to: Referent = Referent()
    verdicts: tuple[Verdict, ...] = ()

    @property
    def status(self) -> TagStatus:
        """What holds now; ``suggested`` where it was taken back."""
        return self.verdicts[-1].status if self.verdicts else "suggested"
