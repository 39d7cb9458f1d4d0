"""Everything Earwitness raises on purpose, drawn as a tree.

    ArchiveError                 safe to show: names the thing, the fault, the next step
    ├── BadInput                 what was handed in cannot be used          400, exit 2
    │   ├── BadRecord            a file of the record cannot be read        500, exit 5
    │   └── BadSetting           a setting is missing or makes no sense     500, exit 2
    ├── NotFound                 no such interview, recording, track        404, exit 3
    │   └── Withdrawn            it was here, and is taken back for good    410, exit 3
    ├── NotPublic                it exists, but may not be shown            404, exit 3
    ├── Refused                  the archive's rules forbid the act         409, exit 4
    │   ├── AlreadyExists        created once, and it is there              409, exit 4
    │   └── Conflict             somebody else changed it in between        409, exit 4
    ├── MediaFault               a sound or film file cannot be used        422, exit 5
    │   └── LimitExceeded        it asked for more than the worker allows   422, exit 5
    ├── FixityFault              the files are not as they were left        500, exit 6
    └── Unavailable              a part we need is not there at the moment  503, exit 7
        └── NoRoom               the disk is too full for it                507, exit 7

Anything that is not an ``ArchiveError`` is a defect of ours: it is logged whole and shown as nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

from archive.sentences import Sentence, joined, sentence


class ArchiveError(Exception):
    """Something went wrong that a person can understand and act on.

    ``fault`` says what is wrong with which thing; ``next_step`` says what to do about it. Both are written as templates
    that name their values, ``BadInput("%(name)s is empty.", name=name)``: never put together beforehand, or nobody
    could say them in another language (decision 0013).
    """

    status = 500
    exit_code = 1

    def __init__(self, fault: str | Sentence, *, next_step: str | Sentence = "", **values: object) -> None:
        self.fault = sentence(fault, **values)
        self.next_step = sentence(next_step, **values)
        super().__init__(self.fault, self.next_step)

    @property
    def sentence(self) -> Sentence:
        """What is wrong and what to do about it, in one."""
        return joined(self.fault, self.next_step)

    def __str__(self) -> str:
        return str(self.sentence)

    def __reduce__(self) -> tuple[object, ...]:
        # Errors cross process boundaries (the media worker, the hearing pool); keyword-only arguments need help.
        return _rebuild, (type(self), self.fault, self.next_step, self.__dict__)


def _rebuild(
    kind: type[ArchiveError], fault: Sentence, next_step: Sentence, evidence: dict[str, object]
) -> ArchiveError:
    error = kind.__new__(kind)
    ArchiveError.__init__(error, fault, next_step=next_step)
    error.__dict__.update(evidence)
    return error


class BadInput(ArchiveError):
    """What was handed in cannot be used as it is."""

    status = 400
    exit_code = 2


class BadRecord(BadInput):
    """A file of the record does not say what the format demands."""

    status = 500
    exit_code = 5


class BadSetting(BadInput):
    """A setting is missing or makes no sense."""

    status = 500
    exit_code = 2


class NotFound(ArchiveError):
    """No such thing in this archive."""

    status = 404
    exit_code = 3


class Withdrawn(NotFound):
    """It was public and is taken back for good; ``wording`` says so, as agreed, by language tag."""

    status = 410

    def __init__(self, fault: str | Sentence, *, wording: Mapping[str, str]) -> None:
        super().__init__(fault)
        self.wording = wording


class NotPublic(ArchiveError):
    """It exists, but may not be shown; to the public it looks like :class:`NotFound`."""

    status = 404
    exit_code = 3


class Refused(ArchiveError):
    """The archive's own rules forbid this act."""

    status = 409
    exit_code = 4


class AlreadyExists(Refused):
    """What is created once is there already."""


class Conflict(Refused):
    """Somebody else changed it since the version this act started from."""


class MediaFault(ArchiveError):
    """A sound or film file cannot be used."""

    status = 422
    exit_code = 5


class LimitExceeded(MediaFault):
    """A file asked for more time, memory or space than the worker allows."""


class FixityFault(ArchiveError):
    """Files are not as they were left."""

    exit_code = 6


class Unavailable(ArchiveError):
    """A part we depend on cannot be reached at the moment."""

    status = 503
    exit_code = 7


class NoRoom(Unavailable):
    """The disk is too full for what somebody wants to do."""

    status = 507


def disk_full() -> NoRoom:
    """What is said of a disk on which nothing can be written, whoever met it: a file or a database."""
    return NoRoom("The disk is full: nothing can be kept.", next_step="Make room, then try again.")
