"""Twelve interviews, one a state: each with a word of its own in all that anybody can write, and in its files."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import unquote

import numpy as np
from PIL import Image

from archive import accounts, describing, gallery, provenance, publication, tags, transcripts
from archive.accession import Tape
from archive.files import Files, open_files
from archive.jobs import keep_house, open_queue, owed
from archive.jobs.steps import PROOF, TRANSCRIBE, TRANSLATE
from archive.proofs import copy_to_hear
from archive.records import (
    CLOSED,
    HIDDEN,
    OPEN,
    Access,
    Collection,
    Consent,
    Cue,
    Grant,
    IndexPoint,
    Interview,
    NameSpoken,
    Person,
    Recording,
    Redaction,
    Referent,
    Tag,
    Track,
    Wish,
    Word,
)
from archive.settings import Settings
from tests.conftest import PUBLISHED, described, take_in_described
from tests.making_media import babble, write
from tests.under_way import leave_unfinished

STATES = {
    "open": "爨耨",
    "closed": "齉蕤",
    "hidden": "臊扽",
    "embargoed": "谬僧",
    "unconsented": "谮缶",
    "soundless": "踹廓",
    "renamed": "虐掠",
    "worded": "酿剖",
    "ranged": "忒黁",
    "engraved": "嗲拽",
    "gone": "甩吮",
    "lent": "纂榫",
}
"""Each state with a name in two characters that are read as nothing else in the archive is. Soundless: the sound is
closed; renamed: under a pseudonym; worded and ranged: words, or a stretch, are withheld; engraved and gone: withdrawn
with a tombstone and without; lent: hidden, and granted to a guest."""
IDS = {state: f"2026-{number:03d}" for number, state in enumerate(STATES, start=1)}
NEVER = "2026-999"
GUEST = "Chen Xiaoyu"
PASSWORD = "four words never together"
TAG_KINDS = ("concept", "person", "place", "organisation", "era")
BEGINS, CUT = (0, 400), (900, 1100)
"""The stretch that anybody may hear, and the one that is withheld where anything is."""
ALL_USES = ("text", "sound", "translation", "processing")

_CANARY = re.compile("xq([a-wyz]+)x([a-wyz]+)xq")
_ESCAPED = re.compile(r"\\u([0-9a-f]{4})")

Met = tuple[str, str]
"""Whose canary, and which of them."""


def canary(state: str, field: str) -> str:
    """A word that is nothing else: no folding, stem or reading makes it of other text, nor another of it."""
    told = f"xq{state}x{field}xq"
    assert _CANARY.fullmatch(told), told
    return told


def met(told: bytes, *, but: str = "") -> set[Met]:
    """The canaries in what was answered, however it writes them; ``but`` is what whoever asked has typed."""
    text = unquote(told.decode("utf-8", "replace")).casefold()
    text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    found = {(each[1], each[2]) for each in _CANARY.finditer(text)}
    found |= {(state, "chinese") for state, name in STATES.items() if name in text}
    typed = unquote(but).casefold()
    return {each for each in found if (STATES[each[0]] if each[1] == "chinese" else canary(*each)) not in typed}


# --- what is public, state by state ----------------------------------------------------------------------------------

_LISTED = {"title", "titlezh", "collectionslug", "collection", "collectiontold"}
_SPOKEN = {"cuezh", "cueen", "editedzh", "editeden", "speaker", "madeby", "approver"}
_POINTED = {"point", "pointzh", "synopsis", "keyword", "subject", "pointplace"}
_TAGGED = {f"accepted{kind}" for kind in TAG_KINDS}
_CUT = {"cutzh", "cuten", "cuteditedzh", "cutediteden", "cutpoint", "cuttag"}
_WHOLE = _LISTED | _SPOKEN | _POINTED | _TAGGED | _CUT
_WHOLE |= {"narrator", "chinese", "interviewer", "summary", "summaryzh", "date", "place", "rights", "licence", "label"}
_WHOLE |= {"caption", "alt", "credit", "picturedate"}
_CLOSED = _LISTED | {"publicreason"}

PUBLIC: dict[str, set[str]] = {
    "open": _WHOLE,
    "closed": _CLOSED,
    "embargoed": _CLOSED,
    "soundless": _WHOLE | {"publicreason"},
    "renamed": (_WHOLE - {"narrator", "chinese"}) | {"alias"},
    "worded": (_WHOLE - _CUT - {"editedzh", "cueen", "editeden"}) | {"cutreason"},
    "ranged": (_WHOLE - _CUT) | {"cutreason"},
    "engraved": {"tombstone"},
}
"""Which canaries the public meets of each; of the others none. An edited sentence, or a translated one, of
which words are withheld goes whole, for it need not say them where they were said."""
ALLOWED: set[Met] = {(state, field) for state, fields in PUBLIC.items() for field in fields}
LENT: set[Met] = {("lent", field) for field in _WHOLE}
"""What the guest meets of the one that was granted."""
OPEN_WORDS = ("open", "soundless", "renamed", "worded", "ranged")
HEARD = ("open", "renamed", "worded", "ranged")


# --- how it is made --------------------------------------------------------------------------------------------------


def make_twelve(home: Path, sources: Path) -> Settings:
    """The archive with all of them, its media and its edition; two were public before they were withdrawn."""
    settings = Settings(home=home)
    files = open_files(settings)
    for state in STATES:
        _take_in(files, settings, state, sources)
    _work(files, settings)
    _listen(files)
    keep_house(files, settings)
    for state, tombstone in (("engraved", {"en": canary("engraved", "tombstone")}), ("gone", None)):
        why = {"by": canary(state, "withdrawer"), "on": "2026-05-04", "reason": canary(state, "reason")}
        publication.withdraw(files, IDS[state], **why, tombstone=tombstone)
    accounts.add(settings, GUEST, "guest", PASSWORD)  # before the grant: no account takes over another's
    _lend(files)
    keep_house(files, settings)
    return settings


def _lend(files: Files) -> None:
    now = datetime.now(UTC)
    granted = Grant(
        reader=GUEST,
        until=(now + timedelta(hours=1)).isoformat(timespec="seconds"),
        by=canary("lent", "granter"),
        at=now.isoformat(timespec="microseconds"),
        reason=canary("lent", "grantreason"),
    )
    publication.grant_reading(files, IDS["lent"], granted)


def _take_in(files: Files, settings: Settings, state: str, sources: Path) -> None:
    def word(field: str) -> str:
        return canary(state, field)

    collection = Collection(
        slug=word("collectionslug"),
        title={"en": word("collection")},
        description={"en": word("collectiontold")},
        glossary=(word("glossary"),),
    )
    describing.keep_collection(files, collection, agent=word("agent"))
    source = _sound(sources / f"{word('filename')}.wav", state)
    taken = take_in_described(files, _record(state), source)
    assert taken.id == IDS[state]
    transcripts.ask_again(files, taken.id, agent=word("agent"), wish=Wish(glossary=(word("wish"),)))
    for track in _tracks(state):
        transcripts.keep_text(files, taken.id, "recording-1", track, agent=word("agent"), detail=word("event"))
    describing.keep_index_points(files, taken.id, "recording-1", _points(state), agent=word("agent"))
    _tag(files, state)
    _hang(files, settings, state, sources)
    leave_unfinished(files, settings, taken.id, list(STATES).index(state), word)
    if state == "unconsented":
        return
    form = sources / f"{word('formname')}.txt"
    form.write_text(word("formsays"))
    publication.attach_document(files, taken.id, form, form.name, by=word("agent"))
    if state not in ("hidden", "lent"):
        publication.publish(files, taken.id, by=word("publisher"), on="2026-05-03")


def _record(state: str) -> Interview:
    def word(field: str) -> str:
        return canary(state, field)

    # What is listed is told to everybody, so only of one under a pseudonym is the name in all that is written.
    hidden = f" {word('narrator')} {STATES[state]}" if state == "renamed" else ""
    alias = word("alias") if state == "renamed" else ""
    people = (
        Person(name=word("narrator"), pseudonym=alias, note=word("note"), born=word("born")),
        Person(name=STATES[state], pseudonym=alias, note=word("notezh")),
    )
    consent = Consent(
        statement=word("consent"),
        uses=ALL_USES,
        given_by=word("giver"),
        explained_by=word("teller"),
        limits=word("limits"),
    )
    recording = Recording(
        name="recording-1", kind="audio", label=word("label") + hidden, carrier=word("carrier"), duration_ms=2_000
    )
    told: dict[str, object] = dict(
        title={"en": word("title") + hidden, "zh-Hans": word("titlezh") + hidden},
        summary={"en": word("summary") + hidden, "zh-Hans": f"{word('summaryzh')}{hidden}"},
        narrators=people,
        interviewers=(Person(name=word("interviewer"), note=word("notetwo")),),
        collection=word("collectionslug"),
        language="zh",
        place=word("place") + hidden,
        date=f"1998-{word('date')}",
        rights_holder=word("rights") + hidden,
        licence=word("licence") + hidden,
        consent=consent,
        recordings=(recording,),
        accession={"donor": word("donor")},
        staff_note=word("staffnote"),
        access=Access(metadata=OPEN, transcript=OPEN, sound=OPEN, reason=word("closedreason")),
    )
    return described(**(told | _decided(state)))


def _decided(state: str) -> dict[str, object]:
    why = {"reason": canary(state, "closedreason"), "public_reason": {"en": canary(state, "publicreason")}}
    cut = Redaction(
        recording="recording-1",
        start_ms=CUT[0],
        end_ms=CUT[1],
        reason=canary(state, "cutwhy"),
        public_reason=canary(state, "cutreason"),
    )
    shut = Access(metadata=HIDDEN, transcript=CLOSED, sound=CLOSED, **why)
    named = NameSpoken(
        recording="recording-1",
        start_ms=1500,
        end_ms=1900,
        name=canary(state, "narrator"),
        said=canary(state, "nickname"),
    )
    return {
        "closed": {"access": Access(metadata=OPEN, transcript=CLOSED, sound=CLOSED, **why)},
        "hidden": {"access": shut, "published": PUBLISHED},
        "embargoed": {
            "embargo_until": "2090-01-01",
            "access": Access(metadata=OPEN, transcript=OPEN, sound=OPEN, **why),
        },
        "unconsented": {"consent": None, "published": PUBLISHED},
        "soundless": {"access": Access(metadata=OPEN, transcript=OPEN, sound=CLOSED, **why)},
        "renamed": {"names_spoken": (named,)},
        "worded": {"redactions": (cut,)},
        "ranged": {"redactions": (cut,)},
        "lent": {"access": shut},
    }.get(state, {})


def _tracks(state: str) -> Iterator[Track]:
    """What was said word for word and edited, and the translation of both; a moment of it may be withheld."""
    for language, source in (("zh", ""), ("en", "zh")):
        for form in ("verbatim", "edited"):
            kind = f"edited{language}" if form == "edited" else language
            track = Track(
                language=language,
                cues=tuple(_cues(state, kind)),
                origin="person",
                made_by=canary(state, "madeby"),
                translated_from=source,
                approved_by=canary(state, "approver"),
                approved_on="2026-05-02",
                notes={"remark": canary(state, "remark")},
            )
            yield replace(track, form=form)


def _cues(state: str, kind: str) -> Iterator[Cue]:
    names = f" {canary(state, 'narrator')} {STATES[state]}"
    first = canary(state, kind if kind.startswith("edited") else f"cue{kind}") + names
    cut, last = f" {canary(state, f'cut{kind}')} ", "they read the list 名单"
    if kind == "zh":  # what is tagged is said, or the tag would wait to be decided again
        first += "".join(f" {canary(state, f'accepted{each}')}" for each in TAG_KINDS)
        cut += f"{canary(state, 'cuttag')} "
    if state == "renamed":
        last += f" {canary(state, 'nickname')}"
    if state == "worded":
        words = (Word(*BEGINS, first), Word(*CUT, cut), Word(1500, 1900, last))
        yield Cue(0, 1900, first + cut + last, speaker=canary(state, "speaker"), words=words)
        return
    for (start, end), text in ((BEGINS, first), (CUT, cut), ((1500, 1900), last)):
        yield Cue(start, end, text, speaker=canary(state, "speaker"))


def _points(state: str) -> list[IndexPoint]:
    def word(field: str) -> str:
        return canary(state, field)

    open_one = IndexPoint(
        start_ms=BEGINS[0],
        end_ms=BEGINS[1],
        title={"en": word("point"), "zh-Hans": f"{word('pointzh')} {STATES[state]}"},
        synopsis={"en": f"{word('synopsis')} {word('narrator')}"},
        keywords=(word("keyword"),),
        subjects=(word("subject"),),
        place=word("pointplace"),
    )
    return [open_one, IndexPoint(start_ms=CUT[0], end_ms=CUT[1], title={"en": word("cutpoint")})]


def _tag(files: Files, state: str) -> None:
    """Of every kind one that is accepted, one that is rejected and one that nobody decided; one where it is cut."""
    found = [
        tag_of(kind, canary(state, f"{status}{kind}"), BEGINS)
        for kind in TAG_KINDS
        for status in ("accepted", "rejected", "waiting")
    ]
    found.append(tag_of("concept", canary(state, "cuttag"), CUT))
    tags.suggest(files, IDS[state], [lambda _interview, _speech: found])
    kept = tags.read_tags(files, IDS[state], "recording-1")
    for decide, parts in ((tags.accept, ("accepted", "cuttag")), (tags.reject, ("rejected",))):
        chosen = [each.id for each in kept if any(part in each.text for part in parts)]
        decide(files, IDS[state], "recording-1", chosen, agent=canary(state, "tagger"))


def tag_of(kind: str, name: str, span: tuple[int, int]) -> Tag:
    """A suggestion of a program, of that name."""
    return Tag(
        kind=kind,  # type: ignore[arg-type]
        text=name,
        language="zh",
        start_ms=span[0],
        end_ms=span[1],
        refers_to=Referent(id=f"urn:{name}", label={"en": name}),
        made_by="spacy 0",
        evidence=name,
    )


def _hang(files: Files, settings: Settings, state: str, sources: Path) -> None:
    """A picture that somebody opened; its file says more than is said of it."""
    path = sources / f"{canary(state, 'picturename')}.jpg"
    exif = Image.Exif()
    exif[0x010E] = exif[0x013B] = canary(state, "camera")
    shade = 20 * list(STATES).index(state)
    picture = Image.new("RGB", (64, 64), (shade, 90, 250 - shade))
    picture.save(path, exif=exif, comment=canary(state, "comment").encode())
    *_, photo = gallery.add_picture(
        files, settings, IDS[state], Tape(path=path, name=path.name), agent=canary(state, "agent")
    ).gallery
    said = replace(
        photo,
        caption={"en": canary(state, "caption")},
        alt={"zh": canary(state, "alt")},
        credit=canary(state, "credit"),
        date=f"1998-{canary(state, 'picturedate')}",
        recording="recording-1",
        start_ms=100,
        access=OPEN,
    )
    gallery.describe_picture(files, IDS[state], said, agent=canary(state, "agent"))


def _sound(path: Path, state: str) -> Path:
    """Two seconds, no two alike, whose file says in its own fields whose they are."""
    said = {"title": canary(state, "soundtitle"), "artist": canary(state, "soundartist")}
    louder = 0.5 + list(STATES).index(state) / 100
    heard = (babble(2.0) * louder).astype(np.float32)
    return write(path, heard, 48_000, container="wav", codec="pcm_s16le", sample_format="s16", metadata=said)


def _work(files: Files, settings: Settings) -> None:
    queue = open_queue(files, settings)
    while steps := [each for each in owed(files, settings) if each.name not in {TRANSLATE, PROOF}]:
        for step in steps:
            if step.name == TRANSCRIBE:  # no machine listens: it heard nothing, and what is cut goes by people's words
                event = provenance.new_event(step.interview, step.name, provenance.PROGRAM)
                provenance.sign_off(files, step.receipt, replace(event, outcome="failure"))
            else:
                assert queue.do(step).outcome == "success", step


def _listen(files: Files) -> None:
    """Somebody hears that nothing is left of what was taken out of the sound."""
    for state in ("renamed", "worded", "ranged"):
        copy = copy_to_hear(files, files.read_interview(IDS[state]), "recording-1")
        assert copy is not None
        heard = next(digest for key, digest in copy.files.items() if key.endswith(".m4a"))
        publication.vouch(files, IDS[state], "recording-1", by=canary(state, "listener"), listened_to=heard)


def written(settings: Settings) -> set[Met]:
    """Every canary in the record, originals and all, and in what is on its way in: what there is to leak."""
    made = {each for each in settings.instance.iterdir() if each.name != "uploads"}
    held = (each for each in settings.home.rglob("*") if each.is_file() and made.isdisjoint((each, *each.parents)))
    return {found for each in held for found in met(json.dumps(each.name).encode() + each.read_bytes())}
