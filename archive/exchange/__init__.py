"""Other people's formats, in and out: one module per format."""

from archive.exchange.captions import as_srt, imported_from, read_captions
from archive.exchange.text import as_text, status

__all__ = ["as_srt", "as_text", "imported_from", "read_captions", "status"]
