"""Other people's formats, in and out: one module per format."""

from archive.exchange.captions import as_srt, imported_from, read_captions
from archive.exchange.packet import make_packet, read_answers, write_packet
from archive.exchange.text import as_text, status

__all__ = [
    "as_srt",
    "as_text",
    "imported_from",
    "make_packet",
    "read_answers",
    "read_captions",
    "status",
    "write_packet",
]
