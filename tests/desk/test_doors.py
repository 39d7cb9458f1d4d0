"""Every door of the desk: generated from the map of addresses, so that a new page cannot be forgotten."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from werkzeug.routing import Rule

from archive.accounts import ROLES, Role
from archive.site.desk.doors import guard_forms, roles_of
from tests.commands import EARWITNESS, environment
from tests.conftest import take_in
from tests.desk.conftest import UNSAFE, Desk, Staff

TUS = {"Tus-Resumable": "1.0.0"}
SOMETHING = {"interview_id": "2026-001", "recording": "recording-1", "slug": "pit-and-town", "language": "en"}


def doors(desk: Desk) -> Iterator[tuple[str, str, frozenset[str]]]:
    """Method, address and roles of everything under ``/desk``."""
    for rule in desk.app.url_map.iter_rules():
        if rule.rule.startswith("/desk"):
            roles = roles_of(desk.app.view_functions[rule.endpoint])
            for method in sorted((rule.methods or set()) - {"OPTIONS"}):
                yield method, address(desk, rule), roles


def address(desk: Desk, rule: Rule) -> str:
    values = {name: SOMETHING.get(name, 1 if "int:" in rule.rule else "x") for name in rule.arguments}
    with desk.app.test_request_context():
        built = desk.app.create_url_adapter(None) or desk.app.url_map.bind("localhost")
        return built.build(rule.endpoint, values)


def addresses_with(desk: Desk, name: str) -> Iterator[tuple[str, str]]:
    """Method and address of everything under ``/desk`` that takes names, with each of them in turn this one."""
    for rule in desk.app.url_map.iter_rules():
        if rule.rule.startswith("/desk"):
            for argument in rule.arguments:
                path = rule.rule
                for each, value in (dict.fromkeys(rule.arguments, "x") | SOMETHING | {argument: name}).items():
                    path = re.sub(rf"<(?:[^<>:]*:)?{each}>", lambda _, to=value: to, path)
                yield from ((method, path) for method in sorted((rule.methods or set()) - {"OPTIONS"}))


def test_every_route_says_whom_it_is_for(desk: Desk) -> None:
    unsaid = [(method, path) for method, path, roles in doors(desk) if not roles]
    assert unsaid == [], "@open_to(…) is missing"


def test_only_signing_in_and_asking_that_something_be_withheld_are_open_to_anybody(desk: Desk) -> None:
    open_ones = {path for _, path, roles in doors(desk) if "anybody" in roles}
    assert {urlsplit(path).path for path in open_ones} <= {"/desk/sign-in", "/desk/sign-in/house", "/desk/request"}


def test_a_stranger_meets_the_sign_in_page_or_is_refused(desk: Desk) -> None:
    stranger = desk.anybody()
    let_in = []
    for method, path, roles in doors(desk):
        if "anybody" in roles:
            continue
        answer = stranger.open(path, method=method)
        is_sent = answer.status_code == 303 and answer.location.startswith("/desk/sign-in")
        if not (is_sent and method in {"GET", "HEAD"}) and answer.status_code != 403:
            let_in.append((method, path, answer.status_code))
    assert let_in == []


@pytest.mark.parametrize("role", [role for role in ROLES if role != "archivist"])
def test_who_lacks_the_right_is_refused(desk: Desk, role: Role) -> None:
    somebody = desk.sign_in(role)
    let_in = []
    for method, path, roles in doors(desk):
        if role not in roles and "anybody" not in roles:
            answer = somebody.open(path, method=method)
            if answer.status_code != 403:
                let_in.append((method, path, answer.status_code))
    assert let_in == []


@pytest.mark.parametrize("role", ROLES)
def test_no_page_leads_to_a_door_that_is_shut(desk: Desk, role: Role) -> None:
    take_in(desk.files)
    somebody = desk.sign_in(role)
    seen, found = {"/desk/"}, ["/desk/"]
    shut = []
    while found:
        page = somebody.get(address := found.pop())
        if page.status_code == 403:
            shut.append(address)
        offered = {each.partition("#")[0] for each in re.findall(r'href="(/desk/[^"]*)"', page.text)}
        found += offered - seen
        seen |= offered
    assert len(seen) > (2 if role == "guest" else 12)
    assert shut == []


def test_nothing_is_changed_without_the_token_of_our_own_form(desk: Desk, archivist: Staff) -> None:
    archivist.get("/desk/")
    taken = [
        (method, path, status)
        for method, path, _ in doors(desk)
        if method in UNSAFE and (status := archivist.open(path, method=method, token="").status_code) != 400
    ]
    assert taken == []
    assert not guard_forms._exempt_views
    assert not guard_forms._exempt_blueprints


def test_a_token_of_one_person_is_worth_nothing_to_another(desk: Desk, archivist: Staff) -> None:
    stolen = desk.sign_in("reader").token()
    assert archivist.post("/desk/sign-out", token=stolen).status_code == 400


NAMES = [
    "%2e%2e",
    "..%5C..%5Caccounts.sqlite",
    "2026-001%00",
    "2026-001%0a",
    "%ff%ed%a0%80",
    "２０２６-００１",
    "x" * 3_000,
]


@pytest.mark.parametrize("name", [*NAMES, "recording-1.en" + "-aaaaaaaa" * 40])
def test_no_name_in_an_address_leads_out_of_the_archive_or_breaks_it(desk: Desk, archivist: Staff, name: str) -> None:
    take_in(desk.files)
    told = {**TUS, "Content-Type": "application/offset+octet-stream", "Upload-Offset": "0"}
    answers = {
        (method, path): archivist.open(path, method=method, headers=told if "/uploads/" in path else {}).status_code
        for method, path in addresses_with(desk, name)
    }
    assert {door: status for door, status in answers.items() if status < 400 or status >= 500} == {}


def test_a_script_is_refused_in_json(desk: Desk, archivist: Staff) -> None:
    asks = {"Accept": "application/json"}
    answer = desk.anybody().get("/desk/", headers=asks)
    assert (answer.status_code, answer.json["error"]["status"]) == (403, 403)
    answer = archivist.post("/desk/sign-out", headers=asks, token="")
    assert (answer.status_code, answer.json["error"]["stale"]) == (400, True)


def test_nothing_of_the_desk_is_kept_in_a_cache_or_a_frame(desk: Desk, archivist: Staff) -> None:
    for answer in (archivist.get("/desk/"), desk.anybody().get("/desk/sign-in"), desk.anybody().get("/desk/")):
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert "script-src 'self'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(("language", "told"), [("en", "There is nothing here"), ("zh-Hans", "这里什么也没有")])
def test_an_address_that_leads_nowhere_is_answered_by_the_desk_to_whoever_is_at_it(
    desk: Desk, language: str, told: str
) -> None:
    reader = desk.sign_in("reader")
    reader.post("/desk/language", data={"language": language, "next": "/desk/"})
    for path, status in (("/desk/no/such/page", 404), ("/desk/interviews/2026-001/speakers", 405)):
        answer = reader.get(path)
        assert answer.status_code == status
        assert told in answer.text and 'class="desk"' in answer.text and "The reader" in answer.text
        assert answer.headers["Cache-Control"] == "no-store"
        data = reader.get(path, headers={"Accept": "application/json"})
        assert data.get_json()["error"]["status"] == status
        stranger = desk.anybody().get(path)
        assert stranger.status_code == status and 'class="desk"' not in stranger.text
    assert "POST" in reader.get("/desk/interviews/2026-001/speakers").headers["Allow"]
    assert 'class="desk"' not in reader.get("/no/such/page").text


def test_the_public_pages_set_no_cookie_though_the_desk_is_beside_them(desk: Desk, archivist: Staff) -> None:
    for path in ("/", "/search?q=x", "/health", "/nowhere"):
        assert "Set-Cookie" not in archivist.get(path).headers
        assert "Set-Cookie" not in desk.anybody().get(path).headers


PUBLIC = """
import sys
from archive import create_app
from archive.settings import Settings
from pathlib import Path
import archive.site.serve
app = create_app(Settings(home=Path(sys.argv[1])))
loaded = [name for name in sys.modules if name.startswith(("archive.site.desk", "archive.accounts", "flask_wtf"))]
print(loaded, [each.rule for each in app.url_map.iter_rules() if each.rule.startswith("/desk")])
"""


def test_a_public_process_never_loads_the_desk(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", PUBLIC, str(tmp_path)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[] []"


@pytest.mark.parametrize(("options", "status"), [((), 200), (("--public-only",), 404)])
def test_the_server_has_a_desk_unless_it_is_for_the_public_only(
    tmp_path: Path, options: tuple[str, ...], status: int
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = [str(EARWITNESS), "serve", "--port", str(port), *options]
    server = subprocess.Popen(command, env=environment(tmp_path), stderr=subprocess.DEVNULL)
    try:
        assert answered(f"http://127.0.0.1:{port}/desk/sign-in") == status
    finally:
        server.terminate()
        server.wait(30)


def answered(url: str) -> int:
    """The status of an address, once anybody answers there."""
    patience = time.monotonic() + 30
    while time.monotonic() < patience:
        try:
            with urlopen(url) as answer:
                return int(answer.status)
        except HTTPError as refused:
            return refused.code
        except URLError:
            time.sleep(0.05)
    raise AssertionError("the server does not answer")
