"""Whoever reads Chinese is told everything in Chinese; what nobody could translate is marked as the English it is."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from archive import fixity, jobs, opening, provenance, publication, transcripts, uploads
from archive.accounts.attempts import BY_NAME
from archive.describing import create_collection
from archive.errors import BadInput, Unavailable
from archive.files import Files, to_json
from archive.jobs import Step
from archive.jobs.steps import ACCESS_COPY, PEAKS, POSTER
from archive.records import CLOSED, Collection, Consent, Cue, Track
from archive.settings import Settings
from archive.site.desk.board import office
from archive.site.telling import in_words, translated
from tests.conftest import described, take_in_described
from tests.desk.conftest import Desk, Staff, carried, desk_of, part
from tests.desk.test_describing_pages import form_of
from tests.desk.test_intake import PART, TUS, begin
from tests.hegang import published
from tests.pages import PAGES
from tests.reading_aloud import english_in_chinese
from tests.serving import reader_of
from tests.sound import tone
from tests.test_batch import tape

CHINESE = {"Accept-Language": "zh-CN,zh;q=0.9,en;q=0.8"}


class Reading(Staff):
    """Somebody at the desk whose browser asks for Chinese."""

    def open(self, *args: Any, **told: Any) -> TestResponse:
        """The answer, in Chinese."""
        return super().open(*args, **told | {"headers": CHINESE | dict(told.get("headers") or {})})


@pytest.fixture
def archivist(desk: Desk) -> Staff:
    desk.app.test_client_class = Reading
    return desk.sign_in("archivist", "林桂花")


def says(answer: TestResponse, *told: str) -> None:
    """The page says this in Chinese, and nothing in English that is not marked so."""
    text = re.sub(r"</?(kbd|bdi|span)[^>]*>", "", answer.text)
    assert [each for each in told if each not in text] == [], text
    assert 'lang="zh-Hans"' in answer.text and english_in_chinese(answer.text) == []


def sent(archivist: Staff, desk: Desk, name: str, data: bytes) -> str:
    """The id of a file that came in by a plain form."""
    form = {"file": (io.BytesIO(data), name)}
    assert archivist.post("/desk/intake/files", data=form, content_type="multipart/form-data").status_code == 303
    (found,) = (each.id for each in uploads.waiting(desk.files, by="林桂花") if each.name == name)
    return found


# --- taking in -------------------------------------------------------------------------------------------------------


def test_what_is_wrong_with_a_file_that_was_sent_is_said_in_chinese(desk: Desk, archivist: Staff) -> None:
    sent(archivist, desk, "empty.wav", b"")
    text = sent(archivist, desk, "transcript.mp3", b"Interviewer: tell me where you lived as a child.\n" * 40)
    sent(archivist, desk, "noise.wav", bytes(range(256)) * 20)
    page = archivist.get("/desk/intake")
    says(page, "empty.wav 是空文件，一个字节也没有。", "transcript.mp3 是文本，不是声音或影像。")
    says(archivist.post("/desk/intake", data={"tape": text}), "transcript.mp3 是文本", "请交录音本身；文字稿另行导入。")


@pytest.mark.parametrize("name", ["<script>alert(1)</script>.wav", "100 %(name)s.wav", "half \udce9.wav", "`ls`.wav"])
@pytest.mark.parametrize("wanted", ["zh", "en"])
def test_what_a_file_is_called_is_text_in_any_language(desk: Desk, name: str, wanted: str) -> None:
    told = BadInput("%(name)s is empty: it has no bytes.", name=name).sentence
    with desk.app.test_request_context(headers={"Accept-Language": wanted}):
        shown = translated(told)
        assert shown.encode() and "<" not in shown
        assert shown.unescape().startswith(name.replace("\udce9", "?"))
        assert in_words(told).startswith(name)


def test_what_was_found_by_an_older_program_is_marked_as_english(desk: Desk, archivist: Staff) -> None:
    upload = uploads.find(desk.files, sent(archivist, desk, "old.wav", b"RIFF"))
    told = '{"sha256": "aa", "fault": "old.wav is empty: it has no bytes.", "next_step": "Copy it again."}'
    upload.path.with_name("seen.json").write_text(told)
    page = archivist.get("/desk/intake")
    assert '<span lang="en">old.wav is empty: it has no bytes.</span>' in page.text
    assert english_in_chinese(page.text) == []


def test_what_is_wrong_in_a_table_is_said_in_chinese_by_row_and_column(
    desk: Desk, archivist: Staff, tmp_path: Path
) -> None:
    sent(archivist, desk, "1.wav", tape(tmp_path / "1.wav", 1).read_bytes())
    rows = [
        "file,date,language,uses",
        "1.wav,the winter of 1979,Mandarin,radio",
        "2.wav,1979,zh,",
        "1.wav,1979,zh,,more",
    ]
    table = {"table": (io.BytesIO("\n".join(rows).encode()), "tapes.csv")}
    page = archivist.post("/desk/batch", data=table, content_type="multipart/form-data")
    says(page, "“the winter of 1979”不是日期。", "“Mandarin”不是语言标签。", "“radio”不是一种用途。")
    says(page, "没有收到文件“2.wav”。请发送它，或照原样写它的名字。", "“more”不在任何一列。", "最后一列之外")
    unknown = {"table": (io.BytesIO(b"file,whatever\n"), "tapes.csv")}
    says(archivist.post("/desk/batch", data=unknown, content_type="multipart/form-data"), "没有叫“whatever”的列。")


def test_a_script_is_told_in_chinese_too(desk: Desk, archivist: Staff) -> None:
    too_big = begin(archivist, 10**17, "film.mp4")
    assert too_big.status_code == 507 and "磁盘放不下 film.mp4" in too_big.text
    url = begin(archivist, 10).headers["Location"]
    answer = archivist.patch(url, data=b"x", headers={**PART, "Upload-Offset": "5"})
    assert answer.status_code == 409 and "已收到 0 字节，不是 5 字节" in answer.text
    gone = archivist.get("/desk/uploads/none", headers={"Accept": "application/json", **TUS})
    assert gone.status_code in (404, 405)


def test_what_is_too_long_or_too_much_is_said_in_chinese(desk: Desk, archivist: Staff) -> None:
    answer = archivist.post("/desk/intake", data={"title": "x" * 1001})
    assert answer.status_code == 422 and 'class="error"' in answer.text
    says(answer)
    url = begin(archivist, 10, "side A.wav").headers["Location"]
    answer = archivist.patch(url, data=b"x" * 11, headers={**PART, "Upload-Offset": "0"})
    assert answer.status_code == 413
    says(answer, "side A.wav 原定 10 字节。", "请重新开始。")
    many = {f"field{number}": "x" for number in range(1100)}
    answer = archivist.post("/desk/batch", data=many, content_type="multipart/form-data")
    assert answer.status_code == 413
    says(answer)


# --- signing in ------------------------------------------------------------------------------------------------------


def test_who_may_not_come_in_is_told_so_in_chinese(desk: Desk, archivist: Staff) -> None:
    stranger = desk.anybody()
    for _ in range(BY_NAME):
        refused = stranger.post("/desk/sign-in", data={"name": "林桂花", "password": "not this one"})
    assert refused.status_code == 403
    says(refused, "姓名与密码不符。")
    shut = stranger.post("/desk/sign-in", data={"name": "林桂花", "password": "not this one"})
    assert shut.status_code == 429
    says(shut, "请等一刻钟")
    says(archivist.post("/desk/password", data={"current": "wrong", "password": "x", "again": "y"}))
    reader = desk.sign_in("reader")
    door = reader.get("/desk/intake")
    assert door.status_code == 403
    says(door)


# --- deciding and describing -----------------------------------------------------------------------------------------


@pytest.fixture
def held(desk: Desk, tmp_path: Path) -> str:
    """An interview with a text of a person's, a recording, and a step of the machine that failed."""
    interview = take_in_described(desk.files, described(collection="the-pit"), tone(tmp_path / "tape.wav"))
    track = Track(language="en", cues=(Cue(0, 900, "They read the list in the canteen."),), origin="person")
    transcripts.keep_text(desk.files, interview.id, "recording-1", track, agent="王芳", detail="")
    return interview.id


def test_a_publication_that_is_refused_says_why_in_chinese(desk: Desk, archivist: Staff) -> None:
    held = take_in_described(desk.files, described(consent=None)).id
    answer = archivist.post(f"/desk/interviews/{held}/publishing")
    assert answer.status_code == 409
    says(answer, "还不能发布")
    says(archivist.post(f"/desk/interviews/{held}/publishing/consent/taken-back", data={"withdrawn_on": "2020-01-01"}))
    publication.withdraw(desk.files, held, by="M. Lin", on="2026-05-03", reason="不愿公开")
    says(archivist.post(f"/desk/interviews/{held}/publishing"), "还不能发布")


def test_an_edition_that_cannot_be_made_says_in_chinese_what_the_public_meets(
    desk: Desk, archivist: Staff, held: str
) -> None:
    (desk.settings.instance / "edition").parent.mkdir(parents=True, exist_ok=True)
    (desk.settings.instance / "edition").write_text("a file where a folder should be")
    where = f"/desk/interviews/{held}/publishing"
    sent = carried(archivist.get(where).text, "发布") | {"because": "已在纸上看过"}
    page = archivist.post(where, data=sent, follow_redirects=True)
    says(page, "并未公开", "公开版没有做成，读者读到的仍是之前的一版：")
    assert '<span lang="en">' in page.text


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("/desk/interviews/2099-001", "没有访谈 2099-001。"),
        ("/desk/interviews/2099-1", "“2099-1”不是访谈编号。"),
        ("/desk/interviews/2026-001/texts/none", "没有这份文字。"),
        ("/desk/interviews/2026-001/texts/recording-1.en/versions?from=20200101T000000Z", "没有这个版本。"),
        ("/desk/media/2026-001/recording-9.access.m4a", "没有这个文件。"),
        ("/desk/no/such/page", ""),
    ],
)
def test_what_is_not_there_is_said_in_chinese(desk: Desk, archivist: Staff, held: str, address: str, told: str) -> None:
    says(archivist.get(address), told)


def test_corrections_that_cannot_be_made_are_refused_in_chinese(archivist: Staff, held: str) -> None:
    text = f"/desk/interviews/{held}/texts/recording-1.en"
    passage = {"from_start_ms": "0", "from_end_ms": "900", "from_text": "They read the list in the canteen."}
    says(archivist.post(text, data=passage | {"act": "dance"}), "不懂得怎样对一段做“dance”。")
    says(archivist.post(text, data=passage | {"act": "times", "start": "soon", "end": "later"}), "“soon”不是时间点。")
    says(archivist.post(f"{text}/versions", data={"restore": "20200101T000000Z"}), "没有这个版本。")


def test_a_name_that_a_pseudonym_covers_is_defended_in_chinese(desk: Desk, archivist: Staff, held: str) -> None:
    publication.give_pseudonym(desk.files, held, "Lin Guihua", "赵姐", by="M. Lin")
    record = f"/desk/interviews/{held}/record"
    answer = archivist.post(record, data=form_of(archivist.get(record).text) | {"person-name": ["Lin", "", ""]})
    assert answer.status_code == 409
    says(answer, "Lin Guihua 设有化名，改名之后化名就遮不住这个名字了。", "请保留原名，或先取消化名。")


# --- the machine -----------------------------------------------------------------------------------------------------


def failed(desk: Desk, held: str) -> Step:
    """A step that a machine could not do, since the original is not as it was."""
    original = desk.settings.home / f"media/{held}/recording-1.wav"
    original.chmod(0o600)
    original.write_bytes(original.read_bytes()[:-2] + b"xx")
    step = jobs.find_step(desk.files, desk.settings, held, "recording-1", PEAKS)
    jobs.open_queue(desk.files, desk.settings).do(step)
    return step


def test_why_a_step_failed_is_kept_by_the_worker_and_said_in_chinese(desk: Desk, archivist: Staff, held: str) -> None:
    step = failed(desk, held)
    receipt = desk.files.store.read(step.receipt).decode()
    assert '"template": "%(key)s is not as it was received."' in receipt
    told = "media/2026-001/recording-1.wav 与入藏时不一致。请运行 earwitness verify，再从备份恢复。"
    for address in ("/desk/queue", "/desk/", f"/desk/interviews/{held}", f"/desk/interviews/{held}/log"):
        says(archivist.get(address), told)
    told = {"transcript": CLOSED, "sound": CLOSED, "reason": "家属要求"}
    publication.restrict(desk.files, held, told, by="王芳", on="2026-05-03")
    says(archivist.get(f"/desk/interviews/{held}/log"), "文字稿不开放、录音不开放：家属要求")
    english = desk.sign_in("reader").get("/desk/queue", headers={"Accept-Language": "en"}).text
    assert "recording-1.wav is not as it was received. Run" in english


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        (
            to_json(Unavailable("The queue does not answer.", next_step="Wait for it.").sentence),
            "队列没有回应。请等它做完。",
        ),
        (b"The disk was full.", '<span lang="en">The disk was full.</span>'),
        (to_json(Unavailable("A newer program says %(this)s here.", this="so").sentence), '<span lang="en">A newer'),
    ],
    ids=["ours", "an older program's", "a newer program's"],
)
def test_what_hinders_a_step_is_said_in_the_readers_language(
    desk: Desk, archivist: Staff, held: str, kept: bytes, shown: str
) -> None:
    step = jobs.find_step(desk.files, desk.settings, held, "recording-1", ACCESS_COPY)
    with desk.app.app_context():
        office().queue.house.put(f"fault of {step}", kept.decode())
    page = archivist.get("/desk/queue").text
    assert shown in part(page, "waiting") and english_in_chinese(page) == []


# --- every page ------------------------------------------------------------------------------------------------------


def fill(desk: Desk, files: Files, held: str) -> None:
    """Everything that can stand on a page of the desk, good and bad."""
    queue = jobs.open_queue(files, desk.settings)
    for name in (ACCESS_COPY, PEAKS):
        queue.do(jobs.find_step(files, desk.settings, held, "recording-1", name))
    create_collection(files, Collection(slug="the-pit", title={"zh-Hans": "矿井"}), agent="王芳")
    publication.record_consent(files, held, Consent(statement="好。", uses=("text", "sound")), by="王芳")
    publication.restrict(files, held, {"sound": CLOSED, "reason": "家属要求"}, by="王芳", on="2026-05-03")
    opening.publish(files, desk.settings, [held], by="王芳", on="2026-05-03", because="read on paper")
    opening.follow(files, desk.settings, held)
    with files.lock(held):
        fixity.verify(files, held, agent="王芳")
    broken = take_in_described(files, described()).id
    (desk.settings.home / f"transcripts/{broken}/interview.json").write_text("{")
    spoiled = take_in_described(files, described(consent=None), tone(desk.settings.home / "b.wav", hertz=300.0)).id
    failed(desk, spoiled)
    with files.lock(spoiled):
        fixity.verify(files, spoiled, agent="王芳")
    publication.withdraw(files, take_in_described(files, described()).id, by="王芳", on="2026-05-03", reason="不愿公开")
    transcripts.ask_again(files, held, agent="王芳")
    assert POSTER


AS_GIVEN = re.compile(
    "Keeper of the lamps|Elder brother, Younger brother|What did they say about the winch at night"
    "|The same tower without its wheel(?= —)|topic:&#34;(?:Signals|Work) in the mine"
)
"""Names as they stand on record, what a visitor types, and titles, which no language can be said of."""


def crawled(client: Any, starts: Iterable[str], within: str) -> dict[str, str]:
    """Every page that can be reached by links; an address with a query leads to countless others like it."""
    found, waiting = {}, set(starts)
    while waiting:
        address = waiting.pop()
        page = client.get(address, headers=CHINESE, follow_redirects=True)
        found[address] = page.text if page.mimetype == "text/html" else ""
        links = re.findall(r'href="([^"#]+)', found[address]) if "?" not in address else ()
        waiting |= {each.replace("&amp;", "&") for each in links if each.startswith(within)} - found.keys()
    return found


def test_every_page_of_the_desk_is_chinese_to_who_reads_chinese(desk: Desk, archivist: Staff, held: str) -> None:
    fill(desk, desk.files, held)
    pages = crawled(archivist, ["/desk/"], "/desk/")
    assert len(pages) > 30 and provenance.log(desk.files, held)
    assert {address: found for address, page in pages.items() if (found := english_in_chinese(page))} == {}


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A reader of the reading room."""
    return reader_of(published(tmp_path_factory.getbasetemp()))


def test_every_public_page_is_chinese_to_who_reads_chinese(public: FlaskClient) -> None:
    pages = crawled(public, PAGES.values(), "/")
    assert len(pages) > len(PAGES)
    told = {address: english_in_chinese(AS_GIVEN.sub("", page)) for address, page in pages.items()}
    assert {address: found for address, found in told.items() if found} == {}


@pytest.mark.parametrize(
    ("address", "told", "status"),
    [
        ("/interviews/2099-001", {}, 404),
        ("/no/such/page", {}, 404),
        ("/search?q=%00%ff", {}, 200),
        ("/interviews/2099-001.docx", {}, 404),
        ("/", {"method": "POST"}, 405),
    ],
)
def test_what_the_public_cannot_have_is_said_in_chinese(
    public: FlaskClient, address: str, told: dict[str, Any], status: int
) -> None:
    answer = public.open(address, headers=CHINESE, **told)
    assert answer.status_code == status
    says(answer)


def test_a_part_that_a_recording_does_not_have_is_said_in_chinese(public: FlaskClient) -> None:
    media = re.search(r'"(/media/[^"]+)"', "".join(crawled(public, "/", "/interviews/").values()))
    assert media
    answer = public.get(media[1], headers=CHINESE | {"Range": "bytes=999999999-"})
    assert answer.status_code == 416
    says(answer)


def test_an_archive_that_has_nothing_to_show_yet_or_cannot_says_so_in_chinese(tmp_path: Path) -> None:
    says(reader_of(tmp_path).get("/", headers=CHINESE))
    (tmp_path / "instance/edition").mkdir(parents=True)
    (tmp_path / "instance/edition/current").write_text("none.sqlite")
    answer = reader_of(tmp_path).get("/", headers=CHINESE)
    assert answer.status_code == 503
    says(answer, "这里发布的内容无法读取。")


@pytest.mark.parametrize("host", ["evil.example", "a b"])
def test_an_address_that_is_not_ours_is_refused_in_chinese(settings: Settings, host: str) -> None:
    desk = desk_of(Settings(home=settings.home, site_url="https://archive.example/"))
    answer = desk.anybody().get("/desk/sign-in", headers=CHINESE | {"Host": host})
    assert answer.status_code == 400 and answer.headers["Content-Language"] == "zh-Hans"
    assert not re.search("[A-Za-z]", answer.text)
