"""Signing in: who gets in, what they get, and what nobody gets by trying."""

from __future__ import annotations

import hashlib
import sqlite3
import stat
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import Any

import pytest

from archive import accounts
from archive.accounts import attempts, sessions
from archive.errors import AlreadyExists, BadInput, NotFound, Refused
from archive.provenance import PROGRAM
from archive.settings import Settings
from archive.site.desk.doors import SESSION
from tests.desk.conftest import PASSWORD, Desk, Staff, desk_of


def try_to_sign_in(somebody: Staff, name: str, password: str = PASSWORD, **told: str) -> int:
    return somebody.post("/desk/sign-in", data={"name": name, "password": password, **told}).status_code


def session_of(somebody: Staff) -> str:
    cookie = somebody.get_cookie(SESSION, path="/desk")
    return cookie.value if cookie else ""


def test_who_signs_in_goes_on_to_where_they_were_going(desk: Desk) -> None:
    desk.sign_in("archivist", "Lin Guihua")
    visitor = desk.anybody()
    answer = visitor.get("/desk/password")
    assert answer.status_code == 303
    assert answer.location == "/desk/sign-in?next=/desk/password"
    told = {"name": "lin guihua", "password": PASSWORD, "next": "/desk/password"}
    answer = visitor.post("/desk/sign-in", data=told)
    assert (answer.status_code, answer.location) == (303, "/desk/password")
    assert "Lin Guihua" in visitor.get("/desk/").text


def test_the_sign_in_page_says_how_to_make_the_first_account(desk: Desk) -> None:
    assert "earwitness user add NAME --role archivist" in desk.anybody().get("/desk/sign-in").text
    desk.sign_in("archivist")
    assert "earwitness user add" not in desk.anybody().get("/desk/sign-in").text


@pytest.mark.parametrize(("site_url", "is_secure"), [("", False), ("https://archive.example", True)])
def test_the_cookie_is_for_the_desk_alone_and_for_no_script(settings: Settings, site_url: str, is_secure: bool) -> None:
    desk = desk_of(Settings(home=settings.home, site_url=site_url))
    desk.sign_in("archivist")
    address = site_url or "http://localhost"
    visitor = desk.anybody()
    visitor.token(base_url=address)
    answer = visitor.post(
        "/desk/sign-in",
        data={"name": "The archivist", "password": PASSWORD},
        base_url=address,
        headers={"Referer": f"{address}/desk/sign-in"},
    )
    [cookie] = [each for each in answer.headers.getlist("Set-Cookie") if each.startswith(SESSION)]
    assert {"HttpOnly", "Path=/desk", "SameSite=Lax"} <= set(cookie.split("; "))
    assert ("Secure" in cookie.split("; ")) is is_secure


@pytest.mark.parametrize(
    "wanted",
    [
        *("//evil.example", "https://evil.example/desk/", "/\\evil.example", "\\\\evil.example", "/desk/\\..\\evil"),
        *("javascript:alert(1)", "/desk/../../evil", "/desk//evil.example", "///evil.example/desk/", "/desk/\r\nX: y"),
        *("http:/desk/", "/deskevil", "/", "", "/desk/\t/evil", "//evil.example/desk/", "https:evil.example"),
    ],
)
def test_signing_in_leads_nowhere_but_to_the_desk(desk: Desk, wanted: str) -> None:
    desk.sign_in("archivist")
    answer = desk.anybody().post("/desk/sign-in", data={"name": "The archivist", "password": PASSWORD, "next": wanted})
    assert (answer.status_code, answer.location) == (303, "/desk/")


def test_a_session_laid_in_the_browser_beforehand_is_not_the_one_that_is_signed_in(desk: Desk) -> None:
    desk.sign_in("archivist")
    victim = desk.anybody()
    victim.set_cookie(SESSION, "laid-by-somebody-else", path="/desk")
    token_before = victim.token()
    assert try_to_sign_in(victim, "The archivist") == 303
    assert session_of(victim) not in ("", "laid-by-somebody-else")
    thief = desk.anybody()
    thief.set_cookie(SESSION, "laid-by-somebody-else", path="/desk")
    assert thief.get("/desk/").status_code == 303
    assert victim.post("/desk/sign-out", token=token_before).status_code == 400


def test_signing_out_ends_the_session_itself(desk: Desk, archivist: Staff) -> None:
    kept = session_of(archivist)
    assert archivist.get("/desk/").status_code == 200
    assert archivist.post("/desk/sign-out").location == "/desk/sign-in"
    archivist.set_cookie(SESSION, kept, path="/desk")
    assert archivist.get("/desk/").status_code == 303


def test_a_new_password_ends_all_sessions_but_the_one_that_set_it(desk: Desk) -> None:
    here, elsewhere = desk.sign_in("editor"), desk.sign_in("editor")
    new = "another four words apart"
    told = {"current": PASSWORD, "password": new, "again": new}
    wrong = here.post("/desk/password", data=told | {"current": "not the one I have"})
    assert (wrong.status_code, "This is not the password you have." in wrong.text) == (422, True)
    assert here.post("/desk/password", data=told | {"again": "mistyped"}).status_code == 422
    assert here.post("/desk/password", data=told | {"password": "short", "again": "short"}).status_code == 422
    assert here.post("/desk/password", data=told).status_code == 303
    assert here.get("/desk/").status_code == 200
    assert elsewhere.get("/desk/").status_code == 303
    assert try_to_sign_in(desk.anybody(), "The editor") == 403
    assert try_to_sign_in(desk.anybody(), "The editor", new) == 303


def test_who_is_removed_or_given_another_role_feels_it_at_the_next_click(desk: Desk) -> None:
    desk.sign_in("archivist")
    editor = desk.sign_in("editor")
    accounts.change_role(desk.settings, "The editor", "archivist")
    assert accounts.account_of(desk.settings, session_of(editor)).role == "archivist"  # type: ignore[union-attr]
    accounts.remove(desk.settings, "The editor")
    assert editor.get("/desk/").status_code == 303


def test_a_session_that_nobody_uses_or_that_is_a_week_old_is_over(
    desk: Desk, archivist: Staff, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = time.time()
    monkeypatch.setattr(sessions, "_now", lambda: int(now + sessions.IDLE_S - 60))
    assert archivist.get("/desk/").status_code == 200
    monkeypatch.setattr(sessions, "_now", lambda: int(now + 2 * sessions.IDLE_S - 120))
    assert archivist.get("/desk/").status_code == 200
    monkeypatch.setattr(sessions, "_now", lambda: int(now + 4 * sessions.IDLE_S))
    assert archivist.get("/desk/").status_code == 303


def test_guessing_is_stopped_and_known_names_are_not_told_from_unknown_ones(desk: Desk) -> None:
    desk.sign_in("archivist")
    pages = set()
    for name in ("The archivist", "Nobody at all"):
        stranger = desk.anybody()
        for _ in range(attempts.BY_NAME):
            assert try_to_sign_in(stranger, name, "a wrong password") == 403
        answer = stranger.post("/desk/sign-in", data={"name": name, "password": PASSWORD})
        assert answer.status_code == 429
        pages.add(answer.text.replace(name, "").replace(stranger.token(), "").split("<main")[1].split("csrf_token")[0])
    assert len(pages) == 1


def test_guesses_made_at_the_same_moment_are_all_counted(desk: Desk) -> None:
    desk.sign_in("archivist")

    def guess(number: int) -> type[Exception]:
        with pytest.raises(Refused) as refused:
            accounts.sign_in(desk.settings, "The archivist", f"guess {number}", address=f"192.0.2.{number}")
        return type(refused.value)

    with ThreadPoolExecutor(16) as crowd:
        answers = Counter(crowd.map(guess, range(attempts.BY_NAME + 10)))
    assert answers == {accounts.WrongPassword: attempts.BY_NAME, accounts.TooManyAttempts: 10}


def test_a_lock_out_outlives_the_process_and_a_new_password_lifts_it(desk: Desk) -> None:
    desk.sign_in("archivist")
    for _ in range(attempts.BY_NAME):
        try_to_sign_in(desk.anybody(), "The archivist", "a wrong password")
    again = desk_of(desk.settings)
    assert try_to_sign_in(again.anybody(), "The archivist") == 429
    accounts.change_password(desk.settings, "The archivist", PASSWORD)
    assert try_to_sign_in(again.anybody(), "The archivist") == 303


def test_a_lock_out_ends_by_itself(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.sign_in("archivist")
    for _ in range(attempts.BY_NAME):
        try_to_sign_in(desk.anybody(), "The archivist", "a wrong password")
    later = int(time.time()) + attempts.WINDOW_S + 1
    monkeypatch.setattr(sessions, "_now", lambda: later)
    assert try_to_sign_in(desk.anybody(), "The archivist") == 303


def test_many_names_from_one_address_are_stopped_and_an_ipv6_household_is_one_address(desk: Desk) -> None:
    def from_address(number: int) -> int:
        return (
            desk.anybody()
            .post(
                "/desk/sign-in",
                data={"name": f"Name {number}", "password": "x"},
                environ_base={"REMOTE_ADDR": f"2001:db8::{number:x}"},
            )
            .status_code
        )

    assert {from_address(number) for number in range(attempts.BY_ADDRESS)} == {403}
    assert from_address(attempts.BY_ADDRESS) == 429


def test_a_name_that_nobody_has_costs_as_much_work_as_a_wrong_password(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    accounts.add(desk.settings, "The archivist", "archivist", PASSWORD)  # with all the work a real one takes
    work: list[dict[str, int]] = []
    scrypt = hashlib.scrypt

    def noted(password: bytes, **told: Any) -> bytes:
        work.append({name: told[name] for name in ("n", "r", "p")} | {"bytes": len(password)})
        return scrypt(password, **told)

    def spent(name: str) -> list[dict[str, int]]:
        work.clear()
        with pytest.raises(accounts.WrongPassword):
            accounts.sign_in(desk.settings, name, "a wrong password", address="192.0.2.1")
        return list(work)

    accounts.sign_in(desk.settings, "The archivist", PASSWORD, address="192.0.2.1")  # what is made once is made
    monkeypatch.setattr(hashlib, "scrypt", noted)
    known, unknown = spent("The archivist"), spent("Nobody at all")
    assert known == unknown
    assert [each["n"] for each in known] == [2**15]


def test_behind_a_web_server_it_is_the_visitors_own_address_that_counts(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attempts, "BY_ADDRESS", 3)
    for proxies, expected in ((0, 429), (1, 403)):
        desk = desk_of(Settings(home=settings.home / str(proxies), proxies=proxies))
        for number in range(attempts.BY_ADDRESS):
            said = {"X-Forwarded-For": f"192.0.2.{number}"}
            told = {"name": f"Name {number}", "password": "x"}
            assert desk.anybody().post("/desk/sign-in", data=told, headers=said).status_code == 403
        told = {"name": "Somebody", "password": "x"}
        answer = desk.anybody().post("/desk/sign-in", data=told, headers={"X-Forwarded-For": "198.51.100.1"})
        assert answer.status_code == expected


def test_the_desk_speaks_the_language_a_person_chose_on_any_machine(desk: Desk, archivist: Staff) -> None:
    assert "What needs doing" in archivist.get("/desk/").text
    answer = archivist.post("/desk/language", data={"language": "zh-Hans", "next": "/desk/queue?"})
    assert (answer.status_code, answer.location) == (303, "/desk/queue")
    for somebody in (archivist, desk.sign_in("archivist")):
        page = somebody.get("/desk/", headers={"Accept-Language": "en"}).text
        assert '<html lang="zh-Hans">' in page
        assert "待办" in page
    archivist.post("/desk/language", data={"language": "xx", "next": "//evil.example"})
    assert "待办" in archivist.get("/desk/").text


@pytest.mark.parametrize("password", ["", "elevencharz", "aaaaaaaaaaaaaaaa", "the archivist", "x" * 1001])
def test_a_password_that_is_easily_guessed_is_refused(settings: Settings, password: str) -> None:
    with pytest.raises(BadInput):
        accounts.add(settings, "The archivist", "archivist", password)
    assert accounts.people(settings) == []


def test_what_is_kept_lets_nobody_in(desk: Desk, archivist: Staff) -> None:
    instance = desk.settings.instance
    for name in ("accounts.sqlite", "secret-key"):
        assert stat.S_IMODE((instance / name).stat().st_mode) == 0o600
    with closing(sqlite3.connect(instance / "accounts.sqlite")) as db:
        kept = "\n".join(db.iterdump())
    assert PASSWORD not in kept
    assert session_of(archivist) not in kept


def test_the_same_key_signs_forms_in_every_process(desk: Desk) -> None:
    assert desk_of(desk.settings).app.config["SECRET_KEY"] == desk.app.config["SECRET_KEY"]
    assert len(desk.app.config["SECRET_KEY"]) == 32


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "localhost@evil.example"])
@pytest.mark.parametrize("path", ["/desk/", "/desk", "/desk//", "/desk/sign-in", "/desk/password", "/desk/nowhere"])
def test_no_answer_repeats_the_host_that_was_asked_for(desk: Desk, archivist: Staff, host: str, path: str) -> None:
    for somebody in (archivist, desk.anybody()):
        answer = somebody.get(path, headers={"Host": host})
        assert "evil" not in answer.text + str(answer.headers)


def test_a_site_with_a_name_answers_to_no_other(settings: Settings) -> None:
    desk = desk_of(Settings(home=settings.home, site_url="https://archive.example/"))
    visitor = desk.anybody()
    assert visitor.get("/desk/sign-in", headers={"Host": "archive.example"}).status_code == 200
    assert visitor.get("/desk/sign-in", headers={"Host": "127.0.0.1:5000"}).status_code == 200
    answer = visitor.get("/desk/sign-in", headers={"Host": "evil.example"})
    assert (answer.status_code, "evil" in answer.text) == (400, False)


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", "林桂花", "'; drop table people; --", "O’Brien & Søn", "{{ 7*7 }}"]
)
def test_a_name_is_shown_as_it_is_and_does_nothing(desk: Desk, name: str) -> None:
    somebody = desk.sign_in("archivist", name)
    page = somebody.get("/desk/").text
    assert "<script>alert" not in page
    assert "49" not in page.split("<header")[1].split("</header>")[0].replace(somebody.token(), "")
    assert accounts.people(desk.settings)[0].name == name


@pytest.mark.parametrize("name", ["", "   ", "a\nb\x00", "x" * 81, "\u202eevil"])
def test_a_name_that_cannot_be_read_is_no_name(settings: Settings, name: str) -> None:
    with pytest.raises(BadInput):
        accounts.add(settings, name, "archivist", PASSWORD)


# --- what was done to accounts ----------------------------------------------------------------------------------------


def test_two_names_that_read_alike_are_one_account(settings: Settings) -> None:
    accounts.add(settings, "Lin  Guihua", "archivist", PASSWORD)
    for name in ("Lin Guihua", " lin\u00a0GUIHUA ", "Ｌｉｎ Guihua", "Lin\tGuihua"):
        with pytest.raises(AlreadyExists):
            accounts.add(settings, name, "editor", PASSWORD)
        assert accounts.find(settings, name).name == "Lin Guihua"
        assert accounts.sign_in(settings, name, PASSWORD, address="")


def test_a_password_changed_while_it_is_checked_lets_nobody_in(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    accounts.add(settings, "Wang Fang", "editor", PASSWORD)
    slowly = sessions.matches

    def meanwhile(kept: str | None, password: str) -> bool:
        is_right = slowly(kept, password)
        accounts.change_password(settings, "Wang Fang", "another four words apart")
        return is_right

    monkeypatch.setattr(sessions, "matches", meanwhile)
    with pytest.raises(accounts.WrongPassword):
        accounts.sign_in(settings, "Wang Fang", PASSWORD, address="")


def test_an_account_removed_while_its_password_is_checked_lets_nobody_in(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.sign_in("archivist")
    desk.sign_in("editor")
    slowly = sessions.matches

    def meanwhile(kept: str | None, password: str) -> bool:
        accounts.remove(desk.settings, "The editor")
        return slowly(kept, password)

    monkeypatch.setattr(sessions, "matches", meanwhile)
    assert try_to_sign_in(desk.anybody(), "The editor") == 403


def test_a_password_that_cannot_be_changed_leaves_no_session_behind(desk: Desk) -> None:
    editor = desk.sign_in("editor")
    told = {"current": PASSWORD, "password": "too short", "again": "too short"}
    assert editor.post("/desk/password", data=told).status_code == 422
    with closing(sqlite3.connect(desk.settings.instance / "accounts.sqlite")) as db:
        assert db.execute("select count(*) from sessions").fetchone() == (1,)


def test_every_act_on_an_account_is_noted_with_who_did_it(desk: Desk) -> None:
    settings, new = desk.settings, "another four words apart"
    accounts.add(settings, "Lin Guihua", "archivist", PASSWORD, by="root")
    accounts.add(settings, "Wang Fang", "editor", PASSWORD, by="root")
    accounts.change_role(settings, "wang fang", "reader", by="Lin Guihua")
    accounts.set_email(settings, "Wang Fang", "Fang@example.org", by="Lin Guihua")
    assert try_to_sign_in(desk.anybody(), "Wang Fang") == 303
    told = {"current": PASSWORD, "password": new, "again": new}
    assert desk.sign_in("reader", "Wang Fang").post("/desk/password", data=told).status_code == 303
    for _ in range(attempts.BY_NAME + 3):
        try_to_sign_in(desk.anybody(), "Wang Fang", "a wrong password")
        try_to_sign_in(desk.anybody(), "my password, typed here", "x")
    accounts.remove(settings, "Wang Fang", by="Lin Guihua")
    noted = [(each.type, each.agent, each.account, each.detail) for each in accounts.acts(settings, count=99)]
    assert list(reversed(noted)) == [
        ("account made", "root", "Lin Guihua", "archivist"),
        ("account made", "root", "Wang Fang", "editor"),
        ("role changed", "Lin Guihua", "Wang Fang", "editor → reader"),
        ("e-mail set", "Lin Guihua", "Wang Fang", "fang@example.org"),
        ("signed in", "Wang Fang", "Wang Fang", "by password"),
        ("password changed", "Wang Fang", "Wang Fang", ""),
        ("locked out", PROGRAM, "Wang Fang", "last from 127.0.0.1"),
        ("account removed", "Lin Guihua", "Wang Fang", ""),
    ]


def test_what_was_noted_stays_as_it_was_noted(settings: Settings) -> None:
    accounts.add(settings, "Lin Guihua", "archivist", PASSWORD)
    with closing(sqlite3.connect(settings.instance / "accounts.sqlite")) as db:
        for statement in ("update acts set agent = 'somebody else'", "delete from acts"):
            with pytest.raises(sqlite3.IntegrityError, match="an act stays"):
                db.execute(statement)
    assert [each.type for each in accounts.acts(settings, count=9)] == ["account made"]


def test_what_fails_is_not_noted(settings: Settings) -> None:
    accounts.add(settings, "Lin Guihua", "archivist", PASSWORD)
    with pytest.raises(Refused):
        accounts.remove(settings, "Lin Guihua")
    with pytest.raises(NotFound):
        accounts.change_role(settings, "Nobody", "editor")
    assert len(accounts.acts(settings, count=9)) == 1


def test_accounts_made_before_acts_were_noted_go_on(settings: Settings) -> None:
    accounts.add(settings, "Lin Guihua", "archivist", PASSWORD)
    with closing(sqlite3.connect(settings.instance / "accounts.sqlite")) as db:
        db.executescript("drop table acts; drop table identities;")
    accounts.set_email(settings, "Lin Guihua", "lin@example.org")
    assert accounts.sign_in(settings, "Lin Guihua", PASSWORD, address="")
