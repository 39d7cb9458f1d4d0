"""Work that outlives a process: what is owed, doing it, keeping house, and the queue that rings for it (DESIGN §8)."""

from archive.jobs.doing import do, try_again
from archive.jobs.edition import EditionNotMade, bring_edition, is_followed, is_public
from archive.jobs.heartbeat import AtWork, Heartbeats, Progress
from archive.jobs.house import finish_begun, keep_house, start_afresh
from archive.jobs.indexing import bring_index
from archive.jobs.queue import Queue, Stopped, open_queue
from archive.jobs.requests import CANCELLED, cancel, find_step, hear_again, retry
from archive.jobs.restored import why_not_as_lent
from archive.jobs.steps import SPEAKERS, Step, outcome, owed, owed_to, steps
from archive.jobs.suggesting import bring_suggestions
from archive.jobs.worker import work, work_for_house, work_for_media, work_until_done

__all__ = [
    "CANCELLED",
    "SPEAKERS",
    "AtWork",
    "EditionNotMade",
    "Heartbeats",
    "Progress",
    "Queue",
    "Step",
    "Stopped",
    "bring_edition",
    "bring_index",
    "bring_suggestions",
    "cancel",
    "do",
    "find_step",
    "finish_begun",
    "hear_again",
    "is_followed",
    "is_public",
    "keep_house",
    "open_queue",
    "outcome",
    "owed",
    "owed_to",
    "retry",
    "start_afresh",
    "steps",
    "try_again",
    "why_not_as_lent",
    "work",
    "work_for_house",
    "work_for_media",
    "work_until_done",
]
