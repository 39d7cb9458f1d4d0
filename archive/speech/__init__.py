"""Running speech: words across cues with the moments at which they are said, and dates as people say them.

running    cues as one text, with the way back to moments
numbers    numbers as they are spoken
finding    what may be a date, and how dates are written
chinese    dates as they are said in Chinese
english    dates as they are said in English
dates      dates and eras → EDTF
"""

from archive.speech.dates import Era, SpokenDate, spoken_dates
from archive.speech.running import BREAK, Speech, Spoken, read_on, running

__all__ = ["BREAK", "Era", "Speech", "Spoken", "SpokenDate", "read_on", "running", "spoken_dates"]
