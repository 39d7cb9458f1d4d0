"""Other people's formats, in and out: one module per format."""

from archive.exchange.captions import as_srt, read_captions
from archive.exchange.text import as_text, status

__all__ = ["as_srt", "as_text", "read_captions", "status"]
