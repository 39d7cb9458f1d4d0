"""Records ⇄ JSON: keys are the field names of ``archive.records``, what is at its default is left out.

An unknown key, a missing one, one that stands twice, or a value of the wrong kind raises :class:`BadRecord`: what
cannot be read for certain is not guessed at, and so is not public.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, TypeVar, get_args, get_origin

import cattrs
from cattrs import transform_error
from cattrs.cols import homogenous_tuple_structure_factory, is_mapping, mapping_structure_factory

from archive.errors import BadRecord
from archive.files.telling import sentence_from, sentence_to
from archive.sentences import Foreign, Sentence, sentence

T = TypeVar("T")


def _converter() -> cattrs.Converter:
    converter = cattrs.Converter(forbid_extra_keys=True, omit_if_default=True)
    converter.register_structure_hook(str, _strictly(str))
    converter.register_structure_hook(int, _strictly(int))
    converter.register_structure_hook(bool, _strictly(bool))
    converter.register_structure_hook(Sentence, lambda value, _: sentence_from(value))
    converter.register_structure_hook(
        str | Sentence, lambda value, _: value if type(value) is str else sentence_from(value)
    )
    converter.register_unstructure_hook(Sentence, sentence_to)
    converter.register_unstructure_hook(
        str | Sentence, lambda value: value if isinstance(value, str) else sentence_to(value)
    )
    converter.register_structure_hook_factory(_is_list, _made_from(list, homogenous_tuple_structure_factory))
    converter.register_structure_hook_factory(is_mapping, _made_from(dict, mapping_structure_factory))
    return converter


def _is_list(kind: Any) -> bool:
    return get_origin(kind) is tuple and get_args(kind)[1:] == (Ellipsis,)


def _made_from(found: type, factory: Callable[..., Any]) -> Callable[[Any, cattrs.BaseConverter], Any]:
    """Hooks like the factory's that take nothing else for a list or an object: an empty text is neither."""

    def hook_for(kind: Any, converter: cattrs.BaseConverter) -> Any:
        structure, strictly = factory(kind, converter), _strictly(found)
        return lambda value, into: structure(strictly(value, into), into)

    return hook_for


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
        found = json.loads(data, object_pairs_hook=_each_key_once)
    except (ValueError, RecursionError) as error:
        raise BadRecord("%(key)s is not JSON: %(error)s.", next_step=_RESTORE, key=key, error=error) from error
    try:
        return _CONVERTER.structure(found, kind)
    except Exception as error:  # cattrs raises groups, and whatever the values' own checks raise
        faults = "; ".join(transform_error(error)).replace("$", kind.__name__)
        raise BadRecord(
            "%(key)s cannot be read: %(faults)s.", next_step=_RESTORE, key=key, faults=Foreign(faults)
        ) from error


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"{twice!r} stands twice in one object")
    return found


_RESTORE = sentence("Compare it with its earlier texts in versions/, or restore it from a backup.")
_CONVERTER = _converter()
