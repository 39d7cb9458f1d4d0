"""Running speech: words across cues with the moments at which they are said, and dates as people say them.

running    cues as one text, with the way back to moments
"""

from archive.speech.running import BREAK, Speech, Spoken, running

__all__ = ["BREAK", "Speech", "Spoken", "running"]
