"""What becomes of tags: programs suggest, people decide, one by one or for a spelling; every act leaves an event."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

from archive import provenance, transcripts, vocabulary
from archive.access import unheard_because
from archive.errors import ArchiveError, BadInput, NotFound, Refused
from archive.files import COLLECTIONS, Files, from_json, rulings_file, tags_file, to_json
from archive.records import INTERVIEW_ID, Referent, Ruling, Tag, TagKind, TagStatus, Verdict
from archive.sentences import Sentence, sentence
from archive.speech import running
from archive.tags import deciding
from archive.tags.changing import Changes, at_work, now, perform
from archive.tags.merging import in_order, merged
from archive.tags.reading import Tags, every_ruling, read_rulings, read_tags, scope_of
from archive.tags.suggesting import Recogniser, usual
from archive.tags.unsaying import looked_up
from archive.vocabulary import phrase_key


def usual_in(files: Files, interview_id: str) -> list[Recogniser]:
    """Those that need nothing but the archive's own words; what its people rejected for a spelling stays silent."""
    rulings = read_rulings(files, files.read_interview(interview_id))
    return usual(vocabulary.in_use(files), rejected=deciding.rejections(rulings))


# --- programs suggest ------------------------------------------------------------------------------------------------


def suggest(
    files: Files, interview_id: str, recognisers: Sequence[Recogniser], *, but_for: Collection[TagKind] = ()
) -> int:
    """Suggest tags anew for what was said in an interview; returns how many wait for somebody. Decisions stand.

    Suggesting the same again changes nothing and leaves no event. ``but_for`` are kinds for which nobody looks this
    time: what was suggested of them stays. Raises :class:`Refused` where the narrator's consent lets no machine work.
    """
    waiting = 0
    with at_work(files, interview_id):
        interview = files.read_interview(interview_id)
        if why := unheard_because(interview):
            raise Refused("Nothing is suggested for %(interview)s: %(why)s.", interview=interview_id, why=why)
        rulings = read_rulings(files, interview)
        changes = Changes(files, interview)
        for recording in interview.recordings:
            track = transcripts.spoken(files, interview_id, recording.name)
            if track is None:
                continue
            speech = running(track.cues, track.language)
            found = [tag for each in recognisers for tag in each(interview, speech)]
            kept = read_tags(files, interview_id, recording.name)
            found += [each for each in kept if each.kind in but_for and each.made_by]
            tags = deciding.settled(looked_up(merged(kept, found), speech), rulings)
            waiting += sum(each.waits for each in tags)
            changes.add(recording.name, kept, tags)
        detail = sentence("%(count)s tags wait for a decision", count=waiting)
        changes.perform("tags moved", "tags suggested", agent=provenance.PROGRAM, detail=detail)
    return waiting


# --- people decide ---------------------------------------------------------------------------------------------------


def accept(files: Files, interview_id: str, recording: str, ids: Collection[str], *, agent: str) -> Tags:
    """Accept tags as they are suggested, or as they were changed; returns them. Raises :class:`NotFound`."""
    return _decide(files, interview_id, recording, ids, "accepted", agent=agent)


def reject(files: Files, interview_id: str, recording: str, ids: Collection[str], *, agent: str) -> Tags:
    """Reject tags; they stay on record, so that they are not suggested again, and are never published."""
    return _decide(files, interview_id, recording, ids, "rejected", agent=agent)


def change(
    files: Files, interview_id: str, recording: str, ids: Collection[str], refers_to: Referent, *, agent: str
) -> Tags:
    """Accept tags as meaning something else than was suggested."""
    return _decide(files, interview_id, recording, ids, "accepted", agent=agent, refers_to=refers_to)


def undo(files: Files, interview_id: str, recording: str, ids: Collection[str], *, agent: str) -> Tags:
    """Take the last decision on tags back; what stood before stands again."""
    at = now()
    return _with(
        files,
        interview_id,
        recording,
        ids,
        lambda tag: deciding.undone(tag, by=agent, at=at),
        ("tag decision undone", "tag rejection undone"),
        agent,
    )


def add(files: Files, interview_id: str, recording: str, tag: Tag, *, agent: str) -> Tag:
    """Put a person's own tag on a stretch of a recording; it is accepted from the beginning."""
    with at_work(files, interview_id):
        if files.read_interview(interview_id).recording(recording) is None:
            raise NotFound("%(interview)s has no %(recording)s.", interview=interview_id, recording=recording)
        verdict = Verdict(status="accepted", by=agent, at=now())
        made = replace(tag, id=uuid.uuid4().hex[:16], made_by="", verdicts=(verdict,))
        tags = in_order([*read_tags(files, interview_id, recording), made])
        writes = {tags_file(interview_id, recording): to_json(tags)}
        perform(files, interview_id, "tag added", agent, writes, _told([made]))
    return made


def _decide(
    files: Files,
    interview_id: str,
    recording: str,
    ids: Collection[str],
    status: TagStatus,
    *,
    agent: str,
    refers_to: Referent | None = None,
) -> Tags:
    at = now()

    def decided(tag: Tag) -> Tag:
        return deciding.decided(tag, status, by=agent, at=at, refers_to=refers_to)

    told = ("tag taken back", "tag rejected") if status == "rejected" else (f"tag {status}", "")
    return _with(files, interview_id, recording, ids, decided, ("tag changed", "") if refers_to else told, agent)


def _with(
    files: Files,
    interview_id: str,
    recording: str,
    ids: Collection[str],
    does: Callable[[Tag], Tag],
    types: tuple[str, str],
    agent: str,
) -> Tags:
    with at_work(files, interview_id):
        tags = read_tags(files, interview_id, recording)
        if missing := sorted(set(ids) - {each.id for each in tags}):
            raise NotFound(
                "The tag %(id)s is not here any more.",
                next_step="Reload the page: it was suggested anew.",
                id=missing[0],
            )
        changed = {each.id: does(each) for each in tags if each.id in ids}
        changes = Changes(files, files.read_interview(interview_id))
        changes.add(recording, tags, tuple(changed.get(each.id, each) for each in tags))
        changes.perform(*types, agent=agent, detail=_told([*changed.values()]))
    return tuple(changed.values())


def _told(tags: Sequence[Tag]) -> Sentence:
    """What an event says of the tags it is about."""
    first = tags[0]
    if len(tags) > 1:
        return sentence("%(count)s tags, “%(text)s” the first", count=len(tags), text=first.text)
    return sentence("“%(text)s” at %(ms)s ms: %(what)s", text=first.text, ms=first.start_ms, what=first.means.id or "?")


# --- one decision for a spelling -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """A ruling, and how many tags of which interviews follow it."""

    ruling: Ruling
    tags: dict[str, int] = field(default_factory=dict)


def rule(
    files: Files, interview_id: str, tag: Tag, status: TagStatus, *, agent: str, refers_to: Referent | None = None
) -> Settled:
    """Decide for the spelling of a tag, wherever it is said in the interview's collection, now or later.

    What somebody decided for one place by itself stays. ``suggested`` takes an earlier ruling back.
    """
    if tag.kind not in deciding.BY_SPELLING:
        raise BadInput("A date is decided where it is said, not by its words.")
    scope = scope_of(files.read_interview(interview_id))
    return _rule(files, scope, tag, Verdict(status=status, by=agent, at=now(), refers_to=refers_to))


def revoke(files: Files, scope: str, ruling_id: str, *, agent: str) -> Settled:
    """Take back what was decided for a spelling in a collection, or in an interview without one.

    Tags that followed it wait again. Raises :class:`NotFound`.
    """
    ruling = next((each for kept, each in every_ruling(files) if (kept, each.id) == (scope, ruling_id)), None)
    if ruling is None:
        raise NotFound("That decision is not here any more.", next_step="Reload the page.")
    tag = Tag(kind=ruling.kind, text=ruling.spelling, language="", start_ms=0, end_ms=0, refers_to=ruling.refers_to)
    return _rule(files, scope, tag, Verdict(status="suggested", by=agent, at=now()))


def _rule(files: Files, scope: str, tag: Tag, verdict: Verdict) -> Settled:
    ruling = _keep_ruling(files, scope, tag, verdict)
    counts = {each: _follow(files, each, ruling, agent=verdict.by) for each in _within(files, scope)}
    return Settled(ruling=ruling, tags={each: count for each, count in counts.items() if count})


def _keep_ruling(files: Files, scope: str, tag: Tag, verdict: Verdict) -> Ruling:
    folder = scope if INTERVIEW_ID.fullmatch(scope) else COLLECTIONS
    key, spelling = rulings_file(scope), phrase_key(tag.text)
    with at_work(files, folder):
        kept = from_json(files.store.read(key), tuple[Ruling, ...], key=key) if files.store.exists(key) else ()
        fresh = Ruling(id=uuid.uuid4().hex[:16], kind=tag.kind, spelling=spelling, refers_to=tag.refers_to)
        same = (each for each in kept if (each.kind, each.spelling, each.refers_to.id) == _identity(fresh))
        before = next(same, fresh)
        ruling = replace(before, verdicts=(*before.verdicts, verdict))
        rulings = (*(each for each in kept if each.id != ruling.id), ruling)
        detail = sentence("“%(text)s”: %(what)s", text=tag.text, what=(verdict.refers_to or tag.refers_to).id or "?")
        perform(files, folder, f"spelling {verdict.status}", verdict.by, {key: to_json(rulings)}, detail)
    return ruling


def _identity(ruling: Ruling) -> tuple[str, str, str]:
    return ruling.kind, ruling.spelling, ruling.refers_to.id


def _follow(files: Files, interview_id: str, ruling: Ruling, *, agent: str) -> int:
    """Decide the tags of an interview that a ruling is about; returns how many."""
    with at_work(files, interview_id):
        interview, count = files.read_interview(interview_id), 0
        changes = Changes(files, interview)
        for recording in interview.recordings:
            kept = read_tags(files, interview_id, recording.name)
            tags = deciding.settled(kept, [ruling])
            changes.add(recording.name, kept, tags)
            count += sum(one != other for one, other in zip(kept, tags, strict=True))
        detail = sentence("%(count)s tags, “%(text)s” the first", count=count, text=ruling.spelling)
        changes.perform("tags follow a spelling", "tags rejected by their spelling", agent=agent, detail=detail)
    return count


def _within(files: Files, scope: str) -> Iterator[str]:
    if INTERVIEW_ID.fullmatch(scope):
        yield scope
        return
    for interview_id in files.interview_ids():
        collection = None
        with suppress(ArchiveError):  # once its record can be read again, it follows when tags are next suggested
            collection = files.read_interview(interview_id).collection
        if collection == scope:
            yield interview_id
