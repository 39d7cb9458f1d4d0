"""Signing in by the service of the house: only whom it truly vouches for, and only to an account there is already."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from joserfc.jwk import OctKey, RSAKey

from archive import accounts
from archive.errors import AlreadyExists, BadInput, BadSetting
from archive.settings import Settings, read_settings
from archive.site.desk.doors import SESSION
from tests.desk.conftest import PASSWORD, Desk, Staff, desk_of
from tests.desk.oidc_house import CLIENT, SECRET, House, open_house

SITE = "http://localhost"
DOOR = "/desk/sign-in/house"


@pytest.fixture
def house() -> Iterator[House]:
    """The sign-in service of a house."""
    with open_house() as house:
        house.allowed = f"{SITE}{DOOR}"
        yield house


@pytest.fixture
def desk(settings: Settings, house: House) -> Desk:
    """The desk of an archive in that house, where Wang Fang is an editor."""
    desk = desk_of(
        Settings(
            home=settings.home,
            site_url=SITE,
            oidc_issuer=house.address,
            oidc_client_id=CLIENT,
            oidc_client_secret=SECRET,
            oidc_name="Hegang Library",
        )
    )
    accounts.add(desk.settings, "Wang Fang", "editor", PASSWORD)
    accounts.set_email(desk.settings, "Wang Fang", "Fang@Example.org")
    return desk


def led_to(somebody: Staff, **told: str) -> str:
    """The address of the service to which the desk leads."""
    answer = somebody.get(DOOR, query_string=told)
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def led_back(address: str) -> str:
    """The address of the desk to which the service leads back, its host left out."""
    answer = requests.get(address, allow_redirects=False, timeout=10)
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"].removeprefix(SITE)


def sign_in(somebody: Staff, **told: str) -> Any:
    """The desk's answer after the whole way there and back."""
    return somebody.get(led_back(led_to(somebody, **told)))


def who(somebody: Staff, desk: Desk) -> str:
    """As whom somebody is signed in."""
    cookie = somebody.get_cookie(SESSION, path="/desk")
    account = accounts.account_of(desk.settings, cookie.value) if cookie else None
    return account.name if account else ""


def test_who_has_an_account_is_let_in_and_goes_on_to_where_they_were_going(desk: Desk) -> None:
    visitor = desk.anybody()
    page = visitor.get("/desk/queue", follow_redirects=True).text
    assert "Sign in with Hegang Library" in page and f'href="{DOOR}?next=/desk/queue"' in page
    answer = sign_in(visitor, next="/desk/queue")
    assert (answer.status_code, answer.location) == (303, "/desk/queue")
    assert who(visitor, desk) == "Wang Fang"
    assert visitor.get("/desk/queue").status_code == 200
    assert visitor.post("/desk/queue/cancel").status_code == 403  # an editor, as before


def test_the_question_is_bound_to_this_browser_and_to_one_answer(desk: Desk, house: House) -> None:
    asked = [parse_qs(urlsplit(led_to(desk.anybody())).query) for _ in range(2)]
    for name in ("state", "nonce", "code_challenge"):
        assert len({each[name][0] for each in asked}) == 2
        assert len(asked[0][name][0]) >= 20
    assert asked[0]["redirect_uri"] == [f"{SITE}{DOOR}"]
    assert asked[0]["code_challenge_method"] == ["S256"]


def test_an_answer_to_another_browser_signs_nobody_in(desk: Desk) -> None:
    thief, victim = desk.anybody(), desk.anybody()
    back = led_back(led_to(thief))
    led_to(victim)
    answer = victim.get(back)
    assert answer.status_code == 400 and "Begin once more." in answer.text
    assert who(victim, desk) == ""


def test_an_answer_counts_once(desk: Desk) -> None:
    visitor = desk.anybody()
    back = led_back(led_to(visitor))
    assert visitor.get(back).status_code == 303
    visitor.post("/desk/sign-out")
    assert visitor.get(back).status_code == 400
    assert who(visitor, desk) == ""


def test_many_attempts_given_up_do_not_overfill_the_cookie(desk: Desk) -> None:
    visitor = desk.anybody()
    for _ in range(20):
        led_to(visitor)
    cookie = visitor.get_cookie("earwitness_form", path="/desk")
    assert cookie is not None and len(cookie.value) < 2000
    assert sign_in(visitor).status_code == 303


# --- an account there is already --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sub", "email", "verified"),
    [
        ("248289761001", "somebody@example.org", True),
        ("248289761001", "fang@example.org", False),
        ("248289761001", "fang@example.org", "true"),
        ("248289761001", "fang@example.org", None),
        ("248289761001", "", True),
        ("248289761001", ["fang@example.org"], True),
    ],
)
def test_who_has_none_is_told_so_and_none_is_made(
    desk: Desk, house: House, sub: str, email: Any, verified: Any
) -> None:
    house.sub, house.email, house.email_verified = sub, email, verified
    visitor = desk.anybody()
    answer = sign_in(visitor)
    assert answer.status_code == 403
    assert "No account here belongs to that sign-in." in answer.text
    assert who(visitor, desk) == ""
    assert [each.name for each in accounts.people(desk.settings)] == ["Wang Fang"]


def test_a_role_is_never_taken_from_the_service(desk: Desk, house: House) -> None:
    house.wrongly = {"role": "archivist", "roles": ["archivist"], "groups": ["archivist"], "name": "The archivist"}
    sign_in(desk.anybody())
    assert [(each.name, each.role) for each in accounts.people(desk.settings)] == [("Wang Fang", "editor")]


def test_after_the_first_time_the_person_counts_and_not_the_address(desk: Desk, house: House) -> None:
    assert sign_in(desk.anybody()).status_code == 303
    house.email = "fang@elsewhere.example"
    assert sign_in(desk.anybody()).status_code == 303
    house.sub, house.email = "somebody who was given her address", "fang@example.org"
    assert sign_in(desk.anybody()).status_code == 403
    accounts.set_email(desk.settings, "Wang Fang", "fang@example.org")
    assert sign_in(desk.anybody()).status_code == 303


def test_an_account_that_is_removed_or_untied_lets_nobody_in_any_more(desk: Desk) -> None:
    visitor = desk.anybody()
    sign_in(visitor)
    accounts.set_email(desk.settings, "Wang Fang", "")
    assert visitor.get("/desk/").status_code == 303
    assert sign_in(desk.anybody()).status_code == 403
    accounts.set_email(desk.settings, "Wang Fang", "fang@example.org")
    assert sign_in(desk.anybody()).status_code == 303
    accounts.add(desk.settings, "Lin Guihua", "archivist", PASSWORD)
    accounts.remove(desk.settings, "Wang Fang")
    assert sign_in(desk.anybody()).status_code == 403


def test_an_address_belongs_to_one_account(desk: Desk) -> None:
    accounts.add(desk.settings, "Lin Guihua", "archivist", PASSWORD)
    with pytest.raises(AlreadyExists):
        accounts.set_email(desk.settings, "Lin Guihua", "FANG@example.org")
    with pytest.raises(BadInput):
        accounts.set_email(desk.settings, "Lin Guihua", "no address")
    assert accounts.emails(desk.settings) == {"Wang Fang": "fang@example.org"}


# --- a service that cannot be believed, or not be reached -------------------------------------------------------------

NOW = int(time.time())
LIES: list[dict[str, Any]] = [
    {"wrongly": {"nonce": "of another time"}},
    {"left_out": ("nonce",)},
    {"wrongly": {"iss": "https://evil.example"}},
    {"wrongly": {"aud": "another client"}},
    {"wrongly": {"aud": "another client", "azp": CLIENT}},
    {"wrongly": {"aud": [CLIENT, "another client"], "azp": "another client"}},
    {"wrongly": {"exp": NOW - 3600, "iat": NOW - 7200}},
    {"left_out": ("exp",)},
    {"left_out": ("sub",)},
    {"wrongly": {"sub": ["248289761001"]}},
    {"wrongly": {"sub": "x" * 300}},
    {"signs_at_all": False},
    {"forged_with": RSAKey.generate_key(2048, {"kid": "one"})},
    {"algorithm": "HS256", "forged_with": OctKey.import_key(SECRET * 2)},
    {"algorithm": "HS256", "forged_with": OctKey.import_key(SECRET * 2), "says": ["HS256", "none"]},
    {"algorithm": "none", "says": ["none"]},
]


@pytest.mark.parametrize("lie", LIES, ids=lambda lie: "-".join(lie))
def test_what_the_service_did_not_truly_sign_for_this_question_signs_nobody_in(
    desk: Desk, house: House, lie: dict[str, Any]
) -> None:
    told = dict(lie)
    if says := told.pop("says", None):
        house.discovery = {"id_token_signing_alg_values_supported": says}
    for name, value in told.items():
        setattr(house, name, value)
    visitor = desk.anybody()
    answer = sign_in(visitor)
    assert answer.status_code == 403, answer.text
    assert "did not say who you are" in answer.text and 'name="password"' in answer.text
    assert who(visitor, desk) == ""


def test_whom_the_service_refuses_is_told_so(desk: Desk, house: House) -> None:
    house.lets_in = False
    answer = sign_in(desk.anybody())
    assert answer.status_code == 403 and "did not say who you are" in answer.text


@pytest.mark.parametrize(
    "query",
    [
        "code=x",
        "state=x",
        "code=x&state=y",
        "code=&state=",
        "error=%3Cscript%3Ealert(1)%3C/script%3E",
        "code=%00&state=1",
    ],
)
def test_an_answer_that_nobody_asked_for_is_refused_in_words(desk: Desk, query: str) -> None:
    visitor = desk.anybody()
    led_to(visitor)
    answer = visitor.get(f"{DOOR}?{query}")
    assert answer.status_code in (400, 403)
    assert "<script>alert" not in answer.text and "Sign in" in answer.text
    assert who(visitor, desk) == ""


@pytest.mark.parametrize("how", ["silent", "broken", "another"])
def test_a_service_that_cannot_be_reached_leaves_the_password(settings: Settings, house: House, how: str) -> None:
    house.broken = how == "broken"
    house.discovery = {"issuer": "https://evil.example"} if how == "another" else {}
    issuer = "http://127.0.0.1:9" if how == "silent" else house.address
    desk = desk_of(Settings(home=settings.home, site_url=SITE, oidc_issuer=issuer, oidc_client_id=CLIENT))
    accounts.add(desk.settings, "Wang Fang", "editor", PASSWORD)
    visitor = desk.anybody()
    answer = visitor.get(DOOR)
    assert answer.status_code == 503
    assert "The sign-in service cannot be reached." in answer.text and 'name="password"' in answer.text
    told = {"name": "Wang Fang", "password": PASSWORD}
    assert visitor.post("/desk/sign-in", data=told).status_code == 303


def test_a_service_that_comes_back_is_asked_again(desk: Desk, house: House) -> None:
    house.broken = True
    visitor = desk.anybody()
    assert visitor.get(DOOR).status_code == 503
    house.broken = False
    assert sign_in(visitor).status_code == 303


def test_a_service_that_changed_its_key_is_asked_for_the_new_one(desk: Desk, house: House) -> None:
    assert sign_in(desk.anybody()).status_code == 303
    house.key = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
    again = sign_in(desk.anybody())
    assert again.status_code == 403
    assert sign_in(desk.anybody()).status_code == 303


# --- the way there and back -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wanted", ["//evil.example", "https://evil.example/desk/", "/\\evil.example", "/", "/desk/../"]
)
def test_it_leads_nowhere_but_to_the_desk(desk: Desk, wanted: str) -> None:
    assert sign_in(desk.anybody(), next=wanted).location == "/desk/"


def test_another_host_is_never_what_the_service_leads_back_to(desk: Desk) -> None:
    answer = desk.anybody().get(DOOR, headers={"Host": "evil.example"})
    assert answer.status_code == 400 and "evil" not in answer.text + str(answer.headers)


def test_a_session_laid_in_the_browser_beforehand_is_not_the_one_that_is_signed_in(desk: Desk) -> None:
    victim = desk.anybody()
    victim.set_cookie(SESSION, "laid-by-somebody-else", path="/desk")
    token_before = victim.token()
    sign_in(victim)
    assert who(victim, desk) == "Wang Fang"
    assert victim.post("/desk/sign-out", token=token_before).status_code == 400


def test_who_is_signed_in_already_is_not_sent_away(desk: Desk) -> None:
    assert desk.sign_in("editor", "Wang Fang").get(DOOR).location == "/desk/"


# --- off unless it is set ---------------------------------------------------------------------------------------------


def test_it_is_off_unless_it_is_set(settings: Settings) -> None:
    desk = desk_of(settings)
    assert "sign-in/house" not in desk.anybody().get("/desk/sign-in").text
    for query in ("", "?code=x&state=y"):
        assert desk.anybody().get(DOOR + query).status_code == 404


ONLY_WITH = """
import sys
sys.modules["authlib"] = None
from pathlib import Path
from archive import create_app_with_desk
from archive.errors import BadSetting
from archive.settings import Settings
create_app_with_desk(Settings(home=Path(sys.argv[1])))
try:
    told = dict(site_url="http://x", oidc_issuer="https://y", oidc_client_id="z")
    create_app_with_desk(Settings(home=Path(sys.argv[1]), **told))
except BadSetting as fault:
    print(fault)
"""


def test_without_its_extra_the_desk_works_and_says_what_to_install(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", ONLY_WITH, str(tmp_path)], capture_output=True, text=True, check=True)
    assert "pip install 'earwitness[oidc]'" in done.stdout


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"ISSUER": "http://idp.example"}, "https://"),
        ({"ISSUER": "http://localhost.evil.example"}, "https://"),
        ({"ISSUER": "idp.example"}, "https://"),
        ({"CLIENT_ID": ""}, "oidc_client_id"),
        ({"SITE_URL": ""}, "site_url"),
    ],
)
def test_settings_that_make_no_sense_are_refused(tmp_path: Path, told: dict[str, str], says: str) -> None:
    right = {
        "ISSUER": "https://idp.example",
        "CLIENT_ID": "x",
        "CLIENT_SECRET": SECRET,
        "SITE_URL": "https://archive.example",
    }
    environ = {"EARWITNESS_HOME": str(tmp_path)}
    for name, value in (right | told).items():
        environ[f"EARWITNESS_{'' if name == 'SITE_URL' else 'OIDC_'}{name}"] = value
    with pytest.raises(BadSetting, match=says) as fault:
        read_settings(environ)
    assert SECRET not in str(fault.value)


def test_the_secret_is_in_no_text_about_the_settings(settings: Settings) -> None:
    assert SECRET not in repr(Settings(home=settings.home, oidc_client_secret=SECRET))
