"""What the public gets: the strings that must not leave do not, and what is kept is kept exactly."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archive.errors import BadInput
from archive.records import (
    CLOSED,
    HIDDEN,
    OPEN,
    Access,
    Collection,
    Consent,
    Cue,
    Decision,
    Hearing,
    IndexPoint,
    Interview,
    Muted,
    NameSpoken,
    Person,
    Photo,
    Proof,
    Proven,
    Recording,
    Redaction,
    Side,
    Track,
    Word,
)
from archive.release import (
    Holdings,
    MediaFile,
    release,
    released_collection,
    uncut,
    without_real_names_in_collection,
)
from tests.conftest import PUBLISHED, described

CANARY = "canary"


def _word(start_ms: int, text: str) -> Word:
    return Word(start_ms, start_ms + 400, text)


WORDS = (_word(0, "They "), _word(500, "read "), _word(1000, "the "), _word(1500, "list."))
CUE = Cue(0, 2000, "They read the list.", speaker="Lin Guihua", words=WORDS, id="c1")


def _holdings(*cues: Cue, origin: str = "machine", translated_from: str = "", **fields: object) -> Holdings:
    told: dict[str, object] = {
        "id": "2026-001",
        "published": PUBLISHED,
        "recordings": (Recording(name="recording-1", file="recording-1.wav", duration_ms=60_000),),
    }
    interview = described(**(told | fields))
    track = Track(language="en", cues=cues or (CUE,), origin=origin, translated_from=translated_from)  # type: ignore[arg-type]
    sound = MediaFile(name="recording-1.access.m4a", key="media/x", sha256="0" * 64, bytes=1, role="access copy")
    return Holdings(
        interview=interview,
        tracks={"recording-1": [track]},
        said={"recording-1": [track]},
        index_points={"recording-1": [IndexPoint(start_ms=0, end_ms=2000, title={"en": "The list"})]},
        media={"recording-1": [sound]},
        pictures={each.file: _copy(each) for each in interview.gallery},
    )


def _photo(file: str, **said: object) -> Photo:
    return Photo(**({"file": file, "access": OPEN} | said))  # type: ignore[arg-type]


def _copy(photo: Photo) -> MediaFile:
    name = f"{photo.file.partition('.')[0]}.public.jpg"
    return MediaFile(name=name, key=f"media/{name}", sha256="0" * 64, bytes=1, role="picture")


def test_what_is_open_is_released_word_for_word() -> None:
    released = release(_holdings())
    assert released is not None
    assert released.tracks[0].cues == (replace(CUE, id=""),)
    assert released.tracks[0].is_machine_made
    assert released.recordings[0].media


@pytest.mark.parametrize(
    "fields",
    [
        {"published": None},
        {"consent": None},
        {"withdrawn": Decision(by="x", on="2026-05-04")},
        {"access": Access(metadata=HIDDEN, transcript=OPEN, sound=OPEN)},
    ],
)
def test_what_may_not_be_met_is_absent(fields: dict[str, object]) -> None:
    assert release(_holdings(**fields)) is None


def _canaried(**fields: object) -> Interview:
    """An interview with a canary in everything staff may write but the title of a listed one."""
    return described(
        id="2026-001",
        summary={"en": CANARY},
        narrators=(Person(name=CANARY, note=CANARY),),
        interviewers=(Person(name=CANARY),),
        date=CANARY,
        place=CANARY,
        language=CANARY,
        recordings=(Recording(name="recording-1", label=CANARY, original_name=CANARY, carrier=CANARY, file=CANARY),),
        gallery=(_photo("photo-1.jpg", caption={"en": CANARY}, alt={"zh": CANARY}, credit=CANARY, date=CANARY),),
        consent=Consent(statement=CANARY, uses=("text", "sound", "translation"), given_by=CANARY, limits=CANARY),
        published=PUBLISHED,
        rights_holder=CANARY,
        licence=CANARY,
        accession={"donor": CANARY},
        staff_note=CANARY,
        embargo_until=CANARY,
        **fields,
    )


@pytest.mark.parametrize(
    "shut",
    [
        Access(metadata=OPEN, transcript=CLOSED, sound=CLOSED),
        Access(metadata=OPEN, transcript=HIDDEN, sound=CLOSED),
        Access(metadata=CLOSED, transcript=OPEN, sound=OPEN),
    ],
)
def test_a_closed_interview_gives_away_its_title_and_collection_only(shut: Access) -> None:
    interview = _canaried(access=shut)
    held = replace(_holdings(Cue(0, 9, CANARY, speaker=CANARY), gallery=interview.gallery), interview=interview)
    released = release(held)
    assert held.pictures and released is not None and released.title == interview.title
    assert CANARY not in repr(released)


def test_an_open_interview_keeps_staffs_own_notes_to_staff() -> None:
    noted = replace(
        _canaried(),
        summary={},
        narrators=(Person(name="Lin", note=CANARY),),
        interviewers=(),
        date="",
        place="",
        language="",
        rights_holder="",
        licence="",
        embargo_until="",
        recordings=(Recording(name="recording-1", original_name=CANARY, carrier=CANARY, file=CANARY),),
    )
    cue = Cue(0, 9, "open", id=CANARY, settings=CANARY, hearing=Hearing(0, 0, 0))
    holdings = replace(_holdings(cue), interview=noted)
    track = replace(holdings.tracks["recording-1"][0], notes={"x": CANARY})
    released = release(replace(holdings, tracks={"recording-1": [track]}))
    assert released is not None and CANARY not in repr(released)


def test_closed_sound_leaves_the_words_and_closed_words_leave_the_sound() -> None:
    silent = release(_holdings(access=Access(metadata=OPEN, transcript=OPEN, sound=CLOSED)))
    assert silent is not None and silent.tracks and not silent.recordings[0].media
    wordless = release(_holdings(access=Access(metadata=OPEN, transcript=CLOSED, sound=OPEN)))
    assert wordless is not None and not wordless.tracks and wordless.recordings[0].media
    assert not wordless.recordings[0].index_points


def test_a_translation_needs_consent_of_its_own() -> None:
    consent = Consent(statement="no translation", uses=("text", "sound"))
    released = release(_holdings(translated_from="zh", consent=consent))
    assert released is not None and released.tracks == ()


def test_text_the_machine_doubted_waits_for_a_person() -> None:
    doubted = replace(CUE, hearing=Hearing(0.9, -1.5, 3.0, flags=("silence",)))
    by_machine, by_person = release(_holdings(doubted)), release(_holdings(doubted, origin="person"))
    assert by_machine is not None and by_machine.tracks[0].cues == ()
    assert by_person is not None and by_person.tracks[0].cues


def test_a_collection_that_demands_review_shows_no_text_of_a_machine_until_somebody_approves_it() -> None:
    held = replace(_holdings(Cue(0, 1000, "below ground")), demands_review=True)
    released = release(held)
    assert released is not None and released.tracks == () and released.recordings
    (track,) = held.tracks["recording-1"]
    vouched = replace(track, approved_by="Lin", approved_on="2026-05-03")
    released = release(replace(held, tracks={"recording-1": (vouched,)}))
    assert released is not None and [each.text for each in released.tracks[0].cues] == ["below ground"]


def test_a_picture_is_seen_once_somebody_has_opened_it_and_its_public_copy_is_there() -> None:
    opened = _photo("photo-1.tif", caption={"en": "The pit"}, recording="recording-1", start_ms=900)
    gallery = (opened, _photo("photo-2.jpg", access=CLOSED), Photo(file="photo-3.jpg"), _photo("photo-4.jpg"))
    held = _holdings(gallery=gallery)
    held = replace(held, pictures={file: copy for file, copy in held.pictures.items() if file != "photo-4.jpg"})
    released = release(held)
    assert released is not None
    (picture,) = released.pictures
    assert (picture.name, picture.file.name) == ("photo-1", "photo-1.public.jpg")
    assert (picture.caption, picture.recording, picture.start_ms) == ({"en": "The pit"}, "recording-1", 900)
    assert [each.name for each in uncut(held).pictures] == ["photo-1", "photo-2", "photo-3"]


def test_a_picture_of_a_moment_that_is_kept_back_is_kept_back() -> None:
    moments = (("recording-1", 900), ("recording-1", 1500), ("recording-2", 1100), ("", 1100))
    gallery = [_photo(f"photo-{n}.jpg", recording=tape, start_ms=at) for n, (tape, at) in enumerate(moments, 1)]
    redaction = Redaction(recording="recording-1", start_ms=1000, end_ms=1200, reason="x")
    released = release(_holdings(gallery=tuple(gallery), redactions=(redaction,)))
    assert released is not None and [each.name for each in released.pictures] == ["photo-2", "photo-3", "photo-4"]


def test_what_is_said_of_a_picture_says_no_real_name() -> None:
    named = _photo("photo-1.jpg", caption={"en": "Guihua Lin at home"}, alt={"zh": "Lin Guihua"}, credit="LIN GUIHUA")
    narrator = Person(name="Lin Guihua", pseudonym="Sister Zhao")
    released = release(_holdings(narrators=(narrator,), gallery=(named,)))
    assert released is not None
    (picture,) = released.pictures
    assert (picture.caption["en"], picture.alt["zh"], picture.credit) == ("Sister Zhao at home", *["Sister Zhao"] * 2)


def test_a_redaction_takes_every_word_within_a_quarter_second_and_the_sound_made_from_it() -> None:
    redaction = Redaction(recording="recording-1", start_ms=1160, end_ms=1240, reason=CANARY, public_reason="asked")
    released = release(_holdings(redactions=(redaction,)))
    assert released is not None
    # "read" ends at 900 ms and "list." starts at 1500 ms: 1160-250 and 1240+250 spare both, and take "the".
    assert released.tracks[0].cues[0].text == "They read […] list."
    assert released.recordings[0].media == ()
    # Nothing is heard from a quarter of a second before "the" to one after it.
    assert released.recordings[0].withheld == ((750, 1650, "asked"),)
    assert CANARY not in repr(released)


def test_a_name_that_is_replaced_beside_what_is_withheld_keeps_no_word_of_it() -> None:
    """By the machine's text "informer" goes: people's must not keep it in what is read for the name beside it."""
    words = (
        Word(0, 400, "Then "),
        Word(900, 1200, "informer "),
        Word(1210, 1600, "Lin Guihua "),
        Word(2600, 3000, "left."),
    )
    cue = Cue(0, 3000, "".join(each.text for each in words), words=words)
    heard = Cue(700, 1230, "informant", words=(Word(700, 1230, "informant"),))
    held = _holdings(
        cue,
        origin="person",
        narrators=(Person(name="Lin Guihua", pseudonym="Sister Zhao"),),
        redactions=(Redaction(recording="recording-1", start_ms=500, end_ms=640),),
        names_spoken=(
            NameSpoken(recording="recording-1", start_ms=1000, end_ms=1600, name="Lin Guihua", said="Lin Guihua"),
        ),
    )
    machines = Track(language="en", cues=(heard,), origin="machine")
    released = release(replace(held, said={"recording-1": [*held.said["recording-1"], machines]}))
    assert released is not None
    assert [each.text for each in released.tracks[0].cues] == ["[…] left."]


@pytest.mark.parametrize(
    ("start_ms", "end_ms", "read"),
    [
        (0, 1_250, "[…]三月我下井了。"),
        (3_250, 4_750, "那年三[…]井了。"),
        (4_250, 6_000, "那年三月我[…]"),
        (0, 6_000, None),
    ],
)
def test_words_kept_back_leave_their_mark_in_any_script(start_ms: int, end_ms: int, read: str | None) -> None:
    words = tuple(
        Word(first, first + 1000, text)
        for first, text in zip(range(0, 6000, 1000), ["那", "年", "三", "月我", "下", "井了。"], strict=True)
    )
    cue = Cue(0, 6000, "那年三月我下井了。", words=words)
    redaction = Redaction(recording="recording-1", start_ms=start_ms, end_ms=end_ms)
    released = release(_holdings(cue, redactions=(redaction,)))
    assert released is not None
    cues = released.tracks[0].cues
    assert [each.text for each in cues] == ([read] if read else [])
    assert all("".join(word.text for word in each.words) == each.text for each in cues)


def test_a_text_edited_for_reading_is_released_beside_the_verbatim_one_by_the_same_rules() -> None:
    edited = Track(language="en", form="edited", origin="person", drafted_by="whisper base", cues=(CUE,))

    def texts(held: Holdings) -> list[tuple[str, bool]]:
        both = replace(held, tracks={"recording-1": [*held.tracks["recording-1"], edited]})
        released = release(both)
        assert released is not None
        return [(each.form, each.is_machine_made) for each in released.tracks]

    assert texts(_holdings()) == [("verbatim", True), ("edited", True)]
    assert texts(replace(_holdings(origin="person"), demands_review=True)) == [("verbatim", False)]
    assert texts(_holdings(access=Access(metadata=OPEN, transcript=CLOSED, sound=OPEN))) == []
    assert texts(_holdings(language="zh")) == [("verbatim", True), ("edited", True)]
    only_as_spoken = Consent(statement="Signed", uses=("text", "sound"), given_on="2016-03-14")
    assert texts(_holdings(language="zh", consent=only_as_spoken)) == []


def test_a_redaction_takes_the_whole_passage_of_an_edited_text_since_its_words_may_stand_elsewhere() -> None:
    moved = Cue(
        0, 2000, "The list, they read.", words=(_word(0, "The list, "), _word(1000, "they "), _word(1500, "read."))
    )
    later = Cue(3000, 4000, "And we went home.")
    held = _holdings(redactions=(Redaction(recording="recording-1", start_ms=1500, end_ms=1900, reason="a name"),))
    edited = Track(language="en", form="edited", origin="person", cues=(moved, later))
    released = release(replace(held, tracks={"recording-1": [edited]}))
    assert released is not None
    assert [each.text for each in released.tracks[0].cues] == ["And we went home."]


@pytest.mark.parametrize("says_so", ["en", ""])
def test_a_redaction_takes_the_whole_passage_of_a_translation_whatever_times_stand_with_its_words(says_so: str) -> None:
    """A translation says things in another order: the times in a file that came in need not be those of the words."""
    moved = Cue(0, 2000, "名单，他们念了。", words=(_word(0, "名单，"), _word(1000, "他们"), _word(1500, "念了。")))
    later = Cue(3000, 4000, "后来我们回家。")
    cut = Redaction(recording="recording-1", start_ms=1500, end_ms=1900, reason="what list it was")
    held = _holdings(language="en", redactions=(cut,))
    translated = Track(language="zh-Hans", translated_from=says_so, origin="person", cues=(moved, later))
    released = release(replace(held, tracks={"recording-1": [translated]}))
    assert released is not None
    assert [each.text for each in released.tracks[0].cues] == ["后来我们回家。"]


def test_a_redacted_cue_without_word_times_goes_whole() -> None:
    redaction = Redaction(recording="recording-1", start_ms=1990, end_ms=1999)
    released = release(_holdings(replace(CUE, words=()), redactions=(redaction,)))
    assert released is not None and released.tracks[0].cues == ()


def test_a_pseudonym_stands_for_the_name_wherever_it_was() -> None:
    said = Cue(3000, 4000, "My name is LIN GUIHUA, she said.", speaker="Lin Guihua")
    narrator = Person(name="Lin Guihua", pseudonym="Sister Zhao")
    released = release(
        _holdings(CUE, said, narrators=(narrator,), title={"en": "Lin Guihua remembers"}, summary={"en": "lin guihua"})
    )
    assert released is not None
    assert released.narrators == ("Sister Zhao",)
    assert "guihua" not in repr(released).lower()
    assert uncut(_holdings(narrators=(narrator,))).narrators == ("Lin Guihua",)


def test_a_collection_lists_only_what_is_listed_in_its_own_order() -> None:
    listed = [
        replace(released, id=each, collection="mines")
        for each in ("2026-001", "2026-003", "2026-009")
        if (released := release(_holdings())) is not None
    ]
    collection = Collection(slug="mines", interviews=("2026-003", "2026-002", "2026-001"), glossary=(CANARY,))
    shown = released_collection(collection, listed)
    assert shown is not None and shown.interviews == ("2026-003", "2026-001", "2026-009")
    assert CANARY not in repr(shown)
    assert released_collection(Collection(slug="empty"), listed) is None


def test_a_collection_is_described_without_the_real_names_of_its_people() -> None:
    listed = [replace(released, collection="mines") for released in (release(_holdings()),) if released is not None]
    about = Collection(slug="mines", title={"en": "Lin Guihua's papers"}, description={"zh": "林 Guihua Lin 的讲述"})
    shown = released_collection(about, listed)
    assert shown is not None
    hidden = without_real_names_in_collection(shown, [LIN, Person(name="Chen Wei")])
    assert hidden.title == {"en": "Sister Zhao's papers"} and hidden.description == {"zh": "林 Sister Zhao 的讲述"}
    assert (hidden.slug, hidden.interviews) == (shown.slug, shown.interviews)


# --- what must not fail open -----------------------------------------------------------------------------------------


def test_a_redaction_of_no_recording_leaves_only_a_listing() -> None:
    elsewhere = Redaction(recording="recording-2", start_ms=0, end_ms=2000)
    released = release(_holdings(redactions=(elsewhere,), summary={"en": CANARY}))
    assert released is not None and released.title
    assert not released.tracks and not released.recordings and CANARY not in repr(released)


@pytest.mark.parametrize(
    ("recording", "start_ms", "end_ms"),
    [("Recording-1", 0, 9), ("1", 0, 9), ("recording-1", 20, 10), ("recording-1", 9, 9), ("recording-1", -1, 9)],
)
def test_a_redaction_that_hides_nothing_cannot_be_written(recording: str, start_ms: int, end_ms: int) -> None:
    with pytest.raises(BadInput):
        Redaction(recording=recording, start_ms=start_ms, end_ms=end_ms)


def test_words_of_a_recording_that_is_not_in_the_record_are_not_released() -> None:
    holdings = _holdings()
    stray = Track(language="en", origin="person", cues=(Cue(0, 9, CANARY),))
    released = release(replace(holdings, tracks={**holdings.tracks, "recording-9": [stray]}))
    assert released is not None and released.tracks and CANARY not in repr(released)


@pytest.mark.parametrize("told", ["zh", ""])
def test_a_translation_that_does_not_say_so_needs_consent_all_the_same(told: str) -> None:
    holdings = _holdings(language=told, consent=Consent(statement="no translation", uses=("text", "sound")))
    heard = Track(language="zh", cues=(Cue(0, 9, "他们念名单"),))
    unsaid = Track(language="en-GB", origin="person", cues=(Cue(0, 9, CANARY),))
    points = (
        IndexPoint(start_ms=0, end_ms=9, title={"zh-Hans": "名单", "en": CANARY}, synopsis={"en": CANARY}),
        IndexPoint(start_ms=9, end_ms=20, title={"en": CANARY}),
    )
    released = release(replace(holdings, tracks={"recording-1": [heard, unsaid]}, index_points={"recording-1": points}))
    assert released is not None and CANARY not in repr(released)
    assert [each.language for each in released.tracks] == ["zh"]
    assert [each.title for each in released.recordings[0].index_points] == [{"zh-Hans": "名单"}]


LIN = Person(name="Lin Guihua", pseudonym="Sister Zhao")


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("I am Lin\nGuihua.", "I am Sister Zhao."),
        ("I am LIN  GUIHUA's son", "I am Sister Zhao's son"),
        ("我叫Ｌｉｎ Guihua。", "我叫Sister Zhao。"),
        ("Lín Guìhuà", "Sister Zhao"),
        ("Lin Guihuan and a lin guihualing", "Lin Guihuan and a lin guihualing"),
        ("Guihua Lin; LIN, GUIHUA", "Sister Zhao; Sister Zhao"),
        ("a guihua lin", "a guihua lin"),
    ],
)
def test_a_name_is_known_however_it_is_broken_and_spelt(said: str, read: str) -> None:
    released = release(_holdings(Cue(0, 9, said), narrators=(LIN,)))
    assert released is not None and released.tracks[0].cues[0].text == read


@pytest.mark.parametrize("written", ["劉桂花", "刘桂花", "劉 桂花", "刘桂\n花"])
def test_a_chinese_name_is_known_in_either_script(written: str) -> None:
    for name in ("劉桂花", "刘桂花"):
        released = release(_holdings(Cue(0, 9, f"我叫{written}的"), narrators=(Person(name=name, pseudonym="王"),)))
        assert released is not None and released.tracks[0].cues[0].text == "我叫王的"


@pytest.mark.parametrize(
    "written",
    [
        "Liu Guihua",
        "Guihua Liu",
        "Liú Guìhuā",
        "LIU GUI HUA",
        "Liu Gui-hua",
        "Liu, Guihua",
        "liuguihua",
        "Liu\nGui’hua",
    ],
)
def test_a_chinese_name_is_known_in_the_letters_of_a_translation(written: str) -> None:
    released = release(
        _holdings(Cue(0, 9, f"I knew {written}."), narrators=(Person(name="劉桂花", pseudonym="Sister Zhao"),))
    )
    assert released is not None and released.tracks[0].cues[0].text == "I knew Sister Zhao."


def test_a_chinese_name_is_known_by_every_sound_its_characters_have() -> None:
    said = Cue(0, 9, "Shan Lüying, Lvying Shan and Dan Lu Ying")
    released = release(_holdings(said, narrators=(Person(name="单吕英", pseudonym="A"),)))
    assert released is not None and released.tracks[0].cues[0].text == "A, A and A"


def test_a_short_chinese_name_is_no_other_word() -> None:
    said = Cue(0, 9, "If you can, said You Can, you can. Youcan.")
    released = release(_holdings(said, narrators=(Person(name="游灿", pseudonym="A"),)))
    assert released is not None and released.tracks[0].cues[0].text == "If you can, said A, you can. Youcan."


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("O'Brien", "O’Brien, OBrien and O Brien"),
        ("Anne-Marie Roy", "Anne‑Marie Roy, Annemarie Roy and Roy, Anne Marie"),
        ("Lin Guihua", "Lin Gui-hua, LIN GUI HUA and lin_guihua"),
        ("Dr. Li Na", "Dr Li Na, Dr.Li Na and Dr. Li-Na"),
        ("阿依古丽·买买提", "阿依古丽买买提, 阿依古丽•买买提 and 阿依古麗‧買買提"),
        ("田中 花子", "田中花子, 田中　花子 and 田中・花子"),
        ("欧阳 秀英", "歐陽秀英, Ouyang Xiuying and Xiu-ying Ouyang"),
        ("Иван Петров", "Иван Петров, Петров Иван and ПЕТРОВ, ИВАН"),
    ],
)
def test_what_stands_between_the_parts_of_a_name_is_of_no_account(name: str, said: str) -> None:
    released = release(_holdings(Cue(0, 9, said), narrators=(Person(name=name, pseudonym="P"),)))
    assert released is not None and released.tracks[0].cues[0].text == "P, P and P"


@pytest.mark.parametrize(
    ("label", "read"),
    [
        ("Lin", "Sister Zhao"),
        ("GUIHUA:", "Sister Zhao"),
        ("王", "赵姐"),
        ("秀英", "赵姐"),
        ("Xiuying", "赵姐"),
        ("Chen", "Chen"),
        ("Chen Lin", "Chen Lin"),
        ("Lin Guihua and Chen", "Sister Zhao and Chen"),
        ("Interviewer", "Interviewer"),
        ("", ""),
    ],
)
def test_a_voice_labelled_with_a_part_of_a_real_name_takes_the_pseudonym(label: str, read: str) -> None:
    people = (LIN, Person(name="王秀英", pseudonym="赵姐"), Person(name="Chen Wei"))
    released = release(_holdings(Cue(0, 9, "So it was.", speaker=label), narrators=people))
    assert released is not None and released.tracks[0].cues[0].speaker == read


def test_a_label_that_fits_two_people_is_given_to_neither() -> None:
    said = Cue(0, 9, "So it was.", speaker="Lin")
    released = release(_holdings(said, narrators=(LIN,), interviewers=(Person(name="M. Lin"),)))
    assert released is not None and released.tracks[0].cues[0].speaker == "Lin"


def test_a_name_that_runs_on_into_the_next_cue_is_replaced_once() -> None:
    cues = (Cue(0, 9, "I was called Lin"), Cue(9, 20, "Guihua by all"), Cue(20, 30, "Lin"), Cue(30, 40, "Guihua"))
    released = release(_holdings(*cues, narrators=(LIN,)))
    assert released is not None
    assert [each.text for each in released.tracks[0].cues] == ["I was called Sister Zhao", " by all", "Sister Zhao"]


@pytest.mark.parametrize("is_labelled", [True, False])
def test_a_name_during_which_another_voice_falls_in_is_replaced(is_labelled: bool) -> None:
    def by(side: Side, *told: int | str) -> Cue:
        cue = Cue(*told, speaker=f"Voice {side}" if is_labelled else "")  # type: ignore[arg-type]
        return cue if is_labelled else replace(cue, hearing=Hearing(0.0, -0.2, 1.2, side=side))

    cues = (
        by("left", 0, 900, "I was called Lin"),
        by("right", 500, 1_200, "Is that so? Yes."),
        by("left", 1_000, 1_900, "Guihua by all"),
    )
    released = release(_holdings(*cues, narrators=(LIN,)))
    assert released is not None
    said = [each.text for each in released.tracks[0].cues]
    assert said == ["I was called Sister Zhao", "Is that so? Yes.", " by all"]


def test_a_short_name_is_not_found_inside_words_nor_before_a_longer_one() -> None:
    people = (Person(name="An", pseudonym="Wu"), Person(name="Lin", pseudonym="Mr A"), LIN)
    released = release(
        _holdings(narrators=people, summary={"en": "An old man and Lin Guihua met Lin in Lanzhou, An said"})
    )
    assert released is not None
    assert released.summary == {"en": "Wu old man and Sister Zhao met Mr A in Lanzhou, Wu said"}
    assert released.narrators == ("Wu", "Mr A", "Sister Zhao")


def test_no_field_that_people_write_lets_a_real_name_through() -> None:
    named = "of Lin Guihua's"
    holdings = _holdings(
        Cue(0, 2000, named, speaker=named),
        narrators=(LIN,),
        interviewers=(Person(name="Lin Guihua and son"),),
        title={"en": named},
        summary={"en": named},
        place=named,
        date=named,
        rights_holder=named,
        licence=named,
        recordings=(Recording(name="recording-1", label=named, duration_ms=60_000),),
        redactions=(Redaction(recording="recording-1", start_ms=50_000, end_ms=51_000, public_reason=named),),
    )
    point = IndexPoint(
        start_ms=0,
        end_ms=9,
        title={"en": named},
        synopsis={"en": named},
        keywords=(named,),
        subjects=(named,),
        place=named,
    )
    track = replace(holdings.tracks["recording-1"][0], made_by=named, approved_by=named, approved_on=named)
    released = release(replace(holdings, tracks={"recording-1": [track]}, index_points={"recording-1": [point]}))
    assert released is not None and released.tracks[0].cues and released.recordings[0].index_points
    assert "Guihua" not in repr(released)
    listed = release(replace(holdings, interview=replace(holdings.interview, access=Access(metadata=CLOSED))))
    assert listed is not None and "Guihua" not in repr(listed)


# --- the copy that the public may hear --------------------------------------------------------------------------------

CUT = Redaction(recording="recording-1", start_ms=10_000, end_ms=11_000)
MUTED = MediaFile(name="recording-1.access.m4a", key="media/muted", sha256="1" * 64, bytes=1, role="access copy")


def _cut(*redactions: Redaction, **proof: object) -> Holdings:
    stretches = (Muted(start_ms=9_750, end_ms=11_250),)
    told: dict[str, object] = {
        "recording": "recording-1",
        "files": {MUTED.key: MUTED.sha256},
        "muted": stretches,
        "places": (Proven(start_ms=9_750, end_ms=11_250, removed="the list"),),
        "made_by": "whisper",
    }
    proven = Proof(**(told | proof))  # type: ignore[arg-type]
    held = _holdings(redactions=redactions or (CUT,))
    return replace(held, muted_media={"recording-1": [MUTED]}, proofs={"recording-1": proven})


def _heard(holdings: Holdings) -> list[str]:
    released = release(holdings)
    assert released is not None
    return [each.key for each in released.recordings[0].media]


def test_where_something_is_kept_back_the_proven_copy_is_heard_under_the_usual_name() -> None:
    assert _heard(_cut()) == ["media/muted"]


@pytest.mark.parametrize(
    "proof",
    [
        {"places": (Proven(start_ms=9_750, end_ms=11_250, removed="the list", still=("list",)),)},
        {"places": ()},
        {"files": {MUTED.key: "2" * 64}},
        {"muted": (), "places": ()},
    ],
    ids=["words are still heard", "nobody heard it again", "of another copy", "of other stretches"],
)
def test_what_is_not_proven_is_not_heard(proof: dict[str, object]) -> None:
    assert _heard(_cut(**proof)) == []


def test_what_was_kept_back_since_is_not_heard_before_a_new_copy_is_proven() -> None:
    assert _heard(_cut(CUT, replace(CUT, start_ms=20_000, end_ms=21_000))) == []
