"""Records ⇄ JSON: keys are the field names of ``archive.records``, what is at its default is left out.

An unknown key, a missing one or a value of the wrong kind raises :class:`BadRecord`: what cannot be read for certain
is not guessed at, and so is not public.
"""

from __future__ import annotations

import json
from typing import Any, TypeVar

import cattrs
from cattrs import transform_error

from archive.errors import BadRecord

T = TypeVar("T")


def _converter() -> cattrs.Converter:
    converter = cattrs.Converter(forbid_extra_keys=True, omit_if_default=True)
    converter.register_structure_hook(str, _strictly(str))
    converter.register_structure_hook(int, _strictly(int))
    converter.register_structure_hook(bool, _strictly(bool))
    return converter


def _strictly(kind: type) -> Any:
    def structure(value: Any, _: Any) -> Any:
        if type(value) is not kind:
            raise TypeError(f"expected {kind.__name__}, found {value!r}")
        return value

    return structure


def to_json(value: object) -> bytes:
    """A record as indented UTF-8 JSON that a person can read, ending in a newline."""
    return (json.dumps(_CONVERTER.unstructure(value), ensure_ascii=False, indent=2) + "\n").encode()


def from_json(data: bytes, kind: type[T], *, key: str) -> T:
    """The record in a file; raises :class:`BadRecord` naming the file, the field and the fault."""
    try:
        return _CONVERTER.structure(json.loads(data), kind)
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise BadRecord(f"{key} is not JSON: {error}.", next_step=_RESTORE) from error
    except Exception as error:  # cattrs raises groups, and whatever the values' own checks raise
        faults = "; ".join(transform_error(error)).replace("$", kind.__name__)
        raise BadRecord(f"{key} cannot be read: {faults}.", next_step=_RESTORE) from error


_RESTORE = "Compare it with its earlier texts in versions/, or restore it from a backup."
_CONVERTER = _converter()
