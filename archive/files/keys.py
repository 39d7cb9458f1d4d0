"""The names of things on disk (DESIGN §3), and what a name says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from archive.errors import BadInput
from archive.records import INTERVIEW_ID, LANGUAGE_TAG, RECORDING_NAME

COLLECTIONS = "collections"
VOCABULARY = "vocabulary"
REQUESTS = "requests"
HOUSE: Final = (COLLECTIONS, VOCABULARY, REQUESTS)
"""The folders beside the interviews': each has events, versions and a manifest of its own."""
MANIFEST = "manifest-sha256.txt"
DERIVED_MANIFEST = "derived-sha256.txt"
CORRECTIONS = "corrections"
"""The folder of what people typed since a text was last kept: each correction a file, until it is part of a text."""
STRETCHES = "stretches"
"""The folder of what a transcription has heard so far: work in progress, gone when it is done."""

PACKET_ID = re.compile(r"[0-9a-f]{12}")
_TRACK = re.compile(rf"({RECORDING_NAME.pattern})\.({LANGUAGE_TAG.pattern})(\.machine|\.edited)?\.vtt")
_SLUG = re.compile(r"(?!.{101})[a-z0-9]+(?:-[a-z0-9]+)*")  # no file system takes a name of 300 letters
_MUTED = r"recording-[0-9]+\.muted-[0-9a-f]{16}"
_DERIVED = re.compile(
    rf"(?:recording-[0-9]+\.access|{_MUTED})\.(?:m4a|mp4)|(?:recording-[0-9]+|{_MUTED})\.(?:peaks\.json|poster\.jpg)"
)


@dataclass(frozen=True, slots=True, order=True)
class TrackName:
    """Which words: of which recording, in which language (BCP 47), whether the machine's own or people's, and whether
    those were ``edited`` for reading or are verbatim.
    """

    recording: str
    language: str
    machine: bool = False
    edited: bool = False

    def __post_init__(self) -> None:
        recording_name(self.recording)
        if not LANGUAGE_TAG.fullmatch(self.language):
            raise BadInput(
                "%(language)r is not a language tag.",
                next_step="Use BCP 47: zh, zh-Hans, en, fr …",
                language=self.language,
            )

    @property
    def file(self) -> str:
        """``recording-1.zh.machine.vtt``, ``recording-1.zh.vtt`` or ``recording-1.zh.edited.vtt``."""
        return f"{self.stem}.vtt"

    @property
    def stem(self) -> str:
        """The same without its ending."""
        return f"{self.recording}.{self.language}{'.machine' if self.machine else '.edited' if self.edited else ''}"


def track_name(file: str) -> TrackName | None:
    """What a file name says of a track; None if it is not one's name."""
    match = _TRACK.fullmatch(file)
    return TrackName(match[1], match[2], match[3] == ".machine", match[3] == ".edited") if match else None


def media_folder(interview_id: str) -> str:
    """Where an interview's sound, film and pictures lie."""
    return f"media/{_interview(interview_id)}"


def words_folder(interview_id: str) -> str:
    """Where everything else of an interview lies; ``collections`` and ``vocabulary`` have such folders too."""
    return f"transcripts/{interview_id if interview_id in HOUSE else _interview(interview_id)}"


def interview_file(interview_id: str) -> str:
    """The record of one interview."""
    return f"{words_folder(interview_id)}/interview.json"


def claim_file(interview_id: str) -> str:
    """The file whose creation claims an id."""
    return f"transcripts/ids/{_interview(interview_id)}"


def withdrawal_file(interview_id: str) -> str:
    """The file beside the claim that says that an interview is withdrawn, whatever an older record of it says."""
    return f"{claim_file(interview_id)}.withdrawn"


def is_slug(name: str) -> bool:
    """Whether a collection or a vocabulary can have this name."""
    return bool(_SLUG.fullmatch(name))


def collection_file(slug: str) -> str:
    """The record of one collection; raises :class:`BadInput` for a slug that is not one."""
    if not is_slug(slug):
        raise BadInput("%(slug)r cannot name a collection.", next_step="Use a-z, 0-9 and hyphens.", slug=slug)
    return f"transcripts/{COLLECTIONS}/{slug}.json"


def vocabulary_file(slug: str) -> str:
    """The record of one vocabulary; raises :class:`BadInput` for a slug that is not one."""
    if not is_slug(slug):
        raise BadInput("%(slug)r cannot name a vocabulary.", next_step="Use a-z, 0-9 and hyphens.", slug=slug)
    return f"transcripts/{VOCABULARY}/{slug}.ttl"


def request_file(number: int) -> str:
    """Where what somebody asked for lies."""
    return f"transcripts/{REQUESTS}/{int(number)}.json"


def packet_file(interview_id: str, packet: str) -> str:
    """Where lies what a narrator was given to read again; raises :class:`BadInput` for what is no packet's id."""
    if not PACKET_ID.fullmatch(packet):
        raise BadInput("%(packet)r is not a packet's id.", packet=packet)
    return f"{words_folder(interview_id)}/packet-{packet}.json"


def review_file(interview_id: str, packet: str) -> str:
    """Where lies what the narrator answered to a packet, and what was decided about it."""
    return packet_file(interview_id, packet).removesuffix(".json") + ".review.json"


def tags_file(interview_id: str, recording: str) -> str:
    """Where the tags on a recording lie."""
    return f"{words_folder(interview_id)}/{recording_name(recording)}.tags.json"


def proof_file(interview_id: str, recording: str, stamp: str) -> str:
    """Where it lies that a copy for the public was heard again, by when that was."""
    return f"{words_folder(interview_id)}/proofs/{recording_name(recording)}.{stamp}.json"


def readers_file(interview_id: str) -> str:
    """Where it lies to whom an interview is granted."""
    return f"{words_folder(interview_id)}/readers.json"


def looked_file(interview_id: str) -> str:
    """Where it lies what somebody has looked at before an interview is published."""
    return f"{words_folder(interview_id)}/looked-at.json"


def voices_file(interview_id: str, recording: str) -> str:
    """Where it lies who seems to speak when in a recording, as programs drafted it."""
    return f"{words_folder(interview_id)}/{recording_name(recording)}.voices.json"


def dismissed_file(interview_id: str, recording: str) -> str:
    """Where it lies which suggested headings of a recording nobody wants."""
    return f"{words_folder(interview_id)}/{recording_name(recording)}.dismissed.json"


def rulings_file(scope: str) -> str:
    """Where lies what was decided once for a spelling: in a collection, by its slug, or in an interview without one."""
    if INTERVIEW_ID.fullmatch(scope):
        return f"{words_folder(scope)}/rulings.json"
    return collection_file(scope).removesuffix(".json") + ".rulings.json"


def recording_name(name: str) -> str:
    """The name, if it is a recording's; raises :class:`BadInput`."""
    if not RECORDING_NAME.fullmatch(name):
        raise BadInput(
            "%(name)r is not a recording's name.", next_step="They are called recording-1, recording-2 …", name=name
        )
    return name


def readable_name(name: str) -> str:
    """The name a file came with, as text: bytes that are none (a GBK name on a UTF-8 disk) are percent-encoded."""
    return "".join(f"%{ord(each) - 0xDC00:02X}" if "\udc80" <= each <= "\udcff" else each for each in name)


def is_derived(file: str) -> bool:
    """Whether a file in ``media/<id>/`` can be made again from the original."""
    return bool(_DERIVED.fullmatch(file))


def _interview(interview_id: str) -> str:
    if not INTERVIEW_ID.fullmatch(interview_id):
        raise BadInput("%(id)r is not an interview's id.", next_step="Ids look like 2026-014.", id=interview_id)
    return interview_id
