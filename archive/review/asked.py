"""What a narrator asks for in their answers, thing by thing, and what of it somebody has decided: pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from archive.records import Packet, Passage, Reply, Review, Said, Settlement

Place = tuple[str, int, int]
"""Where a passage is: its recording, and from when to when. Nothing else addresses one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One thing a narrator asks for of a passage: another wording, that it is withheld, or that it is heeded.

    ``said`` is what they read there in the ``language`` that it is about; ``text`` how they would have it, empty where
    they did not write how. ``id`` names what is asked: whoever asks the same again asks nothing new, unless it was
    ``declined`` before: then a person decides anew.
    """

    id: str
    kind: Literal["change", "withhold", "comment"]
    packet: str
    passage: Passage
    language: str = ""
    text: str = ""
    comment: str = ""
    settled: Settlement | None = None
    declined: Settlement | None = None

    @property
    def said(self) -> Said:
        """The words that it is about."""
        return next((each for each in self.passage.said if each.language == self.language), self.passage.said[0])


def place(of: Passage | Reply) -> Place:
    """Where a passage is, or what was answered to it."""
    return of.recording, of.start_ms, of.end_ms


def newest(replies: Iterable[Reply]) -> dict[Place, Reply]:
    """The last word on every passage: that which was read in last, whatever the narrator's clock says."""
    return {place(each): each for each in replies}


def asked(packet: Packet, review: Review) -> list[Asked]:
    """All that a narrator asks for, in the order of the passages; what they agree to, they ask nothing of."""
    last = newest(review.replies)
    return [
        _decided(each, review, reply)
        for passage in packet.passages
        if (reply := last.get(place(passage)))
        for each in _asked_of(packet, passage, reply)
    ]


def _decided(wish: Asked, review: Review, reply: Reply) -> Asked:
    """A wish with what was decided about it; one that was declined, and asked for again since, waits once more."""
    settled = next((each for each in reversed(review.settlements) if each.asked == wish.id), None)
    if settled is None or settled.outcome != "declined" or settled.heard is None:
        return replace(wish, settled=settled)
    if review.replies.index(reply) >= settled.heard:
        return replace(wish, declined=settled)
    return replace(wish, settled=settled)


def remembering(wishes: Iterable[Asked], others: Iterable[Asked]) -> list[Asked]:
    """The wishes; each that waits says how the same was declined in another packet."""
    known = {_same(each): each.settled for each in others if each.settled and each.settled.outcome == "declined"}
    return [
        each if each.settled or each.declined else replace(each, declined=known.get(_same(each))) for each in wishes
    ]


def _same(wish: Asked) -> tuple[Place, str, str, str, str]:
    return place(wish.passage), wish.kind, wish.language, wish.text, wish.comment


def unanswered(packet: Packet, review: Review) -> list[Passage]:
    """The passages of a packet to which nothing was answered, or the answer was taken back."""
    last = newest(review.replies)
    return [each for each in packet.passages if place(each) not in last or last[place(each)].says_nothing]


def _asked_of(packet: Packet, passage: Passage, reply: Reply) -> Iterator[Asked]:
    if reply.choice == "change":
        told = [(each.language, reply.words[each.language]) for each in passage.said if each.language in reply.words]
        wanted = [("change", language, text) for language, text in told or [(passage.said[0].language, "")]]
    elif reply.choice == "withhold":
        wanted = [("withhold", "", "")]
    else:
        wanted = [("comment", "", "")] if reply.comment else []
    for kind, language, text in wanted:
        id_ = _id(packet.id, *place(passage), kind, language, text, reply.comment)
        yield Asked(
            id=id_,
            kind=kind,  # type: ignore[arg-type]
            packet=packet.id,
            passage=passage,
            language=language,
            text=text,
            comment=reply.comment,
        )


def _id(*told: str | int) -> str:
    return hashlib.sha256("\n".join(map(str, told)).encode()).hexdigest()[:16]
