"""What was sent or listed becomes interviews: read, looked into, and taken in once.

details   words about an interview as people give them: titles, people, dates, languages
looking   what a file is, before anybody decides about it
sent      uploads become the recordings of an interview
table     a CSV as spreadsheets write them → rows of text
batch     rows and a place with files → interviews; what is wrong by row and column, what is here already
"""

from archive.intake.batch import Batch, Fault, Find, Row, Taken, among, check, in_folder, take_in_batch
from archive.intake.details import Details, in_its_language, language_tag
from archive.intake.looking import as_damaged, examiner
from archive.intake.sent import Seen, add_sent, duplicate_of, look, seen, take_in_sent
from archive.intake.table import COLUMNS, LARGEST, decoded, read_table

__all__ = [
    "COLUMNS",
    "LARGEST",
    "Batch",
    "Details",
    "Fault",
    "Find",
    "Row",
    "Seen",
    "Taken",
    "add_sent",
    "among",
    "as_damaged",
    "check",
    "decoded",
    "duplicate_of",
    "examiner",
    "in_folder",
    "in_its_language",
    "language_tag",
    "look",
    "read_table",
    "seen",
    "take_in_batch",
    "take_in_sent",
]
