"""How quickly a text of three hours is corrected: ``python -m bench.correcting``, about two minutes.

Two thousand passages as a machine leaves them, every word with its time and its figure, on the desk's own server, in
Debian's Chromium. What a person waits for is measured where a person would notice it: in the page.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from archive import accounts, correcting, create_app_with_desk, transcripts
from archive.correcting import Wish
from archive.files import Files, TrackName, open_files
from archive.records import Cue, Hearing, Interview, Recording, Track
from archive.settings import Settings
from archive.site.desk.doors import SESSION
from bench.simulate import interviews
from tests.conftest import CHROMIUM, LAUNCH, take_in_described
from tests.serving import start

CUES = 2000
ENGLISH = TrackName("recording-1", "en")
WHO = "The editor"
_OPENINGS, _KEYS, _SAVES, _PENDING = 5, 60, 20, (0, 50, 99)


def measured() -> str:
    """All figures as Markdown."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(home=Path(folder))
        files = open_files(settings)
        interview_id = _take_in(files)
        accounts.add(settings, WHO, "editor", "four words never together")
        rows = [*_on_the_server(settings, files, interview_id), *_in_the_browser(settings, interview_id)]
    return "\n".join(["| what | milliseconds | |", "|-|-|-|", *rows])


def _take_in(files: Files) -> str:
    interview = Interview(id="", title={"en": "Three hours"}, language="en")
    recording = Recording(name="recording-1", kind="none", duration_ms=CUES * 8000)
    held = take_in_described(files, replace(interview, recordings=(recording,)))
    (simulated,) = interviews(1, hours=5)
    chance, cues = Random(3), simulated.tracks[0].cues[:CUES]
    track = Track(language="en", cues=tuple(_as_heard(each, chance) for each in cues), made_by="whisper base")
    transcripts.keep_machine_text(files, held.id, "recording-1", track)
    return held.id


def _as_heard(cue: Cue, chance: Random) -> Cue:
    figures = tuple(chance.choice((35, 60, 80, 95, 99, 99)) for _ in cue.words)
    hearing = Hearing(no_speech=0.01, logprob=-0.3, compression=1.6, words=figures)
    return replace(cue, speaker=chance.choice(("Mary", "Tom")), hearing=hearing)


# --- the server alone ------------------------------------------------------------------------------------------------


def _on_the_server(settings: Settings, files: Files, interview_id: str) -> Iterator[str]:
    client = create_app_with_desk(settings).test_client()
    client.set_cookie(SESSION, accounts.begin_session(settings, WHO), path="/desk")
    where = f"/desk/interviews/{interview_id}/texts/recording-1.en"
    page = client.get(where)
    token = page.text.partition('name="csrf-token" content="')[2].partition('"')[0]

    def save(cue: Cue) -> Any:
        seen = {"start_ms": cue.start_ms, "end_ms": cue.end_ms, "speaker": cue.speaker, "text": cue.text}
        wish = {"act": "text", "cues": [seen], "text": f"{cue.text} indeed", "id": str(uuid.uuid4())}
        return client.post(f"{where}/wishes.json", json=wish, headers={"X-CSRFToken": token})

    save(correcting.read_text(files, interview_id, ENGLISH).cues[0])  # begins a person's text
    yield _row(
        "the page, on the server", _times(lambda: client.get(where), _OPENINGS), f"{len(page.data) / 1e6:.1f} MB"
    )
    for pending in _PENDING:
        _correct_until(files, interview_id, pending)
        cue = correcting.read_text(files, interview_id, ENGLISH).cues[500 + pending]
        yield _row(f"one save, on the server, with {pending} not kept yet", _times(partial(save, cue), 1))
    yield _row("what others did (nothing)", _times(lambda: client.get(f"{where}/state.json"), _OPENINGS))


def _correct_until(files: Files, interview_id: str, pending: int) -> None:
    with files.lock(interview_id):
        correcting.keep(files, interview_id, ENGLISH, by=WHO)
    for number in range(pending):
        cue = correcting.read_text(files, interview_id, ENGLISH).cues[1000 + number]
        correcting.correct(
            files, interview_id, ENGLISH, Wish(act="text", cues=(cue,), text=f"{cue.text} {pending}"), by=WHO
        )


def _times(does: Callable[[], Any], count: int) -> list[float]:
    times = []
    for _ in range(count):
        began = perf_counter()
        answer = does()
        times.append((perf_counter() - began) * 1000)
        assert answer.status_code == 200, answer.text
    return times


# --- the browser -----------------------------------------------------------------------------------------------------


def _in_the_browser(settings: Settings, interview_id: str) -> Iterator[str]:
    with _desk(settings) as (address, memory), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*LAUNCH, "--enable-precise-memory-info"])
        page = _page_of(browser, settings, address)
        where = f"{address}/desk/interviews/{interview_id}/texts/recording-1.en"
        yield _row("from asking for the page to typing in it", [_opened(page, where) for _ in range(_OPENINGS)])
        page.locator(".said").nth(CUES // 2).click()
        yield _row("a key, until it is seen", _typing(page))
        yield _row("a save, until the page says so", [_saved(page, "KeyQ") for _ in range(_SAVES)])
        yield _row("a split, until its second half is open", [_acted(page, "Enter") for _ in range(_SAVES)])
        heap = page.evaluate("performance.memory.usedJSHeapSize / 1e6")
        nodes = page.evaluate("document.querySelectorAll('*').length")
        yield f"| memory of the page, of the server | | {heap:.0f} MB with {nodes:,} elements, {memory():.0f} MB |"
        browser.close()


@contextmanager
def _desk(settings: Settings) -> Iterator[tuple[str, Callable[[], float]]]:
    server, address = start(settings.home, "create_app_with_desk")

    def memory() -> float:
        workers = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()
        held = [Path(f"/proc/{each}/status").read_text().partition("VmHWM:")[2].split()[0] for each in workers]
        return sum(map(int, held)) / 1000

    try:
        yield address, memory
    finally:
        server.terminate()
        server.wait(30)


def _page_of(browser: Browser, settings: Settings, address: str) -> Page:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    token = accounts.begin_session(settings, WHO)
    host = address.removeprefix("http://").partition(":")[0]
    context.add_cookies([{"name": SESSION, "value": token, "domain": host, "path": "/desk"}])
    return context.new_page()


def _opened(page: Page, where: str) -> float:
    began = perf_counter()
    page.goto(where, wait_until="commit")
    page.locator(".alive .said").first.press("Enter")
    page.locator("li.chosen textarea").wait_for()
    return (perf_counter() - began) * 1000


_PAINTED = """async () => {
    const field = document.activeElement, times = [];
    for (let n = 0; n < KEYS; n += 1) {
        const began = performance.now();
        field.setRangeText("a", field.selectionStart, field.selectionEnd, "end");
        field.dispatchEvent(new InputEvent("input", { bubbles: true }));
        field.getBoundingClientRect();
        await new Promise(requestAnimationFrame);
        await new Promise(seen => setTimeout(seen));
        times.push(performance.now() - began);
        await new Promise(rest => setTimeout(rest, 20));
    }
    return times;
}"""


def _typing(page: Page) -> list[float]:
    return list(page.evaluate(_PAINTED.replace("KEYS", str(_KEYS))))


_ACTED = """async ([code, isDone]) => {
    const field = document.activeElement;
    const state = document.querySelector("#state"), rows = document.querySelector("#text");
    const [before, began] = [rows.children.length, performance.now()];
    const isThere = { split: () => rows.children.length > before, saved: () => state.dataset.kind === "saved" }[isDone];
    const pressed = { code, altKey: code === "KeyQ", bubbles: true, cancelable: true };
    field.dispatchEvent(new KeyboardEvent("keydown", pressed));
    if (isDone === "saved") field.form.querySelector("button[value=text]").click();
    while (!isThere()) await new Promise(later => setTimeout(later, 1));
    return performance.now() - began;
}"""


def _saved(page: Page, code: str) -> float:
    return float(page.evaluate(_ACTED, [code, "saved"]))


def _acted(page: Page, code: str) -> float:
    page.locator(".said").nth(Random(page.locator("#text li").count()).randrange(CUES)).click()
    page.keyboard.press("Home")
    for _ in range(3):
        page.keyboard.press("Control+ArrowRight")
    return float(page.evaluate(_ACTED, [code, "split"]))


def _row(what: str, times: list[float], more: str = "") -> str:
    worst = f", at worst {max(times):.0f}" if len(times) > 1 else ""
    return f"| {what} | {statistics.median(times):.0f}{worst} | {more} |"


if __name__ == "__main__":
    sys.stdout.write(measured() + "\n")
