"""A small archive to read: invented narrators of the Hegang coal field, their words ours, their voices tones.

Nobody here ever lived. The sound is made on the fly, a tone for each syllable, so that peaks and times are real ones.
"""

from __future__ import annotations

import hashlib
import wave
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO

import av
import numpy as np
from filelock import FileLock
from PIL import Image, ImageDraw

from archive.index import make_edition
from archive.media import make_access_copy, make_peaks, make_poster, make_public_copy
from archive.records import OPEN, Cue, IndexPoint, Word
from archive.release import (
    MediaFile,
    Released,
    ReleasedCollection,
    ReleasedPicture,
    ReleasedRecording,
    ReleasedTrack,
    Role,
)
from tests.hegang_tags import CONCEPTS, tags_on

RATE = 16_000

# --- what is said ----------------------------------------------------------------------------------------------------

ASKS, TELLS = "采访人", "讲述人"
ENGLISH = {ASKS: "Interviewer", TELLS: "Narrator"}

# A translation of None means that the line before has already said it: two texts are seldom cut alike.
WINCH = [
    (ASKS, "您先说说，小时候家住在哪儿？", "Tell me first where you lived as a child."),
    (
        TELLS,
        "就在南井口上头，一排砖房，我们家是第三个门。",
        "Right above the south shaft. A row of brick houses; ours was the third door.",
    ),
    (
        TELLS,
        "夜里能听见绞车响。我妈说，听见响声就睡得着，听不见才睡不着。",
        "At night you could hear the winch. My mother said: when you hear it you can sleep; "
        "it is when you don’t that you can’t.",
    ),
    (ASKS, "为什么呢？", "Why was that?"),
    (TELLS, "不响了，就是底下出事了。", "If it stopped, something had happened down below."),
    (
        TELLS,
        "我爸在底下干了二十二年，他的矿灯就挂在门后头，谁也不许碰。",
        "My father worked down there for twenty-two years. His lamp hung behind the door and nobody was to touch it.",
    ),
    (TELLS, "后来那盏灯归我了。不亮，我也留着。", "Later the lamp came to me. It doesn’t light, but I keep it."),
    (ASKS, "您是哪年上的班？", "What year did you start work?"),
    (TELLS, "一九七九年冬天，零下三十四度。", "In the winter of 1979, at thirty-four below zero."),
    (
        TELLS,
        "头一天师傅不让我碰闸把，让我听。",
        "On the first day my master would not let me touch the brake. He had me listen.",
    ),
    (TELLS, "他说，绞车会说话，你得先听得懂。", "He said the winch talks, and first you must understand it."),
    (
        TELLS,
        "听钢丝绳，听滚筒，听信号铃。一声停，两声上，三声下，四声是有人。",
        "Listen to the rope, the drum, the bell. One for stop, two for up, three for down; "
        "four means there are people.",
    ),
    (TELLS, "四声的时候，手是软的，心是硬的。", "At four bells your hand is soft and your heart is hard."),
    (ASKS, "一个班拉多少人？", "How many people did you carry in a shift?"),
    (
        TELLS,
        "四百来个。下去四百，上来也得是四百。",
        "Some four hundred. Four hundred down, and four hundred had to come up.",
    ),
    (TELLS, "我记数，不记脸。脸记不过来。", "I kept count, I did not keep faces. There were too many faces."),
    (TELLS, "可是有几张脸，到现在还记得。", None),
    (ASKS, "那天是怎么通知的？", "How were you told, that day?"),
    (
        TELLS,
        "把我们叫到食堂念名单。我就是这么知道自己下岗了。",
        "They called us to the canteen and read the names. That is how I learned I had been laid off.",
    ),
    (
        TELLS,
        "名单念到我的时候，食堂里一点声音都没有。",
        "When they read my name, there was not a sound in the canteen.",
    ),
    (
        TELLS,
        "念完了，大师傅还是把饭打了。白菜，粉条，一人一勺，跟平常一样。",
        "When they had finished, the cook served the meal all the same. Cabbage and glass noodles, "
        "a ladle each, as on any day.",
    ),
    (TELLS, "没有人哭。端着饭盒，站着吃完，就走了。", "Nobody wept. We held our tins, ate standing up, and left."),
    (
        TELLS,
        "回家的路上谁也没说话。雪很大。我数着电线杆走的。",
        "Nobody spoke on the way home. The snow was heavy. I counted the poles as I walked.",
    ),
    (ASKS, "数了多少根？", "How many did you count?"),
    (TELLS, "六十一根。从那以后，我走那条路还是数。", "Sixty-one. I have counted them on that road ever since."),
    (ASKS, "后来呢？", "And after that?"),
    (TELLS, "后来就靠我爱人的工资。他在学校教书。", "After that we lived on my husband’s wage from the school."),
    (
        TELLS,
        "我开过出租，夜里拉活儿，拉的都是以前一个班的。",
        "I drove a taxi, at night. My fares were all people from my old shift.",
    ),
    (
        TELLS,
        "谁也不好意思给钱，谁也不好意思不给。",
        "Nobody could bring themselves to pay, and nobody could bring themselves not to.",
    ),
    (
        TELLS,
        "也在石墨厂问过，人家要年轻的，要有文化的。",
        "I asked at the graphite works too. They wanted the young, and the schooled.",
    ),
    (ASKS, "孩子还在鹤岗吗？", "Are your children still in Hegang?"),
    (
        TELLS,
        "在大连。打电话总让我们过去，说这边房子便宜得跟白给似的，卖了也不心疼。",
        "In Dalian. They ring and tell us to come; they say houses here are so cheap they are as good as given away.",
    ),
    (TELLS, "我不去。去了那边，夜里听什么？", "I’m not going. What would I listen to, down there, at night?"),
    (ASKS, "现在夜里还能听见绞车吗？", "Can you still hear the winch at night?"),
    (
        TELLS,
        "早停了。二零一三年停的。可是到了三点，我还是醒。",
        "It stopped long ago, in 2013. But at three o’clock I still wake.",
    ),
    (TELLS, "醒了，就听一会儿。什么也没有。", "I wake, and I listen for a while. There is nothing."),
    (TELLS, "什么也没有，我也听惯了。", None),
]
HEADINGS = [
    (0, 7, "A house above the shaft", "井口上的家", ("Kinship",)),
    (7, 17, "Learning the winch", "学开绞车", ("Apprentices",)),
    (17, 25, "The list in the canteen", "食堂里的名单", ("Working life",)),
    (25, 30, "A taxi at night", "夜里的出租车", ("Working life", "Kinship")),
    (30, 37, "What is left to hear", "还听得见什么", ()),
]
SECOND_TAPE = [
    (ASKS, "我们接着上次说，您刚才提到您师傅。", "Let us go on from last time. You spoke of your master."),
    (
        TELLS,
        "他姓什么我就不说了。他带了我三年，没骂过一句。",
        "I won’t say his name. He taught me for three years and never once scolded me.",
    ),
    (
        TELLS,
        "他退休那天把扳手留给我，说，这个比退休金管用。",
        "The day he retired he left me his spanner. He said it was more use than a pension.",
    ),
    (TELLS, "后来我搬家，别的都扔了，扳手没扔。", "When I moved house I threw the rest away, but not the spanner."),
]
BROTHERS = [
    ("哥哥", "我是八四年下的井，他是八六年，正好差两年。"),
    ("弟弟", "一口井，两个班，我们俩一年也见不上几回面。"),
    ("哥哥", "他上来我下去，就在井口点个头。"),
    ("弟弟", "年轻的先下岗，后来四十岁以上的全下了。"),
    ("哥哥", "我比他大，可是他先走的。去了佳木斯，卖过菜，修过鞋。"),
    ("弟弟", "修鞋我是跟我爸学的，矿上的鞋都是他补的。"),
]
TEACHER = [
    ("Interviewer", "What did the closing of the mine look like from inside the school?"),
    (
        "Lin",
        "It looked like empty desks. In September there were fifty-two in my class, "
        "and by the spring there were thirty.",
    ),
    (
        "Lin",
        "They went south with their parents, or to their grandparents in the country. "
        "Nobody came to say goodbye, because nobody was sure they were going.",
    ),
    (
        "Lin",
        "A school always needs a teacher, so I was never laid off. "
        "My wage kept the four of us, and for a while my brother’s family as well.",
    ),
    ("Interviewer", "Did people speak of it?"),
    (
        "Lin",
        "Not in front of the children. But the children knew. "
        "They drew it: the winding gear, and then the same winding gear with no wheel.",
    ),
    (
        "Lin",
        "I kept those drawings. The mine was closed in the autumn, and I have the wheel from every spring before it.",
    ),
]
TEACHER_EDITED = [
    "What did the closing look like from inside the school?",
    "Like empty desks. I had fifty-two pupils in September, and thirty by the spring.",
    "They went south with their parents, or to their grandparents in the country. "
    "Nobody came to say goodbye, because nobody was sure of leaving.",
    "A school always needs a teacher, so I was never laid off. "
    "My wage kept the four of us, and for a while my brother’s family as well.",
    "Did people speak of it?",
    "Not in front of the children, but they knew. "
    "They drew the winding gear, and then the same winding gear with no wheel.",
    "I kept those drawings. The mine closed in the autumn, and I have the wheel from every spring before it.",
]
LETTER = [
    "Written down by a neighbour, at her dictation, because she would not sit before a machine.",
    "The lamp room was the warmest place on the surface. Four hundred lamps, and every one had a number and a man.",
    "At the end of a shift I counted the empty hooks. That was my whole work: to know, before anyone else, who had not "
    "come up.",
]


# --- times and sound -------------------------------------------------------------------------------------------------


def spoken(lines: Sequence[tuple[str, str]], *, start_ms: int = 900) -> Iterator[Cue]:
    """The lines one after the other, each word with its time, as if somebody had said them."""
    now = start_ms
    for speaker, text in lines:
        words = []
        for piece in _words(text):
            length = 190 * sum(letter.isalnum() for letter in piece) if _is_chinese(text) else 55 * len(piece) + 90
            words.append(Word(now, now + length, piece))
            now += length + (240 if piece[-1] in "。，！？、.,;?" else 30)
        yield Cue(words[0].start_ms, words[-1].end_ms, text, speaker=speaker, words=tuple(words))
        now += 700


def beside(cues: Sequence[Cue], texts: Sequence[str | None]) -> Iterator[Cue]:
    """A translation as people make it: by the sentence, without the time of each word."""
    waiting: Cue | None = None
    for cue, text in zip(cues, texts, strict=True):
        if text is None:
            assert waiting
            waiting = replace(waiting, end_ms=cue.end_ms)
            continue
        if waiting:
            yield waiting
        waiting = Cue(cue.start_ms, cue.end_ms, text, speaker=ENGLISH.get(cue.speaker, cue.speaker))
    if waiting:
        yield waiting


def _is_chinese(text: str) -> bool:
    return any("\u4e00" <= letter <= "\u9fff" for letter in text)


def _words(text: str) -> list[str]:
    if not _is_chinese(text):
        first, *rest = text.split(" ")
        return [first, *(f" {word}" for word in rest)]
    pieces: list[str] = []
    for letter in text:
        if pieces and (not letter.isalnum() or (len(pieces[-1]) == 1 and pieces[-1].isalnum())):
            pieces[-1] += letter
        else:
            pieces.append(letter)
    return pieces


def write_sound(path: Path, cues: Sequence[Cue], *, rest_ms: int = 1500) -> Path:
    """A WAV in which each word is a tone that swells and fades, and the pauses are silent."""
    samples = np.zeros((cues[-1].end_ms + rest_ms) * RATE // 1000, np.float32)
    chance = np.random.default_rng(4)
    for cue in cues:
        pitch = 130.0 if cue.speaker in (ASKS, "Interviewer") else 190.0
        loudness = chance.uniform(0.35, 0.8)
        for word in cue.words:
            begin, end = word.start_ms * RATE // 1000, word.end_ms * RATE // 1000
            time = np.arange(end - begin) / RATE
            swell = np.sin(np.pi * np.arange(end - begin) / max(end - begin, 1)) ** 0.5
            samples[begin:end] = loudness * chance.uniform(0.5, 1) * swell * np.sin(2 * np.pi * pitch * time)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((samples * 32767).astype("<i2").tobytes())
    return path


def write_film(path: Path, sound: Path) -> Path:
    """A film of a lamp going round in the dark, with that sound."""
    with wave.open(str(sound)) as file:
        samples = np.frombuffer(file.readframes(file.getnframes()), np.int16)
    with av.open(str(path), "w") as container:
        picture = container.add_stream("libx264", rate=5, options={"preset": "ultrafast"})
        picture.width, picture.height, picture.pix_fmt = 320, 180, "yuv420p"
        voice = container.add_stream("aac", rate=RATE, layout="mono")
        for number in range(len(samples) * 5 // RATE):
            shot = np.full((180, 320, 3), (24, 22, 18), np.uint8)
            x, y = 160 + int(90 * np.cos(number / 9)), 90 + int(50 * np.sin(number / 9))
            shot[y - 12 : y + 12, x - 12 : x + 12] = (240, 178, 74)
            frame = av.VideoFrame.from_ndarray(shot, format="rgb24")
            frame.pts = number
            container.mux(picture.encode(frame))
        for first in range(0, len(samples), 1024):
            heard = av.AudioFrame.from_ndarray(samples[None, first : first + 1024].copy(), format="s16", layout="mono")
            heard.sample_rate, heard.pts = RATE, first
            container.mux(voice.encode(heard))
        container.mux(picture.encode(None))
        container.mux(voice.encode(None))
    return path


def write_picture(path: Path, *, wheel_turns: bool) -> Path:
    """A drawing of a winding tower against the sky, with or without its wheel."""
    picture = Image.new("RGB", (480, 320), (196, 188, 170))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 250, 480, 320), fill=(74, 66, 56))
    for foot in (170, 310):
        draw.line((foot, 250, 240, 90), fill=(38, 34, 30), width=12)
    draw.line((196, 190, 284, 190), fill=(38, 34, 30), width=8)
    if wheel_turns:
        draw.ellipse((196, 50, 284, 138), outline=(38, 34, 30), width=9)
    picture.save(path, "PNG")
    return path


# --- the archive -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Shelf:
    """Where the sound of this archive lies while its edition is made."""

    folder: Path

    def media(self, interview_id: str, name: str, original: Path) -> tuple[MediaFile, ...]:
        """What a browser is given of a recording, made by the archive's own code."""
        folder = self.folder / interview_id
        folder.mkdir(exist_ok=True)
        copy = make_access_copy(original, folder, stem=name).path
        peaks = folder / f"{name}.peaks.json"
        peaks.write_text(make_peaks(original).to_json(), "utf-8")
        poster = make_poster(original, folder, stem=name)
        roles: list[tuple[Path | None, Role]] = [(copy, "access copy"), (peaks, "peaks"), (poster, "poster")]
        return tuple(_media_file(path, role) for path, role in roles if path)

    def picture(self, interview_id: str, number: int, original: Path) -> MediaFile:
        """The copy of a picture for the public, made by the archive's own code."""
        folder = self.folder / interview_id
        folder.mkdir(exist_ok=True)
        copy = folder / f"photo-{number}.public.jpg"
        make_public_copy(original, copy, shown_as=original.name)
        return _media_file(copy, "picture")

    @contextmanager
    def open_media(self, file: MediaFile) -> Iterator[BinaryIO]:
        """The bytes of one of them."""
        with Path(file.key).open("rb") as opened:
            yield opened


def _media_file(path: Path, role: Role) -> MediaFile:
    content = path.read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    return MediaFile(name=path.name, key=str(path), sha256=digest, bytes=len(content), role=role)


def taped(
    shelf: Shelf, interview_id: str, cues: Sequence[Cue], *, number: int = 1, label: str = ""
) -> ReleasedRecording:
    """A sound recording of these cues."""
    name = f"recording-{number}"
    original = write_sound(shelf.folder / f"{interview_id}-{number}.wav", cues)
    return ReleasedRecording(
        name=name,
        kind="audio",
        duration_ms=cues[-1].end_ms + 1500,
        label=label,
        media=shelf.media(interview_id, name, original),
    )


def drawings(shelf: Shelf, interview_id: str, start_ms: int) -> tuple[ReleasedPicture, ...]:
    """A picture that belongs to a moment of the first tape, and one that belongs to none."""
    pit, after = (
        shelf.picture(interview_id, number, write_picture(shelf.folder / f"tower-{number}.png", wheel_turns=turns))
        for number, turns in ((1, True), (2, False))
    )
    return (
        ReleasedPicture(
            file=pit,
            caption={"en": "The tower of the south shaft", "zh": "南井的井架"},
            alt={"en": "A winding tower with its wheel, against a pale sky.", "zh": "灰白的天空下，一座带天轮的井架。"},
            credit="Drawn for this archive",
            date="1994",
            recording="recording-1",
            start_ms=start_ms,
        ),
        ReleasedPicture(file=after, caption={"en": "The same tower without its wheel"}, date="2016~"),
    )


def winch_operator(shelf: Shelf) -> Released:
    """Two tapes, two languages, headings, a passage withheld: an interview with everything."""
    first = tuple(spoken([(who, said) for who, said, _ in WINCH]))
    second = tuple(spoken([(who, said) for who, said, _ in SECOND_TAPE]))
    tape = taped(shelf, "2016-014", first, label="Tape 1")
    points = tuple(
        IndexPoint(
            start_ms=first[at].start_ms,
            end_ms=first[until - 1].end_ms,
            title={"en": english, "zh": chinese},
            subjects=subjects,
        )
        for at, until, english, chinese, subjects in HEADINGS
    )
    return Released(
        id="2016-014",
        title={"en": "The winch operator", "zh": "绞车司机"},
        summary={
            "en": "She ran the winch at the south shaft for nineteen years. She speaks of the list read out in the "
            "canteen, of the taxi she drove by night, and of what she still hears at three in the morning.",
        },
        narrators=("Winch operator",),
        interviewers=("M. Lin",),
        collection="pit-and-town",
        language="zh",
        date="2016-03-14",
        place="Hegang 鹤岗",
        transcript=OPEN,
        sound=OPEN,
        rights_holder="The narrator",
        licence="CC BY-NC 4.0",
        synthetic=True,
        recordings=(
            replace(tape, index_points=points, tags=tags_on(first)),
            ReleasedRecording(
                name="recording-2",
                kind="audio",
                duration_ms=second[-1].end_ms + 20_000,
                label="Tape 2",
                withheld=((second[-1].end_ms + 800, second[-1].end_ms + 14_800, "at the narrator’s wish"),),
            ),
        ),
        tracks=(
            ReleasedTrack(
                recording="recording-1",
                language="zh",
                is_machine_made=False,
                made_by="openai-whisper 20250625, model base",
                made_on="2026-04-20",
                approved_by="M. Lin",
                approved_on="2026-05-03",
                cues=first,
            ),
            _machine(
                "recording-1", "en", tuple(beside(first, [english for *_, english in WINCH])), translated_from="zh"
            ),
            _machine("recording-2", "zh", second),
            _machine(
                "recording-2",
                "en",
                tuple(beside(second, [english for *_, english in SECOND_TAPE])),
                translated_from="zh",
            ),
        ),
        pictures=drawings(shelf, "2016-014", first[2].start_ms + 100),
        concepts=CONCEPTS,
    )


def _machine(recording: str, language: str, cues: tuple[Cue, ...], *, translated_from: str = "") -> ReleasedTrack:
    return ReleasedTrack(
        recording=recording,
        language=language,
        translated_from=translated_from,
        made_by="openai-whisper 20250625, model base",
        made_on="2026-04-21",
        cues=cues,
    )


def two_brothers(shelf: Shelf) -> Released:
    """One tape, a machine transcript nobody has read yet."""
    cues = tuple(spoken(BROTHERS))
    return _open(
        "2017-003",
        {"en": "Two brothers, one shaft", "zh": "一口井，两兄弟"},
        "They went down the same shaft on different shifts, and nodded to each other at the top.",
        narrators=("Elder brother", "Younger brother"),
        language="zh",
        date="2017",
        place="Jixi 鸡西",
        recordings=(taped(shelf, "2017-003", cues),),
        tracks=(_machine("recording-1", "zh", cues),),
    )


def teacher(shelf: Shelf) -> Released:
    """Told in English, on film; somebody has edited the text for reading."""
    cues = tuple(spoken(TEACHER))
    sound = write_sound(shelf.folder / "2018-009.wav", cues)
    film = write_film(shelf.folder / "2018-009.mp4", sound)
    recording = ReleasedRecording(
        name="recording-1",
        kind="video",
        duration_ms=cues[-1].end_ms + 1500,
        media=shelf.media("2018-009", "recording-1", film),
    )
    return _open(
        "2018-009",
        {"en": "Thirty desks"},
        "A teacher on what the closing of the mine looked like from her classroom.",
        narrators=("Lin",),
        language="en",
        date="2018-09",
        place="Hegang 鹤岗",
        recordings=(recording,),
        tracks=(_machine("recording-1", "en", cues), _edited(tuple(beside(cues, TEACHER_EDITED)))),
    )


def _edited(cues: tuple[Cue, ...]) -> ReleasedTrack:
    return ReleasedTrack(
        recording="recording-1",
        language="en",
        form="edited",
        is_machine_made=False,
        made_by="M. Lin",
        made_on="2026-05-02",
        approved_by="M. Lin",
        approved_on="2026-05-03",
        cues=cues,
    )


def lamp_room() -> Released:
    """Words without a recording."""
    cues = tuple(Cue(0, 0, text) for text in LETTER)
    return _open(
        "2019-002",
        {"en": "Counting the hooks"},
        "The keeper of the lamp room, as a neighbour wrote her down.",
        narrators=("Keeper of the lamps",),
        language="en",
        date="1998?",
        recordings=(ReleasedRecording(name="recording-1", kind="none", duration_ms=0),),
        tracks=(
            replace(_machine("recording-1", "en", cues), is_machine_made=False, made_by="A neighbour", made_on=""),
        ),
    )


def whistle(shelf: Shelf) -> Released:
    """A recording nobody has written down."""
    cues = tuple(spoken([(TELLS, "呜——"), (TELLS, "呜——呜——")]))
    return _open(
        "2020-001",
        {"en": "The shift whistle", "zh": "汽笛"},
        "The whistle of the south shaft, imitated by a man who heard it every day.",
        language="zh",
        date="2020-01-05",
        place="Hegang 鹤岗",
        recordings=(taped(shelf, "2020-001", cues),),
    )


def the_list() -> Released:
    """Listed, but closed."""
    return Released(
        id="2021-004", title={"en": "The man who read the list", "zh": "念名单的人"}, collection="pit-and-town"
    )


def _open(interview_id: str, title: dict[str, str], summary: str, **told: Any) -> Released:
    return Released(
        id=interview_id,
        title=title,
        summary={"en": summary},
        collection="pit-and-town",
        transcript=OPEN,
        sound=OPEN,
        synthetic=True,
        **told,
    )


def interviews(shelf: Shelf) -> list[Released]:
    """Everything there is to read."""
    return [
        winch_operator(shelf),
        two_brothers(shelf),
        teacher(shelf),
        lamp_room(),
        whistle(shelf),
        the_list(),
    ]


COLLECTION = ReleasedCollection(
    slug="pit-and-town",
    title={"en": "The Pit and the Town", "zh": "矿井与小城"},
    description={
        "en": "A coal town after its mine: those who worked the shaft, those who taught their children, and what "
        "they hear now that it is quiet. The narrators are invented and the voices are tones.",
    },
    interviews=("2016-014", "2017-003", "2018-009", "2019-002", "2020-001", "2021-004"),
)


def publish(home: Path) -> None:
    """Make it the edition that is public in an archive's home."""
    shelf = Shelf(home / "shelf")
    shelf.folder.mkdir(parents=True)
    make_edition(home / "instance" / "edition", interviews(shelf), [COLLECTION], shelf.open_media)


def published(homes: Path) -> Path:
    """An archive's home with this edition in it, in that folder; made once a test run, whichever process asks first."""
    home = homes / "hegang"
    with FileLock(f"{home}.lock"):
        if not home.exists():
            publish(home)
    return home
