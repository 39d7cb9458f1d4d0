"""What a person asks to be done to a text, from the state of it they were looking at, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from archive import provenance
from archive.correcting import cues as act
from archive.correcting.journal import Correction, Text, last_kept, new_correction, save
from archive.correcting.keeping import AT_MOST, begin, keep
from archive.correcting.merging import Change, merged, place, standing_at
from archive.errors import BadInput, Conflict, NotFound
from archive.files import Files, TrackName
from archive.records import Cue


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is asked: ``act`` is its name, ``cues`` the passages it is about as its sender saw them.

    ``id`` is a UUID its sender gave it, so that asking twice does it once. ``text`` is what was typed, ``at`` the
    character to split before; ``start_ms`` and ``end_ms`` are new edges; ``of`` names the correction that is undone,
    put in, or let go, or the reading of its sender's own that a longer one replaces.
    """

    act: str
    cues: tuple[Cue, ...] = ()
    id: str = ""
    text: str = ""
    at: int = 0
    start_ms: int = 0
    end_ms: int = 0
    speaker: str = ""
    of: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The text as it stands now, and the correction; ``disputed`` where somebody else had changed the same words."""

    text: Text
    correction: Correction
    took_in: bool = False

    @property
    def disputed(self) -> bool:
        """Whether both readings are kept for somebody to choose."""
        return any(each.id == self.correction.id for each in self.text.disputes)


def correct(files: Files, interview_id: str, name: TrackName, wish: Wish, *, by: str) -> Outcome:
    """Do what somebody asks to a text; what cannot be merged with what others did meanwhile is kept beside it.

    The first correction begins a person's text. Raises :class:`BadInput` for what cannot be done to any text.
    """
    with files.lock(interview_id):
        provenance.clear_the_way(files, interview_id)
        text = begin(files, interview_id, name, by=by)
        if known := _done_before(files, text, wish):
            return Outcome(text=text, correction=known)
        change, took_in = _change(files, text, wish)
        correction = new_correction(text, change, act=wish.act, by=by, id_=wish.id)
        text = save(files, text, _choosing(text, wish, correction))
        if len(text.made) >= AT_MOST:
            text = keep(files, interview_id, name, by=by)
        return Outcome(text=text, correction=correction, took_in=took_in)


def _done_before(files: Files, text: Text, wish: Wish) -> Correction | None:
    """The correction that this very wish has led to already; it may be part of a version since."""
    if not wish.id:
        return None
    known = next((each for each in (*text.made, *text.disputes) if each.id == wish.id), None)
    if known or (wish.cues and place(text.cues, wish.cues) is not None):
        return known
    return next((each for each in last_kept(files, text) if each.id == wish.id), None)


def _choosing(text: Text, wish: Wish, correction: Correction) -> Correction:
    """The correction with the choice between two readings that it makes, or takes back."""
    if wish.act == "undo":
        return replace(correction, reopens=next((each.settles for each in text.made if each.id == wish.of), ""))
    is_own = wish.act == "text" and any(each.id == wish.of and each.by == correction.by for each in text.disputes)
    return replace(correction, settles=wish.of) if is_own or wish.act in _SETTLING else correction


def _change(files: Files, text: Text, wish: Wish) -> tuple[Change, bool]:
    """The change to make, and whether something of others was taken in with it."""
    if wish.act == "undo":
        return _undo(files, text, wish), False
    if wish.act in _OF_CORRECTIONS:
        return _OF_CORRECTIONS[wish.act](text, wish), False
    if wish.act not in _DOES:
        raise BadInput("Nobody knows how to %(act)r a passage.", act=wish.act)
    at = place(text.cues, wish.cues) if wish.cues else None
    if at is not None:
        there = text.cues[at : at + len(wish.cues)]
        return Change(there, _DOES[wish.act](there, wish)), False
    change = Change(wish.cues, _DOES[wish.act](wish.cues, wish))
    if wish.act == "heard":
        return _confirmed(text, wish), True
    return _as_merged(text, change), bool(wish.cues)


def _confirmed(text: Text, wish: Wish) -> Change:
    """Somebody listened to a passage of which others changed something else: what it says is right all the same."""
    there = [each for each in standing_at(text.cues, wish.cues) if each.text == wish.cues[0].text]
    if len(there) != 1:
        raise Conflict("Somebody has changed this passage since.", next_step="Listen to it as it stands now.")
    return Change((there[0],), (act.heard(there[0]),))


def _as_merged(text: Text, change: Change) -> Change:
    """The change as one of the present text, where it can be brought into it; else as it was asked."""
    if not change.before:
        return change
    after = merged(text.cues, change)
    if after is None:
        return change
    there, then = set(map(id, text.cues)), set(map(id, after))  # what stayed is the very same cue
    gone = tuple(each for each in text.cues if id(each) not in then)
    return Change(gone, tuple(each for each in after if id(each) not in there))


# --- acts on cues ----------------------------------------------------------------------------------------------------

_Does = Callable[[Sequence[Cue], Wish], tuple[Cue, ...]]


def _one(cues: Sequence[Cue]) -> Cue:
    if len(cues) != 1:
        raise BadInput("This can be done to one passage at a time.")
    return cues[0]


def _split(cues: Sequence[Cue], wish: Wish) -> tuple[Cue, ...]:
    cue = _one(cues)
    if not wish.text:
        return act.split(cue, wish.at)
    lead = len(wish.text) - len(wish.text.lstrip())
    whole = cue if act.in_lines(wish.text) == cue.text else act.edited(cue, wish.text)
    return act.split(whole, wish.at - lead)


def _join(cues: Sequence[Cue], wish: Wish) -> tuple[Cue, ...]:
    if len(cues) != 2:
        raise BadInput("Two passages are joined at a time.")
    first = act.edited(cues[0], wish.text) if wish.text and act.in_lines(wish.text) != cues[0].text else cues[0]
    return (act.joined(first, cues[1]),)


def _put_in(_: Sequence[Cue], wish: Wish) -> tuple[Cue, ...]:
    if not wish.text.strip() or not 0 <= wish.start_ms < wish.end_ms:
        raise BadInput("A new passage needs words, and an end after its start.")
    return (Cue(wish.start_ms, wish.end_ms, act.in_lines(wish.text), speaker=wish.speaker),)


def _remove(cues: Sequence[Cue], _: Wish) -> tuple[Cue, ...]:
    _one(cues)
    return ()


_DOES: Mapping[str, _Does] = {
    "text": lambda cues, wish: (act.edited(_one(cues), wish.text),),
    "narrator's review": lambda cues, wish: (act.edited(_one(cues), wish.text),),
    "heard": lambda cues, wish: (act.heard(_one(cues)),),
    "speaker": lambda cues, wish: (act.spoken_by(_one(cues), wish.speaker),),
    "times": lambda cues, wish: (act.shifted(_one(cues), start_ms=wish.start_ms, end_ms=wish.end_ms),),
    "split": _split,
    "join": _join,
    "add": _put_in,
    "remove": _remove,
}


def to_take_back(text: Text, by: str) -> Correction | None:
    """The last thing that somebody did to a text and has not taken back; None where nothing is left, or all is kept."""
    done: list[Correction] = []
    for each in (each for each in text.made if each.by == by):
        if each.act != "undo":
            done.append(each)
        else:
            of = next((made for made in reversed(done) if made.change.undone() == each.change), None)
            done = [made for made in done if made is not of]
    return done[-1] if done else None


# --- acts on corrections ---------------------------------------------------------------------------------------------


def _undo(files: Files, text: Text, wish: Wish) -> Change:
    made = next((each for each in text.made if each.id == wish.of), None)
    late = () if made else last_kept(files, text)
    made = made or next((each for each in late if each.id == wish.of and not each.settles), None)
    if made is None:
        raise NotFound("This is part of a version by now.", next_step="Restore an earlier version on its page.")
    change = made.change.undone()
    if merged(text.cues, change) is None:
        raise Conflict("Somebody has changed this passage since.", next_step="Correct it as it stands now.")
    return change


def _take(text: Text, wish: Wish) -> Change:
    """Put a disputed reading in the place of what stands there now."""
    dispute = _dispute(text, wish)
    there = standing_at(text.cues, dispute.before or dispute.after)
    at = place(text.cues, there) if there else None
    if there and at is None:
        raise Conflict("Other passages lie between.", next_step="Correct the text by hand, then let this reading go.")
    return Change(there, tuple(replace(each, hearing=None) for each in dispute.after))


def _let_go(text: Text, wish: Wish) -> Change:
    _dispute(text, wish)
    return Change((), ())


def _dispute(text: Text, wish: Wish) -> Correction:
    found = next((each for each in text.disputes if each.id == wish.of), None)
    if found is None:
        raise NotFound("Somebody has settled this already.", next_step="Reload the page to see how.")
    return found


_OF_CORRECTIONS: Mapping[str, Callable[[Text, Wish], Change]] = {"take": _take, "let go": _let_go}
_SETTLING = frozenset({"take", "let go"})
