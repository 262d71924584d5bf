"""入侵防范与通信: no default secret, secure cookies, content policy, forged requests, uploads."""

import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from bihuan.accounts import policy
from bihuan.accounts.services.setting import change_setting
from tests.people import PASSWORD, People

pytestmark = pytest.mark.requirement("A11.2", "B7.1", "C12")


def started(home: Path, code: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    """The settings as a process of its own reads them."""
    told = {"BIHUAN_HOME": str(home), "PYTHONPATH": "src", **environment}
    command = [sys.executable, "-c", f"from bihuan.main import settings; {code}"]
    return subprocess.run(command, env=told, capture_output=True, text=True)


@pytest.mark.parametrize(
    ("environment", "starts"),
    [
        ({}, False),
        ({"BIHUAN_SECRET_KEY": "short"}, False),
        ({"BIHUAN_SECRET_KEY": "x7" * 20}, True),
    ],
)
def test_nothing_starts_with_a_missing_or_short_secret(
    environment: dict[str, str], starts: bool, tmp_path: Path
) -> None:
    done = started(tmp_path, "pass", **environment)
    assert (done.returncode == 0) is starts
    assert starts or "BIHUAN_SECRET_KEY" in done.stderr


def test_cookies_travel_only_encrypted_where_the_site_is(tmp_path: Path) -> None:
    code = "print(settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE)"
    done = started(tmp_path, code, BIHUAN_SECRET_KEY="x7" * 20, BIHUAN_HTTPS="1")
    assert done.stdout.split() == ["True", "True"]


def test_a_session_cookie_is_out_of_reach_of_scripts_and_other_sites(people: People) -> None:
    client = Client()
    client.post("/accounts/login/", {"username": "wang", "password": PASSWORD})
    cookie = client.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_every_answer_forbids_scripts_of_others_and_frames(people: People) -> None:
    answer = Client().get("/accounts/login/")
    told = answer["Content-Security-Policy"]
    assert "script-src 'self';" in told
    assert "frame-ancestors 'none'" in told
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_forged_form_is_refused(people: People) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(people.wang)
    assert client.post("/accounts/profile/", {"phone": "13800000000"}).status_code == 403


def test_an_import_that_is_no_table_is_refused_by_its_content(people: People) -> None:
    client = Client()
    client.force_login(people.wang)
    program = SimpleUploadedFile("台账.xlsx", b"MZ\x90\x00" + b"\0" * 200)
    page = client.post("/exchange/enterprises/import", {"file": program})
    assert page.status_code == 200
    assert "invalid-feedback" in page.content.decode()


def test_the_password_never_stands_in_the_page_again(people: People) -> None:
    form = {"username": "wang", "password": "Wrong-Pass-9981"}
    assert "Wrong-Pass-9981" not in Client().post("/accounts/login/", form).content.decode()


def test_no_secret_stands_in_a_log_or_an_address(
    people: People, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    client, fresh = Client(), "Another-Pass-7731"
    client.post("/accounts/login/", {"username": "wang", "password": "Wrong-Pass-9981"})
    led = client.post("/accounts/login/", {"username": "wang", "password": PASSWORD})
    form = {"old_password": PASSWORD, "new_password1": fresh, "new_password2": fresh}
    led_on = client.post("/accounts/password/", form)
    told = caplog.text + led["Location"] + led_on.get("Location", "")
    assert led_on.status_code == 302
    for secret in ("Wrong-Pass-9981", PASSWORD, fresh, client.cookies["sessionid"].value):
        assert secret not in told


def test_administrators_log_in_only_from_the_addresses_that_are_set(
    people: People, client: Client
) -> None:
    change_setting(
        policy.MANAGEMENT_ADDRESSES,
        "10.0.0.0/8",
        reason="管理网段",
        by=people.security_admin,
        now=datetime.now(UTC),
    )

    def gets_in(username: str, address: str) -> bool:
        visitor = Client(REMOTE_ADDR=address)
        visitor.post("/accounts/login/", {"username": username, "password": PASSWORD})
        return visitor.get("/accounts/profile/").status_code == 200

    assert gets_in("auditor", "10.1.2.3")
    assert not gets_in("auditor", "192.168.1.5")
    assert gets_in("wang", "192.168.1.5")
