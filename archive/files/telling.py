"""Sentences ⇄ JSON: the template in English, and what it names; so that they can be read in any language, any time."""

from __future__ import annotations

from typing import Any

from archive.sentences import Foreign, Sentence, Several, Value, as_written


def sentence_to(value: Sentence) -> dict[str, object]:
    """A sentence as JSON: its ``template``, and the ``values`` that it names, if any."""
    values = {name: _value_to(each) for name, each in value.values.items()}
    return {"template": value.template} | ({"values": values} if values else {})


def sentence_from(found: Any) -> Sentence:
    """A sentence as :func:`sentence_to` wrote it, or the text of one from before there were templates.

    Raises :class:`TypeError`, or whatever a template raises that does not fit its values.
    """
    if type(found) is str:
        return as_written(found)
    if type(found) is not dict or set(found) - {"template", "values"} or type(found.get("template")) is not str:
        raise TypeError(f"expected a sentence, found {found!r}")
    return Sentence(found["template"], {name: _value_from(each) for name, each in found.get("values", {}).items()})


def _value_to(value: Value) -> object:
    if isinstance(value, Foreign):
        return {"foreign": value.text}
    if isinstance(value, Several):
        return {"several": [_value_to(each) for each in value.parts], "between": value.between}
    return sentence_to(value) if isinstance(value, Sentence) else value


def _value_from(found: Any) -> Value:
    if type(found) is dict and set(found) == {"foreign"}:
        return Foreign(str(found["foreign"]))
    if type(found) is dict and set(found) == {"several", "between"}:
        parts = tuple(each if type(each) is str else sentence_from(each) for each in found["several"])
        return Several(parts, ", " if found["between"] == ", " else " ")
    return found if type(found) in (str, int) else sentence_from(found)
