"""What the program says can be said in another language: no sentence is put together before it is named one."""

from __future__ import annotations

import pickle

import pytest

from archive.errors import ArchiveError, BadInput, BadRecord
from archive.files import from_json, to_json
from archive.originals import Duplicate
from archive.sentences import Foreign, Sentence, as_written, enumerated, joined, sentence
from tools.sentences import NAMED, Said, said

SAID = said()


def test_there_is_something_to_say() -> None:
    assert len(SAID) > 300


@pytest.mark.parametrize("place", SAID, ids=lambda place: place.where)
def test_every_sentence_is_a_template_and_is_given_what_it_names(place: Said) -> None:
    assert place.put_together == (), "write a template and name its values, or nobody can say it in another language"
    asked = {name for each in place.templates for name in NAMED.findall(each)}
    assert asked <= place.given
    for each in place.templates:
        assert each % dict.fromkeys(asked, "x")


def test_an_error_says_in_english_what_is_wrong_and_what_to_do() -> None:
    error = BadInput("%(name)s is empty.", next_step="Copy %(name)s again.", name="tape.wav")
    assert str(error) == "tape.wav is empty. Copy tape.wav again."
    assert (str(error.fault), str(error.next_step)) == ("tape.wav is empty.", "Copy tape.wav again.")
    assert str(BadInput("Nothing was sent.")) == "Nothing was sent."


def test_what_a_value_says_is_data() -> None:
    assert str(BadInput("%(name)s is empty.", name="100 %(name)s.wav")) == "100 %(name)s.wav is empty."


def test_an_error_quotes_another_and_both_can_be_translated() -> None:
    inner = BadInput("%(name)s is empty.", next_step="Send it again.", name="tape.wav")
    outer = BadRecord("Line %(line)s: %(why)s", line=3, why=inner)
    assert str(outer) == "Line 3: tape.wav is empty. Send it again."
    assert outer.fault.values["why"] == inner.sentence


def test_the_words_of_the_system_stay_marked_as_not_ours() -> None:
    error = BadInput("It cannot be read: %(error)s.", error=OSError("Input/output error"))
    assert error.fault.values["error"] == Foreign("Input/output error")


@pytest.mark.parametrize(
    "told",
    [
        sentence("Nothing was sent."),
        sentence("%(name)s has %(count)s parts: %(error)s", name="磁带.wav", count=3, error=ValueError("no")),
        joined(sentence("One."), sentence("Two.")),
        sentence("There are %(these)s.", these=enumerated([sentence("one"), sentence("two"), sentence("three")])),
    ],
    ids=str,
)
def test_a_sentence_is_kept_and_read_again(told: Sentence) -> None:
    assert from_json(to_json(told), Sentence, key="seen.json") == told


def test_a_text_of_an_older_program_is_read_as_it_stands() -> None:
    assert str(from_json(b'"tape.wav has no sound."', Sentence, key="seen.json")) == "tape.wav has no sound."
    assert not as_written("")


@pytest.mark.parametrize(
    "kept",
    [
        *(b"3", b"[]", b'{"template": 3}', b'{"template": "%(name)s"}', b'{"template": "%(n)d", "values": {"n": "x"}}'),
        *(b'{"template": "x", "values": []}', b'{"template": "%(n)s", "values": {"n": null}}', b'{"says": "x"}'),
    ],
)
def test_what_is_no_sentence_is_refused(kept: bytes) -> None:
    with pytest.raises(BadRecord):
        from_json(kept, Sentence, key="seen.json")


def test_ten_thousand_things_in_a_row_can_be_said_and_kept() -> None:
    told = enumerated(sentence("%(key)s has changed", key=str(each)) for each in range(10_000))
    assert str(from_json(to_json(told), Sentence, key="event.json")).endswith("9998 has changed, 9999 has changed")


def test_an_error_crosses_to_another_process_as_it_is() -> None:
    error = Duplicate("%(name)s is in %(interview)s.", interview="2026-001", name="tape.wav", next_step="Leave it.")
    came: ArchiveError = pickle.loads(pickle.dumps(error))
    assert isinstance(came, Duplicate) and came.interview == "2026-001"
    assert (came.fault, came.next_step) == (error.fault, error.next_step)
